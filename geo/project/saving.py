"""A project saved under another name: a whole copy beside its place, then renamed; nothing is asked of the old file but to be read."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from geo.errors import ProjectError
from geo.files import COMPANIONS, beside, private_file, sweep, sync_folder
from geo.locking import acquire
from geo.project.connecting import Connecting, new_seal, write_seal

Change = Callable[[sqlite3.Connection], None]


def copy_to(old: Connecting, path: Path, finish: Change | None, fill: Change | None = None) -> Connecting:
    """The copy, locked and open. It is on the disk, under its name, when this returns. Raises ProjectError, ProjectInUse.

    Works from an old file that is full, read-only, deleted, moved or replaced: what its connection reads is what is saved; where that
    is not the project any more, `fill` makes it.
    """
    real = Path(os.path.realpath(path))
    own = old.hand_over(real)
    lock = own or acquire(real)
    try:
        _write(old.connection, path, real, finish, fill)
        saved = Connecting.open(path)
    except BaseException:
        if own is not None:
            old.hold(own)
        else:
            lock.release()
        raise
    saved.hold(lock)
    return saved


def _write(source: sqlite3.Connection, path: Path, real: Path, finish: Change | None, fill: Change | None) -> None:
    made = beside(real)
    try:
        sweep(real.parent)
        private_file(made)
        with contextlib.closing(sqlite3.connect(made, isolation_level=None)) as copy:
            if fill is None:
                source.backup(copy)
            copy.execute("PRAGMA journal_mode = MEMORY")  # also out of a write-ahead log; a copy that is cut off counts for nothing
            copy.execute("PRAGMA synchronous = OFF")
            copy.execute("PRAGMA secure_delete = ON")
            copy.execute("BEGIN IMMEDIATE")
            if fill is not None:
                fill(copy)
            if finish is not None:
                finish(copy)
            write_seal(copy, new_seal())  # a file of its own: no journal of the old one belongs to it
            copy.commit()
        with made.open("rb+") as file:
            os.fsync(file.fileno())
        for ending in COMPANIONS:
            Path(f"{real}{ending}").unlink(missing_ok=True)  # of the file that is replaced
        os.replace(made, real)
        sync_folder(real.parent)
    except (OSError, sqlite3.Error) as cause:
        remedy = "Make room there, or choose another disk." if _is_full(cause) else "Choose a folder that you may write to."
        raise ProjectError(f"{path}: the project cannot be saved here ({cause}). Nothing is lost. {remedy}") from cause
    finally:
        for ending in ("", *COMPANIONS):
            Path(f"{made}{ending}").unlink(missing_ok=True)


def _is_full(cause: Exception) -> bool:
    return "full" in str(cause) or "No space left" in str(cause)
