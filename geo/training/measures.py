"""The figures of one system, from its stored predictions: what the table shows and what the floors hold."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.training import protocol, store
from geo.training.protocol import RULES, Rules
from geo.training.scores import HeadlineScore, ToponymScore, lenient, score, score_headlines


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: whose corpus, what it is, and how it is written."""

    corpus: str
    what: str
    value: float
    form: str = ".3f"

    @property
    def key(self) -> str:
        """As floors name it: "lgl: recognition strict F1"."""
        return f"{self.corpus}: {self.what}"


def measures_of_corpus(label: str, rows: Sequence[store.Record]) -> Iterator[Measure]:
    """Recognition, resolution on given spans and both together, over the documents that are stored.

    `label` is one of RULES: a corpus with the rules by which it is scored.
    """
    rules = RULES[label]
    gold = rules.gold()
    wanted = {str(r["id"]): gold[str(r["id"])] for r in rows}
    found = {str(r["id"]): rules.answers(r["toponyms"]) for r in rows}
    exact = score(found, wanted)
    yield Measure(label, "documents", len(rows), ".0f")
    yield Measure(label, "recognition strict P", exact.recognition.precision)
    yield Measure(label, "recognition strict R", exact.recognition.recall)
    yield Measure(label, "recognition strict F1", exact.recognition.f1)
    yield Measure(label, "recognition lenient F1", score(found, wanted, matcher=lenient).recognition.f1)
    if rules.has_coordinates:
        yield Measure(label, "end-to-end F1 @161, areas by containment", score(found, wanted, areas=True).end_to_end.f1)
        yield Measure(label, "end-to-end F1 @161, points only", exact.end_to_end.f1)
        yield Measure(label, "end-to-end F1 @20, areas by containment", score(found, wanted, areas=True, within_km=20).end_to_end.f1)
        yield from _given_spans(label, rows, wanted)
    yield from _speed(label, rows)


def _given_spans(label: str, rows: Sequence[store.Record], wanted: protocol.Documents) -> Iterator[Measure]:
    given = {str(r["id"]): Rules(label, without_kinds=frozenset()).answers(r["gold"]) for r in rows if "gold" in r}
    if not given:
        return

    def on(areas: bool, within_km: float = 161) -> ToponymScore:
        return score(given, wanted, areas=areas, within_km=within_km)

    points = on(areas=False)
    all_placed = sum(g.placed for annotated in wanted.values() for g in annotated)
    yield Measure(label, "given spans Acc@161, areas by containment", on(areas=True).distances.accurate / all_placed)
    yield Measure(label, "given spans Acc@161, points only", points.distances.accurate / all_placed)
    yield Measure(label, "given spans Acc@20, areas by containment", on(areas=True, within_km=20).distances.accurate / all_placed)
    yield Measure(label, "given spans left without a place", points.distances.unresolved / all_placed)
    if points.distances.mean_km is not None and points.distances.median_km is not None and points.distances.auc is not None:
        yield Measure(label, "given spans mean error km", points.distances.mean_km, ".0f")
        yield Measure(label, "given spans median error km", points.distances.median_km, ".1f")
        yield Measure(label, "given spans AUC", points.distances.auc)


def _speed(label: str, rows: Sequence[store.Record]) -> Iterator[Measure]:
    """CPU seconds of reading, recognising and resolving alone; the time that loading takes is not in them."""
    timed = [sum(r["cpu_s"].values()) for r in rows if r.get("cpu_s")]
    if timed:
        yield Measure(label, "articles a CPU-second", len(timed) / sum(timed), ".1f")


def measures_of_headlines(label: str, rows: Sequence[store.Record]) -> Iterator[Measure]:
    coded = protocol.coded_headlines()
    ids = {str(r["id"]) for r in rows}
    found: HeadlineScore = score_headlines(
        {str(r["id"]): protocol.headline_places(r["toponyms"]) for r in rows}, {id: at for id, at in coded.items() if id in ids}
    )
    yield Measure(label, "headlines", found.headlines, ".0f")
    yield Measure(label, "any@10", found.any_10)
    yield Measure(label, "any@20", found.any_20)
    yield Measure(label, "event@10", found.event_10)
    yield Measure(label, "event@20", found.event_20)
    yield Measure(label, "spread", found.spread, ".2f")


HEADLINE_RUNS = {"ucdp_syria": (), "ucdp_syria+SY": ("SY.zip",)}
"""Names of the runs over the headlines, with the dumps of GeoNames that each adds."""


def measures_of(system: str) -> list[Measure]:
    """All figures of a system whose predictions are stored under build/eval/SYSTEM."""
    found: list[Measure] = []
    for label, rules in RULES.items():
        rows = store.read(store.predictions_file(system, rules.corpus))
        if rows:
            found += measures_of_corpus(label, rows)
    for run in HEADLINE_RUNS:
        rows = store.read(store.predictions_file(system, run))
        if rows:
            found += measures_of_headlines(run, rows)
    seeds = _seeds_file(system)
    if seeds.exists():
        counted: dict[str, Any] = json.loads(seeds.read_text(encoding="utf-8"))
        found += [Measure("seeds", name, right / of) for name, (right, of) in counted.items() if name.startswith(("role event", "mention"))]
    return found


def measure_seeds(system: str) -> bool:
    """Score the program as it stands on the five annotated articles, by the tests' own scorer; False where they are absent."""
    script = store.build_folder().parent / "tests" / "eval" / "score_seeds.py"
    if not (protocol.corpora_folder().parent / "seeds").is_dir():
        return False
    done = subprocess.run([sys.executable, str(script), "--json"], capture_output=True, text=True, check=True)
    path = _seeds_file(system)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(done.stdout, encoding="utf-8")
    return True


def _seeds_file(system: str) -> Path:
    return store.predictions_file(system, "seeds").with_suffix(".json")


def dumps_of(run: str) -> list[Path]:
    """The dumps that a run over the headlines adds, beside the corpora."""
    return [protocol.corpora_folder().parent / "gazetteer" / name for name in HEADLINE_RUNS.get(run, ())]
