"""Event mentions taken apart into claims: one statement each, with its span and speaker; and where claims disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from geo.model import Analysis, Article, Claim, Comparator, Disagreement, EventMention, Span

_TOLERANCE = 0.02  # "about 930 miles" beside "1,500 kilometres": two figures within 2 % are one


def claims_of(mentions: Sequence[EventMention], articles: Mapping[str, Article], analyses: Mapping[str, Analysis]) -> tuple[Claim, ...]:
    """Every statement of the mentions, in their order: type, places, date, quantities, actor and target."""
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
        ) -> None:
            claims.append(Claim(of.article, span, field, value, unit, comparator, by, of.modality, of.id, of.confidence))

        claim(mention.trigger, "type", mention.type.value)
        if mention.actor is not None:
            claim(mention.trigger, "actor", mention.actor)
        if mention.target is not None:
            claim(mention.trigger, "target", mention.target)
        for event_place in mention.places:
            resolution = analysis.resolutions[event_place.mention]
            named = analysis.mentions[event_place.mention]
            claim(named.span, event_place.part.value, resolution.place.name if resolution.place is not None else named.text)
        if mention.when is not None and mention.when.span is not None:
            when = mention.when
            value = when.said
            if when.start is not None:
                value = when.start.isoformat() if when.end in (None, when.start) else f"{when.start.isoformat()}/{when.end.isoformat()}"
            claim(mention.when.span, "date", value)
        for quantity in mention.quantities:
            claim(quantity.span, quantity.unit, quantity.value, quantity.unit, quantity.comparator)
    return tuple(claims)


def disagreements(claims: Sequence[Claim]) -> tuple[Disagreement, ...]:
    """Counts of one thing that differ between articles, and dates that differ. Which is right is for the reader to say."""
    found: list[Disagreement] = []
    by_field: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, claim in enumerate(claims):
        if claim.unit is not None and claim.comparator is Comparator.EXACT and claim.unit not in {"km", "mi", "%", "nautical mile", "m"}:
            by_field[claim.unit][f"{claim.value:g}" if isinstance(claim.value, float) else str(claim.value)].append(index)
        elif claim.field == "date" and isinstance(claim.value, str) and claim.value[:1].isdigit():
            by_field["date"][claim.value].append(index)
    for field, values in by_field.items():
        articles = {claims[i].article for indices in values.values() for i in indices}
        if len(values) < 2 or len(articles) < 2:
            continue
        speakers = {claims[i].speaker for indices in values.values() for i in indices}
        direct = len(speakers) > 1 and field != "date"
        why = f"different {'dates' if field == 'date' else f'counts of {field}'} are given for one event"
        found.append(Disagreement(field, tuple((v, tuple(i)) for v, i in values.items()), "direct" if direct else "soft", why))
    return tuple(found)
