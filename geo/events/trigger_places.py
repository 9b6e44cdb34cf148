"""The places of one event word in a text: for those who bring their own triggers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from geo.events.coded import Coded
from geo.events.coding import code
from geo.events.linking import Run, link, threshold
from geo.events.parts import part_of
from geo.model import Article, EventType, Part, Span
from geo.reading import read
from geo.syntax import Sentence, parse


@dataclass(frozen=True, slots=True)
class TriggerPlace:
    """A place name with the part it plays in the event, and how likely it is a place of that event."""

    span: Span
    part: Part
    score: float


def places_of(text: str, trigger: Span, names: Sequence[Span] | None = None, *, at_least: float | None = None) -> tuple[TriggerPlace, ...]:
    """The place names of `text` that belong to the event told by the words at `trigger`, in text order.

    `names` are the spans that may be places (a recogniser's mentions); left out, runs of capitalised words of the trigger's
    sentence are tried. `at_least` is the probability from which a name counts; left out, the one chosen in training. Spans are
    characters of `text`. A trigger outside every sentence has no places.
    """
    article = Article("", text, hashlib.sha256(text.encode()).hexdigest())
    reading = read(article)
    passage = next((p for p in reading.passages if p.span.overlaps(trigger)), None)
    if passage is None:
        return ()
    sentence = next(s for s in parse(reading, {passage.index}) if s.passage.index == passage.index)
    head = head_of(sentence, trigger)
    if head is None:
        return ()
    runs = None if names is None else [run for name in names if (run := _run(sentence, name)) is not None]
    coded = next((c for c in code([sentence])[0] if head in c.anchors), None) or Coded(head, (head,), EventType.OTHER, False, False, False)
    least = threshold() if at_least is None else at_least
    return tuple(
        TriggerPlace(sentence.original(list(found.run)), part_of(sentence, coded, found.run), found.score)
        for found in link(sentence, head, runs)
        if found.score >= least
    )


def head_of(sentence: Sentence, trigger: Span) -> int | None:
    """The token of a trigger span that the grammar hangs on: its verb, else its last word."""
    inside = sentence.at(trigger)
    return next((i for i in inside if sentence.tokens[i].pos == "VERB"), inside[-1] if inside else None)


def _run(sentence: Sentence, name: Span) -> Run | None:
    inside = sentence.at(name)
    return range(inside[0], inside[-1] + 1) if inside else None
