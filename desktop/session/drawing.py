"""Ranges, launch areas and tracks: set up step by step, kept, shown, and held against what articles say.

Names are looked up in the library's thread, ranges are drawn in one of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.session.core import Core
from desktop.session.drafts import Draft, Drafts, Wanted
from desktop.work.jobs import Job
from geo import pipeline
from geo.errors import GeoError, RangeError
from geo.model import Event, LonLat
from geo.project import Drawing, DrawingKind
from geo.weapons import Weapon


class DrawingBoard(QObject):
    draft_changed = Signal(object)  # Draft, or None where nothing is set up any more
    draft_failed = Signal(object)  # GeoError
    distances_judged = Signal(object, object)  # Event, tuple[JudgedDistance, ...]

    def __init__(self, core: Core) -> None:
        super().__init__(core)
        self._core, self._library = core, core.library.drawings
        self._drafts = Drafts(self)
        self._drafts.ready.connect(self.draft_changed)
        self._drafts.failed.connect(self.draft_failed)
        core.changed.connect(self._take_spots)
        self._asked = 0
        self._job: Job | None = None  # what is looked up or drawn in the library's thread

    def draft(self, wanted: Wanted) -> None:
        """Draws what a form says; it comes with `draft_changed` or `draft_failed`."""
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
            self._core.erred.emit("The weapons table", str(error))
            return ()

    def weapons_file(self) -> Path | None:
        """The user's own copy of the weapons table, to be edited; None where it cannot be made, and that is said."""
        try:
            return pipeline.weapons_file()
        except (GeoError, OSError) as error:
            self._core.erred.emit("The weapons table", str(error))
            return None

    def _ask(self, make: Callable[[Job], Draft], long: bool = False, *, fresh: bool = False) -> None:
        """What was asked for before and is not drawn yet, is not wanted any more. `long`: the status bar shows it, and may stop it."""
        self._drop()
        asked = self._asked
        job = Job("Drawing", make, visible=long, cancellable=long)
        job.succeeded.connect(lambda draft: self._take(asked, replace(draft, fresh=fresh)))
        job.failed.connect(lambda error: self._fail(asked, error))
        self._job = job
        self._core.jobs.queue(job)

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
        self.draft_changed.emit(None)

    def close(self) -> None:
        self._drop()
        self._drafts.close()

    # --- what is kept -----------------------------------------------------------------------------------------------

    def draw_range(self, origin: str, distance: str) -> None:
        """Keeps a range at once."""
        core, author = self._core, self._core.settings.author
        core.queue(f"Range of {distance} from {origin}", lambda _: self._library.draw_range(origin, distance, author), core.take)

    def keep(self, drawing: Drawing) -> None:
        """Keeps what was set up in the project."""
        author = self._core.settings.author
        self._core.queue("Keeping what was drawn", lambda _: self._library.keep_drawing(drawing, author), self._core.take)

    def remove(self, drawing_id: str) -> None:
        author = self._core.settings.author
        self._core.queue("Removing what was drawn", lambda _: self._library.remove_drawing(drawing_id, author), self._core.take)

    def show(self, range_id: str, shown: bool) -> None:
        """Shows a range on the map and in exports, or not."""
        self._core.queue("Ranges", lambda _: self._library.show_range(range_id, shown), self._core.take)

    def judge_distances(self, event: Event) -> None:
        """Holds the distances that an event's articles state against geometry; they come with `distances_judged`."""

        def judged(found: object) -> None:
            self.distances_judged.emit(event, found)

        self._core.queue("Distances", lambda _: self._library.judge_distances(event), judged)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _take_spots(self) -> None:
        self._drafts.spots = self._core.snapshot.spots

    def _take(self, asked: int, draft: Draft) -> None:
        if asked != self._asked:
            return
        if draft.drawing.kind is DrawingKind.RANGE:
            self._drafts.show(draft)
        else:
            self._drafts.clear()
            self.draft_changed.emit(draft)

    def _fail(self, asked: int, error: object) -> None:
        if asked == self._asked:
            known = error if isinstance(error, GeoError) else RangeError(f"This cannot be drawn ({type(error).__name__}: {error}).")
            self.draft_failed.emit(known)
