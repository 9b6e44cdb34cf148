"""Distances as people write them."""

from __future__ import annotations

import pytest

from geo.errors import RangeError
from geo.reach import distance_m


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("1500km", 1_500_000),
        ("1,500 km", 1_500_000),
        ("1 500 km", 1_500_000),
        ("1\u00a0500\u00a0km", 1_500_000),
        ("1'500 km", 1_500_000),
        ("1.5 km", 1_500),
        ("1,500.5 kilometres", 1_500_500),
        ("1,500-kilometer", 1_500_000),
        (" 930 miles ", 930 * 1609.344),
        ("1 mile", 1609.344),
        ("930 mi.", 930 * 1609.344),
        ("20 nmi", 37_040),
        ("20 NM", 37_040),
        ("20 nautical miles", 37_040),
        ("20-nautical-mile", 37_040),
        ("300m", 300),
        ("300 Metres", 300),
        ("30,000 ft", 9_144),
        ("30,000 feet", 9_144),
        ("100 yards", 91.44),
    ],
)
def test_distance_is_read(text: str, metres: float) -> None:
    assert distance_m(text) == pytest.approx(metres)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1500", "no unit"),
        ("km", "not a distance"),
        ("", "not a distance"),
        ("1,5 km", "not a distance"),
        ("1,50,000 km", "not a distance"),
        ("-5 km", "not a distance"),
        ("0 km", "greater than zero"),
        ("5 leagues", "leagues"),
        ("5 km north", "km north"),
        ("five km", "not a distance"),
        ("1e400 km", "e"),
        ("9" * 400 + " km", "greater than zero|no distance"),
        ("{{ 7*7 }} km", "not a distance"),
    ],
)
def test_anything_else_is_refused_with_a_remedy(text: str, says: str) -> None:
    with pytest.raises(RangeError, match=says):
        distance_m(text)
