"""Gazetteers that people keep as tables: CSV files and GeoJSON, read by a mapping from their columns.

A polygon becomes the place's outline; of a line the middle is taken. Rows without a position are counted and left out, and so are
those that cannot be read; where most are so, or two columns seem to be exchanged, it is an error.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.errors import GazetteerError
from geo.gazetteer import csv_rows, geojson, outlines, sizes
from geo.gazetteer.broken_rows import BrokenRows, Misplaced
from geo.gazetteer.columns import Columns, Given, guess, plain, settle
from geo.gazetteer.names import fold
from geo.gazetteer.self_contacts import self_contacts
from geo.gazetteer.sources import Entry, Name, country_codes, degrees_of, people_of

CSV_ENDINGS = (".csv", ".tsv", ".tab")
GEOJSON_ENDINGS = (".geojson", ".json")
ENDINGS = (*CSV_ENDINGS, *GEOJSON_ENDINGS)
PREVIEW_ROWS = 20
_NO_LETTER = "\ufffd"  # what stands for bytes that are no letter
_SAVE_AS = "Save it as CSV in UTF-8."
_UNTOLD = f"its quotation marks do not match, or it is far too long. {_SAVE_AS}"


@dataclass(frozen=True, slots=True)
class Table:
    """What a table looks like before it is imported."""

    file: Path
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # the first ones, in the order of `columns`
    geometry: bool  # whether rows bring their own: GeoJSON
    told: Mapping[str, tuple[str, ...]]  # the fields whose columns their names tell


@dataclass(slots=True)
class Row:
    """One place of a table."""

    entry: Entry
    outline: BaseGeometry | None = None


@dataclass(slots=True)
class LeftOut:
    """How many rows were no places, and which could not be read."""

    without_position: int = 0
    without_name: int = 0
    unreadable: BrokenRows = field(default_factory=BrokenRows)


def is_table(file: Path) -> bool:
    return file.suffix.lower() in ENDINGS


def preview(file: Path) -> Table:
    """The columns and the first rows of a table. Raises GazetteerError, naming the file, where it cannot be read."""
    columns, geometry = _columns(file)
    rows, _ = _rows(file)
    known = (cells for cells, _ in rows if not isinstance(cells, GazetteerError))
    first = tuple(tuple(cells.get(c, "") for c in columns) for cells in itertools.islice(known, PREVIEW_ROWS))
    return Table(file, tuple(columns), first, geometry, guess(columns, geometry=geometry))


def columns_of(file: Path, given: Given) -> Columns:
    """The mapping for a file: what is given, the rest told from the names of its columns. Raises GazetteerError."""
    columns, geometry = _columns(file)
    return settle(file, columns, given, geometry=geometry)


def table_entries(
    file: Path, columns: Columns, gazetteer: str, left_out: LeftOut | None = None, on_rows: Callable[[int], None] | None = None
) -> Iterator[Row]:
    """The places of a table. Ids are `geonames:N` where a column of that name gives them, else the gazetteer's name and the
    first identifier, or name and position where there is none: the same again whenever the file is read.

    Raises GazetteerError, naming file and line of the first row that cannot be read, where most cannot.
    """
    counted = left_out or LeftOut()
    codes = country_codes()
    rows, geometry = _rows(file)
    for number, (cells, given_shape) in enumerate(rows, start=1):
        if on_rows and number % 2000 == 0:
            on_rows(number)
        if isinstance(cells, GazetteerError):
            counted.unreadable.add(cells)
            continue
        name = cells.get(columns.name, "").strip()
        if not name:
            counted.without_name += 1
            continue
        try:
            placed = _placed(file, number, given_shape) if geometry else _position(file, number, cells, columns)
        except GazetteerError as error:
            counted.unreadable.add(error)
            continue
        if placed is None:
            counted.without_position += 1
            continue
        counted.unreadable.read += 1
        lon, lat, outline = placed
        yield Row(_entry(cells, columns, gazetteer, name, lon, lat, codes, area=outline is not None), outline)
    counted.unreadable.settle()


def _entry(
    cells: Mapping[str, str], columns: Columns, gazetteer: str, name: str, lon: float, lat: float, codes: Mapping[str, str], *, area: bool
) -> Entry:
    identifiers = [(c, cells[c].strip()) for c in columns.id if cells.get(c, "").strip()]
    number = next((v for c, v in identifiers if plain(c) in ("geonameid", "geonamesid") and v.isascii() and v.isdigit()), None)
    if number:
        key = f"geonames:{number}"
    elif identifiers:
        key = f"{gazetteer}:{identifiers[0][1]}"
    else:
        key = f"{gazetteer}:{fold(name).replace(' ', '-')}@{lat:.4f},{lon:.4f}"
    names: list[Name] = [(n, "name") for c in columns.names for n in _spellings(c, cells.get(c, ""))]
    names += [(v, "identifier") for _, v in identifiers if _can_be_asked_for(v)]
    return Entry(
        key, name, lon, lat, _feature(_value(cells, columns.feature), area=area), codes.get(fold(_value(cells, columns.country))),
        population=people_of(_value(cells, columns.population)), names=names, admin1=_value(cells, columns.admin1) or None,
        identifiers=tuple(f"{c}: {v}" for c, v in identifiers),
    )  # fmt: skip


def _value(cells: Mapping[str, str], column: str | None) -> str:
    if column is None:
        return ""
    return column[1:].strip() if column.startswith("=") else cells.get(column, "").strip()


def _spellings(column: str, cell: str) -> list[str]:
    # A comma parts names only where GeoNames does so: "Sanaa, Old City" is one name.
    separators = r"[;|,]" if plain(column) == "alternatenames" else r"[;|]"
    return [part.strip() for part in re.split(separators, cell) if part.strip()]


def _can_be_asked_for(identifier: str) -> bool:
    """P-codes and the like: letters and digits. A bare number is no name."""
    return len(identifier) >= 4 and any(c.isalpha() for c in identifier) and any(c.isdigit() for c in identifier)


_CODE = re.compile(
    r"^(?:PPL|ADM|PCL|AIR|STM|LK|MT|RGN|ISL|HLL|SEA|BAY|GULF|STRT|RSV|WAD|VLY|DSRT|OAS|BDG|RD|CMP|PRT|HBR|OIL|DAM)[A-Z0-9]{0,5}$"
)
_WORDS = {
    "ADM1": "governorate province state region admin1 adm1 oblast department wilaya",
    "ADM2": "district county admin2 adm2 raion zone prefecture",
    "ADM3": "subdistrict commune municipality ward admin3 adm3 nahiyah payam locality",
    "ADM4": "admin4 adm4 boma",
    "PCLI": "country admin0 adm0",
    "AIRP": "airport airfield aerodrome",
    "AIRB": "airbase",
    "STM": "river stream wadi canal",
    "LK": "lake reservoir",
    "MT": "mountain hill peak",
    "ISL": "island",
    "PPLX": "neighbourhood neighborhood quarter suburb",
}
_FEATURE_OF = {word: code for code, words in _WORDS.items() for word in words.split()}


def _feature(told: str, *, area: bool) -> str:
    """GeoNames' feature code: given as such, or by an ordinary word; a town where nothing is said, an area for a polygon."""
    if _CODE.match(told):
        return told
    return _FEATURE_OF.get(plain(told)) or ("ADM3" if area else "PPL")


