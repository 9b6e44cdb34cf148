"""What straight lines from an origin to a target cross, and for how long. Missiles and aircraft fly other ways."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import antimeridian
import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from geo.errors import RangeError
from geo.model import LonLat
from geo.reach.geodesy import FloatArray, distances_m, forward, inverse
from geo.reach.shapes import Shapes, as_array, bounds_of
from geo.reach.shares import launch_sites

LAUNCH_SITES = 240
"""Launch points spread over an area; a share of lines is then true to about three hundredths (measured)."""

_STEP_M = 25_000.0  # a geodesic drawn in such steps leaves the true one by under 20 m up to 75 degrees of latitude
_LEAST_M = 500.0  # what a line crosses for less is a touch, and no crossing: outlines are no truer than that


@dataclass(frozen=True, slots=True)
class Crossing:
    """An area that lines cross: how long the shortest and the longest way through it are, and what share of the lines cross it."""

    key: str
    least_m: float
    greatest_m: float
    share: float


def straight_lines(sites: FloatArray, target: LonLat, step_m: float = _STEP_M) -> list[LineString | MultiLineString]:
    """The geodesics from sites, shape (n, 2) in degrees, to a target, each cut at the 180th meridian."""
    lon, lat = np.ascontiguousarray(sites[:, 0]), np.ascontiguousarray(sites[:, 1])
    azimuth, _, length = inverse(lon, lat, np.full(len(lon), target.lon), np.full(len(lon), target.lat))
    steps = max(1, math.ceil(float(length.max(initial=0.0)) / step_m))
    along = np.linspace(0.0, 1.0, steps + 1)[None, :] * length[:, None]
    spread = (len(lon), steps + 1)
    lons, lats = forward(
        np.broadcast_to(lon[:, None], spread).ravel(),
        np.broadcast_to(lat[:, None], spread).ravel(),
        np.broadcast_to(azimuth[:, None], spread).ravel(),
        along.ravel(),
    )
    xy = np.stack([lons, lats], axis=-1).reshape(*spread, 2)
    xy[:, 0], xy[:, -1] = sites, target
    lines: list[LineString | MultiLineString] = []
    for line in xy:
        drawn = LineString(line)
        over = bool((np.abs(np.diff(line[:, 0])) > 180.0).any())
        lines.append(antimeridian.fix_line_string(drawn, great_circle=True) if over else drawn)
    return lines


def crossings(origin: BaseGeometry, target: LonLat, areas: Mapping[str, BaseGeometry], sites: int = LAUNCH_SITES) -> tuple[Crossing, ...]:
    """The areas that straight lines from an origin to a target cross, those that most lines cross first.

    From a point there is one line; over an area lines start at `sites` points spread evenly. Lengths are those within the
    area, among the lines that cross it. Raises RangeError for an origin without a shape.
    """
    if origin.is_empty:
        raise RangeError("The origin has no shape to measure from. Choose a place with a position or an outline.")
    lines = as_array(straight_lines(launch_sites(origin, sites), target))
    west, south, east, north = bounds_of(lines)
    found: list[Crossing] = []
    for key, area in areas.items():
        near = shapely.clip_by_rect(area, west - 0.01, south - 0.01, east + 0.01, north + 0.01)
        if near.is_empty:
            continue
        near = near if near.is_valid else shapely.make_valid(near)
        shapely.prepare(near)
        crossing = lines[shapely.intersects(near, lines)]
        lengths = _lengths_m(np.asarray(shapely.intersection(crossing, near), dtype=object)) if len(crossing) else np.empty(0)
        lengths = lengths[lengths >= _LEAST_M]
        if len(lengths):
            found.append(Crossing(key, float(lengths.min()), float(lengths.max()), len(lengths) / len(lines)))
    return tuple(sorted(found, key=lambda c: (-c.share, -c.greatest_m, c.key)))


def _lengths_m(lines: Shapes) -> FloatArray:
    """The geodesic length of each of many (multi)lines."""
    parts, owner = shapely.get_parts(lines, return_index=True)
    xy, part = shapely.get_coordinates(parts, return_index=True)
    joined = part[1:] == part[:-1]
    metres = distances_m(xy[:-1, 0][joined], xy[:-1, 1][joined], xy[1:, 0][joined], xy[1:, 1][joined])
    return np.bincount(owner[part[:-1][joined]], weights=metres, minlength=len(lines)).astype(np.float64)
