"""Project files, in the library's thread: opened, saved, recovered, checked, repaired."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop.session.library.open_project import OpenProject
from desktop.session.library.snapshot import Snapshot
from geo import pipeline
from geo.errors import GeoError, ProjectError, ProjectInUse
from geo.project import Backup, Finding, Project, backups


class ProjectFiles:
    def __init__(self, project: OpenProject) -> None:
        self._open = project

    def new(self, discard: bool) -> Snapshot:
        """Nothing open. `discard`: one that was never saved is deleted, else it stays to be recovered."""
        self._open.leave(discard)
        return Snapshot()

    def open(self, path: Path, discard: bool, take_over: bool = False) -> Snapshot:
        """To be read where somebody else writes to it. `take_over`: also where that is on another machine, whose window is gone."""
        if backups.is_backup(path):
            return self.open_backup(path, discard)
        own = self._open.file is not None and self._open.file.path.resolve() == path.resolve()
        if own:  # its lock is ours
            self._open.leave(discard)
        project = Project.open(path)  # before another that is open is left: if it fails, that one stays
        why, can_take_over = "", False
        try:
            project.claim(take_over=take_over)
        except ProjectInUse as error:
            why, can_take_over = str(error), error.elsewhere
        except ProjectError as error:
            why = str(error)
        if not own:
            self._open.leave(discard)
        self._open.file, self._open.saved = project, True
        self._open.read_only, self._open.can_take_over = why, can_take_over
        opened = self._open.snapshot()
        return replace(opened, notice=" ".join(project.notes))

    def backups(self) -> tuple[Backup, ...]:
        """The backups of the open project, newest first, with what is in each; those that cannot be read are left out."""
        found: list[Backup] = []
        for backup in backups.backups_of(self._open.file.path, self._open.home) if self._open.file is not None and self._open.saved else ():
            with contextlib.suppress(GeoError):
                found.append(backups.counted(backup))
        return tuple(found)

    def open_backup(self, path: Path, discard: bool) -> Snapshot:
        """A copy of a backup as a project that is not saved yet: the backup stays as it is."""
        self._open.folder.mkdir(parents=True, exist_ok=True)
        copy = self._open.folder / f"{uuid.uuid4().hex[:12]}.gpkg"
        backups.copy_out(path, copy)
        snapshot = self.recover(copy, discard)
        return replace(snapshot, judged=True)

    def repair(self, path: Path) -> Snapshot:
        """Writes what is sound of the open, damaged project into a new file, and goes on with that one."""
        pipeline.repair_project(self._open.begun().path, path, self._open.gazetteer.opened)
        return self.open(path, discard=False)

    def check(self) -> tuple[Finding, ...]:
        """What of the open project's file is damaged now."""
        project = self._open.begun()
        return project.damage or pipeline.check_project(project.path).findings

    def recover(self, path: Path, discard: bool) -> Snapshot:
        project = Project.open(path)
        try:
            project.claim()
        except ProjectError:
            project.close()
            raise
        self._open.leave(discard)
        self._open.file, self._open.saved = project, False
        return self._open.snapshot()

    def save(self) -> Snapshot:
        """Writes the layers that other programs read, where they are behind; the rest is written at each change."""
        project = self._open.begun()
        self._open.write_layers(project)
        project.make_whole()
        return replace(self._open.snapshot(), unkept=self._open.back_up(project))

    def save_as(self, path: Path) -> Snapshot:
        """Nothing is asked of the file that is open but to be read: it may be full, read-only, gone, or another's by now."""
        project = self._open.begun()
        before, damaged = project.path, bool(project.damage)
        project.save_as(path, lambda copy: self._open.layers_into(Project.within(path, copy)), self._open.found())
        if not self._open.saved and not damaged:  # one that is damaged is left: more may be had from it
            self._open.forget_unsaved(before)
        self._open.saved, self._open.read_only, self._open.can_take_over = True, "", False
        self._open.layers_behind = False
        return replace(self._open.snapshot(), unkept=self._open.back_up(project))

    def purge(self, carry_out: Callable[[Path], object]) -> tuple[Snapshot, object]:
        """Closes the project while `carry_out` writes its file anew, and opens it again, whatever comes of it."""
        project = self._open.begun()
        path = project.path
        project.close()
        self._open.forget()  # nothing of what was removed may be seen again from here, and nothing be written meanwhile
        try:
            done = carry_out(path)
        finally:
            self._open.file = Project.open(path)
            self._open.file.claim()
        return self._open.snapshot(), done

    def path(self) -> Path | None:
        """The file of the open project, also of one that was never saved."""
        return self._open.file.path if self._open.file is not None else None

    def forget_marks(self) -> None:
        """Keeps no mark of articles that were removed."""
        self._open.begun().forget_marks()
