"""Blocks: where mentions that may be one event meet, so that not every one is compared with every other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from geo.events.coreference.nodes import Node, Period
from geo.model import Place

Key = tuple[str, ...]
_ANY, _UNDATED = "any", "undated"
_LONG_DAYS = 60  # a longer period is no help in finding anything; swept 30 to 120: story F1 the same


class Geography:
    """Which places lie in one another, and the blocks in which mentions meet."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self.places = places
        self.meet = lru_cache(maxsize=200_000)(self._meet)

    def _meet(self, a: frozenset[str], b: frozenset[str]) -> bool:
        if a & b:
            return True
        return any(_inside(self.places[p], self.places[q]) or _inside(self.places[q], self.places[p]) for p in a for q in b)

    def keys(self, node: Node) -> list[Key]:
        """The blocks that a mention's cluster is filed in."""
        blocks = [*_things(node), *(key for spot in sorted(node.profile.spots) for key in _filed(self.places[spot]))]
        return [(*block, week) for block in blocks for week in (*_weeks(node.profile.period), _ANY)] + own_blocks(node)

    def meets(self, node: Node) -> Iterator[Key]:
        """The blocks in which a mention looks: those of its weeks and the undated ones, or all where it has no date."""
        weeks = _weeks(node.profile.period)
        blocks = [*_things(node), *(key for spot in sorted(node.profile.spots) for key in _sought(self.places[spot]))]
        yield from own_blocks(node)
        for block in blocks:
            for week in (_ANY,) if weeks == (_UNDATED,) else (*weeks, _UNDATED):
                yield (*block, week)


def _things(node: Node) -> Iterator[Key]:
    profile = node.profile
    for origin in sorted(profile.origins):
        yield ("place", origin)
    for value, unit in sorted(profile.counts):
        yield ("count", f"{value:g}", unit)
    if not profile.spots:
        for country in sorted(profile.wide):
            yield ("doer", country, profile.party or "")
        if profile.party:
            yield ("doer", "", profile.party)


def _filed(place: Place) -> Iterator[Key]:
    """Where a place can be found: under its own name, in what it lies in, and, if others may lie in it, as such."""
    yield ("place", place.id)
    country, division = place.country or "", _division(place)
    if division:
        yield ("in division", country, division)
    yield ("in country", country)
    if not place.feature.startswith("PPL"):
        yield ("division", country, division) if division else ("area", country)


def _sought(place: Place) -> Iterator[Key]:
    """Where places are looked for that a place may lie in or hold."""
    yield ("place", place.id)
    country, division = place.country or "", _division(place)
    if division:
        yield ("division", country, division)
    yield ("area", country)
    if not place.feature.startswith("PPL"):
        yield ("in division", country, division) if division else ("in country", country)


def _division(place: Place) -> str:
    return place.name if place.feature == "ADM1" else place.admin1 or ""


def own_blocks(node: Node) -> list[Key]:
    """Its wording, and its article: where mentions meet before articles are brought together."""
    return [("words", node.words), *(("article", article) for article in sorted(node.articles))]


def _weeks(period: Period | None) -> tuple[str, ...]:
    """The weeks of a period and of the days beside it; undated where there is none or too long a one."""
    if period is None or period.days > _LONG_DAYS:
        return (_UNDATED,)
    return tuple(str(week) for week in range((period.start.toordinal() - 1) // 7, (period.end.toordinal() + 1) // 7 + 1))


def _inside(inner: Place, outer: Place) -> bool:
    if outer.feature.startswith("PPL") or outer.bbox is None or inner.id == outer.id:
        return False
    if outer.feature == "ADM1" and inner.admin1 is not None and inner.country == outer.country:
        return inner.admin1 == outer.name
    west, south, east, north = outer.bbox
    here = inner.position
    across = west <= here.lon <= east if west <= east else here.lon >= west or here.lon <= east
    return south <= here.lat <= north and across
