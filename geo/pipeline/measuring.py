"""Lengths between points of the map, in the units that people compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.model import LonLat
from geo.reach import geodesic
from geo.reach.geodesy import forward, inverse
from geo.units import KM, MILE, NAUTICAL_MILE

_STEP_M = 20_000.0  # of the drawn line: below a pixel at any zoom that shows the whole of it
_COMPASS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


@dataclass(frozen=True, slots=True)
class Leg:
    """The shortest way from one point to the next; `bearing_deg` is the course on which it begins, clockwise from north."""

    start: LonLat
    end: LonLat
    length_m: float
    bearing_deg: float
    line: BaseGeometry


@dataclass(frozen=True, slots=True)
class Measurement:
    legs: tuple[Leg, ...]

    @property
    def length_m(self) -> float:
        return sum(leg.length_m for leg in self.legs)


def measure(points: Sequence[LonLat]) -> Measurement:
    """The geodesic legs through the points, in order; longitudes beyond 180° are turned back into the world."""
    turned = [LonLat((p.lon + 180.0) % 360.0 - 180.0, max(-90.0, min(90.0, p.lat))) for p in points]
    return Measurement(tuple(_leg(a, b) for a, b in pairwise(turned)))


def in_units(metres: float) -> str:
    """ "1,234 km · 767 mi · 666 nmi"."""
    return " · ".join(f"{_rounded(metres / unit)} {name}" for unit, name in ((KM, "km"), (MILE, "mi"), (NAUTICAL_MILE, "nmi")))


def bearing_in_words(degrees: float) -> str:
    """ "042° (north-east)"."""
    whole = round(degrees) % 360
    return f"{whole:03d}° ({_COMPASS[round(whole / 45) % 8]})"


def measured_words(measurement: Measurement) -> list[str]:
    """What a reader needs, the whole first; empty while there is but one point."""
    if not measurement.legs:
        return []
    last = measurement.legs[-1]
    lines = [in_units(measurement.length_m)]
    if len(measurement.legs) > 1:
        lines.append(f"last leg {in_units(last.length_m)}")
    lines.append(f"bearing {bearing_in_words(last.bearing_deg)}")
    return lines


def middle(leg: Leg) -> LonLat:
    """A point half way along the leg."""
    metres = np.array([leg.length_m / 2])
    lon, lat = forward(np.array([leg.start.lon]), np.array([leg.start.lat]), np.array([leg.bearing_deg]), metres)
    return LonLat(float(lon[0]), float(lat[0]))


def _leg(a: LonLat, b: LonLat) -> Leg:
    azimuth, _, length = inverse(*(np.array([value]) for value in (a.lon, a.lat, b.lon, b.lat)))
    line = geodesic(a, b, _STEP_M) if length[0] > 0 else shapely.LineString([a, b])
    return Leg(a, b, float(length[0]), float(azimuth[0]) % 360.0, line)


def _rounded(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}" if value >= 10 else f"{value:,.2f}"
