"""What tells of an event: one Evidence for each passage of an article that holds mentions of it.

Rows, ledger, map and window read these, so that they say the same of a passage: who speaks, whether it says that the thing happened,
how it is graded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.model import Article, Attribution, Event, EventMention, Modality, Span
from geo.views.book import Book, Grade, speakers_of

CONTEXT_CHARACTERS = 32  # of text before and after a quotation, by which it is found again


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of an article with the mentions of one event that it holds."""

    article: Article
    span: Span
    mentions: tuple[EventMention, ...]
    attribution: Attribution | None
    speaker_name: str | None  # by the fullest form of it that the event has
    modality: Modality
    grade: Grade

    @property
    def exact(self) -> str:
        return self.span.of(self.article.text)

    @property
    def prefix(self) -> str:
        return self.article.text[max(0, self.span.start - CONTEXT_CHARACTERS) : self.span.start]

    @property
    def suffix(self) -> str:
        return self.article.text[self.span.end : self.span.end + CONTEXT_CHARACTERS]

    @property
    def speaker(self) -> str | None:
        """As the passage names him."""
        return self.attribution.speaker if self.attribution else None

    @property
    def relayed_by(self) -> str | None:
        return self.attribution.relayed_by if self.attribution else None

    @property
    def party(self) -> str | None:
        return self.attribution.party if self.attribution else None

    @property
    def said(self) -> str | None:
        """The date as the passage says it."""
        when = self.mentions[0].when if self.mentions else None
        return (when.said or None) if when is not None else None

    def names(self, named_at: Sequence[tuple[str, Span]]) -> bool:
        """Whether a mention of the event stands round one of these names."""
        return any(stands_round(mention, named_at) for mention in self.mentions)


def evidence_of(event: Event, book: Book) -> tuple[Evidence, ...]:
    """The passages of an event, in the order of its mentions; those of articles that the book lacks are left out."""
    names = speakers_of(event.mentions)
    return tuple(evidence_at(*key, mentions, names, book) for key, mentions in by_passage(event.mentions, book).items())


def by_passage(mentions: Sequence[EventMention], book: Book) -> dict[tuple[str, Span], list[EventMention]]:
    """Mentions by article and passage, of articles that the book has."""
    found: dict[tuple[str, Span], list[EventMention]] = {}
    for mention in mentions:
        if mention.article in book.articles:
            found.setdefault((mention.article, mention.span), []).append(mention)
    return found


def evidence_at(article: str, span: Span, mentions: Sequence[EventMention], names: Mapping[str, str], book: Book) -> Evidence:
    """A passage with these mentions; `names` gives speakers by their full names."""
    attribution = next((m.attribution for m in mentions if m.attribution), None)
    name = names.get(attribution.speaker, attribution.speaker) if attribution else None
    grade = book.grade(mentions[0], span, speaker=name) if mentions else Grade()
    return Evidence(book.articles[article], span, tuple(mentions), attribution, name, modality_of(mentions), grade)


def modality_of(mentions: Sequence[EventMention]) -> Modality:
    """Reported where one mention reports it, else ended where one says so, else what the first says."""
    said = [m.modality for m in mentions]
    return next((m for m in (Modality.REPORTED, Modality.ENDED) if m in said), said[0] if said else Modality.REPORTED)


def stands_round(mention: EventMention, named_at: Sequence[tuple[str, Span]]) -> bool:
    return any(article == mention.article and mention.span.contains(span) for article, span in named_at)
