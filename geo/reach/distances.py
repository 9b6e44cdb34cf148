"""How near and how far: verdicts on targets, and schematic lines."""

from __future__ import annotations

import math

import antimeridian
import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from geo.errors import RangeError
from geo.model import LonLat, Reach, Verdict
from geo.reach.geodesy import HALF_MERIDIAN_M, antipode, check_distance, distances_m, forward, inverse, unit_vectors
from geo.reach.outline import STEP_M, Outline


def reach(origin: BaseGeometry, target: BaseGeometry | LonLat, distance_m: float, precision_m: float = 0.0) -> Reach:
    """Whether a target lies within a distance of an origin, wherever in the origin one stands.

    `least_m` and `greatest_m` are the least and the greatest geodesic distance between a point of the origin and a
    point of the target, after `precision_m`, the radius in which the target's position is known, is taken off and put
    on. The verdict is IN where even the greatest is within the distance, OUT where even the least is beyond it, and
    DEPENDS between: it then hangs on the launch point, or on where in the target. Both geometries are in degrees. The
    greatest may fall some metres short beyond 10,000 km, where an edge's farthest point is no longer one of its ends.
    Raises RangeError for an empty geometry or a distance that is not positive.
    """
    check_distance(distance_m)
    goal = Point(target.lon, target.lat) if isinstance(target, LonLat) else target
    a, b = Outline.of(origin), Outline.of(goal)
    least = 0.0 if origin.intersects(goal) else min(_least(a, b), _least(b, a))
    greatest = float(b.farthest(a.lon, a.lat)[0].max()) if len(a) < len(b) else float(a.farthest(b.lon, b.lat)[0].max())
    if greatest > HALF_MERIDIAN_M / 2 and _holds_antipodes(origin, goal):
        greatest = HALF_MERIDIAN_M
    least = max(0.0, least - precision_m)
    greatest = min(HALF_MERIDIAN_M, greatest + precision_m)
    verdict = Verdict.IN if greatest <= distance_m else Verdict.OUT if least > distance_m else Verdict.DEPENDS
    return Reach(verdict, least, greatest)


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
