"""What the program took wrong, a person puts right: by menu, key and click, with undo; the project keeps it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from desktop.views.dialogs.metadata import MetadataDialog
from desktop.views.dialogs.place_chooser import PICK_ON_MAP, PlaceChooser
from geo.model import Event, Mention, Place, Resolution, Span

from .conftest import Driver


def events_at(driver: Driver, place: str) -> list[Event]:
    return [e for e in driver.session.corpus.events if any(p.place.name.startswith(place) for p in e.places)]


def mention_of(driver: Driver, article: str, name: str) -> tuple[int, Mention, Resolution]:
    analysis = driver.session.corpus.analyses[article]
    index = next(i for i, m in enumerate(analysis.mentions) if m.text == name)
    return index, analysis.mentions[index], analysis.resolutions[index]


def choose_in_menu(driver: Driver, article: str, words: str, entry: str) -> None:
    """Opens the reader's menu on some words and chooses the entry that begins so."""
    _, point = driver.point_in_reader(article, words)
    viewport = driver.window.views.reader.text.viewport()
    QApplication.sendEvent(viewport, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, viewport.mapToGlobal(point)))
    menu = next(m for m in driver.window.views.reader.findChildren(QMenu) if m.isVisible())
    action = next(a for a in menu.actions() if a.text().startswith(entry))
    menu.close()
    action.trigger()


def test_a_rejected_event_is_gone_and_undo_brings_it_back(open_driver: Driver) -> None:
    event_id = open_driver.event_at("Saraqib")
    before = len(open_driver.session.corpus.events)
    open_driver.session.selector.event(event_id)
    open_driver.window.views.events.view.setFocus()
    QTest.keyClick(open_driver.window.views.events.view, Qt.Key.Key_Delete)
    open_driver.until(lambda: len(open_driver.session.corpus.events) == before - 1)
    assert not events_at(open_driver, "Saraqib")
    assert open_driver.window.actions_["undo"].text() == "Undo: reject event"
    open_driver.trigger("undo")
    open_driver.until(lambda: events_at(open_driver, "Saraqib"))
    open_driver.trigger("redo")
    open_driver.until(lambda: not events_at(open_driver, "Saraqib"))


def test_a_rejected_event_is_listed_among_the_rejected_and_restored_there(open_driver: Driver) -> None:
    events = open_driver.window.views.events
    open_driver.session.selector.event(open_driver.event_at("Saraqib"))
    open_driver.trigger("reject")
    open_driver.until(lambda: open_driver.session.corpus.rejected_events)
    assert events.rejected.isVisible()
    events.rejected.click()
    assert events.model.rowCount() == 1
    events.step(1)
    assert "shelled Saraqib" in events.model.event_row(events.view.currentIndex()).quote  # type: ignore[union-attr]
    events.decide.click()
    open_driver.until(lambda: events_at(open_driver, "Saraqib"))
    assert not events.rejected.isVisible()
    assert not events.model.filter.rejected


def test_several_events_are_rejected_at_once_and_come_back_at_once(open_driver: Driver) -> None:
    events = open_driver.window.views.events
    before = len(open_driver.session.corpus.events)
    events.view.selectAll()
    assert len(events.selected_ids()) == before > 2
    events.decide.click()
    open_driver.until(lambda: not open_driver.session.corpus.events)
    open_driver.trigger("undo")
    open_driver.until(lambda: len(open_driver.session.corpus.events) == before)


def test_a_rejected_mention_is_no_place_any_more(open_driver: Driver) -> None:
    open_driver.session.selector.article("undated.txt")
    choose_in_menu(open_driver, "undated.txt", "Talbiseh", "Reject")
    open_driver.until(lambda: open_driver.session.corpus.rejected_mentions)
    assert not events_at(open_driver, "Tallb")
    choose_in_menu(open_driver, "undated.txt", "Talbiseh", "Restore")
    open_driver.until(lambda: not open_driver.session.corpus.rejected_mentions)
    assert events_at(open_driver, "Tallb")


