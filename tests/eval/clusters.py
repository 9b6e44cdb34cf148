"""How well one grouping of mentions matches another: the measures of coreference, each by its published definition.

A grouping is a list of sets; mentions are anything hashable. Response and key may hold different mentions.
MUC: Vilain et al. 1995. B³: Bagga and Baldwin 1998. CEAF-e: Luo 2005, with his φ4. CoNLL is the mean of their F1 (Pradhan et al. 2012).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Clusters = Sequence[AbstractSet[Hashable]]
Scores = tuple[float, float, float]  # precision, recall, F1


def pairwise(key: Clusters, response: Clusters) -> Scores:
    """Pairs of mentions of one cluster."""
    wanted, found = ({frozenset(p) for c in clusters for p in combinations(sorted(c, key=repr), 2)} for clusters in (key, response))
    return _scores(len(wanted & found), len(found), len(wanted & found), len(wanted))


def muc(key: Clusters, response: Clusters) -> Scores:
    """Links that are needed to hold each cluster together."""
    return _scores(*_links(response, key), *_links(key, response))


def _links(clusters: Clusters, others: Clusters) -> tuple[int, int]:
    """How many links of the clusters the others have, and of how many."""
    of = {m: k for k, c in enumerate(others) for m in c}
    kept = sum(len(c) - len({of.get(m, ("alone", m)) for m in c}) for c in clusters)
    return kept, sum(len(c) - 1 for c in clusters)


def b_cubed(key: Clusters, response: Clusters) -> Scores:
    """Of each mention the share of its cluster that is right, on the average over mentions."""
    return _scores(*_shares(response, key), *_shares(key, response))


def _shares(clusters: Clusters, others: Clusters) -> tuple[float, int]:
    of = {m: c for c in others for m in c}
    return sum(len(c & of.get(m, frozenset())) / len(c) for c in clusters for m in c), sum(map(len, clusters))


def ceaf_e(key: Clusters, response: Clusters) -> Scores:
    """The best one-to-one matching of clusters by how alike they are: 2·|K∩R| / (|K|+|R|)."""
    if not key or not response:
        return 0.0, 0.0, 0.0
    alike = np.array([[2 * len(k & r) / (len(k) + len(r)) for r in response] for k in key])
    met = best_assignment(alike)
    return _scores(met, len(response), met, len(key))


def best_assignment(gain: NDArray[np.float64]) -> float:
    """The most that rows and columns matched one to one can gain (Kuhn 1955, by shortest augmenting paths)."""
    cost = -(gain if gain.shape[0] <= gain.shape[1] else gain.T)
    rows, columns = cost.shape
    u, v = np.zeros(rows + 1), np.zeros(columns + 1)
    row_of = np.zeros(columns + 1, dtype=np.int64)  # the row that holds a column, from 1; 0 for none
    for row in range(1, rows + 1):
        row_of[0] = row
        least, way = np.full(columns + 1, np.inf), np.zeros(columns + 1, dtype=np.int64)
        used = np.zeros(columns + 1, dtype=bool)
        at = 0
        while row_of[at]:
            used[at] = True
            slack = cost[row_of[at] - 1] - u[row_of[at]] - v[1:]
            nearer = ~used[1:] & (slack < least[1:])
            least[1:][nearer], way[1:][nearer] = slack[nearer], at
            free = np.where(used, np.inf, least)
            free[0] = np.inf
            step, following = float(free.min()), int(free.argmin())
            u[row_of[used]] += step
            v[used] -= step
            least[~used] -= step
            at = following
        while at:
            row_of[at] = row_of[way[at]]
            at = int(way[at])
    return float(-sum(cost[row_of[j] - 1, j - 1] for j in range(1, columns + 1) if row_of[j]))


def conll(key: Clusters, response: Clusters) -> float:
    return sum(measure(key, response)[2] for measure in (muc, b_cubed, ceaf_e)) / 3


def _scores(right: float, found: float, met: float, wanted: float) -> Scores:
    p, r = right / found if found else 0.0, met / wanted if wanted else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0
