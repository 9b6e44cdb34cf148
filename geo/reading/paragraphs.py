"""Where paragraphs begin and end: blank lines, bullets, headings, and lines that were not broken for width alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from geo.model import Span

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
# What stands before the words of a line: Markdown headings and quotations, bullets.
_LEAD = re.compile(r"(?:\s|#{1,6}\s|>\s?|[-*+•‣▪●◦–—·]\s+|\d{1,3}[.)]\s+(?=\S))+")
_BULLET = re.compile(r"\s*(?:[-*+•‣▪●◦–—·]\s|\d{1,3}[.)]\s|#{1,6}\s)")
_RULE = re.compile(r"[\s\-*_=~#.·•|+]*")
_ENDS_SENTENCE = re.compile(r"[.!?…:;؟۔。][\"'”’»)\]]*$")

# Beyond this no line was broken for width: mail wraps at 72 to 80, pages of print hold up to 110 characters a line.
WIDEST_WRAP = 120


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str  # stripped
    blank_before: bool


def paragraphs(text: str, start: int = 0) -> tuple[Span, ...]:
    """The paragraphs of text[start:], in order, without the white space, bullets and heading marks round them.

    Lines that were wrapped for width are joined: such a line is one after which the next line's first word had no room.
    """
    lines = _lines(text, start)
    width = _wrap_width(lines)
    found: list[Span] = []
    begin: _Line | None = None
    last: _Line | None = None
    for line in lines:
        if begin is None or last is None:
            begin = line
        elif not _goes_on(last, line, width):
            found.append(Span(begin.start, last.end))
            begin = line
        last = line
    if begin is not None and last is not None:
        found.append(Span(begin.start, last.end))
    return tuple(span for span in (_without_lead(text, span) for span in found) if span.end > span.start)


def _lines(text: str, start: int) -> list[_Line]:
    lines: list[_Line] = []
    previous_end = start
    for match in _LINE.finditer(text, start):
        stripped = match.group().strip()
        if not stripped or _RULE.fullmatch(stripped):
            continue
        begin = match.start() + len(match.group()) - len(match.group().lstrip())
        blank = not lines or len(_BREAK.findall(text, previous_end, match.start())) > 1
        lines.append(_Line(begin, begin + len(stripped), stripped, blank))
        previous_end = match.end()
    return lines


def _wrap_width(lines: list[_Line]) -> int:
    """The width at which this text was wrapped, 0 where it was not.

    In wrapped text the lines that are followed by another of their block are of nearly one length.
    """
    inner = [len(a.text) for a, b in pairwise(lines) if not b.blank_before and not _BULLET.match(b.text)]
    if len(inner) < 2:
        return 0
    width = max(inner)
    if width > WIDEST_WRAP or width < 30:
        return 0
    full = sum(1 for n in inner if n > width * 0.75)
    return width if full >= len(inner) * 0.6 else 0


def _goes_on(line: _Line, following: _Line, width: int) -> bool:
    if following.blank_before or _BULLET.match(following.text):
        return False
    if following.text[0].islower() and not _ENDS_SENTENCE.search(line.text):
        return True
    if not width:
        return False
    first_word = following.text.split(maxsplit=1)[0]
    if len(line.text) + 1 + len(first_word) > width * 0.95:  # lines of print are not equally long to the letter
        return True
    # A line that ends in the middle of a sentence, and is not far short, was wrapped by another rule (hyphenation, justified print).
    return len(line.text) > width * 0.75 and not _ENDS_SENTENCE.search(line.text)


def _without_lead(text: str, span: Span) -> Span:
    lead = _LEAD.match(text, span.start, span.end)
    start = lead.end() if lead else span.start
    end = span.end
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
