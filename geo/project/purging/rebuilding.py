"""A project file made anew without some of its content: whole or not at all, and with nothing of the old one left in it.

Deleting rows leaves their bytes in free pages, in the log, in the slack of pages. So the file is not mended but written again
from its rows, in memory and then beside its place; what must be gone is looked for in the bytes of the new file, and only
then does it take the old one's place, in one step. A crash before that leaves the old file as it was, and beside it at most a
file from which everything was taken out already. The old file's bytes and its log's are overwritten once they have no name
any more, as far as the disk writes where it is told to.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import ProjectError
from geo.files import COMPANIONS, beside, private_file, sweep, sync_folder
from geo.locking import held
from geo.project.connecting import new_seal, settle_companions, write_seal

_BLOCK = 1 << 20


def rebuild(path: Path, change: Callable[[sqlite3.Connection], None], check: Callable[[sqlite3.Connection, Path], None]) -> list[str]:
    """Write the file anew. `change` works on a copy in memory, `check` gets that copy and the new file before it counts.

    What either raises leaves the old file as it was. Returns what the user must know of copies that could not be reached.
    Raises ProjectError where another program has the file open or it cannot be written.
    """
    real = Path(os.path.realpath(path))
    with held(real), _alone(real) as connection:
        memory = sqlite3.connect(":memory:", isolation_level=None)
        try:
            connection.backup(memory)
            memory.execute("PRAGMA secure_delete = ON")
            memory.execute("PRAGMA temp_store = MEMORY")
            change(memory)
            write_seal(memory, new_seal())  # a file of its own: no journal of the old one belongs to it
            made = _written(memory, real)
            try:
                check(memory, made)
                _sound(made)
            except BaseException:
                made.unlink(missing_ok=True)
                raise
        finally:
            memory.close()
        if os.name == "nt":  # where no file can take the place of one that is open
            connection.close()
        return _put_in_place(made, real)


@contextmanager
def _alone(path: Path) -> Generator[sqlite3.Connection]:
    """The file with nobody else in it, and nobody let in until the end. Raises ProjectError."""
    settle_companions(path)
    logs = _held(Path(f"{path}-wal"))
    connection = sqlite3.connect(path, timeout=2.0, isolation_level=None)
    try:
        # Out of the log into the file: SQLite does that only where no other program has the project open.
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        if str(mode).lower() != "delete":
            raise sqlite3.OperationalError("database is locked")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        yield connection
    except sqlite3.OperationalError as cause:
        if "locked" in str(cause) or "busy" in str(cause):
            raise ProjectError(
                f"{path}: another program has it open, such as QGIS or a second window of Dateline. Close it there, then try again. "
                "Nothing was removed."
            ) from cause
        raise ProjectError(f"{path}: {cause}. Nothing was removed. Check that you may write to the file and its folder.") from cause
    except sqlite3.DatabaseError as cause:
        raise ProjectError(f"{path}: {cause}. Nothing was removed. The file may be damaged; try with a copy of it.") from cause
    finally:
        connection.close()
        for log in logs:
            _wipe(log)


def _written(memory: sqlite3.Connection, path: Path) -> Path:
    """The copy as a file beside its place, in which every page is in use."""
    try:
        sweep(path.parent)
        copy = beside(path)
        private_file(copy)
    except OSError as cause:
        raise ProjectError(
            f"{path.parent}: the project cannot be written anew here ({cause.strerror or cause}). Nothing was removed."
        ) from cause
    try:
        memory.execute("VACUUM INTO ?", (os.fspath(copy),))
        copy.chmod(path.stat().st_mode & 0o7777)
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
    except (OSError, sqlite3.Error) as cause:
        copy.unlink(missing_ok=True)
        raise ProjectError(f"{path}: the project cannot be written anew ({cause}). Nothing was removed. Make room on the disk.") from cause
    return copy


def _sound(path: Path) -> None:
    """Raises ProjectError where the new file is not whole or has pages that hold nothing."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        said = connection.execute("PRAGMA integrity_check").fetchone()[0]
        free = connection.execute("PRAGMA freelist_count").fetchone()[0]
    if said != "ok" or free:
        raise ProjectError(f"{path}: the new file is not as it must be ({said}, {free} free pages). Nothing was removed. Please report it.")


def _put_in_place(made: Path, path: Path) -> list[str]:
    """The new file under the old one's name; the old one's bytes overwritten. Returns what stays in reach of others."""
    notes: list[str] = []
    old = _held(path)
    try:
        os.replace(made, path)
    except OSError as cause:
        for held in old:
            os.close(held)
        made.unlink(missing_ok=True)
        raise ProjectError(
            f"{path}: the new file cannot take its place ({cause.strerror or cause}). Nothing was removed. "
            "Close other programs that have it open."
        ) from cause
    sync_folder(path.parent)
    for held in old:
        if os.fstat(held).st_nlink:
            os.close(held)
            notes.append(f"{path.name} has a second name on this disk (a hard link), which still is the old file. Delete it yourself.")
        else:
            _wipe(held)
    for ending in COMPANIONS:
        Path(f"{path}{ending}").unlink(missing_ok=True)
    return notes


def delete_for_good(path: Path) -> None:
    """Delete a file and overwrite its bytes. Raises OSError."""
    held = [*_held(path), *_held(Path(f"{path}-wal"))]
    path.unlink(missing_ok=True)
    for ending in COMPANIONS:
        Path(f"{path}{ending}").unlink(missing_ok=True)
    for each in held:
        _wipe(each)


def _held(path: Path) -> list[int]:
    """The open file, to reach its bytes when it has lost its name. None where the system lets no open file be replaced."""
    if os.name != "posix":
        return []
    try:
        return [os.open(path, os.O_RDWR)]
    except OSError:
        return []


def _wipe(held: int) -> None:
    """Overwrites a file that has no name any more; one that still has a name is left alone."""
    try:
        status = os.fstat(held)
        if status.st_nlink == 0:
            left = status.st_size
            os.lseek(held, 0, os.SEEK_SET)
            while left > 0:
                left -= os.write(held, b"\0" * min(left, _BLOCK))
            os.fsync(held)
    except OSError:
        pass  # it has no name and cannot be opened by anyone; overwriting it is more than the promise
    finally:
        os.close(held)
