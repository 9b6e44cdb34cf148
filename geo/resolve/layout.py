"""How the names of an article stand to one another in its text: near, in a list, one inside the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.model import Mention
from geo.resolve.rows import Flags, Floats, Ints
from geo.resolve.senses import Sense

_SHORT_CHARS, _LONG_CHARS = 40.0, 400.0  # scales on which names that stand near one another in the text belong together


@dataclass(frozen=True, slots=True)
class Layout:
    """How the senses of an article stand to one another in its text; matrices of senses × senses."""

    near: Floats  # within a paragraph
    next: Floats  # within a phrase
    contained: Flags  # [inner, outer]: the text says that one contains the other
    listed: Flags
    namesakes: Flags  # senses of one name, a sense with itself included
    parted: Flags  # senses of one name that the text puts into different containers: no evidence for one another
    counts: Floats  # mentions of each sense


def layout_of(senses: Sequence[Sense], mentions: Sequence[Mention]) -> Layout:
    """Read how near the names stand to one another, which contain which, and which share a list."""
    n = len(senses)
    owner = np.zeros(len(mentions), dtype=np.int64)
    for number, s in enumerate(senses):
        owner[list(s.mentions)] = number
    least = _least_gaps(senses, mentions, owner)
    contained, listed = np.zeros((n, n), dtype=np.bool_), np.zeros((n, n), dtype=np.bool_)
    lists: dict[tuple[int, int], list[int]] = {}
    for k, m in enumerate(mentions):
        for c in m.clues.containers:
            contained[owner[k], owner[c]] = True
        if m.clues.group is not None:
            lists.setdefault((m.clues.group, m.passage), []).append(int(owner[k]))
    for members in lists.values():
        some = sorted(set(members))
        listed[np.ix_(some, some)] = True
    names: dict[str, int] = {}
    called = np.array([names.setdefault(s.name.casefold(), len(names)) for s in senses], dtype=np.int64)
    namesakes = called[:, None] == called[None, :]
    parted = np.zeros((n, n), dtype=np.bool_)
    for a, b in np.argwhere(namesakes).tolist():
        parted[a, b] = bool(senses[a].outer and senses[b].outer) and not set(senses[a].outer) & set(senses[b].outer)
    contained &= ~np.eye(n, dtype=np.bool_)
    listed &= ~namesakes
    counts = np.array([len(s.mentions) for s in senses], dtype=np.float64)
    return Layout(np.exp(-least / _LONG_CHARS), np.exp(-least / _SHORT_CHARS), contained, listed, namesakes, parted, counts)


def _least_gaps(senses: Sequence[Sense], mentions: Sequence[Mention], owner: Ints) -> Floats:
    """Characters between the nearest mentions of each two senses, senses × senses.

    For each sense the mentions next before and next after every mention are looked up, since to compare each with each
    would ask for 12 GB where a text of 200 KB says one name over and over.
    """
    start = np.array([m.span.start for m in mentions], dtype=np.float64)
    end = np.array([m.span.end for m in mentions], dtype=np.float64)
    least = np.full((len(senses), len(senses)), np.inf)
    for number, sense in enumerate(senses):
        mine = np.array(sense.mentions, dtype=np.int64)
        mine = mine[np.argsort(start[mine], kind="stable")]
        after = np.searchsorted(start[mine], start, side="left")  # of those that begin no earlier the first is nearest
        ahead = np.append(start[mine], np.inf)[after] - end
        before = np.searchsorted(start[mine], start, side="right")  # of those that begin no later the one that ends last
        behind = start - np.insert(np.maximum.accumulate(end[mine]), 0, -np.inf)[before]
        np.minimum.at(least[number], owner, np.maximum(0.0, np.minimum(ahead, behind)))
    return least
