"""Commands that change what is looked at."""

from __future__ import annotations

from desktop.session.core import Core
from desktop.session.selection import NOTHING, Selection
from geo.model import Analysis, Span


class Selector:
    def __init__(self, core: Core) -> None:
        self._core = core

    def event(self, event_id: str | None, passage: int = 0) -> None:
        """Selects an event and its passage of that number."""
        row = self._core.row(event_id)
        if row is None:
            self._core.select(NOTHING)
            return
        passages = row.passages
        article, span = passages[passage % len(passages)] if passages else (None, None)
        self._core.select(Selection(event=row.id, article=article, span=span))

    def claim(self, event_id: str, article: str, passage: Span, claim: Span | None = None) -> None:
        """Opens a passage of an event with a claim's own words in focus."""
        self._core.select(Selection(event=event_id, article=article, span=passage, claim=claim))

    def article(self, article_id: str) -> None:
        now = self._core.selection
        keep = now.event if now.article == article_id else None
        self._core.select(Selection(event=keep, article=article_id, span=now.span if keep else None))

    def words(self, article_id: str, span: Span) -> None:
        """Opens an article at some words of it."""
        self._core.select(Selection(article=article_id, span=span))

    def mention(self, article_id: str, mention: int) -> None:
        """Selects a place name in an article, and the event it belongs to where there is one."""
        analysis = self._core.analysis(article_id)
        if analysis is None or not 0 <= mention < len(analysis.mentions):
            return
        span = analysis.passages[analysis.mentions[mention].passage] if analysis.passages else None
        self._core.select(Selection(event=self._event_with(analysis, mention), article=article_id, span=span, mention=mention))

    def step_passage(self, by: int) -> None:
        """Goes to the next or the previous passage of the selected event."""
        now = self._core.selection
        row = self._core.row(now.event)
        if row is None or not row.passages:
            return
        here, passages = (now.article, now.span), row.passages
        index = passages.index(here) if here in passages else -1 if by > 0 else 0
        self.event(row.id, (index + by) % len(passages))

    def _event_with(self, analysis: Analysis, mention: int) -> str | None:
        ids = {e.id for e in analysis.events if any(p.mention == mention for p in e.places)}
        current = self._core.row(self._core.selection.event)
        if current is not None and any(m.id in ids for m in current.mentions):
            return current.id
        return next((row.id for row in self._core.digest.rows if not row.rejected and any(m.id in ids for m in row.mentions)), None)
