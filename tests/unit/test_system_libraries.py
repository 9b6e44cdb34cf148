"""Which system libraries are missing, and what to type."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.platform import system_libraries as libraries

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux leaves libraries to its packages")


def test_nothing_of_qt_is_imported() -> None:
    code = "import sys, desktop.platform.system_libraries as s; s.missing(); assert not any(m.startswith('PySide6') for m in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_missing_libraries_are_found_in_the_real_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ldd that does not find two libraries, as on a bare machine."""
    ldd = tmp_path / "ldd"
    told = "\tlibnss3.so => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x0)\n\tlibxcb-cursor.so.0 => not found"
    ldd.write_text(f"#!/bin/sh\ncat <<END\n{told}\nEND\n")
    ldd.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(libraries, "_has_font", lambda: True)
    assert libraries.missing() == ("libnss3.so", "libxcb-cursor.so.0")
    monkeypatch.setattr(libraries, "_has_font", lambda: False)
    assert libraries.missing()[-1] == libraries.FONT


@pytest.mark.parametrize(
    ("names", "known", "packages"),
    [
        (("libnss3.so", "libsmime3.so"), {"libnss3"}, ("libnss3",)),
        (("libasound.so.2",), {"libasound2t64", "libasound2"}, ("libasound2t64",)),
        (("libasound.so.2",), {"libasound2"}, ("libasound2",)),
        (("libglib-2.0.so.0", libraries.FONT), {"libglib2.0-0t64", "fonts-dejavu-core"}, ("libglib2.0-0t64", "fonts-dejavu-core")),
        (("libnew3.so.7",), set(), ("libnew3-7",)),
        (("libnew.so.7",), set(), ("libnew7",)),
    ],
)
def test_packages_are_named_as_the_release_names_them(names: tuple[str, ...], known: set[str], packages: tuple[str, ...]) -> None:
    assert libraries.debian_packages(names, known=sorted(known)) == packages


@pytest.mark.parametrize(
    ("tool", "line"),
    [
        ("apt-get", "sudo apt-get install --no-install-recommends libnss3"),
        ("dnf", 'sudo dnf install "libnss3.so()(64bit)"'),
        ("zypper", 'sudo zypper install "libnss3.so()(64bit)"'),
        ("pacman", "sudo pacman -S --needed nss"),
        ("none", "Install with your system's package manager: libnss3.so"),
    ],
)
def test_the_hint_is_one_line_for_each_system(monkeypatch: pytest.MonkeyPatch, tool: str, line: str) -> None:
    monkeypatch.setattr(libraries.shutil, "which", lambda name: f"/usr/bin/{name}" if name == tool else None)
    assert libraries.install_hint(("libnss3.so",)).startswith(line)
    assert libraries.install_hint(()) == ""


def test_the_command_names_what_is_missing_and_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(libraries, "missing", lambda: ("libnss3.so",))
    monkeypatch.setattr(libraries, "can_install", lambda: False)
    assert libraries.main(["--install"]) == 1
    told = capsys.readouterr().err
    assert "libnss3.so" in told
    assert "install" in told
    monkeypatch.setattr(libraries, "missing", lambda: ())
    assert libraries.main([]) == 0
