"""What people have checked: the state of each event and place name, what was edited, and what was added by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from geo.model.texts import Span


class ReviewState(StrEnum):
    """How far a person has come with something. Only what is merely found is still to be checked."""

    FOUND = "found"  # by the program, and nobody has looked
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    UNIDENTIFIED = "cannot be identified"  # of an event: the passage does not tell which; of a name: nor which place

    @property
    def checked(self) -> bool:
        return self is not ReviewState.FOUND


class EditField(StrEnum):
    """What of an event mention a person can set. Of numbers and places there are several, each known by its words."""

    TYPE = "type"
    MODALITY = "modality"
    DATE = "date"
    ACTOR = "actor"
    TARGET = "target"
    SPEAKER = "speaker"
    QUANTITY = "quantity"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Edited:
    """A field of an event mention that a person set: `was` is what the program had read, in words, empty where it had nothing."""

    field: EditField
    was: str
    now: str
    author: str
    made_at: datetime  # UTC
    words: Span | None = None  # in the article, that the value was taken from


@dataclass(frozen=True, slots=True)
class Reviews:
    """What differs from merely found. Event mentions are known by id, place names by article and span."""

    events: Mapping[str, ReviewState] = field(default_factory=dict[str, ReviewState])
    names: Mapping[tuple[str, Span], ReviewState] = field(default_factory=dict[tuple[str, Span], ReviewState])
    edits: Mapping[str, tuple[Edited, ...]] = field(default_factory=dict[str, tuple[Edited, ...]])
    added: frozenset[str] = frozenset()  # ids of the event mentions that a person added
    added_names: frozenset[tuple[str, Span]] = frozenset()
    rejected_together: tuple[frozenset[str], ...] = ()  # mentions that were one event when it was rejected

    def of_event(self, mentions: Iterable[str]) -> ReviewState:
        """The state of an event as its mentions have it: what a later article adds to a checked event is still to be checked."""
        states = {self.events.get(mention, ReviewState.FOUND) for mention in mentions}
        order = (ReviewState.FOUND, ReviewState.UNIDENTIFIED, ReviewState.CORRECTED, ReviewState.ACCEPTED, ReviewState.REJECTED)
        return next((state for state in order if state in states), ReviewState.FOUND)

    def of_name(self, article: str, span: Span) -> ReviewState:
        return self.names.get((article, span), ReviewState.FOUND)

    def edits_of(self, mentions: Iterable[str]) -> tuple[Edited, ...]:
        """What was edited of the mentions of an event, each once."""
        return tuple(dict.fromkeys(edit for mention in mentions for edit in self.edits.get(mention, ())))
