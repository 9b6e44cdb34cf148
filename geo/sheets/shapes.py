"""What is drawn of a place, in window, page and every file alike: a point, an outline, or a circle as wide as the place reaches.

No place of an event is without a geometry: where no outline of an area is known, the circle says no more than is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum

import antimeridian
import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.model import Place
from geo.reach import ring

Outlines = Callable[[Place], BaseGeometry | None]

SPOT_UP_TO_KM = 12.0
"""Sites that extend farther are areas. The largest camps and bases reach 8 km; the smallest divisions 15."""

AREA_FEATURES = frozenset({"SEA", "GULF", "STRT", "OCN", "BAY", "LK", "RGN", "RGNE", "AREA", "CONT", "ISLS", "PEN", "DSRT"})
AREA_PREFIXES = ("PCL", "ADM", "TERR")
_SETTLEMENTS = ("PPL", "STLMT")
_CIRCLE_VERTICES = 120
_LEAST_CIRCLE_KM = 1.0
_WORLD_DEG = 180.0


class GeometryKind(StrEnum):
    """What a place of an event is drawn as."""

    POINT = "point"
    AREA = "area"


def is_area(place: Place) -> bool:
    """Whether a place is an area: a point in its middle would claim what nobody said. A town is none, however large."""
    if place.feature.startswith(_SETTLEMENTS) or not place.feature:
        return False
    return place.feature in AREA_FEATURES or place.feature.startswith(AREA_PREFIXES) or place.extent_km > SPOT_UP_TO_KM


def geometry_kind(place: Place) -> GeometryKind:
    return GeometryKind.AREA if is_area(place) else GeometryKind.POINT


def circle(place: Place) -> BaseGeometry:
    """As far as the place extends round its point: what is drawn of an area of which no outline is known."""
    return ring(place.position, max(place.extent_km, _LEAST_CIRCLE_KM) * 1000, _CIRCLE_VERTICES)


def outline_or_circle(place: Place, outlines: Outlines | None) -> tuple[BaseGeometry, bool]:
    """An area's shape as it is drawn, not cut at the 180th meridian, and whether it is its outline."""
    outline = outlines(place) if outlines is not None else None
    return (circle(place), False) if outline is None or outline.is_empty else (outline, True)


class Shapes:
    """The geometry of places: a point for a spot, the outline or a circle for an area. Outlines are asked for once."""

    def __init__(self, outlines: Outlines | None) -> None:
        self._outlines = outlines
        self._known: dict[str, BaseGeometry] = {}

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
