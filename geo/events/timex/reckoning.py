"""The arithmetic of days: what a name or a figure of the calendar is, for an article of a given date."""

from __future__ import annotations

from datetime import date, timedelta

from geo.lexicon.dates import calendar_words

WORDS = calendar_words()
WEEKDAYS, MONTHS, COUNTS = WORDS.weekdays, WORDS.months, WORDS.counts
DAYS = {"hour": 0, "day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}
# Days after the article's date in which a day without a year is of what is to come, not of last year; swept on timex, right of 361:
# 15: 340, 30: 345, 60: 346, 120: 345, 200: 341.
AHEAD = 60

Meant = tuple[date | None, date | None, str]
"""First and last day, None where they cannot be told, and how precise the words are: day, week, month, year or unknown."""
NOT_TOLD: Meant = (None, None, "unknown")


def count(word: str) -> int:
    """ "a" and "one" → 1, "third" → 3, "12" → 12."""
    return int(word) if word.isdigit() else COUNTS.get(" ".join(word.lower().split()), 1)


def one_day(day: date | None) -> Meant:
    return (day, day, "day") if day is not None else NOT_TOLD  # "31 June": the text is wrong, and stays as said


def is_month(word: str) -> bool:
    """Whether the word is the month and not "a march" or "they may"."""
    return word[0].isupper() or word.lower().rstrip(".") not in WORDS.other_words


def month_number(word: str) -> int:
    """ "Sept." → 9."""
    return next(k for k, name in enumerate(MONTHS, 1) if name.startswith(word.lower()[:3]))


def day_of(year: int, month: int, day: int) -> date | None:
    """The day of these figures; None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def last_weekday(name: str, up_to: date) -> date:
    """The last such weekday up to a day."""
    return up_to - timedelta(days=(up_to.weekday() - WEEKDAYS.index(name.lower())) % 7)


def latest(month: int, day: int, published: date) -> date | None:
    """The latest such day up to the article's, or the one that lies shortly ahead."""
    here = day_of(published.year, month, day)
    if here is not None and here <= published:
        near = day_of(published.year + 1, month, day)
        return near if near is not None and (near - published).days <= AHEAD < (published - here).days else here
    if here is not None and (here - published).days <= AHEAD:
        return here
    return day_of(published.year - 1, month, day)


def stretch(first: tuple[int, int, int | None], last: tuple[int, int, int | None], published: date | None) -> Meant:
    """From one day of a year to another, each (month, day, year or None); the year from the article's date where it is not told."""
    year = last[2] if last[2] is not None else first[2]
    if year is None:
        if published is None:
            return (None, None, "day")
        end = latest(last[0], last[1], published)
        if end is None:  # it may still be going on
            start = latest(first[0], first[1], published)
            if start is None or (published - start).days > AHEAD:
                return (None, None, "day")
            end = day_of(start.year + (last[0] < first[0]), last[0], last[1])
        if end is None:
            return NOT_TOLD
        year = end.year
    began = first[2] if first[2] is not None else year - (first[0] > last[0])
    start, stop = day_of(began, first[0], first[1]), day_of(year, last[0], last[1])
    return (start, stop, "day") if start is not None and stop is not None and start <= stop else NOT_TOLD


def around(day: date, unit: str) -> tuple[date, date]:
    """The week (from Monday), month or year that a day lies in."""
    if unit == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    if unit == "month":
        first = day.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return date(day.year, 1, 1), date(day.year, 12, 31)
