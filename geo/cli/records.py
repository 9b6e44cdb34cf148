"""The JSON of the command line, exactly as programs depend on it. Offsets are code points; missing things are null."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.events import befell_of
from geo.model import (
    Analysis,
    Article,
    Attribution,
    Claim,
    Event,
    EventLocation,
    EventMention,
    EventType,
    Mention,
    Place,
    Ranked,
    Reprint,
    Resolution,
    Span,
    Suggestion,
    When,
)
from geo.resolve import Located
from geo.views import Shapes, geometry_kind
from geo.views.book import Book, speakers_of

Record = dict[str, Any]


def article_record(article: Article, analysis: Analysis, *, with_text: bool = False) -> Record:
    """One line of `dateline parse`."""
    record: Record = {
        "id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published.isoformat() if article.published else None,
        "text_sha256": article.text_sha256,
        "duplicate_of": article.duplicate_of,
        "mentions": [_mention(m, r) for m, r in zip(analysis.mentions, analysis.resolutions, strict=True)],
        "events": [_event_mention(e, article) for e in analysis.events],
    }
    if not article.analysed:
        record["language"] = article.language
        record["analysed"] = False
    if with_text:
        record["text"] = article.text
    return record


def _mention(mention: Mention, resolution: Resolution) -> Record:
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.text,
        "kind": mention.kind.value,
        "role": mention.role.value,
        "score": mention.score,
        "place": _resolved(resolution) if resolution.place is not None else None,
        "alternatives": [_alternative(a) for a in resolution.alternatives],
    }


def _resolved(resolution: Resolution) -> Record:
    assert resolution.place is not None
    record = _place(resolution.place, resolution.precision_km, resolution.uncertain, resolution.score, resolution.reasons)
    return record if resolution.drawn is None else record | _drawn(resolution.drawn)


def _alternative(ranked: Ranked) -> Record:
    return _place(ranked.place, ranked.place.extent_km, True, ranked.score, ranked.reasons)


def _drawn(drawn: Place) -> Record:
    """What is drawn in the stead of the place, where the text puts the thing beside it."""
    kind = geometry_kind(drawn)
    return {"geometry_kind": kind.value, "geometry": Shapes(None).sketch(drawn), "drawn": drawn.name}


def _place(place: Place, precision_km: float, uncertain: bool, score: float, reasons: tuple[str, ...]) -> Record:
    return {
        "id": place.id,
        "name": place.name,
        "lat": round(place.position.lat, 5),
        "lon": round(place.position.lon, 5),
        "country": place.country,
        "feature": place.feature,
        "precision_km": precision_km,
        "uncertain": uncertain,
        "score": score,
        **_identifiers(place),
        "bbox": [round(v, 4) for v in place.bbox] if place.bbox is not None else None,
        "geometry_kind": geometry_kind(place).value,
        "reasons": list(reasons),
    }


def _identifiers(place: Place) -> Record:
    """P-codes and the like, where the place's gazetteer has them."""
    return {"identifiers": list(place.identifiers)} if place.identifiers else {}


def _event_mention(event: EventMention, article: Article) -> Record:
    return {
        "id": event.id,
        "type": event.type.value,
        "class": event.type.event_class.value,
        "trigger": {"start": event.trigger.start, "end": event.trigger.end},
        "start": event.span.start,
        "end": event.span.end,
        "actor": event.actor,
        "target": event.target,
        "not_targets": [{"text": t.said, "start": t.span.start, "end": t.span.end} for t in event.not_targets],
        "date": _date(event.when),
        "places": [{"mention": p.mention, "part": p.part.value, **_carried(p.carried)} for p in event.places],
        "quantities": [
            {
                "value": _number(q.value),
                "unit": q.unit,
                "comparator": q.comparator.value,
                "start": q.span.start,
                "end": q.span.end,
                "befell": befell_of(article.text, q, event.span),
                "of": q.unit,
                **({"to": _number(q.upper), "max": _number(q.upper)} if q.upper is not None else {}),
                **({"doubt": q.doubt} if q.doubt else {}),
            }
            for q in event.quantities
        ],
        "attribution": _attribution(event.attribution),
        "modality": event.modality.contract,
        "status": event.modality.value,
        **({"incident": event.incident} if event.incident is not None else {}),
        **({"campaign": True} if event.campaign else {}),
        **({"background": True} if event.type is EventType.BACKGROUND else {}),
    }


def _carried(words: Span | None) -> Record:
    """Of a place or a day that another passage of the same incident tells: that it is inferred, and from which words."""
    return {} if words is None else {"inferred": True, "from": [words.start, words.end]}


def _attribution(said: Attribution | None) -> Record | None:
    if said is None:
        return None
    return {
        "speaker": said.speaker,
        "role": said.role,
        "organisation": said.organisation,
        "party": said.party,
        "verb": said.verb,
        "relayed_by": said.relayed_by,
        "start": said.span.start,
        "end": said.span.end,
    }


def _date(when: When | None) -> Record | None:
    if when is None:
        return None
    return {
        "start": when.start.isoformat() if when.start else None,
        "end": when.end.isoformat() if when.end else None,
        "precision": when.precision,
        "inferred": when.inferred,
        **_carried(when.carried),
    }


