"""Launch areas by name: from where in an origin a set of targets could be reached, and what each target rules out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.errors import RangeError
from geo.gazetteer import Gazetteer
from geo.model import Corpus, Event, EventClass, EventLocation, EventType, IsCancelled, OnProgress, Part, Place, When
from geo.pipeline.distances import distances
from geo.pipeline.origins import AREA_KM, Origin, origin_of, place_of, shape_of, target_of
from geo.pipeline.ranges import claimed_distance, distance_words, feature, in_metres
from geo.reach import NO_LIMITS, Aim, Limits, distance_m, launch_area

_STRUCK = frozenset({EventType.AIR_STRIKE, EventType.MISSILE_ATTACK, EventType.EXPLOSIVE, EventType.DESTRUCTION})
MOST_TARGETS = 60


@dataclass(frozen=True, slots=True)
class LaunchTarget:
    """One target: from which share of the origin it may be reached, and from which it surely is, wherever in its precision.

    `area` is where it may be reached from, `ruled_out` the rest of the origin, None where that is nothing.
    """

    name: str
    place: Place
    precision_m: float
    share: float
    sure_share: float
    area: BaseGeometry | None
    ruled_out: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class LaunchReport:
    """From where in the origin all targets could be reached; `area` is None where from nowhere.

    `sure` is the part from where they are, wherever within its precision each target lies. `what_if` says what no source
    claims, None where sources name distance and targets.
    """

    origin: Place
    geometry: BaseGeometry
    distance_m: float
    area: BaseGeometry | None
    share: float
    sure: BaseGeometry | None
    sure_share: float
    targets: tuple[LaunchTarget, ...]
    what_if: str | None
    caption: str
    limits: Limits = NO_LIMITS
    event: str | None = None


def launch_area_of(
    origin: str | Origin,
    distance: str | float,
    targets: Sequence[str | Place | EventLocation],
    gazetteer: Gazetteer,
    *,
    limits: Limits = NO_LIMITS,
    what_if: str | None = "distance and targets are a person's choice",
    event: str | None = None,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> LaunchReport:
    """From where in a place all targets lie within a distance. Raises PlaceNotFound, RangeError and Cancelled."""
    start = origin_of(origin, gazetteer) if isinstance(origin, str) else origin
    metres = distance_m(distance) if isinstance(distance, str) else distance
    aims: list[tuple[str, Place, Aim]] = []
    for target in targets:
        precision = target.precision_km if isinstance(target, EventLocation) else None
        place = target.place if isinstance(target, EventLocation) else target
        place = place_of(place, gazetteer, start.place.position) if isinstance(place, str) else place
        name = target if isinstance(target, str) else place.name
        aims.append((name, place, Aim(*target_of(place, gazetteer, precision))))
    found = launch_area(start.geometry, [aim for _, _, aim in aims], metres, limits, on_progress=on_progress, cancelled=cancelled)
    reached = tuple(
        LaunchTarget(name, place, aim.precision_m, one.share, one.sure_share, one.area, one.ruled_out)
        for (name, place, aim), one in zip(aims, found.targets, strict=True)
    )
    whole = f"all {len(reached)} targets" if len(reached) != 1 else aims[0][1].name
    where = f"{_percent(found.share)} of {start.place.name}" if found.area is not None else f"nowhere in {start.place.name}"
    caption = f"{whole[:1].upper()}{whole[1:]} could be reached within {distance_words(metres)} from {where}"
    if what_if is not None:
        caption += f"; a what-if: {what_if}"
    return LaunchReport(
        start.place, start.geometry, metres, found.area, found.share, found.sure, found.sure_share, reached, what_if, caption, limits, event
    )


def launch_area_of_event(
    event: Event,
    corpus: Corpus,
    gazetteer: Gazetteer,
    distance: str | float | None = None,
    targets: Sequence[Place | EventLocation] | None = None,
    *,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> LaunchReport:
    """The launch area of an event with an origin, from what its sources say.

    The distance is the one on which most of its claims agree, the targets are the towns and sites that its sources name. Where
    they name none, the towns that other events of the corpus report struck on the same day stand in, and the report says that
    it is a what-if. Raises RangeError where the event has no origin, or nothing to measure with.
    """
    origin = next((location for location in event.places if location.part is Part.ORIGIN), None)
    if origin is None:
        raise RangeError(f'No source says where "{event.label}" was launched from. Choose an event with an origin.')
    doubts: list[str] = []
    claimed_m = _claimed_m(event, corpus, gazetteer)
    if distance is not None:
        metres = distance_m(distance) if isinstance(distance, str) else distance
        if claimed_m is None or abs(claimed_m - metres) > 0.02 * metres:
            doubts.append(f"no source claims {distance_words(metres)} for this event")
    elif claimed_m is not None:
        metres = claimed_m
    else:
        raise RangeError(f'No source gives a distance for "{event.label}". Give one, such as 1500km.')
    named = [location for location in event.places if location.part is not Part.ORIGIN and location.precision_km < AREA_KM]
    chosen: list[Place | EventLocation] = list(targets) if targets is not None else list(named)
    if not chosen:
        chosen = list(_struck_that_day(event, corpus))
    if not chosen:
        raise RangeError(f'No source names a town or site that "{event.label}" hit, nor another event of that day. Choose targets.')
    known = {location.place.id for location in named}
    if not all((t.place.id if isinstance(t, EventLocation) else t.id) in known for t in chosen):
        doubts.append("no source names the targets of this event" if not named else "no source names these as targets of this event")
    start = Origin(origin.place, shape_of(origin.place, gazetteer))
    what_if = "; ".join(doubts) or None
    return launch_area_of(start, metres, chosen, gazetteer, what_if=what_if, event=event.id, on_progress=on_progress, cancelled=cancelled)


def _claimed_m(event: Event, corpus: Corpus, gazetteer: Gazetteer) -> float | None:
    """The distance that most of an event's claims agree on; else one that its articles state in a passage of their own."""
    claim = claimed_distance(event)
    if claim is not None:
        return in_metres(claim)
    own = replace(corpus, articles=tuple(article for article in corpus.articles if article.id in event.articles))
    return next((stated.metres for stated in distances(own, gazetteer) if stated.event == event.id), None)


