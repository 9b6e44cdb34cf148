"""One project in one file: a GeoPackage that other programs can open while it is still the project."""

from __future__ import annotations

import getpass
import json
import os
import sqlite3
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from geo import geopackage
from geo.errors import ProjectError
from geo.files import beside, narrow_project, private_file, sweep
from geo.model import Analysis, Article, Changes, Corpus, Judgement, JudgementKind, Place
from geo.project.drawings import DRAWING_KINDS
from geo.project.judgements import article_ids
from geo.project.layers import write_layers
from geo.project.purging.carrying_out import contents_of, has_layers
from geo.project.purging.notes import Removed, known_again, read_notes
from geo.project.purging.occurrences import Contents
from geo.project.records import analysis_from, article_from, plain, to_json
from geo.project.schema import MIGRATIONS, migrate, version_of
from geo.sheets import DrawnRow

_BUSY_S = 5.0
_WORDS = {
    JudgementKind.REJECT_EVENT: "Reject event",
    JudgementKind.RESTORE_EVENT: "Restore event",
    JudgementKind.REJECT_MENTION: "Reject mention",
    JudgementKind.RESTORE_MENTION: "Restore mention",
    JudgementKind.PLACE_MENTION: "Choose place",
    JudgementKind.SET_ARTICLE: "Edit article details",
    JudgementKind.GRADE_SOURCE: "Grade source",
    JudgementKind.GRADE_STATEMENT: "Grade statement",
    JudgementKind.SPLIT_EVENT: "Split event",
    JudgementKind.JOIN_EVENTS: "Join events",
    JudgementKind.DRAW: "Draw",
    JudgementKind.REDRAW: "Change drawing",
    JudgementKind.ERASE: "Remove drawing",
}


