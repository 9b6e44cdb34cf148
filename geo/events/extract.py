"""One article's passages and mentions → its event mentions, with each mention's role settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from geo.events.discourse import Discourse
from geo.events.incidents.reader import Sheet
from geo.events.passes import PASSES, Pass, ran
from geo.events.triggers.needed import needed
from geo.events.triggers.spotted import spotted
from geo.model import Article, EventClass, EventMention, Kind, Mention, Reading, Resolution, Role
from geo.syntax import Sentence, parse


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
    return settled(Discourse.of(article, reading, mentions, resolutions, country_names, sentences, sheet, whole=whole))


def settled(discourse: Discourse, passes: Sequence[Pass] = PASSES) -> Extracted:
    """What the passes make of an article."""
    events = sorted((d.event for d in ran(passes, discourse)), key=lambda e: (e.passage, e.trigger.start))
    return Extracted(_with_roles(discourse.mentions, events, discourse.actors), tuple(events))


def _with_roles(mentions: Sequence[Mention], events: Sequence[EventMention], actors: frozenset[int]) -> tuple[Mention, ...]:
    drawn = {p.mention for e in events if e.type.event_class is EventClass.PHYSICAL and e.modality.happened for p in e.places}
    return tuple(replace(m, role=_role(m, event=k in drawn, actor=k in actors)) for k, m in enumerate(mentions))


def _role(mention: Mention, *, event: bool, actor: bool) -> Role:
    if event:
        return Role.EVENT
    if actor or (mention.kind is not Kind.LITERAL and mention.role is Role.ACTOR):
        return Role.ACTOR
    return mention.role if mention.role is not Role.EVENT else Role.CONTEXT
