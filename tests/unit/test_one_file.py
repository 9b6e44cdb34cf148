"""The one file of a project is whole, has one writer, and takes no other file's journal for its own."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import permutations, product
from pathlib import Path

import pytest

from geo import locking
from geo.cli import main
from geo.errors import ExportError, ProjectChanged, ProjectError, ProjectInUse
from geo.files import write_beside
from geo.model import Article, JudgementKind
from geo.project import Project
from geo.project import file as project_file
from geo.project.seals import seal_all

posix = pytest.mark.skipif(os.name == "nt", reason="Windows forks no process, and lets nobody move a file that is open")


def note(project: Project, title: str) -> None:
    project.judge(JudgementKind.SET_ARTICLE, {"articles": ["told"]}, {"title": title})


def titles(path: Path) -> list[object]:
    project = Project.open(path)
    try:
        return [j.value["title"] for j in project.judgements() if not j.undone]
    finally:
        project.close()


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Project]:
    project = Project.create(tmp_path / "case.gpkg")
    text = "Rebels shelled Hama."
    project.add([Article("told", text, hashlib.sha256(text.encode()).hexdigest())], [])
    yield project
    project.close()


LONG = int(os.environ.get("DATELINE_KILLS", "0")) > 2
ORDERS = tuple(permutations(("save", "undo", "save as", "delete")))
FOREIGN = "foreign" + "x" * 4000


@contextmanager
def another_process(work: Callable[[], object]) -> Iterator[None]:
    """Another process, forked so that it need not load the library anew: it does its work, then waits until it is killed."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            kept = work()
            os.write(writing, b"+")
            signal.pause()
            del kept
        finally:
            os._exit(1)
    os.close(writing)
    try:
        assert os.read(reading, 1) == b"+", "the other process failed"
        yield
    finally:
        os.close(reading)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def claimed(path: Path) -> Project:
    project = Project.open(path)
    project.claim()
    return project


# --- whole ------------------------------------------------------------------------------------------------------------


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


# --- foreign journals -------------------------------------------------------------------------------------------------


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


# --- save as ----------------------------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("what", ["deleted", "moved", "replaced"])
def test_a_file_that_is_gone_or_another_is_noticed_and_saved_elsewhere(case: Project, tmp_path: Path, what: str) -> None:
    note(case, "kept")
    foreign = Project.create(tmp_path / "foreign.gpkg")
    foreign.close()
    if what == "deleted":
        case.path.unlink()
    elif what == "moved":
        case.path.rename(tmp_path / "elsewhere.gpkg")
    else:
        os.replace(foreign.path, case.path)
    with pytest.raises(ProjectError, match=r"moved, renamed or deleted.*Save as|another file was put.*Save as"):
        note(case, "lost")
    case.save_as(tmp_path / "saved.gpkg")
    note(case, "after")
    assert titles(tmp_path / "saved.gpkg") == ["kept", "after"]
    if what == "replaced":
        assert titles(tmp_path / "case.gpkg") == []


@posix
def test_a_file_that_was_deleted_can_be_saved_to_its_own_name(case: Project) -> None:
    note(case, "kept")
    case.path.unlink()
    case.save_as(case.path)
    note(case, "after")
    assert titles(case.path) == ["kept", "after"]


@posix
def test_a_file_that_was_written_over_in_place_is_noticed(case: Project, tmp_path: Path) -> None:
    foreign = Project.create(tmp_path / "foreign.gpkg")
    note(foreign, "foreign")
    foreign.close()
    shutil.copyfile(foreign.path, case.path)
    with pytest.raises(ProjectError, match="written over"):
        note(case, "lost")
    with pytest.raises(ProjectError, match="written over"):
        case.judgements()
    assert titles(case.path) == ["foreign"]


