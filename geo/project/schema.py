"""The project's own tables, their version and the named migrations that lead to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from geo.project.purging.notes import create_notes
from geo.project.seals import META, create_seals, seal, seal_all

APPLICATION = "dateline"

_FIRST = """
CREATE TABLE dateline_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE dateline_article (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    record TEXT NOT NULL
);
CREATE TABLE dateline_analysis (article TEXT PRIMARY KEY REFERENCES dateline_article(id) ON DELETE CASCADE, record TEXT NOT NULL);
CREATE TABLE dateline_judgement (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    value TEXT NOT NULL,
    author TEXT NOT NULL,
    made_at TEXT NOT NULL
);
CREATE TABLE dateline_undo (
    id INTEGER PRIMARY KEY,
    judgement INTEGER NOT NULL REFERENCES dateline_judgement(id),
    undone INTEGER NOT NULL,
    made_at TEXT NOT NULL
);
"""


def _first(connection: sqlite3.Connection) -> None:
    for statement in _FIRST.split(";"):
        if statement.strip():
            connection.execute(statement)


def _unchanged(_: sqlite3.Connection) -> None:
    """The tables stay as they are; a Dateline that does not know the new kinds of rows must not open the file."""


def _sealed(connection: sqlite3.Connection) -> None:
    create_seals(connection)
    seal_all(connection)


MIGRATIONS: tuple[tuple[str, Callable[[sqlite3.Connection], None]], ...] = (
    ("articles, analyses, judgements and their undoing", _first),
    ("judgements that grade, split, join, and place a name everywhere", _unchanged),
    ("notes of what was removed for good", create_notes),
    ("digests of all rows, and a chain of them over judgements", _sealed),
    ("judgements that review, add and edit", _unchanged),
)
"""Each migration by name, in order; the version of a file is how many of them it has had."""


def version_of(connection: sqlite3.Connection) -> int | None:
    """The version of an open file; None where it is no project."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'dateline_meta'").fetchone()
    if known is None:
        return None
    row = connection.execute("SELECT value FROM dateline_meta WHERE key = 'version'").fetchone()
    return int(row[0]) if row is not None else None


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring a file of that version up to date, inside the caller's transaction."""
    for _, step in MIGRATIONS[version:]:
        step(connection)
    connection.execute("INSERT OR REPLACE INTO dateline_meta VALUES ('version', ?)", (str(len(MIGRATIONS)),))
    connection.execute("INSERT OR REPLACE INTO dateline_meta VALUES ('application', ?)", (APPLICATION,))
    seal(connection, META, ("version", "application"))
