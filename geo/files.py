"""Files written whole or not at all, and files that are nobody else's business.

A file is written beside its place and renamed. What the user exports is meant to be handed on and keeps the umask; what
Dateline keeps for itself, and every project, is readable by its owner alone from the moment it is made.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import socket
import stat
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from geo.errors import GeoError
from geo.locking import holder_of

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
COMPANIONS = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside a database while it is open."""

_PART = re.compile(r"\.dateline-(?P<machine>[0-9a-f]{8})-(?P<process>\d+)-(?P<began>\d+)-[0-9a-f]{8}\.part(?:-wal|-shm|-journal)?")
_REMEDIES = {
    errno.ENAMETOOLONG: "Choose a shorter name.",
    errno.ENOSPC: "Make room on the disk, or choose another one.",
    errno.EDQUOT: "Make room on the disk, or choose another one.",
    errno.EISDIR: "Give the name of a file in it.",
    errno.ELOOP: "It is a link that leads back to itself: choose another name.",
}
_MAY_WRITE = "Choose a folder that you may write to."


# --- whole or not at all --------------------------------------------------------------------------------------------------


def write_beside(target: Path, content: bytes, error: Callable[[str], GeoError], *, private: bool = False) -> None:
    """Put `content` at `target` in one step, so that a reader never sees half a file.

    A link stays, and the file that it leads to is replaced. A file that is replaced keeps its mode; a new one has the
    umask's, or with `private` is its owner's alone. A device or a pipe is written into. Raises what `error` makes of a
    message where that cannot be done; the old file then stays.
    """
    copy: Path | None = None
    try:
        place = Path(os.path.realpath(target)) if target.is_symlink() else target
        there = _status(place)
        if there is not None and not stat.S_ISREG(there.st_mode):
            _write_into(place, there, content)
            return
        if (holder := holder_of(place)) is not None:
            raise error(f"{target}: it is a project that is open in Dateline ({holder}). Close it there, or choose another name.")
        sweep(place.parent)
        copy = beside(place)
        with open(copy, "xb", opener=private_opener) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not private:
            copy.chmod(stat.S_IMODE(there.st_mode) & 0o777 if there is not None else 0o666 & ~_umask())
        os.replace(copy, place)
        copy = None
        sync_folder(place.parent)
    except FileNotFoundError as cause:
        raise error(f"{target}: the folder {target.parent} does not exist. Make it, or choose another place.") from cause
    except OSError as cause:
        remedy = _REMEDIES.get(cause.errno or 0, _MAY_WRITE)
        raise error(f"{target}: cannot be written ({cause.strerror or cause}). {remedy}") from cause
    except ValueError as cause:  # a NUL character in the name
        raise error(f"{target}: no file can be called so ({cause}). Choose another name.") from cause
    finally:
        if copy is not None:
            with contextlib.suppress(OSError):
                copy.unlink(missing_ok=True)


def beside(target: Path) -> Path:
    """A name in the folder of `target` for the copy that is to take its place: not yet made, and never too long.

    It tells which process of which machine it belongs to, so that `sweep` knows what a killed run has left.
    """
    return target.parent / f".dateline-{_machine()}-{os.getpid()}-{_began(os.getpid())}-{secrets.token_hex(4)}.part"


