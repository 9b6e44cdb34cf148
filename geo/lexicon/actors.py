"""Who acts: armed groups, forces, offices and agencies by name, and the words for those without one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table

_WORD_START = re.compile(r"(?<![^\W_])[^\W_]+")  # letters and digits, at the beginning of a word


@dataclass(frozen=True, slots=True)
class Actor:
    name: str
    kind: str  # armed group, force, monitor, organisation, office
    party: str  # whom it acts or speaks for; itself where it is its own party
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Actors:
    actors: tuple[Actor, ...]
    by_name: dict[str, Actor]
    media: frozenset[str]
    by_first_word: dict[str, tuple[str, ...]]  # names by the letters and digits they begin with, longest first
    joining: frozenset[str]  # between two hands: "Afghan and coalition"
    shared: frozenset[str]  # behind a demonym with a hyphen, of a force that is not that country's alone
    rule: frozenset[str]  # bare words for those who rule a state
    army: frozenset[str]  # and for its forces
    troops: frozenset[str]
    foreign: frozenset[str]  # words that tell of troops of several states
    opposition: frozenset[str]
    rebels: dict[str, str]  # "rebel" of "rebel shelling" → "rebels"
    owned: frozenset[str]  # "held" of "rebel-held"
    against: frozenset[str]  # "anti" of "anti-IS"
    helped: frozenset[str]  # "backed" of "Turkish-backed"
    acting: frozenset[str]  # heads of phrases that can do something
    shares: frozenset[str]  # heads that are a part of what stands after "of"
    vehicles: frozenset[str]
    nouns: dict[str, frozenset[str]]  # "watchdog" → kinds of actor that it can mean

    def longest_in(self, words: str) -> Actor | None:
        """The actor whose longest name stands in the words as words of their own.

        >>> actors().longest_in("two officials of the Pentagon").party
        'United States'
        """
        best = ""
        for start in _WORD_START.finditer(words):
            for name in self.by_first_word.get(start[0], ()):
                if len(name) <= len(best):
                    break
                end = start.start() + len(name)
                if words.startswith(name, start.start()) and not words[end : end + 1].isalnum():
                    best = name
        return self.by_name[best] if best else None


@lru_cache(maxsize=1)
def actors() -> Actors:
    table = read_table("actors.toml")
    known = tuple(Actor(a["name"], a["kind"], a.get("party", a["name"]), tuple(a["names"])) for a in table["actor"])
    by_name = {name: actor for actor in known for name in actor.names}
    first: dict[str, list[str]] = {}
    for name in sorted(by_name, key=len, reverse=True):
        if (word := _WORD_START.search(name)) is not None:
            first.setdefault(word[0], []).append(name)
    return Actors(
        known,
        by_name,
        frozenset(table["media"]["names"]),
        {word: tuple(names) for word, names in first.items()},
        frozenset(table["several"]["joining"]),
        frozenset(table["several"]["shared"]),
        **{name: frozenset(table["sides"][name]) for name in ("rule", "army", "troops", "foreign", "opposition")},
        rebels=table["sides"]["rebels"],
        **{name: frozenset(table["hyphened"][name]) for name in ("owned", "against", "helped")},
        **{name: frozenset(table["acting"][name]) for name in ("acting", "shares", "vehicles")},
        nouns={noun: frozenset(kinds) for noun, kinds in table["nouns"].items()},
    )
