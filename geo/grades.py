"""The Admiralty code: how reliable a person holds a source, and how credible a statement. Nothing grades by itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Reliability(StrEnum):
    """Of a source, whatever it says."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"

    @property
    def words(self) -> str:
        return _RELIABILITY[self]


class Credibility(StrEnum):
    """Of a statement, whoever makes it."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    SIX = "6"

    @property
    def words(self) -> str:
        return _CREDIBILITY[self]


# The wordings of the scale as NATO's intelligence doctrine has them.
_RELIABILITY = {
    Reliability.A: "Completely reliable",
    Reliability.B: "Usually reliable",
    Reliability.C: "Fairly reliable",
    Reliability.D: "Not usually reliable",
    Reliability.E: "Unreliable",
    Reliability.F: "Reliability cannot be judged",
}
_CREDIBILITY = {
    Credibility.ONE: "Confirmed by other sources",
    Credibility.TWO: "Probably true",
    Credibility.THREE: "Possibly true",
    Credibility.FOUR: "Doubtful",
    Credibility.FIVE: "Improbable",
    Credibility.SIX: "Truth cannot be judged",
}


class SourceKind(StrEnum):
    OUTLET = "outlet"  # a publisher
    SPEAKER = "speaker"
    ARTICLE = "article"  # one whose publisher is not known, by its id


class Source(NamedTuple):
    """What a reliability is given to. Make it with `source`, so that one name is one source however it is spaced or cased."""

    kind: SourceKind
    name: str


class Statement(NamedTuple):
    """What a credibility is given to: a stretch of an article, in code points. `field` is empty for all that it says."""

    article: str
    start: int
    end: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade with who gave it and when (UTC)."""

    grade: Reliability | Credibility
    author: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Grades:
    """The grades in force, each given by a person."""

    sources: Mapping[Source, Graded] = field(default_factory=dict[Source, Graded])
    statements: Mapping[Statement, Graded] = field(default_factory=dict[Statement, Graded])

    def __bool__(self) -> bool:
        return bool(self.sources or self.statements)

    def of_source(self, speaker: str | None, publisher: str | None, article: str) -> tuple[Source, Graded] | None:
        """The reliability that counts for a statement: its speaker's, else its outlet's, else that of the article itself."""
        for known in sources_of(speaker, publisher, article):
            if known in self.sources:
                return known, self.sources[known]
        return None

    def of_statement(self, article: str, start: int, end: int, field: str, passage: tuple[int, int]) -> Graded | None:
        """The credibility of a claim: its own, else that of the passage it stands in."""
        return self.statements.get(Statement(article, start, end, field)) or self.statements.get(Statement(article, *passage))


def source(kind: SourceKind, name: str) -> Source:
    """
    >>> source(SourceKind.OUTLET, " The  Valley Post") == source(SourceKind.OUTLET, "the valley post")
    True
    """
    if kind is SourceKind.ARTICLE:
        return Source(kind, name)
    return Source(kind, " ".join(unicodedata.normalize("NFKC", name).casefold().split()))


def sources_of(speaker: str | None, publisher: str | None, article: str) -> tuple[Source, ...]:
    """Whom a statement comes from, the nearest to it first."""
    outlet = source(SourceKind.OUTLET, publisher) if publisher else source(SourceKind.ARTICLE, article)
    return (source(SourceKind.SPEAKER, speaker), outlet) if speaker else (outlet,)
