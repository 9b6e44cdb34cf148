"""The trained ranker: a table of features → how likely each candidate is, with NULL ("none of these") among them.

Boosted trees, as an ONNX graph with two ensembles: one for the first pass, which knows of the other names only what their own
features tell, one for the second, which knows what the first made of them. Beside the graph stands a JSON file with the order of
the features, the calibration and the thresholds; both are made by `geo.training.ranker`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from geo.assets import asset
from geo.errors import MissingAsset, ModelError
from geo.resolve.features import FEATURES, distances_km, matrix
from geo.resolve.layout import Layout
from geo.resolve.rows import Floats, Ints, Rows, soft_shares

SAME_KM = 15.0  # two records this near are one place for scores and ties
_CONTAINED, _INSIDE = FEATURES.index("contained_in"), 0.5
VERSION = 1  # of the pair of files; raise it when their shape changes


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where an answer is given, where it is doubted, and where two are equally good. Shares of the calibrated score."""

    null: float  # below it no answer is given
    doubt: float  # below it the answer is shown as uncertain
    tie: float  # ratio of the second to the first from which neither is preferred


@dataclass(frozen=True, slots=True)
class Weighed:
    """How likely each candidate is, by row, and NULL, by sense; they sum to 1 in each sense."""

    shares: Floats
    null: Floats


class Ranker:
    """Weighs the candidates of an article in two passes."""

    def __init__(self, session: Any, raw: Floats, right: Floats, thresholds: Thresholds) -> None:
        self._session = session
        self._raw, self._right = raw, right  # knots of the calibration
        self.thresholds = thresholds

    @classmethod
    def load(cls, path: Path) -> Ranker:
        """A ranker from its .onnx file and the .json beside it. Raises MissingAsset where either is missing or of another version,
        ModelError where it is damaged.
        """
        path = path.with_suffix(".onnx")
        card = path.with_suffix(".json")
        if not path.is_file() or not card.is_file():
            raise MissingAsset(
                f"The resolver's model {path} is missing. Install Dateline again, or train it: python -m geo.training.ranker"
            )
        try:
            told: dict[str, Any] = dict(json.loads(card.read_text(encoding="utf-8")))
        except (ValueError, TypeError, RecursionError) as error:
            raise ModelError(card.name, str(error)) from None
        if told.get("version") != VERSION or told.get("features") != list(FEATURES):
            raise MissingAsset(f"The resolver's model {path} is of another version. Train it again: python -m geo.training.ranker")
        runtime: Any = import_module("onnxruntime")  # takes a quarter of a second, which a window without articles need not wait
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # an article is too small to share out
        try:
            session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime has no common error of its own
            raise ModelError(path.name, str(error)) from None
        try:
            raw, right = (np.array(told["calibration"][k], dtype=np.float64) for k in ("raw", "right"))
            thresholds = Thresholds(**{k: float(v) for k, v in told["thresholds"].items()})
            if raw.shape != right.shape or raw.ndim != 1 or not len(raw):
                raise ValueError("the calibration has no two rows of one length")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ModelError(card.name, f"{type(error).__name__}: {error}") from None
        return cls(session, raw, right, thresholds)

    def weigh(self, rows: Rows, layout: Layout) -> Weighed:
        """Both passes over an article."""
        first = self._pass(rows, matrix(rows, layout, rows.prior), settled=False)
        table = matrix(rows, layout, first.shares)
        return _parted(self._pass(rows, table, settled=True), rows, layout, table)

    def calibrated(self, share: float) -> float:
        """How often an answer of that share is right, as counted on articles that the model had not seen."""
        return float(np.interp(share, self._raw, self._right))

    def _pass(self, rows: Rows, table: NDArray[np.float32], *, settled: bool) -> Weighed:
        given = {"rows": table, "settled": np.array(settled)}
        scores = cast("NDArray[np.float32]", self._session.run(None, given)[0])[:, 0].astype(np.float64)
        return weighed(scores, rows.sense, len(rows.senses))


def _parted(result: Weighed, rows: Rows, layout: Layout, table: NDArray[np.float32]) -> Weighed:
    """Where the text puts a name into two containers, each sense is held to its own: "Tripoli, Libya, and Tripoli, Lebanon".

    The news that the trees learnt from has no such article; there a name is one place, whatever its company.
    """
    if not layout.parted.any():
        return result
    shares = result.shares.copy()
    n = len(shares)
    for sense in np.flatnonzero(layout.parted.any(axis=1)).tolist():
        mine = np.flatnonzero(rows.sense == sense)
        inside = table[:n, _CONTAINED][mine] > _INSIDE
        if inside.any() and not inside.all():
            whole, kept = shares[mine].sum(), shares[mine[inside]].sum()
            if kept > 0:
                shares[mine[inside]] *= whole / kept  # what the others had goes to those inside
                shares[mine[~inside]] = 0.0
    return Weighed(shares, result.null)


def weighed(scores: Floats, sense: Ints, senses: int) -> Weighed:
    """Scores of candidates, then of each sense's NULL, as shares of one."""
    n = len(sense)
    shares = soft_shares(scores[:n], sense, senses, null=scores[n:])
    return Weighed(shares, np.subtract(1.0, np.bincount(sense, shares, minlength=senses), dtype=np.float64))


def likeliest_first(rows: Rows, result: Weighed, sense: int) -> tuple[int, ...]:
    """The rows of a sense by their shares; equal ones by people, then id, so that the order never depends on chance."""
    span = range(int(rows.starts[sense]), int(rows.starts[sense + 1]))
    return tuple(sorted(span, key=lambda row: (-result.shares[row], -rows.people[row], rows.candidates[row].place.id)))


def mass(rows: Rows, result: Weighed, order: Sequence[int]) -> float:
    """The share of the likeliest row with those of the same place: a town and the district about it."""
    here = np.array(order, dtype=np.int64)
    km = distances_km(rows, here[:1], here)[0]
    return float(result.shares[here[km <= SAME_KM]].sum())


@lru_cache(maxsize=8)
def loaded(path: Path) -> Ranker:
    """The ranker of a file, read once."""
    return Ranker.load(path)


def shipped() -> Ranker:
    """The ranker that comes with the program."""
    return loaded(asset("models", "resolver.onnx"))
