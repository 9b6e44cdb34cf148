"""Short ranges round long coasts: many small planes, in each of which a plane buffer is true.

In the polar plane of a patch that is small against the globe, a length is too long by a sixth of the square of its angle
from the middle. Where distance and patch together keep that below the tolerance, the buffer in the plane is the answer, but
for GEOS, which fills hollows up to a hundredth of the distance. So a buffer that falls short by more than that finds which
stretches of the shore matter, and the exact one is made of those alone.
"""

from __future__ import annotations

import math

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.model import IsCancelled, OnProgress
from geo.reach.geodesy import PolarPlane, circle_vertices, polygonal
from geo.reach.outline import Outline
from geo.reach.progress import in_steps
from geo.reach.shapes import Shapes, merged, nearest_of, segments

FARTHEST_M = 110_000.0
"""Beyond this the patches in which a plane is true enough would be smaller than the distance."""

_STRETCH_ERROR_M = 14.0  # of the longest lengths in a patch; halved, for the distance is stretched by as much in the mean
_CHORD_M = 9.0
_EARTH_M = 6.371e6
_SHORT = 0.985  # GEOS may add a hundredth: what is drawn first stays inside


def patch_radius_m(distance_m: float) -> float:
    """How wide a patch may be, so that lengths at its rim, with the distance, are true to the tolerance."""
    reach = _EARTH_M * math.sqrt(6.0 * _STRETCH_ERROR_M / distance_m)
    return min(400_000.0, reach - distance_m)


def grown_nearby(
    outline: Outline,
    distance_m: float,
    area: BaseGeometry,
    *,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> BaseGeometry:
    """All that lies within a short distance of an outline's stretches, and the area that it bounds."""
    regions = [area]
    shapely.prepare(area)
    for part in in_steps(outline.divided(patch_radius_m(distance_m)), on_progress, cancelled):
        plane = PolarPlane(part.enclosing()[0])
        xy = plane.place(part.lon, part.lat)
        moving = np.flatnonzero(part.following != np.arange(len(part)))
        far = float(np.hypot(xy[:, 0], xy[:, 1]).max()) + distance_m
        lines = segments(xy[moving], xy[part.following[moving]]) if len(moving) else shapely.points(xy)
        found = _buffered(np.asarray(lines, dtype=object), distance_m * (1 + (far / _EARTH_M) ** 2 / 12), area, plane)
        regions.append(plane.to_globe(found))
    return polygonal(shapely.union_all(regions))


def _buffered(stretches: Shapes, distance_m: float, area: BaseGeometry, plane: PolarPlane) -> BaseGeometry:
    """The exact buffer of straight stretches: a first one that falls short, joined with those of the stretches that matter."""
    base: BaseGeometry = merged(stretches) if len(stretches) > 1 else stretches[0]
    for share, quad_segs in ((0.02, 2), (0.1, 4), (_SHORT - 0.12, 12)):
        base = base.buffer(share * distance_m, quad_segs=quad_segs)
    step_m = math.sqrt(8 * _CHORD_M * distance_m)
    edge = shapely.get_coordinates(shapely.segmentize(base.boundary, step_m))
    edge = edge[~shapely.contains_xy(area, *plane.lonlat(edge))]  # inland nothing has to be exact
    if not len(edge):
        return base
    mattering = stretches[np.unique(nearest_of(stretches, edge))]
    quads = max(12, circle_vertices(distance_m, _CHORD_M) // 4)
    exact = shapely.buffer(shapely.GeometryCollection(mattering.tolist()), distance_m, quad_segs=quads)
    return polygonal(shapely.union(base, exact))
