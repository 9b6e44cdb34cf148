"""Geodesics of WGS84 over whole arrays, and the plane in which geodesic circles can be joined.

Coordinates are degrees, longitude first; azimuths are degrees clockwise from north; lengths are metres.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import RangeError
from geo.model import LonLat

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]
LonLats = tuple[FloatArray, FloatArray]

HALF_MERIDIAN_M = 20_003_931.4586
"""From any point of WGS84 to its antipode; no geodesic distance is greater."""

GLOBE = shapely.box(-180.0, -90.0, 180.0, 90.0)

CURVE_TOLERANCE_M = 4.0
"""How far a drawn chord may stand from the curve it replaces. An envelope adds at most three such errors (chords of
the curve, chords in degrees, joins), well under the 50 m asked of it; half of it costs 40 % more vertices."""

APPROXIMATE_SHARE = 2e-5  # measured: 1.2e-5 at most, see test_reach
APPROXIMATE_UP_TO_M = 18_000_000.0

_WGS84 = Geod(ellps="WGS84")
_DEGREE_M = 111_320.0
_POLE = 90.0 - 1e-9
_SPECK_M2 = 1.0
_MAX_HALVINGS = 22  # 13 km halved 22 times is 3 mm: a curve through a pole has settled by then


def forward(lon: FloatArray, lat: FloatArray, azimuth_deg: FloatArray, distance_m: FloatArray) -> LonLats:
    """Where geodesics that start at points under azimuths end after a distance; the arrays have one shape."""
    lons, lats, _ = _WGS84.fwd(lon, lat, azimuth_deg, distance_m)
    return np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)


def inverse(lon1: FloatArray, lat1: FloatArray, lon2: FloatArray, lat2: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Azimuth at the first points, azimuth back at the second points, and distance; the arrays have one shape."""
    there, back, distances = _WGS84.inv(lon1, lat1, lon2, lat2)
    return np.asarray(there, dtype=np.float64), np.asarray(back, dtype=np.float64), np.asarray(distances, dtype=np.float64)


def distances_m(lon1: FloatArray, lat1: FloatArray, lon2: FloatArray, lat2: FloatArray) -> FloatArray:
    """Geodesic distances between points pair by pair."""
    return inverse(lon1, lat1, lon2, lat2)[2]


def check_distance(distance_m: float) -> None:
    """Raise RangeError for a distance that no range can have."""
    if not (math.isfinite(distance_m) and distance_m > 0):
        raise RangeError(f"A range of {distance_m:g} m cannot be drawn. Give a distance greater than zero.")


def circle_vertices(radius_m: float, tolerance_m: float = CURVE_TOLERANCE_M) -> int:
    """How many vertices keep the chords of a circle within the tolerance."""
    return max(64, int(np.ceil(2 * np.pi / np.sqrt(8.0 * tolerance_m / radius_m))))


def circle(center: LonLat, radius_m: float, vertices: int) -> LonLats:
    """Points at equal distance from a centre, counter-clockwise, so that the disc is to the left; not closed."""
    azimuths = np.linspace(0.0, -360.0, vertices, endpoint=False, dtype=np.float64)
    return forward(np.full(vertices, center.lon), np.full(vertices, center.lat), azimuths, np.full(vertices, radius_m))


def unit_vectors(lon: FloatArray, lat: FloatArray) -> FloatArray:
    """Points on the auxiliary sphere (by reduced latitude), shape (n, 3); angles there tell distances to 0.4 %."""
    reduced = np.arctan(np.sqrt(1.0 - _WGS84.es) * np.tan(np.radians(np.clip(lat, -_POLE, _POLE))))
    lon = np.radians(lon)
    return np.stack([np.cos(reduced) * np.cos(lon), np.cos(reduced) * np.sin(lon), np.sin(reduced)], axis=-1)


def approximate_m(a: FloatArray, b: FloatArray) -> FloatArray:
    """Distances between unit vectors pair by pair, by the Andoyer–Lambert formula: a tenth of the cost of a geodesic.

    Wrong by no more than APPROXIMATE_SHARE of the distance up to APPROXIMATE_UP_TO_M; useless near antipodes.
    """
    sigma = 2.0 * np.arcsin(np.clip(np.linalg.norm(a - b, axis=-1) / 2.0, 0.0, 1.0))
    sine = np.maximum(np.sin(sigma), 1e-12)
    # With reduced latitudes p and q: sin²((p+q)/2)cos²((p−q)/2) = ((sin p + sin q)/2)², and so with the difference.
    plus, minus = ((a[:, 2] + b[:, 2]) / 2) ** 2, ((a[:, 2] - b[:, 2]) / 2) ** 2
    x = (sigma - sine) * plus / np.maximum(np.cos(sigma / 2) ** 2, 1e-3)
    y = (sigma + sine) * minus / np.maximum(np.sin(sigma / 2) ** 2, 1e-15)
    return _WGS84.a * (sigma - _WGS84.f / 2 * (x + y))


