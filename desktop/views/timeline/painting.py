"""The timeline on the screen: bars, long events, axis, the chosen stretch and the undated."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen

from desktop.kit.theme import Theme, sized
from desktop.views.timeline.axis import Axis, Bar
from desktop.views.timeline.days import DayCounts

LONG_PX = 5
WIDEST_BAR_PX = 34.0


def small(font: QFont) -> QFont:
    """Two sizes below the window's own."""
    return sized(font, 11)


def paint_bars(painter: QPainter, theme: Theme, axis: Axis, bars: Sequence[Bar], top: int, chosen: tuple[int, int] | None) -> None:
    inside, outside = theme.colour("bar"), QColor(theme.colour("line"))
    plot = axis.plot
    room = painter.fontMetrics().height()
    for bar in bars:
        left, right = axis.x(bar.first), axis.x(bar.last + 1)
        width = min(right - left - (2 if right - left > 6 else 0.5), WIDEST_BAR_PX)
        height = max(3.0, bar.events / top * (plot.height() - room))
        lit = chosen is None or (bar.first <= chosen[1] and bar.last >= chosen[0])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(inside if lit else outside)
        box = QRectF((left + right) / 2 - width / 2, plot.bottom() - height, width, height)
        painter.drawRoundedRect(box.adjusted(0, 0, 0, 3), 2, 2)
        if width >= 16:
            painter.setPen(theme.colour("soft" if lit else "faint"))
            painter.drawText(
                QRectF(box.left() - 10, box.top() - room - 1, box.width() + 20, room), Qt.AlignmentFlag.AlignCenter, f"{bar.events:,}"
            )


def long_box(axis: Axis) -> QRectF:
    """The strip above the bars in which events without an exact day lie."""
    return QRectF(axis.plot.left(), 1, axis.plot.width(), LONG_PX)


def paint_long(painter: QPainter, theme: Theme, axis: Axis, spans: Sequence[tuple[int, int, int]]) -> None:
    """Hatched, as the undated are: these events have no day either."""
    colour = theme.colour("bar")
    strip = long_box(axis)
    for first, last, _ in spans:
        left, right = max(strip.left(), axis.x(first)), min(strip.right(), axis.x(last + 1))
        if right > left:
            painter.setPen(QPen(colour, 1))
            painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(QRectF(left, strip.top(), max(3.0, right - left), strip.height()), 2, 2)


def name_long(painter: QPainter, theme: Theme, axis: Axis, words: str) -> None:
    """Tells below the strip what it is, where no bar stands that the words could hide."""
    painter.setPen(theme.colour("soft"))
    painter.drawText(axis.plot.adjusted(2, 1, -2, 0), Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, words)


def paint_window(painter: QPainter, theme: Theme, axis: Axis, chosen: tuple[int, int]) -> None:
    plot = axis.plot
    left, right = max(plot.left(), axis.x(chosen[0])), min(plot.right(), axis.x(chosen[1] + 1))
    if right > left:
        painter.fillRect(QRectF(left, plot.top() - 6, right - left, plot.height() + 6), theme.colour("accent_soft"))


def paint_edges(painter: QPainter, theme: Theme, axis: Axis, chosen: tuple[int, int]) -> None:
    plot = axis.plot
    painter.setPen(QPen(theme.colour("accent"), 1.5))
    for day in (chosen[0], chosen[1] + 1):
        x = axis.x(day)
        if plot.left() - 1 <= x <= plot.right() + 1:
            painter.drawLine(QPointF(x, plot.top() - 6), QPointF(x, plot.bottom()))


def paint_axis(painter: QPainter, theme: Theme, axis: Axis) -> None:
    plot = axis.plot
    free_from = plot.left() - 4
    metrics = painter.fontMetrics()
    for day, text in axis.ticks():
        x = axis.x(day.toordinal())
        label_x = x + axis.per_day / 2 if axis.per_day > 18 else x
        width = metrics.horizontalAdvance(text)
        left = label_x - width / 2
        if left < free_from or left + width > plot.right() + 6:
            continue
        painter.setPen(theme.colour("faint"))
        painter.drawText(QPointF(left, plot.bottom() + 4 + metrics.ascent()), text)
        if axis.per_day <= 18:
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 4))
        free_from = left + width + 14


def paint_undated(painter: QPainter, theme: Theme, rect: QRectF, counts: DayCounts, top: int, shown: bool) -> None:
    room = painter.fontMetrics().height()
    height = max(3.0, counts.undated / top * (rect.height() - room))
    box = QRectF(rect.center().x() - 15, rect.bottom() - height, 30, height)
    colour = theme.colour("bar" if shown else "line")
    painter.setPen(QPen(theme.colour("line"), 1))
    painter.drawLine(QPointF(rect.left(), rect.bottom() + 0.5), QPointF(rect.right(), rect.bottom() + 0.5))
    # Hatched: these are events, but of no day.
    painter.setPen(QPen(colour, 1))
    painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
    painter.drawRoundedRect(box, 2, 2)
    painter.setPen(theme.colour("soft" if shown else "faint"))
    middle = Qt.AlignmentFlag.AlignCenter
    painter.drawText(QRectF(rect.left() - 8, box.top() - room - 1, rect.width() + 16, room), middle, f"{counts.undated:,}")
    font = QFont(painter.font())
    font.setStrikeOut(not shown)
    painter.setFont(font)
    painter.drawText(QRectF(rect.left() - 10, rect.bottom() + 4, rect.width() + 20, room), middle, "undated")
