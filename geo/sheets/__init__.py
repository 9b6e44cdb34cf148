"""Columns: what a row of events, of articles, passages and claims, or of what is drawn says in every table and layer."""

from geo.sheets.drawn import DRAWN_COLUMNS, write_drawn
from geo.sheets.layers import write_layers

__all__ = ["DRAWN_COLUMNS", "write_drawn", "write_layers"]
