"""Rings, envelopes and verdicts against an independent geodesic library (geographiclib), poles and date line included."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st
from rings import ring_errors
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.errors import RangeError
from geo.model import LonLat, Verdict
from geo.reach import geodesic, inner_envelope, outer_envelope, reach, ring
from geo.reach.geodesy import APPROXIMATE_SHARE, HALF_MERIDIAN_M, approximate_m, distances_m, forward, unit_vectors

WGS84 = Geodesic.WGS84
ENVELOPE_M = 20.0  # asked for is 50 m

# A long sea with a bay and a headland, roughly where the Caspian is.
SEA = Polygon(
    [
        *[(49.2, 37.4), (51.1, 36.7), (53.9, 36.9), (53.8, 39.3), (52.9, 40.0), (54.6, 41.3), (52.4, 42.1), (50.8, 44.5), (53.0, 45.3)],
        *[(52.9, 46.7), (49.3, 46.5), (47.6, 45.6), (46.8, 44.6), (47.5, 43.0), (49.6, 40.6), (50.4, 40.3), (49.3, 39.3)],
    ]
)
ACROSS_180 = MultiPolygon([box(172, -20, 180, -12), box(-180, -20, -175, -12)])
ISLANDS = MultiPolygon([box(10, 54, 10.5, 54.4), box(11, 54.2, 11.2, 54.9), box(9.1, 55, 9.4, 55.1)])
ROUND_THE_POLE = Polygon([(-180, 84), (-90, 80), (0, 84), (90, 82), (180, 84), (180, 90), (-180, 90)])

longitudes = st.floats(-180, 180)
latitudes = st.floats(-90, 90)
centers = st.builds(LonLat, longitudes, latitudes) | st.sampled_from(
    [LonLat(0, 90), LonLat(20, -90), LonLat(180, 10), LonLat(-180, -89.5), LonLat(179.999, 0), LonLat(0, 0), LonLat(-77, 89.9)]
)
distances = st.floats(1.0, 5.0).map(lambda power: 200.0 * 10**power)  # 2 km to the other side of the globe
directions = st.floats(0, 360)


def metres(a: LonLat | tuple[float, float], b: LonLat | tuple[float, float]) -> float:
    return float(WGS84.Inverse(a[1], a[0], b[1], b[0])["s12"])


def goes_to(start: LonLat, azimuth: float, distance: float) -> LonLat:
    end = WGS84.Direct(start.lat, start.lon, azimuth, distance)
    return LonLat(end["lon2"], end["lat2"])


def on_the_ground(shape: BaseGeometry) -> np.ndarray:
    """Vertices that are no mere ends of a cut at 180° or along a pole."""
    xy = shapely.get_coordinates(shape)
    return xy[(np.abs(np.abs(xy[:, 0]) - 180) > 1e-6) & (np.abs(np.abs(xy[:, 1]) - 90) > 1e-6)]


def samples_of(shape: BaseGeometry, step_deg: float) -> np.ndarray:
    return shapely.get_coordinates(shapely.segmentize(shape, step_deg))


def extremes(points: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least and greatest distance from each point to all others, by brute force."""
    a, b = np.repeat(points, len(others), axis=0), np.tile(others, (len(points), 1))
    table = distances_m(a[:, 0].copy(), a[:, 1].copy(), b[:, 0].copy(), b[:, 1].copy()).reshape(len(points), -1)
    return table.min(axis=1), table.max(axis=1)


# --- rings -------------------------------------------------------------------------------------------------------


