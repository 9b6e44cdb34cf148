"""Work is saved, opened again and recovered; exports leave out what is unticked."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from desktop.session import unsaved_projects
from desktop.views.dialogs.export_data import FORMATS, ExportDataDialog
from desktop.views.dialogs.export_map import ExportMapDialog
from geo.project import Project

from .conftest import OBSERVATORY, Driver, Found

Make = Callable[..., Driver]


def save_as(driver: Driver, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    driver.trigger("save_as")
    driver.until(lambda: driver.session.snapshot.path == path)
    driver.settle()


def test_a_project_is_saved_and_opens_with_its_judgements(
    make_driver: Make, found: Found, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make_driver()
    first.take_in(found)
    events = len(first.session.corpus.events)
    first.session.selector.event(first.event_at("Saraqib"))
    first.trigger("reject")
    first.until(lambda: len(first.session.corpus.events) == events - 1)
    path = tmp_path / "work.gpkg"
    save_as(first, path, monkeypatch)
    assert first.window.windowTitle() == "work - Dateline"
    first.session.close()

    second = make_driver(first.home)
    assert second.session.settings.recent_projects == (path,)
    second.window.open_paths([path])
    second.until(lambda: len(second.session.corpus.articles) == 3)
    assert len(second.session.corpus.events) == events - 1
    second.trigger("undo")
    second.until(lambda: len(second.session.corpus.events) == events)


def test_a_saved_project_keeps_each_change_without_saving_again(
    open_driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "work.gpkg"
    save_as(open_driver, path, monkeypatch)
    open_driver.session.judging.reject_events([open_driver.event_at("Saraqib")])
    open_driver.until(lambda: open_driver.session.corpus.rejected_events)
    other = Project.open(path)
    assert len(other.judgements()) == 1
    other.close()


def test_the_program_says_that_the_file_is_not_encrypted(open_driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    captions: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda _parent, caption, *_: captions.append(caption) or ("", ""))
    open_driver.trigger("save_as")
    assert "not encrypted" in captions[0]


def test_work_that_a_crash_left_is_offered_and_recovered(make_driver: Make, found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    crashed = make_driver()
    crashed.take_in(found)
    crashed.session.judging.reject_events([crashed.event_at("Saraqib")])
    crashed.until(lambda: crashed.session.corpus.rejected_events)
    assert unsaved_projects(crashed.home) == (), "a project that a window holds is not offered to another"
    # What a crash leaves: the file with its log, and no lock.
    project = crashed.session.library.project.file
    assert project is not None
    assert project._file._lock is not None
    project._file._lock._file.close()

    after = make_driver(crashed.home)
    left = unsaved_projects(after.home)
    assert len(left) == 1
    after.window.offer_recovery(left)
    assert after.window.views.welcome.recovery.isVisible()
    after.trigger("recover")
    after.until(lambda: len(after.session.corpus.articles) == 3)
    assert after.session.corpus.rejected_events
    assert after.session.snapshot.worth_keeping


def answer(button: QMessageBox.StandardButton) -> list[str]:
    """Presses a button of the question that comes next. What it asked is in the list that is returned."""
    asked: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, press)
            return
        asked.append(box.text())
        box.button(button).click()

    QTimer.singleShot(0, press)
    return asked


def test_closing_asks_before_work_is_lost_and_can_be_called_off(open_driver: Driver) -> None:
    asked = answer(QMessageBox.StandardButton.Cancel)
    assert open_driver.window.close() is False
    assert asked == ["Save this project?"]
    assert open_driver.window.isVisible()
    assert not open_driver.session.closed


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "no Dateline project"), (b"not a database at all, but long enough to be one" * 40, "no Dateline project")],
)
def test_a_file_that_is_no_project_says_so_and_what_is_open_stays(open_driver: Driver, tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "other.gpkg"
    path.write_bytes(content)
    told: list[str] = []
    open_driver.session.erred.connect(lambda _what, why: told.append(why))
    answer(QMessageBox.StandardButton.Discard)
    open_driver.window.open_paths([path])
    open_driver.until(lambda: told)
    assert str(path) in told[0]
    assert reason in told[0]
    assert len(open_driver.session.corpus.articles) == 3
    assert path.read_bytes() == content


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_named(open_driver: Driver, tmp_path: Path) -> None:
    target = tmp_path / "closed"
    target.mkdir(mode=0o500)
    told: list[str] = []
    open_driver.session.erred.connect(lambda _what, why: told.append(why))
    open_driver.session.files.save_as(target / "work.gpkg")
    open_driver.until(lambda: told)
    assert str(target) in told[0]


def test_a_target_that_cannot_be_written_is_named_and_nothing_is_lost(open_driver: Driver, tmp_path: Path) -> None:
    told: list[str] = []
    open_driver.session.erred.connect(lambda _what, why: told.append(why))
    open_driver.session.files.export_map(tmp_path / "no such folder" / "map.html")
    open_driver.session.files.save_as(tmp_path / "no such folder" / "work.gpkg")
    open_driver.until(lambda: len(told) == 2)
    assert all("no such folder" in text for text in told)
    open_driver.session.judging.reject_events([open_driver.event_at("Saraqib")])
    open_driver.until(lambda: open_driver.session.corpus.rejected_events)


def test_an_exported_map_holds_nothing_of_what_was_left_out(open_driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "map.html"

    def export(dialog: ExportMapDialog) -> int:
        dialog.show()
        item = next(i for i in _items(dialog.articles) if i.text(0) == "Clashes near Saraqib")
        item.setCheckState(0, Qt.CheckState.Unchecked)
        place = next(i for i in _items(dialog.places) if i.text(0) == "Talbiseh")
        place.setCheckState(0, Qt.CheckState.Unchecked)
        assert "2 of 3 articles" in dialog.summary.text()
        assert "1 place left out" in dialog.summary.text()
        dialog.file.setText(str(target))
        QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
        return dialog.result()

    monkeypatch.setattr(ExportMapDialog, "exec", export)
    open_driver.trigger("export_map")
    open_driver.until(target.exists)
    open_driver.settle()
    page = target.read_text(encoding="utf-8")
    assert OBSERVATORY in page
    assert "Clashes near Saraqib" not in page
    assert "Rebels shelled" not in page
    assert "Talbiseh" not in page
    assert str(target) in open_driver.window.status.message()


def _items(tree: object) -> list:  # type: ignore[type-arg]
    return [tree.topLevelItem(i) for i in range(tree.topLevelItemCount())]  # type: ignore[attr-defined]


@pytest.mark.parametrize("ending", [".geojson", ".csv", ".gpkg", ".kml"])
def test_events_are_exported_as_data(open_driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    target = tmp_path / f"events{ending}"

    def export(dialog: ExportDataDialog) -> int:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "events"), f"Some format (*{ending})"))
        monkeypatch.setitem(FORMATS, f"Some format (*{ending})", ending)
        dialog._browse()
        dialog.export.click()
        return dialog.result()

    monkeypatch.setattr(ExportDataDialog, "exec", export)
    open_driver.trigger("export_data")
    open_driver.until(target.exists)
    open_driver.settle()
    assert target.stat().st_size > 100


def test_articles_places_and_speakers_that_are_unchecked_are_nowhere_in_the_data_file(
    open_driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "events.geojson"

    def export(dialog: ExportDataDialog) -> int:
        dialog.show()
        dialog.file.setText(str(target))
        for listed, text in ((dialog.articles, "Clashes near"), (dialog.places, "Talbiseh"), (dialog.speakers, "residents")):
            next(item for item in _items(listed) if item.text(0).startswith(text)).setCheckState(0, Qt.CheckState.Unchecked)
        assert dialog.summary.text().startswith("2 of 3 articles")
        dialog.export.click()
        return dialog.result()

    monkeypatch.setattr(ExportDataDialog, "exec", export)
    open_driver.trigger("export_data")
    open_driver.until(target.exists)
    open_driver.settle()
    written = target.read_text(encoding="utf-8")
    assert "Kafr Zita" in written
    assert "Morek" in written
    for gone in ("Saraqib", "Second Wire", "second.txt", "Talbiseh", "Tallb", "residents"):
        assert gone not in written, gone


def test_the_layers_of_a_saved_project_are_written_for_other_programs(
    open_driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    path = tmp_path / "work.gpkg"
    save_as(open_driver, path, monkeypatch)
    with sqlite3.connect(path) as file:
        tables = {name for (name,) in file.execute("SELECT table_name FROM gpkg_contents")}
    assert tables, "QGIS lists what gpkg_contents names"


def test_a_picture_of_the_map_is_saved(open_driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "map.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    open_driver.trigger("picture")
    assert target.stat().st_size > 1000


def test_the_second_window_reads_says_so_and_writes_when_the_first_has_closed(
    make_driver: Make, found: Found, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make_driver()
    first.take_in(found)
    path = tmp_path / "work.gpkg"
    save_as(first, path, monkeypatch)
    second = make_driver(tmp_path / "second")
    second.window.open_paths([path])
    second.until(lambda: len(second.session.corpus.articles) == 3)
    strip = second.window.views.read_only
    assert strip.isVisible()
    assert "open elsewhere in Dateline" in strip.text()
    assert second.window.toolbar.read_only_badge.isVisible()
    told: list[str] = []
    second.session.erred.connect(lambda _what, why: told.append(why))
    second.session.judging.reject_events([second.event_at("Saraqib")])
    second.until(lambda: told)
    assert "open elsewhere" in told[0]
    assert not second.window.actions_["undo"].isEnabled()

    first.session.judging.reject_events([first.event_at("Saraqib")])
    first.until(lambda: first.session.corpus.rejected_events)
    told.clear()
    second.session.files.save_as(path)  # over a project that is open elsewhere
    second.until(lambda: told)
    first.session.close()
    strip._button.click()
    second.until(lambda: not second.session.snapshot.read_only)
    assert second.session.corpus.rejected_events
    assert not strip.isVisible()
    second.trigger("undo")
    second.until(lambda: not second.session.corpus.rejected_events)


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody delete a file that is open")
@pytest.mark.parametrize("what", ["deleted", "written over"])
def test_a_project_whose_file_is_lost_is_noticed_and_saved_elsewhere(
    open_driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    path = tmp_path / "work.gpkg"
    save_as(open_driver, path, monkeypatch)
    said: list[Path] = []
    told: list[str] = []
    open_driver.session.files.saved.connect(said.append)
    open_driver.session.erred.connect(lambda _what, why: told.append(why))
    open_driver.session.judging.reject_events([open_driver.event_at("Saraqib")])
    open_driver.until(lambda: open_driver.session.corpus.rejected_events)
    if what == "deleted":
        path.unlink()
    else:
        foreign = Project.create(tmp_path / "foreign.gpkg")
        foreign.close()
        path.write_bytes(foreign.path.read_bytes())
    open_driver.trigger("save")
    open_driver.until(lambda: told)
    assert "Save as" in told[0]
    assert said == [], "said to be saved when it was not"
    other = tmp_path / "other.gpkg"
    save_as(open_driver, other, monkeypatch)
    assert said == [other]
    assert str(other) in open_driver.window.status.message()
    saved = Project.open(other)
    assert len(saved.articles()) == 3
    assert [j.undone for j in saved.judgements()] == [False]
    assert saved.has_layers
    saved.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody delete a file that is open")
def test_a_project_whose_file_is_lost_is_offered_again_where_the_window_was_closed(
    make_driver: Make, found: Found, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = make_driver()
    driver.take_in(found)
    save_as(driver, tmp_path / "work.gpkg", monkeypatch)
    driver.session.judging.reject_events([driver.event_at("Saraqib")])
    driver.until(lambda: driver.session.corpus.rejected_events)
    (tmp_path / "work.gpkg").unlink()
    driver.session.close()
    (left,) = unsaved_projects(driver.home)
    kept = Project.open(left)
    assert len(kept.articles()) == 3
    assert len(kept.judgements()) == 1
    kept.close()


def test_what_a_person_drew_is_in_the_layers_of_the_closed_project(open_driver: Driver, tmp_path: Path) -> None:
    session = open_driver.session
    session.files.save_as(tmp_path / "kept.gpkg")
    open_driver.until(lambda: session.snapshot.path is not None)
    session.drawing.draw_range("Damascus", "100 km")
    open_driver.until(lambda: any(entry.by_person for entry in session.snapshot.ranges))
    session.close()
    with contextlib.closing(sqlite3.connect(tmp_path / "kept.gpkg")) as file:
        assert file.execute("SELECT count(*) FROM ranges WHERE by_person").fetchone()[0] > 0


def test_old_markers_leave_the_map_before_another_project_is_read(
    open_driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty.gpkg"
    Project.create(empty).close()
    broken = tmp_path / "broken.gpkg"
    broken.write_bytes(b"no project")
    monkeypatch.setattr(open_driver.window.files, "show_error", lambda *_: None)
    told: list[object] = []
    monkeypatch.setattr(open_driver.window.views.map, "set_visible_events", told.append)
    open_driver.session.files.open_project(broken)
    assert told == [()], "at once, while it is still being read"
    open_driver.settle()
    assert told == [(), None], "what is open stays, and is shown again"
    open_driver.session.files.open_project(empty)
    assert told[2:] == [()]
    open_driver.until(lambda: open_driver.session.snapshot.path == empty)
    assert told[-1] is None
