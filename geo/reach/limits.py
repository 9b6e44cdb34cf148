"""What limits a range besides its greatest distance: a least one (an annulus), and bearings (a sector).

For an origin with an extent a range is about launch points: the outer envelope holds what some point of the origin
reaches under the limits, the inner one what every point reaches.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import RangeError
from geo.model import IsCancelled, LonLat, OnProgress
from geo.reach import envelopes
from geo.reach.geodesy import (
    FloatArray,
    IntArray,
    LonLats,
    PolarPlane,
    check_distance,
    circle_vertices,
    disc,
    forward,
    inverse,
    polygonal,
    straightened,
    uncrossed,
)
from geo.reach.outline import Outline
from geo.reach.shapes import Shapes, polygons

SECTOR_FAR_M = 9_500_000.0
"""The farthest that a range limited to bearings can be drawn: beyond it a disc is more than half the globe."""

_RING_TOLERANCE_M = 19.0
_SIDE_STEP_M = 50_000.0  # a geodesic side of a sector, laid in a plane, stands between such points by less than 5 m
_SWEPT_STEPS = 60  # an area's boundary is sampled for sectors at such a part of the distance
_SWEPT_TOLERANCE_M = 200.0  # and its wiggles below this are left out: measured, the edge is then true to 0.3 km
_SWEPT_CHORD_M = 20.0
_SOLVING = 12  # steps of Newton's method; six bring every azimuth to a millionth of a degree


@dataclass(frozen=True, slots=True)
class Limits:
    """`least_m`: what is nearer is not reached. `bearings_deg`: from the first clockwise to the second, north 0, or all.

    >>> Limits(bearings_deg=(350, 20)).width_deg
    30.0
    """

    least_m: float = 0.0
    bearings_deg: tuple[float, float] | None = None

    def checked(self, distance_m: float) -> Limits:
        """Itself. Raises RangeError where nothing can lie within the limits, or a sector is too large to draw."""
        check_distance(distance_m)
        if not (math.isfinite(self.least_m) and 0 <= self.least_m < distance_m):
            raise RangeError(
                f"A least distance of {self.least_m / 1000:g} km leaves nothing of a range of {distance_m / 1000:g} km. Give a smaller one."
            )
        if self.bearings_deg is not None:
            if not all(math.isfinite(b) for b in self.bearings_deg):
                raise RangeError("A bearing is no number of degrees. Give two, such as 200 and 260.")
            if self.bearings_deg[0] == self.bearings_deg[1]:
                raise RangeError("A sector from a bearing to the same bearing is empty. Give two different ones, such as 200 and 260.")
            if distance_m > SECTOR_FAR_M:
                raise RangeError(
                    "A range limited to bearings can be drawn up to 9,500 km. Give a shorter distance, or leave the bearings out."
                )
        return self

    @property
    def none(self) -> bool:
        return self.least_m == 0 and self.width_deg == 360.0

    @property
    def width_deg(self) -> float:
        if self.bearings_deg is None:
            return 360.0
        first, second = self.bearings_deg
        return 360.0 if abs(second - first) >= 360.0 else float((second - first) % 360.0)


NO_LIMITS = Limits()


def ring(center: LonLat, distance_m: float, vertices: int = 720, limits: Limits = NO_LIMITS) -> BaseGeometry:
    """The area within a geodesic distance of a point, under limits; see `envelopes.ring` for the conventions."""
    limits.checked(distance_m)
    if limits.width_deg == 360.0:
        whole = envelopes.ring(center, distance_m, vertices)
        return whole if limits.least_m == 0 else polygonal(whole.difference(envelopes.ring(center, limits.least_m, vertices)))
    assert limits.bearings_deg is not None
    return _sector(center, distance_m, limits, max(8, math.ceil(vertices * limits.width_deg / 360.0)))


def outer_envelope(
    origin: BaseGeometry,
    distance_m: float,
    limits: Limits = NO_LIMITS,
    *,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> BaseGeometry:
    """What some point of the origin reaches. Edges true to 10 m without bearings, to 60 m with them (measured).

    Raises RangeError for an empty origin, a distance that is not positive, or limits that leave nothing, and Cancelled.
    """
    limits.checked(distance_m)
    if limits.none:
        return envelopes.outer_envelope(origin, distance_m, on_progress=on_progress, cancelled=cancelled)
    origin = uncrossed(origin)
    if isinstance(origin, Point):
        return ring(LonLat(origin.x, origin.y), distance_m, limits=limits)
    if limits.width_deg == 360.0:
        return _annulus(origin, distance_m, limits.least_m, on_progress, cancelled)
    return _swept(origin, distance_m, limits)


def inner_envelope(origin: BaseGeometry, distance_m: float, limits: Limits = NO_LIMITS) -> BaseGeometry | None:
    """What every point of the origin reaches; None where no place is. Errors as for `outer_envelope`."""
    limits.checked(distance_m)
    origin = uncrossed(origin)
    if isinstance(origin, Point):
        return ring(LonLat(origin.x, origin.y), distance_m, limits=limits)
    inner = envelopes.inner_envelope(origin, distance_m)
    if inner is not None and limits.least_m > 0:
        inner = polygonal(inner.difference(envelopes.outer_envelope(origin, limits.least_m)))
    if inner is not None and not inner.is_empty and limits.width_deg < 360.0:
        inner = _common_sector(inner, origin, distance_m, limits)
    return None if inner is None or inner.is_empty else inner


def launch_points(target: LonLat, distance_m: float, limits: Limits, slack_m: float = 0.0) -> BaseGeometry | None:
    """From where a target is in reach: all points that reach some point within `slack_m` of it.

    With a negative slack: all points that reach every such point; None where there is none. It is the range seen from the
    target, where a launch bearing is not the bearing at the target, but what a geodesic has at its other end.
    """
    greatest, least = distance_m + slack_m, max(0.0, limits.least_m - slack_m)
    if greatest <= least:
        return None
    if limits.width_deg == 360.0:
        return ring(target, greatest, limits=Limits(least))
    assert limits.bearings_deg is not None
    first, width = limits.bearings_deg[0], limits.width_deg
    start_m = max(least, -slack_m * 1.001, 1.0)
    if start_m >= greatest:
        return None
    along = np.linspace(start_m, greatest, max(9, math.ceil((greatest - start_m) / _SIDE_STEP_M)))
    give = np.degrees(np.arcsin(np.clip(abs(slack_m) / along, 0.0, 1.0))) * math.copysign(1.0, slack_m) if slack_m else np.zeros(len(along))
    if (width + 2 * give).max() <= 0:
        return None
    kept = (width + 2 * give > 0) & (width + 2 * give < 360.0)
    if slack_m > 0 and not kept.all():  # so near that every bearing meets some of the target
        near = along[~kept].max()
        around = envelopes.ring(target, float(near))
    else:
        near, around = 0.0, Polygon()
    along, give = along[kept], give[kept]
    if len(along) < 2:
        return around if not around.is_empty else None
    sides = [_from_which(target, along, first - give), _from_which(target, along, first + width + give)]
    plane = PolarPlane(target)
    laid = [plane.place(*side[1]) for side in sides]
    # The bearing at the target turns from one side's to the other's, clockwise as the launch bearing does.
    arcs: list[FloatArray] = []
    for end in (-1, 0):
        if along[end] < 2.0:
            arcs.append(np.zeros((1, 2)))  # the target itself
            continue
        a, b = float(sides[0][0][end]), float(sides[1][0][end])
        span = (b - a) % 360.0
        count = max(2, math.ceil(circle_vertices(float(along[end])) * span / 360.0))
        at = np.radians(a + np.linspace(0.0, span, count))
        arcs.append(np.stack([np.sin(at), np.cos(at)], axis=-1) * float(along[end]))
    shape = Polygon(np.concatenate([laid[0], arcs[0], laid[1][::-1], arcs[1][::-1]]))
    return polygonal(shapely.union_all([plane.to_globe(polygonal(shape)), around]))


def _from_which(target: LonLat, along: FloatArray, bearing_deg: FloatArray) -> tuple[FloatArray, LonLats]:
    """Points at distances from a target from which it lies under a bearing: azimuths at the target, and the points."""
    lon, lat = np.full(len(along), target.lon), np.full(len(along), target.lat)
    azimuth = bearing_deg + 180.0
    points = lon, lat
    for _ in range(_SOLVING):
        points = forward(lon, lat, azimuth, along)
        there, _, _ = inverse(*points, lon, lat)
        azimuth = azimuth + ((bearing_deg - there + 180.0) % 360.0 - 180.0)
    return azimuth, points


# --- rings with limits ---------------------------------------------------------------------------------------------


def _sector(center: LonLat, distance_m: float, limits: Limits, vertices: int) -> BaseGeometry:
    """The sector of a point: out along one side, round the arc against the clock, back along the other side."""
    azimuth, distance = _sector_path(distance_m, limits, vertices)
    index = np.arange(len(azimuth), dtype=np.float64)

    def along(t: FloatArray) -> LonLats:
        a, d = np.interp(t, index, azimuth), np.interp(t, index, distance)
        return forward(np.full(t.shape, center.lon), np.full(t.shape, center.lat), a, d)

    return disc(*straightened(index, along, _RING_TOLERANCE_M))


def _sector_path(distance_m: float, limits: Limits, vertices: int) -> tuple[FloatArray, FloatArray]:
    """Azimuths and distances round a sector, closed, its area to the left."""
    assert limits.bearings_deg is not None
    first = limits.bearings_deg[0]
    last = first + limits.width_deg
    steps = max(2, math.ceil((distance_m - limits.least_m) / _SIDE_STEP_M))
    out = np.linspace(limits.least_m, distance_m, steps + 1)
    arc = np.linspace(last, first, vertices + 1)
    azimuth = [np.full(steps, last), arc, np.full(steps - 1, first)]
    distance = [out[:-1], np.full(len(arc), distance_m), out[-2:0:-1]]
    if limits.least_m > 0:
        azimuth.append(arc[::-1])
        distance.append(np.full(len(arc), limits.least_m))
    else:
        azimuth.append(np.array([first]))
        distance.append(np.array([0.0]))
    a, d = np.concatenate(azimuth), np.concatenate(distance)
    if limits.least_m > 0:
        return a, d
    return np.append(a, a[0]), np.append(d, d[0])


def _annulus(
    origin: BaseGeometry, distance_m: float, least_m: float, on_progress: OnProgress | None, cancelled: IsCancelled | None
) -> BaseGeometry:
    """What some point of the origin has between two distances: left out is only what all points are too near to.

    A connected part of the origin has every distance between its least and its greatest; separate parts are taken singly.
    """
    whole = envelopes.outer_envelope(origin, distance_m, on_progress=on_progress, cancelled=cancelled)
    near = envelopes.inner_envelope(origin, least_m)
    missing = near
    for part in _connected(origin):
        if missing is None or missing.is_empty:
            break
        too_near = envelopes.inner_envelope(part, least_m)
        beyond = missing.difference(envelopes.outer_envelope(part, distance_m, cancelled=cancelled))
        missing = polygonal(beyond if too_near is None else beyond.union(missing.intersection(too_near)))
    return whole if missing is None or missing.is_empty else polygonal(whole.difference(missing))


def _connected(origin: BaseGeometry) -> list[BaseGeometry]:
    parts = list(shapely.get_parts(origin, return_index=False))
    return sorted(parts, key=lambda part: -part.area)


# --- sectors of areas ------------------------------------------------------------------------------------------------


def _swept(origin: BaseGeometry, distance_m: float, limits: Limits) -> BaseGeometry:
    """The union of the sectors of all points: a sector moved along the boundary, and what only inner points reach."""
    assert limits.bearings_deg is not None
    simple = origin.simplify(_SWEPT_TOLERANCE_M / 111_320.0) if origin.length > 0 else origin
    outline = Outline.of(simple, max(500.0, distance_m / _SWEPT_STEPS))
    arc = max(8, math.ceil(circle_vertices(distance_m, _SWEPT_CHORD_M) * limits.width_deg / 360.0))
    azimuth, distance = _sector_path(distance_m, limits, arc)
    corners = np.flatnonzero(np.abs(np.diff(azimuth)) > 1e-9)
    regions: list[BaseGeometry] = []
    for part in outline.divided(1_500_000.0):
        plane = PolarPlane(part.enclosing()[0])
        curves = _laid(part, azimuth, distance, plane)
        moving = np.flatnonzero(part.following != np.arange(len(part)))
        here, there = curves[moving], curves[part.following[moving]]
        base = shapely.union_all(polygons(curves[:: max(1, len(curves) // 12)]))
        # Each side of a moving sector sweeps a strip; where it moves along itself the strip crosses itself, and is mended.
        strips = [
            polygons(np.concatenate([here[:, first : last + 1], there[:, first : last + 1][:, ::-1]], axis=1))
            for first, last in _sides(corners, len(azimuth))
        ]
        joined = base
        for pieces in (polygons(curves[:: max(1, len(curves) // 96)]), polygons(curves), *strips):
            joined = _with_what_sticks_out(joined, pieces)
        regions.append(plane.to_globe(joined.buffer(0.05, join_style="mitre").buffer(-0.05, join_style="mitre")))
    middle = limits.bearings_deg[0] + limits.width_deg / 2
    moved = [_moved(part, limits.least_m, middle) for part in shapely.get_parts(origin, return_index=False) if part.area > 0]
    return polygonal(shapely.union_all([*regions, *moved]))


def _with_what_sticks_out(base: BaseGeometry, pieces: Shapes) -> BaseGeometry:
    """The union with pieces that mostly lie within: only what sticks out is joined, since whole pieces overlap by the hundred."""
    nearly = base.buffer(_SWEPT_TOLERANCE_M / 2, quad_segs=2)
    shapely.prepare(nearly)
    out = pieces[~shapely.covered_by(pieces, nearly)]
    return shapely.union_all([base, *shapely.difference(out, base)]) if len(out) else base


def _sides(turning: IntArray, points: int) -> list[tuple[int, int]]:
    """The sides of a sector's path as index ranges: where the azimuth changes it is an arc, elsewhere a straight side."""
    cuts = sorted({0, points - 1, *(int(turning[0]), int(turning[-1]) + 1), *(int(i) + k for i, k in _ends(turning))})
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def _ends(turning: IntArray) -> list[tuple[int, int]]:
    breaks = np.flatnonzero(np.diff(turning) > 1)
    return [(turning[i], 1) for i in breaks] + [(turning[i + 1], 0) for i in breaks]


