# pyright: basic, reportMissingImports=false
"""Labelled sentences → windows of word pieces, damaged now and then as bad scrapes are."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.recognise.known_names import NONE
from geo.recognise.pieces import Vocabulary
from geo.recognise.tagger import TAGS
from geo.recognise.words import shape
from geo.training.corpora import UNKNOWN

MOST_PIECES = 160
IGNORED = -100  # torch's sign for "not counted"
_KEEP_UNNAMED = 0.4  # of sentences without a name, which are most
# How often a window is damaged, and how: what the two bad scrapes among the first articles had lost, and headlines in capitals.
_LOWER, _UPPER, _NO_PUNCTUATION, _NO_HYPHEN = 0.05, 0.05, 0.08, 0.05
_NO_GAZETTEER = 0.2  # share of windows whose gazetteer knowledge is hidden: villages are in no gazetteer
_FORGOTTEN_NAME = 0.15  # share of names that are hidden singly


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence ready for windows: words and labels, with what the gazetteer knows of each word."""

    words: tuple[str, ...]
    known: tuple[int, ...]
    known_any_case: Callable[[], list[int]]
    places: tuple[str | None, ...]
    kinds: tuple[int, ...]
    roles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Arrays of one length: pieces, shapes, known, tags, kinds, roles; labels stand at words' first pieces."""

    rows: NDArray[np.int64]  # (6, pieces)

    def __len__(self) -> int:
        return int(self.rows.shape[1])


def windows(groups: Sequence[Sequence[Example]], vocabulary: Vocabulary, seed: int) -> Iterator[Window]:
    """Windows over documents (each a sequence of examples in order); another `seed` damages other sentences."""
    chance = random.Random(seed)
    for group in groups:
        kept = [e for e in group if any(p not in ("O", None) for p in e.places) or chance.random() < _KEEP_UNNAMED]
        columns: list[list[tuple[int, ...]]] = []
        size = 0
        for example in kept:
            encoded = _encoded(_damaged(example, chance), vocabulary)
            if columns and (size + len(encoded) > MOST_PIECES - 2 or chance.random() < 0.15):
                yield _window(columns, vocabulary)
                columns, size = [], 0
            columns.append(encoded[: MOST_PIECES - 2])
            size += len(encoded)
        if columns:
            yield _window(columns, vocabulary)


Row = tuple[str, int, str | None, int, int]  # word, what the gazetteer knows, place tag, kind, role


def _damaged(example: Example, chance: random.Random) -> list[Row]:
    fate = chance.random()
    known = list(example.known)
    words = list(example.words)
    if fate < _LOWER:
        words, known = [w.lower() for w in words], example.known_any_case()
    elif fate < _LOWER + _UPPER:
        words = [w.upper() for w in words]
    if chance.random() < _NO_GAZETTEER:
        known = [NONE] * len(words)
    else:
        _forget(known, chance)
    rows = list(zip(words, known, example.places, example.kinds, example.roles, strict=True))
    if _LOWER + _UPPER < fate < _LOWER + _UPPER + _NO_PUNCTUATION:
        rows = _without(rows, frozenset(",;:()[]\"“”'’"))
    elif fate > 1 - _NO_HYPHEN:
        rows = _without(rows, frozenset("-–—"))
    return rows


def _forget(known: list[int], chance: random.Random) -> None:
    k = 0
    while k < len(known):
        end = k + 1
        if known[k]:
            while end < len(known) and known[end] and known[end] % 2 == 0:
                end += 1
            if chance.random() < _FORGOTTEN_NAME:
                known[k:end] = [NONE] * (end - k)
        k = end


def _without(rows: list[Row], signs: frozenset[str]) -> list[Row]:
    """The words without certain signs; a name that ended or began with one is tagged anew."""
    kept = [r for r in rows if r[0] not in signs]
    return [(w, k, p, kind, role) for (w, k, _, kind, role), p in zip(kept, _retagged([r[2] for r in kept]), strict=True)]


def _retagged(tags: list[str | None]) -> list[str | None]:
    out = list(tags)
    for k, tag in enumerate(tags):
        if tag in (None, "O"):
            continue
        opens = tag in ("B", "S") or k == 0 or tags[k - 1] in (None, "O", "E", "S")
        closes = tag in ("E", "S") or k + 1 == len(tags) or tags[k + 1] in (None, "O", "B", "S")
        out[k] = "S" if opens and closes else "B" if opens else "E" if closes else "I"
    return out


def _encoded(rows: list[Row], vocabulary: Vocabulary) -> list[tuple[int, ...]]:
    columns: list[tuple[int, ...]] = []
    for word, known, place, kind, role in rows:
        form = shape(word)
        for k, piece in enumerate(vocabulary.of(word)):
            first = k == 0
            columns.append(
                (
                    piece,
                    form,
                    known,
                    TAGS.index(place) if first and place is not None else IGNORED,
                    kind if first and kind != UNKNOWN else IGNORED,
                    role if first and role != UNKNOWN else IGNORED,
                )
            )
    return columns


def _window(columns: list[list[tuple[int, ...]]], vocabulary: Vocabulary) -> Window:
    edge = (0, 0, IGNORED, IGNORED, IGNORED)
    flat = [(vocabulary.open, *edge), *(c for part in columns for c in part), (vocabulary.close, *edge)]
    return Window(np.array(flat, dtype=np.int64).T.copy())


def batches(found: Sequence[Window], pieces: int, seed: int) -> list[list[Window]]:
    """Windows of like length together, `pieces` (padding included) a batch, in an order that the seed settles."""
    chance = random.Random(seed)
    order = sorted(found, key=lambda w: (len(w), chance.random()))
    out: list[list[Window]] = []
    for window in order:
        if out and (len(out[-1]) + 1) * len(window) <= pieces:
            out[-1].append(window)
        else:
            out.append([window])
    chance.shuffle(out)
    return out
