"""What is known of each candidate of an article, as numbers: its name, its feature, what the text says, what lies round it.

One row for each candidate of each sense, then one for "none of these" (NULL). The order of `FEATURES` is that of the columns and
is written beside the model; a model made for another order is refused.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer import Gazetteer
from geo.lexicon import place_words
from geo.model import Candidate, Kind, Match, Mention, Place
from geo.resolve.senses import SURE, Sense

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

COUNTRY, FIRST, SECOND, LOWER, CAPITAL, SEAT, SETTLEMENT, WATER, REGION, SITE, OTHER = range(11)
_HOW = {Match.EXACT: 0, Match.FOLDED: 0, Match.ARTICLE: 1, Match.SKELETON: 2, Match.PART: 3}
_NAME_KIND = {"name": 0, "abbreviation": 1, "metonym": 2, "adjective": 3, "demonym": 3}
_SORT = {"settlement": 1, "division": 2, "water": 3, "site": 4}
_WATERS = frozenset(("SEA", "GULF", "STRT", "OCN", "LK", "LKS", "BAY", "CHN", "LGN", "STM", "WAD", "CNL", "RSV"))
_KM_PER_RADIAN = 6371.0088
MOST_ANCHORS = 4  # candidates of a sense that count as where it may be
_LEAST_WEIGHT = 0.02  # of a candidate that does
_SHORT_CHARS, _LONG_CHARS = 40.0, 400.0  # scales on which names that stand near one another in the text belong together

_OWN = (
    *("how", "similarity", "name_kind", "primary", "name_words", "name_length", "order", "sure_rivals", "rivals", "sure_elsewhere"),
    *("sort_of_place", "log_people", "log_people_behind", "share_of_people", "log_extent", "has_area", "doubtful_record", "added"),
    *("kind", "head", "head_fits", "modified", "is_container", "called_division", "mentions", "position", "named_head", "named_head_fits"),
)
_CONTEXT = (
    *(
        "senses",
        "country_share",
        "country_named",
        "country_rank",
        "division_share",
        "division_named",
        "dense_30",
        "dense_150",
        "dense_1000",
    ),
    *("count_50", "log_km_nearest", "log_km_next", "near_dense", "near_country", "near_division", "next_contains", "contained_in"),
    *("contained_not", "holds_contained", "holds_next", "list_dense", "list_division", "list_country", "in_list", "same_elsewhere"),
    *("same_sort_elsewhere", "spread"),
)
BARE = [_OWN.index(name) for name in ("modified", "is_container", "called_division")]  # all 0: nothing says that a division is meant
HEAD_FITS = _OWN.index("head_fits")
_COMPARED = ("country_share", "division_share", "dense_30", "dense_150", "near_dense", "near_country", "contained_in", "same_elsewhere")
FEATURES = (*_OWN, *_CONTEXT, *(f"{name}_behind" for name in _COMPARED), "is_null")


@dataclass(frozen=True, slots=True)
class Rows:
    """The candidates of all senses in a row, with what the ranker needs of each; `starts[s]` is the first row of sense s."""

    senses: tuple[Sense, ...]
    candidates: tuple[Candidate, ...]
    sense: Ints
    starts: Ints  # one more than there are senses
    lon: Floats  # radians
    lat: Floats
    country: Ints  # codes of this article; -1 for none
    division: Ints
    division_called: Ints  # what the place itself is called, as a code of divisions: an ADM1 contains those that bear it
    place: Ints  # codes of place ids
    sort: Ints
    people: Floats  # logarithm
    box: Floats  # rows of west, south, east, north in degrees; empty boxes for places without one
    extent_km: Floats
    own: Floats  # the columns of _OWN
    prior: Floats  # weights to begin with; they sum to at most 1 in each sense


def rows_of(senses: Sequence[Sense], mentions: Sequence[Mention], gazetteer: Gazetteer) -> Rows:
    """Gather what does not depend on which places the other names are."""
    candidates = tuple(c for s in senses for c in s.candidates)
    sizes = [len(s.candidates) for s in senses]
    sense = np.repeat(np.arange(len(senses)), sizes)
    starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    codes: dict[tuple[str | None, str], int] = {}
    ids: dict[str, int] = {}
    countries: dict[str, int] = {}

    def code(country: str | None, name: str | None) -> int:
        return -1 if name is None else codes.setdefault((country, name), len(codes))

    places = [c.place for c in candidates]
    sorts = np.array([_sort_of_place(p) for p in places], dtype=np.int64)
    people = np.log10(np.array([p.population for p in places], dtype=np.float64) + 10.0)
    country = np.array([countries.setdefault(p.country, len(countries)) if p.country else -1 for p in places], dtype=np.int64)
    division = np.array([code(p.country, p.admin1) for p in places], dtype=np.int64)
    called = np.array([code(p.country, p.name) if s == FIRST else -2 for p, s in zip(places, sorts, strict=True)], dtype=np.int64)
    division = np.where((division == -1) & (called >= 0), called, division)
    lonlat = np.radians(np.array([p.position for p in places], dtype=np.float64).reshape(-1, 2))
    box = np.array([p.bbox or (0.0, 91.0, 0.0, -91.0) for p in places], dtype=np.float64).reshape(-1, 4)
    extent = np.array([p.extent_km for p in places], dtype=np.float64)
    own = _own(senses, mentions, candidates, starts, sorts, people, extent, gazetteer)
    return Rows(
        tuple(senses), candidates, sense, starts, lonlat[:, 0], lonlat[:, 1], country, division, called,
        np.array([ids.setdefault(p.id, len(ids)) for p in places], dtype=np.int64),
        sorts, people, box, extent, own, _prior(candidates, sense, len(senses), sorts, people),
    )  # fmt: skip


def _sort_of_place(place: Place) -> int:
    feature = place.feature
    if feature.startswith("PPL"):
        return CAPITAL if feature == "PPLC" else SEAT if feature.startswith("PPLA") else SETTLEMENT
    if feature.startswith(("PCL", "TERR")):
        return COUNTRY
    if feature.startswith("ADM"):
        return FIRST if feature == "ADM1" else SECOND if feature == "ADM2" else LOWER
    if feature in _WATERS:
        return WATER
    if feature in {"CONT", "RGN"}:
        return REGION
    return SITE if feature.startswith(("AIR", "BLDG", "DAM", "INSM", "PRT", "OILR")) else OTHER


_FITS = np.zeros((5, 11))  # sort of head × sort of place: 1 what it says, -1 what it excludes
_FITS[1, [CAPITAL, SEAT, SETTLEMENT]] = 1
_FITS[1, [COUNTRY, FIRST, SECOND, LOWER, WATER, REGION]] = -1
_FITS[2, [FIRST, SECOND, LOWER]] = 1
_FITS[2, [CAPITAL, SEAT, SETTLEMENT, WATER, SITE]] = -1
_FITS[3, WATER] = 1
_FITS[3, :WATER] = -1
_FITS[4, [SITE, OTHER]] = 1


def _own(
    senses: Sequence[Sense],
    mentions: Sequence[Mention],
    candidates: Sequence[Candidate],
    starts: Ints,
    sorts: Ints,
    people: Floats,
    extent: Floats,
    gazetteer: Gazetteer,
) -> Floats:
    heads = place_words().heads
    containers = {c for m in mentions for c in m.clues.containers}
    divisions = {s.name.casefold() for s in senses if s.sort == "division"}
    added = frozenset(gazetteer.gazetteers)
    table = np.zeros((len(candidates), len(_OWN)))
    for number, s in enumerate(senses):
        low, high = int(starts[number]), int(starts[number + 1])
        if low == high:
            continue
        part = table[low:high]
        words = s.name.casefold().split(" ")
        named = next((_SORT[heads[w]] for w in (words[-1], words[0]) if len(words) > 1 and w in heads), 0)
        head = _SORT.get(s.sort or "", 0)
        sure = sum(c.how in SURE for c in s.candidates)
        order = _order(s, sorts[low:high], people[low:high])
        for at, c in enumerate(s.candidates):
            is_sure = c.how in SURE
            part[at, :4] = (_HOW[c.how], c.similarity, _NAME_KIND.get(c.name_kind, 0), c.matched_name.casefold() == c.place.name.casefold())
            part[at, 6] = order[at]
            part[at, 9] = sure > 0 and not is_sure
            part[at, 15:18] = (c.place.area is not None, c.place.identity_uncertain, c.place.country in added)
        part[:, 4:6] = (len(words), len(s.name))
        part[:, 7:9] = (sure, high - low)
        part[:, 10] = sorts[low:high]
        mine = people[low:high]
        part[:, 11] = mine
        part[:, 12] = mine - mine.max()
        heads_count = 10.0**mine
        part[:, 13] = heads_count / heads_count.sum()
        part[:, 14] = np.log10(extent[low:high] + 0.1)
        first = mentions[s.mentions[0]]
        part[:, 18:20] = (0 if s.kind is Kind.LITERAL else 1 if s.kind is Kind.DEMONYM else 2, head)
        part[:, 20] = _FITS[head][sorts[low:high]]
        part[:, 21:27] = (
            s.modified,
            any(k in containers for k in s.mentions),
            s.name.casefold() in divisions and s.sort != "division",
            math.log2(1 + len(s.mentions)),
            min(first.span.start, 2000) / 100,
            named,
        )
        part[:, 27] = _FITS[named][sorts[low:high]]
    return table


def _order(sense: Sense, sorts: Ints, people: Floats) -> list[int]:
    """The gazetteer's order, which is by likeness and prominence; places that it has no reason to tell apart share one number."""
    first: dict[tuple[object, ...], int] = {}
    keys = zip(sense.candidates, sorts.tolist(), people.tolist(), strict=True)
    return [first.setdefault((_HOW[c.how], c.similarity, sort, count), len(first)) for c, sort, count in keys]


