"""Words are found over whole articles: in the palette, in the reader where they stand, and as a filter of the events."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.main_window.palette import Palette

from .conftest import Driver


def asked(driver: Driver, words: str) -> Palette:
    driver.trigger("palette")
    palette = driver.window.palette_
    assert palette is not None
    QTest.keyClicks(palette.field, words)
    driver.until(lambda: any(entry.icon == "filter" and words in entry.text for entry in palette.model.rows), 10_000)
    return palette


def choose(palette: Palette, icon: str) -> None:
    at = next(k for k, entry in enumerate(palette.model.rows) if entry.icon == icon and entry.text != "Filter events")
    for _ in range(at):
        QTest.keyClick(palette, Qt.Key.Key_Down)
    QTest.keyClick(palette, Qt.Key.Key_Return)


def test_words_of_an_article_are_found_and_opened_where_they_stand(open_driver: Driver) -> None:
    palette = asked(open_driver, '"nobody was hu')
    entry = next(e for e in palette.model.rows if e.icon == "eye")
    assert "Wednesday. Nobody was hurt, it" in entry.text
    assert entry.note == "1 match · Towns bombed"
    choose(palette, "eye")
    open_driver.until(lambda: open_driver.session.selection.article == "observatory.txt")
    assert open_driver.highlighted() == "Nobody was hurt"


def test_events_of_the_articles_with_the_words_are_all_that_is_shown(open_driver: Driver) -> None:
    events = open_driver.window.views.events
    every = events.model.rowCount()
    choose(asked(open_driver, "residents"), "filter")
    open_driver.until(events.words.isVisible)
    assert events.words.text() == "“residents”"
    told = {events.model.event_row(events.model.index(k)) for k in range(events.model.rowCount())}
    assert told
    assert all(row is not None and any(m.article == "undated.txt" for m in row.mentions) for row in told)
    assert 0 < events.model.rowCount() < every
    assert set(events.model.visible_ids() or ()) == {row.id for row in told if row is not None}, "the map follows"
    QTest.mouseClick(events.words, Qt.MouseButton.LeftButton)
    assert events.model.rowCount() == every
    assert not events.words.isVisible()


def test_a_filter_by_words_ends_with_its_project(open_driver: Driver) -> None:
    events = open_driver.window.views.events
    choose(asked(open_driver, "residents"), "filter")
    open_driver.until(events.words.isVisible)
    open_driver.session.files.new_project()
    open_driver.until(lambda: not open_driver.session.corpus.articles)
    assert events.model.filter.articles is None
    assert not events.words.isVisible()
