"""Reprints: passages that several articles have word for word or nearly so, whatever a scrape did to them.

One pass over the articles, the most intact first. Every stretch of letters is traced to the first article that has it, so
the work grows with the length of the texts, not with the number of pairs: a thousand copies of one text are each compared
with that text alone.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from geo.events.reuse.wording import SHINGLE, Letters, edits, similarity
from geo.model import Analysis, Article, Edit, Reprint, Reprinted, Span

ALIKE = 0.6  # of a passage's letters, for a reworded beginning or end; swept .7 to .9: story F1 the same
_TRACE = 0.3  # of a passage's letters in shared stretches, before its likeness is worked out
_LEAST = 50  # letters that a run of shared passages has at least: a shared "could not be reached for comment" is none
_FAITHFUL = 0.9  # of a passage's letters: less is a formula filled in anew ("12 people were killed in X on Friday") ...
_ACQUAINTED = 200  # ... unless the two texts share so many letters in faithful copies; then a run may be shorter, too
_LEAST_THEN = 20  # letters that such a run has at least
_SHORTEST = 15  # letters; what is shorter is a copy only whole, and in a run with others: "No one was hurt."
_GAP = 160  # letters between two shared stretches of one run
_ONE_ORIGIN = 0.4  # of the shorter article's letters: what a reprint with a new beginning keeps
_WORDS_PER_STOP = 60  # fewer full stops than that: a damaged scrape
_COMPARED = 50  # copies of a passage that an article's overlap is counted against
_STOP = re.compile(r"[.!?](?=[\s\"'”’)]|$)")

_Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reprints:
    """The groups of reprinted passages, and the articles that have one origin because most of the one is in the other."""

    groups: tuple[Reprint, ...] = ()
    families: tuple[tuple[str, ...], ...] = ()
    _family: Mapping[str, int] = field(default_factory=dict[str, int])
    _at: Mapping[str, tuple[tuple[Span, int], ...]] = field(default_factory=dict[str, "tuple[tuple[Span, int], ...]"])

    def family(self, article: str) -> int | None:
        """Which of the families an article is of; None where it shares its origin with no other."""
        return self._family.get(article)

    def of(self, article: str, span: Span) -> tuple[Reprint, ...]:
        """The groups of the passages that a span touches, in the order of the text."""
        return tuple(self.groups[n] for n in self.numbers(article, span))

    def numbers(self, article: str, span: Span) -> list[int]:
        """The same as indices into `groups`."""
        here = self._at.get(article, ())
        at = bisect_right(here, span.start, key=lambda unit: unit[0].end)
        found: list[int] = []
        while at < len(here) and here[at][0].start < span.end:
            found.append(here[at][1])
            at += 1
        return found


@dataclass(slots=True)
class _Unit:
    """A passage, or what a lost full stop left of one, in letters; `group` is shared by all copies."""

    start: int
    end: int
    group: int


@dataclass(slots=True)
class _Text:
    letters: Letters
    bounds: list[int]  # letters at which the reader saw a passage begin or end
    passages: list[tuple[int, int]]
    units: list[_Unit] = field(default_factory=list[_Unit])


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of letters that two texts share, letter for letter."""

    there: int
    here: int
    length: int


def reprints(articles: Sequence[Article], analyses: Mapping[str, Analysis]) -> Reprints:
    """Groups of near-identical passages over all analysed articles; duplicates of an article are left out.

    A pair of passages is of one group where at least `ALIKE` of their letters agree and they stand in a run of at least
    `_LEAST` shared letters, or fewer where the two articles share more than that one run. Within an article a group has one passage.
    """
    present = [a for a in articles if a.duplicate_of is None and a.id in analyses]
    key = tuple((a.id, a.text_sha256, a.published, analyses[a.id].passages) for a in present)
    if key not in _KEPT:
        _KEPT.clear()
        _KEPT[key] = _found(present, analyses)
    return _KEPT[key]


# The last answer: the window asks again after every judgement, and no judgement changes a text.
_KEPT: dict[object, Reprints] = {}


def _found(articles: Sequence[Article], analyses: Mapping[str, Analysis]) -> Reprints:
    texts = [_text(a.text, analyses[a.id].passages) for a in articles]
    intact_first = sorted(range(len(articles)), key=lambda i: (_is_damaged(articles[i].text), articles[i].published or date.max, i))
    members: list[list[tuple[int, int, int]]] = []  # by group: text, from letter, to letter
    for text, hits in _traced(texts, intact_first):
        _take_up(texts, text, hits, members)
    return _grouped([a.id for a in articles], [a.text_sha256 for a in articles], texts, members)


def _text(text: str, passages: Sequence[Span]) -> _Text:
    letters = Letters.of(text)
    found = [letters.within(span) for span in passages]
    found = [(start, end) for start, end in found if end > start]
    return _Text(letters, sorted({0, len(letters), *(b for p in found for b in p)}), found)


def _is_damaged(text: str) -> bool:
    return len(_STOP.findall(text)) * _WORDS_PER_STOP < len(text.split())


