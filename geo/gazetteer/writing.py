"""Writing a compiled gazetteer: one read-only SQLite file with places, names under their keys, and outlines.

The file is written beside its place and renamed, so that no reader ever sees half of one.
"""

from __future__ import annotations

import math
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import GazetteerError
from geo.files import beside, private_file, private_folder, sweep
from geo.gazetteer import names, outlines, schema, skeletons, soundness, sources
from geo.gazetteer.key_filter import filter_bits
from geo.gazetteer.sources import Entry
from geo.model import Bbox

MOST_FILTERED = 400_000  # places: the filter of a larger file would take long to read


@dataclass(frozen=True, slots=True)
class Content:
    """What one file holds."""

    gazetteer: str
    entries: tuple[Entry, ...]
    outlines: Mapping[str, BaseGeometry]
    admin1: Callable[[Entry], str | None]
    filtered: bool = True  # whether a filter of the keys is made, which pays where there are several files
    meta: Mapping[str, str] = field(default_factory=dict[str, str])  # facts about the file itself


def write(made: Content, target: Path, on_share: Callable[[float], None] = lambda _share: None) -> None:
    """The compiled gazetteer as a SQLite file at `target`, written beside it and renamed."""
    try:
        private_folder(target.parent)
        sweep(target.parent)
        copy = beside(target)
        private_file(copy)
    except OSError as error:
        raise GazetteerError(
            f"No gazetteer can be written in {target.parent} ({error.strerror}). Set DATELINE_DATA to a folder you may write in."
        ) from None
    try:
        db = sqlite3.connect(copy, isolation_level=None)
        try:
            db.executescript("PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;")
            db.executescript(schema.TABLES)
            db.execute("BEGIN")
            _write_areas(db, made.outlines)
            _write_places(db, made)
            on_share(0.1)
            _write_names(db, made, on_share)
            meta = {"schema": str(schema.VERSION), "gazetteer": made.gazetteer, "places": str(len(made.entries)), **made.meta}
            db.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
            db.execute("COMMIT")
        finally:
            db.close()
        soundness.seal(copy)
        os.replace(copy, target)
    except sqlite3.OperationalError as error:
        copy.unlink(missing_ok=True)
        raise GazetteerError(f"{target} cannot be written ({error}). Make room on the disk and try again.") from None
    except BaseException:
        copy.unlink(missing_ok=True)
        raise


def _write_places(db: sqlite3.Connection, made: Content) -> None:
    rows: list[tuple[object, ...]] = []
    for n, e in enumerate(made.entries):
        outline = made.outlines.get(e.id)
        bbox = _bbox(outline) if outline is not None else (None,) * 4
        extent = e.extent_km
        if extent is None:
            extent = outlines.extent_km(outline, e.lon, e.lat) if outline is not None else point_extent_km(e.feature, e.population)
        rows.append((
            n, e.id, e.name, e.lon, e.lat, e.feature, e.country, made.admin1(e), e.population, round(extent, 2), *bbox,
            e.id if outline is not None else None, e.note, int(e.identity_uncertain), round(prominence(e)),
            schema.IDENTIFIER_BREAK.join(e.identifiers) or None,
        ))  # fmt: skip
    db.executemany(f"INSERT INTO place VALUES ({','.join('?' * schema.PLACE_COLUMNS)})", rows)
    db.execute("CREATE INDEX place_id ON place (id)")


# What a bare name mostly means: the town rather than its province, the capital rather than a town, the country before all.
_WEIGHT = {"PPLC": 10.0, "ADM1": 0.1, "ADM2": 0.05}
_WIDE_PROMINENCE = {"PCLI": 1e10, "CONT": 1e10, "OCN": 1e10, "SEA": 1e9, "GULF": 1e9, "STRT": 1e8, "RGN": 1e7}
_OUR_PROMINENCE = 2e5  # features that our tables name because reports do: rivers, islands, mountains, bases
_SEAT_PROMINENCE = 1e7  # a building that stands for a government, above Casablanca, which "White House" is too


def prominence(entry: Entry) -> float:
    """What orders places of one name: people, weighed by the sort of place."""
    wide = _WIDE_PROMINENCE.get(entry.feature, 0.0)
    ours = _OUR_PROMINENCE if entry.id.startswith("dateline:") and not entry.feature.startswith("PPL") else 0.0
    seat = _SEAT_PROMINENCE if entry.seat else 0.0
    return wide + seat + ours + max(entry.population, entry.people) * _WEIGHT.get(entry.feature, 1.0)


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
    "AIRF": 2.0, "BLDG": 0.2, "FRST": 10.0, "BAY": 30.0, "GULF": 80.0, "SEA": 400.0, "STRT": 25.0, "CHN": 40.0, "SD": 30.0, "EST": 30.0,
    "MILB": 8.0, "DAM": 1.0, "PS": 1.5, "RSV": 15.0, "STLMT": 1.5, "SQR": 0.2, "ST": 0.5, "PRK": 20.0, "VLC": 5.0, "CNYN": 40.0,
    "ISLS": 40.0, "PEN": 40.0, "SPIT": 10.0, "CAPE": 5.0, "PLAT": 50.0, "PRT": 2.0,
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


def _write_names(db: sqlite3.Connection, made: Content, on_share: Callable[[float], None]) -> None:
    rows: dict[tuple[str, int, str], str] = {}
    others: list[tuple[str, int, str, str]] = []
    fuzzy: set[str] = set()  # keys that are also looked up by their consonants
    prominent: dict[tuple[str, int], str] = {}
    keys = iter(names.folded([written for e in made.entries for written in (e.name, *(n for n, _ in e.names))]))
    for n, e in enumerate(made.entries):
        every = e.country in sources.TRANSLITERATED or e.country is None or e.feature != "PPL"
        widely_known = e.population >= 50_000 or e.id in made.outlines or e.id.startswith("dateline:")
        for written, kind in ((e.name, "name"), *e.names):
            key = next(keys)
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
    others.sort(key=itemgetter(0))
    db.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?)", others)
    db.executemany("INSERT INTO prominent VALUES (?, ?, ?)", sorted(((k, n, w) for (k, n), w in prominent.items()), key=itemgetter(0)))
    on_share(0.6)
    boned = sorted(((bones, k) for k in fuzzy if len(bones := skeletons.skeleton(k)) >= 2), key=itemgetter(0))
    light = skeletons.lights([k for _, k in boned])
    db.executemany("INSERT INTO skeleton VALUES (?, ?, ?)", ((bones, k, to) for (bones, k), to in zip(boned, light, strict=True)))
    on_share(0.95)
    variants = sorted(_variants(k for k in fuzzy if " " in k))
    db.executemany("INSERT OR IGNORE INTO variant VALUES (?, ?)", variants)
    if len(made.entries) <= MOST_FILTERED and made.filtered:
        every_key = {k for k, _, _, _ in others}
        beginnings = {schema.BEGINNING + k[:i] for k in every_key for i, c in enumerate(k) if c == " "}
        asked = (
            every_key
            | beginnings
            | {schema.BONES + b for b, _ in boned}
            | {k for k, _ in variants}
            | {schema.ID + e.id for e in made.entries}
        )
        db.execute("INSERT INTO filter VALUES (?)", (filter_bits(asked),))
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
