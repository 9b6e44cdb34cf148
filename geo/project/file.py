"""One project in one file: a GeoPackage that other programs can open while it is still the project."""

from __future__ import annotations

import getpass
import json
import os
import sqlite3
import uuid
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from geo import geopackage
from geo.errors import ProjectChanged, ProjectError
from geo.files import narrow_project
from geo.gazetteer import data_folder
from geo.model import Analysis, Article, Corpus, Judgement, JudgementKind, Place
from geo.project.acts import ACT, in_words, of_one_act
from geo.project.backups import spare_rows
from geo.project.connecting import Borrowed, Connecting, InMemory, naming
from geo.project.examination import examined_file, look_at
from geo.project.findings import Finding
from geo.project.integrity import Content
from geo.project.layers import write_layers
from geo.project.purging.carrying_out import contents_of, has_layers
from geo.project.purging.notes import Removed, known_again, read_notes
from geo.project.purging.occurrences import Contents
from geo.project.records import analysis_from, article_from, plain, to_json
from geo.project.salvage import project_of
from geo.project.saving import copy_to
from geo.project.schema import MIGRATIONS, migrate
from geo.project.seals import ANALYSIS, ARTICLE, JUDGEMENT, REMOVAL, UNDO, append, seal, seal_all, seal_whole
from geo.safe_text import whole
from geo.views import DrawnRow

Decision = tuple[JudgementKind, Mapping[str, object], Mapping[str, object]]
"""A judgement as it is to be made: kind, subject, value."""


