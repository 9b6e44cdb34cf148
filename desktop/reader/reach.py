"""What geometry says of an event: from where it could have come."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.session import EventRow, Session
from desktop.widgets import button, column, row
from geo.model import Part


class ReachNotes(QWidget):
    """Two buttons where an event has an origin."""

    launch_wanted = Signal(str)  # event id
    tracks_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._event: str | None = None
        self.launch = button("From where?", flat=True)
        self.launch.setToolTip("From where in its origin could all of its targets be reached?")
        self.launch.setAccessibleName("From where could all of these be reached?")
        self.launch.clicked.connect(lambda: self._event and self.launch_wanted.emit(self._event))
        self.tracks = button("Straight lines", flat=True)
        self.tracks.setToolTip("Lines from its origin to its targets, schematic: nobody reported the way")
        self.tracks.clicked.connect(lambda: self._event and self.tracks_wanted.emit(self._event))
        self._buttons = QWidget()
        row(self._buttons, self.launch, self.tracks, 1, spacing=2)
        column(self, self._buttons, spacing=2)

    def show_event(self, event: EventRow | None) -> None:
        known = event.event if event is not None else None
        self._event = known.id if known is not None else None
        from_somewhere = known is not None and any(location.part is Part.ORIGIN for location in known.places)
        self._buttons.setVisible(from_somewhere)
        self.setVisible(from_somewhere)
