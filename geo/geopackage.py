"""GeoPackage (OGC 12-128) tables in an SQLite file, written and read without GDAL.

All functions work inside the caller's transaction and commit nothing. Coordinates are WGS84 degrees, longitude first.

>>> connection = sqlite3.connect(":memory:")
>>> prepare(connection)
>>> write_features(connection, "towns", [Field("name")], [(shapely.Point(36.6, 35.4), ("Kafr Zita",))], "POINT")
1
>>> [(str(town.geometry), town.values["name"]) for town in read_features(connection, "towns")]
[('POINT (36.6 35.4)', 'Kafr Zita')]
"""

from __future__ import annotations

import math
import re
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NamedTuple

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import LineString, MultiLineString, MultiPoint, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import GeoPackageError

APPLICATION_ID = 0x47504B47  # "GPKG"
VERSION = 10300  # 1.3: the newest that GDAL 3.6 and QGIS 3.28, still in wide use, know
WGS84 = 4326
GEOMETRY = "geom"
KEY = "fid"

Value = str | int | float | bool | date | datetime | None


class FieldType(StrEnum):
    """Column types as GeoPackage writes them."""

    TEXT = "TEXT"
    INTEGER = "INTEGER"
    REAL = "REAL"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    DATETIME = "DATETIME"


class Field(NamedTuple):
    """A column; it stands beside the key `fid` and, in a feature table, the geometry `geom`."""

    name: str
    type: FieldType = FieldType.TEXT


@dataclass(frozen=True, slots=True)
class Feature:
    """A row that was read. Booleans and dates come back as they are stored: 0 or 1, and ISO 8601 text."""

    id: int
    geometry: BaseGeometry | None
    values: Mapping[str, str | int | float | bytes | None]


_TABLES = """
CREATE TABLE IF NOT EXISTS gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL PRIMARY KEY,
    organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL,
    definition TEXT NOT NULL,
    description TEXT
);
CREATE TABLE IF NOT EXISTS gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY,
    data_type TEXT NOT NULL,
    identifier TEXT UNIQUE,
    description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE,
    min_y DOUBLE,
    max_x DOUBLE,
    max_y DOUBLE,
    srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE IF NOT EXISTS gpkg_geometry_columns (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL,
    m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE IF NOT EXISTS gpkg_extensions (
    table_name TEXT,
    column_name TEXT,
    extension_name TEXT NOT NULL,
    definition TEXT NOT NULL,
    scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);
"""
_WGS84_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],'
    'PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
_REFERENCE_SYSTEMS = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
    ("WGS 84 geodetic", WGS84, "EPSG", WGS84, _WGS84_WKT, "longitude and latitude in decimal degrees on the WGS 84 spheroid"),
)


def prepare(connection: sqlite3.Connection) -> None:
    """Make an SQLite file a GeoPackage: its mark, its version, and the tables that list its contents.

    Tables of one's own may stand in the file unregistered: other programs then leave them alone. Safe to call again.
    """
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    connection.executemany("INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _REFERENCE_SYSTEMS)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def write_features(
    connection: sqlite3.Connection,
    table: str,
    fields: Sequence[Field],
    rows: Iterable[tuple[BaseGeometry | None, Sequence[Value]]],
    geometry_type: str,
    *,
    description: str = "",
) -> int:
    """Write a table of features, in the place of any of that name; the number of rows.

    `geometry_type` is POINT, LINESTRING, POLYGON, a MULTI… of these, or GEOMETRY; single shapes become multiple ones where
    the table is of multiple ones. A row without geometry, or with an empty one, stays without. Raises GeoPackageError for
    a shape of another type.
    """
    kind = geometry_type.upper()
    box = [math.inf, math.inf, -math.inf, -math.inf]

    def made() -> Iterator[list[object]]:
        for geometry, values in rows:
            if geometry is None or geometry.is_empty:
                yield [None, *_stored(values)]
                continue
            shape = _fitting(geometry, kind, table)
            west, south, east, north = shape.bounds
            box[:] = [min(box[0], west), min(box[1], south), max(box[2], east), max(box[3], north)]
            yield [to_blob(shape), *_stored(values)]

    _drop(connection, table)
    connection.execute(
        f'CREATE TABLE "{table}" ("{KEY}" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "{GEOMETRY}" {kind}{_columns(fields)})'
    )
    count = _insert(connection, table, [GEOMETRY, *(f.name for f in fields)], made())
    extent = box if math.isfinite(box[0]) else [None] * 4
    _register(connection, table, "features", description, extent, WGS84)
    connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)", (table, GEOMETRY, kind, WGS84))
    return count


def write_attributes(
    connection: sqlite3.Connection, table: str, fields: Sequence[Field], rows: Iterable[Sequence[Value]], *, description: str = ""
) -> int:
    """Write a table without geometry, in the place of any of that name; the number of rows."""
    _drop(connection, table)
    connection.execute(f'CREATE TABLE "{table}" ("{KEY}" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL{_columns(fields)})')
    count = _insert(connection, table, [f.name for f in fields], (_stored(values) for values in rows))
    _register(connection, table, "attributes", description, [None] * 4, None)
    return count


def remove_table(connection: sqlite3.Connection, table: str) -> None:
    """Take a registered table away with all that other programs have hung on it. One that is not there is no fault."""
    _drop(connection, table)


