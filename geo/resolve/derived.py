"""Areas that a text makes out of a place: "western Syria", "Turkish airspace", "the waters off the Syrian coast".

A derived place keeps the id of the place it comes from, with what was done to it behind a `#`, so that its outline can
be made again from the gazetteer alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pyproj import Geod
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.gazetteer import Gazetteer
from geo.model import Bbox, LonLat, Place
from geo.resolve.vicinity import vicinity_shape

_GEOD = Geod(ellps="WGS84")
_NAMES = {
    "airspace": "{demonym} airspace",
    "coast": "waters off the {demonym} coast",
    "border": "{demonym} border",
}


def derive(place: Place, gazetteer: Gazetteer, *, modifier: str | None, head: str | None, said: str, along: Sequence[str] = ()) -> Place:
    """The area that `modifier` ("western") or `head` (airspace, coast, border) makes of a place; the place itself where none does.

    `said` is the name as written ("Turkish"), used in the derived place's name. `along` are the ISO codes of the countries that
    the article is about, the foremost first: of "the Turkish border" in an article on Syria, the part between the two is meant.
    """
    what = head if head in _NAMES else modifier
    between: Place | None = None
    if what == "border":
        neighbours = (gazetteer.country(code) for code in along)
        between = next((n for n in neighbours if n is not None and _usable(gazetteer.border(place, n))), None)
        what = f"border:{between.country}" if between is not None else what
    if what is None or (what == modifier and place.area is None):
        return place
    geometry = _geometry(place, what, gazetteer)
    if geometry is None or geometry.is_empty:
        return place
    sort = what.partition(":")[0]
    name = _NAMES[sort].format(demonym=said) if sort in _NAMES else f"{what} {place.name}"
    note = f"Drawn from the outline of {place.name}; the text gives no bounds."
    if between is not None:
        name += f" with {between.name}"
        note = f"The text names only the {said} border; taken as the part along {between.name}, which the article is about."
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
        note=note,
    )


def outline_of(place: Place, gazetteer: Gazetteer) -> BaseGeometry | None:
    """The outline of a place or of an area derived from one, in degrees, longitude first; None where it has none."""
    drawn = vicinity_shape(place)
    if drawn is not None:
        return drawn
    base, _, what = place.id.partition("#")
    if not what:
        return gazetteer.outline(place)
    origin = gazetteer.place(base)
    return _geometry(origin, what, gazetteer) if origin is not None else None


@lru_cache(maxsize=128)  # cutting a country's outline takes a quarter of a second, and reports name the same parts again
def _geometry(place: Place, what: str, gazetteer: Gazetteer) -> BaseGeometry | None:
    if what == "airspace":
        return gazetteer.airspace(place)
    if what == "coast":
        return gazetteer.coast(place)
    if what == "border":
        return gazetteer.border(place)
    if what.startswith("border:"):
        return gazetteer.border(place, gazetteer.country(what.removeprefix("border:")))
    return gazetteer.part_of(place, what)


def _usable(geometry: BaseGeometry | None) -> bool:
    return geometry is not None and not geometry.is_empty


def _radius_km(centre: LonLat, geometry: BaseGeometry) -> float:
    """Distance from the centre to the farthest corner of the geometry's hull, in kilometres."""
    hull = geometry.convex_hull
    corners = [centre] if isinstance(hull, Point) else [LonLat(x, y) for x, y in getattr(hull, "exterior", hull).coords]
    _, _, metres = _GEOD.inv([centre.lon] * len(corners), [centre.lat] * len(corners), [c.lon for c in corners], [c.lat for c in corners])
    return round(max(metres) / 1000, 1)
