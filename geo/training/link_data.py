# pyright: basic, reportMissingImports=false
"""What the linker learns from: the places of one verb (`event_location.jsonl`), the kinds of short reports (`case2021.jsonl`).

Records whose only LOCATION spans hold no word (empty or single characters, where the corpus lost the place) are left out: they
say neither yes nor no.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.events.arguments.linking import Asked, columns
from geo.lexicon.crosswalks import acled_sub_events
from geo.recognise.pieces import Vocabulary
from geo.recognise.tagger import TAGS
from geo.recognise.words import Word, split_words
from geo.training.windows import IGNORED

FOLDS = 3
NO_EVENT = "none"  # the kind of a report that tells of no event of ours: a flood, a court, a match
JOINED = 0.3  # share of sentences that are joined to another
_LONGEST_JOINED = 420  # characters
_JOINTS = (", and ", " and ", " while ", ", a week after ", ", hours before ", "; ", " after ", ", two days after ", ", as ", ". ")
_OPENERS = frozenset(
    {"The", "A", "An", "In", "On", "At", "After", "Two", "Three", "Four", "Five", "Several", "Some", "Gunmen", "Police", "Rebels"}
)


@dataclass(frozen=True, slots=True)
class Linked:
    """A sentence with one verb and the spans of its places; offsets are characters of the text."""

    text: str
    verb: tuple[int, int]
    places: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Told:
    """A short report with what it tells of: an event type's name, or that it is none of ours."""

    text: str
    kind: str
    label: str  # as the corpus has it


@dataclass(frozen=True, slots=True)
class Example:
    """Rows of one length: pieces, shapes, marks, distances, tags; `kind` stands where it is a text without a marked word."""

    rows: NDArray[np.int64]  # (5, pieces)
    trigger: int
    kind: int | None = None

    def __len__(self) -> int:
        return int(self.rows.shape[1])


def fold_of(text: str) -> int:
    """The fold that a text is tested in: the same text with another verb falls into the same one."""
    return int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def load_linked(corpora: Path) -> list[Linked]:
    found: list[Linked] = []
    for line in (corpora / "event_location.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        text = record["text"]
        given = [(s["start"], s["end"]) for s in record["spans"] if s["label"] == "LOCATION"]
        places = frozenset((a, b) for a, b in given if sum(c.isalnum() for c in text[a:b]) >= 2)
        if given and not places:
            continue
        verb = next((s["start"], s["end"]) for s in record["spans"] if s["label"] == "VERB")
        found.append(Linked(text, verb, places))
    return found


def load_told(corpora: Path) -> list[Told]:
    table = acled_sub_events()
    found: list[Told] = []
    for line in (corpora / "case2021.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        kind = table.get(record["type"])
        found.append(Told(record["text"], kind.value if kind is not None else NO_EVENT, record["type"]))
    return found


def linked_example(linked: Linked, vocabulary: Vocabulary) -> Example:
    words = split_words(linked.text)
    marked = [k for k, w in enumerate(words) if w.start < linked.verb[1] and linked.verb[0] < w.end]
    asked = Asked(words, marked)
    window = columns(asked, vocabulary)
    tags = np.full(len(window.pieces), IGNORED, np.int64)
    wanted = _tags(words, linked.places)
    for word, at in window.heads:
        tags[at] = TAGS.index(wanted[word])
    return Example(
        np.stack([np.array(r, np.int64) for r in (window.pieces, window.shapes, window.marks, window.near)] + [tags]), window.trigger
    )


def joined(records: Sequence[Linked], chance: random.Random) -> list[Linked]:
    """The records, some of them joined to a sentence about something else, of whose places none is theirs.

    The corpus marks one verb a sentence; so the network learns that a sentence may tell of two happenings in two places.
    """
    found: list[Linked] = []
    for record in records:
        other = chance.choice(records)
        if chance.random() >= JOINED or other.text == record.text or len(record.text) + len(other.text) > _LONGEST_JOINED:
            found.append(record)
        elif chance.random() < 0.5:
            found.append(_after(other.text, record, chance))
        else:
            found.append(Linked(_open_ended(record.text) + chance.choice(_JOINTS) + _small(other.text), record.verb, record.places))
    return found


def _after(first: str, record: Linked, chance: random.Random) -> Linked:
    lead = _open_ended(first) + chance.choice(_JOINTS)
    by = len(lead)
    return Linked(
        lead + _small(record.text),
        (record.verb[0] + by, record.verb[1] + by),
        frozenset((a + by, b + by) for a, b in record.places),
    )


def _open_ended(text: str) -> str:
    """Without what closes a sentence; all offsets stay."""
    return text.rstrip().rstrip(".!?\"'”")


def _small(text: str) -> str:
    return text[:1].lower() + text[1:] if text.partition(" ")[0] in _OPENERS else text


def told_example(told: Told, kinds: Sequence[str], vocabulary: Vocabulary) -> Example:
    window = columns(Asked(split_words(told.text), []), vocabulary)
    ignored = [IGNORED] * len(window.pieces)
    rows = np.array([window.pieces, window.shapes, window.marks, window.near, ignored], np.int64)
    return Example(rows, 0, kinds.index(told.kind))


def _tags(words: Sequence[Word], places: frozenset[tuple[int, int]]) -> list[str]:
    tags = ["O"] * len(words)
    for start, end in sorted(places):
        inside = [k for k, w in enumerate(words) if w.start < end and start < w.end]
        for k in inside:
            tags[k] = "I"
        if len(inside) == 1:
            tags[inside[0]] = "S"
        elif inside:
            tags[inside[0]], tags[inside[-1]] = "B", "E"
    return tags
