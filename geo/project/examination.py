"""Looks a project file through before anything is written into it: what version it is, what it holds, what is damaged."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from geo.errors import ProjectError
from geo.project.connecting import Connecting
from geo.project.integrity import SEALED_SINCE, Content, busy, sound_content
from geo.project.salvage import Salvage, Spare, salvage
from geo.project.schema import MIGRATIONS, version_of
from geo.project.seals import META, SEAL, digest_of

_BUSY_S = 5.0
_MAGIC = b"SQLite format 3\0"
_LIKE_MAGIC = 12  # bytes of it that are enough to look further: a few may be damaged
NO_PROJECT = "this is no Dateline project. To read it as an article, use File > Open articles."


@dataclass(frozen=True, slots=True)
class Examined:
    """Either `content`, all that a sound project holds, or `salvage`, what is sound of a damaged one."""

    version: int
    content: Content | None = None
    salvage: Salvage | None = None


def look_at(path: Path) -> None:
    """Raises ProjectError where the file is missing, cannot be read, or is none of SQLite's: which would write a head into it."""
    if not os.path.isfile(path):
        raise ProjectError(f"{path}: there is no such file. It may have been moved or renamed.")
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as cause:
        raise ProjectError(f"{path}: it cannot be read ({cause.strerror or cause}). Check that you may read it.") from cause
    if sum(one == other for one, other in zip(head, _MAGIC, strict=False)) < _LIKE_MAGIC:
        raise ProjectError(f"{path}: {NO_PROJECT}")


def examine(path: Path, spare: Spare | None = None) -> Examined:
    """Reads the whole file and writes nothing. Raises ProjectError where it is missing, no project, locked, or of a newer Dateline."""
    look_at(path)
    file = Connecting.open(path)
    try:
        return examined_file(file, spare)
    finally:
        file.close()


def examined_file(file: Connecting, spare: Spare | None = None) -> Examined:
    """The same of a file that is open. Raises ProjectError."""
    path, connection = file.path, file.connection
    try:
        with contextlib.suppress(sqlite3.DatabaseError):
            connection.execute("BEGIN")  # one state, whatever others write meanwhile
        try:
            return _examined(path, connection, spare)
        finally:
            with contextlib.suppress(sqlite3.DatabaseError):
                connection.rollback()
    except OSError as cause:
        raise ProjectError(f"{path}: it cannot be read ({cause.strerror or cause}). Check that you may read it.") from cause
    except MemoryError as cause:
        raise ProjectError(f"{path}: it is too large for this machine's memory. Close other programs, then try again.") from cause


def _examined(path: Path, connection: sqlite3.Connection, spare: Spare | None) -> Examined:
    try:
        version = _version(path, connection)
    except sqlite3.DatabaseError as cause:
        if busy(cause):
            raise _held(path) from cause
        version = None
    except ValueError:
        version = None
    if version is not None:
        try:
            content = sound_content(connection, version)
        except sqlite3.OperationalError as cause:
            raise _held(path) from cause
        if content is not None:
            return Examined(version, content)
    saved = salvage(path, connection, spare)
    if not saved.anything and version is None:
        raise ProjectError(f"{path}: this is no Dateline project, or it is damaged so far that nothing in it can be read.")
    return Examined(len(MIGRATIONS), salvage=saved)


def _version(path: Path, connection: sqlite3.Connection) -> int | None:
    """The version where it can be believed; None where it is damaged. Raises ProjectError, ValueError, sqlite3.DatabaseError."""
    names = {str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master")}
    if names and not any(name.startswith("dateline_") for name in names):
        raise ProjectError(f"{path}: {NO_PROJECT}")
    version = version_of(connection)
    if version is None or version < 1 or SEAL.name not in names:
        return version if version is not None and 1 <= version < SEALED_SINCE else None
    sealed = connection.execute("SELECT digest FROM dateline_digest WHERE source = ? AND key = 'version'", (META.name,)).fetchone()
    if sealed is None or sealed[0] != digest_of(META, ("version", str(version))):
        return None
    if version > len(MIGRATIONS):
        raise ProjectError(f"{path}: this project was made by a newer version of Dateline. Update Dateline to open it.")
    return version


@contextmanager
def reading(path: Path) -> Generator[sqlite3.Connection]:
    """The file as SQLite sees it, its log included, opened so that nothing is written. Raises ProjectError where it cannot be."""
    connection = _read_only(path, "mode=ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as cause:
        if busy(cause):
            connection.close()
            raise _held(path) from cause
        logs = [Path(f"{path}{ending}") for ending in ("-wal", "-journal")]
        if not any(log.exists() and log.stat().st_size for log in logs):  # as on a medium that cannot be written
            connection.close()
            connection = _read_only(path, "immutable=1")
    except sqlite3.DatabaseError:
        pass  # it is damaged at its root, and the pages are read by themselves
    try:
        with contextlib.suppress(sqlite3.DatabaseError):
            connection.execute("BEGIN")  # one state, whatever others write meanwhile
        yield connection
    finally:
        connection.close()


def _read_only(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=_BUSY_S, isolation_level=None)


def _held(path: Path) -> ProjectError:
    return ProjectError(f"{path}: database is locked. Another program holds it. Close that program, then try again.")
