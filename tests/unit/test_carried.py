"""Places and days carried from another passage of the same incident: shown as such everywhere, refused for good by a person."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import carried
import pytest
import synthetic
from carried import AL_DANA, DAY_WORDS, PASSAGES, PLACE_WORDS, TEXT
from synthetic import KAFR_ZITA

from geo.cli.records import article_record, event_record
from geo.events import carried_of, redate
from geo.export.layers import geojson, kml
from geo.export.record_json import record_json
from geo.export.scene_json import bulk_of, scene_json
from geo.export.tables import parquet, table_csv
from geo.leaving_out import LeaveOut
from geo.model import Corpus, Event, JudgementKind, Span
from geo.project import Project
from geo.project.judgements import corrected
from geo.views import scene
from geo.views.book import Book
from geo.views.ledger import ledger

PLACE = {"events": ["strike"], "article": "mill.txt", "start": PLACE_WORDS.start, "end": PLACE_WORDS.end, "field": "place"}
DAY = {"events": ["strike"], "article": "mill.txt", "start": DAY_WORDS.start, "end": DAY_WORDS.end, "field": "date"}


def event(corpus: Corpus, mention: str) -> Event:
    return next(e for e in corpus.events if any(m.id == mention for m in e.mentions))


def test_the_records_say_what_is_inferred_and_from_which_words() -> None:
    _, strike, shelling = article_record(carried.article(), carried.analysis())["events"]
    assert strike["places"] == [{"mention": 0, "part": "location", "inferred": True, "from": list(PLACE_WORDS)}]
    day = {"start": "2015-10-06", "end": "2015-10-06", "precision": "day", "inferred": True, "from": list(DAY_WORDS)}
    assert strike["date"] == day
    assert (strike["incident"], strike["status"], "campaign" in strike) == ("strike", "reported", False)
    assert shelling["places"] == [{"mention": 1, "part": "location"}]
    assert (shelling["campaign"], "incident" in shelling) == (True, False)


def test_a_carried_claim_points_to_the_passage_that_says_it_and_to_who_speaks_there() -> None:
    corpus = carried.corpus()
    strike, shelling = event(corpus, "strike"), event(corpus, "shelling")
    told = {c.field: c for c in strike.claims}
    assert told["location"].span.of(TEXT) == "Kafr Zita"
    assert told["date"].span.of(TEXT) == "on Tuesday"
    assert {f: (told[f].speaker, told[f].carried) for f in ("location", "date", "type")} == {
        "location": ("The mayor", True),
        "date": ("The mayor", True),
        "type": ("a miller", False),
    }
    record = event_record(strike, Book(corpus))
    assert record["places"][0]["inferred"] is True
    assert [c.get("inferred") for c in record["claims"] if c["field"] in ("location", "date")] == [True, True]
    assert "inferred" not in event_record(shelling, Book(corpus))["places"][0]


def test_it_is_said_in_words_where_it_comes_from() -> None:
    corpus = carried.corpus()
    articles = {a.id: a for a in corpus.articles}
    place, day = carried_of(event(corpus, "strike"), articles, corpus.analyses)
    assert place.reason == "carried from “Kafr Zita”, two sentences before, same incident"
    assert day.reason == "carried from “on Tuesday”, two sentences before, same incident"
    assert (place.passage, place.mentions, place.places) == (PASSAGES[0], ("strike",), (0,))
    assert carried_of(event(corpus, "shelling"), articles, corpus.analyses) == ()


def test_a_place_that_any_passage_of_the_event_names_is_not_inferred() -> None:
    strike = event(carried.corpus(carried.named_too()), "strike")
    assert {m.id for m in strike.mentions} == {"strike", "again"}
    assert [location.carried for location in strike.places] == [False]


def test_every_export_tells_inferred_places_and_days() -> None:
    corpus = carried.corpus()
    rows = {row["location"]: row for row in csv.DictReader(io.StringIO(table_csv(corpus).decode()))}
    told = [(row["place_inferred"], row["date_inferred"], row["tags"]) for row in (rows["Kafr Zita"], rows[AL_DANA.name])]
    assert told == [("true", "true", "place inferred; date inferred"), ("false", "", "")]
    features = {f["properties"]["place"]: f["properties"] for f in json.loads(geojson(corpus, None))["features"]}
    assert (features["Kafr Zita"]["place_inferred"], features[AL_DANA.name]["place_inferred"]) == (True, False)
    written = kml(corpus, None).decode()
    assert written.count("#uncertain</styleUrl>") == 1
    assert '<Data name="place_inferred">' in written
    reading: Any = pytest.importorskip("pyarrow.parquet")
    columns = reading.read_table(io.BytesIO(parquet(corpus))).to_pydict()
    assert dict(zip(columns["location"], columns["place_inferred"], strict=True)) == {"Kafr Zita": True, AL_DANA.name: False}


def test_a_project_keeps_what_is_carried_and_what_was_refused(tmp_path: Path) -> None:
    path, made = tmp_path / "case.gpkg", carried.analysis()
    project = Project.create(path)
    project.add([carried.article()], [made])
    project.judge(JudgementKind.REFUSE_CARRIED, PLACE, {}, "A. Reader")
    project.close()
    project = Project.open(path)
    articles = project.articles()
    assert project.analyses() == (made,)
    # Read again, with the words taken a little longer.
    for read in (made, carried.analysis(place_words=Span(PLACE_WORDS.start - 3, PLACE_WORDS.end))):
        told = corrected(articles, (read,), project.judgements(), redate)[1][0].events[1]
        assert told.places == ()
        assert told.when == made.events[1].when
    assert project.undo_text == "Refuse carried place"
    project.judge(JudgementKind.REFUSE_CARRIED, DAY, {}, "A. Reader")
    both = corrected(articles, (made,), project.judgements(), redate)[1][0].events[1]
    assert (both.places, both.when) == ((), None)
    project.undo()
    assert corrected(articles, (made,), project.judgements(), redate)[1][0].events[1].when == made.events[1].when
    project.undo()
    assert corrected(articles, (made,), project.judgements(), redate)[1] == (made,)
    project.close()


def test_qgis_sees_what_is_inferred(tmp_path: Path) -> None:
    corpus = carried.corpus()
    project = Project.create(tmp_path / "case.gpkg")
    project.add(corpus.articles, list(corpus.analyses.values()))
    project.write_layers(corpus, None)
    project.close()
    connection = sqlite3.connect(tmp_path / "case.gpkg")
    assert dict(connection.execute("SELECT place, place_inferred FROM events")) == {"Kafr Zita": 1, AL_DANA.name: 0}
    assert connection.execute("SELECT field FROM claims WHERE inferred ORDER BY field").fetchall() == [("date",), ("location",)]
    connection.close()


def test_a_new_date_of_the_article_keeps_a_carried_day_carried() -> None:
    when = redate(carried.analysis(), carried.article()).events[1].when
    assert when is not None
    assert (when.start, when.carried, when.inferred) == (carried.TUESDAY, DAY_WORDS, True)


# --- what window and page show ------------------------------------------------------------------------------------------


def test_the_map_draws_what_is_only_carried_as_inferred() -> None:
    made = scene(carried.corpus(), synthetic.rough_outline)
    assert {m.label: m.inferred for m in made.markers} == {"Kafr Zita": True, "Al Dana": False}
    flags = dict(zip((m.label for m in made.markers), bulk_of(made).arrays["flags"].tolist(), strict=True))
    assert flags == {"Kafr Zita": 2, "Al Dana": 0}
    assert not any(m.inferred for m in scene(carried.corpus(carried.named_too()), synthetic.rough_outline).markers)


def test_the_ledger_says_from_where_and_leads_to_the_words() -> None:
    corpus = carried.corpus()
    lines = {line.field: line for line in ledger(event(corpus, "strike"), Book(corpus)).lines}
    assert lines["Where"].carried == "carried from “Kafr Zita”, two sentences before, same incident"
    assert lines["When"].carried.startswith("carried from “on Tuesday”")
    assert lines["What"].carried == ""
    (voice,) = lines["Where"].voices
    assert (voice.passage, voice.span, voice.speaker) == (PASSAGES[0], PLACE_WORDS, "The mayor")


def test_the_exported_map_holds_the_passage_that_tells_the_place() -> None:
    corpus = carried.corpus()
    made = scene(corpus, synthetic.rough_outline)
    assert made.record is not None
    number = [e.id for e in made.events].index(event(corpus, "strike").id)
    own, other = made.record.passages[number]
    assert (own.text, own.elsewhere, own.speaker) == (PASSAGES[2].of(TEXT), False, "a miller")
    assert (other.text, other.elsewhere, other.speaker) == (PASSAGES[0].of(TEXT), True, "The mayor")
    record = record_json(made.record)
    lines = {record["words"][line[1]]: line for line in record["ledgers"][number]["lines"]}
    passage, start, end = lines["Where"][4][:3]
    assert (passage, other.text[start:end]) == (1, "Kafr Zita")
    assert record["words"][lines["Where"][5]].startswith("carried from “Kafr Zita”")
    assert len(lines["What"]) == 5


@pytest.mark.parametrize(
    ("gone", "name"),
    [
        (LeaveOut(speakers=frozenset({"The mayor"})), "The mayor"),
        (LeaveOut(places=frozenset({KAFR_ZITA.id})), "Kafr Zita"),
        (LeaveOut(articles=frozenset({"mill.txt"})), "mill"),
    ],
)
def test_what_is_left_out_does_not_come_back_by_what_was_carried(gone: LeaveOut, name: str) -> None:
    corpus = carried.corpus(carried.analysis(place_words=Span(PLACE_WORDS.start - 3, PLACE_WORDS.end)))
    whole, made = scene(corpus, synthetic.rough_outline), scene(corpus, synthetic.rough_outline, leave_out=gone)
    assert name in scene_json(whole, bulk_of(whole), record=True)
    assert name not in scene_json(made, bulk_of(made), record=True)
