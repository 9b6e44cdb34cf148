"""Words that report events, with what each needs beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table
from geo.model import EventType


@dataclass(frozen=True, slots=True)
class Trigger:
    type: EventType
    verbs: frozenset[str]
    nouns: frozenset[str]
    company: frozenset[str]  # lemmas of which one must stand in the trigger's phrase; empty: none needed
    generic: bool  # the weapon decides the type
    casualty: bool  # an effect, which yields to its cause in the same sentence
    place_object: bool  # a place name as its object serves as company: "captured Palmyra"
    by_sides: bool  # a clash where those attacked fight too
    people_object: bool  # needs people as its object: "captured a commander" is no capture of ground
    both: bool  # needs a place as its object beside its company
    any_object: bool  # needs an object, whatever it is
    taken_only: bool  # a noun that must be an object
    particles: frozenset[str]  # "down" of "shot down"; empty: none needed
    subjects: frozenset[str]  # one of these as who does it, or of whom a participle tells
    state: bool  # a participle that only tells in what state somebody is ("the displaced families") does not count
    objects: frozenset[str]  # one of these as its object, or
    under: frozenset[str]  # something under one of these prepositions; both empty: none needed


@dataclass(frozen=True, slots=True)
class Triggers:
    entries: tuple[Trigger, ...]
    light_verbs: frozenset[str]
    weapons: dict[str, frozenset[str]]
    fighting: frozenset[str]
    talk: frozenset[str]
    never_aimed_at: frozenset[str]
    civilians: frozenset[str]
    compounds: frozenset[str]  # noun triggers of several words
    weapons_not: dict[str, frozenset[str]]  # words beside a weapon's word that make it none
    on_foot: frozenset[str]
    armed: frozenset[str]
    unarmed: frozenset[str]
    people: frozenset[str]  # who can be captured
    goods: frozenset[str]  # what can be seized and carried away
    seeking: frozenset[str]
    sought: frozenset[str]


@lru_cache(maxsize=1)
def irregular_forms() -> dict[str, tuple[str, ...]]:
    """Forms of a lemma that do not begin as it does: fight → fought."""
    return {lemma: tuple(forms) for lemma, forms in read_table("triggers.toml")["irregular"].items()}


@lru_cache(maxsize=1)
def triggers() -> Triggers:
    table = read_table("triggers.toml")
    entries = tuple(
        Trigger(
            EventType(entry["type"]),
            frozenset(entry["verbs"]),
            frozenset(entry["nouns"]),
            frozenset(entry.get("with", ())),
            bool(entry.get("generic", False)),
            bool(entry.get("casualty", False)),
            bool(entry.get("place_object", False)),
            bool(entry.get("by_sides", False)),
            bool(entry.get("people_object", False)),
            bool(entry.get("both", False)),
            bool(entry.get("any_object", False)),
            bool(entry.get("taken_only", False)),
            frozenset(entry.get("particles", ())),
            frozenset(entry.get("subjects", ())),
            bool(entry.get("state", False)),
            frozenset(entry.get("objects", ())),
            frozenset(entry.get("under", ())),
        )
        for entry in table["trigger"]
    )
    return Triggers(
        entries,
        frozenset(table["light_verbs"]),
        {sort: frozenset(words) for sort, words in table["weapons"].items()},
        frozenset(table["fighting"]["words"]),
        frozenset(table["talk"]["nouns"]),
        frozenset(table["never_aimed_at"]["nouns"]),
        frozenset(table["civilians"]["words"]),
        frozenset(noun for entry in entries for noun in entry.nouns if " " in noun),
        {word: frozenset(words) for word, words in table["weapons_not"].items()},
        frozenset(table["sides"]["on_foot"]),
        frozenset(table["sides"]["armed"]),
        frozenset(table["sides"]["unarmed"]),
        frozenset(table["people"]["words"]),
        frozenset(table["goods"]["words"]),
        frozenset(table["sides"]["seeking"]),
        frozenset(table["sides"]["sought"]),
    )
