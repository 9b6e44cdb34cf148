"""What goes into a data file, and in which format it is written."""

from __future__ import annotations

from pathlib import Path

from desktop.views.dialogs.export_map import ExportMapDialog

FORMATS = {
    "GeoPackage (*.gpkg)": ".gpkg",
    "GeoJSON (*.geojson)": ".geojson",
    "CSV table (*.csv)": ".csv",
    "KML (*.kml)": ".kml",
    "KMZ (*.kmz)": ".kmz",
    "Parquet (*.parquet)": ".parquet",
}


class ExportDataDialog(ExportMapDialog):
    """`path` has the ending of a format."""

    TITLE = "Export data"
    TELLS = (
        "The events, each with its passages and sources, for QGIS, a spreadsheet or another program; the ending of the file gives the "
        "format: .gpkg .geojson .csv .kml .kmz .parquet. What you leave out here is nowhere in the file."
    )
    FILTER = ";;".join(FORMATS)
    ENDINGS = tuple(FORMATS.values())

    def _with_ending(self, path: str, chosen: str) -> str:
        """A name without an ending gets that of the format chosen."""
        known = Path(path).suffix.casefold() in self.ENDINGS
        return path if known else path + FORMATS.get(chosen, self.ENDINGS[0])
