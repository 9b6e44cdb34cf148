"""Drawings made shapes: from what a person asked for to what the map draws, and back from a pulled edge to a distance."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

from geo.errors import RangeError
from geo.gazetteer import Gazetteer
from geo.model import EventLocation, IsCancelled, LonLat, OnProgress, Part
from geo.pipeline.launches import LaunchReport, launch_area_of
from geo.pipeline.origins import Origin, drawn_origin, shape_of
from geo.pipeline.ranges import distance_words
from geo.pipeline.tracks import TrackReport, tracks_of
from geo.project import Drawing, DrawingKind
from geo.reach import Envelopes, Limits, PreparedOrigin, distance_m
from geo.units import LENGTH_M, SHORT_NAMES
from geo.views import Drawn, DrawnLaunch, DrawnRange, DrawnTrack
from geo.views.drawn import SCHEMATIC, with_article

MOST_DISTANCES = 8
NOBODYS = "distance and targets are a person's choice"
_APART = re.compile(r"\s*;\s*|\s+and\s+|(?<=[^\W\d])\.?\s*,\s*")
_UNIT = re.compile(r"[^\W\d_]+(?:[\s-]+[^\W\d_]+)?\.?\s*$")
_NICE = (1.0, 2.0, 5.0, 10.0)
_EDGE_DEG = 1e-3  # two boundaries so near are one: both are within 25 m of the true one
_COARSE_EDGE_DEG = 0.05  # while dragged


@dataclass(frozen=True, slots=True)
class Distance:
    metres: float
    said: str  # "1,500 km"


# --- what is typed ----------------------------------------------------------------------------------------------------


def distances_of(text: str) -> tuple[Distance, ...]:
    """The distances of "500 km, 1,000 km and 930 miles" or of "500; 1000 km", nearest first. Raises RangeError."""
    parts = [part for part in _APART.split(text.strip()) if part]
    if len(parts) > MOST_DISTANCES:
        raise RangeError(f"These are {len(parts)} distances. Draw no more than {MOST_DISTANCES} from one origin.")
    unit = ""
    found: dict[float, Distance] = {}
    for part in reversed(parts):  # a number without a unit has that of the one behind it
        own = _UNIT.search(part)
        unit = own.group() if own else unit
        whole = part if own else f"{part} {unit}".strip()
        metres = distance_m(whole)
        found[metres] = Distance(metres, said(metres, _unit_of(unit)))
    if not found:
        raise RangeError("No distance is given. Write a number and a unit, such as 1500 km, 930 miles or 20 nmi.")
    return tuple(found[metres] for metres in sorted(found))


def said(metres: float, unit: str) -> str:
    """A distance in one of the units, as a person writes it: "1,500 km"."""
    value = metres / LENGTH_M[unit]
    plain = f"{value:,.{2 if value >= 1 else 4}f}".rstrip("0").rstrip(".")
    return f"{plain} {unit}"


def said_roundly(metres: float) -> str:
    """A distance in the unit in which it is a whole number: what was claimed as 930 miles stays that."""
    unit = next((unit for unit in ("km", "mi", "nmi") if abs(metres / LENGTH_M[unit] - round(metres / LENGTH_M[unit])) < 1e-6), "km")
    return said(metres, unit)


def bearings_of(start: str, end: str) -> tuple[float, float] | None:
    """Two bearings in degrees, clockwise from the first to the second; None where neither is given. Raises RangeError."""
    if not start.strip() and not end.strip():
        return None
    values = tuple(_bearing(text) for text in (start, end))
    if values[0] % 360 == values[1] % 360:
        raise RangeError("Both bearings are the same, which leaves nothing between them. Give two, or leave both empty.")
    return values[0] % 360.0, values[1] % 360.0


def _bearing(text: str) -> float:
    plain = text.strip().removesuffix("°").strip()
    try:
        value = float(plain)
    except ValueError:
        value = float("nan")
    if not 0 <= value <= 360:
        shown = f'"{text.strip()}" is no bearing' if plain else "One of the two bearings is missing"
        raise RangeError(f"{shown}. Give degrees clockwise from north, 0 to 360, such as 180 and 270.")
    return value


def _unit_of(text: str) -> str:
    """The short name of a unit that `distance_m` knows."""
    metres = distance_m(f"1 {text.strip()}")
    return min(SHORT_NAMES, key=lambda unit: abs(LENGTH_M[unit] - metres))


# --- shapes -----------------------------------------------------------------------------------------------------------


def origin_of_drawing(drawing: Drawing, gazetteer: Gazetteer) -> Origin:
    """Where a drawing is measured from: what the person drew, else the place's outline, else its point."""
    if drawing.shape is not None:
        return drawn_origin(shapely.from_geojson(drawing.shape), drawing.place.name)
    return Origin(drawing.place, shape_of(drawing.place, gazetteer))


