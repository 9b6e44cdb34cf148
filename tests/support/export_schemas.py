"""The schema of everything that leaves: which columns, of which types, in which order. `make schemas` writes it anew.

Other people's programs read these files. A column that comes, goes or changes its type is seen in tests/data/export_schemas.json
by whoever reads the change, and never by accident.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow.parquet as pq
import synthetic
from shapely import LineString
from synthetic import CASPIAN, HAMA, rough_outline

from geo.export import export
from geo.export.scene_json import bulk_of, scene_json
from geo.export.tables import COLUMNS
from geo.geopackage import FieldType
from geo.model import Corpus
from geo.reach import ring
from geo.sheets.drawn import DRAWN_COLUMNS
from geo.sheets.layers import EVENT_COLUMNS
from geo.views import Drawn, DrawnLaunch, DrawnRange, DrawnTrack, drawn_rows, scene
from geo.views.drawn import ToldDistance

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "data" / "export_schemas.json"
MANUAL = ROOT / "MANUAL.md"
_KML = "{http://www.opengis.net/kml/2.2}"
_NAME = re.compile(r"[A-Za-z]\w*")
_LONGEST_ROW = 24  # a list of lists of one length, no longer than this, is a table without names for its columns

Schema = Any  # what JSON holds


def everything() -> tuple[Corpus, list[Drawn]]:
    """A corpus in which as many columns as can be have a value, and one of each thing that is drawn."""
    corpus = synthetic.syria()
    drawn: list[Drawn] = [
        DrawnRange(ring(CASPIAN.position, 900e3), ring(CASPIAN.position, 200e3), "told", 900e3, CASPIAN.name, id="d1", by_person=True),
        DrawnLaunch(ring(CASPIAN.position, 50e3), "could", 900e3, CASPIAN.name, (HAMA.name,), id="d2"),
        DrawnTrack(LineString([CASPIAN.position, HAMA.position]), "straight", CASPIAN.name, HAMA.name, 900e3, id="d3"),
    ]
    return corpus, drawn


def schemas() -> dict[str, Schema]:
    """The schema of each export, by its ending."""
    corpus, drawn = everything()
    made: dict[str, Schema] = {}
    with tempfile.TemporaryDirectory() as folder:
        for ending, schema_of in _SCHEMA_OF.items():
            out = Path(folder) / f"events{ending}"
            export(corpus, rough_outline, out, drawn_rows(drawn))
            made[ending] = schema_of(out)
    told = {event.id: [ToldDistance("1,500 km", "fits", ("as far as the sea",))] for event in corpus.events}
    page = scene(corpus, rough_outline, ranges=drawn, distances=told)
    made[".html"] = shape(json.loads(scene_json(page, bulk_of(page), record=True)))
    return made


# --- each format ------------------------------------------------------------------------------------------------------


def _csv(path: Path) -> Schema:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def _parquet(path: Path) -> Schema:
    return {field.name: str(field.type) for field in pq.read_schema(path)}


def _geojson(path: Path) -> Schema:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    kinds = {"events": [f for f in features if "role" not in f["properties"]], "drawn": [f for f in features if "role" in f["properties"]]}
    return {kind: shape([f["properties"] for f in rows])["each"] for kind, rows in kinds.items()}


def _kml(path: Path) -> Schema:
    """The names that any placemark of a folder has; KML says no types, and leaves out what is empty."""
    found: dict[str, list[str]] = {}
    for folder in ElementTree.parse(path).getroot().iter(f"{_KML}Folder"):
        names = [data.get("name", "") for data in folder.iter(f"{_KML}Data")]
        found[folder.findtext(f"{_KML}name") or ""] = sorted(set(names))
    return found


def _gpkg(path: Path) -> Schema:
    with sqlite3.connect(path) as connection:
        tables = [name for (name,) in connection.execute("SELECT table_name FROM gpkg_contents ORDER BY table_name")]
        return {t: {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({_quoted(t)})")} for t in tables}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


_SCHEMA_OF = {".csv": _csv, ".parquet": _parquet, ".geojson": _geojson, ".kml": _kml, ".gpkg": _gpkg}


# --- the shape of JSON ------------------------------------------------------------------------------------------------


def shape(value: object) -> Schema:
    """Types in the place of values: {"each": …} is a list, {"row": […]} a list whose places have meanings, {"by": …} a dictionary
    whose keys are data.

    >>> shape({"names": ["Hama", None], "at": [[1, "x"], [2, "y"]]})
    {'names': {'each': 'null|string'}, 'at': {'each': {'row': ['number', 'string']}}}
    """
    return _merged([value])


def _merged(values: Iterable[object]) -> Schema:
    found = list(values)
    dicts = [v for v in found if isinstance(v, dict)]
    lists = [v for v in found if isinstance(v, (list, tuple))]
    shapes: list[Schema] = []
    if dicts:
        shapes.append(_of_dicts(dicts))
    if lists:
        shapes.append(_of_lists(lists))
    scalars = sorted({_scalar(v) for v in found if not isinstance(v, (dict, list, tuple))})
    if not shapes:
        return "|".join(scalars) or "empty"
    whole = shapes[0] if len(shapes) == 1 else {"any": shapes}
    return {"or": "|".join(scalars), "else": whole} if scalars else whole


def _of_dicts(dicts: list[dict[str, object]]) -> Schema:
    keys = list(dict.fromkeys(key for each in dicts for key in each))
    if not all(_NAME.fullmatch(key) for key in keys):
        return {"by": _merged(v for each in dicts for v in each.values())}
    return {key: _merged(each[key] for each in dicts if key in each) for key in keys}


def _of_lists(lists: list[list[object]]) -> Schema:
    lengths = {len(each) for each in lists}
    if len(lengths) == 1 and len(lists) > 1 and 1 < (length := lengths.pop()) <= _LONGEST_ROW and _unlike(lists):
        return {"row": [_merged(each[place] for each in lists) for place in range(length)]}
    return {"each": _merged(v for each in lists for v in each)}


def _unlike(lists: list[list[object]]) -> bool:
    """Whether the places of the rows hold different things: a pair of coordinates is no row."""
    return len({json.dumps(_merged(each[place] for each in lists)) for place in range(len(lists[0]))}) > 1


def _scalar(value: object) -> str:
    if value is None:
        return "null"
    return {bool: "boolean", int: "number", float: "number", str: "string"}[type(value)]


# --- the reference in the manual --------------------------------------------------------------------------------------

_BEGIN, _END = "<!-- columns: written by make schemas -->\n", "<!-- /columns -->\n"
_TYPES = {"double": "number", "int64": "integer", "bool": "yes or no", "date32[day]": "day", "string": "text"}


def reference(made: dict[str, Schema]) -> str:
    """The columns of the data files as MANUAL.md has them: names and types of the schemas, meanings of the columns' own entries."""
    layers, tables = list(made[".geojson"]["events"]), list(made[".csv"])
    meanings = {column.field.name: column.meaning for column in EVENT_COLUMNS}
    in_tables = {column.field.name: column.meaning for column in COLUMNS}
    types = {column.field.name: column.field.type for column in EVENT_COLUMNS}
    parts = ["Rows of events in GeoJSON, KML and GeoPackage, in CSV and Parquet too where the last column says so:\n"]
    rows = [(name, _TYPE_OF[types[name]], meanings[name], "✓" if name in tables else "") for name in layers]
    parts.append(_table(("column", "type", "meaning", "CSV, Parquet"), rows))
    parts.append("\nIn CSV and Parquet alone, ACLED's names first:\n")
    own = [name for name in tables if name not in layers or in_tables[name] != meanings[name]]
    parts.append(_table(("column", "type", "meaning"), [(name, _TYPES[made[".parquet"][name]], in_tables[name]) for name in own]))
    parts.append("\nWhat is drawn (`ranges` and `tracks` of a GeoPackage, features with a `role` in GeoJSON):\n")
    drawn = {column.field.name: column for column in DRAWN_COLUMNS}
    rows = [(name, _TYPE_OF[drawn[name].field.type], drawn[name].meaning) for name in made[".geojson"]["drawn"]]
    parts.append(_table(("column", "type", "meaning"), rows))
    return "".join(parts)


_TYPE_OF = {
    FieldType.TEXT: "text",
    FieldType.INTEGER: "integer",
    FieldType.REAL: "number",
    FieldType.BOOLEAN: "yes or no",
    FieldType.DATE: "day",
}


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *((f"`{row[0]}`", *row[1:]) for row in rows)]
    return "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def manual(text: str, made: dict[str, Schema]) -> str:
    """The manual with its reference as it should be."""
    before, _, rest = text.partition(_BEGIN)
    return f"{before}{_BEGIN}{reference(made)}{_END}{rest.partition(_END)[2]}"


def main() -> None:
    made = schemas()
    GOLDEN.write_text(written(made), encoding="utf-8")
    MANUAL.write_text(manual(MANUAL.read_text(encoding="utf-8"), made), encoding="utf-8")
    print(f"{GOLDEN.relative_to(Path.cwd())} and MANUAL.md are written. Look at what changed: git diff")


def written(made: dict[str, Schema]) -> str:
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    main()
