"""Words by which a place is where it happened, whence it came, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class LocatingWords:
    aiming: frozenset[str]
    suffering: frozenset[str]
    elsewhere: frozenset[str]
    accompanying: frozenset[str]
    announcing: frozenset[str]
    not_locating: frozenset[str]
    parts: frozenset[str]
    platforms: frozenset[str]
    roads: frozenset[str]
    other_time: frozenset[str]
    targets: frozenset[str]
    doers: frozenset[str]
    saying: frozenset[str]
    leaving: frozenset[str]
    crossing: frozenset[str]
    travelling: frozenset[str]
    fleets: frozenset[str]
    home_of: frozenset[str]
    descending: frozenset[str]
    scenes: frozenset[str]
    known_ones: frozenset[str]
    resting: frozenset[str]
    adjoining: frozenset[str]
    spoken_in: frozenset[str]
    way: frozenset[str]
    way_of_motion: frozenset[str]


@lru_cache(maxsize=1)
def locating_words() -> LocatingWords:
    return LocatingWords(**{name: frozenset(words) for name, words in read_table("locating.toml").items()})
