"""What a person says of events and place names, as the judgements that say it. Window and command line make theirs here.

Nothing is written here: the decisions that come back are one act, for `Project.judge_all`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from geo.errors import JudgementError
from geo.events import typed_date, typed_number
from geo.gazetteer import Gazetteer
from geo.model import Analysis, Article, Corpus, EditField, Event, EventMention, EventType, JudgementKind, Modality, Part, ReviewState, Span
from geo.pipeline.pointing import day_within, named_place, names_within, number_at
from geo.project import (
    AddedEvent,
    Decision,
    Given,
    edit_subject,
    edit_value,
    event_subject,
    place_at,
    plain,
    review_value,
    words_subject,
)

NONE = "none"
"""Typed for a field of which there is none."""


def ids(mentions: Iterable[EventMention]) -> list[str]:
    return [m.id for m in mentions]


# --- review ---------------------------------------------------------------------------------------------------------------


def reviewed(events: Iterable[Sequence[EventMention]], state: ReviewState) -> list[Decision]:
    """That these events are accepted, cannot be identified, or are not checked any more."""
    return [(JudgementKind.REVIEW_EVENT, {"events": ids(event)}, review_value(state)) for event in events if event]


def rejected(events: Iterable[Sequence[EventMention]]) -> list[Decision]:
    """That these did not happen, or are none; each stays one event, and comes back as one."""
    return [(JudgementKind.REJECT_EVENT, {"events": ids(event)}, {}) for event in events if event]


def restored(events: Iterable[Sequence[EventMention]]) -> list[Decision]:
    return [(JudgementKind.RESTORE_EVENT, {"events": ids(event)}, {}) for event in events if event]


def reviewed_names(names: Iterable[tuple[str, Span]], state: ReviewState) -> list[Decision]:
    """The same of place names, by article and span; to reject one says that it is no place name."""
    if state is ReviewState.REJECTED:
        return [(JudgementKind.REJECT_MENTION, words_subject(*name), {}) for name in names]
    return [(JudgementKind.REVIEW_MENTION, words_subject(*name), review_value(state)) for name in names]


def checked(corpus: Corpus) -> tuple[int, int]:
    """How many events have been checked, of how many: the rejected ones are among both."""
    states = [corpus.reviews.of_event(ids(event.mentions)) for event in corpus.events]
    gone = len(corpus.reviews.rejected_together)
    return sum(state.checked for state in states) + gone, len(states) + gone


# --- edit -----------------------------------------------------------------------------------------------------------------


def edited(mentions: Sequence[str], field: EditField, given: Given, article: str | None = None, words: Span | None = None) -> Decision:
    """That a field of these event mentions is as given, or as these words of their article say."""
    return JudgementKind.EDIT_EVENT, edit_subject(mentions, field, article, words), edit_value(given)


def given_of(field: EditField, text: str) -> Given:
    """What a person typed for a field: "Armed clash", "20 May 1988", "Hamas; Fatah", "at least 12 people killed"; "none" for nothing.

    Raises JudgementError where it is not understood, or means two things.
    """
    said = " ".join(text.split())
    if not said:
        raise JudgementError(f'Say what the {field.value} is, or "{NONE}" where there is none.')
    nothing = said.casefold() == NONE
    match field:
        case EditField.TYPE:
            return Given(type=_one_of(EventType, said, "type"))
        case EditField.MODALITY:
            return Given(modality=_one_of(Modality, said, "status"))
        case EditField.PLACE:
            return Given(part=None if nothing else _one_of(Part, said, "part of a place"))
        case EditField.DATE:
            return Given() if nothing else _date(said)
        case EditField.QUANTITY:
            return Given() if nothing else _number(said)
        case EditField.ACTOR:
            return Given() if nothing else Given(names=tuple(name for part in said.split(";") if (name := part.strip())))
        case EditField.TARGET | EditField.SPEAKER:
            return Given() if nothing else Given(names=(said,))


Choice = TypeVar("Choice", EventType, Modality, Part)


def _one_of(kind: type[Choice], said: str, what: str) -> Choice:
    found = next((each for each in kind if each.value.casefold() == said.casefold()), None)
    if found is None:
        raise JudgementError(f'"{said[:60]}" is no {what}. One of: {", ".join(each.value for each in kind)}.')
    return found


def _date(said: str) -> Given:
    typed = typed_date(said)
    if typed.only is None:
        problem = typed.problem or f"It may be {' or '.join(map(str, typed.readings))}: write the month as a word"
        raise JudgementError(f'"{said[:60]}" is no date that can be taken: {problem.rstrip(".")}.')
    return Given(start=typed.only.start, end=typed.only.end, precision=typed.only.precision)


def _number(said: str) -> Given:
    number = typed_number(said)
    if number is None:
        raise JudgementError(f'"{said[:60]}" holds no number. Write what it counts, too: "at least 12 people killed".')
    return Given(value=number.value, upper=number.upper, unit=number.unit, comparator=number.comparator, befell=number.befell)


# --- add ------------------------------------------------------------------------------------------------------------------


def added_event(article: Article, analysis: Analysis, words: Span, type: EventType, of: Event | None = None) -> list[Decision]:
    """That these words tell of an event, or are one more passage of a known one. Their place names are its places, their day its day."""
    words = _trimmed(article, words)
    joins = tuple(ids(of.mentions)) if of is not None else ()
    subject = event_subject(article.duplicate_of or article.id, words)
    decisions: list[Decision] = [(JudgementKind.ADD_EVENT, subject, plain(AddedEvent(type, names_within(analysis, words), joins)))]
    day = day_within(article, words)
    if day is not None:
        decisions.append(edited([str(subject["event"])], EditField.DATE, Given(), str(subject["article"]), day))
    return decisions


def added_name(article: Article, analysis: Analysis, words: Span, gazetteer: Gazetteer) -> list[Decision]:
    """That these words are a place name. Raises JudgementError where they hold none, or it is known."""
    span, name = named_place(article, analysis, _trimmed(article, words), gazetteer)
    if place_at(analysis, span) is not None:
        raise JudgementError(f'{article.id}: "{span.of(article.text)}" is a place name already. Choose another place for it.')
    return [(JudgementKind.ADD_MENTION, words_subject(article.id, span), plain(name))]


def added_to(
    event: Sequence[EventMention],
    field: EditField,
    article: Article,
    analysis: Analysis,
    words: Span,
    gazetteer: Gazetteer,
    part: Part = Part.LOCATION,
) -> list[Decision]:
    """That these words give a place, date, number, speaker, doer or target of an event, in a passage of the same article.

    It is said of the mention whose passage holds the words, else of all that the article has of the event. Raises JudgementError
    where the article tells nothing of the event, or the words do not say such a thing.
    """
    words = _trimmed(article, words)
    here = [m for m in event if m.article == article.id]
    if not here:
        raise JudgementError(f"{article.id}: it has no passage of this event. Add one first.")
    holding = [m for m in here if m.span.contains(words)] or here
    given = Given()
    if field is EditField.PLACE:
        at = place_at(analysis, words)
        if at is not None:
            words, given = analysis.mentions[at].span, Given(part=part)
        else:
            words, name = named_place(article, analysis, words, gazetteer)
            given = Given(part=part, name=name)
    elif field is EditField.QUANTITY:
        given = number_at(article, words)
    elif field is EditField.DATE:
        day = day_within(article, words)
        if day is None:
            raise JudgementError(f'{article.id}: "{words.of(article.text)[:60]}" tells no day. Select the words that do.')
        words = day
    elif field in (EditField.TYPE, EditField.MODALITY):
        raise JudgementError(f"The {field.value} of an event is chosen, not selected.")
    return [edited(ids(holding), field, given, article.id, words)]


def _trimmed(article: Article, words: Span) -> Span:
    """Without white space at either end. Raises JudgementError where nothing is left, or it is not in the article."""
    if not 0 <= words.start < words.end <= len(article.text):
        raise JudgementError(f"{article.id}: it has {len(article.text):,} characters; {words.start} to {words.end} are not in it.")
    said = words.of(article.text)
    trimmed = Span(words.start + len(said) - len(said.lstrip()), words.end - len(said) + len(said.rstrip()))
    if trimmed.start >= trimmed.end:
        raise JudgementError(f"{article.id}: {words.start} to {words.end} hold no words.")
    return trimmed
