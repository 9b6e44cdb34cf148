"""Dates told by another event: "a day after rebels blew up a bridge", "hours later"; marked as inferred, with the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from geo.events.timex.reckoning import DAYS, count
from geo.events.triggers.coded import Coded
from geo.lexicon.grammar import grammar_words
from geo.model import EventClass, EventMention, EventType, Reading, Span, When
from geo.syntax import Sentence, Token

_EXPRESSION = re.compile(
    r"\b(?P<n>an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,2})\s+(?P<unit>hour|day|week)s?\s+(?P<way>after|later|earlier|before)\b"
    r"|\b(?P<hours>hours|minutes)\s+(?P<hway>after|later|earlier|before)\b"
    r"|\bthe\s+(?P<next>next|following|previous)\s+day\b|\bthe\s+(?:day|evening|night|morning|afternoon)\s+(?P<day>after|before)\b",
    re.IGNORECASE,
)
_RECENT = timedelta(days=60)  # of an event that makes a report one of fresh news
_LONG_AGO = timedelta(days=365)  # before the report; beside fresh news it is background
Told = Sequence[tuple[int, Coded]]  # for each event the position of its sentence, and its trigger


def refers_to_another(text: str) -> bool:
    """Whether a text tells a time from another event: "two days after"."""
    return _EXPRESSION.search(text) is not None


def by_other_events(sentences: Sequence[Sentence], reading: Reading, told: Told, events: Sequence[EventMention]) -> list[EventMention]:
    """The events with dates worked out from one another, in the same order. `told` belongs to `events`."""
    out = list(events)
    for position, sentence in enumerate(sentences):
        here = [k for k, (p, _) in enumerate(told) if p == position]
        start, end = sentence.passage.reading
        m = _EXPRESSION.search(reading.repaired[start:end]) if here and sentence.tokens else None
        if m is None:
            continue
        days = _shift(m)
        token = next((t for t in sentence.tokens if t.end > start + m.start()), None)
        last = next((t for t in reversed(sentence.tokens) if t.start < start + m.end()), None)
        if token is None or last is None:
            continue
        below = _clause_after(sentence, last) if last.lower in {"after", "before"} else frozenset[Token]()
        other = [k for k in here if told[k][1].word in below]
        main = [k for k in here if k not in other]
        said, span = m[0], reading.original(start + m.start(), start + m.end())
        if below:
            known = _dated(out, main, apart=span.start)
            if known is not None:
                _date_all(out, other, said, span, known - timedelta(days=days))
                continue
            known = _dated(out, other) or _before(out, told, position)
            named = [k for k in main if _definite(sentence, told[k][1].word)]
            if other and known is not None and named and not _dated(out, other):
                # "The blast came two days after a bomb killed three": the blast is the one told before.
                _date_all(out, main, said, span, known, again=True)
                _date_all(out, other, said, span, known - timedelta(days=days))
            elif known is not None:
                _date_all(out, main, said, span, known + timedelta(days=days))
        else:
            # "They took X on Sunday; the others had left the day before": of what stands nearest, and before what has its own day.
            own = [k for k in here if out[k].when is not None]
            free = [k for k in here if out[k].when is None]
            near = _governed(sentence, token, free, told)
            earlier = [k for k in own if told[k][1].word.end <= token.end]
            known = _dated(out, earlier[::-1]) or _before(out, told, position)
            if known is not None:
                _date_all(out, near, said, span, known + timedelta(days=days))
    return out


def as_background(day: date | None, events: Sequence[EventMention]) -> list[EventMention]:
    """Events of more than a year before the article's day, in one that reports fresh ones, are background."""
    if day is None:
        return list(events)
    fresh = any(e.when is not None and e.when.start is not None and day - e.when.start <= _RECENT for e in events)

    def settled(event: EventMention) -> EventMention:
        last = event.when.end or event.when.start if event.when is not None else None
        old = last is not None and day - last > _LONG_AGO and event.type.event_class is EventClass.PHYSICAL
        if not (fresh and old):
            return event
        return replace(event, type=EventType.BACKGROUND, reasons=(*event.reasons, "more than a year before the article"))

    return [settled(e) for e in events]


def _shift(m: re.Match[str]) -> int:
    """Days from the other event to this one."""
    way = (m["way"] or m["hway"] or m["day"] or "").lower()
    days = count(m["n"]) * DAYS[m["unit"].lower()] if m["unit"] else 0 if m["hours"] else 1
    return -days if way in {"before", "earlier"} or (m["next"] or "").lower() == "previous" else days


def _clause_after(sentence: Sentence, token: Token) -> frozenset[Token]:
    """What stands under "after" or "before": the clause that it opens, or its object."""
    head = sentence.head(token)
    if token.dep == "mark" or (token.dep in {"prep", "advmod"} and head.pos == "VERB" and head > token):
        return frozenset(sentence.subtree(head))
    return frozenset(k for c in sentence.below(token) for k in sentence.subtree(c))


def _governed(sentence: Sentence, i: Token, which: Sequence[int], told: Told) -> list[int]:
    """Of several events of a sentence the one that an expression hangs on; all where it hangs on none."""
    for up in sentence.chain(i):
        found = [k for k in which if up in told[k][1].anchors]
        if found:
            return found
    return list(which)


def _definite(sentence: Sentence, i: Token) -> bool:
    return sentence.has_word(i, grammar_words().definite)


def _dated(events: Sequence[EventMention], which: Sequence[int], *, apart: int = -1) -> date | None:
    """The day of the first of these events that has one, told by other words than those at `apart`."""
    for k in which:
        when = events[k].when
        if when is not None and when.start is not None and when.precision == "day" and (when.span is None or when.span.start != apart):
            return when.start
    return None


def _before(events: Sequence[EventMention], told: Told, position: int) -> date | None:
    """The day of the last dated event of the sentences before."""
    return next((d for k in reversed(range(len(events))) if told[k][0] < position and (d := _dated(events, [k])) is not None), None)


def _date_all(events: list[EventMention], which: Sequence[int], said: str, span: Span, day: date, *, again: bool = False) -> None:
    why = "the event told before" if again else f'"{said}" of another event'
    for k in which:
        when = When(said, None if again else span, day, day, "day", inferred=True)
        events[k] = replace(events[k], when=when, reasons=(*events[k].reasons, f"date worked out: {why}"))