_Placed = tuple[float, float, BaseGeometry | None]  # lon, lat, and for polygons the outline


def _position(file: Path, number: int, cells: Mapping[str, str], columns: Columns) -> _Placed | None:
    written = [cells.get(c or "", "").strip() for c in (columns.lon, columns.lat)]
    if not all(written):
        return None
    try:
        lon, lat = (degrees_of(w) for w in written)
    except ValueError:
        raise GazetteerError(
            f'{file}, row {number}: "{written[1][:40]}", "{written[0][:40]}" is no latitude and longitude. Give decimal degrees, and the '
            f"right columns: --columns lat=…,lon=…"
        ) from None
    _check(file, number, lon, lat)
    return lon, lat, None


def _check(file: Path, number: int, lon: float, lat: float) -> None:
    if not (math.isfinite(lat) and math.isfinite(lon) and -90 <= lat <= 90 and -180 <= lon <= 180):
        raise Misplaced(
            f"{file}, row {number}: {lat:g}, {lon:g} is no latitude and longitude. They must be degrees of WGS84; perhaps the two columns "
            "are exchanged.",
            lat,
            lon,
        )


def _placed(file: Path, number: int, geometry: object) -> _Placed | None:
    """Position and, for polygons, outline of a GeoJSON geometry."""
    if not geometry:
        return None
    try:
        found = shape(cast(Any, geometry))
        points = shapely.get_coordinates(found)  # all, for the bounds of a shape are those of its outer rings
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError, ShapelyError) as error:
        why = " ".join(str(error).split())[:120] or type(error).__name__
        raise GazetteerError(f"{file}, feature {number}: its geometry cannot be read ({why}). Mend it, or leave it out.") from None
    if found.is_empty:
        return None
    for lon, lat in (points.min(axis=0).tolist(), points.max(axis=0).tolist()):  # which are nan where one is
        _check(file, number, lon, lat)
    try:
        if found.geom_type in ("Polygon", "MultiPolygon"):
            flat = _flat(found)
            if not flat.is_valid:
                _check_mendable(file, number, flat, len(points))
            outline = outlines.areal(flat)
            if outline.is_empty:
                return None
            spot = outline.centroid if outline.intersects(outline.centroid) else outline.representative_point()
            return round(spot.x, 5), round(spot.y, 5), outline
        spot = found if found.geom_type == "Point" else found.representative_point()
        return round(float(cast(Any, spot).x), 5), round(float(cast(Any, spot).y), 5), None
    except (ValueError, ShapelyError) as error:  # a number within that is none, or edges that no geometry can be made of
        raise GazetteerError(f"{file}, feature {number}: its geometry cannot be used ({error}). Mend it, or leave it out.") from None


