"""GeoPackage tables: written and read back, replaced whole, and opened by other programs without a complaint."""

from __future__ import annotations

import shutil
import sqlite3
import struct
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import shapely
from ogr import ogrinfo
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.errors import GeoPackageError
from geo.geopackage import (
    Field,
    FieldType,
    from_blob,
    prepare,
    read_features,
    tables,
    to_blob,
    write_attributes,
    write_features,
)

NAME = [Field("name")]


@pytest.fixture
def package() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    prepare(connection)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    "shape",
    [
        Point(36.6033, 35.3743),
        LineString([(0, 0), (1, 2)]),
        Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (2, 1), (2, 2)]]),
        MultiPolygon([box(170, 60, 180, 70), box(-180, 60, -170, 70)]),
    ],
)
def test_a_geometry_comes_back_as_it_was(shape: BaseGeometry) -> None:
    assert shapely.equals_identical(from_blob(to_blob(shape)), shape)


def test_the_header_says_magic_version_order_and_reference_system() -> None:
    magic, version, flags, srs = struct.unpack("<2sBBi", to_blob(box(1, 2, 3, 4))[:8])
    assert (magic, version, flags, srs) == (b"GP", 0, 0b11, 4326)
    assert struct.unpack("<4d", to_blob(box(1, 2, 3, 4))[8:40]) == (1, 3, 2, 4)


@pytest.mark.parametrize("blob", [b"", b"GP", b"XX" + bytes(40), b"GP\0\x0f" + bytes(40), b"GP\0\x01" + bytes(4) + b"\x01\x63"])
def test_a_damaged_geometry_is_an_error_in_words(blob: bytes) -> None:
    with pytest.raises(GeoPackageError, match="damaged"):
        from_blob(blob)


