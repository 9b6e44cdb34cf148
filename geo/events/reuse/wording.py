"""The wording of texts compared: letters and digits alone, so that a scrape without punctuation still equals its source.

Shared wording is found by winnowing (Schleimer, Wilkerson and Aiken, 2003): of the hashes of all stretches of `SHINGLE`
letters the least of each window is kept, so that two texts that share `SHINGLE + WINDOW - 1` letters share a kept hash.
Unlike a MinHash of whole passages this does not ask that both texts were cut into the same passages, which a scrape
that lost its full stops was not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from geo.model import Edit, EditKind, Span

SHINGLE = 16  # letters; what two unrelated sentences seldom share
WINDOW = 6  # so a shared stretch of 21 letters is never missed
_BASE = np.uint64(1_000_003)
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?(?:\s?(?:%|percent\b|per cent\b))?")
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")

_Codes = npt.NDArray[np.uint32]
_Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """Letters and digits of a text without case and accents, and where in the text each stands."""

    text: str
    codes: _Codes
    at: _Offsets

    @classmethod
    def of(cls, text: str) -> Letters:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        table = _folding()
        folded = np.where(codes < len(table), table[np.minimum(codes, len(table) - 1)], 0).astype(np.uint32)
        at = np.flatnonzero(folded)
        return cls(text, folded[at], at)

    def __len__(self) -> int:
        return len(self.codes)

    def within(self, span: Span) -> tuple[int, int]:
        """The letters that stand in a span of the text: first and last, end exclusive."""
        start, end = np.searchsorted(self.at, (span.start, span.end))
        return int(start), int(end)

    def span(self, start: int, end: int) -> Span:
        """The span of the text from letter `start` to the last before `end`; empty at the letter before where there is none."""
        if start >= end:
            here = int(self.at[start - 1]) + 1 if start else 0
            return Span(here, here)
        return Span(int(self.at[start]), int(self.at[end - 1]) + 1)

    def written(self, start: int, end: int) -> str:
        return self.codes[start:end].tobytes().decode("utf-32-le")

    def fingerprints(self) -> tuple[npt.NDArray[np.uint64], _Offsets]:
        """Kept hashes and the letters at which their stretches begin."""
        count = len(self) - SHINGLE + 1
        if count <= 0:
            return np.empty(0, np.uint64), np.empty(0, np.int64)
        hashes = np.zeros(count, np.uint64)
        for k in range(SHINGLE):
            hashes = hashes * _BASE + self.codes[k : k + count]
        hashes ^= hashes >> np.uint64(29)
        hashes *= np.uint64(0xBF58476D1CE4E5B9)
        hashes ^= hashes >> np.uint64(32)
        if count <= WINDOW:
            kept = np.array([int(hashes.argmin())])
        else:
            windows = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW)
            kept = np.unique(windows.argmin(axis=1) + np.arange(len(windows)))
        return hashes[kept], kept


@lru_cache(maxsize=1)
def _folding() -> npt.NDArray[np.uint32]:
    """For each code point of the basic plane the letter that it is compared as, 0 for what is neither letter nor digit."""
    table = np.zeros(0x10000, np.uint32)
    for code in range(0x10000):
        character = chr(code)
        if character.isalnum():
            base = unicodedata.normalize("NFKD", character.lower())[:1]
            table[code] = ord(base) if base.isalnum() else code
    return table


def similarity(a: Letters, a_range: tuple[int, int], b: Letters, b_range: tuple[int, int]) -> float:
    """How alike two stretches are, 1 for the same letters, by the edits between them."""
    return Levenshtein.normalized_similarity(a.codes[slice(*a_range)].tolist(), b.codes[slice(*b_range)].tolist())


# --- the edits between two passages ------------------------------------------------------------------------------------


def edits(first: Letters, first_range: tuple[int, int], here: Letters, here_range: tuple[int, int]) -> tuple[Edit, ...]:
    """What differs, in whole words of the first passage, in the order of the text; and numbers that damage has changed.

    Case, punctuation and spaces are no difference: only letters and digits are compared, and numbers by their value.
    """
    a, b = first.written(*first_range), here.written(*here_range)
    if a == b:
        changed: list[tuple[int, int, int, int]] = []
    else:
        starts, ends = _words_of(first, first_range)
        starts_here, ends_here = _words_of(here, here_range)
        changed = _in_words(a, b, starts, ends, starts_here | ends_here)
    found = [_edit(first, first_range[0], here, here_range[0], change) for change in changed]
    found += _numbers(first, first_range, here, here_range, changed)
    return tuple(sorted(found, key=lambda e: (e.first, e.here)))


def _edit(first: Letters, offset: int, here: Letters, offset_here: int, change: tuple[int, int, int, int]) -> Edit:
    a0, a1, b0, b1 = change
    kind = EditKind.ADDED if a0 == a1 else EditKind.LEFT_OUT if b0 == b1 else EditKind.REPLACED
    return Edit(kind, first.span(offset + a0, offset + a1), here.span(offset_here + b0, offset_here + b1))


def _words_of(letters: Letters, letters_range: tuple[int, int]) -> tuple[set[int], set[int]]:
    """At which letters of the stretch words begin and end, counted from the stretch's own first."""
    start, end = letters_range
    if start >= end:
        return {0}, {0}
    span = letters.span(start, end)
    matches = list(_WORD.finditer(letters.text, span.start, span.end))
    begins = np.searchsorted(letters.at, [m.start() for m in matches]) - start
    finishes = np.searchsorted(letters.at, [m.end() for m in matches]) - start
    return {0, *begins.tolist()}, {end - start, *finishes.tolist()}


