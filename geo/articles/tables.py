"""Tables of texts: a row is an article where a column holds its text, as the notes of event data do."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.articles.decode import decode
from geo.articles.documents import Entry
from geo.articles.fields import TEXT, Fields, entry
from geo.articles.limits import MAX_TEXT_BYTES
from geo.errors import ArticleError

_DELIMITERS = ",;\t|"
_REMEDY = f"Call the column of the texts {', '.join(TEXT[:6])} or notes, and that of the days date."


def table(data: bytes, path: Path) -> Iterator[Entry | ArticleError]:
    """The rows of a CSV or TSV file, each an article; a row without text is named. Raises ArticleError where no column holds texts."""
    rows = rows_of(data, path)
    if Fields(dict.fromkeys(rows.columns, "x")).text() is None:
        shown = ", ".join(rows.columns)[:200]
        raise ArticleError(path, f"it has no column of texts (its columns: {shown})", _REMEDY)
    for number, row in enumerate(rows.cells, start=1):
        kept = {name: cell for name, cell in zip(rows.columns, row, strict=False) if name and cell}
        source = json.dumps(kept, ensure_ascii=False).encode("utf-8", "surrogatepass")
        yield entry(kept, source, f"row {number}", f"{path.name}:{number}", f"{path}, row {number}")


@dataclass(frozen=True, slots=True)
class Rows:
    """A table as it stands: the names of its columns, and its cells by row, as many in each as it has."""

    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    delimiter: str


def rows_of(data: bytes, path: Path) -> Rows:
    """The cells of a CSV or TSV file, with the separator that its first line has most of. Raises ArticleError."""
    text = decode(data, path).text
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    before = csv.field_size_limit(MAX_TEXT_BYTES)
    try:
        rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    except csv.Error as error:
        raise ArticleError(path, f"the table is damaged ({error})", "Open it in a spreadsheet and save it as CSV again.") from error
    finally:
        csv.field_size_limit(before)
    if not rows:
        raise ArticleError(path, "it has no rows", "Check that it was saved completely.")
    return Rows(rows[0], tuple(rows[1:]), delimiter)
