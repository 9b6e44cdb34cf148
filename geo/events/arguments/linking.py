"""Which names of a sentence are places of one of its events: a small trained network.

MiniLM-L6 (Wang et al. 2020) with the event's word marked, in 8-bit integers, run by onnxruntime. Made by `geo.training.linker`;
resources/models/linker.md tells from what, and how well it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from geo.assets import asset
from geo.recognise.pieces import Vocabulary
from geo.recognise.runtime import Floats, OpenNetwork, softmax
from geo.recognise.tagger import TAGS, decode
from geo.recognise.words import Word, shape, split_words
from geo.syntax import Sentence, Token

NEAR = 20  # pieces from the event's word up to which distance is told apart
MOST_PIECES = 160  # of a window; of a longer sentence what stands round the event's word is read
FAVOUR = 0.75  # added to the log-odds of being a place: F1 of three folds is flat from 0.5 to 1 (geo.training.link_scores)
LEAST = 0.35  # probability from which a name that was given counts
Run = Sequence[Token]  # the words of a name


@dataclass(frozen=True, slots=True)
class Link:
    """A name with the probability that it is a place of the event."""

    run: Run
    score: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence's words and which of them tell the event; none are marked where the whole text is asked about."""

    words: Sequence[Word]
    marked: Sequence[int]


@dataclass(slots=True)
class Window:
    """Columns of one length, opening and closing piece included."""

    pieces: list[int]
    shapes: list[int]
    marks: list[int]
    near: list[int]  # 0 without a marked word, else 1 … 2·NEAR + 1
    heads: list[tuple[int, int]]  # word, and where its first piece stands
    trigger: int  # where the first marked piece stands


def columns(asked: Asked, vocabulary: Vocabulary) -> Window:
    """What the network reads of a sentence. Words beyond MOST_PIECES are left out, those far from the marked word first."""
    spelt = [vocabulary.of(w.text) for w in asked.words]
    first, end = _within([len(s) for s in spelt], asked.marked)
    window = Window([vocabulary.open], [0], [0], [], [], 0)
    marked = frozenset(asked.marked)
    for k in range(first, end):
        window.heads.append((k, len(window.pieces)))
        if k in marked and not window.trigger:
            window.trigger = len(window.pieces)
        window.pieces += spelt[k]
        window.shapes += [shape(asked.words[k].text)] * len(spelt[k])
        window.marks += [int(k in marked)] * len(spelt[k])
    window.pieces.append(vocabulary.close)
    window.shapes.append(0)
    window.marks.append(0)
    if window.trigger:
        window.near = [max(-NEAR, min(NEAR, at - window.trigger)) + NEAR + 1 for at in range(len(window.pieces))]
    else:
        window.near = [0] * len(window.pieces)
    return window


def _within(sizes: Sequence[int], marked: Sequence[int]) -> tuple[int, int]:
    """First and end of the words that fit, grown word by word to both sides of the first marked one."""
    room = MOST_PIECES - 2
    first = end = marked[0] if marked else 0
    grown = True
    while grown:
        grown = False
        if end < len(sizes) and sizes[end] <= room:
            room, end, grown = room - sizes[end], end + 1, True
        if first > 0 and sizes[first - 1] <= room:
            room, first, grown = room - sizes[first - 1], first - 1, True
    return first, end


class Linker:
    """The trained network with its vocabulary."""

    def __init__(self, model: Path) -> None:
        """Raises ModelError where the model's files are missing or damaged."""
        self._network = OpenNetwork(model, asset("models", "vocabulary.txt"))
        self.facts, self._vocabulary = self._network.facts, self._network.vocabulary

    @classmethod
    @lru_cache(maxsize=8)
    def load(cls, model: Path | None = None) -> Linker:
        """The linker of a file, the shipped one by default; read once."""
        return cls(model or asset("models", "linker.onnx"))

    def places(self, asked: Sequence[Asked]) -> list[Floats]:
        """For each sentence with its marked words: probabilities (words, 5) in the order of TAGS that a word is in a place of the event."""
        results = [np.zeros((len(a.words), len(TAGS)), np.float32) for a in asked]
        for result in results:
            result[:, 0] = 1.0
        windows = [columns(a, self._vocabulary) for a in asked]
        for window, result, scores in zip(windows, results, self._run("tags", windows), strict=True):
            if window.heads:
                words, heads = (list(x) for x in zip(*window.heads, strict=True))
                result[words] = softmax(scores[heads])
        return results

    def scores(self, asked: Sequence[Asked], output: str) -> list[Floats]:
        """An output of the network for each, as it comes: "kinds" is what training tells reports apart by (see linker.md)."""
        return self._run(output, [columns(a, self._vocabulary) for a in asked])

    def _run(self, output: str, windows: Sequence[Window]) -> list[Floats]:
        texts = [{"pieces": w.pieces, "shapes": w.shapes, "marks": w.marks, "near": w.near} for w in windows]
        return self._network.run(output, texts, [{"trigger": w.trigger} for w in windows])


def link(sentence: Sentence, triggers: Sequence[Token], runs: Sequence[Run], *, model: Path | None = None) -> list[list[Link]]:
    """For each trigger (the token that heads an event) every name of `runs` with the probability that it is one of its places."""
    words, of_token = _words(sentence)
    scores = Linker.load(model).places([Asked(words, of_token[t.i]) for t in triggers])
    found: list[list[Link]] = []
    for inside in (1.0 - s[:, 0] for s in scores):
        named = [[w for token in run for w in of_token[token.i]] for run in runs]
        found.append([Link(run, float(inside[at].mean()) if at else 0.0) for run, at in zip(runs, named, strict=True)])
    return found


def find(sentence: Sentence, trigger: Token, *, favour: float = FAVOUR, model: Path | None = None) -> list[Link]:
    """The names that the network itself marks as places of a trigger, in order. `favour` above 0 finds more, below 0 fewer."""
    words, of_token = _words(sentence)
    scores = Linker.load(model).places([Asked(words, of_token[trigger.i])])[0]
    token_of = {w: token for token, inside in zip(sentence.tokens, of_token, strict=True) for w in inside}
    return [Link(sentence.stretch(token_of[a], token_of[b - 1]), p) for a, b, p in decode(scores, favour=favour)]


def _words(sentence: Sentence) -> tuple[list[Word], list[list[int]]]:
    """The sentence's words as the network reads them, and which of them each token holds."""
    words: list[Word] = []
    of_token: list[list[int]] = []
    for token in sentence.tokens:
        parts = split_words(token.text)
        of_token.append(list(range(len(words), len(words) + len(parts))))
        words += [Word(token.start + p.start, token.start + p.end, p.text) for p in parts]
    return words, of_token
