# pyright: basic, reportMissingImports=false
"""Train the linker of events and places from `event_location.jsonl`: which place names of a sentence belong to a verb.

    python -m geo.training.linker            cross-validated by text, five folds; prints precision, recall and F1
    python -m geo.training.linker --ship     trains on everything and writes resources/models/linker.npz and linker.json

The grammar of the sentences is kept in build/linker, since parsing takes most of the time. Records whose only LOCATION spans hold
no word (empty or single characters, where the corpus lost the place) are left out: they say neither yes nor no.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import lightgbm
import numpy as np
import numpy.typing as npt

from geo.events.linking import ROW_WORDS, USUAL, Row, Trees, candidates, encode, rows
from geo.events.trigger_places import head_of
from geo.model import Passage, Reading, Span
from geo.syntax import Sentence, parse
from geo.training.store import build_folder

_FOLDS = 5
_INNER = 4  # folds within which the tables of words are made for the training rows themselves
_SMOOTHING = 8.0
_LEAST = 4  # times that a word must occur to stand in a table
_ROUNDS = 250
_SETTINGS: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 20, "min_data_in_leaf": 40, "feature_fraction": 0.4,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5, "max_bin": 63, "seed": 1, "num_threads": 1, "verbose": -1,
}  # fmt: skip
_Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate place of a record, with the span it would be found at."""

    record: int
    span: tuple[int, int]
    row: Row
    belongs: bool


@dataclass(frozen=True, slots=True)
class Corpus:
    examples: list[Example]
    gold: dict[int, set[tuple[int, int]]]  # by record; empty where the verb has no place
    fold: dict[int, int]


def load(path: Path) -> Corpus:
    """The corpus as candidates with their rows. Raises OSError where it is not there."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    sentences = _sentences([r["text"] for r in records])
    examples: list[Example] = []
    gold: dict[int, set[tuple[int, int]]] = {}
    fold: dict[int, int] = {}
    for number, record in enumerate(records):
        text, sentence = record["text"], sentences[record["text"]]
        given = [(s["start"], s["end"]) for s in record["spans"] if s["label"] == "LOCATION"]
        places = {(a, b) for a, b in given if sum(c.isalnum() for c in text[a:b]) >= 2}
        if given and not places:
            continue
        verb = next((s["start"], s["end"]) for s in record["spans"] if s["label"] == "VERB")
        gold[number] = places
        fold[number] = int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), 16) % _FOLDS
        runs = candidates(sentence)
        for run, row in zip(runs, rows(sentence, head_of(sentence, Span(*verb)) or 0, runs), strict=True):
            span = (sentence.tokens[run[0]].start, sentence.tokens[run[-1]].end)
            examples.append(Example(number, span, row, any(a < span[1] and span[0] < b for a, b in places)))
    return Corpus(examples, gold, fold)


def _sentences(texts: Sequence[str]) -> dict[str, Sentence]:
    path = build_folder() / "linker" / "sentences.pickle"
    if path.exists():
        kept: dict[str, Sentence] = pickle.loads(path.read_bytes())
        if kept.keys() >= set(texts):
            return kept
    found = {text: parse(_whole(text))[0] for text in dict.fromkeys(texts)}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(found))
    return found


def _whole(text: str) -> Reading:
    """The text as one passage, unrepaired."""
    size = len(text)
    span = Span(0, size)
    return Reading("", text, text, tuple(range(size)), tuple(range(1, size + 1)), (Passage(0, span, span),))


def tables(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """For each kind of word, how often a candidate with it belongs to the trigger, drawn towards the usual."""
    usual = sum(e.belongs for e in examples) / max(1, len(examples))
    out: dict[str, dict[str, float]] = {}
    for column, name in enumerate(ROW_WORDS):
        seen = Counter(e.row.words[column] for e in examples)
        hits = Counter(e.row.words[column] for e in examples if e.belongs)
        rates = {w: round((hits[w] + _SMOOTHING * usual) / (n + _SMOOTHING), 5) for w, n in seen.items() if n >= _LEAST}
        out[name] = {**rates, USUAL: round(usual, 5)}
    return out


def train(examples: Sequence[Example]) -> tuple[Trees, dict[str, dict[str, float]]]:
    """Trees and tables. The rows that the trees learn from take their words from tables made without them."""
    group = np.array([e.record % _INNER for e in examples])
    encoded = np.concatenate(
        [
            encode(
                [e.row for e, g in zip(examples, group, strict=True) if g == inner],
                tables([e for e, g in zip(examples, group, strict=True) if g != inner]),
            )
            for inner in range(_INNER)
        ]
    )
    order = np.concatenate([np.flatnonzero(group == inner) for inner in range(_INNER)])
    labels = np.array([e.belongs for e in examples], np.float32)[order]
    booster: Any = cast(Any, lightgbm).train(_SETTINGS, cast(Any, lightgbm).Dataset(encoded, labels), _ROUNDS)
    return as_arrays(booster.dump_model()), tables(examples)


def as_arrays(dump: dict[str, Any]) -> Trees:
    """LightGBM's dump as arrays of (trees, nodes); a leaf asks feature -1."""
    trees = [_flat(info["tree_structure"]) for info in dump["tree_info"]]
    shape = (len(trees), max(len(t) for t in trees))
    feature, left, right = np.full(shape, -1, np.int16), np.zeros(shape, np.int16), np.zeros(shape, np.int16)
    threshold, value = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for t, nodes in enumerate(trees):
        for n, (asks, at, low, high, gives) in enumerate(nodes):
            feature[t, n], threshold[t, n], left[t, n], right[t, n], value[t, n] = asks, at, low, high, gives
    return Trees(feature, threshold, left, right, value)


