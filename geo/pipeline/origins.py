"""Where ranges start and end: a name, a position or a drawn shape → a place with the geometry to measure from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.errors import RangeError
from geo.gazetteer import Gazetteer
from geo.model import Bbox, LonLat, Place
from geo.recognise import typed_position
from geo.resolve import find_one, outline_of

AREA_KM = 25.0
"""Places that reach farther than this are measured as areas, by their outline; smaller ones as points, known to their extent."""

DRAWN = "drawn:"
_PAIR = re.compile(r"\s*[+-]?\d+(?:\.\d+)?\s*,\s*[+-]?\d+(?:\.\d+)?\s*")


@dataclass(frozen=True, slots=True)
class Origin:
    place: Place
    geometry: BaseGeometry


def origin_of(text: str, gazetteer: Gazetteer, near: LonLat | None = None) -> Origin:
    """The origin that a name ("Caspian Sea") or a position ("42.0,49.5": latitude, longitude; degrees, MGRS, UTM, Plus Codes) means.

    Raises PlaceNotFound, and RangeError for a position that is none.
    """
    place = place_of(text, gazetteer, near)
    return Origin(place, shape_of(place, gazetteer))


def place_of(text: str, gazetteer: Gazetteer, near: LonLat | None = None) -> Place:
    """The place that a name or a position means. A bare "Hama" is the city, "Hama province" the area."""
    found = typed_position(text)
    if found is not None:
        at = found.position
        return drawn_origin(Point(at.lon, at.lat), f"{at.lat:g}, {at.lon:g}").place
    if _PAIR.fullmatch(text):
        raise RangeError(f'"{text}" is no latitude and longitude. Write the latitude first, such as 42.0,49.5.')
    return find_one(text, gazetteer, near=near)


def drawn_origin(geometry: BaseGeometry, name: str = "Drawn area") -> Origin:
    """What a person clicked or drew, as an origin. Raises RangeError for an empty geometry."""
    if geometry.is_empty:
        raise RangeError("Nothing was drawn to measure from. Click a point, or draw a line or an area.")
    inside = geometry if isinstance(geometry, Point) else geometry.representative_point()
    place = Place(
        id=f"{DRAWN}{inside.x:.5f},{inside.y:.5f}",
        name=name,
        position=LonLat(inside.x, inside.y),
        feature="PT" if isinstance(geometry, Point) else "AREA",
        extent_km=0.0,
        bbox=None if isinstance(geometry, Point) else Bbox(*geometry.bounds),
    )
    return Origin(place, geometry)


def shape_of(place: Place, gazetteer: Gazetteer) -> BaseGeometry:
    """A place's outline, its position where it has none."""
    return outline_of(place, gazetteer) or Point(*place.position)


def target_of(place: Place, gazetteer: Gazetteer, precision_km: float | None = None) -> tuple[BaseGeometry, float]:
    """What a target is measured as, and how far its position is in doubt, in metres: an area by its outline, a town as a point."""
    outline = outline_of(place, gazetteer) if place.extent_km > AREA_KM else None
    if outline is not None:
        return outline, 0.0
    return Point(*place.position), 1000.0 * (place.extent_km if precision_km is None else precision_km)
