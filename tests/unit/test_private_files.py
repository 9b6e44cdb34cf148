"""What Dateline keeps is its owner's alone whatever the umask; what killed runs leave is swept, and nothing of anyone else's."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo import own_folder
from geo.errors import ExportError
from geo.files import beside, private_folder, sweep, write_beside
from geo.project import Project

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_project_and_its_companions_are_private_from_the_first_moment(tmp_path: Path, umask: int) -> None:
    project = Project.create(tmp_path / "case.gpkg")
    assert {p.name: mode(p) for p in tmp_path.iterdir()} == {p.name: 0o600 for p in tmp_path.iterdir()}
    project.save_as(tmp_path / "saved.gpkg")
    project.close()
    assert {mode(p) for p in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("before", "after"), [(0o644, 0o600), (0o666, 0o600), (0o664, 0o600), (0o640, 0o640), (0o660, 0o660), (0o600, 0o600)]
)
def test_a_project_that_anyone_may_read_is_mended_when_it_is_opened(tmp_path: Path, before: int, after: int) -> None:
    case = tmp_path / "case.gpkg"
    Project.create(case).close()
    case.chmod(before)
    Project.open(case).close()
    assert mode(case) == after


def test_what_the_user_exports_keeps_the_umask_and_a_replaced_file_its_mode(tmp_path: Path, umask: int) -> None:
    out = tmp_path / "map.html"
    write_beside(out, b"one", ExportError)
    assert mode(out) == 0o666 & ~umask
    out.chmod(0o640)
    write_beside(out, b"two", ExportError)
    assert (mode(out), out.read_bytes()) == (0o640, b"two")


def test_the_own_folder_of_an_earlier_version_is_mended(tmp_path: Path) -> None:
    home = tmp_path / "dateline"
    for name in (
        "settings.json",
        "settings.ini",
        "dateline.log",
        "dateline.log.1",
        "unsaved/a.gpkg",
        "gazetteers/added/SY.zip",
        "weapons.toml",
    ):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("kept")
        (home / name).chmod(0o644)
    for folder in (home, home / "unsaved", home / "gazetteers" / "added"):
        folder.chmod(0o755)
    own_folder.tidy(home)
    assert {mode(p) for p in home.rglob("*") if p.is_file()} == {0o600}
    assert {mode(p) for p in (home, *home.rglob("*")) if p.is_dir()} == {0o700}


def test_a_folder_that_others_share_is_left_as_it_is(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    private_folder(shared)
    assert stat.S_IMODE(shared.stat().st_mode) == 0o1777


KILLED = """
import sys, time
from pathlib import Path
import geo.files as files
from geo.errors import ExportError
real = files.os.replace
def hold(*a):
    print("held", flush=True)
    time.sleep(60)
files.os.replace = hold
files.write_beside(Path(sys.argv[1]), b"x" * 1000, ExportError)
"""


def held_write(target: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(target)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


def test_the_copy_of_a_killed_run_is_swept_at_the_next_write_and_that_of_a_living_one_is_not(tmp_path: Path) -> None:
    living, killed = held_write(tmp_path / "a.html"), held_write(tmp_path / "b.html")
    try:
        copies = {p for p in tmp_path.iterdir() if p.name.endswith(".part")}
        assert len(copies) == 2
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        write_beside(tmp_path / "c.html", b"third", ExportError)
        left = {p.name for p in tmp_path.iterdir()} - {"c.html"}
        assert [str(living.pid) in name for name in left] == [True]
    finally:
        living.kill()
        living.wait()


def test_a_copy_is_swept_by_its_process_and_machine_alone(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    mine = beside(tmp_path / "x").name
    machine, _, began, rest = mine.removeprefix(".dateline-").split("-")
    dead = f".dateline-{machine}-{ended.pid}-{began}-{rest}"
    names = {
        mine: True,  # of this process, which lives
        dead: False,
        dead + "-journal": False,
        f".dateline-{machine}-{os.getpid()}-1-{rest}": False,  # the number was given again
        f".dateline-{'0' * 8}-{ended.pid}-{began}-{rest}": True,  # of another machine
        f"{dead}.txt": True,
        ".case.gpkg.part": True,
        "case.gpkg": True,
    }
    for name in names:
        (tmp_path / name).write_text("copy")
    sweep(tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {name for name, stays in names.items() if stays}


@pytest.mark.parametrize("length", [245, 250, 255])
def test_the_longest_names_can_be_written(tmp_path: Path, length: int) -> None:
    out = tmp_path / ("n" * (length - 5) + ".html")
    write_beside(out, b"page", ExportError)
    assert out.read_bytes() == b"page"
    assert [p.name for p in tmp_path.iterdir()] == [out.name]


def test_what_cannot_be_written_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    for name, words in {
        "n" * 256: "Choose a shorter name",
        "folder": "Give the name of a file in it",
        "loop": "leads back to itself",
        "none/map.html": "does not exist",
        "a\0b": "Choose another name",
    }.items():
        with pytest.raises(ExportError, match=words):
            write_beside(tmp_path / name, b"page", ExportError)
    with pytest.raises(ExportError, match="Make room on the disk"):
        write_beside(Path("/dev/full"), b"page", ExportError)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder", "loop"]


def test_a_link_stays_and_the_file_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    for there in (True, False):
        link, file = tmp_path / f"link{there}.html", tmp_path / "away" / f"file{there}.html"
        if there:
            file.write_text("old")
        link.symlink_to(file)
        write_beside(link, b"new", ExportError)
        assert link.is_symlink()
        assert file.read_text() == "new"


def test_a_device_is_written_into_and_stays_one() -> None:
    write_beside(Path("/dev/null"), b"page", ExportError)
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
