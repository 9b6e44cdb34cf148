"""Ranges, launch areas and tracks of the open project, and what is exported with them, in the library's thread."""

from __future__ import annotations

import uuid
from pathlib import Path

from desktop.session.drafts import Draft, Wanted
from desktop.session.library.open_project import OpenProject
from desktop.session.library.snapshot import Snapshot
from desktop.session.library.wishes import NOBODY, Wishes
from geo import export, pipeline
from geo.gazetteer import Gazetteer
from geo.leaving_out import LeaveOut, leave_out_of
from geo.model import Corpus, Event, IsCancelled, JudgementKind, OnProgress
from geo.pipeline import JudgedDistance
from geo.project import Drawing, DrawingKind, drawing_value
from geo.views import Drawn

LeftOut = tuple[frozenset[str], frozenset[str], frozenset[str]]
"""Ids of articles and of places, and names of speakers."""


class Drawings:
    def __init__(self, project: OpenProject) -> None:
        self._open = project
        self._wishes = Wishes()

    def judge_distances(self, event: Event) -> tuple[JudgedDistance, ...]:
        """The distances that an event's articles state of it, judged; kept until the events change."""
        held = self._open
        if event.id not in held.judged:
            told = frozenset(event.articles)
            articles = tuple(a for a in held.corpus.articles if a.id in told)
            analyses = {a.id: held.corpus.analyses[a.id] for a in articles if a.id in held.corpus.analyses}
            # The other articles say nothing of it: reading them all would take long in a large project.
            small = Corpus(articles, analyses, (event,))
            held.judged[event.id] = tuple(d for d in pipeline.distances(small, held.gazetteer.opened()) if d.event == event.id)
        return held.judged[event.id]

    def draft(self, wanted: Wanted, on_progress: OnProgress | None = None, cancelled: IsCancelled | None = None) -> Draft:
        """What a form asks for; of a range only the origin and the numbers, its shape follows. Raises GeoError."""
        return self._wishes.draft(wanted, self._open.gazetteer.opened(), on_progress, cancelled)

    def launch_area_of_event(self, event_id: str, on_progress: OnProgress, cancelled: IsCancelled) -> Draft:
        """From where the targets of an event could all be reached. Raises RangeError, Cancelled."""
        return self._wishes.launch_area_of_event(
            self._open.event(event_id), self._open.corpus, self._open.gazetteer.opened(), on_progress, cancelled
        )

    def tracks_of_event(self, event_id: str) -> Draft:
        return self._wishes.tracks_of_event(self._open.event(event_id), self._open.gazetteer.opened())

    def draw_range(self, origin: str, distance: str, author: str) -> Snapshot:
        """A range of the user's own, kept at once. Raises PlaceNotFound, RangeError."""
        drawing = Drawing(uuid.uuid4().hex[:8], DrawingKind.RANGE, NOBODY)
        return self.keep_drawing(self.draft(Wanted(drawing, origin, distance)).drawing, author)

    def keep_drawing(self, drawing: Drawing, author: str) -> Snapshot:
        """Keeps what was set up, in the place of what had its id."""
        known = any(each.id == drawing.id for each in self._open.drawings)
        kind = JudgementKind.REDRAW if known else JudgementKind.DRAW
        return self._open.judge(kind, {"drawing": drawing.id}, drawing_value(drawing), author)

    def remove_drawing(self, drawing_id: str, author: str) -> Snapshot:
        return self._open.judge(JudgementKind.ERASE, {"drawing": drawing_id}, {}, author)

    def show_range(self, range_id: str, shown: bool) -> Snapshot:
        self._open.ranges.show(range_id, shown)
        return self._open.snapshot()

    def export_map(self, path: Path, left_out: LeftOut) -> Path:
        """Writes the proof map with the ranges that are shown. Raises ExportError."""
        gazetteer, leave_out, drawn = self._for_export(left_out)
        export.proof_map(pipeline.drawing(self._open.corpus, gazetteer, ranges=drawn, leave_out=leave_out), path)
        return path

    def export_data(self, path: Path, left_out: LeftOut) -> Path:
        """Writes the events, and the ranges that are shown, in the format of the ending. Raises ExportError."""
        gazetteer, leave_out, drawn = self._for_export(left_out)
        pipeline.export(self._open.corpus, gazetteer, path, drawn, leave_out)
        return path

    def _for_export(self, left_out: LeftOut) -> tuple[Gazetteer, LeaveOut, list[Drawn]]:
        held = self._open
        gazetteer, leave_out = held.gazetteer.opened(), leave_out_of(held.corpus, *left_out)
        return gazetteer, leave_out, held.ranges.for_export(held.corpus, gazetteer, leave_out, held.drawings)
