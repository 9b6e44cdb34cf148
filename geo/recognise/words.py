"""Text → words as the tagger sees them: letters and digits together, every other sign alone, "U.S." one word."""

from __future__ import annotations

import re
from typing import NamedTuple

# Marks that only steer the direction of writing are no signs of the text.
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+|[^\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
SHAPES = 8


class Word(NamedTuple):
    """A word and where it stands; offsets count in the text that was split."""

    start: int
    end: int
    text: str

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def capitalised(self) -> bool:
        return self.text[:1].isupper()


def split_words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of text[start:end], in order.

    >>> [w.text for w in split_words("Al-Bab, U.S. jets")]
    ['Al', '-', 'Bab', ',', 'U.S.', 'jets']
    """
    return [Word(m.start(), m.end(), m[0]) for m in _WORD.finditer(text, start, len(text) if end is None else end)]


def shape(word: str) -> int:
    """What the letters look like, for a model that reads them in lower case; 0 is kept for padding."""
    first = word[:1]
    if first.isdigit():
        return 5
    if not first.isalpha():
        return 6
    if word.islower():
        return 1
    if len(word) == 1:
        return 7
    if word.isupper():
        return 3
    return 2 if word[1:].islower() else 4
