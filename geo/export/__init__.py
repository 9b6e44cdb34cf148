"""What leaves the program: the proof map, tables and layers."""

from geo.export.data import FORMATS, export
from geo.export.drawn import Drawn, DrawnLaunch, DrawnRange, DrawnTrack, drawn_rows
from geo.export.kept import without
from geo.export.leave_out import LeaveOut, leave_out_of
from geo.export.proof import proof_map
from geo.export.redact import redacted, redacted_drawings
from geo.export.scene import Area, Line, Marker, Scene, scene

__all__ = [
    "FORMATS",
    "Area",
    "Drawn",
    "DrawnLaunch",
    "DrawnRange",
    "DrawnTrack",
    "LeaveOut",
    "Line",
    "Marker",
    "Scene",
    "drawn_rows",
    "export",
    "leave_out_of",
    "proof_map",
    "redacted",
    "redacted_drawings",
    "scene",
    "without",
]
