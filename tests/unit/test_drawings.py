"""What a person draws: read as typed, kept as recipes, made shapes again, written into files."""

from __future__ import annotations

import json
import math
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import shapely
from shapely import Point

from geo.errors import RangeError
from geo.export import export
from geo.export.drawn_json import draft_json
from geo.geopackage import read_features
from geo.leaving_out import LeaveOut
from geo.model import Corpus, Judgement, JudgementKind, LonLat, Place
from geo.pipeline.drawings import (
    Distance,
    area_of,
    bearings_of,
    caption_of,
    distances_of,
    nice_distance,
    pulled,
    ranges_of,
    said,
    stepped,
    title_of,
)
from geo.pipeline.measuring import bearing_in_words, in_units, measure, measured_words
from geo.project import Drawing, DrawingKind, Project, drawing_value, drawings
from geo.reach import PreparedOrigin, distance_between_m, ring
from geo.views import DrawnLaunch, DrawnRange, DrawnTrack, drawn_rows, scene
from geo.views.drawn import with_article

SEA = Place("test:sea", "Quiet Sea", LonLat(50.0, 42.0), "SEA", extent_km=400.0)
TOWN = Place("test:town", "Brown Town", LonLat(36.6, 35.4), "PPL")
DRAWING = Drawing("d1", DrawingKind.RANGE, SEA, (1_500_000.0,), ("1,500 km",))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1500km", ["1,500 km"]),
        ("1,500 km", ["1,500 km"]),
        ("500 km, 1,000 km and 930 miles", ["500 km", "1,000 km", "930 mi"]),
        ("500; 1000; 1500 km", ["500 km", "1,000 km", "1,500 km"]),
        ("1,000 km; 500 km; 1000km", ["500 km", "1,000 km"]),
        ("300 nautical miles", ["300 nmi"]),
        ("2.5 km", ["2.5 km"]),
    ],
)
def test_distances_are_read_as_people_write_them(typed: str, expected: list[str]) -> None:
    assert [distance.said for distance in distances_of(typed)] == expected


@pytest.mark.parametrize(
    ("typed", "told"), [("", "No distance"), ("12 parsecs", "not a unit"), ("1500", "no unit"), ("1 km;" * 9, "no more than 8")]
)
def test_what_is_no_distance_says_so(typed: str, told: str) -> None:
    with pytest.raises(RangeError, match=told):
        distances_of(typed)


def test_bearings_are_two_or_none() -> None:
    assert bearings_of("", " ") is None
    assert bearings_of("180", "270°") == (180.0, 270.0)
    for start, end in (("180", ""), ("10", "10"), ("0", "360"), ("-5", "20"), ("north", "20")):
        with pytest.raises(RangeError):
            bearings_of(start, end)


def test_a_pulled_edge_gives_a_round_distance_in_the_unit_that_was_typed() -> None:
    assert nice_distance(1_234_567.0, "km", 3000.0) == Distance(1_235_000.0, "1,235 km")
    assert nice_distance(1_500_000.0, "mi", 3000.0).said == "930 mi"
    for metres in (3.0, 812.0, 45_000.0, 7_654_321.0):
        for scale in (0.5, 40.0, 2500.0):
            found = nice_distance(metres, "km", scale)
            assert abs(found.metres - metres) <= max(2.5 * 1.5 * scale, 10.0)
            assert math.isclose(distances_of(found.said)[0].metres, found.metres)


def test_up_and_down_change_a_distance_by_round_steps() -> None:
    assert stepped(Distance(1_500_000.0, "1,500 km"), 1).said == "1,550 km"
    assert stepped(Distance(1_500_000.0, "1,500 km"), -10).said == "1,000 km"
    assert stepped(Distance(1000.0, "1 km"), -10_000).metres > 0


def test_several_edges_are_counted_from_the_widest() -> None:
    several = replace(DRAWING, distances_m=(500_000.0, 1_500_000.0), said=("500 km", "1,500 km"), weapon="Arrow", source="somebody")
    changed = pulled(several, 1, Distance(600_000.0, "600 km"))
    assert changed.said == ("600 km", "1,500 km")
    assert changed.weapon is None  # a distance of one's own is no weapon's