@given(centers, st.floats(1.0, 19_000_000.0))
@settings(max_examples=150, deadline=None)
def test_ring_vertices_stand_at_the_distance(center: LonLat, distance: float) -> None:
    shape = ring(center, distance, 72)
    assert shape.is_valid
    vertices = on_the_ground(shape)
    assert len(vertices) >= 60
    for lon, lat in vertices[:: max(1, len(vertices) // 40)]:
        assert metres(center, (lon, lat)) == pytest.approx(distance, abs=0.001)


@given(centers, st.floats(20_000.0, 19_000_000.0), directions, st.floats(0.0, 1.0))
@settings(max_examples=300, deadline=None)
def test_ring_holds_what_is_nearer_and_nothing_else(center: LonLat, distance: float, azimuth: float, share: float) -> None:
    shape = ring(center, distance)
    edge_m = 60.0
    inside = goes_to(center, azimuth, share * (distance - edge_m))
    outside = goes_to(center, azimuth, distance + edge_m + share * (HALF_MERIDIAN_M - 80_000.0 - distance))
    assert shape.intersects(Point(inside))
    assert not shape.intersects(Point(outside))


@pytest.mark.parametrize(
    ("center", "distance", "polygons"),
    [
        (LonLat(49.5, 42.0), 1_500_000, 1),
        (LonLat(179.5, 10.0), 300_000, 2),
        (LonLat(-179.5, -10.0), 300_000, 2),
        (LonLat(30.0, 85.0), 1_500_000, 1),  # holds the north pole
        (LonLat(30.0, -85.0), 1_500_000, 1),
    ],
)
def test_ring_is_cut_at_the_180th_meridian_and_closed_over_poles(center: LonLat, distance: float, polygons: int) -> None:
    shape = ring(center, distance)
    assert len(getattr(shape, "geoms", [shape])) == polygons
    west, south, east, north = shape.bounds
    assert -180 <= west <= east <= 180
    if center.lat == 85.0:
        assert (west, east, north) == (-180, 180, 90)
    if center.lat == -85.0:
        assert (west, east, south) == (-180, 180, -90)


def test_ring_area_is_not_its_complement() -> None:
    for center in (LonLat(0, 89), LonLat(0, -89), LonLat(180, 0), LonLat(-180, 60)):
        assert ring(center, 1_000_000).area < 360 * 180 / 4


def test_ring_of_the_fourth_paragraph_of_findings_has_its_measure() -> None:
    shape = ring(LonLat(49.5, 42.0), 1_500_000)
    worst = max(abs(metres((49.5, 42.0), (lon, lat)) - 1_500_000) for lon, lat in shapely.get_coordinates(shape))
    assert worst < 0.001
    assert len(shapely.get_coordinates(shape)) == 721


# --- envelopes ---------------------------------------------------------------------------------------------------

ORIGINS = {
    "sea": (SEA, 0.01),
    "across 180": (ACROSS_180, 0.02),
    "islands": (ISLANDS, 0.005),
    "round the pole": (ROUND_THE_POLE, 0.1),
    "a line": (LineString([(35.5, 33.0), (36.2, 36.0), (40.0, 37.0)]), 0.005),
    "two points": (shapely.MultiPoint([(179.0, 70.0), (-170.0, 71.0)]), 1.0),
    "a ring of land": (SEA.buffer(1.0).difference(SEA), 0.01),
}


@pytest.mark.parametrize("distance", [40_000.0, 300_000.0, 1_500_000.0, 5_000_000.0, 12_000_000.0])
@pytest.mark.parametrize("name", list(ORIGINS))
def test_outer_envelope_stands_at_the_distance_from_the_shore(name: str, distance: float) -> None:
    origin, step_deg = ORIGINS[name]
    envelope = outer_envelope(origin, distance)
    assert envelope.is_valid
    edge = on_the_ground(shapely.segmentize(envelope.boundary, 0.2))
    edge = edge[:: max(1, len(edge) // 60)]
    least, _ = extremes(edge, samples_of(origin, step_deg))
    assert np.abs(least - distance).max() < ENVELOPE_M
    assert envelope.buffer(1e-6).covers(origin)


@pytest.mark.parametrize("distance", [900_000.0, 1_500_000.0, 5_000_000.0, 12_000_000.0])
@pytest.mark.parametrize("name", ["sea", "across 180", "islands", "a line", "two points"])
def test_inner_envelope_stands_at_the_distance_from_the_farthest_shore(name: str, distance: float) -> None:
    origin, step_deg = ORIGINS[name]
    envelope = inner_envelope(origin, distance)
    assert envelope is not None
    assert envelope.is_valid
    edge = on_the_ground(shapely.segmentize(envelope.boundary, 0.2))
    edge = edge[:: max(1, len(edge) // 60)]
    _, greatest = extremes(edge, samples_of(origin, step_deg))
    assert np.abs(greatest - distance).max() < ENVELOPE_M


def test_dense_union_of_circles_agrees_with_the_outer_envelope() -> None:
    """The envelope of many random points on the globe, decided by brute force."""
    generator = np.random.default_rng(5)
    origin = SEA
    shore = samples_of(origin, 0.03)
    lon, lat = generator.uniform(20, 85, 1500), generator.uniform(18, 65, 1500)
    least, greatest = extremes(np.stack([lon, lat], axis=1), shore)
    least = np.where(shapely.contains_xy(origin, lon, lat), 0.0, least)
    outer, inner = outer_envelope(origin, 1_500_000), inner_envelope(origin, 1_500_000)
    assert inner is not None
    for envelope, truth in ((outer, least), (inner, greatest)):
        clear = np.abs(truth - 1_500_000) > ENVELOPE_M
        assert (shapely.contains_xy(envelope, lon, lat) == (truth < 1_500_000))[clear].all()


def test_inner_envelope_lies_within_the_outer() -> None:
    for origin in (SEA, ACROSS_180, ISLANDS):
        for distance in (900_000.0, 10_000_000.0):
            inner = inner_envelope(origin, distance)
            assert inner is not None
            assert outer_envelope(origin, distance).buffer(1e-6).covers(inner)


def test_inner_envelope_is_none_where_no_place_reaches_all() -> None:
    assert inner_envelope(SEA, 300_000) is None
    assert inner_envelope(shapely.MultiPoint([(0, 0), (90, 0)]), 5_000_000) is None
    assert inner_envelope(shapely.MultiPoint([(0, 0), (90, 0)]), 5_010_000) is not None


def test_reversed_rings_mean_the_same_area() -> None:
    for origin in (SEA, ORIGINS["a ring of land"][0]):
        assert isinstance(origin, Polygon)
        there = outer_envelope(origin, 500_000)
        back = outer_envelope(Polygon(origin.exterior.coords[::-1], [hole.coords[::-1] for hole in origin.interiors]), 500_000)
        assert there.symmetric_difference(back).area < 1e-6
        assert there.area < 1000


def test_envelope_of_a_point_is_its_ring() -> None:
    for center in (LonLat(49.5, 42.0), LonLat(179.9, 66.0), LonLat(10.0, 89.0)):
        disc = ring(center, 800_000, 2000)
        assert outer_envelope(Point(center), 800_000).symmetric_difference(disc).area < disc.area * 1e-4
        inner = inner_envelope(Point(center), 800_000)
        assert inner is not None
        assert inner.symmetric_difference(disc).area < disc.area * 1e-4


def test_an_outline_that_runs_across_180_without_a_cut_is_read_as_crossing_it() -> None:
    uncut = Polygon([(172, -20), (-175, -20), (-175, -12), (172, -12)])
    assert outer_envelope(uncut, 200_000).symmetric_difference(outer_envelope(ACROSS_180, 200_000)).area < 0.01


def test_half_a_meridian_reaches_everything() -> None:
    assert ring(LonLat(12, 34), 20_100_000).equals(box(-180, -90, 180, 90))
    assert outer_envelope(SEA, 20_100_000).equals(box(-180, -90, 180, 90))
    inner = inner_envelope(SEA, 20_100_000)
    assert inner is not None
    assert inner.equals(box(-180, -90, 180, 90))


# --- verdicts ----------------------------------------------------------------------------------------------------


@given(longitudes, latitudes)
@settings(max_examples=60, deadline=None)
def test_least_and_greatest_distance_to_a_point_agree_with_brute_force(lon: float, lat: float) -> None:
    shore = samples_of(SEA, 0.01)
    found = reach(SEA, LonLat(lon, lat), 1_500_000)
    least, greatest = extremes(np.array([[lon, lat]]), shore)
    if SEA.intersects(Point(lon, lat)):
        assert found.least_m == 0
    else:
        assert found.least_m == pytest.approx(least[0], abs=30.0)  # the samples are 1 km apart
        assert found.least_m <= least[0] + 0.01
    if greatest[0] < 18_000_000:  # the farthest point of an edge is its end up to 10,000 km, beyond that a sample near it
        assert found.greatest_m == pytest.approx(greatest[0], abs=1.0 if greatest[0] < 10_000_000 else 10.0)


def test_least_distance_reaches_the_foot_between_two_vertices() -> None:
    meridian = LineString([(30.0, 40.0), (30.0, 50.0)])
    target = LonLat(30.2, 45.01)
    feet = [metres(target, (30.0, 45.01 + step / 1e5)) for step in range(-200, 201)]
    assert reach(meridian, target, 1000).least_m == pytest.approx(min(feet), abs=0.05)


@pytest.mark.parametrize(
    ("distance", "precision", "verdict"),
    [(200_000, 0, Verdict.OUT), (600_000, 0, Verdict.DEPENDS), (2_000_000, 0, Verdict.IN), (200_000, 150_000, Verdict.DEPENDS)],
)
def test_verdict_depends_on_the_launch_point_between_least_and_greatest(distance: float, precision: float, verdict: Verdict) -> None:
    assert reach(SEA, LonLat(44.0, 42.0), distance, precision).verdict is verdict


def test_precision_widens_both_ends() -> None:
    exact, rough = reach(SEA, LonLat(36.6, 35.4), 1_500_000), reach(SEA, LonLat(36.6, 35.4), 1_500_000, 5_000)
    assert rough.least_m == pytest.approx(exact.least_m - 5_000)
    assert rough.greatest_m == pytest.approx(exact.greatest_m + 5_000)
    assert reach(SEA, LonLat(51.0, 42.0), 1_500_000, 5_000).least_m == 0


def test_an_area_is_in_only_where_all_of_it_is() -> None:
    near, wide = box(44, 41, 45, 42), box(20, 41, 45, 42)
    assert reach(SEA, near, 1_300_000).verdict is Verdict.IN
    assert reach(SEA, wide, 1_300_000).verdict is Verdict.DEPENDS
    least, greatest = extremes(samples_of(wide, 0.02), samples_of(SEA, 0.05))
    found = reach(SEA, wide, 1_300_000)
    assert found.least_m == pytest.approx(least.min(), abs=1_000)
    assert found.greatest_m == pytest.approx(greatest.max(), abs=1)


def test_distance_over_the_date_line_is_the_short_way() -> None:
    assert reach(Point(179.5, 0), LonLat(-179.5, 0), 100).greatest_m == pytest.approx(metres((179.5, 0), (-179.5, 0)), abs=0.001)
    assert reach(ACROSS_180, LonLat(-174.0, -15.0), 150_000).least_m == pytest.approx(metres((-175, -15), (-174, -15)), rel=1e-3)


def test_antipodes_in_the_origin_are_half_a_meridian_away() -> None:
    assert reach(SEA, LonLat(51.0 - 180.0, -42.0), 1000).greatest_m == pytest.approx(HALF_MERIDIAN_M)
    assert reach(SEA, box(-131, -43, -128, -41), 1000).greatest_m == pytest.approx(HALF_MERIDIAN_M)


def test_touching_shapes_are_no_distance_apart() -> None:
    assert reach(box(0, 0, 1, 1), box(1, 0, 2, 1), 1000).least_m == 0
    assert reach(box(0, 0, 1, 1), LonLat(0.5, 0.5), 1000).least_m == 0


# --- lines -------------------------------------------------------------------------------------------------------


@given(centers, centers)
@settings(max_examples=80, deadline=None)
def test_line_is_as_long_as_the_geodesic_and_within_the_map(a: LonLat, b: LonLat) -> None:
    line = geodesic(a, b, 100_000)
    xy = shapely.get_coordinates(line)
    assert (np.abs(xy[:, 0]) <= 180.0).all()
    length = metres(a, b)
    parts = [shapely.get_coordinates(part) for part in getattr(line, "geoms", [line])]
    drawn = sum(metres(tuple(p), tuple(q)) for part in parts for p, q in pairwise(part))
    assert drawn == pytest.approx(length, rel=1e-3, abs=1.0)


def test_line_over_the_pacific_is_cut() -> None:
    line = geodesic(LonLat(140, 35), LonLat(-120, 35), 200_000)
    assert line.geom_type == "MultiLineString"
    steps = [abs(q[0] - p[0]) for part in line.geoms for p, q in pairwise(part.coords)]
    assert max(steps) < 10


# --- what cannot be drawn ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("distance", [0.0, -5.0, math.nan, math.inf])
def test_impossible_distances_are_refused(distance: float) -> None:
    for attempt in (
        lambda: ring(LonLat(0, 0), distance),
        lambda: outer_envelope(SEA, distance),
        lambda: inner_envelope(SEA, distance),
        lambda: reach(SEA, LonLat(0, 0), distance),
    ):
        with pytest.raises(RangeError, match="greater than zero"):
            attempt()


def test_empty_and_impossible_origins_are_refused() -> None:
    with pytest.raises(RangeError, match="no shape"):
        outer_envelope(Polygon(), 1000)
    with pytest.raises(RangeError, match="degrees"):
        outer_envelope(Point(10, 95), 1000)
    with pytest.raises(RangeError, match="latitude"):
        ring(LonLat(10, 95), 1000)
    with pytest.raises(RangeError, match="step"):
        geodesic(LonLat(0, 0), LonLat(1, 1), 0)


# --- the screen before the geodesics --------------------------------------------------------------------------------


def test_approximate_distances_keep_their_promise() -> None:
    generator = np.random.default_rng(3)
    lon, lat = generator.uniform(-180, 180, (2, 20_000)), np.degrees(np.arcsin(generator.uniform(-1, 1, (2, 20_000))))
    true = distances_m(lon[0], lat[0], lon[1], lat[1])
    kept = true < 18_000_000
    wrong = np.abs(approximate_m(unit_vectors(lon[0], lat[0]), unit_vectors(lon[1], lat[1])) - true)
    assert (wrong[kept] <= APPROXIMATE_SHARE * true[kept]).all()


# --- as many as asked for ---------------------------------------------------------------------------------------------


def test_a_thousand_rings_stand_at_their_distance_and_their_edges_near_it() -> None:
    """The benchmarks do ten thousand."""
    vertex_m, edge_m = ring_errors(1_000)
    assert vertex_m < 0.001
    assert edge_m < 20.0


def test_a_hundred_thousand_points_are_held_as_their_distances_say() -> None:
    generator = np.random.default_rng(21)
    for center, radius in (
        (LonLat(49.5, 42.0), 1.5e6),
        (LonLat(179.0, 66.0), 2.2e6),
        (LonLat(30.0, 86.0), 1.1e6),
        (LonLat(-60.0, -40.0), 7e6),
    ):
        lon, lat = generator.uniform(-180, 180, 25_000), np.degrees(np.arcsin(generator.uniform(-1, 1, 25_000)))
        # Half of them at the edge.
        azimuth, near = generator.uniform(0, 360, 12_500), radius + generator.uniform(-2000, 2000, 12_500)
        lon[:12_500], lat[:12_500] = forward(np.full(12_500, center.lon), np.full(12_500, center.lat), azimuth, near)
        away = distances_m(np.full(25_000, center.lon), np.full(25_000, center.lat), lon, lat)
        held = shapely.contains_xy(ring(center, radius), lon, lat)
        wrong = held != (away < radius)
        assert np.abs(away - radius)[wrong].max(initial=0.0) < 20.0
