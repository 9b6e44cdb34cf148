"""Our own tables of the world's features: regions, islands, mountains, rivers, lakes, bases and camps, and what peoples are called."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import shapely
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.assets import asset
from geo.errors import GazetteerError
from geo.gazetteer import outlines
from geo.gazetteer.names import fold
from geo.gazetteer.sources import Entry, Name, demonyms, several

COURSE_DEG = 0.08  # half the width of a river as drawn; of a lake given by its axis twice as much
LEAST_PEOPLED = 20_000  # inhabitants: what the people of smaller towns are called is not listed
LAKE_GRID = 100  # units a degree in lakes.json.gz


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of features.csv. `parts` are ISO codes of countries and divisions; `where` as described in the folder's README."""

    entry: Entry
    parts: tuple[str, ...]
    where: tuple[float, ...]


def features() -> Iterator[Feature]:
    for r in _rows("features.csv"):
        parts = tuple(r["parts"].split())
        where = tuple(float(v) for v in r["where"].split())
        countries = {p[:2] for p in parts}
        names = [
            *several(r["names"]),
            *several(r["adjectives"], "adjective"),
            *demonyms(r["demonyms"]),
            *several(r["abbreviations"], "abbreviation"),
        ]
        lat, lon = where if len(where) == 2 else (0.0, 0.0)
        country = next(iter(countries)) if len(countries) == 1 else None
        entry = Entry(_id(r["name"]), r["name"], lon, lat, r["feature"], country, names=names, note=r["note"] or None)
        yield Feature(entry, parts, where)


def outline_of(
    feature: Feature, by_iso: Mapping[str, Sequence[BaseGeometry]], by_country: Mapping[str | None, BaseGeometry]
) -> BaseGeometry | None:
    """The outline: parts united, a box cut against them, or a course with a width; None for a point.

    Raises GazetteerError where a part has no outline.
    """
    numbers = feature.where
    if len(numbers) == 2:
        return None
    if len(numbers) > 4:
        width = COURSE_DEG if feature.entry.feature == "STM" else 2 * COURSE_DEG
        return LineString(list(zip(numbers[::2], numbers[1::2], strict=True))).buffer(width, quad_segs=2)
    try:
        parts = [shape for p in feature.parts for shape in (by_iso[p] if "-" in p else (by_country[p],))]
    except KeyError as error:
        raise GazetteerError(
            f"features.csv: {feature.entry.name} names {error}, which no outline has. Correct resources/gazetteer."
        ) from None
    if not numbers:
        return outlines.without_slivers(outlines.areal(outlines.coverage_union(parts)), 1e-5)
    west, south, east, north = (float(v) for v in numbers)
    box = shapely.box(west, south, east, north)
    if not parts:
        return box
    cut = [c for c in (outlines.areal(shapely.clip_by_rect(p, west, south, east, north)) for p in parts) if not c.is_empty]
    if not cut:
        raise GazetteerError(
            f"features.csv: nothing of {feature.parts} lies in the box of {feature.entry.name}. Correct resources/gazetteer."
        )
    return outlines.areal(outlines.union(cut))


def lakes() -> Iterator[tuple[Entry, BaseGeometry | None]]:
    """Lakes, with Natural Earth's outlines where it draws them."""
    with gzip.open(asset("gazetteer", "lakes.json.gz"), "rt", encoding="utf-8") as file:
        rings = cast("dict[str, list[list[list[int]]]]", json.loads(file.read()))
    for r in _rows("lakes.csv"):
        entry = Entry(_id(r["name"]), r["name"], float(r["lon"]), float(r["lat"]), "LK", r["country"] or None, names=several(r["names"]))
        drawn = [[(x / LAKE_GRID, y / LAKE_GRID) for x, y in ring] for ring in rings.get(r["name"], [])]
        yield entry, outlines.areal(MultiPolygon([Polygon(drawn[0], drawn[1:])])) if drawn else None


def name_peoples_and_disputes(entries: Mapping[str, Entry], iso_ids: Mapping[str, str]) -> None:
    """Give places what their people are called (people.csv), and who administers and claims them (disputed.csv).

    Countries and divisions are named by ISO code, others by id or as "US/Boston".

    Raises GazetteerError where a row fits no place.
    """
    by_code = {e.country: e for e in entries.values() if e.feature == "PCLI"}
    rows = [*_rows("people.csv"), *_rows("disputed.csv")]
    wanted = {(c, fold(n)) for c, _, n in (r["place"].partition("/") for r in rows) if n}
    countries = {c for c, _ in wanted}
    towns: dict[tuple[str, str], Entry] = {}
    for e in entries.values():
        if e.country is None or e.country not in countries or (e.population < LEAST_PEOPLED and e.feature != "ADM1"):
            continue
        key = (e.country, fold(e.name))
        if key not in wanted:
            continue
        known = towns.get(key)
        if known is None or _rank(e) > _rank(known):
            towns[key] = e
    for r in rows:
        place = r["place"]
        country, _, name = place.partition("/")
        entry = towns.get((country, fold(name))) if name else entries.get(iso_ids.get(place, place)) or by_code.get(place)
        if entry is None:
            raise GazetteerError(f"people.csv or disputed.csv names {place}, which no place is. Correct it in resources/gazetteer.")
        if "claimed_by" in r:
            entry.note = " ".join(filter(None, (entry.note, _status(r))))
            continue
        more: list[Name] = [*several(r["names"]), *several(r["adjectives"], "adjective"), *demonyms(r["demonyms"])]
        entry.names += [*more, *several(r["abbreviations"], "abbreviation")]


def _status(row: Mapping[str, str]) -> str:
    """Who administers a disputed place and who claims it, as a sentence or two."""
    claimed = f"; claimed by {row['claimed_by']}" if row["claimed_by"] else ""
    remark = f" {row['remark']}." if row["remark"] else ""
    return f"Administered by {row['administered_by']}{claimed}.{remark}"


def _rank(entry: Entry) -> tuple[int, int]:
    return int(entry.feature == "ADM1" and entry.id.startswith("geonames:")), entry.population


def _id(name: str) -> str:
    return f"dateline:{fold(name).replace(' ', '-')}"


def _rows(name: str) -> Iterator[dict[str, str]]:
    with open(asset("gazetteer", name), encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table)
