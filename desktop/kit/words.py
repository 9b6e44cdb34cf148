"""What is written alike wherever it is shown: titles, days, countries."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QLocale

from desktop.kit.display_text import safe_line
from geo.model import Article, When

MOST_TITLE = 90  # characters of a first line that stands for a title
MIN_WORDS = 3  # a shorter first line is a date, a byline or a rule
_FIELD = re.compile(r"\w+:\s")  # of a header above the text
# Not strftime's: Qt sets the process's locale, and the window speaks English throughout.
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def title_of(article: Article) -> str:
    """The article's title; where it has none, its first words, in quotation marks since nobody calls them its title."""
    if article.title:
        return safe_line(article.title, 160)
    lines = (safe_line(line, MOST_TITLE).lstrip("-*#•– ") for line in article.text[:4000].splitlines())
    words = next((line for line in lines if line.count(" ") >= MIN_WORDS - 1 and not _FIELD.match(line)), None)
    if words and words.endswith("…"):
        words = words[: words.rfind(" ")] + "…"
    return f"“{words}”" if words else safe_line(article.id, 160)


def day_in_words(day: date) -> str:
    return f"{day.day} {_month(day)} {day.year}"


def when_in_words(when: When | None, *, short: bool = False) -> str:
    """A date as a person writes it; where it is not known what was said, which `short` leaves to its quotation marks."""
    if when is None:
        return "No date"
    if when.start is None:
        return f"“{safe_line(when.said, 40)}”" if short else f"“{safe_line(when.said, 40)}”, no date"
    start, end = when.start, when.end or when.start
    if when.precision == "year":
        return str(start.year) if start.year == end.year else f"{start.year} to {end.year}"
    if when.precision == "month":
        first = f"{_month(start)} {start.year}"
        return first if (start.year, start.month) == (end.year, end.month) else f"{first} to {_month(end)} {end.year}"
    if start == end:
        return day_in_words(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day_in_words(end)}"
    if start.year == end.year:
        return f"{start.day} {_month(start)} to {day_in_words(end)}"
    return f"{day_in_words(start)} to {day_in_words(end)}"


def _month(day: date) -> str:
    return MONTHS[day.month - 1][:3]


def country_name(code: str | None) -> str:
    """The country of an ISO 3166-1 code in English, as Qt names it; the code where it knows none."""
    territory = QLocale.codeToTerritory(code) if code else QLocale.Country.AnyTerritory
    return QLocale.territoryToString(territory) if territory != QLocale.Country.AnyTerritory else code or ""
