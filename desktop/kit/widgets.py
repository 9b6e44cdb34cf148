"""Small parts that several views share: fields, buttons and labels in the theme's manner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar, cast

from PySide6.QtCore import QItemSelectionRange, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.kit.display_text import plain_tip
from desktop.kit.text_size import scaled
from desktop.kit.theme import SPACE, Theme

Box = TypeVar("Box", QHBoxLayout, QVBoxLayout)


class IconButton(QToolButton):
    """A button with one of the theme's icons, redrawn when the theme changes."""

    def __init__(self, theme: Theme, icon: str, tip: str, parent: QWidget | None = None, *, size: int = 18, colour: str = "soft") -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._colour = colour
        self.setIconSize(QSize(size, size))
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_icon(self, icon: str, tip: str) -> None:
        self._icon = icon
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self._restyle()

    def _restyle(self) -> None:
        self.setIcon(self._theme.icon(self._icon, self._colour))


class SearchField(QLineEdit):
    """A field with a magnifier and a cross. Esc empties it; `typed` comes a moment after the last key."""

    def __init__(self, theme: Theme, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self._magnifier = QAction(self)
        self.addAction(self._magnifier, QLineEdit.ActionPosition.LeadingPosition)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self._magnifier.setIcon(self._theme.icon("search", "faint"))
        # Qt's own cross is a bitmap of the platform; ours follows the theme.
        for button in self.findChildren(QToolButton):
            if button.objectName() == "_q_qlineeditclearbutton" or button.defaultAction() is None:
                button.setIcon(self._theme.icon("close", "faint"))


class ElidedLabel(QWidget):
    """One or two lines of plain text that end with … where the room ends. Never interprets markup."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, lines: int = 1, elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._lines = lines
        self._elide = elide
        self._colour: QColor | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(lines > 1)
        self.setSizePolicy(policy)

    def text(self) -> str:
        return self._text

    def setText(self, text: str) -> None:  # noqa: N802 - as Qt's labels have it
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_colour(self, colour: QColor) -> None:
        self._colour = colour
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(
            metrics.horizontalAdvance(self._text) + 2, metrics.lineSpacing() * (1 if self._lines == 1 else self._line_count(self.width()))
        )

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(20, self.fontMetrics().lineSpacing())

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return self.fontMetrics().lineSpacing() * self._line_count(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(plain_tip(self._text) if self.fontMetrics().horizontalAdvance(self._text) > self.width() * self._lines else "")
        if self._lines > 1:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._colour or self.palette().windowText().color())
        if self._lines == 1:
            line = self.fontMetrics().elidedText(self._text, self._elide, self.width())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine, line)
        else:
            draw_lines(painter, self._text, self.rect(), self.font(), self._lines)

    def _line_count(self, width: int) -> int:
        return max(1, min(self._lines, len(wrapped(self._text, self.font(), max(40, width), self._lines))))


class RowView(QTableView):
    """A list of rows of one height that stays quick with 100,000 of them: a QListView would ask for each of them."""

    def __init__(self, row_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        row_height = scaled(row_height)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(row_height)
        rows.setDefaultSectionSize(row_height)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalScrollBar().setSingleStep(row_height // 3)

    def selected_count(self) -> int:
        """How many rows are selected, without making an index for each."""
        ranges = cast(Iterable[QItemSelectionRange], self.selectionModel().selection())
        return sum(part.height() for part in ranges)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and last row; a table would go to the first and last column."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.model().rowCount() - 1}
        if event.key() in ends and event.modifiers() == Qt.KeyboardModifier.NoModifier and ends[Qt.Key(event.key())] >= 0:
            self.setCurrentIndex(self.model().index(ends[Qt.Key(event.key())], 0))
        else:
            super().keyPressEvent(event)


class Message(QMessageBox):
    """A box that tells or asks; no text of it is ever taken for markup."""

    def __init__(self, text: str, details: str, parent: QWidget | None = None, *, warning: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle("Dateline")
        self.setIcon(QMessageBox.Icon.Warning if warning else QMessageBox.Icon.NoIcon)
        self.setText(text)
        self.setInformativeText(details)
        for label in self.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)


class Chip(QToolButton):
    """A small rounded button that is on or off, or opens a menu."""

    def __init__(self, text: str, parent: QWidget | None = None, *, checkable: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("chip", True)
        self.setText(text)
        self.setCheckable(checkable)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)


class Notice(QWidget):
    """A strip that says something about what stands below it, with an optional button."""

    acted = Signal()

    def __init__(self, parent: QWidget | None = None, *, name: str = "notice") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._button = QPushButton()
        self._button.clicked.connect(self.acted)
        row(self, self._label, self._button, margins=(SPACE * 2, 6, SPACE, 6))
        row_layout = self.layout()
        assert isinstance(row_layout, QHBoxLayout)
        row_layout.setStretch(0, 1)
        self.hide()

    def say(self, text: str, button: str = "") -> None:
        self._label.setText(text)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setVisible(bool(text))

    def text(self) -> str:
        return self._label.text()


def plain_label(text: str = "", rank: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label that never interprets its text as markup."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    if rank:
        label.setProperty("rank", rank)
    if rank == "badge":
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return label


def button(text: str, *, primary: bool = False, flat: bool = False) -> QPushButton:
    made = QPushButton(text)
    made.setProperty("primary", primary)
    made.setProperty("flat", flat)
    made.setAutoDefault(primary)
    made.setDefault(primary)
    return made


def row(
    owner: QWidget | None, *parts: QWidget | int | QLayout, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = SPACE
) -> QHBoxLayout:
    """Widgets side by side; a number is a stretch."""
    layout = QHBoxLayout(owner) if owner is not None else QHBoxLayout()
    return _fill(layout, parts, margins, spacing)


def column(
    owner: QWidget | None, *parts: QWidget | int | QLayout, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = SPACE
) -> QVBoxLayout:
    """Widgets one below the other; a number is a stretch."""
    layout = QVBoxLayout(owner) if owner is not None else QVBoxLayout()
    return _fill(layout, parts, margins, spacing)


def _fill(layout: Box, parts: tuple[QWidget | int | QLayout, ...], margins: tuple[int, int, int, int], spacing: int) -> Box:
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for part in parts:
        if isinstance(part, int):
            layout.addStretch(part)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return layout


def wrapped(text: str, font: QFont, width: int, lines: int) -> list[str]:
    """`text` broken into at most `lines` lines of that width, the last one elided."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    broken: list[str] = []
    layout.beginLayout()
    while len(broken) < lines:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        units = text.encode("utf-16-le", "surrogatepass")
        start = line.textStart() * 2
        if len(broken) == lines - 1:
            rest = units[start:].decode("utf-16-le", "surrogatepass")
            broken.append(QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width))
        else:
            broken.append(units[start : start + line.textLength() * 2].decode("utf-16-le", "surrogatepass").rstrip())
    layout.endLayout()
    return broken


def draw_lines(painter: QPainter, text: str, rect: QRect | QRectF, font: QFont, lines: int) -> int:
    """Draws up to `lines` lines of plain text from the top of `rect` down. Returns the height used."""
    painter.setFont(font)
    metrics = QFontMetrics(font)
    y = rect.top()
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine
    for line in wrapped(text, font, int(rect.width()), lines):
        painter.drawText(QRectF(rect.left(), y, rect.width(), metrics.lineSpacing()), int(flags), line)
        y += metrics.lineSpacing()
    return int(y - rect.top())
