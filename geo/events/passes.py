"""How an article's triggers become event mentions: a row of passes, each of which settles some of their fields, in this order.

A pass takes the discourse, which nothing changes, and the drafts so far, and gives drafts. What it may set is declared beside it
and checked by a test; `tests/eval/score_passes.py` tells what each is worth.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace

from geo.events.arguments.aims import aims
from geo.events.arguments.announced import with_bullets, with_named_after, with_origin_before
from geo.events.arguments.bystanders import without_bystanders
from geo.events.arguments.casualties import of_a_war
from geo.events.arguments.inexact import with_coordinates_beside, with_inexact
from geo.events.arguments.sharing import shared_out
from geo.events.arguments.tolls import hurt_beside
from geo.events.arguments.where import without_containers
from geo.events.arguments.who import said_to_have_done
from geo.events.attribution.hearing import Voice
from geo.events.attribution.responsibility import with_responsibility
from geo.events.attribution.statements import statement_modality
from geo.events.discourse import Discourse
from geo.events.factuality.modality import modality
from geo.events.incidents.assembly import assemble
from geo.events.timex.dating import settle_dates
from geo.events.timex.relative import as_background
from geo.events.timex.when import expressions, nearest
from geo.events.triggers.coded import Coded
from geo.events.triggers.headlines import entry_places, is_headline, log_entry
from geo.events.triggers.spotted import of_reader
from geo.lexicon.speech import speech
from geo.model import Article, EventClass, EventMention, EventType, Modality
from geo.syntax import Sentence


@dataclass(frozen=True, slots=True)
class Draft:
    """An event mention in the making, and the trigger that it came of: of a sentence, by their positions.

    `which` is None for what no trigger tells. `only_target` says that the passage's "not" is of what was aimed at alone.
    """

    event: EventMention
    position: int
    which: int | None = None
    only_target: bool = False

    def trigger(self, discourse: Discourse) -> Coded | None:
        return discourse.triggers[self.position][self.which] if self.which is not None else None

    def voice(self, discourse: Discourse) -> Voice:
        return discourse.heard[self.position].voices[self.which] if self.which is not None else Voice(None, ())


Drafts = tuple[Draft, ...]


@dataclass(frozen=True, slots=True)
class Pass:
    """A step with what it settles: names of fields of `EventMention`; whether it adds drafts or drops some."""

    run: Callable[[Discourse, Drafts], Drafts]
    assigns: frozenset[str]
    adds: bool = False
    drops: bool = False

    @property
    def name(self) -> str:
        return self.run.__name__


def ran(passes: Iterable[Pass], discourse: Discourse) -> Drafts:
    """What the passes make of an article, one after another."""
    drafts: Drafts = ()
    for step in passes:
        drafts = step.run(discourse, drafts)
    return drafts


# --- what each trigger tells by itself ---------------------------------------------------------------------------------------


def of_triggers(discourse: Discourse, drafts: Drafts) -> Drafts:
    """A draft for each trigger."""
    out = list(drafts)
    for position, (sentence, found) in enumerate(zip(discourse.sentences, discourse.triggers, strict=True)):
        for which, c in enumerate(found):
            trigger = c.word.span
            event = EventMention(
                id=_identity(discourse.article, trigger.start, c.type),
                article=discourse.article.id,
                type=c.type,
                trigger=trigger,
                span=sentence.passage.span,
                passage=sentence.passage.index,
                confidence=0.6 if c.generic else 0.9,
                reasons=c.reasons,
            )
            out.append(Draft(event, position, which))
    return tuple(out)


def places(discourse: Discourse, drafts: Drafts) -> Drafts:
    """Where it was, by the grammar of its sentence."""

    def placed(draft: Draft, which: int) -> EventMention:
        located = discourse.located[draft.position]
        return replace(draft.event, places=tuple(located.places[which]), containers=tuple(located.containers[which]))

    return tuple(_with(d, placed(d, d.which)) if d.which is not None else d for d in drafts)


def speakers(discourse: Discourse, drafts: Drafts) -> Drafts:
    """Who tells of it."""
    return tuple(_with(d, replace(d.event, attribution=d.voice(discourse).said)) for d in drafts)


def doers(discourse: Discourse, drafts: Drafts) -> Drafts:
    """Who did it; of several the first is the actor."""

    def done(draft: Draft) -> EventMention:
        found = draft.voice(discourse).doers
        if not found:
            return draft.event
        said = said_to_have_done(discourse.sentences[draft.position], found)
        return replace(draft.event, actor=found[0].name, actor_party=found[0].party, responsibility=said)

    return tuple(_with(d, done(d)) for d in drafts)


def targets(discourse: Discourse, drafts: Drafts) -> Drafts:
    """What it was aimed at, and what it is said not to have been aimed at."""

    def aimed(draft: Draft, coded: Coded) -> Draft:
        sentence = discourse.sentences[draft.position]
        names = frozenset(t for p in draft.event.places for t in sentence.at(discourse.mentions[p.mention].span))
        found = aims(sentence, coded.anchors, names)
        return replace(draft, event=replace(draft.event, target=found.target, not_targets=found.denied), only_target=found.only_target)

    return tuple(aimed(d, c) if (c := d.trigger(discourse)) is not None else d for d in drafts)


def factuality(discourse: Discourse, drafts: Drafts) -> Drafts:
    """Whether it is told as having happened. What the reader alone sees and the grammar denies goes: "without a shot"."""
    out: list[Draft] = []
    for draft in drafts:
        coded = draft.trigger(discourse)
        mood, why = modality(discourse.sentences[draft.position], coded) if coded is not None else (Modality.REPORTED, None)
        if draft.only_target and mood is Modality.DENIED:  # "the strikes were not against ISIS": there were strikes
            mood, why = Modality.REPORTED, None
        if mood is Modality.DENIED and of_reader(draft.event.reasons):
            continue
        reasons = (*draft.event.reasons, f'"{why}" makes it {mood.value}') if why else draft.event.reasons
        out.append(_with(draft, replace(draft.event, modality=mood, reasons=reasons)))
    return tuple(out)


def numbers(discourse: Discourse, drafts: Drafts) -> Drafts:
    """What is counted of it; the numbers in a speaker's name are none of the event's."""
    text = discourse.article.text
    shared = [shared_out(s, c, n) for s, c, n in zip(discourse.sentences, discourse.triggers, discourse.counted, strict=True)]

    def counted(draft: Draft, which: int) -> EventMention:
        said = draft.event.attribution
        own = [q for q in shared[draft.position][which] if said is None or not q.span.overlaps(said.span) or hurt_beside(text, q.span)]
        return replace(draft.event, quantities=tuple(own))

    return tuple(_with(d, counted(d, d.which)) if d.which is not None else d for d in drafts)


def days_told(discourse: Discourse, drafts: Drafts) -> Drafts:
    """The day that its own sentence tells."""

    def dated(draft: Draft, coded: Coded) -> EventMention:
        sentence, found = discourse.sentences[draft.position], discourse.dated[draft.position]
        return replace(draft.event, when=nearest(sentence, coded.anchors, found, speech().verbs))

    return tuple(_with(d, dated(d, c)) if (c := d.trigger(discourse)) is not None else d for d in drafts)


def history(discourse: Discourse, drafts: Drafts) -> Drafts:
    """What is told only in passing is background."""

    def settled(draft: Draft, coded: Coded) -> EventMention:
        why = _history(draft.event, discourse.sentences[draft.position], coded)
        return _as_background(draft.event, why) if why is not None else draft.event

    return tuple(_with(d, settled(d, c)) if (c := d.trigger(discourse)) is not None else d for d in drafts)


# --- what the sentences around it tell ---------------------------------------------------------------------------------------


def origins_before(discourse: Discourse, drafts: Drafts) -> Drafts:
    """Whence it came, where the sentence before says where the ships lie."""
    told = [(d.position, c.word) for d in drafts if (c := d.trigger(discourse)) is not None]
    return _each(drafts, with_origin_before(discourse.sentences, discourse.mentions, told, _events(drafts)))


def days_settled(of: Discourse, drafts: Drafts) -> Drafts:
    """The day that another sentence, the head of its entry or the report's own day tells."""
    told = [(d.position, c) for d in drafts if (c := d.trigger(of)) is not None]
    return _each(drafts, settle_dates(of.article, of.day, of.by_entry, of.sentences, of.reading, told, of.dated, _events(drafts)))


