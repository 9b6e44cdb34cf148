"""The timeline: how many events each day has, a brush that chooses days, play, and the undated in a column of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from desktop.kit.display_text import counted
from desktop.kit.theme import SPACE, Theme
from desktop.kit.widgets import Chip, ElidedLabel, IconButton, button, column, row
from desktop.session import Digest
from desktop.views.timeline.days import Step, count_days
from desktop.views.timeline.histogram import Histogram, days_in_words

PLAY_STEP_MS = 700
SPEEDS = {"½×": 0.5, "1×": 1.0, "2×": 2.0, "4×": 4.0}


class Timeline(QWidget):
    """The histogram with its controls. `window_changed(days, undated)`: days is (first, last) as ordinals or None for all."""

    window_changed = Signal(object, bool)
    dates_wanted = Signal()  # the dates of articles are to be set: without them "Wednesday" is no day

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
        self.step = _choice("What play goes on by", [(step.value, lambda step=step: self._step_by(step)) for step in Step], Step.DAY.value)
        self.speed = _choice("Speed of play", [(words, lambda words=words: self._speed_up(words)) for words in SPEEDS], "1×")
        self.period = ElidedLabel()
        self.clear = button("Show all days", flat=True)
        self.clear.clicked.connect(self.show_all)
        self.dates = button("", flat=True)
        self.dates.setToolTip("Without the day on which an article was published, its “Wednesday” or “last week” is no date")
        self.dates.clicked.connect(self.dates_wanted)
        self._undated_articles = 0
        self._timer = QTimer(self, interval=PLAY_STEP_MS)
        self._timer.timeout.connect(self._step)
        head = row(None, self.play, self.step, self.speed, self.period, self.dates, self.clear, margins=(SPACE, 6, SPACE + 4, 0), spacing=6)
        head.setStretch(head.indexOf(self.period), 1)
        column(self, head, self.bars, spacing=0)
        self._describe()

    def show_events(self, digest: Digest, articles_without_date: int = 0) -> None:
        self.bars.show_counts(count_days(digest))
        self.play.setEnabled(self.bars.playable)
        for chip in (self.step, self.speed):
            chip.setVisible(self.bars.playable)
        self.dates.setText(f"Set the date of {counted(articles_without_date, 'article')}…")
        self._undated_articles = articles_without_date
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
            text = days_in_words(*chosen)
        elif counts.dated:
            text = f"All days, {days_in_words(counts.first, counts.last)}"
        else:
            text = "No event has an exact day" if counts.undated or counts.long else "Timeline"
        if counts.undated and not self.bars.undated_shown and chosen is None:
            text += ", without the undated"
        self.period.setText(text)
        self.bars.setAccessibleDescription(f"{text}. Arrow keys step through the days, plus and minus zoom, Home and End fit.")
        # Where days are chosen, the way back to all has the room.
        self.dates.setVisible(self._undated_articles > 0 and counts.undated > 0 and chosen is None)
        self.clear.setVisible(chosen is not None or not self.bars.undated_shown)

    def _play(self, playing: bool) -> None:
        self.play.show_icon("pause" if playing else "play", "Pause (Space)" if playing else "Play: step through the days (Space)")
        if playing:
            self.bars.start_playing()
            self._timer.start()
        else:
            self._timer.stop()

    def _step_by(self, step: Step) -> None:
        self.bars.step = step
        self.step.setText(step.value)
        if self.play.isChecked() and self.bars.chosen is not None:
            self.bars.set_window(step.around(self.bars.chosen[0]))

    def _speed_up(self, words: str) -> None:
        self.speed.setText(words)
        self._timer.setInterval(round(PLAY_STEP_MS / SPEEDS[words]))

    def _step(self) -> None:
        if not self.bars.play_on():
            self.play.setChecked(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.play.isEnabled():
            self.play.toggle()
        elif event.key() == Qt.Key.Key_Escape:
            self.show_all()
        else:
            super().keyPressEvent(event)


def _choice(name: str, entries: Sequence[tuple[str, Callable[[], None]]], chosen: str) -> Chip:
    """A chip that shows what is chosen, with a menu of the rest."""
    chip = Chip(chosen)
    chip.setToolTip(name)
    chip.setAccessibleName(name)
    chip.setPopupMode(Chip.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(chip)
    for words, choose in entries:
        menu.addAction(words, choose)
    chip.setMenu(menu)
    return chip
