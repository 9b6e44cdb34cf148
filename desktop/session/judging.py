"""What a person decides: each a judgement that is appended, and can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from desktop.session.core import Core
from geo.events import Carried, carried_of
from geo.grades import Credibility, Reliability, Source, Statement
from geo.model import JudgementKind, LonLat, Mention, Place, Span
from geo.project import Scope, likeness, place_subject, source_subject, statement_subject


class Judging:
    def __init__(self, core: Core) -> None:
        self._core = core

    # --- events ---------------------------------------------------------------------------------------------------

    def reject_events(self, event_ids: Sequence[str]) -> None:
        if mentions := self._mentions_of(event_ids, rejected=False):
            self._core.judge(JudgementKind.REJECT_EVENT, {"events": mentions})

    def restore_events(self, event_ids: Sequence[str]) -> None:
        if mentions := self._mentions_of(event_ids, rejected=True):
            self._core.judge(JudgementKind.RESTORE_EVENT, {"events": mentions})

    def split_event(self, event_id: str, mentions: Sequence[str]) -> None:
        """Takes event mentions out of an event, to be an event of their own."""
        row = self._core.row(event_id)
        stay = [m.id for m in row.mentions if m.id not in mentions] if row is not None else []
        if row is not None and not row.rejected and mentions and stay:
            self._core.judge(JudgementKind.SPLIT_EVENT, {"events": list(mentions), "from": stay})

    def join_events(self, event_ids: Sequence[str]) -> None:
        """Says that several events are one."""
        mentions = self._mentions_of(event_ids, rejected=False)
        if len(event_ids) > 1 and mentions:
            self._core.judge(JudgementKind.JOIN_EVENTS, {"events": mentions})

    def keep_apart(self, event_id: str, other: str) -> None:
        """Says that two events are not one."""
        mentions, others = self._mentions_of([event_id], rejected=False), self._mentions_of([other], rejected=False)
        if mentions and others:
            self._core.judge(JudgementKind.KEEP_APART, {"events": mentions, "from": others})

    def carried(self, event_id: str | None) -> tuple[Carried, ...]:
        """Places and days that other passages of its incident lend an event."""
        row = self._core.row(event_id)
        if row is None or row.event is None:
            return ()
        return carried_of(row.event, self._core.articles, self._core.corpus.analyses)

    def refuse_carried(self, carried: Carried) -> None:
        """Says that a carried place or day is not the event's."""
        subject = {**_mention_subject(carried.article, carried.words), "events": list(carried.mentions), "field": carried.field}
        self._core.judge(JudgementKind.REFUSE_CARRIED, subject)

    # --- place names ----------------------------------------------------------------------------------------------

    def reject_mention(self, article: str, span: Span) -> None:
        self._core.judge(JudgementKind.REJECT_MENTION, _mention_subject(article, span))

    def restore_mention(self, article: str, span: Span) -> None:
        self._core.judge(JudgementKind.RESTORE_MENTION, _mention_subject(article, span))

    def alike(self, article_id: str, mention: int) -> tuple[tuple[str, int], ...]:
        """(article, index) of every mention that is the same name as this one, in the order of the articles."""
        analysis = self._core.analysis(article_id)
        if analysis is None:
            return ()
        wanted = likeness(analysis.mentions[mention])
        name = analysis.mentions[mention].text.casefold()
        listed = ((a.article, i, m) for a in self._core.corpus.analyses.values() for i, m in enumerate(a.mentions))
        # Cheap first: a project holds tens of thousands of names.
        return tuple((a, i) for a, i, m in listed if m.text.casefold() == name and likeness(m) == wanted)

    def place_mention(self, article: str, mention: Mention, place: Place, scope: Scope = Scope.MENTION) -> None:
        """Says which place a mention is, or every mention of its name."""
        core, subject = self._core, place_subject(article, mention, scope)
        core.queue("Placing", lambda _: core.library.judgements.place(subject, place, core.settings.author), core.take)

    def place_mention_at(self, article: str, mention: Mention, position: LonLat, scope: Scope = Scope.MENTION) -> None:
        """Says where a mention is by a point of the map, for places that no gazetteer holds."""
        core, subject = self._core, place_subject(article, mention, scope)
        work = core.library.judgements.place_at
        core.queue("Placing", lambda _: work(subject, mention.text, position, core.settings.author), core.take)

    # --- sources and articles -------------------------------------------------------------------------------------

    def grade_source(self, source: Source, grade: Reliability | None) -> None:
        """Says how reliable a source is; None takes the grade back."""
        self._core.judge(JudgementKind.GRADE_SOURCE, source_subject(source), {"grade": grade})

    def grade_statement(self, statement: Statement, grade: Credibility | None) -> None:
        """Says how credible a passage or a claim is; None takes the grade back."""
        self._core.judge(JudgementKind.GRADE_STATEMENT, statement_subject(statement), {"grade": grade})

    def set_articles(self, values: Mapping[str, Mapping[str, str | date | None]]) -> None:
        """Sets "published", "publisher" or "title" of articles by their ids; None makes it unknown. Equal values are one judgement."""
        alike: dict[tuple[tuple[str, str | None], ...], list[str]] = {}
        for article, value in values.items():
            plain = tuple((name, given.isoformat() if isinstance(given, date) else given) for name, given in value.items())
            if plain:
                alike.setdefault(plain, []).append(article)
        decisions = [({"articles": articles}, dict(plain)) for plain, articles in alike.items()]
        if decisions:
            core = self._core
            work = core.library.project.judge_each
            core.queue("Dating", lambda _: work(JudgementKind.SET_ARTICLE, decisions, core.settings.author), core.take)

    # --- history --------------------------------------------------------------------------------------------------

    def undo(self) -> None:
        self._core.queue("Undoing", lambda _: self._core.library.judgements.undo(), self._core.take)

    def redo(self) -> None:
        self._core.queue("Redoing", lambda _: self._core.library.judgements.redo(), self._core.take)

    def _mentions_of(self, event_ids: Sequence[str], rejected: bool) -> list[str]:
        rows = (self._core.row(event_id) for event_id in event_ids)
        return [m.id for row in rows if row is not None and row.rejected is rejected for m in row.mentions]


def _mention_subject(article: str, span: Span) -> dict[str, object]:
    return {"article": article, "start": span.start, "end": span.end}
