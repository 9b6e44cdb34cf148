"""What several views say alike of an event."""

from __future__ import annotations

from desktop.kit.display_text import counted
from desktop.session import EventRow


def sources_in_words(row: EventRow) -> str:
    """How well an event is confirmed, counted honestly."""
    if row.rejected:
        return "Rejected"
    s = row.sources
    articles = f"{counted(s.articles, 'article')} of {counted(s.origins, 'independent origin')}"
    if not s.speakers:
        return f"{articles}; no speaker named"
    return f"{articles}; {counted(s.speakers, 'speaker')}" + (f" of {counted(s.parties, 'party', 'parties')}" if s.parties else "")
