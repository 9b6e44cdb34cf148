"""What is being set up with the range tool: drawn anew for every distance that is typed or pulled, in a thread of its own.

Only the newest wish counts: while one shape is computed, older wishes are dropped. Nothing here is kept; `Keep` makes a
judgement of the drawing (see Library.keep_drawing).
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal

from geo.errors import Cancelled, GeoError, RangeError
from geo.export.drawn_json import draft_json
from geo.model import IsCancelled, LonLat
from geo.pipeline import LaunchReport, Origin, TrackReport
from geo.pipeline.drawings import Distance, nice_distance, pulled, ranges_of, unit_of
from geo.project import Drawing
from geo.reach import Envelopes, PreparedOrigin, reach, verdicts
from geo.views import Drawn, DrawnRange
from geo.weapons import PublishedRange, Weapon

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What stands in the form, as typed. `origin` is a name, coordinates, or what was clicked or outlined on the map."""

    drawing: Drawing  # id, kind and name; the rest is filled in from what is typed
    origin: str | Origin
    distances: str = ""
    least: str = ""
    bearings: tuple[str, str] = ("", "")
    targets: tuple[object, ...] = ()  # names as typed, or Places
    weapon: tuple[Weapon, PublishedRange] | None = None
    crossed: bool = False  # what tracks cross is computed only when asked for


@dataclass(frozen=True, slots=True)
class Draft:
    """A drawing with its shapes; `content` is what the map's page takes."""

    drawing: Drawing
    origin: Origin
    drawn: tuple[Drawn, ...] = ()
    content: str = ""
    report: LaunchReport | TrackReport | None = None
    inside: tuple[tuple[int, int], ...] = ()  # for each range, the widest first: places in reach from anywhere, and depending
    coarse: bool = False  # while an edge is pulled
    fresh: bool = False  # begun elsewhere than in the form, which takes it up


