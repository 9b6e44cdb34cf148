"""What one passage of one article says happened: a trigger with its arguments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geo.model.texts import Span


class EventClass(StrEnum):
    PHYSICAL = "physical"
    BACKGROUND = "background"
    MEETING = "meeting"
    STATEMENT = "statement"


class EventType(StrEnum):
    AIR_STRIKE = "Air or drone strike"
    MISSILE_ATTACK = "Missile or artillery attack"
    ARMED_CLASH = "Armed clash"
    GROUND_OFFENSIVE = "Ground offensive"
    EXPLOSIVE = "Bombing or explosive"
    CHEMICAL = "Chemical attack"
    ATTACK_ON_CIVILIANS = "Attack on civilians"
    ABDUCTION = "Abduction"
    AIRSPACE_VIOLATION = "Airspace violation"
    INTERCEPTION = "Interception or diversion"
    DEPLOYMENT = "Deployment or build-up"
    OPERATIONS = "Air or naval operations"
    LOSSES = "Losses or retreat"
    TERRITORY = "Territory changes hands"
    DESTRUCTION = "Destruction of property"
    PROTEST = "Protest or riot"
    ARREST = "Arrest"
    DISPLACEMENT = "Displacement"
    ORDER = "Order or restriction"
    OTHER = "Other"
    BACKGROUND = "Background"
    MEETING = "Meeting or talks"
    STATEMENT = "Statement"

    @property
    def event_class(self) -> EventClass:
        return _CLASS_OF.get(self, EventClass.PHYSICAL)


_CLASS_OF = {
    EventType.BACKGROUND: EventClass.BACKGROUND,
    EventType.MEETING: EventClass.MEETING,
    EventType.STATEMENT: EventClass.STATEMENT,
}

# Types that a rule speaks of together; here alone is said which they are.
STRIKES = frozenset({EventType.AIR_STRIKE, EventType.MISSILE_ATTACK})  # from afar, one after the other
ATTACKS = STRIKES | {EventType.EXPLOSIVE, EventType.CHEMICAL}  # told by the weapon
AIMED_ATTACKS = ATTACKS | {EventType.ATTACK_ON_CIVILIANS}  # the place of their object is a target
ASSAULTS = frozenset({EventType.ARMED_CLASH, EventType.GROUND_OFFENSIVE, EventType.ATTACK_ON_CIVILIANS})  # man against man
# "12 were killed" tells of what one of these did.
CASUALTY_CAUSES = ATTACKS | {EventType.ARMED_CLASH, EventType.ABDUCTION, EventType.GROUND_OFFENSIVE}


class Modality(StrEnum):
    REPORTED = "reported"
    DENIED = "denied"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    ENDED = "ended"
    HABITUAL = "habitual"  # told of in general, as what somebody does or is wanted for: no one event

    @property
    def contract(self) -> str:
        """The value that `modality` has in JSON, which knows five; `status` says all."""
        return Modality.HYPOTHETICAL.value if self is Modality.HABITUAL else self.value

    @property
    def happened(self) -> bool:
        """Whether it is told as having happened: only that is drawn, dated and counted."""
        return self in (Modality.REPORTED, Modality.ENDED)


class Stance(StrEnum):
    """How a doer is named: reported or blamed, by himself, in a denial, as a suspicion."""

    SAYS = "says"
    CLAIMS = "claims"
    DENIES = "denies"
    SUSPECTS = "suspects"


class Comparator(StrEnum):
    EXACT = "="
    ABOUT = "≈"
    MORE = ">"
    LESS = "<"


class Part(StrEnum):
    """The part a place plays in an event."""

    ORIGIN = "origin"
    TARGET = "target"
    LOCATION = "location"
    WAY = "way"


@dataclass(frozen=True, slots=True)
class When:
    """A date expression as said, and what it means; `start` is None where the article's own date is unknown."""

    said: str
    span: Span | None
    start: date | None = None
    end: date | None = None
    precision: str = "day"  # day, week, month, year, unknown
    inferred: bool = False
    carried: Span | None = None  # the words of another passage of the same incident that it was taken from
    by_person: bool = False  # set by hand: no other reading of it holds


@dataclass(frozen=True, slots=True)
class Quantity:
    value: float
    unit: str  # singular: missile, target, ship, km, mi, nautical mile, %
    comparator: Comparator
    span: Span
    said: str
    conversion: tuple[float, str] | None = None  # "(930 miles)" beside "1,500 kilometers"
    upper: float | None = None  # 12 of "10 to 12", whose value is 10
    doubt: str = ""  # why the number may be damaged, as a person would say it; it is never mended
    befell: str | None = None  # what befell those counted, where a person says it; else the words beside it tell


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so. `speaker` is a name, an office or a description as far as the article tells."""

    speaker: str
    span: Span
    relayed_by: str | None = None  # the medium through which it came: "Reuters", "Twitter", "state television"
    party: str | None = None  # the side the speaker speaks for: "Russia", "Syrian Observatory for Human Rights"
    role: str | None = None  # his office as the article gives it: "defence minister", "spokesman"
    organisation: str | None = None  # what he holds it in: "Russian Defence Ministry"
    verb: str | None = None  # the lemma of the speech verb: "say", "deny"; "according to"


@dataclass(frozen=True, slots=True)
class EventPlace:
    mention: int  # index into Analysis.mentions
    part: Part
    carried: Span | None = None  # told in another passage of the same incident: its words there


@dataclass(frozen=True, slots=True)
class DeniedTarget:
    """What the passage says was not aimed at: "ISIS" of "the strikes were not against ISIS"."""

    said: str
    span: Span


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One doer as one voice gives him: "Hamas" of "Israel blamed Hamas", "Hamas denied any role", "Hamas fired at A"."""

    actor: str
    party: str | None
    stance: Stance
    speaker: str | None  # None: whoever the mention is attributed to, or the article
    span: Span  # the words that name him, or his own act of claiming and denying


@dataclass(frozen=True, slots=True)
class EventMention:
    """What one passage of one article says happened: a trigger with its arguments."""

    id: str  # stable while article text, trigger and type stay
    article: str
    type: EventType
    trigger: Span
    span: Span  # the passage
    passage: int
    actor: str | None = None
    actor_party: str | None = None  # the state or group that the actor acts for, where the text tells it
    target: str | None = None
    when: When | None = None
    places: tuple[EventPlace, ...] = ()
    containers: tuple[EventPlace, ...] = ()  # only say where `places` are: used to merge, never drawn
    quantities: tuple[Quantity, ...] = ()
    attribution: Attribution | None = None
    modality: Modality = Modality.REPORTED
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()
    not_targets: tuple[DeniedTarget, ...] = ()
    incident: str | None = None  # id of the first mention of what it tells of, the same for all mentions of one incident of the article
    campaign: bool = False  # months of bombardment told as a whole
    responsibility: tuple[Responsibility, ...] = ()  # all doers, and who claims, denies or suspects; `actor` is the first of those that act
