"""Words of other fields than war, and of what harms without an attack."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class Fields:
    """Words of other fields than war, and of what harms without an attack."""

    fields: dict[str, frozenset[str]]
    war: frozenset[str]
    doers: frozenset[str]
    causes: frozenset[str]
    objects: frozenset[str]
    kinds: frozenset[str]
    labour: frozenset[str]
    recorders: frozenset[str]
    offices: frozenset[str]
    bursting: frozenset[str]
    unarmed_deployed: frozenset[str]
    disasters: frozenset[str]
    accidents: frozenset[str]
    idle: frozenset[str]
    with_particle: frozenset[str]
    particles: frozenset[str]
    hitting_back: frozenset[str]
    any_object: frozenset[str]
    setting: frozenset[str]
    bursts: frozenset[str]
    aimed: frozenset[str]
    befalling: frozenset[str]
    fought: frozenset[str]
    reflexive: frozenset[str]


@lru_cache(maxsize=1)
def field_words() -> Fields:
    table = read_table("fields.toml")
    fields = {name: frozenset(words) for name, words in table["fields"].items()}
    war = fields.pop("war")
    return Fields(fields, war, **{name: frozenset(words) for name, words in (table["harmless"] | table["senses"]).items()})
