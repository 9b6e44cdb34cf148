"""Ranges from real shapes: geodesic rings and envelopes, and what they say of a target. Knows no place names.

>>> from geo.model import LonLat
>>> from shapely.geometry import box
>>> sea = box(49.0, 37.0, 53.0, 45.0)
>>> reach(sea, LonLat(36.60, 35.37), distance_m("1,500 km")).verdict
<Verdict.DEPENDS: 'depends'>
"""

from geo.reach.distances import distance_between_m, geodesic, path_length_m, reach, span_m
from geo.reach.launch import Aim, LaunchArea, Reached, launch_area
from geo.reach.limits import NO_LIMITS, Limits, inner_envelope, outer_envelope, ring
from geo.reach.live import Envelopes, PreparedOrigin, verdicts
from geo.reach.shares import area_m2, launch_sites, share
from geo.reach.tracks import Crossing, crossings
from geo.reach.units import distance_m

__all__ = [
    "NO_LIMITS",
    "Aim",
    "Crossing",
    "Envelopes",
    "LaunchArea",
    "Limits",
    "PreparedOrigin",
    "Reached",
    "area_m2",
    "crossings",
    "distance_between_m",
    "distance_m",
    "geodesic",
    "inner_envelope",
    "launch_area",
    "launch_sites",
    "outer_envelope",
    "path_length_m",
    "reach",
    "ring",
    "share",
    "span_m",
    "verdicts",
]
