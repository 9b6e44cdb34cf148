"""A place has one name, wherever it is shown: map, page, list, title, ledger, KML and the commands' table."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
import synthetic
from synthetic import HAMA, KAFR_ZITA, Builder, Report

from desktop.session.digest import digest
from geo import pipeline
from geo.cli.commands import event_lines
from geo.events.titles import shown_names, titled
from geo.export.layers import kml
from geo.export.scene_json import bulk_of, scene_json
from geo.gazetteer import Gazetteer
from geo.leaving_out import LeaveOut, without
from geo.model import Corpus, EventType, Part
from geo.pipeline import Worker
from geo.views import placed_events, scene
from geo.views.book import Book
from geo.views.ledger import ledger

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(scope="module")
def seeds(gazetteer: Gazetteer) -> Corpus:
    with Worker() as worker:
        corpus, failures = pipeline.corpus_of([SEEDS], gazetteer, worker)
    assert not failures
    assert corpus.events
    return corpus


@pytest.fixture(scope="module")
def made() -> Corpus:
    corpus = synthetic.syria()
    return replace(corpus, events=titled(corpus.events, corpus.analyses))


@pytest.mark.parametrize("which", ["seeds", "made"])
def test_every_view_calls_a_place_the_same(which: str, request: pytest.FixtureRequest) -> None:
    corpus: Corpus = request.getfixturevalue(which)
    names = shown_names(corpus.events, corpus.analyses)
    assert len(names) > 5

    drawn = scene(corpus, synthetic.rough_outline)
    on_map = {each.place.id: each.label for each in (*drawn.markers, *drawn.areas)}
    assert on_map == {id_: names[id_] for id_ in on_map}

    page = json.loads(scene_json(drawn, bulk_of(drawn), record=True))
    assert page["names"] == [names[m.place.id] for m in drawn.markers]
    assert [a["label"] for a in page["areas"]] == [names[a.place.id] for a in drawn.areas]

    listed = digest(corpus)
    assert dict(listed.place_names) == names
    rows = {row.id: row for row in listed.rows}
    book, tabled = Book(corpus), event_lines(corpus)
    placed = {(row.event.id, row.location.place.id): row.name for row in placed_events(corpus) if row.location is not None}
    told = 0
    for event in corpus.events:
        own = {location.place.id: names[location.place.id] for location in event.places}
        if own:
            assert any(name in event.label for name in own.values()), event.label
            assert any(name in rows[event.id].where for name in own.values()), rows[event.id].where
        for id_, name in own.items():
            assert placed.get((event.id, id_), name) == name
        for line in ledger(event, book).lines:
            if line.field in ("From", "Where"):
                told += any(line.value == name for name in own.values())
    assert told > 10 or which == "made"  # a made corpus has no claims of places
    shown = [name.text or "" for name in ElementTree.fromstring(kml(corpus, None)).iterfind(f".//{KML}Placemark/{KML}name")]
    assert shown
    for (_, id_), name in placed.items():
        assert any(f": {name}" in text for text in shown)
        assert any(name in line for line in tabled), (id_, name)


def test_most_passages_name_a_town_and_areas_have_their_kind() -> None:
    build = Builder()
    for number, written in enumerate(("Kafr Zeita", "KFAR ZITA", "Kfar Zita")):
        sentence = f"Mortars struck {written} in Hama."
        target = (written, KAFR_ZITA, Part.TARGET)
        build.article(f"{number}.txt", [Report(sentence, EventType.AIR_STRIKE, "struck", [target, ("Hama", HAMA, Part.LOCATION)])])
    corpus = build.corpus()
    assert shown_names(corpus.events, corpus.analyses) == {KAFR_ZITA.id: "Kfar Zita", HAMA.id: "Hama province"}
    left = without(corpus, LeaveOut(articles=frozenset({"1.txt", "2.txt"})))
    assert [event.label for event in left.events] == ["Air or drone strike in Kafr Zeita and Hama province"]


def test_a_town_of_two_names_is_shown_with_both_and_a_description_with_the_town_s_own(gazetteer: Gazetteer, tmp_path: Path) -> None:
    texts = {
        "a.txt": "Shells killed two people in Artemivsk on Monday.",
        "b.txt": "A car bomb killed nine people in the Iraqi capital on Monday.",
        "c.txt": "Jets bombed Raqqa. Shells hit Raqqa, and mortars fell on Ar-Raqqah again.",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Worker() as worker:
        corpus, failures = pipeline.corpus_of([tmp_path], gazetteer, worker)
    assert not failures
    assert set(shown_names(corpus.events, corpus.analyses).values()) == {"Artemivsk (Bakhmut)", "Baghdad", "Raqqa"}
