"""Ranges, launch areas and tracks as rows of layers: the same in the project file and in every export."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from geo.geopackage import Field, FieldType, Value, write_features
from geo.views.drawn import DrawnRow

NOT_REPORTED = "schematic: nobody reported the way"


@dataclass(frozen=True, slots=True)
class DrawnColumn:
    field: Field
    of: Callable[[DrawnRow], Value]
    meaning: str  # for the reference in MANUAL.md


DRAWN_COLUMNS: tuple[DrawnColumn, ...] = (
    DrawnColumn(Field("id"), lambda row: row.id, "of what was drawn; the outer and inner edge of a range share it"),
    DrawnColumn(Field("role"), lambda row: row.role, "outer, inner, launch area or track"),
    DrawnColumn(Field("name"), lambda row: row.name, "as people call it"),
    DrawnColumn(Field("caption"), lambda row: row.caption, "whose claim it is, or that it is nobody’s"),
    DrawnColumn(Field("origin"), lambda row: row.origin, "from where"),
    DrawnColumn(Field("distance_m", FieldType.REAL), lambda row: row.distance_m, "reach, or length of a track"),
    DrawnColumn(Field("targets"), lambda row: "; ".join(row.targets) or None, "what it is held against"),
    DrawnColumn(Field("by_person", FieldType.BOOLEAN), lambda row: row.by_person, "whether a person set it up"),
    DrawnColumn(Field("event_id"), lambda row: row.event_id, "the event that claims it"),
)
"""What a row says beside its geometry."""


def write_drawn(connection: sqlite3.Connection, rows: Iterable[DrawnRow]) -> None:
    """Write the layers `ranges` (polygons: ranges and launch areas) and `tracks` (lines), whole, in the caller's transaction."""
    known = list(rows)
    fields = [column.field for column in DRAWN_COLUMNS]
    for table, lines, kind, told in (
        ("ranges", False, "MULTIPOLYGON", "What lies within a distance of an origin, and from where in it targets could be reached"),
        ("tracks", True, "MULTILINESTRING", f"Straight lines from origin to target, {NOT_REPORTED}"),
    ):
        chosen = ((row.shape, [column.of(row) for column in DRAWN_COLUMNS]) for row in known if row.line is lines)
        write_features(connection, table, fields, chosen, kind, description=told)
