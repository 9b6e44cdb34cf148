"""Article text as Qt shows it: harmless to look at, and with the way back to the article's own offsets.

An article's offsets count Unicode code points; a Qt document counts UTF-16 units and has one paragraph separator
where the text has CR LF. Characters that change the reading direction or hide text are shown as ◆, one for one, so
that nobody reads a sentence which the article does not hold.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

SHOWN_FOR_HIDDEN = "◆"
_BIDI_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Also what Qt would take for its own marks (U+FDD0 to U+FDEF), lone surrogates, and controls other than tab and line ends.
_HIDDEN = re.compile(f"[{_BIDI_CONTROLS}\ufdd0-\ufdef\ufffc\ud800-\udfff\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f]")
_DIRECTION = re.compile(f"[{_BIDI_CONTROLS}]")
_SPACE = re.compile(r"\s+")


def safe_line(text: str, limit: int = 400) -> str:
    """`text` on one line for labels and lists: white space joined, direction controls and other hidden characters taken out."""
    joined = _SPACE.sub(" ", _HIDDEN.sub("", text[: limit * 4])).strip()
    return joined if len(joined) <= limit else joined[: limit - 1] + "…"


def counted(number: int, one: str, many: str | None = None) -> str:
    """ "1 article", "2,000 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def plain_tip(text: str) -> str:
    """`text` for a tool tip. Qt guesses whether a tip is markup; this one is, with nothing left in it to interpret."""
    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>" if text else ""


def menu_text(text: str, limit: int = 60) -> str:
    """`text` for a menu or a button, where & would underline a letter."""
    return safe_line(text, limit).replace("&", "&&")


@dataclass(frozen=True, slots=True)
class DisplayText:
    """`shown` is what goes into a plain-text Qt document; the two methods convert positions."""

    shown: str
    start: int  # code-point offset in the article at which `shown` begins
    changes_direction: bool  # whether the article holds direction controls, which the reader must be told
    _dropped: tuple[int, ...]  # offsets of CR before LF, relative to start
    _astral: tuple[int, ...]  # offsets of characters of two UTF-16 units, relative to start
    _astral_units: tuple[int, ...]  # their positions in the document
    _dropped_units: tuple[int, ...]

    def position(self, offset: int) -> int:
        """Document position of an article offset."""
        local = max(0, offset - self.start)
        return local + bisect_left(self._astral, local) - bisect_left(self._dropped, local)

    def offset(self, position: int) -> int:
        """Article offset of a document position; in the middle of a pair, that of its character."""
        astral = bisect_left(self._astral_units, position)
        # A position just behind CR LF's separator lies behind both characters.
        dropped = bisect_right(self._dropped_units, position - 1)
        return self.start + position - astral + dropped


def display(text: str, start: int = 0, end: int | None = None) -> DisplayText:
    """The stretch of an article that a reader shows."""
    piece = text[start:end]
    dropped = tuple(m.start() for m in re.finditer("\r\n", piece))
    astral = tuple(m.start() for m in re.finditer("[\U00010000-\U0010ffff]", piece))
    shown = _HIDDEN.sub(SHOWN_FOR_HIDDEN, piece.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n"))
    return DisplayText(
        shown=shown,
        start=start,
        changes_direction=_DIRECTION.search(piece) is not None,
        _dropped=dropped,
        _astral=astral,
        _astral_units=tuple(o + i - bisect_left(dropped, o) for i, o in enumerate(astral)),
        _dropped_units=tuple(o + bisect_left(astral, o) - i for i, o in enumerate(dropped)),
    )
