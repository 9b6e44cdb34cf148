"""Names and messages as they can be stored, sent and shown anywhere, with nothing in them that steers a terminal.

A file's name is bytes, and need be no text; JSON can hold half a character. Neither can be written as UTF-8.
"""

from __future__ import annotations

import re
import unicodedata

_HALF = re.compile("[\ud800-\udfff]")
_SHAPING = frozenset("\u200c\u200d")  # between letters of Persian and Indic names, and of use there

_FORMULA = frozenset("=+-@＝＋－＠\t\r\n|%")
"""What a cell that a spreadsheet would run can begin with; the full-width signs do in East Asian settings."""


def encodable(text: str) -> str:
    r"""`text` with what no encoding can carry written out: a byte of a file's name as \xe9, half a character as \ud800.

    >>> encodable("caf\udce9.txt")
    'caf\\xe9.txt'
    """
    return text if text.isascii() else _HALF.sub(lambda half: _written_out(half[0]), text)


def whole(text: str) -> str:
    """`text` with a replacement character for each half of a character, as long as before."""
    return text if text.isascii() else _HALF.sub("\N{REPLACEMENT CHARACTER}", text)


def cell_text(text: str) -> str:
    """Text for a cell of a table: what a spreadsheet would run is preceded by an apostrophe, also behind what nobody sees."""
    shown = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    first = next((c for c in shown if not c.isspace() and unicodedata.category(c) != "Cf"), "")
    return f"'{shown}" if first in _FORMULA or shown[:1] in _FORMULA else shown


def web_address(address: str | None) -> str | None:
    """Addresses of the web only: a path of the analyst's machine is nobody's business, and other schemes can run code."""
    return address if address is not None and address.lower().startswith(("https://", "http://")) else None


def terminal_line(text: str) -> str:
    r"""`text` on one line of a terminal: what would steer it, turn its direction or break the line is written out.

    >>> terminal_line("a\x1b[2Jb\nc")
    'a\\x1b[2Jb\\nc'
    """
    return text if text.isprintable() else "".join(map(_harmless, text))


def _harmless(character: str) -> str:
    if character.isprintable() or character in _SHAPING:
        return character
    # Spaces of other widths, but nothing that ends a line.
    if character.isspace() and len(f"x{character}x".splitlines()) == 1 and character != "\t":
        return " "
    return _written_out(character)


def _written_out(character: str) -> str:
    number = ord(character)
    if 0xDC80 <= number <= 0xDCFF:  # how Python holds a byte that is no UTF-8
        return f"\\x{number - 0xDC00:02x}"
    return f"\\u{number:04x}" if 0xD800 <= number <= 0xDFFF else character.encode("unicode_escape").decode("ascii")