def _check_mendable(file: Path, number: int, flat: BaseGeometry, corners: int) -> None:
    """Mending takes a millisecond for each crossing, and a star of 300 corners has 45,000. Sound outlines are not asked."""
    most = min(50 + corners // 4, 2000)
    if self_contacts(flat, most) > most:
        raise GazetteerError(f"{file}, feature {number}: its outline crosses itself more than {most} times. Mend it, or leave it out.")


# --- reading files -------------------------------------------------------------------------------------------------------

_Rows = Iterator[tuple[dict[str, str] | GazetteerError, object]]  # the cells, or why they cannot be told


def _columns(file: Path) -> tuple[Sequence[str], bool]:
    """The columns of a table, and whether it is GeoJSON, whose rows bring their geometries."""
    _check_file(file)
    return (geojson.columns(file), True) if _is_geojson(file) else (_header(file, _csv(file)), False)


def _rows(file: Path) -> tuple[_Rows, bool]:
    """The rows of a table with their geometries, and whether it is GeoJSON."""
    _check_file(file)
    return (geojson.rows(file), True) if _is_geojson(file) else (_csv_rows(file), False)


def _is_geojson(file: Path) -> bool:
    return file.suffix.lower() in GEOJSON_ENDINGS


def _check_file(file: Path) -> None:
    if not file.is_file():
        raise GazetteerError(f"{file} is missing. Give the path of a CSV or GeoJSON file.")
    sizes.check(file)


def _csv(file: Path) -> Iterator[tuple[int, list[str] | None]]:
    """The lines and cells of a CSV file, the names of its columns first."""
    try:
        with open(file, "rb") as raw:
            encoding = "utf-16" if raw.read(2) in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        with open(file, encoding=encoding, errors="replace", newline="") as text:
            beginning = text.readline(csv_rows.MOST_LETTERS)
            if "\0" in beginning[:1000]:
                raise GazetteerError(f"{file} is no text. {_SAVE_AS}")
            text.seek(0)
            yield from csv_rows.rows(text, _delimiter(beginning))
    except OSError as error:
        raise GazetteerError(f"{file} cannot be read ({error.strerror or error}). Check its permissions.") from None


def _header(file: Path, read: Iterator[tuple[int, list[str] | None]]) -> list[str]:
    _, first = next(read, (1, list[str]()))
    if first is None:
        raise GazetteerError(f"{file}, line 1: {_UNTOLD}")
    header = [c.strip() for c in first]
    if any(_NO_LETTER in c for c in header):
        raise GazetteerError(f"{file}, line 1: this is not UTF-8 text. {_SAVE_AS}")
    if not any(header):
        raise GazetteerError(f"{file} is empty. Give a table with the names of its columns in the first line.")
    return header


def _csv_rows(file: Path) -> _Rows:
    read = _csv(file)
    header = _header(file, read)
    for line, cells in read:
        if cells is None:
            yield GazetteerError(f"{file}, line {line}: {_UNTOLD}"), None
        elif any(_NO_LETTER in c for c in cells):
            yield GazetteerError(f"{file}, line {line}: this is not UTF-8 text. {_SAVE_AS}"), None
        elif any(cells) and not cells[0].startswith("#"):  # the second line of OCHA's files holds tags
            told: dict[str, str] = {}
            for column, cell in zip(header, cells, strict=False):
                told.setdefault(column, cell)  # of two columns of one name the first counts
            yield told, None


def _delimiter(beginning: str) -> str:
    first = beginning.partition("\n")[0]
    return max(",;\t|", key=first.count) if any(d in first for d in ",;\t|") else ","


def _flat(geometry: BaseGeometry) -> BaseGeometry:
    """Without heights."""
    return shapely.from_wkb(shapely.to_wkb(geometry, output_dimension=2))
