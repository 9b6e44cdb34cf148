"""What the built-in gazetteer holds of the world beside towns: regions, rivers, lakes, islands, bases, peoples, disputes."""

from __future__ import annotations

import pytest
import shapely

from geo.gazetteer import Gazetteer
from geo.model import Match


@pytest.mark.parametrize(
    ("name", "feature", "inside"),
    [
        ("Lake Erie", "LK", (-81.2, 42.2)),
        ("Lake Tanganyika", "LK", (29.3, -4.5)),
        ("Aral Sea", "LK", (58.6, 45.2)),
        ("Volga", "STM", (49.0, 55.7)),
        ("Mississippi River", "STM", (-90.2, 38.6)),
        ("Niger River", "STM", (2.1, 13.5)),
        ("Sulawesi", "ISL", (120.0, -2.0)),
        ("Long Island", "ISL", (-73.0, 40.85)),
        ("Rocky Mountains", "MTS", (-105.7, 40.3)),
        ("Gobi Desert", "DSRT", (105.0, 43.0)),
        ("North East Nigeria", "RGN", (13.1, 11.8)),
        ("Upper Nile", "ADM1", (32.0, 10.0)),
        ("Ituri", "ADM1", (30.2, 1.5)),
        ("Central Luzon", "ADM1", (120.9, 15.0)),
        ("Deep South", "RGN", (-86.3, 32.4)),
        ("USSR", "RGN", (37.6, 55.75)),
        ("Yugoslavia", "RGN", (20.5, 44.8)),
        ("Arab world", "RGN", (31.2, 30.0)),
    ],
)
def test_features_of_the_world_have_outlines(gazetteer: Gazetteer, name: str, feature: str, inside: tuple[float, float]) -> None:
    place = next(c.place for c in gazetteer.exact(name) if c.place.feature == feature)
    outline = gazetteer.outline(place)
    assert outline is not None
    assert outline.is_valid
    assert outline.intersects(shapely.Point(inside))


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [
        ("Fort Bragg", 35.1, -79.0),
        ("Socotra", 12.5, 53.9),
        ("Zaatari", 32.3, 36.3),
        ("Kutupalong", 21.2, 92.2),
        ("O'Hare", 42.0, -87.9),
        ("Mount Everest", 28.0, 86.9),
        ("Tishrin Dam", 36.4, 38.2),
        ("Chesapeake Bay", 38.0, -76.2),
    ],
)
def test_single_places_that_reports_name(gazetteer: Gazetteer, name: str, lat: float, lon: float) -> None:
    assert any(abs(c.place.position.lat - lat) < 0.6 and abs(c.place.position.lon - lon) < 0.6 for c in gazetteer.exact(name))


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("Texans", "Texas"),
        ("Ohioan", "Ohio"),
        ("Londoners", "London"),
        ("Swede", "Sweden"),
        ("Spaniard", "Spain"),
        ("Catalan", "Catalonia"),
        ("Chechen", "Chechnya"),
        ("Kurdish", "Kurdistan"),
        ("Gazans", "Gaza Strip"),
        ("Soviet", "Soviet Union"),
    ],
)
def test_peoples_lead_to_their_place(gazetteer: Gazetteer, word: str, place: str) -> None:
    found = [c for c in gazetteer.exact(word) if c.name_kind in ("adjective", "demonym")]
    assert any(place in (c.place.name, *(o.matched_name for o in gazetteer.exact(place) if o.place.id == c.place.id)) for c in found)


@pytest.mark.parametrize(
    ("name", "feature", "administered", "claimed"),
    [
        ("Abkhazia", "ADM1", "Russia backs", "Georgia"),
        ("Northern Cyprus", "ADM1", "Turkey backs", "Cyprus"),
        ("Crimea", "ADM1", "Russia", "Ukraine"),
        ("Arunachal Pradesh", "ADM1", "India", "China"),
        ("Falkland Islands", "PCLI", "United Kingdom", "Argentina"),
        ("Aksai Chin", "RGN", "China", "India"),
        ("Essequibo", "RGN", "Guyana", "Venezuela"),
        ("Halaib Triangle", "RGN", "Egypt", "Sudan"),
    ],
)
def test_disputed_places_say_who_administers_and_who_claims(
    gazetteer: Gazetteer, name: str, feature: str, administered: str, claimed: str
) -> None:
    place = next(c.place for c in gazetteer.exact(name) if c.place.feature == feature)
    assert place.note is not None
    before, _, after = place.note.partition("claimed by")
    assert administered in before
    assert claimed in after


def test_a_district_without_a_known_town_says_that_only_its_province_is_known(gazetteer: Gazetteer) -> None:
    place = next(c.place for c in gazetteer.exact("Shighnan District") if c.place.feature == "ADM2")
    assert place.country == "AF"
    assert place.note == "Lies in Badakhshān; where exactly is not known"
    assert place.extent_km >= 100


@pytest.mark.parametrize(
    ("written", "name", "how"),
    [
        ("Greene Co.", "Greene County", Match.FOLDED),
        ("Mt. Kilimanjaro", "Mount Kilimanjaro", Match.FOLDED),
        ("Town of Groton", "Groton", Match.PART),
        ("County Mayo", "Mayo", Match.PART),
    ],
)
def test_abbreviated_and_turned_names_are_found_and_say_how(gazetteer: Gazetteer, written: str, name: str, how: Match) -> None:
    assert any(c.matched_name == name and c.how is how for c in gazetteer.find(written, limit=40))