def _struck_that_day(event: Event, corpus: Corpus) -> tuple[EventLocation, ...]:
    """Towns and sites that other events report struck on the day of an event, each once; without a day, on any."""
    found: dict[str, EventLocation] = {}
    for other in corpus.events:
        if other.id == event.id or other.type not in _STRUCK or other.type.event_class is not EventClass.PHYSICAL:
            continue
        if not any(m.modality.happened for m in other.mentions) or not _same_day(event.when, other.when):
            continue
        for location in other.places:
            if location.part is not Part.ORIGIN and location.precision_km < AREA_KM:
                found.setdefault(location.place.id, location)
    return tuple(found.values())[:MOST_TARGETS]


def _same_day(a: When | None, b: When | None) -> bool:
    if a is None or b is None or a.start is None or b.start is None:
        # Where an article's date is not known, "Wednesday" is still the same day as "Wednesday".
        return a is None or b is None or a.said.casefold() == b.said.casefold() or (a.start is None) != (b.start is None)
    return a.start <= (b.end or b.start) and b.start <= (a.end or a.start)


def launch_record(report: LaunchReport) -> dict[str, Any]:
    """What `dateline range --launch-area --json` adds."""
    return {
        "distance_m": report.distance_m,
        "geometry": mapping(report.area) if report.area is not None else None,
        "share": round(report.share, 4),
        "sure_geometry": mapping(report.sure) if report.sure is not None else None,
        "sure_share": round(report.sure_share, 4),
        "what_if": report.what_if,
        "caption": report.caption,
        "targets": [
            {
                "name": t.place.name,
                "lat": t.place.position.lat,
                "lon": t.place.position.lon,
                "precision_m": round(t.precision_m, 1),
                "share": round(t.share, 4),
                "sure_share": round(t.sure_share, 4),
                "ruled_out": mapping(t.ruled_out) if t.ruled_out is not None else None,
            }
            for t in report.targets
        ],
    }


def launch_features(report: LaunchReport) -> list[dict[str, Any]]:
    """GeoJSON features: the launch area, and for each target the part of the origin that it rules out."""
    features: list[dict[str, Any]] = []
    if report.area is not None:
        extra = {"share": round(report.share, 4), "distance_m": report.distance_m, "caption": report.caption, "what_if": report.what_if}
        features.append(feature(report.area, "launch area", **extra))
    for t in report.targets:
        if t.ruled_out is not None:
            features.append(feature(t.ruled_out, "ruled out", target=t.place.name, share=round(1 - t.share, 4)))
    return features


def launch_words(report: LaunchReport) -> list[str]:
    """The report as lines for a person: the area, and which target rules out how much, the most decisive first."""
    lines = [report.caption + "."]
    if report.area is not None and _percent(report.sure_share) != _percent(report.share):
        lines.append(f"  Wherever within its precision each target lies, from {_percent(report.sure_share)}.")
    for t in sorted(report.targets, key=lambda t: t.share):
        known = f", known to {t.precision_m / 1000:g} km" if t.precision_m else ""
        lines.append(f"  {t.place.name:<24} rules out {_percent(1 - t.share)} of {report.origin.name}{known}")
    return lines


def _percent(share: float) -> str:
    if 0 < share < 0.001:
        return "under 0.1 %"
    return "over 99.9 %" if 0.999 < share < 1 else f"{share * 100:.1f} %".replace(".0 %", " %")