# --- where a text's wording stands first -------------------------------------------------------------------------------


def _traced(texts: Sequence[_Text], order: Sequence[int]) -> Iterable[tuple[int, dict[int, list[_Run]]]]:
    """For each text in order the runs of letters that it shares with texts before it, by the text that has them first."""
    kept = [texts[i].letters.fingerprints() for i in order]
    if not kept:
        return
    hashes = np.concatenate([h for h, _ in kept])
    positions = np.concatenate([p for _, p in kept])
    rank: _Offsets = np.repeat(np.arange(len(order)), [len(h) for h, _ in kept])
    by_hash = np.argsort(hashes, kind="stable")  # stable: of equal hashes the first text's stands first
    ordered = hashes[by_hash]
    begins = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if len(ordered) else np.empty(0, np.int64)
    first = np.empty(len(hashes), np.int64)
    first[by_hash] = np.repeat(by_hash[begins], np.diff(np.concatenate([begins, [len(ordered)]])))
    end = 0
    for r, i in enumerate(order):
        mine: _Offsets = np.arange(end, end + len(kept[r][0]))
        end += len(mine)
        mine = mine[rank[first[mine]] < r]
        shared: dict[int, list[_Run]] = {}
        others: list[int] = np.unique(rank[first[mine]]).tolist()
        for other in others:
            at = mine[rank[first[mine]] == other]
            there = order[other]
            shared[there] = _runs(texts[there].letters, texts[i].letters, positions[first[at]], positions[at])
        yield i, shared


def _runs(there: Letters, here: Letters, at_there: _Offsets, at_here: _Offsets) -> list[_Run]:
    """The longest shared stretches through the given shared hashes."""
    runs: list[_Run] = []
    shift = at_here - at_there
    for diagonal in np.unique(shift).tolist():
        low = max(0, -diagonal)
        length = min(len(there), len(here) - diagonal) - low
        equal = there.codes[low : low + length] == here.codes[low + diagonal : low + diagonal + length]
        breaks = np.concatenate([[-1], np.flatnonzero(~equal), [length]])
        found = np.unique(np.searchsorted(breaks, at_there[shift == diagonal] - low, side="right"))
        for k in found.tolist():
            start, end = int(breaks[k - 1]) + 1, int(breaks[k])
            if end - start >= SHINGLE:
                runs.append(_Run(low + start, low + diagonal + start, end - start))
    return sorted(runs, key=lambda r: r.here)


# --- which passage is a copy of which ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Copy:
    """A stretch of this text that copies a unit of another: how many letters are shared, and how alike they are."""

    start: int
    end: int
    group: int
    shared: int
    likeness: float


def _take_up(texts: Sequence[_Text], number: int, shared: Mapping[int, list[_Run]], members: list[list[tuple[int, int, int]]]) -> None:
    """Give the text its units: copies of other texts' passages, and what is left of its own."""
    text = texts[number]
    copies: list[_Copy] = []
    for there, runs in shared.items():
        chains = [(sum(r.length for r in chain), _copies(texts[there], text, chain)) for chain in _chains(runs)]
        faithful = sum(c.shared for _, found in chains for c in found if c.likeness >= _FAITHFUL)
        acquainted = faithful >= min(_ACQUAINTED, _ONE_ORIGIN * len(text.letters))
        for length, found in chains:
            if acquainted and length >= _LEAST_THEN:
                copies += found
            elif length >= _LEAST:
                copies += (c for c in found if c.likeness >= _FAITHFUL)
    taken: list[_Copy] = []
    groups: set[int] = set()
    for copy in sorted(copies, key=lambda c: (-c.shared, c.start)):
        room = [t for t in taken if t.start < copy.end and copy.start < t.end]
        overlap = sum(min(t.end, copy.end) - max(t.start, copy.start) for t in room)
        if copy.group not in groups and overlap <= 0.2 * (copy.end - copy.start):
            taken.append(copy)
            groups.add(copy.group)
    for copy in taken:
        text.units.append(_Unit(copy.start, copy.end, copy.group))
        members[copy.group].append((number, copy.start, copy.end))
    covered = sorted((c.start, c.end) for c in taken)
    for start, end in text.passages:
        for piece in _left(start, end, covered):
            if piece == (start, end) or piece[1] - piece[0] >= _SHORTEST:
                text.units.append(_Unit(*piece, len(members)))
                members.append([(number, *piece)])
    text.units.sort(key=lambda u: u.start)


