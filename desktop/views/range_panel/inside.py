"""Who is inside a range: places with events, by whether they are in reach; it follows the filters and opens the passages."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.kit.display_text import counted, safe_line
from desktop.kit.list_model import RowRole
from desktop.kit.row_painting import RowPainter, draw_line
from desktop.kit.theme import Theme, sized, type_colour
from desktop.kit.widgets import Chip, ElidedLabel, IconButton, RowView, column, plain_label, row
from desktop.kit.words import when_in_words
from desktop.session import EventRow, Inside, RangeEntry, Session
from desktop.views.range_panel.words import MEANING, WORDS, distance_in_words
from geo.model import Verdict

ROW_HEIGHT = 66
_RANK = {Verdict.IN: "actor", Verdict.DEPENDS: "warn", Verdict.OUT: "faint"}
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class InsideRow:
    """An event at one of its places."""

    place: Inside
    event: EventRow


class InsideModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[InsideRow] = []

    def show(self, rows: list[InsideRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        each = self.rows[index.row()]
        if role == RowRole:
            return each
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{WORDS[each.place.verdict]}: {safe_line(each.place.name, 80)}, {each.event.type.value}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{MEANING[each.place.verdict]}\n{distance_in_words(each.place)}"
        return None


class InsidePage(QWidget):
    closed = Signal()
    event_wanted = Signal(str)

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self._entry: RangeEntry | None = None
        self._visible: frozenset[str] | None = None
        self._ring = 0
        self.back = IconButton(theme, "previous", "Back to the ranges (Esc)", size=16)
        self.back.clicked.connect(self.closed)
        self.title = ElidedLabel(lines=2)
        self.title.setFont(sized(self.font(), 14, medium=True))
        self._ring_chips = row(None, spacing=5)
        self._rings = QButtonGroup(self)
        self._rings.idClicked.connect(self._choose_ring)
        self.verdicts: dict[Verdict, Chip] = {}
        for verdict in (Verdict.IN, Verdict.DEPENDS, Verdict.OUT):
            chip = Chip("", checkable=True)
            chip.setChecked(verdict is not Verdict.OUT)
            chip.setToolTip(MEANING[verdict])
            chip.toggled.connect(lambda _: self._fill())
            self.verdicts[verdict] = chip
        self.count = plain_label("", "soft", wrap=True)
        self.model = InsideModel()
        self.view = RowView(ROW_HEIGHT)
        self.view.setModel(self.model)
        self.view.setItemDelegate(InsideDelegate(theme, self.view))
        self.view.setAccessibleName("Who is inside")
        self.view.setSelectionMode(RowView.SelectionMode.SingleSelection)
        self.view.selectionModel().currentChanged.connect(lambda index, _: self._open(index))
        self.empty = plain_label("", "soft", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(24, 36, 24, 0)
        head = row(None, self.back, self.title, margins=(8, 8, 15, 0), spacing=4)
        head.setStretch(1, 1)
        chips = column(
            None, self._ring_chips, row(None, *self.verdicts.values(), 1, spacing=5), self.count, margins=(15, 4, 15, 8), spacing=6
        )
        column(self, head, chips, self.view, self.empty, spacing=0)
        self.layout().setStretch(2, 1)  # type: ignore[union-attr]
        self.layout().setStretch(3, 1)  # type: ignore[union-attr]

    def show_entry(self, entry: RangeEntry) -> None:
        self._entry = entry
        self._ring = min(self._ring, len(entry.rings) - 1)
        self.title.setText(safe_line(entry.title, 120))
        while (item := self._ring_chips.takeAt(0)) is not None:
            if isinstance(chip := item.widget(), Chip):
                self._rings.removeButton(chip)
                chip.hide()
                chip.deleteLater()
        for number, ring in enumerate(entry.rings if len(entry.rings) > 1 else ()):
            chip = Chip(ring.words, checkable=True)
            chip.setChecked(number == self._ring)
            self._rings.addButton(chip, number)
            self._ring_chips.addWidget(chip)
        self._ring_chips.addStretch(1)
        self._fill()

    def set_visible(self, events: frozenset[str] | None) -> None:
        """Only these events pass the filters; None: all do."""
        self._visible = events
        self._fill()

    def _choose_ring(self, number: int) -> None:
        self._ring = number
        self._fill()

    def _fill(self) -> None:
        if self._entry is None or not self._entry.rings:
            return
        places = self._entry.rings[self._ring].places
        passing = [(place, [e for e in place.events if self._visible is None or e in self._visible]) for place in places]
        passing = [(place, events) for place, events in passing if events]
        for verdict, chip in self.verdicts.items():
            chip.setText(f"{WORDS[verdict]} {sum(place.verdict is verdict for place, _ in passing):,}")
        rows: list[InsideRow] = []
        for place, events in passing:
            if self.verdicts[place.verdict].isChecked():
                known = (self._session.row(event) for event in events)
                rows.extend(InsideRow(place, event) for event in known if event is not None)
        self.model.show(rows)
        hidden = len(places) - len(passing)
        filtered = f"; {counted(hidden, 'place')} hidden by the filters" if hidden else ""
        self.count.setText(f"{counted(len(rows), 'event')}{filtered}")
        self.view.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.empty.setText("No event that passes the filters lies here." if not passing else "Choose what to list above.")

    def _open(self, index: QModelIndex) -> None:
        each = index.data(RowRole)
        if isinstance(each, InsideRow):
            self.event_wanted.emit(each.event.id)


class InsideDelegate(RowPainter[InsideRow]):
    """The place with its verdict, what happened there, and how far it is."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(InsideRow, ROW_HEIGHT, theme, parent)

    def paint_row(self, painter: QPainter, each: InsideRow, rect: QRect, font: QFont) -> None:
        name, small = sized(font, 13, medium=True), sized(font, 12)
        left, right = rect.left() + 33, rect.right() - 14
        heights = [QFontMetrics(font).lineSpacing() for font in (name, small, small)]
        y = rect.top() + (rect.height() - sum(heights) - 2) // 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(type_colour(self.theme.colours, each.event.type))
        painter.drawEllipse(rect.left() + 15, y + (heights[0] - 9) // 2, 9, 9)
        verdict = WORDS[each.place.verdict]
        verdict_width = QFontMetrics(small).horizontalAdvance(verdict) + 2
        painter.setPen(self.theme.colour(_RANK[each.place.verdict]))
        draw_line(painter, verdict, QRect(right - verdict_width, y, verdict_width, heights[0]), small)
        painter.setPen(self.theme.colour("text"))
        draw_line(painter, safe_line(each.place.name, 80), QRect(left, y, right - left - verdict_width - 8, heights[0]), name)
        y += heights[0] + 1
        painter.setPen(self.theme.colour("soft"))
        draw_line(painter, f"{each.event.type.value} · {when_in_words(each.event.when)}", QRect(left, y, right - left, heights[1]), small)
        y += heights[1] + 1
        painter.setPen(self.theme.colour("faint"))
        draw_line(painter, distance_in_words(each.place), QRect(left, y, right - left, heights[2]), small)
