"""Rings and envelopes: what lies within a distance of some point, or of every point, of an origin.

The outer envelope is built as an offset curve. In a polar plane (see PolarPlane) the plane buffer of the origin gives
all but a narrow margin; what it lacks are strips along the geodesic normals of the shore and arcs round its corners.
Only those that stick out are built, so a wiggly coast costs little; at the end every vertex is measured, and discs mend
what was passed over. The inner envelope is an intersection of discs
round the farthest points, found one after another until no vertex violates any.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LinearRing, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import RangeError
from geo.model import IsCancelled, LonLat, OnProgress
from geo.reach.geodesy import (
    CURVE_TOLERANCE_M,
    GLOBE,
    HALF_MERIDIAN_M,
    FloatArray,
    IntArray,
    LonLats,
    PolarPlane,
    antipode,
    check_distance,
    circle,
    circle_vertices,
    disc,
    forward,
    inverse,
    polygonal,
    straightened,
    uncrossed,
)
from geo.reach.nearby import FARTHEST_M, grown_nearby
from geo.reach.outline import STEP_M, Outline
from geo.reach.progress import in_steps, stop_if
from geo.reach.shapes import chained, segments

_FAR_M = 9_500_000.0
"""Beyond this a disc is more than half the globe, and its complement, round the antipode, is what can be drawn."""

_CHUNK_M = 3_000_000.0  # origins of a greater radius are taken in parts, so that the polar plane stays near its centre
_LONG_COAST = 4_000  # samples: coasts with more, and short distances, are taken patch by patch
_RING_TOLERANCE_M = 19.0  # what 720 vertices give at 1,500 km is 18.5 m; only polar and vast rings need more of them
_SEAM_M = 0.05
_LONGEST_DEGREE_M = 111_700.0  # of latitude, at the poles; everywhere else, and of longitude, a degree is shorter
_GLIMPSE_DEG = 5.0  # corners that stick out at no such step are passed over; the last check of all finds what that missed
_GLANCE_DEG = 1.0  # linear between such steps, the plane's distortion is known to 2 m at 1,500 km
_SIDE = np.array([0.0, 0.25, 0.5, 0.75, 1.0])  # where the sides of a strip are computed, as shares of the distance


def ring(center: LonLat, distance_m: float, vertices: int = 720) -> BaseGeometry:
    """The area within a geodesic distance of a point, as polygons in degrees.

    At least `vertices` vertices stand at equal azimuths, each at the distance to the millimetre; more are added where a
    line that is straight in degrees would leave the circle by over 19 m (near poles). Crossing 180° gives two polygons,
    holding a pole one that runs along it, as in RFC 7946. Half a meridian (20,004 km) or more gives the globe. Raises
    RangeError for a distance that is not positive, or a centre that is no longitude and latitude.

    >>> [round(degrees, 3) for degrees in ring(LonLat(49.5, 42.0), 1_500_000).bounds]
    [31.254, 28.48, 67.746, 55.489]
    """
    check_distance(distance_m)
    if not (math.isfinite(center.lon) and abs(center.lat) <= 90.0):
        raise RangeError(f"{center.lat}, {center.lon} is no latitude and longitude to draw a ring round.")
    if distance_m >= HALF_MERIDIAN_M:
        return GLOBE

    def along(azimuth: FloatArray) -> LonLats:
        shape = azimuth.shape
        return forward(np.full(shape, center.lon), np.full(shape, center.lat), -azimuth, np.full(shape, distance_m))

    return disc(*straightened(np.linspace(0.0, 360.0, max(vertices, 8) + 1), along, _RING_TOLERANCE_M))


def outer_envelope(
    origin: BaseGeometry, distance_m: float, *, on_progress: OnProgress | None = None, cancelled: IsCancelled | None = None
) -> BaseGeometry:
    """What lies within a geodesic distance of some point of the origin: the union of discs round all its points.

    `origin` is any geometry in degrees (points, lines, areas), cut at the 180th meridian; so is the result. Its edge is
    true to 10 m (measured; to 30 m beyond 9,500 km). Raises RangeError for an empty origin or a distance that is not positive.
    Long coasts and vast origins are taken in parts, which are told as progress; between them Cancelled is raised where it is wanted.
    """
    check_distance(distance_m)
    origin = uncrossed(origin)
    if distance_m >= HALF_MERIDIAN_M:
        return GLOBE
    origin = _filled(origin, distance_m)
    if distance_m <= FARTHEST_M:
        coarse = Outline.of(origin)
        if len(coarse) > _LONG_COAST:
            return grown_nearby(coarse, distance_m, _area_of(origin), on_progress=on_progress, cancelled=cancelled)
    outline = Outline.of(origin, min(STEP_M, max(500.0, distance_m / 20)))
    center, radius = outline.enclosing()
    if distance_m >= _FAR_M:
        plane = PolarPlane(antipode(center))
        beyond = _common(outline, distance_m, plane, farthest=False)
        return polygonal(GLOBE.difference(plane.to_globe(beyond)))
    if radius <= _CHUNK_M:
        plane = PolarPlane(center)
        return plane.to_globe(_grown(outline, plane, distance_m, _in_plane(origin, plane)))
    return _grown_in_parts(outline, distance_m, _area_of(origin), on_progress, cancelled)


def inner_envelope(origin: BaseGeometry, distance_m: float) -> BaseGeometry | None:
    """What lies within a geodesic distance of every point of the origin; None where no place does.

    Wherever in the origin a missile was launched, its range covers this. Same conventions and errors as
    `outer_envelope`.
    """
    check_distance(distance_m)
    outline = Outline.of(origin)
    if distance_m >= HALF_MERIDIAN_M:
        return GLOBE
    center, radius = outline.enclosing()
    if distance_m >= _FAR_M:
        plane = PolarPlane(antipode(center))
        beyond = plane.to_globe(_missed(outline, distance_m, plane))
        inner = polygonal(GLOBE.difference(beyond))
    elif radius > distance_m * 1.02:  # the middle is found to better than that
        return None
    else:
        plane = PolarPlane(center)
        inner = plane.to_globe(_common(outline, distance_m, plane, farthest=True))
    return None if inner.is_empty else inner


# --- growing: the union of discs --------------------------------------------------------------------------------


def _grown(outline: Outline, plane: PolarPlane, distance_m: float, filling: BaseGeometry) -> BaseGeometry:
    """In the plane, all that lies within a distance of the outline's stretches, and of `filling`."""
    grown = _nearly_grown(outline, plane, distance_m, filling)
    discs = _Discs(outline, distance_m, plane)
    while len(faulty := _passed_over(outline, distance_m, *plane.lonlat(shapely.get_coordinates(grown)))):
        grown = _joined([grown, *[discs.laid(int(index)) for index in faulty]])
    return grown


