"""Words of speech: who says, tells, shows and passes on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class Speech:
    verbs: frozenset[str]
    doubtful: frozenset[str]
    pronouns: frozenset[str]
    nouns: frozenset[str]
    judging: frozenset[str]
    showing: frozenset[str]
    no_speakers: frozenset[str]
    offices: frozenset[str]
    private: frozenset[str]
    before_titles: frozenset[str]
    name_joints: frozenset[str]
    media: frozenset[str]
    social: frozenset[str]
    relaying: frozenset[str]
    passing_on: frozenset[str]
    with_clause: frozenset[str]
    closing: frozenset[str]
    anonymous: frozenset[str]
    bodies: frozenset[str]
    of_state: frozenset[str]
    portfolios: frozenset[str]
    telling: frozenset[str]
    reporting: frozenset[str]
    linking: frozenset[str]
    any_body: frozenset[str]
    any_media: frozenset[str]
    whereabouts: frozenset[str]
    our: frozenset[str]
    within_names: frozenset[str]


@lru_cache(maxsize=1)
def speech() -> Speech:
    return Speech(**{name: frozenset(words) for name, words in read_table("speech.toml").items()})
