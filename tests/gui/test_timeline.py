"""The timeline under the map, by mouse and by keys: what is in view, what is beside it, and what has no day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.kit.theme import Theme
from desktop.session.digest import EMPTY, Digest
from desktop.views.timeline import Timeline

from .conftest import Driver


def digest_of(*spans: tuple[date, date], undated: int = 0) -> Digest:
    first, last = (np.array([day.toordinal() for day in days] + [0] * undated, np.int32) for days in zip(*spans, strict=True))
    return replace(EMPTY, first_day=first, last_day=last, rejected=np.zeros(len(first), np.bool_))


def on(*days: date) -> list[tuple[date, date]]:
    return [(day, day) for day in days]


OCTOBER = on(*(date(2015, 10, day) for day in range(1, 9)))
EARLIER = date(2011, 3, 15)


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    line = Timeline(Theme("light"))
    qtbot.addWidget(line)
    line.resize(800, 130)
    line.show()
    qtbot.waitExposed(line)
    return line


def click(line: Timeline, at: QPointF) -> None:
    QTest.mouseClick(line.bars, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at.toPoint())


def seen(line: Timeline) -> tuple[date, date]:
    """First and last day in view."""
    start, end = line.bars._view
    return date.fromordinal(int(start)), date.fromordinal(int(end))


def test_one_event_years_before_does_not_squeeze_the_others(timeline: Timeline) -> None:
    timeline.show_events(digest_of(*OCTOBER, *on(EARLIER)))
    first, last = seen(timeline)
    assert first.year == last.year == 2015
    bars = timeline.bars._axis.bars(timeline.bars.day_counts)
    assert [bar.last - bar.first for bar in bars if bar.first > EARLIER.toordinal()] == [0] * 8, "a bar for each day"


def test_what_stands_beside_the_view_is_counted_and_a_click_shows_it(timeline: Timeline) -> None:
    timeline.show_events(digest_of(*OCTOBER, *on(EARLIER)))
    timeline.grab()
    ((box, words),) = timeline.bars._beside
    assert words == "1 event earlier"
    click(timeline, box.center())
    assert seen(timeline)[0] <= EARLIER
    assert timeline.window_days is None, "only the view changed"
    timeline.grab()
    assert timeline.bars._beside == []


def test_keys_step_zoom_and_fit(timeline: Timeline) -> None:
    timeline.show_events(digest_of(*OCTOBER, *on(EARLIER)))
    timeline.bars.setFocus()
    QTest.keyClick(timeline.bars, Qt.Key.Key_Right)
    assert timeline.window_days == (date(2015, 10, 1).toordinal(),) * 2
    QTest.keyClick(timeline.bars, Qt.Key.Key_End)
    assert seen(timeline)[0] <= EARLIER
    QTest.keyClick(timeline.bars, Qt.Key.Key_Home)
    near = seen(timeline)
    assert near[0].year == 2015
    QTest.keyClick(timeline.bars, Qt.Key.Key_Plus)
    assert seen(timeline)[1] - seen(timeline)[0] < near[1] - near[0]


def test_playing_leaves_out_days_without_events(timeline: Timeline) -> None:
    timeline.show_events(digest_of(*on(date(2015, 10, 1), date(2015, 10, 2), date(2015, 10, 20))))
    timeline.play.click()
    days = []
    while timeline.play.isChecked():
        assert timeline.window_days is not None
        days.append(date.fromordinal(timeline.window_days[0]).day)
        timeline._step()
    assert days == [1, 2, 20]


def test_a_year_is_told_as_such_and_makes_no_bars(timeline: Timeline) -> None:
    timeline.show_events(digest_of((date(2011, 1, 1), date(2011, 12, 31)), undated=3))
    assert timeline.period.text() == "No event has an exact day"
    assert not timeline.play.isEnabled()
    assert timeline.bars._axis.bars(timeline.bars.day_counts) == []
    middle = QPointF(timeline.bars._x(date(2011, 7, 1).toordinal()), 3)
    assert timeline.bars._told(middle) == "1 Jan 2011 to 31 Dec 2011: 1 event without an exact day"


def test_a_week_tells_its_events_once_each(timeline: Timeline) -> None:
    long_ago = on(date(2014, 1, 6), date(2014, 6, 2), date(2015, 3, 2))
    timeline.show_events(digest_of(*long_ago, (date(2015, 10, 5), date(2015, 10, 10))))
    timeline.bars.fit(everything=True)
    axis = timeline.bars._axis
    assert axis.days_per_bar > 1
    assert sum(bar.events for bar in axis.bars(timeline.bars.day_counts)) in (4, 5), "one may stand in two bars"


def test_missing_dates_of_articles_can_be_set_from_here(open_driver: Driver) -> None:
    views = open_driver.window.views
    missing = {a.id for a in open_driver.session.corpus.articles if a.published is None}
    assert views.timeline.dates.isVisible()
    assert views.timeline.dates.text() == f"Set the date of {len(missing)} articles…"
    QTest.mouseClick(views.timeline.dates, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 5))
    assert views.tabs.tabText(views.tabs.currentIndex()).startswith("Articles")
    assert set(views.articles.selected_ids()) == missing
    assert views.articles.edit.isEnabled()


@pytest.mark.parametrize(
    ("words", "first_days"),
    [("By day", ["01-01", "01-05", "01-06", "02-20"]), ("By week", ["12-28", "01-04", "02-15"]), ("By month", ["01-01", "02-01"])],
)
def test_play_goes_on_by_day_week_or_month(timeline: Timeline, words: str, first_days: list[str]) -> None:
    days = (date(2016, 1, 1), date(2016, 1, 5), date(2016, 1, 6), date(2016, 2, 20))
    timeline.show_events(digest_of(*on(*days)))
    next(a for a in timeline.step.menu().actions() if a.text() == words).trigger()
    assert timeline.step.text() == words
    timeline.play.click()
    seen_days: list[str] = []
    while timeline.play.isChecked():
        assert timeline.window_days is not None
        seen_days.append(f"{date.fromordinal(timeline.window_days[0]):%m-%d}")
        timeline._step()
    assert seen_days == first_days


def test_play_is_as_fast_as_is_chosen(timeline: Timeline) -> None:
    usual = timeline._timer.interval()
    next(a for a in timeline.speed.menu().actions() if a.text() == "4×").trigger()
    assert (timeline.speed.text(), timeline._timer.interval()) == ("4×", usual / 4)


def test_what_has_no_day_stays_out_of_days_until_it_is_asked_in(open_driver: Driver) -> None:
    views = open_driver.window.views
    every = views.events.model.rowCount()
    views.timeline.set_window(date(2015, 10, 1), date(2015, 10, 31))
    shown = [views.events.model.event_row(views.events.model.index(k)) for k in range(views.events.model.rowCount())]
    assert 0 < len(shown) < every
    assert all(row is not None and row.when is not None and row.when.start is not None for row in shown)
    QTest.mouseClick(
        views.timeline.bars,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        views.timeline.bars._undated_rect().center().toPoint(),
    )
    assert views.events.model.rowCount() == every
    views.timeline.show_all()
    assert views.events.model.rowCount() == every
