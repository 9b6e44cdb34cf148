"""Where things lie: the box round all, and the point in an area at which a line can end."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import polylabel

from geo.model import LonLat


def inner_point(geometry: BaseGeometry) -> LonLat:
    """A point well inside an area, where a line to it can end: the middle of its largest inscribed circle."""
    largest = max(shapely.get_parts(geometry), key=lambda part: part.area)
    west, south, east, north = largest.bounds
    extent = max(east - west, north - south)
    centre = polylabel(Polygon(shapely.get_coordinates(largest.exterior.simplify(extent / 200))), tolerance=extent / 100)
    return LonLat(centre.x, centre.y)


def bounds_of(
    positions: NDArray[np.float64], boxes: Iterable[tuple[float, float, float, float]]
) -> tuple[float, float, float, float] | None:
    """West, south, east, north round positions and boxes; west > east where that is the shorter way round the world."""
    corners = [positions] if len(positions) else []
    corners += [np.array([[w, s], [e if e >= w else e + 360, n]]) for w, s, e, n in boxes]
    if not corners:
        return None
    both = np.vstack(corners)
    west, east = _shortest_arc(both[:, 0])
    return west, float(both[:, 1].min()), east, float(both[:, 1].max())


def _shortest_arc(lons: NDArray[np.float64]) -> tuple[float, float]:
    around = np.sort(np.unique(np.mod(lons, 360.0)))
    gaps = np.diff(around, append=around[0] + 360.0)
    widest = int(np.argmax(gaps))
    plain = float(lons.min()), float(lons.max())
    if plain[1] - plain[0] <= 360.0 - float(gaps[widest]) + 1e-9:
        return plain
    west = float(around[(widest + 1) % len(around)])
    east = float(around[widest])
    return (west + 180) % 360 - 180, (east + 180) % 360 - 180
