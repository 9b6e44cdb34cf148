"""The corpus as rows: what the project's layers and every data export are made of, so that they all say the same."""

from geo.model import is_area
from geo.sheets.drawn import DRAWN_COLUMNS, DrawnRow, write_drawn
from geo.sheets.layers import write_layers
from geo.sheets.placed import PlacedEvent, Quote, is_near, placed_events
from geo.sheets.shapes import Shapes, geometry_kind, outline_or_circle

__all__ = [
    "DRAWN_COLUMNS",
    "DrawnRow",
    "PlacedEvent",
    "Quote",
    "Shapes",
    "geometry_kind",
    "is_area",
    "is_near",
    "outline_or_circle",
    "placed_events",
    "write_drawn",
    "write_layers",
]
