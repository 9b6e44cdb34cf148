"""How near and how far: verdicts on targets, and schematic lines."""

from __future__ import annotations

import math
from collections.abc import Sequence

import antimeridian
import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from geo.errors import RangeError
from geo.model import LonLat, Reach, Verdict
from geo.reach.geodesy import HALF_MERIDIAN_M, antipode, distances_m, forward, inverse, unit_vectors
from geo.reach.launch import reach_shares
from geo.reach.limits import NO_LIMITS, Limits
from geo.reach.outline import STEP_M, Outline

_ALL = 1e-6  # of an origin: what rounding may take off the whole of it


def reach(
    origin: BaseGeometry, target: BaseGeometry | LonLat, distance_m: float, precision_m: float = 0.0, limits: Limits = NO_LIMITS
) -> Reach:
    """Whether a target lies within a distance of an origin, wherever in the origin one stands.

    `least_m` and `greatest_m` are the least and the greatest geodesic distance between a point of the origin and a
    point of the target, after `precision_m`, the radius in which the target's position is known, is taken off and put
    on. The verdict is IN where even the greatest is within the distance, OUT where even the least is beyond it, and
    DEPENDS between: it then hangs on the launch point, or on where in the target, and the shares say from how much of the
    origin. With limits it is IN or OUT where all or no launch points have the target within them. Both geometries are in
    degrees. The greatest may fall some metres short beyond 10,000 km, where an edge's farthest point is no longer one of
    its ends. Raises RangeError for an empty geometry, a distance that is not positive, or limits that leave nothing.
    """
    limits.checked(distance_m)
    least, greatest = span_m(origin, target, precision_m)
    goal = Point(target.lon, target.lat) if isinstance(target, LonLat) else target
    if greatest <= distance_m and limits.none:
        return Reach(Verdict.IN, least, greatest, 1.0, 1.0)
    if least > distance_m or (greatest < limits.least_m):
        return Reach(Verdict.OUT, least, greatest, 0.0, 0.0)
    sure, possible = reach_shares(origin, goal, distance_m, precision_m, limits)
    if limits.none:
        return Reach(Verdict.DEPENDS, least, greatest, sure, possible)
    verdict = Verdict.IN if sure >= 1 - _ALL else Verdict.OUT if possible == 0 else Verdict.DEPENDS
    return Reach(verdict, least, greatest, sure, possible)


def span_m(origin: BaseGeometry, target: BaseGeometry | LonLat, precision_m: float = 0.0) -> tuple[float, float]:
    """The least and the greatest distance between a point of an origin and a point of a target, as in `reach`."""
    goal = Point(target.lon, target.lat) if isinstance(target, LonLat) else target
    a, b = Outline.of(origin), Outline.of(goal)
    least = 0.0 if origin.intersects(goal) else min(_least(a, b), _least(b, a))
    greatest = float(b.farthest(a.lon, a.lat)[0].max()) if len(a) < len(b) else float(a.farthest(b.lon, b.lat)[0].max())
    if greatest > HALF_MERIDIAN_M / 2 and _holds_antipodes(origin, goal):
        greatest = HALF_MERIDIAN_M
    return max(0.0, least - precision_m), min(HALF_MERIDIAN_M, greatest + precision_m)


def distance_between_m(a: LonLat, b: LonLat) -> float:
    """The length of the geodesic between two points in metres.

    >>> round(distance_between_m(LonLat(0, 0), LonLat(1, 0)))
    111319
    """
    return path_length_m((a, b))


def path_length_m(points: Sequence[LonLat]) -> float:
    """The length in metres of the geodesics from point to point; 0 for fewer than two."""
    if len(points) < 2:
        return 0.0
    lon, lat = (np.array(v, dtype=np.float64) for v in zip(*points, strict=True))
    return float(distances_m(lon[:-1].copy(), lat[:-1].copy(), lon[1:].copy(), lat[1:].copy()).sum())


def geodesic(a: LonLat, b: LonLat, step_m: float = 50_000.0) -> LineString | MultiLineString:
    """The shortest line between two points, with a vertex at least every `step_m`, cut at the 180th meridian.

    It is schematic where it stands for a flight: nobody reported the path. Raises RangeError for a step not positive.
    """
    if not step_m > 0:
        raise RangeError(f"A line cannot be drawn in steps of {step_m:g} m. Give a step greater than zero.")
    start = np.array([a.lon]), np.array([a.lat])
    azimuth, _, length = inverse(*start, np.array([b.lon]), np.array([b.lat]))
    count = max(1, math.ceil(length[0] / step_m))
    along = np.arange(1, count) * (length[0] / count)
    lon, lat = forward(np.full(count - 1, a.lon), np.full(count - 1, a.lat), np.full(count - 1, azimuth[0]), along)
    line = LineString([a, *zip(lon.tolist(), lat.tolist(), strict=True), b])
    return antimeridian.fix_line_string(line, great_circle=True) if length[0] > 0 else line


def _least(points: Outline, shore: Outline) -> float:
    """The least distance from the samples of one outline to the stretches of another."""
    metres, _ = shore.nearest(points.lon, points.lat)
    bound = metres.min() + STEP_M / 2  # the foot on a stretch is at most half a step from one of its ends
    near = np.flatnonzero(metres <= bound)
    limit = math.cos(min(math.pi, bound * 1.008 / 6.37e6))
    row, end = np.nonzero(unit_vectors(points.lon[near], points.lat[near]) @ shore.vectors.T >= limit)
    preceding = np.empty(len(shore), dtype=np.intp)
    preceding[shore.following] = np.arange(len(shore))
    pairs = np.unique(np.concatenate([np.stack([row, end], 1), np.stack([row, preceding[end]], 1)]), axis=0)
    lon, lat, i, j = points.lon[near][pairs[:, 0]], points.lat[near][pairs[:, 0]], pairs[:, 1], shore.following[pairs[:, 1]]
    east, north = shore.lon[j] - shore.lon[i], shore.lat[j] - shore.lat[i]

    # The square of the distance to a point that moves along a short stretch is a parabola: three values give its foot.
    squares = [distances_m(lon, lat, shore.lon[i] + t * east, shore.lat[i] + t * north) ** 2 for t in (0.0, 0.5, 1.0)]
    slope = -3 * squares[0] + 4 * squares[1] - squares[2]
    bend = 2 * squares[0] - 4 * squares[1] + 2 * squares[2]
    foot = np.clip(-slope / np.maximum(2 * bend, 1e-9), 0.0, 1.0)
    at_foot = distances_m(lon, lat, shore.lon[i] + foot * east, shore.lat[i] + foot * north)
    return float(min(metres.min(), at_foot.min(initial=np.inf)))


def _holds_antipodes(a: BaseGeometry, b: BaseGeometry) -> bool:
    """Whether some point of `a` is the antipode of some point of `b`."""
    if isinstance(b, Point):
        return a.intersects(Point(antipode(LonLat(b.x, b.y))))
    return any(a.intersects(shapely.transform(b, lambda xy, shift=shift: xy * [1, -1] + [shift, 0])) for shift in (-180.0, 180.0))
