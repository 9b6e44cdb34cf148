"""Places and days of the selected event that another passage of its incident tells: from which words, to be read or refused."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.kit.display_text import safe_line
from desktop.kit.widgets import button, column, plain_label, row
from desktop.session import EventRow, Session
from geo.events import DATE, Carried

_TITLES = {DATE: "When"}


class CarriedNotes(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._layout = column(self, spacing=4)
        self.notes: list[CarriedNote] = []

    def show_event(self, event: EventRow) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.notes = [CarriedNote(self._session, event, each) for each in self._session.judging.carried(event.id)]
        for note in self.notes:
            self._layout.addWidget(note)
        self.setVisible(bool(self.notes))


class CarriedNote(QWidget):
    """One of them: what is inferred, from where, and two buttons."""

    def __init__(self, session: Session, event: EventRow, carried: Carried) -> None:
        super().__init__()
        self.carried = carried
        title = _TITLES.get(carried.field, "Where")
        self.words = plain_label(f"{title} inferred: {safe_line(carried.reason, 200)}", "soft", wrap=True)
        self.read = button("Read", flat=True)
        self.read.setToolTip("Show the words that it is carried from")
        self.read.clicked.connect(lambda: session.selector.claim(event.id, carried.article, carried.passage, carried.words))
        self.refuse = button("Refuse", flat=True)
        self.refuse.setToolTip("It does not belong to this event; Undo brings it back")
        self.refuse.clicked.connect(lambda: session.judging.refuse_carried(carried))
        for each in (self.read, self.refuse):
            each.setAccessibleDescription(self.words.text())
        line = row(self, self.words, self.read, self.refuse, spacing=4)
        line.setStretch(0, 1)
