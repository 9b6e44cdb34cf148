"""Envelopes that follow the mouse: an origin prepared once, from which a preview is drawn in milliseconds.

A preview's vertices stand at the distance from the boundary's samples, as those of the exact envelope do, but there are
few of them, small hollows are passed over, and nothing is checked at the end. What is kept or counted is exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geo.model import IsCancelled
from geo.reach.geodesy import FloatArray, PolarPlane, approximate_m, forward, inverse, polygonal, uncrossed, unit_vectors
from geo.reach.limits import NO_LIMITS, Limits, inner_envelope, outer_envelope, ring
from geo.reach.outline import Outline
from geo.reach.shapes import near_hull, points_along

_SAMPLES = 320  # of a boundary: a sea's shore every 20 km; the preview's edge is then true to a pixel
_EDGE = 480  # vertices of a previewed edge
_DIRECTIONS = 240  # of the inner envelope's edge, seen from its middle
_NEAR_M = 4_000_000.0  # beyond this, or for wider origins, the plane bends too much for a preview
_WIDE_M = 3_000_000.0


@dataclass(frozen=True, slots=True)
class Envelopes:
    """What some point of the origin reaches, and what every point reaches (None where no place is)."""

    outer: BaseGeometry
    inner: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class PreparedOrigin:
    """An origin with what does not change while its distance is dragged: samples of its boundary, laid in a plane."""

    geometry: BaseGeometry
    plane: PolarPlane
    radius_m: float
    laid: BaseGeometry
    samples: Outline

    @classmethod
    def of(cls, origin: BaseGeometry) -> PreparedOrigin:
        """Prepare any geometry in degrees. Raises RangeError for an empty one. Takes some milliseconds for a sea."""
        origin = uncrossed(origin)
        whole = Outline.of(origin)
        center, radius = whole.enclosing()
        step_m = max(10_000.0, _boundary_m(whole) / _SAMPLES)
        simple = origin.simplify(min(step_m, radius / 20) / 3 / 111_320.0) if origin.length > 0 else origin
        samples = Outline.of(simple, step_m)
        plane = PolarPlane(center)
        dense = shapely.segmentize(simple, step_m / 111_320.0)
        flat = shapely.transform(dense, lambda c: plane.place(np.ascontiguousarray(c[:, 0]), np.ascontiguousarray(c[:, 1])))
        return cls(origin, plane, radius, shapely.make_valid(flat), samples)

    def exact(self, distance_m: float, limits: Limits = NO_LIMITS, cancelled: IsCancelled | None = None) -> Envelopes:
        """The envelopes themselves: on release. Errors as for `outer_envelope`."""
        outer = outer_envelope(self.geometry, distance_m, limits, cancelled=cancelled)
        return Envelopes(outer, inner_envelope(self.geometry, distance_m, limits))

    def preview(self, distance_m: float, limits: Limits = NO_LIMITS, cancelled: IsCancelled | None = None) -> Envelopes:
        """Nearly the envelopes, for the eye while something is dragged. Errors as for `outer_envelope`.

        Bearings of an area are drawn from a few of its points. Vast ranges and origins get the exact envelopes.
        """
        limits.checked(distance_m)
        if self.geometry.geom_type == "Point" or distance_m > _NEAR_M or self.radius_m > _WIDE_M:
            return self.exact(distance_m, limits, cancelled)
        outer, inner = self._outer(distance_m), self._inner(distance_m)
        if limits.least_m > 0:
            hole = self._inner(limits.least_m)
            outer = outer if hole is None else polygonal(outer.difference(hole))
            inner = None if inner is None else polygonal(inner.difference(self._outer(limits.least_m)))
        if limits.width_deg < 360.0:
            wedges = self._wedges(distance_m, limits)
            outer = polygonal(shapely.union_all(wedges).intersection(outer))
            for wedge in wedges:
                inner = None if inner is None else polygonal(inner.intersection(wedge))
        return Envelopes(outer, None if inner is None or inner.is_empty else inner)

    def _outer(self, distance_m: float) -> BaseGeometry:
        """The plane buffer's edge, with each vertex brought to the distance from its nearest sample."""
        grown = self.laid.buffer(distance_m * 0.2, quad_segs=6).buffer(distance_m * 0.8, quad_segs=24)
        parts: list[BaseGeometry] = []
        for polygon in shapely.get_parts(grown, return_index=False):
            if not isinstance(polygon, Polygon):
                continue
            rings = [polygon.exterior, *(hole for hole in polygon.interiors if Polygon(hole).area > (0.02 * distance_m) ** 2)]
            edges = [self._brought(ring, distance_m) for ring in rings]
            parts.append(polygonal(Polygon(edges[0], edges[1:])))
        return self.plane.to_globe(polygonal(shapely.union_all(parts)))

    def _brought(self, ring: LineString, distance_m: float) -> FloatArray:
        at = np.linspace(0.0, 1.0, max(24, min(_EDGE, int(ring.length / (distance_m / 40)))), endpoint=False)
        lon, lat = self.plane.lonlat(points_along(ring, at))
        nearest = np.argmax(unit_vectors(lon, lat) @ self.samples.vectors.T, axis=1)
        from_lon, from_lat = self.samples.lon[nearest], self.samples.lat[nearest]
        azimuth, _, _ = inverse(from_lon, from_lat, lon, lat)
        return self.plane.place(*forward(from_lon, from_lat, azimuth, np.full(len(at), distance_m)))

    def _inner(self, distance_m: float) -> BaseGeometry | None:
        """Seen from the middle, the intersection of discs has one edge in each direction: where the farthest sample is at the distance."""
        if self.radius_m >= distance_m:
            return None
        azimuth = np.linspace(0.0, -360.0, _DIRECTIONS, endpoint=False)
        lon, lat = np.full(_DIRECTIONS, self.plane.center.lon), np.full(_DIRECTIONS, self.plane.center.lat)
        out_m = np.full(_DIRECTIONS, max(1.0, distance_m - self.radius_m))
        index = np.arange(_DIRECTIONS)
        hull = self._hull()
        for _ in range(5):
            at = unit_vectors(*forward(lon, lat, azimuth, out_m))
            far = np.argmin(at @ hull.T, axis=1)
            out_m = np.maximum(1.0, out_m + distance_m - approximate_m(at[index], hull[far]))
        x, y = out_m * np.sin(np.radians(azimuth)), out_m * np.cos(np.radians(azimuth))
        return self.plane.to_globe(polygonal(Polygon(np.stack([x, y], axis=-1))))

    def _hull(self) -> FloatArray:
        """The samples that can be farthest from somewhere: the corners of the hull in the plane, and what lies near it."""
        xy = self.plane.place(self.samples.lon, self.samples.lat)
        return self.samples.vectors[near_hull(xy, 0.02 * self.radius_m)]

    def _wedges(self, distance_m: float, limits: Limits) -> list[BaseGeometry]:
        step = max(1, len(self.samples) // 24)
        return [ring(self.samples.point(i), distance_m, 120, limits) for i in range(0, len(self.samples), step)]


def verdicts(envelopes: Envelopes, lon: FloatArray, lat: FloatArray) -> NDArray[np.int8]:
    """For each point 2 where it is in reach from every point of the origin, 1 where from some, 0 where from none."""
    shapely.prepare(envelopes.outer)
    found = shapely.contains_xy(envelopes.outer, lon, lat).astype(np.int8)
    if envelopes.inner is not None:
        shapely.prepare(envelopes.inner)
        found += shapely.contains_xy(envelopes.inner, lon, lat)
    return found


def _boundary_m(outline: Outline) -> float:
    steps = np.linalg.norm(outline.vectors - outline.vectors[outline.following], axis=1)
    return float(steps.sum()) * 6_371_000.0