def area_of(corners: Sequence[LonLat]) -> BaseGeometry:
    """The area within corners that a person set on the map. Raises RangeError where they enclose none.

    Longitudes may run beyond 180°, as the map counts them where it is turned round the world.
    """
    shift = 360.0 * round(sum(p.lon for p in corners) / len(corners) / 360.0) if corners else 0.0
    area = shapely.make_valid(Polygon([(p.lon - shift, p.lat) for p in corners])) if len(corners) > 2 else Polygon()
    parts = [part for part in shapely.get_parts(area) if isinstance(part, Polygon) and part.area > 0]
    if not parts:
        raise RangeError("These points enclose no area. Set at least three that do not lie on one line.")
    return shapely.union_all(parts)


def limits_of(drawing: Drawing) -> Limits:
    return Limits(drawing.least_m, drawing.bearings_deg)


def ranges_of(
    drawing: Drawing, prepared: PreparedOrigin, *, coarse: bool = False, cancelled: IsCancelled | None = None
) -> tuple[DrawnRange, ...]:
    """The ranges of a drawing, the widest first. `coarse`: quickly, as while an edge is dragged. Raises RangeError, Cancelled."""
    limits = limits_of(drawing)
    make = prepared.preview if coarse else prepared.exact
    drawn: list[DrawnRange] = []
    for metres, words in sorted(zip(drawing.distances_m, drawing.said, strict=True), reverse=True):
        found = make(metres, limits, cancelled)
        edge = None if limits == Limits() else _edge(found, make(metres, Limits(), cancelled), _COARSE_EDGE_DEG if coarse else _EDGE_DEG)
        origin = with_article(drawing.place.name)
        drawn.append(
            DrawnRange(
                found.outer,
                found.inner,
                caption_of(drawing, words),
                metres,
                drawing.place.name,
                drawing.event,
                id=drawing.id,
                name=drawing.name,
                by_person=True,
                edge=edge,
                labels=(f"{words} from {origin}", words),
                inner_labels=(f"{words} from every point of {origin}", words),
                places=frozenset({drawing.place.id}),
            )
        )
    return tuple(drawn)


def title_of(drawing: Drawing) -> str:
    """The name that a person gave, else what it is: "1,500 km from the Caspian Sea"."""
    if drawing.name:
        return drawing.name
    origin, distance = with_article(drawing.place.name), _listed(drawing.said)
    if drawing.kind is DrawingKind.RANGE:
        return f"{distance} from {origin}"
    if drawing.kind is DrawingKind.LAUNCH_AREA:
        count = len(drawing.targets)
        return f"Launch area in {origin}: {f'{count} targets' if count > 1 else drawing.targets[0].name} within {distance}"
    return f"{origin[:1].upper()}{origin[1:]} to {_listed([with_article(place.name) for place in drawing.targets])}"


def caption_of(drawing: Drawing, words: str) -> str:
    """Whose claim a range is: a weapon's published one, or nobody's."""
    text = f"{words} from {with_article(drawing.place.name)}"
    if drawing.least_m:
        text += f", from {said(drawing.least_m, 'km')} on"
    if drawing.bearings_deg is not None:
        text += f", bearings {drawing.bearings_deg[0]:g}° to {drawing.bearings_deg[1]:g}°"
    if drawing.weapon:
        return f"{text}: range of {drawing.weapon} as published ({drawing.source or 'source not kept'})"
    return f"{text}: a what-if, claimed by no source"