def antipode(point: LonLat) -> LonLat:
    return LonLat(point.lon - 180.0 if point.lon > 0 else point.lon + 180.0, -point.lat)


@dataclass(frozen=True, slots=True)
class PolarPlane:
    """The plane of (distance, azimuth) from a centre: every point but the cut behind the antipode has one place in it.

    Curves that are computed geodesically and laid in this plane can be united and intersected by plane geometry, with
    neither poles nor a 180th meridian in the way. Along rays from the centre lengths are true; across them the plane
    is never shorter than the ellipsoid (whose curvature is positive), so a plane buffer is never too large.
    """

    center: LonLat

    def place(self, lon: FloatArray, lat: FloatArray) -> FloatArray:
        """Plane coordinates in metres, shape (n, 2)."""
        azimuth, _, distance = inverse(np.full(lon.shape, self.center.lon), np.full(lon.shape, self.center.lat), lon, lat)
        azimuth = np.radians(azimuth)
        return np.stack([distance * np.sin(azimuth), distance * np.cos(azimuth)], axis=-1)

    def lonlat(self, xy: FloatArray) -> LonLats:
        x, y = xy[..., 0], xy[..., 1]
        azimuth = np.degrees(np.arctan2(x, y))
        return forward(np.full(x.shape, self.center.lon), np.full(x.shape, self.center.lat), azimuth, np.hypot(x, y))

    def to_globe(self, shape: BaseGeometry) -> BaseGeometry:
        """A shape of the plane as longitudes and latitudes, cut at the 180th meridian and closed over poles."""
        # What is smaller than rounding has no side that is the left one: it would come out as the rest of the globe.
        polygons = [p for p in getattr(shape, "geoms", [shape]) if isinstance(p, Polygon) and p.area > _SPECK_M2]
        regions: list[BaseGeometry] = []
        for polygon in polygons:
            region = self._ring_to_globe(polygon.exterior.coords)
            holes = [self._ring_to_globe(hole.coords) for hole in polygon.interiors if Polygon(hole).area > _SPECK_M2]
            regions.append(region.difference(shapely.union_all(holes)) if holes else region)
        if not regions:
            return Polygon()
        return polygonal(regions[0] if len(regions) == 1 else shapely.union_all(regions))

    def _ring_to_globe(self, coordinates: object) -> BaseGeometry:
        xy = np.asarray(coordinates, dtype=np.float64)[:, :2]
        if not shapely.is_ccw(shapely.linearrings(xy)):
            xy = xy[::-1]
        index = np.arange(len(xy), dtype=np.float64)

        def along(t: FloatArray) -> LonLats:
            return self.lonlat(np.stack([np.interp(t, index, xy[:, 0]), np.interp(t, index, xy[:, 1])], axis=-1))

        return disc(*straightened(index, along, CURVE_TOLERANCE_M))


def straightened(t: FloatArray, along: Callable[[FloatArray], LonLats], tolerance_m: float) -> LonLats:
    """Points of a curve, at `t` and wherever a line that is straight in degrees would leave the curve by more.

    Only near the poles, and for vast circles, is that often; there a map's straight line errs by kilometres.
    """
    lon, lat = along(t)
    span = np.flatnonzero(~_smooth(lon, lat, tolerance_m))
    for _ in range(_MAX_HALVINGS):
        if not len(span):
            break
        middle = (t[span] + t[span + 1]) / 2
        lon_m, lat_m = along(middle)
        east = (lon[span + 1] - lon[span] + 180.0) % 360.0 - 180.0
        dlon = (lon_m - lon[span] - east / 2 + 180.0) % 360.0 - 180.0
        dlat = lat_m - (lat[span] + lat[span + 1]) / 2
        away = np.hypot(dlat, dlon * np.cos(np.radians(lat_m))) * _DEGREE_M > tolerance_m
        if not away.any():
            break
        added = span[away]
        t = np.insert(t, added + 1, middle[away])
        lon = np.insert(lon, added + 1, lon_m[away])
        lat = np.insert(lat, added + 1, lat_m[away])
        first = added + np.arange(len(added))  # each halved stretch has moved by the points inserted before it
        span = np.sort(np.concatenate([first, first + 1]))
    return lon, lat


