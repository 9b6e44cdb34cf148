"""Ranges: from a name and a distance to envelopes and verdicts, and those that the corpus's own events claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from shapely import Point
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.errors import RangeError
from geo.gazetteer import Gazetteer
from geo.model import Claim, Comparator, Corpus, Event, EventLocation, IsCancelled, OnProgress, Part, Place, Reach, Verdict
from geo.pipeline.origins import AREA_KM, Origin, drawn_origin, origin_of, place_of, shape_of, target_of
from geo.reach import NO_LIMITS, Limits, distance_m, inner_envelope, outer_envelope, reach
from geo.units import LENGTH_M
from geo.views import DrawnRange
from geo.weapons import PublishedRange

__all__ = [
    "Origin",
    "RangeReport",
    "TargetReach",
    "claimed_distance",
    "default_ranges",
    "distance_words",
    "draw_range",
    "drawn_origin",
    "origin_of",
    "range_features",
    "range_of",
    "range_record",
    "range_words",
    "ranges_of",
]

_RANGE_UNITS = frozenset({"km", "mi", "nautical mile", "m"})  # nobody gives a range in feet: those are heights
_LEAST_M = 50_000.0  # a shorter distance in an event with an origin is a separation or an offset, not a range


@dataclass(frozen=True, slots=True)
class TargetReach:
    name: str  # as asked for
    place: Place
    reach: Reach
    as_area: bool
    precision_m: float = 0.0  # how far a town's position is in doubt; taken into account


@dataclass(frozen=True, slots=True)
class RangeReport:
    """A range from a place's real shape. `inner` is None where no point lies within the distance of the whole origin.

    `weapon` and `source` say whose published range it is, where it is a system's.
    """

    origin: Place
    geometry: BaseGeometry
    distance_m: float
    outer: BaseGeometry
    inner: BaseGeometry | None
    targets: tuple[TargetReach, ...]
    limits: Limits = NO_LIMITS
    weapon: str | None = None
    source: str | None = None


def range_of(
    origin: str | Origin, distance: str | float, targets: Sequence[str], gazetteer: Gazetteer, *, limits: Limits = NO_LIMITS
) -> RangeReport:
    """What lies within `distance` ("1500km", or metres) of a place, and the verdict on each target.

    A bare "Hama" is the city, "Hama province" the area; a target known to the town is measured with the town's extent as
    its precision. Raises PlaceNotFound and RangeError.
    """
    return ranges_of(origin, (distance,), targets, gazetteer, limits=limits)[0]


def ranges_of(
    origin: str | Origin,
    distances: Sequence[str | float | PublishedRange],
    targets: Sequence[str],
    gazetteer: Gazetteer,
    *,
    limits: Limits = NO_LIMITS,
    weapon: str | None = None,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> tuple[RangeReport, ...]:
    """Several ranges of one origin, in the order given; a weapon's published range brings its source and least distance."""
    start = origin_of(origin, gazetteer) if isinstance(origin, str) else origin
    found = [(name, place_of(name, gazetteer, start.place.position)) for name in targets]
    return tuple(_report(start, distance, found, gazetteer, limits, weapon, on_progress, cancelled) for distance in distances)


def _report(
    start: Origin,
    distance: str | float | PublishedRange,
    targets: Sequence[tuple[str, Place]],
    gazetteer: Gazetteer,
    limits: Limits,
    weapon: str | None,
    on_progress: OnProgress | None,
    cancelled: IsCancelled | None,
) -> RangeReport:
    source: str | None = None
    if isinstance(distance, PublishedRange):
        limits = replace(limits, least_m=limits.least_m or distance.least_m)
        source, metres = distance.source, distance.distance_m
    else:
        metres = distance_m(distance) if isinstance(distance, str) else distance
    return RangeReport(
        start.place,
        start.geometry,
        metres,
        outer_envelope(start.geometry, metres, limits, on_progress=on_progress, cancelled=cancelled),
        inner_envelope(start.geometry, metres, limits),
        tuple(_target(name, place, start.geometry, metres, limits, gazetteer) for name, place in targets),
        limits,
        weapon if source is not None else None,
        source,
    )


def draw_range(report: RangeReport, caption: str | None = None) -> DrawnRange:
    """The range as a map draws it, captioned with what it is."""
    published = f"{report.weapon}'s range as published ({report.source})" if report.weapon is not None else "claimed by no source"
    text = caption or f"{_extent_words(report)} from {report.origin.name}: a what-if, {published}"
    return DrawnRange(origin=report.origin.name, distance_m=report.distance_m, outer=report.outer, inner=report.inner, caption=text)


