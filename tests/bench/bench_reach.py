"""How long ranges take, and how far their edges stand from the truth. Prints; asserts no time.

make bench        or        pytest tests/bench/bench_reach.py -m bench -s
"""

from __future__ import annotations

import time

import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from geo.gazetteer import Gazetteer
from geo.model import LonLat
from geo.reach import inner_envelope, outer_envelope, reach, ring
from geo.reach.geodesy import distances_m

pytestmark = pytest.mark.bench


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


def test_ring_of_720_points(capsys: pytest.CaptureFixture[str]) -> None:
    begun = time.perf_counter()
    for _ in range(20):
        ring(LonLat(49.5, 42.0), 1_500_000)
    with capsys.disabled():
        print(f"\nring of 720 vertices: {(time.perf_counter() - begun) / 20 * 1000:.1f} ms")


@pytest.mark.parametrize("name", ["Caspian Sea", "Black Sea", "Syria", "Iran", "Russia"])
def test_envelopes_of_outlines(name: str, gazetteer: Gazetteer, capsys: pytest.CaptureFixture[str]) -> None:
    origin = outline(gazetteer, name)
    for distance in (300_000.0, 1_500_000.0, 5_500_000.0):
        begun = time.perf_counter()
        outer_envelope(origin, distance)
        outer_s = time.perf_counter() - begun
        inner_envelope(origin, distance)
        inner_s = time.perf_counter() - begun - outer_s
        with capsys.disabled():
            vertices = shapely.get_num_coordinates(origin)
            print(f"{name} ({vertices} vertices) {distance / 1000:.0f} km: outer {outer_s:.2f} s, inner {inner_s:.2f} s")


def test_caspian_against_the_truth_and_the_usual_way(gazetteer: Gazetteer, capsys: pytest.CaptureFixture[str]) -> None:
    origin, distance = outline(gazetteer, "Caspian Sea"), 1_500_000.0
    begun = time.perf_counter()
    outer = outer_envelope(origin, distance)
    outer_s = time.perf_counter() - begun
    inner = inner_envelope(origin, distance)
    assert inner is not None
    begun = time.perf_counter()
    usual = union_of_circles(origin, distance, 0.05)
    usual_s = time.perf_counter() - begun
    begun = time.perf_counter()
    for lon, lat in ((36.60, 35.37), (36.49, 35.43), (36.65, 35.44)):
        reach(origin, LonLat(lon, lat), distance)
    verdict_s = (time.perf_counter() - begun) / 3
    with capsys.disabled():
        print(f"\nouter {outer_s:.2f} s, a union of circles {usual_s:.2f} s: ratio {usual_s / outer_s:.0f}")
        print(f"a verdict {verdict_s * 1000:.0f} ms")
        for label, edge, farthest in (("outer", outer, False), ("inner", inner, True), ("union of circles", usual, False)):
            low, high = error_m(edge.boundary, origin, distance, farthest=farthest)
            print(f"{label}: edge stands {low:+.1f} to {high:+.1f} m from 1,500 km")
