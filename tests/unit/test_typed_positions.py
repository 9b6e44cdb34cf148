"""Coordinates as people type and paste them, and where the command line takes them."""

from __future__ import annotations

import json

import pytest

from geo.cli import main
from geo.errors import RangeError
from geo.gazetteer import Gazetteer
from geo.pipeline import origin_of
from geo.recognise import typed_position


@pytest.mark.parametrize(
    ("typed", "lat", "lon", "form"),
    [
        ("48.5862, 38.0007", 48.5862, 38.0007, "Decimal degrees"),
        ("48.5862 38.0007", 48.5862, 38.0007, "Decimal degrees"),
        ("(-33.9, 18.4)", -33.9, 18.4, "Decimal degrees"),
        ("−33.9; 18.4", -33.9, 18.4, "Decimal degrees"),
        ("48,5862; 38,0007", 48.5862, 38.0007, "Decimal degrees"),
        ("٤٨٫٥٨٦٢، ٣٨٫٠٠٠٧", 48.5862, 38.0007, "Decimal degrees"),
        ("geo:48.5862,38.0007?z=12", 48.5862, 38.0007, "Decimal degrees"),
        ("42,49.5", 42.0, 49.5, "Decimal degrees"),
        ("48°35'10\"N 38°00'03\"E", 48.586111, 38.000833, "Degrees"),
        ("48.5862° N, 38.0007° E", 48.5862, 38.0007, "Degrees"),
        ("31UDQ4825111943", 48.8583, 2.2945, "MGRS"),
        ("31u dq 48251 11943", 48.8583, 2.2945, "MGRS"),
        ("31U 448251 5411943", 48.8583, 2.2945, "UTM"),
        ("8FVC9G8F+6X", 47.365562, 8.524938, "Plus Code"),
        ("8fvc9g8f+6x", 47.365562, 8.524938, "Plus Code"),
        ("7FG40000+", 20.5, 2.5, "Plus Code"),
        ("7FG49QCJ+2VX", 20.370113, 2.782234, "Plus Code"),
    ],
)
def test_every_form_of_coordinates_is_taken(typed: str, lat: float, lon: float, form: str) -> None:
    found = typed_position(typed)
    assert found is not None
    assert found.form == form
    assert found.position.lat == pytest.approx(lat, abs=2e-5)
    assert found.position.lon == pytest.approx(lon, abs=2e-5)


@pytest.mark.parametrize(
    "typed", ["", "Hama", "48.5862", "98.1, 20.2", "20.5.88", "9G8F+6X", "8FVC9G8F+6", "8FVC0000+6X", "Area 51", "12 km"]
)
def test_what_says_no_position_is_none(typed: str) -> None:
    assert typed_position(typed) is None


@pytest.mark.parametrize("origin", ["31U DQ 48251 11943", "8FW4V75V+8Q", "48°51'29\"N 2°17'40\"E", "48.8582,2.2945"])
def test_a_range_begins_at_coordinates_of_any_form(origin: str, gazetteer: Gazetteer, capsys: pytest.CaptureFixture[str]) -> None:
    assert origin_of(origin, gazetteer).place.position.lat == pytest.approx(48.858, abs=1e-3)
    assert main(["range", origin, "10km", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["origin"]["lon"] == pytest.approx(2.2945, abs=1e-3)


def test_a_pair_beyond_the_poles_says_how_to_write_it(gazetteer: Gazetteer) -> None:
    with pytest.raises(RangeError, match="latitude first"):
        origin_of("98.1,20.2", gazetteer)
