"""Gazetteers that are too large: refused in words that name the file, at once or while they are read, and nothing is kept of them."""

from __future__ import annotations

import io
import json
import math
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from data_home import make_data_home

from geo import gazetteer as library
from geo.errors import GazetteerError
from geo.gazetteer import Gazetteer, csv_rows, dumps, geojson, sizes, tables

MEGABYTE = 1 << 20


@pytest.fixture
def home(tmp_path: Path, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder that must be without a trace of what was refused."""
    folder = make_data_home(tmp_path / "data", monkeypatch)
    yield folder
    if library.listed() == ():
        assert [p.name for p in folder.rglob("*") if p.name.startswith(("T", ".T"))] == []


def row(identity: int, names: str = "") -> str:
    return "\t".join(map(str, [identity, f"Marq {identity}", "", names, 35.5, 36.5, "P", "PPL", "SY", *[""] * 5, 0, "", 0, "", ""]))


def zipped(path: Path, members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def refused(file: Path, says: str) -> None:
    with pytest.raises(GazetteerError, match=says) as caught:
        library.add(file)
    assert str(file) in str(caught.value)
    assert library.listed() == ()


# --- archives


def test_a_zip_that_unpacks_to_many_times_its_size_is_refused_unread(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "T.zip", {"T.txt": b"x" * (21 * sizes.MEGABYTE)})
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    refused(path, "too large for a gazetteer: it unpacks to 21 MB, more than 50 times its size. Divide it")


def test_good_rows_do_not_make_a_bomb_of_a_zip_sound(home: Path, tmp_path: Path) -> None:
    text = f"{row(990001)}\n".encode()
    refused(zipped(tmp_path / "T.zip", {"T.txt": text * (21 * sizes.MEGABYTE // len(text) + 1)}), "more than 50 times its size")
    assert library.add(zipped(tmp_path / "T.zip", {"T.txt": text * 1000})).places == 1  # 140 times, but little


def test_the_size_of_a_member_is_limited_however_well_it_is_packed(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "MOST_BYTES", sizes.MEGABYTE)
    refused(zipped(tmp_path / "T.zip", {"T.txt": b"x" * (3 * sizes.MEGABYTE)}), "T.txt in it has 3 MB")


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_python_unpacks_without_a_bound_is_not_unpacked(home: Path, tmp_path: Path, packing: int) -> None:
    refused(zipped(tmp_path / "T.zip", {"T.txt": row(990001).encode()}, packing), "is packed in a way that is not known here.*Unpack it")


def test_a_zip_in_a_zip_is_not_opened(home: Path, tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"T.txt": row(990001).encode()})
    refused(zipped(tmp_path / "T.zip", {"T.zip": inner.read_bytes()}), "holds no .txt")


def test_the_contents_of_a_zip_of_very_many_files_are_not_read(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dumps, "_MOST_CONTENTS", 10_000)
    path = zipped(tmp_path / "T.zip", {f"{n}.txt": b"" for n in range(300)})
    monkeypatch.setattr(zipfile, "ZipInfo", None)
    refused(path, "it is a zip of very many files")


@pytest.mark.parametrize("said", [100, 50_000])
def test_a_zip_that_lies_about_its_size_is_damaged(home: Path, tmp_path: Path, said: int) -> None:
    path = zipped(tmp_path / "T.zip", {"T.txt": "".join(f"{row(n)}\n" for n in range(1, 3000)).encode()})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = said.to_bytes(4, "little")
    path.write_bytes(data)
    refused(path, "is damaged|columns instead of 19")


def test_a_download_is_checked_within_the_same_limits(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="more than 50 times its size"):
        dumps.check_zip(zipped(tmp_path / "T.zip", {"T.txt": b"x" * (21 * sizes.MEGABYTE)}))


# --- dumps and tables


@pytest.mark.parametrize("name", ["T.txt", "T.zip", "T.csv", "T.tsv", "T.geojson", "T.json"])
def test_a_file_that_is_too_large_is_refused_unread(home: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with open(path, "wb") as file:
        if name == "T.zip":
            zipped(path, {"T.txt": b""})
            file.seek(0, io.SEEK_END)
            end = path.read_bytes()
            file.truncate(sizes.MOST_BYTES + 1)
            file.seek(sizes.MOST_BYTES + 1)
            file.write(end)
        else:
            file.truncate(sizes.MOST_BYTES + 1)
    refused(path, r"it has 600 MB, and no more than 600 MB are read|is too large for a gazetteer")


def test_more_places_and_names_than_memory_holds_are_refused(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "MOST_NAMES", 100)
    path = tmp_path / "T.txt"
    path.write_text(row(990001, ",".join(f"Marq al-{n}" for n in range(99))), encoding="utf-8")
    assert library.add(path).places == 1
    library.remove("T")
    path.write_text(row(990001, ",".join(f"Marq al-{n}" for n in range(100))), encoding="utf-8")
    refused(path, "holds more than 100 places and names")
    path = tmp_path / "T.csv"
    path.write_text("name,lat,lon\n" + "".join(f"Marq {n},35.5,36.5\n" for n in range(101)), encoding="utf-8")
    refused(path, "holds more than 100 places and names")


def test_more_alternate_names_than_memory_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "MOST_NAMES", 100)
    path = tmp_path / "names.txt"
    path.write_text("".join(f"{n}\t{n}\ten\tMarq {n}\t\t\t\t\n" for n in range(1, 102)), encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"names\.txt is too large.*more than 100 places and names"):
        dumps.alternate_names(path)


def test_no_piece_of_a_long_line_is_a_row_of_its_own(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "MOST_LETTERS", 100)
    within = "Wrong,35.5,36.5," * 25  # whose pieces of 100 letters begin like rows
    path = tmp_path / "T.csv"
    path.write_text(
        f'name,lat,lon\nTall Marq,35.5,36.5\n{within}\n"open\n{within}\nUpper Barzin,35.6,36.5\nLast,35.7,36.5\n', encoding="utf-8"
    )
    added = library.add(path)
    assert (added.places, added.broken) == (3, 3)
    assert f"{path}, line 3: its quotation marks do not match, or it is far too long" in added.first_broken
    opened = library.open_default()
    assert not opened.exact("Wrong")
    opened.close()


def test_a_header_that_does_not_end_is_no_header(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "T.csv"
    path.write_bytes(b"x" * (3 * MEGABYTE))
    refused(path, r"T\.csv, line 1: .*it is far too long")


@pytest.mark.parametrize(
    ("name", "head", "one", "tail"),
    [
        ("T.csv", "name,lat,lon,remark\n", "Tall Marq,35.5,36.5,{r}\n", ""),
        (
            "T.geojson",
            '{"features": [{}',
            ',{"properties": {"name": "Tall Marq", "r": "{r}"}, "geometry": {"type": "Point", "coordinates": [36.5, 35.5]}}',
            "]}",
        ),
    ],
)
def test_a_table_is_read_as_a_stream(tmp_path: Path, name: str, head: str, one: str, tail: str) -> None:
    path = tmp_path / name
    line = one.replace("{r}", "r" * 4000)
    path.write_text(head + line * 3_000 + tail, encoding="utf-8")
    assert path.stat().st_size > 11 * sizes.MEGABYTE
    columns = tables.columns_of(path, {})
    next(tables.table_entries(path, columns, "T"))  # loads what is loaded once
    tracemalloc.start()
    try:
        count = sum(1 for _ in tables.table_entries(path, columns, "T"))
        assert len(tables.preview(path).rows) == tables.PREVIEW_ROWS
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 3_000
    assert peak < 7 * MEGABYTE


# --- GeoJSON


def of(path: Path, text: str) -> list[tuple[dict[str, str], object]]:
    path.write_text(text, encoding="utf-8")
    assert geojson.columns(path) is not None
    return list(geojson.rows(path))


@pytest.mark.parametrize("block", [1, 2, 7, 1 << 20])
def test_features_are_read_wherever_the_text_is_parted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(geojson, "_BLOCK", block)
    odd = {"name": 'Tall "Marq" \u0661 \U0001f5fa\\', "n": -1.5e3, "list": ["a", None, {"x": []}, 2.0], "none": None, "yes": True}
    known: list[dict[str, Any]] = [
        {"type": "Feature", "id": 17, "properties": odd, "geometry": {"type": "Point", "coordinates": [36.5, 35.5]}},
        {"type": "Feature", "properties": {"name": "B", "last": 12}, "geometry": None},
    ]
    told = {"type": "FeatureCollection", "n": 1234567, "crs": {"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}
    path = tmp_path / "T.geojson"
    for spaces in (None, 3):
        for told_first in (True, False):
            parts = [told, {"features": [7, *known, "x"]}]
            text = json.dumps({k: v for p in (parts if told_first else reversed(parts)) for k, v in p.items()}, indent=spaces)
            found = of(path, text)
            assert [geometry for _, geometry in found] == [known[0]["geometry"], None]
            assert found[0][0] == {"name": odd["name"], "n": "-1500", "list": "a;;;2", "none": "", "yes": "True", "id": "17"}
            assert geojson.columns(path) == [*odd, "last", "id"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le"])
def test_geojson_of_every_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "T.geojson"
    path.write_bytes('{"features": [{"properties": {"name": "حماة"}}]}'.encode(encoding))
    assert geojson.columns(path) == ["name"]
    assert next(geojson.rows(path)) == ({"name": "حماة"}, None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is no GeoJSON"),
        ("[]", "is no FeatureCollection"),
        ('{"type": "Feature", "properties": {}}', "is no FeatureCollection"),
        ('{"features": {}}', "is no FeatureCollection"),
        ('{"features": [{}', 'is no GeoJSON \\("," is missing\\)'),
        ('{"features": [{} {}]}', "is no GeoJSON"),
        ('{"features": []', "is no GeoJSON"),
        ('{"features": []} more', "it goes on behind its end"),
        ('{"features": [], 7: 1}', "is no GeoJSON"),
        ('{"features": [{"a": 1]}', "is no GeoJSON"),
        ('{"features": [' + "[" * 200_000, "its brackets are nested too deeply"),
        ('{"features": [], "n": ' + "1" * 5000 + "}", "is no GeoJSON"),
        ('{"features": [], "crs": {"properties": {"name": "EPSG:3857"}}}', "is not in degrees of WGS84 but in"),
    ],
)
def test_what_is_no_geojson_is_said_to_be_none(home: Path, tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "T.geojson"
    path.write_text(text, encoding="utf-8")
    refused(path, says)


@pytest.mark.parametrize("before", ['{"features": [', '{"a": ', '{"'])
def test_no_feature_and_no_value_is_larger_than_memory_holds(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    monkeypatch.setattr(geojson, "MOST_LETTERS", MEGABYTE)
    monkeypatch.setattr(geojson, "MEGABYTE", MEGABYTE)
    path = tmp_path / "T.geojson"
    path.write_text(before + "[" + "1," * (2 * MEGABYTE), encoding="utf-8")
    refused(path, "is too large for a gazetteer: a feature or value of it has more than 1 MB|is no GeoJSON")


def test_more_properties_than_a_table_has_are_refused(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "T.geojson"
    path.write_text(json.dumps({"features": [{"properties": {f"a{n}": 1 for n in range(10_001)}}]}), encoding="utf-8")
    refused(path, "has more than 10,000 properties")


def star(corners: int) -> list[list[float]]:
    """A ring each of whose edges crosses nearly all others."""
    turns = [2 * math.pi * (n * (corners // 2) % corners) / corners for n in range(corners + 1)]
    return [[36 + math.cos(t), 35 + math.sin(t)] for t in turns]


def test_an_outline_that_crosses_itself_without_end_costs_its_feature(home: Path, tmp_path: Path) -> None:
    rings = {"Tall Marq": star(5), "Odd": star(801), "Upper Barzin": [[36, 35], [37, 35], [37, 36], [36, 35]]}
    made = [{"properties": {"name": n}, "geometry": {"type": "Polygon", "coordinates": [r]}} for n, r in rings.items()]
    path = tmp_path / "T.geojson"
    path.write_text(json.dumps({"features": made}), encoding="utf-8")
    added = library.add(path)
    assert (added.places, added.broken) == (2, 1)
    assert f"{path}, feature 2: its outline crosses itself more than 250 times" in added.first_broken
