"""Whether a compiled gazetteer is still as it was written: one flipped bit in it would put a pin somewhere else.

The checksum of the file stands in its own header, in the four bytes that SQLite leaves to programs. Looking at it reads the whole
file (0.13 s for the built-in one of 120 MB), so that it is done once a day, and whenever the file is not the one that was looked at.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from zlib import crc32

_AT, _END = 68, 72  # SQLite's application id
CHECKED_S = 86_400
_BLOCK = 1 << 20
_looked_at: set[str] = set()  # by this process


def seal(path: Path) -> None:
    """Put the checksum into a file that is written and closed."""
    with open(path, "r+b") as file:
        file.seek(_AT)
        file.write(_checksum(path))


def is_sound(path: Path) -> bool:
    """Whether the file is one that was sealed, and has not changed since. A file of an earlier version is not."""
    note = _note(path)
    try:
        state = path.stat()
        seen = f"{state.st_dev} {state.st_ino} {state.st_size} {state.st_mtime_ns}"
        if seen in _looked_at:
            return True
        with contextlib.suppress(OSError, ValueError):
            if note.read_text(encoding="ascii") == seen and 0 <= time.time() - note.stat().st_mtime < CHECKED_S:
                return True
        with open(path, "rb") as file:
            head = file.read(_END)
        if not head.startswith(b"SQLite format 3\0") or head[_AT:_END] != _checksum(path):
            return False
    except OSError:
        return False
    _looked_at.add(seen)
    with contextlib.suppress(OSError):  # a folder that cannot be written to is looked at every time
        note.write_text(seen, encoding="ascii")
    return True


def doubt(path: Path) -> None:
    """Look at the file again at its next opening: it could not be read as it should."""
    _looked_at.clear()
    with contextlib.suppress(OSError):
        _note(path).unlink(missing_ok=True)


def _note(path: Path) -> Path:
    return path.with_name(f".{path.name}.checked")


def _checksum(path: Path) -> bytes:
    found = 0
    with open(path, "rb") as file:
        head = bytearray(file.read(_END))
        head[_AT:_END] = bytes(_END - _AT)
        found = crc32(head)
        while block := file.read(_BLOCK):
            found = crc32(block, found)
    return max(1, found).to_bytes(4, "big")  # 0 is what an unsealed file has
