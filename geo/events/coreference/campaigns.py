"""Campaigns: attacks told of as a whole, with no place or day of their own, and whose they are.

"The Russian air strikes" of one report and "the bombings" of another are one campaign where doer and country are the same.
What is worked out here serves to merge; no claim is made of it.
"""

from __future__ import annotations

import re

from geo.lexicon.coreference import coreference_words
from geo.model import STRIKES, Analysis, Article, EventClass, EventMention, EventType, Kind, Part, Role

_KINDS = frozenset({EventType.AIR_STRIKE, EventType.MISSILE_ATTACK, EventType.GROUND_OFFENSIVE, EventType.OPERATIONS, EventType.DEPLOYMENT})
_PEOPLE = "person"


def is_campaign(article: Article, mention: EventMention) -> bool:
    """Whether the words are of many attacks at once: a plural, "campaign", or something that goes on; never of people killed."""
    if mention.type not in _KINDS or any(q.unit == _PEOPLE for q in mention.quantities):
        return False
    word = mention.trigger.of(article.text).lower()
    before = article.text[max(mention.span.start, mention.trigger.start - 40) : mention.trigger.start]
    if word.endswith("ing"):
        return coreference_words().going_on.search(before) is not None
    if before.lower().rstrip().endswith((" to", "\nto")):
        return coreference_words().going_on.search(before) is not None
    return word in coreference_words().whole or (word.endswith("s") and not word.endswith("ss"))


def doer_by_adjective(article: Article, analysis: Analysis, mention: EventMention) -> str | None:
    """ "The Russian campaign of air strikes" → Russia; None where the adjective only says where, or somebody else's name follows it."""
    if mention.type not in _KINDS:
        return None
    located = {p.mention for p in (*mention.places, *mention.containers)}
    for index, named in reversed(list(enumerate(analysis.mentions))):
        if named.kind is not Kind.DEMONYM or index in located or not mention.span.contains(named.span):
            continue
        if named.span.end > mention.trigger.start:
            continue
        between = re.findall(r"[\w'’]+|[^\w\s'’-]", article.text[named.span.end : mention.trigger.start])
        if len(between) <= 5 and all(w.lower() in coreference_words().beside for w in between):
            place = analysis.resolutions[index].place
            return place.name if place is not None else None
        return None
    return None


def only_attacker(article: Article, analysis: Analysis, mention: EventMention) -> str | None:
    """Whose "the attacks" are that name nobody, in an article that names one attacker only."""
    before = article.text[max(mention.span.start, mention.trigger.start - 40) : mention.trigger.start]
    if mention.type not in STRIKES or coreference_words().as_a_whole.search(before) is None:
        return None
    named = {e.actor_party for e in analysis.events if e.type in STRIKES and e.modality.happened and e.actor_party}
    # "Four warships" are somebody's; "the Northern Legion" is somebody else.
    unknown = any(
        e.actor and not e.actor_party and any(w[:1].isupper() for w in e.actor.split())
        for e in analysis.events
        if e.type in STRIKES and e.modality.happened
    )
    return named.pop() if len(named) == 1 and not unknown else None


def countries(analysis: Analysis) -> frozenset[str]:
    """The countries, as codes, in which an article's events happen; what is fired from does not count.

    Where no event tells one, those that the article names and that do nothing in it.
    """
    happening = frozenset(
        place.country
        for e in analysis.events
        if e.type.event_class is EventClass.PHYSICAL and e.modality.happened
        for p in (*e.places, *e.containers)
        if p.part is not Part.ORIGIN and (place := analysis.resolutions[p.mention].place) is not None and place.country
    )
    return happening or frozenset(
        resolution.place.country
        for mention, resolution in zip(analysis.mentions, analysis.resolutions, strict=True)
        if mention.kind is Kind.LITERAL and mention.role is not Role.ACTOR and resolution.place is not None and resolution.place.country
    )
