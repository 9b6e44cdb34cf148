# pyright: basic, reportMissingImports=false
"""Sentences made from templates and the names of many countries, so that the tagger learns names it has never met."""

from __future__ import annotations

import csv
import io
import random
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import names

from geo.gazetteer import Gazetteer
from geo.training.corpora import KINDS, ROLES, Label, Sentence, sentences

_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")
_TEMPLATES = Path(__file__).with_name("templates.txt")
_FILLERS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("fillers.toml").read_text(encoding="utf-8"))
_LATIN = re.compile(r"[A-Z][A-Za-zÀ-ž'’ -]{2,28}")


@dataclass(frozen=True, slots=True)
class Names:
    """Fillers of one country. `all` maps the kind of slot to names."""

    country: str
    of: Mapping[str, Sequence[str]]


def read_names(dumps: Path, gazetteer: Gazetteer, cities: Mapping[str, Sequence[tuple[str, int]]]) -> list[Names]:
    """Names by country: villages and divisions from GeoNames dumps in a folder, towns and cities of all countries.

    `cities` maps ISO country codes to (name, population).
    """
    found: dict[str, dict[str, list[str]]] = {}
    for code, named in cities.items():
        place = gazetteer.country(code)
        if place is None or len(named) < 4:
            continue
        pool = found.setdefault(code, {})
        pool["city"] = [n for n, people in named if people > 100_000] or [n for n, _ in named[:3]]
        pool["town"] = [n for n, people in named if people <= 100_000] or pool["city"]
        pool["village"] = pool["town"]
        pool["division"] = [p.name for p in gazetteer.divisions(code)] or pool["town"]
        pool["country"] = [place.name]
    for path in sorted(dumps.glob("*.zip")):
        pool = found.setdefault(path.stem, {})
        villages = [name for feature, name in _dump(path) if feature.startswith("PPL")]
        pool["village"] = villages
        pool["town"] = [*pool.get("town", ()), *villages[:2000]]
        pool["division"] = [*pool.get("division", ()), *(name for feature, name in _dump(path) if feature in ("ADM1", "ADM2"))]
    return [Names(code, pool) for code, pool in sorted(found.items()) if {"village", "division", "country"} <= set(pool)]


def _dump(path: Path) -> Iterator[tuple[str, str]]:
    """Feature and every Latin name of a dump's places."""
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if not member.endswith(".txt"):
                continue
            with archive.open(member) as raw:
                for row in csv.reader(io.TextIOWrapper(raw, "utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
                    if len(row) > 7:
                        own = dict.fromkeys((row[1], row[2], *row[3].split(",")[:6]))
                        yield from ((row[7], name) for name in own if _LATIN.fullmatch(name))


def synthesise(countries: Sequence[Names], demonyms: Sequence[str], capitals: Sequence[str], count: int, seed: int = 11) -> list[Sentence]:
    """`count` labelled sentences; the same seed gives the same sentences."""
    chance = random.Random(seed)
    templates = [t for t in _TEMPLATES.read_text(encoding="utf-8").splitlines() if t and not t.startswith("#")]
    fill = _filler(demonyms, capitals)
    # Countries with villages of their own count more: there the names are that no list of cities holds.
    weights = [3.0 if len(n.of["village"]) > 3000 else 1.0 for n in countries]
    found: list[Sentence] = []
    while len(found) < count:
        text, labels = "", []
        country = chance.choices(countries, weights)[0]
        template = chance.choice(templates)
        at = 0
        for slot in _SLOT.finditer(template):
            text += template[at : slot.start()]
            at = slot.end()
            filled = fill(slot[1], country, chance)
            if slot[2] is not None:
                organisation = slot[2] == "org"
                kind = KINDS.index("demonym" if slot[1] == "demonym" else "organisation" if organisation else "literal")
                role = ROLES.index("actor" if organisation else slot[2])
                labels.append(Label(len(text), len(text) + len(filled), kind, role))
            text += filled
        text += template[at:]
        found += sentences("synthetic", text, labels, None)
    return found


@lru_cache(maxsize=2)
def census(kind: str) -> tuple[str, ...]:
    """Names of the United States census, the common ones first."""
    lines = (Path(str(names.__file__)).parent / f"dist.{kind}").read_text(encoding="ascii").splitlines()
    return tuple(line.split()[0].title() for line in lines)


def _first(chance: random.Random) -> str:
    return (
        chance.choice(_FILLERS["first"])
        if chance.random() < 0.5
        else chance.choice(census(chance.choice(("male.first", "female.first")))[:800])
    )


def _last(chance: random.Random) -> str:
    return chance.choice(_FILLERS["last"]) if chance.random() < 0.35 else chance.choice(census("all.last")[:20_000])


def _street(chance: random.Random) -> str:
    number = chance.randint(2, 699)
    if chance.random() < 0.35:
        return f"{chance.choice(('Interstate', 'Highway', 'Route', 'U.S.', 'County Road', 'State Road'))} {number}"
    name = chance.choice((*_FILLERS["counties"], "Main", "Elm", "Oak", "Church", "Park", "Mill", "Second"))
    return f"{name} {chance.choice(_FILLERS['streets'])}"


def _filler(demonyms: Sequence[str], capitals: Sequence[str]) -> Callable[[str, Names, random.Random], str]:
    def fill(what: str, country: Names, chance: random.Random) -> str:
        pool = country.of
        match what:
            case "person":
                return f"{_first(chance)} {_last(chance)}" if chance.random() < 0.85 else _last(chance)
            case "first":
                return _first(chance)
            case "last":
                return _last(chance)
            case "personcity":
                return f"{_first(chance)} {chance.choice(pool['city' if 'city' in pool else 'town'])}"
            case "shipcity":
                return chance.choice(pool["city" if "city" in pool else "town"])
            case "group":
                return chance.choice(_FILLERS["groups"])
            case "number":
                return chance.choice(("two", "three", "seven", "11", "26", "140", "1,200", str(chance.randint(2, 90))))
            case "day":
                return chance.choice(_FILLERS["days"])
            case "demonym":
                return chance.choice(demonyms)
            case "area":
                return chance.choice(_FILLERS["areas"])
            case "capital":
                return chance.choice(capitals)
            case "county":
                return f"{chance.choice(_FILLERS['counties'])} County"
            case "street":
                return _street(chance)
            case "district2":
                return chance.choice(pool["village"])
            case "usstate":
                return chance.choice(tuple(_FILLERS["states"]))
            case "usabbr":
                return chance.choice(tuple(_FILLERS["states"].values()))
            case _:
                return chance.choice(pool.get(what) or pool["town"])

    return fill
