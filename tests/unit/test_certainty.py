"""How likely pins are right: learnt, told, drawn as certain, hollow or not at all, and where the user has the limit."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from geo.cli import main
from geo.events import CERTAIN, SUGGESTED, merged
from geo.events.certainty import FEATURES, FILE, Pins, features
from geo.events.incidents.logistic import Logistic
from geo.export.layers import geojson
from geo.model import Analysis, Article, Corpus, Event
from geo.training import certainty
from geo.training.incident_notes import Incident, Noted
from geo.views import placed_events

Tell = Callable[..., tuple[Article, Analysis]]

PLAIN = "Shells killed nine people in Raqqa on Monday, 2 May 2016. The shelling of Raqqa went on at night."


def events_of(article: Article, analysis: Analysis, certain: float = CERTAIN) -> tuple[Event, ...]:
    return merged([article], {article.id: analysis}, certain=certain).events


def weakened(analysis: Analysis) -> Analysis:
    """The same, seen by networks that believe nothing of it."""
    seen = tuple(replace(m, event=0.0, score=0.05, passage=m.passage) for m in analysis.mentions)
    events = tuple(replace(e, when=None, actor=None, quantities=()) for e in analysis.events)
    return replace(analysis, mentions=seen, events=events)


def test_a_plain_report_is_certain(tell: Tell) -> None:
    article, analysis = tell(PLAIN)
    places = [p for e in events_of(article, analysis) for p in e.places]
    assert places
    assert all(p.likely >= CERTAIN and not p.uncertain for p in places)


def test_the_user_moves_the_limit_and_nothing_else(tell: Tell) -> None:
    article, analysis = tell(PLAIN)
    usual, strict = events_of(article, analysis), events_of(article, analysis, certain=1.0)
    assert all(p.uncertain for e in strict for p in e.places)
    assert [[replace(p, uncertain=False) for p in e.places] for e in strict] == [list(e.places) for e in usual]


def test_what_is_hardly_likely_is_a_suggestion_and_drawn_nowhere(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    article, analysis = tell(PLAIN)
    monkeypatch.setattr(Pins, "likely", lambda *_: SUGGESTED - 0.01)
    events = events_of(article, analysis)
    assert [p.place.name for e in events for p in e.suggested]
    assert all(not e.places for e in events)
    corpus = Corpus((article,), {article.id: analysis}, events)
    assert all(row.place is None for row in placed_events(corpus))
    assert all(f["geometry"] is None for f in json.loads(geojson(corpus, None))["features"] if "precision_km" in f["properties"])


def test_less_belief_in_a_name_makes_its_pin_less_likely(tell: Tell) -> None:
    article, analysis = tell(PLAIN)
    sure = max(p.likely for e in events_of(article, analysis) for p in e.places)
    faint = weakened(analysis)
    assert max(p.likely for e in events_of(article, faint) for p in (*e.places, *e.suggested)) < min(sure, CERTAIN)


def test_every_feature_has_a_weight_and_a_value(tell: Tell) -> None:
    article, analysis = tell(PLAIN)
    (event, *_) = [e for e in analysis.events if e.places]
    assert len(features(article, analysis, event, event.places[0])) == len(FEATURES) == len(Logistic.load("pins", FEATURES, FILE).weight)


def test_what_ships_keeps_its_promise() -> None:
    """The card's figures, as they were measured on halves that the models had not seen."""
    figures = json.loads((Path(certainty.asset("models", FILE))).read_text(encoding="utf-8"))["pins"]["figures"]
    assert figures["from"][str(CERTAIN)]["right"] >= 0.98
    assert figures["from"][str(CERTAIN)]["share"] >= 0.8


def test_a_pin_is_right_at_its_incident_alone(tell: Tell) -> None:
    article, analysis = tell("Shells killed nine people in Raqqa on Monday. Jets bombed Palmyra on Tuesday.")
    first = Incident("a", "s", "Missile or artillery attack", ((1, "killed"),), ("Raqqa",), (), None)
    second = Incident("b", "s", "Air or drone strike", ((2, "bombed"),), ("Kobani",), (), None)
    noted = Noted("n", article, tuple((p.start, p.end) for p in analysis.passages), (first, second))
    assert {p.right for p in certainty.pins_of(noted, analysis)} == {True}, "of the second incident no place is known: it teaches nothing"
    quiet = replace(noted, incidents=())
    assert {p.right for p in certainty.pins_of(quiet, analysis)} == {False}


def test_the_limit_stands_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "a.txt"
    report.write_text(PLAIN, encoding="utf-8")

    def flags(*options: str) -> set[bool]:
        assert main(["events", str(report), "--json", "--builtin-only", *options]) == 0
        return {p["uncertain"] for e in json.loads(capsys.readouterr().out)["events"] for p in e["places"]}

    assert flags() == {False}
    assert flags("--certain", "1") == {True}
    with pytest.raises(SystemExit):
        main(["events", str(report), "--certain", "95"])
    assert "from 0 to 1" in capsys.readouterr().err
