"""Tracks: straight lines from an origin to targets, schematic, and where asked for the countries and seas that they cross."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import LineString, MultiLineString, Point
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.gazetteer import Gazetteer
from geo.model import LonLat, Place
from geo.pipeline.origins import Origin, origin_of, place_of, target_of
from geo.pipeline.ranges import distance_words, feature
from geo.reach import crossings, distance_between_m, geodesic, launch_sites, span_m
from geo.reach.shapes import bounds_of, middles_x, points_along
from geo.reach.tracks import LAUNCH_SITES, straight_lines

HEADING = "Straight lines; missiles and aircraft fly other ways"
_COUNTRIES = frozenset({"PCLI"})
_SEAS = frozenset({"SEA", "OCN", "GULF", "BAY", "STRT", "CHN"})
_STEP_M = 20_000.0
_MARGIN_DEG = 0.01


@dataclass(frozen=True, slots=True)
class CrossedPlace:
    """A country or sea that straight lines cross; `share` is that of the launch points whose line does."""

    place: Place
    kind: str  # "country" or "sea"
    least_m: float
    greatest_m: float
    share: float


@dataclass(frozen=True, slots=True)
class Track:
    """The line from the middle of the origin to a target, to be drawn dashed: nobody reported the way."""

    target: Place
    line: BaseGeometry
    length_m: float
    least_m: float  # between any point of the origin and any of the target
    greatest_m: float
    crossings: tuple[CrossedPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackReport:
    origin: Place
    geometry: BaseGeometry
    tracks: tuple[Track, ...]
    heading: str = HEADING
    sites: int = 1  # launch points from which lines were drawn to tell what they cross


def tracks_of(origin: str | Origin, targets: Sequence[str | Place], gazetteer: Gazetteer, *, crossed: bool = False) -> TrackReport:
    """Straight lines from an origin to targets; with `crossed`, what lines from all over the origin cross. Raises PlaceNotFound."""
    start = origin_of(origin, gazetteer) if isinstance(origin, str) else origin
    places = [place_of(t, gazetteer, start.place.position) if isinstance(t, str) else t for t in targets]
    middle = _middle(start.geometry, start.place.position)
    tracks: list[Track] = []
    for place in places:
        shape, _ = target_of(place, gazetteer)
        end = _middle(shape, place.position)
        least, greatest = span_m(start.geometry, shape)
        found = _crossed(start.geometry, end, gazetteer) if crossed else ()
        tracks.append(Track(place, geodesic(middle, end, _STEP_M), distance_between_m(middle, end), least, greatest, found))
    sites = len(launch_sites(start.geometry, LAUNCH_SITES)) if crossed else 1
    return TrackReport(start.place, start.geometry, tuple(tracks), sites=sites)


def _crossed(origin: BaseGeometry, end: LonLat, gazetteer: Gazetteer) -> tuple[CrossedPlace, ...]:
    lines = straight_lines(launch_sites(origin, LAUNCH_SITES), end)
    parts = shapely.get_parts(lines)
    places: dict[str, Place] = {}
    western = middles_x(parts) < 0
    cut = len(parts) > len(lines)  # over the 180th meridian one box round all would hold the whole world
    for side in (parts[western], parts[~western]) if cut else (parts,):
        west, south, east, north = bounds_of(side)
        box = (west - _MARGIN_DEG, south - _MARGIN_DEG, east + _MARGIN_DEG, north + _MARGIN_DEG)
        places |= {place.id: place for place in gazetteer.areas_in(box, _COUNTRIES | _SEAS)}
    outlines = {place_id: gazetteer.outline(place) for place_id, place in places.items()}
    found = crossings(origin, end, {key: shape for key, shape in outlines.items() if shape is not None})
    return tuple(
        CrossedPlace(places[c.key], "country" if places[c.key].feature in _COUNTRIES else "sea", c.least_m, c.greatest_m, c.share)
        for c in found
    )


def _middle(shape: BaseGeometry, position: LonLat) -> LonLat:
    """Where a line to or from a shape ends: its place's position where that lies within, else a point inside."""
    if isinstance(shape, Point):
        return LonLat(shape.x, shape.y)
    if isinstance(shape, LineString | MultiLineString):
        lon, lat = points_along(shape, np.array([0.5]))[0]
        return LonLat(float(lon), float(lat))
    if shape.intersects(Point(*position)):
        return position
    inside = shape.representative_point()
    return LonLat(inside.x, inside.y)


def track_record(report: TrackReport) -> dict[str, Any]:
    """What `dateline range --track --json` adds."""
    return {
        "heading": report.heading,
        "launch_points": report.sites,
        "lines": [
            {
                "target": t.target.name,
                "geometry": mapping(t.line),
                "schematic": True,
                "length_m": round(t.length_m, 1),
                "least_m": round(t.least_m, 1),
                "greatest_m": round(t.greatest_m, 1),
                "crossed": [
                    {
                        "name": c.place.name,
                        "kind": c.kind,
                        "least_m": round(c.least_m),
                        "greatest_m": round(c.greatest_m),
                        "share": round(c.share, 3),
                    }
                    for c in t.crossings
                ],
            }
            for t in report.tracks
        ],
    }


def track_features(report: TrackReport) -> list[dict[str, Any]]:
    """GeoJSON features of the lines, each with role track and its heading."""
    return [
        feature(t.line, "track", target=t.target.name, schematic=True, length_m=round(t.length_m, 1), heading=report.heading)
        for t in report.tracks
    ]


def track_words(report: TrackReport) -> list[str]:
    """The lines for a person, under their heading; what is crossed where it was asked for."""
    lines = [f"{report.heading}:"]
    for t in report.tracks:
        lines.append(f"  {report.origin.name} to {t.target.name}: {_between(t.least_m, t.greatest_m)} (schematic)")
        for c in t.crossings:
            of = f", {c.share * 100:.0f} % of {report.sites} launch points" if report.sites > 1 else ""
            lines.append(f"    {c.place.name} ({c.kind}): {_between(c.least_m, c.greatest_m)}{of}")
    return lines


def _between(least_m: float, greatest_m: float) -> str:
    if round(least_m / 1000) == round(greatest_m / 1000):
        return distance_words(greatest_m)
    return f"{least_m / 1000:,.0f}–{distance_words(greatest_m)}"