def test_another_place_is_chosen_among_the_candidates(open_driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def choose(dialog: PlaceChooser) -> int:
        dialog.show()
        dialog.search.clear()
        QTest.keyClicks(dialog.search, "Saraqib")
        assert not dialog.choose.isEnabled(), "what is listed does not answer what was typed"
        open_driver.until(lambda: dialog.choose.isEnabled(), 10_000)
        QTest.mouseClick(dialog.choose, Qt.MouseButton.LeftButton)
        return dialog.result()

    monkeypatch.setattr(PlaceChooser, "exec", choose)
    open_driver.session.selector.article("undated.txt")
    choose_in_menu(open_driver, "undated.txt", "Morek", "Choose another place")
    open_driver.until(lambda: mention_of(open_driver, "undated.txt", "Morek")[2].by_person)
    place = mention_of(open_driver, "undated.txt", "Morek")[2].place
    assert place is not None
    assert place.id == "geonames:164816"
    open_driver.trigger("undo")
    open_driver.until(lambda: not mention_of(open_driver, "undated.txt", "Morek")[2].by_person)


@pytest.mark.parametrize("pasted", ["37S BV 82045 20048", "35.40000, 36.60000", "35°24'00\"N 36°36'00\"E"])
def test_a_place_is_given_by_pasted_coordinates(open_driver: Driver, monkeypatch: pytest.MonkeyPatch, pasted: str) -> None:
    def choose(dialog: PlaceChooser) -> int:
        dialog.show()
        dialog.search.clear()
        QTest.keyClicks(dialog.search, pasted)
        open_driver.until(lambda: dialog.choose.isEnabled(), 10_000)
        QTest.mouseClick(dialog.choose, Qt.MouseButton.LeftButton)
        return dialog.result()

    monkeypatch.setattr(PlaceChooser, "exec", choose)
    index, _, _ = mention_of(open_driver, "undated.txt", "Morek")
    open_driver.window.placing.choose("undated.txt", index)
    open_driver.until(lambda: mention_of(open_driver, "undated.txt", "Morek")[2].by_person)
    place = mention_of(open_driver, "undated.txt", "Morek")[2].place
    assert place is not None
    assert (place.name, place.country, place.gazetteer) == ("Morek", "SY", "person")
    assert place.position.lat == pytest.approx(35.4, abs=1e-3)
    assert place.position.lon == pytest.approx(36.6, abs=1e-3)
    assert pasted in (place.note or "")


def test_the_palette_goes_to_coordinates(open_driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[tuple[float, float]] = []
    monkeypatch.setattr(open_driver.window.views.map, "show_place", lambda lon, lat, _zoom: gone.append((lon, lat)))
    open_driver.trigger("palette")
    palette = open_driver.window.palette_
    assert palette is not None
    QTest.keyClicks(palette.field, "8G7JFJQX+J6")
    open_driver.until(lambda: any(entry.icon == "pin" for entry in palette.model.rows), 10_000)
    QTest.keyClick(palette, Qt.Key.Key_Return)
    open_driver.until(lambda: gone)


def test_a_place_is_chosen_by_a_click_on_the_map(open_driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PlaceChooser, "exec", lambda _self: PICK_ON_MAP)
    picking: list[bool] = []
    monkeypatch.setattr(open_driver.window.views.map, "set_pick_mode", picking.append)
    index, _, _ = mention_of(open_driver, "undated.txt", "Morek")
    open_driver.window.placing.choose("undated.txt", index)
    assert picking == [True]
    assert "Morek" in open_driver.window.views.banner.text()
    open_driver.window.views.map.mapClicked.emit(36.5, 35.5)
    open_driver.until(lambda: mention_of(open_driver, "undated.txt", "Morek")[2].by_person)
    place = mention_of(open_driver, "undated.txt", "Morek")[2].place
    assert place is not None
    assert (place.position.lon, place.position.lat) == (36.5, 35.5)
    assert (place.country, place.gazetteer) == ("SY", "person")
    assert picking == [True, False]
    assert not open_driver.window.views.banner.isVisible()


def test_choosing_on_the_map_can_be_given_up_with_escape(open_driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PlaceChooser, "exec", lambda _self: PICK_ON_MAP)
    index, _, _ = mention_of(open_driver, "undated.txt", "Morek")
    open_driver.window.placing.choose("undated.txt", index)
    QTest.keyClick(open_driver.window, Qt.Key.Key_Escape)
    open_driver.window.views.map.mapClicked.emit(36.5, 35.5)
    open_driver.settle()
    assert not mention_of(open_driver, "undated.txt", "Morek")[2].by_person


def test_date_and_publisher_are_set_for_two_articles_at_once(open_driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(dialog: MetadataDialog) -> int:
        dialog.show()
        QTest.keyClick(dialog.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(dialog.day.field, "9 October 2015")
        dialog.publisher.setFocus()
        QTest.keyClicks(dialog.publisher, "Third Wire")
        QTest.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
        return dialog.result()

    monkeypatch.setattr(MetadataDialog, "exec", fill)
    articles = open_driver.window.views.articles
    open_driver.window.views.show_list("Articles")
    view = articles.view
    for name, keys in (("second.txt", Qt.KeyboardModifier.NoModifier), ("undated.txt", Qt.KeyboardModifier.ControlModifier)):
        row = articles.model.row_of(name)
        assert row is not None
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, view.visualRect(articles.model.index(row)).center())
    assert set(articles.selected_ids()) == {"second.txt", "undated.txt"}
    articles.edit.click()
    open_driver.until(lambda: open_driver.article("undated.txt").published == date(2015, 10, 9))
    assert {open_driver.article(n).publisher for n in ("second.txt", "undated.txt")} == {"Third Wire"}
    assert open_driver.article("observatory.txt").publisher == "First Wire"
    event = events_at(open_driver, "Saraqib")[0]
    assert event.when is not None
    assert event.when.start == date(2015, 10, 8), "“Thursday” is worked out from the date that was set"
    open_driver.trigger("undo")
    open_driver.until(lambda: open_driver.article("undated.txt").published is None)


def test_what_is_left_alone_in_the_dialog_stays_as_it_is(open_driver: Driver) -> None:
    dialog = MetadataDialog([open_driver.article("observatory.txt"), open_driver.article("undated.txt")], open_driver.window.theme)
    assert dialog.values() == {}
    dialog.deleteLater()


def test_nothing_is_judged_when_a_dialog_is_cancelled(open_driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PlaceChooser, "exec", lambda _self: QDialog.DialogCode.Rejected)
    monkeypatch.setattr(MetadataDialog, "exec", lambda _self: QDialog.DialogCode.Rejected)
    index, _, _ = mention_of(open_driver, "undated.txt", "Morek")
    open_driver.window.placing.choose("undated.txt", index)
    open_driver.window.asking.edit_metadata(["undated.txt"])
    open_driver.settle()
    assert open_driver.session.snapshot.undo_text is None


def test_a_range_is_drawn_from_a_place_and_a_distance(open_driver: Driver) -> None:
    form = open_driver.window.views.ranges.form
    open_driver.window.views.show_list("Ranges")
    QTest.keyClicks(form.origin, "Caspian Sea")
    QTest.keyClicks(form.distance, "1,500 parsecs")
    assert form.problem.isVisible()
    assert not form.keep.isEnabled()
    form.distance.clear()
    QTest.keyClicks(form.distance, "1,500 km")
    QTest.mouseClick(form.keep, Qt.MouseButton.LeftButton)
    open_driver.until(lambda: open_driver.session.snapshot.ranges)
    assert open_driver.session.snapshot.ranges[0].title == "1,500 km from the Caspian Sea"
    assert open_driver.session.snapshot.scene is not None
    assert len(open_driver.session.snapshot.scene.ranges) == 1
    open_driver.session.drawing.remove(open_driver.session.snapshot.ranges[0].id)
    open_driver.until(lambda: not open_driver.session.snapshot.ranges)


def test_a_range_from_nowhere_says_so(open_driver: Driver) -> None:
    told: list[str] = []
    open_driver.session.erred.connect(lambda _what, why: told.append(why))
    open_driver.session.drawing.draw_range("Xyzzyville", "10 km")
    open_driver.until(lambda: told)
    assert "Xyzzyville" in told[0]


Make = Callable[..., Driver]


def test_judgements_carry_their_author(open_driver: Driver) -> None:
    open_driver.session.settings.author = "A. N. Analyst"
    span = mention_of(open_driver, "undated.txt", "Morek")[1].span
    assert isinstance(span, Span)
    open_driver.session.judging.reject_mention("undated.txt", span)
    open_driver.until(lambda: open_driver.session.corpus.rejected_mentions)
    project = open_driver.session.library.project.file
    assert project is not None
    assert project.judgements()[-1].author == "A. N. Analyst"


def test_the_chooser_offers_a_place_for_the_name_as_written(open_driver: Driver) -> None:
    index, mention, resolution = mention_of(open_driver, "undated.txt", "Morek")
    chooser = PlaceChooser(open_driver.session, open_driver.window.theme, mention, resolution, "passage", open_driver.window)
    open_driver.until(lambda: chooser.choose.isEnabled())
    candidate = chooser.model.row(chooser.model.index(0))
    assert candidate is not None
    place: Place = candidate.place
    assert place.id == "geonames:166640"
    assert index >= 0
    assert QPoint() == QPoint(0, 0)
    chooser.deleteLater()


def test_after_undoing_a_join_the_reader_names_the_event_whose_passage_it_shows(open_driver: Driver) -> None:
    session = open_driver.session
    apart = {event.id for event in session.corpus.events}
    session.judging.join_events([open_driver.event_at("Kafr Zay"), open_driver.event_at("Saraqib")])
    open_driver.settle()
    joined = next(row for row in session.digest.rows if len({m.type for m in row.mentions}) > 1)
    for number, passage in enumerate(joined.passages):
        session.selector.event(joined.id, number)
        open_driver.trigger("undo")
        open_driver.settle()
        assert {event.id for event in session.corpus.events} == apart
        shown = session.row(session.selection.event)
        assert shown is not None
        assert passage == (session.selection.article, session.selection.span)
        assert passage in shown.passages
        open_driver.trigger("redo")
        open_driver.settle()
