"""The corpus as rows: what the project's layers and every data export are made of, so that they all say the same."""

from geo.sheets.layers import write_layers
from geo.sheets.placed import PlacedEvent, Quote, Shapes, is_area, placed_events

__all__ = ["PlacedEvent", "Quote", "Shapes", "is_area", "placed_events", "write_layers"]
