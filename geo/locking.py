"""One writer for a project: a lock that ends with its holder, and says who that is.

Two things together, since neither is enough. The system's own lock, on a small file beside the project, ends with the process
that holds it, however that ends; but not every network folder carries it to other machines. So the small file also says who
holds it: host, process, user and since when. Where the system's lock is free and the file names this machine, its writer has
crashed, and the lock is taken over in silence; where it names another machine, nobody here can tell, and a person decides.

filelock and portalocker were looked at: the first empties the file as it opens it, the second does not write who holds it, so
both would lose the very words that this is about.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import hashlib
import json
import os
import secrets
import socket
import stat
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from geo.errors import ProjectError, ProjectInUse

_LONGEST_NAME = 240  # bytes; most file systems take 255
_PATIENCE_S = 0.5  # a program that only looks holds the lock for some microseconds
_FAR = 1 << 30  # where Windows locks a byte: its locks are mandatory, and the words before it must stay readable


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a project, as its lock file says."""

    host: str
    pid: int
    user: str
    since: datetime
    token: str

    @property
    def here(self) -> bool:
        return self.host == _host()

    def __str__(self) -> str:
        since = self.since.astimezone()
        when = f"{since:%H:%M}" if since.date() == datetime.now(UTC).astimezone().date() else f"{since:%Y-%m-%d %H:%M}"
        return f"by {self.user}, since {when}" if self.here else f"on the machine {self.host} by {self.user}, since {when}"


class Lock:
    """The right to write to a project, held until `release` or the end of the process."""

    def __init__(self, file: BinaryIO, path: Path, holder: Holder) -> None:
        self._file, self._path, self._holder = file, path, holder

    def still_held(self) -> bool:
        """False once a person on another machine has taken the lock over."""
        found = _read(self._path)
        return found is not None and found.token == self._holder.token

    def release(self) -> None:
        if self._file.closed:
            return
        mine = self.still_held()
        if mine and sys.platform != "win32":
            self._path.unlink(missing_ok=True)  # before it is free, so that nobody takes a lock on a file without a name
        self._file.close()
        if mine and sys.platform == "win32":
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)


def acquire(path: Path, *, take_over: bool = False) -> Lock:
    """The lock of the project at `path`, which need not exist yet.

    Raises ProjectInUse where another has it; with `take_over` not where that is on another machine, whose lock then ends.
    Raises ProjectError where no lock can be set, as in a folder that may not be written to.
    """
    beside = lock_file(path)
    while True:
        file = _opened(beside, path)
        try:
            locked = _locked(file, patience_s=_PATIENCE_S)
            if locked is False:
                raise ProjectInUse(path, str(_read(beside) or ""))
            if not _is_at(file, beside):  # released while we waited for it
                file.close()
                continue
            held = _parsed(file.read())
            if held is not None and not take_over and not (held.here and (locked or not _lives(held.pid))):
                raise ProjectInUse(path, str(held), elsewhere=True)
            return _taken(file, beside, path)
        except BaseException:
            file.close()
            raise


@contextmanager
def held(path: Path) -> Generator[None]:
    """The lock for as long as something is written. Raises as `acquire` does."""
    lock = acquire(path)
    try:
        yield
    finally:
        lock.release()


def holder_of(path: Path) -> Holder | None:
    """Who writes to the project at `path`, this process too; None where nobody does, as after a crash on this machine."""
    beside = lock_file(path)
    found = _read(beside)
    if found is None or not found.here:
        return found
    try:
        with beside.open("rb") as file:
            locked = _locked(file)
            return found if locked is False or (locked is None and _lives(found.pid)) else None
    except OSError:
        return None


def lock_file(path: Path) -> Path:
    """Where the lock of a project lies; the same for every name that leads to it by links."""
    real = Path(os.path.realpath(path))
    name = f".{real.name}.lock"
    if len(os.fsencode(name)) > _LONGEST_NAME:
        name = f".{hashlib.sha256(os.fsencode(real.name)).hexdigest()[:32]}.lock"
    return real.with_name(name)


# --- inside -------------------------------------------------------------------------------------------------------------------


def _opened(beside: Path, path: Path) -> BinaryIO:
    try:
        mode = stat.S_IMODE(path.stat().st_mode) & 0o666 if path.exists() else 0o600  # who may write to the project may lock it
        handle = os.open(beside, os.O_RDWR | os.O_CREAT, mode)
        if os.name == "posix" and (there := os.fstat(handle)).st_uid == os.geteuid() and stat.S_IMODE(there.st_mode) != mode:
            os.fchmod(handle, mode)
        return os.fdopen(handle, "r+b", buffering=0)
    except OSError as cause:
        if isinstance(cause, FileNotFoundError):
            raise ProjectError(f"{path}: the folder {path.parent} does not exist. Make it, or choose another place.") from cause
        if cause.errno == errno.ENOSPC:
            raise ProjectError(f"{path}: the disk is full. Make room, or use File > Save as and choose another disk.") from cause
        raise ProjectError(
            f"{path}: it cannot be written ({cause.strerror or cause}). Use File > Save as and choose a folder that you may write to."
        ) from cause


def _taken(file: BinaryIO, beside: Path, path: Path) -> Lock:
    mine = Holder(_host(), os.getpid(), _user(), datetime.now(UTC), secrets.token_hex(8))
    said = {"host": mine.host, "pid": mine.pid, "user": mine.user, "since": mine.since.isoformat(timespec="seconds"), "token": mine.token}
    try:
        file.seek(0)
        file.truncate()
        file.write(json.dumps({"program": "Dateline", **said}).encode())
        os.fsync(file.fileno())
    except OSError as cause:
        beside.unlink(missing_ok=True)
        if cause.errno == errno.ENOSPC:
            raise ProjectError(f"{path}: the disk is full. Make room, or use File > Save as and choose another disk.") from cause
        raise ProjectError(f"{path}: it cannot be written ({cause.strerror or cause}). Use File > Save as.") from cause
    return Lock(file, beside, mine)


def _locked(file: BinaryIO, patience_s: float = 0.0) -> bool | None:
    """The system's lock on an open file, until it is closed. False: another has it. None: this file system has no locks."""
    until = time.monotonic() + patience_s
    while (locked := _lock_at_once(file)) is False and time.monotonic() < until:
        time.sleep(0.02)
    return locked


if sys.platform == "win32":
    import msvcrt

    def _lock_at_once(file: BinaryIO) -> bool | None:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(0)
        return True

    def _lives(_pid: int) -> bool:
        return False  # Windows' lock was free, so its holder is gone

else:
    import fcntl

    def _lock_at_once(file: BinaryIO) -> bool | None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return False if error.errno in (errno.EWOULDBLOCK, errno.EACCES) else None
        return True

    def _lives(pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except OSError:
            return True
        return True


def _is_at(file: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


def _read(beside: Path) -> Holder | None:
    try:
        return _parsed(beside.read_bytes())
    except OSError:
        return None


def _parsed(content: bytes) -> Holder | None:
    """None where a crash came before the words were written, or somebody else wrote others."""
    try:
        said = json.loads(content)
        return Holder(str(said["host"]), int(said["pid"]), str(said["user"]), datetime.fromisoformat(said["since"]), str(said["token"]))
    except (ValueError, KeyError, TypeError):
        return None


def _host() -> str:
    return socket.gethostname() or "unknown"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
