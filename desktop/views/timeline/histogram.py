"""The timeline's bars as a widget: drag to choose days, drag the edges to change, wheel to zoom."""

from __future__ import annotations

from datetime import date

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.kit.display_text import counted
from desktop.kit.text_size import scaled
from desktop.kit.theme import SPACE, Theme
from desktop.kit.words import day_in_words
from desktop.views.timeline import painting
from desktop.views.timeline.axis import Axis
from desktop.views.timeline.days import NO_COUNTS, DayCounts, Step

MIN_DAYS = 14  # a shorter stretch would make one day as wide as the window
LEAST_DAYS = 7.0  # as near as one can zoom
GRAB_PX = 6
UNDATED_WIDTH = 76


class Histogram(QWidget):
    """Bars, axis, brush and the undated column. First in view is the stretch in which most events stand."""

    window_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(84)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Timeline: events per day")
        self.day_counts = NO_COUNTS
        self.chosen: tuple[int, int] | None = None
        self.undated_shown = True
        self.step = Step.DAY
        self._view = (0.0, float(MIN_DAYS))  # first and last visible day, as ordinals; the last exclusive
        self._drag: tuple[str, float] | None = None
        self._hover: QPointF | None = None
        self._beside: list[tuple[QRectF, str]] = []  # where the events beside the view are counted
        theme.changed.connect(self.update)

    # --- what others call -----------------------------------------------------------------------------------------

    @property
    def playable(self) -> bool:
        return self.day_counts.dated > 0 and self.day_counts.first < self.day_counts.last

    def show_counts(self, counts: DayCounts) -> None:
        same = (counts.extent, counts.main) == (self.day_counts.extent, self.day_counts.main)
        self.day_counts = counts
        if not same:
            self.fit()
        self.update()

    def fit(self, *, everything: bool = False) -> None:
        """Brings the stretch into view in which most events stand, or all of time that any event takes."""
        counts = self.day_counts
        stretch = counts.extent if everything or counts.main is None else counts.main
        if stretch is None:
            return
        days = stretch[1] - stretch[0] + 1
        shown = max(float(MIN_DAYS), days * 1.04)
        middle = stretch[0] + days / 2
        self._view = (middle - shown / 2, middle + shown / 2)
        self.update()

    def set_window(self, days: tuple[int, int] | None, undated: bool | None = None) -> None:
        """Shows these days alone, None for all. What has no day is on none of them: it stays out of days until it is asked in."""
        if undated is None:
            undated = self.undated_shown if (days is None) == (self.chosen is None) else days is None
        if (days, undated) != (self.chosen, self.undated_shown):
            self.chosen, self.undated_shown = days, undated
            self.update()
            self.window_changed.emit()

    def start_playing(self) -> None:
        """Begins at the first day in the main stretch, or goes on from a window that is already chosen."""
        counts = self.day_counts
        if self.step is not Step.DAY:
            if counts.main is not None:
                over = self.chosen is None or self.chosen[1] >= counts.last
                self.set_window(self.step.around(counts.main[0] if over or self.chosen is None else self.chosen[0]))
        elif counts.main is not None and (self.chosen is None or self.chosen[1] >= counts.last):
            width = 0 if self.chosen is None else self.chosen[1] - self.chosen[0]
            self.set_window((counts.main[0], counts.main[0] + width))

    def play_on(self) -> bool:
        """Moves the window to the next day, week or month that has events. False at the end."""
        if self.chosen is None:
            return self.step_window(1)
        last = self.chosen[1]
        following = self.day_counts.next_day(last + 1)
        if following is not None and self.step is not Step.DAY:
            self.set_window(self.step.around(following))
            self._follow(*self.step.around(following))
            return True
        return following is not None and self.step_window(following - last)

    def step_window(self, by: int) -> bool:
        """Moves the window by so many days. False at the end."""
        counts = self.day_counts
        if not counts.dated:
            return False
        if self.chosen is None:
            first, last = counts.main or (counts.first, counts.last)
            self.set_window((first, first) if by > 0 else (last, last))
            return True
        first, last = self.chosen[0] + by, self.chosen[1] + by
        if last > counts.last or first < counts.first:
            return False
        self.set_window((first, last))
        self._follow(first, last)
        return True

    def sizeHint(self) -> QSize:
        return QSize(600, 104)

    # --- geometry -------------------------------------------------------------------------------------------------

    @property
    def _small(self) -> int:
        """Height of a line of the axis."""
        return QFontMetrics(painting.small(self.font())).height()

    def _plot(self) -> QRectF:
        right = scaled(UNDATED_WIDTH) + SPACE if self.day_counts.undated else SPACE * 2
        top = 8 + (painting.LONG_PX if self.day_counts.long else 0)
        return QRectF(SPACE * 2, top, max(10, self.width() - SPACE * 2 - right), max(10, self.height() - top - self._small - 7))

    def _undated_rect(self) -> QRectF:
        plot = self._plot()
        width = scaled(UNDATED_WIDTH)
        return QRectF(self.width() - width + 2, plot.top(), width - SPACE * 2, plot.height())

    def _over_undated(self, at: QPointF) -> bool:
        return self.day_counts.undated > 0 and self._undated_rect().adjusted(-4, 0, 4, self._small + 4).contains(at)

    @property
    def _axis(self) -> Axis:
        return Axis(self._plot(), *self._view)

    def _x(self, day: float) -> float:
        return self._axis.x(day)

    def _day(self, x: float) -> float:
        return self._axis.day(x)

    def _follow(self, first: int, last: int) -> None:
        """Moves the view so that days which were stepped to are in it."""
        start, end = self._view
        if first < start or last + 1 > end:
            middle = (first + last + 1) / 2
            self._view = (middle - (end - start) / 2, middle + (end - start) / 2)

    # --- mouse and keys -------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._over_undated(event.position()):
            self.set_window(self.chosen, undated=not self.undated_shown)
            return
        if any(box.contains(event.position()) for box, _ in self._beside):
            self.fit(everything=True)
            return
        if self.day_counts.extent is None:
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
            self._tell(event.position())
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
            # A plain click chooses the bar under it, or ends the choice where none is.
            bar = self._axis.bar_of(int(np.floor(at)), self.day_counts)
            self.set_window((bar.first, bar.last) if bar.events else None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._plot().contains(event.position()):
            self.set_window(None)
            self.fit()

    def leaveEvent(self, event: object) -> None:
        self._hover = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._zoom(0.85 if event.angleDelta().y() > 0 else 1 / 0.85, self._day(event.position().x()))

    def _zoom(self, factor: float, centre: float | None = None) -> None:
        extent = self.day_counts.extent
        if extent is None:
            return
        start, end = self._view
        centre = (start + end) / 2 if centre is None else centre
        span = min(max((end - start) * factor, LEAST_DAYS), max(float(MIN_DAYS), (extent[1] - extent[0] + 1) * 1.5))
        share = (centre - start) / (end - start)
        self._view = (centre - share * span, centre + (1 - share) * span)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = {
            Qt.Key.Key_Right: lambda: self.step_window(1),
            Qt.Key.Key_Left: lambda: self.step_window(-1),
            Qt.Key.Key_Up: lambda: self._zoom(0.7),
            Qt.Key.Key_Plus: lambda: self._zoom(0.7),
            Qt.Key.Key_Down: lambda: self._zoom(1 / 0.7),
            Qt.Key.Key_Minus: lambda: self._zoom(1 / 0.7),
            Qt.Key.Key_Home: self.fit,
            Qt.Key.Key_End: lambda: self.fit(everything=True),
        }
        act = acts.get(Qt.Key(event.key()))
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _show_cursor(self, x: float) -> None:
        what = self._grip(x)[0] if self.day_counts.extent else "none"
        shape = {
            "left": Qt.CursorShape.SizeHorCursor,
            "right": Qt.CursorShape.SizeHorCursor,
            "move": Qt.CursorShape.OpenHandCursor,
            "new": Qt.CursorShape.CrossCursor,
        }.get(what, Qt.CursorShape.ArrowCursor)
        at = self._hover
        hand = at is not None and (self._over_undated(at) or any(box.contains(at) for box, _ in self._beside))
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else shape)

    def _tell(self, at: QPointF) -> None:
        self.setToolTip(self._told(at))

    def _told(self, at: QPointF) -> str:
        counts, axis = self.day_counts, self._axis
        if self._over_undated(at):
            shown = "Click to hide them" if self.undated_shown else "Click to show them"
            return f"{counted(counts.undated, 'event')} whose date no article gives. {shown}."
        for box, words in self._beside:
            if box.contains(at):
                return f"{words} than what is shown. Click to show all of time."
        day = int(np.floor(axis.day(at.x())))
        if at.y() <= painting.long_box(axis).bottom() + 2:
            here = [span for span in counts.long if span[0] <= day <= span[1]]
            return "\n".join(f"{days_in_words(first, last)}: {counted(n, 'event')} without an exact day" for first, last, n in here[:6])
        bar = axis.bar_of(day, counts)
        if not counts.dated or bar.last < counts.first or bar.first > counts.last:
            return ""
        return f"{days_in_words(bar.first, bar.last)}: {counted(bar.events, 'event')}"

    # --- painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, counts, axis = self._theme, self.day_counts, self._axis
        plot = axis.plot
        painter.setFont(painting.small(self.font()))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(plot.left(), plot.bottom() + 0.5), QPointF(plot.right(), plot.bottom() + 0.5))
        self._beside = []
        top = max(counts.undated, 1)
        if counts.extent is not None:
            bars = axis.bars(counts)
            top = max(top, *(bar.events for bar in bars), 1)
            if self.chosen is not None:
                painting.paint_window(painter, theme, axis, self.chosen)
            painting.paint_long(painter, theme, axis, counts.long)
            if not counts.dated:
                number = sum(events for _, _, events in counts.long)
                painting.name_long(painter, theme, axis, f"{counted(number, 'event')} known to the month or year only")
            painter.save()
            painter.setClipRect(plot.adjusted(0, -4, 0, 1))
            painting.paint_bars(painter, theme, axis, bars, top, self.chosen)
            painter.restore()
            painting.paint_axis(painter, theme, axis)
            if self.chosen is not None:
                painting.paint_edges(painter, theme, axis, self.chosen)
            self._count_beside(painter, axis)
        else:
            painter.setPen(theme.colour("faint"))
            words = "No article says on which day." if counts.undated else "Events per day appear here"
            painter.drawText(plot, Qt.AlignmentFlag.AlignCenter, words)
        if counts.undated:
            painting.paint_undated(painter, theme, self._undated_rect(), counts, top, self.undated_shown)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3.5, 0.5, -3.5, -0.5), 4, 4)

    def _count_beside(self, painter: QPainter, axis: Axis) -> None:
        """Says how many events stand left and right of the view; a click there shows all."""
        counts, plot, metrics = self.day_counts, axis.plot, painter.fontMetrics()
        earlier, later = counts.before(int(np.floor(axis.start))), counts.after(int(np.ceil(axis.end)) - 1)
        for number, words, at_right in ((earlier, "earlier", False), (later, "later", True)):
            if not number:
                continue
            text = f"{number:,} {words} ›" if at_right else f"‹ {number:,} {words}"
            width = metrics.horizontalAdvance(text) + 12
            box = QRectF(plot.right() - width if at_right else plot.left(), plot.top(), width, metrics.height() + 4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("panel"))
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(self._theme.colour("accent"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            self._beside.append((box, f"{counted(number, 'event')} {words}"))


def days_in_words(first: int, last: int) -> str:
    """Days, given as ordinals."""
    start, end = (date.fromordinal(max(1, min(day, date.max.toordinal()))) for day in (first, last))
    return day_in_words(start) if start == end else f"{day_in_words(start)} to {day_in_words(end)}"
