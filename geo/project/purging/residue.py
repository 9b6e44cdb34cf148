"""Looks for what was removed in the bytes of a new project file, as a person with the file and a hex editor would.

Two sorts are looked for: names, however they are cased and accented; and exact strings, such as stretches of a removed text,
hashes and ids. What the project keeps for other reasons ("Somalia" where "Ali" was removed) is no residue.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from geo.errors import ProjectError
from geo.model import Article

_CHUNK = 4 << 20
_SEAM = 4096  # bytes that two chunks share, so that nothing is missed between them
_MARKS = re.compile(
    r"[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u00ad\ufeff]"
)
_STRETCH = re.compile(r'[^"\\\x00-\x1f]{28,40}')  # what stands the same in a file whether it is written as JSON or not
_ESCAPED = re.compile(r'["\\\x00-\x1f]')
_MOST_STRETCHES = 60
_SHORTEST = 6
_LONG = 16  # characters of an id or title that no name of a table has by chance


def probes_of(article: Article) -> Iterator[str]:
    """Strings by which a removed article would be known: id, title, address, path, hashes, and stretches of its text."""
    custody = article.custody
    said = (article.id, article.title, article.address, article.text_sha256, *((custody.source, custody.sha256) if custody else ()))
    yield from (s for s in said if s and len(s) >= _SHORTEST and not _ESCAPED.search(s))
    stretches = _STRETCH.findall(article.text)
    yield from stretches[:: max(1, len(stretches) // _MOST_STRETCHES)]


def make_sure(memory: sqlite3.Connection, path: Path, forms: Iterable[str], probes: Iterable[str], layers: Collection[str]) -> None:
    """Raises ProjectError where one of the forms of a name, or one of the probes, stands in the file without belonging there.

    `memory` holds what the file is to hold, of which Dateline's own tables and `layers` were gone through before. UTF-8 is
    read without regard to case and accents, UTF-16 in the usual cases.
    """
    sought = {loose(form) for form in forms} - {""}
    exact = set(probes)
    kept: dict[str, set[str]] = {form: set() for form in sought}
    for table, value in values(memory):
        own = table.startswith("dateline_") or table in layers
        excused = {probe for probe in exact if probe in value and (own or len(probe) < _LONG)}
        exact -= excused
        if sought:
            folded = loose(value)
            for form in sought:
                around = set(_words(folded, form))
                if not own and form in around:
                    raise _found(path)
                kept[form] |= around
    encoded = [probe.encode(encoding) for probe in exact for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
    wide = [w for form in sought if not kept[form] for w in _wide(form)]
    for chunk in _chunks(path):
        if any(probe in chunk for probe in encoded) or any(form in chunk for form in wide):
            raise _found(path)
        if sought:
            folded = loose(chunk.decode("utf-8", "replace"))
            for form in sought:
                strange = (around for around in _words(folded, form) if not any(word in around for word in kept[form]))
                if any(not _cut(around, form, kept[form]) for around in strange):
                    raise _found(path)


def _cut(around: str, form: str, kept: Collection[str]) -> bool:
    """Whether it is an end of a word that stays, as where a row runs on to the next page of the file: "Som" and "alia"."""
    return around != form and any(word.startswith(around) or word.endswith(around) for word in kept)


def values(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Every text of every table with the table's name, and what tables and views are called and made of."""
    tables: list[str] = []
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
        yield "sqlite_master", str(name)
        yield "sqlite_master", str(sql or "")
        if kind == "table":
            tables.append(str(name))
    for table in tables:
        quoted = '"' + table.replace('"', '""') + '"'
        for row in connection.execute(f"SELECT * FROM {quoted}"):
            for value in row:
                if isinstance(value, str):
                    yield table, value
                elif isinstance(value, bytes):
                    yield table, value.decode("utf-8", "replace")


def loose(text: str) -> str:
    """A text as it is compared here: quick, and close to `spellings.plain`."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold())


def _words(folded: str, form: str) -> Iterator[str]:
    """The whole words round each place of a form."""
    at = folded.find(form)
    while at >= 0:
        start, end = at, at + len(form)
        while start > 0 and at - start < _SEAM and folded[start - 1].isalnum():
            start -= 1
        while end < len(folded) and end - at < _SEAM and folded[end].isalnum():
            end += 1
        yield folded[start:end]
        at = folded.find(form, at + 1)


def _wide(form: str) -> Iterator[bytes]:
    for cased in {form, form.upper(), form.title(), form.capitalize()}:
        yield cased.encode("utf-16-le")
        yield cased.encode("utf-16-be")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        seam = b""
        while block := file.read(_CHUNK):
            yield seam + block
            seam = (seam + block)[-_SEAM:]


def _found(path: Path) -> ProjectError:
    return ProjectError(
        f"{path.name}: what was to be removed still stands in the new file, in a part that Dateline does not know. Nothing was removed. "
        "If another program has put tables or styles into the project, take them out there, then try again."
    )
