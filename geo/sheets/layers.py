"""The corpus as layers and tables of a GeoPackage, with columns that a person reads in QGIS."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from geo.geopackage import Field, FieldType, Value, prepare, write_attributes, write_features
from geo.model import Corpus
from geo.safe_text import web_address
from geo.views.book import Book, Grade, cited, speakers_of
from geo.views.placed import PlacedEvent, placed_events
from geo.views.shapes import Outlines, Shapes, geometry_kind
from geo.views.words import is_inferred


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the event layers and how a row fills it."""

    field: Field
    of: Callable[[PlacedEvent], Value]
    meaning: str  # for the reference in MANUAL.md


def _text(name: str, of: Callable[[PlacedEvent], str | None], meaning: str) -> Column:
    return Column(Field(name), of, meaning)


def _number(name: str, of: Callable[[PlacedEvent], int | None], meaning: str) -> Column:
    return Column(Field(name, FieldType.INTEGER), of, meaning)


def _flag(name: str, of: Callable[[PlacedEvent], bool | None], meaning: str) -> Column:
    return Column(Field(name, FieldType.BOOLEAN), of, meaning)


EVENT_COLUMNS: tuple[Column, ...] = (
    _text("id", lambda row: row.id, "the row; an event at several places has one for each, numbered"),
    _text("event_id", lambda row: row.event.id, "the event; the same in every file of the corpus"),
    _text("label", lambda row: row.event.label, "what happened, where, by whom"),
    _text("type", lambda row: row.event.type.value, "Dateline’s type of event"),
    _text("modality", lambda row: row.modality.value, "reported, ended, denied, planned, hypothetical … as the passages tell it"),
    _flag("happened", lambda row: row.happened, "whether anybody says that it happened: reported or ended"),
    _text("actor", lambda row: row.event.actor, "who did it, as the articles say"),
    _text("targets", lambda row: "; ".join(row.event.targets) or None, "whom or what it was aimed at"),
    Column(Field("date_start", FieldType.DATE), lambda row: row.dates()[0], "first day; empty where no date is known"),
    Column(Field("date_end", FieldType.DATE), lambda row: row.dates()[1], "last day"),
    _text(
        "date_precision",
        lambda row: row.event.when.precision if row.event.when and row.event.when.start else None,
        "day, week, month or year: how closely it is told",
    ),
    _text("date_said", lambda row: (row.event.when.said or None) if row.event.when else None, "the words that tell it"),
    _flag(
        "date_inferred",
        lambda row: is_inferred(row.event.when) if row.event.when else None,
        "reckoned, or told in another sentence of the incident",
    ),
    _text("place", lambda row: row.location.place.name if row.location else None, "the gazetteer’s name of the place"),
    _text("place_written", lambda row: "; ".join(row.written) or None, "how the articles write it"),
    _text("part", lambda row: "; ".join(row.parts) or None, "location, target, origin or way: what the place is to the event"),
    _text("place_id", lambda row: row.location.place.id if row.location else None, "its id in the gazetteer"),
    _text("feature", lambda row: row.location.place.feature if row.location else None, "its kind by GeoNames’ feature codes"),
    _text("country", lambda row: row.location.place.country if row.location else None, "by the two letters of ISO 3166"),
    _text("admin1", lambda row: row.location.place.admin1 if row.location else None, "first-level division"),
    Column(
        Field("precision_km", FieldType.REAL),
        lambda row: row.location.precision_km if row.location else None,
        "how far from the geometry it may be",
    ),
    _number("geo_precision", lambda row: row.geo_precision, "as ACLED counts: 1 the town itself, 2 near it or doubtful which, 3 a region"),
    _text("geometry_kind", lambda row: geometry_kind(row.place).value if row.place else None, "what is drawn of it: point, area, circle …"),
    _flag("uncertain", lambda row: row.location.uncertain if row.location else None, "whether it is in doubt which place is meant"),
    _flag("place_inferred", lambda row: row.location.carried if row.location else None, "told in another sentence of the incident"),
    _text(
        "place_note",
        lambda row: row.location.place.note if row.location else None,
        "what is to be known of the place, as where an outline is disputed",
    ),
    _text("passages", lambda row: passages_text(row), "the passages that tell it, with their sources"),
    _text("speakers", lambda row: row.joined(lambda q: q.speaker), "who is quoted with it"),
    _text("articles", lambda row: row.joined(lambda q: q.article.id), "ids of the articles"),
    _text("publishers", lambda row: row.joined(lambda q: q.article.publisher), "of the articles"),
    _number("sources_articles", lambda row: row.event.sources.articles, "how many articles tell it"),
    _number("sources_origins", lambda row: row.event.sources.origins, "how many independent origins: reprints count once"),
    _number("sources_speakers", lambda row: row.event.sources.speakers, "how many speakers"),
    _number("sources_parties", lambda row: row.event.sources.parties, "how many sides the speakers speak for"),
    _text("disagreements", lambda row: disagreements_text(row), "what the sources differ on"),
    _text("grades", lambda row: row.joined(lambda q: q.grade.code or None), "Admiralty grades that people gave its passages"),
    _text("review", lambda row: row.review.value, "found, accepted, corrected or cannot be identified: what a person said of it"),
    _text("edited", lambda row: "; ".join(row.edited) or None, "what a person set of it: type, date, actor, quantity …"),
    _flag("added", lambda row: row.added, "whether a person added it, or a passage of it"),
    _flag("sample", lambda row: row.sample, "whether it comes from the sample corpus"),
)
"""What every event layer says of a row beside its geometry; exports use the same."""

