"""What a map draws, and what it must not."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest
import synthetic
from shapely import Point
from shapely.geometry.base import BaseGeometry
from synthetic import CASPIAN, HAMA, KAFR_ZITA, SYRIA, Builder, Report

from geo.export.drawing import QUANTUM_DEG, coded, unit_square
from geo.export.record_json import utf16_offsets
from geo.export.scene_json import NO_DAY, bulk_of, scene_json
from geo.gazetteer.area_names import area_label
from geo.leaving_out import LeaveOut, without
from geo.model import Corpus, EventType, LonLat, Modality, Part, Place, When, is_area
from geo.views import Scene, scene
from geo.views.extent import bounds_of
from geo.views.record import date_words


def outline(where: Place) -> BaseGeometry | None:
    return synthetic.rough_outline(where)


def told(*reports: Report, **article: object) -> Corpus:
    build = Builder()
    build.article("a.txt", reports, **article)  # type: ignore[arg-type]
    return build.corpus()


def strike(sentence: str, *places: tuple[str, Place], **more: object) -> Report:
    trigger = "hit" if "hit" in sentence else sentence.split()[0]
    return Report(sentence, EventType.AIR_STRIKE, trigger, [(name, place, Part.TARGET) for name, place in places], **more)  # type: ignore[arg-type]


def drawn(result: Scene) -> set[str]:
    return {m.place.name for m in result.markers} | {a.label for a in result.areas}


def test_towns_are_markers_and_provinces_countries_seas_are_areas() -> None:
    result = scene(synthetic.syria(), outline)
    assert {m.place.name for m in result.markers} == {"Kafr Zita", "Kafr Nabudah", "al-Sayyad", "al-Latamneh", "Khan Shaykhun", "Al Habit"}
    assert {a.label for a in result.areas} == {
        "Hama province",
        "Idlib province",
        "Syria",
        "western Syria",
        "Turkish airspace",
        "Caspian Sea",
    }


@pytest.mark.parametrize(
    ("feature", "extent_km", "area"),
    [
        ("PPL", 2, False),
        ("PPLC", 11, False),
        ("AIRB", 3, False),
        ("ADM1", 8, True),
        ("PCLI", 5, True),
        ("SEA", 40, True),
        ("RGN", 5, True),
        ("PPL", 30, False),
        ("PPLC", 45, False),
        ("PRK", 30, True),
        ("", 15, False),
    ],
)
def test_a_place_is_an_area_by_its_kind_or_its_extent(feature: str, extent_km: float, area: bool) -> None:
    assert is_area(synthetic.place("X", 36, 35, feature, extent_km=extent_km)) is area


@pytest.mark.parametrize(
    ("name", "feature", "country", "label"),
    [
        ("Hama", "ADM1", "SY", "Hama province"),
        ("Hama Governorate", "ADM1", "SY", "Hama Governorate"),
        ("Luhansk", "ADM1", "UA", "Luhansk oblast"),
        ("Syria", "PCLI", "SY", "Syria"),
        ("Turkish airspace", "RGN", "TR", "Turkish airspace"),
        ("Manbij", "ADM2", "SY", "Manbij district"),
    ],
)
def test_a_badge_says_which_kind_of_division_it_is(name: str, feature: str, country: str, label: str) -> None:
    assert area_label(synthetic.place(name, 36, 35, feature, country=country)) == label


@pytest.mark.parametrize("modality", [Modality.DENIED, Modality.PLANNED, Modality.HYPOTHETICAL])
def test_what_did_not_happen_is_not_drawn(modality: Modality) -> None:
    assert not scene(told(strike("Jets will hit Hama.", ("Hama", HAMA), modality=modality)), outline).events


def test_a_place_that_only_a_denial_names_is_not_drawn_with_the_event() -> None:
    corpus = told(
        strike("Jets hit Kafr Zita.", ("Kafr Zita", KAFR_ZITA), event="one"),
        strike("It did not hit Hama.", ("Hama", HAMA), event="one", modality=Modality.DENIED),
    )
    result = scene(corpus, outline)
    assert drawn(result) == {"Kafr Zita"}
    assert result.record is not None
    assert [q.modality for q in result.record.passages[0]] == [Modality.REPORTED, Modality.DENIED]


@pytest.mark.parametrize("kind", [EventType.MEETING, EventType.STATEMENT, EventType.BACKGROUND])
def test_meetings_and_statements_are_not_drawn(kind: EventType) -> None:
    assert not scene(told(Report("Talks in Hama.", kind, "Talks", [("Hama", HAMA, Part.LOCATION)])), outline).events


def test_an_area_without_an_outline_is_the_circle_it_extends_over_and_says_it_is_vague() -> None:
    result = scene(told(strike("Jets hit Hama.", ("Hama", HAMA))), lambda _: None)
    west, south, east, north = result.areas[0].outline.bounds
    assert result.areas[0].vague
    assert (north - south) * 111 == pytest.approx(200, abs=2)
    assert west < HAMA.position.lon < east


def test_a_sea_that_missiles_come_from_is_an_origin_and_the_line_leads_from_it() -> None:
    result = scene(synthetic.syria(), outline)
    origin = next(a for a in result.areas if a.place is CASPIAN)
    assert origin.origin
    (line,) = result.lines
    start, *_, end = line.path.coords
    assert origin.outline.contains(Point(start))
    assert next(a for a in result.areas if a.place is SYRIA).outline.contains(Point(end))


def test_a_marker_is_called_what_most_reports_call_it() -> None:
    where = synthetic.place("Kafr Zaytā", 36.6, 35.37)
    corpus = told(
        strike("Jets hit Kafr Zita.", ("Kafr Zita", where)),
        strike("Jets hit Kafr Zita again.", ("Kafr Zita", where)),
        strike("Jets hit Kfar Zeita.", ("Kfar Zeita", where)),
    )
    result = scene(corpus, outline)
    assert [m.label for m in result.markers] == ["Kafr Zita"]
    assert json.loads(everything(result))["gazetteerNames"] == {"0": "Kafr Zaytā"}


def test_an_uncertain_place_is_flagged() -> None:
    result = scene(synthetic.syria(), outline)
    assert [m.place.name for m in result.markers if m.uncertain] == ["al-Sayyad"]
    assert list(bulk_of(result).arrays["flags"]) == [0, 0, 1, 0, 0, 0]


def test_larger_areas_come_first_so_that_smaller_ones_are_drawn_over_them() -> None:
    sizes = [a.outline.area for a in scene(synthetic.syria(), outline).areas]
    assert sizes == sorted(sizes, reverse=True)


def test_bulk_arrays_give_back_positions_and_events() -> None:
    result = scene(synthetic.syria(), outline)
    bulk = bulk_of(result)
    points, (x0, y0) = bulk.arrays, bulk.origin
    square = unit_square(np.array([m.place.position for m in result.markers]))
    assert np.abs(points["x"].astype(np.float64) + x0 - square[:, 0]).max() * 40_075_017 < 0.5  # metres at the equator
    assert np.abs(points["y"].astype(np.float64) + y0 - square[:, 1]).max() * 40_075_017 < 0.5
    kafr_zita = list(points["events"][points["first"][0] : points["first"][1]])
    assert {result.events[i].label for i in kafr_zita} == {e.label for e in result.events if "Kafr Zita" in e.label}


def test_the_block_can_be_cut_into_its_arrays_again() -> None:
    bulk = bulk_of(scene(synthetic.syria(), outline))
    block = bulk.data()
    for name, (kind, offset, length) in bulk.where().items():
        assert offset % 4 == 0
        assert list(np.frombuffer(block, f"<{kind}", length, offset)) == list(bulk.arrays[name])


def test_the_undated_carry_no_day() -> None:
    days = bulk_of(scene(synthetic.syria(), outline)).arrays["eventDay"]
    assert (days == NO_DAY).sum() == 4
    assert set(days[days != NO_DAY]) == {(date(2015, 10, 7) - date(1970, 1, 1)).days}


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (None, "date not given"),
        (When("Wednesday", None), "date not given; said: Wednesday"),
        (When("7 October", None, date(2015, 10, 7), date(2015, 10, 7)), "7 October 2015"),
        (When("this month", None, date(2015, 10, 1), date(2015, 10, 31), "month"), "October 2015"),
        (When("2011", None, date(2011, 1, 1), date(2011, 12, 31), "year"), "2011"),
        (When("the weekend", None, date(2015, 10, 3), date(2015, 10, 4)), "3 to 4 October 2015"),
        (When("New Year", None, date(2015, 12, 31), date(2016, 1, 1)), "31 December 2015 to 1 January 2016"),
    ],
)
def test_dates_in_words(when: When | None, words: str) -> None:
    assert date_words(when) == words


def test_highlights_count_utf16_units() -> None:
    assert list(utf16_offsets("a😀é😀z")) == [0, 1, 3, 4, 6, 7]
    assert list(utf16_offsets("plain")) == [0, 1, 2, 3, 4, 5]


def test_delta_coding_loses_no_more_than_its_quantum() -> None:
    points = np.array([[179.99995, -85.0], [-179.5, 12.345678], [0.00004, 0.0]])
    back = np.cumsum(np.array(coded(points)).reshape(-1, 2), axis=0) * QUANTUM_DEG
    assert np.abs(back - points).max() <= QUANTUM_DEG / 2 + 1e-9


def test_bounds_go_the_shorter_way_round_the_world() -> None:
    fiji = bounds_of(np.array([[178.0, -17.0], [-179.0, -19.0]]), [])
    assert fiji == (178.0, -19.0, -179.0, -17.0)
    assert bounds_of(np.array([[10.0, 1.0], [20.0, 2.0]]), [(5.0, 0.0, 8.0, 3.0)]) == (5.0, 0.0, 20.0, 3.0)
    assert bounds_of(np.zeros((0, 2)), []) is None


def test_lone_surrogates_and_nul_do_not_stop_an_export() -> None:
    where = synthetic.place("Bad \ud800 name\x00", 36, 35)
    result = scene(told(strike(f"Jets hit {where.name}.", (where.name, where))), outline)
    text = scene_json(result, bulk_of(result), record=True)
    text.encode("utf-8")
    assert json.loads(text)["names"] == ["Bad ? name\x00"]


# --- what is left out ------------------------------------------------------------------------------------------------------


def everything(result: Scene) -> str:
    return scene_json(result, bulk_of(result), record=True)


def test_an_event_known_from_a_left_out_article_alone_is_gone_and_a_shared_one_is_retold() -> None:
    result = scene(synthetic.syria(), outline, leave_out=LeaveOut(articles=frozenset({"wire.txt"})))
    launch = next(e for e in result.events if e.id == "event:launch")
    assert launch.sources.articles == 1
    assert [m.article for m in launch.mentions] == ["undated.txt"]
    assert launch.when is not None
    assert launch.when.start is None  # only the left-out article was dated
    text = everything(result)
    assert "Shoigu" not in text
    assert "Missiles from the sea" not in text
    assert "Ground offensive" not in text


def test_the_name_of_a_left_out_place_is_blotted_wherever_it_stands() -> None:
    where = synthetic.place("Kafr Zaytā", 36.6, 35.37, id="geonames:168620")
    corpus = told(
        strike("Jets hit Kafr Zita and Morek; KAFR ZITA burned.", ("Kafr Zita", where), ("Morek", synthetic.place("Morek", 36.69, 35.38))),
        title="Night over Kafr-Zita",
        address="https://example.org/kafr-zita-struck",
    )
    text = everything(scene(corpus, outline, leave_out=LeaveOut(places=frozenset({where.id}))))
    assert "afr" not in text.replace("Africa", "").lower()
    assert "Morek" in text
    assert "Jets hit [left out] and Morek; [left out] burned." in text


def test_a_province_keeps_its_name_where_the_town_of_that_name_is_left_out() -> None:
    town = synthetic.place("Hama", 36.75, 35.13)
    corpus = told(
        strike("Jets hit Hama city and hit Kafr Zita.", ("Hama", town), ("Kafr Zita", KAFR_ZITA)),
        Report("Clashes in Hama province.", EventType.ARMED_CLASH, "Clashes", [("Hama", HAMA, Part.LOCATION)]),
    )
    result = scene(corpus, outline, leave_out=LeaveOut(places=frozenset({town.id})))
    text = everything(result)
    assert "Jets hit [left out] city and hit Kafr Zita." in text
    assert "Clashes in Hama province." in text


def test_highlights_stay_on_their_words_beside_a_blot() -> None:
    corpus = synthetic.syria()
    result = scene(corpus, outline, leave_out=LeaveOut(places=frozenset({KAFR_ZITA.id})))
    assert result.record is not None
    strikes = next(q for quotes in result.record.passages for q in quotes if q.text.startswith("Raids"))
    words = [h.span.of(strikes.text) for h in strikes.highlights]
    assert words == ["targeted", "Kafr Nabudah", "al-Sayyad", "al-Latamneh", "Khan Shaykhun", "Alhbit", "the Observatory"]


def test_a_path_or_a_script_is_no_address() -> None:
    report = strike("Jets hit Kafr Zita.", ("Kafr Zita", KAFR_ZITA))
    for address in ("/private/me/secret.txt", "javascript:alert(1)", "file:///private/me/secret.txt"):
        assert address not in everything(scene(told(report, address=address), outline))
    assert "https://example.org/a" in everything(scene(told(report, address="https://example.org/a"), outline))


def test_positions_are_longitude_first() -> None:
    result = scene(told(strike("Jets hit Kafr Zita.", ("Kafr Zita", KAFR_ZITA))), outline)
    assert result.bounds == (36.6033, 35.3743, 36.6033, 35.3743)
    assert result.place_at(0).position == LonLat(36.6033, 35.3743)


def test_leaving_nothing_out_changes_nothing() -> None:
    corpus = synthetic.syria()
    assert without(corpus, LeaveOut()) is corpus


def test_what_is_left_out_leaves_the_corpus_whole_otherwise() -> None:
    corpus = without(synthetic.syria(), LeaveOut(articles=frozenset({"wire.txt"}), places=frozenset({HAMA.id})))
    assert [a.id for a in corpus.articles] == ["observers.txt", "undated.txt"]
    assert set(corpus.analyses) == {"observers.txt", "undated.txt"}
    assert not any(loc.place.id == HAMA.id for event in corpus.events for loc in event.places)
    assert len(corpus.events) == 6  # gone: the offensive of wire.txt, and the clash that was in Hama alone
