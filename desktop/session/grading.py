"""Grades as the list of events needs them: for each event, which pairs of reliability and credibility its passages have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.grades import Credibility, Reliability, Statement
from geo.model import Event
from geo.views.book import Book, Grade, speakers_of

_STEPS = len(Credibility) + 1  # 0: not graded
UNGRADED = np.int64(1)
_RELIABILITIES = tuple(Reliability)
_CREDIBILITIES = tuple(Credibility)


@dataclass(frozen=True, slots=True)
class GradeFilter:
    """Events that have a passage graded so: not at all, at all, or no worse than this. "Cannot be judged" is never good enough."""

    graded: bool | None = None
    reliability: Reliability | None = None
    credibility: Credibility | None = None

    def __bool__(self) -> bool:
        return self.graded is not None or self.reliability is not None or self.credibility is not None

    def passes(self, marks: NDArray[np.int64]) -> NDArray[np.bool_]:
        if self.graded is False:
            return marks == UNGRADED
        allowed = 0
        for r in range(len(Reliability) + 1):
            for c in range(_STEPS):
                if (r or c) and _enough(r, self.reliability, _RELIABILITIES) and _enough(c, self.credibility, _CREDIBILITIES):
                    allowed |= 1 << (r * _STEPS + c)
        return (marks & np.int64(allowed)) != 0

    @property
    def words(self) -> str:
        if self.graded is not None:
            return "Graded" if self.graded else "Not graded"
        parts = [f"{least.value} or better" for least in (self.reliability, self.credibility) if least is not None]
        return ", ".join(parts)


ANY_GRADE = GradeFilter()


def _enough(step: int, least: Reliability | Credibility | None, scale: tuple[str, ...]) -> bool:
    """Whether a step of a scale is as good as the least that is wanted; its last step says that it cannot be judged."""
    return least is None or (0 < step <= scale.index(least) + 1 and step < len(scale))


def mark_of(grades: list[Grade]) -> int:
    """The pairs of an event's passages as bits."""
    mark = 0
    for grade in grades:
        r = _RELIABILITIES.index(grade.reliability) + 1 if grade.reliability else 0
        c = _CREDIBILITIES.index(grade.credibility) + 1 if grade.credibility else 0
        mark |= 1 << (r * _STEPS + c)
    return mark or int(UNGRADED)


def grades_of(event: Event, book: Book) -> list[Grade]:
    """The grades of its passages and of the claims that are graded by themselves."""
    if not book.grades:
        return []
    names = speakers_of(event.mentions)
    speakers = {m.id: names[m.attribution.speaker] if m.attribution else None for m in event.mentions}
    out = [book.grade(m, m.span, speaker=speakers[m.id]) for m in event.mentions]
    mentions = {m.id: m for m in event.mentions}
    for claim in event.claims:
        own = book.grades.statements.get(Statement(claim.article, *claim.span, claim.field))
        if own is not None and claim.event_mention in mentions:
            out.append(book.grade(mentions[claim.event_mention], claim.span, claim.field, speakers[claim.event_mention]))
    return out


def best(grades: list[Grade]) -> str:
    """The code of the best graded passage; empty where none is graded."""
    codes = sorted(g.code.replace("–", "~") for g in grades if g.code)
    return codes[0].replace("~", "–") if codes else ""
