"""Words of an article with some of them marked, painted as plain text: no markup is ever read from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.kit.display_text import display

LINE_HEIGHT = 1.38


@dataclass(frozen=True, slots=True)
class Mark:
    """How a stretch of code points is set."""

    start: int
    end: int
    background: QColor | None = None
    colour: QColor | None = None
    struck: bool = False
    underlined: bool = False


class MarkedText(QWidget):
    """As tall as its text at the width it has. A click or Enter says that it is wanted."""

    clicked = Signal()

    def __init__(self, text: str, font: QFont, colour: QColor, marks: Sequence[Mark] = (), *, most_lines: int = 0) -> None:
        super().__init__()
        self.text = text
        self._most_lines = most_lines
        self._colour = colour
        self._layout = QTextLayout("", font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        # One line of text whatever breaks the article has; hidden characters are shown as such.
        shown = display(text)
        self._layout.setText(shown.shown.replace("\n", " ").replace("\t", " "))
        self._layout.setFormats([_range(shown.position(m.start), shown.position(m.end), m) for m in marks if m.start < m.end])
        self._width = -1
        self._height = 0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        self._break(width)
        return self._height

    def sizeHint(self) -> QSize:
        return QSize(360, self.heightForWidth(self.width() if self.width() > 40 else 360))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(80, int(self.fontMetrics().height() * LINE_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        self._break(self.width())
        painter = QPainter(self)
        painter.setPen(self._colour)
        self._layout.draw(painter, QPointF(0, 0))
        if self.hasFocus():
            painter.setPen(self.palette().highlight().color())
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def _break(self, width: int) -> None:
        if width == self._width:
            return
        self._width = width
        step = self._layout.font().pixelSize() * LINE_HEIGHT
        y, lines = 0.0, 0
        self._layout.beginLayout()
        while not self._most_lines or lines < self._most_lines:
            line = self._layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(40, width))
            line.setPosition(QPointF(0, y))
            y += step
            lines += 1
        self._layout.endLayout()
        self._height = round(y + 1)


def _range(start: int, end: int, mark: Mark) -> QTextLayout.FormatRange:
    form = QTextCharFormat()
    if mark.background is not None:
        form.setBackground(mark.background)
    if mark.colour is not None:
        form.setForeground(mark.colour)
    form.setFontStrikeOut(mark.struck)
    form.setFontUnderline(mark.underlined)
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, end - start, form  # type: ignore[attr-defined]
    return made
