"""Events as tables: CSV and Parquet, with ACLED's columns first and what only Dateline knows after them.

Latitude and longitude are the gazetteer's point of the place named, as in ACLED's data: `geo_precision` 3 says that it
stands for a whole region, and `precision_km` how far that reaches. What no gazetteer has a point of ("the Turkish border")
has one inside it. They are empty for what is not said to have happened (see `modality`) and where no place is told. Nothing
is guessed: `source_scale`, `fatalities`, event and sub-event type of ACLED are empty where the passages or the type do not
tell them.
"""

from __future__ import annotations

import csv
import importlib
import io
import json
import tomllib
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from geo import __version__
from geo.assets import asset
from geo.export.quotes import CREDIT, quotes
from geo.geopackage import Field, FieldType, Value
from geo.model import Comparator, Corpus
from geo.safe_text import cell_text, web_address
from geo.sheets.layers import EVENT_COLUMNS, Column, passages_text
from geo.views import PlacedEvent, placed_events
from geo.views.shapes import Outlines
from geo.views.words import is_inferred

_DEATHS = frozenset({"death", "fatality", "dead", "killed"})  # units of quantities
_TIME_PRECISION = {"day": 1, "week": 2, "month": 3}
_DATE_PREC = {"day": 1, "week": 3, "month": 4, "year": 5}


def table_csv(corpus: Corpus, outlines: Outlines | None = None) -> bytes:
    """UTF-8 without byte-order mark, lines ended as RFC 4180 says. Text that a spreadsheet would run is preceded by an apostrophe."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow([column.field.name for column in COLUMNS])
    for row in placed_events(corpus):
        writer.writerow([_cell(column.of(row)) for column in COLUMNS])
    return held.getvalue().encode("utf-8", "replace")


def parquet(corpus: Corpus, outlines: Outlines | None = None) -> bytes:
    """The same columns, typed: dates as days, flags as booleans. `passages` is JSON text; the file's metadata say what it is."""
    # pyarrow carries no types; it is loaded here alone, since it takes a third of a second.
    pa: Any = importlib.import_module("pyarrow")
    writing: Any = importlib.import_module("pyarrow.parquet")
    kinds: dict[FieldType, Any] = {
        FieldType.TEXT: pa.string(),
        FieldType.INTEGER: pa.int64(),
        FieldType.REAL: pa.float64(),
        FieldType.BOOLEAN: pa.bool_(),
        FieldType.DATE: pa.date32(),
    }
    rows = list(placed_events(corpus))
    about = {"generator": f"Dateline {__version__}", "credit": CREDIT, "sample": str(corpus.sample).lower()}
    schema = pa.schema([(column.field.name, kinds[column.field.type]) for column in COLUMNS], metadata=about)
    columns = [pa.array([_encodable(column.of(row)) for row in rows], kinds[column.field.type]) for column in COLUMNS]
    held = io.BytesIO()
    writing.write_table(pa.Table.from_arrays(columns, schema=schema), held, compression="zstd")
    return held.getvalue()


def _cell(value: Value) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return value
    return cell_text(value)


