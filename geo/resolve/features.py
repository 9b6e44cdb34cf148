"""The table that the ranker reads: what is known of each candidate by itself, and what lies round it.

One row for each candidate of each sense, then one for "none of these" (NULL). The order of `FEATURES` is that of the columns and
is written beside the model; a model made for another order is refused.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.resolve.layout import Layout
from geo.resolve.rows import CAPITAL, COUNTRY, FIRST, OWN, REGION, SEAT, SETTLEMENT, WATER, Flags, Floats, Ints, Rows

_KM_PER_RADIAN = 6371.0088  # mean radius of the Earth (IUGG)
MOST_PAIRS = 1_000_000  # of rows and anchors compared at once: some thirty matrices of 8 MB; more are taken in parts
MOST_ANCHORS = 4  # candidates of a sense that count as where it may be
_LEAST_WEIGHT = 0.02  # of a candidate that does

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
_COMPARED = ("country_share", "division_share", "dense_30", "dense_150", "near_dense", "near_country", "contained_in", "same_elsewhere")
FEATURES = (*OWN, *_CONTEXT, *(f"{name}_behind" for name in _COMPARED), "is_null")


def matrix(rows: Rows, layout: Layout, weights: Floats) -> NDArray[np.float32]:
    """The table that the ranker reads: a row for each candidate, then one NULL row for each sense.

    `weights` say how likely each candidate is so far; they are what the neighbours' pull is weighed with.
    """
    n, senses = len(rows.candidates), len(rows.senses)
    table = np.full((n + senses, len(FEATURES)), -9.0, dtype=np.float32)
    width = len(OWN) + len(_CONTEXT)
    if n:
        context = _context(rows, layout, weights)
        table[:n, : len(OWN)] = rows.own
        table[:n, len(OWN) : width] = context
        for k, name in enumerate(_COMPARED):
            column = context[:, _CONTEXT.index(name)]
            best = np.full(senses, -np.inf)
            np.maximum.at(best, rows.sense, column)
            table[:n, width + k] = column - best[rows.sense]
    table[:n, -1] = 0
    _null_rows(table[n:], rows, layout)
    return table


_SHARED = tuple(
    OWN.index(name) for name in ("name_words", "name_length", "sure_rivals", "rivals", "kind", "head", "modified", "mentions", "named_head")
)
_BEST = tuple(OWN.index(name) for name in ("log_people", "similarity", "added", "head_fits"))


def _null_rows(table: NDArray[np.float32], rows: Rows, layout: Layout) -> None:
    """ "None of these": what is known of the name itself, and the best of what its candidates have."""
    table[:, -1] = 1
    table[:, len(OWN)] = len(rows.senses)
    for number, s in enumerate(rows.senses):
        low, high = int(rows.starts[number]), int(rows.starts[number + 1])
        if low == high:
            table[number, [OWN.index("sure_rivals"), OWN.index("rivals")]] = 0
            table[number, OWN.index("name_length")] = len(s.name)
            continue
        table[number, list(_SHARED)] = rows.own[low, list(_SHARED)]
        table[number, list(_BEST)] = rows.own[low:high][:, list(_BEST)].max(axis=0)
        table[number, 0] = rows.own[low:high, 0].min()


def _context(rows: Rows, layout: Layout, weights: Floats) -> Floats:
    anchors = _anchors(rows, weights)
    out = np.empty((len(rows.candidates), len(_CONTEXT)))
    at_once = max(1, MOST_PAIRS // max(1, len(anchors)))
    for first in range(0, len(out), at_once):
        part = np.arange(first, min(len(out), first + at_once))
        columns = _columns(rows, layout, weights, anchors, part)
        for k, name in enumerate(_CONTEXT):
            if name != "country_rank":
                out[part, k] = columns[name]
    out[:, _CONTEXT.index("country_rank")] = _rank_in(rows, out[:, _CONTEXT.index("country_share")])
    return out


def _columns(rows: Rows, layout: Layout, weights: Floats, anchors: Ints, part: Ints) -> dict[str, Floats | float]:
    """What the neighbours tell of some rows."""
    held = weights[anchors]
    theirs = rows.sense[anchors]
    mine = rows.sense[part]
    others = ~layout.namesakes[mine[:, None], theirs[None, :]]
    often = np.sqrt(layout.counts)[theirs]
    point = ~np.isin(rows.sort[anchors], (COUNTRY, REGION, WATER))
    all_weight = others * (held * often)[None, :]
    weight = all_weight * point[None, :]
    total_all, total = all_weight.sum(1) + 0.5, weight.sum(1) + 0.5

    km = distances_km(rows, part, anchors)
    same_country = (rows.country[part][:, None] == rows.country[anchors][None, :]) & (rows.country[part] >= 0)[:, None]
    same_division = (rows.division[part][:, None] == rows.division[anchors][None, :]) & (rows.division[part] >= 0)[:, None]
    holds, inside = _holds(rows, part, anchors, km)
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
    same_place = rows.place[part][:, None] == rows.place[anchors][None, :]
    namesake = ~others & (mine[:, None] != theirs[None, :]) & ~layout.parted[mine[:, None], theirs[None, :]]
    contained_in = (contained * inside * held[None, :]).max(1, initial=0.0)
    return {
        "senses": float(len(rows.senses)),
        "country_share": country_share,
        "country_named": (all_weight * same_country * is_country[None, :]).max(1, initial=0.0),
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
        "same_sort_elsewhere": (namesake * (rows.sort[part][:, None] == rows.sort[anchors][None, :]) * held[None, :]).max(1, initial=0.0),
        "spread": total - 0.5,
    }


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


def _holds(rows: Rows, some: Ints, anchors: Ints, km: Floats) -> tuple[Flags, Flags]:
    """Whether each of some candidates contains each anchor, and whether it lies in it."""
    return _contains(rows, some, anchors, km), _contains(rows, anchors, some, km.T).T


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
