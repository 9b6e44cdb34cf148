"""In the window too nothing is written over what is read, and another kind of file only after a clear question."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QFileDialog

from desktop.kit.widgets import Message
from desktop.main_window.files import dropped_paths
from desktop.views.dialogs.export_data import ExportDataDialog
from desktop.views.dialogs.export_map import ExportMapDialog
from geo.project import Project


class Answers:
    """What the boxes said, each answered by the button with these words."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.said: list[str] = []
        self.press = "Cancel"
        monkeypatch.setattr(Message, "exec", lambda box: self._answer(box))

    def _answer(self, box: Message) -> int:
        box.show()
        self.said.append(f"{box.text()} {box.informativeText()}")
        next(b for b in box.buttons() if b.text().replace("&", "") in (self.press, "OK")).click()
        return 0


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(monkeypatch)


def choose(monkeypatch: pytest.MonkeyPatch, dialog: type[ExportMapDialog], path: Path) -> list[int]:
    """The export dialog with a name typed and its button pressed; its results."""
    results: list[int] = []

    def run(shown: Any) -> int:
        shown.show()
        shown.file.setText(str(path))
        shown.export.click()
        results.append(shown.result())
        return shown.result()

    monkeypatch.setattr(dialog, "exec", run)
    return results


def saved(driver: Any, path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    driver.trigger("save_as")
    driver.until(lambda: driver.session.snapshot.path == path)
    driver.settle()
    return path


def article_file(driver: Any) -> Path:
    return Path(driver.session.corpus.articles[0].custody.source)


def test_an_export_onto_the_open_project_or_an_article_is_refused(
    open_driver: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: Answers
) -> None:
    project = saved(open_driver, tmp_path / "case.gpkg", monkeypatch)
    link = tmp_path / "link.gpkg"
    os.link(project, link)
    before = project.read_bytes()
    for target in (project, tmp_path / ".." / tmp_path.name / "case.gpkg", link):
        assert choose(monkeypatch, ExportDataDialog, target) == []
        open_driver.trigger("export_data")
        assert "one of the files that are read" in answers.said.pop()
    open_driver.settle()
    assert project.read_bytes() == before
    article = article_file(open_driver)
    page = tmp_path / "page.html"
    page.symlink_to(article)
    choose(monkeypatch, ExportMapDialog, page)
    text = article.read_bytes()
    open_driver.trigger("export_map")
    open_driver.settle()
    assert "one of the files that are read" in answers.said.pop()
    assert article.read_bytes() == text


def test_saving_onto_an_article_is_refused(open_driver: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: Answers) -> None:
    article = article_file(open_driver)
    target = tmp_path / "story.gpkg"
    os.link(article, target)
    text = article.read_bytes()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    open_driver.trigger("save_as")
    open_driver.settle()
    assert "one of the files that are read" in answers.said.pop()
    assert (article.read_bytes(), open_driver.session.snapshot.path) == (text, None)


def test_another_kind_of_file_is_asked_about_and_kept_unless_the_user_says_so(
    open_driver: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: Answers
) -> None:
    target = tmp_path / "report.csv"
    Project.create(target).close()
    before = target.read_bytes()
    results = choose(monkeypatch, ExportDataDialog, target)
    open_driver.trigger("export_data")
    open_driver.settle()
    assert answers.said.pop().startswith("report.csv is a Dateline project.")
    assert (results, target.read_bytes()) == ([0], before)
    answers.press = "Replace"
    open_driver.trigger("export_data")
    open_driver.until(lambda: target.read_bytes() != before)
    open_driver.settle()
    assert target.read_bytes().startswith(b"event_id_cnty,")


def test_a_name_that_is_completed_to_that_of_another_project_is_asked_about(
    open_driver: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: Answers
) -> None:
    other = tmp_path / "other.gpkg"
    Project.create(other).close()
    before = other.read_bytes()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "other"), ""))
    open_driver.trigger("save_as")
    open_driver.settle()
    assert answers.said.pop().startswith("other.gpkg is a Dateline project.")
    assert other.read_bytes() == before


def test_a_dropped_file_whose_name_is_no_text_is_found_by_its_bytes(tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9 \xc3\xa9.txt"))
    file.write_text("x")
    data = QMimeData()
    data.setUrls([QUrl.fromEncoded(file.as_uri().encode()), QUrl.fromLocalFile(str(tmp_path / "plain.txt"))])
    assert dropped_paths(data) == [file, tmp_path / "plain.txt"]
