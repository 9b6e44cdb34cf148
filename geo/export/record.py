"""The evidence that an exported map carries: passages of events with their articles, never whole articles.

Offsets of highlights are UTF-16 units, as JavaScript counts; everywhere else Dateline counts code points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from geo.export.leave_out import Blotter, blotted
from geo.model import Analysis, Article, Corpus, Event, EventMention, Modality, Span
from geo.sheets.words import date_words

KINDS = ("trigger", "place", "quantity", "speaker")
"""What a highlight is; where two overlap, the earlier kind stays."""


class Highlight(NamedTuple):
    """A stretch of a passage in UTF-16 units; `spot` numbers the place of the map that it names, or is -1."""

    start: int
    end: int
    kind: int
    spot: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage as one event's evidence. `start` and `end` are code points of the article."""

    article: int
    start: int
    end: int
    text: str
    highlights: tuple[Highlight, ...]
    speaker: str | None
    relayed_by: str | None
    said: str | None  # the date as the passage says it
    modality: Modality


@dataclass(frozen=True, slots=True)
class Told:
    """An event's line in the list: how it is called and dated, how many tell it, on what they differ."""

    label: str
    type: str
    date: str
    sources: tuple[int, int, int, int]  # articles, independent origins, speakers, parties
    differs: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """Articles, and for each event of the scene its line in the list and its passages."""

    articles: tuple[dict[str, Any], ...]
    events: tuple[Told, ...]
    passages: tuple[tuple[Quoted, ...], ...]  # by event

    def to_json(self) -> dict[str, Any]:
        """Compact: columns, not objects; texts that several events quote and words that return are written once."""
        texts: dict[tuple[int, int, int, str], int] = {}
        words: dict[str, int] = {}

        def word(text: str | None) -> int:
            return -1 if text is None else words.setdefault(text, len(words))

        passages: list[list[list[Any]]] = []
        for quotes in self.passages:
            rows: list[list[Any]] = []
            for q in quotes:
                text = texts.setdefault((q.article, q.start, q.end, q.text), len(texts))
                marks = [number for highlight in q.highlights for number in highlight]
                row: list[Any] = [text, marks, word(q.speaker), word(q.relayed_by), word(q.said), q.modality.value]
                while row[-1] in (-1, Modality.REPORTED.value):
                    row.pop()
                rows.append(row)
            passages.append(rows)
        return {
            "articles": self.articles,
            "labels": [event.label for event in self.events],
            "types": [word(event.type) for event in self.events],
            "dates": [word(event.date) for event in self.events],
            "sources": [number for event in self.events for number in event.sources],
            "differs": {str(i): event.differs for i, event in enumerate(self.events) if event.differs},
            "texts": [part for text in texts for part in text],
            "words": list(words),
            "passages": passages,
        }


def record_of(corpus: Corpus, events: Sequence[Event], number: Mapping[str, int], blotter: Blotter) -> Record:
    """The record of `events`; `number` gives the spot of each drawn place by its id."""
    used = dict.fromkeys(m.article for event in events for m in event.mentions)
    articles = {a.id: a for a in corpus.articles if a.id in used}
    index = {article_id: i for i, article_id in enumerate(articles)}
    return Record(
        tuple(_article(a, blotter) for a in articles.values()),
        tuple(_told(event, blotter) for event in events),
        tuple(_quotes(event, articles, index, corpus.analyses, number, blotter) for event in events),
    )


def _article(article: Article, blotter: Blotter) -> dict[str, Any]:
    return {
        "title": blotter.text(article.title) if article.title else None,
        "publisher": blotter.text(article.publisher) if article.publisher else None,
        "published": article.published.isoformat() if article.published else None,
        "address": blotter.address(_web(article.address)),
        "sha256": article.text_sha256,
        "sample": article.sample,
    }


def _web(address: str | None) -> str | None:
    """Addresses of the web only: a path of the analyst's machine is nobody's business, and other schemes can run code."""
    return address if address is not None and address.lower().startswith(("https://", "http://")) else None


def _told(event: Event, blotter: Blotter) -> Told:
    s = event.sources
    differs = tuple((d.field, tuple(blotter.text(value) for value, _ in d.values)) for d in event.disagreements)
    return Told(
        blotter.text(event.label),
        event.type.value,
        blotter.text(date_words(event.when)),
        (s.articles, s.origins, s.speakers, s.parties),
        differs,
    )


def _quotes(
    event: Event,
    articles: Mapping[str, Article],
    index: Mapping[str, int],
    analyses: Mapping[str, Analysis],
    number: Mapping[str, int],
    blotter: Blotter,
) -> tuple[Quoted, ...]:
    """The passages of an event, one for each stretch of an article, in the order of the articles."""
    by_passage: dict[tuple[str, Span], list[EventMention]] = {}
    for mention in event.mentions:
        if mention.article in articles:
            by_passage.setdefault((mention.article, mention.span), []).append(mention)
    quotes: list[Quoted] = []
    for (article_id, span), mentions in by_passage.items():
        text = span.of(articles[article_id].text)
        text, moved = blotted(text, blotter.blots(article_id, text, span.start))
        marks = _marks(mentions, span, analyses.get(article_id), number)
        kept = [(new, kind, spot) for old, kind, spot in marks if (new := moved(old)) is not None]
        first = mentions[0]
        said = next((m.attribution for m in mentions if m.attribution), None)
        quotes.append(
            Quoted(
                index[article_id],
                span.start,
                span.end,
                text,
                _highlights(text, kept),
                blotter.text(said.speaker) if said else None,
                blotter.text(said.relayed_by) if said and said.relayed_by else None,
                blotter.text(first.when.said) if first.when and first.when.said else None,
                first.modality,
            )
        )
    return tuple(quotes)


def _marks(
    mentions: Sequence[EventMention], passage: Span, analysis: Analysis | None, number: Mapping[str, int]
) -> list[tuple[Span, int, int]]:
    """Stretches of the passage with their kind and spot, relative to the passage."""
    found: list[tuple[Span, int, int]] = []

    def put(span: Span | None, kind: str, spot: int = -1) -> None:
        if span is not None and passage.contains(span) and span.start < span.end:
            found.append((Span(span.start - passage.start, span.end - passage.start), KINDS.index(kind), spot))

    for mention in mentions:
        put(mention.trigger, "trigger")
        for quantity in mention.quantities:
            put(quantity.span, "quantity")
        if mention.attribution is not None:
            put(mention.attribution.span, "speaker")
        if analysis is not None:
            for at in mention.places:
                place = analysis.resolutions[at.mention].place
                put(analysis.mentions[at.mention].span, "place", number.get(place.id, -1) if place else -1)
    return found


def _highlights(text: str, marks: Sequence[tuple[Span, int, int]]) -> tuple[Highlight, ...]:
    """Non-overlapping highlights in reading order, in UTF-16 units."""
    kept: list[tuple[Span, int, int]] = []
    for span, kind, spot in sorted(set(marks), key=lambda m: (m[1], m[0])):
        if not any(span.overlaps(other) for other, _, _ in kept):
            kept.append((span, kind, spot))
    units = utf16_offsets(text)
    return tuple(Highlight(units[s.start], units[s.end], kind, spot) for s, kind, spot in sorted(kept))


def utf16_offsets(text: str) -> Sequence[int]:
    """For each code-point offset of the text, end included, the offset in UTF-16 units.

    >>> utf16_offsets("a😀b")[2]
    3
    """
    if text.isascii() or max(text) <= "\uffff":
        return range(len(text) + 1)
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + (2 if character > "\uffff" else 1))
    return offsets
