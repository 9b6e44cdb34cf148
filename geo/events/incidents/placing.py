"""Where an incident was: the places that its article names, weighed for each incident by what reader and rules say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.events.incidents import places
from geo.events.incidents.logistic import Logistic
from geo.events.incidents.reader import PLACE, Sheet
from geo.model import EventMention, EventPlace, Mention, Part, Resolution, When
from geo.resolve import contains

# Probability below which a place that the rules gave is none. On the 114 articles on Syria precision is .648, .673 and .683 at .2, .3
# and .4, recall .542, .540 and .542; but at .4 names of own reports go that are right, and that they are gone nobody sees.
HARDLY = 0.2
DOUBTED = 0.4  # the same of incidents of which the reader alone tells something: precision .648 without, .664 with it, recall .542
FARTHEST = 3  # passages away: from farther off precision falls by .01 and recall gains nothing
_REPORTS = 0.3  # of the surest word of an incident that gets a place so: where the reader is best at telling reports from none
_NEVER = 2.0  # no probability reaches it
_RULED, _APART, _COUNTRY = (places.FEATURES.index(name) for name in ("ruled", "passages_apart", "country"))
_PASSED = (Part.ORIGIN, Part.WAY)  # of them the annotation holds too few to learn from: the grammar has the say


@dataclass(frozen=True, slots=True)
class _Choice:
    """The places of one incident (positions in `Asked.places`) with their probabilities."""

    taken: tuple[int, ...]
    likely: dict[int, float]


def placed(
    sheet: Sheet,
    events: Sequence[EventMention],
    triggers: Sequence[int],
    groups: Sequence[Sequence[int]],
    mentions: Sequence[Mention],
    resolutions: Sequence[Resolution],
    aside: frozenset[int],
    said: Sequence[tuple[When, int]],
    anew: frozenset[int],
    spotted: frozenset[int] = frozenset(),
) -> list[EventMention]:
    """The event mentions with the places of their incidents (`groups`), those of other passages marked as carried.

    The rules choose: the model takes away what it holds for hardly likely, and gives incidents that happened and have no place the
    likeliest, but none of a sentence that tells of another day, and none to what is told `anew` ("another strike"; positions in
    `events`). `said` are the date expressions of the article, each with the index of its passage.
    """
    asked = places.ask(sheet, events, triggers, groups, mentions, resolutions)
    unreal = frozenset(p.mention for e in events if not e.modality.happened for p in e.places)  # "reports of strikes on A are false"
    model = Logistic.load("places", places.FEATURES)
    probability = model.probability(asked.rows)
    out = list(events)
    for g, group in enumerate(groups):
        happened = [i for i in group if events[i].modality.happened]
        lacks = anew.isdisjoint(group) and _lacks(sheet, [events[i] for i in happened], [triggers[i] for i in happened])
        apart = unreal | _of_another_day([events[i] for i in happened], mentions, said)
        if lacks:
            least = [_least_to_carry(asked, g, c, apart, model.threshold) for c in range(len(asked.places))]
        else:
            hardly = HARDLY if all(i not in spotted for i in group) else DOUBTED
            least = [hardly if row[_RULED] else _NEVER for row in asked.rows[g]]
        choice = _chosen(asked, g, [float(p) for p in probability[g]], least, aside)
        if lacks:
            _give(out, happened, asked, choice, mentions, apart)
        else:
            _refuse(out, group, asked, choice, mentions)
    return out


def _lacks(sheet: Sheet, events: Sequence[EventMention], triggers: Sequence[int]) -> bool:
    """Whether an incident that happened has no place by the rules, and the reader, too, sees it reported."""
    told = bool(events) and max(sheet.reports[t] for t in triggers) >= _REPORTS
    return told and not any(e.places or e.containers for e in events)


def _of_another_day(events: Sequence[EventMention], mentions: Sequence[Mention], said: Sequence[tuple[When, int]]) -> frozenset[int]:
    """Mentions in sentences that tell of days, none of which is the incident's own: "visited A on Monday. On Tuesday gunmen killed …"."""
    own = [e.when for e in events if e.when is not None and e.when.carried is None]
    days: dict[int, list[When]] = {}
    for when, passage in said:
        if when.start is not None:
            days.setdefault(passage, []).append(when)
    here = {e.passage for e in events}
    other = {p for p, whens in days.items() if p not in here and own and not any(_meet(a, b) for a in whens for b in own)}
    return frozenset(k for k, m in enumerate(mentions) if m.passage in other)


