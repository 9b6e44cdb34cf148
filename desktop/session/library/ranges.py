"""Ranges of a session: those that its events claim, those that a person drew, and which places with events lie within them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from shapely import Point
from shapely.geometry.base import BaseGeometry

from desktop.session.drafts import Spots
from geo import pipeline
from geo.errors import GeoError
from geo.gazetteer import Gazetteer
from geo.leaving_out import LeaveOut, without
from geo.model import Corpus, EventClass, EventLocation, Part, Place, Reach, Verdict, is_area
from geo.pipeline.drawings import draw, drawn_launch, launch_of, limits_of, origin_of_drawing, title_of
from geo.project import Drawing, DrawingKind
from geo.reach import Envelopes, Limits, reach, verdicts
from geo.views import Drawn, DrawnRange
from geo.views.drawn import with_article
from geo.views.shapes import Outlines

MOST_MEASURED = 60  # places of which distances are told: each takes some milliseconds against a real shore
MOST_LISTED = 5000
_VERDICTS = (Verdict.OUT, Verdict.DEPENDS, Verdict.IN)


@dataclass(frozen=True, slots=True)
class Inside:
    """A place with events as a range sees it; `reach` is None where only the verdict was asked for."""

    place: str
    name: str
    verdict: Verdict
    events: tuple[str, ...]
    reach: Reach | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    words: str  # "1,500 km"
    places: tuple[Inside, ...]

    def counts(self) -> dict[Verdict, int]:
        return {verdict: sum(each.verdict is verdict for each in self.places) for verdict in Verdict}


@dataclass(frozen=True, slots=True)
class RangeEntry:
    """What the list shows of a range, a launch area or tracks; `drawn` is what the map draws."""

    id: str
    title: str
    caption: str
    kind: DrawingKind
    drawn: tuple[Drawn, ...]
    origin: BaseGeometry
    rings: tuple[Ring, ...] = ()
    shares: tuple[tuple[Place, float], ...] = ()  # of a launch area: each target with the share of the origin that reaches it
    share: float | None = None
    shown: bool = True
    drawing: Drawing | None = None  # what a person drew; None for what an event claims
    problem: str = ""  # why it cannot be drawn any more

    @property
    def by_person(self) -> bool:
        return self.drawing is not None


@dataclass(frozen=True, slots=True)
class _Target:
    location: EventLocation
    events: tuple[str, ...]


class Ranges:
    def __init__(self) -> None:
        self._hidden: frozenset[str] = frozenset()
        self._launches: object = ()
        self._claimed: tuple[RangeEntry, ...] = ()
        self._drawn: dict[Drawing, RangeEntry] = {}
        self._reaches: dict[tuple[object, str, float], Reach] = {}
        self._gazetteer: Gazetteer | None = None  # whose outlines all of these come from

    def show(self, range_id: str, shown: bool) -> None:
        self._hidden = self._hidden - {range_id} if shown else self._hidden | {range_id}

    def entries(
        self, corpus: Corpus, gazetteer: Gazetteer, names: Mapping[str, str], drawings: Sequence[Drawing] = ()
    ) -> tuple[RangeEntry, ...]:
        """All of them, each with the places inside; `names` are those of places by id."""
        if gazetteer is not self._gazetteer:
            self._gazetteer, self._launches = gazetteer, ()
            self._drawn.clear()
            self._reaches.clear()
        # Envelopes take a tenth of a second and more: they are made anew only where an event with an origin has changed.
        launches = tuple((e.id, e.places, e.claims) for e in corpus.events if any(p.part is Part.ORIGIN for p in e.places))
        if launches != self._launches:
            self._launches = launches
            self._claimed = tuple(_claim(drawn, corpus, gazetteer) for drawn in pipeline.default_ranges(corpus, gazetteer))
        for drawing in drawings:
            if drawing not in self._drawn:
                self._drawn[drawing] = _entry(drawing, gazetteer)
        entries = (*self._claimed, *(self._drawn[drawing] for drawing in drawings))
        targets = _targets(corpus) if any(entry.kind is DrawingKind.RANGE for entry in entries) else ()
        outlines = pipeline.outlines(gazetteer)
        return tuple(replace(e, shown=e.id not in self._hidden, rings=self._rings(e, targets, names, outlines)) for e in entries)

    def for_export(
        self, corpus: Corpus, gazetteer: Gazetteer, leave_out: LeaveOut, drawings: Sequence[Drawing], *, hidden: bool = False
    ) -> list[Drawn]:
        """What is shown, without what only a left-out article claims; with `hidden` also what is switched off."""
        claimed = pipeline.default_ranges(without(corpus, leave_out), gazetteer)
        shown: list[Drawn] = [drawn for drawn in claimed if hidden or _claim_id(drawn) not in self._hidden]
        for drawing in drawings:
            if hidden or drawing.id not in self._hidden:
                known = self._drawn.get(drawing) or _entry(drawing, gazetteer)
                shown.extend(known.drawn)
        return shown

    # --- who is inside ----------------------------------------------------------------------------------------------

    def _rings(self, entry: RangeEntry, targets: Sequence[_Target], names: Mapping[str, str], outlines: Outlines) -> tuple[Ring, ...]:
        limits = limits_of(entry.drawing) if entry.drawing is not None else Limits()
        rings: list[Ring] = []
        for drawn in entry.drawn:
            if isinstance(drawn, DrawnRange):
                places = self._inside(drawn, entry.origin, limits, targets, names, outlines)
                rings.append(Ring(drawn.labels[-1] if drawn.labels else f"{drawn.distance_m / 1000:,.0f} km", places))
        return tuple(rings)

    def _inside(
        self,
        drawn: DrawnRange,
        origin: BaseGeometry,
        limits: Limits,
        targets: Sequence[_Target],
        names: Mapping[str, str],
        outlines: Outlines,
    ) -> tuple[Inside, ...]:
        """Places in reach from anywhere in the origin first, then those that depend, then those out of reach."""
        found: list[Inside] = []
        for target in targets[:MOST_MEASURED]:
            measured = self._measured(drawn, origin, limits, target.location, outlines)
            if measured is not None:
                place = target.location.place
                found.append(Inside(place.id, names.get(place.id, place.name), measured.verdict, target.events, measured))
        rest = [target for target in targets[MOST_MEASURED:] if not is_area(target.location.place)]
        if rest:
            spots = spots_of(target.location.place for target in rest)
            judged = verdicts(Envelopes(drawn.outer, drawn.inner), spots.lon, spots.lat)
            for target, code in zip(rest, judged.tolist(), strict=True):
                place = target.location.place
                found.append(Inside(place.id, names.get(place.id, place.name), _VERDICTS[code], target.events))
        return tuple(sorted(found, key=lambda each: (-_VERDICTS.index(each.verdict), each.reach.least_m if each.reach else 0.0)))

    def _measured(
        self, drawn: DrawnRange, origin: BaseGeometry, limits: Limits, location: EventLocation, outlines: Outlines
    ) -> Reach | None:
        """None for an area of which no outline is known: a verdict on its middle would say too much."""
        place = location.place
        key = (drawn.id or drawn.caption, drawn.distance_m, limits, drawn.origin), place.id, location.precision_km
        if key not in self._reaches:
            goal = outlines(place) if is_area(place) else place.position
            if goal is None:
                return None
            precision_m = 0.0 if is_area(place) else location.precision_km * 1000
            self._reaches[key] = reach(origin, goal, drawn.distance_m, precision_m, limits)
        return self._reaches[key]


def spots_of(places: Iterable[Place]) -> Spots:
    positions = np.array([place.position for place in places], dtype=np.float64).reshape(-1, 2)
    return Spots(np.ascontiguousarray(positions[:, 0]), np.ascontiguousarray(positions[:, 1]))


def corpus_spots(corpus: Corpus) -> Spots:
    """Towns and sites with events."""
    return spots_of(target.location.place for target in _targets(corpus) if not is_area(target.location.place))


def _entry(drawing: Drawing, gazetteer: Gazetteer) -> RangeEntry:
    """What a person drew, made a shape; where that fails, as after a gazetteer was removed, the entry says why."""
    bare = RangeEntry(drawing.id, title_of(drawing), "", drawing.kind, (), Point(*drawing.place.position), drawing=drawing)
    try:
        origin = origin_of_drawing(drawing, gazetteer)
        bare = replace(bare, origin=origin.geometry)
        if drawing.kind is DrawingKind.LAUNCH_AREA:
            report = launch_of(drawing, origin, gazetteer)
            drawn: tuple[Drawn, ...] = (drawn_launch(drawing, report),)
            bare = replace(bare, share=report.share, shares=tuple((target.place, target.share) for target in report.targets))
        else:
            drawn = draw(drawing, gazetteer)
    except GeoError as error:
        return replace(bare, problem=str(error))
    return replace(bare, drawn=drawn, caption=drawn[0].caption if drawn else "")


def _claim(drawn: DrawnRange, corpus: Corpus, gazetteer: Gazetteer) -> RangeEntry:
    event = next(e for e in corpus.events if e.id == drawn.event)
    place = next(location.place for location in event.places if location.part is Part.ORIGIN)
    shape = pipeline.outlines(gazetteer)(place) or Point(*place.position)
    title = f"{drawn.caption.split(' claimed')[0]} from {with_article(drawn.origin)}"
    return RangeEntry(_claim_id(drawn), title, drawn.caption, DrawingKind.RANGE, (drawn,), shape)


def _targets(corpus: Corpus) -> tuple[_Target, ...]:
    """Places where something is reported to have happened, those known to the town first, the most reported before others."""
    found: dict[str, EventLocation] = {}
    events: dict[str, list[str]] = {}
    for event in corpus.events:
        if event.type.event_class is not EventClass.PHYSICAL:
            continue
        for location in event.places:
            if location.part is not Part.ORIGIN:
                found.setdefault(location.place.id, location)
                listed = events.setdefault(location.place.id, [])
                if not listed or listed[-1] != event.id:
                    listed.append(event.id)
    order = sorted(found.values(), key=lambda location: (is_area(location.place), -len(events[location.place.id])))
    return tuple(_Target(location, tuple(events[location.place.id])) for location in order[:MOST_LISTED])


def _claim_id(drawn: DrawnRange) -> str:
    return f"claim:{drawn.origin}:{drawn.caption}"
