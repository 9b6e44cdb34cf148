"""Where claims of two events stand against each other: what is said of civilians, and what one reports and another denies.

They are soft, since their scopes differ, unless it is a denial of the very happening or of having done it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from geo.events.arguments.civilians import FIELD as CIVILIANS
from geo.events.arguments.civilians import SPARED
from geo.events.claims.pieces import in_pieces
from geo.events.claims.said import voice
from geo.events.reuse.reprints import Reprints
from geo.model import Analysis, Article, Disagreement, Elsewhere, Event, EventClass, Modality, Part

DIRECT, SOFT = "direct", "soft"
_PAIRS = 6  # of claims across two events that are shown


def across(events: Sequence[Event], articles: Mapping[str, Article], analyses: Mapping[str, Analysis], reprinted: Reprints) -> list[Event]:
    """The events with what claims of other events stand against theirs: soft, since their scopes differ, unless it is a denial
    of the very happening."""
    by_side: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.type.event_class is EventClass.PHYSICAL:
            for party in sorted({m.actor_party for m in event.mentions if m.actor_party} or {""}):
                by_side[party].append(event)
    found: dict[str, list[Disagreement]] = defaultdict(list)
    for party, side in by_side.items():
        _civilians_across(side if party else (), found)
        _denials(side, [] if not party else by_side.get("", []), found)
    for event, disagreement in in_pieces(events, articles, analyses, reprinted):
        found[event].append(disagreement)
    return [replace(e, disagreements=(*e.disagreements, *dict.fromkeys(found[e.id]))) if e.id in found else e for e in events]


def _civilians_across(side: Sequence[Event], found: dict[str, list[Disagreement]]) -> None:
    """ "No civilians were harmed" of one side's one act against "targeted civilians" of its other acts at that time."""
    about = [(e, i, str(c.value)) for e in side for i, c in enumerate(e.claims) if c.field == CIVILIANS and voice(c.speaker) is not None]
    spared: dict[str, list[tuple[Event, int, str]]] = defaultdict(list)
    for entry in about:
        if entry[2] == SPARED:
            spared[entry[0].id].append(entry)
    for own in spared.values():
        event = own[0][0]
        others = [o for o in about if o[2] != SPARED and o[0].id != event.id and _times_meet(event, o[0]) and _countries_meet(event, o[0])]
        if not others:
            continue
        found[event.id].append(_soft_civilians(own, others[:_PAIRS]))
        for other_id in dict.fromkeys(o[0].id for o in others):
            found[other_id].append(_soft_civilians([o for o in others if o[0].id == other_id], own[:_PAIRS]))


def _soft_civilians(own: Sequence[tuple[Event, int, str]], others: Sequence[tuple[Event, int, str]]) -> Disagreement:
    values: dict[str, list[int]] = defaultdict(list)
    for _, index, value in own:
        values[value].append(index)
    mine, theirs = own[0][0], others[0][0]
    why = f"the scopes differ: one is said of “{mine.label}”, the other of “{theirs.label}”"
    elsewhere = tuple(Elsewhere(value, e.id, index) for e, index, value in others)
    return Disagreement(CIVILIANS, tuple((v, tuple(i)) for v, i in values.items()), SOFT, why, elsewhere)


def _denials(side: Sequence[Event], unnamed: Sequence[Event], found: dict[str, list[Disagreement]]) -> None:
    """What somebody denies against what another reports, of one type, doer, time and place."""
    for denied in side:
        where = {p.place.id for p in denied.places}
        if denied.mentions[0].modality is not Modality.DENIED or not where:
            continue
        mine = tuple(i for i, c in enumerate(denied.claims) if c.field == "type")
        by = {m.attribution.party for m in denied.mentions if m.attribution}
        who = next((m.attribution.speaker for m in denied.mentions if m.attribution), "somebody")
        against: list[Elsewhere] = []
        for told in (*side, *unnamed):
            if told.type is not denied.type or not told.mentions[0].modality.happened:
                continue
            if not (where & {p.place.id for p in told.places} and _times_meet(denied, told)):
                continue
            own = tuple(i for i, c in enumerate(told.claims) if c.field == "type")
            direct = bool(by) and not by & {m.attribution.party for m in told.mentions if m.attribution}
            there = Elsewhere(f"denied: {denied.type.value}", denied.id, mine[0])
            why = f"{who} denies it" if direct else f"{who} denies what may be another of its kind"
            found[told.id].append(Disagreement("type", ((told.type.value, own),), DIRECT if direct else SOFT, why, (there,)))
            against.append(Elsewhere(told.type.value, told.id, own[0]))
        if against:
            value = f"denied: {denied.type.value}"
            why = f"{who} denies what others report"
            found[denied.id].append(Disagreement("type", ((value, mine),), SOFT, why, tuple(against[:_PAIRS])))


def _times_meet(a: Event, b: Event) -> bool:
    one, other = a.when, b.when
    if one is None or other is None or one.start is None or other.start is None:
        return True
    return one.start <= (other.end or other.start) and other.start <= (one.end or one.start)


def _countries_meet(a: Event, b: Event) -> bool:
    """Whether two events can lie in one country; places of origin do not count, and an event without a place may lie anywhere."""
    ours, theirs = ({p.place.country for p in e.places if p.part is not Part.ORIGIN and p.place.country} for e in (a, b))
    return not ours or not theirs or bool(ours & theirs)