def _prior(candidates: Sequence[Candidate], sense: Ints, senses: int, sorts: Ints, people: Floats) -> Floats:
    """Weights before anything is known of the article: the name and how many people live there."""
    if not candidates:
        return np.zeros(0)
    base = np.array([3.5, 1.2, 0.3, 0.0, 2.0, 0.6, 0.0, 3.0, 3.0, 0.5, 0.3])[sorts] + people * np.where(sorts == COUNTRY, 0.0, 0.9)
    doubt = np.array([0.0 if c.how in (Match.EXACT, Match.FOLDED) else 1.0 if c.how is Match.ARTICLE else 3.0 for c in candidates])
    alike = np.array([c.similarity for c in candidates])
    return soft_shares(base - doubt - 8.0 * (1 - alike), sense, senses, null=1.0)


def soft_shares(scores: Floats, sense: Ints, senses: int, null: float | Floats = 0.0) -> Floats:
    """Softmax of scores within each sense, beside a NULL of that score; what NULL takes is missing from the sums."""
    nulls = np.broadcast_to(np.asarray(null, dtype=np.float64), (senses,))
    top = nulls.copy()
    np.maximum.at(top, sense, scores)
    weights = np.exp(scores - top[sense])
    total = np.bincount(sense, weights, minlength=senses) + np.exp(nulls - top)
    return weights / total[sense]


