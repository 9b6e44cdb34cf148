"""Geometry as the map page reads it: whole numbers of a quantum, delta-coded; positions in Web Mercator's unit square."""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

QUANTUM_DEG = 1e-4
"""11 m: below a pixel at the greatest zoom of the page."""

DETAIL = 2500
"""An outline keeps what is larger than this part of its own extent: half a pixel where it fills a large screen."""

_MERCATOR_LIMIT_DEG = 85.0511287798066


def coded(points: NDArray[np.float64]) -> list[int]:
    """Positions of shape (n, 2) in degrees as a flat list: the first, then steps."""
    whole = np.round(points / QUANTUM_DEG).astype(np.int64)
    keep = np.ones(len(whole), dtype=bool)
    keep[1:] = np.any(np.diff(whole, axis=0) != 0, axis=1)
    whole = whole[keep]
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    return [int(v) for v in steps.ravel()]


def coded_rings(geometry: BaseGeometry, *, detail: int = DETAIL) -> list[list[int]]:
    """All rings of an areal geometry, holes among them: drawn by the even-odd rule."""
    west, south, east, north = geometry.bounds
    tolerance = max(east - west, north - south) / detail
    simple = geometry.simplify(tolerance, preserve_topology=True)
    rings: list[list[int]] = []
    for polygon in shapely.get_parts(simple):
        if polygon.geom_type != "Polygon" or polygon.is_empty:
            continue
        for ring in (polygon.exterior, *polygon.interiors):
            flat = coded(shapely.get_coordinates(ring))
            if len(flat) >= 6:
                rings.append(flat)
    return rings


def coded_lines(geometry: BaseGeometry) -> list[list[int]]:
    return [coded(shapely.get_coordinates(line)) for line in shapely.get_parts(geometry) if not line.is_empty]


def unit_square(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Longitudes and latitudes of shape (n, 2) as x to the east and y to the south, both 0 to 1."""
    lat = np.radians(np.clip(positions[:, 1], -_MERCATOR_LIMIT_DEG, _MERCATOR_LIMIT_DEG))
    return np.stack([positions[:, 0] / 360 + 0.5, 0.5 - np.arcsinh(np.tan(lat)) / (2 * math.pi)], axis=1)
