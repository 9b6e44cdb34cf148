"""Runs library work off the GUI thread. The library takes callables for progress and cancel; the threads live here.

A job's signals are delivered in the GUI thread, whatever thread the work ran in. Work that computes for long in
Python belongs in a process of its own (`worker`): a thread that holds the interpreter makes the window stall.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from geo.errors import Cancelled

log = logging.getLogger(__name__)

PROGRESS_EVERY_S = 0.05  # more often than the eye follows would only fill the event queue

Work = Callable[["Job"], object]


class Job(QObject):
    """One piece of work. Exactly one of `succeeded`, `failed` and `cancelled` is sent, and `ended` after it."""

    progressed = Signal(int, int, str)  # done, total (0: not known), what is being done
    succeeded = Signal(object)
    failed = Signal(object)  # the exception
    cancelled = Signal()
    ended = Signal()

    _settled = Signal(str, object)

    def __init__(self, title: str, work: Work, *, visible: bool = False, cancellable: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.visible = visible  # whether the status bar shows it
        self.cancellable = cancellable
        self._work = work
        self._cancel = threading.Event()
        self._last_progress = 0.0
        self._settled.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Asks the work to stop; it ends with `cancelled` as soon as it looks."""
        self._cancel.set()

    def is_cancelled(self) -> bool:
        return self._cancel.is_set()

    def report(self, done: int, total: int, what: str) -> None:
        """Progress from the working thread; the library's OnProgress."""
        now = time.monotonic()
        if now - self._last_progress >= PROGRESS_EVERY_S or done == total:
            self._last_progress = now
            self.progressed.emit(done, total, what)

    def perform(self) -> None:
        """Runs the work in the calling thread and sends what became of it to the GUI thread."""
        if self.is_cancelled():
            self._settle("cancelled", None)
            return
        try:
            result = self._work(self)
        except Cancelled:
            self._settle("cancelled", None)
        except Exception as error:  # a border: everything must reach the user as a failure
            log.info("a piece of work failed", exc_info=True)  # its title names what it is about
            self._settle("failed", error)
        else:
            self._settle("succeeded", result)

    def _settle(self, how: str, result: object) -> None:
        # The window may have gone while the work ran.
        with contextlib.suppress(RuntimeError):
            self._settled.emit(how, result)

    def _deliver(self, how: str, result: object) -> None:
        if how == "succeeded":
            self.succeeded.emit(result)
        elif how == "failed":
            self.failed.emit(result)
        else:
            self.cancelled.emit()
        self.ended.emit()


class Jobs(QObject):
    """Starts jobs: one after another in the library's thread (`queue`), or at once in a thread of its own (`start`).

    The library's thread owns what must stay in one thread: the project file and the gazetteer.
    """

    started = Signal(object)  # Job
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: set[Job] = set()
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._library_thread = threading.Thread(target=self._serve, name="library", daemon=True)
        self._library_thread.start()

    @property
    def running(self) -> tuple[Job, ...]:
        return tuple(self._running)

    def queue(self, job: Job) -> Job:
        """Runs `job` in the library's thread, after those queued before it."""
        self._accept(job)
        self._queue.put(job)
        return job

    def start(self, job: Job) -> Job:
        """Runs `job` now, in a thread of its own."""
        self._accept(job)
        threading.Thread(target=job.perform, name=job.title, daemon=True).start()
        return job

    def call(self, work: Callable[[], Any]) -> Any:
        """From another thread than the library's: runs `work` there, after what is queued, and waits for its result."""
        done: Future[Any] = Future()

        def perform(_job: Job) -> None:
            try:
                done.set_result(work())
            except Exception as error:  # told to the one who waits
                done.set_exception(error)

        # No parent and no signals: the caller's own job tells of it.
        self._queue.put(Job("call", perform))
        return done.result()

    def cancel_all(self) -> None:
        for job in self.running:
            job.cancel()

    def shut_down(self, last_act: Callable[[], Any] | None = None, timeout_s: float = 10.0) -> bool:
        """Cancels what runs, lets the library's thread finish with `last_act`, and waits. False where it did not end in time."""
        self.cancel_all()
        if last_act is not None:
            self._queue.put(Job("closing", lambda _job: last_act()))
        self._queue.put(None)
        self._library_thread.join(timeout_s)
        return not self._library_thread.is_alive()

    def _accept(self, job: Job) -> None:
        job.setParent(self)
        self._running.add(job)
        job.ended.connect(self._forget)
        self.started.emit(job)

    def _forget(self) -> None:
        job = self.sender()
        if isinstance(job, Job):
            self._running.discard(job)
            job.deleteLater()
        if not self._running:
            self.idle.emit()

    def _serve(self) -> None:
        while (job := self._queue.get()) is not None:
            job.perform()