def _laid(outline: Outline, azimuth: FloatArray, distance: FloatArray, plane: PolarPlane) -> FloatArray:
    """One curve of azimuths and distances round every sample, in a plane: shape (samples, points, 2)."""
    count, points = len(outline), len(azimuth)
    lon, lat = forward(
        np.repeat(outline.lon, points), np.repeat(outline.lat, points), np.tile(azimuth, count), np.tile(np.maximum(distance, 1e-6), count)
    )
    return plane.place(lon, lat).reshape(count, points, 2)


def _moved(area: BaseGeometry, distance_m: float, azimuth_deg: float) -> BaseGeometry:
    """Where all points of an area come to under one bearing: what a launch from deep inside it reaches."""
    if distance_m == 0 or not isinstance(area, Polygon):
        return area
    outline = Outline.of(Polygon(area.exterior))
    count = len(outline)
    lon, lat = forward(outline.lon, outline.lat, np.full(count, azimuth_deg), np.full(count, distance_m))
    return disc(np.append(lon, lon[0]), np.append(lat, lat[0]))


def _common_sector(inner: BaseGeometry, origin: BaseGeometry, distance_m: float, limits: Limits) -> BaseGeometry:
    """Of an area the part that lies within the bearings of every point of the origin."""
    outline = Outline.of(origin)
    plane = PolarPlane(outline.enclosing()[0])
    laid = shapely.transform(inner, lambda c: plane.place(np.ascontiguousarray(c[:, 0]), np.ascontiguousarray(c[:, 1])))
    region = shapely.union_all(shapely.make_valid(shapely.get_parts(laid, return_index=False)))
    wide = Limits(0.0, limits.bearings_deg)
    azimuth, distance = _sector_path(distance_m * 1.01, wide, max(8, math.ceil(64 * limits.width_deg / 360.0)))
    wedges = polygons(_laid(outline, azimuth, distance, plane))
    for wedge in _spread(wedges):
        if region.is_empty:
            return region
        if not wedge.covers(region):
            region = polygonal(region.intersection(wedge))
    return plane.to_globe(region)


def _spread(items: Shapes) -> list[BaseGeometry]:
    """All items, those far apart first: the first few cut off nearly all, and the others find nothing left to cut."""
    order: list[int] = []
    step = 1 << max(0, len(items).bit_length() - 1)
    seen: set[int] = set()
    while step:
        order += [i for i in range(0, len(items), step) if i not in seen]
        seen.update(order)
        step //= 2
    return [items[i] for i in order]