def test_ranges_of_a_drawing_are_captioned_and_labelled() -> None:
    sea = shapely.box(49.0, 37.0, 53.0, 45.0)
    several = replace(
        DRAWING, distances_m=(600_000.0, 1_500_000.0), said=("600 km", "1,500 km"), least_m=100_000.0, bearings_deg=(180.0, 270.0)
    )
    wide, near = ranges_of(several, PreparedOrigin.of(sea))
    assert wide.labels == ("1,500 km from the Quiet Sea", "1,500 km")
    assert near.caption == "600 km from the Quiet Sea, from 100 km on, bearings 180° to 270°: a what-if, claimed by no source"
    assert wide.outer.area > near.outer.area
    assert wide.edge is not None
    # The words stand along the distance, not along the sides of the sector.
    assert 0 < wide.edge.length < wide.outer.boundary.length
    assert caption_of(replace(DRAWING, weapon="Arrow", source="Maker: Sheet, 2014"), "1,500 km").endswith(
        "range of Arrow as published (Maker: Sheet, 2014)"
    )


def test_titles_say_what_was_drawn() -> None:
    assert title_of(DRAWING) == "1,500 km from the Quiet Sea"
    assert title_of(replace(DRAWING, name="Mine")) == "Mine"
    assert title_of(replace(DRAWING, kind=DrawingKind.TRACK, targets=(TOWN,))) == "The Quiet Sea to Brown Town"
    launch = replace(DRAWING, kind=DrawingKind.LAUNCH_AREA, targets=(TOWN,))
    assert title_of(launch) == "Launch area in the Quiet Sea: Brown Town within 1,500 km"
    assert title_of(replace(launch, targets=(TOWN, SEA))) == "Launch area in the Quiet Sea: 2 targets within 1,500 km"
    assert with_article("Gulf of Aden") == "Gulf of Aden"


def test_an_area_drawn_over_the_date_line_is_where_it_was_drawn() -> None:
    area = area_of([LonLat(540.0 - 5, 10), LonLat(540.0 + 5, 10), LonLat(540.0 + 5, 20)])
    assert area.bounds == (175.0, 10.0, 185.0, 20.0) or area.bounds == (-185.0, 10.0, -175.0, 20.0)
    for corners in ([], [LonLat(0, 0), LonLat(1, 1)], [LonLat(0, 0), LonLat(1, 1), LonLat(2, 2)]):
        with pytest.raises(RangeError, match="enclose no area"):
            area_of(corners)


def _judgement(number: int, kind: JudgementKind, drawing: Drawing | None, drawing_id: str = "d1", undone: bool = False) -> Judgement:
    value = drawing_value(drawing) if drawing is not None else {}
    return Judgement(number, kind, {"drawing": drawing_id}, json.loads(json.dumps(value)), "me", datetime(2026, 1, 1, tzinfo=UTC), undone)


def test_drawings_follow_from_the_judgements_in_force() -> None:
    changed = replace(DRAWING, name="Mine", targets=(TOWN,), precisions_km=(3.0,), bearings_deg=(10.0, 20.0))
    rows = [
        _judgement(1, JudgementKind.DRAW, DRAWING),
        _judgement(2, JudgementKind.DRAW, replace(DRAWING, id="d2"), "d2"),
        _judgement(3, JudgementKind.REDRAW, changed),
        _judgement(4, JudgementKind.ERASE, None, "d2"),
    ]
    assert drawings(rows) == (changed,)
    assert drawings([*rows[:3], replace(rows[3], undone=True)]) == (changed, replace(DRAWING, id="d2"))
    assert drawings([rows[0], replace(rows[2], undone=True)]) == (DRAWING,)


def test_a_project_keeps_drawings_with_undo_and_shows_them_as_layers(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "p.gpkg")
    project.judge(JudgementKind.DRAW, {"drawing": "d1"}, drawing_value(DRAWING), author="me")
    assert project.undo_text == "Draw range"
    project.undo()
    assert drawings(project.judgements()) == ()
    project.redo()
    rows = drawn_rows([DrawnRange(ring(SEA.position, 1_500_000.0), None, "a what-if", 1_500_000.0, SEA.name, id="d1", by_person=True)])
    project.write_layers(Corpus(), None, rows)
    project.close()
    again = Project.open(tmp_path / "p.gpkg")
    assert drawings(again.judgements()) == (DRAWING,)
    (feature,) = read_features(again._connection, "ranges")
    assert feature.values["id"] == "d1"
    assert feature.values["role"] == "outer"
    assert feature.values["by_person"] == 1
    assert feature.geometry is not None
    assert feature.geometry.geom_type == "MultiPolygon"
    again.close()


