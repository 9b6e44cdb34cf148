"""Corpus → Scene: what a map draws, honestly. Window and exported file draw the same scene.

Drawn are places of physical events that are reported or have ended. A town is a marker; a country, province, region or
sea is its outline with a labelled badge; from origin to target runs a dashed line that says "schematic".
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.events.titles import shown_names
from geo.leaving_out import Blotter, LeaveOut, without
from geo.model import Corpus, Event, EventClass, EventLocation, LonLat, Part, Place, Span, is_area
from geo.reach import geodesic
from geo.views.drawn import Drawn, DrawnLaunch, DrawnRange, DrawnTrack, ToldDistance, kept_drawings
from geo.views.extent import bounds_of, inner_point
from geo.views.families import FAMILIES, family_of
from geo.views.placed import is_near
from geo.views.record import Record, record_of
from geo.views.shapes import Outlines, outline_or_circle

LINES_PER_EVENT = 12  # an event with more origins and targets is a campaign; its lines would hide the map


@dataclass(frozen=True, slots=True)
class Marker:
    """A town or site with events, as indices into `Scene.events`. `label` is its name as most reports write it."""

    place: Place
    label: str
    precision_km: float
    uncertain: bool
    events: tuple[int, ...]
    inferred: bool = False  # all its events have it from another passage of their incident
    near: bool = False  # all its events are told to be near it only


@dataclass(frozen=True, slots=True)
class Area:
    """A place known only by its extent. `origin` where events come from it and none is in it; `vague` where the outline is not its own."""

    place: Place
    label: str
    outline: BaseGeometry
    events: tuple[int, ...]
    origin: bool
    vague: bool
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """From origin to target of an event, by the shortest way: nobody reported the flight path."""

    event: int
    path: BaseGeometry


@dataclass(frozen=True, slots=True)
class Scene:
    """What a map draws. `events` are the physical events in corpus order, also those without a place.

    `spots[i]` numbers the places of event i: markers first, areas after them. `record` is None where only the map is wanted.
    """

    title: str
    sample: bool
    events: tuple[Event, ...]
    markers: tuple[Marker, ...]
    areas: tuple[Area, ...]
    lines: tuple[Line, ...]
    ranges: tuple[DrawnRange, ...]
    spots: tuple[tuple[int, ...], ...]
    record: Record | None = None
    launches: tuple[DrawnLaunch, ...] = ()
    tracks: tuple[DrawnTrack, ...] = ()
    distances: Mapping[int, tuple[ToldDistance, ...]] = field(default_factory=dict[int, tuple[ToldDistance, ...]])  # by event
    blotted: frozenset[str] = frozenset()  # spellings left out, so that a basemap can leave them out too

    def place_at(self, spot: int) -> Place:
        return self.markers[spot].place if spot < len(self.markers) else self.areas[spot - len(self.markers)].place

    @property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of markers and areas, in degrees; ranges may reach beyond."""
        return bounds_of(positions(self.markers), [a.outline.bounds for a in self.areas])


def scene(
    corpus: Corpus,
    outlines: Outlines,
    *,
    ranges: Sequence[Drawn] = (),
    distances: Mapping[str, Sequence[ToldDistance]] | None = None,
    leave_out: LeaveOut | None = None,
    title: str = "Proof map",
    record: bool = True,
) -> Scene:
    """What a map of the corpus draws. `outlines` gives a place's outline in degrees, longitude first, or None; `ranges` are
    ranges, launch areas and tracks, `distances` what articles state of an event, by its id, judged.

    What is left out is in no part of the scene, nor are events known from left-out articles alone or with no other place.
    """
    leave_out = leave_out or LeaveOut()
    told = without(corpus, leave_out)
    kept = [event for event in told.events if _physical(event)]
    blotter = Blotter(corpus, leave_out, kept=[location.place for event in kept for location in event.places])
    happened = [_happened(event, corpus) for event in kept]
    names = shown_names(told.events, told.analyses)
    markers, areas = _places(kept, happened, outlines, names)
    number = {m.place.id: i for i, m in enumerate(markers)} | {a.place.id: len(markers) + i for i, a in enumerate(areas)}
    spots = tuple(_spots(locations, number) for locations in happened)
    drawn = tuple(kept_drawings(ranges, frozenset(event.id for event in kept), leave_out.places, blotter))
    return Scene(
        title=blotter.text(title),
        sample=any(a.sample for a in corpus.articles if a.id not in leave_out.articles),
        events=tuple(kept),
        markers=markers,
        areas=areas,
        lines=tuple(line for i, locations in enumerate(happened) for line in _lines(i, locations, markers, areas, number)),
        ranges=tuple(each for each in drawn if isinstance(each, DrawnRange)),
        launches=tuple(each for each in drawn if isinstance(each, DrawnLaunch)),
        tracks=tuple(each for each in drawn if isinstance(each, DrawnTrack)),
        distances={
            i: tuple(told.blotted(blotter) for told in distances[e.id]) for i, e in enumerate(kept) if distances and e.id in distances
        },
        spots=spots,
        record=record_of(told, kept, number, blotter) if record else None,
        blotted=blotter.forms,
    )


