"""Corpus → data file, its format by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from geo.errors import ExportError
from geo.export.layers import geojson, geopackage, kml, kmz
from geo.export.tables import parquet, table_csv
from geo.files import write_beside
from geo.model import Corpus
from geo.views import DrawnRow
from geo.views.shapes import Outlines


def _without_shapes(make: Callable[[Corpus, Outlines | None], bytes]) -> Callable[[Corpus, Outlines | None, Sequence[DrawnRow]], bytes]:
    """Tables hold events alone."""
    return lambda corpus, outlines, _drawn: make(corpus, outlines)


FORMATS: dict[str, Callable[[Corpus, Outlines | None, Sequence[DrawnRow]], bytes]] = {
    ".geojson": geojson,
    ".kml": kml,
    ".kmz": kmz,
    ".gpkg": geopackage,
    ".csv": _without_shapes(table_csv),
    ".parquet": _without_shapes(parquet),
}
"""Endings that `export` knows, each with what makes the file."""


def export(corpus: Corpus, outlines: Outlines | None, out: Path, drawn: Sequence[DrawnRow] = ()) -> None:
    """Write the physical events as a data file: one row for each event at each of its places, with its passages.

    `outlines` gives a place's outline in degrees, longitude first, or None. `drawn` are ranges, launch areas and tracks, which
    follow the events in formats that hold shapes. The file is written whole or not at all. Raises
    ExportError where the ending is unknown or the file cannot be written.
    """
    make = FORMATS.get(out.suffix.lower())
    if make is None:
        raise ExportError(f"{out}: the ending tells the format, and this one is not known. End the name in {', '.join(FORMATS)}.")
    write_beside(out, make(corpus, outlines, drawn), ExportError)
