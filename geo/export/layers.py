"""Events as layers of a map: GeoJSON (RFC 7946), KML and KMZ, GeoPackage. Each function gives the whole file as bytes.

All hold the rows of geo.sheets: spots are points, areas their outlines cut at the 180th meridian (circles where none is
known), and what has no place or is not said to have happened is a row without geometry.
"""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from xml.etree import ElementTree

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo import __version__
from geo.export.quotes import CREDIT, quotes
from geo.geopackage import Value
from geo.model import Corpus
from geo.sheets import DRAWN_COLUMNS, write_drawn, write_layers
from geo.sheets.layers import EVENT_COLUMNS
from geo.views import DrawnRow, PlacedEvent, Shapes, placed_events
from geo.views.shapes import Outlines

_DECIMALS = 6  # 0.1 m


# --- GeoJSON ----------------------------------------------------------------------------------------------------------


def geojson(corpus: Corpus, outlines: Outlines | None, drawn: Sequence[DrawnRow] = ()) -> bytes:
    """A FeatureCollection; `passages` of an event hold W3C text quotes. Ranges, launch areas and tracks have a `role`."""
    shapes = Shapes(outlines)
    outlined: dict[str, str] = {}  # an outline is written by many rows and turned into text once
    features: list[str] = []
    for row in placed_events(corpus):
        shape = shapes.of(row.place)
        if row.area and row.location is not None and shape is not None:
            place = row.location.place.id
            if place not in outlined:
                outlined[place] = shapely.to_geojson(_rounded(shape))
            geometry = outlined[place]
        else:
            geometry = "null" if shape is None else shapely.to_geojson(_rounded(shape))
        properties = {column.field.name: _plain(column.of(row)) for column in EVENT_COLUMNS} | {"passages": quotes(row)}
        features.append(f'{{"type":"Feature","id":{_json(row.id)},"geometry":{geometry},"properties":{_json(properties)}}}')
    for number, row in enumerate(drawn, 1):
        shape = row.shape
        geometry = "null" if shape is None else shapely.to_geojson(_rounded(shape))
        properties = {column.field.name: column.of(row) for column in DRAWN_COLUMNS}
        features.append(f'{{"type":"Feature","id":{_json(f"drawn-{number}")},"geometry":{geometry},"properties":{_json(properties)}}}')
    head = {"type": "FeatureCollection", "name": "Dateline events", "generator": f"Dateline {__version__}", "credit": CREDIT}
    head |= {"sample": corpus.sample}
    text = _json(head)[:-1] + ',"features":[\n' + ",\n".join(features) + "\n]}\n"
    return text.encode("utf-8", "replace")  # half a surrogate pair becomes "?": no encoding can carry it


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _plain(value: Value) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _rounded(shape: BaseGeometry) -> BaseGeometry:
    def rounded(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.round(coordinates, _DECIMALS)

    return shapely.transform(shape, rounded)


# --- KML --------------------------------------------------------------------------------------------------------------

_KML = "http://www.opengis.net/kml/2.2"
_STYLES = {
    "spot": "ff2b4bd9",
    "uncertain": "992b4bd9",
    "area": "ff9a5b2e",
    "range": "ff1c2a9a",
    "launch": "ff5c6f1f",
    "track": "ff5b524b",
}  # alpha, blue, green, red
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")


def kml(corpus: Corpus, outlines: Outlines | None, drawn: Sequence[DrawnRow] = ()) -> bytes:
    """A KML document with folders for spots, areas, what is drawn and what is not on the map. ExtendedData carry the columns.

    Programs show those as HTML: where words of an article look like a tag, a zero-width space behind "<" keeps them words.
    """
    shapes = Shapes(outlines)
    root = ElementTree.Element("kml", xmlns=_KML)
    document = _child(root, "Document")
    _child(document, "name", "Dateline events" + (" (sample)" if corpus.sample else ""))
    _child(document, "description", CREDIT)
    for name, colour in _STYLES.items():
        style = _child(document, "Style", id=name)
        _child(_child(style, "IconStyle"), "color", colour)
        _child(_child(style, "LineStyle"), "color", colour)
        _child(_child(style, "PolyStyle"), "color", "40" + colour[2:])
    folders: dict[str, list[tuple[PlacedEvent, BaseGeometry | None]]] = {"Towns and sites": [], "Areas": [], "Not on the map": []}
    for row in placed_events(corpus):
        shape = shapes.of(row.place)
        folders["Not on the map" if shape is None else "Areas" if row.area else "Towns and sites"].append((row, shape))
    for name, rows in folders.items():
        if rows:
            folder = _child(document, "Folder")
            _child(folder, "name", name)
            for row, shape in rows:
                _placemark(folder, row, shape)
    if drawn:
        folder = _child(document, "Folder")
        _child(folder, "name", "Ranges and tracks")
        for row in drawn:
            _drawn_placemark(folder, row)
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def kmz(corpus: Corpus, outlines: Outlines | None, drawn: Sequence[DrawnRow] = ()) -> bytes:
    """The KML document in an archive, as doc.kml; the same corpus gives the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        member = zipfile.ZipInfo("doc.kml", (1980, 1, 1, 0, 0, 0))
        archive.writestr(member, kml(corpus, outlines, drawn), zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _placemark(folder: ElementTree.Element, row: PlacedEvent, shape: BaseGeometry | None) -> None:
    placemark = _child(folder, "Placemark")
    where = f": {row.name}" if row.name else ""
    said = "" if row.happened else f" ({row.modality.value})"
    _child(placemark, "name", f"{row.event.type.value}{where}{said}")
    start, end = row.dates()
    if start is not None and end is not None:
        span = _child(placemark, "TimeSpan")
        _child(span, "begin", start.isoformat())
        _child(span, "end", end.isoformat())
    doubtful = row.location is not None and (row.location.uncertain or row.location.carried)
    _child(placemark, "styleUrl", "#area" if row.area else "#uncertain" if doubtful else "#spot")
    extended = _child(placemark, "ExtendedData")
    for column in EVENT_COLUMNS:
        value = column.of(row)
        if value is not None:
            data = _child(extended, "Data", name=column.field.name)
            _child(data, "value", str(value).lower() if isinstance(value, bool) else str(_plain(value)))
    if shape is not None:
        _kml_geometry(placemark, _rounded(shape))


def _drawn_placemark(folder: ElementTree.Element, row: DrawnRow) -> None:
    placemark = _child(folder, "Placemark")
    _child(placemark, "name", row.name)
    _child(placemark, "description", row.caption)
    _child(placemark, "styleUrl", "#" + {"launch area": "launch", "track": "track"}.get(row.role, "range"))
    extended = _child(placemark, "ExtendedData")
    for column in DRAWN_COLUMNS:
        value = column.of(row)
        if value is not None:
            _child(_child(extended, "Data", name=column.field.name), "value", str(value).lower() if isinstance(value, bool) else str(value))
    if (shape := row.shape) is not None:
        _kml_geometry(placemark, _rounded(shape))


def _kml_geometry(parent: ElementTree.Element, shape: BaseGeometry) -> None:
    if isinstance(shape, Point):
        _child(_child(parent, "Point"), "coordinates", _positions(shape.coords))
        return
    parts = list(shapely.get_parts(shape, return_index=False))
    holder = _child(parent, "MultiGeometry") if len(parts) > 1 else parent
    for part in parts:
        if isinstance(part, LineString):
            _child(_child(holder, "LineString"), "coordinates", _positions(part.coords))
        elif isinstance(part, Polygon):
            polygon = _child(holder, "Polygon")
            for name, ring in _rings(part):
                _child(_child(_child(polygon, name), "LinearRing"), "coordinates", _positions(ring))


def _rings(polygon: Polygon) -> Iterator[tuple[str, Iterable[tuple[float, ...]]]]:
    yield "outerBoundaryIs", polygon.exterior.coords
    for hole in polygon.interiors:
        yield "innerBoundaryIs", hole.coords


def _positions(coordinates: Iterable[tuple[float, ...]]) -> str:
    return " ".join(f"{position[0]:.{_DECIMALS}f},{position[1]:.{_DECIMALS}f}" for position in coordinates)


def _child(parent: ElementTree.Element, tag: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, tag, attributes)
    if text is not None:
        child.text = _TAG.sub("<\u200b", _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))
    return child


# --- GeoPackage -------------------------------------------------------------------------------------------------------


def geopackage(corpus: Corpus, outlines: Outlines | None, drawn: Sequence[DrawnRow] = ()) -> bytes:
    """The layers and tables that a project file has, without the project: no article's whole text, no judgements."""
    connection = sqlite3.connect(":memory:")
    try:
        write_layers(connection, corpus, outlines)
        if drawn:
            write_drawn(connection, drawn)
        connection.execute(
            "UPDATE gpkg_contents SET description = description || '. ' || ? WHERE data_type = 'features'",
            (("Sample. " if corpus.sample else "") + CREDIT,),
        )
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()
