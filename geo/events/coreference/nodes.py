"""What merging asks of an event mention: its places, date, doer, counts and wording, brought to comparable form."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from geo.events.coreference.by_hand import Decided
from geo.events.coreference.campaigns import countries, doer_by_adjective, is_campaign, only_attacker
from geo.events.reuse.reprints import Reprints
from geo.events.timex.reckoning import WEEKDAYS
from geo.lexicon.coreference import coreference_words
from geo.lexicon.quantities import quantity_words
from geo.model import CASUALTY_CAUSES, Analysis, Article, Comparator, EventMention, EventType, Join, Modality, Part, Place, Quantity, When
from geo.units import metres

_WIDE = ("PCL", "CONT")  # features too wide to say that two events are one
_OPEN_END = timedelta(days=3650)  # "since 3 May 2020", where nobody knows until when
_NEWS = timedelta(days=10)  # what an article reports without a date is taken to be no older
_OUTCOMES = frozenset({EventType.LOSSES, EventType.ATTACK_ON_CIVILIANS})
REPRINTED = "the same passage, reprinted"
_STALE = 3  # days that a reprint's "yesterday" may be off; swept 1 to 6: story F1 the same
_MISTYPED = 2  # factor between the counts of two copies of a passage; swept 1.5 to 3: story F1 the same
_NOT_COUNTED = frozenset({"%", "time", "of them"})
_NO_SCALE = frozenset({"km"})  # lengths, of which one event has many

CAMPAIGN_DAYS = 5  # a period this long is a campaign, and none of its days is it; swept 3 to 8: story F1 the same

Count = tuple[float, str]


@dataclass(frozen=True, slots=True)
class Period:
    """The days on which a mention says that it happened; `sure` where it says so itself and not only its article's date."""

    start: date
    end: date
    sure: bool
    vague: bool = False  # a day or so somewhere in it ("two weeks ago"), and not all of it

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def single(self) -> bool:
        """Whether this is a day or few that the text itself tells: no campaign."""
        return self.sure and (self.vague or self.days < CAMPAIGN_DAYS)

    def gap(self, other: Period) -> int:
        """Days between two periods; 0 where they meet."""
        return max(0, (other.start - self.end).days, (self.start - other.end).days)


@dataclass(frozen=True)
class Profile:
    """All by which two mentions in different articles can be told apart; the same for many mentions of one event."""

    spots: frozenset[str]  # ids of places below the country, containers too
    wide: frozenset[str]  # countries
    origins: frozenset[str]
    party: str | None
    counts: frozenset[Count]
    period: Period | None
    weekday: str | None
    told: date | None = None  # the day of its article
    bounds: frozenset[Count] = frozenset()  # those of the counts that are "at least" so many
    campaign: frozenset[str] = frozenset()  # of many attacks at once, told without place or day: the countries it may be in

    @cached_property
    def units(self) -> frozenset[str]:
        return frozenset(unit for _, unit in self.counts if unit not in _NO_SCALE)


@dataclass(eq=False, slots=True)
class Node:
    """One mention, or all copies of one in reprints of its passage."""

    kind: EventType
    happened: bool
    modality: Modality
    mentions: list[EventMention]
    profile: Profile
    definite: bool
    anew: bool  # "fresh strikes": expressly not those told of before
    words: str
    trigger: str
    speaker: str | None
    vague: bool
    order: int
    sides: tuple[int, ...] = ()  # by which judgements that part events it is held on which side
    articles: frozenset[str] = field(default_factory=frozenset[str])
    inside: list[Join] = field(default_factory=list[Join])  # why its mentions are one

    @property
    def singled_out(self) -> bool:
        """Whether anything in its words tells this happening from others of its kind."""
        p = self.profile
        return bool(p.spots or p.origins or p.counts or p.party or p.weekday or self.speaker) or (p.period is not None and p.period.sure)

    @property
    def telling(self) -> float:
        p = self.profile
        given = (p.party is not None) + ((p.period is not None and p.period.sure) or p.weekday is not None)
        return 3 * len(p.origins) + 2 * len(p.spots) + len(p.counts) + given + 0.5 * len(p.wide)


