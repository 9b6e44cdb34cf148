"""Evaluation end to end on a corpus of our own: predictions are stored, gone on with and made anew; the table shows them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from geo.assets import asset
from geo.errors import GeoError
from geo.training import crossval, evaluate, peers, predictions, protocol, store
from geo.training.measures import measures_of
from geo.training.predictions import Models, predict

Record = dict[str, Any]

_REPORTS = (
    ("1", "Shells fell on Kharkiv and Izium on Monday, officials in Kyiv said.", {"Kharkiv": (49.98, 36.25), "Izium": (49.21, 37.28)}),
    ("2", "A bomb killed nine people at a market in Maiduguri.", {"Maiduguri": (11.85, 13.16)}),
    ("3", "Nobody was hurt.", {}),
)


def _corpus() -> list[Record]:
    rows: list[Record] = []
    for id, text, names in _REPORTS:
        toponyms = [
            {"start": text.index(n), "end": text.index(n) + len(n), "text": n, "lat": lat, "lon": lon} for n, (lat, lon) in names.items()
        ]
        rows.append({"id": id, "text": text, "toponyms": toponyms})
    return rows


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Corpora of our own and an empty build folder."""
    corpora = tmp_path / "shared" / "corpora"
    corpora.mkdir(parents=True)
    for name in protocol.CORPORA:
        (corpora / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in _corpus()), encoding="utf-8")
    headline = {"id": 7, "text": "Air strike kills five in Idlib", "lat": 35.93, "lon": 36.63, "pub_date": "2016-01-02", "source": "X"}
    (corpora / "ucdp_syria.jsonl").write_text(json.dumps(headline) + "\n", encoding="utf-8")
    monkeypatch.setenv("DATELINE_SHARED", str(tmp_path / "shared"))
    monkeypatch.setattr(store, "build_folder", lambda: tmp_path / "build")
    return tmp_path


def test_predictions_are_stored_with_places_given_spans_and_time(workshop: Path) -> None:
    out = store.predictions_file("here", "lgl")
    assert predict("lgl", out, Models()) == 3
    rows = {r["id"]: r for r in store.read(out)}
    assert {t["text"] for t in rows["1"]["toponyms"]} == {"Kharkiv", "Izium", "Kyiv"}
    assert [t["text"] for t in rows["1"]["gold"]] == ["Kharkiv", "Izium"]
    assert rows["2"]["toponyms"][0]["lat"] == pytest.approx(11.85, abs=0.1)
    assert set(rows["1"]["cpu_s"]) == {"read", "recognise", "resolve"}
    figures = {m.key: m.value for m in measures_of("here")}
    assert figures["lgl: recognition strict R"] == 1.0
    assert figures["lgl: recognition strict P"] == pytest.approx(3 / 4), "Kyiv is not annotated"
    assert figures["lgl: given spans Acc@161, areas by containment"] == 1.0


