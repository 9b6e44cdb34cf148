"""Corpus → one row for each physical event at each of its places, with the passages that tell of it.

Every event of class physical has at least one row. What is reported or has ended counts as happened; what is denied,
planned or supposed keeps its rows, which say so in `modality`, and has no coordinates and no geometry: nobody says that
anything happened there. So has an event without a place. Background, meetings and statements give no rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import antimeridian
import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.model import Article, Corpus, Event, EventClass, EventLocation, EventMention, LonLat, Modality, Place, Span
from geo.sheets.book import Book, Grade, speakers_of

Outlines = Callable[[Place], BaseGeometry | None]

CONTEXT_CHARACTERS = 32  # of text before and after a quotation, by which it is found again
SPOT_UP_TO_KM = 12.0
"""Places that extend farther are areas. A large town reaches about 10 km; the smallest divisions 15."""

AREA_FEATURES = frozenset({"SEA", "GULF", "STRT", "OCN", "BAY", "LK", "RGN", "RGNE", "AREA", "CONT", "ISLS", "PEN", "DSRT"})
AREA_PREFIXES = ("PCL", "ADM", "TERR")
_TOWN_KM = 2.5  # a place known this closely is known as a town is, however small its feature
_WORLD_DEG = 180.0


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
    def position(self) -> LonLat | None:
        """The gazetteer's point of the place, also of an area; None where nothing is said to have happened.

        None too for what the text alone makes of a place ("western Syria", "the Turkish border"): no gazetteer has a point of it.
        """
        return self.location.place.position if self.location is not None and self.happened and not self._derived else None

    @property
    def _derived(self) -> bool:
        return self.location is not None and "#" in self.location.place.id

    @property
    def geo_precision(self) -> int | None:
        """As ACLED counts: 1 the town itself, 2 near it or doubtful which, 3 a region. None without a place."""
        if self.location is None:
            return None
        if self.area:
            return 3
        known_km = max(self.location.place.extent_km, _TOWN_KM)
        return 2 if self.location.uncertain or self.location.precision_km > known_km else 1

    @property
    def where_prec(self) -> int | None:
        """As UCDP counts: 1 exact, 2 near, 3 district, 4 province, 5 a region without borders of its own, 6 country, 7 sea.

        None without a place.
        """
        if self.location is None:
            return None
        feature = self.location.place.feature
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


def is_area(place: Place) -> bool:
    """Whether a place is an area: a point in its middle would claim what nobody said."""
    return place.feature in AREA_FEATURES or place.feature.startswith(AREA_PREFIXES) or place.extent_km > SPOT_UP_TO_KM


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


# --- shapes -----------------------------------------------------------------------------------------------------------


class Shapes:
    """The geometry of rows: a point for a spot, the outline for an area. Outlines are asked for once."""

    def __init__(self, outlines: Outlines | None) -> None:
        self._outlines = outlines
        self._known: dict[str, BaseGeometry | None] = {}

    def of(self, row: PlacedEvent) -> BaseGeometry | None:
        """None where nothing is said to have happened there, and for an area of which no outline is known: none is invented."""
        if row.location is None or not row.happened:
            return None
        place = row.location.place
        if not row.area:
            return Point(place.position)
        if place.id not in self._known:
            outline = self._outlines(place) if self._outlines is not None else None
            self._known[place.id] = None if outline is None else cut(outline)
        return self._known[place.id]


def cut(outline: BaseGeometry) -> BaseGeometry | None:
    """The areal parts of an outline as RFC 7946 wants them: cut at the 180th meridian, outer rings counter-clockwise."""
    parts: list[Polygon] = []
    for part in _polygons(outline):
        whole = shapely.orient_polygons(part)
        if _crosses(whole):
            whole = antimeridian.fix_polygon(whole, fix_winding=True)
        parts.extend(_polygons(shapely.orient_polygons(whole)))
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _polygons(shape: BaseGeometry) -> Iterator[Polygon]:
    """The polygons of a shape, out of whatever collections; points and lines are passed over."""
    if isinstance(shape, Polygon):
        if not shape.is_empty:
            yield shape
    elif hasattr(shape, "geoms"):
        for part in shapely.get_parts(shape, return_index=False):
            yield from _polygons(part)


def _crosses(polygon: Polygon) -> bool:
    lon, lat = np.asarray(polygon.exterior.coords, dtype=np.float64)[:, :2].T
    # An edge along a pole is as long as the world in degrees, and no crossing.
    leaps = (np.abs(np.diff(lon)) > _WORLD_DEG) & (np.abs(lat[1:]) < 90) & (np.abs(lat[:-1]) < 90)
    return bool(leaps.any() or (np.abs(lon) > _WORLD_DEG).any())
