"""`dateline range`: ranges, verdicts, launch areas and tracks, in words, as JSON or as GeoJSON."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from itertools import chain
from typing import Any

from geo import pipeline
from geo.cli.opened import check_output, opened, progress
from geo.cli.output import record, row, say
from geo.errors import ExportError, RangeError, WeaponNotFound
from geo.export.kinds import Kind
from geo.files import write_beside
from geo.reach import Limits, distance_m
from geo.weapons import PublishedRange

_NUMBER = re.compile(r"[\d.,'’ ]*\d")
_SECTOR = re.compile(r"\s*(\d+(?:\.\d+)?)\s*°?\s*(?:-|–|,|to|\s)\s*(\d+(?:\.\d+)?)\s*°?\s*")


def range_(given: argparse.Namespace) -> int:
    if given.edit_weapons:
        row(str(pipeline.weapons_file()))
        return 0
    if given.weapons:
        for line in pipeline.weapons_words():
            row(line)
        return 0
    distances = _joined(given.distance)
    if given.origin is None or not (distances or given.weapon or given.track):
        say("dateline range: name an ORIGIN and a DISTANCE, such as 1500km, or a --weapon")
        return 2
    if (given.launch_area or given.track) and not given.targets:
        say("dateline range: --launch-area and --track need --targets NAME…")
        return 2
    if given.output is not None:
        check_output(given, Kind.GEOJSON)
    wanted, system = _wanted(distances, given.weapon)
    limits = Limits(distance_m(given.min) if given.min else 0.0, _sector(given.sector) if given.sector else None)
    gazetteer = opened(given)
    origin = pipeline.origin_of(given.origin, gazetteer)
    reports = pipeline.ranges_of(origin, wanted, given.targets, gazetteer, limits=limits, weapon=system, on_progress=progress)
    launches = [
        pipeline.launch_area_of(origin, r.distance_m, given.targets, gazetteer, limits=r.limits, on_progress=progress)
        for r in reports
        if given.launch_area
    ]
    tracks = pipeline.tracks_of(origin, given.targets, gazetteer, crossed=given.crossed) if given.track or given.crossed else None
    if given.output is not None:
        features: list[Any] = list(pipeline.range_features(reports)["features"]) if reports else []
        features += [f for launch in launches for f in pipeline.launch_features(launch)]
        features += pipeline.track_features(tracks) if tracks is not None else []
        collection = {"type": "FeatureCollection", "features": features}
        write_beside(given.output, json.dumps(collection, ensure_ascii=False).encode("utf-8", "backslashreplace"), ExportError)
    if given.json:
        told: dict[str, Any] = pipeline.range_record(reports) if reports else {"origin": {"name": origin.place.name}}
        if launches:
            told["launch_area"] = pipeline.launch_record(launches[0])
        if len(launches) > 1:
            told["launch_areas"] = [pipeline.launch_record(launch) for launch in launches]
        if tracks is not None:
            told["tracks"] = pipeline.track_record(tracks)
        record(told)
        return 0
    words = [pipeline.range_words(report) for report in reports] + [pipeline.launch_words(launch) for launch in launches]
    for line in chain(*words, pipeline.track_words(tracks) if tracks is not None else ()):
        row(line)
    return 0


def _joined(words: Sequence[str]) -> list[str]:
    """Distances as given; a number and its unit that the shell took apart ("1500 km") are one again."""
    out: list[str] = []
    for word in words:
        if out and _NUMBER.fullmatch(out[-1]) and word[:1].isalpha():
            out[-1] += f" {word}"
        else:
            out.append(word)
    return out


def _wanted(distances: Sequence[str], weapon: str | None) -> tuple[list[str | float | PublishedRange], str | None]:
    """Distances and published ranges, in order. What begins with no digit names a system of the weapons table."""
    wanted: list[str | float | PublishedRange] = []
    system = pipeline.weapon(weapon) if weapon is not None else None
    for text in distances:
        if text[:1].isdigit():
            try:
                distance_m(text)
                wanted.append(text)
                continue
            except RangeError as error:
                try:  # "3M-14" begins as a number does
                    found = pipeline.weapon(text)
                except WeaponNotFound:
                    raise error from None
        else:
            found = pipeline.weapon(text)
        if system is not None and found.name != system.name:
            raise RangeError("A range has one weapon. Give the others in commands of their own.")
        system = found
    if system is not None:
        figures: dict[tuple[float, float], PublishedRange] = {}
        for figure in system.ranges:  # two sources that agree give one range
            figures.setdefault((figure.distance_m, figure.least_m), figure)
        wanted += figures.values()
    return wanted, system.name if system is not None else None


def _sector(text: str) -> tuple[float, float]:
    found = _SECTOR.fullmatch(text)
    if found is None or not all(0 <= float(b) <= 360 for b in found.groups()):
        raise RangeError(f'"{text}" are no two bearings. Write degrees from north, clockwise, such as 200-260.')
    return float(found[1]), float(found[2])
