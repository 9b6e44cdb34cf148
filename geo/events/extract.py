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
) -> Extracted:
    """The event mentions of an article, in text order, and its mentions with their roles settled.

    A mention's role is event exactly where a physical event that happened lists it among its places.
    `country_names` maps ISO 3166-1 alpha-2 codes to names. `sentences` holds one for each passage of the reading, some of
    them without words; left out, the passages that may report events are parsed here, and only those. `sheet` asks the reader
    of whole articles, in those where a rule sees anything at all: it adds triggers, and gives each incident the day, the doer and
    the place that only another sentence tells.
    """
    if sentences is None:
        wanted = needed(reading)
        sentences = parse(reading, wanted | spotted(sheet()) if sheet is not None and wanted else wanted)
    return settled(Discourse.of(article, reading, mentions, resolutions, country_names, sentences, sheet))


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