def _grown_in_parts(
    outline: Outline, distance_m: float, area: BaseGeometry, on_progress: OnProgress | None, cancelled: IsCancelled | None
) -> BaseGeometry:
    """All that lies within a distance of a vast outline's stretches, and the area that it bounds.

    Each part grows in a plane of its own. Most of what bounds a part lies inside the area or another part, so only the edge
    of the whole is measured and mended: 7,700 vertices of the Pacific's, where part by part it was 217,000.
    """
    regions = [area]
    for part in in_steps(outline.divided(_CHUNK_M / 2), on_progress, cancelled):
        plane = PolarPlane(part.enclosing()[0])
        xy = plane.place(part.lon, part.lat)
        starts = np.flatnonzero(part.following != np.arange(len(part)))
        shore = chained(segments(xy[starts], xy[part.following[starts]]))
        regions.append(plane.to_globe(_nearly_grown(part, plane, distance_m, shore)))
    grown = polygonal(shapely.union_all(regions))
    quarter = circle_vertices(distance_m) // 4 + 1
    while True:
        stop_if(cancelled)
        lon, lat = np.ascontiguousarray(shapely.get_coordinates(grown).T)
        real = (np.abs(lon) < 180.0) & (np.abs(lat) < 90.0)  # what only cuts the map is no edge
        faulty = _passed_over(outline, distance_m, lon[real], lat[real])
        if not len(faulty):
            return grown
        mending = [PolarPlane(outline.point(int(i))).to_globe(Point(0.0, 0.0).buffer(distance_m, quad_segs=quarter)) for i in faulty]
        grown = polygonal(shapely.union_all([grown, *mending]))


