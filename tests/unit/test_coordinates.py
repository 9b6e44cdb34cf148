"""Coordinates in a text are places as precise as their digits; dates, scores, prices, versions and telephone numbers are none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

import pytest
from pyproj import Geod

from geo import pipeline
from geo.gazetteer import Gazetteer
from geo.model import Analysis, Article, LonLat, Place, Resolution
from geo.recognise.coordinates import coordinates
from geo.recognise.grids import of_mgrs, of_utm
from geo.views import placed_events

GEOD = Geod(ellps="WGS84")
Tell = Callable[[str], Analysis]


def km(a: LonLat, b: LonLat) -> float:
    return GEOD.inv(*a, *b)[2] / 1000


@pytest.fixture(scope="module")
def tell(gazetteer: Gazetteer) -> Tell:
    def told(text: str) -> Analysis:
        article = Article("a.txt", text, hashlib.sha256(text.encode()).hexdigest(), published=date(2023, 4, 10), language="en")
        return pipeline.analyse(article, gazetteer)

    return told


@pytest.mark.parametrize(
    ("text", "lat", "lon", "precision_km"),
    [
        ("Seen at 36.2021° N, 37.1343° E last night", 36.2021, 37.1343, 0.01),
        ("Seen at 36.2021N 37.1343E last night", 36.2021, 37.1343, 0.01),
        ("Seen at N36.2021, E37.1343 last night", 36.2021, 37.1343, 0.01),
        ("Seen at 37.1343E, 36.2021N last night", 36.2021, 37.1343, 0.01),
        ("Seen at 36.2021, 37.1343 last night", 36.2021, 37.1343, 0.01),
        ("Seen at 36.2021; 37.1343.", 36.2021, 37.1343, 0.01),
        ("coordinates 36.202, 37.134", 36.202, 37.134, 0.056),
        ("Latitude: 36.20, longitude: 37.13", 36.20, 37.13, 0.557),
        ("lat 36.2 lon 37.1", 36.2, 37.1, 5.57),
        ("36.2 degrees north, 37.1 degrees east", 36.2, 37.1, 5.57),
        ("36°12'08\"N 37°08'03\"E", 36.20222, 37.13417, 0.0155),
        ("36°12’8.5”N, 37°08’3.2”E", 36.20236, 37.13422, 0.01),
        ("36° 12′ N 37° 8′ E", 36.2, 37.13333, 0.928),
        ("36°12.13'N 37°08.06'E", 36.20217, 37.13433, 0.01),
        ("33.8688° S, 151.2093° E", -33.8688, 151.2093, 0.01),
        ("-33.8688, 151.2093", -33.8688, 151.2093, 0.01),
        ("38.8895° N, 77.0353° W", 38.8895, -77.0353, 0.01),
        ("18S UJ 23487 06483", 38.8895, -77.0353, 0.01),
        ("18SUJ2348706483", 38.8895, -77.0353, 0.01),
        ("18S UJ 234 064", 38.8892, -77.0358, 0.071),
        ("18S 323487 4306483", 38.8895, -77.0353, 0.01),
        ("UTM 18 S 323487mE 4306483mN", 38.8895, -77.0353, 0.01),
    ],
)
def test_notations_are_read_with_the_precision_of_their_digits(text: str, lat: float, lon: float, precision_km: float) -> None:
    (given,) = coordinates(text)
    assert km(given.position, LonLat(lon, lat)) < max(given.precision_km, 0.03)
    assert given.precision_km == pytest.approx(precision_km, rel=0.02)
    assert not given.weak


@pytest.mark.parametrize(
    "text",
    [
        "On 12.03.2023 and 13.04.2023 it was quiet.",
        "They won 3-2, 2-1 and 78.5, 81.25 in the end.",
        "Prices of 12.50, 13.75 and 48.90 dollars were paid.",
        "The euro traded at 1.0842, 1.0851 at noon.",
        "Version 10.0001, 10.0002 and 2.3.4567 are affected.",
        "Call 01.23.45.6789 or +963 11 222 3333.",
        "The ratio was 1.2345, 1.3456 in both years.",
        "Unit 37 UDQ fired 12 345 shells; the M16 AB 12 34.",
        "From 5 N to 6 E, gates 36 N and 37 E.",
        "It measured 95.1234, 37.1343 on the scale.",
        "A T-72 B3 12 345 and 48 U 12 men.",
        "72U QQ 12345 67890",
    ],
)
def test_other_numbers_are_no_coordinates(text: str) -> None:
    assert [text[g.start : g.end] for g in coordinates(text) if not g.weak] == []


@pytest.mark.parametrize(
    ("reference", "lat", "lon", "within_km"),
    [
        ((56, "H", "LH", "3487352267"), -33.8568, 151.2153, 0.1),  # the opera house of Sydney
        ((37, "M", "BU", "5757"), -1.2921, 36.8219, 2.0),  # Nairobi
        ((4, "Q", "FJ", "12345678"), 21.309433, -157.916867, 0.1),  # Honolulu
        ((24, "X", "WT", "783908"), 83.62778, -32.66433, 0.1),
        ((33, "U", "XP", "04"), 48.24949, 16.41450, 8.0),
    ],
)
def test_squares_lie_where_their_letters_say(reference: tuple[int, str, str, str], lat: float, lon: float, within_km: float) -> None:
    at = of_mgrs(*reference)
    assert at is not None
    assert km(at, LonLat(lon, lat)) < within_km


def test_letters_that_name_no_square_are_no_reference() -> None:
    assert of_mgrs(37, "U", "ZZ", "5050") is None
    assert of_mgrs(61, "U", "DQ", "5050") is None
    assert of_utm(37, "U", 50_000, 5_380_123) is None


def physical(analysis: Analysis) -> list[tuple[str, Place]]:
    named = [(analysis.mentions[p.mention].text, analysis.resolutions[p.mention].place) for e in analysis.events for p in e.places]
    return [(text, where) for text, where in named if where is not None]


@pytest.mark.parametrize(
    "text",
    [
        "A truck was destroyed on Friday at 36.2021° N, 37.1343° E.",
        "A drone struck a mill at 36.2021, 37.1343 on Friday, killing two.",
        "Shells hit a mill at 36°12'08\"N 37°08'03\"E on Friday.",
        "Two people were killed by shelling on Friday.\n36.2021, 37.1343",
        "Two people were killed by shelling on Friday.\n\nCoordinates: 36.2021, 37.1343",
        "Two people were killed by shelling near Aleppo on Friday (36.2021, 37.1343).",
    ],
)
def test_coordinates_are_the_place_of_what_happened_there(text: str, tell: Tell) -> None:
    analysis = tell(text)
    found = [where for _, where in physical(analysis) if where.id.startswith("coordinates:")]
    assert found
    for where in found:
        assert km(where.position, LonLat(37.1343, 36.2021)) < 0.1
        assert (where.country, where.feature) == ("SY", "PT")
    counted = [q.said for e in analysis.events for q in e.quantities]
    assert not any(digits in said for said in counted for digits in ("36", "37", "12'", "08"))


def resolution_of(name: str, analysis: Analysis) -> list[Resolution]:
    return [r for m, r in zip(analysis.mentions, analysis.resolutions, strict=True) if m.text == name]


def test_coordinates_behind_a_name_choose_among_its_namesakes_everywhere_in_the_article(tell: Tell, gazetteer: Gazetteer) -> None:
    least_known = [c.place for c in gazetteer.exact("Ivanivka") if c.place.country == "UA"][-1]
    at = least_known.position
    text = f"Shelling hit the village of Ivanivka ({at.lat:.4f}, {at.lon:.4f}) on Friday. A man died in Ivanivka on Saturday."
    found = resolution_of("Ivanivka", tell(text))
    assert [r.place.id for r in found if r.place is not None and not r.uncertain] == [least_known.id] * 2


@pytest.mark.parametrize("written", ["(31.2001, 34.5001)", "(31.20, 34.50)", "(coordinates: 31.2001, 34.5001)"])
def test_a_contradiction_is_shown_and_never_certain(written: str, tell: Tell) -> None:
    analysis = tell(f"Shelling hit Mariupol {written} on Friday.")
    (resolution,) = resolution_of("Mariupol", analysis)
    assert resolution.place is not None
    assert resolution.uncertain
    assert "km from Mariupol" in resolution.doubts[0]
    assert resolution.alternatives[0].place.country == "UA"


def test_a_village_that_no_gazetteer_has_is_where_its_coordinates_are(tell: Tell) -> None:
    (resolution,) = resolution_of("Zarwanetske", tell("Shelling hit the village of Zarwanetske (48.5719, 37.9131) on Friday."))
    assert resolution.place is not None
    assert (resolution.place.name, resolution.place.country, resolution.uncertain) == ("Zarwanetske", "UA", False)


def test_coordinates_are_as_exact_as_a_town_in_the_table(tell: Tell) -> None:
    text = "A drone struck a mill at 36.2021, 37.1343 on Friday."
    article = Article("a.txt", text, hashlib.sha256(text.encode()).hexdigest(), published=date(2023, 4, 10), language="en")
    (row,) = placed_events(pipeline.corpus([article], [tell(text)]))
    assert (row.geo_precision, row.where_prec, row.position) == (1, 1, LonLat(37.1343, 36.2021))


def test_a_score_behind_a_town_is_no_position(tell: Tell) -> None:
    analysis = tell("Odds in Damascus (12.03, 11.04) were long when a bomb killed two people in Homs on Friday.")
    (damascus,) = resolution_of("Damascus", analysis)
    assert damascus.place is not None
    assert damascus.place.id.startswith("geonames:")


@pytest.mark.parametrize("text", ["Cases from 01 MAY 2020 to 07 MAR 2021", "Signed on 7 JUN 1994.", "12 DEC 2019 17:00"])
def test_a_day_of_a_year_is_no_grid_reference(text: str) -> None:
    assert coordinates(text) == []
