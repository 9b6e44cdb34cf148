"""Live pages, timelines and round-ups: entries under heads that are days, each with a "yesterday" of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from geo.events.timex.dates import find
from geo.events.timex.heads import READ_AGAINST, ReportDay, in_words
from geo.events.timex.reckoning import WEEKDAYS
from geo.model import Reading

_LINE = re.compile(r"^[^\S\n]*(?:[-*•][^\S\n]+)?(?=\S)", re.MULTILINE)
_ENDS = re.compile(r"[^\S\n]*(?:[:–—]|-\s)")
_ALONE = re.compile(r"[^\S\n]*:?[^\S\n]*(?:\n|$)")
_OF_A_CALENDAR = re.compile(rf"\d|{'|'.join(WEEKDAYS)}", re.IGNORECASE)  # not "Yesterday: …"
_LEAST = 2  # heads of different days that make a page one of entries


@dataclass(frozen=True, slots=True)
class EntryDay(ReportDay):
    """The day of the entry that a passage stands in. `said` is its head, `alone` where that is a line of its own."""

    said: str = ""
    start: int = 0  # of the head, in what was read
    alone: bool = False


def entry_days(reading: Reading, day: ReportDay) -> Mapping[int, EntryDay]:
    """The days of passages, by index, that stand in an entry with a day of its own; nothing where a page has no such entries.

    A head before a colon holds for its line, one on a line of its own up to the next head.
    """
    heads = _heads(reading.repaired, day)
    if len({h.day for h in heads}) < _LEAST:
        return {}
    out: dict[int, EntryDay] = {}
    for passage in reading.passages:
        head = next((h for h in reversed(heads) if h.start <= passage.reading[0]), None)
        if head is not None and (head.alone or "\n" not in reading.repaired[head.start : passage.reading[0]]):
            out[passage.index] = head
    return out


def _heads(text: str, day: ReportDay) -> list[EntryDay]:
    heads: list[EntryDay] = []
    for line in _LINE.finditer(text):
        start = line.end()
        for found in find(text[start : start + 40], day.day)[:1]:
            said, end = text[start : start + found.end], start + found.end
            first, last, precision = found.meant
            own = day.own is not None and day.own.start < end and start < day.own.end
            alone = _ALONE.match(text, end) is not None
            if (
                found.start
                or (own and not alone)
                or first is None
                or first != last
                or precision != "day"
                or not _OF_A_CALENDAR.search(said)
            ):
                continue
            if alone or _ENDS.match(text, end):
                why = f'{READ_AGAINST} {in_words(first)}, the day of the entry headed "{said}"'
                heads.append(EntryDay(first, why, day.own, said, start, alone))
    return heads
