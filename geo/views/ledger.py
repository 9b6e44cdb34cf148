"""Event → Ledger: what its sources agree on, what is disputed and by whom, what one origin alone says, what is denied.

Window and proof map show the same ledger. A value is agreed where two independent origins give it: reprints of one
report confirm nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from geo.events.claims.carried import carried_words, passage_of
from geo.model import Check, Claim, Disagreement, EditKind, Event, EventMention, Modality, Part, Reprinted, Span, Stance
from geo.views.book import Book, Grade, speakers_of
from geo.views.evidence import Evidence, evidence_of
from geo.views.words import iso_words, quantity_words, unit_title

_FIELDS = {"type": "What", "actor": "Who", "target": "Against", "date": "When", "civilians": "Civilians"}
_PARTS = {Part.ORIGIN.value: "From", Part.TARGET.value: "Where", Part.LOCATION.value: "Where", Part.WAY.value: "On the way"}
_ORDER = ("What", "Who", "Against", "From", "Where", "On the way", "When")
_AS_COMPARED = frozenset({"What", "Who", "Against"})  # with what is denied: "denied: the army", "not rebels"
CONTESTED = "Responsibility contested"
_STANCES = {Stance.CLAIMS: "claimed", Stance.DENIES: "denied", Stance.SUSPECTS: "suspected"}
_APART = {Modality.DENIED: "Denied", Modality.PLANNED: "Planned", Modality.HYPOTHETICAL: "Supposed", Modality.HABITUAL: "In general"}


class Standing(StrEnum):
    AGREED = "agreed"  # two independent origins or more say so
    SINGLE = "single"  # one origin alone
    APART = "apart"  # denied, planned or supposed: nobody says that it happened


@dataclass(frozen=True, slots=True)
class Voice:
    """One claim as somebody's: where it stands and who makes it."""

    event: str  # id: in a dispute it may be another event's claim
    claim: int  # index into that event's claims
    field: str  # as the claim has it
    article: str
    span: Span  # of the claim's own words
    passage: Span
    speaker: str | None  # by the fullest form of the name that the event has
    origin: str  # the article that stands for its origin
    modality: Modality
    grade: Grade
    carried: str = ""  # where another passage tells it, in words


@dataclass(frozen=True, slots=True)
class Line:
    """One value of one field, with all who give it."""

    field: str  # "Missiles", "When"
    value: str  # "26", "over 1,500 km"
    standing: Standing
    voices: tuple[Voice, ...]
    note: str = ""  # "Denied" and the like; of a doer "claimed by …; denied by …"

    @property
    def carried(self) -> str:
        """From where it is carried; empty where any passage of the event says it itself."""
        return self.voices[0].carried if all(voice.carried for voice in self.voices) else ""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values that stand against each other; `elsewhere` are ids and labels of other events where it is theirs."""

    value: str
    voices: tuple[Voice, ...]
    elsewhere: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Dispute:
    field: str
    direct: bool
    why: str
    sides: tuple[Side, ...]


class PieceKind(StrEnum):
    SAME = "same"
    GONE = "gone"  # in the first passage, not in this copy
    NEW = "new"
    NUMBER = "number"  # new, and a number that a damaged scrape may have made of another


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a copy as compared with the first passage."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A passage of the event. `pieces` compare a copy with the first passage of its group; they are empty for what is no copy."""

    evidence: Evidence
    reason: str  # why it is of this event; empty for the one that the others joined
    pieces: tuple[Piece, ...] = ()

    @property
    def article(self) -> str:
        return self.evidence.article.id

    @property
    def span(self) -> Span:
        return self.evidence.span


@dataclass(frozen=True, slots=True)
class Account:
    """A passage with its reprints; an account stands for one origin."""

    first: Told
    copies: tuple[Told, ...]

    @property
    def edits(self) -> int:
        return sum(piece.kind is not PieceKind.SAME for copy in self.copies for piece in copy.pieces)


@dataclass(frozen=True, slots=True)
class Badge:
    """A count of sources, and what was counted: each item a line of one or more articles or names."""

    kind: str  # articles, origins, speakers, parties
    count: int
    how: str
    items: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...] = ()  # of origins: ids of the articles of each


@dataclass(frozen=True, slots=True)
class Ledger:
    badges: tuple[Badge, ...]
    disputes: tuple[Dispute, ...]
    lines: tuple[Line, ...]
    checks: tuple[Check, ...]
    accounts: tuple[Account, ...]
    reasons: tuple[str, ...]

    def standing(self, standing: Standing) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.standing is standing)


