"""What all parts of the session share: the snapshot, the selection, and the queue of work on the library.

A command queues work; its result comes back as a snapshot, which replaces the one before. Views read the snapshot and
never change it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from desktop.platform.settings import Settings
from desktop.session.digest import Digest, EventRow
from desktop.session.library import EMPTY_SNAPSHOT, Library, Snapshot
from desktop.session.selection import NOTHING, Selection, kept
from desktop.work.jobs import Job, Jobs
from geo.errors import GeoError
from geo.model import Analysis, Article, Corpus, JudgementKind


class Core(QObject):
    changed = Signal()  # the snapshot is a new one
    selected = Signal(object)  # Selection
    project_changed = Signal()  # path or name
    erred = Signal(str, str)  # what was tried, why it did not work

    def __init__(self, library: Library, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs = Jobs(self)
        self.library = library
        self.settings = settings
        self.snapshot: Snapshot = EMPTY_SNAPSHOT
        self.selection = NOTHING
        self._articles: dict[str, Article] = {}

    # --- what is open ---------------------------------------------------------------------------------------------

    @property
    def corpus(self) -> Corpus:
        return self.snapshot.corpus

    @property
    def digest(self) -> Digest:
        return self.snapshot.digest

    @property
    def articles(self) -> Mapping[str, Article]:
        """By id."""
        return self._articles

    def article(self, article_id: str) -> Article | None:
        return self._articles.get(article_id)

    def analysis(self, article_id: str) -> Analysis | None:
        return self.corpus.analyses.get(article_id)

    def row(self, event_id: str | None) -> EventRow | None:
        index = self.digest.index_of.get(event_id) if event_id else None
        return None if index is None else self.digest.rows[index]

    # --- what parts of the session do with it ---------------------------------------------------------------------

    def queue(
        self, title: str, work: Callable[[Job], object], done: Callable[[object], None], *, visible: bool = False, complain: bool = True
    ) -> Job:
        """Has the library do something in its thread, and `done` told what came of it."""
        job = Job(title, work, visible=visible)
        job.succeeded.connect(done)
        if complain:
            job.failed.connect(lambda error: self.complain(title, error))
        return self.jobs.queue(job)

    def judge(self, kind: JudgementKind, subject: Mapping[str, object], value: Mapping[str, object] | None = None) -> None:
        """Has a judgement written into the project, in the user's name."""
        author = self.settings.author
        self.queue(str(kind), lambda _: self.library.project.judge(kind, subject, value or {}, author), self.take)

    def take(self, snapshot: object, fresh: bool = False) -> None:
        """Shows another snapshot. `fresh`: of another project, of which nothing was selected."""
        assert isinstance(snapshot, Snapshot)
        path_before, row_before = self.snapshot.path, self.row(self.selection.event)
        self.snapshot = snapshot
        self._articles = {article.id: article for article in snapshot.corpus.articles}
        known = self.selection.article in self._articles
        self.selection = NOTHING if fresh else kept(self.selection, row_before, snapshot.digest, known)
        self.changed.emit()
        self.selected.emit(self.selection)
        if fresh or path_before != snapshot.path:
            self.project_changed.emit()
        if snapshot.notice:
            self.erred.emit("The project", snapshot.notice)

    def select(self, selection: Selection) -> None:
        if selection != self.selection:
            self.selection = selection
            self.selected.emit(selection)

    def complain(self, what: str, error: object) -> None:
        if isinstance(error, GeoError):
            self.erred.emit(what, str(error))
        else:
            cause = f"{type(error).__name__}: {error}"
            self.erred.emit(what, f"Something went wrong that Dateline did not foresee ({cause}). The log holds the details.")
