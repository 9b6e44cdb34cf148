"""What the window remembers between runs, typed. The folder can be moved by DATELINE_DATA, as tests do."""

from __future__ import annotations

import contextlib
import getpass
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, cast

from PySide6.QtCore import QByteArray, QSettings

from geo import own_folder
from geo.files import private_folder, private_opener
from geo.own_folder import SETTINGS
from geo.project import Keep

Appearance = Literal["system", "light", "dark"]
MAX_RECENT = 8


def data_folder() -> Path:
    """Where Dateline keeps its own files: settings, the log and projects not yet saved. Made where it is absent."""
    return private_folder(own_folder.data_folder())


class Settings:
    """Typed access to one INI file; every change is written through."""

    def __init__(self, file: Path | None = None) -> None:
        path = file or data_folder() / SETTINGS
        # Qt keeps the mode of the file that it writes anew.
        with contextlib.suppress(OSError), open(path, "a", opener=private_opener):
            pass
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def appearance(self) -> Appearance:
        value = self._text("appearance", "system")
        return cast(Appearance, value) if value in ("system", "light", "dark") else "system"

    @appearance.setter
    def appearance(self, value: Appearance) -> None:
        self._store.setValue("appearance", value)

    @property
    def author(self) -> str:
        """Who makes the judgements of this window: written beside each of them."""
        return self._text("author", "") or _login_name()

    @author.setter
    def author(self, value: str) -> None:
        self._store.setValue("author", value.strip())

    @property
    def recent_projects(self) -> tuple[Path, ...]:
        """Projects opened or saved lately, newest first; those that are gone are left out."""
        paths = (Path(line) for line in self._text("recent", "").split("\n") if line)
        return tuple(path for path in paths if _is_there(path))[:MAX_RECENT]

    def remember_project(self, path: Path) -> None:
        path = Path(os.path.realpath(path))
        self._set_recent([path, *(p for p in self.recent_projects if p != path)])

    def forget_projects(self) -> None:
        self._set_recent([])

    @property
    def allow_downloads(self) -> bool:
        """Whether gazetteers may be fetched from the network, when the user asks for one. Off until the user ticks it."""
        return self._text("downloads", "") == "yes"

    @allow_downloads.setter
    def allow_downloads(self, value: bool) -> None:
        self._store.setValue("downloads", "yes" if value else "no")

    @property
    def download_address(self) -> str:
        """Where dumps are fetched from instead of GeoNames' own server; empty for that one."""
        return self._text("download_address", "")

    @property
    def backups(self) -> Keep:
        """Where automatic backups of saved projects are kept."""
        value = self._text("backups", Keep.BESIDE)
        return Keep(value) if value in tuple(Keep) else Keep.BESIDE

    @backups.setter
    def backups(self, value: Keep) -> None:
        self._store.setValue("backups", value.value)

    @property
    def first_run(self) -> bool:
        return self._value("seen") is None

    def mark_seen(self) -> None:
        self._store.setValue("seen", "1")

    @property
    def last_folder(self) -> Path:
        """Where file dialogs open."""
        folder = Path(self._text("last_folder", "") or Path.home())
        return folder if _is_there(folder) and folder.is_dir() else Path.home()

    @last_folder.setter
    def last_folder(self, value: Path) -> None:
        self._store.setValue("last_folder", str(value))

    def read_again(self) -> None:
        """Takes over what was changed in the file by another hand."""
        self._store.sync()

    def state(self, name: str) -> QByteArray | None:
        """Geometry or splitter state saved under `name`."""
        value = self._value(f"state/{name}")
        return value if isinstance(value, QByteArray) else None

    def keep_state(self, name: str, value: QByteArray) -> None:
        self._store.setValue(f"state/{name}", value)

    def _set_recent(self, paths: Sequence[Path]) -> None:
        self._store.setValue("recent", "\n".join(str(p) for p in paths[:MAX_RECENT]))

    def _text(self, name: str, default: str) -> str:
        value = self._value(name)
        return value if isinstance(value, str) else default

    def _value(self, name: str) -> object:
        """What the file says; None where it says nothing, or something that Qt cannot make a value of."""
        try:
            return self._store.value(name)
        except Exception:  # Qt's binding reads some of what may stand there as Python's own objects, and raises what that raises
            return None


def _is_there(path: Path) -> bool:
    """Whether there is such a file or folder; a path that cannot be one (too long, a zero byte in it) is not."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in some containers
        return "unknown"