class Project:
    """Articles, analyses and judgements in one file. Every change is a transaction of its own, so a crash loses none.

    It is opened to be read; the first change locks it, so that there is one writer, over all processes and machines.

    Undo and redo are rows too: they say which judgement is out of force, and delete nothing. Not safe for use by several
    threads at once.
    """

    def __init__(self, file: Connecting, content: Content | None = None, damage: Sequence[Finding] = ()) -> None:
        self._file = file
        self._decided: tuple[Judgement, ...] = ()  # as they were last read
        self._seen: tuple[int, int] | None = None  # the newest judgement, and the newest undoing, that were read or made here
        self._content = content  # as it was read when it was looked through, until somebody changes it
        self._read_at = self._data_version() if content is not None else 0
        self._damage = tuple(damage)

    @classmethod
    def create(cls, path: Path) -> Project:
        """A new, empty project, locked. Raises ProjectError where a file of that name exists or cannot be made."""
        file = Connecting.create(path)
        with naming(path):
            file.connection.execute("BEGIN IMMEDIATE")
            geopackage.prepare(file.connection)
            migrate(file.connection, 0)
            file.connection.commit()
        file.seal_anew()
        return cls(file)

    @classmethod
    def open(cls, path: Path) -> Project:
        """An existing project, to be read; what changes it first locks it, see `claim`. What of it is damaged says `damage`.

        It is looked through whole before anything is written into it. A damaged one is not written into at all: what is sound
        of it is held in memory, to be looked at and saved elsewhere. Raises ProjectError where it is missing, no project, or made
        by a newer Dateline.
        """
        look_at(path)
        narrow_project(path)
        file = Connecting.open(path)
        try:
            examined = examined_file(file, spare_rows(path, data_folder()))
            if examined.salvage is not None:
                file.close()
                return cls(InMemory(path, project_of(examined.salvage)), damage=examined.salvage.findings)
            project = cls(file, examined.content)
            if examined.version < len(MIGRATIONS):
                with project._transaction():
                    migrate(file.connection, examined.version)
        except BaseException:
            file.close()
            raise
        return project

    @classmethod
    def within(cls, path: Path, connection: sqlite3.Connection) -> Project:
        """A project that somebody else has open, such as a copy in memory; its changes are part of their transaction."""
        return cls(Borrowed(path, connection))

    @property
    def path(self) -> Path:
        return self._file.path

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person must know of what lay beside the file when it was opened."""
        return self._file.notes

    def claim(self, *, take_over: bool = False) -> None:
        """Lock the project for writing, until it is closed. Every change does so; a window does it when it opens one.

        Raises ProjectInUse where another window or command writes to it, on another machine not with `take_over`; ProjectError
        where it cannot be written.
        """
        self._file.claim(take_over=take_over)

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._file.connection

    @property
    def damage(self) -> tuple[Finding, ...]:
        """What of the file is damaged; empty where it is sound."""
        return self._damage

    # --- what is in it ----------------------------------------------------------------------------------------------

    def articles(self) -> tuple[Article, ...]:
        """The articles as taken in, in the order in which they came."""
        if (content := self._known()) is not None:
            return content.articles
        rows = self._rows("SELECT record FROM dateline_article ORDER BY position")
        return tuple(article_from(record) for (record,) in rows)

    def analyses(self) -> tuple[Analysis, ...]:
        """What the program found, untouched by judgements."""
        if (content := self._known()) is not None:
            return content.analyses
        rows = self._rows("SELECT n.record FROM dateline_analysis n JOIN dateline_article a ON a.id = n.article ORDER BY a.position")
        return tuple(analysis_from(record) for (record,) in rows)

    def add(self, articles: Sequence[Article], analyses: Sequence[Analysis]) -> None:
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
            seal(self._connection, ARTICLE, (a.id for a in articles))
            seal(self._connection, ANALYSIS, (n.article for n in analyses))
        self._content = None

    # --- what was removed for good -----------------------------------------------------------------------------------

    def removed(self) -> tuple[Removed, ...]:
        """Notes that something was removed, in order: when and of what kind."""
        with naming(self.path):
            return read_notes(self._connection)

    def known_again(self, articles: Iterable[Article]) -> dict[str, datetime]:
        """Those of the articles, by id, that were removed from this project with a mark, and when."""
        with naming(self.path):
            return known_again(self._connection, articles)

    def forget_marks(self) -> None:
        """Keep no mark of any removed article; the notes stay."""
        with self._transaction():
            self._connection.execute("UPDATE dateline_removal SET mark = NULL")
            seal_whole(self._connection, REMOVAL)

    def contents(self) -> Contents:
        """All in which a name can stand."""
        with naming(self.path):
            return contents_of(self._connection)

    @property
    def has_layers(self) -> bool:
        """Whether the layers for other programs were ever written."""
        with naming(self.path):
            return has_layers(self._connection)

    # --- judgements -------------------------------------------------------------------------------------------------

    def judge(self, kind: JudgementKind, subject: Mapping[str, object], value: Mapping[str, object], author: str | None = None) -> None:
        """Append one decision of a person. What was undone before it can no longer be redone."""
        self.judge_all([(kind, subject, value)], author)

    def judge_all(self, decisions: Sequence[Decision], author: str | None = None) -> None:
        """Append several decisions that are one act, all or none: they are undone and redone together."""
        with self._transaction():
            known = self._seen in (None, self._newest())
            act = uuid.uuid4().hex[:12] if len(decisions) > 1 else None
            for kind, subject, value in decisions:
                told = value if act is None else {**value, ACT: act}
                made = self._connection.execute(
                    "INSERT INTO dateline_judgement (kind, subject, value, author, made_at) VALUES (?, ?, ?, ?, ?)",
                    (kind.value, _json(subject), _json(told), whole(author or _user()), _now()),
                )
                append(self._connection, JUDGEMENT, made.lastrowid or 0)
            if known:
                self._seen = self._newest()

    def judgements(self) -> tuple[Judgement, ...]:
        """Every decision ever made, in order, each with whether it is undone. Raises ProjectError where the file is another's now."""
        self._file.make_sure()
        self._seen = self._newest()
        self._decided = self._judgements()
        return self._decided

    def undo(self) -> tuple[Judgement, ...]:
        """Put the last act in force out of force; its judgements, none where there is none.

        Raises ProjectChanged, with nothing undone, where there is a newer one than was read here: nobody has seen it.
        """
        with self._transaction():
            self._all_seen()
            act = self._last_act()
            for judgement in reversed(act):
                self._set_undone(judgement, True)
            return act

    def redo(self) -> tuple[Judgement, ...]:
        """Put the act that was undone last back into force; none where none can be. Raises as `undo` does."""
        with self._transaction():
            self._all_seen()
            act = self._next_act()
            for judgement in act:
                self._set_undone(judgement, False)
            return act

    @property
    def undo_text(self) -> str | None:
        return in_words(act) if (act := self._last_act()) else None

    @property
    def redo_text(self) -> str | None:
        return in_words(act) if (act := self._next_act()) else None

    def _judgements(self) -> tuple[Judgement, ...]:
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

    def _newest(self) -> tuple[int, int]:
        row = self._rows("SELECT (SELECT coalesce(max(id), 0) FROM dateline_judgement), (SELECT coalesce(max(id), 0) FROM dateline_undo)")
        return row[0]

    def _all_seen(self) -> None:
        newest = self._newest()
        if self._seen not in (None, newest):
            raise ProjectChanged(self.path)
        self._seen = newest

    def _last_act(self) -> tuple[Judgement, ...]:
        in_force = [j for j in self._judgements() if not j.undone]
        return of_one_act(in_force, in_force[-1]) if in_force else ()

    def _next_act(self) -> tuple[Judgement, ...]:
        judgement = self._next_to_redo()
        return of_one_act([j for j in self._judgements() if j.undone], judgement) if judgement is not None else ()

    def _next_to_redo(self) -> Judgement | None:
        """The judgement that was undone last, unless a newer one has closed the way back.

        Undoing goes from the newest to the oldest. So one that was undone before a newer one was had been closed when that
        newer one was made, and stays closed.
        """
        marks = dict(self._rows("SELECT judgement, max(id) FROM dateline_undo GROUP BY judgement"))
        candidate: Judgement | None = None
        latest = 0
        for judgement in reversed(self._judgements()):
            if not judgement.undone:
                break
            if marks[judgement.id] > latest:
                candidate, latest = judgement, marks[judgement.id]
        return candidate

    def _set_undone(self, judgement: Judgement, undone: bool) -> None:
        made = self._connection.execute(
            "INSERT INTO dateline_undo (judgement, undone, made_at) VALUES (?, ?, ?)", (judgement.id, int(undone), _now())
        )
        append(self._connection, UNDO, made.lastrowid or 0)
        self._seen = self._newest()

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

    def make_whole(self) -> None:
        """What a save ends with. Raises ProjectError where a part of the project does not stand in the one file."""
        self._must_be_sound()
        self._file.make_sure()
        self._file.whole()

    @property
    def lost(self) -> bool:
        """Whether the file is no longer where this project was opened, or is another's by now; it can be saved elsewhere."""
        return self._file.moved() or not self._file.intact()

    def save_as(
        self,
        path: Path,
        finish: Callable[[sqlite3.Connection], None] | None = None,
        found: tuple[Sequence[Article], Sequence[Analysis]] | None = None,
    ) -> None:
        """Copy the project to another file, whole or not at all, and go on with that one; nothing is written to the old one.

        `finish` writes the layers into the copy. Where the old file was written over, what stands in it is somebody else's: the
        copy is then made of `found`, articles and analyses as they were read, and of the judgements as they were.
        Raises ProjectInUse where the other file is open elsewhere; ProjectError.
        """
        if self._damage and os.path.realpath(path) == os.path.realpath(self.path):
            raise ProjectError(f"{path}: this file is damaged, and is left as it is. Choose another name.")
        fill: Callable[[sqlite3.Connection], None] | None = None
        if not self._file.intact():
            if found is None:
                raise ProjectError(f"{self.path}: it was written over elsewhere while it was open, and is no longer this project.")
            articles, analyses = found
            fill = lambda copy: self._fill(path, copy, articles, analyses)  # noqa: E731
        saved = copy_to(self._file, path, finish, fill)
        self._file.close()
        self._file, self._content, self._damage = saved, None, ()

    def _fill(self, path: Path, copy: sqlite3.Connection, articles: Sequence[Article], analyses: Sequence[Analysis]) -> None:
        """A new project in an empty database, of what was read and decided here."""
        geopackage.prepare(copy)
        migrate(copy, 0)
        Project.within(path, copy).add(articles, analyses)
        for j in self._decided:
            row = (j.id, j.kind.value, _json(j.subject), _json(j.value), j.author, j.made_at.isoformat(timespec="seconds"))
            copy.execute("INSERT INTO dateline_judgement (id, kind, subject, value, author, made_at) VALUES (?, ?, ?, ?, ?, ?)", row)
        for j in reversed(self._decided):  # as they are undone, the newest first
            if j.undone:
                copy.execute("INSERT INTO dateline_undo (judgement, undone, made_at) VALUES (?, 1, ?)", (j.id, _now()))
        seal_all(copy)

    def close(self) -> None:
        """No companion files stay behind."""
        self._file.close()

    def _known(self) -> Content | None:
        """What was read at opening, as long as nobody has changed the file since."""
        if self._content is not None and self._data_version() != self._read_at:
            self._content = None
        return self._content

    def _data_version(self) -> int:
        with naming(self.path):
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _rows(self, statement: str) -> list[tuple[Any, ...]]:
        with naming(self.path):
            return self._connection.execute(statement).fetchall()

    @contextmanager
    def _transaction(self) -> Generator[None]:
        self._must_be_sound()
        with self._file.transaction():
            yield

    def _must_be_sound(self) -> None:
        if self._damage:
            raise ProjectError(
                f"{self.path}: this project is damaged, so nothing is written into it. Save it to another file first (File > Save as), "
                "and go on there."
            )


def _json(value: Mapping[str, object]) -> str:
    return whole(json.dumps(plain(value), ensure_ascii=False))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
