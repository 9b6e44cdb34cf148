"""The evidence that an exported map carries: passages of events with their articles, never whole articles.

Names that are left out are blotted here; where a highlight or a claim stands is told in the words as they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from geo.leaving_out import Blotter, blotted
from geo.model import Analysis, Article, Corpus, Event, EventMention, Modality, Span
from geo.safe_text import web_address
from geo.views.book import Book, speakers_of
from geo.views.evidence import Evidence, by_passage, evidence_at
from geo.views.ledger import Ledger, Piece, Side, Told, Voice, ledger
from geo.views.words import date_words

KINDS = ("trigger", "place", "quantity", "speaker")
"""What a highlight is; where two overlap, the earlier kind stays."""


class Highlight(NamedTuple):
    """A stretch of a passage as shown; `kind` is one of KINDS, `spot` numbers the place of the map that it names, or is -1."""

    span: Span
    kind: int
    spot: int


@dataclass(frozen=True, slots=True)
class Cited:
    """An article as the record names it."""

    title: str | None
    publisher: str | None
    published: date | None
    address: str | None
    sha256: str
    sample: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage as one event's evidence, as it is shown. `start` and `end` are of the article."""

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
    pieces: tuple[Piece, ...] = ()  # as compared with the first print
    elsewhere: bool = False  # a passage of another event that stands against this one, or of the incident, that tells its place or day


