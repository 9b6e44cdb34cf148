"""Units: one table; what the lexicon and geopy know of them says the same."""

from __future__ import annotations

import pytest
from geopy import units as by_geopy

from geo.lexicon.quantities import quantity_words
from geo.reach import distance_m
from geo.reading.words import damage_words
from geo.units import FOOT, KM, LENGTH_M, MILE, NAUTICAL_MILE, SHORT_NAMES, convert, metres


def test_our_lengths_are_geopys() -> None:
    assert (by_geopy.meters(kilometers=1), by_geopy.meters(miles=1), by_geopy.meters(nautical=1)) == (KM, MILE, NAUTICAL_MILE)
    assert by_geopy.meters(feet=1) == pytest.approx(FOOT)


@pytest.mark.parametrize("name", sorted(LENGTH_M))
def test_every_word_for_a_length_can_be_typed(name: str) -> None:
    assert distance_m(f"2 {name}") == pytest.approx(2 * LENGTH_M[name])


def test_the_units_of_the_records_are_known() -> None:
    written = quantity_words().distance
    assert {word: metres(1, unit) for word, unit in written.items()} == {word: LENGTH_M[word] for word in written}
    assert set(SHORT_NAMES) <= set(LENGTH_M)


def test_a_lost_conversion_is_told_by_the_same_measures() -> None:
    known = damage_words().units
    lengths = {word: size * KM for word, (dimension, size) in known.items() if dimension == "length"}
    assert lengths == {word: pytest.approx(LENGTH_M[word]) for word in lengths}
    masses = {word: size for word, (dimension, size) in known.items() if dimension == "mass"}
    for word in ("kg", "pound", "lb", "tonne", "ton"):
        assert masses[word] in [pytest.approx(value) for value in convert(1, word, "kg")]
