"""Dates read anew after a person has set the day of a report: it stands above the publisher's and the one that the text gives itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from geo.events.timex.carrying import OF_THE_REPORT
from geo.events.timex.dates import find
from geo.events.timex.dating import CLOCK, not_ahead
from geo.events.timex.entries import EntryDay, entry_days
from geo.events.timex.heads import READ_AGAINST, ReportDay, report_day_of
from geo.events.timex.when import interpret
from geo.model import Analysis, Article, EventMention, When
from geo.reading import read


def redate(analysis: Analysis, article: Article) -> Analysis:
    """The analysis with every date expression read against the day that a person gave the report; where he took its day away,
    against the one that the text gives itself."""
    day = ReportDay(article.published) if article.published is not None else report_day_of(article)
    entries = any(r.startswith(READ_AGAINST) and "the day of the entry" in r for e in analysis.events for r in e.reasons)
    by_entry: Mapping[int, EntryDay] = entry_days(read(article), day) if entries else {}
    anew = [_anew(event, analysis, article, by_entry.get(event.passage, day)) for event in analysis.events]
    return replace(analysis, events=tuple(not_ahead(e, day.day) for e in _followed(analysis.events, anew)))


def _anew(event: EventMention, analysis: Analysis, article: Article, day: ReportDay) -> EventMention:
    """The event with the day that its own words mean now; unchanged where they hang on another event ("a day after")."""
    when = event.when
    if when is None:
        return event
    if CLOCK.fullmatch(when.said) or any(r.startswith(OF_THE_REPORT) for r in event.reasons):
        meant = When(when.said, when.span, day.day, day.day, "day")
    elif find(when.said, None):
        meant = _in_its_sentence(when, analysis, article, day.day)
    else:
        return event
    reasons = tuple(r for r in event.reasons if not r.startswith(READ_AGAINST))
    worked_out = when.carried is not None or any(" date " in f" {r}" or "entry" in r for r in reasons)
    why = (day.why,) if day.why is not None and not re.search(r"\d{4}", when.said) else ()
    inferred = (when.inferred and worked_out) or bool(why)
    return replace(event, when=replace(meant, inferred=inferred, carried=when.carried), reasons=(*reasons, *why))


def _in_its_sentence(when: When, analysis: Analysis, article: Article, day: date | None) -> When:
    """What the words mean where they stand ("talks resume Monday"); by themselves where they cannot be found there."""
    span = when.span
    sentence = next((s for s in analysis.passages if span is not None and s.start <= span.start < s.end), None)
    if span is None or sentence is None:
        return interpret(when.said, span, day)
    for found in find(sentence.of(article.text), day):
        if sentence.start + found.start < span.end and span.start < sentence.start + found.end:
            return When(when.said, span, *found.meant)
    return interpret(when.said, span, day)


def _followed(before: Sequence[EventMention], after: Sequence[EventMention]) -> list[EventMention]:
    """What was worked out from another event moves as far as the nearest one that its own words date, and is open where that is."""
    own = [k for k, (a, b) in enumerate(zip(before, after, strict=True)) if b is not a or (b.when is not None and _states_a_day(b.when))]
    out = list(after)
    for k, event in enumerate(before):
        when = event.when
        if when is None or when.start is None or k in own or not own:
            continue
        near = min(own, key=lambda o: (abs(o - k), o > k))
        was, now = before[near].when, after[near].when
        if was is None or was.start is None or now is None:
            continue
        if now.start is None:
            out[k] = replace(event, when=replace(when, start=None, end=None))
        elif (moved := now.start - was.start).days:
            out[k] = replace(event, when=replace(when, start=when.start + moved, end=when.end + moved if when.end is not None else None))
    return out


def _states_a_day(when: When) -> bool:
    return any(f.stated for f in find(when.said, None))
