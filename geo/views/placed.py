"""Corpus → one row for each physical event at each of its places, with the passages that tell of it.

Every event of class physical has at least one row. What is reported or has ended counts as happened; what is denied,
planned or supposed keeps its rows, which say so in `modality`, and has no coordinates and no geometry: nobody says that
anything happened there. So has an event without a place. Background, meetings and statements give no rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from geo.model import Corpus, EditField, Event, EventClass, EventLocation, LonLat, Modality, Place, ReviewState, Span, is_area
from geo.resolve import vicinity_kind
from geo.views.book import Book
from geo.views.evidence import Evidence, evidence_of, modality_of, stands_round

_NEAR_KM = 30.0
_TOWN_KM = 2.5  # a place known this closely is known as a town is, however small its feature


@dataclass(frozen=True, slots=True)
class PlacedEvent:
    """An event at one of its places; `location` is None where it has none, or none that a passage says it happened at."""

    id: str  # of the row: the event's own, numbered where it has several places
    event: Event
    location: EventLocation | None
    parts: tuple[str, ...]  # parts that the place plays in the event
    name: str  # of the place, as map and list show it; empty where it has none
    written: tuple[str, ...]  # how the articles write the place's name
    modality: Modality
    named_at: tuple[tuple[str, Span], ...]  # where the place is named
    quotes: tuple[Evidence, ...]  # those that name the place first
    review: ReviewState = ReviewState.FOUND
    edited: tuple[EditField, ...] = ()  # what people have set of it
    added: bool = False  # a person added it, or a passage of it

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

    def joined(self, of: Callable[[Evidence], str | None]) -> str | None:
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
    evidence = evidence_of(event, book)
    at: dict[str, list[EventLocation]] = {}
    for location in event.places:
        at.setdefault(location.place.id, []).append(location)
    mentions = [m.id for m in event.mentions]
    reviews = book.reviews
    review = reviews.of_event(mentions)
    edited = tuple(dict.fromkeys(edit.field for edit in reviews.edits_of(mentions)))
    added = not reviews.added.isdisjoint(mentions)
    if not at:
        modality = modality_of(event.mentions)
        yield PlacedEvent(event.id, event, None, (), "", (), modality, (), evidence, review, edited, added)
        return
    for number, locations in enumerate(at.values(), 1):
        named = tuple(name for location in locations for name in location.named_at)
        naming = [m for m in event.mentions if stands_round(m, named)] or event.mentions
        yield PlacedEvent(
            event.id if len(at) == 1 else f"{event.id}-{number}",
            event,
            locations[0],
            tuple(dict.fromkeys(location.part.value for location in locations)),
            book.place_name(locations[0].place),
            tuple(dict.fromkeys(" ".join(span.of(articles[a].text).split()) for a, span in named if a in articles)),
            modality_of(naming),
            named,
            tuple(sorted(evidence, key=lambda each: not each.names(named))),
            review,
            edited,
            added,
        )
