"""Digests of every row that Dateline reads back from a project, kept beside the rows: what was damaged does not match its own.

A row of an article, an analysis, a note or a setting has a digest of its own. Judgements and their undoing are one history,
so their digests form a chain: each is made of the row and of the digest before it, and a row that was taken out, altered or
put in another place breaks it there. Two totals, over all digests and over the end of the chain, tell what is missing with
its digest. They show damage and careless hands; whoever wants to deceive can compute them anew.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Value = str | int | float | bytes | None
Row = tuple[Value, ...]


class Table(NamedTuple):
    """A table of the project, with its columns in the order in which they are sealed; the first is its key."""

    name: str
    columns: tuple[str, ...]

    @property
    def rows(self) -> str:
        return f"SELECT {', '.join(self.columns)} FROM {self.name}"


META = Table("dateline_meta", ("key", "value"))
ARTICLE = Table("dateline_article", ("id", "position", "sha256", "record"))
ANALYSIS = Table("dateline_analysis", ("article", "record"))
JUDGEMENT = Table("dateline_judgement", ("id", "kind", "subject", "value", "author", "made_at"))
UNDO = Table("dateline_undo", ("id", "judgement", "undone", "made_at"))
REMOVAL = Table("dateline_removal", ("id", "kind", "removed_at", "mark"))
SEAL = Table("dateline_digest", ("source", "key", "digest"))
CHAIN = Table("dateline_chain", ("id", "source", "row", "digest"))

APART = (META, ARTICLE, ANALYSIS, REMOVAL)
"""Tables whose rows are sealed each by itself."""
HISTORY = (JUDGEMENT, UNDO)
"""Tables whose rows are links of the chain."""
TOTAL = "total"
FILE_SEAL = "seal"
"""The setting that each change renews (see `geo.project.connecting`): it tells of the file, and has no digest."""
ALL, END = "rows", "history"

_TABLES = (
    "CREATE TABLE dateline_digest (source TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (source, key))",
    "CREATE TABLE dateline_chain (id INTEGER PRIMARY KEY, source TEXT NOT NULL, row INTEGER NOT NULL, digest TEXT NOT NULL)",
)


def create_seals(connection: sqlite3.Connection) -> None:
    for statement in _TABLES:
        connection.execute(statement)


def is_file_seal(table: Table, row: Sequence[Value]) -> bool:
    return table is META and row[0] == FILE_SEAL


def digest_of(table: Table, row: Sequence[Value], before: str = "") -> str:
    """SHA-256 of a row with its table's name; for a link of the chain also of the digest `before` it."""
    made = hashlib.sha256(f"{table.name}\n{before}\n".encode())
    for value in row:
        # Kind and length stand before each value, so that no two rows give the same bytes.
        content = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
        made.update(f"{type(value).__name__} {len(content)}\n".encode())
        made.update(content)
    return made.hexdigest()


def total_of_rows(seals: Iterable[tuple[str, str, str]]) -> str:
    """One digest over (table, key, digest) of all rows that are sealed by themselves."""
    made = hashlib.sha256()
    for seal in sorted(seals):
        made.update("\n".join((*seal, "")).encode("utf-8", "surrogatepass"))
    return made.hexdigest()


def total_of_history(links: int, last: str) -> str:
    return f"{links}:{hashlib.sha256(f'{links}:{last}'.encode()).hexdigest()}"


# --- sealing, in the caller's transaction -----------------------------------------------------------------------------------


def seal(connection: sqlite3.Connection, table: Table, keys: Iterable[Value]) -> None:
    """Seal the rows of these keys as they stand now; of a row that is gone the seal goes too."""
    for key in keys:
        row = connection.execute(f"{table.rows} WHERE {table.columns[0]} = ?", (key,)).fetchone()
        if row is None or is_file_seal(table, row):
            connection.execute("DELETE FROM dateline_digest WHERE source = ? AND key = ?", (table.name, str(key)))
        else:
            connection.execute("INSERT OR REPLACE INTO dateline_digest VALUES (?, ?, ?)", (table.name, str(key), digest_of(table, row)))
    _seal_total(connection)


def seal_whole(connection: sqlite3.Connection, table: Table) -> None:
    """Seal a table anew as it stands now."""
    connection.execute("DELETE FROM dateline_digest WHERE source = ?", (table.name,))
    connection.executemany(
        "INSERT INTO dateline_digest VALUES (?, ?, ?)",
        (
            (table.name, str(row[0]), digest_of(table, row))
            for row in connection.execute(table.rows).fetchall()
            if not is_file_seal(table, row)
        ),
    )
    _seal_total(connection)


def append(connection: sqlite3.Connection, table: Table, key: int) -> None:
    """Make the row the next link of the chain."""
    last = connection.execute("SELECT digest FROM dateline_chain ORDER BY id DESC LIMIT 1").fetchone()
    row = connection.execute(f"{table.rows} WHERE id = ?", (key,)).fetchone()
    digest = digest_of(table, row, last[0] if last else "")
    connection.execute("INSERT INTO dateline_chain (source, row, digest) VALUES (?, ?, ?)", (table.name, key, digest))
    _seal_end(connection)


def seal_all(connection: sqlite3.Connection) -> None:
    """Seal all rows anew: of a project that had no digests, or from which something was removed for good."""
    connection.execute("DELETE FROM dateline_digest")
    connection.execute("DELETE FROM dateline_chain")
    for table in APART:
        seal_whole(connection, table)
    digest = ""
    for table in HISTORY:
        for row in connection.execute(f"{table.rows} ORDER BY id").fetchall():
            digest = digest_of(table, row, digest)
            connection.execute("INSERT INTO dateline_chain (source, row, digest) VALUES (?, ?, ?)", (table.name, row[0], digest))
    _seal_end(connection)


def state_of(connection: sqlite3.Connection) -> str:
    """What tells two states of a project apart: the same for the same rows with the same history."""
    rows = connection.execute("SELECT key, digest FROM dateline_digest WHERE source = ? ORDER BY key", (TOTAL,)).fetchall()
    return " ".join(f"{key}={digest}" for key, digest in rows)


def _seal_total(connection: sqlite3.Connection) -> None:
    rows = connection.execute("SELECT source, key, digest FROM dateline_digest WHERE source != ?", (TOTAL,)).fetchall()
    connection.execute("INSERT OR REPLACE INTO dateline_digest VALUES (?, ?, ?)", (TOTAL, ALL, total_of_rows(rows)))


def _seal_end(connection: sqlite3.Connection) -> None:
    (links,) = connection.execute("SELECT count(*) FROM dateline_chain").fetchone()
    last = connection.execute("SELECT digest FROM dateline_chain ORDER BY id DESC LIMIT 1").fetchone()
    total = total_of_history(links, last[0] if last else "")
    connection.execute("INSERT OR REPLACE INTO dateline_digest VALUES (?, ?, ?)", (TOTAL, END, total))
