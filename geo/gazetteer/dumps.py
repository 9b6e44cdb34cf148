"""GeoNames' dumps: a country's places (XX.zip, XX.txt), and the names that GeoNames publishes apart (alternateNames)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from geo.errors import GazetteerError
from geo.gazetteer.sources import Entry, Name, is_name

OnBytes = Callable[[int, int], None]

_COLUMNS = 19
_NAME_COLUMNS = (8, 10)  # of alternateNames: since 2020 with the years in which a name was in use
# Features that news never means, which would only make homonyms: "Hama" the farm, the hotel, the well.
_DUMP_CLASSES = frozenset("APHTLSRUV")
# What alternateNames holds beside names: addresses of web pages, postal codes, ids of other catalogues.
_NO_LANGUAGES = frozenset(("link", "wkdt", "post", "phon", "tcid", "unlc", "faac"))
_CODES = {"abbr": "abbreviation", "iata": "abbreviation", "icao": "abbreviation"}
_GIVE_DUMP = "Give a country dump of GeoNames (XX.zip or XX.txt)."
_GIVE_NAMES = "Give the alternateNames file of GeoNames for the same country (alternatenames/XX.zip)."


def dump_entries(file: Path, on_bytes: OnBytes | None = None, names: Mapping[int, Sequence[Name]] | None = None) -> Iterator[Entry]:
    """Places of a GeoNames dump: XX.txt with 19 tab-separated columns, or XX.zip that holds it.

    `names` are more names by GeoNames id, as `alternate_names` reads them. Raises GazetteerError, naming file and line,
    where it is something else.
    """
    for number, (line, done, total) in enumerate(_lines(file, _GIVE_DUMP), start=1):
        if not line.strip():
            continue
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != _COLUMNS:
            raise GazetteerError(f"{file}, line {number}: {len(cells)} columns instead of {_COLUMNS}. {_GIVE_DUMP}")
        if on_bytes and number % 5000 == 0:
            on_bytes(done, total)
        entry = _dump_entry(file, number, cells, names or {})
        if entry:
            yield entry


def _dump_entry(file: Path, line: int, cells: list[str], more: Mapping[int, Sequence[Name]]) -> Entry | None:
    try:
        identity, lat, lon = int(cells[0]), float(cells[4]), float(cells[5])
        population = int(cells[14] or 0)
    except ValueError as error:
        raise GazetteerError(f"{file}, line {line}: {error}. {_GIVE_DUMP}") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise GazetteerError(f"{file}, line {line}: {lat}, {lon} is no latitude and longitude. Download the file again.")
    name = cells[1].strip()
    if not name or cells[6] not in _DUMP_CLASSES:
        return None
    names: list[Name] = [(n.strip(), "name") for n in (cells[2], *cells[3].split(",")) if n.strip() and is_name(n.strip())]
    names += more.get(identity, ())
    # The stand-in dumps number what GeoNames lacks with negative ids of Who's On First.
    key = f"geonames:{identity}" if identity > 0 else f"wof:{-identity}"
    code = f"{cells[8]}.{cells[10]}" if cells[10] else None
    return Entry(key, name, lon, lat, cells[7] or "PPL", cells[8] or None, code, population, names)


def alternate_names(file: Path) -> dict[int, list[Name]]:
    """Names by GeoNames id out of an alternateNames file (.txt or .zip); web addresses, postal codes and the like are left out.

    Raises GazetteerError, naming file and line, where it is something else.
    """
    found: dict[int, list[Name]] = {}
    for number, (line, _, _) in enumerate(_lines(file, _GIVE_NAMES), start=1):
        if not line.strip():
            continue
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) not in _NAME_COLUMNS or not cells[1].isdigit():
            raise GazetteerError(f"{file}, line {number}: this is no line of alternate names. {_GIVE_NAMES}")
        language, written = cells[2], cells[3].strip()
        if language not in _NO_LANGUAGES and written and (language in _CODES or is_name(written)):
            found.setdefault(int(cells[1]), []).append((written, _CODES.get(language, "name")))
    return found


def check_zip(file: Path) -> None:
    """Read a zip to its end and compare its checksums. Raises GazetteerError where it is damaged or no zip."""
    try:
        with zipfile.ZipFile(file) as archive:
            damaged = archive.testzip()
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise GazetteerError(f"{file} is damaged ({error}). Download it again.") from None
    if damaged is not None:
        raise GazetteerError(f"{file} is damaged (checksum of {damaged}). Download it again.")


def _lines(file: Path, remedy: str) -> Iterator[tuple[str, int, int]]:
    """(line, bytes read, bytes in all) of a text file or of the text in a zip."""
    if not file.exists():
        raise GazetteerError(f"{file} is missing. {remedy}")
    if file.is_dir():
        raise GazetteerError(f"{file} is a folder. {remedy}")
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                member = _member(file, archive, remedy)
                with archive.open(member) as raw:
                    yield from _decoded(raw, member.file_size)
        else:
            with open(file, "rb") as raw:
                yield from _decoded(raw, file.stat().st_size)
    except UnicodeDecodeError:
        raise GazetteerError(f"{file} is not UTF-8 text. {remedy}") from None
    except (zipfile.BadZipFile, EOFError) as error:
        raise GazetteerError(f"{file} is damaged ({error}). Download it again.") from None
    except OSError as error:
        raise GazetteerError(f"{file} cannot be read ({error.strerror or error}). Check its permissions.") from None


def _decoded(raw: Any, total: int) -> Iterator[tuple[str, int, int]]:
    done = 0
    for line in io.TextIOWrapper(raw, encoding="utf-8-sig", newline="\n"):
        done += len(line)
        yield line, done, total


def _member(file: Path, archive: zipfile.ZipFile, remedy: str) -> zipfile.ZipInfo:
    texts = [m for m in archive.infolist() if m.filename.lower().endswith(".txt") and "readme" not in m.filename.lower()]
    if not texts:
        raise GazetteerError(f"{file} holds no .txt. {remedy}")
    return max(texts, key=lambda m: m.file_size)
