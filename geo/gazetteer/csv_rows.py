"""Rows of a CSV text, of which one that is badly quoted costs itself alone and does not swallow those behind it.

The text is read as a stream: no more of it is held than the lines of one row.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import TextIO

MOST_LINES = 40  # of one row: a cell of several lines is an address or a remark, and a longer one a quotation mark that nobody closed
MOST_LETTERS = 1 << 20  # of one line; the csv module's own limit is 131,072 a cell


def rows(text: TextIO, delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """(line, cells) of each row, None in place of the cells of one that cannot be told; lines are counted from 1.

    `text` must have been opened with newline="".
    """
    feed, at = _Lines(text), 0
    while True:
        reader = csv.reader(feed, delimiter=delimiter)
        for cells in _readable(reader):
            took = len(feed.taken)
            # With a quotation mark too many the row has gone on over others until one with another.
            if cells is None or (took > 1 and (feed.ended or sum(line.count('"') for line in feed.taken) % 2)):
                yield at + 1, None
                at += 1
                feed.go_back()
                break
            yield at + 1, cells
            at += took
            feed.taken.clear()
        else:
            return


class _Lines:
    """The lines of a text, which come to an end where a row takes too many of them."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._again: deque[str] = deque()  # that were read for a row that is none
        self.taken: list[str] = []  # by the row in hand
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.ended = len(self.taken) >= MOST_LINES
        if self.ended:
            raise StopIteration
        line = self._again.popleft() if self._again else self._read()
        if not line:
            raise StopIteration
        self.taken.append(line)
        if len(line) >= MOST_LETTERS:
            raise csv.Error("a line longer than is read")
        return line

    def _read(self) -> str:
        """The next line of the text; of one longer than is read its beginning, for no piece of it may be taken for a row of its own."""
        line = rest = self._text.readline(MOST_LETTERS)
        while len(rest) == MOST_LETTERS and not rest.endswith(("\n", "\r")):
            rest = self._text.readline(MOST_LETTERS)
        return line

    def go_back(self) -> None:
        """Read the lines of the row in hand again, but for its first."""
        self._again.extendleft(reversed(self.taken[1:]))
        self.taken.clear()


def _readable(reader: Iterator[list[str]]) -> Iterator[list[str] | None]:
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell or a line longer than is read
            yield None
