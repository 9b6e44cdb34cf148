"""Ranges: from a name and a distance to envelopes and verdicts, and those that the corpus's own events claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shapely import Point
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.errors import RangeError
from geo.export import DrawnRange
from geo.gazetteer import Gazetteer
from geo.model import Claim, Comparator, Corpus, Event, EventLocation, Part, Place, Reach, Verdict
from geo.reach import distance_m, inner_envelope, outer_envelope, reach
from geo.resolve import find_one, outline_of

_METRES = {"km": 1000.0, "mi": 1609.344, "nautical mile": 1852.0, "m": 1.0}
_LEAST_M = 50_000.0  # a shorter distance in an event with an origin is a separation or an offset, not a range
_AREA_KM = 25.0  # places that reach farther than this are measured as areas, by their outline


@dataclass(frozen=True, slots=True)
class TargetReach:
    name: str  # as asked for
    place: Place
    reach: Reach
    as_area: bool


@dataclass(frozen=True, slots=True)
class RangeReport:
    """A range from a place's real shape. `inner` is None where no point lies within the distance of the whole origin."""

    origin: Place
    geometry: BaseGeometry
    distance_m: float
    outer: BaseGeometry
    inner: BaseGeometry | None
    targets: tuple[TargetReach, ...]


def range_of(origin: str, distance: str | float, targets: Sequence[str], gazetteer: Gazetteer) -> RangeReport:
    """What lies within `distance` ("1500km", or metres) of a place, and the verdict on each target.

    A bare "Hama" is the city, "Hama province" the area. Raises PlaceNotFound and RangeError.
    """
    metres = distance_m(distance) if isinstance(distance, str) else distance
    place = find_one(origin, gazetteer)
    geometry = _shape(place, gazetteer)
    found = [(name, find_one(name, gazetteer, near=place.position)) for name in targets]
    return RangeReport(
        place,
        geometry,
        metres,
        outer_envelope(geometry, metres),
        inner_envelope(geometry, metres),
        tuple(_target(name, target, geometry, metres, gazetteer) for name, target in found),
    )


def draw_range(report: RangeReport, caption: str | None = None) -> DrawnRange:
    """The range as a map draws it, captioned with what it is."""
    text = caption or f"{_distance_words(report.distance_m)} from {report.origin.name}: a what-if, claimed by no source"
    return DrawnRange(origin=report.origin.name, distance_m=report.distance_m, outer=report.outer, inner=report.inner, caption=text)


def default_ranges(corpus: Corpus, gazetteer: Gazetteer) -> tuple[DrawnRange, ...]:
    """One range for each event that claims a distance from an origin, captioned as the claim it is."""
    drawn: list[DrawnRange] = []
    for event in corpus.events:
        origin = next((loc for loc in event.places if loc.part is Part.ORIGIN), None)
        claim = _claimed_distance(event)
        if origin is None or claim is None:
            continue
        metres = _in_metres(claim)
        geometry = outline_of(origin.place, gazetteer) or Point(*origin.place.position)
        try:
            outer, inner = outer_envelope(geometry, metres), inner_envelope(geometry, metres)
        except RangeError:  # an absurd figure in an article ("50,000 km") draws nothing; the claim stays in the ledger
            continue
        caption = _caption(event, claim)
        drawn.append(DrawnRange(outer, inner, caption, metres, origin.place.name, event.id))
    return tuple(drawn)


def _claimed_distance(event: Event) -> Claim | None:
    """The distance that most claims of the event agree on within 2 %; of these the one stated exactly, longest unit first."""
    claims = [c for c in event.claims if c.unit in _METRES and _in_metres(c) >= _LEAST_M]
    if not claims:
        return None

    def support(claim: Claim) -> int:
        return sum(abs(_in_metres(c) - _in_metres(claim)) <= 0.02 * _in_metres(claim) for c in claims)

    return max(claims, key=lambda c: (support(c), c.comparator is Comparator.EXACT, c.unit == "km"))


def _in_metres(claim: Claim) -> float:
    return float(claim.value) * _METRES[claim.unit or "m"]


def _caption(event: Event, claim: Claim) -> str:
    """ "1,500 km claimed by Shoigu; no article names the missiles' targets"."""
    metres = _in_metres(claim)
    agreeing = [c for c in event.claims if c.unit in _METRES and abs(_in_metres(c) - metres) <= 0.02 * metres]
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
    return location.part is not Part.ORIGIN and location.precision_km < _AREA_KM


def _shape(place: Place, gazetteer: Gazetteer) -> BaseGeometry:
    return outline_of(place, gazetteer) or Point(*place.position)


def _target(name: str, place: Place, origin: BaseGeometry, metres: float, gazetteer: Gazetteer) -> TargetReach:
    outline = outline_of(place, gazetteer) if place.extent_km > _AREA_KM else None
    result = reach(origin, outline if outline is not None else place.position, metres)
    return TargetReach(name, place, result, outline is not None)


def range_record(report: RangeReport) -> dict[str, Any]:
    """The JSON of `dateline range --json`."""
    return {
        "origin": {
            "name": report.origin.name,
            "lat": report.origin.position.lat,
            "lon": report.origin.position.lon,
            "geometry": mapping(report.geometry),
        },
        "distance_m": report.distance_m,
        "outer": mapping(report.outer),
        "inner": mapping(report.inner) if report.inner is not None else None,
        "targets": [
            {
                "name": t.place.name,
                "lat": t.place.position.lat,
                "lon": t.place.position.lon,
                "verdict": t.reach.verdict.value,
                "least_m": round(t.reach.least_m, 1),
                "greatest_m": round(t.reach.greatest_m, 1),
            }
            for t in report.targets
        ],
    }


def range_features(report: RangeReport) -> dict[str, Any]:
    """A GeoJSON FeatureCollection: outer, inner, origin and targets, each with its `role`."""
    features = [_feature(report.outer, "outer", distance_m=report.distance_m)]
    if report.inner is not None:
        features.append(_feature(report.inner, "inner", distance_m=report.distance_m))
    features.append(_feature(report.geometry, "origin", name=report.origin.name))
    for t in report.targets:
        point = Point(*t.place.position)
        extra = {"name": t.place.name, "verdict": t.reach.verdict.value, "least_m": t.reach.least_m, "greatest_m": t.reach.greatest_m}
        features.append(_feature(point, "target", **extra))
    return {"type": "FeatureCollection", "features": features}


def _feature(geometry: BaseGeometry, role: str, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": mapping(geometry), "properties": {"role": role, **properties}}


def range_words(report: RangeReport) -> list[str]:
    """The report as lines for a person, saying how each name was taken."""
    shape = "its outline" if report.geometry.geom_type != "Point" else "a point"
    lines = [f"Within {_distance_words(report.distance_m)} of {report.origin.name} (measured from {shape})"]
    if report.inner is None:
        lines.append("No place lies within that distance of every point of it.")
    said = {Verdict.IN: "in reach from everywhere", Verdict.OUT: "out of reach", Verdict.DEPENDS: "depends on the launch point"}
    for t in report.targets:
        taken = "as an area" if t.as_area else "as the town" if t.place.feature.startswith("PPL") else "as a point"
        least, greatest = t.reach.least_m / 1000, t.reach.greatest_m / 1000
        lines.append(f"  {t.place.name:<24} {said[t.reach.verdict]:<28} {least:,.0f}–{greatest:,.0f} km  ({t.name!r} taken {taken})")
    return lines


def _distance_words(metres: float) -> str:
    return f"{metres / 1000:,.0f} km" if metres >= 1000 else f"{metres:,.0f} m"
