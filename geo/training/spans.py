"""Gold spans → Mentions, with what their sentences say about them: the input of training and of evaluation on given spans."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.gazetteer import Gazetteer
from geo.lexicon.places import place_words
from geo.model import Clues, Kind, LonLat, Mention, Role, Span

_LIST = re.compile(
    r"^\s*(?:[,;]\s*(?:and|or|as well as)?|and|or|&|as well as)\s*(?:(?:the|in|neighbou?ring|nearby|adjacent)\s+)*"
    r"(?:(?:town|village|city|suburb|district)s?\s+of\s+)?(?:the\s+)?$"
)
_CONTAINED = re.compile(
    r"^(?:'s|’s)?,?\s*(?:an?\s+)?(?:(?:small|smaller|nearby)\s+)?"
    r"(?:towns?|cit(?:y|ies)|villages?|suburbs?|province|governorate|countryside|region|district|area|county|state|parish)?s?,?"
    r"\s*(?:in|of)\s+(?:the\s+)?"
    r"(?:(?:north|south|east|west)(?:-?east|-?west)?(?:ern)?[\s-]+|(?:central|rural|greater|neighbou?ring)\s+"
    r"|(?:countryside|province|governorate|region|state|county)\s+of\s+)*(?:the\s+)?$",
    re.IGNORECASE,
)
_FRONTED = re.compile(
    r"^(?:\s+(?:province|governorate|region|district|county|state))?,?\s*(?:the\s+)?(?:towns?|villages?|cit(?:y|ies)|settlements?)\s+(?:of\s+)?$"
)
_APPOSED = re.compile(r"^\s*(?:,|\()\s*$")
_HEAD_BEFORE = re.compile(r"\b([a-z]+?)s?\s+(?:of|called|named)\s+(?:the\s+)?$")
_HEAD_AFTER = re.compile(r"^['’]?s?\s+([A-Za-z]+)\b(?!\s+of\b)")
_URBAN = re.compile(r"\b([a-z]+)\s+(?:in|of)\s+(?:the\s+)?$")
_MODIFIER = re.compile(r"\b([a-z-]+)\s+$")


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """Where a gold name lies; the id where the corpus gives one."""

    position: LonLat
    geonameid: int | None = None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with its given names. `places[i]` belongs to `mentions[i]`, None where the corpus has no coordinates."""

    id: str
    text: str
    mentions: tuple[Mention, ...]
    places: tuple[GoldPlace | None, ...]


def gold_article(record: Mapping[str, Any], gazetteer: Gazetteer) -> GoldArticle:
    """One record of a toponym corpus as mentions with clues and gold places."""
    kept: list[Mapping[str, Any]] = []
    for toponym in sorted(record["toponyms"], key=lambda t: (t["start"], -t["end"])):
        if not kept or toponym["start"] >= kept[-1]["end"]:
            kept.append(toponym)
    spans = [Span(t["start"], t["end"]) for t in kept]
    mentions = mentions_of(str(record["id"]), record["text"], spans, gazetteer)
    places = tuple(
        GoldPlace(LonLat(t["lon"], t["lat"]), int(t["geonameid"]) if t.get("geonameid") else None) if t.get("lat") is not None else None
        for t in kept
    )
    return GoldArticle(str(record["id"]), record["text"], mentions, places)


