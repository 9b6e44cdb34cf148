"""The nouns of Dateline: frozen records that travel from report to map. No input or output here.

Offsets are Unicode code points of `Article.text`, end exclusive. Coordinates are degrees of WGS84, longitude
first. Distances carry their unit in the name (`_m`, `_km`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from geo.grades import Grades

OnProgress = Callable[[int, int, str], None]
"""Called with (done, total, what is being done); total 0 means not known."""
IsCancelled = Callable[[], bool]


class Span(NamedTuple):
    """A stretch of an article's untouched text, end exclusive."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        return text[self.start : self.end]


class LonLat(NamedTuple):
    lon: float
    lat: float


class Bbox(NamedTuple):
    """West, south, east, north in degrees; west > east crosses the 180th meridian."""

    west: float
    south: float
    east: float
    north: float


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


class Part(StrEnum):
    """The part a place plays in an event."""

    ORIGIN = "origin"
    TARGET = "target"
    LOCATION = "location"
    WAY = "way"


class Modality(StrEnum):
    REPORTED = "reported"
    DENIED = "denied"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    ENDED = "ended"


class Comparator(StrEnum):
    EXACT = "="
    ABOUT = "≈"
    MORE = ">"
    LESS = "<"


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


class Match(StrEnum):
    """How a written name met a name of the gazetteer."""

    EXACT = "exact"
    FOLDED = "folded"  # case, diacritics, hyphens and apostrophes apart
    ARTICLE = "article"  # the Arabic article added, dropped or glued
    SKELETON = "skeleton"  # the same consonants
    PART = "part"  # the written name is a part of the place's name, so identity is in doubt


# --- articles and their reading -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Custody:
    """Where an article's bytes came from, so that a reader can check them later."""

    source: str  # path or address as the user gave it
    sha256: str  # of the original bytes
    size: int  # bytes
    taken_at: datetime  # UTC
    extractor: str  # "plain text", "trafilatura", "pypdf", "jsonl"
    extractor_version: str


@dataclass(frozen=True, slots=True)
class Article:
    """A report as taken in. `text` is never changed; what the reader extracted from HTML or PDF is derived and says so."""

    id: str
    text: str
    text_sha256: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    address: str | None = None
    language: str | None = None  # ISO 639-1, None where it cannot be told
    custody: Custody | None = None
    duplicate_of: str | None = None  # id of the first article with the same text
    sample: bool = False  # part of the sample corpus: shown as "Sample"

    @property
    def analysed(self) -> bool:
        """Only English is analysed; other languages are kept and marked."""
        return self.language in (None, "en")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence: its place in the untouched article, and in the repaired text that the program reads."""

    index: int
    span: Span  # in Article.text
    reading: Span  # in Reading.repaired


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as the program reads it: damaged text repaired by insertions only, with the way back to the original.

    `starts[i]` and `ends[i]` give, for character i of `repaired`, the original stretch it stands for; an inserted
    character stands for an empty one.
    """

    article: str
    text: str
    repaired: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    passages: tuple[Passage, ...]

    def original(self, start: int, end: int) -> Span:
        """The span of `text` for repaired[start:end]; the stretch must not be empty."""
        return Span(self.starts[start], self.ends[end - 1])


# --- places ------------------------------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class Candidate:
    place: Place
    matched_name: str
    how: Match
    similarity: float  # 0 to 1, 1 for the same letters
    name_kind: str = "name"  # name, demonym, adjective, abbreviation, metonym, identifier


@dataclass(frozen=True, slots=True)
class Displacement:
    """How far the text moves the thing away from the place it names: "near X", "10 km north of X", "outskirts of X"."""

    words: str
    span: Span
    reach_km: float  # how far from the place the thing may lie
    bearing_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Clues:
    """What the sentence says about a mention beside its name."""

    head: str | None = None  # generic head: town, village, city, province, sea, airspace, border, coast …
    modifier: str | None = None  # western, central, northern countryside of …
    containers: tuple[int, ...] = ()  # indices of mentions that the sentence says contain it
    group: int | None = None  # mentions of one list share a group
    displacement: Displacement | None = None


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


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class When:
    """A date expression as said, and what it means; `start` is None where the article's own date is unknown."""

    said: str
    span: Span | None
    start: date | None = None
    end: date | None = None
    precision: str = "day"  # day, week, month, year, unknown
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    value: float
    unit: str  # singular: missile, target, ship, km, mi, nautical mile, %
    comparator: Comparator
    span: Span
    said: str
    conversion: tuple[float, str] | None = None  # "(930 miles)" beside "1,500 kilometers"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so. `speaker` is a name, an office or a description as far as the article tells."""

    speaker: str
    span: Span
    relayed_by: str | None = None
    party: str | None = None  # the side the speaker speaks for: "Russia", "Syrian Observatory for Human Rights"


