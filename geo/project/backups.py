"""Automatic backups of a project by generations: whole copies, each of a state that had changed since the one before.

They stand beside the project unless the user says otherwise: who keeps a project on an encrypted disk does not want copies of
it in the home folder. A copy is looked through before it counts, and only then older ones are thinned out: the last five of
the day stay, one of each day of a week, one of each week of a month, and always the newest.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from geo.errors import ProjectError
from geo.files import PRIVATE_FOLDER, beside, private_file, sweep, write_beside
from geo.project.examination import reading
from geo.project.integrity import as_stored, structure
from geo.project.salvage import Spare
from geo.project.seals import ARTICLE, JUDGEMENT, Row, Table, state_of

LAST = 5  # of the last day
DAYS, WEEKS = 7, 5  # of which one stays for each
_ENDING = "-backups"
_OWN = "backups"
_NAME = re.compile(r"\d{4}-\d\d-\d\d-\d{6}Z(?:-\d+)?\.gpkg")
_STAMP = "%Y-%m-%d-%H%M%SZ"


class Keep(StrEnum):
    """Where backups are kept."""

    BESIDE = "beside"
    OWN = "own"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Backup:
    path: Path
    made_at: datetime  # UTC
    articles: int = 0
    decisions: int = 0


def folder_for(project: Path, keep: Keep, own: Path) -> Path | None:
    """Where backups of a project go. In Dateline's `own` folder a hash stands for the path: names of projects tell of people."""
    real = Path(os.path.realpath(project))
    if keep is Keep.NONE:
        return None
    if keep is Keep.BESIDE:
        return real.with_name(real.name + _ENDING)
    return own / _OWN / hashlib.sha256(os.fsencode(real)).hexdigest()[:16]


def backups_of(project: Path, own: Path) -> tuple[Backup, ...]:
    """The backups of a project wherever they were kept, newest first, without their counts."""
    folders = [folder_for(project, keep, own) for keep in (Keep.BESIDE, Keep.OWN)]
    found = [backup for folder in folders if folder is not None for backup in _in(folder)]
    return tuple(sorted(found, key=lambda backup: backup.path.stem, reverse=True))


def all_backups(project: Path, own: Path) -> tuple[Path, ...]:
    """Every backup in Dateline's own folder and beside the project, of other projects and of renamed ones too."""
    real = Path(os.path.realpath(project))
    folders = [*real.parent.glob(f"*{_ENDING}"), *(own / _OWN).glob("*")]
    return tuple(backup.path for folder in sorted(folders) for backup in _in(folder))


def is_backup(path: Path) -> bool:
    parent = Path(os.path.realpath(path)).parent
    return _NAME.fullmatch(path.name) is not None and (parent.name.endswith(_ENDING) or parent.parent.name == _OWN)


def counted(backup: Backup) -> Backup:
    """With how much is in it. Raises ProjectError where it cannot be read."""
    try:
        with reading(backup.path) as connection:
            articles, decisions = (
                int(connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]) for table in (ARTICLE, JUDGEMENT)
            )
    except (OSError, sqlite3.Error) as cause:
        raise ProjectError(f"{backup.path}: this backup cannot be read ({cause}). Choose an older one.") from cause
    return Backup(backup.path, backup.made_at, articles, decisions)


def back_up(project: Path, folder: Path, now: datetime | None = None) -> Path | None:
    """Copy a sound project that has changed since the last backup; None where it has not. Raises ProjectError."""
    there = sorted(_in(folder), key=lambda backup: backup.path.stem)
    stamp = (now or datetime.now(UTC)).strftime(_STAMP)
    if there and stamp <= there[-1].path.stem[: len(stamp)]:  # a clock that was set back makes no backup the older one
        stamp = there[-1].path.stem[: len(stamp)]
    target, number = folder / f"{stamp}.gpkg", 2
    while target.exists():
        target, number = folder / f"{stamp}-{number}.gpkg", number + 1
    copy: Path | None = None
    try:
        with reading(project) as connection:
            if there and _state(there[-1].path) == state_of(connection):
                return None
            folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            sweep(folder)
            copy = beside(target)
            private_file(copy)
            with closing(sqlite3.connect(copy)) as made:
                connection.backup(made)
                made.execute("PRAGMA journal_mode = DELETE")
                if faults := structure(made):
                    raise sqlite3.DatabaseError(faults[0])
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(copy, target)
    except (OSError, sqlite3.Error) as cause:
        raise ProjectError(f"{folder}: no backup could be made ({cause}). Make room, or choose another place for backups.") from cause
    finally:
        if copy is not None:
            copy.unlink(missing_ok=True)
    _thin(folder)
    return target


def copy_out(backup: Path, to: Path) -> None:
    """Copy a backup to a new file, and leave it as it is to the byte. Raises ProjectError."""
    try:
        content = backup.read_bytes()
    except OSError as cause:
        raise ProjectError(f"{backup}: this backup cannot be read ({cause.strerror or cause}). Choose an older one.") from cause
    write_beside(to, content, ProjectError, private=True)


def kept(times: Iterable[datetime]) -> frozenset[datetime]:
    """Those that stay. Ages count from the newest, so that a clock that is wrong throws nothing away."""
    ordered = sorted(times, reverse=True)
    if not ordered:
        return frozenset()
    newest = ordered[0]
    stay = {newest, *[time for time in ordered if newest - time < timedelta(days=1)][:LAST]}
    days: dict[object, datetime] = {}
    weeks: dict[object, datetime] = {}
    for time in ordered:
        if (newest.date() - time.date()).days < DAYS:
            days.setdefault(time.date(), time)
        if (newest.date() - time.date()).days < 7 * WEEKS:
            weeks.setdefault(time.isocalendar()[:2], time)
    return frozenset(stay | set(days.values()) | set(weeks.values()))


def spare_rows(project: Path, own: Path) -> Spare:
    """Rows out of the backups of a project, newest first."""

    def rows(table: Table, key: object) -> Iterator[Row]:
        for backup in backups_of(project, own):
            with contextlib.suppress(ProjectError, OSError, sqlite3.Error), reading(backup.path) as connection, as_stored(connection):
                yield from connection.execute(f"{table.rows} WHERE {table.columns[0]} = ?", (key,)).fetchall()

    return rows


def _in(folder: Path) -> list[Backup]:
    found: list[Backup] = []
    for path in folder.glob("*.gpkg") if folder.is_dir() else ():
        if _NAME.fullmatch(path.name):
            with contextlib.suppress(ValueError):
                found.append(Backup(path, datetime.strptime(path.name[:18], _STAMP).replace(tzinfo=UTC)))
    return found


def _state(path: Path) -> str:
    with contextlib.suppress(ProjectError, OSError, sqlite3.Error), reading(path) as connection:
        return state_of(connection)
    return ""


def _thin(folder: Path) -> None:
    there = _in(folder)
    stay = kept(backup.made_at for backup in there)
    newest = max(there, key=lambda backup: backup.path.stem)
    for backup in there:
        if backup.made_at not in stay and backup is not newest:
            with contextlib.suppress(OSError):
                backup.path.unlink()
