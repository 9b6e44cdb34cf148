"""Passages → Mentions: which words name a place, of what kind, and what the sentence says about it.

The seam: whatever implements `Recogniser` can take the place of `CueRecogniser`, and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from geo.gazetteer import Gazetteer
from geo.model import Mention, Reading
from geo.recognise.clues import add_clues
from geo.recognise.lists import extend
from geo.recognise.masks import Masks
from geo.recognise.scan import Found, scan
from geo.syntax import Sentence

__all__ = ["CueRecogniser", "Recogniser"]


class Recogniser(Protocol):
    """Finds the mentions of one article, in the order of its text."""

    def recognise(self, reading: Reading, sentences: Sequence[Sentence], gazetteer: Gazetteer) -> tuple[Mention, ...]: ...


class CueRecogniser:
    """Gazetteer look-up, the cues of the sentence ("the towns of A, B and C in X province") and spaCy's entities, weighed together."""

    def recognise(self, reading: Reading, sentences: Sequence[Sentence], gazetteer: Gazetteer) -> tuple[Mention, ...]:
        masks = Masks.of(sentences, gazetteer)
        found: list[tuple[Sentence, Found]] = []
        for sentence in sentences:
            found.extend((sentence, f) for f in extend(sentence, scan(sentence, masks, gazetteer), masks, gazetteer))
        return add_clues(reading, found)
