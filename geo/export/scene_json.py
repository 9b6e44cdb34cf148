"""A scene as the map's page reads it: small things as JSON, bulk as one block of typed arrays. resources/map/page.schema.json says how."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.export.drawing import QUANTUM_DEG, coded_lines, coded_rings, unit_square
from geo.export.drawn_json import launch_json, range_json, track_json
from geo.export.record_json import record_json
from geo.model import Event, When
from geo.views import Area, Scene
from geo.views.drawn import ToldDistance
from geo.views.families import FAMILIES, family_of
from geo.views.scene import positions

NO_DAY = -(2**31)
UNCERTAIN, INFERRED, NEAR = 1, 2, 4  # flags of a marker

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Bulk:
    """Typed arrays of a scene. x and y are Float32 of the unit square of Web Mercator, less `origin`.

    By marker: x, y, precision (metres), flags, first (its events are `events[first[i] : first[i + 1]]`). By event:
    eventDay, eventLast (days since 1970, NO_DAY where not known), eventFamily.
    """

    origin: tuple[float, float]
    arrays: dict[str, NDArray[Any]]

    def where(self) -> dict[str, tuple[str, int, int]]:
        """Where each array is in `data`: (type, offset in bytes, length)."""
        places: dict[str, tuple[str, int, int]] = {}
        at = 0
        for name, array in self.arrays.items():
            places[name] = (array.dtype.str[1:], at, len(array))
            at += array.nbytes + -array.nbytes % 4
        return places

    def data(self) -> bytes:
        """All arrays in one block, little-endian, each at a multiple of four bytes."""
        parts: list[bytes] = []
        for array in self.arrays.values():
            parts += [array.astype(array.dtype.newbyteorder("<")).tobytes(), b"\0" * (-array.nbytes % 4)]
        return b"".join(parts)


def bulk_of(scene: Scene) -> Bulk:
    """Markers and events as typed arrays, for the canvas."""
    square = unit_square(positions(scene.markers))
    # Float32 tells half a metre apart near its origin: the middle of the markers.
    origin = (square.min(axis=0) + square.max(axis=0)) / 2 if len(square) else np.array([0.5, 0.5])
    counts = np.fromiter((len(m.events) for m in scene.markers), dtype=np.uint32, count=len(scene.markers))
    days = np.fromiter((day for e in scene.events for day in _days(e.when)), dtype=np.int32, count=2 * len(scene.events))
    number = {family: i for i, family in enumerate(FAMILIES)}
    arrays: dict[str, NDArray[Any]] = {
        "x": (square[:, 0] - origin[0]).astype(np.float32),
        "y": (square[:, 1] - origin[1]).astype(np.float32),
        "precision": np.array([m.precision_km * 1000 for m in scene.markers], dtype=np.float32),
        "first": np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32),
        "events": np.fromiter((e for m in scene.markers for e in m.events), dtype=np.uint32, count=int(counts.sum())),
        "eventDay": days[0::2].copy(),
        "eventLast": days[1::2].copy(),
        "eventFamily": np.array([number[family_of(e.type)] for e in scene.events], dtype=np.uint8),
        "flags": np.array([UNCERTAIN * m.uncertain | INFERRED * m.inferred | NEAR * m.near for m in scene.markers], dtype=np.uint8),
    }
    return Bulk((float(origin[0]), float(origin[1])), arrays)


def scene_json(scene: Scene, bulk: Bulk, *, record: bool = False, made: str = "") -> str:
    """The small things as JSON, and where the arrays of `bulk` are; with the record of passages where asked for.

    `made` is the program's version, for a reader of the file.
    """
    data: dict[str, Any] = {
        "version": 1,
        "title": scene.title,
        "sample": scene.sample,
        "made": made,
        "eventCount": len(scene.events),
        "arrays": bulk.where(),
        "origin": bulk.origin,
        "quantum": QUANTUM_DEG,
        "bounds": scene.bounds,
        "names": [m.label for m in scene.markers],
        "gazetteerNames": {str(i): m.place.name for i, m in enumerate(scene.markers) if m.place.name != m.label},
        "areas": [_area_json(area, scene.events) for area in scene.areas],
        "lines": [
            {"event": line.event, "family": FAMILIES.index(family_of(scene.events[line.event].type)), "paths": coded_lines(line.path)}
            for line in scene.lines
        ],
        "ranges": [range_json(r) for r in scene.ranges],
        "launches": [launch_json(each) for each in scene.launches],
        "tracks": [track_json(each) for each in scene.tracks],
        "distances": {str(event): [_distance(told) for told in listed] for event, listed in scene.distances.items()},
    }
    if record and scene.record is not None:
        data["record"] = record_json(scene.record)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates become "?"; no encoding can carry them


def _area_json(area: Area, events: Sequence[Event]) -> dict[str, Any]:
    families = [FAMILIES.index(family_of(events[i].type)) for i in area.events]
    return {
        "label": area.label,
        "rings": coded_rings(area.outline),
        "events": area.events,
        "family": min(families),
        "origin": area.origin,
        "vague": area.vague,
        **({"inferred": True} if area.inferred else {}),
    }


def _distance(told: ToldDistance) -> list[Any]:
    return [told.said, told.verdict, told.reasons, int(told.doubtful)]


def _days(when: When | None) -> tuple[int, int]:
    """First and last day since 1970, both NO_DAY where no date is known."""
    if when is None or when.start is None:
        return NO_DAY, NO_DAY
    first = when.start.toordinal() - _EPOCH
    return first, (when.end.toordinal() - _EPOCH if when.end else first)
