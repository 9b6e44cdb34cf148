"""A name typed by a person → places, best first; without an article there is only the name, a country and a neighbour."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pyproj import Geod

from geo.errors import PlaceNotFound
from geo.gazetteer import Gazetteer
from geo.lexicon.places import place_words
from geo.model import Candidate, Clues, Kind, LonLat, Match, Mention, Place, Role, Span
from geo.resolve.derived import derive
from geo.resolve.rank import rank_alone

_GEOD = Geod(ellps="WGS84")
_NEAR_KM = 300.0  # scale of the pull of --near


@dataclass(frozen=True, slots=True)
class Located:
    """A place that a typed name may mean. `score` is between 0 and 1 over the candidates shown."""

    place: Place
    matched_name: str
    how: Match
    score: float
    reasons: tuple[str, ...]


def locate(
    name: str, gazetteer: Gazetteer, *, near: LonLat | None = None, country: str | None = None, limit: int = 10
) -> tuple[Located, ...]:
    """Places that a name may mean, best first; "Hama province" asks for the area, "western Syria" for a part.

    `country` is an ISO 3166-1 alpha-2 code that candidates must have; `near` pulls candidates towards a point.
    Returns an empty tuple where nothing matches.
    """
    text, clues, demonym = _read(name, gazetteer)
    mention = Mention("", Span(0, len(text)), text, 0, Kind.DEMONYM if demonym else Kind.LITERAL, Role.CONTEXT, 1.0, clues)
    found: list[tuple[float, Candidate, tuple[str, ...]]] = []
    for candidate, score, reasons in rank_alone(mention, gazetteer):
        if country is not None and candidate.place.country != country.upper():
            continue
        if near is not None:
            _, _, metres = _GEOD.inv(near.lon, near.lat, candidate.place.position.lon, candidate.place.position.lat)
            score += 4.0 * math.exp(-float(metres) / 1000 / _NEAR_KM)
        found.append((score, candidate, reasons))
    found.sort(key=lambda item: (-item[0], item[1].place.id))
    found = found[:limit]
    if not found:
        return ()
    top = found[0][0]
    total = sum(math.exp(score - top) for score, _, _ in found)
    area = clues.head if clues.head in {"airspace", "coast", "border"} else None
    return tuple(
        Located(
            derive(c.place, gazetteer, modifier=clues.modifier, head=area, said=text),
            c.matched_name,
            c.how,
            round(math.exp(score - top) / total * c.similarity, 3),
            reasons,
        )
        for score, c, reasons in found
    )


def find_one(name: str, gazetteer: Gazetteer, *, near: LonLat | None = None, country: str | None = None) -> Place:
    """The place that a typed name means. Raises PlaceNotFound, with near spellings, where none matches closely."""
    found = locate(name, gazetteer, near=near, country=country, limit=60)
    sure = [f for f in found if f.how in (Match.EXACT, Match.FOLDED, Match.ARTICLE)]
    if sure:
        return sure[0].place
    parts = {f.place.id: f.place for f in found if f.how is Match.PART}
    if len(parts) == 1:  # "al-Sayyad" is part of one name only, Tall as-Sayyad; the place says that its identity is in doubt
        return next(iter(parts.values()))
    raise PlaceNotFound(name, tuple(dict.fromkeys(f.place.name for f in found)))


def _read(name: str, gazetteer: Gazetteer) -> tuple[str, Clues, bool]:
    """Take generic heads and modifiers off a typed name: "the Hama province", "northern Aleppo", "Turkish airspace"."""
    words = place_words()
    text = " ".join(name.split())
    if gazetteer.exact(text):
        return text, Clues(), False
    parts = text.split(" ")
    if parts[0].lower() == "the" and len(parts) > 1:
        parts = parts[1:]
    head: str | None = None
    modifier: str | None = None
    if len(parts) > 1 and (last := parts[-1].lower()) in {*words.heads, *words.areas}:
        area = words.areas.get(last)
        head = area if area in {"airspace", "coast", "border"} else last
        parts = parts[:-1]
    elif len(parts) > 2 and parts[1].lower() == "of" and parts[0].lower() in words.heads:
        head, parts = parts[0].lower(), parts[2:]
    if len(parts) > 1 and parts[0].lower() in words.modifiers:
        modifier, parts = parts[0].lower(), parts[1:]
    rest = " ".join(parts)
    if head is None and modifier is None:
        return rest, Clues(), False
    demonym = any(c.name_kind in {"demonym", "adjective"} for c in gazetteer.exact(rest)) and head is not None
    return rest, Clues(head=head, modifier=modifier), demonym
