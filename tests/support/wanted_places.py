"""What a test wants to be read of the names in a text, said in a line each, and the complaints where it was read otherwise."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo.model import Analysis, Mention, Place, Resolution, Role

Tell = Callable[..., tuple[object, Analysis]]


@dataclass(frozen=True)
class Read:
    """What the program made of one occurrence of some words."""

    said: str
    mentions: tuple[tuple[Mention, Resolution], ...]

    @property
    def place(self) -> Place | None:
        return next((r.place for _, r in self.mentions if r.place is not None), None)

    def __str__(self) -> str:
        if not self.mentions:
            return f'"{self.said}" is no mention'
        shown = [f"{m.text!r} ({m.role}, {m.kind}) -> {_shown(r)}" for m, r in self.mentions]
        return f'"{self.said}": ' + "; ".join(shown)


def _shown(resolution: Resolution) -> str:
    place = resolution.place
    if place is None:
        return "no place" + (f", between {[_named(a.place) for a in resolution.alternatives[:3]]}" if resolution.alternatives else "")
    return _named(place)


def _named(place: Place) -> str:
    return f"{place.name} {place.feature} {place.country} {place.position.lat:.2f},{place.position.lon:.2f}"


Check = Callable[[Read], bool]


@dataclass(frozen=True)
class Expect:
    said: str
    wanted: str
    check: Check
    nth: int = 0  # which occurrence of the words


def _km(place: Place, lat: float, lon: float) -> float:
    return 111.2 * math.hypot(place.position.lat - lat, (place.position.lon - lon) * math.cos(math.radians(lat)))


def spot(said: str, lat: float, lon: float, *, nth: int = 0, km: float = 25.0) -> Expect:
    """A town or the like, within `km` of the point; no division, though that may have its point there."""

    def check(read: Read) -> bool:
        place = read.place
        return place is not None and place.feature[:3] not in ("ADM", "PCL", "RGN") and _km(place, lat, lon) <= km

    return Expect(said, f"the town at {lat}, {lon}", check, nth)


def area(said: str, country: str, *, near: tuple[float, float] | None = None, nth: int = 0) -> Expect:
    """A division of the country, its middle within 250 km of a point; without a point the country itself."""

    def check(read: Read) -> bool:
        place = read.place
        if place is None or place.country != country:
            return False
        if near is None:
            return place.feature.startswith("PCL")
        return place.feature.startswith(("ADM", "RGN")) and _km(place, *near) <= 250  # RGN: a part of one, "northern Hama province"

    return Expect(said, f"the country {country}" if near is None else f"a division of {country} round {near}", check, nth)


def placed(said: str, *, nth: int = 0) -> Expect:
    """Some place, whichever outline the gazetteer has for it."""
    return Expect(said, "a place", lambda r: r.place is not None, nth)


def nowhere(said: str, *, nth: int = 0) -> Expect:
    """No place at all: neither placed nor kept as a place without a point."""
    return Expect(said, "no place", lambda r: not r.mentions, nth)


def apart(said: str, *, nth: int = 0) -> Expect:
    """Nothing is drawn there: not found, or in another role than event."""
    return Expect(said, "no scene of an event", lambda r: all(m.role is not Role.EVENT for m, _ in r.mentions), nth)


def scene(said: str, *, nth: int = 0) -> Expect:
    """Something is reported to happen there."""
    return Expect(said, "the scene of an event", lambda r: any(m.role is Role.EVENT for m, _ in r.mentions), nth)


def unknown(said: str, *, nth: int = 0) -> Expect:
    """A mention that has no place: kept, and not moved to a neighbour."""

    def check(read: Read) -> bool:
        return bool(read.mentions) and read.place is None

    return Expect(said, "a mention without a place", check, nth)


def open_between(said: str, one: tuple[float, float], other: tuple[float, float], *, nth: int = 0) -> Expect:
    """No place is chosen, and both answers stand among the alternatives."""

    def check(read: Read) -> bool:
        if not read.mentions or read.place is not None:
            return False
        offered = [a.place for _, r in read.mentions for a in r.alternatives]
        return all(any(_km(p, *where) < 30 for p in offered) for where in (one, other))

    return Expect(said, f"open between {one} and {other}", check, nth)


def _find(text: str, expect: Expect) -> int:
    at = -1
    for _ in range(expect.nth + 1):
        at = text.index(expect.said, at + 1)
    return at


def _read(analysis: Analysis, text: str, expect: Expect) -> Read:
    start = _find(text, expect)
    end = start + len(expect.said)
    pairs = zip(analysis.mentions, analysis.resolutions, strict=True)
    return Read(expect.said, tuple((m, r) for m, r in pairs if m.span.start < end and start < m.span.end))


def complaints(tell: Tell, text: str, expected: Sequence[Expect]) -> list[str]:
    _, analysis = tell(text)
    reads = [(e, _read(analysis, text, e)) for e in expected]
    return [f"wanted {e.wanted}, got {r}" for e, r in reads if not e.check(r)]
