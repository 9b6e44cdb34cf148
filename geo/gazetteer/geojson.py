"""Features of a GeoJSON file, one after the other: no more of it is held in memory than one feature."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO, cast

from geo.errors import GazetteerError
from geo.gazetteer.sizes import MEGABYTE, too_large

# Of one feature, and of whatever stands beside them: a ring of 300 MB that is refused at this costs 333 MB (tests/fuzz/huge_files.py).
MOST_LETTERS = 32 * MEGABYTE
MOST_COLUMNS = 10_000  # names of properties: more are no table
_BLOCK = 1 << 20
_SPACE = re.compile(r"[ \t\n\r]*")
_WELL_KNOWN = re.compile(r"CRS84|4326|OGC:1\.3")


def columns(file: Path) -> list[str]:
    """The names of all properties, and "id" where features have one. The file is read to its end. Raises GazetteerError."""
    found: dict[str, None] = {}
    with_id = False
    for feature in _features(file):
        found |= dict.fromkeys(_properties(feature))
        with_id = with_id or "id" in feature
        if len(found) > MOST_COLUMNS:
            raise GazetteerError(f"{file} has more than {MOST_COLUMNS:,} properties. Export it with those that are needed.")
    if with_id:
        found.setdefault("id")
    return list(found)


def rows(file: Path) -> Iterator[tuple[dict[str, str], object]]:
    """The properties of each feature, as text, and its geometry as it is written. Raises GazetteerError."""
    for feature in _features(file):
        cells = {k: _written(v) for k, v in _properties(feature).items()}
        if "id" in feature:
            cells.setdefault("id", _written(feature["id"]))
        yield cells, feature.get("geometry")


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _written(value: object) -> str:
    if isinstance(value, list):
        return ";".join(_single(v) for v in cast("list[object]", value))
    return _single(value)


def _single(value: object) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    # Half characters can be neither stored nor printed.
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _features(file: Path) -> Iterator[dict[str, Any]]:
    try:
        with open(file, "rb") as raw:
            encoding = json.detect_encoding(raw.read(4))
        with open(file, encoding=encoding, errors="surrogatepass") as text:
            yield from _of_collection(file, _Reader(file, text))
    except (ValueError, RecursionError) as error:
        why = "its brackets are nested too deeply" if isinstance(error, RecursionError) else str(error).partition(";")[0]
        raise GazetteerError(f"{file} is no GeoJSON ({why}). Export it as GeoJSON (RFC 7946).") from None
    except OSError as error:
        raise GazetteerError(f"{file} cannot be read ({error.strerror or error}). Check its permissions.") from None


def _of_collection(file: Path, reader: _Reader) -> Iterator[dict[str, Any]]:
    no_collection = GazetteerError(f"{file} is no FeatureCollection. Export it as GeoJSON (RFC 7946).")
    if reader.next_letter() != "{":
        reader.value()
        raise no_collection
    collection = False
    for key in reader.names():
        if key == "features" and reader.next_letter() == "[":
            collection = True
            for feature in reader.elements():
                if isinstance(feature, dict):
                    yield cast("dict[str, Any]", feature)
            continue
        value = reader.value()
        if key == "crs":
            _check_reference(file, value)
    reader.end()
    if not collection:
        raise no_collection


def _check_reference(file: Path, told: object) -> None:
    """Old GeoJSON may be in another reference system than degrees of WGS84."""
    said = json.dumps(told) if told else ""
    if said and not _WELL_KNOWN.search(said):
        raise GazetteerError(f"{file} is not in degrees of WGS84 but in {said[:80]}. Export it in EPSG:4326.")


class _Reader:
    """Values of a JSON text, with no more of it in memory than one value. Raises ValueError where it is no JSON."""

    def __init__(self, file: Path, text: TextIO) -> None:
        self._file, self._text = file, text
        self._held, self._at, self._whole = "", 0, False
        self._decoder = json.JSONDecoder()

    def next_letter(self) -> str:
        """The next one that is no space; "" at the end of the text."""
        while True:
            found = _SPACE.match(self._held, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._held):
                return self._held[self._at]
            if not self._more(_BLOCK):
                return ""

    def value(self) -> object:
        self.next_letter()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._held, self._at)
                if end < len(self._held) or self._whole:  # else a number may go on
                    self._at = end
                    return value
            except json.JSONDecodeError as error:
                if self._whole:
                    raise ValueError(error.msg) from None
            held = len(self._held) - self._at
            if held > MOST_LETTERS:
                raise too_large(self._file, f"a feature or value of it has more than {MOST_LETTERS // MEGABYTE} MB")
            # Twice as much each time: what is read again is then no more than what was read.
            self._more(max(held, _BLOCK))

    def names(self) -> Iterator[str]:
        """Those of the object that begins here; the caller takes the value of each."""
        for _ in self._parts("{", "}"):
            key = self.value() if self.next_letter() == '"' else None
            if not isinstance(key, str):
                raise ValueError("the name of a property is missing")
            self._take(":")
            yield key

    def elements(self) -> Iterator[object]:
        """Those of the list that begins here."""
        return (self.value() for _ in self._parts("[", "]"))

    def end(self) -> None:
        if self.next_letter():
            raise ValueError("it goes on behind its end")

    def _parts(self, opening: str, closing: str) -> Iterator[None]:
        self._take(opening)
        if self.next_letter() == closing:
            self._at += 1
            return
        while True:
            yield
            if self.next_letter() == closing:
                self._at += 1
                return
            self._take(",")

    def _take(self, wanted: str) -> None:
        if self.next_letter() != wanted:
            raise ValueError(f'"{wanted}" is missing')
        self._at += 1

    def _more(self, letters: int) -> bool:
        read = self._text.read(letters)
        self._held, self._at = self._held[self._at :] + read, 0
        self._whole = not read
        return bool(read)
