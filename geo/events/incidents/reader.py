"""A whole article read at once by a small trained network: which words report something, and which belong to one incident.

MiniLM-L6 (Wang et al. 2020) in 8-bit integers, run by onnxruntime, gives each word a row of numbers: the type of what it reports,
and its sides of a scorer for pairs of words ("is this name where that happened?"). The scorer is an additive one (Bahdanau et al. 2015)
with a dot product and learned distances. Made by `geo.training.reader`; resources/models/reader.md tells from what, and how well it does.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.assets import asset
from geo.errors import ModelError
from geo.model import EventClass, EventType, Modality, Reading, Span
from geo.recognise.pieces import Vocabulary
from geo.recognise.runtime import OpenNetwork, softmax
from geo.recognise.words import Word, shape, split_words

Doubles = NDArray[np.float64]
Whole = NDArray[np.int64]
Run = tuple[int, int]  # first word and end of a name, a date or a number

TYPES = tuple(t for t in EventType if t.event_class is EventClass.PHYSICAL)
KINDS = ("single", "campaign", "background")
MOODS = (Modality.REPORTED, Modality.DENIED, Modality.PLANNED, Modality.HYPOTHETICAL, Modality.ENDED)
PLACE = ("none", "at", "from", "within")  # "from": an origin or a way; "within": only says where another place lies
COUNT = ("none", "killed", "wounded", "captured", "missing", "displaced", "destroyed", "fired", "other")
ROLES = {"place": len(PLACE), "time": 2, "count": len(COUNT), "by": 2, "against": 2, "pair": 2}
HIDDEN, DOT, FAR_SENTENCE = 64, 32, 5
NEAR = (1, 2, 3, 5, 8, 13, 21, 34, 60, 120)  # words apart from which distance is told anew
MOST_PIECES, OVERLAP = 256, 80  # of a window, and what two neighbours share; with 500 and 140 places F1 is .01 higher, days .006 lower
LONGEST = MOST_PIECES - 10  # pieces of one word; what is longer is an address or a scrape's accident
_STEP = 2.0**-12  # of the weights of the scorers
_DIGITS = 6  # of probabilities: `exp` differs between processors in the sixteenth


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the network tells of an article's n words."""

    words: tuple[Word, ...]  # offsets count in the untouched article
    passages: Whole  # (n,): index of the passage of each
    types: Doubles  # (n, 1 + TYPES): probabilities, the first of reporting nothing
    kinds: Doubles  # (n, KINDS)
    moods: Doubles  # (n, MOODS)
    left: Doubles  # (n, ROLES · HIDDEN)
    right: Doubles
    dots: Doubles  # (n, ROLES · 2 · DOT)
    weights: Mapping[str, Doubles]  # of the scorers for pairs

    @property
    def reports(self) -> Doubles:
        """(n,): how likely each word reports something."""
        return 1.0 - self.types[:, 0]

    def run(self, span: Span) -> Run | None:
        """The words of a span, None where it holds none."""
        first = bisect.bisect_left(self.words, span.start, key=lambda w: w.end - 0.5)
        end = bisect.bisect_left(self.words, span.end, key=lambda w: w.start)
        return (first, end) if end > first else None

    def scores(self, role: str, triggers: Sequence[int], runs: Sequence[Run]) -> Doubles:
        """(triggers, runs, classes of the role): probabilities of what each name, date or number is to each trigger's incident."""
        return _probabilities(self._raw(role, triggers, runs))

    def pairs(self, triggers: Sequence[int]) -> Doubles:
        """(triggers, triggers): log-odds that two triggers tell of one incident, symmetric."""
        raw = self._raw("pair", triggers, [(t, t + 1) for t in triggers])
        odds = raw[..., 1] - raw[..., 0]
        return np.round((odds + odds.T) / 2, _DIGITS)

    def _raw(self, role: str, triggers: Sequence[int], runs: Sequence[Run]) -> Doubles:
        k = tuple(ROLES).index(role)
        if not triggers or not runs:
            return np.zeros((len(triggers), len(runs), ROLES[role]))
        t = np.array(triggers, np.int64)
        first = np.array([a for a, _ in runs], np.int64)
        last = np.array([b - 1 for _, b in runs], np.int64)
        side, dot = slice(k * HIDDEN, (k + 1) * HIDDEN), k * 2 * DOT
        right = (self.right[first, side] + self.right[last, side]) / 2
        apart = self.passages[first][None, :] - self.passages[t][:, None]
        gap = self.weights["gap"][k][np.clip(apart, -FAR_SENTENCE, FAR_SENTENCE) + FAR_SENTENCE]
        far = self.weights["far"][k][_buckets(first[None, :] - t[:, None])]
        hidden = np.maximum(_whole(self.left[t, side][:, None] + right[None]) + gap + far, 0.0)
        theirs = (self.dots[first, dot + DOT : dot + 2 * DOT] + self.dots[last, dot + DOT : dot + 2 * DOT]) / 2
        alike = _whole(_whole(self.dots[t, dot : dot + DOT]) @ _whole(theirs).T / math.sqrt(DOT))
        return np.concatenate([hidden, alike[..., None]], axis=-1) @ self.weights[f"out.{k}"].T + self.weights[f"bias.{k}"]


