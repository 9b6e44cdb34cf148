"""Incidents and the places that their article names, side by side: what speaks for a place being where it happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.events.incidents.logistic import Doubles, odds
from geo.events.incidents.reader import PLACE, Sheet
from geo.model import EventMention, Kind, Mention, Place, Resolution, Role
from geo.resolve import contains

FEATURES = (
    "reader_surest", "reader_mean", "reader_within", "ruled", "ruled_share", "ruled_container", "same_passage", "passages_apart",
    "named_before", "town", "province", "district", "country", "unresolved", "site", "surest_inside_it", "rank", "behind_best",
    "before_other_incidents", "incidents", "surest_of_its_list", "ruled_elsewhere", "role_event", "role_actor", "tagger_event",
    "times_named", "in_first_passage", "surest_around_it", "ruled_places", "surest_ruled", "mentions", "only_place",
)  # fmt: skip
_NONE = -9.0  # log-odds where there is nothing to ask about
_UNTOLD = 0.3  # of a mention that the tagger did not judge


@dataclass(frozen=True, slots=True)
class Named:
    """A place that an article names, with its mentions (indices)."""

    place: Place | None
    mentions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about an article: rows (incidents, places, FEATURES), and what the reader says of (event mentions, mentions)."""

    places: tuple[Named, ...]
    rows: Doubles
    scores: Doubles  # (event mentions, article mentions, PLACE); zeros for mentions that are no candidates


def named_places(mentions: Sequence[Mention], resolutions: Sequence[Resolution]) -> tuple[Named, ...]:
    """The places of an article: mentions of one place together, in the order in which they are first named."""
    by_key: dict[str, list[int]] = {}
    for k, (mention, resolution) in enumerate(zip(mentions, resolutions, strict=True)):
        if mention.kind is Kind.ORGANISATION or (mention.kind is Kind.DEMONYM and mention.clues.head is None):
            continue
        by_key.setdefault(resolution.place.id if resolution.place is not None else mention.text.lower(), []).append(k)
    return tuple(Named(resolutions[m[0]].place, tuple(m)) for m in by_key.values())


def ask(
    sheet: Sheet,
    events: Sequence[EventMention],
    triggers: Sequence[int],
    groups: Sequence[Sequence[int]],
    mentions: Sequence[Mention],
    resolutions: Sequence[Resolution],
) -> Asked:
    """`triggers` are the words (of the sheet) that head the event mentions, `groups` their incidents."""
    places = named_places(mentions, resolutions)
    scores = np.zeros((len(events), len(mentions), len(PLACE)))
    asked = [(k, run) for p in places for k in p.mentions if (run := sheet.run(mentions[k].span)) is not None]
    if asked and triggers:
        scores[:, [k for k, _ in asked]] = sheet.scores("place", triggers, [run for _, run in asked])
    rows = np.zeros((len(groups), len(places), len(FEATURES)))
    if not groups or not places:
        return Asked(places, rows, scores)
    happens = scores[..., PLACE.index("at")] + scores[..., PLACE.index("from")]
    surest, mean, within = (np.zeros((len(groups), len(places))) for _ in range(3))
    for g, group in enumerate(groups):
        for c, named in enumerate(places):
            here = happens[np.ix_(group, named.mentions)]
            surest[g, c], mean[g, c] = odds(float(here.max())), odds(float(here.max(axis=1).mean()))
            within[g, c] = scores[np.ix_(group, named.mentions)][..., PLACE.index("within")].max()
    holds = [[a.place is not None and b.place is not None and a is not b and contains(a.place, b.place) for b in places] for a in places]
    ruled, held = _attached(events, places), _attached(events, places, containers=True)
    mates = _list_mates(places, mentions)
    for g, group in enumerate(groups):
        own, first = surest[g], min(events[i].passage for i in group)
        rank = np.argsort(np.argsort(-own, kind="stable"), kind="stable") + 1
        by_rule = [c for c in range(len(places)) if ruled[c] & set(group)]
        for c, named in enumerate(places):
            passages = [mentions[k].passage for k in named.mentions]
            apart = min(abs(p - events[i].passage) for p in passages for i in group)
            feature = named.place.feature if named.place is not None else ""
            roles = {mentions[k].role for k in named.mentions[:1]}
            told = [mentions[k].event for k in named.mentions]
            others = [surest[h, c] for h in range(len(groups)) if h != g]
            rows[g, c] = (
                own[c], mean[g, c], within[g, c], c in by_rule, len(ruled[c] & set(group)) / len(group), bool(held[c] & set(group)),
                apart == 0, min(apart, 8), min(passages) < first,
                feature.startswith("PPL") and feature != "PPLX", feature == "ADM1", feature.startswith(("ADM2", "ADM3", "ADM4")),
                feature.startswith(("PCL", "CONT")), not feature, bool(feature) and not feature.startswith(("PPL", "ADM", "PCL", "CONT")),
                max((own[b] for b in range(len(places)) if holds[c][b]), default=_NONE), 1 / rank[c], own.max() - own[c],
                own[c] - max(others, default=_NONE), min(len(groups), 10), max((own[b] for b in mates[c]), default=_NONE),
                bool(ruled[c] - set(group)), Role.EVENT in roles, Role.ACTOR in roles, max(_UNTOLD if t is None else t for t in told),
                min(len(passages), 6), min(passages) == 0, max((own[b] for b in range(len(places)) if holds[b][c]), default=_NONE),
                len(by_rule), max((own[b] for b in by_rule), default=_NONE), min(len(group), 6), len(places) == 1,
            )  # fmt: skip
    return Asked(places, rows, scores)


def _attached(events: Sequence[EventMention], places: Sequence[Named], *, containers: bool = False) -> list[set[int]]:
    """Of each place the event mentions to which the rules gave it."""
    of: dict[int, set[int]] = defaultdict(set)
    for i, event in enumerate(events):
        for p in event.containers if containers else event.places:
            of[p.mention].add(i)
    return [set[int]().union(*(of[k] for k in named.mentions)) for named in places]


def _list_mates(places: Sequence[Named], mentions: Sequence[Mention]) -> list[set[int]]:
    """Of each place those that stand in one list with it."""
    lists: dict[int, set[int]] = defaultdict(set)
    for c, named in enumerate(places):
        for k in named.mentions:
            if (group := mentions[k].clues.group) is not None:
                lists[group].add(c)
    return [
        set[int]().union(*(lists[g] for k in named.mentions if (g := mentions[k].clues.group) is not None)) - {c}
        for c, named in enumerate(places)
    ]