@dataclass(frozen=True, slots=True)
class Layout:
    """How the senses of an article stand to one another in its text; matrices of senses × senses."""

    near: Floats  # within a paragraph
    next: Floats  # within a phrase
    contained: Flags  # [inner, outer]: the text says that one contains the other
    listed: Flags
    namesakes: Flags  # senses of one name, a sense with itself included
    parted: Flags  # senses of one name that the text puts into different containers: no evidence for one another
    counts: Floats  # mentions of each sense


def layout_of(senses: Sequence[Sense], mentions: Sequence[Mention]) -> Layout:
    """Read how near the names stand to one another, which contain which, and which share a list."""
    n = len(senses)
    owner = np.zeros(len(mentions), dtype=np.int64)
    for number, s in enumerate(senses):
        owner[list(s.mentions)] = number
    start = np.array([m.span.start for m in mentions], dtype=np.float64)
    end = np.array([m.span.end for m in mentions], dtype=np.float64)
    gap = np.maximum(0.0, np.maximum(start[None, :] - end[:, None], start[:, None] - end[None, :]))
    least = np.full((n, n), np.inf)
    np.minimum.at(least, (owner[:, None], owner[None, :]), gap)
    contained, listed = np.zeros((n, n), dtype=np.bool_), np.zeros((n, n), dtype=np.bool_)
    lists: dict[tuple[int, int], list[int]] = {}
    for k, m in enumerate(mentions):
        for c in m.clues.containers:
            contained[owner[k], owner[c]] = True
        if m.clues.group is not None:
            lists.setdefault((m.clues.group, m.passage), []).append(int(owner[k]))
    for members in lists.values():
        listed[np.ix_(members, members)] = True
    names: dict[str, int] = {}
    called = np.array([names.setdefault(s.name.casefold(), len(names)) for s in senses], dtype=np.int64)
    namesakes = called[:, None] == called[None, :]
    parted = np.zeros((n, n), dtype=np.bool_)
    for a, b in np.argwhere(namesakes).tolist():
        parted[a, b] = bool(senses[a].outer and senses[b].outer) and not set(senses[a].outer) & set(senses[b].outer)
    contained &= ~np.eye(n, dtype=np.bool_)
    listed &= ~namesakes
    counts = np.array([len(s.mentions) for s in senses], dtype=np.float64)
    return Layout(np.exp(-least / _LONG_CHARS), np.exp(-least / _SHORT_CHARS), contained, listed, namesakes, parted, counts)


