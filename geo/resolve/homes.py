"""Namesakes weighed by what the article is about: its countries, the gazetteers that the user added, and what lies beside what.

The trees were taught by news of all the world, where a name means the best known place that bears it. Here the rest of the article
has the last word: the country before the town called after it, the village of the war before its namesake elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from geo.gazetteer.names import fold
from geo.lexicon.places import stem_and_head
from geo.model import Place
from geo.resolve.containment import bearing_deg, km_between
from geo.resolve.ranker import SAME_KM
from geo.resolve.rows import CAPITAL, COUNTRY, FIRST, REGION, WATER, Rows
from geo.resolve.senses import SURE

_WIDE = (COUNTRY, FIRST, REGION, WATER)
_HOME_SHARE, _HOME_WEIGHT = 0.5, 2  # of the article's places that one country must hold for it to be what the article is about
_WELL_KNOWN_LOG_PEOPLE = 6.0  # a million: meant wherever the article plays; from 4.7 to 6.5 changes 3 of 3,875 certain places of LGL
_NEIGHBOUR_KM = 150.0  # so near a place of the article a namesake may be meant; from 50 to 400 changes 4 of 3,875 certain places of LGL


@dataclass(frozen=True, slots=True)
class Home:
    """What the other names of an article say of where it plays."""

    weights: Mapping[str, int]  # country → its places, a country's own name counting twice
    about: str | None  # the country that most of them lie in
    added: frozenset[str]  # countries whose gazetteers the user added

    @classmethod
    def of(cls, sense: int, rows: Rows, settled: Mapping[int, int], added: Collection[str]) -> Home:
        name = rows.senses[sense].name.casefold()
        weights: Counter[str] = Counter()
        for number, row in settled.items():
            country = rows.candidates[row].place.country
            if country is not None and rows.senses[number].name.casefold() != name:
                weights[country] += len(rows.senses[number].mentions) * (2 if rows.sort[row] == COUNTRY else 1)
        foremost, weight = max(weights.items(), key=lambda item: (item[1], item[0]), default=(None, 0))
        about = foremost if weight >= _HOME_WEIGHT and weight >= _HOME_SHARE * sum(weights.values()) else None
        return cls(weights, about, frozenset(added))


def meant_by_name(order: Sequence[int], rows: Rows, home: Home) -> int | None:
    """The country or the state that a bare name means before a town called after it: Liberia, Oklahoma. None where the first is right."""
    top, sense = order[0], rows.senses[int(rows.sense[order[0]])]
    place = rows.candidates[top].place
    if rows.sort[top] in (*_WIDE, CAPITAL) or sense.sort == "settlement" or rows.candidates[top].how not in SURE:
        return None
    sure = [row for row in order[1:] if rows.candidates[row].how in SURE]
    country = next((row for row in sure if rows.sort[row] == COUNTRY), None)
    if country is not None and place.country not in home.weights:
        return country
    parts = stem_and_head(place.name)
    called_after = parts is not None and parts[1] == "city" and fold(parts[0]) == fold(sense.name)
    if called_after and rows.people[top] < _WELL_KNOWN_LOG_PEOPLE:  # but New York is the city
        return next((row for row in sure if rows.sort[row] == FIRST and rows.candidates[row].place.country == place.country), None)
    return None


def meant_at_home(order: Sequence[int], rows: Rows, home: Home, settled: Mapping[int, int]) -> int | None:
    """The namesake in the country that the article is about, before a lesser known one in a country that it never names."""
    top = order[0]
    candidate = rows.candidates[top]
    place = candidate.place
    if rows.sort[top] in (*_WIDE, CAPITAL) or place.country is None or place.country in home.weights or place.country in home.added:
        return None
    if rows.people[top] >= _WELL_KNOWN_LOG_PEOPLE or _has_neighbour(top, rows, settled):
        return None
    homes = {home.about} if home.about is not None else home.added if not home.weights else set[str]()
    for row in order[1:]:
        other = rows.candidates[row]
        as_like = other.how in SURE or (candidate.how not in SURE and other.similarity >= candidate.similarity)
        if as_like and other.place.country in homes and rows.sort[row] not in _WIDE:
            return row
    return None


def abroad(top: int, rows: Rows, home: Home, settled: Mapping[int, int]) -> bool:
    """Whether an answer lies in a country of which the article says nothing, though it is about another, and is not widely known."""
    country = rows.candidates[top].place.country
    if home.about is None or country is None or country in home.weights or rows.sort[top] in (COUNTRY, REGION, WATER, CAPITAL):
        return False
    return rows.people[top] < _WELL_KNOWN_LOG_PEOPLE and not _has_neighbour(top, rows, settled)


def _has_neighbour(top: int, rows: Rows, settled: Mapping[int, int]) -> bool:
    """Whether another name of the article lies near a place: over a border, but in the same war."""
    at, sense = rows.candidates[top].place.position, int(rows.sense[top])
    points = (row for number, row in settled.items() if number != sense and rows.sort[row] not in _WIDE)
    return any(km_between(at, rows.candidates[row].place.position) <= _NEIGHBOUR_KM for row in points)


def contradicts(place: Place, anchor: Place, bearing: float | None) -> bool:
    """Whether a place lies on quite another side than the text says: "A, south of B", of which A lies north."""
    apart = km_between(place.position, anchor.position)
    if bearing is None or apart <= max(SAME_KM, place.extent_km, anchor.extent_km):
        return False
    off = abs((bearing_deg(anchor.position, place.position) - bearing + 180.0) % 360.0 - 180.0)
    return off > 90.0