@dataclass(frozen=True, slots=True)
class Heard:
    """Where a voice is heard: the number of a passage of the event, and the claim's words in it as shown; None: not in it."""

    passage: int
    words: Span | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A ledger with where each of its voices is heard."""

    ledger: Ledger
    at: Mapping[tuple[str, Span, Span], Heard]  # by article, passage and claim
    passages: Mapping[tuple[str, Span], int]
    articles: Mapping[str, int]
    events: Mapping[str, int]  # numbers of the events of the scene, by id


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

    articles: tuple[Cited, ...]
    events: tuple[Headline, ...]
    passages: tuple[tuple[Quoted, ...], ...]  # by event
    ledgers: tuple[Sheet, ...]


def record_of(corpus: Corpus, events: Sequence[Event], number: Mapping[str, int], blotter: Blotter) -> Record:
    """The record of `events`; `number` gives the spot of each drawn place by its id."""
    book = Book(corpus)
    ledgers = [ledger(event, book) for event in events]
    against = [_against(made, event, book) for event, made in zip(events, ledgers, strict=True)]
    used = dict.fromkeys(m.article for event, others in zip(events, against, strict=True) for m in (*event.mentions, *others))
    articles = {a: book.articles[a] for a in book.articles if a in used}
    desk = _Desk(book, {article: i for i, article in enumerate(articles)}, number, blotter)
    told = {event.id: i for i, event in enumerate(events)}
    passages: list[tuple[Quoted, ...]] = []
    sheets: list[Sheet] = []
    for event, made, others in zip(events, ledgers, against, strict=True):
        quotes, sheet = desk.lay_out(event, made, others, told)
        passages.append(quotes)
        sheets.append(sheet)
    return Record(
        tuple(_cited(a, blotter) for a in articles.values()),
        tuple(_headline(event, blotter) for event in events),
        tuple(passages),
        tuple(sheets),
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


def voices_of(ledger: Ledger) -> Iterator[Voice]:
    """Every voice of a ledger, those of other events that stand against it among them."""
    for line in ledger.lines:
        yield from line.voices
    for dispute in ledger.disputes:
        for side in dispute.sides:
            yield from side.voices


def _cited(article: Article, blotter: Blotter) -> Cited:
    return Cited(
        blotter.text(article.title) if article.title else None,
        blotter.text(article.publisher) if article.publisher else None,
        article.published,
        blotter.address(web_address(article.address)),
        article.text_sha256,
        article.sample,
    )


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

    book: Book
    index: Mapping[str, int]  # numbers of the record's articles, by id
    number: Mapping[str, int]  # numbers of the map's spots, by the place's id
    blotter: Blotter

    def lay_out(
        self, event: Event, made: Ledger, others: Sequence[EventMention], events: Mapping[str, int]
    ) -> tuple[tuple[Quoted, ...], Sheet]:
        """The passages of an event, one for each stretch of an article, then those that stand against it; and its ledger."""
        mentions = {key: held for key, held in by_passage((*event.mentions, *others), self.book).items() if key[0] in self.index}
        voices: dict[tuple[str, Span], set[Span]] = {}
        for voice in voices_of(made):
            voices.setdefault((voice.article, voice.passage), set()).add(voice.span)
            if voice.carried and voice.article in self.index:
                mentions.setdefault((voice.article, voice.passage), [])
        passages = {key: k for k, key in enumerate(mentions)}
        tellings = {(told.article, told.span): told for account in made.accounts for told in (account.first, *account.copies)}
        copied = {(told.article, told.span): account.first for account in made.accounts for told in account.copies}
        names = speakers_of(event.mentions)
        quotes: list[Quoted] = []
        at: dict[tuple[str, Span, Span], Heard] = {}
        for (article, span), held in mentions.items():
            text = span.of(self.book.articles[article].text)
            blots = self.blotter.blots(article, text, span.start)
            text, moved = blotted(text, blots)
            told = tellings.get((article, span))
            evidence = told.evidence if told is not None else evidence_at(article, span, self._tell(article, span, held), names, self.book)
            highlights = self._highlights(article, span, held, moved)
            pieces = self._compared(told, copied.get((article, span)), bool(blots))
            quotes.append(self._quoted(evidence, text, highlights, told, pieces))
            at |= _heard((article, span), moved, voices.get((article, span), ()), passages[(article, span)])
        return tuple(quotes), Sheet(_ledger_blotted(made, self.blotter), at, passages, self.index, events)

    def _tell(self, article: str, span: Span, mentions: Sequence[EventMention]) -> Sequence[EventMention]:
        """What only tells a place or a day of the event is told by mentions of its own, if by any."""
        analysis = self.book.analyses.get(article)
        return mentions or [e for e in (analysis.events if analysis is not None else ()) if e.span == span]

    def _quoted(
        self, evidence: Evidence, text: str, highlights: tuple[Highlight, ...], told: Told | None, pieces: tuple[Piece, ...]
    ) -> Quoted:
        blotter = self.blotter
        return Quoted(
            self.index[evidence.article.id],
            evidence.span.start,
            evidence.span.end,
            text,
            highlights,
            blotter.text(evidence.speaker) if evidence.speaker is not None else None,
            blotter.text(evidence.relayed_by) if evidence.relayed_by else None,
            blotter.text(evidence.said) if evidence.said else None,
            evidence.modality,
            evidence.grade.code if told else "",
            blotter.text(told.reason) if told else "",
            pieces,
            told is None,
        )

    def _highlights(
        self, article: str, span: Span, mentions: Sequence[EventMention], moved: Callable[[Span], Span | None]
    ) -> tuple[Highlight, ...]:
        marks = _marks(mentions, span, self.book.analyses.get(article), self.number)
        return _without_overlaps(Highlight(new, kind, spot) for old, kind, spot in marks if (new := moved(old)) is not None)

    def _compared(self, told: Told | None, first: Told | None, blotted_here: bool) -> tuple[Piece, ...]:
        """The edits of a copy; none where a name is left out of either print, since pieces of it could stay."""
        if told is None or first is None or not told.pieces:
            return ()
        if blotted_here or self.blotter.blots(first.article, first.evidence.exact, first.span.start):
            return ()
        return told.pieces


def _ledger_blotted(made: Ledger, blotter: Blotter) -> Ledger:
    """The ledger with left-out names taken from every text of it."""
    if not blotter.forms:
        return made
    text = blotter.text

    def heard(voices: Sequence[Voice]) -> tuple[Voice, ...]:
        return tuple(replace(v, speaker=text(v.speaker) if v.speaker else v.speaker, carried=text(v.carried)) for v in voices)

    def side(given: Side) -> Side:
        elsewhere = tuple((event, text(label)) for event, label in given.elsewhere)
        return replace(given, value=text(given.value), voices=heard(given.voices), elsewhere=elsewhere)

    return replace(
        made,
        badges=tuple(replace(badge, items=tuple(map(text, badge.items))) for badge in made.badges),
        disputes=tuple(replace(d, why=text(d.why), sides=tuple(map(side, d.sides))) for d in made.disputes),
        lines=tuple(replace(line, value=text(line.value), note=text(line.note), voices=heard(line.voices)) for line in made.lines),
        checks=tuple(replace(c, says=text(c.says)) for c in made.checks),
        reasons=tuple(map(text, made.reasons)),
    )


def _heard(
    key: tuple[str, Span], moved: Callable[[Span], Span | None], claims: Iterable[Span], passage: int
) -> dict[tuple[str, Span, Span], Heard]:
    """Where the words of claims stand in a passage as it is shown."""
    article, span = key

    def shown(words: Span) -> Span | None:
        return moved(Span(words.start - span.start, words.end - span.start)) if span.contains(words) else None

    return {(article, span, words): Heard(passage, shown(words)) for words in claims}


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


def _without_overlaps(marks: Iterable[Highlight]) -> tuple[Highlight, ...]:
    """In reading order; of two that overlap, the one of the earlier kind."""
    kept: list[Highlight] = []
    for mark in sorted(set(marks), key=lambda m: (m.kind, m.span)):
        if not any(mark.span.overlaps(other.span) for other in kept):
            kept.append(mark)
    return tuple(sorted(kept))
