"""Ranges, launch areas and tracks as the map's page reads them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.export.drawing import QUANTUM_DEG, coded, coded_lines, coded_rings
from geo.views import Drawn, DrawnLaunch, DrawnRange, DrawnTrack
from geo.views.drawn import inner_apart, with_article


def range_json(drawn: DrawnRange) -> dict[str, Any]:
    apart = inner_apart(drawn)
    inner = [] if apart is None else coded_rings(apart)
    # The caption begins with the claim in the speaker's own unit: "930 miles claimed by Shoigu; …".
    claim = drawn.caption.split(";")[0].strip() or f"{drawn.distance_m / 1000:,.0f} km"
    said = claim.split(" claimed by ")[0]
    distance = said if said != claim and ":" not in said else f"{drawn.distance_m / 1000:,.0f} km"
    origin = with_article(drawn.origin)
    data: dict[str, Any] = {
        "caption": drawn.caption,
        "outer": coded_rings(drawn.outer),
        "inner": inner,
        # The longest that has room along the line is written.
        "outerLabels": drawn.labels or ([f"{claim}: from some point of {origin}", claim, distance] if inner else [claim, distance]),
        "innerLabels": drawn.inner_labels or [f"{distance} from every point of {origin}", distance],
    }
    if drawn.edge is not None:
        data["edges"] = coded_lines(drawn.edge)
    return data


def launch_json(drawn: DrawnLaunch) -> dict[str, Any]:
    return {"caption": drawn.caption, "rings": [] if drawn.area is None else coded_rings(drawn.area), "labels": drawn.labels}


def track_json(drawn: DrawnTrack) -> dict[str, Any]:
    return {"caption": drawn.caption, "paths": coded_lines(drawn.line), "labels": drawn.labels}


def draft_json(drawn: Sequence[Drawn], origin: BaseGeometry, *, fixed: bool) -> str:
    """What is being set up, as the page's tools draw it; `fixed`: its edges are not to be dragged."""
    data = {
        "quantum": QUANTUM_DEG,
        "fixed": fixed,
        "origin": _origin_paths(origin),
        "ranges": [range_json(each) for each in drawn if isinstance(each, DrawnRange)],
        "launches": [launch_json(each) for each in drawn if isinstance(each, DrawnLaunch)],
        "tracks": [track_json(each) for each in drawn if isinstance(each, DrawnTrack)],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _origin_paths(origin: BaseGeometry) -> list[list[int]]:
    if origin.geom_type == "Point":
        return [coded(shapely.get_coordinates(origin))]
    if origin.geom_type in ("Polygon", "MultiPolygon", "GeometryCollection"):
        return coded_rings(origin)
    return coded_lines(origin)