def _passed_over(outline: Outline, distance_m: float, lon: FloatArray, lat: FloatArray) -> IntArray:
    """The samples to which vertices of an edge lie too near: what sticks out only between two looks, or only in a gap that
    its normal crosses, was not seen."""
    metres, sample = outline.nearest(lon, lat)
    return np.unique(sample[metres < distance_m - 4 * CURVE_TOLERANCE_M])


def _nearly_grown(outline: Outline, plane: PolarPlane, distance_m: float, filling: BaseGeometry) -> BaseGeometry:
    """What lies within a distance of the outline's stretches and of `filling`, but for a little that was passed over.

    The plane is nowhere shorter than the ellipsoid, so the buffer of the filling is part of the answer.
    """
    base = _buffered(filling, distance_m)
    shapely.prepare(base)
    return _joined([base, *_strips(outline, plane, distance_m, base), *_sectors(outline, plane, distance_m, base)])


def _joined(pieces: list[BaseGeometry]) -> BaseGeometry:
    """The union of pieces. Neighbours share a side but for rounding: what is thinner than the seam is no gap."""
    if len(pieces) == 1:
        return pieces[0]
    valid = shapely.make_valid(np.asarray(pieces, dtype=object))
    return shapely.union_all(valid).buffer(_SEAM_M, join_style="mitre").buffer(-_SEAM_M, join_style="mitre")