def nodes(
    articles: Sequence[Article], analyses: Mapping[str, Analysis], rejected: frozenset[str], found: Reprints, decided: Decided
) -> tuple[list[Node], dict[str, Place]]:
    """The mentions to be merged, copies of one passage made one, and the places that they name by id."""
    places: dict[str, Place] = {}
    out: list[Node] = []
    copies: dict[object, list[Node]] = defaultdict(list)
    order = 0
    for article in articles:
        if article.duplicate_of is not None or article.id not in analyses:
            continue
        analysis = analyses[article.id]
        met: Counter[object] = Counter()
        kept = [m for m in analysis.events if m.id not in rejected]
        about = countries(analysis)
        made = {m.id: _node(article, analysis, m, places, order + k, about) for k, m in enumerate(kept)}
        order += len(kept)
        for mention in kept:
            made[mention.id].sides = decided.sides(mention.id)
        for mention in _without_outcomes(kept, made):
            node = made[mention.id]
            key = _copy_key(article, mention, found, found.family(article.id))
            met[key] += 1
            here = (key, met[key], node.kind, node.happened or node.modality, node.sides)
            known = next((n for n in copies[here] if _may_be_copy(n.profile, node.profile)), None) if key is not None else None
            if known is not None:
                _add_copy(known, node)
                continue
            out.append(node)
            if key is not None:
                copies[here].append(node)
    return out, places


def _without_outcomes(mentions: Sequence[EventMention], made: Mapping[str, Node]) -> list[EventMention]:
    """The mentions but for those that only tell what an attack of the same sentence did: "12 were killed"; the attack takes them."""
    left: list[EventMention] = []
    for mention in mentions:
        node = made[mention.id]
        attacks = [m for m in mentions if m.passage == mention.passage and m.type in CASUALTY_CAUSES and m.modality is mention.modality]
        attacks = [m for m in attacks if _may_have_done(made[m.id], node)] if mention.type in _OUTCOMES else []
        if not attacks:
            left.append(mention)
            continue
        attack = made[min(attacks, key=lambda m: abs(m.trigger.start - mention.trigger.start)).id]
        attack.inside.append(Join(mention.id, attack.mentions[0].id, "what it did, told in the same sentence"))
        attack.mentions.append(mention)
        attack.profile = replace(attack.profile, counts=attack.profile.counts | node.profile.counts)
    return left


def _may_have_done(attack: Node, outcome: Node) -> bool:
    did, came = attack.profile, outcome.profile
    return attack.sides == outcome.sides and came.spots <= did.spots and not came.origins and came.party in (None, did.party)


def _may_be_copy(a: Profile, b: Profile) -> bool:
    """Whether the same words can be of the same happening: a formula is filled in with other places or weeks."""
    if a.spots and b.spots and not a.spots & b.spots:
        return False
    if any(_refilled(a, b, unit) for unit in a.units & b.units):
        return False
    return a.period is None or b.period is None or not (a.period.sure and b.period.sure) or a.period.gap(b.period) <= _STALE


def _refilled(a: Profile, b: Profile, unit: str) -> bool:
    """Whether the numbers of a unit are so far apart that they were not just mistyped or brought up to date."""
    ours, theirs = ([v for v, u in p.counts if u == unit and v > 0] for p in (a, b))
    return bool(ours and theirs) and (min(ours) > _MISTYPED * max(theirs) + 1 or min(theirs) > _MISTYPED * max(ours) + 1)


def _copy_key(article: Article, mention: EventMention, found: Reprints, family: int | None) -> tuple[object, ...] | None:
    """The reprinted passage that a mention's trigger stands in, with the trigger; None where nobody else has it.

    Only articles of one origin have copies of a mention. In others the same sentence may be a formula, filled in anew.
    """
    group = found.numbers(article.id, mention.trigger) if family is not None else ()
    return (family, *group, mention.trigger.of(article.text).lower()) if group else None


