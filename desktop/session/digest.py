"""What lists, timeline and filters need of a corpus, made once per change in the library's thread.

One row per event and per rejected event mention. The arrays stand beside the rows so that a filter over 100,000
events takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from desktop.session.grading import UNGRADED, best, grades_of, mark_of
from geo.model import Corpus, Event, EventLocation, EventMention, EventType, Modality, Part, Sources, Span, Suggestion, When, is_area
from geo.views.book import Book

QUOTE_LEAD = 28  # characters before the trigger, so that a line of the list shows what happened
QUOTE_LENGTH = 240
TYPES = tuple(EventType)
_TYPE_INDEX = {kind: i for i, kind in enumerate(TYPES)}


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as a list shows it. A rejected one stands for one event mention and has no `event`."""

    id: str
    type: EventType
    label: str
    when: When | None
    where: str  # "Caspian Sea → Syria"; empty where no place is known
    actor: str
    sources: Sources
    mentions: tuple[EventMention, ...]
    quote: str = ""  # from just before the first mention's trigger on
    event: Event | None = None
    rejected: bool = False
    grade: str = ""  # that of its best graded passage
    doubts: tuple[Suggestion, ...] = ()  # with which other events it may be one, the likeliest first

    @property
    def unreal(self) -> Modality | None:
        """Denied, planned or supposed, where no passage says that it happened."""
        modalities = [m.modality for m in self.mentions]
        return modalities[0] if modalities and not any(m.happened for m in modalities) else None

    @property
    def passages(self) -> tuple[tuple[str, Span], ...]:
        """(article, passage) of each mention, each once, in the order of the mentions."""
        return tuple(dict.fromkeys((m.article, m.span) for m in self.mentions))


@dataclass(frozen=True, slots=True)
class Digest:
    """`first_day`, `last_day`: ordinals of the proleptic calendar, 0 where the date is not known."""

    rows: tuple[EventRow, ...]
    search: tuple[str, ...]
    type_index: NDArray[np.int8]
    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]
    rejected: NDArray[np.bool_]
    unreal: NDArray[np.bool_]  # denied, planned or supposed by all who tell of it
    doubtful: NDArray[np.bool_]  # may be one with another event: nobody has said yet
    grade_marks: NDArray[np.int64]  # as desktop.session.grading.mark_of makes them
    index_of: dict[str, int]
    doubts: tuple[Suggestion, ...]  # pairs of events that may be one, the likeliest first
    place_names: Mapping[str, str]  # by id, as everywhere else
    book: Book  # what ledgers look things up in


def event_id_of_rejected(mention: str) -> str:
    return f"rejected:{mention}"


def digest(corpus: Corpus) -> Digest:
    texts = {article.id: article.text for article in corpus.articles}
    book = Book(corpus)
    names = book.place_names
    given = [grades_of(event, book) for event in corpus.events] if corpus.grades else [[] for _ in corpus.events]
    rejected = _rejected_rows(corpus, texts)
    doubts: dict[str, list[Suggestion]] = {}
    for suggestion in sorted(corpus.suggestions, key=lambda s: -s.score):
        for event_id in suggestion.events:
            doubts.setdefault(event_id, []).append(suggestion)
    rows = [
        *(_row(e, texts, names, best(grades), tuple(doubts.get(e.id, ()))) for e, grades in zip(corpus.events, given, strict=True)),
        *rejected,
    ]
    days = [_days(row.when) for row in rows]
    return Digest(
        rows=tuple(rows),
        search=tuple(_search_text(row) for row in rows),
        type_index=np.fromiter((_TYPE_INDEX[row.type] for row in rows), np.int8, len(rows)),
        first_day=np.fromiter((first for first, _ in days), np.int32, len(rows)),
        last_day=np.fromiter((last for _, last in days), np.int32, len(rows)),
        rejected=np.fromiter((row.rejected for row in rows), np.bool_, len(rows)),
        unreal=np.fromiter((row.unreal is not None for row in rows), np.bool_, len(rows)),
        doubtful=np.fromiter((bool(row.doubts) for row in rows), np.bool_, len(rows)),
        grade_marks=np.array([*(mark_of(grades) for grades in given), *(UNGRADED for _ in rejected)], np.int64),
        index_of={row.id: i for i, row in enumerate(rows)},
        doubts=tuple(sorted(corpus.suggestions, key=lambda s: -s.score)),
        place_names=names,
        book=book,
    )


def _row(event: Event, texts: Mapping[str, str], names: Mapping[str, str], grade: str, doubts: tuple[Suggestion, ...]) -> EventRow:
    return EventRow(
        id=event.id,
        type=event.type,
        label=event.label,
        when=event.when,
        where=_where((names[location.place.id], location.part) for location in sorted(event.places, key=_is_area)),
        actor=event.actor or "",
        sources=event.sources,
        mentions=event.mentions,
        quote=_quote(event.mentions[0], texts) if event.mentions else "",
        event=event,
        grade=grade,
        doubts=doubts,
    )


def _quote(mention: EventMention, texts: Mapping[str, str]) -> str:
    text = texts.get(mention.article, "")
    start = max(mention.span.start, mention.trigger.start - QUOTE_LEAD)
    if start > mention.span.start:
        space = text.find(" ", start, mention.trigger.start)
        start = space + 1 if space >= 0 else start
    quote = text[start : min(mention.span.end, start + QUOTE_LENGTH)].strip()
    return f"…{quote}" if start > mention.span.start else quote


def _rejected_rows(corpus: Corpus, texts: Mapping[str, str]) -> list[EventRow]:
    rows: list[EventRow] = []
    if not corpus.rejected_events:
        return rows
    for analysis in corpus.analyses.values():
        for mention in analysis.events:
            if mention.id not in corpus.rejected_events:
                continue
            rows.append(
                EventRow(
                    id=event_id_of_rejected(mention.id),
                    type=mention.type,
                    label=mention.type.value,
                    when=mention.when,
                    where=_where((analysis.mentions[p.mention].text, p.part) for p in mention.places),
                    actor=mention.actor or "",
                    sources=Sources(1, 1, 1 if mention.attribution else 0, 0),
                    mentions=(mention,),
                    quote=_quote(mention, texts),
                    rejected=True,
                )
            )
    return rows


def _is_area(location: EventLocation) -> bool:
    """Towns come before the provinces that hold them, as in the event's label."""
    return is_area(location.place)


def _where(places: Iterable[tuple[str, Part]]) -> str:
    listed = tuple(places)
    origins = dict.fromkeys(name for name, part in listed if part is Part.ORIGIN)
    others = dict.fromkeys(name for name, part in listed if part is not Part.ORIGIN and name not in origins)
    return " → ".join(filter(None, [", ".join(origins), ", ".join(others)]))


def _days(when: When | None) -> tuple[int, int]:
    if when is None or when.start is None:
        return 0, 0
    last: date = when.end or when.start
    return when.start.toordinal(), max(when.start, last).toordinal()


def _search_text(row: EventRow) -> str:
    event = row.event
    parts: list[str | None] = [row.label, row.type.value, row.where, row.quote]
    parts.extend(name for m in row.mentions for name in (m.actor, m.target))
    parts.extend(m.attribution.speaker for m in row.mentions if m.attribution)
    if event is not None:
        parts.extend(event.targets)
        parts.extend(location.place.name for location in event.places)
    return "\n".join(dict.fromkeys(p for p in parts if p)).casefold()


EMPTY = digest(Corpus())
