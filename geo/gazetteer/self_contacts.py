"""How tangled an outline is, before it is mended."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

_MOST_PAIRS = 2_000_000  # of edges that are looked at together


def self_contacts(shape: BaseGeometry, most: int) -> int:
    """How often edges of a shape cross or touch others than their neighbours; counted until they are more than `most`."""
    rings = [shapely.get_coordinates(r) for r in shapely.get_rings(shape)]
    ends = np.concatenate([np.stack([r[:-1], r[1:]], axis=1) for r in rings])
    edges = cast("list[BaseGeometry]", list(cast("Any", shapely.linestrings(ends))))
    tree = shapely.STRtree(edges)
    at_once = max(1, min(1024, _MOST_PAIRS // len(edges)))
    found = 0
    for begun in range(0, len(edges), at_once):
        asked = edges[begun : begun + at_once]
        # Each meets itself and its two neighbours.
        found += tree.query(asked, predicate="intersects").shape[1] - 3 * len(asked)
        if found > 2 * most:
            break
    return found // 2
