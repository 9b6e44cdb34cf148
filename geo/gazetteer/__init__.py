"""Names → candidate places. Compiled once into SQLite in the user's data folder, opened in milliseconds."""

from __future__ import annotations

from geo.gazetteer.library import data_folder, open_default
from geo.gazetteer.store import Gazetteer

__all__ = ["Gazetteer", "data_folder", "open_default"]
