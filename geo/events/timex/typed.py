"""A date that a person types or pastes: all that it may mean, and where it may mean two things both of them.

Nothing is completed or guessed: a day without a year is not understood, and says so; two readings are for the person to choose from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from geo.events.timex.reckoning import MONTHS, WEEKDAYS, around, day_of
from geo.lexicon.dates import calendar_words

_SHORTENED = slice(3)  # of a name: two letters would be those of two months ("ju", "ma")
_YEARS_AHEAD = 1  # a year of two figures that would lie farther ahead is of the last century

_CLOCK = re.compile(r"(?:[t\s,]|(?<=\d))\s*[0-2]?\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?\s*(?:z|gmt|utc|[ap]\.?m\.?|[+-]\d\d:?\d\d)?\s*$")
_FIGURES = re.compile(r"(\d{1,4})\s*([-/.\s])\s*(\d{1,2})\s*\2\s*(\d{1,4})")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_YEAR_MONTH = re.compile(r"((?:19|20)\d\d)[-/.](\d{1,2})|(\d{1,2})[-/.]((?:19|20)\d\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"[^\W\d_]+\.?")
_NUMBER = re.compile(r"'?(\d{1,4})(?:st|nd|rd|th|er|º)?\b")
_JOINING = re.compile(r"\b(?:of|the|de|del|du|le|on)\b|[,()|]|(?<=\d)\s*г(?:ода|\.)?(?=\W|$)|(?<=\d)\s*року(?=\W|$)")


@dataclass(frozen=True, slots=True)
class TypedDate:
    """One meaning of what was typed; `precision` is "day", "month" or "year"."""

    start: date
    end: date
    precision: str

    def __str__(self) -> str:
        if self.precision == "year":
            return str(self.start.year)
        month = f"{MONTHS[self.start.month - 1].capitalize()} {self.start.year}"
        return month if self.precision == "month" else f"{self.start.day} {month}"


@dataclass(frozen=True, slots=True)
class Typed:
    """`readings`: none where it is not understood, which `problem` says in words; two where it may mean either."""

    readings: tuple[TypedDate, ...] = ()
    problem: str = ""

    @property
    def only(self) -> TypedDate | None:
        """The meaning, where there is one."""
        return self.readings[0] if len(self.readings) == 1 else None


def typed_date(text: str, today: date | None = None) -> Typed:
    """What a typed or pasted date may mean.

    >>> [str(reading) for reading in typed_date("20 May 1988").readings]
    ['20 May 1988']
    >>> [str(reading) for reading in typed_date("5/6/88").readings]
    ['5 June 1988', '6 May 1988']
    """
    now = today or date.today()
    said = _plain(text)
    if not said:
        return Typed()
    said = _CLOCK.sub("", said).strip()
    said, weekday = _without_weekday(said)
    found = _in_figures(said, now) if re.fullmatch(r"[\d\s./-]+", said) else _with_month(said, now)
    if weekday is None or not found.readings:
        return found
    of_that_day = tuple(r for r in found.readings if r.precision == "day" and r.start.weekday() == weekday)
    if of_that_day:
        return Typed(of_that_day)
    first = found.readings[0]
    if first.precision != "day":
        return found
    return Typed(problem=f"{first} is a {WEEKDAYS[first.start.weekday()].capitalize()}, not a {WEEKDAYS[weekday].capitalize()}.")


def _plain(text: str) -> str:
    """In small letters, with the figures 0 to 9, without marks of direction."""
    plain = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    figures = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in plain)
    return re.sub(r"\s+", " ", re.sub(r"[–—−‐‑]", "-", figures)).strip(" .,;").lower()


def _without_weekday(said: str) -> tuple[str, int | None]:
    for m in _WORD.finditer(said):
        word = m[0].rstrip(".")
        day = next((k for k, name in enumerate(WEEKDAYS) if word.startswith(name[_SHORTENED]) and name.startswith(word)), None)
        if day is not None:
            return f"{said[: m.start()]} {said[m.end() :]}".strip(" ,"), day
    return said, None


def _in_figures(said: str, now: date) -> Typed:
    if m := _COMPACT.fullmatch(said):
        return _of_days([(int(m[1]), int(m[2]), int(m[3]))], said)
    if m := _YEAR_MONTH.fullmatch(said):
        year, month = (int(m[1]), int(m[2])) if m[1] else (int(m[4]), int(m[3]))
        return _of_month(year, month, said)
    if _YEAR.fullmatch(said):
        return Typed((TypedDate(*around(date(int(said), 1, 1), "year"), "year"),))
    m = _FIGURES.fullmatch(said)
    if m is None:
        return Typed(problem="Not understood. Write it like 20 May 1988 or 1988-05-20.")
    first, second, last = m[1], int(m[3]), m[4]
    if len(first) == 4 or (len(last) <= 2 and int(first) > 31):
        return _of_days([(_full_year(first, now), second, int(last))], said)
    if len(last) in (1, 3) or len(first) > 2:
        return Typed(problem="The year is missing or has a wrong number of figures.")
    year, a = _full_year(last, now), int(first)
    # Behind full stops the day comes first everywhere; strokes and hyphens are used both ways.
    return _of_days([(year, second, a)] if m[2] == "." else [(year, second, a), (year, a, second)], said)


def _with_month(said: str, now: date) -> Typed:
    month, rest = _month_in(said)
    if month is None:
        return Typed(problem="Not understood. Write it like 20 May 1988 or 1988-05-20.")
    rest = _JOINING.sub(" ", rest).replace("-", " ").replace("/", " ").replace(".", " ")
    numbers = [m[1] for m in _NUMBER.finditer(rest)]
    if _NUMBER.sub(" ", rest).strip():
        return Typed(problem="Not understood. Write it like 20 May 1988 or 1988-05-20.")
    if len(numbers) == 1 and (len(numbers[0]) == 4 or int(numbers[0]) > 31):
        return _of_month(_full_year(numbers[0], now), month, said)
    if len(numbers) != 2:
        return Typed(problem="The year is missing." if len(numbers) < 2 else "That is more than one date.")
    if len(numbers[0]) == 4 or int(numbers[0]) > 31:
        numbers.reverse()
    day, year = numbers
    if len(year) not in (2, 4):
        return Typed(problem="The year is missing or has a wrong number of figures.")
    return _of_days([(_full_year(year, now), month, int(day))], said)


def _month_in(said: str) -> tuple[int | None, str]:
    """The month that is named, and what stands beside its name."""
    for name, number in _other_months():
        if m := re.search(rf"(?<![^\W\d_]){re.escape(name)}(?![^\W\d_])", said):
            return number, f"{said[: m.start()]} {said[m.end() :]}"
    for m in _WORD.finditer(said):
        word = m[0].rstrip(".")
        if k := next((k for k, name in enumerate(MONTHS, 1) if word.startswith(name[_SHORTENED]) and name.startswith(word)), None):
            return k, f"{said[: m.start()]} {said[m.end() :]}"
    return None, said


@lru_cache(maxsize=1)
def _other_months() -> tuple[tuple[str, int], ...]:
    """The longest first: one name may be a part of another."""
    named = {unicodedata.normalize("NFKC", name): number for name, number in calendar_words().elsewhere.items()}
    return tuple(sorted(named.items(), key=lambda item: -len(item[0])))


def _full_year(written: str, now: date) -> int:
    year = int(written)
    if len(written) > 2:
        return year
    century = now.year // 100 * 100
    return century + year if century + year <= now.year + _YEARS_AHEAD else century - 100 + year


def _of_days(written: list[tuple[int, int, int]], said: str) -> Typed:
    days = dict.fromkeys(day for figures in written if (day := day_of(*figures)) is not None)
    return Typed(tuple(TypedDate(d, d, "day") for d in days)) if days else Typed(problem=f"The calendar has no {said}.")


def _of_month(year: int, month: int, said: str) -> Typed:
    first = day_of(year, month, 1)
    return Typed((TypedDate(*around(first, "month"), "month"),)) if first is not None else Typed(problem=f"The calendar has no {said}.")
