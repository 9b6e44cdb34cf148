"""Dates that a sentence does not tell itself: from another event, the head of its entry, the day of its page, its own clause.

Each is marked as inferred, with its reason. What nothing tells stays open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from geo.events.timex.carrying import continued, of_the_report
from geo.events.timex.dates import find
from geo.events.timex.entries import EntryDay
from geo.events.timex.heads import ReportDay
from geo.events.timex.relative import Told, as_background, by_other_events
from geo.events.timex.when import Expression
from geo.events.triggers.coded import Coded
from geo.model import Article, EventMention, Reading, Span, When
from geo.syntax import Sentence

CLOCK = re.compile(r"[0-2]?\d[:.][0-5]\d")
_CLOCK_HEAD = re.compile(rf"^[^\S\n]*(?:\[|\()?(?P<clock>{CLOCK.pattern})\b(?:\]|\))?", re.MULTILINE)
_HEAD_ENDS = re.compile(r"\s*(?:[:–—]|-\s)")
_LINE = re.compile(r"^[^\S\n]*(?:[-*•][^\S\n]+)?(?=\S)", re.MULTILINE)
_SAME_DAY = re.compile(
    r"\b(?:the\s+same|that|that\s+same)\s+(?:day|night|evening|morning|afternoon)\b|\b(?:earlier|later)\s+(?:in|on)\s+the\s+day\b|\bwithin\s+(?:the|an|one)\s+hour\b"
    r"|\b(?:at|around|about|shortly\s+(?:after|before)|just\s+(?:after|before)|soon\s+after|before|after)\s+(?:about\s+|around\s+)?"
    r"(?:noon|midday|midnight|dawn|daybreak|dusk|sunset|sunrise|nightfall|[0-2]?\d[:.][0-5]\d|\d{1,2}\s*(?:[ap]\.?m\b\.?|o'clock))",
    re.IGNORECASE,
)
_BACK = 4  # passages in which "shortly after noon" finds its day


def settle_dates(
    article: Article,
    day: ReportDay,
    by_entry: Mapping[int, EntryDay],
    sentences: Sequence[Sentence],
    reading: Reading,
    told: Told,
    days: Sequence[Sequence[Expression]],
    events: Sequence[EventMention],
) -> list[EventMention]:
    """The events with the dates that others tell for them, in the same order; what is long past becomes background.

    `told` belongs to `events`; `day` is the report's, `by_entry` those of the passages in entries with a day of their own.
    """
    published = day.day
    out = _of_the_page(day, by_entry, events)
    out = _within_sentences(told, out)
    out = by_other_events(sentences, reading, told, out)
    own = reading.original(day.own.start, day.own.end) if day.own is not None else None
    out = _under_heads(reading, by_entry, _of_entries(article, published, own, out))
    out = _of_the_same_day(article, out)
    out = continued(sentences, reading, told, days, out)
    out = of_the_report(day, sentences, reading, told, days, out)
    return as_background(published, [not_ahead(e, published) for e in out])


def not_ahead(event: EventMention, published: date | None) -> EventMention:
    """What has happened was not on a day after its report: such a day is of another year, or not the event's, and stays open."""
    when = event.when
    if when is None or when.start is None or published is None or when.start <= published or not event.modality.happened:
        return event
    if re.search(r"\d{4}", when.said):
        return event
    why = f'"{when.said}" lies ahead of the report: the day is open'
    return replace(event, when=replace(when, start=None, end=None), reasons=(*event.reasons, why))


def _of_the_page(day: ReportDay, by_entry: Mapping[int, EntryDay], events: Sequence[EventMention]) -> list[EventMention]:
    """Days read against another than the publisher's say so."""
    out: list[EventMention] = []
    for event in events:
        why = by_entry.get(event.passage, day).why
        inferred = event.when is not None and event.when.inferred
        out.append(replace(event, reasons=(*event.reasons, why)) if why is not None and inferred else event)
    return out


