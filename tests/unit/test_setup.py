"""Choosing a Python for the virtual environment, on machines that lack this or that."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the set-up by make is for Linux and macOS")

NEW = f"""#!/bin/sh
echo "$0 $*" >> "$LOG"
[ "$1" = --version ] && echo Python 3.12.1 && exit 0
[ "$1 $2" = "-m venv" ] && mkdir -p "$3/bin" && exit 0
exec {sys.executable} "$@"
"""
OLD = '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit 0\nexit 1\n'
BROKEN = "#!/bin/sh\necho 'command not found' >&2\nexit 127\n"
WITHOUT_VENV = f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; *print*) echo 3.11; exit 0;; esac\nexec {sys.executable} "$@"\n'
USER = "#!/bin/sh\necho 1000\n"
SUPERUSER = "#!/bin/sh\necho 0\n"


def make_environment(folder: Path, programs: dict[str, str], **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up script on a machine whose only programs are these and the plainest tools."""
    setup = folder / "resources" / "setup"
    setup.mkdir(parents=True)
    shutil.copy(ROOT / "resources" / "setup" / "environment.sh", setup)
    tools = folder / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "rm", "mkdir", "touch", "cat"):
        (tools / name).symlink_to(str(shutil.which(name)))
    for name, script in programs.items():
        (tools / name).write_text(script)
        (tools / name).chmod(0o755)
    environment = {"PATH": str(tools), "LOG": str(folder / "log"), **variables}
    return subprocess.run(["sh", str(setup / "environment.sh")], check=False, capture_output=True, text=True, env=environment)


def test_the_newest_python_that_runs_is_taken(tmp_path: Path) -> None:
    done = make_environment(tmp_path, {"python3.13": BROKEN, "python3.12": NEW, "python3": OLD})
    assert (done.returncode, done.stdout) == (0, "Making the virtual environment .venv with Python 3.12.1 …\n")
    assert "python3.12 -m venv .venv" in (tmp_path / "log").read_text()


def test_a_named_python_is_preferred(tmp_path: Path) -> None:
    done = make_environment(tmp_path, {"python3.12": OLD, "mine": NEW}, PYTHON="mine")
    assert done.returncode == 0
    assert "mine -m venv" in (tmp_path / "log").read_text()


def test_a_python_too_old_is_named(tmp_path: Path) -> None:
    done = make_environment(tmp_path, {"python3": OLD})
    assert done.returncode == 1
    assert "Dateline needs Python 3.11 or newer; here python3 is Python 3.9.2." in done.stderr


def test_no_python_at_all_is_said(tmp_path: Path) -> None:
    done = make_environment(tmp_path, {})
    assert done.returncode == 1
    assert "Dateline needs Python 3.11 or newer. Install it" in done.stderr


def test_a_missing_venv_module_is_said_with_the_line_to_type(tmp_path: Path) -> None:
    done = make_environment(tmp_path, {"python3": WITHOUT_VENV, "id": USER, "apt-get": BROKEN})
    assert done.returncode == 1
    assert "sudo apt-get install python3.11-venv" in done.stderr


def test_root_gets_the_venv_module_by_apt(tmp_path: Path) -> None:
    apt = '#!/bin/sh\necho "apt-get $*" >> "$LOG"\n[ "$1" = install ] && touch "${LOG}.installed"\nexit 0\n'
    python = (
        '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.11.2 && exit 0\n[ "$1 $2" = "-m venv" ] && mkdir -p "$3" && exit 0\n'
        f'case "$2" in *ensurepip*) [ -e "$LOG.installed" ]; exit;; *print*) echo 3.11; exit 0;; esac\nexec {sys.executable} "$@"\n'
    )
    done = make_environment(tmp_path, {"python3": python, "id": SUPERUSER, "apt-get": apt})
    assert done.returncode == 0, done.stderr
    assert "--no-install-recommends python3.11-venv" in (tmp_path / "log").read_text()
    assert (tmp_path / ".venv").is_dir()
