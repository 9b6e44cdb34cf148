"""What people decide about what the program found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class JudgementKind(StrEnum):
    REJECT_EVENT = "reject event"  # subject: {"events": ids of event mentions}
    RESTORE_EVENT = "restore event"
    REJECT_MENTION = "reject mention"  # subject: article and span
    RESTORE_MENTION = "restore mention"
    REFUSE_CARRIED = "refuse carried"  # subject: {"events": …, "article", "start", "end": the words, "field": "place" | "date"}
    PLACE_MENTION = "place mention"  # subject: article and span, or {"like": …} for every mention of that name; value: the place, whole
    SET_ARTICLE = "set article"  # subject: article ids; value: {"published" | "publisher" | "title": …}
    GRADE_SOURCE = "grade source"  # subject: kind and name of a geo.grades.Source; value: {"grade": "A" to "F" or None}
    GRADE_STATEMENT = "grade statement"  # subject: article, span, field; value: {"grade": "1" to "6" or None}
    SPLIT_EVENT = "split event"  # subject: {"events": ids of the event mentions that are taken out, to be one event}
    JOIN_EVENTS = "join events"  # subject: {"events": ids of all event mentions that are one}
    KEEP_APART = "keep apart"  # subject: {"events": ids of one event's mentions, "from": ids of those of another that it is not}
    REVIEW_EVENT = "review event"  # subject: {"events": …}; value: {"state": a ReviewState but rejected}
    REVIEW_MENTION = "review mention"  # subject: article and span; value: the same
    ADD_EVENT = "add event"  # subject: {"event": id of the mention, article and span: the words}; value: a geo.project.additions.AddedEvent
    ADD_MENTION = "add mention"  # subject: article and span; value: a geo.project.additions.NamedPlace
    EDIT_EVENT = "edit event"  # subject: {"events": …, "field": an EditField, perhaps article and span}; value: a geo.project.edits.Given
    DRAW = "draw"  # subject: {"drawing": id}; value: a geo.project.drawings.Drawing, whole
    REDRAW = "redraw"  # the same, in the place of what it was
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision of a person: a row that is never changed. `undone` says whether it is in force."""

    id: int
    kind: JudgementKind
    subject: Mapping[str, object]
    value: Mapping[str, object]
    author: str
    made_at: datetime  # UTC
    undone: bool = False
