"""Distances as people write them."""

from __future__ import annotations

import math
import re
from typing import Any, cast

from geopy import units  # pyright: ignore[reportMissingTypeStubs]

from geo.errors import RangeError


def _one(**unit: int) -> float:
    """One of a unit in metres, by geopy's table, which carries no types."""
    return float(cast(Any, units).meters(**unit))


_METRES = {
    _one(kilometers=1): ("km", "kms", "kilometre", "kilometres", "kilometer", "kilometers", "км"),
    1.0: ("m", "metre", "metres", "meter", "meters"),
    _one(miles=1): ("mi", "mile", "miles", "statute mile", "statute miles"),
    _one(nautical=1): ("nmi", "nm", "nautical mile", "nautical miles", "naut mi"),
    _one(feet=1): ("ft", "foot", "feet"),
    0.9144: ("yd", "yds", "yard", "yards"),
}
_UNIT_M = {name: metres for metres, names in _METRES.items() for name in names}

# Thousands apart by comma, space, thin or no-break space, or apostrophe; a point divides decimals.
_NUMBER = r"(?:\d{1,3}(?:[,\u00a0\u2009\u202f '’]\d{3})+|\d+)(?:\.\d+)?"
_DISTANCE = re.compile(rf"\s*({_NUMBER})[\s\u00a0\u202f-]*([^\W\d_]+(?:[\s-]+[^\W\d_]+)?)?\.?\s*", re.IGNORECASE)


def distance_m(text: str) -> float:
    """The length in metres of a distance with its unit, as in "1500km", "1,500 km", "930 miles" or "20 nmi".

    "nm" is read as nautical miles. Raises RangeError for anything else: a number without a unit, an unknown unit,
    nothing greater than zero, or "1,5 km", which could mean two things.
    """
    found = _DISTANCE.fullmatch(text)
    if found is None:
        raise RangeError(f'"{text}" is not a distance. Write a number and a unit, such as 1500km, 930 miles or 20 nmi.')
    number, unit = found.groups()
    if unit is None:
        raise RangeError(f'"{text}" has no unit. Write one after the number: km, m, mi, nmi or ft.')
    metres = _UNIT_M.get(re.sub(r"[\s-]+", " ", unit).lower())
    if metres is None:
        raise RangeError(f'"{unit}" is not a unit of distance known here. Use km, m, mi, nmi or ft.')
    value = float(re.sub(r"[^\d.]", "", number)) * metres
    if not value > 0 or not math.isfinite(value):
        raise RangeError(f'"{text}" is no distance to draw a range of. Give one greater than zero.')
    return value
