"""Where a text puts a thing beside the places it names: a sector "10 km east of A", a ring at A's outskirts, a corridor from A to B.

What is drawn is a place of its own, with all that its shape is made from behind the `#` of its id: it is drawn again without a
gazetteer, also about a place that a person set. The mention's own place stays the one that the text names. How wide the shapes are
is a reading of the words, measured by nobody, and their notes say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from shapely.geometry.base import BaseGeometry

from geo.gazetteer import areas
from geo.model import Bbox, Displacement, GeometryKind, LonLat, Mention, Place, Resolution, is_area
from geo.reach import Limits, geodesic, ring
from geo.resolve.containment import km_between

CORRIDOR = "corridor"
SECTOR = "sector"
RING = "ring"
_KINDS = {CORRIDOR: GeometryKind.CORRIDOR, SECTOR: GeometryKind.SECTOR, RING: GeometryKind.AREA}
# Between towns farther apart lies half a country: both are drawn, and nothing between them. Measured on 490 articles
# (tests/eval/sweep_windows.py): no two ends lie more than 200 apart.
_FARTHEST_KM = 400.0
_UNKNOWN_END_KM = 30.0  # from the end that is known, where nobody knows the other one
_NARROWEST_KM, _WIDEST_KM = 3.0, 20.0  # half the width of a corridor, as far as an eighth of its length lies between
_WIDTH_OF_LENGTH = 1 / 8
_WIND_DEG, _HALF_WIND_DEG = 45.0, 30.0  # to either side: "east" is said of more than "north-east"
_SLACK = 0.25  # "10 km" is taken to be right within a quarter, from the middle of the place or from its edge
_LEAST_M = 100.0  # what begins so near its middle begins at it
_VERTICES = 240  # of a ring: at 100 km a chord is 8.6 m off the circle, measured in its middle
_NOTE = "The text gives no bounds; drawn as far as its words reach."


def with_vicinity(mentions: Sequence[Mention], resolutions: Sequence[Resolution]) -> tuple[Resolution, ...]:
    """The resolutions, each with what is drawn in its stead. Taken anew whenever a place changes."""
    found: list[Resolution] = []
    for mention, resolution in zip(mentions, resolutions, strict=True):
        drawn = _drawn(mention, resolution, mentions, resolutions)
        precision = resolution.precision_km
        if drawn is not None and resolution.place is not None:
            # The farthest that the thing may lie from the place named.
            precision = round(max(precision, km_between(resolution.place.position, drawn.position) + drawn.extent_km), 2)
        unchanged = drawn == resolution.drawn and precision == resolution.precision_km
        found.append(resolution if unchanged else replace(resolution, drawn=drawn, precision_km=precision))
    return tuple(found)


def vicinity_kind(place: Place) -> GeometryKind | None:
    """Corridor, sector, or area for a ring; None for a place that is none of these."""
    return _KINDS.get(place.id.partition("#")[2].partition(":")[0])


def vicinity_shape(place: Place) -> BaseGeometry | None:
    """The shape of such a place, in degrees, longitude first; None for another."""
    return _shape(place.id.partition("#")[2]) if vicinity_kind(place) is not None else None


def _drawn(mention: Mention, own: Resolution, mentions: Sequence[Mention], resolutions: Sequence[Resolution]) -> Place | None:
    place, clues = own.place, mention.clues
    if place is None or is_area(place):
        return None
    if clues.between is not None:
        other, end = resolutions[clues.between].place, mentions[clues.between]
        if other is None:
            names = (place.name, end.text) if mention.span <= end.span else (end.text, place.name)
            ring_ = f"{RING}:{_written(place.position)}:0.00:{_UNKNOWN_END_KM + place.extent_km:.2f}"
            return _vicinity(place, ring_, f"between {names[0]} and {names[1]}", place.position, _UNKNOWN_END_KM + place.extent_km)
        if is_area(other) or other.id == place.id or km_between(place.position, other.position) > _FARTHEST_KM:
            return None
        # One corridor from either end: it is called as the text calls it.
        first, second = (place, other) if mention.span <= mentions[clues.between].span else (other, place)
        return _corridor(first, second)
    return _displaced(place, clues.displacement) if clues.displacement is not None else None


def _corridor(first: Place, second: Place) -> Place:
    km = km_between(first.position, second.position)
    width = round(min(max(km * _WIDTH_OF_LENGTH, _NARROWEST_KM), _WIDEST_KM), 1)
    what = f"{CORRIDOR}:{_written(first.position)}:{_written(second.position)}:{width:g}"
    middle = geodesic(first.position, second.position, step_m=max(km * 500, 1.0))
    at = middle.interpolate(0.5, normalized=True)
    return _vicinity(first, what, f"between {first.name} and {second.name}", LonLat(at.x, at.y), km / 2 + width, second)


def _displaced(place: Place, said: Displacement) -> Place | None:
    if said.km is not None:
        near, far = max(0.0, said.km * (1 - _SLACK)), said.km * (1 + _SLACK) + place.extent_km
    elif said.outskirts:
        near, far = place.extent_km / 2, place.extent_km + said.reach_km
    elif said.bearing_deg is not None:
        near, far = 0.0, said.reach_km + place.extent_km
    else:
        return None  # "near A": a point with its radius says as much
    name = f"{said.words} {place.name}"
    if said.bearing_deg is None:
        return _vicinity(place, f"{RING}:{_written(place.position)}:{near:.2f}:{far:.2f}", name, place.position, far)
    what = f"{SECTOR}:{_written(place.position)}:{said.bearing_deg:g}:{near:.2f}:{far:.2f}"
    return _vicinity(place, what, name, place.position, far)


def _vicinity(place: Place, what: str, name: str, position: LonLat, reach_km: float, other: Place | None = None) -> Place:
    west, south, east, north = _shape(what).bounds
    alike = other is None or other.country == place.country
    return Place(
        id=f"{place.id.partition('#')[0]}#{what}",
        name=" ".join(name.split()),
        position=position,
        feature="RGN",
        country=place.country if alike else None,
        admin1=place.admin1 if other is None or (alike and other.admin1 == place.admin1) else None,
        extent_km=round(reach_km, 2),
        bbox=Bbox(west, south, east, north),
        gazetteer=place.gazetteer,
        note=_NOTE,
        identity_uncertain=place.identity_uncertain or (other is not None and other.identity_uncertain),
    )


def _written(at: LonLat) -> str:
    return f"{at.lon:.5f},{at.lat:.5f}"


@lru_cache(maxsize=512)
def _shape(what: str) -> BaseGeometry:
    """The shape of "sector:36.6,35.3:90:7.5:13": geodesic, and cut at the 180th meridian."""
    sort, *values = what.split(":")
    if sort == CORRIDOR:
        first, second, width = values
        return areas.strip_round(geodesic(_at(first), _at(second), step_m=20_000.0), float(width))
    center, *numbers = values
    near, far = (float(n) * 1000 for n in numbers[-2:])
    least = near if near >= _LEAST_M else 0.0
    if sort == RING:
        return ring(_at(center), far, _VERTICES, Limits(least))
    bearing = float(numbers[0])
    half = _WIND_DEG if bearing % 90 == 0 else _HALF_WIND_DEG
    return ring(_at(center), far, _VERTICES, Limits(least, ((bearing - half) % 360, (bearing + half) % 360)))


def _at(written: str) -> LonLat:
    lon, lat = written.split(",")
    return LonLat(float(lon), float(lat))
