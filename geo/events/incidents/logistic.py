"""Logistic models of a few named features, so that each decision can be told by what spoke for it and what against.

Those of incidents stand in resources/models/incidents.json, made by `geo.training.incidents`; the one of pins in pins.json, made by
`geo.training.certainty`. The cards beside them tell from what.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.assets import asset
from geo.errors import ModelError

Doubles = NDArray[np.float64]
_LEAST = 1e-4  # a probability is never taken for a certainty
_DIGITS = 6  # of probabilities: sums of 64-bit numbers differ between processors in the fifteenth


@dataclass(frozen=True, slots=True)
class Logistic:
    """log-odds = bias + Σ weight · (value − mean) / scale, and the probability from which the answer is yes."""

    features: tuple[str, ...]
    mean: Doubles
    scale: Doubles
    weight: Doubles
    bias: float
    threshold: float

    def odds(self, rows: Doubles) -> Doubles:
        """(…,): log-odds of rows (…, features)."""
        if not rows.size:
            return np.zeros(rows.shape[:-1])
        return np.round((rows - self.mean) / self.scale @ self.weight + self.bias, _DIGITS)

    def probability(self, rows: Doubles) -> Doubles:
        return np.round(1.0 / (1.0 + np.exp(-self.odds(rows))), _DIGITS)

    @classmethod
    @lru_cache(maxsize=8)
    def load(cls, name: str, features: tuple[str, ...], file: str = "incidents.json") -> Logistic:
        """A model of a file of models. Raises ModelError where it is missing, damaged or of other features."""
        path = asset("models", file)
        try:
            told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))[name]
            if tuple(told["features"]) != features:
                raise ModelError(path.name, f"{name} was trained on other features")
            mean, scale, weight = (np.array([float(x) for x in told[key]]) for key in ("mean", "scale", "weight"))
            return cls(features, mean, scale, weight, float(told["bias"]), float(told["threshold"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(path.name, str(error)) from None


def odds(p: float) -> float:
    """The log-odds of a probability."""
    p = min(max(p, _LEAST), 1 - _LEAST)
    return math.log(p / (1 - p))
