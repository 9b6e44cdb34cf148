"""Articles taken in: read and analysed in the other process, one import after another, then added to the project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.session.core import Core
from desktop.session.library.sample import is_sample
from desktop.work.jobs import Job
from desktop.work.worker import Request, TakenIn, WorkerProcess
from geo.model import Failure


class Intake(QObject):
    failed = Signal(object)  # list[Failure]: inputs that could not be taken in
    busy_changed = Signal()
    over = Signal(int, int)  # articles taken in (-1: none, it was cancelled or failed), failures

    def __init__(self, core: Core, worker: WorkerProcess) -> None:
        super().__init__(core)
        self._core, self._library, self._worker = core, core.library, worker
        self.failures: tuple[Failure, ...] = ()
        self._running = False
        self._waiting: list[tuple[Path, ...]] = []

    @property
    def busy(self) -> bool:
        return self._running or bool(self._waiting)

    def expect(self) -> None:
        """The user is about to choose articles: the language model is loaded meanwhile."""
        self._worker.warm_up()

    def take_in(self, paths: Sequence[Path]) -> None:
        """Takes in files and folders in the background; one import after another."""
        if paths:
            self._waiting.append(tuple(paths))
            self._next()

    def forget_failures(self) -> None:
        """They name files."""
        self.failures = ()
        self.failed.emit([])

    def _next(self) -> None:
        if self._running or not self._waiting:
            return
        self._running = True
        self.busy_changed.emit()
        inputs = self._waiting.pop(0)
        if is_sample(inputs) and not self._core.corpus.articles:
            job = self._core.queue(
                "Opening the sample", lambda _: self._library.add_sample(), lambda made: self._recalled(inputs, made), complain=False
            )
            job.failed.connect(lambda _: self._analyse(inputs))
            job.cancelled.connect(self._end)
        else:
            self._analyse(inputs)

    def _recalled(self, inputs: tuple[Path, ...], snapshot: object) -> None:
        if snapshot is None:
            self._analyse(inputs)
        else:
            self.failures = ()
            self._core.take(snapshot, fresh=True)
            self._end(taken=len(self._core.corpus.articles))

    def _analyse(self, inputs: tuple[Path, ...]) -> None:
        names = inputs[0].name if len(inputs) == 1 else f"{len(inputs)} inputs"
        places = self._library.gazetteer

        def analyse(job: Job) -> TakenIn:
            places.wait_until_prepared(job.is_cancelled)
            # The texts stay here: to tell what is known, their hashes do.
            known = tuple(replace(article, text="") for article in self._core.corpus.articles)
            return self._worker.take_in(Request(inputs, places.files, places.added, known), job.report, job.is_cancelled)

        job = Job(f"Reading {names}", analyse, visible=True, cancellable=True)
        job.succeeded.connect(lambda result: self._analysed(inputs, result))
        job.failed.connect(lambda error: self._end(job.title, error))
        job.cancelled.connect(lambda: self._end())
        self._core.jobs.start(job)

    def _analysed(self, inputs: tuple[Path, ...], result: object) -> None:
        assert isinstance(result, TakenIn)
        core = self._core
        self.failures = result.failures
        if result.failures:
            self.failed.emit(list(result.failures))
        before = len(core.corpus.articles)

        def added(snapshot: object) -> None:
            core.take(snapshot, fresh=before == 0)
            if core.snapshot.refused:
                self.failures = (*self.failures, *core.snapshot.refused)
                self.failed.emit(list(self.failures))
            self._end(taken=len(core.corpus.articles) - before)
            if before == 0 and is_sample(inputs) and not result.failures:
                core.queue("Keeping the sample", lambda _: self._library.keep_sample(result.articles, result.analyses), lambda _: None)

        if not result.articles:
            self._end(taken=0)
            return
        add = self._library.project.add
        job = core.queue("Adding articles", lambda _: add(result.articles, result.analyses), added, visible=True, complain=False)
        job.failed.connect(lambda error: self._end(job.title, error))

    def _end(self, what: str = "", error: object = None, taken: int | None = None) -> None:
        self._running = False
        self.busy_changed.emit()
        if error is not None:
            self._core.complain(what, error)
        self.over.emit(-1 if taken is None else taken, len(self.failures) if taken is not None else 0)
        self._next()
