"""Which other event is the same happening: the likely ones first, found by typing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from desktop.kit.display_text import counted, safe_line
from desktop.kit.theme import SPACE, Theme
from desktop.kit.widgets import ElidedLabel, SearchField, button, column, plain_label, row
from desktop.kit.words import when_in_words
from desktop.session import EventRow, Session

MOST_LISTED = 300
IdRole = Qt.ItemDataRole.UserRole


class JoinDialog(QDialog):
    """`other` is the id of the event that was chosen."""

    def __init__(self, session: Session, theme: Theme, event_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.other: str | None = None
        row_ = session.row(event_id)
        self._event = row_
        self._others = _likely_first(session, row_) if row_ is not None else []
        self.setWindowTitle("Join events")
        self.setMinimumSize(560, 480)
        told = ElidedLabel(safe_line(row_.label) if row_ is not None else "", lines=2)
        told.set_colour(theme.colour("soft"))
        self.search = SearchField(theme, "Filter events")
        self.search.textChanged.connect(lambda _: self._fill())
        self.view = QListWidget()
        self.view.setObjectName("boxed")
        self.view.setAccessibleName("Other events")
        self.view.setWordWrap(True)
        self.view.currentItemChanged.connect(lambda *_: self._refresh())
        self.view.itemDoubleClicked.connect(lambda _: self._accept())
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.join = button("Join the two", primary=True)
        self.join.clicked.connect(self._accept)
        column(
            self,
            plain_label("Which event is the same as this one?", "title"),
            told,
            self.search,
            self.view,
            row(None, plain_label("Nothing said is lost, and Undo parts them again.", "faint"), 1, cancel, self.join),
            margins=(20, 18, 20, 16),
            spacing=SPACE + 2,
        )
        self.layout().setStretch(3, 1)  # type: ignore[union-attr]
        self._fill()
        self.search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.view.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        words = self.search.text().casefold().split()
        self.view.clear()
        for other in self._others:
            text = "\n".join([other.label, other.where, other.quote]).casefold()
            if self.view.count() < MOST_LISTED and all(word in text for word in words):
                note = f"{when_in_words(other.when)} · {counted(other.sources.articles, 'article')}"
                item = QListWidgetItem(f"{safe_line(other.label, 110)}\n{note} · {safe_line(other.quote, 90)}")
                item.setData(IdRole, other.id)
                self.view.addItem(item)
        self.view.setCurrentRow(0)
        self._refresh()

    def _refresh(self) -> None:
        self.join.setEnabled(self.view.currentItem() is not None)

    def _accept(self) -> None:
        item = self.view.currentItem()
        if item is not None:
            self.other = str(item.data(IdRole))
            self.accept()


def _likely_first(session: Session, event: EventRow) -> list[EventRow]:
    """Events of the same type before others, those that share a place or a day before those that do not."""
    places = {p.place.id for p in event.event.places} if event.event else set()
    start = event.when.start if event.when else None

    def unlike(other: EventRow) -> tuple[bool, bool, bool]:
        theirs = {p.place.id for p in other.event.places} if other.event else set()
        return other.type is not event.type, not places & theirs, start is None or other.when is None or other.when.start != start

    return sorted((r for r in session.digest.rows if not r.rejected and r.id != event.id), key=unlike)
