"""Two mentions of one article set side by side: what speaks for their being one incident, and what against it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from geo.events.coreference.blocking import Geography
from geo.events.incidents.logistic import Doubles
from geo.lexicon.quantities import quantity_words
from geo.model import Article, EventMention, EventType, Mention, Part, Place, Resolution, Span

FEATURES = (
    "passages_apart", "triggers_between", "same_passage", "next_passage", "same_type", "casualty_and_cause", "alike_types", "apart_types",
    "second_definite", "second_anew", "both_nouns", "same_lemma", "first_leads", "second_in_head",
    "places_same", "places_nested", "places_apart", "one_placed", "none_placed", "wide_only_second",
    "days_same", "days_overlap", "days_apart", "one_dated", "none_dated", "second_long",
    "doer_same", "doer_apart", "one_doer", "target_same", "speaker_same", "status_same", "second_happened",
    "count_same", "count_apart", "words_alike", "names_alike", "first_confidence", "second_confidence",
    "first_casualty", "second_casualty", "events_in_article", "places_in_article", "same_sentence_words",
    "second_plural", "first_plural", "second_campaign", "first_campaign", "nearest_of_type", "second_generic", "reader", "reader_apart",
)  # fmt: skip

_CASUALTY = frozenset({EventType.LOSSES, EventType.ATTACK_ON_CIVILIANS, EventType.DESTRUCTION, EventType.DISPLACEMENT})
_CAUSES = frozenset(
    {
        EventType.AIR_STRIKE,
        EventType.MISSILE_ATTACK,
        EventType.EXPLOSIVE,
        EventType.CHEMICAL,
        EventType.ARMED_CLASH,
        EventType.GROUND_OFFENSIVE,
        EventType.ATTACK_ON_CIVILIANS,
    }
)
_ALIKE = (
    frozenset({EventType.AIR_STRIKE, EventType.MISSILE_ATTACK, EventType.EXPLOSIVE, EventType.CHEMICAL, EventType.OPERATIONS}),
    frozenset({EventType.ARMED_CLASH, EventType.GROUND_OFFENSIVE, EventType.TERRITORY, EventType.LOSSES}),
    frozenset({EventType.ABDUCTION, EventType.ARREST}),
    frozenset({EventType.DISPLACEMENT, EventType.ORDER}),
)
_WIDE = ("PCL", "CONT")
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those|its|their|latest|such)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_ANEW = re.compile(r"\b(?:another|fresh|new|second|separate|further|other|also|elsewhere|meanwhile)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")
_LONG_DAYS = 5  # from which a stretch of days is rather a campaign's than a strike's


@dataclass(frozen=True, slots=True)
class Told:
    """A mention with what is compared of it."""

    mention: EventMention
    word: str
    definite: bool
    anew: bool
    noun: bool
    spots: frozenset[str]
    wide: frozenset[str]
    days: tuple[int, int] | None
    counts: frozenset[tuple[float, str]]
    words: Counter[str]
    names: frozenset[str]
    plural: bool

    @property
    def casualty(self) -> bool:
        return self.mention.type in _CASUALTY


def told(
    article: Article, events: Sequence[EventMention], mentions: Sequence[Mention], resolutions: Sequence[Resolution]
) -> tuple[list[Told], Geography]:
    """Event mentions of an article made ready for comparison."""
    places: dict[str, Place] = {}
    out: list[Told] = []
    names_in: dict[int, set[str]] = {}
    for mention in mentions:
        names_in.setdefault(mention.passage, set()).add(mention.text.lower())
    for mention in events:
        spots: set[str] = set()
        wide: set[str] = set()
        for event_place in (*mention.places, *mention.containers):
            place = resolutions[event_place.mention].place
            if place is None or event_place.part is Part.ORIGIN:
                continue
            places[place.id] = place
            (wide if place.feature.startswith(_WIDE) else spots).add(place.id)
        before = article.text[max(mention.span.start, mention.trigger.start - 48) : mention.trigger.start]
        word = mention.trigger.of(article.text).lower()
        when = mention.when
        days = None
        if when is not None and when.start is not None:
            days = when.start.toordinal(), (when.end or when.start).toordinal()
        out.append(
            Told(
                mention,
                word,
                _DEFINITE.search(before) is not None,
                _ANEW.search(before) is not None,
                not word.endswith(("ed", "ing")),
                frozenset(spots),
                frozenset(wide),
                days,
                frozenset(
                    (q.value, "person" if q.unit in quantity_words().people else q.unit)
                    for q in mention.quantities
                    if q.unit not in {"%", "time"}
                ),
                Counter(w.lower() for w in _WORD.findall(mention.span.of(article.text))),
                frozenset(names_in.get(mention.passage, ())),
                word.endswith("s") and not word.endswith("ss"),
            )
        )
    return out, Geography(places)


def rarity(passages: Iterable[str]) -> dict[str, float]:
    """Of each word of an article how much it tells a passage from the others: its inverse passage frequency."""
    seen = Counter[str]()
    n = 0
    for text in passages:
        n += 1
        seen.update({w.lower() for w in _WORD.findall(text)})
    return {w: math.log((n + 1) / c) for w, c in seen.items()}


def _cosine(a: Counter[str], b: Counter[str], weight: dict[str, float]) -> float:
    dot = sum(weight.get(w, 1.0) ** 2 * c * b[w] for w, c in a.items() if w in b)
    norm = math.sqrt(sum((weight.get(w, 1.0) * c) ** 2 for w, c in a.items()) * sum((weight.get(w, 1.0) * c) ** 2 for w, c in b.items()))
    return dot / norm if norm else 0.0


def table(
    article: Article, passages: Sequence[Span], events: Sequence[Told], geography: Geography, reader: Doubles
) -> tuple[list[tuple[int, int]], Doubles]:
    """All pairs (i before j) of an article's mentions, and their features, one row a pair in the order of FEATURES.

    `reader` (mentions, mentions) holds the log-odds of the reader that two tell of one incident.
    """
    weight = rarity(span.of(article.text) for span in passages)
    pairs: list[tuple[int, int]] = []
    rows: list[list[float]] = []
    spots = len({s for t in events for s in t.spots})
    for j in range(len(events)):
        for i in range(j):
            pairs.append((i, j))
            rows.append([*_row(events, i, j, geography, weight, spots), reader[i, j], min(reader[i, j], 0.0)])
    return pairs, np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))


def _row(events: Sequence[Told], i: int, j: int, geography: Geography, weight: dict[str, float], spots: int) -> list[float]:
    a, b = events[i], events[j]
    one, two = a.mention, b.mention
    apart = two.passage - one.passage
    same_place = bool(a.spots & b.spots)
    nested = not same_place and bool(a.spots and b.spots) and geography.meet(a.spots, b.spots)
    days_same = a.days is not None and a.days == b.days
    overlap = a.days is not None and b.days is not None and a.days[0] <= b.days[1] and b.days[0] <= a.days[1]
    party = (one.actor_party or one.actor, two.actor_party or two.actor)
    units = {u for _, u in a.counts} & {u for _, u in b.counts}
    alike = one.type is two.type or any(one.type in g and two.type in g for g in _ALIKE)
    cause = (a.casualty and two.type in _CAUSES) or (b.casualty and one.type in _CAUSES)
    between = [e for e in events[i + 1 : j] if e.mention.type is two.type]
    return [
        float(min(apart, 12)),
        float(min(j - i, 12)),
        apart == 0,
        apart == 1,
        one.type is two.type,
        cause and one.type is not two.type,
        alike,
        not alike and not cause,
        b.definite,
        b.anew,
        a.noun and b.noun,
        a.word.rstrip("s")[:5] == b.word.rstrip("s")[:5],
        one.passage <= 2,
        two.passage <= 2,
        same_place,
        nested,
        bool(a.spots and b.spots) and not same_place and not nested,
        bool(a.spots) != bool(b.spots),
        not a.spots and not b.spots,
        bool(b.wide) and not b.spots,
        days_same,
        overlap and not days_same,
        a.days is not None and b.days is not None and not overlap,
        (a.days is None) != (b.days is None),
        a.days is None and b.days is None,
        b.days is not None and b.days[1] - b.days[0] >= _LONG_DAYS,
        party[0] is not None and party[0] == party[1],
        party[0] is not None and party[1] is not None and party[0] != party[1],
        (party[0] is None) != (party[1] is None),
        one.target is not None and one.target == two.target,
        one.attribution is not None and two.attribution is not None and one.attribution.speaker == two.attribution.speaker,
        one.modality is two.modality,
        two.modality.happened,
        bool(a.counts & b.counts),
        bool(units) and not a.counts & b.counts,
        _cosine(a.words, b.words, weight),
        len(a.names & b.names) / max(1, min(len(a.names), len(b.names))),
        one.confidence,
        two.confidence,
        a.casualty,
        b.casualty,
        float(min(len(events), 30)),
        float(min(spots, 10)),
        one.span == two.span,
        b.plural,
        a.plural,
        "campaign" in b.word or "operation" in b.word,
        "campaign" in a.word or "operation" in a.word,
        not between,
        two.confidence < 0.9,
    ]
