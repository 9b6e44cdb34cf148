"""What people set of an event mention: type, date, doers, targets, numbers, speaker, places, whether it happened.

The last judgement on a field counts. What the program had read stays in the analysis, and is told with each edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from typing import NamedTuple, cast

from geo.events import PLACE, interpret
from geo.model import (
    Analysis,
    Article,
    Attribution,
    Comparator,
    Edited,
    EditField,
    EventMention,
    EventPlace,
    EventType,
    Judgement,
    JudgementKind,
    Modality,
    Part,
    Quantity,
    Responsibility,
    Span,
    Stance,
    When,
)
from geo.project.additions import NamedPlace, in_text, place_at, words_of, words_subject
from geo.project.records import plain, read_record
from geo.views.words import date_words, quantity_words

_SEVERAL = frozenset({EditField.QUANTITY, EditField.PLACE})  # of which a mention has many, each known by its words
_NOTHING = "none"
assert EditField.PLACE.value == PLACE


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says of a field; nothing of it given says that there is none, or with words that these say it."""

    type: EventType | None = None
    modality: Modality | None = None
    start: date | None = None
    end: date | None = None
    precision: str = "day"
    names: tuple[str, ...] = ()  # of doers, of a target, of a speaker
    value: float | None = None
    upper: float | None = None
    unit: str = ""
    comparator: Comparator = Comparator.EXACT
    befell: str | None = None
    part: Part | None = None
    name: NamedPlace | None = None  # of a place that the program had not found


class Edit(NamedTuple):
    """An edit in force of one event mention."""

    field: EditField
    words: Span | None
    given: Given
    judgement: Judgement


Edits = Mapping[str, Sequence[Edit]]


def edit_subject(mentions: Sequence[str], field: EditField, article: str | None = None, words: Span | None = None) -> dict[str, object]:
    """The subject of a judgement that edits a field of these event mentions, perhaps with the words that give the value."""
    said = words_subject(article, words) if article is not None and words is not None else {}
    return {"events": list(mentions), "field": field.value, **said}


def edit_value(given: Given) -> dict[str, object]:
    """Its value: only what is given."""
    return {f.name: plain(value) for f in fields(given) if (value := getattr(given, f.name)) != f.default}


def read_edit(judgement: Judgement) -> Edit:
    """Raises ValueError, TypeError or KeyError where it says nothing that can be read."""
    subject, field = judgement.subject, EditField(str(judgement.subject["field"]))
    words = words_of(subject) if "start" in subject else None
    given = read_record(Given, judgement.value)
    lacking = (field is EditField.TYPE and given.type is None) or (field is EditField.MODALITY and given.modality is None)
    if lacking or (field in _SEVERAL and words is None):
        raise ValueError(f"an edit of {field} that does not say of what, or to what")
    return Edit(field, words, given, judgement)


def edits(judgements: Iterable[Judgement]) -> Edits:
    """The edits in force by event mention; of two of one field the later one."""
    found: dict[str, dict[tuple[EditField, Span | None], Edit]] = {}
    for judgement in judgements:
        if judgement.undone or judgement.kind is not JudgementKind.EDIT_EVENT:
            continue
        edit = read_edit(judgement)
        for mention in cast(Sequence[str], judgement.subject["events"]):
            found.setdefault(mention, {})[(edit.field, edit.words if edit.field in _SEVERAL else None)] = edit
    return {mention: tuple(by_field.values()) for mention, by_field in found.items()}


def edited(analysis: Analysis, article: Article, made: Edits) -> tuple[Analysis, dict[str, tuple[Edited, ...]]]:
    """The analysis as edited, and for each event mention what was set of it."""
    told: dict[str, tuple[Edited, ...]] = {}
    events = list(analysis.events)
    for k, event in enumerate(events):
        own = [e for e in made.get(event.id, ()) if e.words is None or _here(e, article)]
        notes: list[Edited] = []
        for edit in own:
            before = in_words(events[k], edit.field, edit.words, analysis, article)
            events[k] = _setters()[edit.field](events[k], edit, analysis, article)
            now = in_words(events[k], edit.field, edit.words, analysis, article)
            notes.append(Edited(edit.field, before, now, edit.judgement.author, edit.judgement.made_at, edit.words))
        if notes:
            told[event.id] = tuple(notes)
    return (replace(analysis, events=tuple(events)) if told else analysis), told


def _here(edit: Edit, article: Article) -> bool:
    """Words are of one article: what they say is said of the passages there alone."""
    return edit.words is not None and edit.judgement.subject.get("article") == article.id and in_text(edit.words, article)