def default_ranges(corpus: Corpus, gazetteer: Gazetteer) -> tuple[DrawnRange, ...]:
    """One range for each event that claims a distance from an origin, captioned as the claim it is."""
    drawn: list[DrawnRange] = []
    for event in corpus.events:
        origin = next((loc for loc in event.places if loc.part is Part.ORIGIN), None)
        claim = claimed_distance(event)
        if origin is None or claim is None:
            continue
        metres = in_metres(claim)
        geometry = shape_of(origin.place, gazetteer)
        try:
            outer, inner = outer_envelope(geometry, metres), inner_envelope(geometry, metres)
        except RangeError:  # an absurd figure in an article ("50,000 km") draws nothing; the claim stays in the ledger
            continue
        caption = _caption(event, claim)
        drawn.append(DrawnRange(outer, inner, caption, metres, origin.place.name, event.id))
    return tuple(drawn)


def claimed_distance(event: Event) -> Claim | None:
    """The distance that most claims of the event agree on within 2 %; of these the one stated exactly, longest unit first."""
    claims = [c for c in event.claims if c.unit in _RANGE_UNITS and in_metres(c) >= _LEAST_M]
    if not claims:
        return None

    def support(claim: Claim) -> int:
        return sum(abs(in_metres(c) - in_metres(claim)) <= 0.02 * in_metres(claim) for c in claims)

    return max(claims, key=lambda c: (support(c), c.comparator is Comparator.EXACT, c.unit == "km"))


def in_metres(claim: Claim) -> float:
    return float(claim.value) * LENGTH_M[claim.unit or "m"]


def _caption(event: Event, claim: Claim) -> str:
    """ "1,500 km claimed by Shoigu; no article names the missiles' targets"."""
    metres = in_metres(claim)
    agreeing = [c for c in event.claims if c.unit in _RANGE_UNITS and abs(in_metres(c) - metres) <= 0.02 * metres]
    speakers = _by_surname([c.speaker for c in agreeing if c.speaker])
    sign = {Comparator.MORE: "over ", Comparator.LESS: "under ", Comparator.ABOUT: "about "}.get(claim.comparator or Comparator.EXACT, "")
    unit = {"nautical mile": "nautical miles", "mi": "miles"}.get(claim.unit or "", claim.unit or "")
    by = f" claimed by {_listed(speakers)}" if speakers else " claimed; no article says by whom"
    text = f"{sign}{float(claim.value):,.0f} {unit}{by}"
    if not any(_is_named_target(loc) for loc in event.places):
        text += "; no article names the targets"
    return text


def _by_surname(speakers: Sequence[str]) -> list[str]:
    """Each speaker once, those named most often first: "Shoigu" and "Sergei Shoigu" are one."""
    full = {s.split()[-1]: s for s in sorted(speakers, key=len)}
    counts = Counter(full[s.split()[-1]] for s in speakers)
    return [name for name, _ in counts.most_common()]


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    shown = list(names[:2])
    more = len(names) - 2
    return f"{shown[0]} and {shown[1]}" if more <= 0 else f"{', '.join(shown)} and {more} more"


def _is_named_target(location: EventLocation) -> bool:
    return location.part is not Part.ORIGIN and location.precision_km < AREA_KM


def _target(name: str, place: Place, origin: BaseGeometry, metres: float, limits: Limits, gazetteer: Gazetteer) -> TargetReach:
    shape, precision_m = target_of(place, gazetteer)
    return TargetReach(name, place, reach(origin, shape, metres, precision_m, limits), not isinstance(shape, Point), precision_m)


def range_record(reports: RangeReport | Sequence[RangeReport]) -> dict[str, Any]:
    """The JSON of `dateline range --json`: that of the first range, and under `ranges` each of several."""
    several = [reports] if isinstance(reports, RangeReport) else list(reports)
    first = several[0]
    record: dict[str, Any] = {
        "origin": {
            "name": first.origin.name,
            "lat": first.origin.position.lat,
            "lon": first.origin.position.lon,
            "geometry": mapping(first.geometry),
        },
        **_one_record(first),
    }
    if len(several) > 1:
        record["ranges"] = [_one_record(report) for report in several]
    return record


def _one_record(report: RangeReport) -> dict[str, Any]:
    record: dict[str, Any] = {
        "distance_m": report.distance_m,
        "outer": mapping(report.outer),
        "inner": mapping(report.inner) if report.inner is not None else None,
        "targets": [_target_record(t) for t in report.targets],
    }
    if report.limits.least_m:
        record["least_distance_m"] = report.limits.least_m
    if report.limits.bearings_deg is not None:
        record["bearings_deg"] = list(report.limits.bearings_deg)
    if report.weapon is not None:
        record |= {"weapon": report.weapon, "source": report.source}
    return record


