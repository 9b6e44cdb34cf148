"""The event mentions of an article brought together into incidents, each with the places and the day that the article tells of it.

What three sentences tell of one bombing is one incident. What one of them tells of its place or day holds for the others, and for
no other incident; it is marked as carried, with the words that it was taken from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geo.events.incidents import days, pairs
from geo.events.incidents.logistic import Doubles, Logistic, odds
from geo.events.incidents.placing import placed
from geo.events.incidents.reader import KINDS, TYPES, Sheet
from geo.events.triggers.spotted import OUTCOMES, of_reader, shares
from geo.model import Article, EventClass, EventMention, EventType, Mention, Part, Place, Resolution, Span, When
from geo.resolve import contains

MOST = 150  # mentions that are compared, each with each: measured, 74 take 0.23 CPU-s with the reading, and it grows with the square
_NEVER = -1e9  # log-odds that no average outweighs
_CAMPAIGN = 0.5  # mean of the reader's probabilities that something is told as a whole
_OUTCOME = 0.5  # of a mention of the reader's, how much one counts that by the rules only tells what came of it
_SURE = 0.9  # confidence of a mention whose own words tell what it is
_ANEW = re.compile(r"\b(?:another|fresh|second|separate)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_WORDS_BEFORE = 40  # characters in which these stand
_WIDE = ("PCL", "CONT", "ADM1")


def assemble(
    article: Article,
    passages: Sequence[Span],
    sheet: Sheet,
    events: Sequence[EventMention],
    mentions: Sequence[Mention],
    resolutions: Sequence[Resolution],
    said: Sequence[tuple[When, int]],
    aside: frozenset[int] = frozenset(),
    *,
    whole: bool = True,
) -> list[EventMention]:
    """The event mentions, in the same order, those of physical events with their incident, its places and its day.

    `said` are the date expressions of the article, each with the index of its passage; `aside` are mentions of places that the
    grammar knows to be none of an event. Without `whole` days are carried, and places to incidents that have none: no place is taken,
    and no mention is told to be of another's incident. An article with more than MOST mentions is a list, which is left as it is.
    """
    own = [k for k, e in enumerate(events) if e.type.event_class is EventClass.PHYSICAL and sheet.run(e.trigger) is not None]
    if not own or len(own) > MOST:
        return list(events)
    physical = [events[k] for k in own]
    triggers = [run[0] for e in physical if (run := sheet.run(e.trigger)) is not None]
    groups = incidents(article, passages, sheet, physical, triggers, mentions, resolutions)
    dated = _dated(sheet, physical, triggers, groups, said)
    anew = frozenset(i for i, e in enumerate(physical) if _told_anew(article.text, e))
    dated = placed(sheet, dated, triggers, groups, mentions, resolutions, aside, said, anew, whole=whole)
    out = list(events)
    if not whole:
        for k, event in zip(own, dated, strict=True):
            out[k] = event
        return out
    for group in groups:
        kind = _kind(sheet, [triggers[i] for i in group], [physical[i] for i in group])
        campaign = float(np.mean([sheet.kinds[triggers[i], KINDS.index("campaign")] for i in group])) >= _CAMPAIGN
        for i in group:
            event = replace(dated[i], incident=physical[group[0]].id, campaign=campaign)
            if event.type is not kind and len(group) > 1:
                event = replace(event, type=kind, reasons=(*event.reasons, f"one incident with what is told as {kind.value}"))
            out[own[i]] = event
    return out


def _sure_of_type(event: EventMention) -> bool:
    """Whether the rules read the type off the mention's own words, and these tell what happened and not only what came of it."""
    return event.confidence >= _SURE and event.type not in OUTCOMES and not of_reader(event.reasons)


def _kind(sheet: Sheet, triggers: Sequence[int], events: Sequence[EventMention]) -> EventType:
    """The type of an incident: that of a mention whose own words tell it, else what the reader makes of all its mentions."""
    sure = next((e.type for e in events if _sure_of_type(e)), None)
    if sure is not None:  # mentions of two sure types are never one incident
        return sure
    votes: Doubles = np.sum([shares(sheet, at) for at in triggers], axis=0)
    for event in events:
        votes[TYPES.index(event.type)] += _OUTCOME * (event.confidence >= _SURE)
    return max(zip(TYPES, votes, strict=True), key=lambda v: round(float(v[1]), 6))[0]


def incidents(
    article: Article,
    passages: Sequence[Span],
    sheet: Sheet,
    events: Sequence[EventMention],
    triggers: Sequence[int],
    mentions: Sequence[Mention],
    resolutions: Sequence[Resolution],
    model: Logistic | None = None,
) -> list[list[int]]:
    """Which mentions tell of one incident, by a model of pairs (the shipped one by default): positions in `events`, in text order."""
    model = model or Logistic.load("pairs", pairs.FEATURES)
    told, geography = pairs.told(article, events, mentions, resolutions)
    both, rows = pairs.table(article, passages, told, geography, sheet.pairs(triggers))
    likelier = np.zeros((len(events), len(events)))
    for (i, j), value in zip(both, model.odds(rows), strict=True):
        likelier[i, j] = likelier[j, i] = value
    return grouped(likelier - odds(model.threshold), told_apart(article.text, events, resolutions))


