"""The file of settings: one JSON object of plain values, whatever stands in it; nothing of it is ever run.

Its keys and their meaning belong to the window (desktop/platform/settings.py). The library reads and writes the file because a purge
takes paths out of it too.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from geo.errors import SettingsError
from geo.files import write_beside
from geo.own_folder import OLD_SETTINGS

Values = dict[str, object]

RECENT = "recent"
LARGEST = 1_000_000  # bytes; eight paths and three arrangements of the window take some thousands


def read_settings(file: Path) -> Values:
    """What is remembered; where there is no such file yet, what an earlier version remembered beside it. Raises SettingsError."""
    try:
        content = _content(file)
        if content is None:
            return _old_values(file.with_name(OLD_SETTINGS))
        found: object = json.loads(content.decode("utf-8"))
    except OSError as cause:
        raise SettingsError(f"{file}: it cannot be read ({cause.strerror or cause}). Check that you may read it.") from cause
    except (ValueError, RecursionError) as cause:  # no UTF-8, no JSON, a number of 5,000 digits, brackets without end
        raise SettingsError(f"{file}: these are no settings that Dateline wrote.", damaged=True) from cause
    if not isinstance(found, dict):
        raise SettingsError(f"{file}: these are no settings that Dateline wrote.", damaged=True)
    return cast(Values, found)


def write_settings(file: Path, values: Mapping[str, object]) -> None:
    """Whole or not at all, its owner's alone; the file of an earlier version goes. Raises SettingsError."""
    write_beside(file, (json.dumps(values, indent=1, sort_keys=True) + "\n").encode("ascii"), SettingsError, private=True)
    with contextlib.suppress(OSError):  # it is not looked at any more
        file.with_name(OLD_SETTINGS).unlink(missing_ok=True)


def set_damaged_aside(file: Path) -> Path | None:
    """Keeps a damaged file under a name of its own, never in the place of another. None where that cannot be."""
    for number in range(1, 100):
        place = file.with_name(f"{file.name}.damaged{'' if number == 1 else f'-{number}'}")
        if not os.path.lexists(place):
            try:
                os.rename(file, place)
            except OSError:
                return None
            return place
    return None


# --- what an earlier version wrote ----------------------------------------------------------------------------------------

_TEXTS = ("appearance", "author", "download_address", "backups", "last_folder")
_YES = {"downloads": "yes", "seen": "1"}
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{1,4}|.)")
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


def _old_values(file: Path) -> Values:
    """Texts, ticks and paths of Qt's INI file. What Qt writes with an "@" is an object, and is passed over."""
    try:
        content = _content(file)
    except (OSError, ValueError):
        return {}
    values: Values = {}
    for line in (content or b"").decode("utf-8", "surrogateescape").splitlines():
        key, sign, written = line.partition("=")
        if not sign or written.startswith("@"):
            continue
        value = _unescaped(written)
        if key in _TEXTS:
            values[key] = value
        elif key in _YES:
            values[key] = value == _YES[key]
        elif key == RECENT:
            values[key] = [path for path in value.split("\n") if path]
    return values


def _unescaped(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    return _ESCAPE.sub(lambda m: chr(int(m[1][1:], 16)) if m[1][0] == "x" and len(m[1]) > 1 else _CONTROLS.get(m[1], m[1]), value)


def _content(file: Path) -> bytes | None:
    """The bytes of a file, None where there is none. Raises OSError, and ValueError for one that is no file or too large."""
    if file.exists() and not file.is_file():
        raise ValueError("no file")
    try:
        with open(file, "rb") as opened:
            content = opened.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    if len(content) > LARGEST:
        raise ValueError("too large")
    return content
