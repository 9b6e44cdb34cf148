"""Why a candidate is likely, in words that a person can check against the text and the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geo.model import Match, Mention, Place
from geo.resolve.containment import contains
from geo.resolve.features import distances_km
from geo.resolve.rows import COUNTRY, FIRST, HEAD_FITS, REGION, WATER, Floats, Ints, Rows

_HOW = {
    Match.EXACT: 'name matches "{}"',
    Match.FOLDED: 'name matches "{}" but for accents or hyphens',
    Match.ARTICLE: 'name matches "{}" but for the Arabic article',
    Match.SKELETON: 'name matched by skeleton: "{}" has the same consonants',
    Match.PART: 'a part of the name "{}"',
}
_NEAR_KM = 100.0  # within which a neighbour is worth naming
_WIDE = (COUNTRY, REGION, WATER, FIRST)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the article's other names were taken for."""

    rows: Rows
    settled: Mapping[int, int]  # sense → its row
    outer: Mapping[int, tuple[int, ...]]  # sense → senses that the text says contain it
    said: Mapping[int, str]  # sense → the word that the text calls it by: province, town
    neighbours: tuple[int, ...]  # senses settled to something that lies at a point
    km: Floats  # rows × neighbours
    called_by: Ints  # of each sense its name, as a number
    called: Ints  # the same of each neighbour
    stands_for: Ints  # of each neighbour its place, as in Rows.place
    countries: frozenset[str]  # that the article names
    divisions: frozenset[tuple[str | None, str]]

    @classmethod
    def of(cls, rows: Rows, settled: Mapping[int, int], mentions: Sequence[Mention]) -> Surroundings:
        owner = {k: number for number, s in enumerate(rows.senses) for k in s.mentions}
        outer: dict[int, tuple[int, ...]] = {}
        said: dict[int, str] = {}
        for k, m in enumerate(mentions):
            outer[owner[k]] = tuple(dict.fromkeys((*outer.get(owner[k], ()), *(owner[c] for c in m.clues.containers))))
            if m.clues.head:
                said.setdefault(owner[k], m.clues.head)
        neighbours = tuple(number for number, row in settled.items() if rows.sort[row] not in _WIDE)
        at = np.array([settled[number] for number in neighbours], dtype=np.int64)
        every = np.arange(len(rows.candidates), dtype=np.int64)
        places = [rows.candidates[row].place for row in settled.values()]
        names: dict[str, int] = {}
        called_by = np.array([names.setdefault(s.name.casefold(), len(names)) for s in rows.senses], dtype=np.int64)
        return cls(
            rows,
            settled,
            outer,
            said,
            neighbours,
            distances_km(rows, every, at),
            called_by,
            called_by[list(neighbours)],
            rows.place[at],
            frozenset(p.country for p in places if p.country and p.feature.startswith("PCL")),
            frozenset((p.country, p.name) for p in places if p.feature == "ADM1"),
        )

    def place(self, sense: int) -> Place | None:
        row = self.settled.get(sense)
        return self.rows.candidates[row].place if row is not None else None


def reasons_for(row: int, round_it: Surroundings) -> tuple[str, ...]:
    """Reasons for one candidate: what the text says first, then where it lies, then how the name fits."""
    rows = round_it.rows
    candidate, sense = rows.candidates[row], int(rows.sense[row])
    place = candidate.place
    reasons: list[str] = []
    for number in round_it.outer.get(sense, ()):
        outer = round_it.place(number)
        if outer is not None and contains(outer, place):
            reasons.append(f"in {outer.name}, as the text says")
            break
    else:
        if place.admin1 is not None and (place.country, place.admin1) in round_it.divisions and place.feature != "ADM1":
            reasons.append(f"in {place.admin1}, which the article names")
        elif place.country in round_it.countries and not place.feature.startswith("PCL"):
            reasons.append("in a country that the article names")
    if rows.sort[row] not in _WIDE:
        reasons += _nearest(row, sense, round_it)
    head = round_it.said.get(sense)
    if head is not None and rows.own[row, HEAD_FITS] > 0:
        reasons.append(f'the text says "{head}"')
    reasons.append(_HOW[candidate.how].format(candidate.matched_name))
    return tuple(reasons)


def _nearest(row: int, sense: int, round_it: Surroundings) -> list[str]:
    """ "9 km from Khan Shaykhun": the nearest place that another name stands for."""
    other = (round_it.called != round_it.called_by[sense]) & (round_it.stands_for != round_it.rows.place[row])
    if not other.any():
        return []
    km = np.where(other, round_it.km[row], np.inf)
    nearest = int(km.argmin())
    neighbour = round_it.place(round_it.neighbours[nearest])
    return [f"{km[nearest]:.0f} km from {neighbour.name}"] if km[nearest] < _NEAR_KM and neighbour is not None else []
