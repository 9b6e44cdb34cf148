"""The corpus as rows: what the project's layers and every data export are made of, so that they all say the same."""

from geo.sheets.drawn import DRAWN_COLUMNS, DrawnRow, write_drawn
from geo.sheets.layers import write_layers
from geo.sheets.placed import PlacedEvent, Quote, Shapes, is_area, placed_events

__all__ = ["DRAWN_COLUMNS", "DrawnRow", "PlacedEvent", "Quote", "Shapes", "is_area", "placed_events", "write_drawn", "write_layers"]
