"""How much of an origin something holds: of areas by area, of lines by length, of points by number."""

from __future__ import annotations

import math

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from geo.reach.geodesy import FloatArray, distances_m, uncrossed
from geo.reach.shapes import number_of_points, points_along

_ECCENTRICITY = 0.0818191908426215  # of WGS84
_STEP_DEG = 0.25  # a straight edge in degrees is not quite straight in the equal-area plane; over such steps it is


def share(part: BaseGeometry | None, whole: BaseGeometry) -> float:
    """The share of `whole` that `part`, which lies within it, makes up: 0 to 1."""
    if part is None or part.is_empty:
        return 0.0
    whole = uncrossed(whole)
    for measure in (area_m2, _length_m, _number):
        total = measure(whole)
        if total > 0:
            return min(1.0, round(measure(part) / total, 9))
    return 0.0


def area_m2(shape: BaseGeometry) -> float:
    """The area of a shape in degrees on WGS84, by Lambert's equal-area projection of the cylinder."""
    if shape.area == 0:
        return 0.0
    flat = shapely.transform(shapely.segmentize(shape, _STEP_DEG), lambda c: np.stack([np.radians(c[:, 0]), _authalic(c[:, 1])], axis=-1))
    return float(flat.area) * 6_378_137.0**2


def _authalic(lat: FloatArray) -> FloatArray:
    """What keeps areas: the integral of a parallel's length over latitude, in units of the equatorial radius squared."""
    e = _ECCENTRICITY
    sine = np.asarray(np.sin(np.radians(lat)), dtype=np.float64)
    area = (1 - e * e) / 2 * (sine / (1 - (e * sine) ** 2) + np.arctanh(e * sine) / e)
    return area.astype(np.float64)


def _length_m(shape: BaseGeometry) -> float:
    total = 0.0
    for part in shapely.get_parts(shape, return_index=False):
        if isinstance(part, LineString | MultiLineString):
            for line in shapely.get_parts(part):
                xy = shapely.get_coordinates(line)
                total += float(distances_m(xy[:-1, 0].copy(), xy[:-1, 1].copy(), xy[1:, 0].copy(), xy[1:, 1].copy()).sum())
    return total


def _number(shape: BaseGeometry) -> float:
    return float(number_of_points(shape))


def launch_sites(origin: BaseGeometry, number: int) -> FloatArray:
    """So many points spread evenly over an origin, shape (n, 2) in degrees; of points and lines, the points along them.

    Over an area they are a lattice whose rows are shifted by the golden ratio in the equal-area plane, so that each stands
    for the same area and none lines up with a coast.
    """
    origin = uncrossed(origin)
    if origin.area == 0:
        lines = [p for p in shapely.get_parts(origin, return_index=False) if isinstance(p, LineString)]
        if not lines:
            return shapely.get_coordinates(origin)
        at = (np.arange(number) + 0.5) / number
        return points_along(MultiLineString(lines), at)
    west, south, east, north = origin.bounds
    low, high = _authalic(np.array([south, north]))
    shapely.prepare(origin)
    wanted = number
    for _ in range(6):
        count = max(16, math.ceil(wanted * 1.2))
        index = np.arange(count)
        lon = west + (east - west) * ((index * 0.6180339887498949) % 1.0)
        level = low + (high - low) * (index + 0.5) / count
        lat = np.asarray(np.degrees(np.interp(level, *_levels(south, north))), dtype=np.float64)
        inside = shapely.contains_xy(origin, lon, lat)
        if inside.sum() >= number:
            chosen = np.flatnonzero(inside)
            chosen = chosen[np.linspace(0, len(chosen) - 1, number).round().astype(np.intp)]
            return np.stack([lon[chosen], lat[chosen]], axis=-1).astype(np.float64)
        wanted = math.ceil(wanted * max(1.5, min(20.0, number / max(1, int(inside.sum())) * 1.2)))
    inner = origin.representative_point()
    return np.array([[inner.x, inner.y]])


def _levels(south: float, north: float) -> tuple[FloatArray, FloatArray]:
    lat = np.linspace(south, north, 400)
    return _authalic(lat), np.radians(lat)
