"""Shapes derived from outlines, for what reports say of countries: the coast, the border, the airspace, the western part.

All shapes are in lon/lat degrees. Distances are kept by stretching a degree of longitude to its length at the shape's own
latitude, which errs by less than one percent over the strips of two degrees that are used here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.affinity import scale
from shapely.geometry.base import BaseGeometry

from geo.gazetteer.outlines import KM_PER_DEGREE, Floats, areal, union

TERRITORIAL_KM = 22.2  # 12 nautical miles
BORDER_KM = 10.0  # either side of a border line: what reports call "on the border"
_TOUCH_DEG = 0.004  # shared boundaries are the same arcs; this takes up rounding
_STRIP_DEG = 2.0
_DENSITY_DEG = 0.02


def coast_line(outline: BaseGeometry, other_land: Sequence[BaseGeometry]) -> BaseGeometry | None:
    """The part of an outline's edge that no other land touches; None for a landlocked country."""
    edge = outline.boundary
    near = _edges_within(other_land, outline, _TOUCH_DEG)
    free = edge.difference(union([g.buffer(_TOUCH_DEG, quad_segs=2) for g in near])) if near else edge
    pieces = [p for p in shapely.get_parts(free) if p.length > 4 * _TOUCH_DEG]
    return union(pieces) if pieces else None


def coastal_waters(outline: BaseGeometry, other_land: Sequence[BaseGeometry], width_km: float = TERRITORIAL_KM) -> BaseGeometry | None:
    """The waters off a coast, to `width_km`, ending half-way to foreign coasts; None for a landlocked country."""
    line = coast_line(outline, other_land)
    if line is None:
        return None
    band = strip_round(line, width_km)
    foreign_land = [shapely.clip_by_rect(g, *band.bounds) for g in other_land]
    foreign_land = [g for g in foreign_land if not g.is_empty]
    water = band.difference(outline)
    if foreign_land:
        near = band.buffer(0.05)
        water = water.difference(union(foreign_land))
        shores = [s for s in (e.intersection(near) for e in _edges_within(foreign_land, band, -1e-6)) if not s.is_empty]
        if shores:
            water = _nearer_to(line, union(shores), water)
    water = areal(water)
    return None if water.is_empty else water


def _edges_within(land: Sequence[BaseGeometry], shape: BaseGeometry, margin_deg: float) -> list[BaseGeometry]:
    """The edges of other land as far as they come near a shape's box: a neighbour may be as large as Russia."""
    west, south, east, north = shape.bounds
    box = (west - margin_deg, south - margin_deg, east + margin_deg, north + margin_deg)
    clipped = [shapely.clip_by_rect(g.boundary, *box) for g in land]
    return [g for g in clipped if not g.is_empty]


def _nearer_to(own: BaseGeometry, foreign: BaseGeometry, water: BaseGeometry) -> BaseGeometry:
    """The part of `water` whose nearest shore is `own`: the union of the Voronoi cells of its points."""
    west, south, east, north = foreign.buffer(0.5).bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    own_points = _dense(own.intersection(shapely.box(west, south, east, north)))
    foreign_points = _dense(foreign)
    if not len(own_points) or not len(foreign_points):
        return water
    points = np.vstack([own_points, foreign_points]) * (squeeze, 1)
    frame = scale(shapely.box(*water.buffer(1).bounds), squeeze, 1, origin=(0, 0))
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=frame))
    _, which = shapely.STRtree(cells).query(shapely.points(points[len(own_points) :]), predicate="intersects")
    theirs = union(cells[np.unique(which)].tolist())
    return water.difference(scale(theirs, 1 / squeeze, 1, origin=(0, 0)))


def _dense(line: BaseGeometry) -> Floats:
    if line.is_empty:
        return np.empty((0, 2))
    return np.unique(shapely.get_coordinates(shapely.segmentize(line, _DENSITY_DEG)).round(5), axis=0)


def border_line(outline: BaseGeometry, neighbours: Sequence[BaseGeometry]) -> BaseGeometry | None:
    """The part of an outline's edge shared with these neighbours; None where they do not touch."""
    near = _edges_within(neighbours, outline, _TOUCH_DEG)
    if not near:
        return None
    shared = outline.boundary.intersection(union([g.buffer(_TOUCH_DEG, quad_segs=2) for g in near]))
    pieces = [p for p in shapely.get_parts(shared) if p.length > 4 * _TOUCH_DEG]
    return union(pieces) if pieces else None


