"""Launch areas: from where in an origin every one of some targets could be reached, and what each target rules out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.errors import RangeError
from geo.model import IsCancelled, LonLat, OnProgress
from geo.reach.geodesy import uncrossed
from geo.reach.limits import NO_LIMITS, Limits, inner_envelope, launch_points, outer_envelope
from geo.reach.outline import Outline
from geo.reach.progress import in_steps
from geo.reach.shapes import dimension
from geo.reach.shares import share

_SAMPLES = 96  # of an area's outline, where a range has bearings


@dataclass(frozen=True, slots=True)
class Aim:
    """A target of a launch area; `precision_m` is the radius in which its position is known."""

    geometry: BaseGeometry
    precision_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Reached:
    """From where in the origin one target is in reach. `ruled_out` is the rest: who fired from there did not reach it.

    `share` and `area` tell from where some of the target may be reached, `sure_share` from where all of it is, wherever
    within its precision or its area it lies.
    """

    share: float
    sure_share: float
    area: BaseGeometry | None
    ruled_out: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class LaunchArea:
    """From where in the origin every target could be reached (`area`, None for from nowhere), and surely is (`sure`)."""

    area: BaseGeometry | None
    share: float
    sure: BaseGeometry | None
    sure_share: float
    targets: tuple[Reached, ...]


def launch_area(
    origin: BaseGeometry,
    aims: Sequence[Aim],
    distance_m: float,
    limits: Limits = NO_LIMITS,
    *,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> LaunchArea:
    """From where in an origin all targets could be reached, with the part of it that each of them rules out.

    A distance on a globe is the same both ways, so the launch points of a target are the range seen from the target. Raises
    RangeError without targets, and as `outer_envelope` does; Cancelled, looked for before each target.
    """
    limits.checked(distance_m)
    if not aims:
        raise RangeError("A launch area needs at least one target. Name one.")
    origin = uncrossed(origin)
    if origin.is_empty:
        raise RangeError("The origin has no shape to measure from. Choose a place with a position or an outline.")
    reached: list[Reached] = []
    area: BaseGeometry | None = origin
    sure: BaseGeometry | None = origin
    for aim in in_steps(aims, on_progress, cancelled):
        some, all_of_it = _launch_points(aim, distance_m, limits)
        here, surely = _within(origin, some), _within(origin, all_of_it)
        out = _kind(origin.difference(some), origin) if some is not None else origin
        reached.append(Reached(share(here, origin), share(surely, origin), here, out))
        area, sure = _within(area, some), _within(sure, all_of_it)
    return LaunchArea(area, share(area, origin), sure, share(sure, origin), tuple(reached))


def reach_shares(origin: BaseGeometry, target: BaseGeometry, distance_m: float, precision_m: float, limits: Limits) -> tuple[float, float]:
    """Shares of the origin from which all and from which some of a target is in reach."""
    some, all_of_it = _launch_points(Aim(target, precision_m), distance_m, limits)
    origin = uncrossed(origin)
    return share(_within(origin, all_of_it), origin), share(_within(origin, some), origin)


def _launch_points(aim: Aim, distance_m: float, limits: Limits) -> tuple[BaseGeometry | None, BaseGeometry | None]:
    """Points of the globe that reach some of a target, and those that reach all of it."""
    target = uncrossed(aim.geometry)
    if isinstance(target, Point):
        point = LonLat(target.x, target.y)
        return launch_points(point, distance_m, limits, aim.precision_m), launch_points(point, distance_m, limits, -aim.precision_m)
    if limits.width_deg == 360.0:
        least = Limits(max(0.0, limits.least_m - aim.precision_m))
        some = outer_envelope(target, distance_m + aim.precision_m, least)
        near, far = limits.least_m + aim.precision_m, distance_m - aim.precision_m
        return some, inner_envelope(target, far, Limits(near)) if far > near else None
    outline = Outline.of(target)
    step = max(1, len(outline) // _SAMPLES)
    points = [outline.point(i) for i in range(0, len(outline), step)]
    found = [launch_points(p, distance_m, limits, aim.precision_m) for p in points]
    some_of = [shape for shape in found if shape is not None]
    sure: BaseGeometry | None = None
    for k, point in enumerate(points):
        shape = launch_points(point, distance_m, limits, -aim.precision_m)
        sure = shape if k == 0 else _within(sure, shape)
        if sure is None:
            break
    return shapely.union_all(some_of) if some_of else None, sure


def _within(shape: BaseGeometry | None, other: BaseGeometry | None) -> BaseGeometry | None:
    if shape is None or other is None:
        return None
    common = _kind(shape.intersection(other), shape)
    return common if common is not None and not common.is_empty else None


def _kind(shape: BaseGeometry, like: BaseGeometry) -> BaseGeometry | None:
    """The parts of a shape of the same dimension as another: where areas only touch, lines and points are no area."""
    wanted = dimension(like)
    parts = [p for p in shapely.get_parts(shape, return_index=False) if dimension(p) == wanted and not p.is_empty]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)
