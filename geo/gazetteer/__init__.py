"""Names → candidate places. Compiled once into SQLite in the user's data folder, opened in milliseconds.

The scanner's way through a text: `longest(words)` tells how many of the coming words make a name (it stops as soon as no
name goes on), `exact(name)` gives the places called so, `find(name)` adds other spellings for names that cues announce.
"""

from __future__ import annotations

from geo.gazetteer.columns import Columns
from geo.gazetteer.columns import parse as parse_columns
from geo.gazetteer.download import is_country
from geo.gazetteer.library import Added, Listed, add, add_country, data_folder, listed, open_default, overview, prefer, remove
from geo.gazetteer.sources import country_names
from geo.gazetteer.store import Gazetteer
from geo.gazetteer.tables import Table, is_table
from geo.gazetteer.tables import preview as preview_table

__all__ = [
    "Added",
    "Columns",
    "Gazetteer",
    "Listed",
    "Table",
    "add",
    "add_country",
    "country_names",
    "data_folder",
    "is_country",
    "is_table",
    "listed",
    "open_default",
    "overview",
    "parse_columns",
    "prefer",
    "preview_table",
    "remove",
]