def test_a_run_goes_on_where_it_was_ended(workshop: Path) -> None:
    out = store.predictions_file("here", "lgl")
    predict("lgl", out, Models())
    lines = out.read_text(encoding="utf-8").splitlines()
    marked = {**json.loads(lines[0]), "kept": True}
    out.write_text(json.dumps(marked) + "\n" + lines[1][: len(lines[1]) // 2], encoding="utf-8")  # ended while it wrote
    assert predict("lgl", out, Models()) == 2
    rows = store.read(out)
    assert [r["id"] for r in rows] == ["1", "2", "3"]
    assert rows[0].get("kept"), "what was stored is not read again"


def test_other_models_or_code_make_predictions_anew(workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = store.predictions_file("here", "lgl")
    predict("lgl", out, Models())
    assert predict("lgl", out, Models()) == 0
    monkeypatch.setattr(predictions, "_CODE", ("reading",))
    assert predict("lgl", out, Models()) == 3


def test_a_sample_is_spread_over_the_corpus(workshop: Path) -> None:
    out = store.predictions_file("here", "lgl")
    assert predict("lgl", out, Models(), sample=2) == 2
    assert [r["id"] for r in store.read(out)] == ["1", "2"]


def test_the_table_shows_what_is_stored_and_says_what_is_not(workshop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def peer(name: str) -> str | None:
        return "does not install: no such package" if name == "locationtagger" else None

    for p in peers.PEERS:
        why = peer(p.name)
        if why:
            store.note(f"peers/{p.name}", why)
    assert evaluate.main(["--shipped", "--corpus", "lgl", "--corpus", "ucdp_syria", "--no-peers"]) == 0
    assert "| any@10 | ≥ .70 |" in capsys.readouterr().out
    assert evaluate.main(["--shipped", "--stored"]) == 0
    out = capsys.readouterr().out
    assert "| recognition strict F1 | ≥ .80 |" in out
    assert "| **UCDP Syria headlines, built-in gazetteer** |" in out
    assert "Not in the table: locationtagger: does not install: no such package." in out
    assert "Not in the table: geotext: nothing is stored." in out


def test_a_corpus_without_models_of_its_fold_is_left_out(workshop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main(["--corpus", "lgl", "--no-peers"]) == 0
    told = capsys.readouterr()
    assert "lgl: left out" in told.err
    assert "make crossval" in told.err
    assert "recognition strict" not in told.out


def test_an_absent_corpus_is_named(workshop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DATELINE_SHARED", str(workshop / "elsewhere"))
    assert evaluate.main(["--shipped", "--corpus", "lgl", "--no-peers"]) == 1
    assert "DATELINE_SHARED" in capsys.readouterr().err


def test_a_peer_that_does_not_start_is_no_end_of_the_evaluation(workshop: Path) -> None:
    broken = peers.Peer("locationtagger")  # in our own environment, where it is not installed
    why_not = peers.run(broken, "lgl", gazetteer=None)  # type: ignore[arg-type]
    assert why_not is not None
    assert "does not start" in why_not
    assert store.read(store.predictions_file("peers/locationtagger", "lgl")) == []


def _pretend(monkeypatch: pytest.MonkeyPatch, fail: str | None = None) -> list[list[str]]:
    """Training steps that only leave their product behind."""
    called: list[list[str]] = []

    def command(step: crossval.Step, fold: str, weights: Path) -> list[str]:
        called.append([step.module, fold])
        product = crossval.folder_of(fold) / step.product
        code = "raise SystemExit(1)" if step.module == fail else f"open({str(product)!r}, 'w').write({fold!r})"
        return [sys.executable, "-c", code]

    monkeypatch.setattr(crossval.Step, "command", command)
    return called


def test_each_call_trains_the_next_fold_and_does_no_step_twice(workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (workshop / "build").mkdir()
    called = _pretend(monkeypatch)
    (crossval.folder_of("lgl")).mkdir(parents=True)
    (crossval.folder_of("lgl") / "recogniser.pt").touch()
    assert crossval.main(["--weights", "w"]) == 0
    assert called == [["geo.training.release", "lgl"], ["geo.training.ranker", "lgl"]]
    assert crossval.main(["--weights", "w"]) == 0
    assert called[-1] == ["geo.training.ranker", "geovirus"]
    for _ in range(3):
        crossval.main(["--weights", "w"])
    assert all(crossval.missing_steps(fold) == [] for fold in crossval.FOLDS)
    trained = len(called)
    assert crossval.main(["--weights", "w"]) == 0
    assert len(called) == trained


def test_shipping_copies_the_models_of_the_fold(workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (workshop / "build").mkdir()
    _pretend(monkeypatch)
    assert crossval.main(["--fold", "all", "--ship", "--weights", "w"]) == 0
    models = workshop / "resources" / "models"
    assert sorted(p.name for p in models.iterdir()) == ["linker.onnx", "reader.json", "recogniser.onnx", "resolver.onnx"]


def test_what_is_shipped_is_all_that_the_program_loads_of_a_fold() -> None:
    kinds = ("linker.*", "reader.*", "recogniser.*", "resolver.*", "vocabulary.*")
    loaded = {p.name for kind in kinds for p in asset("models").glob(kind) if p.suffix != ".md"}
    assert loaded == set(crossval.SHIPPED)


def test_a_step_that_fails_ends_the_fold_and_says_how_to_go_on(
    workshop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (workshop / "build").mkdir()
    called = _pretend(monkeypatch, fail="geo.training.release")
    assert crossval.main(["--fold", "all", "--weights", "w"]) == 1
    assert "Call again" in capsys.readouterr().err
    assert ["geo.training.ranker", "all"] not in called


def test_a_missing_corpus_is_an_error_that_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_SHARED", str(tmp_path))
    with pytest.raises(GeoError, match="DATELINE_SHARED"):
        list(protocol.corpus("lgl"))
