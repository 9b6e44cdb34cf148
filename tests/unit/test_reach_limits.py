"""Annuli, sectors, shares, launch areas, previews and crossings, against brute force over points of the origin."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPoint, Point, Polygon, box, mapping, shape

from geo.errors import RangeError
from geo.model import LonLat, Verdict
from geo.reach import (
    Aim,
    Limits,
    PreparedOrigin,
    area_m2,
    crossings,
    distance_between_m,
    inner_envelope,
    launch_area,
    launch_sites,
    outer_envelope,
    path_length_m,
    reach,
    ring,
    share,
    verdicts,
)
from geo.reach.geodesy import FloatArray, forward, inverse

# A long lake with a bay, nowhere on the map.
LAKE = Polygon([(20.0, 40.0), (22.5, 40.3), (23.0, 43.0), (22.2, 45.5), (21.0, 46.0), (20.6, 44.0), (21.6, 43.0), (20.2, 42.0)])
SPLIT = shapely.union_all([box(176, 50, 180, 53), box(-180, 50, -177, 53)])


LIMITS = [
    Limits(400e3),
    Limits(bearings_deg=(200, 260)),
    Limits(300e3, (200, 260)),
    Limits(bearings_deg=(300, 90)),
    Limits(200e3, (100, 320)),
]


def launch_points(origin: Polygon) -> tuple[FloatArray, FloatArray]:
    """Points along the shore and inside."""
    shore = shapely.get_coordinates(shapely.segmentize(origin.boundary, 0.03))
    inside = launch_sites(origin, 1500)
    both = np.concatenate([shore, inside])
    return both[:, 0].copy(), both[:, 1].copy()


def reached(limits: Limits, distance_m: float, target: tuple[float, float]) -> np.ndarray:
    lon, lat = launch_points(LAKE)
    azimuth, _, metres = inverse(lon, lat, np.full(len(lon), target[0]), np.full(len(lon), target[1]))
    ok = (metres <= distance_m) & (metres >= limits.least_m)
    if limits.bearings_deg is not None:
        ok &= (azimuth - limits.bearings_deg[0]) % 360.0 <= limits.width_deg
    return ok


@pytest.mark.parametrize("limits", LIMITS, ids=str)
def test_limited_envelopes_hold_what_some_and_what_all_launch_points_reach(limits: Limits) -> None:
    distance_m = 900_000.0
    outer, inner = outer_envelope(LAKE, distance_m, limits), inner_envelope(LAKE, distance_m, limits)
    assert outer.is_valid
    generator = np.random.default_rng(8)
    for lon, lat in zip(generator.uniform(8, 35, 250), generator.uniform(31, 55, 250), strict=True):
        spot, ok = Point(lon, lat), reached(limits, distance_m, (lon, lat))
        if spot.distance(outer.boundary) > 0.03:
            assert outer.contains(spot) == ok.any(), (lon, lat)
        if inner is not None and spot.distance(inner.boundary) > 0.03:
            assert inner.contains(spot) == ok.all(), (lon, lat)
        if inner is None:
            assert not ok.all()


@given(
    st.builds(LonLat, st.floats(-180, 180), st.floats(-89, 89)),
    st.floats(50e3, 5e6),
    st.floats(0, 360),
    st.floats(5, 350),
    st.floats(0.02, 0.9),
    st.floats(0.05, 0.95),
    st.floats(0.05, 0.95),
)
@settings(max_examples=120, deadline=None)
def test_a_sector_of_a_point_holds_its_bearings_and_distances(
    center: LonLat, distance: float, first: float, width: float, least: float, across: float, along: float
) -> None:
    limits = Limits(least * distance, (first, first + width))
    area = ring(center, distance, limits=limits)
    assert area.is_valid

    def point(azimuth: float, metres: float) -> Point:
        lon, lat = forward(np.array([center.lon]), np.array([center.lat]), np.array([azimuth]), np.array([metres]))
        return Point(lon[0], lat[0])

    margin = 200.0 / (distance * least) * 60
    inside = limits.least_m + 100 + along * (distance - limits.least_m - 200)
    assert area.buffer(1e-6).intersects(point(first + margin + across * (width - 2 * margin), inside)) or width < 2 * margin
    assert not area.intersects(point(first + across * width, limits.least_m * 0.9))
    assert not area.intersects(point(first + across * width, distance * 1.01))
    if width < 340:
        assert (
            not area.intersects(point(first + width + across * (360 - width), inside)) or min(across, 1 - across) * (360 - width) < margin
        )


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (Limits(2e6), "leaves nothing"),
        (Limits(-1.0), "leaves nothing"),
        (Limits(bearings_deg=(10, 10)), "empty"),
        (Limits(bearings_deg=(math.nan, 10)), "bearing"),
    ],
)
def test_limits_that_leave_nothing_are_refused(limits: Limits, says: str) -> None:
    for attempt in (ring, lambda c, d, limits: outer_envelope(Point(c), d, limits), lambda c, d, limits: reach(Point(c), c, d, 0, limits)):
        with pytest.raises(RangeError, match=says):
            attempt(LonLat(10, 10), 1_500_000, limits=limits)
    with pytest.raises(RangeError, match="9,500 km"):
        outer_envelope(LAKE, 12_000_000, Limits(bearings_deg=(0, 90)))


def test_ranges_survive_geojson_and_stay_counter_clockwise() -> None:
    for area in (
        ring(LonLat(179, 60), 800_000),
        ring(LonLat(0, 88), 900_000),
        outer_envelope(SPLIT, 400_000),
        outer_envelope(LAKE, 300_000),
    ):
        back = shape(mapping(area))
        assert back.equals(area)
        for polygon in shapely.get_parts(shapely.orient_polygons(area)):
            assert polygon.exterior.is_ccw
        assert area.area < 180 * 360 / 3


# --- shares -------------------------------------------------------------------------------------------------------------


def test_areas_are_those_of_the_ellipsoid() -> None:
    from pyproj import Geod

    true, _ = Geod(ellps="WGS84").geometry_area_perimeter(shapely.orient_polygons(shapely.segmentize(LAKE, 0.01)))
    assert area_m2(LAKE) == pytest.approx(abs(true), rel=1e-4)
    assert share(box(20, 0, 30, 30), box(20, -30, 30, 30)) == pytest.approx(0.5, abs=1e-9)
    assert share(None, LAKE) == 0
    assert share(LineString([(0, 0), (1, 0)]), LineString([(0, 0), (4, 0)])) == pytest.approx(0.25, abs=1e-6)
    assert share(MultiPoint([(0, 0)]), MultiPoint([(0, 0), (1, 1), (2, 2), (3, 3)])) == 0.25


def test_launch_sites_are_spread_evenly_within_the_origin() -> None:
    sites = launch_sites(LAKE, 2000)
    assert len(sites) == 2000
    assert shapely.contains_xy(LAKE, sites[:, 0], sites[:, 1]).all()
    north = LAKE.intersection(box(0, 43, 90, 90))
    assert shapely.contains_xy(north, sites[:, 0], sites[:, 1]).mean() == pytest.approx(share(north, LAKE), abs=0.02)
    assert len(launch_sites(Point(3, 4), 50)) == 1
    assert len(launch_sites(LineString([(0, 0), (1, 1)]), 50)) == 50


@pytest.mark.parametrize("limits", [Limits(), *LIMITS], ids=str)
def test_the_share_of_a_verdict_is_that_of_the_launch_points(limits: Limits) -> None:
    sites = launch_sites(LAKE, 4000)
    for target in (LonLat(14.0, 39.0), LonLat(28.0, 44.0), LonLat(19.0, 36.0)):
        found = reach(LAKE, target, 700_000, 0, limits)
        azimuth, _, metres = inverse(sites[:, 0].copy(), sites[:, 1].copy(), np.full(4000, target.lon), np.full(4000, target.lat))
        ok = (metres <= 700_000) & (metres >= limits.least_m)
        if limits.bearings_deg is not None:
            ok &= (azimuth - limits.bearings_deg[0]) % 360.0 <= limits.width_deg
        assert found.share_least == found.share_greatest == pytest.approx(ok.mean(), abs=0.015)
        assert (found.verdict is Verdict.IN) == bool(ok.all())
        assert (found.verdict is Verdict.OUT) == (not ok.any())


def test_precision_and_extent_part_what_is_sure_from_what_is_possible() -> None:
    exact, rough = reach(LAKE, LonLat(14.0, 39.0), 700_000), reach(LAKE, LonLat(14.0, 39.0), 700_000, 30_000)
    assert rough.share_least < exact.share_least < rough.share_greatest
    province = reach(LAKE, box(13.5, 38.5, 14.5, 39.5), 700_000)
    assert province.share_least < exact.share_least < province.share_greatest


# --- launch areas ---------------------------------------------------------------------------------------------------------


def test_a_launch_area_is_where_every_target_is_in_reach() -> None:
    targets = [(14.0, 39.0), (15.0, 41.0), (16.5, 37.5)]
    found = launch_area(LAKE, [Aim(Point(t)) for t in targets], 700_000)
    assert found.area is not None
    sites = launch_sites(LAKE, 3000)
    lon, lat = sites[:, 0].copy(), sites[:, 1].copy()
    ok = np.ones(3000, dtype=bool)
    for target, one in zip(targets, found.targets, strict=True):
        _, _, metres = inverse(lon, lat, np.full(3000, target[0]), np.full(3000, target[1]))
        near = metres <= 700_000
        assert one.share == pytest.approx(near.mean(), abs=0.015)
        assert one.ruled_out is not None
        clear = np.abs(metres - 700_000) > 100
        assert (shapely.contains_xy(one.ruled_out, lon, lat) == ~near)[clear].all()
        ok &= near
    assert found.share == found.sure_share == pytest.approx(ok.mean(), abs=0.015)
    assert found.share == pytest.approx(area_m2(found.area) / area_m2(LAKE), abs=1e-6)


def test_a_launch_area_may_be_nowhere_or_everywhere_and_needs_a_target() -> None:
    nowhere = launch_area(LAKE, [Aim(Point(14, 39)), Aim(Point(60, 39))], 700_000)
    assert nowhere.area is None
    assert nowhere.share == 0
    assert nowhere.targets[1].ruled_out is not None
    everywhere = launch_area(LAKE, [Aim(Point(21, 43))], 2_000_000)
    assert everywhere.share == everywhere.sure_share == 1
    assert everywhere.targets[0].ruled_out is None
    assert launch_area(Point(21, 43), [Aim(Point(21, 44))], 200_000).share == 1
    with pytest.raises(RangeError, match="target"):
        launch_area(LAKE, [], 1000)


@given(st.floats(10, 32), st.floats(34, 52), st.floats(3e5, 2e6))
@settings(max_examples=40, deadline=None)
def test_a_target_in_the_inner_envelope_is_in_reach_from_every_point_of_the_origin(lon: float, lat: float, distance: float) -> None:
    inner, outer = inner_envelope(LAKE, distance), outer_envelope(LAKE, distance)
    if inner is not None:
        assert outer.buffer(1e-6).covers(inner)
    sites = launch_sites(LAKE, 300)
    _, _, metres = inverse(sites[:, 0].copy(), sites[:, 1].copy(), np.full(300, lon), np.full(300, lat))
    if inner is not None and inner.contains(Point(lon, lat)):
        assert metres.max() <= distance + 20
    if not outer.contains(Point(lon, lat)):
        assert metres.min() >= distance - 20


# --- while dragging --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("distance", [150e3, 600e3, 1_500e3])
@pytest.mark.parametrize(
    "origin", [LAKE, SPLIT, LineString([(35, 33), (36, 36), (40, 37)]), MultiPoint([(0, 0), (3, 1)])], ids=lambda o: o.geom_type
)
def test_a_preview_is_nearly_the_envelope(origin: Polygon, distance: float) -> None:
    prepared = PreparedOrigin.of(origin)
    seen, true = prepared.preview(distance), prepared.exact(distance)
    assert seen.outer.is_valid
    assert seen.outer.symmetric_difference(true.outer).area < 0.01 * true.outer.area
    assert (seen.inner is None) == (true.inner is None)
    if seen.inner is not None and true.inner is not None:
        assert seen.inner.symmetric_difference(true.inner).area < 0.02 * true.inner.area


def test_a_preview_keeps_limits() -> None:
    prepared = PreparedOrigin.of(LAKE)
    limits = Limits(200_000, (180, 270))
    seen, true = prepared.preview(900_000, limits), prepared.exact(900_000, limits)
    assert seen.outer.symmetric_difference(true.outer).area < 0.15 * true.outer.area
    assert prepared.preview(900_000, Limits(400_000)).outer.area < prepared.preview(900_000).outer.area


def test_who_is_inside_agrees_with_the_envelopes() -> None:
    envelopes = PreparedOrigin.of(LAKE).exact(600_000)
    generator = np.random.default_rng(1)
    lon, lat = generator.uniform(10, 33, 4000), generator.uniform(33, 53, 4000)
    found = verdicts(envelopes, lon, lat)
    assert set(found.tolist()) == {0, 1, 2}
    for value, x, y in list(zip(found, lon, lat, strict=True))[:60]:
        expected = reach(LAKE, LonLat(x, y), 600_000).verdict
        assert {0: Verdict.OUT, 1: Verdict.DEPENDS, 2: Verdict.IN}[int(value)] is expected


# --- lines -------------------------------------------------------------------------------------------------------------------


def test_what_lines_cross_with_lengths_and_shares() -> None:
    wall = box(15, 30, 17, 60)
    south = box(15, 30, 17, 41.5)
    far = box(100, 0, 110, 10)
    found = {c.key: c for c in crossings(LAKE, LonLat(10, 40), {"wall": wall, "south": south, "far": far})}
    assert set(found) == {"wall", "south"}
    assert found["wall"].share == 1
    assert 0 < found["south"].share < 1
    assert found["wall"].least_m < found["wall"].greatest_m
    (one,) = crossings(Point(20, 40), LonLat(10, 40), {"wall": wall})
    ends = distance_between_m(LonLat(15, 40), LonLat(17, 40))
    assert one.least_m == one.greatest_m == pytest.approx(ends, rel=2e-3)
    assert one.share == 1


def test_lines_over_the_180th_meridian_cross_what_lies_there() -> None:
    (found,) = crossings(Point(170, 10), LonLat(-170, 10), {"strip": shapely.union_all([box(178, 0, 180, 20), box(-180, 0, -178, 20)])})
    assert found.greatest_m == pytest.approx(distance_between_m(LonLat(178, 10), LonLat(-178, 10)), rel=5e-3)


def test_lengths_of_a_measured_path_add_up() -> None:
    points = [LonLat(179, 0), LonLat(-179, 0), LonLat(-179, 5)]
    legs = [distance_between_m(a, b) for a, b in pairwise(points)]
    assert path_length_m(points) == pytest.approx(sum(legs))
    assert legs[0] == pytest.approx(222_639, abs=1)
    assert path_length_m(points[:1]) == 0
