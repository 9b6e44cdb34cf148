"""Corpus → one row for each physical event at each of its places, with the passages that tell of it.

Every event of class physical has at least one row. What is reported or has ended counts as happened; what is denied,
planned or supposed keeps its rows, which say so in `modality`, and has no coordinates and no geometry: nobody says that
anything happened there. So has an event without a place. Background, meetings and statements give no rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from geo.model import Article, Corpus, Event, EventClass, EventLocation, EventMention, LonLat, Modality, Place, Span, is_area
from geo.resolve import vicinity_kind
from geo.sheets.book import Book, Grade, speakers_of

CONTEXT_CHARACTERS = 32  # of text before and after a quotation, by which it is found again
_NEAR_KM = 30.0
_TOWN_KM = 2.5  # a place known this closely is known as a town is, however small its feature


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of an article as evidence: exact words with what stands before and after, and who speaks."""

    article: Article
    span: Span
    exact: str
    prefix: str
    suffix: str
    speaker: str | None
    relayed_by: str | None
    modality: Modality
    names_place: bool  # whether this passage names the row's place
    grade: Grade


@dataclass(frozen=True, slots=True)
class PlacedEvent:
    """An event at one of its places; `location` is None where it has none, or none that a passage says it happened at."""

    id: str  # of the row: the event's own, numbered where it has several places
    event: Event
    location: EventLocation | None
    parts: tuple[str, ...]  # parts that the place plays in the event
    written: tuple[str, ...]  # how the articles write the place's name
    modality: Modality
    quotes: tuple[Quote, ...]  # those that name the place first

    @property
    def happened(self) -> bool:
        return self.modality.happened

    @property
    def area(self) -> bool:
        return self.location is not None and is_area(self.location.place)

    @property
    def place(self) -> Place | None:
        """The place that is drawn; None where nothing is said to have happened there."""
        return self.location.place if self.location is not None and self.happened else None

    @property
    def position(self) -> LonLat | None:
        """The gazetteer's point of the place, also of an area; a point inside of what the text alone makes of one ("western Syria")."""
        return self.place.position if self.place is not None else None

    @property
    def _derived(self) -> bool:
        return self.location is not None and "#" in self.location.place.id

    @property
    def _beside(self) -> bool:
        """Whether it is put beside a town that is named: near it, as ACLED and UCDP count (25 km, and how far a city reaches)."""
        place = self.location.place if self.location is not None else None
        return place is not None and vicinity_kind(place) is not None and place.extent_km <= _NEAR_KM

    @property
    def geo_precision(self) -> int | None:
        """As ACLED counts: 1 the town itself, 2 near it or doubtful which, 3 a region. None without a place."""
        if self.location is None:
            return None
        if self._beside:
            return 2
        if self.area:
            return 3
        return 2 if self.location.uncertain or is_near(self.location) else 1

    @property
    def where_prec(self) -> int | None:
        """As UCDP counts: 1 exact, 2 near, 3 district, 4 province, 5 a region without borders of its own, 6 country, 7 sea.

        None without a place.
        """
        if self.location is None:
            return None
        feature = self.location.place.feature
        if self._beside:
            return 2
        if self._derived:
            return 5
        if feature.startswith("PCL"):
            return 6
        if feature in ("SEA", "GULF", "STRT", "OCN"):
            return 7
        if feature.startswith("ADM"):
            return 4 if feature in ("ADM1", "ADM1H") else 3
        return 5 if self.area else self.geo_precision

    @property
    def sample(self) -> bool:
        return any(quote.article.sample for quote in self.quotes)

    def joined(self, of: Callable[[Quote], str | None]) -> str | None:
        """What `of` gives of each quotation, each value once, as one text; None where there is nothing."""
        return "; ".join(dict.fromkeys(value for quote in self.quotes if (value := of(quote)))) or None

    def dates(self) -> tuple[date | None, date | None]:
        """First and last day; both None where no date is known."""
        when = self.event.when
        return (None, None) if when is None or when.start is None else (when.start, when.end or when.start)


def is_near(location: EventLocation) -> bool:
    """Whether the text puts it farther from a spot than the spot extends: "near A"."""
    return location.precision_km > max(location.place.extent_km, _TOWN_KM)


def placed_events(corpus: Corpus) -> Iterator[PlacedEvent]:
    """The rows of a corpus, in the order of its events."""
    book = Book(corpus)
    for event in corpus.events:
        if event.type.event_class is EventClass.PHYSICAL:
            yield from _rows(event, book)


def _rows(event: Event, book: Book) -> Iterator[PlacedEvent]:
    articles = book.articles
    at: dict[str, list[EventLocation]] = {}
    for location in event.places:
        at.setdefault(location.place.id, []).append(location)
    if not at:
        yield PlacedEvent(event.id, event, None, (), (), _modality(event.mentions), _quotes(event, (), book))
        return
    for number, locations in enumerate(at.values(), 1):
        named = tuple(name for location in locations for name in location.named_at)
        naming = [m for m in event.mentions if _names(m, named)] or event.mentions
        yield PlacedEvent(
            event.id if len(at) == 1 else f"{event.id}-{number}",
            event,
            locations[0],
            tuple(dict.fromkeys(location.part.value for location in locations)),
            tuple(dict.fromkeys(" ".join(span.of(articles[a].text).split()) for a, span in named if a in articles)),
            _modality(naming),
            _quotes(event, named, book),
        )


def _names(mention: EventMention, named: Sequence[tuple[str, Span]]) -> bool:
    return any(article == mention.article and mention.span.contains(span) for article, span in named)


def _modality(mentions: Sequence[EventMention]) -> Modality:
    """Reported where one passage reports it, else ended where one says so, else what the first says."""
    said = [m.modality for m in mentions]
    return next((m for m in (Modality.REPORTED, Modality.ENDED) if m in said), said[0] if said else Modality.REPORTED)


def _quotes(event: Event, named: Sequence[tuple[str, Span]], book: Book) -> tuple[Quote, ...]:
    articles, speakers = book.articles, speakers_of(event.mentions)
    by_passage: dict[tuple[str, Span], list[EventMention]] = {}
    for mention in event.mentions:
        if mention.article in articles:
            by_passage.setdefault((mention.article, mention.span), []).append(mention)
    quotes: list[Quote] = []
    for (article_id, span), mentions in by_passage.items():
        article = articles[article_id]
        said = next((m.attribution for m in mentions if m.attribution), None)
        quotes.append(
            Quote(
                article,
                span,
                span.of(article.text),
                article.text[max(0, span.start - CONTEXT_CHARACTERS) : span.start],
                article.text[span.end : span.end + CONTEXT_CHARACTERS],
                said.speaker if said else None,
                said.relayed_by if said else None,
                _modality(mentions),
                any(_names(m, named) for m in mentions),
                book.grade(mentions[0], span, speaker=speakers[said.speaker] if said else None),
            )
        )
    return tuple(sorted(quotes, key=lambda q: not q.names_place))