def _buffered(shape: BaseGeometry, distance_m: float) -> BaseGeometry:
    """Nearly the plane buffer, and nowhere more than it.

    In growing steps, each smooths the coast for the next: forty times faster for an archipelago. GEOS fills hollows up
    to a hundredth of a step deep, so as much is left out.
    """
    for share, quad_segs in ((0.01, 16), (0.04, 16), (0.15, 16), (0.785, max(16, circle_vertices(distance_m) // 4))):
        shape = shape.buffer(share * distance_m, quad_segs=quad_segs)
    return shape


def _sticks_out(base: BaseGeometry, xy: FloatArray) -> NDArray[np.bool_]:
    return ~shapely.contains_xy(base, xy[..., 0], xy[..., 1])


def _azimuths(outline: Outline, chosen: IntArray) -> tuple[FloatArray, FloatArray]:
    """Where the stretch after each chosen sample leads, at its start and at its end."""
    following = outline.following[chosen]
    there, back, _ = inverse(outline.lon[chosen], outline.lat[chosen], outline.lon[following], outline.lat[following])
    return there, back + 180.0


def _strips(outline: Outline, plane: PolarPlane, distance_m: float, base: BaseGeometry) -> list[BaseGeometry]:
    """For each stretch of boundary the band that its outward normals sweep, where it sticks out of the base."""
    chosen = np.flatnonzero(outline.following != np.arange(len(outline)))
    if not len(chosen):
        return []
    following = outline.following[chosen]
    start_azimuth, end_azimuth = _azimuths(outline, chosen)
    ends = [(chosen, start_azimuth + 90.0), (following, end_azimuth + 90.0)]  # the area is to the left, so right is out
    edges = [_cast(outline, i, azimuth, distance_m, plane) for i, azimuth in ends]
    feet = [plane.place(outline.lon[i], outline.lat[i]) for i, _ in ends]
    tested = [_drawn_in((1 - t) * edges[0] + t * edges[1], (1 - t) * feet[0] + t * feet[1]) for t in (0.0, 0.5, 1.0)]
    needed = np.flatnonzero(np.any([_sticks_out(base, xy) for xy in tested], axis=0))
    if not len(needed):
        return []
    sides = [_side(outline, i[needed], azimuth[needed], distance_m, plane) for i, azimuth in ends]
    return [Polygon(strip) for strip in np.concatenate([sides[0], sides[1][:, ::-1]], axis=1)]


def _sectors(outline: Outline, plane: PolarPlane, distance_m: float, base: BaseGeometry) -> list[BaseGeometry]:
    """For each corner that points outwards the fan between its two normals, where it sticks out of the base."""
    tips = outline.following
    _, arriving = _azimuths(outline, np.arange(len(outline)))
    leaving, _ = _azimuths(outline, tips)
    turn = (arriving - leaving + 180.0) % 360.0 - 180.0  # to the left, since the area is there
    turn = np.where(tips == np.arange(len(outline)), 360.0, np.where(turn <= -180.0 + 1e-6, 180.0, turn))
    corner = np.flatnonzero(turn > 1e-9)
    if not len(corner):
        return []
    tips, first, width = tips[corner], arriving[corner] + 90.0, turn[corner]
    owner, offset = _fans(width, _GLIMPSE_DEG)
    out = _sticks_out(base, _cast(outline, tips[owner], first[owner] - offset, distance_m, plane))
    corner = np.unique(owner[out])
    if not len(corner):
        return []
    tips, first, width = tips[corner], first[corner], width[corner]

    # In the plane round a corner the arc's radius and turn change slowly: a few exact points tell where it sticks out,
    # and only there it is drawn exactly.
    feet = plane.place(outline.lon[tips], outline.lat[tips])
    owner, offset = _fans(width, _GLANCE_DEG)
    spoke = _cast(outline, tips[owner], first[owner] - offset, distance_m, plane) - feet[owner]
    radius_m = np.hypot(spoke[:, 0], spoke[:, 1])
    twist = np.angle(np.exp(1j * (np.arctan2(spoke[:, 0], spoke[:, 1]) - np.radians(first[owner] - offset))))
    knots = owner * 1000.0 + offset
    owner, offset = _fans(width, 360.0 / circle_vertices(distance_m))
    azimuth = first[owner] - offset
    at = owner * 1000.0 + offset
    heading = np.radians(azimuth) + np.interp(at, knots, twist)
    inner_m = np.interp(at, knots, radius_m) - CURVE_TOLERANCE_M
    out = _sticks_out(base, feet[owner] + np.stack([np.sin(heading), np.cos(heading)], axis=-1) * inner_m[:, None])
    beside = owner[1:] == owner[:-1]
    drawn = out.copy()
    drawn[1:] |= out[:-1] & beside
    drawn[:-1] |= out[1:] & beside
    used, begin, size = np.unique(owner[drawn], return_index=True, return_counts=True)
    if not len(used):
        return []
    azimuth = azimuth[drawn]
    arc = _cast(outline, tips[owner[drawn]], azimuth, distance_m, plane)
    # The sides are drawn as those of the strips are: a straight line in the plane would leave a gap between the two.
    sides = [_side(outline, tips[used], azimuth[edge], distance_m, plane) for edge in (begin, begin + size - 1)]
    return [
        Polygon(np.concatenate([side[:-1], part, back[-2:0:-1]]))
        for side, part, back in zip(sides[0], np.split(arc, begin[1:]), sides[1], strict=True)
        if len(part) > 1
    ]


def _fans(width_deg: FloatArray, step_deg: float) -> tuple[IntArray, FloatArray]:
    """Offsets from 0 to each width in equal steps no greater than the one given, and which width each belongs to."""
    count = np.ceil(width_deg / step_deg).astype(np.intp) + 1
    owner = np.repeat(np.arange(len(count)), count)
    index = np.arange(len(owner)) - (np.cumsum(count) - count)[owner]
    return owner, index * (width_deg / (count - 1))[owner]


def _drawn_in(xy: FloatArray, towards: FloatArray) -> FloatArray:
    """Plane points moved by the tolerance towards others: what is inside even so sticks out by no more than that."""
    inward = towards - xy
    return xy + inward * (CURVE_TOLERANCE_M / np.hypot(inward[:, 0], inward[:, 1]))[:, None]


def _side(outline: Outline, samples: IntArray, azimuth_deg: FloatArray, distance_m: float, plane: PolarPlane) -> FloatArray:
    """Geodesics from samples to what lies at the distance, shape (samples, points, 2)."""
    return np.stack([_cast(outline, samples, azimuth_deg, share * distance_m, plane) for share in _SIDE], axis=1)


def _cast(outline: Outline, samples: IntArray, azimuth_deg: FloatArray, distance_m: float, plane: PolarPlane) -> FloatArray:
    """Plane coordinates of what lies at a distance from samples under azimuths."""
    lon, lat = forward(outline.lon[samples], outline.lat[samples], azimuth_deg, np.full(len(samples), distance_m))
    return plane.place(lon, lat)


def _in_plane(shape: BaseGeometry, plane: PolarPlane) -> BaseGeometry:
    """The geometry laid in the plane, its lines sampled as an Outline samples them."""
    dense = shapely.segmentize(shape, STEP_M / 111_320.0)
    return shapely.make_valid(shapely.transform(dense, lambda c: plane.place(np.ascontiguousarray(c[:, 0]), np.ascontiguousarray(c[:, 1]))))


def _filled(shape: BaseGeometry, distance_m: float) -> BaseGeometry:
    """The shape without the holes that its range fills: an ocean's islands.

    From anywhere in a hole its shore is no farther than a quarter of its length, so all of it is in reach, and whatever its
    shore reaches outside the hole lies in the shape or is reached from elsewhere on its outline.
    """

    def within(ring: LinearRing) -> bool:
        return ring.length * _LONGEST_DEGREE_M / 4 <= distance_m

    polygons = [p for p in shapely.get_parts(shape, return_index=False) if isinstance(p, Polygon)]
    if not any(within(hole) for p in polygons for hole in p.interiors):
        return shape
    filled = [Polygon(p.exterior, [hole for hole in p.interiors if not within(hole)]) for p in polygons]
    others = [p for p in shapely.get_parts(shape, return_index=False) if not isinstance(p, Polygon)]
    return shapely.union_all([*filled, *others])


def _area_of(shape: BaseGeometry) -> BaseGeometry:
    areas = [p for p in shapely.get_parts(shape, return_index=False) if isinstance(p, Polygon)]
    return shapely.union_all(areas) if areas else Polygon()


# --- common ground: intersections of discs ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Discs:
    outline: Outline
    distance_m: float
    plane: PolarPlane

    def laid(self, sample: int) -> BaseGeometry:
        """What the circle round a sample encloses in the plane: its disc, or the disc's complement seen from beyond."""
        xy = self.plane.place(*circle(self.outline.point(sample), self.distance_m, circle_vertices(self.distance_m)))
        polygon = Polygon(xy)
        return polygon if polygon.is_valid else polygonal(polygon)


def _common(outline: Outline, distance_m: float, plane: PolarPlane, *, farthest: bool) -> BaseGeometry:
    """The intersection of what the circles round all samples enclose in the plane.

    Cutting planes: intersect with the circle that a vertex violates most, until none is violated. With `farthest` the
    circles enclose their samples; else they enclose what is beyond, and the nearest sample is the one violated.
    """
    discs = _Discs(outline, distance_m, plane)
    extreme = outline.farthest if farthest else outline.nearest
    _, first = extreme(np.array([plane.center.lon]), np.array([plane.center.lat]))
    used = {int(first[0])}
    region = discs.laid(int(first[0]))
    while not region.is_empty:
        added: list[int] = []
        for vertices in _few_then_all(shapely.get_coordinates(region)):
            metres, sample = extreme(*plane.lonlat(vertices))
            added = _most_violated(metres - distance_m if farthest else distance_m - metres, sample, used)
            if added:
                break
        if not added:
            break
        used.update(added)
        for index in added:
            region = polygonal(region.intersection(discs.laid(index)))
    return region


def _missed(outline: Outline, distance_m: float, plane: PolarPlane) -> BaseGeometry:
    """The union of what the circles round all samples leave out, in the plane round the antipode."""
    discs = _Discs(outline, distance_m, plane)
    used = set(range(0, len(outline), max(1, len(outline) // 64)))
    region = shapely.union_all([discs.laid(index) for index in sorted(used)])
    while True:
        added: list[int] = []
        for vertices in _few_then_all(shapely.get_coordinates(region)):
            metres, sample = outline.farthest(*plane.lonlat(vertices))
            added = _most_violated(metres - distance_m, sample, used)
            if added:
                break
        if not added:
            return region
        used.update(added)
        region = shapely.union_all([region, *[discs.laid(index) for index in added]])


def _few_then_all(vertices: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Some of the vertices, which find most violations at little cost, and all of them, which prove there is none."""
    return vertices[:: max(1, len(vertices) // 64)], vertices


def _most_violated(excess: FloatArray, sample: IntArray, used: set[int], at_once: int = 8) -> list[int]:
    """Up to so many samples not yet used, each the worst for some vertex that it leaves out by over the tolerance."""
    order = np.argsort(-excess)
    order = order[excess[order] > CURVE_TOLERANCE_M]
    return [index for index in dict.fromkeys(int(i) for i in sample[order]) if index not in used][:at_once]
