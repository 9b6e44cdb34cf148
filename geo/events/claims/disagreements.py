"""Where claims disagree: values of one field compared with their scope. Which is right is for the reader to say.

Within an event its counts, dates, doers and targets are compared; across events what is said of civilians, and what one
reports and another denies. A disagreement is direct where two sides say of the same thing what cannot both be so, and soft
where the figures are rough, the scopes differ, or one side may have corrected itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from geo.events.arguments.casualties import PEOPLE, fate, is_update
from geo.events.arguments.civilians import FIELD as CIVILIANS
from geo.events.arguments.civilians import SPARED
from geo.events.attribution.cast import known_actor
from geo.events.claims.checks import checks
from geo.events.reuse.reprints import Reprints
from geo.model import (
    Article,
    Check,
    Claim,
    Comparator,
    Disagreement,
    Elsewhere,
    Event,
    EventClass,
    EventMention,
    Modality,
    Part,
)
from geo.units import metres

DIRECT, SOFT = "direct", "soft"
_LENGTHS = 0.02  # two lengths within 2 % are one, said in other units
_ABOUT = 0.1  # what "about" leaves open
_NOT_COMPARED = frozenset({"%", "time", "of them"})
_OPPOSITION = frozenset({"opposition", "rebel", "rebels", "moderate", "insurgents", "insurgent"})
_PARTS = frozenset({Part.TARGET.value, Part.LOCATION.value})
_ANYBODY = frozenset({"person", "civilian", "victim", "body", "death", "casualty", "fatality", "resident"})  # counted as one: people
_GROWN = 1.5  # a toll this much above an earlier "at least" is told as having risen
_PAIRS = 6  # of claims across two events that are shown


@dataclass(frozen=True, slots=True)
class _Said:
    """A claim with its scope: who says it, for whom, where, and how much it leaves open."""

    index: int
    claim: Claim
    mention: EventMention
    party: str | None
    origin: str  # the article that stands for all copies of the passage
    places: frozenset[str]  # that the mention names
    low: float = 0.0
    high: float = 0.0
    fate: str | None = None  # of people counted


def within(
    mentions: Sequence[EventMention], claims: Sequence[Claim], articles: Mapping[str, Article], found: Reprints
) -> tuple[tuple[Disagreement, ...], tuple[Check, ...]]:
    """The disagreements inside one event, and the reckonings that its claims allow."""
    by_id = {m.id: m for m in mentions}
    named: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.field in _PARTS and claim.span != by_id[claim.event_mention].trigger:
            named[claim.event_mention].add(str(claim.value))
    said = [_scoped(i, c, by_id[c.event_mention], found, articles, frozenset(named[c.event_mention])) for i, c in enumerate(claims)]
    reckoned = checks(mentions, claims, articles, found)
    differing = [*_counts(said, articles, reckoned), *_dates(said), *_names(said, "actor"), *_names(said, "target"), *_of_civilians(said)]
    return tuple(differing), reckoned


def _scoped(
    index: int, claim: Claim, mention: EventMention, found: Reprints, articles: Mapping[str, Article], places: frozenset[str]
) -> _Said:
    groups = found.of(claim.article, claim.span)
    origin = f"{groups[0].id}" if groups else claim.article
    low, high = 0.0, 0.0
    if isinstance(claim.value, float | int):
        low, high = _open_range(float(claim.value), claim.comparator)
    befell = fate(articles[claim.article].text, claim.span, mention.span) if claim.unit in PEOPLE else None
    party = mention.attribution.party if mention.attribution else None
    return _Said(index, claim, mention, party, origin, places, low, high, befell)


def _open_range(value: float, comparator: Comparator | None) -> tuple[float, float]:
    if comparator is Comparator.ABOUT:
        return value * (1 - _ABOUT), value * (1 + _ABOUT)
    if comparator is Comparator.MORE:
        return value, float("inf")
    if comparator is Comparator.LESS:
        return 0.0, value
    return value, value


# --- counts -------------------------------------------------------------------------------------------------------------


def _counts(said: Sequence[_Said], articles: Mapping[str, Article], reckoned: Sequence[Check]) -> Iterator[Disagreement]:
    parts = {_value(said[i].claim) for c in reckoned if c.kind == "sum" for i in c.claims}
    by_unit: dict[tuple[str, str | None], list[_Said]] = defaultdict(list)
    for s in said:
        unit = s.claim.unit
        if unit is None or unit in _NOT_COMPARED or not s.claim.modality.happened:
            continue
        length = metres(1.0, unit)
        if length is None:
            by_unit["person" if unit in _ANYBODY and s.fate is not None else unit, s.fate].append(s)
        else:
            by_unit["km", None].append(replace(s, low=s.low * length / 1000 * (1 - _LENGTHS), high=s.high * length / 1000 * (1 + _LENGTHS)))
    for (unit, _), counted in by_unit.items():
        against = _pairs(counted, lambda a, b: _counts_differ(a, b, parts, articles))
        if not against:
            continue
        updates = {k: why for k, (a, b) in enumerate(against) if (why := _update(a, b, articles)) is not None}
        rest = [pair for k, pair in enumerate(against) if k not in updates]
        why = _direct_count(rest)
        soft = None if why is not None else _soft_count(rest[0], unit, articles) if rest else next(iter(updates.values()))
        values = _by_value(_alike(counted, against))
        yield Disagreement(unit, values, DIRECT if why else SOFT, why or soft or "", update=not rest and bool(updates))


def _update(a: _Said, b: _Said, articles: Mapping[str, Article]) -> str | None:
    """Why one of two counts of people only goes on from the other; None where it need not."""
    if a.claim.unit not in PEOPLE:
        return None
    days = {s: articles[s.claim.article].published for s in (a, b)}
    first, last = days[a], days[b]
    earlier, later = (b, a) if first is not None and last is not None and first > last else (a, b)
    for told, after in ((earlier, later), (later, earlier)):
        text = articles[after.claim.article].text
        why = is_update(told.claim, after.claim, (days[told], days[after]), text, after.mention.span)
        if why is not None:
            return why
    return None


def _pairs(said: Sequence[_Said], differ: Callable[[_Said, _Said], bool]) -> list[tuple[_Said, _Said]]:
    """Pairs that differ, of what is said alike only the first: a thousand reprints say it once."""
    first = list({_likeness(s): s for s in reversed(said)}.values())[::-1]
    return [(a, b) for k, a in enumerate(first) for b in first[:k] if differ(a, b)]


def _alike(said: Sequence[_Said], pairs: Sequence[tuple[_Said, _Said]]) -> dict[_Said, None]:
    """All that say what one of a pair says."""
    involved = {_likeness(s) for pair in pairs for s in pair}
    return dict.fromkeys(s for s in said if _likeness(s) in involved)


def _likeness(said: _Said) -> object:
    when = said.mention.when
    days = (when.start, when.end) if when is not None else None
    return (
        said.claim.value,
        said.claim.modality is Modality.DENIED,
        said.claim.unit,
        said.fate,
        said.claim.comparator,
        said.claim.speaker,
        said.party,
        said.origin,
        said.mention.actor_party,
        days,
    )


def _counts_differ(a: _Said, b: _Said, parts: set[str], articles: Mapping[str, Article]) -> bool:
    if a.low <= b.high and b.low <= a.high and not _grown(a, b, articles):
        return False
    if _value(a.claim) in parts and _value(b.claim) in parts:  # 57, of which 55 and two
        return False
    if a.origin == b.origin:  # copies of one passage: the scrape differs, not the source
        return False
    # One speaker in one article counts parts of a whole, and so does an article in its own words.
    return a.claim.article != b.claim.article or a.claim.speaker != b.claim.speaker


def _grown(a: _Said, b: _Said, articles: Mapping[str, Article]) -> bool:
    """ "At least 54" on Monday and 117 on Wednesday agree, but the toll has risen, which is worth to be told."""
    if a.claim.unit not in PEOPLE or isinstance(a.claim.value, str) or isinstance(b.claim.value, str):
        return False
    days = [articles[s.claim.article].published for s in (a, b)]
    if days[0] is None or days[1] is None or days[0] == days[1]:
        return False
    earlier, later = (a, b) if days[0] < days[1] else (b, a)
    return earlier.claim.comparator is Comparator.MORE and later.low >= _GROWN * earlier.low > 0


def _direct_count(against: Sequence[tuple[_Said, _Said]]) -> str | None:
    """Why a pair of counts cannot both be so; None where each pair leaves a way out."""
    for a, b in against:
        exact = a.claim.comparator is Comparator.EXACT and b.claim.comparator is Comparator.EXACT
        if not exact or metres(1.0, a.claim.unit or "") is not None or not _same_scope(a, b):
            continue
        if a.party and b.party and a.party != b.party:
            return f"{a.party} and {b.party} count differently what happened at one place and time"
        if a.claim.speaker and b.claim.speaker and a.claim.speaker != b.claim.speaker and not (a.party and a.party == b.party):
            return f"{b.claim.speaker} and {a.claim.speaker} count differently what happened at one place and time"
    return None


def _soft_count(pair: tuple[_Said, _Said], unit: str, articles: Mapping[str, Article]) -> str:
    a, b = pair
    if metres(1.0, a.claim.unit or "") is not None:
        return "the lengths differ, but need not be of the same thing"
    if a.party and a.party == b.party:
        return f"both counts are {a.party}'s: one may correct the other, or count something else"
    if Comparator.EXACT not in (a.claim.comparator, b.claim.comparator) or a.claim.comparator is not b.claim.comparator:
        return "one of the counts is rough or a bound"
    if not _same_scope(a, b):
        return "the counts are of different times or places, as far as they are told"
    return f"different counts of {unit} are given for one event"


def _same_scope(a: _Said, b: _Said) -> bool:
    """Whether two claims are of the same days and places, as far as both tell."""
    if a.places and b.places and not a.places & b.places:
        return False
    one, other = a.mention.when, b.mention.when
    if one is None or other is None or one.start is None or other.start is None:
        return True
    return (one.start, one.end or one.start) == (other.start, other.end or other.start)


# --- dates, doers, targets ----------------------------------------------------------------------------------------------


def _dates(said: Sequence[_Said]) -> Iterator[Disagreement]:
    """Days that exclude each other; a day within a period is no disagreement."""
    dated = [s for s in said if s.claim.field == "date" and s.mention.when is not None and s.mention.when.start is not None]
    against = _pairs(dated, _dates_differ)
    if against:
        inferred = any(w.inferred for pair in against for s in pair if (w := s.mention.when) is not None)
        speakers = {s.claim.speaker for pair in against for s in pair if s.claim.speaker}
        direct = not inferred and len(speakers) > 1
        why = "one of the dates is inferred" if inferred else "different days are given for one event"
        values = _by_value(_alike(dated, against))
        yield Disagreement("date", values, DIRECT if direct else SOFT, why)


def _dates_differ(a: _Said, b: _Said) -> bool:
    one, other = a.mention.when, b.mention.when
    if one is None or other is None or one.start is None or other.start is None:
        return False
    return one.start > (other.end or other.start) or other.start > (one.end or one.start)


def _names(said: Sequence[_Said], field: str) -> Iterator[Disagreement]:
    """Who did it, or who was aimed at, where two known sides are named of which neither is the other, or where one says of a
    side what another denies of it: "ISIS targets" against "the strikes were not against ISIS"."""
    of_field = [s for s in said if s.claim.field == field]
    sides = {s.index: side for s in of_field if (side := _side(str(s.claim.value), s.mention if field == "actor" else None)) is not None}
    known = [s for s in of_field if s.index in sides]
    against = _pairs(known, lambda a, b: _names_differ(a, b, sides))
    if not against:
        return
    parties = next(((b.party, a.party) for a, b in against if a.party and b.party and a.party != b.party), None)
    what = "who did it" if field == "actor" else "who was aimed at"
    why = f"{parties[0]} and {parties[1]} differ on {what}" if parties else f"the passages differ on {what}, and may each name a part"
    if any(_denied(a) != _denied(b) for a, b in against):
        side = next(sides[a.index] for a, b in against if _denied(a) != _denied(b))
        why = (
            f"{parties[0]} and {parties[1]} differ on whether {side} was aimed at" if parties else f"one says that {side} was not aimed at"
        )
    yield Disagreement(field, _by_value(_alike(known, against)), DIRECT if parties else SOFT, why)


def _names_differ(a: _Said, b: _Said, sides: Mapping[int, str]) -> bool:
    if a.mention is b.mention or (_denied(a) and _denied(b)):
        return False
    return (sides[a.index] == sides[b.index]) is (_denied(a) != _denied(b))


def _denied(said: _Said) -> bool:
    return said.claim.modality is Modality.DENIED


def _side(words: str, doer: EventMention | None) -> str | None:
    if doer is not None:
        return doer.actor_party
    known = known_actor(words)
    if known is not None:
        return known[0]
    return "opposition" if any(w.lower() in _OPPOSITION for w in words.split()) else None


def _of_civilians(said: Sequence[_Said]) -> Iterator[Disagreement]:
    about = [s for s in said if s.claim.field == CIVILIANS]
    spared = [s for s in about if s.claim.value == SPARED]
    hurt = [s for s in about if s.claim.value != SPARED]
    if spared and hurt:
        parties = [(a.party, b.party) for a in spared for b in hurt]
        direct = any(a != b for a, b in parties) and any(_same_scope(a, b) for a in spared for b in hurt)
        why = "of one event it is said that civilians were harmed or aimed at, and that they were not"
        yield Disagreement(CIVILIANS, _by_value(dict.fromkeys((*spared, *hurt))), DIRECT if direct else SOFT, why)


def _by_value(said: Mapping[_Said, None]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    values: dict[str, list[int]] = defaultdict(list)
    for s in sorted(said, key=lambda s: s.index):
        values[_value(s.claim)].append(s.index)
    return tuple((value, tuple(indices)) for value, indices in values.items())


def _value(claim: Claim) -> str:
    if not isinstance(claim.value, float | int):
        return f"not {claim.value}" if claim.field == "target" and claim.modality is Modality.DENIED else claim.value
    sign = {Comparator.ABOUT: "about ", Comparator.MORE: "over ", Comparator.LESS: "under "}.get(claim.comparator or Comparator.EXACT, "")
    return f"{sign}{claim.value:g}" + (f" {claim.unit}" if metres(1.0, claim.unit or "") is not None else "")


# --- across events ------------------------------------------------------------------------------------------------------


def across(events: Sequence[Event]) -> list[Event]:
    """The events with what claims of other events stand against theirs: soft, since their scopes differ, unless it is a denial
    of the very happening."""
    by_side: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.type.event_class is EventClass.PHYSICAL:
            for party in sorted({m.actor_party for m in event.mentions if m.actor_party} or {""}):
                by_side[party].append(event)
    found: dict[str, list[Disagreement]] = defaultdict(list)
    for party, side in by_side.items():
        _civilians_across(side if party else (), found)
        _denials(side, [] if not party else by_side.get("", []), found)
    return [replace(e, disagreements=(*e.disagreements, *dict.fromkeys(found[e.id]))) if e.id in found else e for e in events]


def _civilians_across(side: Sequence[Event], found: dict[str, list[Disagreement]]) -> None:
    """ "No civilians were harmed" of one side's one act against "targeted civilians" of its other acts at that time."""
    about = [(e, i, str(c.value)) for e in side for i, c in enumerate(e.claims) if c.field == CIVILIANS]
    spared: dict[str, list[tuple[Event, int, str]]] = defaultdict(list)
    for entry in about:
        if entry[2] == SPARED:
            spared[entry[0].id].append(entry)
    for own in spared.values():
        event = own[0][0]
        others = [o for o in about if o[2] != SPARED and o[0].id != event.id and _times_meet(event, o[0]) and _countries_meet(event, o[0])]
        if not others:
            continue
        found[event.id].append(_soft_civilians(own, others[:_PAIRS]))
        for other_id in dict.fromkeys(o[0].id for o in others):
            found[other_id].append(_soft_civilians([o for o in others if o[0].id == other_id], own[:_PAIRS]))


