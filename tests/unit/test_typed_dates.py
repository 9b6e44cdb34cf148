"""Dates as people type and paste them, and the days that an article gives itself."""

from __future__ import annotations

from datetime import date

import pytest

from geo.events import offered_days, typed_date
from geo.model import Article

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("20 May 1988", "20 May 1988"),
        ("1988-05-20", "20 May 1988"),
        ("20.5.88", "20 May 1988"),
        ("20 MAY 88", "20 May 1988"),
        ("May 20, 1988", "20 May 1988"),
        ("Friday, 20th of May 1988", "20 May 1988"),
        ("13/6/88", "13 June 1988"),
        ("8 Oct 2015", "8 October 2015"),
        ("Oct.8.2015", "8 October 2015"),
        ("20151008", "8 October 2015"),
        ("2015-10-08T10:00:00Z", "8 October 2015"),
        ("Thu, 08 Oct 2015 10:00 GMT", "8 October 2015"),
        ("٨ أكتوبر ٢٠١٥", "8 October 2015"),
        ("٢٠١٥/١٠/٠٨", "8 October 2015"),
        ("8 октября 2015 г.", "8 October 2015"),
        ("8 жовтня 2015 року", "8 October 2015"),
        ("8 تشرين الأول 2015", "8 October 2015"),
        ("le 8 octobre 2015", "8 October 2015"),
        ("May 1988", "May 1988"),
        ("10/2015", "October 2015"),
        ("1988", "1988"),
        ("5.6.30", "5 June 1930"),
    ],
)
def test_what_people_type_has_one_meaning(typed: str, meant: str) -> None:
    assert [str(r) for r in typed_date(typed, TODAY).readings] == [meant]


def test_a_day_that_may_be_two_is_asked_and_a_weekday_answers() -> None:
    assert [str(r) for r in typed_date("5/6/88", TODAY).readings] == ["5 June 1988", "6 May 1988"]
    assert [str(r) for r in typed_date("Sunday 5/6/88", TODAY).readings] == ["5 June 1988"]
    assert typed_date("5/6/88", TODAY).only is None


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("20 May", "The year is missing."),
        ("31 June 2015", "The calendar has no 31 june 2015."),
        ("Tuesday 7 October 2015", "7 October 2015 is a Wednesday, not a Tuesday."),
        ("soon", "Not understood. Write it like 20 May 1988 or 1988-05-20."),
        ("8 May 2015 in the town", "Not understood. Write it like 20 May 1988 or 1988-05-20."),
        (
            "The ministry said on 8 October 2015 that nobody had been hurt in the raid.",
            "Not understood. Write it like 20 May 1988 or 1988-05-20.",
        ),
    ],
)
def test_what_is_no_whole_date_says_why_and_is_not_completed(typed: str, problem: str) -> None:
    found = typed_date(typed, TODAY)
    assert (found.readings, found.problem) == ((), problem)


def test_every_day_comes_back_from_the_words_it_is_shown_in() -> None:
    for ordinal in range(date(1999, 12, 1).toordinal(), date(2001, 2, 1).toordinal()):
        day = date.fromordinal(ordinal)
        for written in (day.isoformat(), f"{day:%d.%m.%Y}", f"{day.day} {day:%B} {day.year}", f"{day:%b} {day.day}, {day.year}"):
            only = typed_date(written, TODAY).only
            assert only is not None
            assert (only.start, only.precision) == (day, "day")


def article(text: str, address: str | None = None, name: str = "a.txt") -> Article:
    return Article(name, text, "0" * 64, address=address, language="en")


@pytest.mark.parametrize(
    ("given", "offered"),
    [
        (article("QUITO, 20 MAY 88 (EFE) -- A bomb went off near the mill."), [("1988-05-20", "QUITO, 20 MAY 88 (EFE) --", "text")]),
        (article("Monday, 9 May 2016\n\nShells fell on the mill."), [("2016-05-09", "Monday, 9 May 2016", "text")]),
        (
            article("Title: A mill\nDate: 05/06/2015\n\nShells fell on the mill."),
            [("2015-06-05", "05/06/2015", "text"), ("2015-05-06", "05/06/2015", "text")],
        ),
        (article("Shells fell.", "https://news.example/2015/10/08/mill.html"), [("2015-10-08", "2015/10/08", "address")]),
        (article("Shells fell.", name="wire/2015-10-08_mill.txt"), [("2015-10-08", "2015-10-08", "file name")]),
        (article("Shells fell on 8 October 2015, he said.", name="12345678.txt"), []),
    ],
)
def test_an_article_offers_the_days_that_it_gives_itself(given: Article, offered: list[tuple[str, str, str]]) -> None:
    found = offered_days(given)
    assert [(o.day.isoformat(), o.words, o.where) for o in found] == offered
    assert all(" ".join(o.span.of(given.text).split()) == o.words for o in found if o.span is not None)
