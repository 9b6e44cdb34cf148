"""How good a geoparser's places are: recognition, resolution on spans, both together; and places of conflict headlines.

Toponym metrics follow Gritta, Pilehvar and Collier, "A pragmatic guide to geoparsing evaluation" (2020): strict and lenient
spans, accuracy within 161 km (100 miles), mean and median error, area under the curve of log errors. Distances are great
circles on a sphere of 6,371.0088 km.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

ACCURACY_KM = 161.0  # the 100 miles of the literature
_EARTH_KM = 6371.0088
_FARTHEST_KM = 20039.0  # half the circumference, as the published area under the curve takes it

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; west > east crosses the 180th meridian."""


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name, of the annotation or predicted. `neutral`: annotated, but neither asked for nor wrong where found."""

    start: int
    end: int
    lat: float | None = None
    lon: float | None = None
    box: Box | None = None
    kind: str = "literal"
    neutral: bool = False

    @property
    def placed(self) -> bool:
        return self.lat is not None and self.lon is not None


@dataclass(frozen=True, slots=True)
class Share:
    """Right of predicted (precision) and right of wanted (recall)."""

    right: int
    predicted: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Distances:
    """Errors of the matched toponyms that have coordinates. Unresolved ones count as wrong in `accuracy`, in no distance."""

    matched: int
    unresolved: int
    accurate: int
    mean_km: float | None
    median_km: float | None
    auc: float | None  # 0 best, 1 worst

    @property
    def accuracy(self) -> float:
        """Share of matched toponyms whose place is right; what was left without a place is wrong."""
        return self.accurate / self.matched if self.matched else 0.0

    @property
    def accuracy_of_resolved(self) -> float:
        resolved = self.matched - self.unresolved
        return self.accurate / resolved if resolved else 0.0


@dataclass(frozen=True, slots=True)
class ToponymScore:
    recognition: Share
    end_to_end: Share
    distances: Distances


Documents = Mapping[str, Sequence[Toponym]]
Pairs = list[tuple[int, int]]
Matcher = Callable[[Sequence[Toponym], Sequence[Toponym]], Pairs]


def strict(predicted: Sequence[Toponym], gold: Sequence[Toponym]) -> Pairs:
    """Pairs of the same span."""
    where: dict[tuple[int, int], list[int]] = {}
    for j, g in enumerate(gold):
        where.setdefault((g.start, g.end), []).append(j)
    return [(i, same.pop(0)) for i, p in enumerate(predicted) if (same := where.get((p.start, p.end)))]


def lenient(predicted: Sequence[Toponym], gold: Sequence[Toponym]) -> Pairs:
    """Pairs of overlapping spans, one to one: the longest overlap first, then the nearest ends."""
    touching: list[tuple[int, int, int, int]] = []
    for i, p in enumerate(predicted):
        for j, g in enumerate(gold):
            common = min(p.end, g.end) - max(p.start, g.start)
            if common > 0:
                touching.append((-common, abs(p.start - g.start) + abs(p.end - g.end), i, j))
    taken: set[int] = set()
    met: set[int] = set()
    pairs: Pairs = []
    for _, _, i, j in sorted(touching):
        if i not in taken and j not in met:
            taken.add(i)
            met.add(j)
            pairs.append((i, j))
    return pairs


def score(
    predicted: Documents, gold: Documents, *, matcher: Matcher = strict, within_km: float = ACCURACY_KM, areas: bool = False
) -> ToponymScore:
    """Score predictions of a corpus; a document without predictions counts as one in which nothing was found.

    `areas`: a prediction with a box is also right where the gold point lies in it, for centroids of countries and regions
    differ between gazetteers; distances stay point to point. Gold toponyms without coordinates count for recognition only,
    and what is matched to them is left out of the end-to-end precision.
    """
    right = wanted = wanted_placed = made = unplaced = matched = unresolved = accurate = 0
    errors_km: list[float] = []
    for document, annotated in gold.items():
        asked = [g for g in annotated if not g.neutral]
        found = _without_neutral(predicted.get(document, ()), asked, [g for g in annotated if g.neutral], matcher)
        made += len(found)
        wanted += len(asked)
        wanted_placed += sum(g.placed for g in asked)
        for i, j in matcher(found, asked):
            right += 1
            if not asked[j].placed:
                unplaced += 1
                continue
            matched += 1
            if not found[i].placed:
                unresolved += 1
                continue
            error_km = distance_km(found[i], asked[j])
            errors_km.append(error_km)
            accurate += error_km <= within_km or (areas and inside(found[i].box, asked[j]))
    return ToponymScore(
        Share(right, made, wanted),
        Share(accurate, made - unplaced, wanted_placed),
        Distances(
            matched,
            unresolved,
            accurate,
            statistics.fmean(errors_km) if errors_km else None,
            statistics.median(errors_km) if errors_km else None,
            area_under_log_errors(errors_km),
        ),
    )


def _without_neutral(
    predicted: Sequence[Toponym], asked: Sequence[Toponym], neutral: Sequence[Toponym], matcher: Matcher
) -> Sequence[Toponym]:
    """Predictions less those that touch a neutral annotation and match nothing that is asked for."""
    if not neutral:
        return predicted
    useful = {i for i, _ in matcher(predicted, asked)}
    return [p for i, p in enumerate(predicted) if i in useful or not any(p.start < n.end and n.start < p.end for n in neutral)]


def area_under_log_errors(errors_km: Sequence[float]) -> float | None:
    """Area under the sorted log errors, 0 (all exact) to 1 (all on the other side of the Earth); None for less than two."""
    if len(errors_km) < 2:
        return None
    logs = sorted(math.log1p(e) for e in errors_km)
    area = sum((a + b) / 2 for a, b in pairwise(logs))
    return area / (math.log(_FARTHEST_KM) * (len(logs) - 1))


def inside(box: Box | None, point: Toponym) -> bool:
    if box is None or point.lat is None or point.lon is None:
        return False
    west, south, east, north = box
    return south <= point.lat <= north and (west <= point.lon <= east if west <= east else point.lon >= west or point.lon <= east)


def distance_km(one: Toponym, other: Toponym) -> float:
    """Great-circle distance of two toponyms that have coordinates."""
    assert one.lat is not None
    assert one.lon is not None
    assert other.lat is not None
    assert other.lon is not None
    return great_circle_km(one.lat, one.lon, other.lat, other.lon)


def great_circle_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    p, q = math.radians(lat), math.radians(other_lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


# --- headlines of conflict events ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HeadlinePlaces:
    """What a system finds in a headline: every resolved place, and the places it gives to events, as (lat, lon)."""

    places: tuple[tuple[float, float], ...]
    events: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class HeadlineScore:
    """Shares of headlines with some place, or some event's place, within 10 and 20 km of the coder's."""

    headlines: int
    any_10: float
    any_20: float
    event_10: float
    event_20: float
    spread: float  # mean number of event places a headline: naming every place is no way to score


def score_headlines(found: Mapping[str, HeadlinePlaces], coded: Mapping[str, tuple[float, float]]) -> HeadlineScore:
    """Score the places of headlines against the one place (lat, lon) that a coder gave each."""

    def share(part: Callable[[HeadlinePlaces], Iterable[tuple[float, float]]], radius_km: float) -> float:
        hits = sum(any(great_circle_km(*p, *where) <= radius_km for p in part(found.get(id, nothing))) for id, where in coded.items())
        return hits / len(coded)

    nothing = HeadlinePlaces((), ())
    spread = sum(len(found.get(id, nothing).events) for id in coded) / len(coded)
    return HeadlineScore(
        len(coded),
        share(lambda h: h.places, 10),
        share(lambda h: h.places, 20),
        share(lambda h: h.events, 10),
        share(lambda h: h.events, 20),
        spread,
    )
