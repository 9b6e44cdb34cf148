"""Dates and quantities as a reader has them."""

from __future__ import annotations

import re
from datetime import date

from geo.model import Comparator, When
from geo.units import LENGTH_M

# Not strftime's: Qt sets the process's locale, and Dateline speaks English throughout.
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_TIMES = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
_PLURALS = {"mi": "miles", "person": "people", "aircraft": "aircraft", "dead": "dead", "child": "children", "woman": "women", "man": "men"}
_UNCHANGED = frozenset({"km", "m", "ft", "%"})
_COMPARED = {Comparator.MORE: "more than", Comparator.LESS: "less than", Comparator.ABOUT: "about", Comparator.EXACT: ""}
# As the article has it, where it stands just before the number: "at least 35" is not "more than 35".
_AS_SAID = {
    Comparator.MORE: re.compile(r"\b(at least|more than|no fewer than|no less than|over|above|upwards of)\b", re.IGNORECASE),
    Comparator.LESS: re.compile(
        r"\b(at most|up to|as many as|fewer than|less than|under|below|nearly|almost|no more than)\b", re.IGNORECASE
    ),
    Comparator.ABOUT: re.compile(r"\b(about|around|roughly|some|approximately|nearly|almost)\b", re.IGNORECASE),
}


def date_words(when: When | None) -> str:
    """A date for a reader: "7 October 2015", "October 2015", "7 to 9 October 2015"; what is only said stays as said."""
    if when is None:
        return "date not given"
    if when.start is None:
        return f"date not given; said: {when.said}" if when.said else "date not given"
    return days_words(when.start, when.end or when.start, when.precision)


def is_inferred(when: When) -> bool:
    """Whether a date is not as the event's own passage tells it: reckoned, or carried from another passage."""
    return when.inferred or when.carried is not None


def days_words(start: date, end: date, precision: str = "day") -> str:
    if precision == "year":
        return str(start.year) if start.year == end.year else f"{start.year} to {end.year}"
    if precision == "month" and start.month == end.month and start.year == end.year:
        return f"{_MONTHS[start.month - 1]} {start.year}"
    return _day(start) if start == end else f"{_day(start, end)} to {_day(end)}"


def iso_words(value: str) -> str:
    """The value of a date claim: "2015-10-07" or "2015-10-05/2015-10-07" in words; what is no date stays in quotation marks."""
    first, _, last = value.partition("/")
    try:
        start = date.fromisoformat(first)
        return days_words(start, date.fromisoformat(last) if last else start)
    except ValueError:
        return f"“{value}”"


def unit_title(unit: str) -> str:
    """What a quantity of that unit is about: "Missiles", "Distance", "Share"."""
    if unit in LENGTH_M:
        return "Distance"
    if unit in _TIMES:
        return "Duration"
    if unit == "%":
        return "Share"
    words = plural(unit)
    return words[:1].upper() + words[1:]


def plural(unit: str) -> str:
    if unit in _UNCHANGED:
        return unit
    if unit in _PLURALS:
        return _PLURALS[unit]
    if unit.endswith(("s", "x", "ch", "sh")):
        return unit if unit.endswith("s") else unit + "es"
    if unit.endswith("y") and unit[-2:-1] not in "aeiou":
        return unit[:-1] + "ies"
    return unit + "s"


def quantity_words(value: float, unit: str, comparator: Comparator | None, before: str = "") -> str:
    """ "over 1,500 km", "26": the unit stands where the title does not tell it. `before` is what the article has in front of it.

    >>> quantity_words(1500, "km", Comparator.MORE, "flew over ")
    'over 1,500 km'
    """
    number = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"
    if unit == "%":
        number += " %"
    elif unit in LENGTH_M or unit in _TIMES:
        number += f" {unit if value == 1 and unit not in _PLURALS else plural(unit)}"
    if comparator is None:
        return number
    as_said = _AS_SAID.get(comparator)
    found = as_said.findall(before[-18:]) if as_said is not None else []
    words = str(found[-1]).lower() if found else _COMPARED[comparator]
    return f"{words} {number}".strip()


def _day(day: date, other: date | None = None) -> str:
    """A day; month and year left out where `other`, named behind it, has the same."""
    if other is not None and (day.month, day.year) == (other.month, other.year):
        return str(day.day)
    if other is not None and day.year == other.year:
        return f"{day.day} {_MONTHS[day.month - 1]}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