def mentions_of(article: str, text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Mentions for given spans, in order, with the clues that the words between them give."""
    kinds = [_kind(span.of(text), gazetteer) for span in spans]
    gaps = [None if k == 0 else _gap(text, spans[k - 1], spans[k]) for k in range(len(spans))]
    groups = _groups(gaps, kinds)
    containers = _containers(gaps, groups, kinds)
    heads = [_head(text, span) for span in spans]
    for k in range(1, len(spans)):  # "the towns of A, B and C"; and backwards "A, B and C provinces"
        if (
            groups[k] is not None
            and groups[k] == groups[k - 1]
            and heads[k] is None
            and _HEAD_BEFORE.search(text[: spans[k - 1].start][-40:])
        ):
            heads[k] = heads[k - 1]
    for k in range(len(spans) - 2, -1, -1):
        if groups[k] is not None and groups[k] == groups[k + 1] and heads[k] is None and _plural_head(text, spans[k + 1]):
            heads[k] = heads[k + 1]
    found: list[Mention] = []
    for k, span in enumerate(spans):
        clues = Clues(head=heads[k] or _urban(text, span), modifier=_modifier(text, span), containers=containers[k], group=groups[k])
        found.append(Mention(article, span, span.of(text), 0, kinds[k], Role.CONTEXT, 1.0, clues))
    return tuple(found)


def _kind(name: str, gazetteer: Gazetteer) -> Kind:
    candidates = gazetteer.exact(name)
    return Kind.DEMONYM if candidates and all(c.name_kind in {"demonym", "adjective"} for c in candidates) else Kind.LITERAL


def _gap(text: str, left: Span, right: Span) -> str | None:
    """The words between two names of one sentence; None where a sentence ends or too much stands between."""
    gap = text[left.end : right.start]
    return None if len(gap) > 60 or re.search(r"[.!?]\s+\w|\n\s*\n", gap) else gap


def _groups(gaps: Sequence[str | None], kinds: Sequence[Kind]) -> list[int | None]:
    groups: list[int | None] = [None] * len(gaps)
    following = 0
    for k in range(1, len(gaps)):
        gap = gaps[k]
        if gap is None or Kind.DEMONYM in (kinds[k], kinds[k - 1]):
            continue
        lone = gap.strip() == ","
        if (not lone and gap.strip() and not _FRONTED.match(gap) and _LIST.match(gap)) or (lone and _goes_on(gaps, k)):
            if groups[k - 1] is None:
                groups[k - 1] = following
                following += 1
            groups[k] = groups[k - 1]
    return groups


def _goes_on(gaps: Sequence[str | None], k: int) -> bool:
    """Whether a list that has a lone comma at k ends in "and": else "Rome, Italy" would be one."""
    for gap in gaps[k + 1 :]:
        if gap is None:
            return False
        if gap.strip() != ",":
            return bool(re.match(r"^\s*,?\s*(?:and|or)\b", gap)) and bool(_LIST.match(gap))
    return False


def _containers(gaps: Sequence[str | None], groups: Sequence[int | None], kinds: Sequence[Kind]) -> list[tuple[int, ...]]:
    containers: list[tuple[int, ...]] = [()] * len(gaps)
    for k in range(len(gaps) - 1):
        gap = gaps[k + 1]
        if gap is None or kinds[k + 1] is not Kind.LITERAL or (groups[k] is not None and groups[k] == groups[k + 1]):
            continue
        if _APPOSED.match(gap) or _CONTAINED.match(gap):
            inner = [m for m in range(k + 1) if m == k or (groups[m] is not None and groups[m] == groups[k])]
            for m in inner:
                containers[m] = (*containers[m], k + 1)
    for k in range(1, len(gaps)):  # "in Idlib, the towns of C and D", "the Hama towns of A and B"
        gap = gaps[k]
        if gap is not None and kinds[k - 1] is Kind.LITERAL and _FRONTED.match(gap):
            for m in range(k, len(gaps)):
                if m == k or (groups[m] is not None and groups[m] == groups[k]):
                    containers[m] = (*containers[m], k - 1)
    for k in reversed(range(len(gaps))):  # "A in X, Y": A lies in Y too
        containers[k] = tuple(dict.fromkeys((*containers[k], *(outer for c in containers[k] for outer in containers[c] if c > k))))
    return containers


def _head(text: str, span: Span) -> str | None:
    heads = place_words().heads
    after = _HEAD_AFTER.match(text[span.end : span.end + 30])
    if after:
        word = after[1].lower()
        found = next((w for w in (word, word.removesuffix("s"), word.removesuffix("ies") + "y") if w in heads), None)
        if found:
            return found
    before = _HEAD_BEFORE.search(text[max(0, span.start - 40) : span.start])
    if before:
        word = before[1].lower()
        return next((w for w in (word, word.removesuffix("ie") + "y") if w in heads), None)
    return None


def _plural_head(text: str, span: Span) -> bool:
    after = _HEAD_AFTER.match(text[span.end : span.end + 30])
    return after is not None and after[1].lower().endswith("s")


def _urban(text: str, span: Span) -> str | None:
    before = _URBAN.search(text[max(0, span.start - 30) : span.start])
    return "city" if before and before[1] in place_words().urban else None


def _modifier(text: str, span: Span) -> str | None:
    before = _MODIFIER.search(text[max(0, span.start - 20) : span.start].lower())
    return before[1] if before and before[1] in place_words().modifiers else None
