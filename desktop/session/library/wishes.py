"""What a form asks for, with its names looked up: the library's side of setting something up."""

from __future__ import annotations

import uuid
from dataclasses import replace

import shapely

from desktop.session.drafts import Draft, Wanted
from geo import pipeline
from geo.errors import RangeError
from geo.export.drawn_json import draft_json
from geo.gazetteer import Gazetteer
from geo.model import Corpus, Event, IsCancelled, LonLat, OnProgress, Part, Place
from geo.pipeline import LaunchReport, Origin, TrackReport
from geo.pipeline.drawings import bearings_of, distances_of, drawn_launch, drawn_tracks, launch_of, said_roundly
from geo.pipeline.origins import place_of, shape_of
from geo.project import Drawing, DrawingKind

NOBODY = Place("", "", LonLat(0.0, 0.0), "")
"""Stands in a drawing whose origin is not looked up yet."""

DRAWN = "drawn:"  # ids of origins that were clicked or outlined begin so


class Wishes:
    def __init__(self) -> None:
        self._origins: dict[str, Origin] = {}
        self._gazetteer: Gazetteer | None = None  # of which these origins are

    def draft(self, wanted: Wanted, gazetteer: Gazetteer, on_progress: OnProgress | None, cancelled: IsCancelled | None) -> Draft:
        """The drawing with its origin; launch areas and tracks with their shapes. Raises PlaceNotFound, RangeError."""
        origin = wanted.origin if isinstance(wanted.origin, Origin) else self._origin(wanted.origin, gazetteer)
        kind = wanted.drawing.kind
        distances = distances_of(wanted.distances) if kind is not DrawingKind.TRACK else ()
        if kind is DrawingKind.LAUNCH_AREA:
            distances = distances[-1:]
        least = distances_of(wanted.least)[0].metres if wanted.least else 0.0
        if distances and least >= distances[0].metres:
            raise RangeError(f"The minimum range of {wanted.least} leaves nothing of {distances[0].said}. Give a smaller one.")
        drawing = replace(
            wanted.drawing,
            place=origin.place,
            shape=_shape(origin),
            distances_m=tuple(distance.metres for distance in distances),
            said=tuple(distance.said for distance in distances),
            least_m=least,
            bearings_deg=bearings_of(*wanted.bearings) if kind is not DrawingKind.TRACK else None,
            targets=tuple(self._target(target, origin, gazetteer) for target in wanted.targets),
        )
        if drawing.targets != wanted.drawing.targets:
            drawing = replace(drawing, precisions_km=())
        if (drawing.targets, drawing.distances_m, drawing.place) != (
            wanted.drawing.targets,
            wanted.drawing.distances_m,
            wanted.drawing.place,
        ):
            drawing = replace(drawing, event=None, what_if=None)  # what a person changed is no longer what the event's sources say
        if wanted.weapon is not None:
            weapon, published = wanted.weapon
            drawing = replace(drawing, weapon=weapon.name, source=published.source)
        if kind is DrawingKind.LAUNCH_AREA:
            return _launch_draft(drawing, origin, launch_of(drawing, origin, gazetteer, on_progress=on_progress, cancelled=cancelled))
        if kind is DrawingKind.TRACK:
            if not drawing.targets:
                raise RangeError("A track needs at least one target. Add one by its name.")
            return _track_draft(drawing, origin, pipeline.tracks_of(origin, drawing.targets, gazetteer, crossed=wanted.crossed))
        return Draft(drawing, origin)

    def launch_area_of_event(
        self, event: Event, corpus: Corpus, gazetteer: Gazetteer, on_progress: OnProgress, cancelled: IsCancelled
    ) -> Draft:
        """One click from an event: its claimed distance, the targets that sources name or, as a what-if, towns that were hit."""
        report = pipeline.launch_area_of_event(event, corpus, gazetteer, on_progress=on_progress, cancelled=cancelled)
        drawing = Drawing(
            uuid.uuid4().hex[:8],
            DrawingKind.LAUNCH_AREA,
            report.origin,
            distances_m=(report.distance_m,),
            said=(said_roundly(report.distance_m),),
            targets=tuple(target.place for target in report.targets),
            precisions_km=tuple(target.precision_m / 1000 for target in report.targets),
            event=event.id,
            what_if=report.what_if,
        )
        return _launch_draft(drawing, Origin(report.origin, report.geometry), report)

    def tracks_of_event(self, event: Event, gazetteer: Gazetteer) -> Draft:
        """Straight lines from where an event came from to where it was aimed. Raises RangeError where one of them is not told."""
        origin = next((location.place for location in event.places if location.part is Part.ORIGIN), None)
        targets = tuple(location.place for location in event.places if location.part in (Part.TARGET, Part.LOCATION))
        if origin is None or not targets:
            raise RangeError("This event has no origin or no target that is known, so there is no line to draw. Choose places by name.")
        drawing = Drawing(uuid.uuid4().hex[:8], DrawingKind.TRACK, origin, targets=targets, event=event.id)
        start = Origin(origin, shape_of(origin, gazetteer))
        return _track_draft(drawing, start, pipeline.tracks_of(start, targets, gazetteer))

    def _origin(self, text: str, gazetteer: Gazetteer) -> Origin:
        if gazetteer is not self._gazetteer:
            self._gazetteer, self._origins = gazetteer, {}
        if text not in self._origins:
            self._origins[text] = pipeline.origin_of(text, gazetteer)
        return self._origins[text]  # the same object: what was prepared for it is used again

    @staticmethod
    def _target(target: object, origin: Origin, gazetteer: Gazetteer) -> Place:
        return target if isinstance(target, Place) else place_of(str(target), gazetteer, origin.place.position)


def _shape(origin: Origin) -> str | None:
    """What a person drew is kept with its shape; a place of the gazetteer is found again by itself."""
    return shapely.to_geojson(origin.geometry) if origin.place.id.startswith(DRAWN) else None


def _launch_draft(drawing: Drawing, origin: Origin, report: LaunchReport) -> Draft:
    drawn = (drawn_launch(drawing, report),)
    return Draft(drawing, origin, drawn, draft_json(drawn, origin.geometry, fixed=True), report)


def _track_draft(drawing: Drawing, origin: Origin, report: TrackReport) -> Draft:
    drawn = drawn_tracks(drawing, report)
    return Draft(drawing, origin, drawn, draft_json(drawn, origin.geometry, fixed=True), report)
