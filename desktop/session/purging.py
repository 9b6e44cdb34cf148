"""Removing for good, as the window's dialog asks for it. Looking and removing run in the other process, on the project's file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.session.core import Core
from desktop.work.jobs import Job
from desktop.work.worker import PurgeTask, WorkerProcess
from geo.errors import GeoError


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to look for, or to have removed: articles by id, names as they are typed."""

    articles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class Purging(QObject):
    """`previewed` and `purged` follow what was asked for; `erred` tells why one could not be."""

    wanted = Signal(object)  # Wish: a view asks for the dialog
    previewed = Signal(object, object)  # Wish, PurgePreview
    purged = Signal(object)  # PurgeReport
    erred = Signal(str)
    busy_changed = Signal(bool)
    progressed = Signal(int, int, str)

    def __init__(self, core: Core, worker: WorkerProcess) -> None:
        super().__init__(core)
        self._core, self._library, self._jobs = core, core.library, core.jobs
        self._worker = worker
        self._asked = 0
        self._removing = False

    @property
    def busy(self) -> bool:
        """Whether something is being removed."""
        return self._removing

    def look(self, wish: Wish) -> None:
        """Finds what would go. An answer that is no longer waited for is dropped."""
        self._asked += 1
        asked = self._asked

        def work(job: Job) -> object:
            path = self._jobs.call(self._library.files.path)
            if path is None or asked != self._asked:
                return None
            return self._worker.purge(self._task(path, wish, look=True), job.report, job.is_cancelled)

        def done(preview: object) -> None:
            if asked == self._asked and preview is not None:
                self.previewed.emit(wish, preview)

        job = Job("Looking", work)
        job.succeeded.connect(done)
        job.failed.connect(lambda error: self._complain(error) if asked == self._asked else None)
        self._jobs.start(job)

    def purge(self, wish: Wish, chosen: Collection[str], remember: bool = False) -> None:
        """Removes articles and the chosen places for good. Until it is done no other work touches the project."""
        self._asked += 1
        self._set_removing(True)

        def carry_out(job: Job) -> Callable[[Path], object]:
            return lambda path: self._worker.purge(
                self._task(path, wish, chosen=frozenset(chosen), remember=remember), job.report, lambda: False
            )

        job = Job("Removing for good", lambda job: self._library.files.purge(carry_out(job)), visible=True)
        job.progressed.connect(self.progressed)
        job.succeeded.connect(self._over)
        job.failed.connect(self._failed)
        self._jobs.queue(job)

    def forget_marks(self, done: Callable[[], None]) -> None:
        job = Job("Deleting marks", lambda _: self._library.files.forget_marks())
        job.succeeded.connect(lambda _: done())
        job.failed.connect(self._complain)
        self._jobs.queue(job)

    # --- inside ---------------------------------------------------------------------------------------------------

    def _task(
        self, path: Path, wish: Wish, *, look: bool = False, chosen: frozenset[str] = frozenset(), remember: bool = False
    ) -> PurgeTask:
        home, places = self._library.project.home, self._library.gazetteer
        return PurgeTask(path, wish.articles, wish.names, chosen, remember, home, places.files, places.added, look)

    def _over(self, result: object) -> None:
        assert isinstance(result, tuple)
        snapshot, report = result
        self._set_removing(False)
        self._core.settings.read_again()
        self._core.take(snapshot)
        self.purged.emit(report)

    def _failed(self, error: object) -> None:
        self._set_removing(False)
        self._complain(error)

    def _set_removing(self, on: bool) -> None:
        self._removing = on
        self.busy_changed.emit(on)

    def _complain(self, error: object) -> None:
        foreseen = isinstance(error, GeoError)
        self.erred.emit(str(error) if foreseen else f"Dateline did not foresee this ({type(error).__name__}: {error}). The log says more.")


def words_of(sequence: Sequence[str]) -> tuple[str, ...]:
    """Names as they are typed, one to a line, without what is empty."""
    return tuple(dict.fromkeys(" ".join(line.split()) for line in sequence if line.strip()))