def _encodable(value: Value) -> Value:
    """Half a surrogate pair becomes "?": no encoding can carry it."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


# --- columns ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _acled() -> dict[str, Sequence[str]]:
    return tomllib.loads(asset("lexicon", "acled.toml").read_text(encoding="utf-8"))["types"]


def _acled_type(row: PlacedEvent, level: int) -> str | None:
    return _acled().get(row.event.type.value, ("", "", ""))[level] or None


def _days(row: PlacedEvent) -> int:
    start, end = row.dates()
    return (end - start).days + 1 if start is not None and end is not None else 0


def _time_precision(row: PlacedEvent) -> int | None:
    """1 the day, 2 within a week, 3 within a month; None where it is vaguer or no date is known."""
    days, when = _days(row), row.event.when
    if not days or when is None:
        return None
    by_length = 1 if days == 1 else 2 if days <= 7 else 3 if days <= 31 else None
    said = _TIME_PRECISION.get(when.precision)
    return None if by_length is None or said is None else max(said, by_length)


def _date_prec(row: PlacedEvent) -> int | None:
    """As UCDP counts: 1 the day, 2 two to six days, 3 a week, 4 a month, 5 longer. None where no date is known."""
    days, when = _days(row), row.event.when
    if not days or when is None:
        return None
    by_length = 1 if days == 1 else 2 if days <= 6 else 3 if days == 7 else 4 if days <= 31 else 5
    return max(_DATE_PREC.get(when.precision, 5), by_length)


def _fatalities(row: PlacedEvent) -> int | None:
    """The number of dead where all passages that count them say the same; else None, never a zero that nobody said."""
    counts = {
        (q.value, q.comparator)
        for mention in row.event.mentions
        for q in mention.quantities
        if q.unit in _DEATHS and mention.modality is row.modality
    }
    if len(counts) != 1:
        return None
    value, comparator = counts.pop()
    return int(value) if comparator in (Comparator.EXACT, Comparator.ABOUT) else None


def _tags(row: PlacedEvent) -> str | None:
    when = row.event.when
    tags = [
        "sample" if row.sample else "",
        "" if row.happened else f"not said to have happened: {row.modality.value}",
        "place uncertain" if row.location is not None and row.location.uncertain else "",
        "place inferred" if row.location is not None and row.location.carried else "",
        "date inferred" if when is not None and when.start is not None and is_inferred(when) else "",
        "sources disagree" if row.event.disagreements else "",
    ]
    return "; ".join(tag for tag in tags if tag) or None


def _column(name: str, of: Callable[[PlacedEvent], Value], meaning: str, kind: FieldType = FieldType.TEXT) -> Column:
    return Column(Field(name, kind), of, meaning)


_ACLED: tuple[Column, ...] = (
    _column("event_id_cnty", lambda row: row.id, "the row, as `id` of the layers"),
    _column("event_date", lambda row: row.dates()[0], "first day", FieldType.DATE),
    _column("year", lambda row: start.year if (start := row.dates()[0]) else None, "of the first day", FieldType.INTEGER),
    _column("time_precision", _time_precision, "as ACLED counts: 1 the day, 2 within a week, 3 within a month", FieldType.INTEGER),
    _column("disorder_type", lambda row: _acled_type(row, 0), "ACLED’s, where the type has one"),
    _column("event_type", lambda row: _acled_type(row, 1), "ACLED’s"),
    _column("sub_event_type", lambda row: _acled_type(row, 2), "ACLED’s"),
    _column("actor1", lambda row: row.event.actor, "who did it"),
    _column("actor2", lambda row: "; ".join(row.event.targets) or None, "whom or what it was aimed at"),
    _column("country", lambda row: row.location.place.country if row.location else None, "by the two letters of ISO 3166"),
    _column("admin1", lambda row: row.location.place.admin1 if row.location else None, "first-level division"),
    _column("location", lambda row: row.location.place.name if row.location else None, "the gazetteer’s name of the place"),
    _column(
        "latitude",
        lambda row: row.position.lat if row.position else None,
        "of the gazetteer’s point; empty where nothing is said to have happened",
        FieldType.REAL,
    ),
    _column("longitude", lambda row: row.position.lon if row.position else None, "likewise", FieldType.REAL),
    _column(
        "geo_precision",
        lambda row: row.geo_precision,
        "as ACLED counts: 1 the town itself, 2 near it or doubtful which, 3 a region",
        FieldType.INTEGER,
    ),
    _column("source", lambda row: row.joined(lambda q: q.article.publisher), "publishers"),
    _column("source_scale", lambda row: None, "empty: nobody tells it"),
    _column("notes", passages_text, "the passages, with their sources"),
    _column("fatalities", _fatalities, "the dead, where all who count them say the same", FieldType.INTEGER),
    _column("tags", _tags, "what a reader must know: sample, inferred, disputed"),
)
_FURTHER: tuple[Column, ...] = (
    _column("where_prec", lambda row: row.where_prec, "as UCDP counts: 1 exact to 7 sea", FieldType.INTEGER),
    _column("date_prec", _date_prec, "as UCDP counts: 1 the day to 5 longer than a month", FieldType.INTEGER),
    _column("titles", lambda row: row.joined(lambda q: q.article.title), "of the articles"),
    _column("addresses", lambda row: row.joined(lambda q: web_address(q.article.address)), "of the articles"),
    _column(
        "passages", lambda row: json.dumps(quotes(row), ensure_ascii=False), "the passages as JSON, each a W3C text quote with its article"
    ),
)
_REPLACED = frozenset(column.field.name for column in (*_ACLED, *_FURTHER)) | {"id", "place"}

COLUMNS: tuple[Column, ...] = (*_ACLED, *(c for c in EVENT_COLUMNS if c.field.name not in _REPLACED), *_FURTHER)
"""ACLED's columns by ACLED's names (`country` is ISO 3166's two letters), then those of the layers, then the rest."""
