"""What a file is, by its content and not by its name: so that no export replaces a file of another kind unasked."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import stat
import zipfile
from enum import StrEnum
from pathlib import Path

_HEAD = 1 << 16
_MOST = 256 << 20  # bytes of a page in which the mark of a proof map is looked for
_PROOF_MARK = b'id="dateline-basemap"'
_SQLITE = b"SQLite format 3\0"
_FEATURES = re.compile(rb'"type"\s*:\s*"Feature(?:Collection)?"')
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


class Kind(StrEnum):
    """The words by which a user is told of it."""

    PROJECT = "a Dateline project"
    GEOPACKAGE = "a GeoPackage"
    DATABASE = "a database"
    PROOF_MAP = "a proof map"
    WEB_PAGE = "a web page"
    GEOJSON = "a GeoJSON file"
    JSON = "a JSON file"
    KML = "a KML file"
    KMZ = "a KMZ file"
    XML = "an XML file"
    EVENTS = "a table of events"
    PARQUET = "a Parquet file"
    PICTURE = "a picture"
    PDF = "a PDF file"
    ZIP = "a ZIP or office document"
    TEXT = "a text or another table"
    OTHER = "a file that Dateline does not know"


WRITTEN = {
    ".html": Kind.PROOF_MAP,
    ".htm": Kind.PROOF_MAP,
    ".geojson": Kind.GEOJSON,
    ".kml": Kind.KML,
    ".kmz": Kind.KMZ,
    ".gpkg": Kind.GEOPACKAGE,
    ".csv": Kind.EVENTS,
    ".parquet": Kind.PARQUET,
    ".png": Kind.PICTURE,
}
"""What Dateline writes under an ending. Pages and tables are told by what stands in them: others' are articles and work."""

_MAGIC = (
    (b"PAR1", Kind.PARQUET),
    (b"%PDF", Kind.PDF),
    (b"\x89PNG", Kind.PICTURE),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"GIF8", Kind.PICTURE),
)


def kind_of(path: Path) -> Kind | None:
    """What there is; None where there is nothing, an empty file, or no regular file at all."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        with open(path, "rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return Kind.OTHER
    if not head.strip():
        return None
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(_SQLITE):
        return _database(path, head)
    if head.startswith(b"PK\x03\x04"):
        return _archive(path)
    return _text(path, head)


def _database(path: Path, head: bytes) -> Kind:
    # Immutable: looking must not leave companion files beside it.
    with contextlib.suppress(sqlite3.Error):
        connection = sqlite3.connect(f"{Path(os.path.abspath(path)).as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            if connection.execute("SELECT 1 FROM sqlite_master WHERE name LIKE 'dateline\\_%' ESCAPE '\\'").fetchone():
                return Kind.PROJECT
        finally:
            connection.close()
    if os.path.exists(f"{path}-wal"):  # in use, and what it holds may not be in it yet
        return Kind.DATABASE
    return Kind.GEOPACKAGE if head[68:72] in (b"GPKG", b"GP10", b"GP11") else Kind.DATABASE


def _archive(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            return Kind.KMZ if any(name.lower().endswith(".kml") for name in archive.namelist()) else Kind.ZIP
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return Kind.ZIP


def _text(path: Path, head: bytes) -> Kind:
    content = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if content[:1] in (b"{", b"["):
        return Kind.GEOJSON if content[:1] == b"{" and _FEATURES.search(content) else Kind.JSON
    if content[:1] == b"<":
        if b"<kml" in content[:4096]:
            return Kind.KML
        if not _PAGE.search(content):
            return Kind.XML
        return Kind.PROOF_MAP if _holds(path, _PROOF_MARK) else Kind.WEB_PAGE
    first = content.split(b"\n", 1)[0]
    if b"event_id_cnty" in first and b"passages" in first:
        return Kind.EVENTS
    return Kind.OTHER if b"\0" in head else Kind.TEXT


def _holds(path: Path, mark: bytes) -> bool:
    try:
        with open(path, "rb") as file:
            return mark in file.read(_MOST)
    except OSError:
        return False
