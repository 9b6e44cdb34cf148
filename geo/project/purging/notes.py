"""Notes that something was removed for good, and the marks by which an article that is taken in again can be known.

A note says when, and whether an article or a name; not what. A mark is kept only where a person asks for it: it is a slow
hash of the article's letters, and whoever has both the project and the article can tell by it that the article was here.
Without a mark nothing in the file tells that. Of a name no mark is ever kept: names are few, so every hash can be guessed.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from geo.model import Article, Failure
from geo.project.purging.spellings import plain

# 16 MB and some 30 ms for each article that is compared: a thousand times slower than a plain hash, still no secret.
_COST, _BLOCKS = 1 << 14, 8
_SALT = "removal_salt"


class RemovedKind(StrEnum):
    ARTICLE = "article"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Removed:
    """A note: something of that kind was removed at that time (UTC). `mark` of an article, where one was wanted."""

    kind: RemovedKind
    at: datetime
    mark: bytes | None = None


def create_notes(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE dateline_removal (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, removed_at TEXT NOT NULL, mark BLOB)")


def write_notes(connection: sqlite3.Connection, articles: Sequence[Article], names: int, remember: bool) -> None:
    """One note for each article and each name, in the caller's transaction."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    salt = _salt(connection) if remember and articles else b""
    for article in articles:
        mark = _mark(article, salt) if remember else None
        connection.execute("INSERT INTO dateline_removal (kind, removed_at, mark) VALUES (?, ?, ?)", (RemovedKind.ARTICLE.value, now, mark))
    for _ in range(names):
        connection.execute("INSERT INTO dateline_removal (kind, removed_at) VALUES (?, ?)", (RemovedKind.NAME.value, now))


def read_notes(connection: sqlite3.Connection) -> tuple[Removed, ...]:
    rows = connection.execute("SELECT kind, removed_at, mark FROM dateline_removal ORDER BY id").fetchall()
    return tuple(Removed(RemovedKind(kind), datetime.fromisoformat(at), mark) for kind, at, mark in rows)


def known_again(connection: sqlite3.Connection, articles: Iterable[Article]) -> dict[str, datetime]:
    """Those of the articles, by id, that were removed with a mark, and when. Spaces, case and marks of the text do not count."""
    marks = {note.mark: note.at for note in read_notes(connection) if note.mark is not None}
    if not marks:
        return {}
    salt = _salt(connection)
    found = ((article.id, marks.get(_mark(article, salt))) for article in articles)
    return {article: at for article, at in found if at is not None}


def refusal(article: Article, removed_at: datetime) -> Failure:
    """Why an article is not taken in again, and how it can be."""
    source = article.custody.source if article.custody else article.id
    return Failure(
        source,
        f"{source}: an article of the same text was removed for good from this project on {removed_at:%Y-%m-%d}, so it was left out. "
        "To allow it again, forget the marks: Edit > Remove for good…, or dateline purge PROJECT --forget-marks.",
    )


def _salt(connection: sqlite3.Connection) -> bytes:
    row = connection.execute("SELECT value FROM dateline_meta WHERE key = ?", (_SALT,)).fetchone()
    if row is not None:
        return bytes.fromhex(row[0])
    salt = os.urandom(16)
    connection.execute("INSERT INTO dateline_meta VALUES (?, ?)", (_SALT, salt.hex()))
    return salt


def _mark(article: Article, salt: bytes) -> bytes:
    letters = "".join(c for c in plain(article.text) if c.isalnum())
    return hashlib.scrypt(letters.encode("utf-8", "surrogatepass"), salt=salt, n=_COST, r=_BLOCKS, p=1, maxmem=1 << 26)
