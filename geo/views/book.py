"""What a ledger looks things up in: articles, origins, reprints, names and grades of a corpus, sorted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.events.claims.sources import full_names
from geo.events.titles import shown_names
from geo.grades import Credibility, Grades, Reliability, Source
from geo.model import Analysis, Article, Corpus, Event, EventMention, Place, Reprint, Reprinted, Reviews, Span


@dataclass(frozen=True, slots=True)
class Grade:
    """What a person gave: to the source, named, and to the statement. None where nobody has graded."""

    reliability: Reliability | None = None
    source: Source | None = None
    credibility: Credibility | None = None

    @property
    def code(self) -> str:
        """ "B2"; a dash where one half is not graded; empty where neither is."""
        if self.reliability is None and self.credibility is None:
            return ""
        return f"{self.reliability.value if self.reliability else '–'}{self.credibility.value if self.credibility else '–'}"


_UNGRADED = Grade()


def cited(article: Article) -> str:
    """How an article is named to a reader: publisher and title; the id of one that has neither."""
    return ", ".join(part for part in (article.publisher, article.title) if part) or article.id


class Book:
    def __init__(self, corpus: Corpus) -> None:
        self.articles: Mapping[str, Article] = {a.id: a for a in corpus.articles}
        self.analyses: Mapping[str, Analysis] = corpus.analyses
        self.grades: Grades = corpus.grades
        self.reviews: Reviews = corpus.reviews
        self.events: Mapping[str, Event] = {e.id: e for e in corpus.events}
        self.place_names: Mapping[str, str] = shown_names(corpus.events, corpus.analyses)
        self._titles: dict[str, str] = {}
        self._copies: dict[str, list[tuple[Reprinted, Reprint]]] = {}
        for group in corpus.reprints:
            for copy in group.passages:
                self._copies.setdefault(copy.article, []).append((copy, group))

    def origins(self, event: Event) -> tuple[tuple[str, ...], ...]:
        """The event's articles as groups of one origin; those that the book lacks are left out."""
        groups = event.sources.by_origin or tuple((article,) for article in event.articles)
        kept = (tuple(a for a in group if a in self.articles) for group in groups)
        return tuple(group for group in kept if group)

    def title(self, article_id: str) -> str:
        """How the article is cited."""
        known = self._titles.get(article_id)
        if known is None:
            known = self._titles[article_id] = cited(self.articles[article_id])
        return known

    def place_name(self, place: Place) -> str:
        return self.place_names.get(place.id, place.name)

    def copy_at(self, article: str, passage: Span) -> tuple[Reprinted, Reprint] | None:
        """The reprinted stretch that covers most of a passage, with its group."""

        def shared(found: tuple[Reprinted, Reprint]) -> int:
            span = found[0].span
            return min(span.end, passage.end) - max(span.start, passage.start)

        best = max(self._copies.get(article, ()), key=shared, default=None)
        return best if best is not None and shared(best) > 0 else None

    def grade(self, mention: EventMention, span: Span, field: str = "", speaker: str | None = None) -> Grade:
        """The grades that bear on a claim of a mention, or with no field on its passage. `speaker` by his full name."""
        if not self.grades:
            return _UNGRADED
        article = self.articles[mention.article]
        by_source = self.grades.of_source(speaker, article.publisher, article.id)
        said = self.grades.of_statement(article.id, span.start, span.end, field, mention.span)
        reliability, credibility = by_source[1].grade if by_source else None, said.grade if said else None
        return Grade(
            reliability if isinstance(reliability, Reliability) else None,
            by_source[0] if by_source else None,
            credibility if isinstance(credibility, Credibility) else None,
        )


def speakers_of(mentions: Sequence[EventMention]) -> dict[str, str]:
    """Speakers of an event by the fullest form of their name: "Shoigu" is Sergei Shoigu where it has both."""
    return full_names([m.attribution.speaker for m in mentions if m.attribution])