class Project:
    """Articles, analyses and judgements in one file. Every change is a transaction of its own, so a crash loses none.

    Undo and redo are rows too: they say which judgement is out of force, and delete nothing. Not safe for use by several
    threads at once.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    @classmethod
    def create(cls, path: Path) -> Project:
        """A new, empty project. Raises ProjectError where a file of that name exists or cannot be made."""
        if path.exists():
            raise ProjectError(f"{path}: there is a file of that name already. Open it, or choose another name.")
        _private(path)  # SQLite gives its companion files the same mode
        connection = _connect(path)
        with _naming(path):
            connection.execute("BEGIN IMMEDIATE")
            geopackage.prepare(connection)
            migrate(connection, 0)
            connection.commit()
        return cls(path, connection)

    @classmethod
    def open(cls, path: Path) -> Project:
        """An existing project. Raises ProjectError where it is missing, no project, damaged, or made by a newer Dateline."""
        if not path.is_file():
            raise ProjectError(f"{path}: there is no such file. It may have been moved or renamed.")
        if not _is_sqlite(path):  # looked at first: SQLite itself would write a header into an empty file
            raise ProjectError(f"{path}: this is no Dateline project. To read it as an article, use File > Open articles.")
        narrow_project(path)
        connection = _connect(path)
        try:
            version = version_of(connection)
        except sqlite3.DatabaseError as cause:
            connection.close()
            raise ProjectError(f"{path}: this is no Dateline project, or it is damaged ({cause}). Open a copy of it instead.") from cause
        if version is None:
            connection.close()
            raise ProjectError(f"{path}: this is no Dateline project. To read it as an article, use File > Open articles.")
        if version > len(MIGRATIONS):
            connection.close()
            raise ProjectError(f"{path}: this project was made by a newer version of Dateline. Update Dateline to open it.")
        project = cls(path, connection)
        if version < len(MIGRATIONS):
            with project._transaction():
                migrate(connection, version)
        return project

    @property
    def path(self) -> Path:
        return self._path

    # --- what is in it ----------------------------------------------------------------------------------------------

    def articles(self) -> tuple[Article, ...]:
        """The articles as taken in, in the order in which they came."""
        rows = self._rows("SELECT record FROM dateline_article ORDER BY position")
        return tuple(article_from(record) for (record,) in rows)

    def analyses(self) -> tuple[Analysis, ...]:
        """What the program found, untouched by judgements."""
        rows = self._rows("SELECT n.record FROM dateline_analysis n JOIN dateline_article a ON a.id = n.article ORDER BY a.position")
        return tuple(analysis_from(record) for (record,) in rows)

    def add(self, articles: Sequence[Article], analyses: Sequence[Analysis]) -> Changes:
        """Put articles with their analyses into the project, all or none. An article of a known id is replaced."""
        with self._transaction():
            (top,) = self._connection.execute("SELECT coalesce(max(position), 0) FROM dateline_article").fetchone()
            for number, article in enumerate(articles, top + 1):
                self._connection.execute(
                    "INSERT INTO dateline_article VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (id) DO UPDATE SET sha256 = excluded.sha256, record = excluded.record",
                    (article.id, number, article.text_sha256, to_json(article)),
                )
            self._connection.executemany(
                "INSERT OR REPLACE INTO dateline_analysis VALUES (?, ?)", ((n.article, to_json(n)) for n in analyses)
            )
        return Changes(frozenset(a.id for a in articles), events=True)

    # --- what was removed for good -----------------------------------------------------------------------------------

    def removed(self) -> tuple[Removed, ...]:
        """Notes that something was removed, in order: when and of what kind."""
        with _naming(self._path):
            return read_notes(self._connection)

    def known_again(self, articles: Iterable[Article]) -> dict[str, datetime]:
        """Those of the articles, by id, that were removed from this project with a mark, and when."""
        with _naming(self._path):
            return known_again(self._connection, articles)

    def forget_marks(self) -> None:
        """Keep no mark of any removed article; the notes stay."""
        with self._transaction():
            self._connection.execute("UPDATE dateline_removal SET mark = NULL")

    def contents(self) -> Contents:
        """All in which a name can stand."""
        with _naming(self._path):
            return contents_of(self._connection)

    @property
    def has_layers(self) -> bool:
        """Whether the layers for other programs were ever written."""
        with _naming(self._path):
            return has_layers(self._connection)

    # --- judgements -------------------------------------------------------------------------------------------------

    def judge(self, kind: JudgementKind, subject: Mapping[str, object], value: Mapping[str, object], author: str | None = None) -> Changes:
        """Append one decision of a person. What was undone before it can no longer be redone."""
        with self._transaction():
            self._connection.execute(
                "INSERT INTO dateline_judgement (kind, subject, value, author, made_at) VALUES (?, ?, ?, ?, ?)",
                (kind.value, _json(subject), _json(value), author or _user(), _now()),
            )
        return _touched(kind, subject)

    def judgements(self) -> tuple[Judgement, ...]:
        """Every decision ever made, in order, each with whether it is undone."""
        undone: dict[int, bool] = {}
        for judgement, state in self._rows("SELECT judgement, undone FROM dateline_undo ORDER BY id"):
            undone[judgement] = bool(state)
        rows = self._rows("SELECT id, kind, subject, value, author, made_at FROM dateline_judgement ORDER BY id")
        return tuple(
            Judgement(
                number,
                JudgementKind(kind),
                json.loads(subject),
                json.loads(value),
                author,
                datetime.fromisoformat(made),
                undone.get(number, False),
            )
            for number, kind, subject, value, author, made in rows
        )

    def undo(self) -> Changes | None:
        """Put the last judgement in force out of force; None where there is none."""
        judgement = self._last_in_force()
        return self._set_undone(judgement, True) if judgement is not None else None

    def redo(self) -> Changes | None:
        """Put the judgement that was undone last back into force; None where none can be."""
        judgement = self._next_to_redo()
        return self._set_undone(judgement, False) if judgement is not None else None

    @property
    def undo_text(self) -> str | None:
        judgement = self._last_in_force()
        return _in_words(judgement) if judgement is not None else None

    @property
    def redo_text(self) -> str | None:
        judgement = self._next_to_redo()
        return _in_words(judgement) if judgement is not None else None

    def _last_in_force(self) -> Judgement | None:
        return next((j for j in reversed(self.judgements()) if not j.undone), None)

    def _next_to_redo(self) -> Judgement | None:
        """The judgement that was undone last, unless a newer one has closed the way back.

        Undoing goes from the newest to the oldest. So one that was undone before a newer one was had been closed when that
        newer one was made, and stays closed.
        """
        marks = dict(self._rows("SELECT judgement, max(id) FROM dateline_undo GROUP BY judgement"))
        candidate: Judgement | None = None
        latest = 0
        for judgement in reversed(self.judgements()):
            if not judgement.undone:
                break
            if marks[judgement.id] > latest:
                candidate, latest = judgement, marks[judgement.id]
        return candidate

    def _set_undone(self, judgement: Judgement, undone: bool) -> Changes:
        with self._transaction():
            self._connection.execute(
                "INSERT INTO dateline_undo (judgement, undone, made_at) VALUES (?, ?, ?)", (judgement.id, int(undone), _now())
            )
        return _touched(judgement.kind, judgement.subject)

    # --- the file ---------------------------------------------------------------------------------------------------

    def write_layers(
        self,
        corpus: Corpus,
        outlines: Callable[[Place], BaseGeometry | None] | None = None,
        drawn: Sequence[DrawnRow] = (),
    ) -> None:
        """Write events, areas, ranges, tracks, articles, passages and claims as the layers and tables that QGIS shows."""
        with self._transaction():
            write_layers(self._connection, corpus, outlines, drawn)

    def save_as(self, path: Path) -> None:
        """Copy the project to another file, whole or not at all, and go on with that one. Raises ProjectError."""
        if path.resolve() == self._path.resolve():
            return
        sweep(path.parent)
        made = beside(path)
        try:
            private_file(made)
            copy = sqlite3.connect(made)
            try:
                self._connection.backup(copy)
            finally:
                copy.close()
            os.replace(made, path)
        except (OSError, sqlite3.Error) as cause:
            made.unlink(missing_ok=True)
            raise ProjectError(f"{path}: the project cannot be saved here ({cause}). Choose a folder that you may write to.") from cause
        for leftover in (f"{path}-wal", f"{path}-shm"):
            Path(leftover).unlink(missing_ok=True)
        self.close()
        self._connection = _connect(path)
        self._path = path

    def close(self) -> None:
        """Bring everything into the one file and close it; no companion files stay behind."""
        try:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError:
            # A read-only file has nothing to bring in; another reader keeps the log, which the next close takes.
            pass
        self._connection.close()

    def _rows(self, statement: str) -> list[tuple[Any, ...]]:
        with _naming(self._path):
            return self._connection.execute(statement).fetchall()

    @contextmanager
    def _transaction(self) -> Generator[None]:
        with _naming(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.commit()


def _private(path: Path) -> None:
    try:
        private_file(path)
    except OSError as cause:
        raise ProjectError(f"{path}: it cannot be made ({cause.strerror or cause}). Choose a folder that you may write to.") from cause


def _is_sqlite(path: Path) -> bool:
    with _naming(path):
        try:
            with path.open("rb") as file:
                return file.read(16) == b"SQLite format 3\0"
        except OSError as cause:
            raise ProjectError(f"{path}: it cannot be read ({cause.strerror or cause}). Check that you may read it.") from cause


def _connect(path: Path) -> sqlite3.Connection:
    with _naming(path):
        connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            # What is replaced or deleted is overwritten at once, so that little of it is left when something must go for good.
            connection.execute("PRAGMA secure_delete = ON")
        except sqlite3.OperationalError as cause:
            if "readonly" not in str(cause):
                connection.close()
                raise
            # A read-only project can still be looked at; judging in it will say that it cannot be written.
        except sqlite3.DatabaseError:
            pass  # not a database at all: version_of tells the user in words
        return connection


@contextmanager
def _naming(path: Path) -> Generator[None]:
    """SQLite's errors as ours, with the file's name and what to do."""
    try:
        yield
    except sqlite3.OperationalError as cause:
        said = str(cause)
        if "readonly" in said or "unable to open" in said:
            remedy = "It cannot be written. Use File > Save as and choose a folder that you may write to."
        elif "locked" in said or "busy" in said:
            remedy = "Another program holds it. Close that program, then try again."
        elif "full" in said:
            remedy = "The disk is full. Make room, then try again."
        else:
            remedy = "Try File > Save as to another place."
        raise ProjectError(f"{path}: {said}. {remedy}") from cause
    except sqlite3.DatabaseError as cause:
        raise ProjectError(f"{path}: {cause}. The file may be damaged; open a copy of it.") from cause


def _in_words(judgement: Judgement) -> str:
    """What undo and redo call it: "Draw launch area"."""
    drawn = f" {judgement.value['kind']}" if judgement.kind is JudgementKind.DRAW else ""
    return _WORDS[judgement.kind] + drawn


def _touched(kind: JudgementKind, subject: Mapping[str, object]) -> Changes:
    if kind in (JudgementKind.GRADE_SOURCE, JudgementKind.GRADE_STATEMENT, *DRAWING_KINDS):
        return Changes(judgements=True)
    if "article" not in subject and "articles" not in subject:
        return Changes(events=True, judgements=True)
    return Changes(frozenset(article_ids(subject)), events=True, judgements=True)


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(plain(value), ensure_ascii=False)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
