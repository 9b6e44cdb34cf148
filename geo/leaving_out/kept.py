"""The corpus as the articles tell it that an export may hold: what only left-out ones say is nowhere in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from geo.events.claims.sources import full_names
from geo.events.titles import titled
from geo.grades import Grades, SourceKind
from geo.leaving_out.names import BLOT, LeaveOut
from geo.model import (
    Attribution,
    Claim,
    Corpus,
    Disagreement,
    Elsewhere,
    Event,
    EventLocation,
    EventMention,
    Reprint,
    Sources,
    Span,
)

_DIFFER = "the articles of this file differ"


def without(corpus: Corpus, leave_out: LeaveOut) -> Corpus:
    """The corpus as the kept articles tell it.

    An event known from left-out articles alone, or with left-out places alone, is gone; one that a left-out article tells
    too is told anew from the others. A left-out speaker stays without a name. Names of left-out places and speakers still
    stand in passages: `Blotter` removes those.
    """
    if not leave_out:
        return corpus
    kept = [k for k in (_kept(event, leave_out) for event in corpus.events) if k is not None]
    by_id = {k.event.id: k for k in kept}
    gone = leave_out.articles
    analyses = {key: a for key, a in corpus.analyses.items() if key not in gone}
    return replace(
        corpus,
        articles=tuple(a for a in corpus.articles if a.id not in gone),
        analyses=analyses,
        events=titled([_disagreeing(k, by_id) for k in kept], analyses),
        reprints=tuple(r for r in (_kept_reprint(r, gone) for r in corpus.reprints) if r is not None),
        families=tuple(f for f in (tuple(a for a in family if a not in gone) for family in corpus.families) if len(f) > 1),
        grades=_kept_grades(corpus.grades, leave_out),
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """An event with what is left of it; `claims` gives the new index of each claim that stays."""

    event: Event
    claims: Mapping[int, int]


def _kept(event: Event, leave_out: LeaveOut) -> _Kept | None:
    mentions = tuple(_unnamed(m, leave_out) for m in event.mentions if m.article not in leave_out.articles)
    places = tuple(loc for loc in (_kept_location(p, leave_out) for p in event.places) if loc is not None)
    if not mentions or (event.places and not places):
        return None
    gone_names = {at for loc in event.places if loc.place.id in leave_out.places for at in loc.named_at}
    stay = {i: c for i, c in enumerate(event.claims) if c.article not in leave_out.articles and not _names(c, gone_names)}
    ids = {m.id for m in mentions}
    joins = tuple(j for j in event.joins if j.mention in ids and j.to in ids)
    told = replace(
        event,
        places=places,
        mentions=mentions,
        claims=tuple(_unsaid(c, leave_out) for c in stay.values()),
        joins=joins,
        reasons=event.reasons if len(joins) == len(event.joins) else tuple(dict.fromkeys(j.reason for j in joins)),
    )
    index = {old: new for new, old in enumerate(stay)}
    told = replace(
        told, checks=tuple(replace(c, claims=tuple(index[i] for i in c.claims)) for c in event.checks if all(i in index for i in c.claims))
    )
    if len(mentions) < len(event.mentions):
        told = _retold(event, told, leave_out)
    elif leave_out.speakers:
        names = tuple(BLOT if name in leave_out.speakers else name for name in event.sources.speaker_names)
        told = replace(told, sources=replace(event.sources, speaker_names=names))
    return _Kept(told, index)


def _names(claim: Claim, gone: Collection[tuple[str, Span]]) -> bool:
    """Whether a claim is made by one of these names; that of a carried place by words round it."""
    return (claim.article, claim.span) in gone or (claim.carried and any(a == claim.article and s.overlaps(claim.span) for a, s in gone))


def _kept_location(location: EventLocation, leave_out: LeaveOut) -> EventLocation | None:
    if location.place.id in leave_out.places:
        return None
    named_at = tuple(n for n in location.named_at if n[0] not in leave_out.articles)
    if location.named_at and not named_at:
        return None
    return replace(location, named_at=named_at)


def _unnamed(mention: EventMention, leave_out: LeaveOut) -> EventMention:
    said = mention.attribution
    if said is None or not leave_out.speakers:
        return mention
    speaker = BLOT if said.speaker in leave_out.speakers else said.speaker
    relayed = BLOT if said.relayed_by in leave_out.speakers else said.relayed_by
    if (speaker, relayed) == (said.speaker, said.relayed_by):
        return mention
    return replace(mention, attribution=Attribution(speaker, Span(said.span.start, said.span.start), relayed, said.party))


def _unsaid(claim: Claim, leave_out: LeaveOut) -> Claim:
    return replace(claim, speaker=BLOT) if claim.speaker in leave_out.speakers else claim


def _retold(event: Event, told: Event, leave_out: LeaveOut) -> Event:
    """An event told by fewer articles: what only the left-out ones said goes from its date and its parties too."""
    whens = [m.when for m in told.mentions if m.when is not None]
    return replace(
        told,
        actor=next((m.actor for m in told.mentions if m.actor), None),
        targets=tuple(dict.fromkeys(m.target for m in told.mentions if m.target)),
        when=next((w for w in whens if w.start), whens[0] if whens else None),
        sources=_sources(event, told, leave_out),
    )


def _sources(event: Event, told: Event, leave_out: LeaveOut) -> Sources:
    """The counts as the kept articles give them; what the left-out ones alone had is in none of them."""
    articles = told.articles
    groups = (tuple(a for a in group if a in articles) for group in event.sources.by_origin)
    origins = tuple(group for group in groups if group)
    said = [m.attribution for m in told.mentions if m.attribution]
    full = full_names([a.speaker for a in said])
    speakers = tuple(BLOT if n in leave_out.speakers else n for n in event.sources.speaker_names if n in {*full, *full.values()})
    if not speakers:
        speakers = tuple(dict.fromkeys(full.values()))
    parties = tuple(p for p in event.sources.party_names if any(a.party == p for a in said))
    return Sources(
        len(articles),
        len(origins) or min(event.sources.origins, len(articles)),
        len(speakers),
        max(len(parties), min(event.sources.parties, len(speakers), 1)),
        origins,
        speakers,
        parties,
    )


# --- disagreements ------------------------------------------------------------------------------------------------------


def _disagreeing(kept: _Kept, by_id: Mapping[str, _Kept]) -> Event:
    found = (_kept_disagreement(d, kept, by_id) for d in kept.event.disagreements)
    return replace(kept.event, disagreements=tuple(d for d in found if d is not None))


def _kept_disagreement(given: Disagreement, kept: _Kept, by_id: Mapping[str, _Kept]) -> Disagreement | None:
    """With the sides that are left; None where no two are. Its reasoning is not repeated where it may tell of what is gone."""
    sides = [(value, tuple(kept.claims[i] for i in indices if i in kept.claims)) for value, indices in given.values]
    values = tuple((value, indices) for value, indices in sides if indices)
    elsewhere = tuple(
        Elsewhere(other.value, other.event, by_id[other.event].claims[other.claim])
        for other in given.elsewhere
        if other.event in by_id and other.claim in by_id[other.event].claims
    )
    if len(values) + len(elsewhere) < 2:
        return None
    whole = sum(len(i) for _, i in values) == sum(len(i) for _, i in given.values) and len(elsewhere) == len(given.elsewhere)
    return replace(given, values=values, elsewhere=elsewhere, why=given.why if whole else _DIFFER)


# --- reprints and grades --------------------------------------------------------------------------------------------------


def _kept_reprint(group: Reprint, gone: frozenset[str]) -> Reprint | None:
    """Without its first passage a group has nothing that its copies can be compared with."""
    passages = tuple(p for p in group.passages if p.article not in gone)
    if len(passages) < 2 or group.passages[0].article in gone:
        return None
    return Reprint(group.id, passages)


def _kept_grades(grades: Grades, leave_out: LeaveOut) -> Grades:
    return Grades(
        {s: g for s, g in grades.sources.items() if s.kind is not SourceKind.ARTICLE or s.name not in leave_out.articles},
        {s: g for s, g in grades.statements.items() if s.article not in leave_out.articles},
    )
