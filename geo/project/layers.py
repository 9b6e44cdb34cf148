"""The layers that other programs see in a project file: the same as in an export, so that both say the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from shapely.geometry.base import BaseGeometry

from geo import sheets
from geo.model import Corpus, Place
from geo.views import DrawnRow


def write_layers(
    connection: sqlite3.Connection,
    corpus: Corpus,
    outlines: Callable[[Place], BaseGeometry | None] | None,
    drawn: Sequence[DrawnRow] = (),
) -> None:
    """Write layers and tables whole, in the caller's transaction; the project's own tables stay unregistered beside them."""
    sheets.write_layers(connection, corpus, outlines)
    sheets.write_drawn(connection, drawn)