def test_nothing_is_written_to_the_old_file_by_saving_as(case: Project, tmp_path: Path) -> None:
    old = case.path
    before = old.read_bytes()
    case.save_as(tmp_path / "new.gpkg", lambda copy: copy.execute("CREATE TABLE finished (x)"))
    assert old.read_bytes() == before
    with sqlite3.connect(case.path) as saved:
        assert saved.execute("SELECT name FROM sqlite_master WHERE name = 'finished'").fetchone() is not None
    saved.close()
    assert sorted(p.name for p in tmp_path.iterdir() if not p.name.endswith(".lock")) == ["case.gpkg", "new.gpkg"]


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "full"
    folder.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=False, capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("needs the right to mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_project_on_a_full_disk_is_saved_on_another_and_not_lost(full_disk: Path, tmp_path: Path) -> None:
    project = Project.create(full_disk / "case.gpkg")
    project.add([Article("told", "Rebels shelled Hama.", "0" * 64)], [])
    note(project, "kept")
    with contextlib.suppress(OSError), (full_disk / "filler").open("wb", buffering=0) as filler:
        while filler.write(b"x" * 4096):
            pass
    with pytest.raises(ProjectError, match=r"Make room.*Save as"):
        note(project, "x" * 50_000)
    with pytest.raises(ProjectError, match=r"again\.gpkg.*Make room"):
        project.save_as(full_disk / "again.gpkg")
    assert sorted(p.name for p in full_disk.iterdir()) == [".case.gpkg.lock", "case.gpkg", "filler"], "half a file is left"
    project.save_as(tmp_path / "elsewhere.gpkg")
    note(project, "after")
    project.close()
    assert titles(tmp_path / "elsewhere.gpkg") == ["kept", "after"]
    assert titles(full_disk / "case.gpkg") == ["kept"]


def test_a_project_in_a_place_that_is_read_only_is_read_and_saved_elsewhere(full_disk: Path, tmp_path: Path) -> None:
    made = Project.create(full_disk / "case.gpkg")
    note(made, "kept")
    made.close()
    subprocess.run(["mount", "-o", "remount,ro", full_disk], check=True)
    project = Project.open(full_disk / "case.gpkg")
    with pytest.raises(ProjectError, match=r"may only be read.*Save as|cannot be written.*Save as"):
        note(project, "lost")
    project.save_as(tmp_path / "elsewhere.gpkg")
    note(project, "after")
    project.close()
    assert titles(tmp_path / "elsewhere.gpkg") == ["kept", "after"]


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_two_windows_in_any_order_lose_no_decision_and_undo_none_unseen(tmp_path: Path, order: tuple[str, ...]) -> None:
    """Each deed by either of two windows; what either is refused it is told, and every decision stays in a file."""
    for doers in product((0, 1), repeat=len(order)) if LONG else ((0, 1, 0, 1), (1, 0, 1, 0)):
        folder = Path(tempfile.mkdtemp(dir=tmp_path))
        first = Project.create(folder / "case.gpkg")
        note(first, "first")
        windows = (first, Project.open(first.path))
        made, undone = ["first"], 0
        for window in windows:
            window.judgements()
        for number, (doer, deed) in enumerate(zip(doers, order, strict=True)):
            window = windows[doer]
            with contextlib.suppress(ProjectError):
                if deed == "save":
                    note(window, f"{doer}-{number}")
                    made.append(f"{doer}-{number}")
                    window.make_whole()
                elif deed == "undo":
                    seen = [j.id for j in window._decided]
                    before = {j.id for j in window._judgements() if j.undone}
                    window.undo()
                    after = {j.id for j in window._judgements() if j.undone}
                    assert not (after - before) - {*seen, *(window._seen or ())}, "undid what it had not read"
                    undone += len(after - before)
                elif deed == "save as":
                    window.save_as(folder / f"other-{doer}.gpkg")
                elif window.path.exists():
                    window.path.unlink()
        for window in windows:
            if not window.path.exists():
                window.save_as(folder / f"rescued-{windows.index(window)}.gpkg")
        kept = [j for window in windows for j in window.judgements()]
        assert {str(j.value["title"]) for j in kept} >= set(made)
        for window in windows:
            window.close()
        for path in folder.glob("*.gpkg"):
            titles(path)


# --- one writer -------------------------------------------------------------------------------------------------------


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


# --- undo -------------------------------------------------------------------------------------------------------------


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
