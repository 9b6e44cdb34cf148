"""How the resolver's ranker is made: clues of given names, which candidate is right, calibration, trees as a graph."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from geo.gazetteer import Gazetteer
from geo.model import LonLat, Span
from geo.training.answers import RIGHT, example
from geo.training.spans import GoldPlace, mentions_of


def spans(text: str, *names: str) -> list[Span]:
    return [Span(text.index(name), text.index(name) + len(name)) for name in names]


@pytest.mark.parametrize(
    ("text", "names", "containers", "groups"),
    [
        ("A strike near Izium, Ukraine, killed two.", ("Izium", "Ukraine"), [(1,), ()], [None, None]),
        ("Shells hit Morek, Saraqib and Idlib.", ("Morek", "Saraqib", "Idlib"), [(), (), ()], [0, 0, 0]),
        ("Strikes hit the towns of Morek and Rastan in Hama province.", ("Morek", "Rastan", "Hama"), [(2,), (2,), ()], [0, 0, None]),
        ("In Idlib, the towns of Saraqib and Binnish burnt.", ("Idlib", "Saraqib", "Binnish"), [(), (0,), (0,)], [None, 0, 0]),
    ],
)
def test_given_names_get_the_clues_of_their_sentence(
    gazetteer: Gazetteer, text: str, names: tuple[str, ...], containers: list[tuple[int, ...]], groups: list[int | None]
) -> None:
    found = mentions_of("a", text, spans(text, *names), gazetteer)
    assert [m.clues.containers for m in found] == containers
    assert [m.clues.group for m in found] == groups


def test_the_candidate_with_the_gold_id_is_right_and_a_neighbour_is_not(gazetteer: Gazetteer) -> None:
    text = "Hama was quiet."
    made = example(
        "made up", mentions_of("a", text, spans(text, "Hama"), gazetteer), [GoldPlace(LonLat(36.7578, 35.1318), 170017)], gazetteer, 1.0
    )
    right = [c.place.id for c, a in zip(made.rows.candidates, made.answers, strict=False) if a == RIGHT]
    assert right == ["geonames:170017"]


def test_where_no_candidate_is_near_none_of_them_is_the_answer(gazetteer: Gazetteer) -> None:
    text = "Hama was quiet."
    made = example("made up", mentions_of("a", text, spans(text, "Hama"), gazetteer), [GoldPlace(LonLat(-150.0, -40.0))], gazetteer, 1.0)
    assert made.answers[-1] == RIGHT
    assert RIGHT not in made.answers[:-1]


def test_calibration_rises_and_the_graph_says_what_the_trees_say(tmp_path: Path) -> None:
    lightgbm = pytest.importorskip("lightgbm", reason="only training needs lightgbm")
    onnxruntime = pytest.importorskip("onnxruntime")
    from geo.training.ranker import Answer, isotonic
    from geo.training.trees import write_pair

    chance = np.random.default_rng(7)
    raw, right = isotonic([Answer(float(s), bool(chance.random() < s), 1) for s in chance.random(2000)])
    assert raw == sorted(raw)
    assert right == sorted(right)

    rows = chance.random((400, 5)).astype(np.float32)
    boosters = [
        lightgbm.train({"verbose": -1, "num_leaves": 6, "use_missing": False}, lightgbm.Dataset(rows, rows[:, k] + rows[:, 1]), 12)
        for k in (0, 2)
    ]
    write_pair(boosters[0].dump_model(), boosters[1].dump_model(), 5, tmp_path / "pair.onnx")
    session = onnxruntime.InferenceSession(str(tmp_path / "pair.onnx"), providers=["CPUExecutionProvider"])
    for settled, booster in enumerate(boosters):
        told = session.run(None, {"rows": rows, "settled": np.array(bool(settled))})[0][:, 0]
        assert told == pytest.approx(booster.predict(rows), abs=1e-4)
