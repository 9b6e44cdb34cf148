"""Words by which one mention takes up another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class CoreferenceWords:
    definite: frozenset[str]
    anew: frozenset[str]
    deeds: frozenset[str]  # that "the" takes up
    not_the_day: tuple[str, ...]
    whole: frozenset[str]
    going_on: re.Pattern[str]  # what a deed in -ing goes on after
    as_a_whole: re.Pattern[str]  # "the recent" of "the recent strikes"
    beside: frozenset[str]


@lru_cache(maxsize=1)
def coreference_words() -> CoreferenceWords:
    table = read_table("coreference.toml")
    taken_up, campaigns = table["taken_up"], table["campaigns"]
    going_on = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in campaigns["going_on"])
    return CoreferenceWords(
        frozenset(taken_up["definite"]),
        frozenset(taken_up["anew"]),
        frozenset(taken_up["deeds"]),
        tuple(table["days"]["not_the_day"]),
        frozenset(campaigns["whole"]),
        re.compile(rf"\b(?:{going_on})(?:\s+\w+ly)?\s*$", re.IGNORECASE),
        re.compile(rf"\b(?:{'|'.join(campaigns['definite'])})\s+(?:[\w-]+\s+){{0,2}}$", re.IGNORECASE),
        frozenset(campaigns["beside"]),
    )