def in_words(event: EventMention, field: EditField, words: Span | None, analysis: Analysis, article: Article) -> str:
    """What an event mention has of a field, for a reader; "none" where it has nothing."""
    match field:
        case EditField.TYPE:
            return event.type.value
        case EditField.MODALITY:
            return event.modality.value
        case EditField.DATE:
            return date_words(event.when) if event.when is not None else _NOTHING
        case EditField.ACTOR:
            return "; ".join(_doers(event)) or _NOTHING
        case EditField.TARGET:
            return event.target or _NOTHING
        case EditField.SPEAKER:
            return event.attribution.speaker if event.attribution is not None else _NOTHING
        case EditField.QUANTITY:
            found = next((q for q in event.quantities if words is not None and q.span.overlaps(words)), None)
            return _number(found) if found is not None else _NOTHING
        case EditField.PLACE:
            return _place(event, words, analysis, article)


def _number(quantity: Quantity) -> str:
    said = quantity_words(quantity.value, "", quantity.comparator)
    to = f" to {quantity_words(quantity.upper, '', None)}" if quantity.upper is not None else ""
    return " ".join(filter(None, [said + to, quantity.unit, quantity.befell]))


def _place(event: EventMention, words: Span | None, analysis: Analysis, article: Article) -> str:
    at = place_at(analysis, words) if words is not None else None
    part = next((p.part.value for p in event.places if p.mention == at), None)
    return f"{analysis.mentions[at].span.of(article.text)} ({part})" if at is not None and part is not None else _NOTHING


def _doers(event: EventMention) -> list[str]:
    acting = [r.actor for r in event.responsibility if r.stance is not Stance.DENIES]
    return list(dict.fromkeys(([event.actor] if event.actor else []) + acting))


# --- setting one field ----------------------------------------------------------------------------------------------------

_Set = Callable[[EventMention, Edit, Analysis, Article], EventMention]


@cache
def _setters() -> Mapping[EditField, _Set]:
    return {
        EditField.TYPE: lambda event, edit, _, __: replace(event, type=edit.given.type or event.type),
        EditField.MODALITY: lambda event, edit, _, __: replace(event, modality=edit.given.modality or event.modality),
        EditField.DATE: _with_date,
        EditField.ACTOR: _with_actor,
        EditField.TARGET: lambda event, edit, _, article: replace(event, target=_said(edit, article), not_targets=()),
        EditField.SPEAKER: _with_speaker,
        EditField.QUANTITY: _with_quantity,
        EditField.PLACE: _with_place,
    }


def _said(edit: Edit, article: Article) -> str | None:
    """The name that was given, or that the words are."""
    if edit.given.names:
        return "; ".join(edit.given.names)
    return " ".join(edit.words.of(article.text).split()) or None if edit.words is not None else None


def _with_date(event: EventMention, edit: Edit, _: Analysis, article: Article) -> EventMention:
    given = edit.given
    if given.start is not None:
        at = edit.words or event.trigger
        said = edit.words.of(article.text) if edit.words is not None else ""
        return replace(event, when=When(said, at, given.start, given.end or given.start, given.precision, by_person=True))
    if edit.words is None:
        return replace(event, when=None)
    return replace(event, when=replace(interpret(edit.words.of(article.text), edit.words, article.published), by_person=True))


def _with_actor(event: EventMention, edit: Edit, _: Analysis, article: Article) -> EventMention:
    """Those who claim, deny or suspect keep their voices; who simply did it is whom the person says."""
    said = edit.given.names or ((name,) if (name := _said(edit, article)) else ())
    voices = tuple(r for r in event.responsibility if r.stance is not Stance.SAYS)
    acting = tuple(Responsibility(name, None, Stance.SAYS, None, edit.words or event.trigger) for name in said)
    return replace(event, actor=said[0] if said else None, actor_party=None, responsibility=(*acting, *voices))


def _with_speaker(event: EventMention, edit: Edit, _: Analysis, article: Article) -> EventMention:
    speaker = _said(edit, article)
    if speaker is None:
        return replace(event, attribution=None)
    before = event.attribution
    at = edit.words or (before.span if before is not None else event.trigger)
    return replace(event, attribution=Attribution(speaker, at, relayed_by=before.relayed_by if before is not None else None))


def _with_quantity(event: EventMention, edit: Edit, _: Analysis, article: Article) -> EventMention:
    given, words = edit.given, edit.words
    assert words is not None
    others = tuple(q for q in event.quantities if not q.span.overlaps(words))
    if given.value is None:
        return replace(event, quantities=others)
    number = Quantity(given.value, given.unit, given.comparator, words, words.of(article.text), upper=given.upper, befell=given.befell)
    return replace(event, quantities=tuple(sorted((*others, number), key=lambda q: q.span.start)))


def _with_place(event: EventMention, edit: Edit, analysis: Analysis, _: Article) -> EventMention:
    """The name plays that part and no other; without one it is no place of the event."""
    assert edit.words is not None
    at = place_at(analysis, edit.words)
    if at is None:
        return event
    others = tuple(p for p in event.places if p.mention != at)
    if edit.given.part is None:
        return replace(event, places=others, containers=tuple(p for p in event.containers if p.mention != at))
    return replace(event, places=(*others, EventPlace(at, edit.given.part)))
