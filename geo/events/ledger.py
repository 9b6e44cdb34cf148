"""Event mentions of all articles → events: each a view over its claims, with the reasons for every merge."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geo.events.claims import claims_of, disagreements
from geo.events.origins import independent_origins
from geo.model import (
    Analysis,
    Article,
    Event,
    EventLocation,
    EventMention,
    EventType,
    Modality,
    Part,
    Place,
    Resolution,
    Sources,
    Span,
    When,
)

_HAPPENED = frozenset({Modality.REPORTED, Modality.ENDED})
_SURE = 0.9  # confidence of a mention whose own words tell the weapon
_DEFINITE = frozenset({"the", "these", "those", "this", "that"})
_TAKEN_UP = frozenset({"strike", "strikes", "bombardment", "salvo", "launch", "offensive", "clashes", "fighting", "operation", "shelling"})
_WIDE = ("PCL", "CONT")  # features too wide to say that two events are one


@dataclass(slots=True)
class _Item:
    """An event mention with what merging asks of it."""

    mention: EventMention
    article: Article
    spots: dict[str, Place]  # places below the country, containers too, by id
    wide: dict[str, Place]  # countries
    origins: dict[str, Place]
    party: str | None
    counts: frozenset[tuple[float, str]]
    day: tuple[str, str] | None  # resolved (start, end) or the weekday as said
    definite: bool
    words: str


@dataclass(slots=True)
class _Cluster:
    items: list[_Item] = field(default_factory=list[_Item])
    reasons: list[str] = field(default_factory=list[str])


def merge(articles: Sequence[Article], analyses: Mapping[str, Analysis], rejected: frozenset[str] = frozenset()) -> tuple[Event, ...]:
    """The events over all analysed articles, most reported first, those with a place before those without.

    Mentions of one event agree in type, modality, party and date as far as these are given, and share something that
    singles the event out: a place below the country, an origin, a count of the same thing, the very wording. Duplicates of
    an article add no mention of their own. `rejected` are ids of event mentions that a person has rejected.
    """
    items = [
        item
        for article in articles
        if article.duplicate_of is None and article.id in analyses
        for item in _items(article, analyses[article.id], rejected)
    ]
    clusters = _cluster(items)
    events = [_event(c, analyses) for c in clusters]
    return tuple(
        sorted(events, key=lambda e: (-len(e.articles), not e.places, -len(e.mentions), e.mentions[0].article, e.mentions[0].trigger.start))
    )


def _items(article: Article, analysis: Analysis, rejected: frozenset[str]) -> list[_Item]:
    out: list[_Item] = []
    for mention in analysis.events:
        if mention.id in rejected:
            continue
        spots: dict[str, Place] = {}
        wide: dict[str, Place] = {}
        origins: dict[str, Place] = {}
        for event_place in (*mention.places, *mention.containers):
            place = analysis.resolutions[event_place.mention].place
            if place is None:
                continue
            if event_place.part is Part.ORIGIN:
                origins[place.id] = place
            elif place.feature.startswith(_WIDE):
                wide[place.id] = place
            else:
                spots[place.id] = place
        before = article.text[max(mention.span.start, mention.trigger.start - 12) : mention.trigger.start].lower().split()
        out.append(
            _Item(
                mention,
                article,
                spots,
                wide,
                origins,
                mention.actor_party,
                frozenset((q.value, q.unit) for q in mention.quantities if q.unit not in {"%", "time", "of them"}),
                _day(mention.when),
                bool(before) and before[-1] in _DEFINITE and mention.trigger.of(article.text).lower() in _TAKEN_UP,
                _letters(mention.span.of(article.text)),
            )
        )
    return out


def _letters(text: str) -> str:
    """Letters and digits alone, so that a scrape without punctuation equals its source."""
    return re.sub(r"[\W_]+", "", text.lower())


def _day(when: When | None) -> tuple[str, str] | None:
    if when is None:
        return None
    if when.start is not None:
        return when.start.isoformat(), (when.end or when.start).isoformat()
    weekday = next(
        (d for d in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday") if d in when.said.lower()), None
    )
    return (weekday, "") if weekday else None


# --- which mentions are one event ----------------------------------------------------------------------------------


def _cluster(items: Sequence[_Item]) -> list[_Cluster]:
    """Mentions joined greedily, the most telling first; a mention joins a cluster only if it fits every member."""
    blocks: dict[tuple[EventType, bool, Modality | None], list[_Item]] = defaultdict(list)
    for item in items:
        happened = item.mention.modality in _HAPPENED
        blocks[(item.mention.type, happened, None if happened else item.mention.modality)].append(item)
    clusters: list[_Cluster] = []
    for block in blocks.values():
        clusters.extend(_cluster_block(block))
    return clusters


def _cluster_block(block: Sequence[_Item]) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    by_key: dict[tuple[str, str], list[_Cluster]] = defaultdict(list)
    order = {id(item): k for k, item in enumerate(block)}
    for item in sorted(block, key=lambda i: (-_telling(i), order[id(i)])):
        best: tuple[float, str, _Cluster] | None = None
        seen: set[int] = set()
        for key in _keys(item):
            for cluster in by_key[key]:
                if id(cluster) in seen:
                    continue
                seen.add(id(cluster))
                found = _fits(cluster, item)
                if found is not None and (best is None or found[0] > best[0]):
                    best = (found[0], found[1], cluster)
        if best is None:
            cluster = _Cluster([item])
            clusters.append(cluster)
        else:
            cluster = best[2]
            cluster.items.append(item)
            cluster.reasons.append(best[1])
        for key in _keys(item):
            if not any(known is cluster for known in by_key[key]):
                by_key[key].append(cluster)
    return clusters


def _telling(item: _Item) -> float:
    return (
        3 * len(item.origins)
        + 2 * len(item.spots)
        + len(item.counts)
        + (item.party is not None)
        + (item.day is not None)
        + 0.5 * len(item.wide)
    )


def _keys(item: _Item) -> list[tuple[str, str]]:
    """What a mention can be met by; mentions that share none are never compared."""
    keys = [("place", p) for p in (*item.spots, *item.origins, *item.wide)]
    keys += [("count", f"{value} {unit}") for value, unit in item.counts]
    keys += [("words", item.words), ("article", item.article.id)]
    if item.party:
        keys.append(("party", item.party))
    return keys


def _fits(cluster: _Cluster, item: _Item) -> tuple[float, str] | None:
    """How strongly a mention belongs to a cluster, and why; None where anything speaks against it or nothing for it."""
    for other in cluster.items:
        if _contradict(item, other):
            return None
    best: tuple[float, str] | None = None
    for other in cluster.items:
        evidence = _evidence(item, other)
        if evidence is not None and (best is None or evidence[0] > best[0]):
            best = evidence
    return best


def _contradict(a: _Item, b: _Item) -> bool:
    if a.party and b.party and a.party != b.party:
        return True
    if a.day and b.day and not _days_meet(a.day, b.day):
        return True
    if a.origins and b.origins and not a.origins.keys() & b.origins.keys():
        return True
    units_a = {unit for _, unit in a.counts}
    units_b = {unit for _, unit in b.counts}
    shared_units = {u for u in units_a & units_b if u not in {"km", "mi"}}
    if shared_units and not a.counts & b.counts and a.article.id == b.article.id:
        return True
    # The country as a whole (a campaign) and one of its towns (a strike) are told apart, unless the wording is the same.
    narrow_a, narrow_b = bool(a.spots), bool(b.spots)
    if narrow_a and narrow_b:
        return not _spots_meet(a.spots, b.spots)
    if narrow_a != narrow_b and a.words != b.words:
        return bool((b if narrow_a else a).wide) and not (a.origins or b.origins)
    return False


def _days_meet(a: tuple[str, str], b: tuple[str, str]) -> bool:
    if not a[1] or not b[1]:
        return a[1] != "" or b[1] != "" or a[0] == b[0]
    return a[0] <= b[1] and b[0] <= a[1]


def _spots_meet(a: Mapping[str, Place], b: Mapping[str, Place]) -> bool:
    return bool(a.keys() & b.keys()) or any(_inside(p, q) or _inside(q, p) for p in a.values() for q in b.values())


def _inside(inner: Place, outer: Place) -> bool:
    if outer.feature.startswith("PPL") or outer.bbox is None or inner.id == outer.id:
        return False
    if outer.feature == "ADM1" and inner.admin1 is not None and inner.country == outer.country:
        return inner.admin1 == outer.name
    west, south, east, north = outer.bbox
    return south <= inner.position.lat <= north and west <= inner.position.lon <= east


def _evidence(a: _Item, b: _Item) -> tuple[float, str] | None:
    """What singles the event out in both mentions."""
    if a.words == b.words:
        return 5.0, "the same wording"
    same_party = a.party is not None and a.party == b.party
    same_day = a.day is not None and b.day is not None
    if shared := a.origins.keys() & b.origins.keys():
        return 4.0, f"the same origin: {a.origins[min(shared)].name}"
    if shared_counts := a.counts & b.counts:
        value, unit = max(shared_counts)
        strong = len(shared_counts) > 1 or same_party or value > 3
        if strong:
            return 3.5, f"the same count: {value:g} {unit}"
    if (shared := a.spots.keys() & b.spots.keys()) and (same_party or same_day or not (a.party and b.party)):
        return 3.0, f"the same place: {a.spots[min(shared)].name}"
    if a.spots and b.spots and _spots_meet(a.spots, b.spots) and (same_party or same_day):
        return 2.5, "places that lie in one another"
    if a.wide.keys() & b.wide.keys() and same_party and not a.spots and not b.spots:
        return 1.5, f"the same doer in {next(iter(a.wide.values())).name}"
    if (
        a.article.id == b.article.id
        and (a.definite or b.definite)
        and abs(a.mention.passage - b.mention.passage) <= 3
        and not (a.spots or b.spots)
    ):
        return 1.2, "taken up again in the same article"
    vague = a if a.mention.confidence < _SURE else b if b.mention.confidence < _SURE else None
    if vague is not None and a.article.id == b.article.id and 0 < abs(a.mention.passage - b.mention.passage) <= 2 and not vague.spots:
        return 1.1, "goes on with what the sentence before tells"
    if same_party and same_day and a.mention.type is b.mention.type and not (a.spots or b.spots):
        return 1.0, "the same doer on the same day"
    return None


# --- an event from its mentions ----------------------------------------------------------------------------------------


def _event(cluster: _Cluster, analyses: Mapping[str, Analysis]) -> Event:
    items = sorted(cluster.items, key=lambda i: (i.article.id, i.mention.trigger.start))
    mentions = tuple(i.mention for i in items)
    articles = {i.article.id: i.article for i in items}
    locations = _locations(items, analyses)
    claims = claims_of(mentions, articles, analyses)
    when = _when(items)
    named = Counter(i.mention.actor for i in items if i.mention.actor)
    actor = named.most_common(1)[0][0] if named else None
    speakers, parties = _speakers(items)
    sources = Sources(len(articles), independent_origins(list(articles.values())), speakers, parties)
    kind = mentions[0].type
    return Event(
        id="e" + hashlib.sha256(min(m.id for m in mentions).encode()).hexdigest()[:12],
        label=_label(kind, actor, locations, articles),
        type=kind,
        actor=actor,
        targets=tuple(dict.fromkeys(m.target for m in mentions if m.target)),
        when=when,
        places=locations,
        claims=claims,
        mentions=mentions,
        sources=sources,
        disagreements=disagreements(claims),
        reasons=tuple(dict.fromkeys(cluster.reasons)),
    )


def _speakers(items: Sequence[_Item]) -> tuple[int, int]:
    """How many speakers, and for how many parties: "Shoigu" is Sergei Shoigu, and he speaks for Russia in every article.

    A speaker whose party no article tells is not counted as a party of his own: confirmation is not to be overstated.
    """
    said = [i.mention.attribution for i in items if i.mention.attribution is not None]
    full = {a.speaker.split()[-1]: a.speaker for a in said if len(a.speaker.split()) > 1}
    names = {full.get(a.speaker, a.speaker) for a in said}
    parties = {a.party for a in said if a.party is not None}
    return len(names), max(len(parties), min(1, len(names)))


def _locations(items: Sequence[_Item], analyses: Mapping[str, Analysis]) -> tuple[EventLocation, ...]:
    """The places of all mentions, each once for each part, as precise and as sure as the best passage makes it."""
    found: dict[tuple[str, Part], list[tuple[Resolution, tuple[str, Span]]]] = defaultdict(list)
    for item in items:
        analysis = analyses[item.article.id]
        for event_place in item.mention.places:
            resolution = analysis.resolutions[event_place.mention]
            if resolution.place is not None:
                span = analysis.mentions[event_place.mention].span
                found[(resolution.place.id, event_place.part)].append((resolution, (item.article.id, span)))
    # A place that is the target for one source and the location for another is one place: the more telling part stays.
    for place_id in [place for place, part in found if part is Part.TARGET]:
        found[(place_id, Part.TARGET)].extend(found.pop((place_id, Part.LOCATION), ()))
    out: list[EventLocation] = []
    for (_, part), named in found.items():
        places = [r.place for r, _ in named if r.place is not None]
        precision = min(r.precision_km for r, _ in named)
        uncertain = all(r.uncertain for r, _ in named)
        out.append(EventLocation(places[0], part, precision, uncertain, tuple(dict.fromkeys(at for _, at in named))))
    return tuple(out)


def _when(items: Sequence[_Item]) -> When | None:
    """The most precise date among the mentions; where none is resolved, the expression as most say it."""
    dated = [i.mention.when for i in items if i.mention.when is not None]
    resolved = [w for w in dated if w.start is not None]
    if resolved:
        return min(
            resolved, key=lambda w: (w.end or w.start or w.start).toordinal() - w.start.toordinal() if w.start and (w.end or w.start) else 0
        )
    if not dated:
        return None
    said = Counter(w.said for w in dated).most_common(1)[0][0]
    return next(w for w in dated if w.said == said)


def _label(kind: EventType, actor: str | None, locations: Sequence[EventLocation], articles: Mapping[str, Article]) -> str:
    """ "Air or drone strike in Kafr Zita and 5 more (Russia)": made of the parts, nothing added, names as most reports write them."""
    origins = [_written(loc, articles) for loc in locations if loc.part is Part.ORIGIN]
    precise_first = sorted((loc for loc in locations if loc.part is not Part.ORIGIN), key=lambda loc: loc.precision_km)
    others = [_written(loc, articles) for loc in precise_first]
    label = kind.value
    if origins:
        label += f" from {origins[0]}"
    if others:
        more = f" and {len(others) - 1} more" if len(others) > 2 else f" and {others[1]}" if len(others) == 2 else ""
        label += f" {'on' if origins else 'in'} {others[0]}{more}"
    return f"{label} ({actor})" if actor else label


def _written(location: EventLocation, articles: Mapping[str, Article]) -> str:
    """A place by the name that the reports use most; what only the text makes of a place ("Turkish airspace") by its own."""
    if "#" in location.place.id:
        return location.place.name
    names = Counter(" ".join(span.of(articles[article].text).split()) for article, span in location.named_at)
    name = names.most_common(1)[0][0]
    return name.title() if name.isupper() and len(name) > 3 else name