def _flat(root: dict[str, Any]) -> list[tuple[int, float, int, int, float]]:
    nodes: list[tuple[int, float, int, int, float]] = []

    def place(node: dict[str, Any]) -> int:
        number = len(nodes)
        nodes.append((-1, 0.0, 0, 0, float(node.get("leaf_value", 0.0))))
        if "split_feature" in node:
            low, high = place(node["left_child"]), place(node["right_child"])
            nodes[number] = (int(node["split_feature"]), float(node["threshold"]), low, high, 0.0)
        return number

    place(root)
    return nodes


@dataclass(frozen=True, slots=True)
class Measure:
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.precision + self.recall else 0.0

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"


def measure(corpus: Corpus, scores: Sequence[float], threshold: float, *, strict: bool, with_place: bool) -> Measure:
    """Spans found against gold; `strict` asks for the same characters, `with_place` leaves out records whose verb has no place."""
    records = {r for r, gold in corpus.gold.items() if gold or not with_place}
    chosen = [e for e, s in zip(corpus.examples, scores, strict=True) if s >= threshold and e.record in records]
    right = sum(e.span in corpus.gold[e.record] if strict else e.belongs for e in chosen)
    wanted = sum(len(corpus.gold[r]) for r in records)
    return Measure(right / max(1, len(chosen)), right / max(1, wanted))


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--corpus", type=Path, default=build_folder().parents[1] / "shared" / "corpora" / "event_location.jsonl")
    options.add_argument("--ship", action="store_true", help="write resources/models/linker.npz and linker.json")
    given = options.parse_args(arguments)
    corpus = load(given.corpus)
    scores = [0.0] * len(corpus.examples)
    for fold in range(_FOLDS):
        trees, words = train([e for e in corpus.examples if corpus.fold[e.record] != fold])
        apart = [k for k, e in enumerate(corpus.examples) if corpus.fold[e.record] == fold]
        for k, score in zip(apart, trees.score(encode([corpus.examples[k].row for k in apart], words)), strict=True):
            scores[k] = float(score)
    best = max((t / 100 for t in range(25, 60, 2)), key=lambda t: measure(corpus, scores, t, strict=True, with_place=False).f1)
    print(f"{len(corpus.gold)} records, {sum(map(len, corpus.gold.values()))} places, threshold {best:.2f}")
    for with_place in (False, True):
        for strict in (True, False):
            what = f"{'verbs with a place' if with_place else 'all verbs'}, {'same span' if strict else 'overlapping span'}"
            print(f"{what:40} {measure(corpus, scores, best, strict=strict, with_place=with_place)}")
    if given.ship:
        _ship(*train(corpus.examples), best)
    return 0


def _ship(trees: Trees, words: dict[str, dict[str, float]], threshold: float) -> None:
    folder = build_folder().parent / "resources" / "models"
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {name: getattr(trees, name) for name in ("feature", "threshold", "left", "right", "value")}
    np.savez_compressed(folder / "linker.npz", **arrays)
    text = json.dumps({"threshold": threshold, "tables": words}, ensure_ascii=False, sort_keys=True)
    (folder / "linker.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
