"""Words by which a deed is claimed, denied or laid at somebody's door."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class ResponsibilityWords:
    claiming: frozenset[str]
    owned: frozenset[str]
    claiming_deeds: frozenset[str]
    denying: frozenset[str]
    shares: frozenset[str]
    charges: frozenset[str]
    behind: frozenset[str]
    blaming: frozenset[str]
    laying: frozenset[str]
    holding: frozenset[str]
    suspecting: frozenset[str]
    doubtful: frozenset[str]
    supposing: frozenset[str]
    signs: frozenset[str]
    nobody: frozenset[str]
    deeds: frozenset[str]
    open: frozenset[str]


@lru_cache(maxsize=1)
def responsibility_words() -> ResponsibilityWords:
    return ResponsibilityWords(**{name: frozenset(words) for name, words in read_table("responsibility.toml").items()})
