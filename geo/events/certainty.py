"""How likely a place of an event is right: the name is one of a place, and the thing happened there.

One sum of named features of each passage that puts the event there (`Logistic`); of several passages the surest counts. Fitted by
`geo.training.certainty` on articles whose incidents were annotated, where a name that is no place of what happened is wrong. What
reaches `CERTAIN` is drawn in full unless the resolver doubts which place the name means, what does not is drawn hollow, and below
`SUGGESTED` it is a suggestion that stands in lists only.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geo.events.incidents.logistic import Logistic, odds
from geo.lexicon.places import place_words
from geo.model import Analysis, Article, EventMention, EventPlace, EventType, Kind, Mention, Resolution

# From here on a pin is certain: .984 of 1,637 such pins are right, .87 of all 1,890 of 568 annotated articles, each half of them weighed by
# the model of the other (resources/models/pins.md).
CERTAIN = 0.95
# Below it a pin is a suggestion: 1 of 3 such pins was right, and 10 of 16 between it and .7.
SUGGESTED = 0.3

FILE = "pins.json"
FEATURES = (
    "recognised", "event_by_tagger", "trigger", "adjective", "country", "division", "region", "carried", "apart",
    "characters_between", "behind", "breaks_between", "locative", "directional", "no_preposition", "contained", "headed", "names_beside",
    "events_beside", "named_by_events", "doer", "counted", "dated", "loss", "displacement", "territory", "offensive",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_BREAK = re.compile(r"[,;:()—–]")
_BEFORE = 30  # characters before a name in which its preposition stands: area under the curve .803; .798 with 15, .796 with 60, measured so
_MOST_BREAKS, _MOST_BESIDE, _MOST_NAMED, _MOST_CHARACTERS = 3, 8, 3, 400
_LEAST = 0.02  # and one less it: what the networks hold for more unlikely is no surer; area measured .803, .800 with .005, .802 with .1


@dataclass(frozen=True, slots=True)
class Pins:
    """The pins of the articles of a corpus, weighed."""

    articles: Mapping[str, Article]
    analyses: Mapping[str, Analysis]

    def likely(self, event: EventMention, place: EventPlace) -> float:
        """The probability that an event mention's place is right; 1 where a person chose it."""
        analysis = self.analyses[event.article]
        if analysis.resolutions[place.mention].by_person:
            return 1.0
        row = features(self.articles[event.article], analysis, event, place)
        return float(Logistic.load("pins", FEATURES, FILE).probability(np.array([row]))[0])


def features(article: Article, analysis: Analysis, event: EventMention, place: EventPlace) -> list[float]:
    """One row of FEATURES."""
    mention, resolution = analysis.mentions[place.mention], analysis.resolutions[place.mention]
    feature = resolution.place.feature if resolution.place is not None else ""
    text = article.text
    between = text[min(event.trigger.end, mention.span.end) : max(event.trigger.start, mention.span.start)]
    preposition = _preposition(text, analysis, mention)
    words = place_words()
    beside = [e for e in analysis.events if e.passage == event.passage and e is not event]
    return [
        _odds(mention.score),
        _odds(mention.event if mention.event is not None else 0.5),
        event.confidence,
        float(mention.kind is not Kind.LITERAL),
        float(feature.startswith("PCL")),
        float(feature.startswith("ADM")),
        float(feature == "RGN"),
        float(place.carried is not None),
        float(mention.passage != event.passage),
        math.log1p(min(len(between), _MOST_CHARACTERS)),
        float(mention.span.start > event.trigger.start),
        float(min(len(_BREAK.findall(between)), _MOST_BREAKS)),
        float(preposition in words.strong and preposition not in words.directional),
        float(preposition in words.directional),
        float(not preposition),
        float(bool(mention.clues.containers)),
        float(mention.clues.head is not None),
        float(min(sum(m.passage == event.passage for m in analysis.mentions), _MOST_BESIDE)),
        float(min(len(beside), _MOST_BESIDE)),
        float(min(_named_by_events(analysis.events, analysis.resolutions, resolution), _MOST_NAMED)),
        float(event.actor is not None),
        float(bool(event.quantities)),
        float(event.when is not None and event.when.start is not None),
        float(event.type is EventType.LOSSES),
        float(event.type is EventType.DISPLACEMENT),
        float(event.type is EventType.TERRITORY),
        float(event.type is EventType.GROUND_OFFENSIVE),
    ]


def _odds(p: float) -> float:
    """Log-odds, of which no single one decides."""
    return odds(min(max(p, _LEAST), 1 - _LEAST))


def _preposition(text: str, analysis: Analysis, mention: Mention) -> str:
    """The nearest preposition before a name in its passage; empty where none stands near."""
    start = max(analysis.passages[mention.passage].start, mention.span.start - _BEFORE)
    known = place_words().locative | place_words().strong
    return next((w for w in reversed(_WORD.findall(text[start : mention.span.start].lower())) if w in known), "")


def _named_by_events(events: Sequence[EventMention], resolutions: Sequence[Resolution], own: Resolution) -> int:
    """How many event mentions of an article are put at the same place."""
    id = own.place.id if own.place is not None else None
    return sum((other := resolutions[p.mention].place) is not None and other.id == id for e in events for p in e.places)
