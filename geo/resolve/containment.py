"""Whether one place lies in another, as far as the gazetteer tells."""

from __future__ import annotations

from pyproj import Geod

from geo.model import LonLat, Place

_GEOD = Geod(ellps="WGS84")


def contains(outer: Place, place: Place) -> bool:
    """Whether one place lies in another, by country, first-level division or bounding box."""
    if place.feature.startswith("PCL") or outer.feature.startswith("PPL") or place.id == outer.id:
        return False
    if outer.feature.startswith("PCL"):
        return place.country is not None and place.country == outer.country
    if outer.feature.startswith("ADM") and None not in (place.country, outer.country) and place.country != outer.country:
        return False  # the box of a division at a border reaches over it: Belgorod's holds Kharkiv
    if outer.feature == "ADM1" and place.admin1 is not None and place.country == outer.country:
        return place.admin1 == outer.name or in_box(place.position, outer)
    return in_box(place.position, outer)


def in_box(at: LonLat, outer: Place) -> bool:
    """Whether a point lies in a place's box, or within its extent where it has none."""
    if outer.bbox is None:
        return km_between(at, outer.position) <= outer.extent_km
    west, south, east, north = outer.bbox
    return south <= at.lat <= north and (west <= at.lon <= east if west <= east else at.lon >= west or at.lon <= east)


def km_outside(place: Place, outer: Place) -> float:
    """Kilometres from a place to the nearest point of another's box; from its extent where it has no box."""
    if outer.bbox is None:
        return max(0.0, km_between(place.position, outer.position) - outer.extent_km)
    west, south, east, north = outer.bbox
    at = place.position
    lon = (
        at.lon
        if in_box(LonLat(at.lon, max(south, min(north, at.lat))), outer)
        else min((west, east), key=lambda x: abs((at.lon - x + 180) % 360 - 180))
    )
    return km_between(at, LonLat(lon, max(south, min(north, at.lat))))


def km_between(a: LonLat, b: LonLat) -> float:
    """Geodesic distance."""
    _, _, metres = _GEOD.inv(a.lon, a.lat, b.lon, b.lat)
    return float(metres) / 1000


def bearing_deg(start: LonLat, end: LonLat) -> float:
    """Geodesic bearing from one point to another, clockwise from north."""
    azimuth, _, _ = _GEOD.inv(start.lon, start.lat, end.lon, end.lat)
    return float(azimuth) % 360.0
