"""The boundary of an origin or a target as sampled points that know their neighbours."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import RangeError
from geo.model import LonLat
from geo.reach.geodesy import (
    APPROXIMATE_SHARE,
    APPROXIMATE_UP_TO_M,
    FloatArray,
    IntArray,
    approximate_m,
    distances_m,
    uncrossed,
    unit_vectors,
)

STEP_M = 10_000.0
"""Longest stretch between samples. A line straight in degrees leaves the geodesic between samples by 2 m at 45°."""

_SAME_M = 1e-3
_SCREEN = 0.008  # angles on the auxiliary sphere tell distances to 0.4 %, so twice that keeps every contender
_SCREEN_M = 100.0
_BLOCK = 64  # points handled at a time; as neighbours on a curve they share most of the work


@dataclass(frozen=True, slots=True)
class Outline:
    """Samples of a boundary; sample i is followed by sample `following[i]` (itself for a lone point).

    Rings run with the area to the left. A line is a ring that runs there and back.
    """

    lon: FloatArray
    lat: FloatArray
    following: IntArray
    vectors: FloatArray

    @classmethod
    def of(cls, shape: BaseGeometry, step_m: float = STEP_M) -> Outline:
        """Sample a geometry given in degrees, which is cut at the 180th meridian as RFC 7946 says.

        Raises RangeError for an empty one, and for coordinates that are no longitudes and latitudes.
        """
        paths = [_sampled(path, step_m) for path in _paths(uncrossed(shape))]
        if not paths:
            raise RangeError("The origin has no shape to measure from. Choose a place with a position or an outline.")
        lonlat = np.concatenate(paths)
        if not np.isfinite(lonlat).all() or (np.abs(lonlat[:, 1]) > 90.0).any():
            raise RangeError("The shape has coordinates that are no degrees of longitude and latitude.")
        following = np.arange(1, len(lonlat) + 1)
        ends = np.cumsum([len(path) for path in paths])
        following[ends - 1] = np.concatenate([[0], ends[:-1]])
        lon, lat = np.ascontiguousarray(lonlat[:, 0]), np.ascontiguousarray(lonlat[:, 1])
        return cls(lon, lat, following, unit_vectors(lon, lat))

    def __len__(self) -> int:
        return len(self.lon)

    def point(self, index: int) -> LonLat:
        return LonLat(float(self.lon[index]), float(self.lat[index]))

    def enclosing(self) -> tuple[LonLat, float]:
        """A point near the middle of the samples, and how far from it the farthest of them lies in metres."""
        middle = self.vectors.mean(axis=0)
        if np.linalg.norm(middle) < 1e-6:
            middle = self.vectors[0]
        for k in range(2, 60):  # steps towards the farthest, ever shorter, find the middle of the smallest cap
            farthest = self.vectors[int(np.argmin(self.vectors @ middle))]
            middle = middle + (farthest - middle) / k
            if np.linalg.norm(middle) < 1e-9:
                middle = self.vectors[0]
            middle = middle / np.linalg.norm(middle)
        center = LonLat(float(np.degrees(np.arctan2(middle[1], middle[0]))), float(np.degrees(np.arcsin(np.clip(middle[2], -1, 1)))))
        away = distances_m(np.full(len(self), center.lon), np.full(len(self), center.lat), self.lon, self.lat)
        return center, float(away.max())

    def divided(self, radius_m: float) -> list[Outline]:
        """The same stretches in parts whose samples lie near one another."""
        left = np.arange(len(self))
        parts: list[Outline] = []
        while len(left):
            near = self.vectors[left] @ self.vectors[left[0]] >= math.cos(min(math.pi, radius_m / 6.37e6))
            parts.append(self._part(left[near]))
            left = left[~near]
        return parts

    def _part(self, chosen: IntArray) -> Outline:
        """The stretches that begin at the chosen samples. Where one leads out of them, its end is added as a lone point."""
        place = np.full(len(self), -1, dtype=np.intp)
        place[chosen] = np.arange(len(chosen))
        following = place[self.following[chosen]]
        beyond = np.flatnonzero(following < 0)
        samples = np.concatenate([chosen, self.following[chosen[beyond]]])
        ends = len(chosen) + np.arange(len(beyond))
        following[beyond] = ends
        return Outline(self.lon[samples], self.lat[samples], np.concatenate([following, ends]), self.vectors[samples])

    def nearest(self, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, IntArray]:
        """For each point the distance to the nearest sample, and which sample that is."""
        return self._extreme(lon, lat, farthest=False)

    def farthest(self, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, IntArray]:
        """For each point the distance to the farthest sample, and which sample that is."""
        return self._extreme(lon, lat, farthest=True)

    def _extreme(self, lon: FloatArray, lat: FloatArray, *, farthest: bool) -> tuple[FloatArray, IntArray]:
        best = np.empty(len(lon))
        which = np.empty(len(lon), dtype=np.intp)
        vectors = unit_vectors(lon, lat)
        for start in range(0, len(lon), _BLOCK):
            stop = min(start + _BLOCK, len(lon))
            row, column = self._contenders(vectors[start:stop], farthest=farthest)
            kept = _worth_measuring(row, approximate_m(vectors[start:stop][row], self.vectors[column]), farthest=farthest)
            row, column = row[kept], column[kept]
            metres = distances_m(lon[start + row], lat[start + row], self.lon[column], self.lat[column])
            order = np.lexsort((-metres if farthest else metres, row))
            first = order[np.searchsorted(row[order], np.arange(stop - start))]
            best[start:stop] = metres[first]
            which[start:stop] = column[first]
        return best, which

    def _contenders(self, vectors: FloatArray, *, farthest: bool) -> tuple[IntArray, IntArray]:
        """Pairs (point, sample), sorted by point, near enough to the extreme, by angle, for the ellipsoid to decide.

        The points stand for neighbours on a curve: what is far from being the extreme for their middle is so for all.
        """
        middle = vectors.mean(axis=0)
        length = float(np.linalg.norm(middle))
        away = math.acos(min(1.0, float((vectors @ middle).min()) / length)) if length > 0.1 else math.pi
        near = np.arange(len(self))
        if away < 0.5 and len(self) > _BLOCK:
            angles = _angles(self.vectors @ (middle / length))
            if farthest:
                near = np.flatnonzero(angles >= _limit(angles.max() - away, farthest=True) - away)
            else:
                near = np.flatnonzero(angles <= _limit(angles.min() + away, farthest=False) + away)
        angles = _angles(vectors @ self.vectors[near].T)
        if farthest:
            row, column = np.nonzero(angles >= _limit(angles.max(axis=1), farthest=True)[:, None])
        else:
            row, column = np.nonzero(angles <= _limit(angles.min(axis=1), farthest=False)[:, None])
        return row, near[column]


def _angles(cosines: FloatArray) -> FloatArray:
    return np.arccos(np.clip(cosines, -1.0, 1.0))


def _limit(angle: FloatArray, *, farthest: bool) -> FloatArray:
    """How far from the extreme angle, in radians, the ellipsoid may still find the extreme distance."""
    return angle * (1 - _SCREEN) - _SCREEN_M / 6.37e6 if farthest else angle * (1 + _SCREEN) + _SCREEN_M / 6.37e6


def _worth_measuring(row: IntArray, metres: FloatArray, *, farthest: bool) -> IntArray:
    """Of pairs sorted by row, those that may be the extreme of their row, given distances approximately."""
    starts = np.flatnonzero(np.concatenate([[True], row[1:] != row[:-1]]))
    extreme = (np.maximum if farthest else np.minimum).reduceat(metres, starts)
    best = np.repeat(extreme, np.diff(np.append(starts, len(row))))
    return np.flatnonzero((np.abs(metres - best) <= 2 * APPROXIMATE_SHARE * best + 1.0) | (best > APPROXIMATE_UP_TO_M))


def _paths(shape: BaseGeometry) -> Iterator[FloatArray]:
    """Closed paths of vertices, first and last equal; a point is a path of one."""
    if shape.is_empty:
        return
    if isinstance(shape, Polygon):
        oriented = shapely.orient_polygons(shape)
        for ring in (oriented.exterior, *oriented.interiors):
            yield np.asarray(ring.coords, dtype=np.float64)[:, :2]
    elif isinstance(shape, LineString):
        line = np.asarray(shape.coords, dtype=np.float64)[:, :2]
        yield np.concatenate([line, line[-2::-1]])
    elif isinstance(shape, Point):
        yield np.asarray(shape.coords, dtype=np.float64)[:, :2]
    else:
        for part in shapely.get_parts(shape, return_index=False):
            yield from _paths(part)


def _sampled(path: FloatArray, step_m: float) -> FloatArray:
    """The vertices of a closed path without its last, with points between those that lie more than a step apart."""
    a, b = path[:-1], path[1:]
    length = distances_m(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
    kept = length > _SAME_M  # the edges that close an area over a pole have no length there
    if not kept.any():
        return path[:1]
    a, b, length = a[kept], b[kept], length[kept]
    # A long line in degrees may be longer than the geodesic: a parallel near a pole, a meridian's half circle.
    length = np.maximum(length, np.abs(b[:, 0] - a[:, 0]) * 111_320.0 * np.cos(np.radians((a[:, 1] + b[:, 1]) / 2)))
    count = np.maximum(1, np.ceil(length / step_m)).astype(np.intp)
    index = np.repeat(np.arange(len(a)), count)
    fraction = (np.arange(len(index)) - np.repeat(np.cumsum(count) - count, count)) / count[index]
    return a[index] + (b[index] - a[index]) * fraction[:, None]
