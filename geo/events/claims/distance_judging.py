"""Distances that articles state, tied to the places of their events and held against geometry.

What a claim can be depends on its kind. A straight line is a distance between origin and target; a way flown is at least that
long; a system's range must reach the target, and may reach farther. Which is right is for the reader to say: what is judged
is whether the words and the map fit together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.events.claims.distance_claims import DistanceKind, StatedDistance, stated_distances
from geo.model import Analysis, Article, Comparator, Corpus, Event, EventLocation, EventMention, EventType, Part, Place, Span
from geo.reach import Aim, LaunchArea, launch_area, span_m
from geo.reading import read

_AREA_KM = 25.0  # places that reach farther than this are measured by their outline
_LAUNCHES = frozenset({EventType.MISSILE_ATTACK, EventType.AIR_STRIKE, EventType.OPERATIONS})
_MEASURED = frozenset({DistanceKind.FLOWN, DistanceKind.STRAIGHT, DistanceKind.RANGE})
_ABOUT = 0.1  # "about" and "nearly" leave a tenth
_ROUNDED = 0.05  # a figure in hundreds is rounded to a twentieth at most

Outlines = Callable[[Place], BaseGeometry | None]


class Fit(StrEnum):
    FITS = "fits"
    PART = "fits from part of the area"
    FLOWN_ONLY = "fits only as flown distance"
    IMPOSSIBLE = "cannot be"
    UNTIED = "tied to no place"


@dataclass(frozen=True, slots=True)
class JudgedDistance:
    """A stated distance with its event's places and the verdict; `reasons` are sentences with the numbers.

    `least_m` and `greatest_m` are the straight lines possible between origin and targets. `share` is that of the origin from
    where the claim can hold, from some to all of the targets' area, None where it was not needed. `event` is an id.
    """

    article: str
    span: Span
    said: str
    metres: float
    comparator: Comparator
    kind: DistanceKind
    event: str | None
    speaker: str | None
    origin: Place | None
    targets: tuple[Place, ...]
    verdict: Fit
    least_m: float | None
    greatest_m: float | None
    share: tuple[float, float] | None
    conversion: str | None
    reasons: tuple[str, ...]


def judge_distances(corpus: Corpus, outlines: Outlines) -> tuple[JudgedDistance, ...]:
    """Every distance that the corpus's articles state, in their order, each with its verdict. Duplicates are passed over."""
    event_of = {mention.id: event for event in corpus.events for mention in event.mentions}
    measured: dict[tuple[str, ...], _Geometry] = {}
    found: list[JudgedDistance] = []
    for article in corpus.articles:
        analysis = corpus.analyses.get(article.id)
        if analysis is None or not article.analysed or article.duplicate_of is not None:
            continue
        for stated in stated_distances(read(article)):
            found.append(_judged(article, analysis, stated, event_of, outlines, measured))
    return tuple(found)


# --- tying ------------------------------------------------------------------------------------------------------------


def _judged(
    article: Article,
    analysis: Analysis,
    stated: StatedDistance,
    event_of: Mapping[str, Event],
    outlines: Outlines,
    measured: dict[tuple[str, ...], _Geometry],
) -> JudgedDistance:
    mention, why = _tied(analysis, stated, event_of)
    event = event_of.get(mention.id) if mention is not None else None
    origin = _origin(event) if event is not None and stated.kind in _MEASURED else None
    targets = _targets(event) if event is not None and origin is not None else ()
    reasons: list[str] = [why] if why else []
    verdict, share = Fit.UNTIED, None
    geometry: _Geometry | None = None
    if origin is None or not targets:
        reasons.append(_untied(stated, event, origin))
    else:
        key = (origin.place.id, *(t.place.id for t in targets))
        if key not in measured:
            measured[key] = _Geometry.of(origin, targets, outlines)
        geometry = measured[key]
        verdict, share, words = _verdict(stated, geometry)
        reasons += words
    conversion = None
    if stated.conversion is not None:
        agree = "agree" if stated.conversion.agrees else f"do not agree: {stated.conversion.said} are {_km(stated.conversion.metres)}"
        conversion = f"{stated.said} {agree}" if stated.conversion.agrees else f"the two figures of {stated.said} {agree}"
        reasons.append(f"The figure and its conversion {agree}.")
    kept = event is not None and stated.kind in _MEASURED
    beside = (m.attribution for m in (mention, *analysis.events) if m is not None and m.span.contains(stated.span))
    said_by = next((said.speaker for said in beside if said is not None), None)
    return JudgedDistance(
        article.id,
        stated.span,
        stated.said,
        stated.metres,
        stated.comparator,
        stated.kind,
        event.id if kept and event is not None else None,
        said_by,
        origin.place if origin is not None else None,
        tuple(t.place for t in targets),
        verdict,
        geometry.least_m if geometry is not None else None,
        geometry.greatest_m if geometry is not None else None,
        share,
        conversion,
        tuple(reasons),
    )


