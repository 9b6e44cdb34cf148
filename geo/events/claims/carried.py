"""Places and days that another passage of the same incident tells: from which words, how far off, and who says them there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.lexicon.quantities import quantity_words
from geo.model import Analysis, Article, Event, EventMention, Span

PLACE, DATE = "place", "date"


@dataclass(frozen=True, slots=True)
class Carried:
    """One place or day of an event as taken from elsewhere in an article: what it was taken from, and for which mentions."""

    field: str  # PLACE or DATE
    article: str
    words: Span
    passage: Span  # that holds the words
    mentions: tuple[str, ...]  # ids of the event mentions that have it from there
    places: tuple[int, ...]  # the mentions of places that it is, as indices into the analysis; none for a day
    reason: str  # "carried from “on Tuesday”, two sentences before, same incident"


def carried_of(event: Event, articles: Mapping[str, Article], analyses: Mapping[str, Analysis]) -> tuple[Carried, ...]:
    """All that an event has from passages other than those that tell of it, each words once, in the order of its mentions."""
    found: dict[tuple[str, str, Span], list[tuple[EventMention, int | None]]] = {}
    for mention in event.mentions:
        for place in mention.places:
            if place.carried is not None:
                found.setdefault((PLACE, mention.article, place.carried), []).append((mention, place.mention))
        if mention.when is not None and mention.when.carried is not None:
            found.setdefault((DATE, mention.article, mention.when.carried), []).append((mention, None))
    out: list[Carried] = []
    for (field, article, words), taken in found.items():
        if article in articles and article in analyses:
            passages = analyses[article].passages
            out.append(
                Carried(
                    field,
                    article,
                    words,
                    passage_of(words, passages),
                    tuple(dict.fromkeys(mention.id for mention, _ in taken)),
                    tuple(dict.fromkeys(place for _, place in taken if place is not None)),
                    carried_words(words, taken[0][0], articles[article].text, passages),
                )
            )
    return tuple(out)


def carried_words(words: Span, mention: EventMention, text: str, passages: Sequence[Span]) -> str:
    """Where a carried value comes from, for a reader.

    >>> from geo.model import EventType
    >>> text = "Jets came on Tuesday. They bombed the mill."
    >>> passages = (Span(0, 21), Span(22, 43))
    >>> mention = EventMention("m", "a", EventType.AIR_STRIKE, Span(27, 33), passages[1], 1)
    >>> carried_words(Span(10, 20), mention, text, passages)
    'carried from “on Tuesday”, the sentence before, same incident'
    """
    said = " ".join(words.of(text).split())
    return f"carried from “{said}”, {_distance(words, mention, passages)}, same incident"


def passage_of(words: Span, passages: Sequence[Span]) -> Span:
    """The passage that holds the words; the words themselves where none does, as in a dateline."""
    return next((p for p in passages if p.contains(words)), words)


def speaker_at(words: Span, mention: EventMention, events: Sequence[EventMention]) -> str | None:
    """Who says the words: the speaker of what their own passage tells, of the same incident first. None where nobody is named."""
    here = [e for e in events if e.span.contains(words) and e.attribution is not None]
    same = [e for e in here if e.incident is not None and e.incident == mention.incident]
    told = (same or here)[:1]
    return told[0].attribution.speaker if told and told[0].attribution is not None else None


def _distance(words: Span, mention: EventMention, passages: Sequence[Span]) -> str:
    there = next((k for k, p in enumerate(passages) if p.contains(words)), None)
    if there is None:
        return "outside the sentences"
    away = there - mention.passage
    number = next((word for word, n in quantity_words().numbers.items() if n == abs(away)), str(abs(away)))
    if abs(away) == 1:
        return "the sentence before" if away < 0 else "the sentence after"
    return f"{number} sentences {'before' if away < 0 else 'after'}" if away else "the same sentence"
