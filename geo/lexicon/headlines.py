"""Words of headlines, in which small words and tenses are left out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.locating import locating_words
from geo.lexicon.tables import read_table
from geo.model import EventType


@dataclass(frozen=True, slots=True)
class HeadlineWords:
    deeds: dict[EventType, frozenset[str]]
    weapons: dict[EventType, frozenset[str]]
    generic: frozenset[str]
    casualties: frozenset[str]
    landing: frozenset[str]
    doers: frozenset[str]  # what acts, straight after the name of the side it fights for
    downward: frozenset[str]  # after what comes down: "shells fall on A"
    aimed: frozenset[str]  # after a weapon: "rockets at A"
    among: frozenset[str]  # before a side
    small: frozenset[str]  # between two words of one deed


@lru_cache(maxsize=1)
def headline_words() -> HeadlineWords:
    table = read_table("headlines.toml")
    return HeadlineWords(
        {EventType(kind): frozenset(words) for kind, words in table["deeds"].items()},
        {EventType(kind): frozenset(words) for kind, words in table["weapons"].items()},
        frozenset(table["generic"]["words"]),
        frozenset(table["casualties"]["words"]),
        frozenset(table["landing"]["words"]),
        locating_words().doers | frozenset(table["doers"]["words"]),
        **{name: frozenset(words) for name, words in table["small"].items()},
    )
