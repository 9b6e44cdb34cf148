"""The ledger's sections above the passages: what is disputed, agreed, said by one origin, denied or planned, and what was reckoned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.kit.display_text import counted, menu_text, plain_tip, safe_line
from desktop.kit.flow import flowing
from desktop.kit.text_size import scaled
from desktop.kit.theme import Theme, sized
from desktop.kit.widgets import column, plain_label, row
from desktop.session import Session
from desktop.views.ledger.voices import chips
from geo.model import Check
from geo.views.ledger import Dispute, Ledger, Line, Side, Standing, Voice

FIELD_WIDTH = 78
VALUE_WIDTH = 176
SIDE_WIDTH = 190  # of a dispute's side, with what parts it from the next
MOST_ACROSS = 3
SHORT_NOTE = 12  # letters of a note that fit beside the value: "Denied", "Supposed"; longer ones are wrapped
TITLES = {
    Standing.AGREED: ("Agreed", "by two or more independent origins"),
    Standing.SINGLE: ("From one origin alone", "nobody independent of it says so"),
    Standing.APART: ("Not said to have happened", "denied, planned or supposed"),
}


class Lines(QWidget):
    """All sections of a ledger; `wanted` asks for the words of a voice, `event_wanted` for another event."""

    wanted = Signal(object)  # Voice
    event_wanted = Signal(str)

    def __init__(self, session: Session, theme: Theme, ledger: Ledger) -> None:
        super().__init__()
        self._session, self._theme = session, theme
        layout = column(self, spacing=0)
        if ledger.disputes:
            layout.addWidget(section("Disputed", f"{counted(len(ledger.disputes), 'question')} on which the sources differ", "warn"))
            for dispute in ledger.disputes:
                layout.addWidget(self._dispute(dispute))
        for standing, (title, note) in TITLES.items():
            lines = ledger.standing(standing)
            if lines:
                layout.addWidget(section(title, note))
                layout.addWidget(self._table(lines))
        if ledger.checks:
            layout.addWidget(section("Reckoned", "sums, shares and conversions that the sources give"))
            for check in ledger.checks:
                layout.addWidget(self._check(check))

    # --- disputes -------------------------------------------------------------------------------------------------

    def _dispute(self, dispute: Dispute) -> QWidget:
        card = QWidget()
        card.setObjectName("dispute")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        strength = plain_label("Contradiction" if dispute.direct else "Difference", "warn")
        direct, soft = "They speak of the same thing and cannot both be right", "They may speak of different things, or of different times"
        strength.setToolTip(direct if dispute.direct else soft)
        title = plain_label(safe_line(dispute.field, 60), "name")
        why = plain_label(safe_line(dispute.why, 300), "soft", wrap=True)
        sides = Sides([self._side(side) for side in dispute.sides])
        column(card, row(None, title, strength, 1), why, sides, margins=(12, 9, 12, 11), spacing=3)
        return _inset(card)

    def _side(self, side: Side) -> QWidget:
        holder = QWidget()
        holder.setObjectName("side")
        holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        value = plain_label(safe_line(side.value, 120), wrap=True)
        value.setFont(sized(self.font(), 20 if len(side.value) < 14 else 15, medium=True))
        parts: list[QWidget] = [value, flowing(*self._chips(side.voices))]
        for event, label in side.elsewhere:
            other = QPushButton(f"Of: {menu_text(label, 48)}")
            other.setProperty("flat", True)
            other.setToolTip(plain_tip(f"Said of another event: {safe_line(label, 200)}"))
            other.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            other.setStyleSheet("text-align: left;")
            other.clicked.connect(lambda _=False, event=event: self.event_wanted.emit(event))
            parts.append(other)
        column(holder, *parts, 1, margins=(10, 2, 0, 2), spacing=4)
        return holder

    # --- lines ----------------------------------------------------------------------------------------------------

    def _table(self, lines: Sequence[Line]) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(16, 0, 14, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(9)
        grid.setColumnMinimumWidth(0, scaled(FIELD_WIDTH))
        grid.setColumnMinimumWidth(1, scaled(VALUE_WIDTH))
        grid.setColumnStretch(2, 1)
        before = ""
        for k, line in enumerate(lines):
            top = Qt.AlignmentFlag.AlignTop
            field = plain_label(safe_line(line.field, 24) if line.field != before else "", "field")
            before = line.field
            value = plain_label(safe_line(line.value, 140), "value", wrap=True)
            value.setFixedWidth(scaled(VALUE_WIDTH))
            grid.addWidget(field, k, 0, top)
            note = plain_label(safe_line(line.note, 200), "apart", wrap=len(line.note) > SHORT_NOTE)
            note.setMaximumWidth(scaled(VALUE_WIDTH))
            parts: list[QWidget | QHBoxLayout] = [row(None, note, 1)] if line.note else []
            parts.append(value)
            if line.carried:
                from_where = plain_label(safe_line(f"Inferred: {line.carried}", 200), "soft", wrap=True)
                from_where.setFixedWidth(scaled(VALUE_WIDTH))
                from_where.setContentsMargins(4, 0, 0, 0)  # as the value above it
                parts.append(from_where)
            cell: QWidget = value
            if len(parts) > 1:
                cell = QWidget()
                column(cell, *parts, spacing=3)
            grid.addWidget(cell, k, 1, top)
            grid.addWidget(flowing(*self._chips(line.voices)), k, 2, top)
        return holder

    def _chips(self, voices: Sequence[Voice]) -> Iterator[QWidget]:
        for chip in chips(self._session, voices):
            chip.wanted.connect(self.wanted)
            yield chip

    def _check(self, check: Check) -> QWidget:
        icon = plain_label()
        icon.setPixmap(
            self._theme.pixmap("check" if check.agrees else "warning", "accent" if check.agrees else "warn", 14, self.devicePixelRatioF())
        )
        icon.setAccessibleName("Agrees" if check.agrees else "Does not agree")
        says = plain_label(safe_line(check.says, 300), "" if check.agrees else "warn", wrap=True)
        holder = QWidget()
        line = row(holder, icon, says, margins=(16, 1, 14, 5), spacing=8)
        line.setStretch(1, 1)
        line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        return holder


class Sides(QWidget):
    """The sides of a dispute beside each other, as many as there is room for."""

    def __init__(self, sides: Sequence[QWidget]) -> None:
        super().__init__()
        self._sides = sides
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(18)
        self._across = 0
        self._arrange(MOST_ACROSS)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(max(side.minimumSizeHint().width() for side in self._sides), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(max(1, min(MOST_ACROSS, self.width() // scaled(SIDE_WIDTH))))

    def _arrange(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for k, side in enumerate(self._sides):
            self._grid.addWidget(side, k // across, k % across, Qt.AlignmentFlag.AlignTop)
        for k in range(MOST_ACROSS):
            self._grid.setColumnStretch(k, int(k < min(across, len(self._sides))))


def section(title: str, note: str = "", rank: str = "section") -> QWidget:
    """A heading with a word of explanation beside it."""
    head = plain_label(title, rank)
    head.setFont(sized(head.font(), 12, bold=True))
    holder = QWidget()
    row(holder, head, plain_label(note, "faint"), 1, margins=(16, 14, 14, 7), spacing=8)
    return holder


def _inset(card: QWidget) -> QWidget:
    holder = QWidget()
    column(holder, card, margins=(14, 0, 14, 8))
    return holder