def matrix(rows: Rows, layout: Layout, weights: Floats) -> NDArray[np.float32]:
    """The table that the ranker reads: a row for each candidate, then one NULL row for each sense.

    `weights` say how likely each candidate is so far; they are what the neighbours' pull is weighed with.
    """
    n, senses = len(rows.candidates), len(rows.senses)
    table = np.full((n + senses, len(FEATURES)), -9.0, dtype=np.float32)
    width = len(_OWN) + len(_CONTEXT)
    if n:
        context = _context(rows, layout, weights)
        table[:n, : len(_OWN)] = rows.own
        table[:n, len(_OWN) : width] = context
        for k, name in enumerate(_COMPARED):
            column = context[:, _CONTEXT.index(name)]
            best = np.full(senses, -np.inf)
            np.maximum.at(best, rows.sense, column)
            table[:n, width + k] = column - best[rows.sense]
    table[:n, -1] = 0
    _null_rows(table[n:], rows, layout)
    return table


_SHARED = tuple(
    _OWN.index(name)
    for name in ("name_words", "name_length", "sure_rivals", "rivals", "kind", "head", "modified", "mentions", "named_head")
)
_BEST = tuple(_OWN.index(name) for name in ("log_people", "similarity", "added", "head_fits"))


def _null_rows(table: NDArray[np.float32], rows: Rows, layout: Layout) -> None:
    """ "None of these": what is known of the name itself, and the best of what its candidates have."""
    table[:, -1] = 1
    table[:, len(_OWN)] = len(rows.senses)
    for number, s in enumerate(rows.senses):
        low, high = int(rows.starts[number]), int(rows.starts[number + 1])
        if low == high:
            table[number, [_OWN.index("sure_rivals"), _OWN.index("rivals")]] = 0
            table[number, _OWN.index("name_length")] = len(s.name)
            continue
        table[number, list(_SHARED)] = rows.own[low, list(_SHARED)]
        table[number, list(_BEST)] = rows.own[low:high][:, list(_BEST)].max(axis=0)
        table[number, 0] = rows.own[low:high, 0].min()


