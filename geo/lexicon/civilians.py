"""Words of people who do not fight, and of harm to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class CivilianWords:
    people: tuple[str, ...]
    targeting: tuple[str, ...]  # beginnings of words
    harming: tuple[str, ...]
    casualties: tuple[str, ...]
    denying: frozenset[str]


@lru_cache(maxsize=1)
def civilian_words() -> CivilianWords:
    table = read_table("civilians.toml")
    return CivilianWords(
        tuple(table["people"]),
        tuple(table["targeting"]),
        tuple(table["harming"]),
        tuple(table["casualties"]),
        frozenset(table["denying"]),
    )
