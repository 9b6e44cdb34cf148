"""Ranges, launch areas and tracks as the map's page draws them, and as rows of the data files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from shapely.geometry.base import BaseGeometry

from geo.leaving_out import Blotter, LeaveOut, without
from geo.model import Corpus
from geo.views.shapes import cut

SCHEMATIC = "schematic"
_SEAS = (" Sea", " Gulf", " Ocean", " Strait", " Straits", " Channel", " Canal", " Bay")


@dataclass(frozen=True, slots=True)
class DrawnRange:
    """A range to draw: within `distance_m` of some point of the origin (outer) and of every point (inner, where there is one).

    `caption` says whose claim it is. `event` is the id of the event that claims it: without the event it is not drawn.
    `edge` is the part of the outer boundary that lies at the distance, where that is not all of it: a sector has sides too.
    `labels` and `inner_labels` are words along the lines, the longest first; `places` are ids of the places that it tells of.
    """

    outer: BaseGeometry
    inner: BaseGeometry | None
    caption: str
    distance_m: float
    origin: str
    event: str | None = None
    id: str = ""
    name: str = ""
    by_person: bool = False
    edge: BaseGeometry | None = None
    labels: tuple[str, ...] = ()
    inner_labels: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DrawnLaunch:
    """From where in the origin all targets could be reached; `area` is None where from nowhere."""

    area: BaseGeometry | None
    caption: str
    distance_m: float
    origin: str
    targets: tuple[str, ...]
    event: str | None = None
    id: str = ""
    name: str = ""
    labels: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DrawnTrack:
    """A straight line from origin to target, which says that it is schematic."""

    line: BaseGeometry
    caption: str
    origin: str
    target: str
    length_m: float
    event: str | None = None
    id: str = ""
    name: str = ""
    labels: tuple[str, ...] = (SCHEMATIC,)
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ToldDistance:
    """A distance as an article states it, with what geometry says of it; `doubtful` where it cannot be."""

    said: str
    verdict: str
    reasons: tuple[str, ...]
    doubtful: bool = False

    def blotted(self, blotter: Blotter) -> ToldDistance:
        return replace(self, said=blotter.text(self.said), reasons=tuple(map(blotter.text, self.reasons)))


Drawn = DrawnRange | DrawnLaunch | DrawnTrack


def with_article(name: str) -> str:
    """ "the Caspian Sea", "Hama"."""
    return f"the {name}" if name.endswith(_SEAS) and not name.startswith(("the ", "The ")) else name


# --- what a scene keeps -----------------------------------------------------------------------------------------------


def kept_drawings(drawn: Iterable[Drawn], events: frozenset[str], left_out: frozenset[str], blotter: Blotter) -> Iterator[Drawn]:
    """Those that tell of no left-out place and stand for no left-out event, with left-out names blotted from their words."""
    for each in drawn:
        if (each.event is not None and each.event not in events) or each.places & left_out:
            continue
        words = tuple(map(blotter.text, each.labels))
        common = {
            "caption": blotter.text(each.caption),
            "origin": blotter.text(each.origin),
            "name": blotter.text(each.name),
            "labels": words,
        }
        if isinstance(each, DrawnRange):
            yield replace(each, **common, inner_labels=tuple(map(blotter.text, each.inner_labels)))
        elif isinstance(each, DrawnLaunch):
            yield replace(each, **common, targets=tuple(map(blotter.text, each.targets)))
        else:
            yield replace(each, **common, target=blotter.text(each.target))


def redacted_drawings(drawn: Sequence[Drawn], corpus: Corpus, leave_out: LeaveOut) -> list[Drawn]:
    """Ranges, launch areas and tracks that tell of nothing left out, with left-out names blotted from their words."""
    if not leave_out:
        return list(drawn)
    told = without(corpus, leave_out)
    blotter = Blotter(corpus, leave_out, kept=[location.place for event in told.events for location in event.places])
    return list(kept_drawings(drawn, frozenset(event.id for event in told.events), leave_out.places, blotter))


# --- for data files ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One shape. `role`: outer (in reach of some point of the origin), inner (of every point), launch area, or track."""

    id: str  # of what was drawn; its outer and inner share it
    role: str
    name: str
    caption: str  # whose claim it is, or that it is nobody's
    geometry: BaseGeometry
    origin: str
    distance_m: float | None = None
    targets: tuple[str, ...] = ()
    by_person: bool = False
    event_id: str | None = None

    @property
    def line(self) -> bool:
        return self.role == "track"

    @property
    def shape(self) -> BaseGeometry | None:
        """As RFC 7946 wants it: areas cut at the 180th meridian, outer rings counter-clockwise."""
        return self.geometry if self.line else cut(self.geometry)


def drawn_rows(drawn: Sequence[Drawn]) -> list[DrawnRow]:
    """One row for each shape; the outer and the inner of a range are two."""
    rows: list[DrawnRow] = []
    for number, each in enumerate(drawn, 1):
        if isinstance(each, DrawnRange):
            shapes = [("outer", each.outer, each.distance_m), ("inner", inner_apart(each), each.distance_m)]
            targets, by_person = (), each.by_person
        elif isinstance(each, DrawnLaunch):
            shapes, targets, by_person = [("launch area", each.area, each.distance_m)], each.targets, True
        else:
            shapes, targets, by_person = [("track", each.line, each.length_m)], (each.target,), True
        known = each.id or f"range-{number}"
        name = each.name or (each.labels[0] if each.labels else each.caption)
        for role, shape, metres in shapes:
            if shape is not None:
                rows.append(DrawnRow(known, role, name, each.caption, shape, each.origin, metres, targets, by_person, each.event))
    return rows


def inner_apart(drawn: DrawnRange) -> BaseGeometry | None:
    """What every point of the origin reaches, where that is not the same as what some point does: a single point is both."""
    if drawn.inner is None or abs(drawn.outer.area - drawn.inner.area) <= 1e-6 * drawn.outer.area:
        return None
    return drawn.inner