def strip_round(line: BaseGeometry, width_km: float) -> BaseGeometry:
    """All within `width_km` of a line, done in strips of latitude so that it is true far from the equator too.

    The line is first made simpler by up to a twelfth of the width: a fjord coast in full takes ten seconds.
    """
    simple = line.simplify(width_km / KM_PER_DEGREE / 12)
    west, south, east, north = simple.bounds
    made: list[BaseGeometry] = []
    low = math.floor(south)
    while low <= north:
        piece = simple.intersection(shapely.box(west - 1, low, east + 1, low + _STRIP_DEG))
        if not piece.is_empty:
            squeeze = max(math.cos(math.radians(min(abs(low + _STRIP_DEG / 2), 88))), 0.03)
            flat = scale(piece, squeeze, 1, origin=(0, 0))
            made.append(scale(flat.buffer(width_km / KM_PER_DEGREE, quad_segs=6), 1 / squeeze, 1, origin=(0, 0)))
        low += _STRIP_DEG
    return union(made)


# --- parts --------------------------------------------------------------------------------------------------------------

_SIDES = re.compile(r"(north|south|east|west|central|centre|center|middle|mid)", re.IGNORECASE)
_FAR = re.compile(r"\b(far|extreme|furthest|farthest)\b", re.IGNORECASE)
CENTRE_MARGIN = (1 - math.sqrt(0.5)) / 2  # what is taken off at each side so that half the area is left
MAIN_SHARE = 0.25  # pieces smaller than this share of the largest do not count when the middle is sought: Alaska, French Guiana


def part(outline: BaseGeometry, modifier: str) -> BaseGeometry | None:
    """The part of an outline that "western", "north-east", "far south" or "central" means; None for a word that means no side.

    A side is the half of the area that lies there ("far": a third), a corner the overlap of two halves, the centre what is
    left when an equal margin is taken off each way: always about half of the area. The words are vague, and the shape says
    no more than roughly where.
    """
    sides = [s.lower() for s in _SIDES.findall(modifier)]
    if not sides:
        return None
    share = 1 / 3 if _FAR.search(modifier) else 0.5
    main = _main(outline)
    west, south, east, north = (float(v) for v in outline.bounds)
    for side in sides:
        if side == "west":
            east = min(east, _cut(main, share, vertical=True))
        elif side == "east":
            west = max(west, _cut(main, 1 - share, vertical=True))
        elif side == "south":
            north = min(north, _cut(main, share, vertical=False))
        elif side == "north":
            south = max(south, _cut(main, 1 - share, vertical=False))
        else:
            west, east = max(west, _cut(main, CENTRE_MARGIN, vertical=True)), min(east, _cut(main, 1 - CENTRE_MARGIN, vertical=True))
            south, north = max(south, _cut(main, CENTRE_MARGIN, vertical=False)), min(north, _cut(main, 1 - CENTRE_MARGIN, vertical=False))
    clipped = areal(outline.intersection(shapely.box(west, south, east, north))) if west < east and south < north else Polygon()
    if clipped.is_empty:
        middle = outline.representative_point()
        clipped = areal(outline.intersection(middle.buffer(math.sqrt(outline.area) / 4)))
    return clipped


def _main(outline: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(outline)
    sizes = np.array([_area(p) for p in parts])
    kept = parts[sizes >= sizes.max() * MAIN_SHARE]
    return union(kept.tolist()).simplify(0.02)


def _area(shape: BaseGeometry) -> float:
    """Area in square degrees of latitude, near enough for shares."""
    south, north = shape.bounds[1], shape.bounds[3]
    return shape.area * math.cos(math.radians((south + north) / 2))


def _cut(shape: BaseGeometry, share: float, *, vertical: bool) -> float:
    """The longitude (or latitude) west (or south) of which `share` of the area lies."""
    west, south, east, north = (float(v) for v in shape.bounds)
    low, high = (west, east) if vertical else (south, north)
    below: Callable[[float], BaseGeometry] = (
        (lambda at: shapely.box(west, south, at, north)) if vertical else (lambda at: shapely.box(west, south, east, at))
    )
    whole = shape.area
    for _ in range(12):
        middle = (low + high) / 2
        if shape.intersection(below(middle)).area < share * whole:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def band(points: Sequence[tuple[float, float]], width_km: float) -> BaseGeometry:
    """A river or canal as a band about its course."""
    return areal(strip_round(LineString(points), width_km))


def joined(land: BaseGeometry, waters: BaseGeometry) -> BaseGeometry:
    """Land and the waters off it as one shape, without the slits between them."""
    return areal(union([land, waters.buffer(0.001)]))
