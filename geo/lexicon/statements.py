"""Words of statements that are events of their own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class StatementWords:
    acts: frozenset[str]
    company: dict[str, frozenset[str]]  # verbs that are an act only with one of these as object or preposition
    judging: frozenset[str]
    saying: frozenset[str]
    stand_adjectives: frozenset[str]
    stand_verbs: frozenset[str]
    stand_nouns: frozenset[str]
    speakers: frozenset[str]
    pronouns: frozenset[str]
    open: frozenset[str]


@lru_cache(maxsize=1)
def statement_words() -> StatementWords:
    table = read_table("statements.toml")
    stance, speakers = table["stance"], table["speakers"]
    return StatementWords(
        frozenset(table["acts"]),
        {verb: frozenset(words) for verb, words in table["with"].items()},
        frozenset(table["judging"]["verbs"]),
        frozenset(stance["saying"]),
        frozenset(stance["adjectives"]),
        frozenset(stance["verbs"]),
        frozenset(stance["nouns"]),
        frozenset(speakers["nouns"]),
        frozenset(speakers["pronouns"]),
        frozenset(table["content"]["open"]),
    )
