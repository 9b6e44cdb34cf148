"""The connection to a project's file: one writer, all that is acknowledged in the one file, and no foreign journal played into it.

The journal is SQLite's rollback journal, not its write-ahead log. With a log, decisions stand in a second file until it is brought
in, and a copy of the project is without them; logs do not work on network folders at all; and nothing binds a log to its database,
so that one left beside a copy or a restored backup is played into it. With the rollback journal each change is in the file when
it is acknowledged, and a second file exists only while a change is being written. What a crash leaves of such a journal has the
log's last fault too, so each change also renews a seal in the file: its id, what the seal was, what it is. The journal holds the
seal as it was, which binds the two; a journal or log of another seal is set aside under another name.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import re
import secrets
import sqlite3
import sys
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from geo.errors import ProjectError
from geo.files import COMPANIONS, identity, private_file
from geo.locking import Lock, acquire, lock_file

BUSY_S = 5.0
_LOG_BUSY_MS = 100  # a program that keeps a log in use keeps it for long
SET_ASIDE = "set-aside"
_JOURNALS = ("-journal", "-wal")
_JOURNAL_START = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
_LOG_STARTS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
_SQLITE_LOCKS = (0x40000000, 512)  # the bytes of a database by which SQLite's connections lock one another out
_KEY = "seal"
_NONE = "0" * 32
_SEAL = re.compile(rb"dateline-seal:([0-9a-f]{32}):([0-9a-f]{32}):([0-9a-f]{32})")


class Seal(NamedTuple):
    """The file's own id, and what its last change and the one before were called."""

    id: str
    before: str
    now: str

    def renewed(self) -> Seal:
        return Seal(self.id, self.now, secrets.token_hex(16))

    def __str__(self) -> str:
        return f"dateline-seal:{self.id}:{self.before}:{self.now}"


def new_seal(*, first: bool = False) -> Seal:
    """The seal of a new file; `first`: of a file that had none until now."""
    return Seal(secrets.token_hex(16), _NONE if first else secrets.token_hex(16), secrets.token_hex(16))


