"""Words of grammar itself: articles, pronouns and what joins, by what they do in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class GrammarWords:
    relative: frozenset[str]
    definite: frozenset[str]
    opening: frozenset[str]
    joining: frozenset[str]
    bodies: frozenset[str]
    anybody: frozenset[str]


@lru_cache(maxsize=1)
def grammar_words() -> GrammarWords:
    return GrammarWords(**{name: frozenset(words) for name, words in read_table("grammar.toml").items()})