def ledger(event: Event, book: Book) -> Ledger:
    """The ledger of one event of the book's corpus. Articles that the book lacks, as those left out, are nowhere in it."""
    mentions = {m.id: m for m in event.mentions if m.article in book.articles}
    names = speakers_of(event.mentions)
    origin = {article: group[0] for group in book.origins(event) for article in group}
    told = ((i, c) for i, c in enumerate(event.claims) if c.event_mention in mentions)
    voices = {i: _voice(event, i, c, mentions[c.event_mention], names, origin, book) for i, c in told}
    shown = (_dispute(given, event, voices, book) for given in sorted(event.disagreements, key=lambda d: d.field != "actor"))
    disputes = tuple(d for d in shown if len(d.sides) > 1)
    disputed = {v.claim for dispute in disputes for side in dispute.sides for v in side.voices if v.event == event.id}
    return Ledger(
        tuple(_badges(event, names, book)),
        disputes,
        tuple(_lines(event, voices, disputed, book)),
        tuple(c for c in event.checks if all(i in voices for i in c.claims)),
        tuple(_accounts(event, book)),
        event.reasons,
    )


def _voice(
    event: Event, index: int, claim: Claim, mention: EventMention, names: Mapping[str, str], origin: Mapping[str, str], book: Book
) -> Voice:
    speaker = names.get(claim.speaker, claim.speaker) if claim.speaker else None
    analysis = book.analyses.get(claim.article) if claim.carried else None
    passage, carried = mention.span, ""
    if analysis is not None:
        passage = passage_of(claim.span, analysis.passages)
        carried = carried_words(claim.span, mention, book.articles[claim.article].text, analysis.passages)
    return Voice(
        event.id,
        index,
        claim.field,
        claim.article,
        claim.span,
        passage,
        speaker,
        origin.get(claim.article, claim.article),
        claim.modality,
        book.grade(mention, claim.span, claim.field, speaker),
        carried,
    )


# --- lines --------------------------------------------------------------------------------------------------------------


def _lines(event: Event, voices: Mapping[int, Voice], disputed: set[int], book: Book) -> list[Line]:
    """Every value that is not disputed, agreed ones first, in the order in which one asks for them."""
    grouped: dict[tuple[str, object, str], tuple[str, list[Voice]]] = {}
    places = {(at, loc.part.value): book.place_name(loc.place) for loc in event.places for at in loc.named_at}
    for index, voice in voices.items():
        if index in disputed:
            continue
        claim = event.claims[index]
        field, value = _said(claim, places, book)
        note = "" if claim.stance is not None else _APART.get(voice.modality, "")
        # "over 1,500 km" and "more than 1,500 km" are one value, shown in the words met first.
        same = value if claim.unit is None else (claim.value, claim.unit, claim.comparator)
        grouped.setdefault((field, same, note), (value, []))[1].append(voice)
    lines: list[Line] = []
    for (field, _, note), (value, said) in grouped.items():
        apart = bool(note) or all(v.modality in _APART for v in said)
        origins = {v.origin for v in said if v.modality not in _APART}
        standing = Standing.APART if apart else Standing.AGREED if len(origins) > 1 else Standing.SINGLE
        lines.append(Line(field, value, standing, tuple(said), note or _responsibility(event, said)))
    ranks = list(Standing)
    fields = {field: k for k, field in enumerate(dict.fromkeys((*_ORDER, *(line.field for line in lines))))}
    return sorted(lines, key=lambda line: (ranks.index(line.standing), fields[line.field], -len(line.voices)))


def _responsibility(event: Event, voices: Sequence[Voice]) -> str:
    """How the doer stands: "claimed by the group itself; denied by Ankara"; empty where he is only told of."""
    told: dict[Stance, list[str]] = {}
    for voice in voices:
        stance = event.claims[voice.claim].stance
        if stance is not None:
            told.setdefault(stance, []).append(voice.speaker or "")
    parts: list[str] = []
    for stance, word in _STANCES.items():
        names = dict.fromkeys(filter(None, told.get(stance, ())))
        if stance in told:
            parts.append(f"{word} by {', '.join(names)}" if names else word)
    if not parts and (moods := {v.modality for v in voices}) <= set(_APART):  # planned or supposed as the deed itself
        return _APART[next(iter(moods))]
    return "; ".join(parts)


def _said(claim: Claim, places: Mapping[tuple[tuple[str, Span], str], str], book: Book) -> tuple[str, str]:
    """What a claim is about and what it says of it, in words."""
    if claim.unit is not None and isinstance(claim.value, float | int):
        article = book.articles[claim.article].text
        # What compares may stand within the claim's words or before them.
        before = article[max(0, claim.span.start - 18) : claim.span.start]
        return unit_title(claim.unit), quantity_words(float(claim.value), claim.unit, claim.comparator, before)
    value = str(claim.value)
    if claim.field in _PARTS:
        place = places.get(((claim.article, claim.span), claim.field))
        if place is not None or claim.field != Part.TARGET.value:
            return _PARTS[claim.field], place or value
    if claim.field == "date":
        return _FIELDS["date"], iso_words(value)
    return _FIELDS.get(claim.field) or claim.field[:1].upper() + claim.field[1:], value


