"""Event mentions taken apart into claims: one statement each, with its span and speaker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from geo.events.arguments.civilians import FIELD, said_of_civilians
from geo.events.claims.carried import speaker_at
from geo.model import Analysis, Article, Claim, Comparator, EventMention, Modality, Responsibility, Span, Stance


def claims_of(mentions: Sequence[EventMention], articles: Mapping[str, Article], analyses: Mapping[str, Analysis]) -> tuple[Claim, ...]:
    """Every statement of the mentions, in their order: type, places, date, quantities, actor, target, what befell civilians."""
    claims: list[Claim] = []
    for mention in mentions:
        analysis = analyses[mention.article]
        speaker = mention.attribution.speaker if mention.attribution is not None else None

        def claim(
            span: Span,
            field: str,
            value: str | float,
            unit: str | None = None,
            comparator: Comparator | None = None,
            *,
            of: EventMention = mention,
            by: str | None = speaker,
            carried: Span | None = None,
        ) -> None:
            if carried is not None:  # as the passage says it that tells it, and as its speaker does
                span, by = carried, speaker_at(carried, of, analyses[of.article].events)
            told = carried is not None
            claims.append(Claim(of.article, span, field, value, unit, comparator, by, of.modality, of.id, of.confidence, carried=told))

        claim(mention.trigger, "type", mention.type.value)
        claims.extend(_of_doers(mention, speaker))
        if mention.target is not None:
            claim(mention.trigger, "target", mention.target)
        for spared in mention.not_targets:  # a claim that it was not they, though what happened stands
            claims.append(Claim(mention.article, spared.span, "target", spared.said, None, None, speaker, Modality.DENIED, mention.id))
        for event_place in mention.places:
            resolution = analysis.resolutions[event_place.mention]
            named = analysis.mentions[event_place.mention]
            drawn = resolution.drawn or resolution.place
            value = drawn.name if drawn is not None else named.text  # the name under which the event lists it
            claim(named.span, event_place.part.value, value, carried=event_place.carried)
        when = mention.when
        if when is not None and (told := when.carried or when.span) is not None:
            value = when.said
            if when.start is not None:
                value = when.start.isoformat() if when.end in (None, when.start) else f"{when.start.isoformat()}/{when.end.isoformat()}"
            claim(told, "date", value, carried=when.carried)
        for quantity in mention.quantities:
            claim(quantity.span, quantity.unit, quantity.value, quantity.unit, quantity.comparator)
        for span, value in said_of_civilians(articles[mention.article].text, mention.span):
            if _nearest(span, mention, analysis.events):
                # Its own words say whether it is denied; what the passage denies may be something else.
                claims.append(Claim(mention.article, span, FIELD, value, None, None, speaker, Modality.REPORTED, mention.id))
    return tuple(claims)


def _of_doers(mention: EventMention, speaker: str | None) -> Iterator[Claim]:
    """Who did it, one claim for each doer and voice; a statement has its speaker only."""
    told = mention.responsibility
    if not told and mention.actor is not None:
        told = (Responsibility(mention.actor, mention.actor_party, Stance.SAYS, None, mention.trigger),)
    for r in told:
        by, mood = r.speaker or speaker, Modality.DENIED if r.stance is Stance.DENIES else mention.modality
        yield Claim(
            mention.article, r.span, "actor", r.actor, None, None, by, mood, mention.id, mention.confidence, stance=r.stance, party=r.party
        )


def _nearest(span: Span, mention: EventMention, events: Sequence[EventMention]) -> bool:
    """Whether a statement belongs to this mention: of those in its passage the one whose trigger stands nearest."""
    here = [e for e in events if e.passage == mention.passage and e.span.contains(span)]
    return not here or min(here, key=lambda e: max(e.trigger.start - span.end, span.start - e.trigger.end, 0)).id == mention.id
