"""Coordinates as places of a text: names of their own, or what stands behind a name and says where it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from geo.lexicon.places import coordinate_words, place_words
from geo.model import Kind, Reading, Role, StatedPosition
from geo.recognise.coordinates import Given, coordinates
from geo.recognise.lines import Line, Named
from geo.recognise.whereabouts import displacement_of

# Swept over the tests of coordinates and whereabouts: _SCORE from .7, _EVENT from .2 to .8 give the same places.
_SCORE = 0.99  # numbers are no name that could be mistaken
_EVENT = 0.5  # swept from .2 to .8: nothing changes. Where something is, coordinates tell; what happened there is for the sentence to tell
_CLOSING = re.compile(r"^\s*[)\]]")


def with_coordinates(reading: Reading, lines: Sequence[Line], found: Sequence[Named]) -> list[Named]:
    """The names of an article, in the order of its text, with its coordinates: each a name, or told of the name before it.

    Coordinates on a line of their own belong to the name before them, where that line has one only.
    """
    out: list[Named] = []
    before: list[Named] = []
    for line in lines:
        start, end = line.passage.reading
        read = coordinates(reading.repaired[start:end])
        given = [Given(g.start + start, g.end + start, g.position, g.precision_km, g.weak) for g in read]
        # The tagger takes the N of "48.57° N" for a name.
        names = [n for n in found if n.line is line and not any(_overlaps(n, g) for g in given)]
        here: list[Named] = []
        for g in given:
            owner = _named_before(reading, names, g) or (_alone(reading, line, g, before) if not names else None)
            if owner is not None and owner.given is None:
                owner.given = g
            elif not g.weak:
                here.append(_own(line, g))
        out += sorted((*names, *here), key=lambda n: n.start)
        before = names or before
    return out


def stated_position(reading: Reading, named: Named) -> StatedPosition | None:
    g = named.given
    if g is None:
        return None
    own = _overlaps(named, g)
    return StatedPosition(g.position, round(g.precision_km, 3), reading.original(g.start, g.end), own)


def _named_before(reading: Reading, names: Sequence[Named], given: Given) -> Named | None:
    """The name that coordinates stand behind: "A (48.57, 37.91)", "the village of A, 48.5719° N, 37.9131° E"."""
    ahead = [n for n in names if n.line.words[n.end - 1].end <= given.start and n.kind is Kind.LITERAL]
    if not ahead:
        return None
    named = max(ahead, key=lambda n: n.end)
    if displacement_of(reading, named) is not None:
        return None  # "near A (48.57, 37.91)": of what happened, not of A
    gap = reading.repaired[named.line.words[named.end - 1].end : given.start]
    bracketed = _bracket().match(gap) is not None and _CLOSING.match(reading.repaired[given.end :]) is not None
    return named if bracketed or (not given.weak and _comma().match(gap)) else None


def _alone(reading: Reading, line: Line, given: Given, before: Sequence[Named]) -> Named | None:
    """The one name of the passage before, for coordinates on a line of their own."""
    start, end = line.passage.reading
    rest = reading.repaired[start : given.start] + reading.repaired[given.end : end]
    literal = [n for n in before if n.kind is Kind.LITERAL and n.role is not Role.ACTOR]
    return literal[0] if _label().fullmatch(rest) and len(literal) == 1 and not given.weak else None


def _own(line: Line, given: Given) -> Named:
    words = [k for k, w in enumerate(line.words) if w.start < given.end and given.start < w.end]
    return Named(line, words[0], words[-1] + 1, Kind.LITERAL, Role.CONTEXT, _SCORE, _EVENT, given=given)


def _overlaps(named: Named, given: Given) -> bool:
    words = named.line.words
    return words[named.start].start < given.end and given.start < words[named.end - 1].end


@lru_cache(maxsize=1)
def _announcing() -> str:
    return "|".join(map(re.escape, sorted(coordinate_words()[0], key=len, reverse=True)))


@lru_cache(maxsize=1)
def _bracket() -> re.Pattern[str]:
    heads = "|".join(map(re.escape, place_words().heads))
    return re.compile(rf"^(?:\s+(?:{heads}))?\s*[(\[]\s*(?:(?:at|{_announcing()}|mgrs|utm)[\s:.,]*)*$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _comma() -> re.Pattern[str]:
    heads = "|".join(map(re.escape, place_words().heads))
    return re.compile(rf"^(?:\s+(?:{heads}))?\s*[,(\[–—-]?\s*(?:(?:at|{_announcing()}|mgrs|utm)[\s:.,]*)*$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    return re.compile(rf"[\W_]*(?:(?:{_announcing()}|mgrs|utm)[\W_]*)*", re.IGNORECASE)
