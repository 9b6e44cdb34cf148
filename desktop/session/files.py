"""The project's file, and what is written from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Signal

from desktop.session.core import Core
from desktop.session.library import Snapshot
from geo.pipeline import sources_of
from geo.project import Backup, Finding, Keep

Names = frozenset[str]
NONE: Names = frozenset()


class Files(QObject):
    saved = Signal(object)  # Path: all of the project is in that file, and on the disk
    exported = Signal(object)  # Path
    leaving = Signal(bool)  # another project is being read; False where it could not be, and what is open stays

    def __init__(self, core: Core) -> None:
        super().__init__(core)
        self._core, self._library = core, core.library.files

    # --- the project ----------------------------------------------------------------------------------------------

    def new_project(self, discard: bool = True) -> None:
        """Closes what is open. `discard`: one that was never saved is deleted, else it stays to be recovered."""
        self._replace("New project", lambda: self._library.new(discard))

    def open_project(self, path: Path, discard: bool = True, take_over: bool = False) -> None:
        def opened(snapshot: object) -> None:
            if cast(Snapshot, snapshot).path is not None:  # a backup is opened as a copy
                self._core.settings.remember_project(path)
            self._core.take(snapshot, fresh=True)

        self.leaving.emit(True)
        job = self._core.queue(f"Opening {path.name}", lambda _: self._library.open(path, discard, take_over), opened, visible=True)
        job.failed.connect(lambda _: self.leaving.emit(False))

    def recover_project(self, path: Path, discard: bool = True) -> None:
        """Goes on with a project that was never saved, after a crash."""
        self._replace("Recovering", lambda: self._library.recover(path, discard))

    def save(self) -> None:
        def saved(snapshot: object) -> None:
            self._core.take(snapshot)
            self.saved.emit(self._core.snapshot.path)

        self._core.queue("Saving", lambda _: self._library.save(), saved)

    def save_as(self, path: Path) -> None:
        def saved(snapshot: object) -> None:
            self._core.settings.remember_project(path)
            self._core.take(snapshot)
            self.saved.emit(path)

        self._core.queue(f"Saving {path.name}", lambda _: self._library.save_as(path), saved, visible=True)

    # --- damage and backups ---------------------------------------------------------------------------------------

    def list_backups(self, listed: Callable[[tuple[Backup, ...]], None]) -> None:
        """Has the backups of the open project told to `listed`."""
        self._core.queue("Looking for backups", lambda _: self._library.backups(), cast(Callable[[object], None], listed))

    def keep_backups(self, keep: Keep) -> None:
        """Says where backups go from now on; those that were made stay."""
        self._core.settings.backups = self._core.library.project.keep = keep

    def check_project(self, checked: Callable[[tuple[Finding, ...]], None]) -> None:
        """Has the open project's file looked through, and what was found told to `checked`."""
        self._core.queue("Checking the project", lambda _: self._library.check(), cast(Callable[[object], None], checked), visible=True)

    def repair_project(self, path: Path) -> None:
        """Writes what is sound of the open project into a new file, and opens that one."""

        def repaired(snapshot: object) -> None:
            self._core.settings.remember_project(path)
            self._core.take(snapshot, fresh=True)

        self._core.queue(f"Writing {path.name}", lambda _: self._library.repair(path), repaired, visible=True)

    # --- exports --------------------------------------------------------------------------------------------------

    def read(self) -> list[Path]:
        """The files that articles were taken from, and gazetteers named on the command line: nothing may be written over them."""
        return [*sources_of(self._core.corpus), *self._core.library.gazetteer.files]

    def export_map(self, path: Path, articles: Names = NONE, places: Names = NONE, speakers: Names = NONE) -> None:
        """Writes the proof map, with the articles and places of these ids, and the speakers of these names, left out."""
        write = self._core.library.drawings.export_map
        self._core.queue(f"Writing {path.name}", lambda _: write(path, (articles, places, speakers)), self._exported, visible=True)

    def export_data(self, path: Path, articles: Names = NONE, places: Names = NONE, speakers: Names = NONE) -> None:
        """Writes the events, without what is left out; the ending of the file says in which format."""
        write = self._core.library.drawings.export_data
        self._core.queue(f"Writing {path.name}", lambda _: write(path, (articles, places, speakers)), self._exported, visible=True)

    def _exported(self, path: object) -> None:
        self.exported.emit(path)

    def _replace(self, title: str, work: Callable[[], Snapshot]) -> None:
        self._core.queue(title, lambda _: work(), lambda snapshot: self._core.take(snapshot, fresh=True))
