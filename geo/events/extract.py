"""One article's passages and mentions → its event mentions, with each mention's role settled."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from geo.events.arguments.aims import aims, denies_targets
from geo.events.arguments.announced import with_bullets, with_named_after, with_origin_before
from geo.events.arguments.bystanders import without_bystanders
from geo.events.arguments.casualties import of_a_war, of_harmed
from geo.events.arguments.doers import Doer
from geo.events.arguments.inexact import with_coordinates_beside, with_inexact
from geo.events.arguments.naming import remember_subject
from geo.events.arguments.quantities import OF_THEM, Counted, quantities
from geo.events.arguments.read_doers import read_doers
from geo.events.arguments.tolls import hurt_beside
from geo.events.arguments.where import drop_containers, locate
from geo.events.arguments.who import doers_of, said_to_have_done
from geo.events.attribution.attributed import attribution
from geo.events.attribution.cast import Cast
from geo.events.attribution.quotes import remember_person, remember_speaker, speakers_of_quotes
from geo.events.attribution.responsibility import Charge, charges, with_responsibility
from geo.events.attribution.statements import statement, statement_modality
from geo.events.factuality.modality import modality
from geo.events.incidents.assembly import assemble
from geo.events.incidents.logistic import Logistic
from geo.events.incidents.reader import Sheet
from geo.events.timex.dating import settle_dates
from geo.events.timex.entries import entry_days
from geo.events.timex.heads import ReportDay, report_day
from geo.events.timex.relative import as_background
from geo.events.timex.when import Expression, expressions, nearest
from geo.events.triggers.coded import Coded
from geo.events.triggers.coding import code
from geo.events.triggers.headlines import entry_places, is_headline, log_entry
from geo.events.triggers.needed import needed
from geo.events.triggers.spotted import of_reader, spotted, with_spotted
from geo.lexicon.speech import speech
from geo.model import (
    ATTACKS,
    Article,
    Attribution,
    EventClass,
    EventMention,
    EventType,
    Kind,
    Mention,
    Modality,
    Quantity,
    Reading,
    Resolution,
    Role,
    When,
)
from geo.syntax import Sentence, parse

_FAR = frozenset({"distance", "range", "away", "travel", "fly", "cover", "reach"})
_HARMING = ATTACKS | {EventType.ARMED_CLASH, EventType.ATTACK_ON_CIVILIANS}  # of which a toll may be told in a sentence of its own
_TAKEN_UP_WITHIN = 2  # passages back that a sentence about a distance may go on from
_DISTANT = frozenset({EventType.MISSILE_ATTACK, EventType.AIR_STRIKE, EventType.INTERCEPTION, EventType.ORDER, EventType.OPERATIONS})


@dataclass(frozen=True, slots=True)
class Drafts:
    """What the passages of an article report, each read by itself."""

    events: tuple[EventMention, ...]
    statements: tuple[EventMention, ...]
    actors: frozenset[int]  # mentions of places that act
    aside: frozenset[int]  # mentions of places at which nothing of it happened
    days: tuple[tuple[When, int], ...]  # date expressions, each with its passage


@dataclass(frozen=True, slots=True)
class Extracted:
    """What one article reports."""

    mentions: tuple[Mention, ...]
    events: tuple[EventMention, ...]


def extract(
    article: Article,
    reading: Reading,
    mentions: Sequence[Mention],
    resolutions: Sequence[Resolution],
    country_names: Mapping[str, str],
    sentences: Sequence[Sentence] | None = None,
    sheet: Callable[[], Sheet] | None = None,
    *,
    whole: bool = False,
) -> Extracted:
    """The event mentions of an article, in text order, and its mentions with their roles settled.

    A mention's role is event exactly where a physical event that happened lists it among its places.
    `country_names` maps ISO 3166-1 alpha-2 codes to names. `sentences` holds one for each passage of the reading, some of
    them without words; left out, the passages that may report events are parsed here, and only those. `sheet` asks the reader
    of whole articles, where that is needed: what has no day or doer of its own takes those of its incident. `whole` lets it choose
    the triggers and places too, and tell which mentions are one incident: better on the kind of text that it was trained on, and
    worse on our own test reports.
    """
    if sentences is None:
        sentences = parse(reading, needed(reading) | (spotted(sheet()) if sheet is not None and whole else frozenset[int]()))
    found = drafts(article, reading, mentions, resolutions, country_names, sentences, sheet, whole=whole)
    events = list(found.events)
    if sheet is not None and (whole or any((e.when is None or not e.places) and e.type.event_class is EventClass.PHYSICAL for e in events)):
        spans = [p.span for p in reading.passages]
        events = assemble(article, spans, sheet(), events, mentions, resolutions, found.days, found.aside, whole=whole)
        events = as_background(report_day(article, reading).day, events)  # of a day that was carried, too
    events = sorted((*events, *found.statements), key=lambda e: (e.passage, e.trigger.start))
    return Extracted(_settle_roles(mentions, events, found.actors), tuple(events))


def drafts(
    article: Article,
    reading: Reading,
    mentions: Sequence[Mention],
    resolutions: Sequence[Resolution],
    country_names: Mapping[str, str],
    sentences: Sequence[Sentence],
    sheet: Callable[[], Sheet] | None = None,
    chooses: Logistic | None = None,
    *,
    whole: bool = True,
) -> Drafts:
    """The event mentions of an article as each passage tells them, before any is brought together with another.

    `chooses` tells which triggers report something, in the place of the shipped model.
    """
    cast = Cast.of(sentences, mentions, resolutions, country_names, article.text)
    by_passage: dict[int, list[tuple[int, Mention]]] = defaultdict(list)
    for index, mention in enumerate(mentions):
        by_passage[mention.passage].append((index, mention))
    events: list[EventMention] = []
    stated: list[EventMention] = []
    told: list[tuple[int, Coded]] = []
    heard: dict[int, list[Charge]] = {}
    actors: set[int] = set()
    aside: set[int] = set()
    day = report_day(article, reading)
    by_entry = entry_days(reading, day)
    coded = code(sentences)
    if sheet is not None and whole:
        coded = with_spotted(sheet(), sentences, coded, chooses)
    # The numbers of coordinates count nothing.
    given = [m.clues.stated.span for m in mentions if m.clues.stated is not None]
    counted_by = [[c for c in quantities(s, reading) if not any(c.quantity.span.overlaps(g) for g in given)] for s in sentences]
    _take_up(article.text, sentences, coded, counted_by)
    told_days: list[tuple[When, int]] = []
    days: list[list[Expression]] = []
    said_by = speakers_of_quotes(sentences, cast, reading)
    cast.forget_who_spoke()
    for position, sentence in enumerate(sentences):
        here = by_passage.get(sentence.passage.index, [])
        found = coded[position]
        located = locate(sentence, found, here, resolutions, linked=sheet is None or not whole)
        actors |= located.actors
        aside |= located.aside
        counted = counted_by[position]
        dated = expressions(sentence, reading, by_entry.get(sentence.passage.index, day))
        days.append(dated)
        told_days += [(e.when, sentence.passage.index) for e in dated]
        if (unit := _unit_before(counted_by, position)) is not None:
            counted = [replace(c, quantity=replace(c.quantity, unit=unit)) if c.quantity.unit == OF_THEM else c for c in counted]
        shared = _share_out(sentence, found, counted)
        if not found:
            remember_speaker(sentence, cast)
        for k, c in enumerate(found):
            said = attribution(sentence, c.anchors, cast) or said_by.get(position)
            mood, why = modality(sentence, c)
            place_tokens = frozenset(t for p in located.places[k] for t in sentence.at(mentions[p.mention].span))
            doers = doers_of(sentence, c.anchors, cast, c.type)
            if not doers and sheet is not None and c.type.event_class is EventClass.PHYSICAL:
                doers = read_doers(sheet(), sentence, c.word, cast)
            aimed = aims(sentence, c.anchors, place_tokens)
            if aimed.only_target and mood is Modality.DENIED:  # "the strikes were not against ISIS": there were strikes
                mood, why = Modality.REPORTED, None
            if mood is Modality.DENIED and of_reader(c.reasons):  # "without a shot": it learnt what is told, hardly what is not
                continue
            trigger = sentence.tokens[c.word].span
            event = EventMention(
                id=_identity(article, trigger.start, c.type),
                article=article.id,
                type=c.type,
                trigger=trigger,
                span=sentence.passage.span,
                passage=sentence.passage.index,
                actor=doers[0].name if doers else None,
                actor_party=doers[0].party if doers else None,
                target=aimed.target,
                when=nearest(sentence, c.anchors, dated, speech().verbs),
                places=tuple(located.places[k]),
                containers=tuple(located.containers[k]),
                quantities=tuple(
                    _fit(q, c) for q in shared[k] if said is None or not q.span.overlaps(said.span) or hurt_beside(article.text, q.span)
                ),
                attribution=said,
                modality=mood,
                confidence=0.6 if c.generic else 0.9,
                reasons=(*c.reasons, *((f'"{why}" makes it {mood.value}',) if why else ())),
                not_targets=aimed.denied,
                responsibility=said_to_have_done(sentence, doers),
            )
            events.append(_as_history(event, sentence, c))
            told.append((position, c))
        verb = statement(sentence, [a for c in found for a in c.anchors])
        if verb is not None:
            said = attribution(sentence, (verb,), cast) or said_by.get(position)
            when = nearest(sentence, (verb,), dated, speech().verbs)
            stated.append(_stated(article, sentence, verb, said, when, doers_of(sentence, (verb,), cast)))
        heard[position] = charges(sentence, cast)
        remember_person(sentence, cast)
        remember_subject(sentence, cast)
    events = with_origin_before(sentences, mentions, [(p, c.word) for p, c in told], events)
    events = settle_dates(article, day, by_entry, sentences, reading, told, days, events)
    events += _entries(article, day, reading, sentences, by_passage, resolutions, {e.passage for e in events})
    events = with_bullets(reading, sentences, mentions, resolutions, events)
    events = with_named_after(sentences, mentions, resolutions, events)
    trigger_of = {e.id: (sentences[p], c.anchors) for e, (p, c) in zip(events, told, strict=False)}
    events = [without_bystanders(e, *trigger_of.get(e.id, (None, ())), mentions, resolutions) for e in events]
    events = [with_inexact(_without_containers(e, resolutions), mentions, resolutions) for e in events]
    events = with_coordinates_beside(events, mentions, resolutions)
    events = [_as_war(e, article.text) for e in with_responsibility(events, sentences, heard)]
    return Drafts(tuple(events), tuple(stated), frozenset(actors), frozenset(aside), tuple(told_days))


def _stated(
    article: Article, sentence: Sentence, verb: int, said: Attribution | None, when: When | None, doers: Sequence[Doer]
) -> EventMention:
    """A statement that is an event of its own; it has no places, since nothing happened where it speaks of."""
    trigger = sentence.tokens[verb].span
    return EventMention(
        id=_identity(article, trigger.start, EventType.STATEMENT),
        article=article.id,
        type=EventType.STATEMENT,
        trigger=trigger,
        span=sentence.passage.span,
        passage=sentence.passage.index,
        actor=said.speaker if said is not None else doers[0].name if doers else None,
        actor_party=said.party if said is not None else doers[0].party if doers else None,
        when=when,
        attribution=said,
        modality=statement_modality(sentence, verb),
        confidence=0.7,
        reasons=(f'"{sentence.tokens[verb].text}" is a statement of its own',),
    )


def _as_history(event: EventMention, sentence: Sentence, coded: Coded) -> EventMention:
    """ "Militants who have seized much of A since 2011": told of somebody, in the perfect and by the year, it is background;
    so is "the Battle of A".
    """
    verb = sentence.tokens[coded.word]
    perfect = any(sentence.tokens[c].dep == "aux" and sentence.tokens[c].lemma == "have" for c in sentence.children[verb.i])
    by_year = event.when is not None and event.when.precision == "year"
    if event.type.event_class is not EventClass.PHYSICAL:
        return event
    if verb.dep == "relcl" and perfect and by_year:
        return replace(event, type=EventType.BACKGROUND, reasons=(*event.reasons, "told in passing, and by the year"))
    if verb.pos == "PROPN" and verb.text.istitle() and sentence.lower(verb.i + 1) == "of" and not is_headline(sentence):
        return replace(event, type=EventType.BACKGROUND, reasons=(*event.reasons, 'called by a name, as history is: "the Battle of A"'))
    return event


def _as_war(event: EventMention, text: str) -> EventMention:
    """ "Since then more than 250,000 people have been killed": so many, it is the war as a whole."""
    toll = next((q for q in event.quantities if of_a_war(text, q, event.span)), None)
    if toll is None or event.type.event_class is not EventClass.PHYSICAL:
        return event
    return replace(event, type=EventType.BACKGROUND, reasons=(*event.reasons, f'"{toll.said}" is the toll of a whole war'))


def _entries(
    article: Article,
    day: ReportDay,
    reading: Reading,
    sentences: Sequence[Sentence],
    by_passage: Mapping[int, list[tuple[int, Mention]]],
    resolutions: Sequence[Resolution],
    taken: set[int],
) -> list[EventMention]:
    """Lines of a list of incidents, "March 3: A village, B province": something is logged there, and what it was is not said."""
    found: list[EventMention] = []
    for sentence in sentences:
        here = by_passage.get(sentence.passage.index, [])
        entry = log_entry(sentence, reading, here) if sentence.passage.index not in taken else None
        if entry is None:
            continue
        places, containers = entry_places(here, resolutions)
        dated = expressions(sentence, reading, day)
        event = EventMention(
            id=_identity(article, entry.date.start, EventType.OTHER),
            article=article.id,
            type=EventType.OTHER,
            trigger=entry.date,
            span=sentence.passage.span,
            passage=sentence.passage.index,
            when=dated[0].when if dated else None,
            places=tuple(places),
            containers=tuple(containers),
            confidence=0.4,
            reasons=("a dated line of a list that names only a place",),
        )
        found.append(event)
    return found


def _without_containers(event: EventMention, resolutions: Sequence[Resolution]) -> EventMention:
    places, containers = list(event.places), list(event.containers)
    drop_containers(places, containers, resolutions)
    return replace(event, places=tuple(places), containers=tuple(containers))


def _take_up(text: str, sentences: Sequence[Sentence], coded: list[list[Coded]], counted: Sequence[Sequence[Counted]]) -> None:
    """Sentences that only go on: "Fifty-five of them …" after "57 raids", "The distance was 1,500 km" after a launch, "None of the
    targets belonged to …" after an attack, "The clinic counted 24 dead" after what harmed them.

    They become mentions of the same happening, in place; "of them" becomes what the sentence before counted.
    """
    for position in range(1, len(sentences)):
        sentence = sentences[position]
        belied = denies_targets(sentence) if not coded[position] else None
        if coded[position] or not (counted[position] or belied is not None):
            continue
        before = next((p for p in range(position - 1, max(-1, position - 1 - _TAKEN_UP_WITHIN), -1) if coded[p]), None)
        if before is None:
            continue
        lead = coded[before][-1]
        them = [c for c in counted[position] if c.quantity.unit == OF_THEM]
        spoken = any(t.lemma in _FAR for t in sentence.tokens)
        far = [c for c in counted[position] if c.distance and spoken and lead.type is EventType.MISSILE_ATTACK]
        if them and before == position - 1 and any(c.quantity.unit != OF_THEM for c in counted[before]):
            word = them[0].token
        elif far:
            word = far[0].token
        elif belied is not None and lead.type in ATTACKS:
            word = belied
        elif lead.type in _HARMING and (harmed := [c for c in counted[position] if of_harmed(text, c.quantity, sentence.passage.span)]):
            word = harmed[0].token
        else:
            continue
        reason = "counts on from the sentence before"
        coded[position] = [Coded(word, (word,), lead.type, True, False, True, (reason,))]


def _unit_before(counted: Sequence[Sequence[Counted]], position: int) -> str | None:
    """What "of them" counts: the unit of the first count in the sentence before."""
    if position == 0:
        return None
    return next((c.quantity.unit for c in counted[position - 1] if not c.distance and c.quantity.unit not in {OF_THEM, "%"}), None)


def _identity(article: Article, start: int, kind: EventType) -> str:
    """Stable while the article's text, the trigger's place in it and the type stay the same."""
    return "m" + hashlib.sha256(f"{article.text_sha256}:{article.id}:{start}:{kind.value}".encode()).hexdigest()[:12]


def _fit(quantity: Quantity, coded: Coded) -> Quantity:
    """ "twice" counts what the event is, and a launch of missiles is counted in missiles."""
    if quantity.unit == "launch" and coded.type is EventType.MISSILE_ATTACK:
        return replace(quantity, unit="missile")
    if quantity.unit != "time":
        return quantity
    return replace(quantity, unit="incursion" if coded.type is EventType.AIRSPACE_VIOLATION else "time")


def _share_out(sentence: Sentence, coded: Sequence[Coded], counted: Sequence[Counted]) -> list[list[Quantity]]:
    """Each quantity goes to the trigger that governs it, else to the nearest one of its clause, else to the only one."""
    shared: list[list[Quantity]] = [[] for _ in coded]
    for c in counted:
        which: int | None = None
        chain = [c.token, *sentence.ancestors(c.token)]
        for up in chain:
            which = next((k for k, t in enumerate(coded) if up in t.anchors), None)
            if which is not None:
                break
        if which is None:
            for up in chain:
                below = [k for k, t in enumerate(coded) if any(up in (a, *sentence.ancestors(a)) for a in t.anchors)]
                if below:
                    which = min(below, key=lambda k: min(abs(a - c.token) for a in coded[k].anchors))
                    break
        if which is None and len(coded) == 1:
            which = 0
        if which is not None and (not c.distance or coded[which].type in _DISTANT or len(coded) == 1):
            shared[which].append(c.quantity)
    return shared


def _settle_roles(mentions: Sequence[Mention], events: Sequence[EventMention], actors: frozenset[int]) -> tuple[Mention, ...]:
    drawn = {
        p.mention
        for e in events
        if e.type.event_class is EventClass.PHYSICAL and e.modality.happened
        for p in e.places
    }  # fmt: skip
    settled: list[Mention] = []
    for index, mention in enumerate(mentions):
        if index in drawn:
            role = Role.EVENT
        elif index in actors or (mention.kind is not Kind.LITERAL and mention.role is Role.ACTOR):
            role = Role.ACTOR
        else:
            role = mention.role if mention.role is not Role.EVENT else Role.CONTEXT
        settled.append(replace(mention, role=role))
    return tuple(settled)
