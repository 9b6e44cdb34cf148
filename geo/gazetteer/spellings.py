"""Other spellings of a name: those with the same consonants, or nearly, ranked by how alike they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from geo.gazetteer import skeletons
from geo.gazetteer.names import is_arabic

# Of right spellings that come first (held out, names of Iraq and Ukraine) one in two hundred lies below; of wrong ones one in ten.
# At 0.95 and above nine firsts in ten are right, at 0.9 four in five, at 0.75 three in four: a match by consonants is a suggestion.
LEAST_SIMILARITY = 0.65
# Where no spelling with the same consonants is as alike as this, those with one consonant otherwise are looked up too.
SURE = 0.85
LEAST_NEAR_SIMILARITY = 0.8  # what these must reach: a consonant is worth more than a vowel

Spellings = Callable[[Sequence[str]], Mapping[str, str]]
"""Names (folded) that have one of these skeletons, each with its light form."""


def alike(form: str, spellings: Spellings) -> dict[str, float]:
    """Folded names that `form` may be a spelling of, with their likeness, 0 to 1."""
    light = skeletons.light(form)
    scored = _scored(light, spellings(skeletons.skeletons(form)), LEAST_SIMILARITY)
    # Arabic letters write every consonant, so that another one is another name.
    if not is_arabic(form) and max(scored.values(), default=0.0) < SURE:
        near = skeletons.neighbours(skeletons.skeleton(form))
        if near:
            scored = _scored(light, spellings(near), LEAST_NEAR_SIMILARITY) | scored
    return scored


def _scored(light: str, others: Mapping[str, str], least: float) -> dict[str, float]:
    if not others:
        return {}
    return {other: score for other, score in zip(others, _likenesses(light, list(others.values())), strict=True) if score >= least}


def likeness(a: str, b: str) -> float:
    """How alike two folded spellings are, 0 to 1: edit distance and common beginning of what transliteration leaves alike."""
    return _likenesses(skeletons.light(a), [skeletons.light(b)])[0]


def _likenesses(light: str, others: Sequence[str]) -> list[float]:
    edits = process.cdist([light], others, scorer=OSA.normalized_similarity, dtype=np.float32)
    beginnings = process.cdist([light], others, scorer=JaroWinkler.similarity, dtype=np.float32)
    return cast("list[float]", ((edits[0] + beginnings[0]) / 2).tolist())
