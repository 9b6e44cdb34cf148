"""Outlines of seas and countries, and the shapes derived from them: coast, airspace, border, the western part."""

from __future__ import annotations

import pytest
import shapely
from pyproj import Geod

from geo.gazetteer import Gazetteer
from geo.model import Place

GEOD = Geod(ellps="WGS84")


def country(gazetteer: Gazetteer, code: str) -> Place:
    place = gazetteer.country(code)
    assert place is not None
    return place


def km2(shape: shapely.Geometry) -> float:
    return abs(float(GEOD.geometry_area_perimeter(shape)[0])) / 1e6


def test_the_caspian_is_the_true_shore_without_the_garabogaz_lagoon(gazetteer: Gazetteer) -> None:
    sea = gazetteer.place("dateline:caspian-sea")
    assert sea is not None
    outline = gazetteer.outline(sea)
    assert outline is not None
    assert outline.geom_type == "Polygon"
    assert 360_000 < km2(outline) < 385_000  # 371,000 by most accounts
    assert outline.contains(shapely.Point(50.5, 42.0))
    assert not outline.intersects(shapely.Point(53.8, 41.4))  # Garabogaz
    assert not outline.intersects(shapely.Point(49.9, 40.4))  # Baku


@pytest.mark.parametrize(
    "sea", ["dateline:black-sea", "dateline:mediterranean-sea", "dateline:red-sea", "dateline:persian-gulf", "dateline:gulf-of-aden"]
)
def test_seas_do_not_lie_on_land(gazetteer: Gazetteer, sea: str) -> None:
    place = gazetteer.place(sea)
    assert place is not None
    outline = gazetteer.outline(place)
    assert outline is not None
    assert outline.is_valid
    for code in ("SY", "TR", "EG", "IR", "YE", "RU"):
        land = gazetteer.outline(country(gazetteer, code))
        assert land is not None
        assert outline.intersection(land).area < 1e-6


def test_the_syrian_coast_is_a_strip_of_twelve_nautical_miles(gazetteer: Gazetteer) -> None:
    coast = gazetteer.coast(country(gazetteer, "SY"))
    assert coast is not None
    assert coast.is_valid
    assert coast.contains(shapely.Point(35.7, 35.2))  # off Jablah
    assert not coast.intersects(shapely.Point(35.4, 35.2))  # 45 km out
    assert not coast.intersects(shapely.Point(36.2, 35.2))  # on land
    assert not coast.intersects(shapely.Point(35.6, 34.3))  # off Lebanon
    _, _, off_shore_m = GEOD.inv(35.92, 35.2, coast.bounds[0], 35.2)
    assert off_shore_m < 60_000


def test_a_country_without_a_shore_has_no_coast(gazetteer: Gazetteer) -> None:
    assert gazetteer.coast(country(gazetteer, "AF")) is None


def test_a_province_has_a_coast_of_its_own(gazetteer: Gazetteer) -> None:
    latakia = next(c.place for c in gazetteer.exact("Latakia") if c.place.feature == "ADM1")
    coast = gazetteer.coast(latakia)
    whole = gazetteer.coast(country(gazetteer, "SY"))
    assert coast is not None
    assert whole is not None
    assert coast.area < whole.area
    idlib = next(c.place for c in gazetteer.exact("Idlib") if c.place.feature == "ADM1")
    assert gazetteer.coast(idlib) is None


def test_airspace_is_land_and_waters(gazetteer: Gazetteer) -> None:
    turkey = country(gazetteer, "TR")
    airspace = gazetteer.airspace(turkey)
    land = gazetteer.outline(turkey)
    assert airspace is not None
    assert land is not None
    assert airspace.intersection(land).area == pytest.approx(land.area, rel=1e-3)
    assert airspace.contains(shapely.Point(35.85, 36.0))  # the sea off Hatay


def test_a_border_is_a_band_with_one_neighbour_or_with_all(gazetteer: Gazetteer) -> None:
    syria, turkey, libya = (country(gazetteer, code) for code in ("SY", "TR", "LY"))
    one = gazetteer.border(turkey, syria)
    everyone = gazetteer.border(turkey)
    assert one is not None
    assert everyone is not None
    assert one.contains(shapely.Point(38.0, 36.85))
    assert not one.intersects(shapely.Point(44.8, 39.7))  # Ararat, at the border with Armenia and Iran
    assert everyone.intersects(shapely.Point(44.8, 39.7))
    assert gazetteer.border(turkey, libya) is None


def test_islands_have_no_border(gazetteer: Gazetteer) -> None:
    assert gazetteer.border(country(gazetteer, "JP")) is None


@pytest.mark.parametrize(
    ("modifier", "inside", "outside"),
    [
        ("western", (36.7, 35.1), (40.1, 35.3)),  # Hama, Deir ez-Zor
        ("eastern", (40.1, 35.3), (36.7, 35.1)),
        ("northern", (37.2, 36.2), (36.1, 32.6)),  # Aleppo, Daraa
        ("southern", (36.1, 32.6), (37.2, 36.2)),
        ("northwestern", (36.6, 35.9), (36.1, 32.6)),  # Idlib
        ("north-west", (36.6, 35.9), (40.1, 35.3)),
        ("north-eastern", (41.2, 37.0), (36.1, 32.6)),  # Qamishli
        ("central", (38.3, 34.6), (41.2, 37.0)),  # Palmyra
        ("far west", (36.0, 35.3), (40.1, 35.3)),
    ],
)
def test_part_of_syria(gazetteer: Gazetteer, modifier: str, inside: tuple[float, float], outside: tuple[float, float]) -> None:
    syria = country(gazetteer, "SY")
    shape = gazetteer.part_of(syria, modifier)
    whole = gazetteer.outline(syria)
    assert shape is not None
    assert whole is not None
    assert shape.is_valid
    assert shape.contains(shapely.Point(inside))
    assert not shape.intersects(shapely.Point(outside))
    assert 0.1 < shape.area / whole.area < 0.66


def test_no_side_no_part(gazetteer: Gazetteer) -> None:
    syria = country(gazetteer, "SY")
    assert gazetteer.part_of(syria, "war-torn") is None
    town = gazetteer.exact("Kafr Zita")[0].place
    assert gazetteer.part_of(town, "western") is None


def test_the_west_of_the_united_states_is_not_alaska(gazetteer: Gazetteer) -> None:
    west = gazetteer.part_of(country(gazetteer, "US"), "western")
    assert west is not None
    assert west.contains(shapely.Point(-112.0, 40.7))  # Utah
    assert not west.intersects(shapely.Point(-84.4, 33.7))  # Georgia


def test_neighbours_fit_edge_to_edge(gazetteer: Gazetteer) -> None:
    codes = ("SY", "TR", "IQ", "LB", "JO", "IL")
    shapes = [gazetteer.outline(country(gazetteer, code)) for code in codes]
    for i, a in enumerate(shapes):
        for b in shapes[i + 1 :]:
            assert a is not None
            assert b is not None
            assert a.intersection(b).area < 1e-6


def test_a_country_on_both_sides_of_the_180th_meridian_has_a_box_that_crosses_it(gazetteer: Gazetteer) -> None:
    bbox = country(gazetteer, "RU").bbox
    assert bbox is not None
    assert bbox.west > bbox.east
