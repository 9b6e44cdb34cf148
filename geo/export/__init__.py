"""What leaves the program: the proof map, tables and layers."""

from geo.export.data import FORMATS, export
from geo.export.leave_out import LeaveOut, without
from geo.export.proof import proof_map
from geo.export.scene import Area, DrawnRange, Line, Marker, Scene, scene

__all__ = ["FORMATS", "Area", "DrawnRange", "LeaveOut", "Line", "Marker", "Scene", "export", "proof_map", "scene", "without"]
