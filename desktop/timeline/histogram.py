"""The bars, axis, brush and undated column of the timeline, painted by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.display_text import counted
from desktop.session import Digest
from desktop.theme import SPACE, Theme, sized
from desktop.widgets import MONTHS, day_in_words

MIN_DAYS = 14  # a shorter stretch would make one day as wide as the window
PLAY_STEP_MS = 700
GRAB_PX = 6
UNDATED_WIDTH = 76


@dataclass(frozen=True, slots=True)
class DayCounts:
    """Events per day from `first` on; an event that lasts counts on each of its days."""

    first: int  # ordinal
    counts: NDArray[np.int64]
    undated: int

    @property
    def last(self) -> int:
        return self.first + len(self.counts) - 1


def count_days(digest: Digest) -> DayCounts:
    shown = ~digest.rejected
    first, last = digest.first_day[shown], digest.last_day[shown]
    dated = first > 0
    undated = int((~dated).sum())
    if not dated.any():
        return DayCounts(0, np.zeros(0, np.int64), undated)
    first, last = first[dated], last[dated]
    start, end = int(first.min()), int(last.max())
    edges = np.zeros(end - start + 2, np.int64)
    np.add.at(edges, first - start, 1)
    np.add.at(edges, last - start + 1, -1)
    return DayCounts(start, np.cumsum(edges)[:-1], undated)


class Histogram(QWidget):
    """Bars, axis, brush and the undated column. Drag to choose days, drag the edges to change, wheel to zoom."""

    window_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(84)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Timeline: events per day")
        self.day_counts = DayCounts(0, np.zeros(0, np.int64), 0)
        self.chosen: tuple[int, int] | None = None
        self.undated_shown = True
        self._view = (0.0, float(MIN_DAYS))  # first and last visible day, as ordinals; the last exclusive
        self._drag: tuple[str, float] | None = None
        self._hover: QPointF | None = None
        theme.changed.connect(self.update)

    # --- what others call -----------------------------------------------------------------------------------------

    @property
    def playable(self) -> bool:
        return len(self.day_counts.counts) > 1

    def show_counts(self, counts: DayCounts) -> None:
        same = (counts.first, counts.last) == (self.day_counts.first, self.day_counts.last)
        self.day_counts = counts
        if not same:
            self._fit()
        self.update()

    def set_window(self, days: tuple[int, int] | None, undated: bool | None = None) -> None:
        undated = self.undated_shown if undated is None else undated
        if (days, undated) != (self.chosen, self.undated_shown):
            self.chosen, self.undated_shown = days, undated
            self.update()
            self.window_changed.emit()

    def start_playing(self) -> None:
        """Begins at the first day, or goes on from a window that is already chosen."""
        counts = self.day_counts
        if self.chosen is None or self.chosen[1] >= counts.last:
            width = 0 if self.chosen is None else self.chosen[1] - self.chosen[0]
            self.set_window((counts.first, counts.first + width))

    def step_window(self, by: int) -> bool:
        """Moves the window by so many days. False at the end."""
        counts = self.day_counts
        if self.chosen is None:
            self.set_window((counts.first, counts.first) if by > 0 else (counts.last, counts.last))
            return True
        first, last = self.chosen[0] + by, self.chosen[1] + by
        if last > counts.last or first < counts.first:
            return False
        self.set_window((first, last))
        return True

    def sizeHint(self) -> QSize:
        return QSize(600, 104)

    # --- geometry -------------------------------------------------------------------------------------------------

    def _plot(self) -> QRectF:
        right = UNDATED_WIDTH + SPACE if self.day_counts.undated else SPACE * 2
        return QRectF(SPACE * 2, 8, max(10, self.width() - SPACE * 2 - right), max(10, self.height() - 8 - 22))

    def _undated_rect(self) -> QRectF:
        plot = self._plot()
        return QRectF(self.width() - UNDATED_WIDTH + 2, plot.top(), UNDATED_WIDTH - SPACE * 2, plot.height())

    def _fit(self) -> None:
        counts = self.day_counts
        if not len(counts.counts):
            return
        days = len(counts.counts)
        shown = max(MIN_DAYS, days * 1.04)
        middle = counts.first + days / 2
        self._view = (middle - shown / 2, middle + shown / 2)

    def _x(self, day: float) -> float:
        plot, (start, end) = self._plot(), self._view
        return plot.left() + (day - start) / (end - start) * plot.width()

    def _day(self, x: float) -> float:
        plot, (start, end) = self._plot(), self._view
        return start + (x - plot.left()) / plot.width() * (end - start)

    # --- mouse and keys -------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self.day_counts.undated and self._undated_rect().adjusted(-4, 0, 4, 22).contains(event.position()):
            self.set_window(self.chosen, undated=not self.undated_shown)
            return
        if not len(self.day_counts.counts):
            return
        self._drag = self._grip(x)

    def _grip(self, x: float) -> tuple[str, float]:
        """What a press at x takes hold of: an edge of the window, the window, or a new window from there."""
        if self.chosen is not None:
            left, right = self._x(self.chosen[0]), self._x(self.chosen[1] + 1)
            if abs(x - left) <= GRAB_PX:
                return "left", 0.0
            if abs(x - right) <= GRAB_PX:
                return "right", 0.0
            if left < x < right:
                return "move", self._day(x) - self.chosen[0]
        return "new", self._day(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = event.position()
        x = event.position().x()
        if self._drag is None:
            self._show_cursor(x)
            self._tell(x)
        else:
            self._follow_drag(self._drag, x)
        self.update()

    def _follow_drag(self, drag: tuple[str, float], x: float) -> None:
        what, at = drag
        day = int(np.floor(self._day(x)))
        if what == "new":
            if abs(self._x(at) - x) >= 4:
                start = int(np.floor(at))
                self.set_window((min(start, day), max(start, day)))
        elif self.chosen is not None:
            first, last = self.chosen
            if what == "left":
                self.set_window((min(day, last), last))
            elif what == "right":
                self.set_window((first, max(first, day)))
            else:
                moved = round(self._day(x) - at)
                self.set_window((moved, moved + last - first))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag = self._drag, None
        if drag is None:
            return
        x = event.position().x()
        what, at = drag
        if what == "new" and abs(self._x(at) - x) < 4:
            # A plain click chooses the day under it, or ends the choice where no day has events.
            day = int(np.floor(at))
            counts = self.day_counts
            has_events = counts.first <= day <= counts.last and counts.counts[day - counts.first] > 0
            self.set_window((day, day) if has_events else None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._plot().contains(event.position()):
            self.set_window(None)

    def leaveEvent(self, event: object) -> None:
        self._hover = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not len(self.day_counts.counts):
            return
        start, end = self._view
        centre = self._day(event.position().x())
        factor = 0.85 if event.angleDelta().y() > 0 else 1 / 0.85
        span = min(max((end - start) * factor, 7.0), max(float(MIN_DAYS), len(self.day_counts.counts) * 1.5))
        share = (centre - start) / (end - start)
        self._view = (centre - share * span, centre + (1 - share) * span)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Right:
            self.step_window(1)
        elif event.key() == Qt.Key.Key_Left:
            self.step_window(-1)
        else:
            super().keyPressEvent(event)

    def _show_cursor(self, x: float) -> None:
        what = self._grip(x)[0] if len(self.day_counts.counts) else "none"
        shape = {
            "left": Qt.CursorShape.SizeHorCursor,
            "right": Qt.CursorShape.SizeHorCursor,
            "move": Qt.CursorShape.OpenHandCursor,
            "new": Qt.CursorShape.CrossCursor,
        }.get(what, Qt.CursorShape.ArrowCursor)
        over_undated = self._hover is not None and self.day_counts.undated > 0 and self._undated_rect().contains(self._hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor if over_undated else shape)

    def _tell(self, x: float) -> None:
        counts = self.day_counts
        if self._hover is not None and counts.undated and self._undated_rect().adjusted(-4, 0, 4, 22).contains(self._hover):
            shown = "Click to hide them" if self.undated_shown else "Click to show them"
            self.setToolTip(f"{counted(counts.undated, 'event')} whose date no article gives. {shown}.")
            return
        day = int(np.floor(self._day(x)))
        if len(counts.counts) and counts.first <= day <= counts.last:
            number = int(counts.counts[day - counts.first])
            self.setToolTip(f"{day_in_words(date.fromordinal(day))}: {counted(number, 'event')}")
        else:
            self.setToolTip("")

    # --- painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = self._plot()
        painter.setFont(sized(self.font(), 11))
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawLine(QPointF(plot.left(), plot.bottom() + 0.5), QPointF(plot.right(), plot.bottom() + 0.5))
        if len(self.day_counts.counts):
            bins = self._bins(plot)
            top = max((count for _, _, count in bins), default=1)
            top = max(top, self.day_counts.undated, 1)
            self._paint_window(painter, plot)
            painter.save()
            painter.setClipRect(plot.adjusted(0, -4, 0, 1))
            self._paint_bars(painter, plot, bins, top)
            painter.restore()
            self._paint_axis(painter, plot)
            self._paint_edges(painter, plot)
        else:
            top = max(self.day_counts.undated, 1)
            if not self.day_counts.undated:
                painter.setPen(self._theme.colour("faint"))
                painter.drawText(plot, Qt.AlignmentFlag.AlignCenter, "Events per day appear here")
        if self.day_counts.undated:
            self._paint_undated(painter, top)

    def _bins(self, plot: QRectF) -> list[tuple[float, float, int]]:
        """(first day, end day, events) of what is visible: days, or as many days together as give bars of 3 pixels."""
        counts, (start, end) = self.day_counts, self._view
        per_day = plot.width() / (end - start)
        width = next((days for days in (1, 7, 30, 91, 365) if per_day * days >= 3), 1825)
        first = max(0, int(np.floor(start)) - counts.first)
        last = min(len(counts.counts), int(np.ceil(end)) - counts.first + 1)
        first -= first % width
        piece = counts.counts[first:last]
        if not len(piece):
            return []
        sums = np.add.reduceat(piece, np.arange(0, len(piece), width))
        return [(counts.first + first + i * width, counts.first + first + (i + 1) * width, int(n)) for i, n in enumerate(sums)]

    def _paint_bars(self, painter: QPainter, plot: QRectF, bins: list[tuple[float, float, int]], top: int) -> None:
        inside, outside = self._theme.colour("bar"), QColor(self._theme.colour("line"))
        painter.setPen(Qt.PenStyle.NoPen)
        for first, end, number in bins:
            if not number:
                continue
            left, right = self._x(first), self._x(end)
            width = min(right - left - (2 if right - left > 6 else 0.5), 34.0)
            height = max(3.0, number / top * (plot.height() - 14))
            chosen = self.chosen is None or (first <= self.chosen[1] and end - 1 >= self.chosen[0])
            painter.setBrush(inside if chosen else outside)
            bar = QRectF((left + right) / 2 - width / 2, plot.bottom() - height, width, height)
            painter.drawRoundedRect(bar.adjusted(0, 0, 0, 3), 2, 2)
            if width >= 16:
                painter.setPen(self._theme.colour("soft" if chosen else "faint"))
                painter.drawText(QRectF(bar.left() - 10, bar.top() - 15, bar.width() + 20, 14), Qt.AlignmentFlag.AlignCenter, f"{number:,}")
                painter.setPen(Qt.PenStyle.NoPen)

    def _paint_window(self, painter: QPainter, plot: QRectF) -> None:
        if self.chosen is None:
            return
        left, right = max(plot.left(), self._x(self.chosen[0])), min(plot.right(), self._x(self.chosen[1] + 1))
        if right > left:
            painter.fillRect(QRectF(left, plot.top() - 6, right - left, plot.height() + 6), self._theme.colour("accent_soft"))

    def _paint_edges(self, painter: QPainter, plot: QRectF) -> None:
        if self.chosen is None:
            return
        painter.setPen(QPen(self._theme.colour("accent"), 1.5))
        for day in (self.chosen[0], self.chosen[1] + 1):
            x = self._x(day)
            if plot.left() - 1 <= x <= plot.right() + 1:
                painter.drawLine(QPointF(x, plot.top() - 6), QPointF(x, plot.bottom()))

    def _paint_axis(self, painter: QPainter, plot: QRectF) -> None:
        free_from = plot.left() - 4
        metrics = painter.fontMetrics()
        for day, text in self._ticks(plot):
            x = self._x(day.toordinal())
            label_x = x + (self._x(day.toordinal() + 1) - x) / 2 if self._per_day(plot) > 18 else x
            width = metrics.horizontalAdvance(text)
            left = label_x - width / 2
            if left < free_from or left + width > plot.right() + 6:
                continue
            painter.setPen(self._theme.colour("faint"))
            painter.drawText(QPointF(left, plot.bottom() + 16), text)
            if self._per_day(plot) <= 18:
                painter.setPen(QPen(self._theme.colour("line"), 1))
                painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 4))
            free_from = left + width + 14

    def _per_day(self, plot: QRectF) -> float:
        return plot.width() / (self._view[1] - self._view[0])

    def _ticks(self, plot: QRectF) -> list[tuple[date, str]]:
        start = date.fromordinal(max(1, int(np.ceil(self._view[0]))))
        end = date.fromordinal(max(1, int(self._view[1])))
        per_day = self._per_day(plot)
        if per_day >= 6:
            every = next((n for n in (1, 2, 5) if per_day * n >= 52), 10)
            days = [start + timedelta(days=i) for i in range((end - start).days + 1)]
            return [(day, f"{day.day} {MONTHS[day.month - 1][:3]}") for day in days if day.toordinal() % every == 0]
        step = next((months for months in (1, 3, 6, 12, 60) if per_day * 30 * months >= 60), 120)
        ticks: list[tuple[date, str]] = []
        month = start.year * 12 + start.month - 1
        month += -month % step
        while month <= end.year * 12 + end.month - 1 and month // 12 <= date.max.year:
            day = date(month // 12, month % 12 + 1, 1)
            if day >= start:
                ticks.append((day, str(day.year) if step >= 12 else f"{MONTHS[day.month - 1][:3]} {day.year}"))
            month += step
        return ticks

    def _paint_undated(self, painter: QPainter, top: int) -> None:
        rect = self._undated_rect()
        number = self.day_counts.undated
        height = max(3.0, number / top * (rect.height() - 14))
        bar = QRectF(rect.center().x() - 15, rect.bottom() - height, 30, height)
        colour = self._theme.colour("bar" if self.undated_shown else "line")
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawLine(QPointF(rect.left(), rect.bottom() + 0.5), QPointF(rect.right(), rect.bottom() + 0.5))
        # Hatched: these are events, but of no day.
        painter.setPen(QPen(colour, 1))
        painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(bar, 2, 2)
        painter.setPen(self._theme.colour("soft" if self.undated_shown else "faint"))
        painter.drawText(QRectF(rect.left() - 8, bar.top() - 15, rect.width() + 16, 14), Qt.AlignmentFlag.AlignCenter, f"{number:,}")
        painter.setPen(self._theme.colour("soft" if self.undated_shown else "faint"))
        font = sized(self.font(), 11)
        font.setStrikeOut(not self.undated_shown)
        painter.setFont(font)
        painter.drawText(QRectF(rect.left() - 10, rect.bottom() + 4, rect.width() + 20, 16), Qt.AlignmentFlag.AlignCenter, "undated")