def _target_record(t: TargetReach) -> dict[str, Any]:
    return {
        "name": t.place.name,
        "lat": t.place.position.lat,
        "lon": t.place.position.lon,
        "verdict": t.reach.verdict.value,
        "least_m": round(t.reach.least_m, 1),
        "greatest_m": round(t.reach.greatest_m, 1),
        "share_least": round(t.reach.share_least, 4),
        "share_greatest": round(t.reach.share_greatest, 4),
        "precision_m": round(t.precision_m, 1),
        "as_area": t.as_area,
    }


def range_features(reports: RangeReport | Sequence[RangeReport]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection: outer and inner of each range, origin and targets, each with its `role`."""
    several = [reports] if isinstance(reports, RangeReport) else list(reports)
    features: list[dict[str, Any]] = []
    for report in several:
        own: dict[str, Any] = {"distance_m": report.distance_m}
        own |= {"weapon": report.weapon, "source": report.source} if report.weapon is not None else {}
        features.append(feature(report.outer, "outer", **own))
        if report.inner is not None:
            features.append(feature(report.inner, "inner", **own))
    first = several[0]
    features.append(feature(first.geometry, "origin", name=first.origin.name))
    for k, t in enumerate(first.targets):
        properties = _target_record(t)
        if len(several) > 1:
            properties["verdicts"] = [{"distance_m": r.distance_m, "verdict": r.targets[k].reach.verdict.value} for r in several]
        features.append(feature(Point(*t.place.position), "target", **properties))
    return {"type": "FeatureCollection", "features": features}


def feature(geometry: BaseGeometry, role: str, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": mapping(geometry), "properties": {"role": role, **properties}}


def range_words(report: RangeReport) -> list[str]:
    """The report as lines for a person, saying how each name was taken."""
    shape = "its outline" if report.geometry.geom_type != "Point" else "a point"
    lines = [f"Within {_extent_words(report)} of {report.origin.name} (measured from {shape})"]
    if report.weapon is not None:
        lines.append(f"That is a range of {report.weapon} as published: {report.source}.")
    if report.inner is None:
        lines.append("No place lies within that distance of every point of it.")
    said = {Verdict.IN: "in reach from everywhere", Verdict.OUT: "out of reach", Verdict.DEPENDS: "depends on the launch point"}
    for t in report.targets:
        known = f", known to {t.precision_m / 1000:g} km" if t.precision_m else ""
        taken = "as an area" if t.as_area else f"as the town{known}" if t.place.feature.startswith("PPL") else f"as a point{known}"
        least, greatest = t.reach.least_m / 1000, t.reach.greatest_m / 1000
        of = f"{share_words(t.reach)} of {report.origin.name}" if t.reach.verdict is Verdict.DEPENDS else ""
        from_where = f"  from {of}" if of and report.geometry.geom_type != "Point" else ""
        verdict = (
            said[t.reach.verdict] if report.geometry.geom_type != "Point" or t.reach.verdict is Verdict.OUT else _of_point(t.reach.verdict)
        )
        lines.append(f"  {t.place.name:<24} {verdict:<28} {least:,.0f}–{greatest:,.0f} km{from_where}  ({t.name!r} taken {taken})")
    return lines


def _of_point(verdict: Verdict) -> str:
    return "in reach" if verdict is Verdict.IN else "depends on where in the target"


def share_words(reach: Reach) -> str:
    """ "67 %", or "12 % (all of it) to 100 % (some of it)" where the target has an extent or is not exactly known."""
    least, greatest = _percent(reach.share_least), _percent(reach.share_greatest)
    return greatest if least == greatest else f"{least} (for all of it) to {greatest} (for some of it)"


def _percent(share: float) -> str:
    if 0 < share < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < share < 1 else f"{share * 100:.0f} %"


def _extent_words(report: RangeReport) -> str:
    least = f"{distance_words(report.limits.least_m)} to " if report.limits.least_m else ""
    bearings = report.limits.bearings_deg
    towards = f" on bearings {bearings[0]:g}° to {bearings[1]:g}°" if bearings is not None else ""
    return f"{least}{distance_words(report.distance_m)}{towards}"


def distance_words(metres: float) -> str:
    return f"{metres / 1000:,.0f} km" if metres >= 1000 else f"{metres:,.0f} m"
