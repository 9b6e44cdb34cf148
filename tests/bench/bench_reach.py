"""How long ranges take, in processor time, and how far their edges stand from the truth. Prints; asserts errors, no time.

make bench        or        pytest tests/bench/bench_reach.py -m bench -s
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
import shapely
from pyproj import Geod
from rings import ring_errors
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.gazetteer import Gazetteer
from geo.model import LonLat
from geo.reach import Aim, PreparedOrigin, inner_envelope, launch_area, outer_envelope, reach, ring, verdicts
from geo.reach.geodesy import FloatArray, distances_m

pytestmark = pytest.mark.bench


TOWNS = [(36.6033, 35.3743), (36.4935, 35.4318), (36.6192, 35.3990), (36.6229, 35.3215), (36.6510, 35.4421), (36.5383, 35.4386)]


def outline(gazetteer: Gazetteer, name: str) -> BaseGeometry:
    shapes = (gazetteer.outline(candidate.place) for candidate in gazetteer.find(name, limit=8))
    return next(shape for shape in shapes if shape is not None)


def error_m(edge: BaseGeometry, origin: BaseGeometry, distance: float, *, farthest: bool) -> tuple[float, float]:
    """Least and greatest error of an edge against an origin sampled every 500 m, by brute force."""
    xy = shapely.get_coordinates(shapely.segmentize(edge, 0.1))
    xy = xy[:: max(1, len(xy) // 400)]
    shore = shapely.get_coordinates(shapely.segmentize(origin, 0.005))
    errors: list[float] = []
    for lon, lat in xy:
        away = distances_m(np.full(len(shore), lon), np.full(len(shore), lat), shore[:, 0].copy(), shore[:, 1].copy())
        errors.append(float(away.max() if farthest else away.min()) - distance)
    return min(errors), max(errors)


def union_of_circles(origin: BaseGeometry, distance: float, step_deg: float) -> BaseGeometry:
    """The usual way, for comparison: 720 vertices round points along the shore, 5 km apart."""
    geod = Geod(ellps="WGS84")
    azimuths = np.arange(720) * 0.5
    discs: list[Polygon] = []
    for lon, lat in shapely.get_coordinates(shapely.segmentize(origin, step_deg)):
        lons, lats, _ = geod.fwd(np.full(720, lon), np.full(720, lat), azimuths, np.full(720, distance))
        discs.append(Polygon(zip(lons, lats, strict=True)))
    return shapely.union_all(discs)


def timed(work: Callable[[], object], times: int = 1) -> float:
    """Seconds of processor time that one call takes, after one to warm up where there are several."""
    if times > 1:
        work()
    begun = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - begun) / times


def by_geopy(center: LonLat, distance: float) -> Polygon:
    """The usual loop: one geopy destination for each vertex."""
    from geopy.distance import geodesic

    way = geodesic(meters=distance)
    points = [way.destination((center.lat, center.lon), bearing / 2) for bearing in range(720)]
    return Polygon([(p.longitude, p.latitude) for p in points])


def test_ring_of_720_points_beside_others(capsys: pytest.CaptureFixture[str]) -> None:
    center, distance = LonLat(49.5, 42.0), 1_500_000.0
    ways: list[tuple[str, Callable[[], BaseGeometry], int]] = [
        ("ring", lambda: ring(center, distance), 200),
        ("geopy, vertex by vertex", lambda: by_geopy(center, distance), 2),
        ("shapely's buffer in degrees", lambda: Point(center).buffer(distance / 111_320.0, quad_segs=180), 200),
    ]
    own = 0.0
    with capsys.disabled():
        print("\n1,500 km round 42.0 N 49.5 E, 720 vertices | ms | times ours | worst vertex m | worst edge m")
        for label, make, times in ways:
            took = timed(make, times)
            own = own or took
            xy = shapely.get_coordinates(make())
            at = [np.abs(from_center(center, p) - distance).max() for p in (xy, (xy[1:] + xy[:-1]) / 2)]
            print(f"{label:<42} | {took * 1000:.2f} | {took / own:.2f} | {at[0]:.3f} | {at[1]:.1f}")


def from_center(center: LonLat, xy: FloatArray) -> FloatArray:
    return distances_m(np.full(len(xy), center.lon), np.full(len(xy), center.lat), xy[:, 0].copy(), xy[:, 1].copy())


def test_ten_thousand_rings_against_geographiclib(capsys: pytest.CaptureFixture[str]) -> None:
    vertex_m, edge_m = ring_errors(10_000)
    with capsys.disabled():
        print(f"\n10,000 rings, poles and date line among them: vertices within {vertex_m * 1e6:.0f} µm, edges within {edge_m:.1f} m")
    assert vertex_m < 0.001
    assert edge_m < 20.0


def test_events_within_envelopes(gazetteer: Gazetteer, capsys: pytest.CaptureFixture[str]) -> None:
    origin = outline(gazetteer, "Caspian Sea")
    generator = np.random.default_rng(4)
    lon, lat = generator.uniform(-20, 110, 100_000), generator.uniform(-10, 70, 100_000)
    many = [PreparedOrigin.of(origin).exact(d) for d in np.linspace(600_000, 2_400_000, 10)]
    one_s = timed(lambda: verdicts(many[5], lon, lat))
    ten_s = timed(lambda: [verdicts(e, lon, lat) for e in many])
    with capsys.disabled():
        print(f"\n100,000 events against an envelope {one_s:.3f} s, against ten {ten_s:.3f} s")


def test_dragging_a_distance(gazetteer: Gazetteer, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("Caspian Sea", "Syria", "Iran"):
        origin = outline(gazetteer, name)
        prepared = PreparedOrigin.of(origin)
        prepare_s = timed(lambda origin=origin: PreparedOrigin.of(origin))
        distances = np.linspace(200_000, 2_500_000, 24)
        took = [timed(lambda d=d, prepared=prepared: prepared.preview(float(d))) for d in distances]
        with capsys.disabled():
            print(f"\n{name}: prepared {prepare_s * 1000:.0f} ms, preview {np.mean(took) * 1000:.0f} ms, worst {max(took) * 1000:.0f} ms")


def test_short_ranges_round_a_vast_coast(gazetteer: Gazetteer, capsys: pytest.CaptureFixture[str]) -> None:
    origin = outline(gazetteer, "Russia")
    for distance in (37_000.0, 100_000.0, 300_000.0):
        took = timed(lambda distance=distance: outer_envelope(origin, distance))
        with capsys.disabled():
            print(f"Russia, {distance / 1000:.0f} km: {took:.1f} s")


def test_launch_area_and_crossings(gazetteer: Gazetteer, capsys: pytest.CaptureFixture[str]) -> None:
    origin = outline(gazetteer, "Caspian Sea")
    aims = [Aim(Point(lon, lat), 2_000.0) for lon, lat in TOWNS]
    found = launch_area(origin, aims, 1_500_000.0)
    took = timed(lambda: launch_area(origin, aims, 1_500_000.0), 3)
    with capsys.disabled():
        shares = f"{found.share:.1%}, surely {found.sure_share:.1%}"
        print(f"\nof the Caspian within 1,500 km of six towns: {shares}; {took * 1000:.0f} ms")


@pytest.mark.parametrize("name", ["Caspian Sea", "Black Sea", "Syria", "Iran", "Russia"])
def test_envelopes_of_outlines(name: str, gazetteer: Gazetteer, capsys: pytest.CaptureFixture[str]) -> None:
    origin = outline(gazetteer, name)
    for distance in (300_000.0, 1_500_000.0, 5_500_000.0):
        begun = time.process_time()
        outer_envelope(origin, distance)
        outer_s = time.process_time() - begun
        inner_envelope(origin, distance)
        inner_s = time.process_time() - begun - outer_s
        with capsys.disabled():
            vertices = shapely.get_num_coordinates(origin)
            print(f"{name} ({vertices} vertices) {distance / 1000:.0f} km: outer {outer_s:.2f} s, inner {inner_s:.2f} s")


def test_caspian_against_the_truth_and_the_usual_way(gazetteer: Gazetteer, capsys: pytest.CaptureFixture[str]) -> None:
    origin, distance = outline(gazetteer, "Caspian Sea"), 1_500_000.0
    begun = time.process_time()
    outer = outer_envelope(origin, distance)
    outer_s = time.process_time() - begun
    inner = inner_envelope(origin, distance)
    assert inner is not None
    begun = time.process_time()
    usual = union_of_circles(origin, distance, 0.05)
    usual_s = time.process_time() - begun
    begun = time.process_time()
    for lon, lat in ((36.60, 35.37), (36.49, 35.43), (36.65, 35.44)):
        reach(origin, LonLat(lon, lat), distance)
    verdict_s = (time.process_time() - begun) / 3
    with capsys.disabled():
        print(f"\nouter {outer_s:.2f} s, a union of circles {usual_s:.2f} s: ratio {usual_s / outer_s:.0f}")
        print(f"a verdict {verdict_s * 1000:.0f} ms")
        for label, edge, farthest in (("outer", outer, False), ("inner", inner, True), ("union of circles", usual, False)):
            low, high = error_m(edge.boundary, origin, distance, farthest=farthest)
            print(f"{label}: edge stands {low:+.1f} to {high:+.1f} m from 1,500 km")
