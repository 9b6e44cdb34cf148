"""What a person drew: ranges, launch areas and tracks, kept as recipes from which their shapes are made again.

A drawing is a judgement like any other: its row is never changed, a later row changes or removes it, and undo takes rows
out of force. So the shapes follow from the rows, and from the gazetteer's outlines where the origin is a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from geo.model import Judgement, JudgementKind, Place
from geo.project.records import plain, read_record


class DrawingKind(StrEnum):
    RANGE = "range"  # what lies within a distance of the origin
    LAUNCH_AREA = "launch area"  # from where in the origin all targets could be reached
    TRACK = "track"  # straight lines from the origin to the targets


@dataclass(frozen=True, slots=True)
class Drawing:
    """A recipe. `shape` is the origin's geometry as GeoJSON where a person drew it; else the place's outline counts.

    `said` are the distances as they were typed, in the order of `distances_m`; a launch area has one, a track none.
    """

    id: str
    kind: DrawingKind
    place: Place
    distances_m: tuple[float, ...] = ()
    said: tuple[str, ...] = ()
    name: str = ""  # given by the person; empty for the one that follows from the rest
    shape: str | None = None
    least_m: float = 0.0
    bearings_deg: tuple[float, float] | None = None  # clockwise from the first to the second
    targets: tuple[Place, ...] = ()
    precisions_km: tuple[float, ...] = ()  # of the targets, as a text tells them; empty: as far as each place extends
    event: str | None = None  # the event from which it was begun
    what_if: str | None = None  # why it stands for nobody's claim
    weapon: str | None = None
    source: str | None = None  # of the weapon's range


DRAWING_KINDS = frozenset({JudgementKind.DRAW, JudgementKind.REDRAW, JudgementKind.ERASE})


def drawings(judgements: Iterable[Judgement]) -> tuple[Drawing, ...]:
    """The drawings that the judgements in force leave, in the order in which they were first drawn."""
    found: dict[str, Drawing] = {}
    for judgement in judgements:
        if judgement.undone or judgement.kind not in DRAWING_KINDS:
            continue
        drawing_id = str(judgement.subject["drawing"])
        if judgement.kind is JudgementKind.ERASE:
            found.pop(drawing_id, None)
        else:
            found[drawing_id] = drawing_from(judgement.value)
    return tuple(found.values())


def drawing_value(drawing: Drawing) -> dict[str, Any]:
    """The drawing as a judgement's value."""
    return plain(drawing)


def drawing_from(value: Mapping[str, object]) -> Drawing:
    """The drawing out of a judgement's value."""
    return read_record(Drawing, value)