def _soft_civilians(own: Sequence[tuple[Event, int, str]], others: Sequence[tuple[Event, int, str]]) -> Disagreement:
    values: dict[str, list[int]] = defaultdict(list)
    for _, index, value in own:
        values[value].append(index)
    mine, theirs = own[0][0], others[0][0]
    why = f"the scopes differ: one is said of “{mine.label}”, the other of “{theirs.label}”"
    elsewhere = tuple(Elsewhere(value, e.id, index) for e, index, value in others)
    return Disagreement(CIVILIANS, tuple((v, tuple(i)) for v, i in values.items()), SOFT, why, elsewhere)


def _denials(side: Sequence[Event], unnamed: Sequence[Event], found: dict[str, list[Disagreement]]) -> None:
    """What somebody denies against what another reports, of one type, doer, time and place."""
    for denied in side:
        where = {p.place.id for p in denied.places}
        if denied.mentions[0].modality is not Modality.DENIED or not where:
            continue
        mine = tuple(i for i, c in enumerate(denied.claims) if c.field == "type")
        by = {m.attribution.party for m in denied.mentions if m.attribution}
        who = next((m.attribution.speaker for m in denied.mentions if m.attribution), "somebody")
        against: list[Elsewhere] = []
        for told in (*side, *unnamed):
            if told.type is not denied.type or not told.mentions[0].modality.happened:
                continue
            if not (where & {p.place.id for p in told.places} and _times_meet(denied, told)):
                continue
            own = tuple(i for i, c in enumerate(told.claims) if c.field == "type")
            direct = bool(by) and not by & {m.attribution.party for m in told.mentions if m.attribution}
            there = Elsewhere(f"denied: {denied.type.value}", denied.id, mine[0])
            why = f"{who} denies it" if direct else f"{who} denies what may be another of its kind"
            found[told.id].append(Disagreement("type", ((told.type.value, own),), DIRECT if direct else SOFT, why, (there,)))
            against.append(Elsewhere(told.type.value, told.id, own[0]))
        if against:
            value = f"denied: {denied.type.value}"
            why = f"{who} denies what others report"
            found[denied.id].append(Disagreement("type", ((value, mine),), SOFT, why, tuple(against[:_PAIRS])))


def _times_meet(a: Event, b: Event) -> bool:
    one, other = a.when, b.when
    if one is None or other is None or one.start is None or other.start is None:
        return True
    return one.start <= (other.end or other.start) and other.start <= (one.end or one.start)


def _countries_meet(a: Event, b: Event) -> bool:
    """Whether two events can lie in one country; places of origin do not count, and an event without a place may lie anywhere."""
    ours, theirs = ({p.place.country for p in e.places if p.part is not Part.ORIGIN and p.place.country} for e in (a, b))
    return not ours or not theirs or bool(ours & theirs)
