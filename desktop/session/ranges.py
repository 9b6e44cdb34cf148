"""Ranges of a session: those that its events claim, those that the user draws, and which places lie within them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo import export, pipeline
from geo.export.leave_out import LeaveOut
from geo.export.scene import DrawnRange, is_area
from geo.gazetteer import Gazetteer
from geo.model import Corpus, EventLocation, LonLat, Part, Verdict
from geo.reach import reach

MOST_TARGETS = 40  # each takes some 10 ms against a real shore


@dataclass(frozen=True, slots=True)
class RangeEntry:
    """A range as the list shows it; `drawn` is what the map draws."""

    id: str
    title: str
    caption: str
    drawn: DrawnRange
    origin: BaseGeometry
    verdicts: tuple[tuple[Verdict, tuple[str, ...]], ...] = ()  # names of places with events, by whether they are within it
    shown: bool = True
    by_person: bool = False


class Ranges:
    def __init__(self) -> None:
        self._by_person: tuple[RangeEntry, ...] = ()
        self._hidden: frozenset[str] = frozenset()
        self._launches: object = ()
        self._claimed: tuple[RangeEntry, ...] = ()
        self._reaches: dict[tuple[str, LonLat, float], Verdict] = {}

    def draw(self, origin: str, distance: str, gazetteer: Gazetteer) -> None:
        """Adds a range of the user's own. Raises PlaceNotFound, RangeError."""
        report = pipeline.range_of(origin, distance, (), gazetteer)
        drawn = pipeline.draw_range(report)
        entry = RangeEntry(uuid.uuid4().hex[:8], _title(drawn), drawn.caption, drawn, report.geometry, by_person=True)
        self._by_person = (*self._by_person, entry)

    def show(self, range_id: str, shown: bool) -> None:
        self._hidden = self._hidden - {range_id} if shown else self._hidden | {range_id}

    def remove(self, range_id: str) -> None:
        self._by_person = tuple(entry for entry in self._by_person if entry.id != range_id)

    def entries(self, corpus: Corpus, gazetteer: Gazetteer, names: Mapping[str, str]) -> tuple[RangeEntry, ...]:
        """All of them, each with its verdicts; `names` are those of places by id."""
        # Envelopes take a third of a second: they are made anew only where an event with an origin has changed.
        launches = tuple((e.id, e.places, e.claims) for e in corpus.events if any(p.part is Part.ORIGIN for p in e.places))
        if launches != self._launches:
            self._launches = launches
            self._claimed = tuple(_claim(drawn, corpus, gazetteer) for drawn in pipeline.default_ranges(corpus, gazetteer))
        entries = (*self._claimed, *self._by_person)
        targets = _targets(corpus) if entries else ()
        return tuple(replace(e, shown=e.id not in self._hidden, verdicts=self._verdicts(e, targets, names)) for e in entries)

    def for_export(self, corpus: Corpus, gazetteer: Gazetteer, leave_out: LeaveOut) -> list[DrawnRange]:
        """What is shown, without what only a left-out article claims."""
        claimed = pipeline.default_ranges(export.without(corpus, leave_out), gazetteer)
        shown = [drawn for drawn in claimed if _claim_id(drawn) not in self._hidden]
        return shown + [entry.drawn for entry in self._by_person if entry.id not in self._hidden]

    def _verdicts(
        self, entry: RangeEntry, targets: Sequence[EventLocation], names: Mapping[str, str]
    ) -> tuple[tuple[Verdict, tuple[str, ...]], ...]:
        """Which places with events lie within the range: from anywhere in the origin, from nowhere, or depending on where."""
        found: dict[Verdict, list[str]] = {verdict: [] for verdict in Verdict}
        for location in targets:
            key = entry.id, location.place.position, location.precision_km
            if key not in self._reaches:
                result = reach(entry.origin, location.place.position, entry.drawn.distance_m, location.precision_km * 1000)
                self._reaches[key] = result.verdict
            found[self._reaches[key]].append(names[location.place.id])
        return tuple((verdict, tuple(listed)) for verdict, listed in found.items() if listed)


def _claim(drawn: DrawnRange, corpus: Corpus, gazetteer: Gazetteer) -> RangeEntry:
    event = next(e for e in corpus.events if e.id == drawn.event)
    place = next(location.place for location in event.places if location.part is Part.ORIGIN)
    shape = pipeline.outlines(gazetteer)(place) or Point(*place.position)
    return RangeEntry(_claim_id(drawn), _title(drawn), drawn.caption, drawn, shape)


def _targets(corpus: Corpus) -> tuple[EventLocation, ...]:
    """The most reported places that are known to the town; for areas a verdict would say too much."""
    found: dict[str, EventLocation] = {}
    for event in corpus.events:
        for location in event.places:
            if location.part is not Part.ORIGIN and not is_area(location.place):
                found.setdefault(location.place.id, location)
                if len(found) == MOST_TARGETS:
                    return tuple(found.values())
    return tuple(found.values())


def _claim_id(drawn: DrawnRange) -> str:
    return f"claim:{drawn.origin}:{drawn.caption}"


def _title(drawn: DrawnRange) -> str:
    return f"{drawn.distance_m / 1000:,.0f} km from {drawn.origin}"
