"""What is drawn of a place, in window, page and every file alike: a point, an outline, or a circle as wide as the place reaches.

No place of an event is without a geometry: where no outline of an area is known, the circle says no more than is known.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import antimeridian
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.gazetteer.outlines import KM_PER_DEGREE
from geo.model import GeometryKind, Place, is_area
from geo.reach import ring
from geo.resolve import vicinity_kind, vicinity_shape

Outlines = Callable[[Place], BaseGeometry | None]

_CIRCLE_VERTICES = 120
_LEAST_CIRCLE_KM = 1.0
_SKETCH = 0.01  # of the extent: an outline of some hundred points
_SKETCH_DECIMALS = 5  # a metre
_WORLD_DEG = 180.0


def geometry_kind(place: Place) -> GeometryKind:
    """What a place is drawn as, in window, page and files."""
    return vicinity_kind(place) or (GeometryKind.AREA if is_area(place) else GeometryKind.POINT)


def circle(place: Place) -> BaseGeometry:
    """As far as the place extends round its point: what is drawn of an area of which no outline is known."""
    return ring(place.position, max(place.extent_km, _LEAST_CIRCLE_KM) * 1000, _CIRCLE_VERTICES)


def outline_or_circle(place: Place, outlines: Outlines | None) -> tuple[BaseGeometry, bool]:
    """An area's shape as it is drawn, not cut at the 180th meridian, and whether it is its outline."""
    drawn = vicinity_shape(place)
    if drawn is not None:
        return drawn, False
    outline = outlines(place) if outlines is not None else None
    return (circle(place), False) if outline is None or outline.is_empty else (outline, True)


class Shapes:
    """The geometry of places: a point for a spot, the outline or a circle for an area. Outlines are asked for once."""

    def __init__(self, outlines: Outlines | None) -> None:
        self._outlines = outlines
        self._known: dict[str, BaseGeometry] = {}
        self._sketched: dict[str, dict[str, Any]] = {}

    def of(self, place: Place | None) -> BaseGeometry | None:
        """None only for no place."""
        if place is None:
            return None
        if not is_area(place):
            return Point(place.position)
        if place.id not in self._known:
            drawn = cut(outline_or_circle(place, self._outlines)[0])
            self._known[place.id] = Point(place.position) if drawn is None else drawn
        return self._known[place.id]

    def sketch(self, place: Place) -> dict[str, Any]:
        """The place's geometry as GeoJSON has it; an outline only as fine as tells its shape."""
        if place.id not in self._sketched:
            shape = self.of(place)
            assert shape is not None
            fine = place.extent_km * _SKETCH / KM_PER_DEGREE
            drawn = shape if vicinity_kind(place) is not None else shape.simplify(fine)
            self._sketched[place.id] = json.loads(shapely.to_geojson(shapely.transform(drawn, _rounded)))
        return self._sketched[place.id]


def _rounded(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(coordinates, _SKETCH_DECIMALS)


def cut(outline: BaseGeometry) -> BaseGeometry | None:
    """The areal parts of an outline as RFC 7946 wants them: cut at the 180th meridian, outer rings counter-clockwise."""
    parts: list[Polygon] = []
    for part in _polygons(outline):
        whole = shapely.orient_polygons(part)
        if _crosses(whole):
            whole = antimeridian.fix_polygon(whole, fix_winding=True)
        parts.extend(_polygons(shapely.orient_polygons(whole)))
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _polygons(shape: BaseGeometry) -> Iterator[Polygon]:
    """The polygons of a shape, out of whatever collections; points and lines are passed over."""
    if isinstance(shape, Polygon):
        if not shape.is_empty:
            yield shape
    elif hasattr(shape, "geoms"):
        for part in shapely.get_parts(shape, return_index=False):
            yield from _polygons(part)


def _crosses(polygon: Polygon) -> bool:
    lon, lat = np.asarray(polygon.exterior.coords, dtype=np.float64)[:, :2].T
    # An edge along a pole is as long as the world in degrees, and no crossing.
    leaps = (np.abs(np.diff(lon)) > _WORLD_DEG) & (np.abs(lat[1:]) < 90) & (np.abs(lat[:-1]) < 90)
    return bool(leaps.any() or (np.abs(lon) > _WORLD_DEG).any())
