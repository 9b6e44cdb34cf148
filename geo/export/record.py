"""The evidence that an exported map carries: passages of events with their articles, never whole articles.

Offsets of highlights are UTF-16 units, as JavaScript counts; everywhere else Dateline counts code points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from geo.export.leave_out import Blotter, blotted
from geo.export.ledgers import At, Sheet, pieces_json, voices_of
from geo.model import Analysis, Article, Corpus, Event, EventMention, Modality, Span
from geo.safe_text import web_address
from geo.sheets.book import Book
from geo.sheets.ledger import Ledger, Told, ledger
from geo.sheets.words import date_words

KINDS = ("trigger", "place", "quantity", "speaker")
"""What a highlight is; where two overlap, the earlier kind stays."""


DEFAULTS = (-1, -1, -1, Modality.REPORTED.value, -1, -1, 0, ())
"""What a passage's row ends with where nothing else is to be said; record.js has the same."""


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
    grade: str = ""
    reason: str = ""  # why it is of this event
    pieces: tuple[Any, ...] = ()  # kind and words by turns, as compared with the first print
    elsewhere: bool = False  # a passage of another event that stands against this one, or of the incident, that tells its place or day


@dataclass(frozen=True, slots=True)
class Headline:
    """An event's line in the list: how it is called and dated, and how many tell it."""

    label: str
    type: str
    date: str
    sources: tuple[int, int, int, int]  # articles, independent origins, speakers, parties


@dataclass(frozen=True, slots=True)
class Record:
    """Articles, and for each event of the scene its line in the list and its passages."""

    articles: tuple[dict[str, Any], ...]
    events: tuple[Headline, ...]
    passages: tuple[tuple[Quoted, ...], ...]  # by event
    ledgers: tuple[Sheet, ...]
    blotter: Blotter

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
                row += [word(q.grade or None), word(q.reason or None), int(q.elsewhere), q.pieces]
                for k in range(len(DEFAULTS) - 1, -1, -1):
                    if row[2 + k] != DEFAULTS[k]:
                        break
                    row.pop()
                rows.append(row)
            passages.append(rows)
        ledgers = [sheet.to_json(word, self.blotter) for sheet in self.ledgers]
        return {
            "articles": self.articles,
            "labels": [event.label for event in self.events],
            "types": [word(event.type) for event in self.events],
            "dates": [word(event.date) for event in self.events],
            "sources": [number for event in self.events for number in event.sources],
            "ledgers": ledgers,
            "texts": [part for text in texts for part in text],
            "words": list(words),
            "passages": passages,
        }


def record_of(corpus: Corpus, events: Sequence[Event], number: Mapping[str, int], names: Mapping[str, str], blotter: Blotter) -> Record:
    """The record of `events`; `number` gives the spot of each drawn place by its id, `names` what the map calls it."""
    book = Book(corpus, names)
    ledgers = [ledger(event, book) for event in events]
    against = [_against(made, event, book) for event, made in zip(events, ledgers, strict=True)]
    used = dict.fromkeys(m.article for event, others in zip(events, against, strict=True) for m in (*event.mentions, *others))
    articles = {a: book.articles[a] for a in book.articles if a in used}
    desk = _Desk(articles, {article: i for i, article in enumerate(articles)}, corpus.analyses, number, blotter)
    told = {event.id: i for i, event in enumerate(events)}
    passages: list[tuple[Quoted, ...]] = []
    sheets: list[Sheet] = []
    for event, made, others in zip(events, ledgers, against, strict=True):
        quotes, sheet = desk.lay_out(event, made, others, told)
        passages.append(quotes)
        sheets.append(sheet)
    return Record(
        tuple(_article(a, blotter) for a in articles.values()),
        tuple(_headline(event, blotter) for event in events),
        tuple(passages),
        tuple(sheets),
        blotter,
    )


def _against(made: Ledger, event: Event, book: Book) -> list[EventMention]:
    """Mentions of other events whose passages stand against this one."""
    own = {(m.article, m.span) for m in event.mentions}
    heard = (v for dispute in made.disputes for side in dispute.sides for v in side.voices)
    wanted = {(v.event, v.article, v.passage) for v in heard if v.event != event.id}
    return [
        mention
        for other, article, passage in sorted(wanted)
        if (article, passage) not in own
        for mention in book.events[other].mentions
        if (mention.article, mention.span) == (article, passage)
    ]


def _article(article: Article, blotter: Blotter) -> dict[str, Any]:
    return {
        "title": blotter.text(article.title) if article.title else None,
        "publisher": blotter.text(article.publisher) if article.publisher else None,
        "published": article.published.isoformat() if article.published else None,
        "address": blotter.address(web_address(article.address)),
        "sha256": article.text_sha256,
        "sample": article.sample,
    }


