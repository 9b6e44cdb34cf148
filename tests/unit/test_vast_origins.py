"""Origins wider than one plane: an ocean with islands, and what its range costs."""

from __future__ import annotations

import time

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPoint, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.errors import Cancelled
from geo.reach import outer_envelope
from geo.reach.geodesy import distances_m

REACH_M = 1_500_000.0
TRUE_TO_M = 20.0
CPU_S = 4.0  # measured: 0.6; 7.0 where every part was measured by itself

_turn = np.linspace(0.0, 2 * np.pi, 1201)[:-1]
_wiggle = 1 + 0.03 * np.sin(17 * _turn) + 0.012 * np.sin(61 * _turn) + 0.006 * np.sin(149 * _turn)
_ISLANDS = [Point(lon, lat).buffer(0.4, quad_segs=12).exterior for lon in range(-30, 31, 4) for lat in range(-20, 21, 4)]
_SHORE = np.stack([48 * _wiggle * np.cos(_turn), 38 * _wiggle * np.sin(_turn)], axis=-1)
OCEAN = Polygon(_SHORE, _ISLANDS)


def _edge_m(envelope: BaseGeometry, origin: BaseGeometry, every: int) -> np.ndarray:
    """From points of an edge, those of a cut left out, to the nearest of an origin's shore: by brute force."""
    shore = shapely.get_coordinates(shapely.segmentize(origin.boundary, 0.04)) if origin.area else shapely.get_coordinates(origin)
    edge = shapely.get_coordinates(envelope.boundary)
    edge = edge[(np.abs(edge[:, 0]) < 180 - 1e-6) & (np.abs(edge[:, 1]) < 90 - 1e-6)][::every]
    cosines = _unit(edge) @ _unit(shore).T
    return np.array(
        [_least(point, shore[np.argpartition(-row, min(50, len(row) - 1))[:51]]) for point, row in zip(edge, cosines, strict=True)]
    )


def _unit(xy: np.ndarray) -> np.ndarray:
    lon, lat = np.radians(xy).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def _least(point: np.ndarray, shore: np.ndarray) -> float:
    a = np.repeat(point[None, :], len(shore), axis=0)
    return float(distances_m(*np.ascontiguousarray(a.T), *np.ascontiguousarray(shore.T)).min())


def test_an_ocean_with_islands_is_true_to_metres_in_seconds() -> None:
    start = time.process_time()
    envelope = outer_envelope(OCEAN, REACH_M)
    assert time.process_time() - start < CPU_S
    assert envelope.is_valid
    assert not shapely.get_num_interior_rings(envelope)  # the islands lie within
    away = _edge_m(envelope, OCEAN, 100)
    assert np.abs(away - REACH_M).max() < TRUE_TO_M


def test_an_island_too_wide_for_the_range_keeps_its_middle() -> None:
    wide = Polygon(_SHORE, [box(-15, -15, 15, 15).exterior])
    envelope = outer_envelope(wide, 300_000.0)
    assert not envelope.contains(Point(0, 0))
    assert np.abs(_edge_m(envelope, wide, 300) - 300_000.0).max() < TRUE_TO_M


@pytest.mark.parametrize("distance_m", [60_000.0, REACH_M])
def test_an_island_with_a_part_of_the_origin_within_is_as_if_filled(distance_m: float) -> None:
    lagoon = MultiPolygon([Polygon(box(0, 0, 3, 3).exterior.coords, [box(1, 1, 1.5, 1.5).exterior.coords]), box(1.2, 1.2, 1.3, 1.3)])
    found, whole = outer_envelope(lagoon, distance_m), outer_envelope(box(0, 0, 3, 3), distance_m)
    assert found.symmetric_difference(whole).area < 1e-9


def test_points_an_ocean_apart_have_discs_of_their_own() -> None:
    points = MultiPoint([(-150.0, 10.0), (170.0, -30.0), (120.0, 35.0)])
    envelope = outer_envelope(points, REACH_M)
    assert envelope.is_valid
    assert np.abs(_edge_m(envelope, points, 20) - REACH_M).max() < TRUE_TO_M


def test_a_vast_origin_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    outer_envelope(OCEAN, REACH_M, on_progress=lambda done, total, _: told.append((done, total)))
    total = told[0][1]
    assert total > 3
    assert told == [(done, total) for done in range(total + 1)]


@pytest.mark.parametrize("distance_m", [REACH_M, 40_000.0], ids=["a vast origin", "a long coast"])
def test_what_takes_long_can_be_stopped(distance_m: float) -> None:
    told: list[int] = []
    with pytest.raises(Cancelled):
        outer_envelope(OCEAN, distance_m, on_progress=lambda done, *_: told.append(done), cancelled=lambda: len(told) >= 2)
    assert told == [0, 1]
