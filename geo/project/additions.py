"""What people add: events that the program missed, and place names. Both are found again by their words, so they outlive a new reading."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from geo.model import (
    Analysis,
    Article,
    Clues,
    EventMention,
    EventPlace,
    EventType,
    Judgement,
    JudgementKind,
    Kind,
    Mention,
    Part,
    Resolution,
    Role,
    Span,
)
from geo.project.records import read_record

ADDED = "added by a person"
_EVENT_ID = "p"  # ids of found event mentions begin with another letter


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place name that a person pointed out, as recogniser and resolver have it."""

    kind: Kind
    clues: Clues  # without those that number other names
    resolution: Resolution


@dataclass(frozen=True, slots=True)
class AddedEvent:
    """An event as it is added: its type, the names in its words that are its places, and which event it is another passage of."""

    type: EventType
    places: tuple[Span, ...] = ()
    joins: tuple[str, ...] = ()  # ids of event mentions


def event_subject(article: str, words: Span) -> dict[str, object]:
    """The subject of a judgement that adds an event, with a new id for its mention."""
    return {"event": f"{_EVENT_ID}{uuid.uuid4().hex[:14]}", **words_subject(article, words)}


def words_subject(article: str, words: Span) -> dict[str, object]:
    """The subject of a judgement about words of an article."""
    return {"article": article, "start": words.start, "end": words.end}


def words_of(subject: Mapping[str, object]) -> Span:
    return Span(int(cast(int, subject["start"])), int(cast(int, subject["end"])))


@dataclass(frozen=True, slots=True)
class Addition:
    """One thing that was added to an article; `event` is the id of an event mention, None for a place name."""

    words: Span
    event: tuple[str, AddedEvent] | None
    name: NamedPlace | None


def additions(judgements: Iterable[Judgement]) -> Mapping[str, Sequence[Addition]]:
    """What was added to each article, by its id, in order; of two names at the same words the later one counts."""
    found: dict[str, list[Addition]] = {}
    for judgement in judgements:
        if judgement.undone:
            continue
        if judgement.kind is JudgementKind.ADD_EVENT:
            event = (str(judgement.subject["event"]), read_record(AddedEvent, judgement.value))
            addition = Addition(words_of(judgement.subject), event, None)
        elif judgement.kind is JudgementKind.ADD_MENTION or (judgement.kind is JudgementKind.EDIT_EVENT and judgement.value.get("name")):
            given = judgement.value["name"] if judgement.kind is JudgementKind.EDIT_EVENT else judgement.value
            addition = Addition(words_of(judgement.subject), None, read_record(NamedPlace, cast(Mapping[str, object], given)))
        else:
            continue
        here = found.setdefault(str(judgement.subject["article"]), [])
        here[:] = [a for a in here if a.event is not None or a.words != addition.words] if addition.name is not None else here
        here.append(addition)
    return found


def with_names(analysis: Analysis, article: Article, added: Sequence[Addition]) -> Analysis:
    """The analysis with the added place names behind its own, which keep their numbers; one that is found by now is left out."""
    mentions, resolutions = list(analysis.mentions), list(analysis.resolutions)
    for addition in added:
        name, words = addition.name, addition.words
        if name is None or not in_text(words, article) or any(m.span == words for m in mentions):
            continue
        passage = _passage_at(analysis, words.start)
        resolutions.append(replace(name.resolution, mention=len(mentions)))
        mentions.append(Mention(article.id, words, words.of(article.text), passage, name.kind, Role.CONTEXT, 1.0, alone(name.clues)))
    if len(mentions) == len(analysis.mentions):
        return analysis
    return replace(analysis, mentions=tuple(mentions), resolutions=tuple(resolutions))


def with_events(analysis: Analysis, article: Article, added: Sequence[Addition]) -> Analysis:
    """The analysis with the added events among its own, in the order of the text."""
    new = [
        _mention(addition.event[0], addition.event[1], addition.words, analysis, article)
        for addition in added
        if addition.event is not None and in_text(addition.words, article)
    ]
    if not new:
        return analysis
    return replace(analysis, events=tuple(sorted((*analysis.events, *new), key=lambda e: e.trigger.start)))


def in_text(words: Span, article: Article) -> bool:
    return 0 <= words.start < words.end <= len(article.text)


def alone(clues: Clues) -> Clues:
    """Without what numbers other names: these are others when the article is read again."""
    return replace(clues, containers=(), group=None, between=None, beside=None)


def place_at(analysis: Analysis, words: Span) -> int | None:
    """The number of the place name at these words: a later reading may take it a little longer or shorter."""
    exact = next((i for i, m in enumerate(analysis.mentions) if m.span == words), None)
    return exact if exact is not None else next((i for i, m in enumerate(analysis.mentions) if m.span.overlaps(words)), None)


def _mention(event_id: str, event: AddedEvent, words: Span, analysis: Analysis, article: Article) -> EventMention:
    passage = _passage_at(analysis, words.start)
    within = [p for p in analysis.passages if p.overlaps(words)]
    span = Span(min(p.start for p in within), max(p.end for p in within)) if within else words
    places = [i for name in event.places if (i := place_at(analysis, name)) is not None]
    return EventMention(
        event_id,
        article.id,
        event.type,
        _trigger(words, [analysis.mentions[i].span for i in places], article.text),
        Span(min(span.start, words.start), max(span.end, words.end)),
        passage,
        places=tuple(EventPlace(i, Part.LOCATION) for i in dict.fromkeys(places)),
        reasons=(ADDED,),
    )


def _trigger(words: Span, names: Sequence[Span], text: str) -> Span:
    """The first of the words between its place names, so that these can be marked beside it."""
    start = words.start
    for name in sorted(names):
        if words.start <= name.start and text[start : name.start].strip():
            return _trimmed(Span(start, name.start), text)
        start = max(start, name.end)
    return _trimmed(Span(start, words.end), text) if text[start : words.end].strip() else words


def _trimmed(words: Span, text: str) -> Span:
    said = words.of(text)
    return Span(words.start + len(said) - len(said.lstrip()), words.end - len(said) + len(said.rstrip()))


def _passage_at(analysis: Analysis, offset: int) -> int:
    return next((k for k, p in enumerate(analysis.passages) if p.start <= offset < p.end), 0)
