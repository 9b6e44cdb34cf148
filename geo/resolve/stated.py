"""Answers held against what the text says of where a place lies: "Kupino in Belgorod region" is no Kupino of Siberia.

A gazetteer that lacks the village that is meant often holds a namesake. The trees weigh that against fame and neighbours; here
the text has the last word, since a pin in another province than the reported one is worse than none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.lexicon.places import place_words
from geo.model import Mention, Place
from geo.resolve.containment import contains, km_between, km_outside
from geo.resolve.rows import COUNTRY, FIRST, LOWER, REGION, SECOND, WATER, Rows

ALONE_KM = 1000.0  # from all else that the article names, a small place is a namesake more often than not
SMALL_LOG_PEOPLE = 4.7  # fifty thousand
BESIDE_KM = 60.0  # as far outside, a place may still be the one: boxes are rough, borders move, and reporters err
_DIVISIONS = (COUNTRY, FIRST, SECOND, LOWER)


def outer_senses(rows: Rows, mentions: Sequence[Mention]) -> Mapping[int, tuple[int, ...]]:
    """For each sense the senses of the names that the text says it lies in, those that only contain a container left out.

    Of "Denver, Louisville, Ky." the text's commas put Louisville in Kentucky, and Denver, if anywhere, in Louisville.
    """
    owner = {k: number for number, s in enumerate(rows.senses) for k in s.mentions}
    found: dict[int, tuple[int, ...]] = {}
    for k, mention in enumerate(mentions):
        behind = {further for c in mention.clues.containers for further in mentions[c].clues.containers}
        direct = (owner[c] for c in mention.clues.containers if c not in behind and owner[c] != owner[k])
        found[owner[k]] = tuple(dict.fromkeys((*found.get(owner[k], ()), *direct)))
    return found


def stated_outside(place: Place, outer: Sequence[Place]) -> tuple[Place, float] | None:
    """The stated area that a place lies outside of, with how many kilometres; None where it lies in one of them, or none is known."""
    if not outer or any(contains(o, place) or contains(place, o) or o.id == place.id for o in outer):
        return None
    area, *others = outer
    if any(not contains(area, o) and not contains(o, area) for o in others):
        return None  # a list of towns with their states, of which the commas do not tell which goes with which
    return area, km_outside(place, area)


def beside_senses(rows: Rows, mentions: Sequence[Mention]) -> Mapping[int, tuple[int, float, float | None]]:
    """Senses that the text puts beside another ("A, 10 km east of B"): that one, how far off it lies at most, and on which side."""
    owner = {k: number for number, s in enumerate(rows.senses) for k in s.mentions}
    found: dict[int, tuple[int, float, float | None]] = {}
    for k, mention in enumerate(mentions):
        other = mention.clues.beside
        if other is None and mention.clues.group is not None:  # "A and B, west of C": what is said of B is said of A
            mates = (m.clues for m in mentions if m.clues.group == mention.clues.group and m.passage == mention.passage)
            other = next((m.beside for m in mates if m.beside is not None), None)
        said = mentions[other].clues.displacement if other is not None else None
        if other is not None and said is not None and owner.get(k, -1) != owner.get(other, -1):
            found.setdefault(owner[k], (owner[other], said.reach_km, said.bearing_deg))
    return found


def town_senses(rows: Rows, mentions: Sequence[Mention]) -> Mapping[int, int]:
    """For each sense that the text puts "in" another that other sense; what stands behind a bare comma may be the next of a list."""
    owner = {k: number for number, s in enumerate(rows.senses) for k in s.mentions}
    found: dict[int, int] = {}
    for k, mention in enumerate(mentions):
        for c in mention.clues.containers[:1]:
            between = mentions[c].span.start - mention.span.end
            if between >= len(" in ") and owner[c] != owner[k]:
                found.setdefault(owner[k], owner[c])
    return found


def quarters(rows: Rows, mentions: Sequence[Mention]) -> frozenset[int]:
    """The senses that the text calls a part of some town; a district is one of a province as often."""
    words = place_words().quarters
    return frozenset(n for n, sense in enumerate(rows.senses) if any(mentions[k].clues.head in words for k in sense.mentions))


def areas_of(sense: int, rows: Rows, outer: Mapping[int, tuple[int, ...]], settled: Mapping[int, int]) -> tuple[Place, ...]:
    """The countries and divisions that the text puts a sense in, as far as they are settled; the nearest said first."""
    found = [settled[o] for o in outer.get(sense, ()) if o in settled and rows.sort[settled[o]] in _DIVISIONS]
    return tuple(rows.candidates[row].place for row in found)


def stands_alone(sense: int, rows: Rows, settled: Mapping[int, int]) -> bool:
    """Whether a small place lies in no country of the article, and far from everything that it names: a beach of that name elsewhere."""
    row = settled[sense]
    place = rows.candidates[row].place
    if rows.sort[row] in (COUNTRY, FIRST, REGION, WATER) or rows.people[row] >= SMALL_LOG_PEOPLE:
        return False
    name = rows.senses[sense].name
    others = [r for s, r in settled.items() if s != sense and rows.senses[s].name != name]
    if len(others) < 2 or any(rows.candidates[r].place.country == place.country for r in others):
        return False
    return all(km_between(place.position, rows.candidates[r].place.position) > ALONE_KM for r in others)
