"""What is sound of a damaged project: every row is looked for wherever it can be found, and the digests say which one counts.

So one broken row costs that row. Rows come from SQLite as far as it reads, from the pages of the file by themselves, and
from backups.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from geo import geopackage
from geo.model import Article
from geo.project.findings import Finding, named
from geo.project.integrity import TABLES, as_stored, structure
from geo.project.pages import rows_in_pages
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
    UNDO,
    Row,
    Table,
    digest_of,
    is_file_seal,
    seal_all,
    total_of_history,
    total_of_rows,
)
from geo.project.validity import analysis_of, article_of, judgement_of, removal_of, setting_of, undo_of

_MOST_NAMED = 8  # faults of the structure that are listed one by one


@dataclass(slots=True)
class Salvage:
    """What is sound of a damaged project: its rows by table, and what was found."""

    rows: dict[Table, list[Row]] = field(default_factory=lambda: {table: [] for table in (*APART, *HISTORY)})
    findings: list[Finding] = field(default_factory=list[Finding])

    @property
    def anything(self) -> bool:
        return any(self.rows[table] for table in (ARTICLE, ANALYSIS, *HISTORY))


Spare = Callable[[Table, object], Iterable[Row]]
"""Rows of that table and key from elsewhere, such as backups: taken only where they are what a digest stands for."""


def salvage(path: Path, connection: sqlite3.Connection, spare: Spare | None = None) -> Salvage:
    """Every row that can be shown to be as it was written, or, where its digest is lost too, that can still be read.

    `connection` is the file as SQLite sees it. Raises OSError.
    """
    found = _Found()
    faults = structure(connection, sealed=_sealed(connection))
    with as_stored(connection):
        for table in TABLES:
            for row in _readable(connection, table):
                if not is_file_seal(table, row):
                    found.add(table, row)
    if faults:
        for table, row in rows_in_pages(path):
            if not is_file_seal(table, row):
                found.add(table, row)
    out = Salvage()
    more = f" and {len(faults) - _MOST_NAMED} faults more" if len(faults) > _MOST_NAMED else ""
    if faults:
        out.findings.append(Finding("the file's structure", "; ".join(faults[:_MOST_NAMED]) + more, lost=False))
    _Judge(found, spare or (lambda _table, _key: ()), out).judge()
    return out


def project_of(saved: Salvage) -> sqlite3.Connection:
    """The sound rows as a project in memory, sealed anew."""
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    memory.execute("PRAGMA foreign_keys = ON")
    memory.execute("BEGIN")
    geopackage.prepare(memory)
    migrate(memory, 0)
    own = {row[0] for row in memory.execute("SELECT key FROM dateline_meta")}
    for table, rows in saved.rows.items():
        kept = [row for row in rows if table is not META or row[0] not in own]
        columns, marks = ", ".join(table.columns), ", ".join("?" * len(table.columns))
        memory.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", kept)
    seal_all(memory)
    memory.execute("COMMIT")
    return memory


class _Found:
    """Rows by table and key, each version once, those that SQLite itself gave first."""

    def __init__(self) -> None:
        self._rows: dict[Table, dict[str, list[Row]]] = {table: defaultdict(list) for table in TABLES}

    def add(self, table: Table, row: Row) -> None:
        # A seal has two columns for its key.
        versions = self._rows[table][f"{row[0]} {row[1]}" if table is SEAL else str(row[0])]
        if row not in versions:
            versions.append(row)

    def versions(self, table: Table, key: object) -> list[Row]:
        return self._rows[table].get(str(key), [])

    def tell(self, table: Table) -> dict[str, list[Row]]:
        return self._rows[table]


class _Judge:
    """Tells sound rows from broken ones, and says of each broken one what it was."""

    def __init__(self, found: _Found, spare: Spare, out: Salvage) -> None:
        self._found, self._spare, self._out = found, spare, out
        self._seals: dict[tuple[str, str], list[str]] = defaultdict(list)
        totals: dict[str, str] = {}
        for versions in found.tell(SEAL).values():
            for source, key, digest in versions:
                if source == TOTAL:
                    totals.setdefault(str(key), str(digest))
                else:
                    self._seals[str(source), str(key)].append(str(digest))
        first = ((source, key, digests[0]) for (source, key), digests in self._seals.items())
        self._total = totals.get(END, "")
        self._sealed = bool(self._seals) or bool(found.tell(CHAIN))
        # Whether every row that was written has its seal here: what has none was not written by Dateline then.
        self._complete = totals.get(ALL) == total_of_rows(first)
        self._articles: dict[str, Article] = {}

    def judge(self) -> None:
        if self._sealed and not self._complete:
            self._say("digests", "some are damaged or missing: what has no digest any more is taken as it can be read", lost=False)
        self._apart(META, setting_of)
        self._apart(REMOVAL, removal_of)
        self._apart(ARTICLE, self._take_article)
        self._apart(ANALYSIS, lambda row: analysis_of(row, self._articles[str(row[0])]))
        self._history()
        for rows in self._out.rows.values():
            rows.sort(key=lambda row: (isinstance(row[0], str), row[0]))

    def _take_article(self, row: Row) -> None:
        self._articles[str(row[0])] = article_of(row, sealed=(ARTICLE.name, str(row[0])) in self._seals)

    def _apart(self, table: Table, read: Callable[[Row], object]) -> None:
        keys = dict.fromkeys([*self._found.tell(table), *(key for source, key in self._seals if source == table.name)])
        for key in keys:
            digests = self._seals.get((table.name, key), [])
            versions = self._found.versions(table, key)
            sound = [row for row in versions if digest_of(table, row) in digests]
            if digests and not sound:
                sound = [row for row in self._spare(table, key) if digest_of(table, row) in digests]
                if sound and _reads(read, sound[0]):
                    self._say(named(table, key, sound), "it is damaged, and was taken from a backup", lost=False)
                    self._out.rows[table].append(sound[0])
                    continue
            if not digests and not (self._sealed and self._complete):
                sound = [row for row in versions if _reads(read, row)][:1]
                if sound and self._sealed:
                    self._say(named(table, key, sound), "its digest is lost, so that it cannot be checked", lost=False)
            for row in sound:
                if _reads(read, row):
                    self._out.rows[table].append(row)
                    break
            else:
                if table is ANALYSIS and key not in self._articles:
                    continue  # nothing was read in an article that is lost itself
                unknown = "Dateline did not write it" if versions and not digests and self._sealed else ""
                self._say(named(table, key, versions), unknown or ("it was changed or damaged" if versions else "it is missing"))

    # --- judgements and undoing ---------------------------------------------------------------------------------------------

    def _history(self) -> None:
        tables = {table.name: table for table in HISTORY}
        taken: dict[tuple[str, str], Row] = {}
        broken: dict[tuple[str, str], str] = {}
        links = self._found.tell(CHAIN)
        befores, number, waiting = {""}, 0, None
        for key in sorted(links, key=int):
            gap = int(key) != number + 1
            number = int(key)
            after: set[str] = set()
            hit: tuple[tuple[str, str], Row, bool] | None = None
            last: tuple[tuple[str, str], list[Row]] | None = None
            for _, source, row_key, digest in links[key]:
                table = tables.get(str(source))
                if table is None:
                    continue
                at = (table.name, str(row_key))
                versions = self._found.versions(table, row_key)
                for row in (*versions, *(() if gap else self._spares(table, row_key, versions, befores, str(digest)))):
                    for before in befores:
                        made = digest_of(table, row, before)
                        after.add(made)
                        if made == digest and not gap and hit is None:
                            hit = (at, row, row not in versions)
                after.add(str(digest))
                last = (at, versions)
            if hit is not None:
                at, row, spare = hit
                taken[at] = row
                if spare:
                    self._say(named(tables[at[0]], at[1], [row]), "it is damaged, and was taken from a backup", lost=False)
            elif last is not None and gap:
                # What stood before is unknown, so nothing can be said of this one but that it can be read.
                at, versions = last
                broken[at] = "its digest cannot be checked"
                if versions:
                    taken[at] = versions[0]
            elif last is not None:
                waiting = (last[0], last[1], befores)
                broken[last[0]] = "it was changed or damaged" if last[1] else "it is missing"
            if hit is not None and waiting is not None:
                self._clear(waiting, befores, hit[1], tables[hit[0][0]], links[key], taken, broken)
                waiting = None
            befores = after
        self._end(number, links, befores, taken, broken, tables)

    def _spares(self, table: Table, key: object, versions: list[Row], befores: set[str], digest: str) -> Iterable[Row]:
        if any(digest_of(table, row, before) == digest for row in versions for before in befores):
            return ()
        return self._spare(table, key)

    def _clear(
        self,
        waiting: tuple[tuple[str, str], list[Row], set[str]],
        _befores: set[str],
        row: Row,
        table: Table,
        links: list[Row],
        taken: dict[tuple[str, str], Row],
        broken: dict[tuple[str, str], str],
    ) -> None:
        """A link whose own digest was damaged is vouched for by the next one, which was made with the digest it had."""
        at, versions, befores = waiting
        for version in versions:
            for before in befores:
                made = digest_of(_table_of(at[0]), version, before)
                if any(digest_of(table, row, made) == link[3] for link in links):
                    taken[at] = version
                    broken.pop(at, None)
                    self._say(named(_table_of(at[0]), at[1], [version]), "only its digest was damaged", lost=False)
                    return

    def _end(
        self,
        number: int,
        links: dict[str, list[Row]],
        befores: set[str],
        taken: dict[tuple[str, str], Row],
        broken: dict[tuple[str, str], str],
        tables: dict[str, Table],
    ) -> None:
        whole = any(self._total == total_of_history(number, before) for before in befores) and number == len(links)
        if self._sealed and not whole:
            meant = self._total.partition(":")[0]
            missing = int(meant) - number if meant.isdigit() else 0
            says = f"the last {missing} of {meant} steps are missing" if missing > 0 else "its end or a step of it is damaged"
            self._say("the history of decisions", says, lost=missing > 0)
        for table in HISTORY:
            for key, versions in self._found.tell(table).items():
                at = (table.name, key)
                if at in taken or at in broken:
                    continue
                if not whole:
                    taken[at] = versions[0]
                    if self._sealed:
                        self._say(named(table, key, versions), "its digest is lost, so that it cannot be checked", lost=False)
                else:
                    broken[at] = "Dateline did not write it"
        self._keep(taken, broken)

    def _keep(self, taken: dict[tuple[str, str], Row], broken: dict[tuple[str, str], str]) -> None:
        judged: set[object] = set()
        for (name, key), row in taken.items():
            if name == JUDGEMENT.name:
                if _reads(judgement_of, row):
                    judged.add(row[0])
                    self._out.rows[JUDGEMENT].append(row)
                    if (name, key) in broken:
                        self._say(named(JUDGEMENT, key, [row]), broken.pop((name, key)), lost=False)
                else:
                    broken[name, key] = "it cannot be read"
        for (name, key), row in taken.items():
            if name == UNDO.name:
                if _reads(undo_of, row) and row[1] in judged:
                    self._out.rows[UNDO].append(row)
                    broken.pop((name, key), None)
                elif row[1] in judged:
                    broken[name, key] = "it cannot be read"
        for (name, key), why in broken.items():
            table = _table_of(name)
            self._say(named(table, key, self._found.versions(table, key)), why)

    def _say(self, what: str, why: str, *, lost: bool = True) -> None:
        self._out.findings.append(Finding(what, why, lost))


def _table_of(name: str) -> Table:
    return next(table for table in TABLES if table.name == name)


def _reads(read: Callable[[Row], object], row: Row) -> bool:
    try:
        for value in row:
            if isinstance(value, str):
                value.encode()
        read(row)
    except (ValueError, KeyError):
        return False
    return True


def _sealed(connection: sqlite3.Connection) -> bool:
    """False where the file is whole so far as to say that it never had digests."""
    with contextlib.suppress(sqlite3.Error):
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        return META.name not in names or not names.isdisjoint({SEAL.name, CHAIN.name})
    return True


def _readable(connection: sqlite3.Connection, table: Table) -> Iterator[Row]:
    """The rows that SQLite can read, up to where it gives up."""
    with contextlib.suppress(sqlite3.Error):
        yield from connection.execute(table.rows)