def _context(rows: Rows, layout: Layout, weights: Floats) -> Floats:
    n, senses = len(rows.candidates), len(rows.senses)
    anchors = _anchors(rows, weights)
    held = weights[anchors]
    theirs = rows.sense[anchors]
    mine = rows.sense
    others = ~layout.namesakes[mine[:, None], theirs[None, :]]
    often = np.sqrt(layout.counts)[theirs]
    point = ~np.isin(rows.sort[anchors], (COUNTRY, REGION, WATER))
    all_weight = others * (held * often)[None, :]
    weight = all_weight * point[None, :]
    total_all, total = all_weight.sum(1) + 0.5, weight.sum(1) + 0.5

    km = distances_km(rows, np.arange(n), anchors)
    same_country = (rows.country[:, None] == rows.country[anchors][None, :]) & (rows.country >= 0)[:, None]
    same_division = (rows.division[:, None] == rows.division[anchors][None, :]) & (rows.division >= 0)[:, None]
    holds, inside = _holds(rows, anchors, km)
    near = layout.near[mine[:, None], theirs[None, :]]
    close = layout.next[mine[:, None], theirs[None, :]]
    sure = others & point[None, :] & (held > 0.5)[None, :]
    is_country = rows.sort[anchors] == COUNTRY
    is_first = rows.sort[anchors] == FIRST
    pull_30, pull_150 = np.exp(-km / 30), np.exp(-km / 150)
    country_share = (all_weight * same_country).sum(1) / total_all
    contained = layout.contained[mine[:, None], theirs[None, :]]
    contains = layout.contained[theirs[None, :], mine[:, None]]
    listed = layout.listed[mine[:, None], theirs[None, :]] & point[None, :]
    listed_weight = listed * held[None, :]
    listed_total = listed_weight.sum(1)
    same_place = rows.place[:, None] == rows.place[anchors][None, :]
    namesake = ~others & (mine[:, None] != theirs[None, :]) & ~layout.parted[mine[:, None], theirs[None, :]]
    contained_in = (contained * inside * held[None, :]).max(1, initial=0.0)
    out = np.empty((n, len(_CONTEXT)))
    columns: dict[str, Floats | float] = {
        "senses": float(senses),
        "country_share": country_share,
        "country_named": (all_weight * same_country * is_country[None, :]).max(1, initial=0.0),
        "country_rank": _rank_in(rows, country_share),
        "division_share": (weight * same_division).sum(1) / total,
        "division_named": (all_weight * (same_division & is_first[None, :])).max(1, initial=0.0),
        "dense_30": (weight * pull_30).sum(1) / total,
        "dense_150": (weight * pull_150).sum(1) / total,
        "dense_1000": (weight * np.exp(-km / 1000)).sum(1) / total,
        "count_50": (weight * (km < 50)).sum(1),
        "log_km_nearest": _log_km(np.where(sure, km, np.inf).min(1, initial=np.inf)),
        "log_km_next": _log_km(np.where(sure & (close > 0.3), km, np.inf).min(1, initial=np.inf)),
        "near_dense": (weight * near * pull_150).sum(1) / ((weight * near).sum(1) + 0.2),
        "near_country": (all_weight * near * same_country).sum(1) / ((all_weight * near).sum(1) + 0.2),
        "near_division": (weight * near * same_division).sum(1) / ((weight * near).sum(1) + 0.2),
        "next_contains": (others * close * inside * held[None, :]).max(1, initial=0.0),
        "contained_in": contained_in,
        "contained_not": contained.any(1) * (1 - contained_in),
        "holds_contained": (contains * holds * held[None, :]).max(1, initial=0.0),
        "holds_next": (others * close * holds * held[None, :]).max(1, initial=0.0),
        "list_dense": (listed_weight * np.exp(-km / 60)).sum(1) / (listed_total + 0.1),
        "list_division": (listed_weight * same_division).sum(1) / (listed_total + 0.1),
        "list_country": (listed_weight * same_country).sum(1) / (listed_total + 0.1),
        "in_list": listed_total,
        "same_elsewhere": (namesake * same_place * held[None, :]).max(1, initial=0.0),
        "same_sort_elsewhere": (namesake * (rows.sort[:, None] == rows.sort[anchors][None, :]) * held[None, :]).max(1, initial=0.0),
        "spread": total - 0.5,
    }
    for k, name in enumerate(_CONTEXT):
        out[:, k] = columns[name]
    return out


