"""Dates that a sentence does not tell itself: by the head of its entry, the clock of a live page, its own clause, the sentences before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from geo.events import redate
from geo.model import Analysis, Article

Tell = Callable[..., tuple[Article, Analysis]]

THURSDAY = date(2021, 9, 16)


def day_of(tell: Tell, text: str, word: str, published: date | None = THURSDAY) -> tuple[str | None, bool]:
    """The day of the event whose trigger begins with a word, and whether it is marked as inferred."""
    article, analysis = tell(text, published=published)
    found = [e for e in analysis.events if e.trigger.of(article.text).lower().startswith(word)]
    assert found, [e.trigger.of(article.text) for e in analysis.events]
    when = found[0].when
    if when is None or when.start is None:
        return None, False
    assert not when.inferred or any("dat" in r or "day" in r for r in found[0].reasons), found[0].reasons
    return str(when.start) if when.start == when.end else f"{when.start}/{when.end}", when.inferred


PAGE = "21:40 - We close this page.\n\n18:20 - Jets bombed a depot in Homs.\n\n11:05 - Rebels kidnapped two nurses in Hama overnight."
TIMELINE = "Sept 3: Rebels take the police station in Idlib.\n\nSeptember 7: A car bomb exploded in Homs. Gunmen then kidnapped two nurses."


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        (PAGE, "bombed", ("2021-09-16", True)),
        (PAGE, "kidnapped", ("2021-09-15/2021-09-16", False)),
        (TIMELINE, "bomb", ("2021-09-07", False)),
        (TIMELINE, "kidnapped", ("2021-09-07", True)),
        (
            "Jets bombed a depot in Homs on Monday. Eight bombs were dropped on the gate shortly after noon.",
            "dropped",
            ("2021-09-13", True),
        ),
        ("Jets bombed a depot in Homs on Monday. Rebels attacked a post near Hama the same day.", "attacked", ("2021-09-13", True)),
        ("Jets bombed a depot in Homs on Monday. Rebels attacked a post near Hama.", "attacked", (None, False)),
        (
            "It denounces the bombardment by the same coalition of the camp near Homs"
            ", in which mortar rounds killed seven and injured 16 on Monday.",
            "bombardment",
            ("2021-09-13", False),
        ),
        ("Monday's raids on Homs followed the bombing of a mosque in Hama on September 1.", "bombing", ("2021-09-01", False)),
        (
            "Soldiers blew up houses in Homs on Monday, according to the mayor, who left for Beirut last month.",
            "blew",
            ("2021-09-13", False),
        ),
        (
            "Rebels captured the town of Rastan on Sunday without a shot; residents said that the soldiers had pulled out the day before.",
            "captured",
            ("2021-09-12", False),
        ),
        (
            "Rebels captured the town of Rastan on Sunday without a shot; residents said that the soldiers had pulled out the day before.",
            "pulled",
            ("2021-09-11", True),
        ),
        (
            "On 19 May 2019 artillery shelled Homs. Ten people died when a fuel depot exploded near Hama on 25 May.",
            "exploded",
            ("2019-05-25", False),
        ),
    ],
)
def test_the_day_is_found_where_the_text_tells_it(tell: Tell, text: str, word: str, expected: tuple[str | None, bool]) -> None:
    assert day_of(tell, text, word) == expected


def test_one_clock_time_makes_no_live_page_and_a_page_without_a_day_gives_none(tell: Tell) -> None:
    assert day_of(tell, "18:20 - Jets bombed a depot in Homs.", "bombed") == (None, False)
    assert day_of(tell, PAGE, "bombed", None) == (None, False)


def test_a_short_line_of_the_head_gives_an_article_its_day(tell: Tell) -> None:
    head = "Home News Conflict Share Print and other words of the page that a scrape keeps\nA headline about nurses, long enough\n"
    text = head + "By Staff  June 10 2021  1412 readers\nGunmen kidnapped two nurses in Homs on Tuesday, police said.\n"
    assert day_of(tell, text, "kidnapped", None) == ("2021-06-08", True)


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("A patrol detained a man who made bombs in a cellar, in Gao district, yesterday.", "Arrest", 13),
        ("The air force also killed at least ten people in towns east of Homs Saturday the monitor said.", "Air or drone strike", 11),
        ("The force confirmed today the arrest of a gunman in Gao Sunday.", "Arrest", 12),
        ("On Monday an air strike near Gao claimed the lives of ten people.", "Air or drone strike", 13),
        ("Rebels killed ten soldiers near Gao, the monitor said Saturday.", "Losses or retreat", None),
        ("A monitor on Saturday said rebels had killed ten soldiers near Gao.", "Losses or retreat", None),
    ],
)
def test_a_day_at_the_end_is_of_what_is_told_and_one_of_a_speech_is_not(tell: Tell, text: str, kind: str, day: int | None) -> None:
    _, analysis = tell(text, published=date(2021, 9, 14))  # a Tuesday
    days = {e.when.start for e in analysis.events if e.type.value == kind and e.when is not None}
    assert days == ({date(2021, 9, day)} if day is not None else set())


ROUND_UP = "13 September\nJets bombed a depot in Homs.\n\n10 September\nRebels kidnapped two nurses in Hama yesterday."


def test_each_entry_of_a_round_up_has_its_own_day(tell: Tell) -> None:
    assert day_of(tell, ROUND_UP, "bombed") == ("2021-09-13", True)
    assert day_of(tell, ROUND_UP, "kidnapped") == ("2021-09-09", True)
    assert day_of(tell, "Sept 3: Rebels bombed Homs yesterday.\n\nSeptember 7: Gunmen kidnapped two nurses.", "bombed") == (
        "2021-09-02",
        True,
    )


def test_entries_keep_their_days_when_a_person_dates_the_page(tell: Tell) -> None:
    article, analysis = tell(ROUND_UP, published=THURSDAY)
    changed = redate(analysis, replace(article, published=date(2020, 9, 20)))
    told = {e.trigger.of(article.text): str(e.when.start) for e in changed.events if e.when is not None}
    assert told["bombed"] == "2020-09-13"
    assert told["kidnapped"] == "2020-09-09"


def test_one_day_at_the_head_of_a_line_makes_no_round_up(tell: Tell) -> None:
    assert day_of(tell, "10 September\nRebels kidnapped two nurses in Homs yesterday.", "kidnapped") == ("2021-09-15", False)
