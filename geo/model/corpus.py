"""All articles together, with what the program found in them and what people made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.grades import Grades
from geo.model.happenings import EventMention
from geo.model.ledger import Event, Reprint, Suggestion
from geo.model.places import Mention, Resolution
from geo.model.reviews import Reviews
from geo.model.texts import Article, Span


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that the program found in one article. `resolutions[i]` belongs to `mentions[i]`."""

    article: str
    passages: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    resolutions: tuple[Resolution, ...]
    events: tuple[EventMention, ...]
    gazetteers: tuple[str, ...] = ()  # those it was made with, in order, each with its version: "SY@1f0c9a"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles with their analyses, corrected by the judgements in force, and the events over all of them."""

    articles: tuple[Article, ...] = ()
    analyses: Mapping[str, Analysis] = field(default_factory=dict[str, Analysis])
    events: tuple[Event, ...] = ()
    rejected_events: frozenset[str] = frozenset()  # event-mention ids
    rejected_mentions: frozenset[tuple[str, Span]] = frozenset()
    grades: Grades = field(default_factory=Grades)
    reprints: tuple[Reprint, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()  # events that may be one
    families: tuple[tuple[str, ...], ...] = ()  # ids of articles of one origin, where there are several
    reviews: Reviews = field(default_factory=Reviews)

    def article(self, article_id: str) -> Article:
        return next(a for a in self.articles if a.id == article_id)

    @property
    def sample(self) -> bool:
        """Whether any of the sample corpus is open, which window and exports must say."""
        return any(a.sample for a in self.articles)
