"""The places of one event word in a text: for those who bring their own triggers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from geo.events.arguments.linking import FAVOUR, LEAST, Link, Run, find, link
from geo.events.arguments.parts import part_of
from geo.events.triggers.coded import Coded
from geo.events.triggers.coding import code
from geo.model import Article, EventType, Part, Span
from geo.reading import read
from geo.syntax import Sentence, Token, parse

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_FROM_AFAR = frozenset({EventType.MISSILE_ATTACK, EventType.AIR_STRIKE, EventType.INTERCEPTION, EventType.OPERATIONS})


@dataclass(frozen=True, slots=True)
class TriggerPlace:
    """A place name with the part it plays in the event, and how likely it is a place of that event."""

    span: Span
    part: Part
    score: float


def places_of(
    text: str,
    trigger: Span,
    names: Sequence[Span] | None = None,
    *,
    at_least: float | None = None,
    favour: float = FAVOUR,
    model: Path | None = None,
) -> tuple[TriggerPlace, ...]:
    """The place names of `text` that belong to the event told by the words at `trigger`, in text order.

    `names` are the spans that may be places (a recogniser's mentions): those count that are a place of the event with a
    probability of `at_least`, LEAST where it is left out. Without `names` the network marks them itself: `favour` is added to its
    log-odds, and `at_least` asks more of what it marks; of a strike or a flight the origin and the way are added where the grammar
    tells them. Spans are characters of `text`; the sentence of the trigger is read.
    A trigger outside every sentence has no places. `model` is another linker.onnx than the shipped one.
    Raises ModelError where the model cannot be read.
    """
    read_here = _sentence(text, trigger)
    if read_here is None:
        return ()
    sentence, head, coded = read_here
    if names is None:
        links, least = find(sentence, head, favour=favour, model=model), at_least or 0.0
        links += [own for own in _moved_from(sentence, coded) if not any(set(own.run) & set(other.run) for other in links)]
    else:
        runs = [run for name in names if (run := _run(sentence, name)) is not None]
        links, least = link(sentence, [head], runs, model=model)[0], LEAST if at_least is None else at_least
    return tuple(
        TriggerPlace(sentence.original(found.run), part_of(sentence, coded, found.run), found.score)
        for found in sorted(links, key=lambda link: link.run[0])
        if found.score >= least
    )


def _moved_from(sentence: Sentence, coded: Coded) -> list[Link]:
    """Names that the grammar gives to the event as where it came from or passed: the network learnt only where things happen."""
    found: list[Link] = []
    if coded.type not in _FROM_AFAR:
        return found
    for named, words in groupby(sentence.tokens, key=lambda t: t.entity in _PLACES and t.capitalised):
        run = tuple(words)
        hangs = named and any(up in coded.anchors for up in sentence.ancestors(run[-1]))
        if hangs and part_of(sentence, coded, run) in (Part.ORIGIN, Part.WAY):
            found.append(Link(run, 1.0))
    return found


@lru_cache(maxsize=32)  # one sentence is often asked about more than once
def _sentence(text: str, trigger: Span) -> tuple[Sentence, Token, Coded] | None:
    """The sentence of a trigger, the token that heads it, and how it is coded."""
    reading = read(Article("", text, hashlib.sha256(text.encode()).hexdigest()))
    passage = next((p for p in reading.passages if p.span.overlaps(trigger)), None)
    if passage is None:
        return None
    sentence = next(s for s in parse(reading, {passage.index}) if s.passage.index == passage.index)
    head = head_of(sentence, trigger)
    if head is None:
        return None
    coded = next((c for c in code([sentence])[0] if head in c.anchors), None)
    return sentence, head, coded or Coded(head, (head,), EventType.OTHER, False, False, False)


def head_of(sentence: Sentence, trigger: Span) -> Token | None:
    """The token of a trigger span that the grammar hangs on: its verb, else its last word."""
    inside = sentence.at(trigger)
    return next((i for i in inside if i.pos == "VERB"), inside[-1] if inside else None)


def _run(sentence: Sentence, name: Span) -> Run | None:
    inside = sentence.at(name)
    return sentence.stretch(inside[0], inside[-1]) if inside else None
