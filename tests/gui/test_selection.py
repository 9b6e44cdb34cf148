"""What is chosen in one view is shown in the others: map, list and reader."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.views.map_view import MapView
from geo.model import Place, Span

from .conftest import OBSERVATORY, Driver


@pytest.fixture
def painted(driver: Driver, found: object, qtbot: QtBot) -> Driver:
    """The three articles, with the map painted."""
    with qtbot.waitSignal(driver.window.views.map.firstPainted, timeout=30_000):
        driver.take_in(found)  # type: ignore[arg-type]
    qtbot.wait(400)
    return driver


def in_page(map_view: MapView, bot: QtBot, script: str) -> object:
    got: list[str] = []
    map_view._page.runJavaScript(f"JSON.stringify(({script}) ?? null)", 0, got.append)
    bot.waitUntil(lambda: bool(got), timeout=10_000)
    return json.loads(got[0])


def click_place(driver: Driver, place: Place) -> None:
    """Brings a place into view and clicks on its marker, as a mouse does."""
    view = driver.window.views.map
    view.show_place(place.position.lon, place.position.lat, 11)
    driver.bot.wait(900)
    at = f"window.view.map.latLngToContainerPoint([{place.position.lat}, {place.position.lon}])"
    script = f"(() => {{ const p = {at}; return [p.x, p.y]; }})()"
    x, y = in_page(view, driver.bot, script)  # type: ignore[misc]
    target = view._view.focusProxy()
    assert target is not None
    point = QPoint(round(x), round(y))
    QTest.mouseMove(target, point)
    driver.bot.wait(60)
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)


def test_a_click_on_a_marker_shows_its_passage_in_the_reader_and_its_row(painted: Driver) -> None:
    event_id = painted.event_at("Kafr Zayt")
    event = painted.session.row(event_id)
    assert event is not None
    assert event.event is not None
    place = next(p.place for p in event.event.places if p.place.name.startswith("Kafr Zayt"))
    click_place(painted, place)
    painted.until(lambda: painted.session.selection.event == event_id, 10_000)
    assert painted.highlighted() == OBSERVATORY
    assert painted.window.views.reader.heading.title.text() == "Towns bombed"
    assert painted.window.views.reader.heading.source.text() == "First Wire · 8 Oct 2015"
    assert "Said by" in painted.window.views.reader.heading.speaker.text()
    assert painted.window.views.events.selected_ids() == [event_id]


def test_a_row_of_the_list_shows_the_event_on_the_map_and_in_the_reader(open_driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str | None] = []
    monkeypatch.setattr(open_driver.window.views.map, "select_event", shown.append)
    view = open_driver.window.views.events.view
    event_id = open_driver.event_at("Saraqib")
    row = open_driver.window.views.events.model.row_of(event_id)
    assert row is not None
    rect = view.visualRect(open_driver.window.views.events.model.index(row))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, rect.center())
    assert shown[-1] == event_id
    assert open_driver.highlighted() == "Rebels shelled Saraqib on Thursday, the ministry said."
    assert "date not given" in open_driver.window.views.reader.heading.source.text()


def test_arrow_keys_step_through_the_events(open_driver: Driver) -> None:
    open_driver.trigger("next_event")
    first = open_driver.session.selection.event
    view = open_driver.window.views.events.view
    QTest.keyClick(view, Qt.Key.Key_Down)
    second = open_driver.session.selection.event
    assert second not in (None, first)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert open_driver.session.selection.event == first
    open_driver.trigger("previous_event")
    assert open_driver.session.selection.event not in (None, first)


def test_a_click_on_a_place_in_the_text_shows_it_on_the_map_and_its_event_in_the_list(
    open_driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    centred: list[tuple[float, float]] = []
    monkeypatch.setattr(open_driver.window.views.map, "show_place", lambda lon, lat, zoom=None: centred.append((lon, lat)))
    open_driver.session.selector.article("observatory.txt")
    open_driver.click_in_reader("observatory.txt", "Khan Shaykhun")
    assert centred == [pytest.approx((36.651, 35.4421), abs=0.02)]
    assert open_driver.session.selection.event == open_driver.event_at("Khān Shaykhūn")
    assert open_driver.window.views.events.selected_ids() == [open_driver.session.selection.event]


def test_a_click_beside_a_place_name_selects_nothing(open_driver: Driver) -> None:
    open_driver.session.selector.article("observatory.txt")
    open_driver.click_in_reader("observatory.txt", "Nobody was hurt")
    assert open_driver.session.selection.mention is None


def test_a_marker_of_several_events_lists_them_alone_until_all_are_wanted(open_driver: Driver) -> None:
    views = open_driver.window.views
    ids = [e.id for e in open_driver.session.corpus.events][:2]
    place = open_driver.session.corpus.events[0].places[0].place if open_driver.session.corpus.events[0].places else None
    views.map.eventsActivated.emit(ids, place.id if place else "")
    assert views.events.model.rowCount() == 2
    assert open_driver.session.selection.event == ids[0]
    views.map.eventsActivated.emit(ids, "")
    assert open_driver.session.selection.event == ids[1], "a second click goes on to the next event"
    assert views.events.here.isVisible()
    views.events.here.acted.emit()
    assert views.events.model.rowCount() == len(open_driver.session.corpus.events)


def test_ids_of_the_page_that_are_no_events_are_ignored(open_driver: Driver) -> None:
    open_driver.window.views.map.eventsActivated.emit(["nothing"], "nowhere")
    assert open_driver.session.selection.event is None


def test_the_filter_narrows_list_and_map(open_driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    visible: list[list[str] | None] = []
    monkeypatch.setattr(open_driver.window.views.map, "set_visible_events", visible.append)
    open_driver.trigger("find_events")
    QTest.keyClicks(open_driver.window.views.events.search, "saraqib")
    open_driver.until(lambda: visible, 3000)
    assert visible[-1] == [open_driver.event_at("Saraqib")]
    open_driver.window.views.events.search.clear()
    open_driver.until(lambda: visible[-1] is None, 3000)


def test_the_timeline_chooses_days_and_asks_the_undated_in(open_driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    visible: list[list[str] | None] = []
    monkeypatch.setattr(open_driver.window.views.map, "set_visible_events", visible.append)
    bars = open_driver.window.views.timeline.bars
    assert bars.day_counts.undated > 0
    day = bars.day_counts.first
    x = (bars._x(day) + bars._x(day + 1)) / 2
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(round(x), round(bars._plot().center().y())))
    assert bars.chosen == (day, day)
    dated = set(visible[-1] or [])
    assert 0 < len(dated) < len(open_driver.session.corpus.events)
    undated = bars._undated_rect().center().toPoint()
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, undated)  # asked in beside the day
    assert dated < set(visible[-1] or [])
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, undated)
    assert set(visible[-1] or []) == dated
    open_driver.trigger("all_days")
    assert visible[-1] is None


def test_ctrl_k_finds_events_articles_places_and_commands(open_driver: Driver) -> None:
    open_driver.trigger("palette")
    palette = open_driver.window.palette_
    assert palette is not None
    QTest.keyClicks(palette.field, "saraqib")
    open_driver.until(lambda: any(entry.icon == "pin" for entry in palette.model.rows), 10_000)
    kinds = {entry.icon for entry in palette.model.rows}
    assert {"events", "article", "pin"} <= kinds
    QTest.keyClick(palette, Qt.Key.Key_Return)
    open_driver.until(lambda: open_driver.session.selection.event is not None, 3000)
    assert not shiboken6.isValid(palette) or not palette.isVisible()


def test_passages_of_an_event_are_stepped_through(open_driver: Driver) -> None:
    event = next((e for e in open_driver.session.digest.rows if len(e.passages) > 1), None)
    if event is None:
        pytest.skip("no event of the three articles has two passages")
    open_driver.session.selector.event(event.id)
    first = open_driver.session.selection.span
    open_driver.trigger("next_passage")
    assert open_driver.session.selection.span != first


@pytest.mark.parametrize("name", ["light", "dark"])
def test_light_and_dark_reach_window_and_map(open_driver: Driver, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    themes: list[str] = []
    monkeypatch.setattr(open_driver.window.views.map, "set_theme", themes.append)
    open_driver.trigger(name)
    assert themes[-1] == name
    assert open_driver.window.theme.dark == (name == "dark")


def test_hostile_text_is_shown_as_it_is_written(driver: Driver, tell: Callable[..., object]) -> None:
    text = "Rebels shelled <b>Saraqib</b> `${x}` {{ 7*7 }} <img src=x onerror=alert(1)> \u202eevil\u202c, a monitor said."
    article, analysis = tell(text, publisher="<script>alert(1)</script>", id="hostile.txt")  # type: ignore[misc]
    driver.take_in(((article,), (analysis,)))
    driver.session.selector.article("hostile.txt")
    reader = driver.window.views.reader
    assert driver.shown_text() == text.replace("\u202e", "◆").replace("\u202c", "◆")
    assert "<script>alert(1)</script>" in reader.heading.source.text()
    assert "direction" in reader.notice.text()
    view = reader.text
    view.selectAll()
    assert view.createMimeDataFromSelection().text() == text, "what is copied is the article's own text"


def test_offsets_hold_behind_characters_of_two_units_and_crlf(driver: Driver, tell: Callable[..., object]) -> None:
    text = "\U0001f6a2\U0001f6a2 Ships.\r\n\r\nRebels shelled Saraqib on Monday, a monitor said.\r\n"
    article, analysis = tell(text, id="ships.txt")  # type: ignore[misc]
    driver.take_in(((article,), (analysis,)))
    driver.session.selector.event(driver.event_at("Saraqib"))
    assert driver.highlighted() == "Rebels shelled Saraqib on Monday, a monitor said."
    driver.click_in_reader("ships.txt", "Saraqib")
    mention = driver.session.selection.mention
    assert mention is not None
    assert driver.session.corpus.analyses["ships.txt"].mentions[mention].span == Span(text.index("Saraqib"), text.index("Saraqib") + 7)


def test_the_order_of_the_list_is_chosen_in_its_menu(open_driver: Driver) -> None:
    events = open_driver.window.views.events
    menu = events.order.menu()
    next(a for a in menu.actions() if a.text() == "By date").trigger()
    assert events.model.order.value == "By date"
    assert events.order.text() == "By date"


def test_types_are_chosen_in_their_menu(open_driver: Driver) -> None:
    events = open_driver.window.views.events
    menu = events.types.menu()
    menu.aboutToShow.emit()
    next(a for a in menu.actions() if a.text().startswith("Ground offensive")).trigger()
    assert events.types.text() == "Ground offensive"
    assert 0 < events.model.rowCount() < len(open_driver.session.corpus.events)
    menu.aboutToShow.emit()
    next(a for a in menu.actions() if a.text() == "All types").trigger()
    assert events.model.rowCount() == len(open_driver.session.corpus.events)


def test_the_readers_menu_goes_to_the_event_of_a_passage(open_driver: Driver) -> None:
    open_driver.session.selector.article("undated.txt")
    _, point = open_driver.point_in_reader("undated.txt", "artillery")
    viewport = open_driver.window.views.reader.text.viewport()
    QApplication.sendEvent(viewport, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, viewport.mapToGlobal(point)))
    menu = next(m for m in open_driver.window.views.reader.findChildren(QMenu) if m.isVisible())
    action = next(a for a in menu.actions() if a.text().startswith("Go to:"))
    menu.close()
    action.trigger()
    assert open_driver.session.selection.event == open_driver.event_at("Tallb")
