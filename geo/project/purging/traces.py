"""What the window leaves of its work in Dateline's own folder: settings with paths, the log, projects never saved.

The names are those that the window gives these files; the library only reads them and takes out what must go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from geo.errors import ProjectError
from geo.files import sweep
from geo.own_folder import LOGS, SETTINGS, UNSAVED

_RECENT = "recent"


class Telling(NamedTuple):
    """What tells of something that is removed: a line of the log, a path of the settings."""

    line: Callable[[str], bool]
    path: Callable[[str], bool]


def unsaved_projects(folder: Path) -> tuple[Path, ...]:
    """Projects that were never saved, those of other windows too."""
    return tuple(sorted((folder / UNSAVED).glob("*.gpkg")))


def recent_projects(folder: Path) -> tuple[Path, ...]:
    """The projects that the window lists as opened lately, as far as they are there."""
    listed = dict(_settings(folder)).get(_RECENT, "")
    return tuple(path for line in listed.split("\n") if line and (path := Path(line)).is_file())


def traces(folder: Path, telling: Telling) -> list[str]:
    """Which of settings and log hold something that matches, in words."""
    found: list[str] = []
    if any(_tells(key, value, telling) for key, value in _settings(folder)):
        found.append("Dateline's settings (recent projects, last folder)")
    if any(telling.line(line) for log in LOGS for line in _lines(folder / log)):
        found.append("Dateline's log")
    return found


def remove_traces(folder: Path, telling: Telling) -> list[str]:
    """Takes lines out of the log, and paths out of the settings. Returns what was changed. Raises ProjectError."""
    changed: list[str] = []
    for log in LOGS:
        lines = _lines(folder / log)
        kept = [line for line in lines if not telling.line(line)]
        if len(kept) < len(lines):
            _overwrite(folder / log, "".join(kept))
            changed.append("Dateline's log")
    file = folder / SETTINGS
    lines = _lines(file)
    kept = [new for line in lines if (new := _kept_setting(line, telling)) is not None]
    if kept != lines:
        _overwrite(file, "".join(kept))
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


def _settings(folder: Path) -> Iterator[tuple[str, str]]:
    for line in _lines(folder / SETTINGS):
        key, sign, value = line.rstrip("\r\n").partition("=")
        if sign:
            yield key, _unescaped(value)


def _tells(key: str, value: str, telling: Telling) -> bool:
    return not key.startswith("state") and any(telling.path(part) for part in value.split("\n"))


def _kept_setting(line: str, telling: Telling) -> str | None:
    key, sign, value = line.rstrip("\r\n").partition("=")
    if not sign or not _tells(key, _unescaped(value), telling):
        return line
    if key != _RECENT:
        return None
    paths = [path for path in _unescaped(value).split("\n") if path and not telling.path(path)]
    return f"{key}={_escaped(chr(10).join(paths))}\n"


_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{1,4}|.)")
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


def _unescaped(value: str) -> str:
    """A value of an INI file as Qt writes it."""
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    return _ESCAPE.sub(lambda m: chr(int(m[1][1:], 16)) if m[1][0] == "x" and len(m[1]) > 1 else _PLAIN.get(m[1], m[1]), value)


def _escaped(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _literal(name: str) -> str:
    """A file's name for `glob`, where brackets and stars stand for themselves."""
    return re.sub(r"([\[\]*?])", r"[\1]", name)


__all__ = ["Telling", "recent_projects", "remove_leftovers", "remove_traces", "traces", "unsaved_projects"]
