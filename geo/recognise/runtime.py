"""A trained network's file opened by onnxruntime, and its scores made probabilities: what the tagger and the linker share.

What a text gets is the same whatever is read beside it, on every processor: see geo.training.graph, which writes the files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from geo.errors import ModelError
from geo.recognise.pieces import Vocabulary

Floats = NDArray[np.float32]
Columns = Mapping[str, Sequence[int]]  # of one text, by the network's inputs, all as long as "pieces"

# Padding included; what passes through a layer then fits the nearest caches. From 96 to 256 the time is flat, beyond it grows.
BATCH_PIECES = 192
_DIGITS = 6  # of probabilities: `exp` differs between processors in the sixteenth


class OpenNetwork:
    """An .onnx file with the .json that tells of it and the vocabulary.txt that it was trained with."""

    def __init__(self, model: Path, vocabulary: Path) -> None:
        """Raises ModelError where one of the files is missing or damaged."""
        runtime: Any = import_module("onnxruntime")  # takes a quarter of a second, which a window without articles need not wait
        try:
            self.facts: dict[str, Any] = json.loads(model.with_suffix(".json").read_text(encoding="utf-8"))
            self.vocabulary = Vocabulary.read(vocabulary)
            options = runtime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1  # importers run side by side; two threads of one gain a third
            options.log_severity_level = 3
            # Fused operators are faster by a tenth at most, and round as each processor likes.
            options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_DISABLE_ALL
            self._session: Any = runtime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime has no common error of its own
            raise ModelError(model.name, str(error)) from None

    def run(self, output: str, texts: Sequence[Columns], single: Sequence[Mapping[str, int]] = ()) -> list[Floats]:
        """An output for each text: (pieces, scores), or (scores,) where the network gives one row a text.

        `single` holds the inputs that have one value a text.
        """
        found: dict[int, Floats] = {}
        for batch in _batches([len(t["pieces"]) for t in texts]):
            longest = len(texts[batch[-1]]["pieces"])
            feed = {name: np.zeros((len(batch), longest), np.int32) for name in (*texts[batch[0]], "mask")}
            feed["pieces"].fill(self.vocabulary.pad)
            for row, n in enumerate(batch):
                for name, column in texts[n].items():
                    feed[name][row, : len(column)] = column
                feed["mask"][row, : len(texts[n]["pieces"])] = 1
            for name in single[batch[0]] if single else ():
                feed[name] = np.array([single[n][name] for n in batch], np.int32)
            scores = cast(Floats, self._session.run([output], feed)[0])
            for row, n in enumerate(batch):
                found[n] = scores[row, : len(texts[n]["pieces"])] if scores.ndim == 3 else scores[row]
        return [found[n] for n in range(len(texts))]


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Positions of texts of like length together, the longest of each batch last."""
    out: list[list[int]] = []
    for n in sorted(range(len(lengths)), key=lengths.__getitem__):
        if out and (len(out[-1]) + 1) * lengths[n] <= BATCH_PIECES:
            out[-1].append(n)
        else:
            out.append([n])
    return out


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis."""
    raised: NDArray[np.float64] = np.exp(scores.astype(np.float64) - scores.max(axis=-1, keepdims=True))
    shares: NDArray[np.float64] = raised / raised.sum(axis=-1, keepdims=True)
    return np.round(shares, _DIGITS).astype(np.float32)
