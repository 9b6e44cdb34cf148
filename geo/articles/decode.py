"""Bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from geo.errors import ArticleError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "a PDF file", "Rename it so that it ends in .pdf."),
    (b"PK\x03\x04", "a ZIP or office document", "Unpack it, or save the document as PDF or text."),
    (b"\xd0\xcf\x11\xe0", "an old office document", "Save it as PDF or text."),
    (b"{\\rtf", "a rich text document", "Save it as plain text."),
    (b"\x89PNG", "a picture", "Take its text in by OCR first."),
    (b"\xff\xd8\xff", "a picture", "Take its text in by OCR first."),
    (b"GIF8", "a picture", "Take its text in by OCR first."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"\x7fELF", "a program", "Choose a text file."),
    (b"MZ\x90", "a program", "Choose a text file."),
    (b"SQLite format 3", "a database", "Open a Dateline project with File > Open instead."),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_HIGH = re.compile(rb"[\x80-\xff]")
# Windows-1252's typographic marks and the letters of western European names.
_WESTERN = frozenset(b"\x80\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa3\xa7\xab\xb0\xb4\xb7\xbb" + bytes(range(0xC0, 0x100)))
_SAMPLE = 64_000
MAX_CONTROL_SHARE = 0.003
# Above this share of bytes beyond ASCII a text is not western European, whatever else it is.
MAX_WESTERN_SHARE = 0.12


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str


def decode(data: bytes, path: Path | str) -> Decoded:
    """The text of `data` without its byte-order mark, and nothing else changed.

    Raises ArticleError where the bytes are no text in any encoding.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data[len(bom) :], encoding, path)
    for magic, what, remedy in _MAGIC:
        if data.startswith(magic):
            raise ArticleError(path, f"it is {what}, not text", remedy)
    wide = _utf16_without_mark(data)
    if wide:
        return _strictly(data, wide, path)
    if len(_CONTROL.findall(data[:_SAMPLE])) > MAX_CONTROL_SHARE * min(len(data), _SAMPLE) or b"\x00" in data:
        raise _binary(path)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if (mixed := _mostly_utf8(data)) is not None:
        return Decoded(mixed, "utf-8 with windows-1252")
    if (western := _western(data)) is not None:
        return Decoded(western, "windows-1252")
    best = from_bytes(data, preemptive_behaviour=False).best()
    if best is None:
        raise _binary(path)
    text = str(best)
    if len(_CONTROL_CHARACTER.findall(text[:_SAMPLE])) > MAX_CONTROL_SHARE * min(len(text), _SAMPLE):
        raise _binary(path)
    return Decoded(text.removeprefix("\ufeff"), best.encoding)


def _strictly(data: bytes, encoding: str, path: Path | str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ArticleError(path, f"it claims to be {encoding} and is not from byte {error.start} on", "Save it as UTF-8 text.") from error
    if len(_CONTROL_CHARACTER.findall(text[:_SAMPLE])) > MAX_CONTROL_SHARE * max(1, min(len(text), _SAMPLE)):
        raise _binary(path)
    return Decoded(text, encoding)


def _utf16_without_mark(data: bytes) -> str | None:
    """Text that is mostly Latin letters has a zero in every second byte of UTF-16."""
    sample = data[:_SAMPLE]
    if len(sample) < 8 or len(data) % 2:
        return None
    zeros_even, zeros_odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if zeros_odd > 0.6 * half and zeros_even == 0:
        return "utf-16-le"
    if zeros_even > 0.6 * half and zeros_odd == 0:
        return "utf-16-be"
    return None


def _mostly_utf8(data: bytes) -> str | None:
    """Texts that were pasted together from UTF-8 and Windows-1252: the odd bytes are read as the latter."""
    odd = 0
    pieces: list[str] = []
    at = 0
    while at < len(data):
        try:
            pieces.append(data[at:].decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            pieces.append(data[at : at + error.start].decode("utf-8"))
            byte = data[at + error.start : at + error.start + 1]
            try:
                pieces.append(byte.decode("windows-1252"))
            except UnicodeDecodeError:
                return None
            odd += 1
            at += error.start + 1
            if odd > 2_000:
                return None
    text = "".join(pieces)
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return text if beyond_ascii >= 2 * odd else None


def _western(data: bytes) -> str | None:
    high = _HIGH.findall(data)
    letters = sum(byte[0] >= 0xA0 for byte in high)  # typographic marks stand at the same places in all Windows code pages
    if letters > MAX_WESTERN_SHARE * len(data) or not all(byte[0] in _WESTERN for byte in high):
        return None
    try:
        return data.decode("windows-1252")
    except UnicodeDecodeError:
        return None


def _binary(path: Path | str) -> ArticleError:
    return ArticleError(path, "it holds binary data, not text", "Choose a text, HTML, PDF or JSON Lines file, or save it as UTF-8 text.")
