"""Names → candidate places. Compiled once into SQLite in the user's data folder, opened in milliseconds.

The scanner's way through a text: `longest(words)` tells how many of the coming words make a name (it stops as soon as no
name goes on), `exact(name)` gives the places called so, `find(name)` adds other spellings for names that cues announce.
"""

from __future__ import annotations

from geo.gazetteer.library import Added, add, data_folder, listed, open_default, remove
from geo.gazetteer.store import Gazetteer

__all__ = ["Added", "Gazetteer", "add", "data_folder", "listed", "open_default", "remove"]
