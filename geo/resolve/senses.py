"""Names of an article that stand for one place each, with the places that they may mean: the rows that the ranker weighs.

A name keeps its sense through an article: all its mentions make one sense, parted only where the text itself tells them apart
("Hama province" and "the town of Hama", "Tripoli, Libya" and "Tripoli, Lebanon").
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from geo.gazetteer import Gazetteer
from geo.lexicon import place_words, stem_and_head
from geo.model import Candidate, Kind, Match, Mention

SURE = frozenset((Match.EXACT, Match.FOLDED, Match.ARTICLE))
_ADJECTIVAL = frozenset(("demonym", "adjective"))
_LEAST_SIMILARITY = 0.7  # below it a likeness of consonants is no answer; see gazetteer.store
MOST_SURE = 40  # candidates of a sense that are weighed
MOST_PARTS = 6  # whose name has a generic word more
MOST_DOUBTFUL_BESIDE_SURE, MOST_DOUBTFUL = 12, 24  # spelt only alike, where others are spelt so and where none is


@dataclass(frozen=True, slots=True)
class Sense:
    """A name in one use, its mentions (indices, ascending) and its candidates, best match first and none twice."""

    name: str
    kind: Kind
    sort: str | None  # settlement, division, water, site: what the text calls it
    modified: bool
    mentions: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    outer: tuple[str, ...] = ()  # names that the text says contain it


def senses_of(mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Sense, ...]:
    """The senses of an article, in the order of their first mentions."""
    heads = place_words().heads
    keyed: dict[tuple[str, Kind, str | None, bool, tuple[str, ...]], list[int]] = {}
    for k, m in enumerate(mentions):
        sort = heads.get(m.clues.head) if m.clues.head else None
        outer = tuple(sorted({written(mentions[c]) for c in m.clues.containers}))
        keyed.setdefault((written(m).casefold(), m.kind, sort, m.clues.modifier is not None, outer), []).append(k)
    likely = _likely_countries(mentions, gazetteer)
    found: dict[tuple[str, bool], tuple[Candidate, ...]] = {}
    senses: list[Sense] = []
    for (_, kind, sort, modified, outer), indices in keyed.items():
        first = mentions[indices[0]]
        name = written(first)
        demonym = first.kind is Kind.DEMONYM
        if (name, demonym) not in found:
            found[name, demonym] = candidates_of(name, gazetteer, demonym=demonym, likely=likely)
        senses.append(Sense(name, kind, sort, modified, tuple(indices), found[name, demonym], outer))
    return tuple(senses)


def written(mention: Mention) -> str:
    return re.sub(r"\s+", " ", mention.text).strip()


def _likely_countries(mentions: Sequence[Mention], gazetteer: Gazetteer) -> frozenset[str]:
    """Countries that the article names, and those whose gazetteers the user added."""
    named = {c.place.country for m in mentions for c in gazetteer.exact(written(m)) if c.place.feature.startswith("PCL")}
    return frozenset({c for c in named if c} | set(gazetteer.gazetteers))


def candidates_of(name: str, gazetteer: Gazetteer, *, demonym: bool, likely: Container[str | None] = ()) -> tuple[Candidate, ...]:
    """Places that a written name may mean, one candidate each: those called so, then those spelt nearly so.

    Where there are too many, those in `likely` countries are kept first.
    """
    sure: dict[str, Candidate] = {}
    doubtful: dict[str, Candidate] = {}
    called = gazetteer.exact(name)
    # Nobody who writes a country's name means a village that is spelt nearly so, and looking for those takes longest.
    country = any(c.place.feature.startswith("PCL") and c.name_kind not in _ADJECTIVAL for c in called)
    for c in called if demonym else gazetteer.find(name, fuzzy=not country):
        if (c.name_kind in _ADJECTIVAL) is not demonym:
            continue
        if c.how in SURE:
            sure.setdefault(c.place.id, c)
        elif c.place.id not in sure and (c.how is not Match.SKELETON or c.similarity >= _LEAST_SIMILARITY):
            doubtful.setdefault(c.place.id, c)
    parts = stem_and_head(name)
    if not sure and not demonym and parts is not None:  # "Adamawa State", "Al-Raqqah City": held under its own part alone
        return candidates_of(parts[0], gazetteer, demonym=False, likely=likely)
    kept = _foremost(list(sure.values()), MOST_SURE, likely)
    parts = [c for c in doubtful.values() if c.how is Match.PART][:MOST_PARTS]  # few, and as like as each other
    alike = [c for c in doubtful.values() if c.how is not Match.PART]
    return (*kept, *_foremost(alike, MOST_DOUBTFUL_BESIDE_SURE if kept else MOST_DOUBTFUL, likely), *parts)


def _foremost(found: list[Candidate], most: int, likely: Container[str | None]) -> list[Candidate]:
    """So many of the candidates, in their order: half of them by order alone, the rest from the likely countries first."""
    if len(found) <= most:
        return found
    first, rest = found[: most // 2], found[most // 2 :]
    chosen = {id(c) for c in sorted(rest, key=lambda c: c.place.country not in likely)[: most - len(first)]}
    return [*first, *(c for c in rest if id(c) in chosen)]
