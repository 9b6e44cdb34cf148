"""The regression that the models of incidents and stories are fitted with."""

from __future__ import annotations

import numpy as np
import pytest

from geo.training.regression import Regression, fitted


def sample(seed: int = 3, n: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    rows = chance.normal([2.0, -1.0], [3.0, 0.5], (n, 2))
    odds = 0.8 * rows[:, 0] - 2.0 * rows[:, 1] - 3.0
    return rows, (chance.random(n) < 1 / (1 + np.exp(-odds))).astype(float)


def as_they_are(made: Regression) -> list[float]:
    weight = made.weight / made.scale
    return [*weight, made.bias - float(weight @ made.mean)]


def test_it_finds_the_weights_that_made_the_answers() -> None:
    assert as_they_are(fitted(*sample(), ridge=1e-6)) == pytest.approx([0.8, -2.0, -3.0], abs=0.25)


def test_a_row_of_weight_two_counts_as_two_rows() -> None:
    rows, answers = sample(n=60)
    twice = fitted(np.vstack([rows, rows[:1]]), np.append(answers, answers[0]), ridge=1e-9)
    heavy = fitted(rows, answers, ridge=1e-9, weights=np.array([2.0] + [1.0] * 59))
    assert as_they_are(heavy) == pytest.approx(as_they_are(twice), rel=1e-5)


def test_a_strong_ridge_leaves_each_weight_at_its_prior() -> None:
    made = fitted(*sample(), ridge=1e9, prior=np.array([0.1, 0.2]))
    assert as_they_are(made)[:2] == pytest.approx([0.1, 0.2], abs=1e-3)
