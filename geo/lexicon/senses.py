"""Words by which a trigger's sense is told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class SenseWords:
    """Words by which a trigger's sense is told, and by which two triggers are told to be one; resources/lexicon/senses.toml says how."""

    carriers: frozenset[str]
    undertakings: frozenset[str]
    missions: frozenset[str]
    coming_under: frozenset[str]
    wielding: frozenset[str]
    taken_up: frozenset[str]
    pointing: frozenset[str]
    own_deeds: frozenset[str]
    killing: frozenset[str]
    harming: frozenset[str]
    storming: frozenset[str]
    on_foot: frozenset[str]
    any_attack: frozenset[str]
    fending_off: frozenset[str]
    resisting: frozenset[str]
    from_above: frozenset[str]
    planted: frozenset[str]
    seeking: frozenset[str]
    at: frozenset[str]
    beside: frozenset[str]
    causing: frozenset[str]
    tolling: frozenset[str]
    telling: frozenset[str]
    surely_ground: frozenset[str]
    ground: frozenset[str]


@lru_cache(maxsize=1)
def sense_words() -> SenseWords:
    return SenseWords(**{name: frozenset(words) for name, words in read_table("senses.toml").items()})