def _within_sentences(told: Told, events: Sequence[EventMention]) -> list[EventMention]:
    """ "The bombardment, in which rounds killed seven on Thursday": what an attack did tells when it was."""
    out = list(events)
    by_sentence: dict[int, list[int]] = {}
    for k, (position, _) in enumerate(told):
        by_sentence.setdefault(position, []).append(k)
    for here in by_sentence.values():
        dated = {out[k].when for k in here if out[k].when is not None}
        if len(dated) != 1:
            continue
        [when] = dated
        tellers = [k for k in here if out[k].when is not None]
        for k in here:
            if out[k].when is not None or not out[k].modality.happened or _tells_outcome(told[k][1]):
                continue
            if any(_tells_outcome(told[j][1]) or out[j].type is out[k].type for j in tellers):
                out[k] = replace(out[k], when=when, reasons=(*out[k].reasons, "date of what it did, told in the same sentence"))
    return out


def _tells_outcome(coded: Coded) -> bool:
    return coded.casualty


def _of_entries(article: Article, published: date | None, own: Span | None, events: Sequence[EventMention]) -> list[EventMention]:
    """ "July 31: …" and "20:15 - …" at the head of a line date the whole line; hours are those of the page's own day."""
    clocks = [m.start() for m in _CLOCK_HEAD.finditer(article.text)]
    by_the_clock = published is not None and len(clocks) >= 2
    out: list[EventMention] = []
    for event in events:
        if event.when is not None:
            out.append(event)
            continue
        start = article.text.rfind("\n", 0, event.trigger.start) + 1
        lead = _LINE.match(article.text, start)
        start = lead.end() if lead is not None else start
        head = _head(article.text[start : event.trigger.start], published)
        if head is not None and (own is None or not own.overlaps(Span(start, start + len(head[0])))):
            said, when = head
            settled = replace(when, span=Span(start, start + len(said)), inferred=True)
            out.append(replace(event, when=settled, reasons=(*event.reasons, f'date of the entry headed "{said}"')))
        elif by_the_clock and (m := _CLOCK_HEAD.match(article.text, start)) is not None:
            said = m["clock"]
            settled = When(said, Span(m.start("clock"), m.end("clock")), published, published, "day", inferred=True)
            out.append(replace(event, when=settled, reasons=(*event.reasons, "an entry by the clock: the day of the page")))
        else:
            out.append(event)
    return out


def _under_heads(reading: Reading, by_entry: Mapping[int, EntryDay], events: Sequence[EventMention]) -> list[EventMention]:
    """What stands under a day on a line of its own is of that day, where it has no other."""
    out: list[EventMention] = []
    for event in events:
        head = by_entry.get(event.passage)
        if event.when is None and head is not None and head.alone and event.modality.happened:
            span = reading.original(head.start, head.start + len(head.said))
            when = When(head.said, span, head.day, head.day, "day", inferred=True)
            event = replace(event, when=when, reasons=(*event.reasons, f'date of the entry headed "{head.said}"'))
        out.append(event)
    return out


def _head(line: str, published: date | None) -> tuple[str, When] | None:
    """The date that a line begins with, followed by a colon or a dash."""
    for found in find(line[:40], published):
        said = line[found.start : found.end]
        first = found.meant[0]
        if line[: found.start].strip() == "" and first is not None and _HEAD_ENDS.match(line, found.end):
            return said, When(said, None, *found.meant)
        return None
    return None


def _of_the_same_day(article: Article, events: Sequence[EventMention]) -> list[EventMention]:
    """ "Shortly after noon", "the same day": the day of the last dated event of the sentences before."""
    out = list(events)
    for k, event in enumerate(out):
        if event.when is not None or not event.modality.happened:
            continue
        cue = _SAME_DAY.search(article.text, *event.span)
        if cue is None or any(other.when is not None for other in out if other.passage == event.passage):
            continue
        before = (e for e in reversed(out[:k]) if 0 < event.passage - e.passage <= _BACK and e.modality.happened)
        known = next((e.when for e in before if e.when is not None and e.when.start is not None and e.when.precision == "day"), None)
        if known is None or known.start != (known.end or known.start):
            continue
        when = When(cue[0], Span(*cue.span()), known.start, known.end, "day", inferred=True)
        out[k] = replace(event, when=when, reasons=(*event.reasons, f'date worked out: "{cue[0]}" goes on from "{known.said}"'))
    return out
