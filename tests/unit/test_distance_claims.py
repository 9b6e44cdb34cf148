"""Distances as articles state them: value, comparator, kind, conversion."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.events.claims.distance_claims import DistanceKind, StatedDistance, stated_distances
from geo.model import Article, Comparator
from geo.reach import distance_m
from geo.reading import read

FLOWN, STRAIGHT, RANGE = DistanceKind.FLOWN, DistanceKind.STRAIGHT, DistanceKind.RANGE
SEPARATION, OFFSET, EXTENT = DistanceKind.SEPARATION, DistanceKind.OFFSET, DistanceKind.EXTENT
EXACT, ABOUT, MORE, LESS = Comparator.EXACT, Comparator.ABOUT, Comparator.MORE, Comparator.LESS


def stated(text: str) -> tuple[StatedDistance, ...]:
    return stated_distances(read(Article("a", text, hashlib.sha256(text.encode()).hexdigest(), language="en")))


@pytest.mark.parametrize(
    ("text", "metres", "sign", "kind"),
    [
        ("The rockets flew 620 kilometers before they fell.", 620e3, EXACT, FLOWN),
        ("The drone travelled nearly 400 miles.", 400 * 1609.344, ABOUT, FLOWN),
        ("The depot lies over 350 km away.", 350e3, MORE, STRAIGHT),
        ("It struck from a distance of about 80 nautical miles.", 80 * 1852, ABOUT, STRAIGHT),
        ("They fired at a range of 45 km.", 45e3, EXACT, STRAIGHT),
        ("The launcher has a range of more than 300 km.", 300e3, MORE, RANGE),
        ("A missile with an effective range of up to 280 kilometres was shown.", 280e3, LESS, RANGE),
        ("The army showed a 500-km-range missile.", 500e3, EXACT, RANGE),
        ("The missile is capable of hitting targets 900 km away.", 900e3, EXACT, STRAIGHT),
        ("Jets must turn if another aircraft is within 20 nautical miles.", 37_040, LESS, SEPARATION),
        ("The village lies 12 km north of the town.", 12e3, EXACT, OFFSET),
        ("Shells fell within 3 km of the border.", 3e3, LESS, OFFSET),
        ("The plane flew at 30,000 feet altitude.", 9_144, EXACT, EXTENT),
        ("They hold a 15 km wide strip.", 15e3, EXACT, EXTENT),
        ("The missiles flew nine hundred miles.", 900 * 1609.344, EXACT, FLOWN),
        ("It flew 1 500 km.", 1_500e3, EXACT, FLOWN),
    ],
)
def test_a_distance_is_read_with_its_kind(text: str, metres: float, sign: Comparator, kind: DistanceKind) -> None:
    (found,) = stated(text)
    assert found.metres == pytest.approx(metres)
    assert (found.comparator, found.kind) == (sign, kind)
    assert found.span.of(text).strip()[0] in text


@pytest.mark.parametrize(
    "text",
    [
        "It cost 5 m dollars.",
        "The car drove at 90 km per hour.",
        "It flew at 900 km/h.",
        "He walked miles.",
        "On 7 October 2015 they met.",
        "Mach 3",
    ],
)
def test_what_is_no_distance_is_not_read(text: str) -> None:
    assert stated(text) == ()


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("It flew 400 kilometers (250 miles).", True),
        ("It flew 400 kilometers (249 miles) inland.", True),
        ("It flew 400 kilometers, or 250 miles.", True),
        ("It flew 400 kilometers (350 miles).", False),
        ("It kept 20 nautical miles (37 kilometers) away.", True),
        ("It kept 20 nautical miles (32 kilometers) away.", False),
    ],
)
def test_the_conversion_beside_a_distance_is_checked(text: str, agrees: bool) -> None:
    (found,) = stated(text)
    assert found.conversion is not None
    assert found.conversion.agrees is agrees


def test_two_distances_of_one_sentence_are_two() -> None:
    first, second = stated("It flew 400 km and then 900 miles more.")
    assert (round(first.metres), round(second.metres)) == (400_000, 1_448_410)
    (span,) = stated("It has a range of 300 to 500 km.")
    assert (span.metres, span.upper_m) == (300e3, 500e3)


@settings(deadline=None)  # the first reads geopy's table
@given(st.floats(0.1, 1e7), st.sampled_from(["km", "m", "mi", "nmi", "ft", "yd"]))
def test_units_round_trip(number: float, unit: str) -> None:
    metres = distance_m(f"{number:.6f} {unit}")
    one = distance_m(f"1 {unit}")
    assert metres / one == pytest.approx(number, rel=1e-5, abs=1e-6)
