"""The trained tagger: for each word of a sentence how likely it opens, goes on or closes a place name, of what kind, in what role.

MiniLM-L6 in 8-bit integers, run by onnxruntime; how it was made is told in resources/models/README.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from geo.assets import asset
from geo.model import Kind, Role
from geo.recognise.runtime import Floats, OpenNetwork, softmax
from geo.recognise.words import Word, shape

TAGS = ("O", "B", "I", "E", "S")
KINDS = (Kind.LITERAL, Kind.DEMONYM, Kind.ORGANISATION)
ROLES = (Role.CONTEXT, Role.EVENT, Role.ACTOR)
MOST_PIECES = 160  # of a window; longer sentences are read in several


@dataclass(frozen=True, slots=True)
class Scores:
    """Of one sentence's n words: tags (n, 5), kinds (n, 3) and roles (n, 3) as probabilities in the order of TAGS, KINDS, ROLES."""

    tags: Floats
    kinds: Floats
    roles: Floats


class Tagger:
    """A trained network with its vocabulary."""

    def __init__(self, model: Path) -> None:
        """Raises ModelError where the model's files are missing or damaged."""
        self._network = OpenNetwork(model, model.with_name("vocabulary.txt"))
        self.facts, self._vocabulary = self._network.facts, self._network.vocabulary

    @classmethod
    @lru_cache(maxsize=4)
    def load(cls, model: Path | None = None) -> Tagger:
        """The tagger of a file, the shipped one by default; read once."""
        return cls(model or asset("models", "recogniser.onnx"))

    def read(self, sentences: Sequence[tuple[Sequence[Word], Sequence[int]]]) -> list[Scores]:
        """Scores of each sentence, given as words and what the gazetteer knows of each (`known_names`)."""
        windows: list[_Window] = []
        for n, (words, known) in enumerate(sentences):
            windows += self._windows(n, words, known)
        results = [Scores(*(np.zeros((len(words), width), np.float32) for width in (5, 3, 3))) for words, _ in sentences]
        for scores in results:
            scores.tags[:, 0] = 1.0
        for window, own in zip(windows, self._network.run("scores", [w.columns for w in windows]), strict=True):
            words, heads = (list(x) for x in zip(*window.heads, strict=True))
            own, result = own[heads], results[window.sentence]
            result.tags[words] = softmax(own[:, :5])
            result.kinds[words] = softmax(own[:, 5:8])
            result.roles[words] = softmax(own[:, 8:11])
        return results

    def _windows(self, sentence: int, words: Sequence[Word], known: Sequence[int]) -> list[_Window]:
        found: list[_Window] = []
        window = self._window(sentence)
        for k, (word, class_) in enumerate(zip(words, known, strict=True)):
            pieces = self._vocabulary.of(word.text)
            if len(window.columns["pieces"]) + len(pieces) > MOST_PIECES - 1:
                found.append(window)
                window = self._window(sentence)
            window.heads.append((k, len(window.columns["pieces"])))
            window.columns["pieces"] += pieces
            window.columns["shapes"] += [shape(word.text)] * len(pieces)
            window.columns["known"] += [class_] * len(pieces)
        if window.heads:
            found.append(window)
        for window in found:
            window.columns["pieces"].append(self._vocabulary.close)
            window.columns["shapes"].append(0)
            window.columns["known"].append(0)
        return found

    def _window(self, sentence: int) -> _Window:
        return _Window(sentence, {"pieces": [self._vocabulary.open], "shapes": [0], "known": [0]}, [])


@dataclass(slots=True)
class _Window:
    sentence: int
    columns: dict[str, list[int]]  # opening and closing piece included
    heads: list[tuple[int, int]]  # word, and where its first piece stands


# Which tag may follow which: a name that opens must close.
_OPEN = np.array([t in ("B", "I") for t in TAGS])
_GOES_ON = np.array([t in ("I", "E") for t in TAGS])
_ALLOWED = np.where(_OPEN[:, None] == _GOES_ON[None, :], 0.0, -1e12)
_FIRST = np.where(_GOES_ON, -1e12, 0.0)
_LAST = np.where(_OPEN, -1e12, 0.0)
_STEPS = 2.0**20  # logarithms as whole numbers: their sums are exact, so that equal paths are equal on every processor


def decode(tags: Floats, *, favour: float = 0.0) -> list[tuple[int, int, float]]:
    """The likeliest names of a sentence: (first word, end, probability), by Viterbi over tags (n, 5).

    `favour` is added to the log-odds of being in a name: above 0 finds more, below 0 fewer. The probability of a name is
    the geometric mean of that of its words to be in a name at all, wherever it is cut.
    """
    n = len(tags)
    if n == 0 or float(tags[:, 0].min()) > 0.995:
        return []
    logs = np.log(np.maximum(tags, 1e-9)).astype(np.float64)
    logs[:, 1:] += favour
    logs = np.rint(logs * _STEPS)
    best = logs[0] + _FIRST
    back = np.zeros((n, 5), np.int64)
    for k in range(1, n):
        paths = best[:, None] + _ALLOWED
        back[k] = paths.argmax(axis=0)
        best = paths.max(axis=0) + logs[k]
    tag = int((best + _LAST).argmax())
    path = [tag]
    for k in range(n - 1, 0, -1):
        tag = int(back[k, tag])
        path.append(tag)
    path.reverse()
    found: list[tuple[int, int, float]] = []
    start = 0
    for k, tag in enumerate(path):
        if TAGS[tag] in ("B", "S"):
            start = k
        if TAGS[tag] in ("E", "S"):
            inside = 1.0 - tags[start : k + 1, 0]
            found.append((start, k + 1, float(np.exp(np.mean(np.log(np.maximum(inside, 1e-9)))))))
    return found
