"""The days that an article gives itself, offered to whoever dates it: each with the words that it was taken from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from geo.articles import body_start
from geo.events.timex.heads import HEAD, head_of, own_day
from geo.events.timex.reckoning import day_of
from geo.events.timex.typed import typed_date
from geo.model import Article, Span

_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_.]?)([01]?\d)\2([0-3]?\d)(?!\d)")
_DATE_LINE = re.compile(r"^[ \t]*(?:date|published)[ \t]*:[ \t]*([^\r\n]+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class OfferedDay:
    """A day that an article states of itself. `where`: "text", "address" or "file name"; `span` is of the text, else None."""

    day: date
    words: str
    where: str
    span: Span | None = None


def offered_days(article: Article) -> tuple[OfferedDay, ...]:
    """The days that text, address and file name give the article, the likeliest first, each once; two where figures may mean either."""
    listed: dict[date, OfferedDay] = {}
    for offered in (*_of_text(article), *_of_address(article.address or "", "address"), *_of_address(article.id, "file name")):
        listed.setdefault(offered.day, offered)
    return tuple(listed.values())


def _of_text(article: Article) -> Iterator[OfferedDay]:
    text = article.text
    above = text[: body_start(text)]
    if m := _DATE_LINE.search(above):
        for reading in typed_date(m[1]).readings:
            if reading.precision == "day":
                yield OfferedDay(reading.start, m[1].strip(), "text", Span(*m.span(1)))
    reading = head_of(text[: 2 * HEAD + len(above)], article.language)
    own = own_day(reading)
    if own is not None:
        span = reading.original(own.start, own.end)
        words = " ".join(span.of(text).split())
        for day in (own.day, own.other):
            if day is not None:
                yield OfferedDay(day, words, "text", span)


def _of_address(address: str, where: str) -> Iterator[OfferedDay]:
    for m in _IN_ADDRESS.finditer(address):
        if (m[2] or (len(m[3]) == len(m[4]) == 2)) and (day := day_of(int(m[1]), int(m[3]), int(m[4]))) is not None:
            yield OfferedDay(day, m[0], where)
