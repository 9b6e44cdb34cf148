"""Ranges from real shapes: geodesic rings and envelopes, and what they say of a target. Knows no place names.

>>> from geo.model import LonLat
>>> from shapely.geometry import box
>>> sea = box(49.0, 37.0, 53.0, 45.0)
>>> reach(sea, LonLat(36.60, 35.37), distance_m("1,500 km")).verdict
<Verdict.DEPENDS: 'depends'>
"""

from geo.reach.distances import geodesic, reach
from geo.reach.envelopes import inner_envelope, outer_envelope, ring
from geo.reach.units import distance_m

__all__ = ["distance_m", "geodesic", "inner_envelope", "outer_envelope", "reach", "ring"]
