"""How the words of a PDF page stand on it: columns are read one after the other, rows of a table stay together, headers and footers go.

A PDF tells where each piece of text begins, not what belongs together. What pypdf gives is kept wherever the pieces show no columns and
no table, since most pages have neither and it knows more of fonts and spaces than their positions tell.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.assets import asset

if TYPE_CHECKING:
    from pypdf import PageObject

_ONE_LINE = 2.0  # points between the baselines of a line
_EDGE = 3.0  # points by which pieces that begin a column differ
_LETTER = 0.4  # of the size of the type: a letter's least mean width, .43 to .55 in usual fonts
_FEWEST = 3  # pieces that make an edge of a column
_PROSE = 15  # letters in a piece, on the average, of columns; cells of tables have fewer
_SHORTEST = 3  # letters in a piece, on the average of a page: in files that place each letter by itself edges mean nothing
_MOST = 3_000  # pieces of a page that are compared, each with each edge: a full page of a newspaper has some hundreds
_OF_TABLE = 0.7  # share of the pieces of a page that stand at its edges; in files that place each word by itself few do
_MARGIN = 3  # lines at the top and the bottom of pages among which headers and footers are sought
_HYPHENATED = re.compile(r"(\w+)-\n[^\S\n]*([a-z]\w*)")
_GOES_ON = 5  # words in a line of text: what is shorter is a headline or a cell
_ENDS = re.compile(r"""[.!?:;"”’'»)\]-]\s*$""")
_DIGITS = re.compile(r"\d+")
# "12", "Page 2 of 9 - Contact: …", "Report 41 | page 2"
_PAGE_NUMBER = re.compile(
    r"\d{1,4}$|page\s*\d{1,4}\b|\d{1,4}\s*(?:/|of)\s*\d{1,4}$|.*\bpage\s*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with where it begins, in points from the lower left, and its size."""

    text: str
    x: float
    y: float
    size: float

    @property
    def reach(self) -> float:
        """The least x at which it ends."""
        return self.x + _LETTER * self.size * len(self.text)


def page_text(page: PageObject) -> str:
    """The text of a page in the order in which it is read."""
    pieces: list[Piece] = []

    def take(text: str, matrix: Sequence[float], text_matrix: Sequence[float], font: Any, size: float) -> None:
        if words := " ".join(text.split()):
            a, b, c, d, e, f = matrix
            x, y = text_matrix[4], text_matrix[5]
            pieces.append(Piece(words, a * x + c * y + e, b * x + d * y + f, abs(size * text_matrix[3] * d) or 10.0))

    plain = page.extract_text(visitor_text=take).strip()
    if not pieces or len(pieces) > _MOST or page.rotation % 360 or sum(len(p.text) for p in pieces) < _SHORTEST * len(pieces):
        return plain
    return "\n".join(in_order(pieces) or [plain])


def in_order(pieces: Sequence[Piece]) -> list[str] | None:
    """The lines of a page with columns or a table; None where there is neither."""
    edges = _edges(pieces)
    if len(edges) < 2:
        return None
    until = [*edges[1:], float("inf")]
    held = [[p for p in pieces if abs(p.x - x) <= _EDGE and p.reach <= end + _EDGE] for x, end in zip(edges, until, strict=True)]
    body = [p for column in held for p in column]
    if not all(held):
        return None
    if sum(len(p.text) for p in body) < _PROSE * len(body):
        return _rows(pieces, " | ") if len(body) >= _OF_TABLE * len(pieces) else None
    high = min(max(p.y for p in column) for column in held) + _ONE_LINE
    low = max(min(p.y for p in column) for column in held) - _ONE_LINE
    first = max(max(p.y for p in column) for column in held) + _ONE_LINE
    last = min(min(p.y for p in column) for column in held) - _ONE_LINE
    if high <= low:
        return None
    lines = _rows([p for p in pieces if p.y > first])
    inside = [p for p in pieces if last <= p.y <= first]
    for x, end in zip((float("-inf"), *edges[1:]), until, strict=True):
        lines += _rows([p for p in inside if x - _EDGE <= p.x < end - _EDGE])
    return lines + _rows([p for p in pieces if p.y < last])


def _edges(pieces: Sequence[Piece]) -> list[float]:
    """Where columns begin, from the left: several pieces begin there, and none of their height runs across."""
    edges: list[float] = []
    for x in sorted({round(p.x) for p in pieces}):
        if edges and x - edges[-1] <= _EDGE:
            continue
        here = [p for p in pieces if abs(p.x - x) <= _EDGE]
        if len({round(p.y) for p in here}) < _FEWEST:
            continue
        low, high = min(p.y for p in here), max(p.y for p in here)
        across = [p for p in pieces if p.x < x - _EDGE and p.reach > x + _EDGE and low <= p.y <= high]
        beside = [p for p in pieces if p.x < x - _EDGE and low - _ONE_LINE <= p.y <= high + _ONE_LINE]
        if not across and (not edges or len({round(p.y) for p in beside}) >= _FEWEST):
            edges.append(float(x))
    return edges


def _rows(pieces: Sequence[Piece], between: str = " ") -> list[str]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: -p.y):
        if rows and rows[-1][0].y - piece.y <= _ONE_LINE:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [between.join(p.text for p in sorted(row, key=lambda p: p.x)) for row in rows]


def without_margins(pages: Sequence[str]) -> list[str]:
    """Pages without the headers and footers that come again on most of them, and without bare page numbers."""
    lines = [[line for line in page.split("\n") if line.strip()] for page in pages]
    seen = Counter(like for page in lines for like in {_like(line) for line in (*page[:_MARGIN], *page[-_MARGIN:])})
    again = {like for like, times in seen.items() if times >= 2 and 2 * times > len(pages)}
    out: list[str] = []
    for page in lines:
        last = len(page) - _MARGIN
        kept = [
            line
            for k, line in enumerate(page)
            if not ((k < _MARGIN or k >= last) and (_like(line) in again or (len(pages) > 1 and _PAGE_NUMBER.match(line.strip()))))
        ]
        out.append("\n".join(kept))
    return out


def _like(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split()).casefold())


def without_hyphens(text: str) -> str:
    """Words that a line's end cuts made whole; hyphens of compounds that stand elsewhere in the text, and of directions, are kept."""
    compounds = {w.casefold() for w in re.findall(r"\w+-\w+", text)}

    def mended(match: re.Match[str]) -> str:
        head, tail = match[1], match[2]
        kept = f"{head}-{tail}".casefold() in compounds or head.casefold() in _kept() or head.isdigit() or head.isupper()
        return f"{head}{'-' if kept else ''}{tail}"

    return _HYPHENATED.sub(mended, text)


@lru_cache(maxsize=1)
def _kept() -> frozenset[str]:
    return frozenset(tomllib.loads(asset("lexicon", "hyphens.toml").read_text(encoding="utf-8"))["kept"])


def joined(pages: Sequence[str]) -> str:
    """The pages one after another; a sentence that goes on over the page is not cut there."""
    text = ""
    for page in pages:
        if not page:
            continue
        goes_on = len(text.rpartition("\n")[2].split()) >= _GOES_ON and _ENDS.search(text) is None
        text += (" " if goes_on else "\n" if text else "") + page
    return text
