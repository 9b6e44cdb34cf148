"""Articles made up from gazetteers, with known places: villages in lists, small towns beside their provinces, local news.

Places of the dumps of conflict countries and of the towns that come with the program; the sentences are our own. The news
corpora have few villages, few lists with containers and no user's dump; these articles have.
"""

from __future__ import annotations

import math
import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer import Gazetteer
from geo.gazetteer.dumps import dump_entries
from geo.gazetteer.names import GENERIC_HEADS
from geo.gazetteer.sources import Entry, city_entries
from geo.model import LonLat, Mention, Place, Span
from geo.training.spans import GoldPlace, mentions_of

_VILLAGE_PEOPLE = 700  # taken for places whose people nobody has counted
_AROUND_KM = (12.0, 30.0, 70.0)  # within which an article's places lie round its centre, each as often
_NOISED = 0.3  # share of articles whose names are spelt as their writer heard them
_BEGUN = (
    "Shelling hit {A}, {B} and {C} on {DAY}.",
    "Strikes hit the towns of {A}, {B} and {C} in {X} province.",
    "Jets bombed the villages of {A} and {B} in {X}, {N}.",
    "Clashes went on in {A} and {B}, activists in {X} said.",
    "Two people were killed in {A}, {X}, when a shell fell on a market.",
    "A car bomb went off near {A}, in the north of {X} governorate.",
    "{A} was taken by rebels, who then moved on {B}.",
    "Government forces entered {A} ({X}) in the morning.",
    "Residents of {A} fled to {B} and to the city of {D}.",
    "The army shelled {A}, {B}, {C} and {E} overnight.",
    "In {X}, the villages of {A} and {B} came under fire.",
    "An air raid on {A} in the countryside of {D} wounded six.",
    "{N} said that its troops held {A} and the road to {D}.",
    "Police in {A} arrested a man from {B} on {DAY}.",
    "The {A} council met the mayor of {B}.",
    "A woman of {A} was charged after a fire in {B}, {X}.",
    "{A} beat {B} by three goals at home.",
    "The road between {A} and {B} is closed, officials in {D} said.",
    "A school in {A} and a clinic in {B} were damaged.",
    "Fighting spread from {A} towards {D}, {N}.",
)
_GONE_ON = (
    "The people of {A} have waited for weeks.",
    "In {A} itself nothing moved.",
    "A convoy left {D} for {A}.",
    "The governor of {X} spoke of twelve dead.",
    "Elsewhere in {N}, {F} was quiet.",
    "Officials in {K} did not comment.",
    "{N} has asked for help.",
    "The road from {B} to {E} was cut.",
    "{M} and {W} called for calm.",
    "{W} said that it would send aid to {N}.",
    "Troops from {X} province reached {C}.",
    "A hospital in {D} took in the wounded from {A} and {C}.",
    "{B}, which lies near {A}, was hit again.",
    "Further fire was reported in {E}, {C} and {B}.",
    "The {A} market opened at noon.",
    "Reporters in {M} could not confirm it.",
    "He was born in {F}, {X2}, and lives in {A}.",
    "Snow fell in {A} and in {C}.",
)
_HEADLINES = (
    "Shells fall on {A} and warplanes raid {B}",
    "Casualties in the shelling of {A} city",
    "Clashes in {A} in the countryside of {D}",
    "Air strikes on {A}, {X} governorate, {N}",
    "Explosion in {A}",
    "Raids target {A} and {B} in {X}",
    "{DAY}: {A}, {X} province, {N}",
    "{D} and its outskirts shelled, clashes near {A}",
    "Wounded in {A}, {B} and {C}",
    "Violent clashes between the sides in {A}",
)
_BRIEFS = (  # of places that everybody knows, and nothing else that would tell which is meant
    "He spoke to reporters in {P}.",
    "Talks in {P} ended without a result.",
    "{P} and {Q} signed a treaty.",
    "A market in {P} was hit.",
    "Strikes hit the city of {P}.",
    "The minister flew from {P} to {Q}.",
    "Officials from {P} met in {Q}.",
    "Strikes hit {R} province.",
    "Fighting went on in {R} province and in the city of {P}.",
    "Rebels hold {R} governorate, {N}.",
    "{P}",
    "{R} province",
    "{P}, {N}, and {R} province were quiet.",
    "Traffic in {P}, {N}, stood still.",
    "Clashes in {S} governorate",
    "The town of {S} and the rest of {S} province have been cut off.",
    "{S} was shelled, and so was the whole of {S} province.",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SLOT = re.compile(r"\{([A-Z]\d?|DAY)\}")
# What transliterators write for one another's letters.
_SPELT = (
    ("ou", "u"), ("u", "ou"), ("sh", "ch"), ("ch", "sh"), ("kh", "h"), ("q", "k"), ("k", "q"), ("i", "ee"), ("ee", "i"), ("y", "i"),
    ("w", "ou"), ("aa", "a"), ("a", "aa"), ("ah", "a"), ("dh", "d"), ("th", "t"), ("e", "a"), ("a", "e"), ("o", "u"), ("j", "g"),
    ("ll", "l"), ("ss", "s"), ("bb", "b"), ("mm", "m"), ("l", "ll"), ("z", "dh"), ("gh", "g"), ("v", "w"), ("iy", "y"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Country:
    """The places of one country as far as articles about it need them."""

    code: str
    entries: tuple[Entry, ...]
    lonlat: NDArray[np.float64]
    people: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Invented:
    """A made-up article with its places."""

    id: str
    text: str
    mentions: tuple[Mention, ...]
    places: tuple[GoldPlace | None, ...]


def countries_of_dumps(files: Sequence[Path]) -> list[Country]:
    """One country for each dump: its settlements."""
    return [_country(f.stem, [e for e in dump_entries(f) if e.feature.startswith("PPL")]) for f in files]


def countries_of_cities(least: int) -> list[Country]:
    """The countries of the towns that come with the program, those with at least so many towns."""
    by_code: dict[str, list[Entry]] = {}
    for entry in city_entries():
        if entry.country and entry.feature.startswith("PPL"):
            by_code.setdefault(entry.country, []).append(entry)
    return [_country(code, entries) for code, entries in sorted(by_code.items()) if len(entries) >= least]


def _country(code: str, entries: Sequence[Entry]) -> Country:
    kept = tuple(sorted(entries, key=lambda e: e.id))
    lonlat = np.array([(e.lon, e.lat) for e in kept])
    return Country(code, kept, lonlat, np.array([e.population or _VILLAGE_PEOPLE for e in kept], dtype=np.float64))


def invent(country: Country, gazetteer: Gazetteer, world: Sequence[Place], count: int, seed: int) -> Iterator[Invented]:
    """So many articles about a country, the same for one seed. `world` are places that any article may name."""
    chance = random.Random(f"{country.code} {seed}")
    chances = np.random.default_rng(chance.getrandbits(32))
    for number in range(count):
        cast = _cast(country, gazetteer, world, chance, chances)
        if cast is not None:
            yield _article(f"{country.code}-{seed}-{number}", cast, gazetteer, chance)


def briefs(gazetteer: Gazetteer, count: int, seed: int) -> Iterator[Invented]:
    """Single sentences that name places as large as news mostly names, the same for one seed.

    Without company a name means what most people mean by it, and "Hama province" the province; with "{S}" in its two uses
    a town and the division of its name stand side by side.
    """
    chance = random.Random(f"briefs {seed}")
    cities = sorted((e for e in city_entries() if e.population >= 30_000 and e.country), key=lambda e: e.id)
    people = [e.population for e in cities]
    for number in range(count):
        first, second = chance.choices(cities, people, k=2)
        country, division = gazetteer.country(first.country or ""), _division(first, gazetteer)
        if country is None or division is None:
            continue
        cast: dict[str, tuple[str, GoldPlace | None]] = {
            "P": (first.name, _gold(first)),
            "Q": (second.name, _gold(second)),
            "N": _of(country),
        }
        cast["R"] = division
        seat = [c.place for c in gazetteer.exact(division[0]) if c.place.country == first.country and c.place.feature.startswith("PPL")]
        fitting = [b for b in _BRIEFS if "{S}" not in b or (seat and division[0] != "")]
        sentence = chance.choice(fitting)
        if "{S}" in sentence:
            parts = [(seat[0].name, _of(seat[0])[1]), (division[0], division[1])] if sentence.count("{S}") == 2 else [division]
            yield _article(f"brief-{seed}-{number}", {**cast, "S": parts[0], "S2": parts[-1]}, gazetteer, chance, _second_slot(sentence))
        else:
            yield _article(f"brief-{seed}-{number}", cast, gazetteer, chance, sentence)


def _second_slot(sentence: str) -> str:
    """The division's slot, which is the last, gets a number of its own."""
    at = sentence.rindex("{S}")
    return f"{sentence[:at]}{{S2}}{sentence[at + 3 :]}"


def _cast(
    country: Country, gazetteer: Gazetteer, world: Sequence[Place], chance: random.Random, chances: np.random.Generator
) -> dict[str, tuple[str, GoldPlace | None]] | None:
    """The names that fill the slots of one article, with their places."""
    known = country.people ** chance.choice((0.0, 0.3, 0.6))  # villages, or rather towns
    centre = int(chances.choice(len(known), p=known / known.sum()))
    lon, lat = country.lonlat[centre]
    km = np.hypot((country.lonlat[:, 0] - lon) * math.cos(math.radians(lat)), country.lonlat[:, 1] - lat) * 111.2
    radius = chance.choice(_AROUND_KM)
    near = np.where((km < radius) & (km > 0.5))[0]
    if len(near) < 3:
        near = np.argsort(km)[1:8]
    if len(near) < 3:
        return None
    weight = known[near]
    picked = chances.choice(near, size=min(4, len(near)), replace=False, p=weight / weight.sum()).tolist()
    district = np.where(km < 150)[0]
    seat = int(district[np.argmax(country.people[district])])
    far = int(chances.choice(len(known), p=country.people / country.people.sum()))
    noised = chance.random() < _NOISED
    cast: dict[str, tuple[str, GoldPlace | None]] = {
        slot: _said(country.entries[k], noised, chance) for slot, k in zip("ABCE", (centre, *picked[:3]), strict=False)
    }
    cast.setdefault("E", cast["B"])
    cast["D"], cast["F"] = _said(country.entries[seat], False, chance), _said(country.entries[far], False, chance)
    for slot, k in (("X", centre), ("X2", far)):
        division = _division(country.entries[k], gazetteer)
        if division is None:
            return None
        cast[slot] = division
    nation = gazetteer.country(country.code)
    capital = max((p for p in world if p.country == country.code and p.feature == "PPLC"), key=lambda p: p.population, default=None)
    if nation is None:
        return None
    cast["N"] = _of(nation)
    cast["K"] = _of(capital) if capital is not None else cast["D"]
    cast["M"], cast["W"] = (_of(chance.choice(world)) for _ in range(2))
    return cast


def _article(
    id: str, cast: dict[str, tuple[str, GoldPlace | None]], gazetteer: Gazetteer, chance: random.Random, sentence: str | None = None
) -> Invented:
    if sentence is not None:
        sentences = [sentence]
    elif chance.random() < 0.3:
        sentences = [chance.choice(_HEADLINES)]
    else:
        sentences = [chance.choice(_BEGUN), *chance.sample(_GONE_ON, chance.randint(1, 6))]
        if chance.random() < 0.3:
            sentences.insert(1, chance.choice(_BEGUN))
    text, spans, places = "", list[Span](), list[GoldPlace | None]()
    for sentence in sentences:
        at = 0
        text += " " if text else ""
        for slot in _SLOT.finditer(sentence):
            text += sentence[at : slot.start()]
            at = slot.end()
            if slot[1] == "DAY":
                text += chance.choice(_DAYS)
                continue
            name, place = cast[slot[1]]
            spans.append(Span(len(text), len(text) + len(name)))
            places.append(place)
            text += name
        text += sentence[at:]
    return Invented(id, text, mentions_of(id, text, spans, gazetteer), tuple(places))


def _said(entry: Entry, noised: bool, chance: random.Random) -> tuple[str, GoldPlace]:
    """A name as a report would write it: one of the place's Latin names, without diacritics, now and then spelt by ear."""
    latin = [n for n, kind in entry.names if kind == "name" and n.isascii() and n[:1].isupper() and not n.isupper() and 3 < len(n) < 30]
    name = chance.choice(latin) if latin and chance.random() < 0.4 else entry.name
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c) and c not in "‘’ʿʾʼ`")
    if noised and chance.random() < 0.7:
        plain = _without_generic(plain) if chance.random() < 0.2 else _by_ear(plain, chance)
    return plain, _gold(entry)


def _gold(entry: Entry) -> GoldPlace:
    number = entry.id.removeprefix("geonames:")
    return GoldPlace(LonLat(entry.lon, entry.lat), int(number) if number.isdigit() else None)


def _without_generic(name: str) -> str:
    """ "al-Sayyad" of Tall as Sayyad: without the first word, where that says what sort of place it is."""
    first, _, rest = name.partition(" ")
    return rest if first.lower() in GENERIC_HEADS and len(rest) > 4 else name


def _by_ear(name: str, chance: random.Random) -> str:
    """One or two letters written as another transliterator would; the first letter stays."""
    for _ in range(chance.randint(1, 2)):
        fitting = [(a, b) for a, b in _SPELT if a in name[1:]]
        if fitting:
            a, b = chance.choice(fitting)
            name = name[0] + name[1:].replace(a, b, 1)
    return name


def _division(entry: Entry, gazetteer: Gazetteer) -> tuple[str, GoldPlace] | None:
    place = gazetteer.place(entry.id)
    if place is None or place.admin1 is None:
        # Not in the gazetteers that are open: the division is found by the point.
        place = next((p for p in gazetteer.containing(LonLat(entry.lon, entry.lat)) if p.feature == "ADM1"), None)
        return _of(place) if place is not None else None
    found = [c.place for c in gazetteer.exact(place.admin1) if c.place.feature == "ADM1" and c.place.country == entry.country]
    return _of(found[0]) if found else None


def _of(place: Place) -> tuple[str, GoldPlace]:
    number = place.id.removeprefix("geonames:")
    name = "".join(c for c in unicodedata.normalize("NFKD", place.name) if not unicodedata.combining(c))
    return name, GoldPlace(place.position, int(number) if number.isdigit() else None)