# --- which events and places ------------------------------------------------------------------------------------------


def _physical(event: Event) -> bool:
    return event.type.event_class is EventClass.PHYSICAL and any(m.modality.happened for m in event.mentions)


def _happened(event: Event, corpus: Corpus) -> tuple[EventLocation, ...]:
    """Places that a reported or ended passage names; those only planned, denied or supposed are not drawn."""
    if all(m.modality.happened for m in event.mentions):
        return event.places
    named: set[tuple[str, Span]] = set()
    for mention in event.mentions:
        analysis = corpus.analyses.get(mention.article)
        if mention.modality.happened and analysis is not None:
            named |= {(mention.article, analysis.mentions[p.mention].span) for p in mention.places}
    return tuple(loc for loc in event.places if not loc.named_at or any(n in named for n in loc.named_at))


def _spots(locations: Sequence[EventLocation], number: Mapping[str, int]) -> tuple[int, ...]:
    if len(locations) == 1:
        return (number[locations[0].place.id],)
    return tuple(dict.fromkeys(number[location.place.id] for location in locations))


def _places(
    events: Sequence[Event],
    happened: Sequence[tuple[EventLocation, ...]],
    outlines: Outlines,
    names: Mapping[str, str],
) -> tuple[tuple[Marker, ...], tuple[Area, ...]]:
    """Markers and areas, larger areas first, each with its events in order of weight."""
    at: dict[str, list[tuple[int, EventLocation]]] = {}
    for index, locations in enumerate(happened):
        for location in locations:
            at.setdefault(location.place.id, []).append((index, location))
    markers: list[Marker] = []
    areas: list[Area] = []
    for found in at.values():
        place = found[0][1].place
        numbers = tuple(dict.fromkeys(i for i, _ in found))
        if is_area(place):
            areas.append(_area(place, names[place.id], numbers, found, outlines))
        else:
            if len(numbers) > 1:
                numbers = tuple(sorted(numbers, key=lambda i: FAMILIES.index(family_of(events[i].type))))
            precision = max(location.precision_km for _, location in found)
            markers.append(
                Marker(
                    place,
                    names[place.id],
                    precision,
                    all(location.uncertain for _, location in found),
                    numbers,
                    all(location.carried for _, location in found),
                    all(is_near(location) and not location.uncertain for _, location in found),
                )
            )
    return tuple(markers), tuple(sorted(areas, key=lambda area: -area.outline.area))


def _area(place: Place, label: str, events: tuple[int, ...], found: Sequence[tuple[int, EventLocation]], outlines: Outlines) -> Area:
    outline, its_own = outline_or_circle(place, outlines)
    vague = not its_own or "#" in (place.area or "") or place.feature == "RGN"
    return Area(
        place,
        label,
        outline,
        events,
        all(loc.part is Part.ORIGIN for _, loc in found),
        vague,
        all(loc.carried for _, loc in found),
    )


# --- lines and ranges -------------------------------------------------------------------------------------------------


def _lines(
    event: int, locations: Sequence[EventLocation], markers: Sequence[Marker], areas: Sequence[Area], number: dict[str, int]
) -> list[Line]:
    origins = list(dict.fromkeys(loc.place.id for loc in locations if loc.part is Part.ORIGIN))
    if not origins:
        return []
    targets = list(dict.fromkeys(loc.place.id for loc in locations if loc.part is Part.TARGET))

    def end(place_id: str) -> LonLat:
        spot = number[place_id]
        return markers[spot].place.position if spot < len(markers) else inner_point(areas[spot - len(markers)].outline)

    pairs = [(o, t) for o in origins for t in targets if o != t][:LINES_PER_EVENT]
    lines: list[Line] = []
    for origin, target in pairs:
        start, stop = end(origin), end(target)
        if math.dist(start, stop) > 1e-6:
            lines.append(Line(event, geodesic(start, stop, 20_000)))
    return lines


def positions(markers: Sequence[Marker]) -> NDArray[np.float64]:
    """Longitude and latitude of each."""
    numbers = (number for m in markers for number in m.place.position)
    return np.fromiter(numbers, dtype=np.float64, count=2 * len(markers)).reshape(-1, 2)