@dataclass(frozen=True, slots=True)
class Spots:
    """Where the corpus's events are, for counting what lies inside."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


_FAR_M = 400_000.0  # samples stand 20 km apart at most: the foot between two is then under 150 m nearer

NOWHERE = Spots(np.zeros(0), np.zeros(0))


class Drafts(QObject):
    """The thread that draws ranges while they are set up. Signals come in the thread of whoever made this."""

    ready = Signal(object)  # Draft
    failed = Signal(object)  # GeoError

    _answered = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.spots = NOWHERE
        self._condition = threading.Condition()
        self._wish: Callable[[IsCancelled], Draft | None] | None = None
        self._generation = 0  # of what is set up: answers that come after it was cleared are dropped
        self._closed = False
        self._current: tuple[Draft, PreparedOrigin] | None = None
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._serve, name="drafts", daemon=True)
        self._thread.start()

    def show(self, draft: Draft) -> None:
        """Draws the ranges of a drawing, exactly."""
        self._ask(lambda cancelled: self._draw(draft, cancelled))

    def pull(self, at: LonLat, number: int, metres_per_pixel: float, done: bool) -> None:
        """Changes one distance so that its edge runs through a point; `number` counts from the widest range."""
        self._ask(lambda cancelled: self._pull(at, number, metres_per_pixel, done, cancelled))

    def clear(self) -> None:
        """Nothing is set up any more."""
        self._generation += 1
        with self._condition:
            self._wish = None

    def close(self) -> None:
        with self._condition:
            self._closed = True
            self._condition.notify()
        self._thread.join(5.0)

    # --- in the thread ----------------------------------------------------------------------------------------------

    def _draw(self, draft: Draft, cancelled: IsCancelled) -> Draft:
        if self._current is None or self._current[0].origin is not draft.origin:
            self._current = draft, PreparedOrigin.of(draft.origin.geometry)
        prepared = self._current[1]
        self._current = draft, prepared
        return _drawn(draft, draft.drawing, prepared, self.spots, cancelled)

    def _pull(self, at: LonLat, number: int, metres_per_pixel: float, done: bool, cancelled: IsCancelled) -> Draft | None:
        if self._current is None:
            return None
        draft, prepared = self._current
        drawing = draft.drawing
        turned = LonLat((at.lon + 180.0) % 360.0 - 180.0, at.lat)
        metres = _away(draft.origin, prepared, turned)
        widest_first = sorted(drawing.distances_m, reverse=True)
        number = min(number, len(widest_first) - 1)
        words = drawing.said[drawing.distances_m.index(widest_first[number])]
        distance = nice_distance(max(metres, drawing.least_m * 1.05), unit_of(words), metres_per_pixel)
        changed = pulled(drawing, number, _within(distance, drawing, number))
        # What is shown while the hand moves is drawn to its end: newer wishes come faster than an ocean can be drawn.
        if done:
            self._current = replace(draft, drawing=changed, fresh=False), prepared
        return _drawn(replace(draft, fresh=False), changed, prepared, self.spots, cancelled if done else None, coarse=not done)

    def _ask(self, wish: Callable[[IsCancelled], Draft | None]) -> None:
        with self._condition:
            self._wish = wish
            self._condition.notify()

    def _serve(self) -> None:
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._wish is not None or self._closed)
                wish, self._wish = self._wish, None
                generation = self._generation
            if self._closed or wish is None:
                return
            draft: Draft | None = None
            error: GeoError | None = None
            try:
                draft = wish(partial(self._is_stale, generation))
            except Cancelled:
                continue
            except GeoError as fault:
                error = fault
            except Exception as fault:  # a border: whatever happens must reach the user
                log.exception("a range could not be drawn")
                cause = f"{type(fault).__name__}: {fault}"
                error = RangeError(f"This range cannot be drawn ({cause}). Change its distance or its origin.")
            # The window may have gone meanwhile.
            with contextlib.suppress(RuntimeError):
                self._answered.emit(generation, draft, error)

    def _is_stale(self, generation: int) -> bool:
        return self._wish is not None or self._closed or generation != self._generation

    def _deliver(self, generation: int, draft: Draft | None, error: GeoError | None) -> None:
        if generation != self._generation:
            return
        if draft is not None:
            self.ready.emit(draft)
        elif error is not None:
            self.failed.emit(error)


def _drawn(
    draft: Draft, drawing: Drawing, prepared: PreparedOrigin, spots: Spots, cancelled: IsCancelled | None, *, coarse: bool = False
) -> Draft:
    ranges = ranges_of(drawing, prepared, coarse=coarse, cancelled=cancelled)
    content = draft_json(ranges, draft.origin.geometry, fixed=False)
    inside = tuple(_counts(each, spots) for each in ranges)
    return replace(draft, drawing=drawing, drawn=ranges, content=content, inside=inside, coarse=coarse)


def _counts(drawn: DrawnRange, spots: Spots) -> tuple[int, int]:
    if not len(spots.lon):
        return 0, 0
    found = verdicts(Envelopes(drawn.outer, drawn.inner), spots.lon, spots.lat)
    return int((found == 2).sum()), int((found == 1).sum())


def _away(origin: Origin, prepared: PreparedOrigin, at: LonLat) -> float:
    """How far a point is from the origin. Far off, the samples of its boundary tell it to some metres, in no time."""
    metres, _ = prepared.samples.nearest(np.array([at.lon]), np.array([at.lat]))
    return float(metres[0]) if metres[0] > _FAR_M else reach(origin.geometry, at, 1.0).least_m


def _within(distance: Distance, drawing: Drawing, number: int) -> Distance:
    """An edge is not pulled past its neighbours: rings keep their order."""
    order = sorted(drawing.distances_m, reverse=True)
    if number > 0 and distance.metres >= order[number - 1]:
        metres = order[number - 1] * 0.98
    elif number + 1 < len(order) and distance.metres <= order[number + 1]:
        metres = order[number + 1] * 1.02
    else:
        return distance
    return nice_distance(metres, unit_of(distance.said), metres / 500)
