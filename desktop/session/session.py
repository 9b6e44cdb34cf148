"""The session: what is open, selected and being done, with one part for each subject. Lives in the GUI thread and never blocks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from desktop.platform.settings import Settings
from desktop.session.core import Core
from desktop.session.doubts import Doubts
from desktop.session.drawing import DrawingBoard
from desktop.session.files import Files
from desktop.session.gazetteers import Gazetteers
from desktop.session.intake import Intake
from desktop.session.judging import Judging
from desktop.session.library import Library
from desktop.session.purging import Purging
from desktop.session.searching import Searching
from desktop.session.selector import Selector
from desktop.work.jobs import Job
from desktop.work.worker import Request, WorkerProcess


class Session(Core):
    def __init__(self, library: Library, settings: Settings, worker: WorkerProcess | None = None, parent: QObject | None = None) -> None:
        super().__init__(library, settings, parent)
        self.closed = False
        self._worker = worker or WorkerProcess()
        self._own_worker = worker is None
        library.project.keep, library.project.certain = settings.backups, settings.certain
        self.files = Files(self)
        self.intake = Intake(self, self._worker)
        self.selector = Selector(self)
        self.judging = Judging(self)
        self.doubts = Doubts(self, self.selector, self.judging)
        self.drawing = DrawingBoard(self)
        self.gazetteers = Gazetteers(self, self._worker)
        self.searching = Searching(self)
        self.purging = Purging(self, self._worker)
        self.purging.purged.connect(lambda *_: self.intake.forget_failures())

    def open_paths(self, paths: Sequence[Path]) -> None:
        """A single project is opened, all else is taken in."""
        if len(paths) == 1 and paths[0].suffix.casefold() == ".gpkg":
            self.files.open_project(paths[0])
        else:
            self.intake.take_in(paths)

    def show_as_certain(self, share: float) -> None:
        """Places at least so likely right are shown as certain from now on."""
        self.settings.certain = share
        self.queue("Weighing places", lambda _: self.library.project.with_certain(share), self.take)

    def warm_up(self) -> None:
        """Opens the gazetteer, which is compiled where this machine has not done so yet."""
        self.queue("Opening the gazetteer", lambda _: self.library.gazetteer.prepare_if_compiled(), self._compile_unless)

    def close(self, discard: bool = False) -> None:
        """Ends all work and closes the project; `discard` deletes one that was never saved."""
        if self.closed:
            return
        self.closed = True
        self.drawing.close()
        self.jobs.cancel_all()
        if self._own_worker:
            self._worker.close()
        self.jobs.shut_down(lambda: self.library.close(discard=discard))

    def _compile_unless(self, opened: object) -> None:
        if opened:
            return
        # In the other process: in a thread of this one it would make the window stall for half a minute.
        request = Request((), self.library.gazetteer.files, self.library.gazetteer.added)
        job = Job("Preparing the gazetteer", lambda job: self._worker.prepare(request, job.report, job.is_cancelled), visible=True)
        job.succeeded.connect(self._open_gazetteer)
        job.failed.connect(self._open_gazetteer)  # which meets the same fault and tells it
        self.jobs.start(job)

    def _open_gazetteer(self, _result: object) -> None:
        self.queue("Opening the gazetteer", lambda _: self.library.gazetteer.prepare(), lambda _: None)
