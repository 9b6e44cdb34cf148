"""Which candidate of a name is the right one, by the gold place of its mentions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer import Gazetteer
from geo.model import Candidate, Mention
from geo.resolve.layout import Layout, layout_of
from geo.resolve.rows import Rows, rows_of
from geo.resolve.senses import Sense, senses_of
from geo.training.spans import GoldPlace

NEAR_KM = 161.0  # a hundred miles: what the published measures count as right
SAME_KM = 5.0  # records this near the best one are taken for the same place
RIGHT, NEARLY, WRONG = 1.0, 0.0, -1.0


@dataclass(frozen=True, slots=True)
class Example:
    """An article ready for training: its rows, and for each row (then for each sense's NULL) whether it is the answer.

    `answers` holds RIGHT, NEARLY (within reach of the gold point, but another is nearer) or WRONG; `weights`, one for each sense,
    are 0 where the corpus gives no place.
    """

    corpus: str
    article: str
    rows: Rows
    layout: Layout
    answers: NDArray[np.float64]
    weights: NDArray[np.float64]


def example(corpus: str, mentions: Sequence[Mention], places: Sequence[GoldPlace | None], gazetteer: Gazetteer, weight: float) -> Example:
    """Candidates of an article with the right ones marked."""
    senses = senses_of(mentions, gazetteer)
    rows = rows_of(senses, mentions, gazetteer)
    n = len(rows.candidates)
    answers = np.full(n + len(senses), WRONG)
    weights = np.zeros(len(senses))
    for number, sense in enumerate(senses):
        gold = next((places[k] for k in sense.mentions if places[k] is not None), None)
        if gold is None:
            continue
        marks = _marks(sense, gold)
        answers[int(rows.starts[number]) : int(rows.starts[number + 1])] = marks
        answers[n + number] = WRONG if any(m == RIGHT for m in marks) else RIGHT
        weights[number] = weight * math.sqrt(len(sense.mentions))
    return Example(corpus, mentions[0].article if mentions else "", rows, layout_of(senses, mentions), answers, weights)


def _marks(sense: Sense, gold: GoldPlace) -> list[float]:
    distances = [_error_km(c, gold) for c in sense.candidates]
    reach = [d <= NEAR_KM or within(c, gold) for d, c in zip(distances, sense.candidates, strict=True)]
    named = [gold.geonameid is not None and c.place.id == f"geonames:{gold.geonameid}" for c in sense.candidates]
    if any(named):
        return [RIGHT if same else NEARLY if near else WRONG for same, near in zip(named, reach, strict=True)]
    best = min((d for d, near in zip(distances, reach, strict=True) if near), default=None)
    if best is None:
        return [WRONG] * len(distances)
    return [(RIGHT if d <= best + SAME_KM else NEARLY) if near else WRONG for d, near in zip(distances, reach, strict=True)]


def _error_km(candidate: Candidate, gold: GoldPlace) -> float:
    return distance_km(candidate.place.position.lon, candidate.place.position.lat, gold.position.lon, gold.position.lat)


def within(candidate: Candidate, gold: GoldPlace) -> bool:
    """Whether the gold point lies in the candidate's box."""
    box = candidate.place.bbox
    if box is None:
        return False
    lon, lat = gold.position
    across = box.west > box.east
    return box.south <= lat <= box.north and (lon >= box.west or lon <= box.east if across else box.west <= lon <= box.east)


def distance_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Great-circle distance."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))
