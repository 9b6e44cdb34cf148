"""What each command does: call the pipeline, print its result. Messages go to standard error, results to standard output."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from geo import gazetteer as gazetteers
from geo import pipeline
from geo.cli.opened import opened, progress
from geo.cli.records import Record, article_record, event_record, located_record, reprint_record
from geo.errors import PlaceNotFound
from geo.export import LeaveOut
from geo.gazetteer import Gazetteer
from geo.model import Corpus, EventClass, Failure, LonLat, Part
from geo.resolve import find_one
from geo.resolve import locate as located


def parse(given: argparse.Namespace) -> int:
    gazetteer = opened(given)
    failures: list[Failure] = []
    for article, analysis in pipeline.parse(given.inputs, gazetteer, failures.append):
        _line(article_record(article, analysis, with_text=given.with_text))
    return _report(failures)


def events(given: argparse.Namespace) -> int:
    corpus, failures = _corpus(given, opened(given))
    if given.json:
        _line(
            {
                "events": [event_record(e) for e in corpus.events],
                "reprints": [reprint_record(g) for g in corpus.reprints],
                "families": [list(family) for family in corpus.families],
            }
        )
    else:
        for row in _table(corpus):
            print(row)
    return _report(failures)


def proof_map(given: argparse.Namespace) -> int:
    gazetteer = opened(given)
    corpus, failures = _corpus(given, gazetteer)
    leave_out = LeaveOut(frozenset(given.leave_out_article), frozenset(given.leave_out_place))
    pipeline.proof_map(corpus, gazetteer, given.output, leave_out)
    print(f"{given.output}: {_count(len(corpus.events), 'event')} from {_count(len(corpus.articles), 'article')}", file=sys.stderr)
    return _report(failures)


def export(given: argparse.Namespace) -> int:
    gazetteer = opened(given)
    corpus, failures = _corpus(given, gazetteer)
    pipeline.export(corpus, gazetteer, given.output)
    return _report(failures)


def locate(given: argparse.Namespace) -> int:
    gazetteer = opened(given)
    found = located(given.name, gazetteer, near=_near(given.near, gazetteer), country=given.country)
    if given.json:
        _line(located_record(given.name, found))
    else:
        for f in found:
            place = f.place
            where = ", ".join(part for part in (place.admin1, place.country) if part)
            position = f"{place.position.lat:9.4f} {place.position.lon:9.4f}"
            print(f"{position}  {f.score:.2f}  {place.name} ({place.feature}, {where})  {'; '.join(f.reasons)}")
    if not found:
        raise PlaceNotFound(given.name)
    return 0


def gazetteer(given: argparse.Namespace) -> int:
    if given.action == "compile":
        gazetteers.open_default(added=False, on_progress=progress).close()
    elif given.action == "list":
        for entry in gazetteers.listed():
            print(f"{entry.name}  {entry.places:,} places  {entry.source}")
    elif not given.names:
        print(f"dateline gazetteer {given.action}: name what to {given.action}", file=sys.stderr)
        return 2
    elif given.action == "add":
        for name in given.names:
            entry = gazetteers.add(Path(name), on_progress=progress)
            print(f"{entry.name}: {entry.places:,} places added", file=sys.stderr)
    else:
        for name in given.names:
            gazetteers.remove(name)
    return 0


def _corpus(given: argparse.Namespace, gazetteer: Gazetteer) -> tuple[Corpus, Sequence[Failure]]:
    taken = pipeline.take_in(given.inputs, gazetteer)
    return pipeline.corpus(taken.articles, taken.analyses), taken.failures


def _near(text: str | None, gazetteer: Gazetteer) -> LonLat | None:
    if text is None:
        return None
    lat, comma, lon = text.partition(",")
    try:
        return LonLat(float(lon), float(lat)) if comma else find_one(text, gazetteer).position
    except ValueError:
        return find_one(text, gazetteer).position


def _table(corpus: Corpus) -> list[str]:
    """Events as lines: date, type, places, how often reported."""
    rows: list[str] = []
    for event in corpus.events:
        if event.type.event_class is not EventClass.PHYSICAL:
            continue
        date = event.when.start.isoformat() if event.when and event.when.start else (event.when.said if event.when else "no date")
        places = (
            ", ".join(("from " if p.part is Part.ORIGIN else "") + p.place.name + ("?" if p.uncertain else "") for p in event.places)
            or "no place"
        )
        sources = f"{_count(event.sources.articles, 'article')}, {_count(event.sources.origins, 'origin')}"
        rows.append(
            f"{date:<12}  {event.type.value:<28}  {event.actor or '–':<24.24}  {places}  [{event.mentions[0].modality.value}; {sources}]"
        )
    return rows


def _report(failures: Sequence[Failure]) -> int:
    for failure in failures:
        print(f"dateline: {failure.message}", file=sys.stderr)
    return 1 if failures else 0


def _line(record: Record) -> None:
    print(json.dumps(record, ensure_ascii=False), flush=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
