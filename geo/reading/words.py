"""The word lists of resources/lexicon/reading.toml, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geo.assets import asset


@dataclass(frozen=True, slots=True)
class SentenceWords:
    titles: frozenset[str]
    lower_titles: frozenset[str]
    before_figures: frozenset[str]
    doubtful: frozenset[str]
    lower_doubtful: frozenset[str]
    clock: frozenset[str]
    after_clock: frozenset[str]
    openers: frozenset[str]
    speech: frozenset[str]


@dataclass(frozen=True, slots=True)
class DamageWords:
    sure_openers: frozenset[str]
    spaced_openers: frozenset[str]
    named_with_article: frozenset[str]
    never_last: frozenset[str]
    place_starts: frozenset[str]
    speech: frozenset[str]
    short_speech_words: int
    keep: frozenset[str]
    name_starts: frozenset[str]
    articles: frozenset[str]
    sure_articles: frozenset[str]
    prefixes: frozenset[str]
    lower_prefixes: tuple[str, ...]
    after_prefix: frozenset[str]
    name_suffixes: tuple[str, ...]
    doubtful_suffixes: tuple[str, ...]
    plain_first_halves: frozenset[str]
    not_compounds: frozenset[str]
    compounds: dict[str, tuple[int, ...]]  # closed form → where its hyphens stood
    closed_too: frozenset[str]
    pairs: frozenset[str]
    between: frozenset[str]
    contractions: dict[str, int]  # closed form → where its apostrophe stood
    soft_contractions: frozenset[str]
    possessors: frozenset[str]
    possessor_phrases: frozenset[str]
    possessive_plurals: frozenset[str]
    plural_nouns: frozenset[str]
    acronyms: frozenset[str]
    agencies: frozenset[str]
    units: dict[str, tuple[str, float]]  # unit → dimension, size in the dimension's base unit


@lru_cache(maxsize=1)
def sentence_words() -> SentenceWords:
    table = _load()["sentences"]
    return SentenceWords(
        titles=frozenset(table["titles"]),
        lower_titles=frozenset(table["lower_titles"]),
        before_figures=frozenset(table["before_figures"]),
        doubtful=frozenset(table["doubtful"]),
        lower_doubtful=frozenset(table["lower_doubtful"]),
        clock=frozenset(table["clock"]),
        after_clock=frozenset(table["after_clock"]),
        openers=frozenset(table["openers"]),
        speech=frozenset(table["speech"]),
    )


@lru_cache(maxsize=1)
def damage_words() -> DamageWords:
    table = _load()["damage"]
    units = {unit: (dimension, size) for dimension, sizes in table["units"].items() for unit, size in sizes.items()}
    return DamageWords(
        sure_openers=frozenset(table["sure_openers"]),
        spaced_openers=frozenset(table["spaced_openers"]),
        named_with_article=frozenset(table["named_with_article"]),
        never_last=frozenset(table["never_last"]),
        place_starts=frozenset(table["place_starts"]),
        speech=frozenset(table["speech"]),
        short_speech_words=int(table["short_speech_words"]),
        keep=frozenset(table["keep"]),
        name_starts=frozenset(table["name_starts"]),
        articles=frozenset(table["articles"]),
        sure_articles=frozenset(table["sure_articles"]),
        prefixes=frozenset(table["prefixes"]),
        lower_prefixes=tuple(table["lower_prefixes"]),
        after_prefix=frozenset(table["after_prefix"]),
        name_suffixes=tuple(table["name_suffixes"]),
        doubtful_suffixes=tuple(table["doubtful_suffixes"]),
        plain_first_halves=frozenset(table["plain_first_halves"]),
        not_compounds=frozenset(table["not_compounds"]),
        compounds={word.replace("-", ""): _hyphens(word) for word in table["compounds"]},
        closed_too=frozenset(table["closed_too"]),
        pairs=frozenset(table["pairs"]),
        between=frozenset(table["between"]),
        contractions={word.replace("'", ""): word.index("'") for word in table["contractions"]},
        soft_contractions=frozenset(word.replace("'", "") for word in table["soft_contractions"]),
        possessors=frozenset(table["possessors"]),
        possessor_phrases=frozenset(table["possessor_phrases"]),
        possessive_plurals=frozenset(table["possessive_plurals"]),
        plural_nouns=frozenset(table["plural_nouns"]),
        acronyms=frozenset(table["acronyms"]),
        agencies=frozenset(table["agencies"]),
        units=units,
    )


def _hyphens(word: str) -> tuple[int, ...]:
    return tuple(i - n for n, i in enumerate(i for i, c in enumerate(word) if c == "-"))


def _load() -> dict[str, Any]:
    return tomllib.loads(asset("lexicon", "reading.toml").read_text(encoding="utf-8"))
