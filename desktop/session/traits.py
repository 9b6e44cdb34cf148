"""What events are filtered by beside words, types and days: who did it, who published it, how well it is told and placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from desktop.session.digest import Digest, EventRow
from geo.model import is_area


class Corroboration(StrEnum):
    """Counted in independent origins: reprints and one publisher's versions are one."""

    ONE = "One origin"
    SEVERAL = "Two origins or more"


class Placed(StrEnum):
    """How exactly an event is placed, by the best of its places."""

    SPOT = "A town or a spot"
    DOUBTFUL = "A spot in doubt"
    AREA = "An area only"
    NOWHERE = "No place"


@dataclass(frozen=True, slots=True)
class Traits:
    """An event must have each that is chosen; of several actors or sources, one. Empty and None: any."""

    actors: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    corroboration: Corroboration | None = None
    placed: Placed | None = None
    disagreeing: bool = False

    def __bool__(self) -> bool:
        return self != ANY_TRAITS

    def passes(self, digest: Digest) -> NDArray[np.bool_]:
        tests: list[Callable[[EventRow], bool]] = []
        if self.actors:
            tests.append(lambda row: row.actor in self.actors or any(m.actor in self.actors for m in row.mentions))
        if self.sources:
            telling = {a.id for a in digest.book.articles.values() if a.publisher in self.sources}
            tests.append(lambda row: any(m.article in telling for m in row.mentions))
        if self.corroboration is not None:
            tests.append(lambda row: (row.sources.origins > 1) is (self.corroboration is Corroboration.SEVERAL))
        if self.placed is not None:
            tests.append(lambda row: placed(row) is self.placed)
        if self.disagreeing:
            tests.append(lambda row: row.event is not None and bool(row.event.disagreements))
        passing = np.ones(len(digest.rows), np.bool_)
        for test in tests:  # each asks only of what the ones before let pass
            left = np.flatnonzero(passing)
            passing[left] = np.fromiter((test(digest.rows[i]) for i in left), np.bool_, len(left))
        return passing

    def within(self, digest: Digest) -> Traits:
        """Without actors and sources of which a changed corpus tells nothing: they would hide all that is left."""
        actors, sources = frozenset(actor_counts(digest)), frozenset(source_counts(digest))
        return replace(self, actors=self.actors & actors, sources=self.sources & sources)


ANY_TRAITS = Traits()


def actors_of(row: EventRow) -> frozenset[str]:
    return frozenset(name for name in (row.actor, *(m.actor for m in row.mentions)) if name)


def placed(row: EventRow) -> Placed:
    places = row.event.places if row.event is not None else ()
    doubts = [p.uncertain for p in places if not is_area(p.place)]
    if doubts:
        return Placed.DOUBTFUL if False not in doubts else Placed.SPOT
    return Placed.AREA if places else Placed.NOWHERE


def actor_counts(digest: Digest) -> dict[str, int]:
    """How many events in force each actor has, the most first."""
    return dict(Counter(name for row in digest.rows if not row.rejected for name in sorted(actors_of(row))).most_common())


def source_counts(digest: Digest) -> dict[str, int]:
    """How many events in force each publisher tells, the most first."""
    publishers = {a.id: a.publisher for a in digest.book.articles.values()}
    counts = Counter[str]()
    for row in digest.rows:
        if not row.rejected:
            told = {publishers.get(m.article) for m in row.mentions}
            counts.update(sorted(name for name in told if name))
    return dict(counts.most_common())
