"""Stories: incidents of many articles that are one happening, told by a model of pairs and held together on the average of them.

The probability that two incidents are one is a logistic regression over the features of `likeness`; resources/models/stories.md
tells from what it was learnt and how well it does. What people joined or took apart holds whatever the model says.
"""

from __future__ import annotations

import heapq
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo.assets import asset
from geo.errors import ModelError
from geo.events.coreference.incidents import Incident
from geo.events.coreference.likeness import FEATURES

_MODEL = "models/stories.json"
# from which probability two incidents are joined that contradict each other in day, place or doer; swept .7 to .9: story F1 the same
_CONVINCED = 0.8
_HELD_BACK = 0.3  # what is left of the probability where they are not joined: enough to ask a person; swept .2 and .3: story F1 the same
_NEVER = tuple(FEATURES.index(name) for name in ("apart", "days apart", "weeks apart", "other origin", "a day of a period"))
_NUMBERS = tuple(FEATURES.index(name) for name in ("same killed", "same count", "near count"))
_CAMPAIGN, _ONE_CAMPAIGN = 0.6, FEATURES.index("campaigns of one doer")
_OTHER_PARTY, _RISING = FEATURES.index("other party"), FEATURES.index("rising count")
_OTHER_COUNT, _ALL_ELSE = FEATURES.index("other count"), tuple(FEATURES.index(name) for name in ("town and day", "same type", "same party"))
_NEXT_DAY, _CONTRADICTED = FEATURES.index("a day apart"), FEATURES.index("contradicted")
_MEMBERS = 6  # of each of two stories that are compared; more hardly change the average; swept 3 to 12: story F1 the same


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the features, how rare words are, and from which probability on pairs are joined or left to the user."""

    weights: tuple[float, ...]
    intercept: float
    join: float
    suggest: float
    rarest: float
    words: Mapping[str, float]

    def probability(self, features: Sequence[float]) -> float:
        """That two incidents are one, as far as the words tell; at most `_HELD_BACK` where something in them forbids it.

        Two reports of one happening may differ in doer, or be a day apart by a slip of a writer or of the reading, so that what contradicts
        only asks for more (of 44 contradicted pairs above .5, 14 were two events; of 24 above .7, 3). But towns that do not meet, days
        apart, another origin and one day against a whole period are two things, however alike the words: formulas are filled in
        anew. So are the next day without a number in common, and another number altogether unless all else is the same.
        """
        p = _logistic(self.intercept + sum(w * x for w, x in zip(self.weights, features, strict=True)))
        if features[_ONE_CAMPAIGN] > 0:  # told as a whole, without place or day: there is nothing in it by which two could be told apart
            return max(p, _CAMPAIGN)
        told = [features[k] > 0 for k in _NEVER]
        next_day = features[_NEXT_DAY] > 0 and not any(features[k] > 0 for k in _NUMBERS)
        # Another doer and another number: two strikes of one town and day, not two accounts of one.
        twins = features[_OTHER_PARTY] > 0 and features[_RISING] > 0
        # Nine and 26 dead of one town, day and kind are two accounts of one; elsewhere numbers so far apart are of two.
        counted = features[_OTHER_COUNT] > 0 and (features[_OTHER_PARTY] > 0 or not all(features[k] > 0 for k in _ALL_ELSE))
        if any(told) or next_day or twins or counted or (features[_CONTRADICTED] > 0 and p < _CONVINCED):
            return min(p, _HELD_BACK)
        return p


@lru_cache(maxsize=1)
def model() -> Model:
    """The shipped model. Raises ModelError where its file cannot be read or is of other features than the program's."""
    try:
        read = json.loads(asset(_MODEL).read_text(encoding="utf-8"))
        if tuple(read["features"]) != FEATURES:
            raise ModelError("stories.json", "it was made for other features")
        return Model(
            tuple(float(w) for w in read["weights"]),
            float(read["intercept"]),
            float(read["join"]),
            float(read["suggest"]),
            float(read["rarest"]),
            {str(k): float(v) for k, v in read["words"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError("stories.json", str(error)) from error


@dataclass(frozen=True, slots=True)
class Joined:
    """An incident of a story that was brought to another by the pair (one, other); `began` is the incident the story began with."""

    one: int
    other: int
    began: int


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Two stories that may be one, by the index of an incident in each."""

    a: int
    b: int
    score: float


def told_together(
    incidents: Sequence[Incident],
    pairs: Mapping[tuple[int, int], float],
    probability: Callable[[int, int], float],
    parted: Callable[[int, int], bool],
    join: float,
    suggest: float,
) -> tuple[list[list[int]], list[Joined], list[Doubtful]]:
    """Incidents grouped into stories; the pairs that brought groups together, in their order; and what may be one, too.

    Average linkage over log-odds: the likeliest pair first, and two stories become one where the pairs between them are on the average
    likelier one than not; one good match does not string strangers together. `pairs` are those compared at first, `probability` scores
    others; incidents of one article are no evidence either way. `parted` are incidents that must not meet.
    """
    root = list(range(len(incidents)))
    members = [[k] for k in root]
    known = dict(pairs)
    joined: list[Joined] = []

    def find(k: int) -> int:
        while root[k] != k:
            root[k] = root[root[k]]
            k = root[k]
        return k

    def score(i: int, j: int) -> float | None:
        if incidents[i].articles & incidents[j].articles:
            return None
        pair = (min(i, j), max(i, j))
        if pair not in known:
            known[pair] = probability(*pair)
        return known[pair]

    def average(a: int, b: int) -> float:
        scores = [s for i in members[a][:_MEMBERS] for j in members[b][:_MEMBERS] if (s := score(i, j)) is not None]
        return _logistic(sum(map(_log_odds, scores)) / len(scores)) if scores else 0.0

    def kept_apart(a: int, b: int) -> bool:
        return any(parted(i, j) for i in members[a] for j in members[b])

    queue = [(-p, i, j) for (i, j), p in pairs.items() if p >= min(join, suggest)]
    heapq.heapify(queue)
    left: list[tuple[int, int]] = []
    while queue:
        p, i, j = heapq.heappop(queue)
        a, b = sorted((find(i), find(j)))
        if a == b or kept_apart(a, b):
            continue
        if -p >= join and average(a, b) >= join:
            joined.append(Joined(i, j, b) if find(i) == a else Joined(j, i, b))
            root[b] = a
            members[a] += members[b]
        else:
            left.append((i, j))
    doubtful: dict[tuple[int, int], Doubtful] = {}
    for i, j in left:
        a, b = sorted((find(i), find(j)))
        if a != b and (a, b) not in doubtful and not kept_apart(a, b) and suggest <= (p := average(a, b)):
            doubtful[a, b] = Doubtful(i, j, round(p, 3))
    groups = [members[k] for k in range(len(root)) if find(k) == k]
    return groups, joined, sorted(doubtful.values(), key=lambda d: (-d.score, d.a, d.b))


def _log_odds(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))
