"""What date expressions mean for an article of Thursday, 16 September 2021, near new year, and for an article without a date."""

from __future__ import annotations

from datetime import date

import pytest

from geo.events.timex.dates import find
from geo.events.timex.when import interpret

THURSDAY = date(2021, 9, 16)
NEW_YEAR = date(2022, 1, 3)  # a Monday
CHRISTMAS = date(2021, 12, 29)  # a Wednesday
SUNDAY = date(2021, 9, 19)


def read(text: str, published: date | None) -> str | None:
    """The first expression of a sentence: "2021-09-14", "2021-09-10/2021-09-16", "2021-09-10/" with an open end, None unless certain."""
    found = find(text, published)
    assert found, f"no expression in {text!r}"
    when = interpret(text[found[0].start : found[0].end], None, published)
    assert (when.start, when.end, when.precision) == found[0].meant, "read alone it means something else than in its sentence"
    if when.start is None:
        return None
    if when.end is None:
        return f"{when.start}/"
    return str(when.start) if when.start == when.end else f"{when.start}/{when.end}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # weekdays
        ("Shells fell on Tuesday.", "2021-09-14"),
        ("Shells fell on Thursday.", "2021-09-16"),
        ("Shells fell on Friday.", "2021-09-10"),
        ("Tuesday's shelling was heavy.", "2021-09-14"),
        ("Shells fell last Tuesday.", "2021-09-14"),
        ("Shells fell last Thursday.", "2021-09-09"),
        ("Talks open next Monday.", "2021-09-20"),
        ("Talks open this coming Saturday.", "2021-09-18"),
        ("Shells fell on Monday last week.", "2021-09-06"),
        ("Shells fell on Wednesday of last week.", "2021-09-08"),
        ("Shells fell late on Tuesday night.", "2021-09-14"),
        ("Early Wednesday morning shells fell.", "2021-09-15"),
        ("Shells fell overnight.", "2021-09-15/2021-09-16"),
        ("Shells fell overnight into Wednesday.", "2021-09-14/2021-09-15"),
        ("Shells fell overnight on Monday.", "2021-09-13/2021-09-14"),
        ("Shells fell in the night to Sunday.", "2021-09-11/2021-09-12"),
        ("Fighting went on from Monday to Wednesday.", "2021-09-13/2021-09-15"),
        ("Fighting went on between Saturday and Tuesday.", "2021-09-11/2021-09-14"),
        ("They have fought since Monday.", "2021-09-13/2021-09-16"),
        ("The truce holds until Friday.", None),
        ("Shells fell at the weekend.", "2021-09-11/2021-09-12"),
        ("Over the weekend shells fell.", "2021-09-11/2021-09-12"),
        ("Marches are planned this weekend.", None),
        # from today
        ("Shells fell today.", "2021-09-16"),
        ("Yesterday evening shells fell.", "2021-09-15"),
        ("Shells fell the day before yesterday.", "2021-09-14"),
        ("Shells fell last night.", "2021-09-15"),
        ("The envoy arrives tomorrow.", "2021-09-17"),
        ("Shells fell three days ago.", "2021-09-13"),
        ("Shells fell two weeks ago.", "2021-08-30/2021-09-05"),
        ("Shells fell a fortnight ago.", "2021-08-30/2021-09-05"),
        ("It fell two months ago.", "2021-07-01/2021-07-31"),
        ("It fell six years ago.", "2015-01-01/2015-12-31"),
        ("Shells fell a few days ago.", None),
        ("Shells fell several weeks ago.", None),
        ("In the past 24 hours shells fell.", "2021-09-15/2021-09-16"),
        ("Over the last three days shells fell.", "2021-09-13/2021-09-16"),
        ("For the third day running shells fell.", "2021-09-14/2021-09-16"),
        ("Shells fell for a second straight night on Tuesday.", "2021-09-13/2021-09-14"),
        # weeks, months, years
        ("Shells fell earlier this week.", "2021-09-13/2021-09-16"),
        ("Shells fell last week.", "2021-09-06/2021-09-12"),
        ("Shells fell earlier this month.", "2021-09-01/2021-09-16"),
        ("The vote is later this month.", "2021-09-16/2021-09-30"),
        ("Shells fell last month.", "2021-08-01/2021-08-31"),
        ("It was taken last year.", "2020-01-01/2020-12-31"),
        ("It was taken in mid-March.", "2021-03-11/2021-03-20"),
        ("It was taken in early February 2020.", "2020-02-01/2020-02-10"),
        ("It was taken in late February.", "2021-02-21/2021-02-28"),
        ("It was taken in November.", "2020-11-01/2020-11-30"),
        ("It was taken in March 2019.", "2019-03-01/2019-03-31"),
        ("It was taken in late 2019.", "2019-09-01/2019-12-31"),
        ("It was taken in 2014.", "2014-01-01/2014-12-31"),
        ("They have fought since 2014.", "2014-01-01/2021-09-16"),
        ("They have fought since March.", "2021-03-01/2021-09-16"),
        # days
        ("It fell on 3 May.", "2021-05-03"),
        ("It fell on May 3rd, 2020.", "2020-05-03"),
        ("It fell on the 3rd of May.", "2021-05-03"),
        ("It fell on Sept. 9.", "2021-09-09"),
        ("It fell on Friday, September 10.", "2021-09-10"),
        ("It fell on Friday, 11 September.", "2020-09-11"),
        ("It fell on Friday, 9 September.", None),  # no such Friday near
        ("Shells fell early on the 5th.", "2021-09-05"),
        ("Shells fell on the 28th, residents said.", "2021-08-28"),
        ("They have fought since September 1.", "2021-09-01/2021-09-16"),
        ("Between 3 and 7 May shells fell.", "2021-05-03/2021-05-07"),
        ("From May 3 to 7 shells fell.", "2021-05-03/2021-05-07"),
        ("Between 28 April and 3 May shells fell.", "2021-04-28/2021-05-03"),
        ("From December 30, 2020 to January 2, 2021 shells fell.", "2020-12-30/2021-01-02"),
        ("It fell on 31 June.", None),
        ("It is planned for 20 September.", "2021-09-20"),
        ("It fell on Christmas Day.", "2020-12-25"),
        ("It fell on New Year's Eve 2019.", "2019-12-31"),
        ("It fell last Thanksgiving.", "2020-11-26"),
        ("It was struck the day before last Tuesday.", "2021-09-13"),
        ("It fell on 2021-09-02.", "2021-09-02"),
        ("It fell on 05/10/2020.", None),
        ("It fell on 13/10/2020.", "2020-10-13"),
        ("It fell on 10/13/2020.", "2020-10-13"),
        ("It fell on 04.06.2021.", "2021-06-04"),
        ("It fell on 6 Tishreen al-Thani 2019.", "2019-11-06"),
        ("It fell on 6 Kanoun al-Thani.", "2021-01-06"),
    ],
)
def test_an_expression_is_read_against_the_articles_date(text: str, expected: str | None) -> None:
    assert read(text, THURSDAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks are set to resume Monday in Goma.", "2021-09-20"),
        ("The envoy will meet rebels Tuesday.", "2021-09-21"),
        ("The envoy will meet rebels Thursday.", "2021-09-16"),
        ("The convoy may arrive as early as Saturday.", "2021-09-18"),
        ("The deadline was put off until (9 a.m. EST Tuesday.", "2021-09-21"),
        ("The truce holds until Friday.", "/2021-09-17"),
        ("The tax is payable Jan. 3.", "2022-01-03"),
        ("The army said it will answer Monday's attack.", "2021-09-13"),
        ("The army will try the men who fled Monday.", "2021-09-13"),
        ("The mayor, due in court, was shot Tuesday.", "2021-09-14"),
        ("They will bury the children killed Monday.", "2021-09-13"),
    ],
)
def test_what_is_to_come_is_of_the_next_such_day(text: str, expected: str) -> None:
    [found] = find(text, THURSDAY)
    first, last, _ = found.meant
    assert expected == (f"/{last}" if first is None else str(first))


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("It fell on 28 December.", NEW_YEAR, "2021-12-28"),
        ("It was taken in December.", NEW_YEAR, "2021-12-01/2021-12-31"),
        ("It fell on December 30 to January 2.", NEW_YEAR, "2021-12-30/2022-01-02"),
        ("It fell on January 2.", NEW_YEAR, "2022-01-02"),
        ("It opens on January 4.", CHRISTMAS, "2022-01-04"),
        ("It fell on Christmas Day.", CHRISTMAS, "2021-12-25"),
        ("It fell on Saturday.", NEW_YEAR, "2022-01-01"),
        ("Shells fell last week.", NEW_YEAR, "2021-12-27/2022-01-02"),
        ("Shells fell at the weekend.", SUNDAY, "2021-09-18/2021-09-19"),
        ("Shells fell over the last weekend.", SUNDAY, "2021-09-11/2021-09-12"),
    ],
)
def test_the_turn_of_the_year_and_the_day_of_the_week_count(text: str, published: date, expected: str | None) -> None:
    assert read(text, published) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell on Tuesday.", None),
        ("Shells fell overnight.", None),
        ("Shells fell on 3 May.", None),
        ("Shells fell between 3 and 7 May.", None),
        ("Shells fell two weeks ago.", None),
        ("Shells fell earlier this month.", None),
        ("Shells fell for the third day running.", None),
        ("It was taken in mid-March.", None),
        ("Shells fell on 3 May 2020.", "2020-05-03"),
        ("They have fought since 3 May 2020.", "2020-05-03/"),
        ("It was taken in late 2019.", "2019-09-01/2019-12-31"),
    ],
)
def test_without_an_articles_date_nothing_is_invented(text: str, expected: str | None) -> None:
    assert read(text, None) == expected


@pytest.mark.parametrize(
    "text",
    [
        "In a march 12 people were hurt.",
        "They may 4 times a day be heard.",
        "The clashes are the fiercest since spring, and the deadliest in the last month.",
        "It is the first strike since March.",
        "He lives on the 5th floor.",
        "The 3rd brigade advanced.",
    ],
)
def test_what_dates_nothing_is_no_date(text: str) -> None:
    assert not find(text, THURSDAY), [text[f.start : f.end] for f in find(text, THURSDAY)]
