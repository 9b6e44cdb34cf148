"""What the list of events puts first and what it can leave out; how the window shares its room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.session import EventRow
from desktop.views.events.model import Order
from geo import pipeline
from geo.gazetteer import Gazetteer
from geo.model import EventClass, Modality

from .conftest import Driver, Found

CLICK = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


TALKS = (
    "Date: 2015-10-08\n\nThe foreign ministers of Turkey and Russia met in Geneva on Tuesday, officials said. "
    "Jets bombed the town of Saraqib on Wednesday. The army denied that it had shelled Idlib on Wednesday."
)


@pytest.fixture(scope="module")
def talks(gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """An article that tells of a meeting before it tells of a strike."""
    folder = tmp_path_factory.mktemp("talks")
    (folder / "talks.txt").write_text(TALKS, encoding="utf-8")
    taken = pipeline.take_in([folder], gazetteer)
    return taken.articles, taken.analyses


@pytest.fixture
def mixed(driver: Driver, talks: Found) -> Driver:
    driver.take_in(talks)
    return driver


def rows(driver: Driver) -> list[EventRow]:
    model = driver.window.views.events.model
    listed = [model.event_row(model.index(k)) for k in range(model.rowCount())]
    return [row for row in listed if row is not None]


def classes(driver: Driver) -> list[EventClass]:
    return [row.type.event_class for row in rows(driver)]


def test_what_happened_comes_before_meetings_and_statements(mixed: Driver) -> None:
    listed = classes(mixed)
    assert set(listed) > {EventClass.PHYSICAL}, "the articles tell of talks too"
    happened = listed.count(EventClass.PHYSICAL)
    assert listed[:happened] == [EventClass.PHYSICAL] * happened
    mixed.window.views.events._reorder(Order.SOURCES)
    assert classes(mixed)[:happened] == [EventClass.PHYSICAL] * happened


def test_a_chip_lists_one_class_and_a_second_click_all(mixed: Driver) -> None:
    events = mixed.window.views.events
    every = classes(mixed)
    chip = events.classes[EventClass.PHYSICAL]
    assert chip.isVisible()
    assert chip.text() == f"Happenings {every.count(EventClass.PHYSICAL)}"
    QTest.mouseClick(chip, *CLICK, QPoint(8, 8))
    assert set(classes(mixed)) == {EventClass.PHYSICAL}
    QTest.mouseClick(chip, *CLICK, QPoint(8, 8))
    assert classes(mixed) == every


def test_what_is_only_denied_says_so_and_comes_after_what_happened(mixed: Driver) -> None:
    happened = [row for row in rows(mixed) if row.type.event_class is EventClass.PHYSICAL]
    assert [row.unreal for row in happened] == [None, Modality.DENIED]


def test_a_class_that_is_not_there_has_no_chip(mixed: Driver) -> None:
    events = mixed.window.views.events
    assert {each for each, chip in events.classes.items() if chip.isVisible()} == set(classes(mixed))


def test_where_all_events_happened_no_chips_take_room(open_driver: Driver) -> None:
    assert set(classes(open_driver)) == {EventClass.PHYSICAL}
    assert not open_driver.window.views.events.class_row.isVisible()


def test_towns_come_before_the_provinces_that_hold_them(open_driver: Driver) -> None:
    row = next(row for row in rows(open_driver) if "Khan Shaykhun" in row.where)
    assert row.where.startswith("Kafr Zita")


def heights(driver: Driver) -> list[int]:
    return driver.window.views.centre.sizes()


def test_the_ledger_keeps_its_room_when_the_window_changes_size(open_driver: Driver) -> None:
    window = open_driver.window
    open_driver.session.selector.event(open_driver.event_at("Kafr Z"))
    open_driver.trigger("show_ledger")
    for width, height in ((1600, 1000), (1100, 760)):
        window.resize(width, height)
        open_driver.bot.wait(50)
        map_height, ledger, line = heights(open_driver)
        assert ledger > 200, f"at {width} × {height}"
        assert abs(map_height - ledger) < 60
        assert line > 80


def test_room_that_the_user_has_shared_stays_so(open_driver: Driver) -> None:
    window = open_driver.window
    handle = window.views.body.handle(1)
    before = window.views.body.sizes()[0]
    QTest.mousePress(handle, *CLICK, QPoint(0, 100))
    QTest.mouseMove(handle, QPoint(60, 100))
    QTest.mouseRelease(handle, *CLICK, QPoint(60, 100))
    wider = window.views.body.sizes()[0]
    assert wider > before + 30
    window.resize(1500, 900)
    open_driver.bot.wait(50)
    assert abs(window.views.body.sizes()[0] - wider) < 5


def cut(parent: QWidget) -> list[str]:
    """Buttons whose text has no room."""
    buttons = [b for b in parent.findChildren(QPushButton) if b.isVisible()]
    return [b.text() for b in buttons if b.width() < b.sizeHint().width() or b.height() < b.sizeHint().height()]


def test_nothing_in_a_narrow_reader_is_cut_off(open_driver: Driver) -> None:
    window = open_driver.window
    window.resize(980, 700)
    window.views.body.setSizes([250, 440, 290])
    open_driver.session.selector.event(open_driver.event_at("Kafr Z"))
    card = window.views.reader.card
    # The panes take their new widths one after the other; what is cut off then stays so on a busy machine for a while.
    open_driver.bot.waitUntil(
        lambda: card.width() < 330 and card.label.height() >= card.label.heightForWidth(card.label.width()), timeout=10_000
    )
    assert card.width() < 330
    assert cut(card) == []
    assert card.label.height() >= card.label.heightForWidth(card.label.width())
    assert card.sources.height() >= card.sources.heightForWidth(card.sources.width())
