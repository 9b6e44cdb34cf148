"""What several articles report as one happening: claims side by side, the events over them, and what was only copied."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geo.model.happenings import Comparator, EventMention, EventType, Modality, Part, Stance, When
from geo.model.places import Place
from geo.model.texts import Span


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement: who said what of which field, where exactly. `field` is type, place, date, quantity, actor or target."""

    article: str
    span: Span
    field: str
    value: str | float
    unit: str | None
    comparator: Comparator | None
    speaker: str | None
    modality: Modality
    event_mention: str
    confidence: float = 1.0
    stance: Stance | None = None  # of claims about the doer
    party: str | None = None  # whom the doer acts for
    carried: bool = False  # a place or day that another passage of the same incident tells; `span` are its words there


@dataclass(frozen=True, slots=True)
class EventLocation:
    """A place of a merged event, with the mentions (article, span) that name it."""

    place: Place
    part: Part
    precision_km: float
    uncertain: bool
    named_at: tuple[tuple[str, Span], ...]
    carried: bool = False  # no passage of the event names it: it is taken from others of the same incident
    likely: float = 1.0  # probability that it is right, by the surest passage


@dataclass(frozen=True, slots=True)
class Sources:
    """How often an event is confirmed, and what was counted: origins as groups of article ids, speakers, parties."""

    articles: int
    origins: int
    speakers: int
    parties: int
    by_origin: tuple[tuple[str, ...], ...] = ()
    speaker_names: tuple[str, ...] = ()
    party_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A claim of another event that stands against one of this event's."""

    value: str
    event: str  # id
    claim: int  # index into that event's claims


@dataclass(frozen=True, slots=True)
class Disagreement:
    field: str
    values: tuple[tuple[str, tuple[int, ...]], ...]  # (value, indices into Event.claims)
    strength: str  # "direct" or "soft"
    why: str
    elsewhere: tuple[Elsewhere, ...] = ()
    update: bool = False  # one value only goes on from another: a toll that rose

    @property
    def kind(self) -> str:
        """ "direct" where both cannot be so, "update" where one goes on from the other, else "scope": they need not speak of one thing."""
        return "update" if self.update else "direct" if self.strength == "direct" else "scope"


@dataclass(frozen=True, slots=True)
class Check:
    """Arithmetic on the claims of one event: whether they agree with each other, in a sentence."""

    kind: str  # conversion, share, sum, distance, number
    claims: tuple[int, ...]  # indices into Event.claims
    agrees: bool
    says: str


@dataclass(frozen=True, slots=True)
class Join:
    """Why one event mention is taken for the same happening as another."""

    mention: str
    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """A view over claims: what several passages report as one happening. Split or merge, nothing said is lost."""

    id: str
    label: str
    type: EventType
    actor: str | None
    targets: tuple[str, ...]
    when: When | None
    places: tuple[EventLocation, ...]
    claims: tuple[Claim, ...]
    mentions: tuple[EventMention, ...]
    sources: Sources
    disagreements: tuple[Disagreement, ...] = ()
    reasons: tuple[str, ...] = ()  # why these mentions are one event
    joins: tuple[Join, ...] = ()  # the same, for each mention
    checks: tuple[Check, ...] = ()
    reprints: tuple[str, ...] = ()  # ids of the reprint groups that its passages belong to
    suggested: tuple[EventLocation, ...] = ()  # places too unlikely to be drawn

    @property
    def articles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.article for m in self.mentions))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two events that may be one, for a person to say."""

    events: tuple[str, str]  # ids
    score: float  # probability that they are one
    reasons: tuple[str, ...]


class EditKind(StrEnum):
    REPLACED = "replaced"
    ADDED = "added"
    LEFT_OUT = "left out"
    NUMBER = "number"  # the same digits, another number: "3.5%" became "35"


@dataclass(frozen=True, slots=True)
class Edit:
    """Where a reprinted passage differs from the first passage of its group. One of the two spans may be empty."""

    kind: EditKind
    first: Span  # in the article of the group's first passage
    here: Span


@dataclass(frozen=True, slots=True)
class Reprinted:
    """One article's copy of a passage; the span may be a part of a passage, where a scrape lost the ends of sentences."""

    article: str
    span: Span
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Reprint:
    """Near-identical passages of several articles. The first is the most intact, the others carry their edits to it."""

    id: str
    passages: tuple[Reprinted, ...]
