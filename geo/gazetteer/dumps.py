"""GeoNames' dumps: a country's places (XX.zip, XX.txt), and the names that GeoNames publishes apart (alternateNames)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from geo.errors import GazetteerError
from geo.gazetteer import sizes
from geo.gazetteer.broken_rows import BrokenRows, Misplaced
from geo.gazetteer.sources import Entry, Name, degrees_of, is_name, people_of

OnBytes = Callable[[int, int], None]

_COLUMNS = 19
_MOST_LINE_BYTES = 1 << 20  # GeoNames allows 10,000 letters of alternate names; a longer line is none of a dump
_MOST_CONTENTS = 1 << 20  # bytes of a zip's table of contents: some 10,000 files, where GeoNames has two
_IDENTITY = re.compile(r"-?[1-9]\d{0,17}", re.ASCII)  # as SQLite and GeoNames count
_COUNTRY, _FEATURE = re.compile(r"[A-Z]{2}"), re.compile(r"[A-Z][A-Z0-9]{1,6}")
_NAME_COLUMNS = (8, 10)  # of alternateNames: since 2020 with the years in which a name was in use
# Features that news never means, which would only make homonyms: "Hama" the farm, the hotel, the well.
_DUMP_CLASSES = frozenset("APHTLSRUV")
# What alternateNames holds beside names: addresses of web pages, postal codes, ids of other catalogues.
_NO_LANGUAGES = frozenset(("link", "wkdt", "post", "phon", "tcid", "unlc", "faac"))
_CODES = {"abbr": "abbreviation", "iata": "abbreviation", "icao": "abbreviation"}
_GIVE_DUMP = "Give a country dump of GeoNames (XX.zip or XX.txt)."
_GIVE_NAMES = "Give the alternateNames file of GeoNames for the same country (alternatenames/XX.zip)."


def dump_entries(
    file: Path, on_bytes: OnBytes | None = None, names: Mapping[int, Sequence[Name]] | None = None, broken: BrokenRows | None = None
) -> Iterator[Entry]:
    """Places of a GeoNames dump: XX.txt with 19 tab-separated columns, or XX.zip that holds it.

    `names` are more names by GeoNames id, as `alternate_names` reads them; rows that cannot be read go to `broken`. Raises
    GazetteerError, naming file and line, where it is something else.
    """
    rows = broken if broken is not None else BrokenRows()
    for number, (line, done, total) in enumerate(_lines(file, _GIVE_DUMP), start=1):
        if not line.strip():
            continue
        if on_bytes and number % 5000 == 0:
            on_bytes(done, total)
        try:
            entry = _dump_entry(f"{file}, line {number}", _text(file, number, line, _GIVE_DUMP).split("\t"), names or {})
        except GazetteerError as error:
            rows.add(error)
        else:
            rows.read += 1
            if entry:
                yield entry
    rows.settle()


def _dump_entry(where: str, cells: list[str], more: Mapping[int, Sequence[Name]]) -> Entry | None:
    if len(cells) != _COLUMNS:
        raise GazetteerError(f"{where}: {len(cells)} columns instead of {_COLUMNS}. {_GIVE_DUMP}")
    if not _IDENTITY.fullmatch(cells[0]):
        raise GazetteerError(f'{where}: "{cells[0][:40]}" is no GeoNames id. {_GIVE_DUMP}')
    try:
        identity, lat, lon = int(cells[0]), degrees_of(cells[4]), degrees_of(cells[5])
    except ValueError as error:
        raise GazetteerError(f"{where}: {error}. {_GIVE_DUMP}") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Misplaced(f"{where}: {lat:g}, {lon:g} is no latitude and longitude. Download the file again.", lat, lon)
    name = cells[1].strip()
    if not name or cells[6] not in _DUMP_CLASSES:
        return None
    names: list[Name] = [(n.strip(), "name") for n in (cells[2], *cells[3].split(",")) if n.strip() and is_name(n.strip())]
    names += more.get(identity, ())
    # The stand-in dumps number what GeoNames lacks with negative ids of Who's On First.
    key = f"geonames:{identity}" if identity > 0 else f"wof:{-identity}"
    country = cells[8] if _COUNTRY.fullmatch(cells[8]) else None
    code = f"{cells[8]}.{cells[10]}" if cells[10] else None
    feature = cells[7] if _FEATURE.fullmatch(cells[7]) else "PPL"
    return Entry(key, name, lon, lat, feature, country, code, people_of(cells[14]), names)


def alternate_names(file: Path, broken: BrokenRows | None = None) -> dict[int, list[Name]]:
    """Names by GeoNames id out of an alternateNames file (.txt or .zip); web addresses, postal codes and the like are left out.

    Rows that cannot be read go to `broken`. Raises GazetteerError, naming file and line, where it is something else.
    """
    rows = broken if broken is not None else BrokenRows()
    found: dict[int, list[Name]] = {}
    kept = 0
    for number, (line, _, _) in enumerate(_lines(file, _GIVE_NAMES), start=1):
        if not line.strip():
            continue
        try:
            cells = _text(file, number, line, _GIVE_NAMES).split("\t")
            if len(cells) not in _NAME_COLUMNS or not _IDENTITY.fullmatch(cells[1]):
                raise GazetteerError(f"{file}, line {number}: this is no line of alternate names. {_GIVE_NAMES}")
        except GazetteerError as error:
            rows.add(error)
            continue
        rows.read += 1
        language, written = cells[2], cells[3].strip()
        if language not in _NO_LANGUAGES and written and (language in _CODES or is_name(written)):
            found.setdefault(int(cells[1]), []).append((written, _CODES.get(language, "name")))
            kept += 1
            if kept > sizes.MOST_NAMES:
                raise sizes.too_many_names(file)
    rows.settle()
    return found


def check_zip(file: Path) -> None:
    """Read a zip to its end and compare its checksums. Raises GazetteerError where it is damaged or no zip."""
    with _opening(file, "Download it again."), _archive(file) as archive:
        for member in archive.infolist():
            for _ in _unpacked(file, archive, member):
                pass


def _lines(file: Path, remedy: str) -> Iterator[tuple[bytes, int, int]]:
    """(line, bytes read, bytes in all) of a text file or of the text in a zip; a line far too long comes in pieces."""
    if not file.exists():
        raise GazetteerError(f"{file} is missing. {remedy}")
    if file.is_dir():
        raise GazetteerError(f"{file} is a folder. {remedy}")
    with _opening(file, remedy):
        if zipfile.is_zipfile(file):
            with _archive(file) as archive:
                yield from _unpacked(file, archive, _member(file, archive, remedy))
        else:
            sizes.check(file)
            with open(file, "rb") as raw:
                yield from _counted(raw, file.stat().st_size)


class _InParts(io.FileIO):
    """A file that is read in parts only: the table of contents of a zip is the one thing that the reader of zips takes at once."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self._path = file

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _MOST_CONTENTS:
            raise sizes.too_large(self._path, "it is a zip of very many files")
        return super().read(-1 if size is None else size)