def grouped(gain: Doubles, apart: NDArray[np.bool_] | None = None) -> list[list[int]]:
    """Mentions grouped so that those of a group are likelier one incident than not, on the average of all pairs of it.

    `gain[i, j]` is above 0 where two mentions rather are one incident (symmetric, shape (n, n)). Average linkage (Ng and Cardie
    2002 compare with the best antecedent alone, which strings strangers together); of equally good joins the first in the text is
    made, so that the result depends on nothing but the article. What stands `apart` never meets.
    """
    n = len(gain)
    sums = gain.copy()  # of all pairs between two groups
    if apart is not None:
        sums[apart] = _NEVER
    np.fill_diagonal(sums, -np.inf)
    groups = [[i] for i in range(n)]
    sizes = np.ones(n)
    alive = np.ones(n, dtype=bool)
    while n:
        mean = np.round(sums / np.outer(sizes, sizes), 6)
        mean[~alive] = -np.inf
        mean[:, ~alive] = -np.inf
        if mean.max() <= 0:
            break
        first, second = sorted(int(k) for k in np.unravel_index(int(mean.argmax()), mean.shape))
        groups[first] = sorted(groups[first] + groups[second])
        sums[first] += sums[second]
        sums[:, first] += sums[:, second]
        sums[first, first] = -np.inf
        sizes[first] += sizes[second]
        alive[second] = False
    return [groups[i] for i in range(n) if alive[i]]


def told_apart(text: str, events: Sequence[EventMention], resolutions: Sequence[Resolution]) -> NDArray[np.bool_]:
    """(n, n): which mentions cannot be one incident: two towns, two days, two sure types, "another strike" and one before."""
    spots = [_spots(e, resolutions) for e in events]
    anew = [_told_anew(text, e) for e in events]
    apart = np.zeros((len(events), len(events)), dtype=bool)
    for i, ours in enumerate(spots):
        for j, theirs in enumerate(spots[:i]):
            meet = any(a.id == b.id or contains(a, b) or contains(b, a) for a in ours for b in theirs)
            later = max((events[i], anew[i]), (events[j], anew[j]), key=lambda e: e[0].trigger.start)[1]
            other = _sure_of_type(events[i]) and _sure_of_type(events[j]) and events[i].type is not events[j].type
            told = (bool(ours and theirs) and not meet) or later or other or _days_apart(events[i].when, events[j].when)
            apart[i, j] = apart[j, i] = told
    return apart


def _told_anew(text: str, event: EventMention) -> bool:
    """ "Another air strike": what was told before is not it."""
    return _ANEW.search(text[max(0, event.trigger.start - _WORDS_BEFORE) : event.trigger.start]) is not None


def _days_apart(one: When | None, other: When | None) -> bool:
    """Whether both are told to the day, and the days are not one; a night belongs to both of its days."""
    if one is None or other is None or one.start is None or other.start is None or {one.precision, other.precision} != {"day"}:
        return False
    return (one.end or one.start) < other.start or (other.end or other.start) < one.start


def _spots(event: EventMention, resolutions: Sequence[Resolution]) -> list[Place]:
    found = [resolutions[p.mention].place for p in event.places if p.part is not Part.ORIGIN]
    return [place for place in found if place is not None and not place.feature.startswith(_WIDE)]


# --- when --------------------------------------------------------------------------------------------------------------


def _dated(
    sheet: Sheet,
    events: Sequence[EventMention],
    triggers: Sequence[int],
    groups: Sequence[Sequence[int]],
    said: Sequence[tuple[When, int]],
) -> list[EventMention]:
    model = Logistic.load("days", days.FEATURES)
    likely = model.probability(days.ask(sheet, events, triggers, groups, said))
    out = list(events)
    for g, group in enumerate(groups):
        if not said or likely[g].max() < model.threshold or any(out[i].when is not None for i in group):
            continue
        best = int(likely[g].argmax())
        when, passage = said[best]
        if when.start is None:
            continue
        i = min(group, key=lambda i: (abs(events[i].passage - passage), i))
        carried = when.span if events[i].passage != passage else None
        where = "another passage of this incident" if carried is not None else "this passage"
        reason = f'"{when.said}" of {where}, by the reader ({likely[g, best]:.2f})'
        out[i] = replace(out[i], when=replace(when, inferred=True, carried=carried), reasons=(*out[i].reasons, reason))
    return out
