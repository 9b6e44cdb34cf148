"""Ranges: those that an article claims, and those that the user draws from a place and a distance."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QCompleter, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.display_text import safe_line
from desktop.session import RangeEntry, Session
from desktop.theme import SPACE, Theme
from desktop.widgets import IconButton, button, column, plain_label, row
from geo.errors import RangeError
from geo.model import Verdict
from geo.reach import distance_m

COMPLETE_PAUSE_MS = 140
MOST_NAMES = 12
VERDICT_WORDS = {
    Verdict.IN: "Within reach from anywhere in the origin",
    Verdict.DEPENDS: "Depends on the launch point",
    Verdict.OUT: "Out of reach",
}


class RangePanel(QWidget):
    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.origin = QLineEdit()
        self.origin.setPlaceholderText("From: a place, a sea, a country")
        self.origin.setAccessibleName("Origin of the range")
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.origin.setCompleter(completer)
        self.distance = QLineEdit()
        self.distance.setPlaceholderText("1,500 km")
        self.distance.setAccessibleName("Distance")
        self.distance.setFixedWidth(104)
        self.problem = plain_label("", "warn", wrap=True)
        self.problem.hide()
        self.draw = button("Draw range", primary=True)
        self.draw.clicked.connect(self._draw)
        self._pause = QTimer(self, singleShot=True, interval=COMPLETE_PAUSE_MS)
        self._pause.timeout.connect(lambda: session.search_places(self.origin.text()))
        self.origin.textEdited.connect(lambda _: self._pause.start())
        self.origin.textChanged.connect(lambda _: self._check())
        self.distance.textChanged.connect(lambda _: self._check())
        for field in (self.origin, self.distance):
            field.returnPressed.connect(self._draw)
        session.candidates_found.connect(self._offer)
        form = column(
            None,
            plain_label(
                "What lies within a distance of a place, by its real shape: a whole shore, not a dot in the sea.", "soft", wrap=True
            ),
            self.origin,
            row(None, self.distance, 1, self.draw),
            self.problem,
            margins=(15, 12, 15, 14),
            spacing=SPACE,
        )
        listed = QWidget()
        listed.setObjectName("panelList")
        self._list: QVBoxLayout = column(listed, margins=(0, 0, 0, 0), spacing=0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(listed)
        column(self, form, scroll, spacing=0)
        self.layout().setStretch(1, 1)  # type: ignore[union-attr]
        session.changed.connect(lambda _: self._show())
        self._show()
        self._check()

    def _show(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for entry in self._session.snapshot.ranges:
            self._list.addWidget(self._entry(entry))
        self._list.addStretch(1)

    def _entry(self, entry: RangeEntry) -> QWidget:
        shown = QCheckBox()
        shown.setChecked(entry.shown)
        shown.setAccessibleName(f"Show: {safe_line(entry.title)}")
        shown.toggled.connect(lambda on, entry=entry: self._session.show_range(entry.id, on))
        title = plain_label(safe_line(entry.title, 120), wrap=True)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        caption = plain_label(safe_line(entry.caption, 400), "soft", wrap=True)
        verdicts = [_verdict(verdict, names) for verdict, names in entry.verdicts]
        remove = IconButton(self._theme, "trash", "Remove this range", size=15)
        remove.setVisible(entry.by_person)
        remove.clicked.connect(lambda _=False, entry=entry: self._session.remove_range(entry.id))
        box = QWidget()
        box.setObjectName("strip")
        box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = row(box, shown, column(None, title, caption, *verdicts, spacing=4), remove, margins=(15, 11, 10, 12), spacing=10)
        line.setAlignment(shown, Qt.AlignmentFlag.AlignTop)
        line.setAlignment(remove, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        return box

    def _offer(self, query: str, candidates: object) -> None:
        if query == self.origin.text() and self.origin.hasFocus() and isinstance(candidates, tuple):
            names = dict.fromkeys(safe_line(c.place.name, 80) for c in candidates[:10])
            self._names.setStringList(list(names))
            if names:
                self.origin.completer().complete()

    def _check(self) -> bool:
        """Says what is wrong with the distance as it is typed; the origin is looked up when the range is drawn."""
        text = self.distance.text().strip()
        problem = ""
        if text:
            try:
                distance_m(text)
            except RangeError as error:
                problem = str(error)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        ready = bool(text and self.origin.text().strip() and not problem)
        self.draw.setEnabled(ready)
        return ready

    def _draw(self) -> None:
        if self._check():
            self._session.draw_range(self.origin.text().strip(), self.distance.text().strip())
            self.distance.clear()
            self.origin.clear()


def _verdict(verdict: Verdict, names: tuple[str, ...]) -> QWidget:
    """One line per verdict: what it means, and the places it holds for."""
    listed = ", ".join(safe_line(name, 60) for name in names[:MOST_NAMES])
    more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
    return plain_label(f"{VERDICT_WORDS[verdict]}: {listed}{more}", "soft", wrap=True)
