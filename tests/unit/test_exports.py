"""What leaves as data: every row with its passages, honest about place and time, and harmless in the program that opens it."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest
import shapely
import synthetic
from ogr import ogrinfo
from pyproj import Geod
from shapely.geometry import MultiPolygon, Point, Polygon, box, shape
from shapely.geometry.base import BaseGeometry
from synthetic import Builder, Report, place, rough_outline

from geo.errors import ExportError
from geo.export import FORMATS, export
from geo.geopackage import read_features
from geo.model import Corpus, EventType, Modality, Part, Place, When
from geo.project.layers import write_layers
from geo.views import placed_events
from geo.views.shapes import cut

TOWNS = {"Kafr Zita", "Kafr Nabudah", "al-Sayyad", "al-Latamneh", "Khan Shaykhun", "Al Habit"}
AREAS = {"Caspian Sea", "Syria", "Idlib", "Hama", "Turkish airspace", "western Syria"}
KML = "{http://www.opengis.net/kml/2.2}"


def written(corpus: Corpus, tmp_path: Path, ending: str, outlines: Callable[[Place], BaseGeometry | None] = rough_outline) -> Path:
    out = tmp_path / f"events{ending}"
    export(corpus, outlines, out)
    return out


def features(corpus: Corpus, tmp_path: Path, outlines: Callable[[Place], BaseGeometry | None] = rough_outline) -> list[dict[str, Any]]:
    return json.loads(written(corpus, tmp_path, ".geojson", outlines).read_text(encoding="utf-8"))["features"]


def table(corpus: Corpus, tmp_path: Path) -> list[dict[str, str]]:
    text = written(corpus, tmp_path, ".csv").read_bytes().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def told(*reports: Report, **article: Any) -> Corpus:
    build = Builder()
    build.article("told.txt", reports, **article)
    return build.corpus()


# --- which rows --------------------------------------------------------------------------------------------------------


def test_there_is_one_row_for_each_event_at_each_of_its_places() -> None:
    rows = list(placed_events(synthetic.syria()))
    pairs = [(row.event.id, row.location.place.id if row.location else None) for row in rows]
    assert len(pairs) == len(set(pairs)) == 15
    assert len({row.id for row in rows}) == 15
    assert [row.event.type for row in rows if row.location is None] == [EventType.INTERCEPTION]


@pytest.mark.parametrize("modality", [Modality.DENIED, Modality.PLANNED, Modality.HYPOTHETICAL])
def test_what_is_not_said_to_have_happened_has_a_row_that_says_so_and_no_coordinates(modality: Modality, tmp_path: Path) -> None:
    zita = synthetic.KAFR_ZITA
    corpus = told(
        Report("Nothing struck Kafr Zita.", EventType.AIR_STRIKE, "struck", [("Kafr Zita", zita, Part.TARGET)], modality=modality)
    )
    (feature,) = features(corpus, tmp_path)
    assert feature["geometry"] is None
    assert (feature["properties"]["modality"], feature["properties"]["happened"]) == (modality.value, False)
    (row,) = table(corpus, tmp_path)
    assert (row["location"], row["latitude"], row["longitude"], row["modality"]) == ("Kafr Zita", "", "", modality.value)
    assert modality.value in row["tags"]


@pytest.mark.parametrize("kind", [EventType.STATEMENT, EventType.MEETING, EventType.BACKGROUND])
def test_talk_and_background_are_no_rows(kind: EventType, tmp_path: Path) -> None:
    assert features(told(Report("They met in Hama.", kind, "met", [("Hama", synthetic.HAMA, Part.LOCATION)])), tmp_path) == []


def test_a_place_with_two_parts_is_one_row() -> None:
    zita = synthetic.KAFR_ZITA
    both = [("Kafr Zita", zita, Part.ORIGIN), ("Kafr Zita", zita, Part.TARGET)]
    (row,) = placed_events(told(Report("Fire from Kafr Zita.", EventType.MISSILE_ATTACK, "Fire", both)))
    assert row.parts == ("origin", "target")


def test_passages_that_name_the_place_come_first() -> None:
    zita, habit = synthetic.KAFR_ZITA, synthetic.AL_HABIT
    corpus = told(
        Report("Jets hit Alhbit.", EventType.AIR_STRIKE, "hit", [("Alhbit", habit, Part.TARGET)], event="one"),
        Report("Jets hit Kafr Zita.", EventType.AIR_STRIKE, "hit", [("Kafr Zita", zita, Part.TARGET)], event="one"),
    )
    rows = {row.location.place.name: [q.exact for q in row.quotes] for row in placed_events(corpus) if row.location}
    assert rows == {"Al Habit": ["Jets hit Alhbit.", "Jets hit Kafr Zita."], "Kafr Zita": ["Jets hit Kafr Zita.", "Jets hit Alhbit."]}


# --- GeoJSON ------------------------------------------------------------------------------------------------------------


def test_towns_are_points_areas_their_outlines_and_what_has_no_place_is_null(tmp_path: Path) -> None:
    by_type: dict[str | None, set[str]] = {}
    for feature in features(synthetic.syria(), tmp_path):
        kind = feature["geometry"]["type"] if feature["geometry"] else None
        by_type.setdefault(kind, set()).add(feature["properties"]["place"])
    assert by_type == {"Point": TOWNS, "Polygon": AREAS, None: {None}}


def test_an_area_without_a_known_outline_is_a_circle_as_wide_as_it_reaches(tmp_path: Path) -> None:
    found = {f["properties"]["place"]: f["geometry"] for f in features(synthetic.syria(), tmp_path, lambda _: None)}
    assert {name for name, geometry in found.items() if geometry is None} == {None}
    drawn = shape(found["Hama"])
    radii = [Geod(ellps="WGS84").inv(*synthetic.HAMA.position, *corner)[2] for corner in drawn.exterior.coords]
    assert radii == pytest.approx([synthetic.HAMA.extent_km * 1000] * len(radii), rel=1e-3)


def test_a_row_carries_its_passage_as_a_quotation_that_finds_itself_in_the_article(tmp_path: Path) -> None:
    corpus = synthetic.syria()
    for feature in features(corpus, tmp_path):
        assert feature["properties"]["passages"]
        for passage in feature["properties"]["passages"]:
            text = corpus.article(passage["article"]).text
            quote = passage["quote"]
            assert quote["type"] == "TextQuoteSelector"
            assert text[passage["start"] : passage["end"]] == quote["exact"]
            assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_speaker_publisher_sources_precision_and_doubt_are_told(tmp_path: Path) -> None:
    by_place = {f["properties"]["place"]: f["properties"] for f in features(synthetic.syria(), tmp_path)}
    sayyad = by_place["al-Sayyad"]
    assert (sayyad["uncertain"], sayyad["precision_km"], sayyad["geo_precision"]) == (True, 5.0, 2)
    assert sayyad["place_note"] == "nearest fit; identity uncertain"
    assert (sayyad["speakers"], sayyad["publishers"], sayyad["articles"]) == ("the Observatory", "Test wire", "observers.txt")
    launch = by_place["Caspian Sea"]
    assert [launch[f"sources_{of}"] for of in ("articles", "origins", "speakers", "parties")] == [2, 2, 1, 1]
    assert (launch["geo_precision"], launch["part"], launch["date_start"], launch["date_inferred"]) == (3, "origin", "2015-10-07", True)


def test_a_sample_says_so(tmp_path: Path) -> None:
    whole = json.loads(written(synthetic.syria(), tmp_path, ".geojson").read_text(encoding="utf-8"))
    assert whole["sample"] is True
    assert {f["properties"]["sample"] for f in whole["features"] if f["properties"]["publishers"].startswith("Dateline sample")} == {True}
    assert {f["properties"]["sample"] for f in features(synthetic.syria(sample=False), tmp_path)} == {False}


def test_no_path_of_the_analyst_leaves_with_the_data(tmp_path: Path) -> None:
    report = Report("Jets hit Kafr Zita.", EventType.AIR_STRIKE, "hit", [("Kafr Zita", synthetic.KAFR_ZITA, Part.TARGET)])
    corpus = told(report, address="/private/analyst/secret.txt")
    for ending in FORMATS:
        content = written(corpus, tmp_path, ending).read_bytes()
        if ending == ".kmz":
            content = zipfile.ZipFile(io.BytesIO(content)).read("doc.kml")
        assert b"/private/analyst" not in content
        assert b"/somewhere/" not in content


@pytest.mark.parametrize(
    ("outline", "longitudes"),
    [
        (Polygon([(170, 50), (190, 50), (190, 60), (170, 60)]), (-180, -170, 170, 180)),
        (Polygon([(170, 50), (-170, 50), (-170, 60), (170, 60)]), (-180, -170, 170, 180)),
        (Polygon([(170, 60), (-170, 60), (-170, 50), (170, 50)]), (-180, -170, 170, 180)),
        (MultiPolygon([box(170, 50, 180, 60), box(-180, 50, -170, 60)]), (-180, -170, 170, 180)),
    ],
)
def test_an_area_across_the_date_line_is_cut_in_two(outline: BaseGeometry, longitudes: tuple[int, ...], tmp_path: Path) -> None:
    sea = place("Bering Sea", 180, 55, "SEA", country=None)
    corpus = told(Report("Ships fired from the Bering Sea.", EventType.MISSILE_ATTACK, "fired", [("Bering Sea", sea, Part.ORIGIN)]))
    (feature,) = features(corpus, tmp_path, lambda _: outline)
    found = shape(feature["geometry"])
    assert isinstance(found, MultiPolygon)
    assert sorted({round(x) for x in shapely.get_coordinates(found)[:, 0]}) == sorted(longitudes)
    # Cut along great circles, which bulge a little towards the pole.
    assert found.area == pytest.approx(200, rel=0.02)


def test_outer_rings_run_counter_clockwise_and_holes_clockwise(tmp_path: Path) -> None:
    clockwise = Polygon([(0, 0), (0, 9), (9, 9), (9, 0)], [[(2, 2), (4, 2), (4, 4), (2, 4)]])
    found = cut(shapely.GeometryCollection([clockwise, Point(1, 1)]))
    assert isinstance(found, Polygon)
    assert found.exterior.is_ccw
    assert not found.interiors[0].is_ccw


def test_a_shape_over_a_whole_pole_stays_as_it_is() -> None:
    cap = Polygon([(-180, -90), (180, -90), (180, -70), (0, -65), (-180, -70)])
    found = cut(cap)
    assert found is not None
    assert found.equals(cap)


# --- tables -------------------------------------------------------------------------------------------------------------

ACLED = [
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type"),
    *("event_type", "sub_event_type", "actor1", "actor2", "country"),
    *("admin1", "location", "latitude", "longitude", "geo_precision"),
    *("source", "source_scale", "notes", "fatalities", "tags"),
]


def test_the_table_begins_with_the_columns_of_acled(tmp_path: Path) -> None:
    rows = table(synthetic.syria(), tmp_path)
    assert list(rows[0])[: len(ACLED)] == ACLED
    zita = next(row for row in rows if row["location"] == "Kafr Zita" and row["event_date"])
    assert (zita["event_type"], zita["sub_event_type"]) == ("Explosions/Remote violence", "Air/drone strike")
    assert (zita["latitude"], zita["longitude"], zita["geo_precision"], zita["time_precision"]) == ("35.3743", "36.6033", "1", "1")
    assert (zita["actor1"], zita["source"], zita["type"]) == ("Russia", "Test wire", "Air or drone strike")
    assert zita["notes"].startswith("“Raids on Wednesday targeted Kafr Zita")
    assert (zita["fatalities"], zita["source_scale"]) == ("", "")


def test_a_part_of_a_place_that_no_gazetteer_has_gets_a_point_of_a_region(tmp_path: Path) -> None:
    border = place("Turkish border", 36.0, 41.4, "RGN", id="geonames:298795#border")
    corpus = told(
        Report("Fighters withdrew to the Turkish border.", EventType.LOSSES, "withdrew", [("Turkish border", border, Part.TARGET)])
    )
    (row,) = table(corpus, tmp_path)
    assert (row["location"], row["latitude"], row["longitude"], row["geo_precision"]) == ("Turkish border", "41.4", "36.0", "3")


def test_a_place_is_named_as_the_gazetteer_and_as_the_articles_write_it(tmp_path: Path) -> None:
    rows = {row["location"]: row["place_written"] for row in table(synthetic.syria(), tmp_path)}
    assert rows["Al Habit"] == "Alhbit"


def test_region_codes_are_those_of_acled_and_ucdp(tmp_path: Path) -> None:
    codes = {row["location"]: (row["geo_precision"], row["where_prec"]) for row in table(synthetic.syria(), tmp_path)}
    assert codes["Kafr Zita"] == ("1", "1")
    assert codes["al-Sayyad"] == ("2", "2")
    assert codes["Hama"] == ("3", "4")
    assert codes["Syria"] == ("3", "6")
    assert codes["Caspian Sea"] == ("3", "7")
    assert codes["western Syria"] == ("3", "5")
    assert codes[""] == ("", "")


@pytest.mark.parametrize(
    ("when", "time_precision", "date_prec"),
    [
        (When("Wednesday", None, date(2015, 10, 7), date(2015, 10, 7)), "1", "1"),
        (When("the weekend", None, date(2015, 10, 3), date(2015, 10, 4)), "2", "2"),
        (When("last week", None, date(2015, 9, 28), date(2015, 10, 4), "week"), "2", "3"),
        (When("in October", None, date(2015, 10, 1), date(2015, 10, 31), "month"), "3", "4"),
        (When("in 2015", None, date(2015, 1, 1), date(2015, 12, 31), "year"), "", "5"),
        (When("Wednesday", None), "", ""),
        (None, "", ""),
    ],
)
def test_dates_are_as_precise_as_they_are_told(when: When | None, time_precision: str, date_prec: str, tmp_path: Path) -> None:
    (row,) = table(told(Report("Jets struck.", EventType.AIR_STRIKE, "struck", when=when)), tmp_path)
    assert (row["time_precision"], row["date_prec"]) == (time_precision, date_prec)
    assert row["event_date"] == (when.start.isoformat() if when and when.start else "")


def test_a_spreadsheet_runs_nothing_of_the_table(tmp_path: Path) -> None:
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '=cmd|" /C calc"!A0']
    for text in evil:
        where = place(text, 36, 35)
        report = Report("Jets struck X.", EventType.AIR_STRIKE, "struck", [("X", where, Part.TARGET)], actor=text)
        (row,) = table(told(report, title=text, publisher=text), tmp_path)
        for name in ("location", "actor1", "source", "titles", "publishers"):
            assert row[name] == f"'{text}"


def test_negative_coordinates_stay_numbers(tmp_path: Path) -> None:
    south = place("Lima", -77.03, -12.04, country="PE")
    (row,) = table(told(Report("A bomb in Lima.", EventType.EXPLOSIVE, "bomb", [("Lima", south, Part.LOCATION)])), tmp_path)
    assert (row["latitude"], row["longitude"]) == ("-12.04", "-77.03")


def test_parquet_holds_the_same_columns_with_their_types(tmp_path: Path) -> None:
    corpus = synthetic.syria()
    found = pq.read_table(written(corpus, tmp_path, ".parquet"))
    rows = table(corpus, tmp_path)
    assert found.column_names == list(rows[0])
    assert found.num_rows == len(rows)
    types = {name: str(found.schema.field(name).type) for name in ("event_date", "latitude", "happened", "geo_precision", "notes")}
    assert types == {"event_date": "date32[day]", "latitude": "double", "happened": "bool", "geo_precision": "int64", "notes": "string"}
    assert found["event_date"][0].as_py() == date(2015, 10, 7)
    assert json.loads(found["passages"][0].as_py())[0]["quote"]["exact"].startswith("Four ships fired")
    assert found.schema.metadata[b"sample"] == b"true"


def test_every_event_type_has_its_line_in_the_crosswalk() -> None:
    from geo.export.tables import _acled

    physical = {t.value for t in EventType if t.event_class.value == "physical"}
    assert set(_acled()) == physical
    assert {len(names) for names in _acled().values()} == {3}


# --- KML ----------------------------------------------------------------------------------------------------------------


def test_kml_carries_the_columns_as_extended_data(tmp_path: Path) -> None:
    root = ElementTree.parse(written(synthetic.syria(), tmp_path, ".kml")).getroot()
    folders = {f.findtext(f"{KML}name"): f.findall(f"{KML}Placemark") for f in root.iter(f"{KML}Folder")}
    assert {name: len(marks) for name, marks in folders.items()} == {"Towns and sites": 7, "Areas": 7, "Not on the map": 1}
    mark = folders["Towns and sites"][0]
    data = {d.get("name"): d.findtext(f"{KML}value") for d in mark.iter(f"{KML}Data")}
    assert (data["place"], data["speakers"], data["uncertain"]) == ("Kafr Zita", "the Observatory", "false")
    assert mark.findtext(f"{KML}Point/{KML}coordinates") == "36.603300,35.374300"
    assert mark.findtext(f"{KML}TimeSpan/{KML}begin") == "2015-10-07"
    assert len(list(folders["Areas"][0].iter(f"{KML}outerBoundaryIs"))) == 1
    assert "(sample)" in str(root.findtext(f"{KML}Document/{KML}name"))


def test_kmz_is_the_kml_in_an_archive_and_the_same_each_time(tmp_path: Path) -> None:
    corpus = synthetic.syria()
    packed = written(corpus, tmp_path, ".kmz").read_bytes()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == ["doc.kml"]
        assert archive.read("doc.kml") == written(corpus, tmp_path, ".kml").read_bytes()
    assert written(corpus, tmp_path, ".kmz").read_bytes() == packed


# --- GeoPackage -----------------------------------------------------------------------------------------------------------


def test_a_geopackage_has_layers_for_spots_and_areas_and_tables_for_the_evidence(tmp_path: Path) -> None:
    path = written(synthetic.syria(), tmp_path, ".gpkg")
    connection = sqlite3.connect(path)
    try:
        events, areas = list(read_features(connection, "events")), list(read_features(connection, "areas"))
        assert {e.values["place"] for e in events} == TOWNS | {None}
        assert {a.values["place"] for a in areas} == AREAS
        assert all(a.geometry is not None and a.geometry.geom_type == "MultiPolygon" for a in areas)
        assert [e.geometry for e in events if e.values["place"] is None] == [None]
        passages = list(read_features(connection, "passages"))
        assert (
            passages[0].values["text"]
            == "Four ships fired 26 cruise missiles from the Caspian Sea at 11 targets in Syria on Wednesday, Shoigu said."
        )
        assert passages[0].values["trigger"] == "fired"
        assert len(list(read_features(connection, "articles"))) == 3
        assert len(list(read_features(connection, "claims"))) == 9
    finally:
        connection.close()
    lines = ogrinfo(path).splitlines()
    assert [line.split(": ")[1] for line in lines if line.startswith("Layer name")] == ["events", "areas", "articles", "passages", "claims"]


def test_the_layers_of_a_project_are_written_again_over_the_old_ones(tmp_path: Path) -> None:
    path = tmp_path / "project.gpkg"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("CREATE TABLE dateline_article (id TEXT PRIMARY KEY, record TEXT NOT NULL)")
    for corpus in (synthetic.syria(), Corpus(), synthetic.syria()):
        connection.execute("BEGIN IMMEDIATE")
        write_layers(connection, corpus, None)
        connection.execute("COMMIT")
    assert len(list(read_features(connection, "events"))) == 8
    assert all(a.geometry is not None for a in read_features(connection, "areas"))
    connection.close()
    assert "dateline_article" not in ogrinfo(path)


# --- all formats ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", FORMATS)
def test_nothing_to_tell_gives_a_whole_file(ending: str, tmp_path: Path) -> None:
    assert written(Corpus(), tmp_path, ending).stat().st_size > 0


def test_hostile_text_comes_through_as_it_is(tmp_path: Path) -> None:
    corpus = synthetic.hostile()
    names = {row.location.place.name for row in placed_events(corpus) if row.location}
    assert {f["properties"]["place"] for f in features(corpus, tmp_path)} == names
    assert {row["location"] for row in table(corpus, tmp_path)} == names
    assert set(pq.read_table(written(corpus, tmp_path, ".parquet"))["location"].to_pylist()) == names
    connection = sqlite3.connect(written(corpus, tmp_path, ".gpkg"))
    assert {e.values["place"] for t in ("events", "areas") for e in read_features(connection, t)} == names
    connection.close()


def test_nothing_in_a_kml_can_be_taken_for_a_tag(tmp_path: Path) -> None:
    root = ElementTree.parse(written(synthetic.hostile(), tmp_path, ".kml")).getroot()
    texts = [element.text or "" for element in root.iter()]
    assert not any("<script" in text or "<img" in text or "<svg" in text or "</" in text or "<!" in text for text in texts)
    assert any("<\u200bscript>window.hacked=1" in text for text in texts)


def test_characters_that_a_format_cannot_carry_do_not_break_the_file(tmp_path: Path) -> None:
    broken = "A\0B\x08C\ud800D\uffff"
    corpus = told(Report("Jets struck X.", EventType.AIR_STRIKE, "struck", [("X", place("X", 36, 35), Part.TARGET)]), title=broken)
    corpus = replace(corpus, articles=tuple(replace(a, publisher=broken) for a in corpus.articles))
    for ending in FORMATS:
        path = written(corpus, tmp_path, ending)
        if ending == ".kml":
            ElementTree.parse(path)
    assert features(corpus, tmp_path)[0]["properties"]["publishers"].startswith("A\0B")
    assert table(corpus, tmp_path)[0]["source"].startswith("A\ufffdB")


@pytest.mark.parametrize("name", ["events.shp", "events.xlsx", "events", "events.json"])
def test_an_unknown_ending_is_named_with_those_that_are_known(name: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.geojson, \.kml, \.kmz, \.gpkg, \.csv, \.parquet"):
        export(Corpus(), None, tmp_path / name)


def test_an_ending_may_be_written_in_capitals(tmp_path: Path) -> None:
    export(Corpus(), None, tmp_path / "EVENTS.CSV")
    assert (tmp_path / "EVENTS.CSV").exists()


@pytest.mark.parametrize("ending", FORMATS)
def test_a_folder_that_is_missing_is_an_error_in_words_and_leaves_nothing(ending: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="does not exist"):
        export(synthetic.syria(), rough_outline, tmp_path / "missing" / f"events{ending}")
    assert list(tmp_path.iterdir()) == []
