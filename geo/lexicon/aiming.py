"""Words of what is aimed at, and of who does it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class AimingWords:
    at: frozenset[str]
    verbs: frozenset[str]
    things: frozenset[str]
    owning: frozenset[str]
    presence: frozenset[str]
    shares: frozenset[str]
    none: frozenset[str]
    softening: frozenset[str]
    sending: frozenset[str]
    no_targets: frozenset[str]
    shares_of_people: frozenset[str]
    sent: frozenset[str]
    harming: frozenset[str]
    undergoing: frozenset[str]
    self_moving: frozenset[str]
    fighting: frozenset[str]
    doing: frozenset[str]
    advances: frozenset[str]
    no_doers: frozenset[str]
    accusing: frozenset[str]
    existing: frozenset[str]
    witnessing: frozenset[str]
    caused: frozenset[str]
    caused_when: frozenset[str]
    no_agent: frozenset[str]
    accused_of: frozenset[str]
    owned_by: frozenset[str]
    within: frozenset[str]
    meeting: frozenset[str]


@lru_cache(maxsize=1)
def aiming_words() -> AimingWords:
    return AimingWords(**{name: frozenset(words) for name, words in read_table("aiming.toml").items()})
