"""The day that a text gives itself in its head, against the publisher's and against days that tell when something happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from geo.events import redate
from geo.events.timex.heads import as_reported, own_day, report_day
from geo.model import Analysis, Article, EventMention, Judgement, JudgementKind
from geo.pipeline.articles import corpus
from geo.reading import read

Tell = Callable[..., tuple[Article, Analysis]]

DAY = date(2014, 7, 9)


def article(text: str, published: date | None = None) -> Article:
    return Article("a.txt", text, "0" * 64, published=published, language="en")


def own(text: str) -> date | None:
    found = own_day(read(article(text)))
    return found.day if found is not None else None


@pytest.mark.parametrize(
    "text",
    [
        "9 July 2014 Shells killed two people in Gao.",
        "Wed Jul 9 2014 Shells Kill Two in Gao. Shells fell on Gao on Tuesday.",
        "Shells kill two in Gao Jul 9 2014\nShells fell on Gao on Tuesday.",
        "Wednesday, 9th of July, 2014\n\nShells fell on Gao.",
        "09-07-2014 Shells Kill Two in Gao. Shells fell on Gao.",
        "9-07-2014 Shells kill two in Gao.",
        "09.07.2014 Shells killed two people in Gao.",
        "9/Jul/2014 Shells killed two people in Gao.",
        "2014-07-09 Shells killed two people in Gao.",
        "2014/07/09 - Shells killed two people in Gao.",
        "Published July 9 2014 At least two people were killed in Gao.",
        "Posted on July 9, 2014 by A Writer Shells fell on Gao.",
        "Date of publication: 9 July 2014 Shells fell on Gao.",
        "Last updated at Jul 092014 GAO Shells killed two people.",
        "9 July 2014 (updated 11 July 2014) Shells fell on Gao.",
        "Updated 11 July 2014. Published 9 July 2014 Shells fell on Gao.",
        "Two killed by shells in Gao Monitor AFP Wednesday 9 Jul 2014 Shells fell on Gao.",
        "Two killed by shells in the city 9 July 2014 Gao SANA-Shells fell on Gao.",
        "Two killed by shells in Gao World Africa 1730 09.07.2014Get short URL Shells fell on Gao.",
        "Two killed by shells in Gao World Africa 09-07-2014 0742 PM Shells fell on Gao.",
        "Shells Kill Two\n\nBy Staff, July 9 2014\n\nShells fell on Gao.",
        "9 July 2014 – Shells killed two people in Gao.",
        "GAO, Mali (July 9, 2014) Shells killed two people.",
        "July 9: Patrols in the North\n\nJoint Command 2014-07-CA-061\n\nA patrol killed two gunmen last night.",
        "Two Killed\nJoint Command 2014-07-CA-061 GAO, Mali (July 9) - A patrol killed two gunmen last night.",
        "2014-07-S-001\nFor Immediate Release\n\nGAO, Mali (July 9, 2014)\nShells killed two people.",
        "posts of 9 July 2014\n\nshells fell on gao.",
        "Situation report for 9 July 2014\n\nShells fell on Gao.",
        "GAO (MALI), 9 JUL 14 (NATIONAL TELEVISION NETWORK 2) -- [TEXT] SHELLS KILLED TWO PEOPLE.",
        "GAO (MALI), JULY 9 14 (AFP) -- [TEXT] SHELLS KILLED TWO PEOPLE.",
        "GAO, 9 Jul 14 (EFE) -- [TEXT] SHELLS KILLED TWO PEOPLE.",
        "Gao, July 9, 2014 (Reuters) - Shells killed two people.",
    ],
)
def test_a_day_that_stands_in_the_head_dates_the_text(text: str) -> None:
    assert own(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "On 9 July 2014 jets bombed Gao.",
        "Jets bombed Gao on July 9 2014. The army denied it.",
        "Jets bombed Gao on Wednesday 9 July 2014 The army denied it.",
        "Gunmen attacked Gao 9 July 2014 and fled.",
        "The town fell July 9 2014. Its people fled.",
        "9 July 2014 was a black day for Gao.",
        "Since 9 July 2014 Gao has been besieged.",
        "The siege of Gao, begun on 9 July 2014, goes on.",
        "A man runs from smoke in Gao, Mali, July 9 2014. (AFP Photo) Shells fell on Gao.",
        "A man runs from smoke in Gao July 9 2014 (Reuters Photo) Shells fell on Gao.",
        "9 July 2014: Shells fell on Gao.\n10 July 2014: Jets bombed Mopti.",
        "Prisoners released 9 July 2014 told of the siege of Gao.",
        "- Smoke over Gao now. - A Witness (@awitness) July 9, 2014\nThe shelling went on.",
        "GAO, 9 July - Shells killed two people.",  # of no year
        "July 9: Patrols in the North\n\nJoint Command 2014-08-CA-061\n\nA patrol killed two gunmen.",  # of another month
        "Gao was hit on 9 Jul 14 by mistake.",
        "The Posts of 9 July 2014 recall a battle at Gao.",
        "GAO (MALI), NO DATE (A RADIO) -- [TEXT] SHELLS KILLED TWO PEOPLE.",
    ],
)
def test_a_day_on_which_something_happened_does_not(text: str) -> None:
    assert own(text) is None


def test_figures_that_may_be_two_days_are_read_by_the_publishers() -> None:
    text = "05/10/2015 Shells fell on Gao."
    assert report_day(article(text), read(article(text))).day is None
    for published in (date(2015, 5, 10), date(2015, 10, 5)):
        told = report_day(article(text, published), read(article(text)))
        assert (told.day, told.why) == (published, None)
    near = report_day(article(text, date(2015, 5, 12)), read(article(text)))
    assert near.day == date(2015, 5, 10)


def test_the_texts_own_day_stands_above_the_publishers_and_says_so(tell: Tell) -> None:
    _, analysis = tell("9 July 2014 Shells killed two people in Gao on Tuesday.", published=date(2014, 5, 3))
    [event] = dated(analysis)
    assert event.when is not None
    assert event.when.start == date(2014, 7, 8)
    assert event.when.inferred
    assert "read against 9 July 2014, which the text gives itself; the publisher says 3 May 2014" in event.reasons


@pytest.mark.parametrize("published", [None, DAY])
def test_a_day_in_the_head_is_no_day_of_what_is_told_beside_it(tell: Tell, published: date | None) -> None:
    _, analysis = tell("9 July 2014 Jets bombed Gao yesterday.", published=published)
    assert [e.when.start for e in dated(analysis) if e.when] == [date(2014, 7, 8)]
    _, analysis = tell("9 July 2014 Jets bombed Gao.", published=published)
    assert dated(analysis) == []


def test_an_agreeing_head_says_nothing(tell: Tell) -> None:
    _, analysis = tell("9 July 2014 Shells killed two people in Gao on Tuesday.", published=DAY)
    [event] = dated(analysis)
    assert not any("read against" in reason for reason in event.reasons)


def test_a_person_stands_above_publisher_and_text(tell: Tell) -> None:
    text = "9 July 2014 Jets bombed Gao on Tuesday. A day later rebels blew up a bridge in Mopti."
    told, analysis = tell(text, published=date(2014, 5, 3), id="a0")

    def days(value: str | None) -> list[date | None]:
        made = Judgement(1, JudgementKind.SET_ARTICLE, {"article": "a0"}, {"published": value}, "A Person", datetime.now(UTC))
        seen = corpus([told], [analysis], [made])
        assert seen.articles[0].published == (date.fromisoformat(value) if value else None)
        return [e.when.start for e in seen.analyses["a0"].events if e.when is not None]

    assert [e.when.start for e in analysis.events if e.when] == [date(2014, 7, 8), date(2014, 7, 9)]
    assert days("2013-09-19") == [date(2013, 9, 17), date(2013, 9, 18)]
    assert days(None) == [date(2014, 7, 8), date(2014, 7, 9)]
    seen = corpus([told], [analysis])
    assert seen.articles[0].published == date(2014, 5, 3)


def test_a_day_by_the_clock_follows_the_person(tell: Tell) -> None:
    text = "Live from Gao\n10:15 - Jets bombed Gao.\n11:40 - Shells fell on Mopti and killed two people."
    told, analysis = tell(text, published=DAY)
    changed = redate(analysis, Article(told.id, told.text, told.text_sha256, published=date(2014, 8, 1), language="en"))
    assert {e.when.start for e in changed.events if e.when} == {date(2014, 8, 1)}


def test_what_has_happened_does_not_lie_ahead_of_its_report(tell: Tell) -> None:
    _, analysis = tell("Jets bombed Gao on 20 July.", published=DAY)
    events = [e for e in analysis.events if e.when is not None]
    assert [e.when.start for e in events if e.when] == [None]


def test_merging_takes_the_texts_own_day() -> None:
    assert as_reported(article("9 July 2014 Shells fell on Gao.", date(2014, 5, 3))).published == DAY
    assert as_reported(article("Shells fell on Gao.", date(2014, 5, 3))).published == date(2014, 5, 3)


def dated(analysis: Analysis) -> list[EventMention]:
    return [e for e in analysis.events if e.type.event_class.value == "physical" and e.when is not None]
