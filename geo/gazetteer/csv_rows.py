"""Rows of a CSV text, of which one that is badly quoted costs itself alone and does not swallow those behind it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

MOST_LINES = 40  # of one row: a cell of several lines is an address or a remark, and a longer one a quotation mark that nobody closed


def rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """(line, cells) of each row, None in place of the cells of one that cannot be told; lines are counted from 1."""
    lines = list(io.StringIO(text, newline=""))
    at = 0
    while at < len(lines):
        feed = _Lines(lines, at)
        reader = csv.reader(feed, delimiter=delimiter)
        for cells in _readable(reader):
            took = feed.at - at
            # With a quotation mark too many the row has gone on over others until one with another.
            if cells is None or (took > 1 and (feed.ended or "".join(lines[at : feed.at]).count('"') % 2)):
                yield at + 1, None
                at += 1
                break
            yield at + 1, cells
            at = feed.begun = feed.at
        else:
            return


class _Lines:
    """Lines from one on, which come to an end where a row takes too many of them."""

    def __init__(self, lines: list[str], at: int) -> None:
        self._lines = lines
        self.at = self.begun = at
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.ended = self.at - self.begun >= MOST_LINES
        if self.ended or self.at >= len(self._lines):
            raise StopIteration
        self.at += 1
        return self._lines[self.at - 1]


def _readable(reader: Iterator[list[str]]) -> Iterator[list[str] | None]:
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell longer than the reader takes
            yield None
