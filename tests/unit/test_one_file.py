"""The one file of a project is whole, and takes no other file's journal for its own."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from one_file import another_process, note, posix, titles

from geo.cli import main
from geo.errors import ProjectError
from geo.project import Project
from geo.project.seals import seal_all

FOREIGN = "foreign" + "x" * 4000


def test_a_copy_of_the_one_file_holds_every_decision_that_was_acknowledged(case: Project, tmp_path: Path) -> None:
    for number in range(10):
        note(case, str(number))
        shutil.copyfile(case.path, tmp_path / "copy.gpkg")
        assert titles(tmp_path / "copy.gpkg") == [str(n) for n in range(number + 1)]
    assert sorted(p.name for p in tmp_path.glob("case.gpkg*")) == ["case.gpkg"], "a second file is needed to read the first"


@posix
def test_what_an_older_dateline_left_in_a_log_is_in_the_one_file_after_the_first_change(case: Project, tmp_path: Path) -> None:
    note(case, "one")
    case.close()

    def older() -> sqlite3.Connection:
        connection = sqlite3.connect(case.path)
        connection.execute("DELETE FROM dateline_meta WHERE key = 'seal'")
        connection.execute("UPDATE dateline_meta SET value = '3' WHERE key = 'version'")
        connection.execute("DROP TABLE dateline_digest")
        connection.execute("DROP TABLE dateline_chain")
        connection.commit()
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE dateline_judgement SET value = ?", ('{"title": "in the log"}',))
        connection.commit()
        return connection

    with another_process(older):
        pass
    again = Project.open(case.path)
    note(again, "two")
    shutil.copyfile(case.path, tmp_path / "copy.gpkg")
    again.close()
    assert titles(tmp_path / "copy.gpkg") == ["in the log", "two"]


def test_another_program_that_reads_in_a_log_takes_nothing_out_of_the_one_file(case: Project, tmp_path: Path) -> None:
    """QGIS turns a GeoPackage that it edits to a log, and keeps it open."""
    qgis = sqlite3.connect(case.path)
    qgis.execute("PRAGMA journal_mode = WAL")
    qgis.execute("SELECT count(*) FROM dateline_judgement").fetchone()
    note(case, "one")
    case.make_whole()
    shutil.copyfile(case.path, tmp_path / "copy.gpkg")
    assert titles(tmp_path / "copy.gpkg") == ["one"]
    qgis.execute("BEGIN")
    qgis.execute("SELECT count(*) FROM dateline_judgement").fetchone()
    note(case, "two")
    with pytest.raises(ProjectError, match=r"case\.gpkg-wal"):
        case.make_whole()
    qgis.close()
    case.make_whole()
    assert titles(case.path) == ["one", "two"]


def _cut_off(path: Path, where: str) -> None:
    """What a crash leaves in the middle of writing 30 decisions, or after it where they are written to a log."""

    def write() -> object:
        project = Project.open(path)
        file = project._file
        if where == "log":
            file.connection.execute("PRAGMA journal_mode = WAL")
            file._out_of_log = lambda: None  # type: ignore[method-assign]
        else:
            file.connection.execute("PRAGMA cache_spill = ON")
            file.connection.execute("PRAGMA cache_size = 1")
        change = file.transaction()
        change.__enter__()
        row = ("set article", '{"articles": ["told"]}', json.dumps({"title": FOREIGN}), "x", "2026-01-01T00:00:00+00:00")
        for _ in range(30):
            file.connection.execute("INSERT INTO dateline_judgement (kind, subject, value, author, made_at) VALUES (?, ?, ?, ?, ?)", row)
        seal_all(file.connection)
        if where == "log":
            change.__exit__(None, None, None)
        return project, change

    with another_process(write):
        pass


@posix
@pytest.mark.parametrize(("where", "ending"), [("journal", "-journal"), ("log", "-wal")])
def test_a_journal_beside_another_file_of_that_name_is_set_aside_and_named(case: Project, tmp_path: Path, where: str, ending: str) -> None:
    note(case, "own")
    case.close()
    backup = tmp_path / "backup.gpkg"
    shutil.copyfile(case.path, backup)
    again = Project.open(case.path)
    note(again, "later")
    again.close()
    _cut_off(case.path, where)
    beside = Path(f"{case.path}{ending}")
    assert beside.stat().st_size > 0
    content = beside.read_bytes()
    shutil.copyfile(backup, case.path)  # in place, as a backup is brought back
    opened = Project.open(case.path)
    assert [j.value["title"] for j in opened.judgements()] == ["own"]
    (said,) = opened.notes
    kept = beside.with_name(f"{beside.name}.set-aside-1")
    assert kept.name in said
    assert kept.read_bytes() == content
    assert opened._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    opened.close()


@posix
def test_a_command_says_what_it_set_aside(case: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note(case, "own")
    case.close()
    backup = tmp_path / "backup.gpkg"
    shutil.copyfile(case.path, backup)
    again = Project.open(case.path)
    note(again, "later")
    again.close()
    _cut_off(case.path, "log")
    shutil.copyfile(backup, case.path)
    assert main(["events", str(case.path), "--builtin-only"]) == 1
    assert "set-aside-1" in capsys.readouterr().err


@posix
@pytest.mark.parametrize(("where", "left"), [("journal", ["own"]), ("log", ["own", *[FOREIGN] * 30])])
def test_the_journal_of_a_crash_is_used_where_it_belongs_to_the_file(case: Project, where: str, left: list[str]) -> None:
    note(case, "own")
    case.close()
    _cut_off(case.path, where)
    opened = Project.open(case.path)
    values = opened._connection.execute("SELECT value FROM dateline_judgement ORDER BY id").fetchall()
    assert [json.loads(value)["title"] for (value,) in values] == left
    assert opened.notes == ()
    opened.close()
