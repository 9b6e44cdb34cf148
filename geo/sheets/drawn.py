"""Ranges, launch areas and tracks as rows of layers: the same in the project file and in every export."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from geo.geopackage import Field, FieldType, Value, write_features
from geo.sheets.shapes import cut

NOT_REPORTED = "schematic: nobody reported the way"


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One shape. `role`: outer (in reach of some point of the origin), inner (of every point), launch area, or track."""

    id: str  # of what was drawn; its outer and inner share it
    role: str
    name: str
    caption: str  # whose claim it is, or that it is nobody's
    geometry: BaseGeometry
    origin: str
    distance_m: float | None = None
    targets: tuple[str, ...] = ()
    by_person: bool = False
    event_id: str | None = None

    @property
    def line(self) -> bool:
        return self.role == "track"

    @property
    def shape(self) -> BaseGeometry | None:
        """As RFC 7946 wants it: areas cut at the 180th meridian, outer rings counter-clockwise."""
        return self.geometry if self.line else cut(self.geometry)


@dataclass(frozen=True, slots=True)
class DrawnColumn:
    field: Field
    of: Callable[[DrawnRow], Value]


DRAWN_COLUMNS: tuple[DrawnColumn, ...] = (
    DrawnColumn(Field("id"), lambda row: row.id),
    DrawnColumn(Field("role"), lambda row: row.role),
    DrawnColumn(Field("name"), lambda row: row.name),
    DrawnColumn(Field("caption"), lambda row: row.caption),
    DrawnColumn(Field("origin"), lambda row: row.origin),
    DrawnColumn(Field("distance_m", FieldType.REAL), lambda row: row.distance_m),
    DrawnColumn(Field("targets"), lambda row: "; ".join(row.targets) or None),
    DrawnColumn(Field("by_person", FieldType.BOOLEAN), lambda row: row.by_person),
    DrawnColumn(Field("event_id"), lambda row: row.event_id),
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
