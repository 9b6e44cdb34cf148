"""Reports: an article as it was taken in, and as the program reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of an article's untouched text, end exclusive."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Custody:
    """Where an article's bytes came from, so that a reader can check them later."""

    source: str  # path or address as the user gave it
    sha256: str  # of the original bytes
    size: int  # bytes
    taken_at: datetime  # UTC
    extractor: str  # "plain text", "trafilatura", "pypdf", "jsonl"
    extractor_version: str


@dataclass(frozen=True, slots=True)
class Article:
    """A report as taken in. `text` is never changed; what the reader extracted from HTML or PDF is derived and says so."""

    id: str
    text: str
    text_sha256: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    address: str | None = None
    language: str | None = None  # ISO 639-1, None where it cannot be told
    custody: Custody | None = None
    duplicate_of: str | None = None  # id of the first article with the same text
    sample: bool = False  # part of the sample corpus: shown as "Sample"

    @property
    def analysed(self) -> bool:
        """Only English is analysed; other languages are kept and marked."""
        return self.language in (None, "en")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence: its place in the untouched article, and in the repaired text that the program reads."""

    index: int
    span: Span  # in Article.text
    reading: Span  # in Reading.repaired


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as the program reads it: damaged text repaired by insertions, what is all capitals in both cases, with the way back.

    `starts[i]` and `ends[i]` give, for character i of `repaired`, the original stretch it stands for; an inserted
    character stands for an empty one.
    """

    article: str
    text: str
    repaired: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    passages: tuple[Passage, ...]

    def original(self, start: int, end: int) -> Span:
        """The span of `text` for repaired[start:end]; the stretch must not be empty."""
        return Span(self.starts[start], self.ends[end - 1])