def event_record(event: Event, book: Book, shapes: Shapes | None = None) -> Record:
    """One event of `dateline events --json`; its claims carry the grades that a person gave in a project.

    `shapes` knows the outlines of areas; without it they are drawn as circles.
    """
    known = shapes or Shapes(None)
    speakers = speakers_of(event.mentions)
    mentions = {m.id: m for m in event.mentions}
    return {
        "id": event.id,
        "label": event.label,
        "type": event.type.value,
        "class": event.type.event_class.value,
        "actor": event.actor,
        "targets": list(event.targets),
        "date": _date(event.when),
        "places": [_location(loc, known) for loc in event.places],
        "suggested_places": [_location(loc, known) for loc in event.suggested],
        "claims": [
            _claim(c) | _befell(c, mentions[c.event_mention], book) | _grade(c, mentions[c.event_mention], speakers, book)
            for c in event.claims
        ],
        "articles": list(event.articles),
        "sources": {
            "articles": event.sources.articles,
            "origins": event.sources.origins,
            "speakers": event.sources.speakers,
            "parties": event.sources.parties,
            "by_origin": [list(group) for group in event.sources.by_origin],
            "speaker_names": list(event.sources.speaker_names),
            "party_names": list(event.sources.party_names),
        },
        "disagreements": [
            {
                "field": d.field,
                "values": [
                    *({"value": v, "claims": list(indices)} for v, indices in d.values),
                    *({"value": o.value, "claims": [], "elsewhere": [{"event": o.event, "claim": o.claim}]} for o in d.elsewhere),
                ],
                "strength": d.strength,
                "kind": d.kind,
                "why": d.why,
            }
            for d in event.disagreements
        ],
        "reasons": list(event.reasons),
        "joins": [{"mention": j.mention, "to": j.to, "reason": j.reason} for j in event.joins],
        "checks": [{"kind": c.kind, "claims": list(c.claims), "agrees": c.agrees, "says": c.says} for c in event.checks],
        "reprints": list(event.reprints),
        **_reviewed(event, book),
    }


def _reviewed(event: Event, book: Book) -> Record:
    """How far a person has come with it, what he set, and what the program had read there."""
    mentions = [m.id for m in event.mentions]
    edits = [(m, edit) for m in mentions for edit in book.reviews.edits.get(m, ())]
    record: Record = {"review": book.reviews.of_event(mentions).value}
    if added := [m for m in mentions if m in book.reviews.added]:
        record["added"] = added
    if edits:
        record["edits"] = [
            {"mention": m, "field": e.field.value, "was": e.was, "now": e.now, "by": e.author, "at": e.made_at.isoformat()}
            for m, e in edits
        ]
    return record


def suggestion_record(suggestion: Suggestion) -> Record:
    """Two events of `dateline events --json` that may be one; nobody has joined them or kept them apart."""
    return {"events": list(suggestion.events), "score": suggestion.score, "why": list(suggestion.reasons)}


def reprint_record(group: Reprint) -> Record:
    """One group of reprinted passages of `dateline events --json`; the edits are those to its first passage."""
    return {
        "id": group.id,
        "passages": [
            {
                "article": p.article,
                "start": p.span.start,
                "end": p.span.end,
                "edits": [{"kind": e.kind.value, "first": list(e.first), "here": list(e.here)} for e in p.edits],
            }
            for p in group.passages
        ],
    }


def _location(location: EventLocation, shapes: Shapes) -> Record:
    place = location.place
    return {
        "name": place.name,
        "lat": round(place.position.lat, 5),
        "lon": round(place.position.lon, 5),
        "part": location.part.value,
        "precision_km": location.precision_km,
        "uncertain": location.uncertain,
        "likely": round(location.likely, 3),
        "geometry_kind": geometry_kind(place).value,
        "geometry": shapes.sketch(place),
        **({"inferred": True} if location.carried else {}),
    }


def _claim(claim: Claim) -> Record:
    record: Record = {
        "article": claim.article,
        "start": claim.span.start,
        "end": claim.span.end,
        "field": claim.field,
        "value": _number(claim.value) if isinstance(claim.value, float | int) else claim.value,
        "modality": claim.modality.contract,
    }
    if claim.unit is not None:
        record["unit"] = claim.unit
    if claim.comparator is not None:
        record["comparator"] = claim.comparator.value
    if claim.speaker is not None:
        record["speaker"] = claim.speaker
    if claim.stance is not None:
        record |= {"stance": claim.stance.value, "party": claim.party}
    if claim.carried:
        record["inferred"] = True
    return record


def _befell(claim: Claim, mention: EventMention, book: Book) -> Record:
    """Of a count: what befell those counted, who or what they are, and the upper end of a range."""
    quantity = next((q for q in mention.quantities if q.span == claim.span and q.unit == claim.unit), None)
    article = book.articles.get(claim.article)
    if quantity is None or article is None:
        return {}
    told: Record = {"befell": befell_of(article.text, quantity, mention.span), "of": claim.unit}
    return told | ({"max": _number(quantity.upper)} if quantity.upper is not None else {})


def _grade(claim: Claim, mention: EventMention, speakers: Mapping[str, str], book: Book) -> Record:
    given = book.grade(mention, claim.span, claim.field, speakers.get(claim.speaker, claim.speaker) if claim.speaker else None)
    record: Record = {}
    if given.reliability is not None:
        record["reliability"] = given.reliability.value
    if given.credibility is not None:
        record["credibility"] = given.credibility.value
    return record


def located_record(query: str, found: tuple[Located, ...]) -> Record:
    """The whole of `dateline locate --json`."""
    return {
        "query": query,
        "candidates": [
            {
                "id": f.place.id,
                "name": f.place.name,
                "lat": round(f.place.position.lat, 5),
                "lon": round(f.place.position.lon, 5),
                "country": f.place.country,
                "feature": f.place.feature,
                **_identifiers(f.place),
                "matched_name": f.matched_name,
                "how": f.how.value,
                "score": f.score,
            }
            for f in found
        ],
    }


def _number(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value
