"""Words of numbers, units and what befell those counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class QuantityWords:
    numbers: dict[str, int]
    multiples: tuple[str, ...]  # "hundred" of "two hundred"
    comparators: dict[str, str]  # "more than" → ">"
    distance: dict[str, str]  # "kilometres" → km
    same: dict[str, str]  # "warship" → ship
    not_counted: frozenset[str]
    nought: frozenset[str]  # people and casualties, of which "no" is a count
    harming: frozenset[str]
    fired: frozenset[str]
    strikes: frozenset[str]
    destroyed: frozenset[str]
    people: frozenset[str]  # nouns that count people
    of_people: tuple[str, ...]  # what befalls people alone
    being: tuple[str, ...]  # between those counted and what befell them
    totals: frozenset[str]  # "toll" of "put the toll at 12"
    reached: frozenset[str]  # "distance" of "the distance was 1,500 km"
    fates: dict[str, tuple[str, ...]]  # killed, wounded, taken, missing, displaced → words; "*" stands for any ending


@lru_cache(maxsize=1)
def quantity_words() -> QuantityWords:
    table = read_table("quantities.toml")
    return QuantityWords(
        dict(table["numbers"]),
        tuple(table["multiples"]["words"]),
        {words: sign for sign, many in table["comparators"].items() for words in many},
        {word: unit for unit, words in table["distance"].items() for word in words},
        {word: unit for unit, words in table["same"].items() for word in words},
        frozenset(table["not_counted"]["words"]),
        frozenset(table["people"]["nought"]),
        frozenset(table["people"]["harming"]),
        frozenset(table["things"]["fired"]),
        frozenset(table["things"]["strikes"]),
        frozenset(table["things"]["destroyed"]),
        frozenset(table["people"]["counted"]),
        tuple(table["people"]["befallen"]),
        tuple(table["people"]["being"]),
        frozenset(table["totals"]["words"]),
        frozenset(table["reached"]["words"]),
        {kind: tuple(words) for kind, words in table["fates"].items()},
    )
