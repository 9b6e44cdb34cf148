"""Tables of texts: a row is an article where a column holds its text, as the notes of event data do."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
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
    text = decode(data, path).text
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    before = csv.field_size_limit(MAX_TEXT_BYTES)
    try:
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        names = [name for name in rows.fieldnames or [] if name]
        if Fields(dict.fromkeys(names, "x")).text() is None:
            shown = ", ".join(names)[:200]
            raise ArticleError(path, f"it has no column of texts (its columns: {shown})", _REMEDY)
        for number, row in enumerate(rows, start=1):
            kept = {k: v for k, v in row.items() if k and v}
            source = json.dumps(kept, ensure_ascii=False).encode("utf-8", "surrogatepass")
            yield entry(kept, source, f"row {number}", f"{path.name}:{number}", f"{path}, row {number}")
    except csv.Error as error:
        raise ArticleError(path, f"the table is damaged ({error})", "Open it in a spreadsheet and save it as CSV again.") from error
    finally:
        csv.field_size_limit(before)
