"""A place name that a person points out: its words as a mention, with what the sentence says about it and about the names beside it."""

from __future__ import annotations

from collections.abc import Sequence

from geo.gazetteer import Gazetteer
from geo.model import Kind, Mention, Reading, Role, Span
from geo.recognise.clues import add_clues, head_after, head_before
from geo.recognise.lines import Line, Named, lines_of


def pointed_out(reading: Reading, words: Span, known: Sequence[Mention], gazetteer: Gazetteer) -> tuple[tuple[Mention, ...], int] | None:
    """The mentions of an article with one more, in text order, and which of them it is; None where the words hold no whole word.

    The name takes whole words: "Kafr Zi" is Kafr Zita. Of the `known` ones those that it covers go.
    """
    lines = lines_of(reading, gazetteer)
    asked = _named(reading, lines, words, Kind.LITERAL, Role.CONTEXT, 1.0)
    if asked is None:
        return None
    found = [
        named
        for m in known
        if (named := _named(reading, lines, m.span, m.kind, m.role, m.score)) is not None and not _overlap(named, asked)
    ]
    found = sorted([*found, asked], key=lambda n: (n.line.passage.index, n.start))
    return add_clues(reading, found), found.index(asked)


def _named(reading: Reading, lines: Sequence[Line], words: Span, kind: Kind, role: Role, score: float) -> Named | None:
    for line in lines:
        if not line.passage.span.overlaps(words):
            continue
        inside = [k for k, word in enumerate(line.words) if reading.original(word.start, word.end).overlaps(words)]
        inside = [k for k in inside if any(c.isalnum() for c in line.words[k].text) or inside[0] < k < inside[-1]]
        if inside:
            start, end = inside[0], inside[-1] + 1
            head = head_after(line, end, start) or head_before(line, start) if kind is Kind.LITERAL else None
            return Named(line, start, end, kind, role, score, head=head)
    return None


def _overlap(one: Named, other: Named) -> bool:
    return one.line is other.line and one.start < other.end and other.start < one.end