def list_entries(discourse: Discourse, drafts: Drafts) -> Drafts:
    """Lines of a list of incidents, "March 3: A village, B province": something is logged there, and what it was is not said."""
    taken = {d.event.passage for d in drafts}
    named = discourse.named
    out = list(drafts)
    for position, sentence in enumerate(discourse.sentences):
        here = named.get(sentence.passage.index, ())
        entry = log_entry(sentence, discourse.reading, here) if sentence.passage.index not in taken else None
        if entry is None:
            continue
        inner, outer = entry_places(here, discourse.resolutions)
        dated = expressions(sentence, discourse.reading, discourse.day)
        event = EventMention(
            id=_identity(discourse.article, entry.start, EventType.OTHER),
            article=discourse.article.id,
            type=EventType.OTHER,
            trigger=entry,
            span=sentence.passage.span,
            passage=sentence.passage.index,
            when=dated[0].when if dated else None,
            places=tuple(inner),
            containers=tuple(outer),
            confidence=0.4,
            reasons=("a dated line of a list that names only a place",),
        )
        out.append(Draft(event, position))
    return tuple(out)


def bullets(of: Discourse, drafts: Drafts) -> Drafts:
    """The places of the bullets that its sentence announces."""
    return _each(drafts, with_bullets(of.reading, of.sentences, of.mentions, of.resolutions, _events(drafts)))