def sweep(folder: Path) -> None:
    """Delete the copies in a folder that runs of this user on this machine left when they were killed; no other's, none in use."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        left = [entry.path for entry in entries if _is_left(entry)]
        for path in left:
            with contextlib.suppress(OSError):
                os.unlink(path)


def _is_left(entry: os.DirEntry[str]) -> bool:
    told = _PART.fullmatch(entry.name)
    if told is None or told["machine"] != _machine() or not entry.is_file(follow_symlinks=False):
        return False
    if os.name == "posix" and entry.stat(follow_symlinks=False).st_uid != os.geteuid():
        return False
    return not _lives(int(told["process"]), told["began"])


def _lives(process: int, began: str) -> bool:
    """Whether a process of this machine still runs; where that cannot be told it does."""
    if sys.platform == "win32":  # signal 0 would end it there
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OverflowError:
        return False
    except OSError:
        return True
    return _began(process) in (began, "0")


def _began(process: int) -> str:
    """When a process was started, in ticks since the machine was; "0" where the system does not tell. Numbers are given again."""
    try:
        with open(f"/proc/{process}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[19].decode("ascii")
    except (OSError, IndexError, ValueError):
        return "0"


@lru_cache(maxsize=1)
def _machine() -> str:
    """Tells machines, and containers of one machine, apart: a process has its number in one of them only."""
    told = [socket.gethostname()]
    with contextlib.suppress(OSError):
        told.append(Path("/etc/machine-id").read_text(encoding="ascii", errors="replace"))
    with contextlib.suppress(OSError):
        told.append(os.readlink("/proc/self/ns/pid"))
    return hashlib.blake2b("\n".join(told).encode(), digest_size=4).hexdigest()


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _write_into(place: Path, there: os.stat_result, content: bytes) -> None:
    if stat.S_ISDIR(there.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    with open(place, "wb") as file:
        file.write(content)


def sync_folder(folder: Path) -> None:
    """Has the disk keep a new name, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0o077)  # for the moment in which other threads may make files: the narrow one
    os.umask(mask)
    return mask


# --- nobody else's business -----------------------------------------------------------------------------------------------


def private_file(path: Path) -> None:
    """Make a new, empty file that its owner alone may read and write, whatever the umask. Raises FileExistsError, OSError."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))


def private_opener(path: str, flags: int) -> int:
    """The `opener` of `open` for files of Dateline's own: one that is made is its owner's alone, one that is there becomes so."""
    handle = os.open(path, flags, PRIVATE_FILE)
    if os.name == "posix":
        there = os.fstat(handle)
        if stat.S_ISREG(there.st_mode) and there.st_mode & 0o077:
            with contextlib.suppress(OSError):
                os.fchmod(handle, PRIVATE_FILE)
    return handle


def private_folder(path: Path) -> Path:
    """Make a folder of Dateline's own, and those above it that are missing; one that is there becomes its owner's alone.

    Raises OSError.
    """
    missing = [path, *path.parents]
    missing = missing[: next((n for n, each in enumerate(missing) if each.is_dir()), len(missing))]
    for each in reversed(missing):
        with contextlib.suppress(FileExistsError):
            os.mkdir(each, PRIVATE_FOLDER)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    if not missing:
        _narrow_folder(path)
    return path


def narrow(path: Path) -> None:
    """A file of Dateline's own becomes its owner's alone, where it is not yet and the user may change that."""
    if os.name == "posix":
        with contextlib.suppress(OSError):
            there = path.lstat()
            if stat.S_ISREG(there.st_mode) and there.st_mode & 0o077 and there.st_uid == os.geteuid():
                path.chmod(PRIVATE_FILE)


def narrow_project(path: Path) -> None:
    """A project that anyone may read becomes its owner's alone, with the files that SQLite keeps beside it.

    One that was opened to a group and no further (0640, 0660) was so on purpose, and stays.
    """
    if os.name == "posix":
        with contextlib.suppress(OSError):
            if path.stat().st_mode & 0o007:
                real = Path(os.path.realpath(path))
                for each in (real, *(real.with_name(real.name + ending) for ending in COMPANIONS)):
                    narrow(each)


def _narrow_folder(path: Path) -> None:
    """Not one that others share or live in, whatever the environment calls Dateline's folder: /tmp, the home folder."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError, RuntimeError):
        there = path.stat()
        shared = there.st_mode & stat.S_ISVTX or there.st_uid != os.geteuid() or os.path.samefile(path, Path.home())
        if there.st_mode & 0o077 and not shared:
            path.chmod(PRIVATE_FOLDER)


# --- which file it is -----------------------------------------------------------------------------------------------------


def identity(path: Path | str) -> tuple[int, int] | None:
    """What a file is called by the system, the same by whatever name or link it is reached; None where there is none."""
    try:
        there = os.stat(path)
    except (OSError, ValueError):
        return None
    return there.st_dev, there.st_ino
