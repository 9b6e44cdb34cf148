"""Shapely's functions over arrays of geometries, with the types that its stubs leave out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Shapes = NDArray[np.object_]
_shapely = cast(Any, shapely)


def polygons(rings: NDArray[np.float64]) -> Shapes:
    """One polygon for each ring of shape (n, points, 2), mended where it crosses itself."""
    return cast(Shapes, np.asarray(_shapely.make_valid(_shapely.polygons(rings)), dtype=object))


def bounds_of(shapes: Shapes) -> tuple[float, float, float, float]:
    """West, south, east and north of all shapes."""
    west, south, east, north = (float(v) for v in _shapely.total_bounds(shapes))
    return west, south, east, north


def points_along(line: BaseGeometry, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Coordinates, shape (n, 2), at shares of the length of a line, whose parts are joined where they meet."""
    joined = _shapely.line_merge(line) if line.geom_type == "MultiLineString" else line
    return cast("NDArray[np.float64]", _shapely.get_coordinates(_shapely.line_interpolate_point(joined, shares, normalized=True)))


def dimension(shape: BaseGeometry) -> int:
    """0 for points, 1 for lines, 2 for areas."""
    return int(_shapely.get_dimensions(shape))


def number_of_points(shape: BaseGeometry) -> int:
    return int(_shapely.get_num_coordinates(shape))


def near_hull(xy: NDArray[np.float64], margin: float) -> NDArray[np.bool_]:
    """Which points, shape (n, 2), lie no farther than a margin from the edge of their convex hull."""
    edge = _shapely.multipoints(xy).convex_hull.boundary
    if edge.is_empty:
        return np.ones(len(xy), dtype=bool)
    return cast("NDArray[np.bool_]", _shapely.distance(_shapely.points(xy), edge) <= margin)


def middles_x(shapes: Shapes) -> NDArray[np.float64]:
    """The x of each shape's centroid."""
    return cast("NDArray[np.float64]", _shapely.get_x(_shapely.centroid(shapes)))


def as_array(shapes: Sequence[BaseGeometry]) -> Shapes:
    out = np.empty(len(shapes), dtype=object)
    out[:] = shapes
    return out


def segments(starts: NDArray[np.float64], ends: NDArray[np.float64]) -> Shapes:
    """Straight lines from points to points, both of shape (n, 2)."""
    return cast(Shapes, _shapely.linestrings(np.stack([starts, ends], axis=1)))


def nearest_of(shapes: Shapes, xy: NDArray[np.float64]) -> NDArray[np.intp]:
    """For each point, shape (n, 2), the index of a shape that is nearest to it."""
    return cast("NDArray[np.intp]", _shapely.STRtree(shapes).nearest(_shapely.points(xy)))


def merged(lines: Shapes) -> BaseGeometry:
    """Lines joined where they meet."""
    return cast(BaseGeometry, _shapely.line_merge(_shapely.union_all(lines)))


def chained(lines: Shapes) -> BaseGeometry:
    """Lines joined where their ends meet; where they cross they stay as they are, which a buffer does not mind."""
    return cast(BaseGeometry, _shapely.line_merge(_shapely.multilinestrings(lines)))