@dataclass(frozen=True, slots=True)
class EventPlace:
    mention: int  # index into Analysis.mentions
    part: Part


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


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that the program found in one article. `resolutions[i]` belongs to `mentions[i]`."""

    article: str
    passages: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    resolutions: tuple[Resolution, ...]
    events: tuple[EventMention, ...]
    gazetteers: tuple[str, ...] = ()  # those it was made with, in order, each with its version: "SY@1f0c9a"


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


@dataclass(frozen=True, slots=True)
class EventLocation:
    """A place of a merged event, with the mentions (article, span) that name it."""

    place: Place
    part: Part
    precision_km: float
    uncertain: bool
    named_at: tuple[tuple[str, Span], ...]


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

    @property
    def articles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.article for m in self.mentions))


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


# --- ranges ------------------------------------------------------------------------------------------------------


class Verdict(StrEnum):
    IN = "in"
    OUT = "out"
    DEPENDS = "depends"


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a target is within a distance of an origin: always, never, or depending on the launch point.

    The shares are of the origin's area (of a line's length, of the number of points): from how much of it the whole target
    is in reach, wherever its precision leaves it, and from how much of it some of the target is.
    """

    verdict: Verdict
    least_m: float
    greatest_m: float
    share_least: float = 0.0
    share_greatest: float = 1.0


# --- the corpus and what people decide -------------------------------------------------------------------------


class JudgementKind(StrEnum):
    REJECT_EVENT = "reject event"  # subject: {"events": ids of event mentions}
    RESTORE_EVENT = "restore event"
    REJECT_MENTION = "reject mention"  # subject: article and span
    RESTORE_MENTION = "restore mention"
    PLACE_MENTION = "place mention"  # subject: article and span, or {"like": …} for every mention of that name; value: the place, whole
    SET_ARTICLE = "set article"  # subject: article ids; value: {"published" | "publisher" | "title": …}
    GRADE_SOURCE = "grade source"  # subject: kind and name of a geo.grades.Source; value: {"grade": "A" to "F" or None}
    GRADE_STATEMENT = "grade statement"  # subject: article, span, field; value: {"grade": "1" to "6" or None}
    SPLIT_EVENT = "split event"  # subject: {"events": ids of the event mentions that are taken out, to be one event}
    JOIN_EVENTS = "join events"  # subject: {"events": ids of all event mentions that are one}
    DRAW = "draw"  # subject: {"drawing": id}; value: a geo.project.drawings.Drawing, whole
    REDRAW = "redraw"  # the same, in the place of what it was
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision of a person: a row that is never changed. `undone` says whether it is in force."""

    id: int
    kind: JudgementKind
    subject: Mapping[str, object]
    value: Mapping[str, object]
    author: str
    made_at: datetime  # UTC
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What an operation touched, so that views refresh no more than that."""

    articles: frozenset[str] = frozenset()
    events: bool = False
    judgements: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be taken in, and what to do about it."""

    source: str
    message: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles with their analyses, corrected by the judgements in force, and the events over all of them."""

    articles: tuple[Article, ...] = ()
    analyses: Mapping[str, Analysis] = field(default_factory=dict[str, Analysis])
    events: tuple[Event, ...] = ()
    rejected_events: frozenset[str] = frozenset()  # event-mention ids
    rejected_mentions: frozenset[tuple[str, Span]] = frozenset()
    grades: Grades = field(default_factory=Grades)
    reprints: tuple[Reprint, ...] = ()
    families: tuple[tuple[str, ...], ...] = ()  # ids of articles of one origin, where there are several

    def article(self, article_id: str) -> Article:
        return next(a for a in self.articles if a.id == article_id)

    @property
    def sample(self) -> bool:
        """Whether any of the sample corpus is open, which window and exports must say."""
        return any(a.sample for a in self.articles)
