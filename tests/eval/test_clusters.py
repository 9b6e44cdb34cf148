"""The measures of coreference on the worked example of Pradhan et al. 2014, and the assignment on a table small enough to try all."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from clusters import Clusters, b_cubed, best_assignment, ceaf_e, conll, muc, pairwise
from score_ecb import groups

KEY: Clusters = [set("abc"), set("defg")]
RESPONSE: Clusters = [set("ab"), set("cd"), set("fghi")]


@pytest.mark.parametrize(
    ("measure", "precision", "recall"),
    [(muc, 2 / 5, 2 / 5), (b_cubed, 4 / 8, 35 / 12 / 7), (ceaf_e, 1.3 / 3, 1.3 / 2), (pairwise, 2 / 8, 2 / 9)],
)
def test_the_published_example(measure: object, precision: float, recall: float) -> None:
    p, r, f1 = measure(KEY, RESPONSE)  # type: ignore[operator]
    assert (p, r, f1) == pytest.approx((precision, recall, 2 * precision * recall / (precision + recall)))


def test_what_is_the_same_scores_one_and_nothing_scores_none() -> None:
    assert conll(KEY, KEY) == pytest.approx(1)
    assert conll(KEY, []) == conll([], KEY) == 0


def test_the_assignment_is_the_best_of_all() -> None:
    chance = np.random.default_rng(3)
    for shape in ((5, 5), (3, 6), (6, 4)):
        gain = chance.random(shape).round(2)
        small = gain if shape[0] <= shape[1] else gain.T
        best = max(sum(small[k, j] for k, j in enumerate(order)) for order in permutations(range(small.shape[1]), small.shape[0]))
        assert best_assignment(gain) == pytest.approx(best)


def test_a_gold_mention_is_of_the_event_whose_claim_overlaps_it_most() -> None:
    text = "Jets raided the camp. The mayor spoke of the raid."
    mentions = [("raided", 0, "A"), ("spoke", 1, "B"), ("the raid", 1, "A"), ("camp", 0, "C")]
    document = {
        "id": "d",
        "sentences": [[0, 21, True], [22, 50, True]],
        "mentions": [
            {
                "kind": "event" if cluster != "C" else "loc",
                "sentence": s,
                "cluster": cluster,
                "start": text.index(w),
                "end": text.index(w) + len(w),
            }
            for w, s, cluster in mentions
        ],
    }
    claims = [{"field": "type", "article": "d", "start": text.index(w), "end": text.index(w) + len(w)} for w in ("raided", "raid.")]
    gold, found = groups([document], [{"id": "e", "claims": claims}])
    assert len(gold) == 3
    assert set(found.values()) == {"e"}
    assert {text[start:end] for _, start, end in found} == {"raided", "the raid"}
