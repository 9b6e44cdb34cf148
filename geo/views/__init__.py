"""The corpus as people see it: evidence, event rows, ledger and map. Window, project layers and every export are made of these."""

from geo.views.drawn import Drawn, DrawnLaunch, DrawnRange, DrawnRow, DrawnTrack, drawn_rows, redacted_drawings
from geo.views.evidence import Evidence, evidence_of
from geo.views.placed import PlacedEvent, is_near, placed_events
from geo.views.scene import Area, Line, Marker, Scene, scene
from geo.views.shapes import Shapes, geometry_kind, outline_or_circle

__all__ = [
    "Area",
    "Drawn",
    "DrawnLaunch",
    "DrawnRange",
    "DrawnRow",
    "DrawnTrack",
    "Evidence",
    "Line",
    "Marker",
    "PlacedEvent",
    "Scene",
    "Shapes",
    "drawn_rows",
    "evidence_of",
    "geometry_kind",
    "is_near",
    "outline_or_circle",
    "placed_events",
    "redacted_drawings",
    "scene",
]
