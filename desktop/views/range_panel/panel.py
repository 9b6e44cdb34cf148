"""Ranges: set up in a form, listed with whose claim they are, and who is inside."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.kit.theme import Theme
from desktop.kit.widgets import column, plain_label
from desktop.session import RangeEntry, Session
from desktop.views.range_panel.entries import Entry
from desktop.views.range_panel.form import RangeForm
from desktop.views.range_panel.inside import InsidePage
from geo.pipeline import Origin

NOTHING = (
    "Nothing is drawn yet. Type a place and a distance above, or click on the map. Ranges that articles claim appear here by themselves."
)


class RangePanel(QWidget):
    pick_wanted = Signal()
    outline_wanted = Signal()
    measure_wanted = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._looked_at: str | None = None  # the entry whose inside is listed
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.form = RangeForm(session, theme)
        self.form.pick_wanted.connect(self.pick_wanted)
        self.form.outline_wanted.connect(self.outline_wanted)
        self.form.measure_wanted.connect(self.measure_wanted)
        self.entries: list[Entry] = []
        self.empty = plain_label(NOTHING, "soft", wrap=True)
        self.empty.setContentsMargins(15, 14, 15, 0)
        listed = QWidget()
        listed.setObjectName("panelList")
        self._list: QVBoxLayout = column(None, margins=(0, 0, 0, 0), spacing=0)
        column(listed, self.form, self._list, self.empty, 1, margins=(0, 0, 0, 0), spacing=0)
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setWidget(listed)
        self.inside = InsidePage(session, theme)
        self.inside.closed.connect(lambda: self.look_inside(None))
        self.inside.event_wanted.connect(session.selector.event)
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.inside)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.inside.closed)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.scroller)
        self.pages.addWidget(self.inside)
        column(self, self.pages, spacing=0)
        session.changed.connect(self._show)
        session.drawing.draft_changed.connect(lambda draft: draft is not None and draft.fresh and self.look_inside(None))
        self._show()

    # --- what others call -----------------------------------------------------------------------------------------

    def look_inside(self, range_id: str | None) -> None:
        """Lists who is inside a range; None goes back to the ranges."""
        entry = self._entry_of(range_id)
        self._looked_at = range_id if entry is not None else None
        if entry is not None:
            self.inside.show_entry(entry)
            self.inside.view.setFocus()
        self.pages.setCurrentIndex(0 if entry is None else 1)

    def set_visible_events(self, events: list[str] | None) -> None:
        """The events that pass the filters of the list; None for all."""
        self.inside.set_visible(None if events is None else frozenset(events))

    # --- inside ---------------------------------------------------------------------------------------------------

    def _entry_of(self, range_id: str | None) -> RangeEntry | None:
        found = next((e for e in self._session.snapshot.ranges if e.id == range_id), None)
        return found if found is not None and found.rings else None

    def _show(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.entries = []
        for each in self._session.snapshot.ranges:
            entry = Entry(each, self._theme, self._session.digest.place_names)
            entry.shown.connect(self._session.drawing.show)
            entry.inside_wanted.connect(self.look_inside)
            entry.edit_wanted.connect(self._edit)
            entry.removed.connect(self._session.drawing.remove)
            self._list.addWidget(entry)
            self.entries.append(entry)
        self.empty.setVisible(not self.entries)
        if self._looked_at is not None:
            self.look_inside(self._looked_at)

    def _edit(self, range_id: str) -> None:
        entry = next((e for e in self._session.snapshot.ranges if e.id == range_id), None)
        if entry is not None and entry.drawing is not None:
            self.form.edit(entry.drawing, Origin(entry.drawing.place, entry.origin))
            self.scroller.verticalScrollBar().setValue(0)
            self.form.distance.setFocus()
