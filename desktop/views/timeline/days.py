"""What the timeline counts: events by day, those of a long time apart, and the stretch of days in which most of them stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from desktop.session import Digest

LONGEST_BAR_DAYS = 21  # an event "in October" or "in 2011" has no day: a bar on each of its days would say that it has
FEW = 0.25  # share of the events that may stand apart from the others
FAR = 3.0  # times as far off as all others are from each other

Days = NDArray[np.int64]


class Step(StrEnum):
    """What play goes on by."""

    DAY = "By day"
    WEEK = "By week"
    MONTH = "By month"

    def around(self, day: int) -> tuple[int, int]:
        """The day itself, its week from Monday, or its month; all as ordinals."""
        at = date.fromordinal(day)
        if self is Step.DAY:
            return day, day
        if self is Step.WEEK:
            return day - at.weekday(), day - at.weekday() + 6
        first = at.replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
        return first.toordinal(), after.toordinal() - 1


@dataclass(frozen=True, slots=True)
class DayCounts:
    """Events in time; days are ordinals, ends inclusive. `starts` and `ends` are sorted, each for itself.

    An event that lasts some days counts on each of them; one that is known no better than to a month or a year is in `long`.
    """

    starts: Days
    ends: Days
    long: tuple[tuple[int, int, int], ...]  # first day, last day, events; longest first
    undated: int
    main: tuple[int, int] | None  # the stretch without the few that stand far off; None where no event has a day

    @property
    def dated(self) -> int:
        """Events that have a day or some days."""
        return len(self.starts)

    @property
    def first(self) -> int:
        """First day of any event that has a day; 0 where none has."""
        return int(self.starts[0]) if self.dated else 0

    @property
    def last(self) -> int:
        return int(self.ends[-1]) if self.dated else 0

    @property
    def extent(self) -> tuple[int, int] | None:
        """First and last day of all events, the long ones among them."""
        spans = [*([(self.first, self.last)] if self.dated else []), *((first, last) for first, last, _ in self.long)]
        return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None

    def between(self, first: int, last: int) -> int:
        """Events that have a day, on any of these days; each is counted once."""
        return int(np.searchsorted(self.starts, last, "right") - np.searchsorted(self.ends, first, "left"))

    def before(self, day: int) -> int:
        """Events that are over by then."""
        return int(np.searchsorted(self.ends, day, "left"))

    def after(self, day: int) -> int:
        return self.dated - int(np.searchsorted(self.starts, day, "right"))

    def next_day(self, day: int) -> int | None:
        """The first day from `day` on with an event that has a day."""
        if self.between(day, day):
            return day
        at = int(np.searchsorted(self.starts, day, "left"))
        return int(self.starts[at]) if at < self.dated else None


NO_COUNTS = DayCounts(np.zeros(0, np.int64), np.zeros(0, np.int64), (), 0, None)


def count_days(digest: Digest) -> DayCounts:
    shown = ~digest.rejected
    first, last = digest.first_day[shown].astype(np.int64), digest.last_day[shown].astype(np.int64)
    dated = first > 0
    short = dated & (last - first < LONGEST_BAR_DAYS)
    starts, ends = np.sort(first[short]), np.sort(last[short])
    spans, numbers = np.unique(np.stack([first[dated & ~short], last[dated & ~short]]), axis=1, return_counts=True)
    long = [(int(a), int(b), int(n)) for (a, b), n in zip(spans.T, numbers, strict=True)]
    long.sort(key=lambda span: (span[0] - span[1], span[0]))
    return DayCounts(starts, ends, tuple(long), int((~dated).sum()), main_stretch(starts, ends))


def main_stretch(starts: Days, ends: Days) -> tuple[int, int] | None:
    """First and last day without the few events that stand so far off that all others would share one bar.

    A year that an article mentions in passing is such: the days that the articles tell of stand closely together.
    """
    if not len(starts):
        return None
    number = len(starts)
    off = int(FEW * number) if number > 3 else int(number == 3)
    lengths = ends[number - off - 1 :] - starts[: off + 1] + 1
    low = int(np.argmin(lengths))
    high = low + number - off - 1
    # From the shortest stretch that holds that many, on to both sides as long as the next event is not far off.
    first, last = starts.tolist(), ends.tolist()
    while True:
        near = FAR * max(last[high] - first[low] + 1, LONGEST_BAR_DAYS)
        if low > 0 and first[low] - last[low - 1] <= near:
            low -= 1
        elif high < number - 1 and first[high + 1] - last[high] <= near:
            high += 1
        else:
            return first[low], last[high]
