"""The corpus drawn and written: the scene of a map, the proof map, data files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from geo import export as exports
from geo import leaving_out, views
from geo.events.claims.distance_judging import Fit, JudgedDistance
from geo.gazetteer import Gazetteer
from geo.leaving_out import LeaveOut
from geo.model import Corpus, Place
from geo.pipeline.distances import distances
from geo.pipeline.ranges import default_ranges
from geo.resolve import outline_of
from geo.views import Drawn, Scene
from geo.views.drawn import ToldDistance

_SAME_SHARE = 0.02  # "1,500 km" and "930 miles" are one distance


def outlines(gazetteer: Gazetteer) -> Callable[[Place], BaseGeometry | None]:
    """The outline of any place of a corpus, those included that a text makes: "western Syria", "Turkish airspace"."""
    return partial(outline_of, gazetteer=gazetteer)


def drawing(
    corpus: Corpus,
    gazetteer: Gazetteer,
    *,
    ranges: Sequence[Drawn] | None = None,
    leave_out: LeaveOut | None = None,
    record: bool = True,
) -> Scene:
    """What a map of the corpus draws; `ranges` are those that its events claim unless others are given.

    `record`: with the passages, as the exported file needs them; the window has them already.
    """
    # A range that only a left-out article claims is left out with it.
    drawn = default_ranges(leaving_out.without(corpus, leave_out or LeaveOut()), gazetteer) if ranges is None else ranges
    told = told_distances(leaving_out.without(corpus, leave_out or LeaveOut()), gazetteer) if record else None
    return views.scene(corpus, outlines(gazetteer), ranges=drawn, distances=told, leave_out=leave_out, record=record)


def told_distances(corpus: Corpus, gazetteer: Gazetteer) -> dict[str, list[ToldDistance]]:
    """The distances that articles state of each event, judged, by the event's id; those that mean the same once."""
    found: dict[str, list[JudgedDistance]] = {}
    for d in distances(corpus, gazetteer):
        known = found.setdefault(d.event, []) if d.event is not None else []
        if not any(k.verdict is d.verdict and abs(k.metres - d.metres) <= _SAME_SHARE * d.metres for k in known):
            known.append(d)
    return {event: [_told(d) for d in sorted(known, key=lambda d: d.verdict is not Fit.IMPOSSIBLE)] for event, known in found.items()}


def _told(d: JudgedDistance) -> ToldDistance:
    return ToldDistance(" ".join(d.said.split()), d.verdict.value, d.reasons, d.verdict is Fit.IMPOSSIBLE)


def proof_map(corpus: Corpus, gazetteer: Gazetteer, out: Path, leave_out: LeaveOut | None = None) -> None:
    """Write the proof map: one HTML file that needs no network. What is left out is nowhere in it. Raises ExportError."""
    exports.proof_map(drawing(corpus, gazetteer, leave_out=leave_out), out)


def export(corpus: Corpus, gazetteer: Gazetteer, out: Path, drawn: Sequence[Drawn] = (), leave_out: LeaveOut | None = None) -> None:
    """Write the events, and what is drawn, as a data file, its format by the ending. What is left out is nowhere in it.

    Raises ExportError.
    """
    gone = leave_out or LeaveOut()
    rows = views.drawn_rows(views.redacted_drawings(drawn, corpus, gone))
    exports.export(leaving_out.redacted(corpus, gone), outlines(gazetteer), out, rows)
