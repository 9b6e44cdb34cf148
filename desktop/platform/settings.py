"""What the window remembers between runs, typed. The folder can be moved by DATELINE_DATA, as tests do."""

from __future__ import annotations

import base64
import getpass
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, cast

from PySide6.QtCore import QByteArray

from geo import own_folder
from geo.errors import SettingsError
from geo.events import CERTAIN
from geo.files import private_folder
from geo.own_folder import SETTINGS
from geo.own_settings import RECENT, Values, read_settings, set_damaged_aside, write_settings
from geo.project import Keep

log = logging.getLogger(__name__)

Appearance = Literal["system", "light", "dark"]
MAX_RECENT = 8


def data_folder() -> Path:
    """Where Dateline keeps its own files: settings, the log and projects not yet saved. Made where it is absent."""
    return private_folder(own_folder.data_folder())


class Settings:
    """Typed access to one JSON file; every change is written through, upon what another window wrote meanwhile.

    A value of the wrong type is as if it were not there. A file that holds no settings is kept under another name and
    `complaint` says so; where nothing can be written, what was changed holds for this run.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or data_folder() / SETTINGS
        self.complaint = ""
        self._unwritten: Values = {}
        self._values = self._read()

    @property
    def appearance(self) -> Appearance:
        value = self._text("appearance", "system")
        return cast(Appearance, value) if value in ("system", "light", "dark") else "system"

    @appearance.setter
    def appearance(self, value: Appearance) -> None:
        self._set("appearance", value)

    @property
    def author(self) -> str:
        """Who makes the judgements of this window: written beside each of them."""
        return self._text("author", "") or _login_name()

    @author.setter
    def author(self, value: str) -> None:
        self._set("author", value.strip())

    @property
    def recent_projects(self) -> tuple[Path, ...]:
        """Projects opened or saved lately, newest first; those that are gone are left out."""
        listed = self._values.get(RECENT)
        paths = [Path(path) for path in cast(list[object], listed) if isinstance(path, str)] if isinstance(listed, list) else []
        return tuple(path for path in paths if _is_there(path))[:MAX_RECENT]

    def remember_project(self, path: Path) -> None:
        path = Path(os.path.realpath(path))
        self.read_again()
        self._set_recent([path, *(p for p in self.recent_projects if p != path)])

    def forget_projects(self) -> None:
        self._set_recent([])

    @property
    def allow_downloads(self) -> bool:
        """Whether gazetteers may be fetched from the network, when the user asks for one. Off until the user ticks it."""
        return self._values.get("downloads") is True

    @allow_downloads.setter
    def allow_downloads(self, value: bool) -> None:
        self._set("downloads", value)

    @property
    def villages_told(self) -> frozenset[str]:
        """Countries of which the user has been told that a list of villages would help: told once is enough."""
        told = self._values.get("villages_told")
        return frozenset(code for code in cast(list[object], told) if isinstance(code, str)) if isinstance(told, list) else frozenset()

    def remember_villages_told(self, country: str) -> None:
        self._set("villages_told", sorted({*self.villages_told, country}))

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
        self._set("backups", value.value)

    @property
    def certain(self) -> float:
        """How likely right a place must be to be shown as certain."""
        value = self._values.get("certain")
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0.0 <= value <= 1.0 else CERTAIN

    @certain.setter
    def certain(self, value: float) -> None:
        self._set("certain", value)

    @property
    def first_run(self) -> bool:
        return self._values.get("seen") is not True

    def mark_seen(self) -> None:
        if self.first_run:
            self._set("seen", True)

    @property
    def last_folder(self) -> Path:
        """Where file dialogs open."""
        folder = Path(self._text("last_folder", "") or Path.home())
        return folder if _is_there(folder) and folder.is_dir() else Path.home()

    @last_folder.setter
    def last_folder(self, value: Path) -> None:
        self._set("last_folder", str(value))

    def read_again(self) -> None:
        """Takes over what was changed in the file by another hand."""
        self._values = self._read()

    def state(self, name: str) -> QByteArray | None:
        """Geometry or splitter state saved under `name`."""
        written = self._states().get(name)
        if not isinstance(written, str):
            return None
        try:
            return QByteArray(base64.b64decode(written.encode("ascii"), validate=True))
        except ValueError:
            return None

    def keep_state(self, name: str, value: QByteArray) -> None:
        self.read_again()
        self._set("state", self._states() | {name: base64.b64encode(value.data()).decode("ascii")})

    def _states(self) -> dict[str, object]:
        states = self._values.get("state")
        return cast(dict[str, object], states) if isinstance(states, dict) else {}

    def _set_recent(self, paths: Sequence[Path]) -> None:
        self._set(RECENT, [str(p) for p in paths[:MAX_RECENT]])

    def _text(self, name: str, default: str) -> str:
        value = self._values.get(name)
        return value if isinstance(value, str) else default

    def _set(self, name: str, value: object) -> None:
        self._values = self._read() | {name: value}
        try:
            write_settings(self._file, self._values)
        except SettingsError:
            self._unwritten[name] = value
            log.warning("the settings cannot be written")
        else:
            self._unwritten.clear()

    def _read(self) -> Values:
        try:
            return read_settings(self._file) | self._unwritten
        except SettingsError as error:
            kept = set_damaged_aside(self._file) if error.damaged else None
            self.complaint = f"{error} {f'They are kept as {kept}; ' if kept else ''}Dateline goes on with settings as at first."
            log.warning("the settings cannot be read")
            return dict(self._unwritten)


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
