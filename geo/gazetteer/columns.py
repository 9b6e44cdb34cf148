"""Which column of a table holds what of a place: said by the user, or told from the usual names of columns.

A mapping is written `name=admin3Name_en,lat=Y,lon=X,id=PCODE;OSM_ID,names=alt1;alt2,country==SY`. Several columns of one
field are parted by semicolons; a value for all rows has an equals sign before it; a column whose name holds a comma stands
in quotation marks.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from geo.errors import GazetteerError
from geo.safe_text import encodable

FIELDS = ("name", "lat", "lon", "id", "names", "country", "feature", "admin1", "population")
_SEVERAL = frozenset(("id", "names"))
_FIXED = frozenset(("country", "feature", "admin1"))  # fields that may be given a value for all rows
EXAMPLE = "--columns name=NAME,lat=Y,lon=X,id=PCODE,names=OTHER1;OTHER2,country==SY"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns (or, after "=", the value for all rows) of each field; None and () are fields that the table lacks."""

    name: str
    lat: str | None = None
    lon: str | None = None
    id: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    country: str | None = None
    feature: str | None = None
    admin1: str | None = None
    population: str | None = None

    def __str__(self) -> str:
        parts: list[str] = []
        for f in fields(self):
            value: str | tuple[str, ...] | None = getattr(self, f.name)
            if value:
                parts.append(f"{f.name}={value if isinstance(value, str) else ';'.join(value)}")
        return ",".join(f'"{p}"' if "," in p.partition("=")[2] else p for p in parts)


Given = Mapping[str, Sequence[str]]
"""Columns by field, as a user gives them: some fields only."""


def parse(text: str) -> dict[str, tuple[str, ...]]:
    """The mapping that a user wrote. Raises GazetteerError where it names an unknown field or none at all."""
    found: dict[str, tuple[str, ...]] = {}
    try:
        parts = next(csv.reader([encodable(text)], skipinitialspace=True), list[str]())
    except csv.Error:  # a line break, or a quotation mark with half a million letters behind it
        raise GazetteerError(f'"{text[:80]}" maps no columns. Write the mapping on one line; for example: {EXAMPLE}') from None
    for part in parts:
        field, equals, value = part.partition("=")
        field = field.strip()
        if field not in FIELDS or not equals or not value.strip():
            raise GazetteerError(f'"{part}" maps no column. Fields are {", ".join(FIELDS)}; for example: {EXAMPLE}')
        values = tuple(v.strip() for v in value.split(";") if v.strip())
        if not values or "=" in values:
            raise GazetteerError(f'"{part}" names no column. For example: {EXAMPLE}')
        if len(values) > 1 and field not in _SEVERAL:
            raise GazetteerError(f'"{part}" names several columns, and {field} takes one. For example: {EXAMPLE}')
        if any(v.startswith("=") for v in values) and field not in _FIXED:
            may = ", ".join(sorted(_FIXED))
            raise GazetteerError(
                f'"{part}" gives {field} one value for all rows, which only {may} may have. Name a column; for example: {EXAMPLE}'
            )
        found[field] = values
    return found


def settle(file: Path, columns: Sequence[str], given: Given, *, geometry: bool) -> Columns:
    """The mapping for a table: what the user said, the rest told from the names of its columns.

    `geometry`: the rows bring their own (GeoJSON), so that no columns of latitude and longitude are needed. Raises
    GazetteerError, naming the file and its columns, where a column given is not there, or the name or the position of
    places cannot be told.
    """
    for field, values in given.items():
        for value in values:
            if not value.startswith("=") and value not in columns:
                raise GazetteerError(f'{file} has no column "{value}" for {field}. {_listing(columns)} For example: {EXAMPLE}')
    told = guess(columns, geometry=geometry) | {k: tuple(v) for k, v in given.items()}
    used = {c for field in ("name", "lat", "lon") for c in told.get(field, ())}
    if "names" not in given:
        told["names"] = tuple(c for c in told.get("names", ()) if c not in used)
    needed = ("name",) if geometry else ("name", "lat", "lon")
    missing = [_WORDS[f] for f in needed if not told.get(f)]
    if missing:
        raise GazetteerError(f"{file}: which column holds {' and '.join(missing)} cannot be told. {_listing(columns)} Say it: {EXAMPLE}")
    one = {f: v[0] for f, v in told.items() if f not in _SEVERAL and v}
    return Columns(**one, id=told.get("id", ()), names=told.get("names", ()))


MOST_LISTED = 60  # columns in a message
_WORDS = {"name": "the name", "lat": "the latitude", "lon": "the longitude"}


def _listing(columns: Sequence[str]) -> str:
    if not columns:
        return "It has no columns."
    shown = ", ".join(c if len(c) <= 60 else f"{c[:60]}…" for c in columns[:MOST_LISTED])
    return f"Its columns are: {shown}{f' and {len(columns) - MOST_LISTED} more' if len(columns) > MOST_LISTED else ''}."


# --- telling columns by their names -------------------------------------------------------------------------------------