def test_values_of_every_type_are_kept(package: sqlite3.Connection) -> None:
    fields = [Field("a"), Field("b", FieldType.INTEGER), Field("c", FieldType.REAL), Field("d", FieldType.BOOLEAN)]
    fields += [Field("e", FieldType.DATE), Field("f", FieldType.DATETIME)]
    row = ("x", 3, 1.5, True, date(2015, 10, 7), datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert write_attributes(package, "things", fields, [row, (None,) * 6]) == 2
    first, second = read_features(package, "things")
    assert first.values == {"a": "x", "b": 3, "c": 1.5, "d": 1, "e": "2015-10-07", "f": "2026-01-02T03:04:05.000Z"}
    assert set(second.values.values()) == {None}


def test_text_that_no_encoding_carries_is_kept_as_far_as_possible(package: sqlite3.Connection) -> None:
    write_attributes(package, "things", NAME, [("half \ud800 a pair\0 and on",), ("quotes \" ' and \u202e",)])
    assert [f.values["name"] for f in read_features(package, "things")] == ["half ? a pair\ufffd and on", "quotes \" ' and \u202e"]


def test_a_table_is_replaced_whole(package: sqlite3.Connection) -> None:
    write_features(package, "spots", NAME, [(Point(1, 2), ("old",)), (Point(3, 4), ("older",))], "POINT")
    write_features(package, "spots", [Field("label")], [(Point(5, 6), ("new",))], "POINT")
    assert [(f.id, f.values) for f in read_features(package, "spots")] == [(1, {"label": "new"})]
    assert package.execute("SELECT min_x, min_y, max_x, max_y FROM gpkg_contents").fetchall() == [(5, 6, 5, 6)]
    write_attributes(package, "spots", NAME, [])
    assert tables(package) == {"spots": "attributes"}
    assert package.execute("SELECT count(*) FROM gpkg_geometry_columns").fetchone() == (0,)


def test_all_of_it_is_undone_with_the_transaction_of_the_caller(package: sqlite3.Connection) -> None:
    write_features(package, "spots", NAME, [(Point(1, 2), ("kept",))], "POINT")
    package.execute("BEGIN")
    write_features(package, "spots", NAME, [(Point(3, 4), ("lost",))], "POINT")
    package.execute("ROLLBACK")
    assert [f.values["name"] for f in read_features(package, "spots")] == ["kept"]


def test_rows_without_geometry_stay_without(package: sqlite3.Connection) -> None:
    write_features(package, "spots", NAME, [(None, ("nowhere",)), (Point(), ("empty",))], "POINT")
    assert [f.geometry for f in read_features(package, "spots")] == [None, None]
    assert package.execute("SELECT min_x FROM gpkg_contents").fetchone() == (None,)


def test_single_polygons_join_a_table_of_multiple_ones_and_lines_do_not(package: sqlite3.Connection) -> None:
    write_features(package, "areas", NAME, [(box(0, 0, 1, 1), ("a",))], "MULTIPOLYGON")
    (area,) = read_features(package, "areas")
    assert area.geometry is not None
    assert area.geometry.geom_type == "MultiPolygon"
    with pytest.raises(GeoPackageError, match="MULTIPOLYGON"):
        write_features(package, "areas", NAME, [(LineString([(0, 0), (1, 1)]), ("a",))], "MULTIPOLYGON")


@pytest.mark.parametrize("table", ["gpkg_contents", "Robert'); DROP TABLE x", "", "sqlite_master"])
def test_a_name_that_could_harm_the_file_is_refused(package: sqlite3.Connection, table: str) -> None:
    with pytest.raises(GeoPackageError, match="cannot name a table"):
        write_attributes(package, table, NAME, [])


def test_a_table_of_the_file_that_is_no_layer_is_not_overwritten(package: sqlite3.Connection) -> None:
    package.execute("CREATE TABLE dateline_article (id TEXT)")
    with pytest.raises(GeoPackageError, match="is no layer"):
        write_attributes(package, "dateline_article", NAME, [])


def test_what_the_file_does_not_list_is_not_read(package: sqlite3.Connection) -> None:
    with pytest.raises(GeoPackageError, match="lists no table"):
        list(read_features(package, "missing"))


def test_preparing_twice_changes_nothing(package: sqlite3.Connection) -> None:
    write_attributes(package, "things", NAME, [("x",)])
    prepare(package)
    assert tables(package) == {"things": "attributes"}
    assert package.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    assert package.execute("PRAGMA user_version").fetchone() == (10300,)


def test_ogrinfo_opens_it_without_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "one.gpkg"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE dateline_meta (key TEXT PRIMARY KEY, value TEXT)")
    prepare(connection)
    connection.commit()
    ogrinfo(path)  # also while it has no layer yet
    fields = [Field("name"), Field("happened", FieldType.BOOLEAN), Field("day", FieldType.DATE)]
    write_features(connection, "events", fields, [(Point(36.6, 35.4), ("a", True, date(2015, 10, 7))), (None, ("b", False, None))], "POINT")
    write_features(connection, "areas", NAME, [(box(36, 35, 37, 36), ("Hama",))], "MULTIPOLYGON", description="Provinces & <others>")
    write_attributes(connection, "articles", NAME, [("001",)])
    connection.commit()
    connection.close()
    told = ogrinfo(path)
    assert [line.split(": ")[1] for line in told.splitlines() if line.startswith("Layer name")] == ["events", "areas", "articles"]
    assert "Feature Count: 2" in told
    assert "Extent: (36.000000, 35.000000) - (37.000000, 36.000000)" in told
    assert "happened: Integer(Boolean)" in told
    assert "day: Date" in told


def test_a_spatial_index_that_another_program_made_goes_with_its_table(tmp_path: Path) -> None:
    program = shutil.which("ogrinfo")
    if program is None:
        pytest.skip("needs ogrinfo")
    path = tmp_path / "indexed.gpkg"
    connection = sqlite3.connect(path)
    prepare(connection)
    write_features(connection, "events", NAME, [(Point(1, 2), ("a",))], "POINT")
    connection.commit()
    subprocess.run([program, "-q", str(path), "-sql", "SELECT CreateSpatialIndex('events', 'geom')"], check=True, capture_output=True)
    assert connection.execute("SELECT count(*) FROM gpkg_extensions").fetchone() == (1,)
    write_features(connection, "events", NAME, [(Point(3, 4), ("b",))], "POINT")
    connection.commit()
    connection.close()
    assert "Extent: (3.000000, 4.000000)" in ogrinfo(path)
