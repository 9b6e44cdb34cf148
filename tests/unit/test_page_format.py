"""What Python hands to the map's page is what one schema says; the page's types and constants are written from it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import page_format
import pytest
from export_schemas import everything
from page_format import constants, faults
from synthetic import CASPIAN, rough_outline

from desktop.views.map_view.answers import measured_json
from desktop.views.map_view.bridge import Bridge
from geo.assets import asset
from geo.export import proof
from geo.export.drawn_json import draft_json
from geo.export.ledgers import PIECES, STANDINGS
from geo.export.record_json import DEFAULTS
from geo.export.scene_json import INFERRED, NEAR, NO_DAY, UNCERTAIN, bulk_of, scene_json
from geo.model import LonLat
from geo.pipeline.measuring import measure
from geo.views import scene
from geo.views.drawn import ToldDistance
from geo.views.families import FAMILIES
from geo.views.record import KINDS

PAGE = Path(__file__).resolve().parents[2] / "resources" / "map"


def whole_scene() -> dict[str, object]:
    corpus, drawn = everything()
    told = {event.id: [ToldDistance("1,500 km", "fits", ("as far as the sea",))] for event in corpus.events}
    page = scene(corpus, rough_outline, ranges=drawn, distances=told)
    return json.loads(scene_json(page, bulk_of(page), record=True))


def test_an_exported_scene_is_as_the_schema_says() -> None:
    assert faults(whole_scene(), "SceneJson") == []


def test_a_row_that_the_schema_does_not_know_is_found() -> None:
    made = whole_scene()
    made["names"] = [1]
    made["more"] = True
    del made["quantum"]
    record = made["record"]
    assert isinstance(record, dict)
    record["passages"][0][0][0] = "0"
    found = faults(made, "SceneJson")
    assert {f.split(":")[0] for f in found} == {"", ".names[0]", ".record.passages[0][0][0]"}
    assert len(found) == 4
    assert faults([0, [], -1, -1, -1, "denied", -1, -1, 0, [], 1], "PassageRow") == [": 11 entries"]
    assert faults([True, [], -1], "PassageRow") == ["[0]: True is no integer"]


def test_what_the_window_tells_the_page_is_as_the_schema_says() -> None:
    _, drawn = everything()
    assert faults(json.loads(draft_json(drawn, rough_outline(CASPIAN), fixed=True)), "DraftJson") == []
    assert faults(json.loads(measured_json(measure([CASPIAN.position, LonLat(36.7, 35.1)]))), "MeasuredJson") == []
    assert faults(json.loads(asset("basemap", "labels.json").read_text(encoding="utf-8")), "LabelsJson") == []


def test_constants_of_both_sides_are_the_schemas() -> None:
    known = constants()
    assert list(FAMILIES) == known["FAMILIES"]
    assert list(KINDS) == known["KINDS"]
    assert [kind.value for kind in PIECES] == known["PIECES"]
    assert [standing.value for standing in STANDINGS] == known["STANDINGS"]
    assert json.loads(json.dumps(DEFAULTS)) == known["PASSAGE_DEFAULTS"]
    assert known["LAYERS"] == proof.LAYERS
    assert {_camel(name): value for name, value in proof.OPTIONS.items()} == known["MAP_OPTIONS"]
    assert (known["NO_DAY"], known["UNCERTAIN"], known["INFERRED"], known["NEAR"]) == (NO_DAY, UNCERTAIN, INFERRED, NEAR)


def test_the_pages_types_are_written_from_the_schema() -> None:
    held = page_format.WRITTEN.read_text(encoding="utf-8")
    assert held == page_format.written(), "The schema of the page has changed: run make schemas, then make lint."


@pytest.mark.parametrize("name", ["SceneJson", "DraftJson", "MeasuredJson", "LabelsJson", "RecordJson"])
def test_nothing_in_the_schema_is_passed_over(name: str) -> None:
    assert faults("", name)


def test_the_channel_has_the_same_names_on_both_sides() -> None:
    told = (PAGE / "src" / "types.d.ts").read_text(encoding="utf-8")
    body = re.search(r"export interface Bridge \{(.*?)\n\}", told, re.DOTALL)
    assert body is not None
    signals = set(re.findall(r"^  (\w+): Signal<", body[1], re.MULTILINE))
    slots = set(re.findall(r"^  (\w+)\(", body[1], re.MULTILINE))
    meta = Bridge.staticMetaObject
    methods = [meta.method(k) for k in range(meta.methodOffset(), meta.methodCount())]
    named = {kind: {m.name().toStdString() for m in methods if m.methodType() is kind} for kind in (m.methodType() for m in methods)}
    by_kind = {kind.name: names for kind, names in named.items()}
    assert slots == by_kind["Slot"]
    assert signals <= by_kind["Signal"]
    assert {name for name in by_kind["Signal"] - signals if "_" not in name} == set()  # those of the widget are in snake case


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)
