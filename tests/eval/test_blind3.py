"""The reports of `blind3`: their annotation is what its lines make, its halves stay apart, its scorer tells right from wrong."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
import score_blind3
from score_blind3 import FOLDER, Read, Score, load_gold
from scoring import Record

sys.path.insert(0, str(FOLDER))

import make_gold

TEXT = "Jets bombed Izium on Monday, killing nine people. Nobody was hurt in Lviv."


def event(trigger: str, type: str, **further: object) -> Record:
    start = TEXT.index(trigger)
    made: Record = {"type": type, "class": "physical", "modality": "reported", "trigger": {"start": start, "end": start + len(trigger)}}
    made |= {"start": 0, "end": len(TEXT), "places": [], "quantities": [], "date": None, "actor": None, "target": None, "attribution": None}
    return made | further


def read(*events: Record, mentions: tuple[Record, ...] = ()) -> Read:
    where: dict[str, Record] = {"Izium": {"lat": 49.2, "lon": 37.3, "km": 10.0, "area": False}}
    passage = "Jets [bombed] Izium on Monday, [killing] nine people"
    line = f"izium | {passage} | air | to Izium | when 2024-01-01 | act Jets | q nine people=9 person"
    gold: Record = {"file": "a.md", "half": "dev", "style": "wire", "meetings": [], "statements": [], "never": []}
    gold["events"] = [make_gold.event(TEXT, line, where, optional=False)]
    return Read(gold, {"events": list(events), "mentions": list(mentions)}, TEXT)


def scored(reading: Read) -> Score:
    score = Score()
    score_blind3.pair(reading)
    score_blind3.score_events(reading, score)
    score_blind3.score_quantities(reading, score)
    return score


def test_the_gold_is_what_the_annotated_lines_make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("articles", "marks_dev.txt", "marks_test.txt"):
        (tmp_path / name).symlink_to(FOLDER / name)
    monkeypatch.setattr(make_gold, "HERE", tmp_path)
    make_gold.main()
    assert json.loads((tmp_path / "gold.json").read_text(encoding="utf-8")) == load_gold()


def test_every_report_is_annotated_and_no_event_is_told_in_both_halves() -> None:
    gold = load_gold()
    assert sorted(a["file"] for a in gold["articles"]) == sorted(p.name for p in (FOLDER / "articles").iterdir())
    groups = {half: {e["group"] for a in gold["articles"] if a["half"] == half for e in a["events"]} for half in score_blind3.HALVES}
    assert not groups["dev"] & groups["test"]
    assert {a["half"] for a in gold["articles"] if re.match(r"[01]", a["file"])} == {"dev"}
    assert {a["half"] for a in gold["articles"] if re.match(r"[56]", a["file"])} == {"test"}


def test_an_event_with_all_that_was_annotated_is_right() -> None:
    start = TEXT.index("Izium")
    place: Record = {"lat": 49.21, "lon": 37.26, "feature": "PPL", "name": "Izyum", "country": "UA"}
    mention: Record = {"start": start, "end": start + 5, "text": "Izium", "place": place}
    number: Record = {"value": 9, "unit": "person", "comparator": "=", "start": TEXT.index("nine"), "end": TEXT.index("nine") + 11}
    found = event(
        "bombed",
        "Air or drone strike",
        places=[{"mention": 0, "part": "target"}],
        quantities=[number],
        date={"start": "2024-01-01", "end": "2024-01-01"},
        actor="Jets",
    )
    score = scored(read(found, mentions=(mention,)))
    wanted = (
        "events P",
        "events R",
        "type",
        "date",
        "modality",
        "places",
        "links R",
        "part",
        "pins",
        "actor",
        "quantities R",
        "quantities P",
    )
    assert {k: score.value(k) for k in wanted} == dict.fromkeys(wanted, 1.0)
    assert score.misses == []


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        (event("hurt", "Attack on civilians"), "events P"),
        (event("hurt", "Attack on civilians"), "events R"),
        (event("bombed", "Armed clash"), "type"),
        (event("bombed", "Air or drone strike", date={"start": "2024-01-02", "end": None}), "date"),
        (event("bombed", "Air or drone strike", modality="denied"), "modality"),
        (event("bombed", "Air or drone strike"), "links R"),
        (event("bombed", "Air or drone strike", actor="Ukraine"), "actor"),
        (event("bombed", "Air or drone strike"), "quantities R"),
    ],
)
def test_what_is_wrong_or_missing_is_counted_against_the_program(found: Record, kind: str) -> None:
    score = scored(read(found))
    assert score.all[kind] > 0
    assert score.value(kind) == 0.0
    assert kind in {m.kind for m in score.misses}


def test_a_second_event_on_a_passage_is_a_double() -> None:
    score = scored(read(event("bombed", "Air or drone strike"), event("killing", "Attack on civilians")))
    assert score.faults["doubles"] == 1


def test_a_passage_that_stands_twice_must_say_which() -> None:
    with pytest.raises(ValueError, match="stands 2 times"):
        make_gold.located("fire and fire", "[fire]")
    assert make_gold.located("fire and fire", "[fire]@2") == (9, 13, [[9, 13]])
