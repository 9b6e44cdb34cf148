"""Doubtful joins, one after another: pairs of events that may be one, for a person to say."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.session.core import Core
from desktop.session.judging import Judging
from desktop.session.selector import Selector
from geo.model import Suggestion


class Doubts(QObject):
    """The queue, the likeliest first, and which of its pairs is looked at: always one of the selected event."""

    changed = Signal()  # another pair of the event that was selected already

    def __init__(self, core: Core, selector: Selector, judging: Judging) -> None:
        super().__init__(core)
        self._core, self._selector, self._judging = core, selector, judging
        self._looked: tuple[str, str] | None = None
        self._at = 0  # where in the queue that pair stood: whoever has decided it goes on from there

    @property
    def queue(self) -> tuple[Suggestion, ...]:
        return self._core.digest.doubts

    @property
    def current(self) -> Suggestion | None:
        """The pair that is looked at; None where the selected event has none."""
        row = self._core.row(self._core.selection.event)
        if row is None or not row.doubts:
            return None
        return next((doubt for doubt in row.doubts if doubt.events == self._looked), row.doubts[0])

    @property
    def number(self) -> int:
        """Which of the queue the current pair is, from 1."""
        current = self.current
        return self.queue.index(current) + 1 if current is not None else 0

    def other(self, doubt: Suggestion) -> str:
        """The event of a pair that is not selected, by id."""
        return next((e for e in doubt.events if e != self._core.selection.event), doubt.events[0])

    def step(self, by: int) -> None:
        """Selects an event of the next or the previous pair."""
        queue = self.queue
        if not queue:
            return
        self._at = self._place(by) % len(queue)
        doubt = queue[self._at]
        self._looked = doubt.events
        if self._core.selection.event in doubt.events:
            self.changed.emit()
        else:
            self._selector.event(doubt.events[0])

    def _place(self, by: int) -> int:
        """Where in the queue a step leads."""
        places = {doubt.events: i for i, doubt in enumerate(self.queue)}
        current, looked = self.current, self._looked
        if looked is not None and looked not in places and (current is None or set(current.events) & set(looked)):
            return self._at if by > 0 else self._at - 1  # it is decided: the next has taken its number
        here = current.events if current is not None else looked
        if here is None or here not in places:
            return 0 if by > 0 else -1
        return places[here] + by

    def join(self) -> None:
        """Says that the two are one event."""
        if (doubt := self.current) is not None:
            self._keep_place(doubt)
            self._judging.join_events(doubt.events)

    def keep_apart(self) -> None:
        """Says that the two are not one event."""
        if (doubt := self.current) is not None:
            self._keep_place(doubt)
            self._judging.keep_apart(*doubt.events)

    def _keep_place(self, doubt: Suggestion) -> None:
        self._at, self._looked = self.queue.index(doubt), doubt.events