def _tied(analysis: Analysis, stated: StatedDistance, event_of: Mapping[str, Event]) -> tuple[EventMention | None, str | None]:
    """The mention whose event a distance belongs to: the one that counts it, one of its passage, else the article's launch."""
    known = [m for m in analysis.events if m.id in event_of]
    counting = [m for m in known if any(q.span.overlaps(stated.span) for q in m.quantities)]
    beside = [m for m in known if m.span.contains(stated.span)]
    for group in (counting, beside):
        tied = next((m for m in group if _origin(event_of[m.id]) is not None), None)
        if tied is not None:
            return tied, None
    if stated.kind in _MEASURED:
        launches = [m for m in known if m.type in _LAUNCHES and _origin(event_of[m.id]) is not None]
        if len({event_of[m.id].id for m in launches}) == 1:
            nearest = min(launches, key=lambda m: abs(m.trigger.start - stated.span.start))
            return nearest, "Its passage names no origin; it is tied to the only launch that the article reports."
    return next(iter((*counting, *beside)), None), None


def _origin(event: Event) -> EventLocation | None:
    return next((location for location in event.places if location.part is Part.ORIGIN), None)


def _targets(event: Event) -> tuple[EventLocation, ...]:
    """The towns and sites that were aimed at, else the areas; a way flown over is no target."""
    others = [loc for loc in event.places if loc.part in (Part.TARGET, Part.LOCATION)]
    precise = [loc for loc in others if loc.precision_km < _AREA_KM]
    return tuple(precise or others)


def _untied(stated: StatedDistance, event: Event | None, origin: EventLocation | None) -> str:
    if stated.kind is DistanceKind.SEPARATION:
        return "It is how far moving things keep from one another, and belongs to no place."
    if stated.kind is DistanceKind.OFFSET:
        return "It says where a place lies, and is part of how precisely that place is known."
    if stated.kind is DistanceKind.EXTENT:
        return "It is a size or a height, and no distance between places."
    if event is None:
        return "No event with places is reported with it."
    return "Its event has no origin to measure from." if origin is None else "No source names a place that was aimed at."


# --- measuring --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Geometry:
    origin: EventLocation
    targets: tuple[EventLocation, ...]
    shape: BaseGeometry
    aims: tuple[Aim, ...]
    least_m: float
    greatest_m: float

    @classmethod
    def of(cls, origin: EventLocation, targets: Sequence[EventLocation], outlines: Outlines) -> _Geometry:
        shape = outlines(origin.place) or Point(*origin.place.position)
        aims: list[Aim] = []
        for target in targets:
            outline = outlines(target.place) if target.place.extent_km > _AREA_KM else None
            precision_m = 0.0 if outline is not None else target.precision_km * 1000
            aims.append(Aim(outline if outline is not None else Point(*target.place.position), precision_m))
        spans = [span_m(shape, aim.geometry, aim.precision_m) for aim in aims]
        return cls(origin, tuple(targets), shape, tuple(aims), min(s[0] for s in spans), max(s[1] for s in spans))

    def within(self, distance_m: float) -> LaunchArea:
        return launch_area(self.shape, self.aims, distance_m)

    @property
    def aimed(self) -> str:
        names = [t.place.name for t in self.targets]
        if len(names) < 3:
            return _the(" and ".join(names))
        return f"{names[0]} and {len(names) - 1} more places"

    @property
    def words(self) -> str:
        span = _range_words(self.least_m, self.greatest_m)
        return f"From {_the(self.origin.place.name)} to {self.aimed} it is {span} in a straight line"


Verdict = tuple[Fit, tuple[float, float] | None, list[str]]  # how it fits, the share of the origin from which it does, and why


def _verdict(stated: StatedDistance, found: _Geometry) -> Verdict:
    lower, upper = _bounds(stated)
    said = stated.said
    reasons = [f"{found.words}."]
    if lower <= stated.metres <= upper and stated.comparator in (Comparator.EXACT, Comparator.ABOUT):
        reasons.append(f"{said[:1].upper()}{said[1:]} is taken as {_range_words(lower, upper)}.")
    if stated.kind is DistanceKind.RANGE:
        return _of_range(stated, found, upper, reasons)
    if stated.kind is DistanceKind.FLOWN:
        return _of_way_flown(stated, found, lower, upper, reasons)
    return _of_straight_line(stated, found, lower, upper, reasons)


def _of_range(stated: StatedDistance, found: _Geometry, upper: float, reasons: list[str]) -> Verdict:
    """How far a weapon reaches."""
    more = stated.comparator is Comparator.MORE
    if found.least_m > upper and not more:
        reasons.append(f"No part of {_the(found.origin.place.name)} is so near: a system with that range reaches no target from it.")
        return Fit.IMPOSSIBLE, (0.0, 0.0), reasons
    if more:
        reasons.append("A range greater than that sets no limit to what was reached.")
        if found.least_m <= stated.metres < found.greatest_m:
            reasons.append(_from_part(found, stated.metres, "even with no more than that"))
        return Fit.FITS, None, reasons
    if found.greatest_m <= upper:
        reasons.append("It covers the farthest of them.")
        return Fit.FITS, None, reasons
    return _partly(found, stated.metres, reasons, "with that range")


