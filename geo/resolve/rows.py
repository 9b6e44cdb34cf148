"""What is known of each candidate by itself: its name, its feature, what the text says of it. One row a candidate.

Nothing here depends on which places the other names are; that is added by `features`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer import Gazetteer
from geo.lexicon.places import place_words
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

OWN = (  # the columns, in the order in which models were trained
    *("how", "similarity", "name_kind", "primary", "name_words", "name_length", "order", "sure_rivals", "rivals", "sure_elsewhere"),
    *("sort_of_place", "log_people", "log_people_behind", "share_of_people", "log_extent", "has_area", "doubtful_record", "added"),
    *("kind", "head", "head_fits", "modified", "is_container", "called_division", "mentions", "position", "named_head", "named_head_fits"),
)
BARE = [OWN.index(name) for name in ("modified", "is_container", "called_division")]  # all 0: nothing says that a division is meant
HEAD_FITS = OWN.index("head_fits")


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
    own: Floats  # the columns of OWN
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
    table = np.zeros((len(candidates), len(OWN)))
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
