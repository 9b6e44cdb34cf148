"""A text with insertions, and the way back to the original."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from geo.model import Span


class Mark(IntEnum):
    """What was lost. Where several are inserted at one place, they stand in this order."""

    CLOSE = 0  # a closing bracket
    HYPHEN = 1
    APOSTROPHE = 2
    STOP = 3  # a full stop, and a space where none is left
    SPACE = 4  # the space after a mark that is there
    OPEN = 5  # an opening bracket


@dataclass(frozen=True, slots=True, order=True)
class Insertion:
    at: int  # offset in the original; the insertion stands before this character
    mark: Mark
    text: str


class Repaired:
    """`text` is the original with the insertions; `stops` are the offsets in it just after inserted sentence ends."""

    def __init__(self, original: str, insertions: Iterable[Insertion]) -> None:
        offsets = list(range(len(original) + 1))  # each number once, for a long text has millions of them
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        stops: list[int] = []
        self._at: list[int] = []
        self._added: list[int] = [0]  # characters inserted before the insertion of that number
        done = length = 0
        for insertion in sorted(set(insertions)):
            at = insertion.at
            pieces += (original[done:at], insertion.text)
            starts += offsets[done:at]
            ends += offsets[done + 1 : at + 1]
            starts += [offsets[at]] * len(insertion.text)
            ends += [offsets[at]] * len(insertion.text)
            length += at - done + len(insertion.text)
            done = at
            if insertion.mark in (Mark.STOP, Mark.SPACE):
                stops.append(length)
            self._at.append(at)
            self._added.append(length - at)
        pieces.append(original[done:])
        starts += offsets[done:-1]
        ends += offsets[done + 1 :]
        self.text = "".join(pieces)
        self.starts, self.ends = tuple(starts), tuple(ends)
        self.stops = frozenset(stops)

    def stretch(self, span: Span) -> tuple[int, int]:
        """Where a paragraph of the original stands in `text`, with what was inserted within it or at its end."""
        start = span.start + self._added[bisect_left(self._at, span.start)]
        return start, span.end + self._added[bisect_right(self._at, span.end)]