def _in_words(a: str, b: str, starts: set[int], ends: set[int], bounds_here: set[int]) -> list[tuple[int, int, int, int]]:
    """Changes as (from, to) in a and in b, grown to whole words of a, those that then touch made one."""
    changed: list[list[int]] = []
    for op in Levenshtein.opcodes(a, b):
        if op.tag == "equal":
            continue
        a0, a1, b0, b1 = op.src_start, op.src_end, op.dest_start, op.dest_end
        if changed and changed[-1][1] == a0 and changed[-1][3] == b0:
            changed[-1][1], changed[-1][3] = a1, b1
        else:
            changed.append([a0, a1, b0, b1])
    slid = [_slide(a, b, c, starts | ends, bounds_here) for c in changed]
    grown: list[list[int]] = []
    for number, (a0, a1, b0, b1) in enumerate(slid):
        floor = (grown[-1][1], grown[-1][3]) if grown else (0, 0)
        ceiling = (slid[number + 1][0], slid[number + 1][2]) if number + 1 < len(slid) else (len(a), len(b))
        if not (a0 == a1 and a0 in starts | ends and b0 in bounds_here and b1 in bounds_here):  # not just words added between two words
            if a0 == a1 and a0 in starts and a1 < ceiling[0] and b1 < ceiling[1]:  # a word grown at its front
                a1, b1 = a1 + 1, b1 + 1
            while a0 not in starts and a0 > floor[0] and b0 > floor[1]:
                a0, b0 = a0 - 1, b0 - 1
            while a1 not in ends and a1 < ceiling[0] and b1 < ceiling[1]:
                a1, b1 = a1 + 1, b1 + 1
        if grown and (a0 < grown[-1][1] or b0 < grown[-1][3] or (a0 == grown[-1][1] and not (a0 in starts or a0 in ends))):
            grown[-1][1], grown[-1][3] = max(a1, grown[-1][1]), max(b1, grown[-1][3])
        elif grown and a0 == grown[-1][1] and b0 == grown[-1][3]:
            grown[-1][1], grown[-1][3] = a1, b1
        else:
            grown.append([a0, a1, b0, b1])
    return [(a0, a1, b0, b1) for a0, a1, b0, b1 in grown]


def _slide(a: str, b: str, change: list[int], bounds: set[int], bounds_here: set[int]) -> tuple[int, int, int, int]:
    """A pure insertion or deletion moved to where words end, if the same letters allow it: "(that) there", not "th(at th)ere"."""
    a0, a1, b0, b1 = change
    if (a0 == a1) == (b0 == b1):
        return a0, a1, b0, b1
    text, start, end = (b, b0, b1) if a0 == a1 else (a, a0, a1)

    def fits(k: int) -> int:
        return (a0 + k in bounds) + (a1 + k in bounds) + (b0 + k in bounds_here) + (b1 + k in bounds_here)

    best = (fits(0), 0)
    for step in (-1, 1):
        k = 0
        while abs(k) < 40:
            k += step
            if min(a0, b0) + k < 0 or a1 + k > len(a) or b1 + k > len(b):
                break
            moved, gained = (text[end + k], text[start + k]) if step < 0 else (text[start + k - 1], text[end + k - 1])
            if moved != gained:
                break
            best = max(best, (fits(k), k), key=lambda f: (f[0], -abs(f[1])))
    k = best[1]
    return a0 + k, a1 + k, b0 + k, b1 + k


def _numbers(
    first: Letters,
    first_range: tuple[int, int],
    here: Letters,
    here_range: tuple[int, int],
    changed: list[tuple[int, int, int, int]],
) -> Iterator[Edit]:
    """Numbers whose digits are the same and whose value is not: "3.5%" that a scrape made "35"."""
    span = first.span(*first_range)
    for match in _NUMBER.finditer(first.text, *span):
        digits = re.search(r"[\d.,]*\d", match.group())
        assert digits is not None
        start, end = first.within(Span(match.start(), match.start() + digits.end()))
        a0, a1 = start - first_range[0], end - first_range[0]
        if any((c0 < a1 and a0 < c1) or (c0 == c1 and a0 < c0 < a1) for c0, c1, _, _ in changed):
            continue  # another number altogether is an edit already
        shift = next(((c[3] - c[1]) for c in reversed(changed) if c[1] <= a0), 0)
        there = here.span(here_range[0] + a0 + shift, here_range[0] + a1 + shift)
        written = there.of(here.text)
        if not re.fullmatch(r"[\d.,]+", written):
            continue
        after = here.text[there.end : there.end + 10]
        share = "%" in match.group() and not re.match(r"\s?(%|percent|per cent)", after)
        if share or _value(digits.group()) != _value(written):
            end_here = there.end + 1 if after[:1] == "%" else there.end
            yield Edit(EditKind.NUMBER, Span(*match.span()), Span(there.start, end_here))


def _value(written: str) -> str:
    return _THOUSANDS.sub("", written).rstrip(".,")