def _meet(a: When, b: When) -> bool:
    """Whether two stretches of days meet; one without days meets all."""
    if a.start is None or b.start is None:
        return True
    return a.start <= (b.end or b.start) and b.start <= (a.end or a.start)


def _least_to_carry(asked: places.Asked, g: int, c: int, apart: frozenset[int], threshold: float) -> float:
    """A whole country is no place to carry, and a name that no gazetteer knows cannot be drawn."""
    row = asked.rows[g, c]
    barred = row[_COUNTRY] or asked.places[c].place is None or apart.issuperset(asked.places[c].mentions)
    return _NEVER if barred or row[_APART] > FARTHEST else threshold


def _chosen(asked: places.Asked, g: int, likely: Sequence[float], least: Sequence[float], aside: frozenset[int]) -> _Choice:
    ruled = [bool(row[_RULED]) for row in asked.rows[g]]
    taken = [c for c, named in enumerate(asked.places) if likely[c] >= least[c] and (ruled[c] or not aside.issuperset(named.mentions))]
    kept = [c for c in taken if ruled[c] or not _only_around(asked.places[c], [asked.places[b] for b in taken if b != c])]
    return _Choice(tuple(kept), {c: likely[c] for c in kept})


def _refuse(out: list[EventMention], group: Sequence[int], asked: places.Asked, choice: _Choice, mentions: Sequence[Mention]) -> None:
    kept = {k for c in choice.taken for k in asked.places[c].mentions}
    kept |= {p.mention for i in group for p in out[i].places if p.part in _PASSED}
    for i in group:
        refused = [p for p in out[i].places if p.mention not in kept]
        if refused:
            why = f"not where it happened, by the reader: {', '.join(mentions[p.mention].text for p in refused)}"
            here = tuple(p for p in out[i].places if p.mention in kept)
            out[i] = replace(out[i], places=here, reasons=(*out[i].reasons, why))


def _give(
    out: list[EventMention],
    group: Sequence[int],
    asked: places.Asked,
    choice: _Choice,
    mentions: Sequence[Mention],
    apart: frozenset[int],
) -> None:
    for c in choice.taken:
        if any(p.mention in asked.places[c].mentions for i in group for p in out[i].places):
            continue
        i, added = _told(asked, c, group, out, mentions, apart)
        where = "of another passage of this incident" if added.carried is not None else "of this passage"
        out[i] = replace(
            out[i],
            places=(*out[i].places, added),
            containers=tuple(p for p in out[i].containers if p.mention != added.mention),
            reasons=(*out[i].reasons, f'"{mentions[added.mention].text}" {where}, by the reader ({choice.likely[c]:.2f})'),
        )


def _only_around(outer: places.Named, others: Sequence[places.Named]) -> bool:
    """Whether a place only says where another of the same incident lies."""
    return outer.place is not None and any(o.place is not None and contains(outer.place, o.place) for o in others)


def _told(
    asked: places.Asked, c: int, group: Sequence[int], events: Sequence[EventMention], mentions: Sequence[Mention], apart: frozenset[int]
) -> tuple[int, EventPlace]:
    """Which mention of an incident gets a place that none has, and by which mention of the place: the surest, one passage preferred.

    Of mentions about as sure the one whose sentence tells most of the place: "A district, B province" before a bare "A".
    """
    options = [
        (events[i].passage == mentions[k].passage, round(score, 1), bool(mentions[k].clues.containers), score, -i, -k)
        for i in group
        for k in asked.places[c].mentions
        if k not in apart
        for score in (float(asked.scores[i, k, 1:3].sum()),)
    ]
    same, *_, i, k = max(options)
    i, k = -i, -k
    part = Part.ORIGIN if asked.scores[i, k, PLACE.index("from")] > asked.scores[i, k, PLACE.index("at")] else Part.LOCATION
    return i, EventPlace(k, part, None if same else mentions[k].span)
