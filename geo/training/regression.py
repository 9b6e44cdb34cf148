# pyright: basic
"""Logistic regression with a ridge, by Newton's steps (IRLS): what the models of incidents and of stories are fitted with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

_STEPS, _SETTLED = 50, 1e-8  # Newton's steps at most, and the change from which on none is needed


@dataclass(frozen=True, slots=True)
class Regression:
    """log-odds = bias + Σ weight · (value − mean) / scale."""

    mean: Doubles
    scale: Doubles
    weight: Doubles
    bias: float


def fitted(rows: Doubles, answers: Doubles, ridge: float, weights: Doubles | None = None, prior: Doubles | None = None) -> Regression:
    """Fit rows (n, features) to answers (n,) of 0 and 1. `weights` (n,) say how much each row counts, by default 1.

    The ridge is over standardised features and draws each weight to its `prior` (features,), given for the features as they are.
    """
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    columns = np.column_stack([(rows - mean) / scale, np.ones(len(rows))])
    counted = np.ones(len(rows)) if weights is None else weights
    drawn_to = np.append(np.zeros(len(mean)) if prior is None else prior * scale, 0.0)
    penalty = np.append(np.full(len(mean), ridge), 0.0)
    beta = drawn_to.copy()
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(columns @ beta, -30, 30)))
        slope = columns.T @ (counted * (p - answers)) + penalty * (beta - drawn_to)
        curve = (columns * (counted * p * (1 - p))[:, None]).T @ columns + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        beta -= step
        if np.abs(step).max() < _SETTLED:
            break
    return Regression(mean, scale, beta[:-1], float(beta[-1]))
