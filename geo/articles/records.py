"""Articles in JSON Lines: one object a line with `text`, and `id`, `title`, `date`, `publisher` where known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from geo import __version__
from geo.articles.decode import decode
from geo.articles.documents import Document
from geo.articles.front_matter import read_date
from geo.articles.limits import MAX_TEXT_BYTES, MEGABYTE
from geo.errors import ArticleError

_REMEDY = 'A record is one line such as {"id": "1", "text": "…", "title": "…", "date": "2015-10-07", "publisher": "…"}.'


@dataclass(frozen=True, slots=True)
class Record:
    id: str
    source: bytes  # the line as it stands in the file
    line: int
    document: Document


def records(data: bytes, path: Path) -> Iterator[Record | ArticleError]:
    """The records of a file; a line that is none is given as the error that names it, and the rest goes on.

    A `.json` file may also hold one object, or a list of them. Raises ArticleError where it holds none.
    """
    empty = True
    for found in _each(data, path):
        empty = False
        yield found
    if empty:
        raise ArticleError(path, "it holds no records", "Each line must be a JSON object with a text.")


def _each(data: bytes, path: Path) -> Iterator[Record | ArticleError]:
    if path.suffix.lower() == ".json" and (whole := _whole(data, path)) is not None:
        for number, (value, source) in enumerate(whole, start=1):
            yield _record(value, source, number, path)
        return
    for number, line in _lines(data, path):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield ArticleError(f"{path}, line {number}", f"this is not JSON ({error})", _REMEDY)
            continue
        yield _record(value, line, number, path)


def _lines(data: bytes, path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        data = decode(data, path).text.encode("utf-8", "surrogatepass")
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            yield number, line.removesuffix(b"\r")


def _whole(data: bytes, path: Path) -> list[tuple[object, bytes]] | None:
    """The objects of a `.json` file that is one document; None where it is JSON Lines after all."""
    try:
        document = cast("object", json.loads(decode(data, path).text))
    except (ValueError, RecursionError):
        return None
    values = cast("list[object]", document) if isinstance(document, list) else [document]
    return [(value, json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")) for value in values]


def _record(value: object, source: bytes, number: int, path: Path) -> Record | ArticleError:
    where = f"{path}, line {number}"
    if not isinstance(value, dict):
        return ArticleError(where, "this is not a record", _REMEDY)
    fields = cast("dict[str, Any]", value)
    text = fields.get("text")
    if not isinstance(text, str):
        return ArticleError(where, 'the record has no "text"', _REMEDY)
    if not text.strip():
        return ArticleError(where, "its text is empty", "Take the record out, or give it its text.")
    if len(text) > MAX_TEXT_BYTES:
        return ArticleError(where, f"its text is longer than {MAX_TEXT_BYTES // MEGABYTE} MB", "Split it.")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        reason = f"its text holds half a character (a lone surrogate) at {error.start}"
        return ArticleError(where, reason, "Write the text again as valid UTF-8.")
    identifier = fields.get("id")
    language = _string(fields, "language", "lang")
    document = Document(
        text,
        "jsonl",
        __version__,
        _string(fields, "title", "headline"),
        _string(fields, "publisher", "source"),
        read_date(str(fields.get("date") or fields.get("published") or "")),
        _string(fields, "address", "url", "link"),
        language[:2].lower() if language else None,
    )
    known = isinstance(identifier, (str, int, float)) and str(identifier).strip()
    return Record(str(identifier) if known else f"{path.name}:{number}", source, number, document)


def _string(fields: dict[str, Any], *names: str) -> str | None:
    for name in names:
        value = fields.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip().encode("utf-8", "replace").decode("utf-8")
    return None