def named_after(discourse: Discourse, drafts: Drafts) -> Drafts:
    """The places that the next sentences name, where its own only announces some."""
    return _each(drafts, with_named_after(discourse.sentences, discourse.mentions, discourse.resolutions, _events(drafts)))


def no_bystanders(discourse: Discourse, drafts: Drafts) -> Drafts:
    """Without towns at which nothing of it happened."""

    def left(draft: Draft) -> EventMention:
        coded = draft.trigger(discourse)
        sentence, anchors = (discourse.sentences[draft.position], coded.anchors) if coded is not None else (None, ())
        return without_bystanders(draft.event, sentence, anchors, discourse.mentions, discourse.resolutions)

    return tuple(_with(d, left(d)) for d in drafts)


def finer_places(discourse: Discourse, drafts: Drafts) -> Drafts:
    """Without areas around a place that is named, and with a known place for what no gazetteer knows."""

    def fine(event: EventMention) -> EventMention:
        kept, holding = without_containers(event.places, event.containers, discourse.resolutions)
        event = replace(event, places=tuple(kept), containers=tuple(holding))
        return with_inexact(event, discourse.mentions, discourse.resolutions)

    return tuple(_with(d, fine(d.event)) for d in drafts)


def coordinates(discourse: Discourse, drafts: Drafts) -> Drafts:
    """The coordinates that stand on a line of their own beside it."""
    return _each(drafts, with_coordinates_beside(_events(drafts), discourse.mentions, discourse.resolutions))


def responsibility(discourse: Discourse, drafts: Drafts) -> Drafts:
    """Who claims it, denies it, is blamed for it."""
    charges = {position: heard.charges for position, heard in enumerate(discourse.heard)}
    return _each(drafts, with_responsibility(_events(drafts), discourse.sentences, charges))


def wars(discourse: Discourse, drafts: Drafts) -> Drafts:
    """ "Since then more than 250,000 people have been killed": so many, it is the war as a whole."""

    def settled(event: EventMention) -> EventMention:
        toll = next((q for q in event.quantities if of_a_war(discourse.article.text, q, event.span)), None)
        if toll is None or event.type.event_class is not EventClass.PHYSICAL:
            return event
        return _as_background(event, f'"{toll.said}" is the toll of a whole war')

    return tuple(_with(d, settled(d.event)) for d in drafts)


# --- what the whole article tells --------------------------------------------------------------------------------------------


def incidents(discourse: Discourse, drafts: Drafts) -> Drafts:
    """Mentions of one incident brought together by the reader of whole articles: what has no day or place takes those of its incident."""
    of, events = discourse, _events(drafts)
    if of.sheet is None or not any(e.type.event_class is EventClass.PHYSICAL for e in events):
        return drafts
    passages = [p.span for p in of.reading.passages]
    told = assemble(of.article, passages, of.sheet(), events, of.mentions, of.resolutions, of.days, of.aside)
    return _each(drafts, as_background(of.day.day, told))  # of a day that was carried, too


