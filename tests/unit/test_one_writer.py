"""A project has one writer, and nobody undoes what he has not seen."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from one_file import another_process, claimed, note, posix, titles

from geo import locking
from geo.errors import ExportError, ProjectChanged, ProjectError, ProjectInUse
from geo.files import write_beside
from geo.project import Project
from geo.project import file as project_file


@posix
def test_nothing_is_exported_over_a_project_that_is_open(case: Project, tmp_path: Path) -> None:
    case.close()
    (tmp_path / "link.gpkg").symlink_to(case.path)
    before = case.path.read_bytes()
    with another_process(lambda: claimed(case.path)):
        for path in (case.path, tmp_path / "link.gpkg", tmp_path / "." / "case.gpkg"):
            with pytest.raises(ExportError, match="open in Dateline"):
                write_beside(path, b"an export", ExportError)
    assert case.path.read_bytes() == before


def test_the_second_opener_may_read_and_is_told_who_writes(case: Project) -> None:
    case.claim()
    second = Project.open(case.path)
    assert len(second.articles()) == 1
    with pytest.raises(ProjectInUse, match="open elsewhere in Dateline") as refused:
        note(second, "lost")
    assert not refused.value.elsewhere
    assert second.judgements() == ()
    case.close()
    note(second, "now")
    second.close()


@posix
def test_a_project_that_another_process_holds_is_neither_changed_nor_saved_over(case: Project, tmp_path: Path) -> None:
    case.close()
    second = Project.open(case.path)
    other = Project.create(tmp_path / "other.gpkg")
    with another_process(lambda: claimed(case.path)):
        with pytest.raises(ProjectInUse):
            second.claim(take_over=True)  # it runs on this machine: there is nothing to take over
        with pytest.raises(ProjectInUse):
            other.save_as(case.path)
        note(other, "still open")
    other.close()
    note(second, "now")
    second.close()


@posix
def test_the_lock_of_a_process_that_was_killed_is_taken_over_in_silence(case: Project) -> None:
    case.close()
    with another_process(lambda: claimed(case.path)):
        assert locking.holder_of(case.path) is not None
    assert locking.lock_file(case.path).exists(), "what a crash leaves"
    assert locking.holder_of(case.path) is None
    again = Project.open(case.path)
    note(again, "mine")
    again.close()


def _lock_of_another_machine(path: Path) -> None:
    said = {"host": "another-machine", "pid": 1, "user": "colleague", "since": "2026-11-20T09:00:00+00:00", "token": "of another"}
    locking.lock_file(path).write_text(json.dumps(said), encoding="utf-8")


def test_a_lock_of_another_machine_is_told_and_taken_over_knowingly(case: Project) -> None:
    case.close()
    _lock_of_another_machine(case.path)
    again = Project.open(case.path)
    with pytest.raises(ProjectInUse, match="another-machine by colleague, since 2026-11-20") as refused:
        note(again, "lost")
    assert refused.value.elsewhere
    again.claim(take_over=True)
    note(again, "mine")
    again.close()


def test_who_was_taken_over_from_writes_nothing_more(case: Project) -> None:
    note(case, "mine")
    _lock_of_another_machine(case.path)
    with pytest.raises(ProjectInUse, match="another-machine"):
        note(case, "lost")
    assert titles(case.path) == ["mine"]


def test_a_lock_file_that_was_cleaned_away_is_made_again(case: Project) -> None:
    note(case, "one")
    locking.lock_file(case.path).unlink()
    note(case, "two")
    assert locking.holder_of(case.path) is not None
    assert titles(case.path) == ["one", "two"]


def test_nobody_undoes_a_decision_that_he_has_not_seen(case: Project) -> None:
    note(case, "mine")
    case.judgements()
    case.close()
    second = Project.open(case.path)
    second.judgements()
    first = Project.open(case.path)
    note(first, "of the other window")
    first.close()
    with pytest.raises(ProjectError, match="changed or written over elsewhere"):
        second.undo()
    assert titles(case.path) == ["mine", "of the other window"]
    second.close()


def test_a_decision_that_came_by_another_way_is_not_undone_unseen(case: Project) -> None:
    note(case, "mine")
    case.judgements()
    with sqlite3.connect(case.path) as other:
        columns = "kind, subject, value, author, made_at"
        other.execute(f"INSERT INTO dateline_judgement ({columns}) SELECT {columns} FROM dateline_judgement")
    other.close()
    with pytest.raises(ProjectChanged, match="Nothing was undone"):
        case.undo()
    assert len(case.judgements()) == 2
    assert case.undo() is not None


def test_a_clock_that_is_set_back_changes_no_order_and_no_undo(case: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [datetime(2026, 11, 30, tzinfo=UTC)]

    def back() -> str:
        clock[0] -= timedelta(days=400)
        return clock[0].isoformat(timespec="seconds")

    monkeypatch.setattr(project_file, "_now", back)
    for title in ("one", "two", "three"):
        note(case, title)
    case.undo()
    case.undo()
    case.redo()
    assert titles(case.path) == ["one", "two"]
    case.redo()
    note(case, "four")
    case.undo()
    assert titles(case.path) == ["one", "two", "three"]
    made = [j.made_at for j in case.judgements()]
    assert made == sorted(made, reverse=True)
