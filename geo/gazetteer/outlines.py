"""Outlines: unpacking those of the package, cutting seas against the land, and shapes derived from a country's outline."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

KM_PER_DEGREE = 111.195  # of latitude, mean earth radius 6371 km
EARTH_KM = 6371.0

Floats = NDArray[np.float64]


# --- unpacking --------------------------------------------------------------------------------------------------------


def unpack(path: Path) -> dict[str, BaseGeometry]:
    """Outlines of a gzipped TopoJSON file by their ids: valid polygons or multipolygons in lon/lat degrees."""
    with gzip.open(path, "rb") as file:
        topology = cast("dict[str, Any]", json.loads(file.read()))
    scale = np.asarray(topology["transform"]["scale"], dtype=np.float64)
    shift = np.asarray(topology["transform"]["translate"], dtype=np.float64)
    # Summed as whole numbers, so that arcs that two outlines share give the same doubles in both.
    arcs: list[Floats] = [np.cumsum(np.asarray(a, dtype=np.int64), axis=0).astype(np.float64) * scale + shift for a in topology["arcs"]]
    found: dict[str, BaseGeometry] = {}
    for record in topology["objects"]["divisions"]["geometries"]:
        polygons = [_polygon(arcs, rings) for rings in record["arcs"]]
        made = [p for p in polygons if p is not None]
        if made:
            found[record["id"]] = areal(MultiPolygon(made) if len(made) > 1 else made[0])
    return found


def _polygon(arcs: list[Floats], rings: list[list[int]]) -> Polygon | None:
    made: list[Floats] = []
    for ring in rings:
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring]
        points = np.concatenate([parts[0], *(p[1:] for p in parts[1:])])
        if len(points) >= 4:
            made.append(points)
        elif not made:
            return None
    return Polygon(made[0], made[1:])


def areal(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape made valid; what collapses to lines is dropped."""
    valid = shape if shape.is_valid else shapely.make_valid(shape)
    if valid.geom_type in ("Polygon", "MultiPolygon"):
        return valid
    return union([p for p in shapely.get_parts(valid) if p.geom_type in ("Polygon", "MultiPolygon")])


def union(shapes: Sequence[BaseGeometry] | Iterable[BaseGeometry]) -> BaseGeometry:
    return shapely.union_all(np.asarray(list(shapes), dtype=object))


def coverage_union(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """The union of shapes that fit edge to edge: six times as fast; where they do not quite fit, the ordinary union."""
    try:
        joined = shapely.coverage_union_all(np.asarray(list(shapes), dtype=object))
    except shapely.GEOSException:
        return union(shapes)
    return joined if joined.is_valid else union(shapes)


def without_slivers(shape: BaseGeometry, share: float = 0.0005) -> BaseGeometry:
    """The shape without the pieces smaller than `share` of its largest piece."""
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]
    if len(parts) < 2:
        return parts[0] if parts else shape
    largest = max(p.area for p in parts)
    kept = [p for p in parts if p.area >= largest * share]
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)


# --- cutting seas -----------------------------------------------------------------------------------------------------


def cut_sea(outline: BaseGeometry, land: shapely.STRtree, point: tuple[float, float], least_share: float = 0.01) -> BaseGeometry:
    """The water inside a rough outline: without the land, and of the pieces the one with `point` and others not much smaller."""
    reached = cast("list[BaseGeometry]", land.geometries[land.query(outline, predicate="intersects")].tolist())
    near = [shapely.clip_by_rect(g, *outline.bounds) for g in reached]
    water = outline.difference(union(near)) if near else outline
    parts = [p for p in shapely.get_parts(water) if p.geom_type == "Polygon"]
    if not parts:
        return outline
    spot = shapely.Point(point)
    main = min(parts, key=lambda p: p.distance(spot))
    kept = [p for p in parts if p is main or p.area >= main.area * least_share]
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)


# --- measures ---------------------------------------------------------------------------------------------------------


def haversine_km(lon: float, lat: float, lons: Floats, lats: Floats) -> Floats:
    """Distances on the sphere from one point to many."""
    a, b = np.radians(lat), np.radians(lats)
    h = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(lons - lon) / 2) ** 2
    return cast(Floats, 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(h, 0, 1))))


def extent_km(shape: BaseGeometry, lon: float, lat: float) -> float:
    """Radius round a point that covers the shape."""
    points = shapely.get_coordinates(shape)
    return float(haversine_km(lon, lat, points[:, 0], points[:, 1]).max())
