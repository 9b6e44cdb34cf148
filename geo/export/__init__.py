"""What leaves the program: the proof map, tables and layers. Here views are encoded, and nothing is decided about them."""

from geo.export.data import FORMATS, export
from geo.export.proof import proof_map

__all__ = ["FORMATS", "export", "proof_map"]
