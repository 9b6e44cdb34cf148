"""Is a project as Dateline left it? Looks at SQLite's structure, at every row's digest, and at what each row says.

A sound project is read in one go, and what was read is handed on. Where anything is wrong, see `geo.project.salvage`.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from geo import geopackage
from geo.model import Analysis, Article
from geo.project.schema import migrate
from geo.project.seals import (
    ALL,
    ANALYSIS,
    APART,
    ARTICLE,
    CHAIN,
    END,
    HISTORY,
    JUDGEMENT,
    META,
    REMOVAL,
    SEAL,
    TOTAL,
    Row,
    Table,
    digest_of,
    is_file_seal,
    total_of_history,
    total_of_rows,
)
from geo.project.validity import analysis_of, article_of, judgement_of, removal_of, setting_of, undo_of

SEALED_SINCE = 4
"""The version from which on a project has digests."""
TABLES = (*APART, *HISTORY, SEAL, CHAIN)


@dataclass(frozen=True, slots=True)
class Content:
    """What a sound project holds, in order."""

    articles: tuple[Article, ...]
    analyses: tuple[Analysis, ...]


def sound_content(connection: sqlite3.Connection, version: int) -> Content | None:
    """All articles and analyses where everything is as it must be; None where anything is not.

    Raises sqlite3.OperationalError where another program holds the file.
    """
    with as_stored(connection):
        try:
            return _sound_content(connection, sealed=version >= SEALED_SINCE)
        except (ValueError, TypeError, KeyError, sqlite3.Error) as cause:
            if busy(cause):
                raise
            return None


def _sound_content(connection: sqlite3.Connection, *, sealed: bool) -> Content:
    if faults := structure(connection, sealed=sealed):
        raise ValueError(faults[0])
    seals: dict[tuple[object, object], object] = {}
    totals: dict[object, object] = {}
    if sealed:
        for source, key, digest in connection.execute(SEAL.rows):
            (totals if source == TOTAL else seals)[key if source == TOTAL else (source, key)] = digest
        _must(totals.get(ALL) == total_of_rows((str(s), str(k), str(d)) for (s, k), d in seals.items()))

    def rows(table: Table) -> Iterator[Row]:
        known = table is not REMOVAL or sealed or _has(connection, REMOVAL)
        for row in connection.execute(table.rows) if known else ():
            if is_file_seal(table, row):
                continue
            _must(not sealed or seals.pop((table.name, str(row[0])), None) == digest_of(table, row))
            yield row

    for row in rows(META):
        setting_of(row)
    for row in rows(REMOVAL):
        removal_of(row)
    articles = {article.id: (cast(int, row[1]), article) for row in rows(ARTICLE) if (article := article_of(row, sealed=sealed))}
    analyses = [analysis_of(row, articles[str(row[0])][1]) for row in rows(ANALYSIS)]
    _must(not seals)
    history = {(table.name, row[0]): row for table in HISTORY for row in connection.execute(table.rows)}
    for (name, _), row in history.items():
        if name == JUDGEMENT.name:
            judgement_of(row)
        else:
            _must((JUDGEMENT.name, undo_of(row)[0]) in history)
    if sealed:
        _must(_chain_holds(connection, history, totals.get(END)))
    order = sorted(articles.values(), key=lambda placed: placed[0])
    analyses.sort(key=lambda analysis: articles[analysis.article][0])
    return Content(tuple(article for _, article in order), tuple(analyses))


def _chain_holds(connection: sqlite3.Connection, history: dict[tuple[str, Any], Row], total: object) -> bool:
    tables = {table.name: table for table in HISTORY}
    left, last, number = dict(history), "", 0
    for number, (link, source, key, digest) in enumerate(connection.execute(f"{CHAIN.rows} ORDER BY id"), 1):
        if link != number or digest_of(tables[source], left.pop((source, key)), last) != digest:
            return False
        last = digest
    return not left and total == total_of_history(number, last)


def structure(connection: sqlite3.Connection, *, sealed: bool = True) -> list[str]:
    """What is wrong with the file itself, in SQLite's words; empty where nothing is."""
    try:
        faults = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(50)") if row[0] != "ok"]
        marks = [connection.execute(f"PRAGMA {mark}").fetchone()[0] for mark in ("application_id", "user_version")]
        if marks != [geopackage.APPLICATION_ID, geopackage.VERSION]:
            faults.append("the marks of a GeoPackage in its head are others")
        if sealed:
            faults += [f"the definition of {name} is another" for name, sql in _definitions() if _definition(connection, name) != sql]
    except sqlite3.Error as cause:
        if busy(cause):
            raise
        return [str(cause)]
    return [line for fault in faults for line in fault.splitlines() if not line.startswith("***")]


def busy(cause: BaseException) -> bool:
    """Whether another program holds the file: nothing is damaged then."""
    return isinstance(cause, sqlite3.OperationalError) and any(word in str(cause) for word in ("locked", "busy"))


@cache
def _definitions() -> list[tuple[str, str]]:
    """The tables as a new project has them."""
    with contextlib.closing(sqlite3.connect(":memory:")) as memory:
        migrate(memory, 0)
        return [(table.name, _definition(memory, table.name)) for table in TABLES]


def _definition(connection: sqlite3.Connection, name: str) -> str:
    row = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


@contextmanager
def as_stored(connection: sqlite3.Connection) -> Generator[None]:
    """Texts that are no UTF-8 come through, so that their digest can be told."""
    connection.text_factory = _decoded
    try:
        yield
    finally:
        connection.text_factory = str


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _has(connection: sqlite3.Connection, table: Table) -> bool:
    return bool(_definition(connection, table.name))


def _must(holds: bool) -> None:
    if not holds:
        raise ValueError("not as it was written")
