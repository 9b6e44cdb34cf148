"""No place of an event is without a geometry: not in the scene of window and page, not in any file."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest
from shapely import Point
from shapely.geometry.base import BaseGeometry
from synthetic import Builder, Report, place

from geo.export import FORMATS, export
from geo.gazetteer import Gazetteer
from geo.geopackage import read_features
from geo.model import Corpus, EventType, Part, Place
from geo.resolve import find_one, outline_of
from geo.views import scene

KML = "{http://www.opengis.net/kml/2.2}"
CITIES = {  # of wars of these years, large and small
    "AF": ["Kabul", "Kandahar", "Kunduz"],
    "IQ": ["Baghdad", "Mosul", "Basra", "Kirkuk"],
    "SY": ["Aleppo", "Damascus", "Homs", "Raqqa", "Idlib"],
    "UA": ["Kyiv", "Kharkiv", "Odesa", "Mariupol", "Bakhmut", "Kherson"],
    "SD": ["Khartoum", "Omdurman", "Nyala"],
    "YE": ["Sanaa", "Aden", "Taiz"],
    "CD": ["Goma", "Bukavu"],
    "LB": ["Beirut"],
    "PS": ["Gaza"],
    "SO": ["Mogadishu"],
    "LY": ["Tripoli"],
    "MM": ["Mandalay"],
    "ML": ["Gao"],
    "HT": ["Port-au-Prince"],
}


def corpus_of(places: list[Place]) -> Corpus:
    build = Builder()
    names = [f"Ort{number}" for number in range(len(places))]
    reports = [
        Report(f"A bomb went off in {name}.", EventType.EXPLOSIVE, "bomb", [(name, where, Part.LOCATION)], event=name)
        for name, where in zip(names, places, strict=True)
    ]
    build.article("told.txt", reports)
    return build.corpus()


def placed(out: Path) -> dict[str, str | None]:
    """What a file draws at each place id: the kind of its geometry, or None for none."""
    ending = out.suffix
    if ending == ".geojson":
        found = json.loads(out.read_text(encoding="utf-8"))["features"]
        return {f["properties"]["place_id"]: f["geometry"]["type"] if f["geometry"] else None for f in found}
    if ending in (".kml", ".kmz"):
        content = zipfile.ZipFile(out).read("doc.kml") if ending == ".kmz" else out.read_bytes()
        marks = ElementTree.fromstring(content).iter(f"{KML}Placemark")
        kinds = ("Point", "Polygon", "MultiGeometry")
        return {
            mark.findtext(f".//{KML}Data[@name='place_id']/{KML}value", ""): next(
                (kind for kind in kinds if mark.find(f"{KML}{kind}") is not None), None
            )
            for mark in marks
        }
    if ending == ".gpkg":
        with sqlite3.connect(out) as connection:
            rows = [row for table in ("events", "areas") for row in read_features(connection, table)]
        return {str(row.values["place_id"]): row.geometry.geom_type if row.geometry is not None else None for row in rows}
    text = out.read_bytes()
    table = list(csv.DictReader(io.StringIO(text.decode(), newline=""))) if ending == ".csv" else pq.read_table(out).to_pylist()
    missing = (None, "")
    return {row["place_id"]: None if row["latitude"] in missing or row["longitude"] in missing else row["geometry_kind"] for row in table}


def drawn(corpus: Corpus, outlines: Callable[[Place], BaseGeometry | None]) -> dict[str, BaseGeometry]:
    """What window and page draw."""
    made = scene(corpus, outlines)
    return {m.place.id: Point(m.place.position) for m in made.markers} | {a.place.id: a.outline for a in made.areas}


@pytest.fixture(scope="module")
def cities(gazetteer: Gazetteer) -> list[Place]:
    return [find_one(name, gazetteer, country=country) for country, names in CITIES.items() for name in names]


@pytest.mark.parametrize("ending", FORMATS)
def test_every_city_of_present_wars_is_a_point_in_every_file(ending: str, cities: list[Place], tmp_path: Path) -> None:
    assert len({city.id for city in cities}) == 33
    export(corpus_of(cities), None, out := tmp_path / f"events{ending}")
    assert {kind.lower() if kind else None for kind in placed(out).values()} == {"point"}
    assert set(placed(out)) == {city.id for city in cities}


def test_every_city_of_present_wars_is_a_marker_of_precision_one(cities: list[Place], gazetteer: Gazetteer, tmp_path: Path) -> None:
    corpus = corpus_of(cities)
    assert {m.place.id for m in scene(corpus, lambda where: outline_of(where, gazetteer)).markers} == {city.id for city in cities}
    export(corpus, None, out := tmp_path / "events.csv")
    rows = csv.DictReader(io.StringIO(out.read_bytes().decode(), newline=""))
    assert {row["location"]: row["geo_precision"] for row in rows} == {city.name: "1" for city in cities}


def one_of_each(gazetteer: Gazetteer) -> list[Place]:
    """The widest place of every feature code that the built-in gazetteer has."""
    with sqlite3.connect(gazetteer.paths[0]) as connection:
        ids = [row[0] for row in connection.execute("SELECT id, max(extent_km) FROM place GROUP BY feature")]
        ids += [row[0] for row in connection.execute("SELECT id, max(extent_km) FROM place WHERE area IS NULL GROUP BY feature")]
    found = [gazetteer.place(id_) for id_ in dict.fromkeys(ids)]
    return [where for where in found if where is not None]


@pytest.mark.parametrize("known", [True, False])
def test_no_kind_of_place_is_without_a_geometry_anywhere(known: bool, gazetteer: Gazetteer, tmp_path: Path) -> None:
    places = [*one_of_each(gazetteer), place("Nowhere Forest", 30.0, 10.0, "FRST", extent_km=40.0), place("Unsaid", 31.0, 10.0, "")]
    assert len(places) > 50
    corpus = corpus_of(places)

    def outlines(where: Place) -> BaseGeometry | None:
        return outline_of(where, gazetteer) if known and where.extent_km < 1500 else None  # larger ones take seconds to write

    files: dict[str, dict[str, str | None]] = {}
    for ending in FORMATS:
        export(corpus, outlines, out := tmp_path / f"events{ending}")
        files[ending] = placed(out)
    for what, at in {**files, "scene": drawn(corpus, outlines)}.items():
        assert not [where.name for where in places if at.get(where.id) is None], what
