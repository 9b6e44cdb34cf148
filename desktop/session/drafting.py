"""Setting something up, step by step: names are looked up in the library's thread, ranges are drawn in one of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.session.drafts import Draft, Drafts, Spots, Wanted
from desktop.work.jobs import Job
from geo import pipeline
from geo.errors import GeoError, RangeError
from geo.model import LonLat
from geo.project import DrawingKind
from geo.weapons import Weapon

if TYPE_CHECKING:
    from desktop.session.library import Library
    from desktop.session.presenter import Session


class Drafting(QObject):
    def __init__(self, session: Session, library: Library) -> None:
        super().__init__(session)
        self._session, self._library = session, library
        self._drafts = Drafts(self)
        self._drafts.ready.connect(session.draft_changed)
        self._drafts.failed.connect(session.draft_failed)
        self._asked = 0
        self._job: Job | None = None  # what is looked up or drawn in the library's thread

    @property
    def spots(self) -> Spots:
        return self._drafts.spots

    @spots.setter
    def spots(self, spots: Spots) -> None:
        self._drafts.spots = spots

    def draft(self, wanted: Wanted) -> None:
        """Draws what a form says; it comes with the session's `draft_changed` or `draft_failed`."""
        self._ask(lambda job: self._library.draft(wanted, job.report, job.is_cancelled), wanted.drawing.kind is DrawingKind.LAUNCH_AREA)

    def launch_area(self, event_id: str) -> None:
        """From where the targets of an event could all be reached."""
        self._ask(lambda job: self._library.launch_area_of_event(event_id, job.report, job.is_cancelled), True, fresh=True)

    def tracks(self, event_id: str) -> None:
        """Straight lines from the origin of an event to its targets."""
        self._ask(lambda _: self._library.tracks_of_event(event_id), fresh=True)

    def weapons(self) -> tuple[Weapon, ...]:
        """The weapons table; empty where it cannot be read, and that is said."""
        try:
            return pipeline.weapons()
        except GeoError as error:
            self._session.erred.emit("The weapons table", str(error))
            return ()

    def weapons_file(self) -> Path | None:
        """The user's own copy of the weapons table, to be edited; None where it cannot be made, and that is said."""
        try:
            return pipeline.weapons_file()
        except (GeoError, OSError) as error:
            self._session.erred.emit("The weapons table", str(error))
            return None

    def _ask(self, make: Callable[[Job], Draft], long: bool = False, *, fresh: bool = False) -> None:
        """What was asked for before and is not drawn yet, is not wanted any more. `long`: the status bar shows it, and may stop it."""
        self._drop()
        asked = self._asked
        job = Job("Drawing", make, visible=long, cancellable=long)
        job.succeeded.connect(lambda draft: self._take(asked, replace(draft, fresh=fresh)))
        job.failed.connect(lambda error: self._fail(asked, error))
        self._job = job
        self._session.jobs.queue(job)

    def _drop(self) -> None:
        self._asked += 1
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def pull(self, position: LonLat, number: int, metres_per_pixel: float, done: bool) -> None:
        self._drafts.pull(position, number, metres_per_pixel, done)

    def clear(self) -> None:
        self._drop()
        self._drafts.clear()
        self._session.draft_changed.emit(None)

    def close(self) -> None:
        self._drop()
        self._drafts.close()

    def _take(self, asked: int, draft: Draft) -> None:
        if asked != self._asked:
            return
        if draft.drawing.kind is DrawingKind.RANGE:
            self._drafts.show(draft)
        else:
            self._drafts.clear()
            self._session.draft_changed.emit(draft)

    def _fail(self, asked: int, error: object) -> None:
        if asked == self._asked:
            known = error if isinstance(error, GeoError) else RangeError(f"This cannot be drawn ({type(error).__name__}: {error}).")
            self._session.draft_failed.emit(known)
