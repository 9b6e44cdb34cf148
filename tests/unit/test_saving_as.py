"""A project whose file is gone, full or another's is saved elsewhere, and two windows lose nothing of one another."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import permutations, product
from pathlib import Path

import pytest
from one_file import note, posix, titles

from geo.errors import ProjectError
from geo.model import Article
from geo.project import Project

LONG = int(os.environ.get("DATELINE_KILLS", "0")) > 2
ORDERS = tuple(permutations(("save", "undo", "save as", "delete")))


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
