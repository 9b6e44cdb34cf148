"""A damaged project opens with what is sound, says so where it is seen, and is repaired; backups are made and opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop.views.dialogs.backups import BackupsDialog
from desktop.views.dialogs.damage import DamageDialog
from geo.project import Keep

from .conftest import Driver, Found


def saved(driver: Driver, found: Found, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driver.take_in(found)
    save_to(path, monkeypatch)
    driver.trigger("save_as")
    driver.until(lambda: driver.session.snapshot.path == path)
    driver.settle()


def save_to(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def test_a_damaged_project_says_so_and_is_repaired(
    make_driver: Callable[..., Driver], found: Found, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = make_driver()
    driver.session.files.keep_backups(Keep.NONE)
    path = tmp_path / "work.gpkg"
    saved(driver, found, path, monkeypatch)
    driver.trigger("new_project")
    driver.until(lambda: driver.session.snapshot.path is None)
    driver.settle()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE dateline_article SET record = replace(record, 'Saraqib', 'Saraqub') WHERE id = 'second.txt'")
        connection.commit()
    damaged = path.read_bytes()

    driver.window.open_paths([path])
    driver.until(lambda: len(driver.session.corpus.articles) == 2)
    notice = driver.window.views.damage
    assert notice.isVisible()
    assert "1 part of it cannot be read" in notice.text()
    notice.acted.emit()
    dialog = driver.window.findChild(DamageDialog)
    assert dialog is not None
    new = tmp_path / "repaired.gpkg"
    save_to(new, monkeypatch)
    dialog.repair.click()
    driver.until(lambda: driver.session.snapshot.path == new)
    driver.until(lambda: not notice.isVisible())
    assert path.read_bytes() == damaged
    driver.settle()


def test_a_backup_is_made_at_saving_listed_and_opened_as_a_copy(
    make_driver: Callable[..., Driver], found: Found, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = make_driver()
    path = tmp_path / "work.gpkg"
    saved(driver, found, path, monkeypatch)
    (backup,) = (tmp_path / "work.gpkg-backups").iterdir()
    kept = backup.read_bytes()
    driver.session.judging.reject_events([driver.event_at("Saraqib")])
    driver.until(lambda: driver.session.corpus.rejected_events)

    def choose(dialog: BackupsDialog) -> bool:
        assert "3 articles, 0 decisions" in dialog.listed.item(0).text()
        dialog.listed.setCurrentRow(0)
        dialog.open_.click()
        return True

    monkeypatch.setattr(BackupsDialog, "exec", choose)
    driver.trigger("open_backup")
    driver.until(lambda: driver.session.snapshot.path is None)
    driver.until(lambda: len(driver.session.corpus.articles) == 3)
    assert not driver.session.corpus.rejected_events
    assert backup.read_bytes() == kept
    driver.settle()
