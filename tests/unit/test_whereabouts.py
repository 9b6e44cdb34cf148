"""What the text gives only roughly has an honest shape: corridor, sector, ring, the known town; never nothing, never one end alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from pyproj import Geod
from shapely import Point
from shapely.geometry import shape

from geo import pipeline
from geo.cli.records import article_record, event_record
from geo.events.arguments.inexact import with_inexact
from geo.export import export
from geo.export.scene_json import NEAR, bulk_of
from geo.gazetteer import Gazetteer
from geo.model import Analysis, Article, Corpus, EventLocation, GeometryKind, LonLat, Part, Place
from geo.resolve import find_one, outline_of, vicinity_shape, with_vicinity
from geo.views import geometry_kind, placed_events, scene
from geo.views.book import Book

GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True)
class Told:
    article: Article
    analysis: Analysis
    corpus: Corpus

    @property
    def places(self) -> list[EventLocation]:
        return [location for event in self.corpus.events for location in event.places]

    def drawn(self) -> list[tuple[str, str, Part]]:
        """What is drawn of the events: kind, what the text names it by, part."""
        texts = {m.span: m.text for m in self.analysis.mentions}
        return [(geometry_kind(p.place).value, " and ".join(texts[span] for _, span in sorted(p.named_at)), p.part) for p in self.places]


@pytest.fixture(scope="module")
def tell(gazetteer: Gazetteer) -> Callable[[str], Told]:
    def told(text: str) -> Told:
        article = Article("a.txt", text, hashlib.sha256(text.encode()).hexdigest(), published=date(2018, 4, 10), language="en")
        analysis = pipeline.analyse(article, gazetteer)
        return Told(article, analysis, pipeline.corpus([article], [analysis]))

    return told


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("A patrol was ambushed between Deir ez-Zor and Palmyra on Friday.", [("corridor", "Deir ez-Zor and Palmyra", Part.LOCATION)]),
        ("Gunmen killed two nurses on the road from Gao to Ansongo on Friday.", [("corridor", "Gao and Ansongo", Part.TARGET)]),
        ("Shells fell on the highway linking Homs and Hama on Friday.", [("corridor", "Homs and Hama", Part.TARGET)]),
        ("Fighting went on along the Sloviansk-Bakhmut highway on Friday.", [("corridor", "Sloviansk and Bakhmut", Part.LOCATION)]),
        ("A mine exploded 12 km north of Mosul on Friday.", [("sector", "Mosul", Part.LOCATION)]),
        ("A mine exploded 12km north east of Mosul on Friday.", [("sector", "Mosul", Part.LOCATION)]),
        ("Rebels attacked a post 20 km from Kunduz on Friday.", [("area", "Kunduz", Part.LOCATION)]),
        ("Jets bombed the western outskirts of Idlib on Friday.", [("sector", "Idlib", Part.TARGET)]),
        ("Jets struck a bridge on the Kherson-Mykolaiv road on Friday.", [("corridor", "Kherson and Mykolaiv", Part.TARGET)]),
        ("Mortar shells hit the outskirts of Taiz on Friday.", [("area", "Taiz", Part.TARGET)]),
        ("A shell killed a boy in Qubbat al-Rashid, Aleppo, on Friday.", [("point", "Aleppo", Part.LOCATION)]),
        ("Zarwan al-Kubra and Hayy al-Nur in Gaza City were shelled on Friday.", [("point", "Gaza City", Part.LOCATION)]),
        ("Fighters shelled Umm Zarwan, 9 km south-east of Hama, on Friday.", [("sector", "Hama", Part.TARGET)]),
        ("Soldiers were killed near Kidal on Friday.", [("point", "Kidal", Part.LOCATION)]),
        ("Gunmen killed a man between Qubbat al-Wuzayn and Homs on Friday.", [("area", "Homs", Part.LOCATION)]),
        ("Rockets hit the rebel-held east of Aleppo on Friday.", [("point", "Aleppo", Part.TARGET)]),
    ],
)
def test_the_text_s_own_words_are_drawn(text: str, drawn: list[tuple[str, str, Part]], tell: Callable[[str], Told]) -> None:
    found = tell(text).drawn()
    assert [(kind, names) for kind, names, _ in found] == [(kind, names) for kind, names, _ in drawn]
    assert Part.ORIGIN not in {part for _, _, part in found}, "a direction is no origin"


def test_talks_between_capitals_are_no_stretch_of_land(tell: Callable[[str], Told]) -> None:
    told = tell("Talks between Cairo and Khartoum went on while jets bombed Nyala on Friday.")
    assert [(kind, names) for kind, names, _ in told.drawn()] == [("point", "Nyala")]


def test_a_sector_lies_where_the_words_say(tell: Callable[[str], Told]) -> None:
    (location,) = tell("A mine exploded 12 km north of Mosul on Friday.").places
    drawn = vicinity_shape(location.place)
    assert drawn is not None
    mosul = location.place.position

    def at(bearing: float, km: float) -> bool:
        lon, lat, _ = GEOD.fwd(*mosul, bearing, km * 1000)
        return drawn.covers(Point(lon, lat))

    assert at(0, 12)
    assert at(40, 12)
    assert at(320, 12)
    assert not at(180, 12)
    assert not at(90, 12)
    assert not at(0, 4)
    assert not drawn.covers(Point(mosul))


def test_a_corridor_holds_both_ends_and_nothing_far_off(tell: Callable[[str], Told], gazetteer: Gazetteer) -> None:
    (location,) = tell("A patrol was ambushed between Deir ez-Zor and Palmyra on Friday.").places
    drawn = vicinity_shape(location.place)
    assert drawn is not None
    for name, inside in (("Deir ez-Zor", True), ("Palmyra", True), ("Raqqa", False), ("Homs", False)):
        assert drawn.covers(Point(find_one(name, gazetteer, country="SY").position)) is inside
    for corner in drawn.exterior.coords:
        assert GEOD.inv(*location.place.position, *corner)[2] / 1000 <= location.place.extent_km * 1.01


def test_the_mention_keeps_the_gazetteer_s_place_and_says_what_is_drawn(tell: Callable[[str], Told]) -> None:
    told = tell("A mine exploded 12 km north of Mosul on Friday.")
    record = article_record(told.article, told.analysis)
    (place,) = [m["place"] for m in record["mentions"] if m["text"] == "Mosul"]
    assert (place["geometry_kind"], place["geometry"]["type"]) == ("sector", "Polygon")
    assert place["id"].startswith("geonames:")
    assert "#" not in place["id"]
    assert place["precision_km"] >= 15
    (event,) = [event_record(e, Book(told.corpus)) for e in told.corpus.events]
    (where,) = event["places"]
    assert (where["geometry_kind"], where["name"]) == ("sector", "12 km north of Mosul")
    assert shape(where["geometry"]).is_valid
    assert json.loads(json.dumps(event)) == event


def test_every_place_of_an_event_has_a_geometry_in_json(tell: Callable[[str], Told], gazetteer: Gazetteer) -> None:
    told = tell("Jets bombed Idlib province, Turkish airspace was violated and a mine exploded in Hama on Friday.")
    records = [event_record(e, Book(told.corpus)) for e in told.corpus.events]
    kinds = {p["name"]: (p["geometry_kind"], p["geometry"]["type"]) for e in records for p in e["places"]}
    assert {kind for kind, _ in kinds.values()} == {"point", "area"}
    assert all((kind == "point") == (drawn == "Point") for kind, drawn in kinds.values())


@pytest.mark.parametrize("ending", [".geojson", ".csv"])
def test_shapes_leave_in_the_files(ending: str, tell: Callable[[str], Told], tmp_path: Path) -> None:
    corpus = tell("A patrol was ambushed between Deir ez-Zor and Palmyra on Friday.").corpus
    export(corpus, None, out := tmp_path / f"events{ending}")
    text = out.read_text(encoding="utf-8")
    assert "corridor" in text
    if ending == ".geojson":
        (feature,) = json.loads(text)["features"]
        assert feature["geometry"]["type"] == "Polygon"


def test_near_a_town_is_precision_two_and_a_long_road_a_region(tell: Callable[[str], Told]) -> None:
    def precision(text: str) -> list[tuple[int | None, int | None]]:
        return [(row.geo_precision, row.where_prec) for row in placed_events(tell(text).corpus)]

    assert precision("A mine exploded 12 km north of Mosul on Friday.") == [(2, 2)]
    assert precision("A patrol was ambushed between Deir ez-Zor and Palmyra on Friday.") == [(3, 5)]


def test_window_and_page_draw_the_shape_with_its_words(tell: Callable[[str], Told], gazetteer: Gazetteer) -> None:
    made = scene(
        tell("A patrol was ambushed between Deir ez-Zor and Palmyra on Friday.").corpus, lambda where: outline_of(where, gazetteer)
    )
    assert not made.markers
    (area,) = made.areas
    assert area.label == "between Deir ez-Zor and Tadmur"
    assert area.vague


def test_a_place_that_a_person_sets_moves_the_shape_with_it(tell: Callable[[str], Told]) -> None:
    analysis = tell("A mine exploded 12 km north of Mosul on Friday.").analysis
    set_by_person = Place("person:1", "Mosul mill", LonLat(43.5, 36.0), "PPL", country="IQ", extent_km=1.0)
    changed = [r if r.place is None else type(r)(r.mention, set_by_person, 1.0, 1.0, False, ()) for r in analysis.resolutions]
    (drawn,) = [r.drawn for r in with_vicinity(analysis.mentions, changed) if r.drawn is not None]
    outline = vicinity_shape(drawn)
    assert geometry_kind(drawn) is GeometryKind.SECTOR
    assert outline is not None
    assert outline.covers(Point(43.5, 36.11))


def test_what_only_tells_where_a_known_place_lies_is_no_place_of_the_event(tell: Callable[[str], Told]) -> None:
    told = tell("A strike hit a school in Suran, 18 km north of Hama, on Friday.")
    assert [(kind, names) for kind, names, _ in told.drawn()] == [("point", "Suran")]
    assert all(with_inexact(e, told.analysis.mentions, told.analysis.resolutions) == e for e in told.analysis.events)


def test_a_namesake_far_from_where_the_text_puts_it_is_not_pinned(tell: Callable[[str], Told]) -> None:
    told = tell("Thirty people died in an air strike on a mill in Mansoura, west of Raqqa, on Friday.")
    assert {p.place.country for p in told.places} == {"SY"}


def test_near_a_town_is_its_point_with_the_radius_drawn(tell: Callable[[str], Told], gazetteer: Gazetteer) -> None:
    def flags(text: str) -> list[int]:
        made = scene(tell(text).corpus, lambda where: outline_of(where, gazetteer))
        return [int(flag) for flag in bulk_of(made).arrays["flags"]]

    assert flags("Soldiers were killed near Kidal on Friday.") == [NEAR]
    assert flags("Soldiers were killed in Kidal on Friday.") == [0]


def test_a_distance_told_twice_is_one(tell: Callable[[str], Told]) -> None:
    (location,) = tell("A mine exploded 60 kilometres (37 miles) north east of Mosul on Friday.").places
    assert location.place.name == "60 kilometres (37 miles) north east of Mosul"
    drawn = vicinity_shape(location.place)
    assert drawn is not None
    assert not drawn.covers(Point(location.place.position))
    lon, lat, _ = GEOD.fwd(*location.place.position, 45, 60_000)
    assert drawn.covers(Point(lon, lat))