def _headline(event: Event, blotter: Blotter) -> Headline:
    s = event.sources
    return Headline(
        blotter.text(event.label),
        event.type.value,
        blotter.text(date_words(event.when)),
        (s.articles, s.origins, s.speakers, s.parties),
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """What passages are laid out with."""

    articles: Mapping[str, Article]
    index: Mapping[str, int]
    analyses: Mapping[str, Analysis]
    number: Mapping[str, int]
    blotter: Blotter

    def lay_out(
        self, event: Event, made: Ledger, others: Sequence[EventMention], events: Mapping[str, int]
    ) -> tuple[tuple[Quoted, ...], Sheet]:
        """The passages of an event, one for each stretch of an article, then those that stand against it; and its ledger."""
        by_passage: dict[tuple[str, Span], list[EventMention]] = {}
        for mention in (*event.mentions, *others):
            if mention.article in self.articles:
                by_passage.setdefault((mention.article, mention.span), []).append(mention)
        for voice in voices_of(made):
            if voice.carried and voice.article in self.articles:
                by_passage.setdefault((voice.article, voice.passage), [])
        passages = {key: k for k, key in enumerate(by_passage)}
        tellings = {(told.article, told.span): told for account in made.accounts for told in (account.first, *account.copies)}
        copied = {(told.article, told.span): account.first for account in made.accounts for told in account.copies}
        voices: dict[tuple[str, Span], set[Span]] = {}
        for voice in voices_of(made):
            voices.setdefault((voice.article, voice.passage), set()).add(voice.span)
        quotes: list[Quoted] = []
        at: dict[tuple[str, Span, Span], At] = {}
        for key, mentions in by_passage.items():
            article, span = key
            text = span.of(self.articles[article].text)
            blots = self.blotter.blots(article, text, span.start)
            text, moved = blotted(text, blots)
            told = tellings.get(key)
            quotes.append(self._quoted(key, text, moved, mentions, told, self._compared(told, copied.get(key), bool(blots))))
            at |= _heard(key, text, moved, voices.get(key, ()), passages[key])
        return tuple(quotes), Sheet(made, at, passages, self.index, events)

    def _quoted(
        self,
        key: tuple[str, Span],
        text: str,
        moved: Callable[[Span], Span | None],
        mentions: Sequence[EventMention],
        told: Told | None,
        pieces: tuple[Any, ...],
    ) -> Quoted:
        article, span = key
        marks = _marks(mentions, span, self.analyses.get(article), self.number)
        kept = [(new, kind, spot) for old, kind, spot in marks if (new := moved(old)) is not None]
        blotter = self.blotter
        analysis = self.analyses.get(article)
        # What only tells a place or a day of the event is told by mentions of its own, if by any.
        tell = list(mentions) or [e for e in (analysis.events if analysis is not None else ()) if e.span == span]
        first = tell[0] if tell else None
        said = next((m.attribution for m in tell if m.attribution), None)
        return Quoted(
            self.index[article],
            span.start,
            span.end,
            text,
            _highlights(text, kept),
            blotter.text(said.speaker) if said else None,
            blotter.text(said.relayed_by) if said and said.relayed_by else None,
            blotter.text(first.when.said) if first is not None and first.when and first.when.said else None,
            first.modality if first is not None else Modality.REPORTED,
            told.grade.code if told else "",
            blotter.text(told.reason) if told else "",
            pieces,
            told is None,
        )

    def _compared(self, told: Told | None, first: Told | None, blotted_here: bool) -> tuple[Any, ...]:
        """The edits of a copy; none where a name is left out of either print, since pieces of it could stay."""
        if told is None or first is None or not told.pieces:
            return ()
        text = first.span.of(self.articles[first.article].text)
        if blotted_here or self.blotter.blots(first.article, text, first.span.start):
            return ()
        return tuple(pieces_json(told))


def _heard(
    key: tuple[str, Span], text: str, moved: Callable[[Span], Span | None], claims: Iterable[Span], passage: int
) -> dict[tuple[str, Span, Span], At]:
    """Where the words of claims stand in a passage as it is shown."""
    article, span = key
    units = utf16_offsets(text)
    found: dict[tuple[str, Span, Span], At] = {}
    for words in claims:
        new = moved(Span(words.start - span.start, words.end - span.start)) if span.contains(words) else None
        found[(article, span, words)] = At(passage, *((units[new.start], units[new.end]) if new else (0, 0)))
    return found


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
