"""Words of places: generic heads, prepositions, what is only called after a place, and how a text puts a thing between two."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class PlaceWords:
    heads: dict[str, str]  # lemma of a generic head → settlement, division, water, site
    areas: dict[str, str]  # "airspace" → airspace, "shores" → coast …
    locative: frozenset[str]
    strong: frozenset[str]
    directional: frozenset[str]  # of what moves to a place or from it
    near_km: dict[str, float]
    modifiers: frozenset[str]
    titles: frozenset[str]
    governing: frozenset[str]
    never: frozenset[str]
    organisation_last: frozenset[str]
    urban: frozenset[str]
    quarters: frozenset[str]  # parts of a town
    struck: frozenset[str]
    vessels: frozenset[str]
    namesakes: Namesakes
    other_capitals: frozenset[str]  # "provincial" of "the Iraqi provincial capital"
    before_capital: frozenset[str]  # "the" of "the capital", which is nobody's
    capital_of_money: frozenset[str]  # "punishment" of "capital punishment"
    lands: frozenset[str]  # "plateau" of "Central Plateau"
    no_border: frozenset[str]  # "guards" of "Turkish border guards"
    division_letters: frozenset[str]  # "LGA" of "Monguno LGA", which is not the town


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Words of what is called after places: see places.toml."""

    units: frozenset[str]
    between: frozenset[str]
    accords: frozenset[str]
    named_after: frozenset[str]
    firms: frozenset[str]
    clubs: frozenset[str]
    streets: frozenset[str]
    letters: frozenset[str]
    things: frozenset[str]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Words by which a text puts a thing between two names, or a name beside another."""

    roads: frozenset[str]
    on_the_way: frozenset[str]
    leading: frozenset[str]
    mutual: frozenset[str]
    people: frozenset[str]
    lying: frozenset[str]
    plurals: frozenset[str]


@lru_cache(maxsize=1)
def place_words() -> PlaceWords:
    table = read_table("places.toml")
    return PlaceWords(
        heads={word: sort for sort, words in table["heads"].items() for word in words},
        areas={word: sort for sort, words in table["areas"].items() for word in words},
        locative=frozenset(table["prepositions"]["locative"]),
        strong=frozenset(table["prepositions"]["strong"]),
        directional=frozenset(table["prepositions"]["directional"]),
        near_km={words: float(km) for words, km in table["near_km"].items()},
        modifiers=frozenset(table["modifiers"]["words"]),
        titles=frozenset(table["titles"]["words"]),
        governing=frozenset(table["governing"]["words"]),
        never=frozenset(table["never"]["words"]),
        organisation_last=frozenset(table["organisations"]["last"]),
        urban=frozenset(table["urban"]["words"]),
        quarters=frozenset(table["urban"]["quarters"]),
        struck=frozenset(table["struck"]["words"]),
        vessels=frozenset(table["vessels"]["words"]),
        namesakes=Namesakes(**{sort: frozenset(words) for sort, words in table["namesakes"].items()}),
        other_capitals=frozenset(table["capitals"]["others"]),
        before_capital=frozenset(table["capitals"]["determiners"]),
        capital_of_money=frozenset(table["capitals"]["money"]),
        lands=frozenset(table["lands"]["words"]),
        no_border=frozenset(table["border"]["none"]),
        division_letters=frozenset(table["division_letters"]["words"]),
    )


@lru_cache(maxsize=1)
def whereabouts() -> Whereabouts:
    return Whereabouts(**{name: frozenset(words) for name, words in read_table("places.toml")["whereabouts"].items()})


@lru_cache(maxsize=1)
def coordinate_words() -> tuple[frozenset[str], frozenset[str]]:
    """Words that announce coordinates, and words that say that numbers behind them are none."""
    table = read_table("places.toml")["coordinates"]
    return frozenset(table["announcing"]), frozenset(table["other"])


def stem_and_head(name: str) -> tuple[str, str] | None:
    """A name's own part and its generic last word: ("Adamawa", "state") of "Adamawa State"; None where it has none.

    >>> stem_and_head("Al-Raqqah City")
    ('Al-Raqqah', 'city')
    """
    stem, _, last = name.rpartition(" ")
    heads = place_words().heads
    head = next((h for h in (last.lower(), last.lower().removesuffix("s")) if h in heads), None)
    return (stem, head) if stem and head is not None else None
