"""A field for a date as people type or paste it: what it was understood as stands below, and where it may be two days it asks."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QWidget, QWidgetAction

from desktop.kit.theme import Theme
from desktop.kit.widgets import Chip, IconButton, column, plain_label, row
from desktop.kit.words import WEEKDAYS, day_in_words
from geo.events import Typed, TypedDate, typed_date

HINT = "such as 20 May 1988 or 1988-05-20"
MOST_READINGS = 2  # day and month may stand either way round


class DateField(QWidget):
    """`changed` after each change of what is understood. What stands in the field is never rewritten while it is typed."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.typed = Typed()
        self.field = QLineEdit()
        self.field.setPlaceholderText(HINT)
        self.field.setAccessibleName(name)
        self.field.textChanged.connect(self._read)
        self.calendar = IconButton(theme, "calendar", "Choose in a calendar")
        self.calendar.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.months = QCalendarWidget()
        self.months.clicked.connect(self._choose_in_calendar)
        menu = QMenu(self.calendar)
        action = QWidgetAction(menu)
        action.setDefaultWidget(self.months)
        menu.addAction(action)
        menu.aboutToShow.connect(self._show_in_calendar)
        self.calendar.setMenu(menu)
        self.echo = plain_label("", "faint", wrap=True)
        self.choices = [Chip("") for _ in range(MOST_READINGS)]
        for k, chip in enumerate(self.choices):
            chip.clicked.connect(lambda _=False, k=k: self.say(self.typed.readings[k]))
        self._answer = row(None, self.echo, *self.choices, 1, spacing=6)
        column(
            self,
            row(None, self.field, self.calendar, spacing=4),
            self._answer,
            spacing=4,
        )
        self._read()

    @property
    def day(self) -> date | None:
        """The day that is meant; None where it is empty, unclear, or no day but a month."""
        only = self.typed.only
        return only.start if only is not None and only.precision == "day" else None

    @property
    def empty(self) -> bool:
        return not self.field.text().strip()

    @property
    def answered(self) -> bool:
        """Whether the field is empty or says one day."""
        return self.empty or self.day is not None

    def say(self, meant: TypedDate | date | None) -> None:
        """Writes a date into the field, as it is shown everywhere."""
        self.field.setText("" if meant is None else day_in_words(meant) if isinstance(meant, date) else str(meant))

    def _read(self) -> None:
        self.typed = typed_date(self.field.text())
        readings = self.typed.readings
        several = len(readings) > 1
        self._answer.setStretch(0, 0 if several else 1)
        self._answer.setStretch(self._answer.count() - 1, 1 if several else 0)
        for k, chip in enumerate(self.choices):
            chip.setVisible(several)
            if several:
                chip.setText(str(readings[k]))
        self.field.setProperty("invalid", not self.empty and not readings)
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)
        self.echo.setText(self._in_words())
        self.echo.setProperty("rank", "soft" if self.answered else "warn")
        self.echo.style().unpolish(self.echo)
        self.echo.style().polish(self.echo)
        self.changed.emit()

    def _in_words(self) -> str:
        if self.empty:
            return "Not known"
        readings = self.typed.readings
        if len(readings) > 1:
            return "Which day?"
        if not readings:
            return self.typed.problem
        if self.day is None:
            return f"{readings[0]}: the day is missing."
        return f"{WEEKDAYS[self.day.weekday()]}, {readings[0]}"

    def _show_in_calendar(self) -> None:
        if self.day is not None:
            self.months.setSelectedDate(QDate(self.day.year, self.day.month, self.day.day))

    def _choose_in_calendar(self, day: QDate) -> None:
        self.say(date(day.year(), day.month(), day.day()))
        self.calendar.menu().close()
        self.field.setFocus()
