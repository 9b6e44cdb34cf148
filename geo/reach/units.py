"""Distances as people write them."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any, cast

from geo.errors import RangeError
from geo.units import FOOT, KM, LENGTH_M, MILE, NAUTICAL_MILE

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
    metres = _unit_m().get(re.sub(r"[\s-]+", " ", unit).lower())
    if metres is None:
        raise RangeError(f'"{unit}" is not a unit of distance known here. Use km, m, mi, nmi or ft.')
    value = float(re.sub(r"[^\d.]", "", number)) * metres
    if not value > 0 or not math.isfinite(value):
        raise RangeError(f'"{text}" is no distance to draw a range of. Give one greater than zero.')
    return value


@lru_cache(maxsize=1)
def _unit_m() -> dict[str, float]:
    """One of each unit in metres, under every name for it, by geopy's table where that has the unit."""
    # Imported here for it takes a seventh of a second, which starting need not wait for; it carries no types.
    from geopy import units  # pyright: ignore[reportMissingTypeStubs]

    def one(**unit: int) -> float:
        return float(cast(Any, units).meters(**unit))

    measured = {KM: one(kilometers=1), MILE: one(miles=1), NAUTICAL_MILE: one(nautical=1), FOOT: one(feet=1)}
    return {name: measured.get(metres, metres) for name, metres in LENGTH_M.items()}