class Connecting:
    """A project's file, open to be read; it is locked when it is first written to, or by `claim`."""

    def __init__(self, path: Path, connection: sqlite3.Connection, notes: tuple[str, ...] = ()) -> None:
        self.path = path
        self.connection = connection
        self.notes = notes  # what a person must know of what lay beside the file
        self._lock: Lock | None = None
        self._seal = _seal_known(connection)
        self._file = self._open()

    def _open(self) -> tuple[int, int] | None:
        found = identity(self.path)
        if found is not None:
            _open_here[found] += 1
        return found

    @classmethod
    def create(cls, path: Path) -> Connecting:
        """A new, empty file, locked. Raises ProjectError where there is one of that name, or it cannot be made."""
        if path.exists():
            raise ProjectError(f"{path}: there is a file of that name already. Open it, or choose another name.")
        lock = acquire(path)
        try:
            for ending in COMPANIONS:
                _set_aside(Path(f"{path}{ending}"))
            private_file(path)  # SQLite gives its companion files the same mode
            with naming(path):
                connection = _connected(path, "rw")
            made = cls(path, connection)
        except OSError as cause:
            lock.release()
            raise ProjectError(f"{path}: it cannot be made ({cause.strerror or cause}). Choose a folder that you may write to.") from cause
        except BaseException:
            lock.release()
            raise
        made._lock = lock
        return made

    @classmethod
    def open(cls, path: Path) -> Connecting:
        """An existing file. What SQLite makes of it only shows when it is read."""
        notes = settle_companions(path)
        with naming(path):
            try:
                connection = _connected(path, "rw")
            except sqlite3.OperationalError as cause:
                # A write-ahead log cannot be used where no file can be made beside the project; what is in the file itself can.
                if "unable to open" not in str(cause) and "readonly" not in str(cause):
                    raise
                connection = _connected(path, "ro&immutable=1")
        return cls(path, connection, notes)

    # --- one writer ---------------------------------------------------------------------------------------------------

    @property
    def claimed(self) -> bool:
        return self._lock is not None

    def claim(self, *, take_over: bool = False) -> None:
        """Lock the file for writing. Raises ProjectInUse where another writes to it, ProjectError where it cannot be written."""
        if self._lock is not None:
            return
        self._unmoved()
        if not os.access(self.path, os.W_OK):
            raise ProjectError(f"{self.path}: it may only be read. Use File > Save as and choose a folder that you may write to.")
        lock = acquire(self.path, take_over=take_over)
        try:
            with naming(self.path):
                self._out_of_log()
                self._same_content()
        except BaseException:
            lock.release()
            raise
        self._lock = lock

    def hold(self, lock: Lock) -> None:
        """Go on with a lock that was set before the file was opened."""
        self._lock = lock

    def hand_over(self, path: Path) -> Lock | None:
        """The lock, where it is the one of that path: what is written there now replaces this file."""
        if self._lock is None or lock_file(path) != lock_file(self.path) or not self._lock.still_held():
            return None
        lock, self._lock = self._lock, None
        return lock

    def seal_anew(self) -> None:
        """Give the file a new id, inside or outside of a transaction."""
        seal = new_seal()
        with naming(self.path):
            write_seal(self.connection, seal)
        self._seal = seal

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Changes that are written together or not at all; they are on the disk when this ends. Raises ProjectError."""
        self.claim()
        self._still_ours()
        with naming(self.path):
            self._forget_pages()
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                self._same_content()
                seal = self._seal.renewed() if self._seal is not None else new_seal(first=True)
                write_seal(self.connection, seal)  # first, so that the journal has it before all else
                yield
                self.connection.commit()
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self.connection.rollback()
                raise
            self._seal = seal
            self._out_of_log()

    def make_sure(self) -> None:
        """Raises ProjectError where what stands in the file is not what this connection wrote."""
        self._unmoved()
        if self._lock is not None:
            self._forget_pages()
            self._same_content()

    def intact(self) -> bool:
        """Whether what this connection reads is still what it wrote, or, where another writes to it, the same project.

        Its file may have lost its name.
        """
        if self._seal is None:
            return True
        try:
            self._forget_pages()
            found = read_seal(self.connection)
        except sqlite3.DatabaseError:
            return False
        return found == self._seal or (self._lock is None and found is not None and found.id == self._seal.id)

    def whole(self) -> None:
        """Raises ProjectError where some of the project still stands in a file beside it."""
        with naming(self.path):
            self._out_of_log()
        log = Path(f"{self.path}-wal")
        if log.exists() and log.stat().st_size:
            raise ProjectError(
                f"{self.path}: another program, such as QGIS, is reading it, so a part of it still stands in {log.name}. Close it there, "
                "then save again; until then copy both files."
            )

    def close(self) -> None:
        """No companion files stay behind. Never fails: what was acknowledged is in the file."""
        if self._lock is not None:
            with contextlib.suppress(sqlite3.Error):
                self._out_of_log()
        self.connection.close()
        if self._file is not None:
            _open_here[self._file] -= 1
            self._file = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    # --- inside -------------------------------------------------------------------------------------------------------

    def _still_ours(self) -> None:
        self._unmoved()
        if self._lock is not None and not self._lock.still_held():
            # Taken over by a person on another machine, which is told by this; or its small file was cleaned away.
            self._lock.release()
            self._lock = None
            self.claim()

    def moved(self) -> bool:
        """Whether no file, or another, is where this one was."""
        found = identity(self.path)
        return found is None or found != self._file

    def _unmoved(self) -> None:
        if not self.moved():
            return
        found = identity(self.path)
        what = "its file was moved, renamed or deleted" if found is None else "another file was put in its place"
        raise ProjectError(f"{self.path}: {what} while it was open. This change was not made. {_KEEP}")

    def _forget_pages(self) -> None:
        """SQLite knows another's change by a counter, which two files can share; so it is made to read anew."""
        self.connection.execute("PRAGMA shrink_memory")

    def _same_content(self) -> None:
        try:
            found = read_seal(self.connection)
        except sqlite3.DatabaseError as cause:
            raise ProjectError(f"{self.path}: its file was written over while it was open ({cause}). {_KEEP}") from cause
        if found != self._seal:
            raise ProjectError(
                f"{self.path}: it was changed or written over elsewhere while it was open. This change was not made. {_KEEP}"
            )

    def _out_of_log(self) -> None:
        """Bring in what another program, or an older Dateline, has put into a write-ahead log, and have none where nobody needs it."""
        if self.connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            return
        self.connection.execute(f"PRAGMA busy_timeout = {_LOG_BUSY_MS}")
        try:
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self.connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) and "busy" not in str(error):
                raise  # else that program still has the file open
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(BUSY_S * 1000)}")