def _of_way_flown(stated: StatedDistance, found: _Geometry, lower: float, upper: float, reasons: list[str]) -> Verdict:
    """How long a way was flown, which may wind."""
    more = stated.comparator is Comparator.MORE
    if found.least_m > upper and not more:
        reasons.append("A way flown is never shorter than the straight line.")
        return Fit.IMPOSSIBLE, (0.0, 0.0), reasons
    if found.greatest_m < lower:
        reasons.append("It is longer than any straight line between them: it can only be the way flown.")
        return Fit.FLOWN_ONLY, None, reasons
    if more or found.greatest_m <= upper:
        reasons.append("A way flown may be longer than the straight line.")
        return Fit.FITS, None, reasons
    reasons.append("A way flown is never shorter than the straight line.")
    return _partly(found, stated.metres, reasons, "along such a way")


def _of_straight_line(stated: StatedDistance, found: _Geometry, lower: float, upper: float, reasons: list[str]) -> Verdict:
    """How far two places are from each other."""
    if found.greatest_m < lower:
        reasons.append("No straight line between them is so long: it can only be the way flown.")
        return Fit.FLOWN_ONLY, (0.0, 0.0), reasons
    if found.least_m > upper:
        reasons.append("No straight line between them is so short.")
        return Fit.IMPOSSIBLE, (0.0, 0.0), reasons
    if lower <= found.least_m and found.greatest_m <= upper:
        return Fit.FITS, None, reasons
    if stated.comparator is Comparator.LESS:
        return _partly(found, stated.metres, reasons, "along such a way")
    if stated.comparator is Comparator.MORE:
        beyond = _beyond(found, stated.metres)
        reasons.append(f"{_shares(f'beyond {_km(stated.metres)}', beyond, found)}.")
        return Fit.PART, beyond, reasons
    near = _between(found.within(lower), found.within(upper))
    reasons.append(f"{_shares('at that distance', near, found)}.")
    return Fit.PART, near, reasons


def _partly(found: _Geometry, metres: float, reasons: list[str], how: str) -> tuple[Fit, tuple[float, float], list[str]]:
    area = found.within(metres)
    reasons.append(_from_part(found, metres, how))
    return Fit.PART, (area.sure_share, area.share), reasons


def _from_part(found: _Geometry, metres: float, how: str) -> str:
    area = found.within(metres)
    return f"{_shares(f'within {_km(metres)}', (area.sure_share, area.share), found)}: {how} it can be reached from there."


def _beyond(found: _Geometry, metres: float) -> tuple[float, float]:
    """Shares of the origin from which all, and from which some, of the target lies farther than a distance."""
    area = found.within(metres)
    return 1 - area.share, 1 - area.sure_share


def _between(inner: LaunchArea, outer: LaunchArea) -> tuple[float, float]:
    """The share of the origin from which the target may lie between two distances; the lower bound is that of a point."""
    return max(0.0, outer.sure_share - inner.share), max(0.0, outer.share - inner.sure_share)


def _bounds(stated: StatedDistance) -> tuple[float, float]:
    """What the words leave open: "about 930 miles" a tenth either way, "1,500 km" what it may have been rounded from."""
    top = stated.upper_m or stated.metres
    if stated.comparator is Comparator.MORE:
        return stated.metres, float("inf")
    if stated.comparator is Comparator.LESS:
        return 0.0, top
    give = _ABOUT * stated.metres if stated.comparator is Comparator.ABOUT else min(stated.step_m / 2, _ROUNDED * stated.metres)
    return stated.metres - give, top + give


# --- words ------------------------------------------------------------------------------------------------------------


def _shares(where: str, share: tuple[float, float], found: _Geometry) -> str:
    """ "From 12 % of the Caspian Sea all of Syria lies within 1,500 km, from 100 % some of it"."""
    least, greatest = (_percent(s) for s in share)
    origin = _the(found.origin.place.name)
    if least == greatest:
        return f"From {least} of {origin} {found.aimed} lies {where}"
    whole = f"all of {found.aimed}" if len(found.targets) == 1 else "each of them"
    return f"From {least} of {origin} {whole} lies {where}, from {greatest} some of it"


def _percent(share: float) -> str:
    if 0 < share < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < share < 1 else f"{share * 100:.0f} %"


def _range_words(least_m: float, greatest_m: float) -> str:
    if round(least_m / 1000) == round(greatest_m / 1000):
        return _km(greatest_m)
    return f"{least_m / 1000:,.0f} to {_km(greatest_m)}"


def _km(metres: float) -> str:
    return f"{metres / 1000:,.0f} km" if metres >= 10_000 else f"{metres / 1000:,.1f} km"


def _the(name: str) -> str:
    return f"the {name}" if name.endswith((" Sea", " Gulf", " Ocean", " Strait", " province")) else name
