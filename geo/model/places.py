"""Where: names in a text, the places of a gazetteer that they may mean, and which one was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from geo.model.texts import Span


class LonLat(NamedTuple):
    lon: float
    lat: float


class Bbox(NamedTuple):
    """West, south, east, north in degrees; west > east crosses the 180th meridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a gazetteer. `extent_km` is the radius its feature covers; `area` names its outline, where one is known."""

    id: str  # "geonames:168620"
    name: str
    position: LonLat
    feature: str  # GeoNames feature code: PPL, ADM1, PCLI, SEA, RGN, AIRB …
    country: str | None = None  # ISO 3166-1 alpha-2
    admin1: str | None = None  # name of the first-level division
    population: int = 0
    extent_km: float = 1.0
    bbox: Bbox | None = None
    area: str | None = None
    gazetteer: str = "builtin"
    note: str | None = None  # what a user must know ("nearest fit; identity uncertain")
    identity_uncertain: bool = False
    identifiers: tuple[str, ...] = ()  # codes by which others know the place: "PCODE: SY0102"


class GeometryKind(StrEnum):
    """What a place is drawn as. A corridor lies between two places, a sector in a direction from one."""

    POINT = "point"
    AREA = "area"
    CORRIDOR = "corridor"
    SECTOR = "sector"


SPOT_UP_TO_KM = 12.0
"""Sites that extend farther are areas. The largest camps and bases reach 8 km; the smallest divisions 15."""

AREA_FEATURES = frozenset({"SEA", "GULF", "STRT", "OCN", "BAY", "LK", "RGN", "RGNE", "AREA", "CONT", "ISLS", "PEN", "DSRT"})
_AREA_PREFIXES = ("PCL", "ADM", "TERR")
_SETTLEMENTS = ("PPL", "STLMT")


def is_area(place: Place) -> bool:
    """Whether a place is an area: a point in its middle would claim what nobody said. A town is none, however large."""
    if place.feature.startswith(_SETTLEMENTS) or not place.feature:
        return False
    return place.feature in AREA_FEATURES or place.feature.startswith(_AREA_PREFIXES) or place.extent_km > SPOT_UP_TO_KM


class Match(StrEnum):
    """How a written name met a name of the gazetteer."""

    EXACT = "exact"
    FOLDED = "folded"  # case, diacritics, hyphens and apostrophes apart
    ARTICLE = "article"  # the Arabic article added, dropped or glued
    SKELETON = "skeleton"  # the same consonants
    PART = "part"  # the written name is a part of the place's name, so identity is in doubt


@dataclass(frozen=True, slots=True)
class Candidate:
    place: Place
    matched_name: str
    how: Match
    similarity: float  # 0 to 1, 1 for the same letters
    name_kind: str = "name"  # name, demonym, adjective, abbreviation, metonym, identifier


class Kind(StrEnum):
    """What sort of name a mention is."""

    LITERAL = "literal"
    DEMONYM = "demonym"
    ORGANISATION = "organisation"


class Role(StrEnum):
    """What a place name does in its sentence: something happens there, it is only named, or it stands for a government."""

    EVENT = "event"
    CONTEXT = "context"
    ACTOR = "actor"


@dataclass(frozen=True, slots=True)
class Displacement:
    """How far the text moves the thing away from the place it names: "near X", "10 km north of X", "outskirts of X"."""

    words: str
    span: Span
    reach_km: float  # how far from the place the thing may lie
    bearing_deg: float | None = None
    km: float | None = None  # the distance that the text gives
    outskirts: bool = False  # at the place's edge, not in its middle


@dataclass(frozen=True, slots=True)
class StatedPosition:
    """Coordinates that the text gives: of the mention itself, or behind a name ("Ivanivske (48.57, 37.91)")."""

    position: LonLat
    precision_km: float  # by their digits
    span: Span
    own: bool  # the mention is the coordinates


@dataclass(frozen=True, slots=True)
class Clues:
    """What the sentence says about a mention beside its name."""

    head: str | None = None  # generic head: town, village, city, province, sea, airspace, border, coast …
    modifier: str | None = None  # western, central, northern countryside of …
    containers: tuple[int, ...] = ()  # indices of mentions that the sentence says contain it
    group: int | None = None  # mentions of one list share a group
    displacement: Displacement | None = None
    between: int | None = None  # index of the mention at the other end: "between A and B", "the road from A to B"
    stated: StatedPosition | None = None
    beside: int | None = None  # index of the mention from which the text says where this one lies: "A, 10 km east of B"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in an article. The span is the name without article or generic head."""

    article: str
    span: Span
    text: str
    passage: int
    kind: Kind
    role: Role
    score: float
    clues: Clues = Clues()
    event: float | None = None  # probability, as the trained tagger sees it, that something happens there; events settle the role


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score and the reasons a person can read."""

    place: Place
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which place a mention is. `place` is None where none fits or two are equally good; then `alternatives` hold them.

    Three things make a place imprecise and are kept apart: how far its feature extends, how far the text moves the thing away
    from it ("near"), and doubt about which place it is. `precision_km` joins the first two, `uncertain` says that there is doubt.
    """

    mention: int  # index into Analysis.mentions
    place: Place | None
    score: float
    precision_km: float
    uncertain: bool
    reasons: tuple[str, ...]
    alternatives: tuple[Ranked, ...] = ()
    by_person: bool = False
    extent_km: float = 0.0  # of the feature
    displaced_km: float = 0.0  # by the text
    doubts: tuple[str, ...] = ()  # about the identity, each as a person would say it
    drawn: Place | None = None  # what is drawn of it where the text puts the thing beside the place: a sector, a ring, a corridor