_FLAG, _WHOLE, _REAL, _DAY = FieldType.BOOLEAN, FieldType.INTEGER, FieldType.REAL, FieldType.DATE
_ARTICLES = [
    Field("id"),
    Field("title"),
    Field("publisher"),
    Field("published", _DAY),
    *(Field(name) for name in ("address", "language", "text_sha256", "duplicate_of")),
    Field("analysed", _FLAG),
    Field("sample", _FLAG),
]
_PASSAGES = [
    *(Field(name) for name in ("event_id", "event_mention", "type", "class", "article")),
    Field("start", _WHOLE),
    Field("end", _WHOLE),
    *(Field(name) for name in ("text", "trigger", "speaker", "relayed_by", "modality", "date_said", "reliability", "credibility")),
]
_CLAIMS = [
    *(Field(name) for name in ("event_id", "event_mention", "article")),
    Field("start", _WHOLE),
    Field("end", _WHOLE),
    *(Field(name) for name in ("text", "field", "value", "unit", "comparator", "speaker", "modality")),
    Field("inferred", _FLAG),
    Field("confidence", _REAL),
    *(Field(name) for name in ("reliability", "credibility")),
]


def write_layers(connection: sqlite3.Connection, corpus: Corpus, outlines: Outlines | None) -> None:
    """Write the layers `events` and `areas` and the tables `articles`, `passages` and `claims`, whole, in the caller's transaction.

    `events` holds spots as points, and events without a place; `areas` the places known by their extent alone. What is
    denied, planned or supposed has a row without geometry. `articles` holds no text.
    """
    prepare(connection)
    shapes = Shapes(outlines)
    fields = [column.field for column in EVENT_COLUMNS]
    rows = list(placed_events(corpus))
    write_features(
        connection,
        "events",
        fields,
        ((shapes.of(row.place), [c.of(row) for c in EVENT_COLUMNS]) for row in rows if not row.area),
        "POINT",
        description="Physical events at towns and sites, one row for each place; those without a place have no geometry",
    )
    write_features(
        connection,
        "areas",
        fields,
        ((shapes.of(row.place), [c.of(row) for c in EVENT_COLUMNS]) for row in rows if row.area),
        "MULTIPOLYGON",
        description="Physical events known only to a province, country, region or sea, one row for each",
    )
    told = "The passages that tell of events; offsets in code points of the article"
    said = "Each statement with its speaker; offsets in code points of the article"
    write_attributes(connection, "articles", _ARTICLES, _articles(corpus), description="The articles, without their text")
    write_attributes(connection, "passages", _PASSAGES, _passages(corpus), description=told)
    write_attributes(connection, "claims", _CLAIMS, _claims(corpus), description=said)


def passages_text(row: PlacedEvent) -> str:
    """The quotations with their sources, for a reader: one to a paragraph."""
    return "\n\n".join(f"“{' '.join(quote.exact.split())}” ({cited(quote.article)})" for quote in row.quotes)


def disagreements_text(row: PlacedEvent) -> str | None:
    """What the sources differ on: "missile: 26 or 28"."""
    return "; ".join(f"{d.field}: {' or '.join(value for value, _ in d.values)}" for d in row.event.disagreements) or None


def _articles(corpus: Corpus) -> Iterator[list[Value]]:
    for a in corpus.articles:
        yield [
            *(a.id, a.title, a.publisher, a.published),
            *(web_address(a.address), a.language, a.text_sha256, a.duplicate_of, a.analysed, a.sample),
        ]


def _passages(corpus: Corpus) -> Iterator[list[Value]]:
    texts, book = {a.id: a.text for a in corpus.articles}, Book(corpus)
    for event in corpus.events:
        speakers = speakers_of(event.mentions)
        for m in event.mentions:
            text, said = texts.get(m.article, ""), m.attribution
            yield [
                *(event.id, m.id, m.type.value, m.type.event_class.value),
                *(m.article, m.span.start, m.span.end, m.span.of(text), m.trigger.of(text)),
                *((said.speaker, said.relayed_by) if said else (None, None)),
                m.modality.value,
                (m.when.said or None) if m.when else None,
                *_grade(book.grade(m, m.span, speaker=speakers[said.speaker] if said else None)),
            ]


def _claims(corpus: Corpus) -> Iterator[list[Value]]:
    texts, book = {a.id: a.text for a in corpus.articles}, Book(corpus)
    for event in corpus.events:
        speakers, told = speakers_of(event.mentions), {m.id: m for m in event.mentions}
        for c in event.claims:
            mention = told.get(c.event_mention)
            grade = book.grade(mention, c.span, c.field, speakers.get(c.speaker, c.speaker) if c.speaker else None) if mention else Grade()
            yield [
                *(event.id, c.event_mention),
                *(c.article, c.span.start, c.span.end, c.span.of(texts.get(c.article, ""))),
                c.field,
                f"{c.value:g}" if isinstance(c.value, float) else c.value,
                c.unit,
                c.comparator.value if c.comparator else None,
                *(c.speaker, c.modality.value, c.carried, c.confidence),
                *_grade(grade),
            ]


def _grade(grade: Grade) -> tuple[str | None, str | None]:
    return grade.reliability.value if grade.reliability else None, grade.credibility.value if grade.credibility else None
