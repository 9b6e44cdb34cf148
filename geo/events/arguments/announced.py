"""Places announced by one sentence and named by what follows: bullets after a colon, sentences that only say where names lie."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from geo.events.arguments.where import is_inside
from geo.lexicon.locating import locating_words
from geo.lexicon.places import place_words
from geo.model import AIMED_ATTACKS, EventMention, EventPlace, Kind, Mention, Part, Reading, Resolution, Span
from geo.syntax import Sentence, Token

_NAMED_WITHIN = 3  # sentences after the one that announces places
_BULLET = re.compile(r"\s*(?:[-*•–—·▪]|\d{1,2}[.)])\s*")


def with_bullets(
    reading: Reading,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    resolutions: Sequence[Resolution],
    events: Sequence[EventMention],
) -> list[EventMention]:
    """ "Air strikes on the following locations:" and bullets: their places are the event's, and its passage holds them."""
    out = list(events)
    for position, sentence in enumerate(sentences):
        bullets = _bullets_after(reading, sentences, position)
        announced = [k for k, e in enumerate(out) if e.passage == sentence.passage.index]
        if not bullets or not announced:
            continue
        event = out[announced[-1]]
        indices = {b.passage.index for b in bullets}
        named = [(i, m) for i, m in enumerate(mentions) if m.passage in indices and m.kind is Kind.LITERAL]
        outer = {c for i, m in named for c in m.clues.containers if is_inside(i, c, resolutions)}
        part = Part.TARGET if event.type in AIMED_ATTACKS else Part.LOCATION
        places = (*event.places, *(EventPlace(i, part) for i, _ in named if i not in outer))
        containers = (*event.containers, *(EventPlace(i, Part.LOCATION) for i in sorted(outer)))
        span = Span(event.span.start, bullets[-1].passage.span.end)
        out[announced[-1]] = replace(event, places=places, containers=containers, span=span)
    return out


def with_origin_before(
    sentences: Sequence[Sentence], mentions: Sequence[Mention], told: Sequence[tuple[int, Token]], events: Sequence[EventMention]
) -> list[EventMention]:
    """ "Four ships lie in the Caspian Sea. They fired 26 missiles at X": what the sentence before placed is where it came from.

    `told` gives for each event the position of its sentence and the token of its trigger.
    """
    out = list(events)
    reporting = {position for position, _ in told}
    for number, (position, trigger) in enumerate(told):
        event = out[number]
        if event.type not in AIMED_ATTACKS or not position or position - 1 in reporting or any(p.part is Part.ORIGIN for p in event.places):
            continue
        doer = _doer(sentences[position], trigger)
        stands = _stands(sentences[position - 1]) if doer is not None else None
        if doer is None or stands is None or not _means(sentences[position], doer, stands.lemma):
            continue
        before = sentences[position - 1]
        near = [(i, m) for i, m in enumerate(mentions) if m.passage == before.passage.index and m.kind is Kind.LITERAL]
        placed = [i for i, m in near if (at := before.at(m.span)) and at[0] > stands and _located(before, at[0])]
        if placed:
            span = Span(before.passage.span.start, event.span.end)
            out[number] = replace(event, places=(*event.places, EventPlace(placed[0], Part.ORIGIN)), span=span)
    return out


def _doer(sentence: Sentence, trigger: Token) -> Token | None:
    return next((s for i in sentence.chain(trigger) if (s := sentence.subject(i, passive=False)) is not None), None)


def _stands(sentence: Sentence) -> Token | None:
    """The ship or battery that is the subject of a sentence which only says where it is."""
    root = sentence.root
    subject = sentence.subject(root) if root is not None else None
    return subject if subject is not None and subject.lemma in locating_words().platforms else None


def _means(sentence: Sentence, token: Token, lemma: str) -> bool:
    """Whether a doer goes on with what stood before: "they", "the ships"."""
    if token.lower in {"they", "it"}:
        return True
    definite = sentence.has_word(token, locating_words().known_ones)
    return definite and (token.lemma == lemma or token.lemma in locating_words().platforms)


def _located(sentence: Sentence, i: Token) -> bool:
    return any(t.lower in place_words().strong | {"on", "off"} for t in sentence.preceding(i, 3))


def with_named_after(
    sentences: Sequence[Sentence], mentions: Sequence[Mention], resolutions: Sequence[Resolution], events: Sequence[EventMention]
) -> list[EventMention]:
    """ "Jets hit six places. A and B are in X. C is in Y.": sentences that only say where names lie name what was announced."""
    out = list(events)
    taken = {e.passage for e in events}
    for number, event in enumerate(out):
        position = next(p for p, s in enumerate(sentences) if s.passage.index == event.passage)
        words = sentences[position].tokens
        announced = any(t.tag == "NNS" and t.lemma in locating_words().announcing for t in words)
        named_here = any(_is_spot(resolutions[p.mention]) for p in event.places)
        if not announced or named_here or event.type not in AIMED_ATTACKS:
            continue
        part = Part.TARGET
        for sentence in sentences[position + 1 : position + 1 + _NAMED_WITHIN]:
            root = sentence.root
            if sentence.passage.index in taken or root is None or root.lemma not in locating_words().resting:
                break
            here = [(i, m) for i, m in enumerate(mentions) if m.passage == sentence.passage.index and m.kind is Kind.LITERAL]
            subjects = [(i, m) for i, m in here if all(k < root for k in sentence.at(m.span))]
            if not subjects:
                break
            places = tuple(EventPlace(i, part) for i, _ in subjects)
            outer = tuple(EventPlace(i, Part.LOCATION) for i, m in here if (i, m) not in subjects)
            span = Span(event.span.start, sentence.passage.span.end)
            event = replace(event, places=(*event.places, *places), containers=(*event.containers, *outer), span=span)
        out[number] = event
    return out


def _is_spot(resolution: Resolution) -> bool:
    return resolution.place is not None and resolution.place.feature.startswith("PPL")


def _bullets_after(reading: Reading, sentences: Sequence[Sentence], position: int) -> list[Sentence]:
    """The bullets that a passage with a colon at its end announces."""
    span = sentences[position].passage.span
    if not span.of(reading.text).rstrip().endswith(":"):
        return []
    bullets: list[Sentence] = []
    for sentence in sentences[position + 1 :]:
        start = sentence.passage.span.start
        line = reading.text[reading.text.rfind("\n", 0, start) + 1 : start]
        if not _BULLET.fullmatch(line):
            break
        bullets.append(sentence)
    return bullets