def _dispute(given: Disagreement, event: Event, voices: Mapping[int, Voice], book: Book) -> Dispute:
    """Its sides, one for each value, whichever event holds it."""
    sides: dict[str, tuple[list[Voice], dict[str, str]]] = {}
    title = ""
    for value, indices in given.values:
        told = [voices[i] for i in indices if i in voices]
        if told:
            field, words = _said(event.claims[told[0].claim], {}, book)
            title = title or field
            sides.setdefault(value if field in _AS_COMPARED else words, ([], {}))[0].extend(told)
    for other in given.elsewhere:
        known = book.events.get(other.event)
        if known is not None and 0 <= other.claim < len(known.claims):
            heard, events = sides.setdefault(other.value, ([], {}))
            heard.extend(_elsewhere(known, other.claim, book))
            events[known.id] = known.label
    why = given.why[:1].upper() + given.why[1:]
    if given.field == "actor" and given.strength == "direct":
        title = CONTESTED
    made = (Side(value, tuple(heard), tuple(events.items())) for value, (heard, events) in sides.items())
    return Dispute(title or given.field[:1].upper() + given.field[1:], given.strength == "direct", why, tuple(made))


def _elsewhere(event: Event, index: int, book: Book) -> Iterator[Voice]:
    claim = event.claims[index]
    mention = next((m for m in event.mentions if m.id == claim.event_mention and m.article in book.articles), None)
    if mention is not None:
        yield _voice(event, index, claim, mention, speakers_of(event.mentions), {}, book)


# --- passages -----------------------------------------------------------------------------------------------------------


def _accounts(event: Event, book: Book) -> Iterator[Account]:
    joined = {j.mention: j.reason for j in event.joins}
    groups: dict[str, list[tuple[Told, Reprinted | None, Reprinted | None]]] = {}
    for evidence in evidence_of(event, book):
        article, span = evidence.article.id, evidence.span
        found = book.copy_at(article, span)
        told = Told(evidence, next((joined[m.id] for m in evidence.mentions if m.id in joined), ""))
        if found is None:
            groups[f"{article}:{span.start}"] = [(told, None, None)]
        else:
            groups.setdefault(found[1].id, []).append((told, found[0], found[1].passages[0]))
    for members in groups.values():
        # The most intact copy first, which the others are compared with; where it is not of this event, they stand uncompared.
        members.sort(key=lambda m: m[1] is not m[2])
        first = members[0]
        compared = first[1] is not None and first[1] is first[2]
        yield Account(first[0], tuple(_compared(*m, book) if compared else m[0] for m in members[1:]))


def _compared(told: Told, copy: Reprinted | None, first: Reprinted | None, book: Book) -> Told:
    if copy is None or first is None or first.article not in book.articles:
        return told
    return replace(told, pieces=_pieces(copy, book.articles[copy.article].text, book.articles[first.article].text))


def _pieces(copy: Reprinted, text: str, first: str) -> tuple[Piece, ...]:
    """A copy as words that stayed, went and came."""
    out: list[Piece] = []
    at = copy.span.start

    def put(kind: PieceKind, words: str) -> None:
        if words:
            out.append(Piece(kind, words))

    for edit in sorted(copy.edits, key=lambda e: (e.here, e.first)):
        put(PieceKind.SAME, text[at : edit.here.start])
        put(PieceKind.GONE, edit.first.of(first))
        put(PieceKind.NUMBER if edit.kind is EditKind.NUMBER else PieceKind.NEW, edit.here.of(text))
        at = max(at, edit.here.end)
    put(PieceKind.SAME, text[at : copy.span.end])
    return tuple(out)


# --- badges -------------------------------------------------------------------------------------------------------------

_HOW = {
    "articles": "Articles that report it.",
    "origins": "Independent origins: reprints of one report, and versions by one publisher, count once.",
    "speakers": "Speakers who are quoted or cited: one person counts once, however often quoted and however named. "
    "An official without a name, or a government, is not counted beside a named one who speaks for it.",
    "parties": "Parties: the sides that the speakers speak for. Three outlets quoting one minister are one speaker of one party.",
}


def _badges(event: Event, names: Mapping[str, str], book: Book) -> Iterator[Badge]:
    counts = event.sources
    articles = [a for a in event.articles if a in book.articles]
    yield Badge("articles", counts.articles, _HOW["articles"], tuple(book.title(a) for a in articles))
    groups = book.origins(event)
    origins = tuple(" = ".join(book.title(a) for a in group) for group in groups)
    yield Badge("origins", counts.origins, _HOW["origins"], origins, groups)
    yield Badge("speakers", counts.speakers, _HOW["speakers"], counts.speaker_names or tuple(dict.fromkeys(names.values())))
    parties = dict.fromkeys(m.attribution.party for m in event.mentions if m.attribution and m.attribution.party)
    yield Badge("parties", counts.parties, _HOW["parties"], counts.party_names or tuple(parties))