DRAWN = [
    DrawnRange(ring(SEA.position, 900_000.0), ring(SEA.position, 200_000.0), "told", 900_000.0, SEA.name, id="d1", by_person=True),
    DrawnLaunch(ring(SEA.position, 50_000.0), "could", 900_000.0, SEA.name, (TOWN.name,), id="d2", places=frozenset({TOWN.id})),
    DrawnTrack(
        shapely.LineString([SEA.position, TOWN.position]), "straight", SEA.name, TOWN.name, 1e6, id="d3", places=frozenset({TOWN.id})
    ),
]


def test_exports_hold_what_is_drawn(tmp_path: Path) -> None:
    for name in ("x.geojson", "x.kml", "x.gpkg", "x.csv"):
        export(Corpus(), None, tmp_path / name, drawn_rows(DRAWN))
    features = json.loads((tmp_path / "x.geojson").read_text())["features"]
    assert [f["properties"]["role"] for f in features] == ["outer", "inner", "launch area", "track"]
    assert {f["geometry"]["type"] for f in features} == {"Polygon", "LineString"}
    assert features[3]["properties"]["targets"] == TOWN.name
    kml = (tmp_path / "x.kml").read_text()
    assert kml.count("<Placemark>") == 4
    assert "<LineString>" in kml
    with sqlite3.connect(tmp_path / "x.gpkg") as connection:
        assert [f.values["role"] for f in read_features(connection, "ranges")] == ["outer", "inner", "launch area"]
        assert [f.values["role"] for f in read_features(connection, "tracks")] == ["track"]


def test_rings_over_the_date_line_are_cut_in_exports(tmp_path: Path) -> None:
    far = DrawnRange(ring(LonLat(179.0, 10.0), 900_000.0), None, "told", 900_000.0, "Somewhere")
    export(Corpus(), None, tmp_path / "x.geojson", drawn_rows([far]))
    (feature,) = json.loads((tmp_path / "x.geojson").read_text())["features"]
    assert feature["geometry"]["type"] == "MultiPolygon"
    for (outer,) in feature["geometry"]["coordinates"]:
        assert shapely.Polygon(outer).exterior.is_ccw
        assert max(abs(lon) for lon, _ in outer) <= 180.0


def test_what_tells_of_a_left_out_place_is_not_drawn() -> None:
    drawn = scene(Corpus(), lambda _: None, ranges=DRAWN, leave_out=LeaveOut(places=frozenset({TOWN.id})), record=False)
    assert len(drawn.ranges) == 1
    assert drawn.launches == ()
    assert drawn.tracks == ()
    everything = scene(Corpus(), lambda _: None, ranges=DRAWN, record=False)
    assert (len(everything.ranges), len(everything.launches), len(everything.tracks)) == (1, 1, 1)


def test_a_draft_is_coded_like_a_scene() -> None:
    draft = json.loads(draft_json(DRAWN, Point(*SEA.position), fixed=True))
    assert draft["fixed"] is True
    assert len(draft["origin"]) == 1
    assert len(draft["origin"][0]) == 2
    assert (len(draft["ranges"]), len(draft["launches"]), len(draft["tracks"])) == (1, 1, 1)


def test_a_measured_line_tells_its_length_in_three_units_and_its_bearing() -> None:
    a, b = LonLat(50.0, 42.0), LonLat(36.6, 35.4)
    one = measure([a, b])
    assert math.isclose(one.length_m, distance_between_m(a, b), rel_tol=1e-12)
    assert measured_words(one)[0] == in_units(one.length_m)
    assert measured_words(one)[1] == f"bearing {bearing_in_words(one.legs[0].bearing_deg)}"
    assert measured_words(measure([a])) == []
    turned = measure([a, LonLat(b.lon + 360.0, b.lat)])
    assert math.isclose(turned.length_m, one.length_m, rel_tol=1e-9)
    assert bearing_in_words(359.7) == "000° (north)"
    assert bearing_in_words(225.0) == "225° (south-west)"
    assert said(1852.0, "nmi") == "1 nmi"
