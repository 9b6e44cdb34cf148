"""What each command does: call the pipeline, print its result. Messages go to standard error, results to standard output."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from geo import pipeline
from geo.cli.opened import check_output, opened, refuse_own_input
from geo.cli.output import record, row, say
from geo.cli.records import article_record, event_record, located_record, reprint_record, suggestion_record
from geo.errors import PlaceNotFound
from geo.export.kinds import Kind
from geo.gazetteer import Gazetteer
from geo.leaving_out import LeaveOut, leave_out_of
from geo.model import Corpus, EventClass, Failure, LonLat, Part
from geo.pipeline import Worker
from geo.recognise import typed_position
from geo.resolve import find_one
from geo.resolve import locate as located
from geo.views import Shapes
from geo.views.book import Book


def parse(given: argparse.Namespace) -> int:
    refuse_own_input(given)
    failures: list[Failure] = []
    with Worker() as worker:
        for article, analysis in pipeline.parse(given.inputs, opened(given), failures.append, worker):
            record(article_record(article, analysis, with_text=given.with_text))
    return _report(failures)


def events(given: argparse.Namespace) -> int:
    refuse_own_input(given)
    corpus, gazetteer, failures = _corpus(given)
    if given.json:
        book, shapes = Book(corpus), Shapes(pipeline.outlines(gazetteer))
        record(
            {
                "events": [event_record(e, book, shapes) for e in corpus.events],
                "suggestions": [suggestion_record(s) for s in corpus.suggestions],
                "reprints": [reprint_record(g) for g in corpus.reprints],
                "families": [list(family) for family in corpus.families],
                "distances": [pipeline.distance_record(d) for d in pipeline.distances(corpus, gazetteer)],
            }
        )
    else:
        for line in event_lines(corpus):
            row(line)
    return _report(failures)


def distances(given: argparse.Namespace) -> int:
    refuse_own_input(given)
    corpus, gazetteer, failures = _corpus(given)
    found = pipeline.distances(corpus, gazetteer)
    if given.json:
        record({"distances": [pipeline.distance_record(d) for d in found]})
    else:
        for line in pipeline.distances_words(found):
            row(line)
    return _report(failures)


def proof_map(given: argparse.Namespace) -> int:
    check_output(given, Kind.PROOF_MAP)
    corpus, gazetteer, failures = _corpus(given)
    pipeline.proof_map(corpus, gazetteer, given.output, _left_out(given, corpus))
    say(f"{given.output}: {_count(len(corpus.events), 'event')} from {_count(len(corpus.articles), 'article')}")
    return _report(failures)


def export(given: argparse.Namespace) -> int:
    check_output(given)
    corpus, gazetteer, failures = _corpus(given)
    pipeline.export(corpus, gazetteer, given.output, leave_out=_left_out(given, corpus))
    return _report(failures)


def locate(given: argparse.Namespace) -> int:
    gazetteer = opened(given)
    found = located(given.name, gazetteer, near=_near(given.near, gazetteer), country=given.country)
    if given.json:
        record(located_record(given.name, found))
    else:
        for f in found:
            place = f.place
            where = ", ".join(part for part in (place.admin1, place.country) if part)
            position = f"{place.position.lat:9.4f} {place.position.lon:9.4f}"
            row(f"{position}  {f.score:.2f}  {place.name} ({place.feature}, {where})  {'; '.join(f.reasons)}")
    if not found:
        raise PlaceNotFound(given.name)
    return 0


def _corpus(given: argparse.Namespace) -> tuple[Corpus, Gazetteer, Sequence[Failure]]:
    with Worker() as worker:
        gazetteer = opened(given)
        corpus, failures = pipeline.corpus_of(given.inputs, gazetteer, worker, given.certain)
    if not given.builtin_only:
        for missing in pipeline.missing_dumps(corpus.analyses.values(), gazetteer):
            say(f"{pipeline.missing_words(missing)} To add it: dateline gazetteer add {missing.country}")
    return corpus, gazetteer, failures


def _left_out(given: argparse.Namespace, corpus: Corpus) -> LeaveOut:
    return leave_out_of(corpus, given.leave_out_article, given.leave_out_place, given.leave_out_speaker)


def _near(text: str | None, gazetteer: Gazetteer) -> LonLat | None:
    if text is None:
        return None
    typed = typed_position(text)
    return typed.position if typed is not None else find_one(text, gazetteer).position


def event_lines(corpus: Corpus) -> list[str]:
    """Events as lines: date, type, places, how often reported."""
    rows: list[str] = []
    names = Book(corpus).place_names
    for event in corpus.events:
        if event.type.event_class is not EventClass.PHYSICAL:
            continue
        date = event.when.start.isoformat() if event.when and event.when.start else (event.when.said if event.when else "no date")
        places = (
            ", ".join(("from " if p.part is Part.ORIGIN else "") + names[p.place.id] + ("?" if p.uncertain else "") for p in event.places)
            or "no place"
        )
        sources = f"{_count(event.sources.articles, 'article')}, {_count(event.sources.origins, 'origin')}"
        rows.append(
            f"{date:<12}  {event.type.value:<28}  {event.actor or '–':<24.24}  {places}  [{event.mentions[0].modality.value}; {sources}]"
        )
    return rows


def _report(failures: Sequence[Failure]) -> int:
    for failure in failures:
        say(f"dateline: {failure.message}")
    return 1 if failures else 0


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