def _left(start: int, end: int, covered: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    for low, high in covered:
        if high <= start or low >= end:
            continue
        if low > start:
            pieces.append((start, low))
        start = max(start, high)
    if start < end:
        pieces.append((start, end))
    return pieces


def _chains(runs: Sequence[_Run]) -> list[list[_Run]]:
    """Runs that follow each other in both texts, with no more than `_GAP` letters of difference in between."""
    chains: list[list[_Run]] = []
    for run in runs:
        for chain in reversed(chains[-4:]):
            last = chain[-1]
            gap_there, gap_here = run.there - (last.there + last.length), run.here - (last.here + last.length)
            if -SHINGLE < gap_there <= _GAP and -SHINGLE < gap_here <= _GAP:
                chain.append(run)
                break
        else:
            chains.append([run])
    return chains


def _copies(there: _Text, here: _Text, chain: Sequence[_Run]) -> list[_Copy]:
    """The other text's units that the chain runs through, each with the stretch of this text that copies it."""
    found: list[_Copy] = []
    starts = [u.start for u in there.units]
    at = max(0, bisect_right(starts, chain[0].there) - 1)
    floor = 0
    for unit in there.units[at:]:
        if unit.start >= chain[-1].there + chain[-1].length:
            break
        inside = [(max(r.there, unit.start), min(r.there + r.length, unit.end), r.here - r.there) for r in chain]
        inside = [(low, high, shift) for low, high, shift in inside if low < high]
        shared = sum(high - low for low, high, _ in inside)
        size = unit.end - unit.start
        if not inside or shared < (_TRACE if size >= _SHORTEST else 1) * size:
            continue
        first, last = inside[0], inside[-1]
        start = _edge(here.bounds, floor, first[0] + first[2], first[0] - unit.start, -1)
        end = _edge(here.bounds, len(here.letters), last[1] + last[2], unit.end - last[1], 1)
        likeness = similarity(there.letters, (unit.start, unit.end), here.letters, (start, end))
        if likeness >= ALIKE:
            found.append(_Copy(start, end, unit.group, shared, likeness))
            floor = end
    return found


def _edge(bounds: Sequence[int], limit: int, at: int, missing: int, way: int) -> int:
    """Where a copy begins (way -1) or ends (1), when its shared letters do so at `at` and the unit has `missing` more.

    The end of a passage of this text near the expected place, or of what was found before; else just the missing letters,
    where they were replaced, or none.
    """
    reach = int(1.5 * missing) + 12
    low, high = (max(limit, at - reach), at) if way < 0 else (at, min(limit, at + reach))
    options = list(bounds[bisect_left(bounds, low) : bisect_right(bounds, high)])
    if low <= limit <= high:
        options.append(limit)
    expected = at + way * missing
    if not options:
        return at
    best = min(options, key=lambda b: (abs(b - expected), abs(b - at)))
    return best if abs(best - at) <= reach else at


# --- groups and families ------------------------------------------------------------------------------------------------


def _grouped(
    ids: Sequence[str], hashes: Sequence[str], texts: Sequence[_Text], members: Sequence[Sequence[tuple[int, int, int]]]
) -> Reprints:
    groups: list[Reprint] = []
    at: dict[str, list[tuple[Span, int]]] = defaultdict(list)
    for group in members:
        if len(group) < 2:
            continue
        lead, low, high = group[0]
        first = texts[lead].letters
        passages: list[Reprinted] = []
        for number, start, end in group:
            here = texts[number].letters
            changed: tuple[Edit, ...] = () if number == lead else edits(first, (low, high), here, (start, end))
            passages.append(Reprinted(ids[number], _with_marks(here, start, end), changed))
            at[ids[number]].append((passages[-1].span, len(groups)))
        name = hashlib.sha256(f"{hashes[lead]}:{ids[lead]}:{passages[0].span.start}".encode()).hexdigest()[:12]
        groups.append(Reprint(f"r{name}", tuple(passages)))
    families = _families(ids, texts, members)
    family_of = {article: number for number, family in enumerate(families) for article in family}
    return Reprints(tuple(groups), families, family_of, {article: tuple(sorted(units)) for article, units in at.items()})


def _with_marks(letters: Letters, start: int, end: int) -> Span:
    """The span of the letters with the full stop, bracket or quotation mark that belongs to them."""
    span = letters.span(start, end)
    text, low, high = letters.text, span.start, span.end
    while low > 0 and text[low - 1] in "\"'“‘([«":
        low -= 1
    while high < len(text) and text[high] in ".!?,;:\"'”’)]»%":
        high += 1
    return Span(low, high)


def _families(ids: Sequence[str], texts: Sequence[_Text], members: Sequence[Sequence[tuple[int, int, int]]]) -> tuple[tuple[str, ...], ...]:
    """Articles joined where the passages they share are `_ONE_ORIGIN` of the shorter one."""
    root = list(range(len(ids)))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    shared: Counter[tuple[int, int]] = Counter()
    for group in members:
        compared = group[:_COMPARED]
        for place, (i, start, end) in enumerate(group):
            for j, _, _ in compared[:place]:
                shared[(j, i)] += end - start
    for (i, j), letters in shared.items():
        if letters >= _ONE_ORIGIN * min(len(texts[i].letters), len(texts[j].letters)):
            root[find(i)] = find(j)
    found: dict[int, list[str]] = defaultdict(list)
    for i, article in enumerate(ids):
        found[find(i)].append(article)
    return tuple(tuple(family) for family in found.values() if len(family) > 1)
