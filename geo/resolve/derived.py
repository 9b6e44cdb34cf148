"""Areas that a text makes out of a place: "western Syria", "Turkish airspace", "the waters off the Syrian coast".

A derived place keeps the id of the place it comes from, with what was done to it behind a `#`, so that its outline can
be made again from the gazetteer alone.
"""

from __future__ import annotations

from dataclasses import replace

from pyproj import Geod
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.gazetteer import Gazetteer
from geo.model import Bbox, LonLat, Place

_GEOD = Geod(ellps="WGS84")
_NAMES = {
    "airspace": "{demonym} airspace",
    "coast": "waters off the {demonym} coast",
    "border": "{demonym} border",
}


def derive(place: Place, gazetteer: Gazetteer, *, modifier: str | None, head: str | None, said: str) -> Place:
    """The area that `modifier` ("western") or `head` (airspace, coast, border) makes of a place; the place itself where none does.

    `said` is the name as written ("Turkish"), used in the derived place's name.
    """
    what = head if head in _NAMES else modifier
    if what is None or (what == modifier and place.area is None):
        return place
    geometry = _geometry(place, what, gazetteer)
    if geometry is None or geometry.is_empty:
        return place
    name = _NAMES[what].format(demonym=said) if what in _NAMES else f"{what} {place.name}"
    inside = geometry.representative_point()
    position = place.position if what == "airspace" else LonLat(inside.x, inside.y)
    west, south, east, north = geometry.bounds
    return replace(
        place,
        id=f"{place.id}#{what}",
        name=name,
        position=position,
        feature="RGN",
        bbox=Bbox(west, south, east, north),
        extent_km=_radius_km(position, geometry),
        area=f"{place.id}#{what}",
        population=0,
        note=f"Drawn from the outline of {place.name}; the text gives no bounds.",
    )


def outline_of(place: Place, gazetteer: Gazetteer) -> BaseGeometry | None:
    """The outline of a place or of an area derived from one, in degrees, longitude first; None where it has none."""
    base, _, what = place.id.partition("#")
    if not what:
        return gazetteer.outline(place)
    origin = gazetteer.place(base)
    return _geometry(origin, what, gazetteer) if origin is not None else None


def _geometry(place: Place, what: str, gazetteer: Gazetteer) -> BaseGeometry | None:
    if what == "airspace":
        return gazetteer.airspace(place)
    if what == "coast":
        return gazetteer.coast(place)
    if what == "border":
        return gazetteer.border(place)
    return gazetteer.part_of(place, what)


def _radius_km(centre: LonLat, geometry: BaseGeometry) -> float:
    """Distance from the centre to the farthest corner of the geometry's hull, in kilometres."""
    hull = geometry.convex_hull
    corners = [centre] if isinstance(hull, Point) else [LonLat(x, y) for x, y in getattr(hull, "exterior", hull).coords]
    _, _, metres = _GEOD.inv([centre.lon] * len(corners), [centre.lat] * len(corners), [c.lon for c in corners], [c.lat for c in corners])
    return round(max(metres) / 1000, 1)