class Reader:
    """The trained network with its vocabulary and the weights of its scorers."""

    def __init__(self, model: Path) -> None:
        """Raises ModelError where the model's files are missing or damaged."""
        self._network = OpenNetwork(model, asset("models", "vocabulary.txt"))
        try:
            with np.load(model.with_suffix(".npz"), allow_pickle=False) as file:
                self._weights = {name: file[name].astype(np.float64) for name in file.files}
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(model.name, str(error)) from None

    @classmethod
    @lru_cache(maxsize=4)
    def load(cls, model: Path | None = None) -> Reader:
        """The reader of a file, the shipped one by default; read once."""
        return cls(model or asset("models", "reader.onnx"))

    def read(self, reading: Reading) -> Sheet:
        """An article's words with what the network makes of them. Long articles are read in overlapping windows."""
        words, passages = _words(reading)
        rows = self._rows(words)
        sizes = (1 + len(TYPES), len(KINDS), len(MOODS), len(ROLES) * HIDDEN, len(ROLES) * HIDDEN, len(ROLES) * 2 * DOT)
        types, kinds, moods, left, right, dots = np.split(rows, np.cumsum(sizes)[:-1], axis=1)
        types, kinds, moods = (softmax(part).astype(np.float64) for part in (types, kinds, moods))
        left, right, dots = (part.astype(np.float64) for part in (left, right, dots))
        original = tuple(Word(*reading.original(w.start, w.end), w.text) for w in words)
        return Sheet(original, np.array(passages, np.int64), types, kinds, moods, left, right, dots, self._weights)

    def _rows(self, words: Sequence[Word]) -> NDArray[np.float32]:
        spelt = [self._network.vocabulary.of(w.text)[:LONGEST] for w in words]
        windows = list(_windows([len(s) for s in spelt]))
        texts = [_columns(words, spelt, first, end, self._network.vocabulary) for first, end in windows]
        width = len(TYPES) + 1 + len(KINDS) + len(MOODS) + len(ROLES) * (2 * HIDDEN + 2 * DOT)
        out = np.zeros((len(words), width), np.float32)
        best = np.full(len(words), -1)
        for (first, end), (_, heads), scores in zip(windows, texts, self._network.run("words", [c for c, _ in texts]), strict=True):
            for w, head in zip(range(first, end), heads, strict=True):
                edge = min(w - first if first else len(words), end - 1 - w if end < len(words) else len(words))
                if edge > best[w]:  # where two windows hold a word, the one that shows more around it
                    best[w], out[w] = edge, scores[head]
        return out


def _words(reading: Reading) -> tuple[list[Word], list[int]]:
    words: list[Word] = []
    passages: list[int] = []
    for passage in reading.passages:
        own = split_words(reading.repaired, *passage.reading)
        words += own
        passages += [passage.index] * len(own)
    return words, passages


def _windows(sizes: Sequence[int]) -> list[Run]:
    """First word and end of each window; neighbours share OVERLAP pieces. Each holds a word at least, however long."""
    found: list[Run] = []
    first, n = 0, len(sizes)
    while first < n:
        room, end = MOST_PIECES - sizes[first], first + 1
        while end < n and sizes[end] <= room:
            room -= sizes[end]
            end += 1
        found.append((first, end))
        if end >= n:
            break
        back, again = 0, end
        while again > first + 1 and back < OVERLAP:
            again -= 1
            back += sizes[again]
        first = again
    return found


def _columns(
    words: Sequence[Word], spelt: Sequence[Sequence[int]], first: int, end: int, vocabulary: Vocabulary
) -> tuple[dict[str, list[int]], list[int]]:
    pieces, shapes, heads = [vocabulary.open], [0], list[int]()
    for w in range(first, end):
        heads.append(len(pieces))
        pieces += spelt[w]
        shapes += [shape(words[w].text)] * len(spelt[w])
    return {"pieces": [*pieces, vocabulary.close], "shapes": [*shapes, 0]}, heads


def _buckets(apart: Whole) -> Whole:
    """Signed distances in words as classes: those of NEAR forward, then the same backward."""
    steps = np.searchsorted(np.array(NEAR), np.abs(apart), side="right")
    return np.where(apart < 0, steps, steps + len(NEAR) + 1)


def _whole(values: Doubles) -> Doubles:
    """On the steps of the exported weights, so that sums of products are exact, and the same on every processor."""
    return np.rint(values / _STEP) * _STEP


def _probabilities(raw: Doubles) -> Doubles:
    if not raw.size:
        return raw
    raised: Doubles = np.exp(raw - raw.max(axis=-1, keepdims=True))
    shares: Doubles = raised / raised.sum(axis=-1, keepdims=True)
    return np.round(shares, _DIGITS)
