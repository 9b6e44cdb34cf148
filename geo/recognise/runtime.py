"""A trained network's file opened by onnxruntime, and its scores made probabilities: what the tagger and the linker share."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import ModelError
from geo.recognise.pieces import Vocabulary

Floats = NDArray[np.float32]


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
            self.session: Any = runtime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime has no common error of its own
            raise ModelError(model.name, str(error)) from None


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)
