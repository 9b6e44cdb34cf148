"""Articles of told sentences: each with an event, its places, numbers and speaker as a reader would find them, in a made-up land."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from geo.model import (
    Analysis,
    Article,
    Attribution,
    Bbox,
    Comparator,
    EventMention,
    EventPlace,
    EventType,
    Kind,
    LonLat,
    Mention,
    Modality,
    Part,
    Place,
    Quantity,
    Resolution,
    Role,
    Span,
    When,
)

HOME = Place("t:home", "Norland", LonLat(10, 60), "PCLI", "NO", extent_km=400, bbox=Bbox(5, 55, 15, 65))
PROVINCE = Place("t:east", "Eastmark", LonLat(12, 61), "ADM1", "NO", "Eastmark", extent_km=80, bbox=Bbox(11, 60, 13, 62))
HARBOUR = Place("t:harbour", "Ravnes", LonLat(12.1, 61.2), "PPL", "NO", "Eastmark")
MILL = Place("t:mill", "Tolvik", LonLat(12.4, 61.4), "PPL", "NO", "Eastmark")
FAR = Place("t:far", "Sund", LonLat(6, 56), "PPL", "NO", "Westmark")
SEA = Place("t:sea", "Cold Sea", LonLat(4, 62), "SEA", None, extent_km=300)
LAKE = Place("t:lake", "Long Lake", LonLat(9, 58), "LK", "NO", extent_km=30)

MONDAY, TUESDAY, LATER = date(2021, 3, 8), date(2021, 3, 9), date(2021, 4, 20)
AIR, MISSILE = EventType.AIR_STRIKE, EventType.MISSILE_ATTACK


def told(
    text: str,
    type: EventType = AIR,
    at: Sequence[Place | tuple[Place, Part]] = (),
    *,
    trigger: str | None = None,
    when: date | tuple[date, date] | None = None,
    by: str | None = None,
    counts: Sequence[tuple[float, str] | tuple[float, str, Comparator]] = (),
    speaker: str | None = None,
    party: str | None = None,
    target: str | None = None,
    modality: Modality = Modality.REPORTED,
    conversion: tuple[float, str] | None = None,
    vague: bool = False,
) -> dict[str, object]:
    """A sentence with what a reader finds in it; `trigger` is its first word unless told."""
    return locals()


def corpus(
    *articles: Sequence[dict[str, object]], published: Sequence[date | None] | None = None, publishers: Sequence[str] | None = None
) -> tuple[list[Article], dict[str, Analysis]]:
    """Articles "a0", "a1" … of told sentences, a line each; mentions are named "a0#0"."""
    made: list[Article] = []
    analyses: dict[str, Analysis] = {}
    for number, sentences in enumerate(articles):
        name = f"a{number}"
        text = "\n".join(str(s["text"]) for s in sentences)
        day = published[number] if published else None
        publisher = publishers[number] if publishers else None
        made.append(Article(name, text, hashlib.sha256(text.encode()).hexdigest(), published=day, publisher=publisher, language="en"))
        mentions: list[Mention] = []
        resolutions: list[Resolution] = []
        events: list[EventMention] = []
        at = 0
        for passage, s in enumerate(sentences):
            span = Span(at, at + len(str(s["text"])))
            at = span.end + 1
            events.append(_mention(name, passage, span, s, mentions, resolutions))
        analyses[name] = Analysis(name, tuple(e.span for e in events), tuple(mentions), tuple(resolutions), tuple(events))
    return made, analyses


def _mention(article: str, passage: int, span: Span, s: dict, mentions: list[Mention], resolutions: list[Resolution]) -> EventMention:
    places: list[EventPlace] = []
    for given in s["at"]:
        where, part = given if isinstance(given, tuple) else (given, Part.LOCATION)
        start = span.start + s["text"].index(where.name)
        places.append(EventPlace(len(mentions), part))
        mentions.append(Mention(article, Span(start, start + len(where.name)), where.name, passage, Kind.LITERAL, Role.EVENT, 0.9))
        resolutions.append(Resolution(len(resolutions), where, 0.9, where.extent_km, False, ()))
    word = s["trigger"] or s["text"].split()[0]
    start = span.start + s["text"].index(word)
    days = s["when"] if isinstance(s["when"], tuple) else (s["when"], s["when"])
    quantities = []
    for value, unit, *comparator in s["counts"]:
        written = f"{value:g}"
        found = s["text"].find(written)
        here = Span(span.start + found, span.start + found + len(written)) if found >= 0 else span
        sign = comparator[0] if comparator else Comparator.EXACT
        quantities.append(Quantity(value, unit, sign, here, written, s["conversion"]))
    return EventMention(
        id=f"{article}#{passage}",
        article=article,
        type=s["type"],
        trigger=Span(start, start + len(word)),
        span=span,
        passage=passage,
        actor=s["by"],
        actor_party=s["by"],
        target=s["target"],
        when=When("then", span, days[0], days[1]) if days[0] else None,
        places=tuple(places),
        quantities=tuple(quantities),
        attribution=Attribution(s["speaker"], span, None, s["party"]) if s["speaker"] else None,
        modality=s["modality"],
        confidence=0.6 if s["vague"] else 0.9,
    )
