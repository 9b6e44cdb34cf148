"""Names of an article that stand for one place each, with the places that they may mean: the rows that the ranker weighs.

A name keeps its sense through an article: all its mentions make one sense, parted only where the text itself tells them apart
("Hama province" and "the town of Hama", "Tripoli, Libya" and "Tripoli, Lebanon").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geo.gazetteer import Gazetteer
from geo.lexicon import place_words
from geo.model import Candidate, Kind, Match, Mention

SURE = frozenset((Match.EXACT, Match.FOLDED, Match.ARTICLE))
_ADJECTIVAL = frozenset(("demonym", "adjective"))
_LEAST_SIMILARITY = 0.7  # below it a likeness of consonants is no answer; see gazetteer.store
MOST_SURE = 40  # candidates of a sense that are weighed
MOST_DOUBTFUL_BESIDE_SURE, MOST_DOUBTFUL = 10, 24  # spelt only alike, where others are spelt so and where none is


@dataclass(frozen=True, slots=True)
class Sense:
    """A name in one use, its mentions (indices, ascending) and its candidates, best match first and none twice."""

    name: str
    kind: Kind
    sort: str | None  # settlement, division, water, site: what the text calls it
    modified: bool
    mentions: tuple[int, ...]
    candidates: tuple[Candidate, ...]


def senses_of(mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Sense, ...]:
    """The senses of an article, in the order of their first mentions."""
    heads = place_words().heads
    keyed: dict[tuple[object, ...], list[int]] = {}
    for k, m in enumerate(mentions):
        sort = heads.get(m.clues.head) if m.clues.head else None
        outer = tuple(sorted({written(mentions[c]) for c in m.clues.containers}))
        keyed.setdefault((written(m).casefold(), m.kind, sort, m.clues.modifier is not None, outer), []).append(k)
    found: dict[tuple[str, bool], tuple[Candidate, ...]] = {}
    senses: list[Sense] = []
    for (_, kind, sort, modified, _), indices in keyed.items():
        first = mentions[indices[0]]
        name = written(first)
        demonym = first.kind is Kind.DEMONYM
        if (name, demonym) not in found:
            found[name, demonym] = candidates_of(name, gazetteer, demonym=demonym)
        assert isinstance(kind, Kind)
        assert sort is None or isinstance(sort, str)
        senses.append(Sense(name, kind, sort, bool(modified), tuple(indices), found[name, demonym]))
    return tuple(senses)


def written(mention: Mention) -> str:
    return re.sub(r"\s+", " ", mention.text).strip()


def candidates_of(name: str, gazetteer: Gazetteer, *, demonym: bool) -> tuple[Candidate, ...]:
    """Places that a written name may mean, one candidate each: those called so, then those spelt nearly so."""
    sure: dict[str, Candidate] = {}
    doubtful: dict[str, Candidate] = {}
    for c in gazetteer.exact(name) if demonym else gazetteer.find(name):
        if (c.name_kind in _ADJECTIVAL) is not demonym:
            continue
        if c.how in SURE:
            sure.setdefault(c.place.id, c)
        elif c.place.id not in sure and (c.how is not Match.SKELETON or c.similarity >= _LEAST_SIMILARITY):
            doubtful.setdefault(c.place.id, c)
    kept = list(sure.values())[:MOST_SURE]
    return (*kept, *list(doubtful.values())[: MOST_DOUBTFUL_BESIDE_SURE if kept else MOST_DOUBTFUL])
