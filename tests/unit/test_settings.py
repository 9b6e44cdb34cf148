"""The window's settings: plain values in a file of its owner's, whatever stands in it; nothing of it is ever run."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import stat
import struct
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from desktop.platform.settings import Settings
from geo.project import Keep


class Bomb:
    """Makes a file when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return os.mkdir, (str(self.mark),)


def variant(content: bytes) -> str:
    """A Python object as QSettings wrote it to its INI file: a user's type of QVariant, which holds a pickle."""
    name = b"PySide::PyObjectWrapper\0"
    made = struct.pack(">II", 0x7F, len(name)) + name + struct.pack(">I", len(content)) + content
    return "@Variant(" + "".join(f"\\x{b:x}" for b in made) + ")"


@pytest.mark.parametrize("name", ["settings.json", "settings.ini"])
@pytest.mark.parametrize("key", ["author", "appearance", "recent", "seen", "geometry"])
def test_an_object_in_the_file_is_never_made(tmp_path: Path, name: str, key: str) -> None:
    mark = tmp_path / "made"
    content = f"[General]\n{key}={variant(pickle.dumps(Bomb(mark)))}\n"
    (tmp_path / name).write_text(content)
    settings = Settings(tmp_path / "settings.json")
    for each in ("appearance", "author", "recent_projects", "allow_downloads", "download_address", "backups", "first_run", "last_folder"):
        getattr(settings, each)
    settings.state("geometry")
    settings.author = "B. Writer"
    assert not mark.exists()
    assert Settings(tmp_path / "settings.json").author == "B. Writer"
    (tmp_path / "old.ini").write_text(content)
    with contextlib.suppress(Exception):
        QSettings(str(tmp_path / "old.ini"), QSettings.Format.IniFormat).value(key)
    assert mark.exists(), "it would have gone off"


def test_what_is_set_is_remembered_in_a_file_of_its_owner_s(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    project = tmp_path / "a \udcff.gpkg"
    project.touch()
    one, other = Settings(file), Settings(file)
    assert one.first_run
    one.author, one.appearance, one.allow_downloads, one.backups = " A. Wr\u00efter ", "dark", True, Keep.NONE
    other.keep_state("geometry", QByteArray(b"\0\x01\xd9"))
    other.keep_state("body", QByteArray(b"x"))
    one.remember_project(project)
    one.last_folder = tmp_path
    one.mark_seen()
    for settings in (Settings(file), one):
        settings.read_again()
        assert (settings.author, settings.appearance, settings.allow_downloads) == ("A. Wr\u00efter", "dark", True)
        assert (settings.backups, settings.last_folder, settings.first_run) == (Keep.NONE, tmp_path, False)
        assert settings.recent_projects == (project,)
        assert settings.state("geometry") == QByteArray(b"\0\x01\xd9")
        assert settings.state("body") == QByteArray(b"x")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir() if "json" in p.name] == ["settings.json"]


def test_values_of_the_wrong_type_are_passed_over_and_the_others_stay(tmp_path: Path) -> None:
    long = "/" + "x" * 5000
    written = {
        "author": "A. Writer", "recent": [long, 7, "a\0b", str(tmp_path)], "last_folder": long, "appearance": 7, "downloads": "yes",
        "seen": 1, "state": {"geometry": "no base 64", "body": 5}, "backups": ["x"], "download_address": {},
    }  # fmt: skip
    (tmp_path / "settings.json").write_text(json.dumps(written), encoding="utf-8")
    settings = Settings(tmp_path / "settings.json")
    assert settings.author == "A. Writer"
    assert settings.recent_projects == (tmp_path,)
    assert (settings.last_folder, settings.appearance, settings.backups) == (Path.home(), "system", Keep.BESIDE)
    assert (settings.allow_downloads, settings.download_address, settings.first_run) == (False, "", True)
    assert settings.state("geometry") is None
    assert settings.state("body") is None
    assert not settings.complaint


@pytest.mark.parametrize("content", [b"", b"[1]", b"{", b"\xff\xfe", b"[" * 100_000, b"1" * 10_000, b" " * 2_000_000, b'{"author": NaN'])
def test_a_damaged_file_is_named_and_kept_aside(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.json"
    (tmp_path / "settings.json.damaged").write_bytes(b"an older one")
    file.write_bytes(content)
    settings = Settings(file)
    assert str(file) in settings.complaint
    assert "settings.json.damaged-2" in settings.complaint
    assert settings.appearance == "system"
    settings.appearance = "dark"
    assert Settings(file).appearance == "dark"
    assert (tmp_path / "settings.json.damaged-2").read_bytes() == content
    assert (tmp_path / "settings.json.damaged").read_bytes() == b"an older one"


def test_what_cannot_be_written_holds_for_this_run(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "gone" / "settings.json")
    settings.appearance = "dark"
    settings.author = "A. Writer"
    settings.read_again()
    assert (settings.appearance, settings.author) == ("dark", "A. Writer")


def test_plain_values_of_an_earlier_version_are_taken_over_and_its_file_goes(tmp_path: Path) -> None:
    (tmp_path / "b;c.gpkg").touch()
    old = tmp_path / "settings.ini"
    old.write_bytes(
        f'[General]\nauthor="A, Wr\\xefter"\nappearance=dark\ndownloads=yes\nseen=1\nrecent="/gone.gpkg\\n{tmp_path}/b;c.gpkg"\n'
        "last_folder=/\n\n[state]\ngeometry=@ByteArray(\\x1)\n".encode()
    )
    settings = Settings(tmp_path / "settings.json")
    assert (settings.author, settings.appearance, settings.allow_downloads) == ("A, Wr\u00efter", "dark", True)
    assert (settings.first_run, settings.last_folder) == (False, Path("/"))
    assert settings.recent_projects == (tmp_path / "b;c.gpkg",)
    assert settings.state("geometry") is None
    settings.appearance = "light"
    assert not old.exists()
    assert Settings(tmp_path / "settings.json").author == "A, Wr\u00efter"
