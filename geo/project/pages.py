"""Reads rows out of the pages of an SQLite file by themselves, where SQLite itself gives up.

Of SQLite's file format (https://www.sqlite.org/fileformat2.html) only the leaves of tables are read: every page that looks
like one is taken, whatever page leads to it, so that a damaged page costs no more than what stands on it. A row's table is
told from the row's shape. What is read so may be of yesterday or nonsense: the digests of the project say what counts.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from geo.model import JudgementKind
from geo.project.seals import ANALYSIS, ARTICLE, CHAIN, JUDGEMENT, META, REMOVAL, SEAL, UNDO, Row, Table, Value

_LEAF_OF_TABLE = 13
_OTHER_PAGES = (2, 5, 10)  # inner pages, and leaves of indices
_USUAL_PAGE = 4096
_DIGEST = 64  # characters
_INTEGERS = (0, 1, 2, 3, 4, 6, 8)  # bytes of the serial types 0 to 6
_KINDS = frozenset(kind.value for kind in JudgementKind)


class _NoRowError(Exception):
    """What stands here is no row."""


def rows_in_pages(path: Path) -> Iterator[tuple[Table, Row]]:
    """Every row that can be read off a page and has the shape of one of the project's. Raises OSError."""
    data = path.read_bytes()
    size = int.from_bytes(data[16:18], "big")
    size = 65536 if size == 1 else size
    if size < 512 or size & (size - 1):
        size = _USUAL_PAGE
    for start in range(0, len(data), size):
        page = data[start : start + size]
        head = 100 if start == 0 else 0
        if len(page) < head + 8 or page[head] in _OTHER_PAGES:
            continue
        (cells,) = struct.unpack_from(">H", page, head + 3)
        for number in range(min(cells, (len(page) - head - 8) // 2)):
            (at,) = struct.unpack_from(">H", page, head + 8 + 2 * number)
            try:
                rowid, values = _cell(data, page, at, size)
            except (_NoRowError, IndexError, struct.error):
                continue
            row = _told(rowid, values)
            if row is not None:
                yield row


def _cell(data: bytes, page: bytes, at: int, size: int) -> tuple[int, list[Value]]:
    length, at = _varint(page, at)
    rowid, at = _varint(page, at)
    most = size - 35  # bytes of a row that stand on the page itself
    if length > len(data):
        raise _NoRowError
    if length <= most:
        content = page[at : at + length]
    else:
        least = (size - 12) * 32 // 255 - 23
        local = least + (length - least) % (size - 4)
        local = local if local <= most else least
        content = bytearray(page[at : at + local])
        (following,) = struct.unpack_from(">I", page, at + local)
        while following and len(content) < length:
            start = (following - 1) * size
            content += data[start + 4 : start + min(size, 4 + length - len(content))]
            (following,) = struct.unpack_from(">I", data, start)
    if len(content) != length:
        raise _NoRowError
    return rowid, _record(bytes(content))


def _record(content: bytes) -> list[Value]:
    end, at = _varint(content, 0)
    kinds: list[int] = []
    while at < end:
        kind, at = _varint(content, at)
        kinds.append(kind)
    values: list[Value] = []
    at = end
    for kind in kinds:
        value, at = _value(content, at, kind)
        values.append(value)
    if at != len(content):
        raise _NoRowError
    return values


def _value(content: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind < len(_INTEGERS):
        size = _INTEGERS[kind]
        return (int.from_bytes(content[at : at + size], "big", signed=True) if kind else None), at + size
    if kind == 7:
        return struct.unpack_from(">d", content, at)[0], at + 8
    if kind in (8, 9):
        return kind - 8, at
    if kind < 12:
        raise _NoRowError
    size = (kind - 12) // 2
    raw = content[at : at + size]
    return (raw.decode("utf-8", "surrogateescape") if kind % 2 else raw), at + size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for number in range(8):
        byte = data[at + number]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + number + 1
    return value << 8 | data[at + 8], at + 9


def _told(rowid: int, values: list[Value]) -> tuple[Table, Row] | None:
    """The row with its table, told from its shape. A column that is the row's number is stored as NULL."""
    match values:
        case [str(), int(), str(sha), str(record)] if len(sha) == _DIGEST and record.startswith("{"):
            return ARTICLE, tuple(values)
        case [None, str(), int(), str(digest)] if len(digest) == _DIGEST:
            return CHAIN, (rowid, *values[1:])
        case [None, int(), int(), str()]:
            return UNDO, (rowid, *values[1:])
        case [None, str(), str(), None | bytes()]:
            return REMOVAL, (rowid, *values[1:])
        case [None, str(kind), str(), str(), str(), str()] if kind in _KINDS:
            return JUDGEMENT, (rowid, *values[1:])
        case [str(source), str(), str()] if source.startswith("dateline_") or source == "total":
            return SEAL, tuple(values)
        case [str(), str(second)]:
            return (ANALYSIS if second.startswith("{") else META), tuple(values)
        case _:
            return None
