"""Where a day stands on the timeline, what is written below it, and which days share a bar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from PySide6.QtCore import QRectF

from desktop.kit.words import MONTHS
from desktop.views.timeline.days import DayCounts

NARROWEST_BAR_PX = 3
BAR_DAYS = (1, 7, 30, 91, 365)
MOST_BAR_DAYS = 1825


@dataclass(frozen=True, slots=True)
class Bar:
    """Events on the days from `first` to `last`, each counted once."""

    first: int
    last: int
    events: int


@dataclass(frozen=True, slots=True)
class Axis:
    """`start`, `end`: first and last visible day as ordinals; the last exclusive. `plot`: where the bars stand, in pixels."""

    plot: QRectF
    start: float
    end: float

    def x(self, day: float) -> float:
        return self.plot.left() + (day - self.start) / (self.end - self.start) * self.plot.width()

    def day(self, x: float) -> float:
        return self.start + (x - self.plot.left()) / self.plot.width() * (self.end - self.start)

    @property
    def per_day(self) -> float:
        return self.plot.width() / (self.end - self.start)

    @property
    def days_per_bar(self) -> int:
        """One, or as many as give bars of some pixels."""
        return next((days for days in BAR_DAYS if self.per_day * days >= NARROWEST_BAR_PX), MOST_BAR_DAYS)

    def bar_of(self, day: int, counts: DayCounts) -> Bar:
        """The bar that holds a day."""
        width = self.days_per_bar
        first = counts.first + (day - counts.first) // width * width
        return Bar(first, first + width - 1, counts.between(first, first + width - 1))

    def bars(self, counts: DayCounts) -> list[Bar]:
        """The bars in view that hold events."""
        if not counts.dated:
            return []
        width = self.days_per_bar
        low, high = max(counts.first, int(np.floor(self.start))), min(counts.last, int(np.ceil(self.end)))
        first = counts.first + (low - counts.first) // width * width
        bars = (Bar(day, day + width - 1, counts.between(day, day + width - 1)) for day in range(first, high + 1, width))
        return [bar for bar in bars if bar.events]

    def ticks(self) -> list[tuple[date, str]]:
        """Days with what is written below them: days, months or years, as there is room."""
        start = date.fromordinal(min(max(1, int(np.ceil(self.start))), date.max.toordinal()))
        end = date.fromordinal(min(max(1, int(self.end)), date.max.toordinal()))
        if self.per_day >= 6:
            every = next((n for n in (1, 2, 5) if self.per_day * n >= 52), 10)
            days = [start + timedelta(days=i) for i in range((end - start).days + 1)]
            return [(day, f"{day.day} {MONTHS[day.month - 1][:3]}") for day in days if day.toordinal() % every == 0]
        step = next((months for months in (1, 3, 6, 12, 60) if self.per_day * 30 * months >= 60), 120)
        ticks: list[tuple[date, str]] = []
        month = start.year * 12 + start.month - 1
        month += -month % step
        while month <= end.year * 12 + end.month - 1 and month // 12 <= date.max.year:
            day = date(month // 12, month % 12 + 1, 1)
            if day >= start:
                ticks.append((day, str(day.year) if step >= 12 else f"{MONTHS[day.month - 1][:3]} {day.year}"))
            month += step
        return ticks
