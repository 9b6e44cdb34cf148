"""Our metrics of places agree with the scoring scripts beside the checkout, on readings right, wrong, shifted and missing."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from geo.training.protocol import headline_places
from geo.training.scores import Toponym, lenient, score, score_headlines, strict

Record = dict[str, Any]


def _script(shared: Path, name: str, *arguments: str | Path) -> Record:
    command = [sys.executable, shared / "tools" / name, *arguments, "--json"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, encoding="utf-8", timeout=60, check=True)
    return json.loads(done.stdout)


def _written(path: Path, rows: Sequence[Record]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _point(chance: random.Random) -> tuple[float, float]:
    return round(chance.uniform(-85, 85), 4), round(chance.uniform(-180, 180), 4)


def _invented(seed: int) -> tuple[list[Record], list[Record]]:
    """Gold and predicted documents: some right, some shifted by a letter, some elsewhere, some invented, some lost."""
    chance = random.Random(seed)
    gold: list[Record] = []
    predicted: list[Record] = []
    for number in range(12):
        wanted: list[Record] = []
        found: list[Record] = []
        at = 0
        for _ in range(chance.randrange(0, 9)):
            start = at + chance.randrange(1, 12)
            end = at = start + chance.randrange(3, 14)
            lat, lon = _point(chance)
            name: Record = {"start": start, "end": end, "text": "x" * (end - start)}
            if chance.random() < 0.8:
                name |= {"lat": lat, "lon": lon}
            wanted.append(name)
            fate = chance.random()
            if fate < 0.15:
                continue
            shift = chance.choice((-1, 0, 0, 0, 2))
            near = chance.choice((0.0, 0.4, 2.5, 60.0))
            answer: Record = {"start": start + shift, "end": end, "lat": max(-89.0, lat - near), "lon": lon, "bbox": None}
            if fate < 0.3:
                answer |= {"lat": None, "lon": None}
            elif fate < 0.5:
                answer["bbox"] = [179.0, -90.0, 178.0, 90.0] if chance.random() < 0.5 else [lon - 1, lat - 1, lon + 1, lat + 1]
            found.append(answer)
        for _ in range(chance.randrange(0, 3)):
            start = chance.randrange(0, at + 20)
            lat, lon = _point(chance)
            found.append({"start": start, "end": start + 5, "lat": lat, "lon": lon, "bbox": None})
        gold.append({"id": str(number), "text": "x" * (at + 40), "toponyms": wanted})
        if chance.random() < 0.9:
            predicted.append({"id": str(number), "toponyms": found})
    return gold, predicted


def _toponyms(rows: Sequence[Record]) -> dict[str, tuple[Toponym, ...]]:
    return {
        row["id"]: tuple(
            Toponym(t["start"], t["end"], t.get("lat"), t.get("lon"), tuple(t["bbox"]) if t.get("bbox") else None) for t in row["toponyms"]
        )
        for row in rows
    }


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("within_km", "areas"), [(161.0, False), (161.0, True), (20.0, True)])
def test_toponym_scores_agree_with_the_script(shared: Path, tmp_path: Path, seed: int, within_km: float, areas: bool) -> None:
    gold, predicted = _invented(seed)
    options = ("--km", str(within_km), *(("--areas",) if areas else ()))
    theirs = _script(shared, "evaluate.py", _written(tmp_path / "p", predicted), _written(tmp_path / "g", gold), *options)
    for name, matcher in (("strict", strict), ("lenient", lenient)):
        ours = score(_toponyms(predicted), _toponyms(gold), matcher=matcher, within_km=within_km, areas=areas)
        for part, share in (("recognition", ours.recognition), ("end_to_end", ours.end_to_end)):
            wanted = theirs[name][part]
            assert (share.right, share.predicted, share.wanted) == (wanted["tp"], wanted["pred"], wanted["gold"])
            assert share.f1 == pytest.approx(wanted["F1"], abs=6e-5)
        wanted, found = theirs[name]["resolution"], ours.distances
        assert (found.matched, found.unresolved) == (wanted["matched_with_coords"], wanted["unresolved"])
        assert found.accuracy == pytest.approx(wanted["acc161_missing_wrong"], abs=6e-5)
        assert found.accuracy_of_resolved == pytest.approx(wanted["acc161_resolved"], abs=6e-5)
        assert found.mean_km == pytest.approx(wanted["mean_km"], abs=0.06)
        assert found.median_km == pytest.approx(wanted["median_km"], abs=0.06)
        assert found.auc == pytest.approx(wanted["auc"], abs=6e-5)


def test_headline_scores_agree_with_the_script(shared: Path, tmp_path: Path) -> None:
    chance = random.Random(3)
    coded = {str(n): (round(chance.uniform(33, 37), 4), round(chance.uniform(36, 42), 4)) for n in range(40)}
    readings: dict[str, list[Record]] = {}
    for id, (lat, lon) in coded.items():
        if chance.random() < 0.1:
            continue
        readings[id] = [
            {"lat": lat + chance.choice((0.0, 0.05, 0.15, 2.0)), "lon": lon, "role": chance.choice(("event", "context"))}
            for _ in range(chance.randrange(0, 4))
        ]
    found = {id: headline_places(toponyms) for id, toponyms in readings.items()}
    lines = [
        {"id": id, "places": [{"lat": a, "lon": b} for a, b in h.places], "events": [{"lat": a, "lon": b} for a, b in h.events]}
        for id, h in found.items()
    ]
    gold = [{"id": id, "text": "", "lat": lat, "lon": lon} for id, (lat, lon) in coded.items()]
    theirs = _script(shared, "evaluate_ucdp.py", _written(tmp_path / "p", lines), _written(tmp_path / "g", gold))
    ours = score_headlines(found, coded)
    assert ours.headlines == theirs["n"]
    for name, share in (("any@10", ours.any_10), ("any@20", ours.any_20), ("event@10", ours.event_10), ("event@20", ours.event_20)):
        assert share == pytest.approx(theirs[name], abs=6e-5)
    assert ours.spread == pytest.approx(theirs["spread"], abs=6e-3)


def _names(*spans: tuple[int, int], **more: Any) -> tuple[Toponym, ...]:
    return tuple(Toponym(start, end, **more) for start, end in spans)


def test_a_neutral_annotation_neither_asks_nor_forbids() -> None:
    gold: Mapping[str, Sequence[Toponym]] = {"a": (*_names((0, 5)), *_names((10, 20), neutral=True))}
    assert score({"a": _names((0, 5))}, gold).recognition.f1 == 1
    assert score({"a": _names((0, 5), (10, 20))}, gold).recognition.f1 == 1
    assert score({"a": _names((0, 5), (12, 15))}, gold).recognition.f1 == 1, "a part of a neutral name is neutral too"
    assert score({"a": _names((0, 5), (30, 33))}, gold).recognition.precision == 0.5


def test_a_document_without_predictions_counts_as_missed() -> None:
    gold = {"a": _names((0, 5)), "b": _names((0, 5))}
    assert score({"a": _names((0, 5))}, gold).recognition.recall == 0.5


def test_a_place_left_open_counts_as_wrong_but_is_in_no_distance() -> None:
    gold = {"a": _names((0, 5), (6, 9), lat=10.0, lon=10.0)}
    found = score({"a": (Toponym(0, 5, 10.0, 10.0), Toponym(6, 9))}, gold).distances
    assert (found.accuracy, found.accuracy_of_resolved, found.mean_km) == (0.5, 1.0, 0.0)
