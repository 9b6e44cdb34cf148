"""Gazetteers: dumps, zips of them, alternate names, tables, GeoJSON; compiled files that were damaged; the catalogue of added ones."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
from functools import lru_cache
from pathlib import Path

from door import Case, Door
from mutation import ENCODINGS, ODD_NUMBERS, ODD_TEXTS, Rng, mutated, mutated_json, mutated_rows
from zip_files import mutated_zip

import seeds
from geo import gazetteer as gazetteers
from geo.gazetteer import Gazetteer, catalogue, library
from geo.gazetteer.added import Land
from geo.model import LonLat

ASKED = ("Tall Marq", "Upper Barzin", "Marq 1", "Marq 2", "SY991101", "Tel Mark", "mrq")


def linked_home(folder: Path) -> None:
    """`folder` as the data folder, with the built-in gazetteer that is compiled already."""
    compiled = library.builtin()
    (folder / "gazetteers").mkdir(exist_ok=True)
    os.link(compiled, folder / "gazetteers" / compiled.name)
    os.environ["DATELINE_DATA"] = str(folder)


def use(gazetteer: Gazetteer, names: tuple[str, ...] = ASKED) -> None:
    """What reading articles and drawing them asks of a gazetteer."""
    for name in names:
        for candidate in (*gazetteer.exact(name), *gazetteer.find(name), *gazetteer.complete(name[:4])):
            place = candidate.place
            assert -90 <= place.position.lat <= 90, place
            assert -180 <= place.position.lon <= 180, place
            json.dumps([place.id, place.name, place.population, place.extent_km, place.bbox, place.identifiers]).encode()
            place.name.encode()
        gazetteer.longest([*name.split(" "), "and"])
    for place in gazetteer.areas_in((36.0, 35.0, 37.5, 36.5), ("ADM3", "PPL")):
        gazetteer.part_of(place, "northern")
        gazetteer.airspace(place)
        gazetteer.border(place)
    gazetteer.containing(LonLat(36.55, 35.85))


# Outlines of the built-in gazetteer in which places are located, read once for all cases.
_LAND = Land(lru_cache(maxsize=64)(library._divisions), lru_cache(maxsize=1)(library._countries))


class _Added(Door):
    """`dateline gazetteer add FILE`, then `--gazetteer FILE`, which go the same way; and the window's preview of tables."""

    batch = 500

    def prepare(self) -> None:
        library._LAND = _LAND
        _LAND.countries()
        _LAND.divisions(frozenset(("SY",)))

    def open(self, folder: Path) -> None:
        linked_home(folder)

    def read(self, case: Case, folder: Path) -> None:
        file = self.written(case, folder)
        if gazetteers.is_table(file):
            gazetteers.preview_table(file)
        columns = gazetteers.parse_columns(case.words) if case.words else None
        added = gazetteers.add(file, name="mutated", columns=columns, alternates=self.alternates(case, folder))
        try:
            assert added.places > 0
            with contextlib.closing(Gazetteer.open([folder / "gazetteers" / "added" / "mutated.sqlite"])) as opened:
                use(opened)
        finally:
            gazetteers.remove("mutated")

    def alternates(self, case: Case, folder: Path) -> Path | None:
        return None

    def wordless(self, case: Case, message: str) -> str | None:
        return None if (case.words and "or example: --columns" in message) or "gives" in message else super().wordless(case, message)


def _tabbed(rows: list[list[str]], rng: Rng) -> bytes:
    text = rng.choice(("\n", "\n", "\r\n", "\r")).join("\t".join(r) for r in rows)
    return text.encode("utf-8", rng.choice(("surrogatepass", "replace")))


class Dumps(_Added):
    name = "dump"

    def make(self, rng: Rng) -> Case:
        data = _tabbed(mutated_rows(seeds.DUMP, rng) if rng.random() < 0.8 else [list(r) for r in seeds.DUMP], rng)
        return Case(mutated(data, rng) if rng.random() < 0.4 else data, ".txt")


class Zips(_Added):
    name = "zip"

    def make(self, rng: Rng) -> Case:
        dump = _tabbed([list(r) for r in seeds.DUMP], rng)
        if rng.random() < 0.2:
            dump = _tabbed(mutated_rows(seeds.DUMP, rng), rng)
        return Case(mutated_zip(dump, rng, [_tabbed([list(r) for r in seeds.ALTERNATES], rng)]), ".zip")


class Alternates(_Added):
    """GeoNames' alternate names beside a sound dump."""

    name = "alternates"
    share = 2

    def make(self, rng: Rng) -> Case:
        data = _tabbed(mutated_rows(seeds.ALTERNATES, rng), rng)
        if rng.random() < 0.3:
            data = mutated(data, rng)
        return Case(mutated_zip(data, rng), ".zip") if rng.random() < 0.2 else Case(data, ".txt")

    def read(self, case: Case, folder: Path) -> None:
        dump = folder / "SY.txt"
        dump.write_text("\n".join("\t".join(r) for r in seeds.DUMP), encoding="utf-8")
        gazetteers.add(dump, name="mutated", alternates=self.written(case, folder))
        gazetteers.remove("mutated")


