"""Articles come in by menu, drag and drop and command line; what cannot be read is named, and an import can be stopped."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.kit.widgets import Message
from desktop.views.dialogs.failures import FailuresDialog
from geo.assets import sample_folder

from .conftest import Driver


def test_an_empty_window_welcomes_and_offers_what_to_do(driver: Driver) -> None:
    views = driver.window.views
    assert views.currentWidget() is views.welcome
    assert not driver.window.actions_["export_map"].isEnabled()


def test_the_sample_opens_from_the_menu_and_says_that_it_is_one(driver: Driver) -> None:
    driver.trigger("open_sample")
    assert driver.window.views.currentWidget() is driver.window.views.body, "the map is shown while the import runs"
    driver.until(lambda: driver.session.corpus.articles)
    driver.settle()
    assert len(driver.session.corpus.articles) == len([f for f in sample_folder().iterdir() if f.suffix in (".md", ".txt")])
    assert driver.session.corpus.events
    assert driver.window.toolbar.sample_badge.isVisible()
    assert "taken in" in driver.window.status.message()


def test_a_folder_chosen_in_the_dialog_is_taken_in(driver: Driver, articles_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(articles_folder))
    driver.trigger("open_folder")
    driver.until(lambda: len(driver.session.corpus.articles) == 3)
    assert {a.id for a in driver.session.corpus.articles} == {"observatory.txt", "second.txt", "undated.txt"}
    assert not driver.window.toolbar.sample_badge.isVisible()


def test_files_dropped_on_the_window_are_taken_in(driver: Driver, articles_folder: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(articles_folder / "observatory.txt"))])
    window = driver.window
    where, buttons, keys = QPointF(600, 400), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where.toPoint(), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(where, Qt.DropAction.CopyAction, data, buttons, keys))
    driver.until(lambda: [a.id for a in driver.session.corpus.articles] == ["observatory.txt"])


def test_text_dragged_from_another_program_is_no_file(driver: Driver) -> None:
    data = QMimeData()
    data.setText("not a file")
    enter = QDragEnterEvent(
        QPointF(9, 9).toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    enter.ignore()
    QApplication.sendEvent(driver.window, enter)
    assert not enter.isAccepted()


def test_files_that_cannot_be_read_are_named_and_the_rest_goes_on(
    driver: Driver, articles_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (articles_folder / "broken.pdf").write_bytes(b"%PDF-1.4 and then nothing")
    (articles_folder / "empty.txt").write_bytes(b"")
    shown: list[FailuresDialog] = []
    monkeypatch.setattr(FailuresDialog, "exec", lambda self: shown.append(self))
    driver.window.open_paths([articles_folder, articles_folder / "missing.txt"])
    driver.until(lambda: len(driver.session.corpus.articles) == 3)
    driver.settle()
    named = " ".join(failure.source for failure in driver.session.intake.failures)
    assert "broken.pdf" in named
    assert "empty.txt" in named
    assert "missing.txt" in named
    assert "3 could not be read" in driver.window.status.message()
    driver.window.status._details.click()
    assert len(shown) == 1


def test_an_import_can_be_cancelled_and_leaves_nothing(driver: Driver, tmp_path: Path) -> None:
    driver.settle()
    folder = tmp_path / "many"
    folder.mkdir()
    for i in range(300):
        (folder / f"{i}.txt").write_text(f"Report {i}. Rebels shelled Saraqib on day {i}, the ministry said. " * 20)
    driver.window.open_paths([folder])
    driver.until(lambda: driver.window.status.cancel.isVisible())
    driver.window.status.cancel.click()
    driver.settle()
    assert not driver.session.corpus.articles
    assert "cancelled" in driver.window.status.message()
    assert driver.window.views.currentWidget() is driver.window.views.welcome


def test_after_a_cancelled_import_another_works(driver: Driver, articles_folder: Path) -> None:
    driver.settle()
    driver.session.intake.take_in([articles_folder])
    for job in driver.session.jobs.running:
        job.cancel()
    driver.settle()
    driver.session.intake.take_in([articles_folder])
    driver.until(lambda: len(driver.session.corpus.articles) == 3)


def test_the_same_folder_twice_adds_nothing(driver: Driver, articles_folder: Path) -> None:
    driver.window.open_paths([articles_folder])
    driver.window.open_paths([articles_folder])
    driver.until(lambda: len(driver.session.corpus.articles) == 3)
    driver.settle()
    assert len(driver.session.corpus.articles) == 3
    assert "No new article" in driver.window.status.message()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions differ")
def test_a_session_that_ends_unsaved_leaves_no_file(make_driver: Callable[..., Driver], articles_folder: Path) -> None:
    driver = make_driver()
    driver.window.open_paths([articles_folder])
    driver.until(lambda: len(driver.session.corpus.articles) == 3)
    driver.settle()
    assert list((driver.home / "unsaved").glob("*.gpkg"))
    driver.session.close(discard=True)
    assert not list((driver.home / "unsaved").glob("*.gpkg"))


def test_the_window_outlives_the_process_that_analyses(driver: Driver, articles_folder: Path) -> None:
    driver.settle()
    told: list[str] = []
    driver.session.erred.connect(lambda _what, why: told.append(why))
    for i in range(200):
        (articles_folder / f"more {i}.txt").write_text(f"Rebels shelled Saraqib on day {i}, the ministry said. " * 20)
    driver.session.intake.take_in([articles_folder])
    driver.until(lambda: driver.window.status.cancel.isVisible())
    driver.bot.wait(300)
    child = driver.session._worker._child
    assert child is not None
    child.kill()
    driver.until(lambda: told)
    assert "Try again" in told[0]
    driver.settle()
    driver.session.intake.take_in([articles_folder / "observatory.txt"])
    driver.until(lambda: len(driver.session.corpus.articles) == 1)


def test_damaged_settings_are_named_and_the_window_opens(make_driver: Callable[..., Driver], tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.json").write_text("{", encoding="utf-8")
    driver = make_driver(home)
    driver.until(lambda: driver.window.findChildren(Message))
    (message,) = driver.window.findChildren(Message)
    assert "settings.json.damaged" in message.informativeText()
    message.close()
    assert (home / "settings.json.damaged").read_text() == "{"


def test_a_dropped_file_is_copied_and_never_moved(open_driver: Driver, tmp_path: Path) -> None:
    file = tmp_path / "dropped.txt"
    file.write_text("Shells fell on the mill.", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    both = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    where, buttons, keys = QPointF(600, 400), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
    enter = QDragEnterEvent(where.toPoint(), both, data, buttons, keys)
    QApplication.sendEvent(open_driver.window, enter)
    assert enter.dropAction() == Qt.DropAction.CopyAction
    drop = QDropEvent(where, both, data, buttons, keys)
    assert drop.proposedAction() == Qt.DropAction.MoveAction
    QApplication.sendEvent(open_driver.window, drop)
    assert drop.isAccepted()
    assert drop.dropAction() == Qt.DropAction.CopyAction
    open_driver.until(lambda: any(a.id.endswith("dropped.txt") for a in open_driver.session.corpus.articles))
    assert file.exists()
