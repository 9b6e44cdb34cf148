"""Words by which two accounts of one happening are compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class ClaimWords:
    rough: dict[str, tuple[float, float]]  # "dozens" → the least and the most that are meant
    rest: frozenset[str]  # "another three", "21 others"
    part_before: tuple[str, ...]  # "including 3 children"
    part_after: tuple[str, ...]  # "14 of the victims"
    sum_before: tuple[str, ...]  # "bringing the toll to 40"
    anybody: frozenset[str]  # units that count people as such
    opposition: frozenset[str]
    several: frozenset[str]  # "coalition": a state may be one of it
    spoken: frozenset[str]  # before a day on which somebody spoke
    between: frozenset[str]  # that and the day
    elsewhere: frozenset[str]  # at the head of a sentence on another happening
    voices: frozenset[str]  # who without a name can be quoted
    offices: frozenset[str]  # of which a speaker without a name may be one who is named elsewhere


@lru_cache(maxsize=1)
def claim_words() -> ClaimWords:
    table = read_table("claims.toml")
    return ClaimWords(
        {word: (float(least), float(most)) for word, (least, most) in table["rough"].items()},
        frozenset(table["counts"]["rest"]),
        tuple(table["counts"]["part_before"]),
        tuple(table["counts"]["part_after"]),
        tuple(table["counts"]["sum_before"]),
        frozenset(table["counts"]["anybody"]),
        **{name: frozenset(table["doers"][name]) for name in ("opposition", "several")},
        **{name: frozenset(table["days"][name]) for name in ("spoken", "between")},
        elsewhere=frozenset(table["pieces"]["elsewhere"]),
        voices=frozenset(table["voices"]["words"]),
        offices=frozenset(table["voices"]["offices"]),
    )
