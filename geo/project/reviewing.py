"""What has been checked, as a function of the rows: later judgements supersede earlier ones, and what is undone says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from geo.model import Analysis, Edited, Judgement, JudgementKind, Reviews, ReviewState, Span
from geo.project.additions import words_of

_EVENTS = (JudgementKind.REVIEW_EVENT, JudgementKind.EDIT_EVENT, JudgementKind.REJECT_EVENT, JudgementKind.RESTORE_EVENT)


def review_value(state: ReviewState) -> dict[str, object]:
    """The value of a judgement that says so; to reject is a judgement of its own."""
    return {"state": state.value}


def state_of(judgement: Judgement) -> ReviewState:
    """Raises ValueError or KeyError where it names no state that can be given."""
    state = ReviewState(str(judgement.value["state"]))
    if state in (ReviewState.REJECTED, ReviewState.CORRECTED):
        raise ValueError(f"{state} is told by what was done")
    return state


def reviews(judgements: Iterable[Judgement], analyses: Sequence[Analysis], edits: Mapping[str, tuple[Edited, ...]]) -> Reviews:
    """The state of events and place names. `analyses` are those that the judgements have corrected, `edits` what was set in them."""
    in_force = [j for j in judgements if not j.undone]
    events, together, added = _events(in_force, edits)
    accepted, added_names, named = _names(in_force)
    names: dict[tuple[str, Span], ReviewState] = {}
    if accepted or events or named:
        names = _states_of_names(analyses, accepted, {id for id, state in events.items() if state.checked})
    superseded = {mention: told for mention, told in edits.items() if mention not in added}  # of what was added nothing had been read
    return Reviews(events, names, superseded, frozenset(added), frozenset(added_names), together)


def _events(
    in_force: Sequence[Judgement], edits: Mapping[str, tuple[Edited, ...]]
) -> tuple[dict[str, ReviewState], tuple[frozenset[str], ...], set[str]]:
    states: dict[str, ReviewState] = {}
    together: dict[str, frozenset[str]] = {}  # the group in which a mention was rejected
    added: set[str] = set()
    for judgement in in_force:
        if judgement.kind is JudgementKind.ADD_EVENT:
            added.add(mention := str(judgement.subject["event"]))
            states[mention] = ReviewState.ACCEPTED
        if judgement.kind not in _EVENTS:
            continue
        mentions = cast(Sequence[str], judgement.subject.get("events", ()))
        for mention in mentions:
            match judgement.kind:
                case JudgementKind.REVIEW_EVENT:
                    states[mention] = state_of(judgement)
                case JudgementKind.EDIT_EVENT:
                    states[mention] = ReviewState.ACCEPTED if mention in added else ReviewState.CORRECTED
                case JudgementKind.REJECT_EVENT:
                    together[mention] = frozenset(mentions)
                case _:
                    together.pop(mention, None)
    for mention, state in states.items():
        if state is ReviewState.ACCEPTED and mention not in added and edits.get(mention):
            states[mention] = ReviewState.CORRECTED
    checked = {mention: state for mention, state in states.items() if state.checked}
    checked |= dict.fromkeys(together, ReviewState.REJECTED)
    groups = {frozenset(m for m in group if together.get(m) == group) for group in together.values()}
    return checked, tuple(sorted(groups, key=sorted)), added


def _names(in_force: Sequence[Judgement]) -> tuple[set[tuple[str, Span]], set[tuple[str, Span]], bool]:
    """Names that were accepted, names that were added, and whether any was judged in another way."""
    accepted: set[tuple[str, Span]] = set()
    added: set[tuple[str, Span]] = set()
    named = False
    for judgement in in_force:
        if judgement.kind in (JudgementKind.PLACE_MENTION, JudgementKind.REJECT_MENTION):
            named = True
        elif judgement.kind is JudgementKind.REVIEW_MENTION:
            named = True
            key = (str(judgement.subject["article"]), words_of(judgement.subject))
            accepted.add(key) if state_of(judgement) is ReviewState.ACCEPTED else accepted.discard(key)
        elif judgement.kind is JudgementKind.ADD_MENTION or (judgement.kind is JudgementKind.EDIT_EVENT and judgement.value.get("name")):
            key = (str(judgement.subject["article"]), words_of(judgement.subject))
            accepted.add(key)
            added.add(key)
    return accepted, added, named


def _states_of_names(
    analyses: Sequence[Analysis], accepted: set[tuple[str, Span]], checked: set[str]
) -> dict[tuple[str, Span], ReviewState]:
    """What a person chose is corrected, what he refused rejected; the places of a checked event were looked at with it."""
    states: dict[tuple[str, Span], ReviewState] = {}
    for analysis in analyses:
        with_event = {p.mention for event in analysis.events if event.id in checked for p in event.places}
        for i, resolution in enumerate(analysis.resolutions):
            key = (analysis.article, analysis.mentions[i].span)
            if resolution.by_person:
                states[key] = by_person(resolution.reasons, resolution.place is not None)
            elif i in with_event or key in accepted:
                states[key] = ReviewState.ACCEPTED
    return states


REJECTED, UNIDENTIFIED = ("rejected by a person",), ("a person says that it cannot be told which place it is",)
"""Reasons of a resolution without a place that a person has decided on."""


def by_person(reasons: tuple[str, ...], placed: bool) -> ReviewState:
    if placed:
        return ReviewState.CORRECTED
    return ReviewState.UNIDENTIFIED if reasons == UNIDENTIFIED else ReviewState.REJECTED