def launch_of(
    drawing: Drawing,
    origin: Origin,
    gazetteer: Gazetteer,
    *,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> LaunchReport:
    """Raises RangeError where there is no distance or no target."""
    if not drawing.targets:
        raise RangeError("A launch area needs at least one target. Add one by its name.")
    precise = len(drawing.precisions_km) == len(drawing.targets)
    targets = [
        EventLocation(place, Part.TARGET, drawing.precisions_km[number], False, ()) if precise else place
        for number, place in enumerate(drawing.targets)
    ]
    what_if = drawing.what_if or (None if drawing.event else NOBODYS)
    return launch_area_of(
        origin,
        drawing.distances_m[-1],
        targets,
        gazetteer,
        limits=limits_of(drawing),
        what_if=what_if,
        event=drawing.event,
        on_progress=on_progress,
        cancelled=cancelled,
    )


def drawn_launch(drawing: Drawing, report: LaunchReport) -> DrawnLaunch:
    count = len(report.targets)
    whole = f"all {count} targets" if count > 1 else report.targets[0].place.name
    words = drawing.said[-1] if drawing.said else distance_words(report.distance_m)
    return DrawnLaunch(
        report.area,
        report.caption,
        report.distance_m,
        report.origin.name,
        tuple(target.place.name for target in report.targets),
        drawing.event,
        id=drawing.id,
        name=drawing.name,
        labels=(f"{whole} within {words}", f"within {words}"),
        places=frozenset({drawing.place.id, *(place.id for place in drawing.targets)}),
    )


def drawn_tracks(drawing: Drawing, report: TrackReport) -> tuple[DrawnTrack, ...]:
    return tuple(
        DrawnTrack(
            track.line,
            f"{title_of(replace(drawing, targets=(track.target,), name=''))}: {report.heading.lower()}",
            report.origin.name,
            track.target.name,
            track.length_m,
            drawing.event,
            id=drawing.id,
            name=drawing.name,
            labels=(f"{SCHEMATIC}, {track.length_m / 1000:,.0f} km", SCHEMATIC),
            places=frozenset({drawing.place.id, track.target.id}),
        )
        for track in report.tracks
    )


def draw(drawing: Drawing, gazetteer: Gazetteer) -> tuple[Drawn, ...]:
    """What the map draws for a drawing. Raises RangeError."""
    origin = origin_of_drawing(drawing, gazetteer)
    if drawing.kind is DrawingKind.RANGE:
        return ranges_of(drawing, PreparedOrigin.of(origin.geometry))
    if drawing.kind is DrawingKind.LAUNCH_AREA:
        return (drawn_launch(drawing, launch_of(drawing, origin, gazetteer)),)
    return drawn_tracks(drawing, tracks_of(origin, drawing.targets, gazetteer))


def _edge(limited: Envelopes, whole: Envelopes, within_deg: float) -> BaseGeometry | None:
    """The part of a limited range's boundary that lies at its distance."""
    lines = limited.outer.boundary.intersection(whole.outer.boundary.buffer(within_deg))
    kept = [part for part in shapely.get_parts(lines) if isinstance(part, LineString)]
    return linemerge(kept) if kept else None


# --- a pulled edge ----------------------------------------------------------------------------------------------------


def nice_distance(metres: float, unit: str, metres_per_pixel: float) -> Distance:
    """The roundest distance within a pixel or two of a pulled edge, in that unit; at least one step."""
    one = LENGTH_M[unit]
    least = max(metres_per_pixel * 1.5 / one, 0.01)
    power = 10.0 ** math.floor(math.log10(least))
    step = next(n * power for n in _NICE if n * power >= least * 0.999)
    value = max(1, round(metres / one / step)) * step
    return Distance(value * one, said(value * one, unit))


def stepped(distance: Distance, by: int) -> Distance:
    """A distance some round steps farther or nearer; a step is about a fiftieth of it."""
    unit = unit_of(distance.said)
    value = distance.metres / LENGTH_M[unit]
    power = 10.0 ** math.floor(math.log10(value / 50))
    step = next(n * power for n in _NICE if n * power >= value / 50 * 0.999)
    changed = max(step, (round(value / step) + by) * step) * LENGTH_M[unit]
    return Distance(changed, said(changed, unit))


def unit_of(words: str) -> str:
    """The unit of a distance as `said` writes it."""
    return words.rsplit(" ", 1)[-1]


def pulled(drawing: Drawing, number: int, distance: Distance) -> Drawing:
    """The drawing with one of its distances changed; `number` counts from the widest, as they are drawn."""
    order = sorted(range(len(drawing.distances_m)), key=lambda i: -drawing.distances_m[i])
    changed = order[number] if number < len(order) else order[0]
    metres, words = list(drawing.distances_m), list(drawing.said)
    metres[changed], words[changed] = distance.metres, distance.said
    return replace(drawing, distances_m=tuple(metres), said=tuple(words), weapon=None, source=None)


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    if len(every) < 2:
        return "".join(every)
    shown, more = every[:3], len(every) - 3
    return f"{', '.join(shown)} and {more} more" if more > 0 else f"{', '.join(shown[:-1])} and {shown[-1]}"