_NAME = (
    "name", "nameen", "nameenglish", "placename", "toponym", "asciiname", "fullname", "featurename", "settlement", "settlementname",
    "village", "villagename", "locality", "town", "townname", "city", "cityname", "place", "campname", "sitename", "facilityname", "label",
    "title", "nom", "nombre", "namelatin",
)  # fmt: skip
_LAT = ("lat", "latitude", "latdd", "latitudedd", "declat", "decimallatitude", "gpslat", "gpslatitude", "ycoord", "ycoordinate", "pointy",
        "centroidy", "ycentroid", "latwgs84", "y")  # fmt: skip
_LON = ("lon", "long", "lng", "longitude", "londd", "longdd", "longitudedd", "declong", "declon", "decimallongitude", "gpslon", "gpslong",
        "gpslongitude", "xcoord", "xcoordinate", "pointx", "centroidx", "xcentroid", "lonwgs84", "longwgs84", "x")  # fmt: skip
_ID = (
    "pcode",
    "placecode",
    "geonameid",
    "geonamesid",
    "osmid",
    "ufi",
    "id",
    "uid",
    "uuid",
    "code",
    "locationcode",
    "sitecode",
    "featureid",
)
_COUNTRY = ("country", "countrycode", "countryname", "iso2", "iso", "iso3", "isoa2", "isoa3", "cc", "adm0en", "adm0name", "adm0nameen",
            "admin0nameen", "admin0name", "adm0pcode", "admin0pcode", "admin0")  # fmt: skip
_FEATURE = (
    "featurecode",
    "featurecd",
    "fcode",
    "feature",
    "featuretype",
    "placetype",
    "settlementtype",
    "fclass",
    "type",
    "category",
    "dsg",
)
_ADMIN1 = ("adm1en", "admin1nameen", "admin1name", "adm1name", "adm1nameen", "admin1", "adm1", "province", "governorate", "state", "region")
_POPULATION = ("population", "pop", "poptotal", "totalpopulation")
_OTHER_NAMES = re.compile(
    r"^(alt|alternat|other|aka|alias|synonym|variant|local|native|ref).*name|^(aka|alias|aliases|names|altnames?|alternatenames)$"
)
# OCHA's common tables: ADM3_EN, ADM3_PCODE; admin3Name_en, admin3Pcode.
_LEVEL_NAME = re.compile(r"^(?:adm|admin)([0-5])(?:name)?(?:en|eng|english)?$")
_LEVEL_CODE = re.compile(r"^(?:adm|admin)([0-5])_?(?:pcode|code)$")
_LEVEL_OTHER = re.compile(r"^(?:adm|admin)([0-5])(?:name)?(?:ar|fr|es|ru|uk|fa|ps|ku|tr|pt|so|am|ref.*|alt.*|localname)$")
_LANGUAGE_SUFFIX = re.compile(r"^(.*?)[_: ]?(ar|ara|arabic|fr|es|ru|uk|fa|ps|ku|ckb|tr|pt|so|am|he|en|eng|english|local|alt\d?)$")


def plain(column: str) -> str:
    """A column's name as it is compared: letters and digits in lower case."""
    return re.sub(r"[\W_]+", "", column.casefold())


def guess(columns: Sequence[str], *, geometry: bool) -> dict[str, tuple[str, ...]]:
    """What the names of the columns tell: fields with their columns, those alone that can be told."""
    by_plain: dict[str, str] = {}
    for c in columns:
        by_plain.setdefault(plain(c), c)
    found: dict[str, tuple[str, ...]] = {}

    def first(field: str, wanted: Iterable[str]) -> None:
        column = next((by_plain[w] for w in wanted if w in by_plain), None)
        if column is not None:
            found[field] = (column,)

    first("name", _NAME)
    if not geometry:
        first("lat", _LAT)
        first("lon", _LON)
    first("country", _COUNTRY)
    first("feature", _FEATURE)
    first("admin1", _ADMIN1)
    first("population", _POPULATION)
    level = max((int(m[1]) for p in by_plain if (m := _LEVEL_NAME.match(p))), default=None)
    if "name" not in found and level is not None:
        found["name"] = (next(c for p, c in by_plain.items() if (m := _LEVEL_NAME.match(p)) and int(m[1]) == level),)
        found.setdefault("feature", (f"=ADM{level}" if level else "=PCLI",))
        codes = tuple(c for p, c in by_plain.items() if (m := _LEVEL_CODE.match(p)) and int(m[1]) == level)
        if codes:
            found["id"] = codes
        if level <= 1:
            found.pop("admin1", None)  # the place is that division itself
        if level == 0:
            found.pop("country", None)
    if "id" not in found:
        first("id", _ID)
    others = [c for p, c in by_plain.items() if _OTHER_NAMES.match(p)]
    others += [c for p, c in by_plain.items() if (m := _LEVEL_OTHER.match(p)) and level is not None and int(m[1]) == level]
    if "name" in found:
        stem = _stem(found["name"][0])
        others += [c for c in columns if _stem(c) == stem]
    others = [c for c in dict.fromkeys(others) if c not in found.get("name", ())]
    if others:
        found["names"] = tuple(others)
    return found


def _stem(column: str) -> str:
    """A column's name without the language at its end: "name" of name:ar and Name_EN."""
    written = column.casefold()
    m = _LANGUAGE_SUFFIX.match(written)
    return plain(m[1]) if m and re.search(r"[_: ]", written) else plain(written)