def _anchors(rows: Rows, weights: Floats) -> Ints:
    """Rows that count as where the names may be: the likeliest few of each sense."""
    order = np.lexsort((-weights, rows.sense))
    place_in_sense = np.arange(len(order)) - rows.starts[rows.sense[order]]
    kept = order[(place_in_sense < MOST_ANCHORS) & (weights[order] >= _LEAST_WEIGHT)]
    return np.sort(kept)


def distances_km(rows: Rows, some: Ints, others: Ints) -> Floats:
    """Great-circle distances between rows, some × others."""
    cos = np.cos(rows.lat)
    xyz = np.stack((cos * np.cos(rows.lon), cos * np.sin(rows.lon), np.sin(rows.lat)), axis=1)
    return _KM_PER_RADIAN * np.arccos(np.clip(xyz[some] @ xyz[others].T, -1.0, 1.0))


def _holds(rows: Rows, anchors: Ints, km: Floats) -> tuple[Flags, Flags]:
    """Whether each candidate contains each anchor, and whether it lies in it."""
    every = np.arange(len(rows.candidates))
    return _contains(rows, every, anchors, km), _contains(rows, anchors, every, km.T).T


def _contains(rows: Rows, outer: Ints, inner: Ints, km: Floats) -> Flags:
    """Whether one place contains another, outer × inner: by country, by first-level division, by box."""
    lon, lat = np.degrees(rows.lon[inner]), np.degrees(rows.lat[inner])
    west, south, east, north = (rows.box[outer][:, k][:, None] for k in range(4))
    across = west > east
    boxed = (lat >= south) & (lat <= north) & np.where(across, (lon >= west) | (lon <= east), (lon >= west) & (lon <= east))
    same_country = (rows.country[outer][:, None] == rows.country[inner][None, :]) & (rows.country[outer] >= 0)[:, None]
    sort = rows.sort[outer][:, None]
    in_division = same_country & (
        (rows.division[inner][None, :] == rows.division_called[outer][:, None]) | ((rows.division[inner] < 0)[None, :] & boxed)
    )
    no_box = (rows.box[outer][:, 1] > 90)[:, None]
    round_it = no_box & (km <= rows.extent_km[outer][:, None])
    found = np.where(sort == COUNTRY, same_country, np.where(sort == FIRST, in_division, boxed | round_it))
    found &= ~np.isin(sort, (CAPITAL, SEAT, SETTLEMENT)) & (rows.sort[inner] != COUNTRY)[None, :]
    found &= (rows.sort[inner][None, :] != FIRST) | np.isin(sort, (COUNTRY, REGION))
    return found & (rows.place[outer][:, None] != rows.place[inner][None, :])


def _rank_in(rows: Rows, share: Floats) -> Floats:
    """Whether a candidate's country is the most named of the article (0), the second (1) and so on, among those that its rows show."""
    if not len(share):
        return share
    best: dict[int, float] = {}
    for country, value in zip(rows.country.tolist(), share.tolist(), strict=True):
        best[country] = max(best.get(country, 0.0), value)
    order = {c: k for k, (c, _) in enumerate(sorted(best.items(), key=lambda item: -item[1]))}
    return np.array([order[c] if c >= 0 else len(order) for c in rows.country.tolist()], dtype=np.float64)


def _log_km(km: Floats) -> Floats:
    return np.where(np.isfinite(km), np.log10(np.where(np.isfinite(km), km, 0.0) + 1.0), 6.0)
