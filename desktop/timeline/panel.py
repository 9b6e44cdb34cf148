"""The timeline: how many events each day has, a brush that chooses days, play, and the undated in a column of their own."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.session import Digest
from desktop.theme import SPACE, Theme
from desktop.timeline.histogram import Histogram, count_days
from desktop.widgets import IconButton, button, column, day_in_words, plain_label, row

PLAY_STEP_MS = 700


class Timeline(QWidget):
    """The histogram with its controls. `window_changed(days, undated)`: days is (first, last) as ordinals or None for all."""

    window_changed = Signal(object, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self.bars = Histogram(theme)
        self.bars.window_changed.connect(self._changed)
        self.play = IconButton(theme, "play", "Play: step through the days (Space)", size=15, colour="accent")
        self.play.setCheckable(True)
        self.play.toggled.connect(self._play)
        self.period = plain_label("", "soft")
        self.clear = button("Show all days", flat=True)
        self.clear.clicked.connect(self.show_all)
        self._timer = QTimer(self, interval=PLAY_STEP_MS)
        self._timer.timeout.connect(self._step)
        column(
            self,
            row(None, self.play, self.period, 1, self.clear, margins=(SPACE, 6, SPACE + 4, 0), spacing=6),
            self.bars,
            spacing=0,
        )
        self._describe()

    def show_events(self, digest: Digest) -> None:
        self.bars.show_counts(count_days(digest))
        self.play.setEnabled(self.bars.playable)
        self._describe()

    def show_all(self) -> None:
        self.play.setChecked(False)
        self.bars.set_window(None, undated=True)

    def set_window(self, first: date, last: date) -> None:
        self.bars.set_window((first.toordinal(), last.toordinal()))

    @property
    def window_days(self) -> tuple[int, int] | None:
        return self.bars.chosen

    def _changed(self) -> None:
        self._describe()
        self.window_changed.emit(self.bars.chosen, self.bars.undated_shown)

    def _describe(self) -> None:
        chosen, counts = self.bars.chosen, self.bars.day_counts
        if chosen is not None:
            first, last = (date.fromordinal(day) for day in chosen)
            text = day_in_words(first) if first == last else f"{day_in_words(first)} to {day_in_words(last)}"
        elif len(counts.counts):
            first, last = date.fromordinal(counts.first), date.fromordinal(counts.last)
            text = f"All days, {day_in_words(first)} to {day_in_words(last)}" if first != last else f"All days: {day_in_words(first)}"
        else:
            text = "No event has a date" if counts.undated else "Timeline"
        if counts.undated and not self.bars.undated_shown:
            text += ", without the undated"
        self.period.setText(text)
        self.clear.setVisible(chosen is not None or not self.bars.undated_shown)

    def _play(self, playing: bool) -> None:
        self.play.show_icon("pause" if playing else "play", "Pause (Space)" if playing else "Play: step through the days (Space)")
        if playing:
            self.bars.start_playing()
            self._timer.start()
        else:
            self._timer.stop()

    def _step(self) -> None:
        if not self.bars.step_window(1):
            self.play.setChecked(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.play.isEnabled():
            self.play.toggle()
        elif event.key() == Qt.Key.Key_Escape:
            self.show_all()
        else:
            super().keyPressEvent(event)
