"""A reprint's "on Wednesday, a day after" is of the days of the article that it reprints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from geo.events import merge
from geo.model import Analysis, Article, EventMention

Tell = Callable[..., tuple[Article, Analysis]]

# Friday the 10th; the reprint appears on Tuesday the 21st, when "on Wednesday" would be the 15th.
FIRST_DAY, LATER = date(2021, 9, 10), date(2021, 9, 21)
STORY = (
    "Jets bombed a fuel depot in Homs on Wednesday, a day after rebels blew up a bridge in Hama, the regional governor said. "
    "Firemen from three districts fought the flames until dawn and two of them were treated for smoke, a hospital said. "
    "The governor asked drivers to keep away from the ring road while engineers look for fuel in the drains."
)
REPRINT = "From our partners. " + STORY
WORD = {"Air or drone strike": "strike", "Bombing or explosive": "bridge"}


_MORE = (
    "Teachers began to enrol pupils in the tents behind the mosque, and a lorry brought exercise books and chalk from the capital.",
    "The office also spoke of a shortage of blood, and of a lorry with lamps that is on its way from the capital to the schools.",
)


def days(tell: Tell, *told: tuple[str, date | None]) -> tuple[dict[str, dict[str, str | None]], Sequence[EventMention]]:
    """For each article the days of the air strike and of the bridge, after merging."""
    read = [tell(text, published=published, id=f"a{n}") for n, (text, published) in enumerate(told)]
    events = merge([a for a, _ in read], {a.id: analysis for a, analysis in read})
    mentions = [m for e in events for m in e.mentions]
    found: dict[str, dict[str, str | None]] = {}
    for m in mentions:
        if m.type.value in WORD and m.when is not None:
            found.setdefault(m.article, {})[WORD[m.type.value]] = str(m.when.start) if m.when.start else None
    return found, mentions


ORIGINAL = {"strike": "2021-09-08", "bridge": "2021-09-07"}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_dated_and_undated_reprints_have_the_days_of_the_original(tell: Tell, order: tuple[int, ...]) -> None:
    told: list[tuple[str, date | None]] = [(STORY, FIRST_DAY), (REPRINT, LATER), ("Read again: " + STORY, None)]
    found, mentions = days(tell, *(told[k] for k in order))
    assert found == {f"a{n}": ORIGINAL for n in range(3)}
    original = f"a{order.index(0)}"
    for m in mentions:
        if m.article != original and m.type.value in WORD:
            assert m.when is not None
            assert m.when.inferred
            assert any(original in reason and "10 September 2021" in reason for reason in m.reasons), m.reasons


def test_the_copies_are_one_event_of_one_origin(tell: Tell) -> None:
    read = [
        tell(text, published=day, id=f"a{n}") for n, (text, day) in enumerate([(STORY, FIRST_DAY), (REPRINT, LATER), (STORY + " ", None)])
    ]
    events = merge([a for a, _ in read], {a.id: analysis for a, analysis in read})
    strikes = [e for e in events if e.type.value == "Air or drone strike"]
    assert [(e.sources.articles, e.sources.origins) for e in strikes] == [(3, 1)]
    assert [d for e in strikes for d in e.disagreements if d.field == "date"] == []


def test_without_an_original_a_reprint_keeps_its_own_reading(tell: Tell) -> None:
    assert days(tell, (REPRINT, LATER))[0] == {"a0": {"strike": "2021-09-15", "bridge": "2021-09-14"}}
    undated = days(tell, (STORY, None), (REPRINT, LATER))[0]
    assert undated["a1"] == {"strike": "2021-09-15", "bridge": "2021-09-14"}


def test_a_copy_that_was_brought_up_to_date_keeps_its_own_day(tell: Tell) -> None:
    found, _ = days(tell, (STORY, FIRST_DAY), (REPRINT.replace("on Wednesday", "on Sunday"), LATER))
    assert found["a1"]["strike"] == "2021-09-19"


def test_a_formula_filled_in_anew_every_week_is_of_its_own_week(tell: Tell) -> None:
    formula = "Shells hit the eastern quarter of Homs on Wednesday, the provincial health office said."
    one = formula + " The office also spoke of a shortage of blood and thanked those who came to give it last month. " + _MORE[0]
    other = formula + " Nurses went from house to house with blankets and lamps. " + _MORE[1]
    read = [tell(one, published=FIRST_DAY, id="a0"), tell(other, published=LATER, id="a1")]
    events = merge([a for a, _ in read], {a.id: analysis for a, analysis in read})
    assert {str(m.when.start) for e in events for m in e.mentions if m.when is not None and m.when.start} == {"2021-09-08", "2021-09-15"}
