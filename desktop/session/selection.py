"""What is looked at: an event, an article, a passage, a place name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.session.digest import Digest, EventRow
from geo.model import Span


@dataclass(frozen=True, slots=True)
class Selection:
    """`mention` is an index into the article's Analysis.mentions; `span` the passage in focus, `claim` words of it."""

    event: str | None = None
    article: str | None = None
    span: Span | None = None
    mention: int | None = None
    claim: Span | None = None


NOTHING = Selection()


def kept(chosen: Selection, before: EventRow | None, digest: Digest, article_known: bool) -> Selection:
    """What of a selection stays when the corpus is told anew; `before` is the event's row as it was."""
    if chosen.article is not None and not article_known:
        return NOTHING
    if chosen.event is not None and chosen.event not in digest.index_of:
        # What is read stays open: with the event that tells it now, or, where it was rejected, with none.
        return replace(chosen, event=_event_with_passage(chosen, before, digest))
    if chosen.event is not None and before is not None:
        passage, row = (chosen.article, chosen.span), digest.rows[digest.index_of[chosen.event]]
        if passage in before.passages and passage not in row.passages:  # it went to another event, as when a join is undone
            return replace(chosen, event=_event_with_passage(chosen, before, digest))
    return chosen


def _event_with_passage(chosen: Selection, before: EventRow | None, digest: Digest) -> str | None:
    """The event in force that has the passage in focus of an event that was split, joined or told anew."""
    ids = {m.id for m in before.mentions if (m.article, m.span) == (chosen.article, chosen.span)} if before is not None else set()
    if not ids:
        return None
    return next((row.id for row in digest.rows if not row.rejected and any(m.id in ids for m in row.mentions)), None)