class Borrowed(Connecting):
    """A connection that somebody else has opened and will close, such as one to a copy in memory; nothing is locked."""

    def _open(self) -> tuple[int, int] | None:
        return None

    def claim(self, *, take_over: bool = False) -> None:
        pass

    def make_sure(self) -> None:
        pass

    def moved(self) -> bool:
        return False

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Part of its owner's."""
        yield

    def close(self) -> None:
        pass


class InMemory(Borrowed):
    """What is sound of a damaged project, held in memory and written to no file."""

    def close(self) -> None:
        self.connection.close()


_KEEP = "All that is shown is still here: use File > Save as to keep it."
_open_here: Counter[tuple[int, int]] = Counter()
"""Files open in this process: its own locks do not show to it, and would end if it looked."""


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        # A change is acknowledged when it, and the end of its journal, are on the disk.
        connection.execute("PRAGMA synchronous = EXTRA")
        # The file changes in one go at the end of a change, not while it is made: whoever copies it then has the old or the new.
        connection.execute("PRAGMA cache_spill = OFF")
        # What is replaced or deleted is overwritten at once, so that little of it is left when something must go for good.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA schema_version").fetchone()  # what a crash left is put in order now
    except sqlite3.OperationalError:
        connection.close()
        raise
    except sqlite3.DatabaseError:
        pass  # not a database at all: who asks for its version tells that in words
    return connection


@contextmanager
def naming(path: Path) -> Generator[None]:
    """SQLite's errors as ours, with the file's name and what to do."""
    try:
        yield
    except sqlite3.OperationalError as cause:
        said = str(cause)
        if "readonly" in said or "unable to open" in said:
            remedy = "It cannot be written. Use File > Save as and choose a folder that you may write to."
        elif "locked" in said or "busy" in said:
            remedy = "Another program holds it. Close that program, then try again."
        elif "full" in said:
            remedy = "The disk is full. Make room, then try again, or use File > Save as and choose another disk."
        else:
            remedy = "Try File > Save as to another place."
        raise ProjectError(f"{path}: {said}. {remedy}") from cause
    except sqlite3.DatabaseError as cause:
        raise ProjectError(f"{path}: {cause}. The file may be damaged; open a copy of it.") from cause


# --- the seal -----------------------------------------------------------------------------------------------------------------


def read_seal(connection: sqlite3.Connection) -> Seal | None:
    """None in a file that an older Dateline wrote."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'dateline_meta'").fetchone() is None:
        return None
    row = connection.execute("SELECT value FROM dateline_meta WHERE key = ?", (_KEY,)).fetchone()
    found = _SEAL.fullmatch(str(row[0]).encode()) if row is not None else None
    return _seal_of(found) if found is not None else None


def _seal_known(connection: sqlite3.Connection) -> Seal | None:
    try:
        return read_seal(connection)
    except sqlite3.DatabaseError:
        return None  # not a database, or locked: told when it is read


def write_seal(connection: sqlite3.Connection, seal: Seal) -> None:
    connection.execute("INSERT OR REPLACE INTO dateline_meta VALUES (?, ?)", (_KEY, str(seal)))


def _seal_of(found: re.Match[bytes]) -> Seal:
    return Seal(*(part.decode() for part in found.groups()))


def _seals_in(path: Path) -> frozenset[Seal]:
    """Every seal in the bytes of a file. They are random, so none can be there by chance or by an article's words."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size == 0:
            return frozenset()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return frozenset(_seal_of(found) for found in _SEAL.finditer(content))