@contextmanager
def _archive(file: Path) -> Generator[zipfile.ZipFile]:
    """A zip that is small enough to be read: packed and unpacked, as far as it says so itself."""
    sizes.check(file)
    with _InParts(file) as raw, zipfile.ZipFile(raw) as archive:
        said = sum(m.file_size for m in archive.infolist())
        if said > max(sizes.PACKED_FREELY, sizes.MOST_PACKING * file.stat().st_size):
            raise sizes.too_large(file, f"it unpacks to {said // sizes.MEGABYTE:,} MB, more than {sizes.MOST_PACKING} times its size")
        yield archive


def _unpacked(file: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[tuple[bytes, int, int]]:
    """The lines of a member. What it says of its size is not believed further than that: the reader of zips stops there."""
    if member.file_size > sizes.MOST_BYTES:
        raise sizes.too_large(file, f"{member.filename} in it has {member.file_size // sizes.MEGABYTE:,} MB")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # GeoNames uses no other, and Python unpacks the others without a bound: 4 KB of bzip2 can be 4 GB.
        raise NotImplementedError(f"compression method {member.compress_type}")
    with archive.open(member) as raw:
        yield from _counted(raw, member.file_size)


@contextmanager
def _opening(file: Path, remedy: str) -> Generator[None]:
    """Whatever a file that is damaged, locked or packed in an unusual way makes Python's zip reader raise, said in words."""
    try:
        yield
    except NotImplementedError as error:
        raise GazetteerError(f"{file} is packed in a way that is not known here ({error}). Unpack it and give the .txt in it.") from None
    except RuntimeError as error:  # only so does zipfile tell of a password
        if "password" not in str(error) and "encrypted" not in str(error):
            raise
        raise GazetteerError(f"{file} is locked with a password. Unpack it and give the .txt in it.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OverflowError) as error:
        raise GazetteerError(f"{file} is damaged ({str(error) or type(error).__name__}). Download it again. {remedy}") from None
    except OSError as error:
        raise GazetteerError(f"{file} cannot be read ({error.strerror or error}). Check its permissions.") from None


def _counted(raw: IO[bytes], total: int) -> Iterator[tuple[bytes, int, int]]:
    done = 0
    while line := raw.readline(_MOST_LINE_BYTES):
        yield line.removeprefix(b"\xef\xbb\xbf") if not done else line, done, total
        done += len(line)


def _text(file: Path, number: int, line: bytes, remedy: str) -> str:
    if len(line) >= _MOST_LINE_BYTES:
        raise GazetteerError(f"{file}, line {number}: it has more than {_MOST_LINE_BYTES:,} bytes. {remedy}")
    try:
        return line.rstrip(b"\r\n").decode("utf-8")
    except UnicodeDecodeError:
        raise GazetteerError(f"{file}, line {number}: this is not UTF-8 text. {remedy}") from None


def _member(file: Path, archive: zipfile.ZipFile, remedy: str) -> zipfile.ZipInfo:
    texts = [m for m in archive.infolist() if m.filename.lower().endswith(".txt") and "readme" not in m.filename.lower()]
    if not texts:
        raise GazetteerError(f"{file} holds no .txt. {remedy}")
    return max(texts, key=lambda m: m.file_size)
