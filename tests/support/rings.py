"""How far rings stand from where they should, by another library (geographiclib)."""

from __future__ import annotations

import numpy as np
import shapely
from geographiclib.geodesic import Geodesic

from geo.model import LonLat
from geo.reach import ring
from geo.reach.geodesy import distances_m


def ring_errors(count: int) -> tuple[float, float]:
    """The worst vertex and the worst drawn edge, in metres, of so many rings of 2 to 12,600 km, poles and date line among them.

    Two vertices of each ring are measured by the other library; the middles of all edges of every tenth ring by our own
    geodesics, for which the vertices vouch. Edges along a pole or the 180th meridian are cuts and no part of the circle.
    """
    generator = np.random.default_rng(20)
    lons, lats = generator.uniform(-180, 180, count), np.degrees(np.arcsin(generator.uniform(-1, 1, count)))
    few = max(3, count // 33)
    lats[:few] = generator.choice([90.0, -90.0, 89.999, -89.5], few)
    lons[few : 2 * few] = generator.choice([180.0, -180.0, 179.9999], few)
    radii = 10 ** generator.uniform(3.3, 7.1, count)
    worst_vertex = worst_edge = 0.0
    for k, (lon, lat, radius) in enumerate(zip(lons.tolist(), lats.tolist(), radii.tolist(), strict=True)):
        shape = ring(LonLat(lon, lat), radius)
        vertices = shapely.get_coordinates(shape)
        vertices = vertices[(np.abs(np.abs(vertices[:, 0]) - 180) > 1e-6) & (np.abs(np.abs(vertices[:, 1]) - 90) > 1e-6)]
        for x, y in vertices[generator.integers(0, len(vertices), 2)].tolist():
            away = float(Geodesic.WGS84.Inverse(lat, lon, y, x)["s12"])
            worst_vertex = max(worst_vertex, abs(away - radius))
        if k % 10:
            continue
        for part in shapely.get_parts(shape):
            xy = shapely.get_coordinates(part.exterior)
            cut = (np.abs(np.abs(xy[:, 0]) - 180) < 1e-6) | (np.abs(np.abs(xy[:, 1]) - 90) < 1e-6)
            middle = ((xy[:-1] + xy[1:]) / 2)[~(cut[:-1] & cut[1:])]
            metres = distances_m(np.full(len(middle), lon), np.full(len(middle), lat), middle[:, 0].copy(), middle[:, 1].copy())
            worst_edge = max(worst_edge, float(np.abs(metres - radius).max(initial=0.0)))
    return worst_vertex, worst_edge