# --- what lies beside ---------------------------------------------------------------------------------------------------------


def settle_companions(path: Path) -> tuple[str, ...]:
    """Set aside a journal or log that belongs to another file, before SQLite plays it into this one. Returns what a person must know."""
    notes: list[str] = []
    for ending in _JOURNALS:
        beside = Path(f"{path}{ending}")
        try:
            if not _has_changes(beside) or _in_use(path) or _belongs(beside, path):
                continue
            kept = _set_aside(beside)
        except FileNotFoundError:
            continue  # its writer has just finished
        except OSError as cause:
            raise ProjectError(
                f"{path}: {beside.name} lies beside it and belongs to another file. Move it elsewhere first ({cause.strerror or cause})."
            ) from cause
        if ending == "-wal":
            Path(f"{path}-shm").unlink(missing_ok=True)  # an index of that log
        notes.append(f"{path}: {beside.name} lay beside it and belongs to another file. It was not used; it is now called {kept.name}.")
    return tuple(notes)


def _has_changes(beside: Path) -> bool:
    """Whether SQLite would play something of it in."""
    try:
        with beside.open("rb") as file:
            start = file.read(28)
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        return False
    if start.startswith(_LOG_STARTS):
        return size >= 32 + 24 + int.from_bytes(start[8:12], "big")  # its header, and one page with a header
    # Its header fills a sector; a page follows with a number and a checksum.
    return start.startswith(_JOURNAL_START) and size >= int.from_bytes(start[20:24], "big") + 8 + int.from_bytes(start[24:28], "big")


def _belongs(beside: Path, path: Path) -> bool:
    own = _seals_in(path)
    if not own:
        return True  # an older Dateline's file, or none of ours: nothing tells
    there = _seals_in(beside)
    if not there:
        return any(seal.before == _NONE for seal in own)  # it had no seal before the change that was cut off
    if beside.name.endswith("-wal"):  # holds the seal after each change; the first of them, or more, may be in the file already
        return any(a.id == b.id and a.now in (b.before, b.now) for a in own for b in there)
    return any(a.id == b.id and b.now in (a.before, a.now) for a in own for b in there)  # holds the seal before the change


def _set_aside(beside: Path) -> Path:
    number = 1
    while (kept := beside.with_name(f"{beside.name}.{SET_ASIDE}-{number}")).exists():
        number += 1
    with contextlib.suppress(FileNotFoundError):
        beside.rename(kept)
    return kept


def _in_use(path: Path) -> bool:
    """Whether a program has the database open, so that what lies beside it is its own."""
    file = identity(path)
    return (file is not None and _open_here[file] > 0) or _locked_elsewhere(path)


if sys.platform == "win32":

    def _locked_elsewhere(path: Path) -> bool:
        """Windows lets nobody rename what is open: setting aside fails there."""
        return False

else:
    import fcntl

    def _locked_elsewhere(path: Path) -> bool:
        start, length = _SQLITE_LOCKS
        with path.open("r+b" if os.access(path, os.W_OK) else "rb") as file:
            try:
                fcntl.lockf(file, (fcntl.LOCK_EX if file.writable() else fcntl.LOCK_SH) | fcntl.LOCK_NB, length, start)
            except OSError:
                return True
            fcntl.lockf(file, fcntl.LOCK_UN, length, start)
        return False
