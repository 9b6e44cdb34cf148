"""What the window leaves of its work in Dateline's own folder: settings with paths, the log, projects never saved.

The names are those that the window gives these files; the library only reads them and takes out what must go.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, cast

from geo.errors import ProjectError, SettingsError
from geo.files import sweep
from geo.own_folder import LOGS, OLD_SETTINGS, SETTINGS, UNSAVED
from geo.own_settings import RECENT, Values, read_settings, write_settings


class Telling(NamedTuple):
    """What tells of something that is removed: a line of the log, a path of the settings."""

    line: Callable[[str], bool]
    path: Callable[[str], bool]


def unsaved_projects(folder: Path) -> tuple[Path, ...]:
    """Projects that were never saved, those of other windows too."""
    return tuple(sorted((folder / UNSAVED).glob("*.gpkg")))


def recent_projects(folder: Path) -> tuple[Path, ...]:
    """The projects that the window lists as opened lately, as far as they are there."""
    listed = _settings(folder).get(RECENT)
    paths = cast(list[object], listed) if isinstance(listed, list) else []
    return tuple(Path(path) for path in paths if isinstance(path, str) and _is_file(path))


def traces(folder: Path, telling: Telling) -> list[str]:
    """Which of settings and log hold something that matches, in words."""
    found: list[str] = []
    values = _settings(folder)
    if _cleaned(values, telling) != values or any(telling.line(line) for file in _damaged(folder) for line in _lines(file)):
        found.append("Dateline's settings (recent projects, last folder)")
    if any(telling.line(line) for log in LOGS for line in _lines(folder / log)):
        found.append("Dateline's log")
    return found


def remove_traces(folder: Path, telling: Telling) -> list[str]:
    """Takes lines out of the log, and paths out of the settings. Returns what was changed. Raises ProjectError, SettingsError."""
    changed: list[str] = []
    for log in LOGS:
        lines = _lines(folder / log)
        kept = [line for line in lines if not telling.line(line)]
        if len(kept) < len(lines):
            _overwrite(folder / log, "".join(kept))
            changed.append("Dateline's log")
    values = _settings(folder)
    cleaned = _cleaned(values, telling)
    damaged = [file for file in _damaged(folder) if any(telling.line(line) for line in _lines(file))]
    if cleaned != values or damaged:
        for file in (*damaged, *(folder / name for name in (SETTINGS, OLD_SETTINGS) if cleaned != values)):
            if file.is_file():
                _overwrite(file, "")  # its bytes too, not its name alone
        for file in damaged:
            _delete(file)
        if cleaned != values:
            write_settings(folder / SETTINGS, cleaned)
        changed.append("Dateline's settings")
    return list(dict.fromkeys(changed))


def remove_leftovers(project: Path) -> None:
    """Deletes what a crash may have left of the project beside it: copies half written, logs of a file that is gone."""
    sweep(project.parent)
    # Those of earlier versions, which were called after the project.
    for left in project.parent.glob(f".{_literal(project.name)}.*.part"):
        left.unlink(missing_ok=True)


# --- inside ---------------------------------------------------------------------------------------------------------------


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="surrogateescape").splitlines(keepends=True)
    except FileNotFoundError:
        return []
    except OSError as cause:
        raise ProjectError(f"{path}: it cannot be read ({cause.strerror or cause}). Check that you may read it.") from cause


def _damaged(folder: Path) -> list[Path]:
    """Files of settings that cannot be read, set aside or not yet, and what an earlier version left beside a newer one."""
    found = sorted(folder.glob(f"{SETTINGS}.damaged*"))
    try:
        read_settings(folder / SETTINGS)
    except SettingsError:
        found.append(folder / SETTINGS)
    if (folder / SETTINGS).exists():
        found.append(folder / OLD_SETTINGS)
    return [file for file in found if file.is_file()]


def _delete(path: Path) -> None:
    try:
        path.unlink()
    except OSError as cause:
        raise ProjectError(
            f"{path}: it cannot be deleted ({cause.strerror or cause}). Delete it yourself; Dateline does not need it."
        ) from cause


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):  # too long, a zero byte in it
        return False


def _overwrite(path: Path, text: str) -> None:
    """In place, since a running window has the log open; what is beyond the new end is overwritten first."""
    content = text.encode("utf-8", "surrogateescape")
    try:
        with path.open("rb+") as file:
            size = file.seek(0, 2)
            file.seek(0)
            file.write(content + b"\0" * max(0, size - len(content)))
            file.flush()
            file.truncate(len(content))
    except OSError as cause:
        raise ProjectError(
            f"{path}: it cannot be changed ({cause.strerror or cause}). Delete it yourself; Dateline does not need it."
        ) from cause


def _settings(folder: Path) -> Values:
    """What the window remembers; nothing where the file is damaged, and then the file itself goes (`remove_traces`)."""
    try:
        return read_settings(folder / SETTINGS)
    except SettingsError as error:
        if not error.damaged:
            raise
        return {}


def _cleaned(values: Values, telling: Telling) -> Values:
    """Without the texts that tell, and without the paths of a list that do; what the window looks like tells nothing."""
    kept: Values = {}
    for key, value in values.items():
        if isinstance(value, list):
            kept[key] = [each for each in cast(list[object], value) if not (isinstance(each, str) and telling.path(each))]
        elif not (isinstance(value, str) and telling.path(value)):
            kept[key] = value
    return kept


def _literal(name: str) -> str:
    """A file's name for `glob`, where brackets and stars stand for themselves."""
    return re.sub(r"([\[\]*?])", r"[\1]", name)


__all__ = ["Telling", "recent_projects", "remove_leftovers", "remove_traces", "traces", "unsaved_projects"]
