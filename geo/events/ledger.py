"""Event mentions of all articles → events: each a view over its claims, with the reasons for every merge."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.events.certainty import CERTAIN, SUGGESTED, Pins
from geo.events.claims.across import across
from geo.events.claims.disagreements import within
from geo.events.claims.sources import sources
from geo.events.claims.taken_apart import claims_of
from geo.events.coreference.by_hand import Decided
from geo.events.coreference.merging import Cluster, clusters
from geo.events.coreference.nodes import nodes
from geo.events.reuse.originals import dated_by_originals
from geo.events.reuse.reprints import Reprints, reprints
from geo.events.titles import titled
from geo.model import Analysis, Article, Event, EventLocation, EventMention, Part, Resolution, Span, Suggestion, When
from geo.resolve import contains

_NOBODY = Decided()
_OPEN = 1_000_000  # days of a stretch whose end nobody tells
_PASSED = (Part.ORIGIN, Part.WAY)


@dataclass(frozen=True, slots=True)
class Merged:
    """The events, and which of them may be one."""

    events: tuple[Event, ...]
    suggestions: tuple[Suggestion, ...] = ()


def merge(
    articles: Sequence[Article],
    analyses: Mapping[str, Analysis],
    rejected: frozenset[str] = frozenset(),
    decided: Decided = _NOBODY,
    found: Reprints | None = None,
) -> tuple[Event, ...]:
    """The events of `merged`."""
    return merged(articles, analyses, rejected, decided, found).events


def merged(
    articles: Sequence[Article],
    analyses: Mapping[str, Analysis],
    rejected: frozenset[str] = frozenset(),
    decided: Decided = _NOBODY,
    found: Reprints | None = None,
    certain: float = CERTAIN,
) -> Merged:
    """The events over all analysed articles, most reported first, those with a place before those without.

    Duplicates of an article add no mention of their own. `rejected` are ids of event mentions that a person has rejected, `decided` what
    people made one event or took apart, `found` the reprinted passages, which are looked for where they are not given; `certain` is how
    likely right a place must be for it not to be called uncertain.
    """
    found = reprints(articles, analyses) if found is None else found
    analyses = dated_by_originals(articles, analyses, found)
    given, places = nodes(articles, analyses, rejected, found, decided)
    by_id = {a.id: a for a in articles}
    made, doubts = clusters(given, places, decided, by_id, found)
    pins = Pins(by_id, analyses)
    ids = {id(c): _event(c, pins, found, certain) for c in made}
    events = across(list(ids.values()), by_id, analyses, found)
    ranked = sorted(
        events, key=lambda e: (-len(e.articles), not e.places, -len(e.mentions), e.mentions[0].article, e.mentions[0].trigger.start)
    )
    suggested = tuple(Suggestion((ids[id(d.a)].id, ids[id(d.b)].id), d.score, (d.reason,)) for d in doubts)
    return Merged(titled(ranked, analyses), suggested)


def _event(cluster: Cluster, pins: Pins, found: Reprints, certain: float) -> Event:
    by_id, analyses = pins.articles, pins.analyses
    mentions = tuple(sorted((m for node in cluster.nodes for m in node.mentions), key=lambda m: (m.article, m.trigger.start)))
    articles = {m.article: by_id[m.article] for m in mentions}
    locations = _locations(mentions, pins, certain)
    claims = claims_of(mentions, articles, analyses)
    named = Counter(m.actor for m in mentions if m.actor)
    actor = named.most_common(1)[0][0] if named else None
    kind = Counter(node.kind for node in cluster.nodes).most_common(1)[0][0]
    differing, checks = within(mentions, claims, articles, analyses, found)
    return Event(
        id="e" + hashlib.sha256(min(m.id for m in mentions).encode()).hexdigest()[:12],
        label="",  # made where all events are known
        type=kind,
        actor=actor,
        targets=tuple(dict.fromkeys(m.target for m in mentions if m.target)),
        when=_when(mentions),
        places=_drawn(locations),
        claims=claims,
        mentions=mentions,
        sources=sources(mentions, articles, analyses, found),
        disagreements=differing,
        reasons=tuple(dict.fromkeys(j.reason for j in cluster.joins)),
        joins=tuple(cluster.joins),
        checks=checks,
        reprints=tuple(dict.fromkeys(group.id for m in mentions for group in found.of(m.article, m.span))),
        suggested=tuple(loc for loc in locations if loc.likely < SUGGESTED),
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """A passage that puts an event at a place."""

    resolution: Resolution
    at: tuple[str, Span]
    likely: float


def _drawn(locations: Sequence[EventLocation]) -> tuple[EventLocation, ...]:
    """Those that are likely enough, without what only says where another lies."""
    likely = [loc for loc in locations if loc.likely >= SUGGESTED]
    return tuple(loc for loc in likely if not _only_around(loc, likely))


def _locations(mentions: Sequence[EventMention], pins: Pins, certain: float) -> tuple[EventLocation, ...]:
    """The places of all mentions, each once for each part, as precise and as sure as the best passage makes it."""
    found: dict[tuple[str, Part], list[_Named]] = defaultdict(list)
    told: set[str] = set()  # places that a passage of the event names itself
    for mention in mentions:
        analysis = pins.analyses[mention.article]
        for event_place in mention.places:
            resolution = analysis.resolutions[event_place.mention]
            if resolution.place is not None:
                place = resolution.drawn or resolution.place
                if event_place.carried is None:
                    told.add(place.id)
                span = analysis.mentions[event_place.mention].span
                likely = pins.likely(mention, event_place)
                found[(place.id, event_place.part)].append(_Named(resolution, (mention.article, span), likely))
    # Ships "in the Cold Sea" that others have fire from it are no target there: what most passages say holds.
    for place_id in [place for place, part in found if part is Part.ORIGIN]:
        for part in (Part.TARGET, Part.LOCATION):
            if len(found.get((place_id, part), ())) <= len(found[(place_id, Part.ORIGIN)]):
                found[(place_id, Part.ORIGIN)].extend(found.pop((place_id, part), ()))
    # A place that is the target for one source and the location for another is one place: the more telling part stays.
    for place_id in [place for place, part in found if part is Part.TARGET]:
        found[(place_id, Part.TARGET)].extend(found.pop((place_id, Part.LOCATION), ()))
    out: list[EventLocation] = []
    for (_, part), named in found.items():
        of = [n.resolution for n in named]
        places = [place for r in of if (place := r.drawn or r.place) is not None]
        precision = min(r.precision_km if r.drawn is None else r.drawn.extent_km for r in of)
        likely = max(n.likely for n in named)
        uncertain = all(r.uncertain for r in of) or likely < certain
        at = tuple(dict.fromkeys(n.at for n in named))
        out.append(EventLocation(places[0], part, precision, uncertain, at, places[0].id not in told, likely))
    return tuple(out)


def _only_around(outer: EventLocation, others: Sequence[EventLocation]) -> bool:
    """Whether a place only says where another of the event lies: a province is not where it happened beside its village."""
    if outer.part in _PASSED or not outer.place.feature.startswith(("PCL", "CONT")):
        return False
    return any(o is not outer and o.part not in _PASSED and contains(outer.place, o.place) for o in others)


def _when(mentions: Sequence[EventMention]) -> When | None:
    """The most precise date among the mentions, of equals one not carried; where none is resolved, the expression as most say it."""
    dated = [m.when for m in mentions if m.when is not None]
    resolved = [w for w in dated if w.start is not None]
    if resolved:
        return min(resolved, key=lambda w: (_days(w), w.carried is not None))
    if not dated:
        return None
    said = Counter(w.said for w in dated).most_common(1)[0][0]
    return next(w for w in dated if w.said == said)


def _days(when: When) -> int:
    return (when.end - when.start).days if when.start is not None and when.end is not None else _OPEN