class Tables(_Added):
    name = "csv"

    def make(self, rng: Rng) -> Case:
        rows = mutated_rows(seeds.TABLE, rng) if rng.random() < 0.85 else [list(r) for r in seeds.TABLE]
        text = io.StringIO()
        quoting = rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONE))
        ends = rng.choice(("\n", "\n", "\r\n", "\r", "\n\n", "\x85"))
        writer = csv.writer(text, delimiter=rng.choice(",,;\t|"), quoting=quoting, escapechar="\\", lineterminator=ends)
        writer.writerows(rows)
        data = text.getvalue().encode(rng.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", *ENCODINGS)), rng.choice(("replace", "ignore")))
        words = ""
        if rng.random() < 0.25:
            fields = ["name=name", "lat=lat", "lon=lon", "id=id;type", "names=alt_names;name:ar", "population=population", "country==SY"]
            words = ",".join(f for f in fields if rng.random() < 0.8)
            if rng.random() < 0.4:
                at = rng.randrange(len(words) + 1)
                words = words[:at] + rng.choice((*ODD_TEXTS, *ODD_NUMBERS[:9], ",", ";", "=", '"', "\n", "\r", "==", "name=")) + words[at:]
        return Case(mutated(data, rng) if rng.random() < 0.35 else data, rng.choice((".csv", ".csv", ".tsv", ".tab")), words)


class Shapes(_Added):
    name = "geojson"

    def make(self, rng: Rng) -> Case:
        data = mutated_json(seeds.GEOJSON, rng)
        return Case(mutated(data, rng) if rng.random() < 0.25 else data, rng.choice((".geojson", ".geojson", ".json")))


class Compiled(_Added):
    """A gazetteer that was compiled and then damaged on the disk: made anew from its source, or a message."""

    name = "compiled"
    share = 4

    def open(self, folder: Path) -> None:
        super().open(folder)
        self._sound = _compiled(str(folder))

    def make(self, rng: Rng) -> Case:
        # The content itself is the same always; what is damaged is chosen by this seed.
        return Case(b"", ".sqlite", str(rng.getrandbits(60)))

    def read(self, case: Case, folder: Path) -> None:
        import random

        rng = random.Random(case.words)
        sound = self._sound
        how = rng.random()
        if how < 0.5:  # bytes here and there
            data = bytearray(sound)
            for _ in range(rng.choice((1, 1, 3, 40, 2000))):
                data[rng.randrange(len(data))] = rng.randrange(256)
            damaged = bytes(data)
        elif how < 0.7:
            damaged = sound[: rng.randrange(len(sound))]
        elif how < 0.8:  # as after a crash: pages of zeros
            at = rng.randrange(len(sound) // 4096) * 4096
            damaged = sound[:at] + bytes(4096 * rng.choice((1, 3))) + sound[at + 4096 :]
        else:
            damaged = _with_odd_values(sound, folder, rng)
        added = folder / "gazetteers" / "added"
        (added / "kept.sqlite").write_bytes(damaged)
        with contextlib.closing(gazetteers.open_default()) as opened:
            use(opened)
        gazetteers.overview()

    def wordless(self, case: Case, message: str) -> str | None:
        return None if "kept.sqlite" in message or "kept" in message else "does not name the file"


def _compiled(home: str) -> bytes:
    source = Path(home) / "source.geojson"
    source.write_text(json.dumps(seeds.GEOJSON), encoding="utf-8")
    gazetteers.add(source, name="kept")
    return (Path(home) / "gazetteers" / "added" / "kept.sqlite").read_bytes()


def _with_odd_values(sound: bytes, folder: Path, rng: Rng) -> bytes:
    """A sound SQLite file in which a value of a row is not what it must be, a table is missing, or the version is another."""
    import sqlite3

    path = folder / "odd.sqlite"
    path.write_bytes(sound)
    with contextlib.closing(sqlite3.connect(path)) as db:
        table = rng.choice(("meta", "place", "name", "area", "filter", "skeleton", "variant", "prominent"))
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        value = rng.choice((None, "", "x", b"", b"\x00", 1e999, -1, 2**62, "9" * 400, b"\xff" * 9, "\x00"))
        how = rng.random()
        with contextlib.suppress(sqlite3.Error):
            if how < 0.7:
                db.execute(f"UPDATE {table} SET {rng.choice(columns)} = ?", (value,))
            elif how < 0.8:
                db.execute(f"DROP TABLE {table}")
            elif how < 0.9:
                db.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (rng.choice(("6", "8", "", "x", None)),))
            else:
                db.execute(f"DELETE FROM {table}")
        db.commit()
    return path.read_bytes()


class Catalogues(Door):
    """The small file that tells of the added gazetteers, as a text editor or a full disk leaves it."""

    name = "catalogue"
    share = 20
    batch = 1000

    def open(self, folder: Path) -> None:
        linked_home(folder)
        _compiled(str(folder))
        (folder / "gazetteers" / "added" / "loose.txt").write_text("\n".join("\t".join(r) for r in seeds.DUMP), encoding="utf-8")
        gazetteers.overview()
        self._sound = json.loads((folder / "gazetteers" / "added" / catalogue.FILE).read_bytes())

    def make(self, rng: Rng) -> Case:
        columns = {"name": "name", "lat": None, "lon": None, "id": ["PCODE"], "names": ["name:ar"], "country": None, "feature": None}
        record = {"file": "kept.geojson", "origin": "x", "taken": "2026-01-01", "licence": "CC", "columns": columns, "alternates": None}
        data = mutated_json({"order": ["builtin", "kept", "loose"], "gazetteers": {"kept": record}}, rng)
        return Case(mutated(data, rng) if rng.random() < 0.3 else data, ".json")

    def file_name(self, case: Case) -> str:
        return catalogue.FILE

    def read(self, case: Case, folder: Path) -> None:
        (folder / "gazetteers" / "added" / catalogue.FILE).write_bytes(case.data)
        gazetteers.overview()
        with contextlib.closing(gazetteers.open_default()) as opened:
            use(opened, ASKED[:2])

    def wordless(self, case: Case, message: str) -> str | None:
        return None if "added" in message or "kept" in message or "loose" in message else "does not name the file"
