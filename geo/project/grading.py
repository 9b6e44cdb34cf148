"""The grades in force as a function of the judgements: the last one given to a source or a statement counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from geo.grades import Credibility, Graded, Grades, Reliability, Source, SourceKind, Statement, source
from geo.model import Judgement, JudgementKind


def grades(judgements: Iterable[Judgement]) -> Grades:
    """Sources and statements with their grades; one whose grade was taken back is not among them."""
    sources: dict[Source, Graded] = {}
    statements: dict[Statement, Graded] = {}
    for judgement in judgements:
        if judgement.undone:
            continue
        given = judgement.value.get("grade")
        if judgement.kind is JudgementKind.GRADE_SOURCE:
            graded = _source(judgement.subject)
            sources.pop(graded, None)
            if given is not None:
                sources[graded] = Graded(Reliability(str(given)), judgement.author, judgement.made_at)
        elif judgement.kind is JudgementKind.GRADE_STATEMENT:
            statement = _statement(judgement.subject)
            statements.pop(statement, None)
            if given is not None:
                statements[statement] = Graded(Credibility(str(given)), judgement.author, judgement.made_at)
    return Grades(sources, statements)


def source_subject(graded: Source) -> dict[str, object]:
    """The subject of a judgement that grades a source."""
    return {"source": graded.kind.value, "name": graded.name}


def statement_subject(graded: Statement) -> dict[str, object]:
    """The subject of a judgement that grades a statement."""
    return {"article": graded.article, "start": graded.start, "end": graded.end, "field": graded.field}


def _source(subject: Mapping[str, object]) -> Source:
    return source(SourceKind(str(subject["source"])), str(subject["name"]))


def _statement(subject: Mapping[str, object]) -> Statement:
    start, end = cast(int, subject["start"]), cast(int, subject["end"])
    return Statement(str(subject["article"]), int(start), int(end), str(subject.get("field", "")))
