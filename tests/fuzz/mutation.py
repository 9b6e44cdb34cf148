"""Ways of damaging input: of bytes, of JSON values, of lines and cells. All take the case's own random numbers, so a case comes again."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

MOST_BYTES = 400_000  # what a mutation may grow a case to: enough for quadratic code to show, little enough for ten thousand

Rng = random.Random

# Numbers that are none, or not the expected ones. "²", "٣" and "१" are digits to str.isdigit, and only the latter two to int.
ODD_NUMBERS = (
    *("0", "-1", "1e999", "-1e999", "1e308", "NaN", "nan", "Infinity", "-Infinity", "inf", "²", "٣", "१२", "½", "1_000", "0x10", "+5"),
    *(
        "9999999999999999999999999",
        "-99999999999999999999",
        "9223372036854775808",
        "1,5",
        "1.2.3",
        "--3",
        "1e-400",
        "−5",
        "",
        " ",
        "9" * 5000,
    ),
)
ODD_TEXTS = (
    *("\x00", "\ufeff", "\ufffe", "\u202e", "\u2028", "\x85", "\x1b[31m", "\ud800", "\U000e0001", "İ", "ß", "ﬁ", "क्षि", "إدلب", "👩‍👩‍👧"),
    *("{{7*7}}", "<script>alert(1)</script>", "'; DROP TABLE place; --", "../../etc/passwd", "%s%n%x", "=cmd()", "a\u0301" * 50, "\u0301"),
)
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1251", "latin-1", "shift_jis", "gb18030", "utf-7", "cp037")


def mutated(data: bytes, rng: Rng, others: Sequence[bytes] = ()) -> bytes:
    """One to six random changes of bytes."""
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 6))):
        data = rng.choice(_BYTE_CHANGES)(data, rng, others)[:MOST_BYTES]
    return data


def _place(data: bytes, rng: Rng) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + int(2 ** rng.uniform(0, 10)))


def _flip(data: bytes, rng: Rng, _others: Sequence[bytes]) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 4, 30)) if out else 0):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _drop(data: bytes, rng: Rng, _others: Sequence[bytes]) -> bytes:
    start, end = _place(data, rng)
    return data[:start] + data[end:]


def _cut(data: bytes, rng: Rng, _others: Sequence[bytes]) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] if rng.random() < 0.8 else data[at:]


def _repeat(data: bytes, rng: Rng, _others: Sequence[bytes]) -> bytes:
    start, end = _place(data, rng)
    times = rng.choice((2, 3, 10, 100, 3000))
    return data[:start] + data[start:end] * min(times, MOST_BYTES // max(1, end - start)) + data[end:]


def _insert(data: bytes, rng: Rng, _others: Sequence[bytes]) -> bytes:
    at = rng.randrange(len(data) + 1)
    more = rng.choice((
        rng.randbytes(rng.choice((1, 2, 8, 60))),
        rng.choice(ODD_TEXTS).encode("utf-8", "surrogatepass"),
        rng.choice(ODD_NUMBERS).encode(),
        bytes([rng.choice(b"\0\xff\xfe\r\n\t\"'<>&;,|{}[]()/\\%-0")]) * rng.choice((1, 2, 40, 5000)),
    ))  # fmt: skip
    return data[:at] + more + data[at:]


def _splice(data: bytes, rng: Rng, others: Sequence[bytes]) -> bytes:
    other = rng.choice(others) if others else data
    start, end = _place(other, rng)
    at, until = _place(data, rng)
    return data[:at] + other[start:end] + data[until:]


def _renumber(data: bytes, rng: Rng, _others: Sequence[bytes]) -> bytes:
    """Put an odd number where digits stand."""
    digits = [i for i in range(min(len(data), 20_000)) if 48 <= data[i] <= 57]
    if not digits:
        return data
    start = end = rng.choice(digits)
    while end < len(data) and 48 <= data[end] <= 57:
        end += 1
    return data[:start] + rng.choice(ODD_NUMBERS).encode() + data[end:]


def _recode(data: bytes, rng: Rng, _others: Sequence[bytes]) -> bytes:
    return data.decode("utf-8", "replace").encode(rng.choice(ENCODINGS), "replace")


_BYTE_CHANGES: tuple[Callable[[bytes, Rng, Sequence[bytes]], bytes], ...] = (
    *(_flip, _flip, _drop, _cut, _repeat, _insert, _insert, _splice, _renumber, _renumber, _recode),
)


# --- JSON ---------------------------------------------------------------------------------------------------------------


def odd_value(rng: Rng) -> Any:
    """A value of any JSON type, mostly not the one expected."""
    return rng.choice((
        None, True, False, 0, -1, 10**30, -(10**400), 1e308, float("nan"), float("inf"), -0.0, "", [], {}, [[]], [None], {"": None},
        {"a": 1},
        rng.choice(ODD_TEXTS), rng.choice(ODD_NUMBERS), ["a", 1, None], [[1, 2], [3]], "x" * 70_000, [0] * 3000,
    ))  # fmt: skip


def mutated_json(value: Any, rng: Rng) -> bytes:
    """The value with some of its parts changed, as text; now and then with a key twice, nested deeply, or as it should not be written."""
    value = json.loads(json.dumps(value))
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        value = _changed(value, rng)
    text = json.dumps(value, ensure_ascii=rng.random() < 0.5)
    if rng.random() < 0.08:
        deep = rng.choice((50, 900, 1100, 60_000))
        opening, closing = rng.choice((("[", "]"), ('{"a":', "}")))
        text = text.replace("null", opening * deep + "1" + closing * deep, 1) if "null" in text else opening * deep + text + closing * deep
    if rng.random() < 0.08:
        key = rng.choice(("name", "text", "id", "type", "features", "geometry", "coordinates", "properties"))
        text = text.replace("{", f'{{"{key}": {json.dumps(odd_value(rng))}, ', rng.choice((1, 5)))
    return text.encode("utf-8", rng.choice(("surrogatepass", "replace")))


def _changed(value: Any, rng: Rng) -> Any:
    """One part of a value, at any depth, exchanged, left out, doubled or moved."""
    if isinstance(value, (dict, list)) and value and rng.random() < 0.93:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = rng.choice(keys)
        how = rng.random()
        if how < 0.72:
            value[key] = _changed(value[key], rng)
        elif how < 0.8:
            del value[key]
        elif how < 0.87 and isinstance(value, list):
            value.insert(key, value[rng.randrange(len(value))])
        elif how < 0.94 and isinstance(value, dict):
            value[rng.choice((*keys, *ODD_TEXTS))] = value[key]
        else:
            other = rng.choice(keys)
            value[key], value[other] = value[other], value[key]
        return value
    if isinstance(value, (int, float)) and abs(value) < 1e300 and rng.random() < 0.5:
        return rng.choice((-value, value * 1e10, value + 180, value / 7, str(value), [value], 1e-320, 90.0000001, 180.0, -180.0))
    return odd_value(rng)


# --- lines and cells ----------------------------------------------------------------------------------------------------


def mutated_rows(rows: Sequence[Sequence[str]], rng: Rng) -> list[list[str]]:
    """Cells exchanged for odd ones, rows and columns left out, doubled, lengthened."""
    out = [list(r) for r in rows]
    for _ in range(rng.choice((1, 1, 2, 4, 12))):
        row = rng.choice(out) if out else []
        column = rng.randrange(len(row)) if row else 0
        how = rng.random()
        if not row or how < 0.05:
            out.append([rng.choice(ODD_TEXTS) for _ in range(rng.randrange(30))])
        elif how < 0.45:
            row[column] = rng.choice(ODD_NUMBERS)
        elif how < 0.7:
            row[column] = rng.choice(ODD_TEXTS)
        elif how < 0.76:
            del row[column]
        elif how < 0.82:
            row.insert(column, row[column])
        elif how < 0.87:
            out += [list(row)] * rng.choice((1, 2, 500))
        elif how < 0.92:
            other = rng.randrange(len(row))
            row[column], row[other] = row[other], row[column]
        elif how < 0.95:
            row[column] = row[column] * rng.choice((2, 50, 2000))
        else:
            out.remove(row)
    return out
