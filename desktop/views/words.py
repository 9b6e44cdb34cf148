"""What several views say alike of events."""

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


def chance_in_words(score: float) -> str:
    """The probability of a doubtful join, as people count: of ten such pairs, how many are one event."""
    tenths = round(score * 10)
    if tenths < 1:
        return "fewer than 1 in 20 such pairs is one event" if score < 0.05 else "about 1 in 20 such pairs is one event"
    if tenths > 9:
        return "nearly every such pair is one event"
    return f"about {tenths} in 10 such pairs {'is' if tenths == 1 else 'are'} one event"
