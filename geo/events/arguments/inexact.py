"""Places that the text gives only roughly: both ends of a road, a name that another tells the whereabouts of, an unknown quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.model import EventClass, EventMention, EventPlace, Mention, Part, Resolution, is_area

_WITHIN = 2  # passages between what happened and its coordinates


def with_inexact(event: EventMention, mentions: Sequence[Mention], resolutions: Sequence[Resolution]) -> EventMention:
    """The event with both ends of what it lies between, without what only tells where its place is, and with the known place in
    which an unknown one lies: never one end alone, never nothing where something is known."""
    places = [p for place in event.places for p in _whole(place, mentions, resolutions)]
    named = {p.mention for p in places}
    # "A, 10 km east of B": B only tells where A is, unless nobody knows A.
    told_by = {mentions[p.mention].clues.beside for p in places if resolutions[p.mention].place is not None}
    places = [p for p in places if p.mention not in told_by]
    for place in tuple(places):
        known = _known_for(place.mention, mentions, resolutions)
        if known is not None and known not in named:
            places.append(EventPlace(known, place.part, place.carried))
            named.add(known)
    kept = tuple({p.mention: p for p in reversed(places)}[m] for m in dict.fromkeys(p.mention for p in places))
    if kept == event.places:
        return event
    return replace(event, places=kept, containers=tuple(c for c in event.containers if c.mention not in {p.mention for p in kept}))


def _whole(place: EventPlace, mentions: Sequence[Mention], resolutions: Sequence[Resolution]) -> tuple[EventPlace, ...]:
    """Both ends of a corridor, neither of which is where the event came from; a place that is no end is itself."""
    other = mentions[place.mention].clues.between
    if other is None or resolutions[place.mention].place is None or resolutions[other].place is None:
        return (_no_origin(place, mentions),)
    part = Part.LOCATION if place.part is Part.ORIGIN else place.part
    ends = (place.mention, other) if mentions[place.mention].span <= mentions[other].span else (other, place.mention)
    return tuple(EventPlace(end, part, place.carried) for end in ends)


def _no_origin(place: EventPlace, mentions: Sequence[Mention]) -> EventPlace:
    """ "30 km from A" tells how far off it was, not where it came from."""
    said = mentions[place.mention].clues.displacement
    measured = said is not None and (said.km is not None or said.bearing_deg is not None)
    return replace(place, part=Part.LOCATION) if measured and place.part is Part.ORIGIN else place


def _known_for(unknown: int, mentions: Sequence[Mention], resolutions: Sequence[Resolution]) -> int | None:
    """The mention whose place stands for one that no gazetteer knows: what it lies beside, else the town it lies in, else the area."""
    if resolutions[unknown].place is not None:
        return None
    clues = mentions[unknown].clues
    if clues.beside is not None and resolutions[clues.beside].place is not None:
        return clues.beside
    holding = [(c, place) for c in clues.containers if (place := resolutions[c].place) is not None and not place.feature.startswith("PCL")]
    return min(holding, key=lambda held: (is_area(held[1]), held[1].extent_km), default=(None, None))[0]


def with_coordinates_beside(
    events: Sequence[EventMention], mentions: Sequence[Mention], resolutions: Sequence[Resolution]
) -> list[EventMention]:
    """The events with coordinates that stand on a line of their own: they are where the one told just before was, else the next one."""
    out = list(events)
    used = {p.mention for e in events for p in e.places}
    told = [k for k, e in enumerate(out) if e.type.event_class is EventClass.PHYSICAL]
    for index, mention in enumerate(mentions):
        stated = mention.clues.stated
        if stated is None or not stated.own or index in used or resolutions[index].place is None:
            continue
        if any(out[k].passage == mention.passage for k in told):
            continue  # the sentence has other places for what it tells
        before = [k for k in told if 0 < mention.passage - out[k].passage <= _WITHIN]
        after = [k for k in told if 0 < out[k].passage - mention.passage <= _WITHIN]
        near = max(before, key=lambda k: out[k].passage, default=None) if before else min(after, key=lambda k: out[k].passage, default=None)
        if near is not None:
            words = EventPlace(index, Part.LOCATION, mention.span)
            out[near] = replace(out[near], places=(*out[near].places, words))
    return out