def read_features(connection: sqlite3.Connection, table: str) -> Iterator[Feature]:
    """The rows of a registered table in order of their key; those of an attribute table have no geometry.

    Raises GeoPackageError where the file lists no such table or a geometry cannot be read.
    """
    if not is_geopackage(connection) or table not in tables(connection):
        raise GeoPackageError(f'The GeoPackage lists no table "{table}". Export it again, or choose another file.')
    found = connection.execute("SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (table,)).fetchone()
    geometry = found[0] if found else None
    columns = [(str(row[1]), bool(row[5])) for row in connection.execute(f"PRAGMA table_info({_quoted(table)})")]
    key = next((name for name, primary in columns if primary), "rowid")
    names = [name for name, _ in columns if name not in (key, geometry)]
    wanted = ", ".join(_quoted(name) for name in (key, *([geometry] if geometry else []), *names))
    for row in connection.execute(f"SELECT {wanted} FROM {_quoted(table)} ORDER BY {_quoted(key)}"):
        rest = row[2:] if geometry else row[1:]
        shape = from_blob(row[1]) if geometry and row[1] is not None else None
        yield Feature(int(row[0]), shape, dict(zip(names, rest, strict=True)))


def is_geopackage(connection: sqlite3.Connection) -> bool:
    """Whether the file lists contents as a GeoPackage does."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'gpkg_contents'").fetchone() is not None


def tables(connection: sqlite3.Connection) -> dict[str, str]:
    """The registered tables, each with what it is: "features" or "attributes"."""
    return {str(name): str(kind) for name, kind in connection.execute("SELECT table_name, data_type FROM gpkg_contents ORDER BY rowid")}


# --- geometry as GeoPackage stores it ---------------------------------------------------------------------------------

_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_LITTLE_ENDIAN = 0b0000_0001
_ENVELOPE_XY = 0b0000_0010


def to_blob(geometry: BaseGeometry) -> bytes:
    """A geometry as GeoPackage's binary: header, envelope (none for a point, which is its own), little-endian WKB."""
    is_point = geometry.geom_type == "Point"
    header = struct.pack("<2sBBi", b"GP", 0, _LITTLE_ENDIAN | (0 if is_point else _ENVELOPE_XY), WGS84)
    envelope = b""
    if not is_point:
        west, south, east, north = geometry.bounds
        envelope = struct.pack("<4d", west, east, south, north)
    return header + envelope + shapely.to_wkb(geometry, output_dimension=2, byte_order=1, flavor="iso")


def from_blob(blob: bytes) -> BaseGeometry:
    """The geometry of GeoPackage's binary, with whatever envelope. Raises GeoPackageError where it is damaged."""
    if len(blob) < 8 or blob[:2] != b"GP":
        raise GeoPackageError("A geometry of the GeoPackage is damaged: its header is missing. Export the file again.")
    envelope = (blob[3] >> 1) & 0b111
    if envelope >= len(_ENVELOPE_BYTES):
        raise GeoPackageError("A geometry of the GeoPackage is damaged: its envelope is of no known kind. Export the file again.")
    try:
        return shapely.from_wkb(blob[8 + _ENVELOPE_BYTES[envelope] :])
    except ShapelyError as cause:
        raise GeoPackageError(f"A geometry of the GeoPackage is damaged ({cause}). Export the file again.") from cause


def _fitting(geometry: BaseGeometry, kind: str, table: str) -> BaseGeometry:
    """The geometry as the table's type asks for."""
    own = geometry.geom_type.upper()
    if kind in ("GEOMETRY", own):
        return geometry
    if kind == f"MULTI{own}":
        return _multiple(geometry)
    raise GeoPackageError(f'"{table}" holds {kind}, not {own}. Choose another kind of table for this shape.')


def _multiple(geometry: BaseGeometry) -> BaseGeometry:
    if isinstance(geometry, Polygon):
        return MultiPolygon([geometry])
    if isinstance(geometry, LineString):
        return MultiLineString([geometry])
    return MultiPoint(shapely.get_coordinates(geometry))


# --- tables -----------------------------------------------------------------------------------------------------------

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def _columns(fields: Sequence[Field]) -> str:
    for field in fields:
        if not _NAME.fullmatch(field.name) or field.name in (KEY, GEOMETRY):
            raise GeoPackageError(f'"{field.name}" cannot name a column. Use small letters, digits and underscores.')
    return "".join(f', "{field.name}" {field.type.value}' for field in fields)


def _insert(connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    names = ", ".join(f'"{c}"' for c in columns)
    marks = ", ".join("?" * len(columns))
    cursor = connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
    return max(cursor.rowcount, 0)


def _register(
    connection: sqlite3.Connection, table: str, kind: str, description: str, extent: Sequence[float | None], srs_id: int | None
) -> None:
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, min_x, min_y, max_x, max_y, srs_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (table, kind, table, description, *extent, srs_id),
    )


def _drop(connection: sqlite3.Connection, table: str) -> None:
    """Take a table away with all that other programs have hung on it: a spatial index, a count of rows."""
    if not _NAME.fullmatch(table) or table.startswith(("gpkg_", "sqlite_", "rtree_")):
        raise GeoPackageError(f'"{table}" cannot name a table. Use small letters, digits and underscores.')
    known = {str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if table in known and table not in tables(connection):
        raise GeoPackageError(f'There is a table "{table}" in the file that is no layer. Choose another name.')
    if (index := f"rtree_{table}_{GEOMETRY}") in known:
        connection.execute(f'DROP TABLE "{index}"')
    connection.execute(f'DROP TABLE IF EXISTS "{table}"')
    for register in ("gpkg_ogr_contents", "gpkg_extensions", "gpkg_geometry_columns", "gpkg_contents"):
        if register in known:
            connection.execute(f"DELETE FROM {register} WHERE table_name = ?", (table,))


def _stored(values: Sequence[Value]) -> list[object]:
    return [_value(v) for v in values]


def _value(value: Value) -> object:
    if isinstance(value, str):
        # Half a surrogate pair has no encoding, and at a NUL other programs would take the text to end.
        return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "\N{REPLACEMENT CHARACTER}")
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        moment = value if value.tzinfo is None else value.astimezone(UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
