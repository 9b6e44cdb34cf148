"""The user's gazetteers, as the window's dialog asks for them. Compiling and downloading run in the other process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.session.core import Core
from desktop.work.jobs import Job
from desktop.work.worker import GazetteerTask, Request, WorkerProcess
from geo import gazetteer as gazetteers
from geo.errors import GeoError
from geo.gazetteer import Listed, Table
from geo.pipeline import Stale

NOT_ALLOWED = "Downloads are off. Tick “Allow downloads from GeoNames” first."


@dataclass(frozen=True, slots=True)
class State:
    """What the dialog shows: all gazetteers, first first, and the stale places of the open project."""

    listed: tuple[Listed, ...] = ()
    stale: tuple[Stale, ...] = ()


class Gazetteers(QObject):
    """Commands of the dialog. `changed` follows each that succeeded; `erred` tells why one did not."""

    changed = Signal(object)  # State
    busy_changed = Signal(bool)
    progressed = Signal(int, int, str)
    erred = Signal(str, str)  # what was tried, why it did not work
    added = Signal(str)  # name of a gazetteer that is new
    found = Signal(str, object)  # query, tuple[Candidate, ...]

    def __init__(self, core: Core, worker: WorkerProcess) -> None:
        super().__init__(core)
        self._core, self._library, self._jobs = core, core.library, core.jobs
        self._worker = worker
        self._job: Job | None = None
        self.state = State()

    @property
    def busy(self) -> bool:
        return self._job is not None

    def refresh(self) -> None:
        """Lists the gazetteers and looks for stale places."""
        self._run("Gazetteers", lambda _: State(gazetteers.overview(), self._library.project.stale()), self._show)

    def add_file(
        self, file: Path, *, name: str | None = None, columns: dict[str, tuple[str, ...]] | None = None, licence: str | None = None
    ) -> None:
        """Adds a dump or a table; with `columns` as far as the names of the columns do not tell."""
        self._change(f"Adding {file.name}", GazetteerTask("add", file=file, name=name, columns=columns, licence=licence))

    def download(self, code: str) -> None:
        """Fetches a country from GeoNames. Refused while downloads are not allowed."""
        if not self._core.settings.allow_downloads:
            self.erred.emit(f"Download {code}", NOT_ALLOWED)
            return
        self._change(f"Downloading {code}", GazetteerTask("download", name=code, address=self._core.settings.download_address or None))

    def remove(self, name: str) -> None:
        self._change(f"Removing {name}", GazetteerTask("remove", name=name))

    def prefer(self, order: Sequence[str]) -> None:
        """Puts the gazetteers in this order."""
        self._change("Ordering gazetteers", GazetteerTask("prefer", order=tuple(order)))

    def preview(self, file: Path, done: Callable[[Table], None]) -> None:
        """Reads the columns and first rows of a table."""

        def shown(table: object) -> None:
            assert isinstance(table, Table)
            done(table)

        self._run(f"Reading {file.name}", lambda _: gazetteers.preview_table(file), shown)

    def resolve_again(self) -> None:
        """Analyses anew the articles that have stale places; what the user decided holds on."""
        ids = frozenset(s.article for s in self.state.stale)

        def work(job: Job) -> object:
            articles = tuple(a for a in self._jobs.call(self._library.project.articles) if a.id in ids)
            request = Request((), self._library.gazetteer.files, self._library.gazetteer.added, articles)
            taken = self._worker.resolve_again(request, job.report, job.is_cancelled)
            return self._jobs.call(lambda: self._library.project.add(articles, taken.analyses))

        def done(snapshot: object) -> None:
            self._core.take(snapshot)
            self.refresh()

        if ids:
            self._run("Resolving places again", work, done, own_thread=True)

    def search(self, query: str) -> None:
        """Candidates for a name or the beginning of one; they come with `found`."""
        self._core.queue("Searching places", lambda _: self._library.gazetteer.search(query), lambda found: self.found.emit(query, found))

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    # --- inside ---------------------------------------------------------------------------------------------------

    def _change(self, title: str, task: GazetteerTask) -> None:
        before = {entry.name for entry in self.state.listed}

        def work(job: Job) -> object:
            self._worker.change_gazetteers(task, job.report, job.is_cancelled)
            return self._jobs.call(self._reopen)

        def done(state: object) -> None:
            self._show(state)
            for entry in self.state.listed:
                if entry.name not in before:
                    self.added.emit(entry.name)

        self._run(title, work, done, own_thread=True)

    def _reopen(self) -> State:
        self._library.gazetteer.reopen()
        return State(gazetteers.overview(), self._library.project.stale())

    def _run(self, title: str, work: Callable[[Job], object], done: Callable[[object], None], *, own_thread: bool = False) -> None:
        if self._job is not None:
            return
        job = Job(title, work, cancellable=True)
        self._job = job
        self.busy_changed.emit(True)
        job.progressed.connect(self.progressed)
        job.succeeded.connect(lambda result: self._over(lambda: done(result)))
        job.failed.connect(lambda error: self._over(lambda: self._complain(title, error)))
        job.cancelled.connect(lambda: self._over(self.refresh))
        (self._jobs.start if own_thread else self._jobs.queue)(job)

    def _over(self, then: Callable[[], None]) -> None:
        self._job = None
        self.busy_changed.emit(False)
        then()

    def _show(self, state: object) -> None:
        assert isinstance(state, State)
        self.state = state
        self.changed.emit(state)

    def _complain(self, what: str, error: object) -> None:
        told = (
            str(error)
            if isinstance(error, GeoError)
            else f"Dateline did not foresee this ({type(error).__name__}: {error}). The log says more."
        )
        self.erred.emit(what, told)
