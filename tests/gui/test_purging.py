"""Removing for good in the window: looked at, ticked, done; then nothing of it is in the project, the home folder or any view."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QMessageBox
from raw_bytes import files_with

from desktop.views.dialogs.purge import PurgeDialog
from geo import pipeline
from geo.gazetteer import Gazetteer
from geo.model import JudgementKind

from .conftest import Driver

NAME = "Karim Haddad"
TEXTS = {
    "nurse.txt": "Title: A nurse tells\n\nJets bombed the town of Kafr Zita on Wednesday, Karim Haddad said. Haddad is a nurse.",
    "other.txt": "Title: Elsewhere\n\nRebels shelled Saraqib, the Observatory said. General Haddad left.",
}
Found = tuple[tuple[object, ...], tuple[object, ...]]


@pytest.fixture(scope="module")
def two(gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Found:
    folder = tmp_path_factory.mktemp("two")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    taken = pipeline.take_in([folder], gazetteer)
    return taken.articles, taken.analyses


@pytest.fixture
def opened(driver: Driver, two: Found) -> Driver:
    driver.take_in(two)  # type: ignore[arg-type]
    return driver


def dialog_of(driver: Driver) -> PurgeDialog:
    driver.until(lambda: driver.window.findChildren(PurgeDialog))
    dialog = driver.window.findChildren(PurgeDialog)[-1]
    driver.until(lambda: dialog.isVisible())
    return dialog


def choose_in(menu_of: Callable[[], list[QMenu]], entry: str) -> None:
    menu = next(m for m in menu_of() if m.isVisible())
    action = next(a for a in menu.actions() if a.text() == entry)
    menu.close()
    action.trigger()


def confirm(driver: Driver, dialog: PurgeDialog) -> QMessageBox:
    """Ticks that it cannot be undone, removes, and waits for what is said then."""
    assert not dialog.remove.isEnabled()
    dialog.known.click()
    driver.until(lambda: dialog.remove.isEnabled())
    QTest.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    driver.until(lambda: [b for b in driver.window.findChildren(QMessageBox) if b.isVisible()])
    box = next(b for b in driver.window.findChildren(QMessageBox) if b.isVisible())
    driver.settle()
    return box


def test_a_name_selected_in_an_article_is_removed_with_what_is_ticked(opened: Driver, tmp_path: Path) -> None:
    session = opened.session
    (tmp_path / "case").mkdir()
    session.files.save_as(tmp_path / "case" / "case.gpkg")
    opened.until(lambda: session.snapshot.path is not None)
    session.judge(JudgementKind.SET_ARTICLE, {"articles": ["other.txt"]}, {"title": f"After {NAME}"})
    session.selector.article("nurse.txt")
    opened.until(lambda: session.snapshot.undo_text)
    text = opened.window.views.reader.text
    at = text.toPlainText().index(NAME)
    cursor = text.textCursor()
    cursor.setPosition(at)
    cursor.setPosition(at + len(NAME), QTextCursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    opened.trigger("purge")
    dialog = dialog_of(opened)
    assert dialog.name.text() == NAME
    opened.until(lambda: dialog.hits.topLevelItemCount() == 3)
    forms = [dialog.hits.topLevelItem(i) for i in range(3)]
    told = [(f.text(0), f.text(1), f.text(2), f.checkState(0) == Qt.CheckState.Checked) for f in forms if f is not None]
    assert told == [
        (NAME, "2 places", "As given", True),
        ("Haddad", "1 place", "Last name, beside the whole one", True),
        ("Haddad", "1 place", "Last name alone", False),
    ]
    box = confirm(opened, dialog)
    assert box.text() == "Removed for good: 3 places."
    assert "Not reached" in box.informativeText()
    box.close()
    assert opened.shown_text().count("█") == len(NAME) + len("Haddad")
    assert opened.article("other.txt").title == "After [removed]"
    assert "General Haddad" in opened.article("other.txt").text
    assert session.snapshot.undo_text == "Edit article details"
    assert session.snapshot.removed
    session.files.save()
    opened.settle()
    assert files_with(tmp_path / "case", ["Karim"]) == []
    assert files_with(opened.home, ["Karim"]) == []
    opened.trigger("undo")
    opened.until(lambda: opened.article("other.txt").title == "Elsewhere")
    session.close()
    assert files_with(tmp_path / "case", ["Karim"]) == []


def test_an_article_is_removed_from_its_list_and_left_out_when_it_is_opened_again(opened: Driver, tmp_path: Path) -> None:
    session, window = opened.session, opened.window
    window.views.show_list("Articles")
    articles = window.views.articles
    position = articles.model.row_of("nurse.txt")
    assert position is not None
    articles.view.setCurrentIndex(articles.model.index(position))
    articles.view.customContextMenuRequested.emit(QPoint(20, 20))
    choose_in(lambda: articles.findChildren(QMenu), "Remove for good…")
    dialog = dialog_of(opened)
    assert dialog.wish().articles == ("nurse.txt",)
    dialog.remember.click()
    opened.until(lambda: dialog._preview.articles)
    box = confirm(opened, dialog)
    assert box.text() == "Removed for good: 1 article."
    box.close()
    assert [a.id for a in session.corpus.articles] == ["other.txt"]
    assert session.selection.article is None
    assert files_with(opened.home, ["Karim", "nurse"]) == [], "the project was never saved: it lies in the home folder"

    again = tmp_path / "again.txt"
    again.write_text(TEXTS["nurse.txt"], encoding="utf-8")
    window.open_paths([again])
    opened.until(lambda: session.intake.failures)
    opened.settle()
    assert [a.id for a in session.corpus.articles] == ["other.txt"]
    assert "removed for good from this project" in session.intake.failures[0].message
    assert files_with(opened.home, ["Karim"]) == []


def test_a_project_that_another_program_holds_is_left_as_it_was_and_can_be_worked_on(opened: Driver, tmp_path: Path) -> None:
    session = opened.session
    session.files.save_as(tmp_path / "case.gpkg")
    opened.until(lambda: session.snapshot.path is not None)
    other = sqlite3.connect(tmp_path / "case.gpkg", isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM dateline_article").fetchone()
    session.selector.article("other.txt")
    opened.trigger("purge")
    dialog = dialog_of(opened)
    opened.until(lambda: dialog._preview.articles)
    box = confirm(opened, dialog)
    assert box.text() == "Nothing was removed."
    assert "another program has it open" in box.informativeText()
    box.close()
    other.close()
    dialog.cancel.click()
    assert len(session.corpus.articles) == 2
    session.judging.reject_events([opened.event_at("Saraqib")])
    opened.until(lambda: session.snapshot.undo_text == "Reject event")
