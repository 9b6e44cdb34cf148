"""What a person does at once: one judgement or several, which are undone together; and what undo and redo call it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from geo.model import EditField, Judgement, JudgementKind, ReviewState

ACT = "act"
"""In the values of judgements that are one act: the same for all of them."""

_WORDS = {
    JudgementKind.REJECT_EVENT: "Reject event",
    JudgementKind.RESTORE_EVENT: "Restore event",
    JudgementKind.REJECT_MENTION: "Reject mention",
    JudgementKind.RESTORE_MENTION: "Restore mention",
    JudgementKind.REFUSE_CARRIED: "Refuse carried",
    JudgementKind.PLACE_MENTION: "Choose place",
    JudgementKind.REVIEW_EVENT: "Review event",
    JudgementKind.REVIEW_MENTION: "Review mention",
    JudgementKind.ADD_EVENT: "Add event",
    JudgementKind.ADD_MENTION: "Add place name",
    JudgementKind.EDIT_EVENT: "Edit",
    JudgementKind.SET_ARTICLE: "Edit article details",
    JudgementKind.GRADE_SOURCE: "Grade source",
    JudgementKind.GRADE_STATEMENT: "Grade statement",
    JudgementKind.SPLIT_EVENT: "Split event",
    JudgementKind.JOIN_EVENTS: "Join events",
    JudgementKind.KEEP_APART: "Keep apart",
    JudgementKind.DRAW: "Draw",
    JudgementKind.REDRAW: "Change drawing",
    JudgementKind.ERASE: "Remove drawing",
}
_STATES = {
    ReviewState.ACCEPTED: "Accept {}",
    ReviewState.UNIDENTIFIED: "Cannot identify {}",
    ReviewState.FOUND: "Mark {} as not checked",
}
_FIELDS = {EditField.QUANTITY: "number", EditField.MODALITY: "whether it happened"}


def of_one_act(among: Sequence[Judgement], judgement: Judgement) -> tuple[Judgement, ...]:
    """The judgements that were made at once with one, in order."""
    act = judgement.value.get(ACT)
    return tuple(j for j in among if j.value.get(ACT) == act) if act is not None else (judgement,)


def in_words(act: Sequence[Judgement]) -> str:
    """ "Draw launch area", "Edit speaker", "Reject 3 events"."""
    judgement, number = act[0], len(act)
    match judgement.kind:
        case JudgementKind.DRAW:
            return f"Draw {judgement.value['kind']}"
        case JudgementKind.REFUSE_CARRIED:
            return f"Refuse carried {judgement.subject['field']}"
        case JudgementKind.REVIEW_EVENT:
            return _review(judgement, "event", number)
        case JudgementKind.REVIEW_MENTION:
            return _review(judgement, "place name", number)
        case JudgementKind.EDIT_EVENT:
            field = EditField(str(judgement.subject["field"]))
            return f"Edit {_FIELDS.get(field, field.value)}"
        case JudgementKind.ADD_EVENT:
            return "Add passage" if cast(Sequence[str], judgement.value.get("joins", ())) else "Add event"
        case _:
            words = _WORDS[judgement.kind]
            verb, _, noun = words.partition(" ")
            return f"{verb} {number} {noun}s" if number > 1 and noun in ("event", "mention") else words


def _review(judgement: Judgement, noun: str, number: int) -> str:
    return _STATES[ReviewState(str(judgement.value["state"]))].format(noun if number == 1 else f"{number} {noun}s")
