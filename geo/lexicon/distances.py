"""Words of distances: flown, ranges, how near."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class DistanceWords:
    flown: tuple[str, ...]
    range: tuple[str, ...]
    fired_at: tuple[str, ...]
    straight: tuple[str, ...]
    moving: tuple[str, ...]
    closeness: tuple[str, ...]
    height: tuple[str, ...]
    extent: tuple[str, ...]
    bearing: tuple[str, ...]


@lru_cache(maxsize=1)
def distance_words() -> DistanceWords:
    return DistanceWords(**{name: tuple(words) for name, words in read_table("distances.toml").items()})