def _smooth(lon: FloatArray, lat: FloatArray, tolerance_m: float) -> NDArray[np.bool_]:
    """Stretches that bend evenly and, by their second differences, too little to need a point between: half the work saved.

    On an even curve the rise of an arc over its chord is an eighth of the second difference; where that of the two ends
    of a stretch differ by much, the curve is not even and its middle must be looked at.
    """
    if len(lon) < 4:
        return np.zeros(len(lon) - 1, dtype=bool)
    east = (np.diff(lon) + 180.0) % 360.0 - 180.0
    rise = np.hypot(np.diff(np.diff(lat)), np.diff(east) * np.cos(np.radians(lat[1:-1]))) * (_DEGREE_M / 8)
    rise = np.concatenate([rise[:1], rise, rise[-1:]])
    before, after = rise[:-1], rise[1:]
    return (np.maximum(before, after) < 0.98 * tolerance_m) & (np.abs(before - after) < 0.05 * tolerance_m)


def disc(lon: FloatArray, lat: FloatArray) -> BaseGeometry:
    """The region to the left of a closed ring, as RFC 7946 wants it: cut at the 180th meridian, closed over a pole.

    The ring may be any simple one on the ellipsoid; its orientation is taken at its word, since on a globe the
    complement of a region is a region too.
    """
    east, turns = _unwrapped(lon)
    if turns:  # eastward round the globe with the region to the left: it holds the north pole
        return cut(east, lat, pole_deg=90.0 * turns)
    inside = cut(east, lat)
    to_the_left = np.sum(east[:-1] * lat[1:] - east[1:] * lat[:-1]) > 0
    return inside if to_the_left else polygonal(GLOBE.difference(inside))


def _unwrapped(lon: FloatArray) -> tuple[FloatArray, int]:
    """Longitudes of a closed ring without jumps, and how many turns round the globe they make eastwards."""
    east = np.round(np.unwrap(lon, period=360.0) * 2.0**32) / 2.0**32  # to 26 µm, so that a turn adds and takes exactly
    turns = round((east[-1] - east[0]) / 360.0)
    east[-1] = east[0] + 360.0 * turns
    return east, turns


def cut(east: FloatArray, lat: FloatArray, pole_deg: float | None = None) -> BaseGeometry:
    """The area that a ring of unwrapped longitudes encloses, brought between -180 and 180 degrees.

    A ring that ends a turn away from its start is closed over the pole given, from where it comes nearest to it.
    """
    if pole_deg is not None:
        first = int(np.argmax(lat * pole_deg))
        east = np.concatenate([east[first:], east[1 : first + 1] + (east[-1] - east[0])])
        lat = np.concatenate([lat[first:], lat[1 : first + 1]])
        east, lat = np.append(east, [east[-1], east[0]]), np.append(lat, [pole_deg, pole_deg])
    ring = np.stack([east, lat], axis=-1)
    area = polygonal(Polygon(ring))
    turns = range(math.floor((east.min() + 180.0) / 360.0), math.ceil((east.max() - 180.0) / 360.0) + 1)
    if turns == range(1):
        return area
    parts = [shapely.transform(area, lambda xy, turn=turn: xy - [360.0 * turn, 0.0]).intersection(GLOBE) for turn in turns]
    return polygonal(shapely.union_all([part for part in parts if part.area > 0]))


def uncrossed(shape: BaseGeometry) -> BaseGeometry:
    """A geometry as outlines really come, made fit to measure: valid, and cut where it runs across the 180th meridian.

    An edge wider than half the globe is read as crossing it. Of a ring round a pole, the nearer pole is inside.
    """
    if isinstance(shape, Polygon) and (np.abs(np.diff(shapely.get_coordinates(shape)[:, 0])) > 180.0).any():
        areas: list[BaseGeometry] = []
        for ring in (shape.exterior, *shape.interiors):
            lon, lat = np.asarray(ring.coords, dtype=np.float64)[:, :2].T
            east, turns = _unwrapped(lon)
            areas.append(cut(east, lat, math.copysign(90.0, lat.mean()) if turns else None))
        return polygonal(areas[0].difference(shapely.union_all(areas[1:])))
    if shape.geom_type in ("MultiPolygon", "GeometryCollection"):
        parts = [uncrossed(part) for part in shapely.get_parts(shape, return_index=False)]
        if any(new is not old for new, old in zip(parts, shapely.get_parts(shape, return_index=False), strict=True)):
            return shapely.union_all(parts)
    return shape if shape.is_valid else shapely.make_valid(shape)


def polygonal(shape: BaseGeometry) -> BaseGeometry:
    """The valid polygons of a shape, without the lines and points that repairs leave behind."""
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    if isinstance(shape, (Polygon, MultiPolygon)):
        return shape
    parts = [p for p in shapely.get_parts(shape, return_index=False) if isinstance(p, (Polygon, MultiPolygon))]
    return shapely.union_all(parts) if parts else Polygon()