def _add_copy(node: Node, copy: Node) -> None:
    """What any copy says counts: a damaged scrape may have lost the date or the doer that another kept."""
    a, b = node.profile, copy.profile
    period = a.period if a.period is not None and (a.period.sure or b.period is None or not b.period.sure) else b.period
    node.profile = Profile(
        a.spots | b.spots,
        a.wide | b.wide,
        a.origins | b.origins,
        a.party or b.party,
        a.counts or b.counts,
        period,
        a.weekday or b.weekday,
        min((d for d in (a.told, b.told) if d is not None), default=None),
        a.bounds if a.counts else b.bounds,
        a.campaign & b.campaign,
    )
    node.inside += [Join(copy.mentions[0].id, node.mentions[0].id, REPRINTED), *copy.inside]
    node.mentions += copy.mentions
    node.articles |= copy.articles
    node.definite = node.definite and copy.definite


def _node(article: Article, analysis: Analysis, mention: EventMention, places: dict[str, Place], order: int, about: frozenset[str]) -> Node:
    spots: set[str] = set()
    wide: set[str] = set()
    origins: set[str] = set()
    for event_place in (*mention.places, *mention.containers):
        place = analysis.resolutions[event_place.mention].place
        if place is None:
            continue
        places[place.id] = place
        (origins if event_place.part is Part.ORIGIN else wide if place.feature.startswith(_WIDE) else spots).add(place.id)
    period, weekday = _period(mention.when, article.published)
    before = article.text[max(mention.span.start, mention.trigger.start - 40) : mention.trigger.start].lower().split()
    as_a_whole = is_campaign(article, mention) and not spots and not origins and (period is None or not period.single) and not weekday
    party = mention.actor_party
    if party is None and mention.actor is None:
        party = doer_by_adjective(article, analysis, mention) or (only_attacker(article, analysis, mention) if as_a_whole else None)
    counted = [q for q in mention.quantities if q.unit not in _NOT_COUNTED]
    return Node(
        kind=mention.type,
        happened=mention.modality.happened,
        modality=mention.modality,
        mentions=[mention],
        profile=Profile(
            frozenset(spots),
            frozenset(wide),
            frozenset(origins),
            party,
            frozenset(_comparable(q) for q in counted),
            period,
            weekday,
            article.published,
            frozenset(_comparable(q) for q in counted if q.comparator is Comparator.MORE and q.unit in quantity_words().people),
            (frozenset(places[w].country or w for w in wide) or about) if as_a_whole else frozenset(),
        ),
        definite=bool(before)
        and before[-1] in coreference_words().definite
        and mention.trigger.of(article.text).lower() in coreference_words().deeds,
        anew=_is_anew(before),
        words=re.sub(r"[\W_]+", "", mention.span.of(article.text).lower()),
        trigger=mention.trigger.of(article.text).lower(),
        speaker=mention.attribution.speaker if mention.attribution is not None else None,
        vague=mention.confidence < _SURE,
        order=order,
        articles=frozenset({article.id}),
    )


def _is_anew(before: Sequence[str]) -> bool:
    """ "Another air strike": a word for it shortly before the trigger, with no article in between."""
    for word in reversed(before[-3:]):
        if word in coreference_words().anew:
            return True
        if word in coreference_words().definite or not word.replace("-", "").isalpha():
            return False
    return False


_SURE = 0.9  # confidence of a mention whose own words tell the weapon


def _comparable(quantity: Quantity) -> Count:
    """A length in kilometres to two digits, so that "930 miles" meets "1,500 km"; any other count as it is.

    The dead and the wounded are counted alike here: who leaves out what befell the people would else never contradict.
    """
    length = metres(quantity.value, quantity.unit)
    return (quantity.value, quantity.unit) if length is None else (float(f"{length / 1000:.2g}"), "km")


def _period(when: When | None, published: date | None) -> tuple[Period | None, str | None]:
    if when is not None and when.start is not None:
        return Period(when.start, when.end or when.start + _OPEN_END, True, vague=when.precision == "week"), None
    said = when.said.lower() if when is not None else ""
    named = [d for d in WEEKDAYS if d in said]
    weekday = named[0] if len(named) == 1 and not said.startswith(coreference_words().not_the_day) else None
    return (Period(published - _NEWS, published, False) if published is not None else None), weekday


def weekday_of(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def names(ids: Iterable[str], places: Mapping[str, Place]) -> str:
    return places[min(ids)].name