def statements(discourse: Discourse, drafts: Drafts) -> Drafts:
    """Statements that are events of their own; they have no places, since nothing happened where they speak of."""
    out = list(drafts)
    for position, (sentence, heard) in enumerate(zip(discourse.sentences, discourse.heard, strict=True)):
        if heard.stated is None:
            continue
        verb, voice = heard.stated
        said = voice.said
        event = EventMention(
            id=_identity(discourse.article, verb.span.start, EventType.STATEMENT),
            article=discourse.article.id,
            type=EventType.STATEMENT,
            trigger=verb.span,
            span=sentence.passage.span,
            passage=sentence.passage.index,
            actor=said.speaker if said is not None else voice.doers[0].name if voice.doers else None,
            actor_party=said.party if said is not None else voice.doers[0].party if voice.doers else None,
            when=nearest(sentence, (verb,), discourse.dated[position], speech().verbs),
            attribution=said,
            modality=statement_modality(sentence, verb),
            confidence=0.7,
            reasons=(f'"{verb.text}" is a statement of its own',),
        )
        out.append(Draft(event, position))
    return tuple(out)


def _fields(*names: str) -> frozenset[str]:
    """Names of fields of a mention."""
    if unknown := set(names) - {f.name for f in fields(EventMention)}:
        raise TypeError(f"An event mention has no {' '.join(sorted(unknown))}.")
    return frozenset(names)


MENTIONS: tuple[Pass, ...] = (
    Pass(of_triggers, frozenset(), adds=True),
    Pass(places, _fields("places", "containers")),
    Pass(speakers, _fields("attribution")),
    Pass(doers, _fields("actor", "actor_party", "responsibility")),
    Pass(targets, _fields("target", "not_targets")),
    Pass(factuality, _fields("modality", "reasons"), drops=True),
    Pass(numbers, _fields("quantities")),
    Pass(days_told, _fields("when")),
    Pass(history, _fields("type", "reasons")),
    Pass(origins_before, _fields("places", "span")),
    Pass(days_settled, _fields("when", "type", "reasons")),
    Pass(list_entries, frozenset(), adds=True),
    Pass(bullets, _fields("places", "containers", "span")),
    Pass(named_after, _fields("places", "containers", "span")),
    Pass(no_bystanders, _fields("places", "containers")),
    Pass(finer_places, _fields("places", "containers")),
    Pass(coordinates, _fields("places")),
    Pass(responsibility, _fields("responsibility", "actor", "actor_party")),
    Pass(wars, _fields("type", "reasons")),
)
"""What each passage tells, before mentions are brought together: what the models of incidents learn from."""

PASSES: tuple[Pass, ...] = (
    *MENTIONS,
    Pass(incidents, _fields("incident", "campaign", "type", "when", "places", "reasons")),
    Pass(statements, frozenset(), adds=True),
)


def _events(drafts: Drafts) -> list[EventMention]:
    return [d.event for d in drafts]


def _with(draft: Draft, event: EventMention) -> Draft:
    return draft if event is draft.event else replace(draft, event=event)


def _each(drafts: Drafts, events: Sequence[EventMention]) -> Drafts:
    return tuple(_with(d, e) for d, e in zip(drafts, events, strict=True))


def _as_background(event: EventMention, why: str) -> EventMention:
    return replace(event, type=EventType.BACKGROUND, reasons=(*event.reasons, why))


def _history(event: EventMention, sentence: Sentence, coded: Coded) -> str | None:
    """Why it is told as history: "Militants who have seized much of A since 2011", "the Battle of A"; None where it is not."""
    verb = coded.word
    if event.type.event_class is not EventClass.PHYSICAL:
        return None
    perfect = any(t.lemma == "have" for t in sentence.below(verb, "aux"))
    if verb.dep == "relcl" and perfect and event.when is not None and event.when.precision == "year":
        return "told in passing, and by the year"
    if verb.pos == "PROPN" and verb.text.istitle() and sentence.lower_after(verb) == "of" and not is_headline(sentence):
        return 'called by a name, as history is: "the Battle of A"'
    return None


def _identity(article: Article, start: int, kind: EventType) -> str:
    """Stable while the article's text, the trigger's place in it and the type stay the same."""
    return "m" + hashlib.sha256(f"{article.text_sha256}:{article.id}:{start}:{kind.value}".encode()).hexdigest()[:12]
