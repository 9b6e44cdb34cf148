"""Words → word pieces of the model's vocabulary: greedy, longest first (WordPiece; Schuster & Nakajima 2012)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

PAD, UNKNOWN, OPEN, CLOSE = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
MOST_PIECES = 12  # of one word; what is longer is an address or a scrape's accident


class Vocabulary:
    """The pieces of a model, one a line in its file; words are lower-cased and lose their accents, as the model was made.

    A tokeniser library would do this too, but brings a network client with it; words are already split here.
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        self.ids = {piece: n for n, piece in enumerate(pieces)}
        self.pad, self.unknown = self.ids[PAD], self.ids[UNKNOWN]
        self.open, self.close = self.ids[OPEN], self.ids[CLOSE]
        self._longest = max(map(len, pieces))
        self.of = lru_cache(maxsize=100_000)(self._of)

    @classmethod
    def read(cls, path: Path) -> Vocabulary:
        return cls(path.read_text(encoding="utf-8").split("\n"))

    def _of(self, word: str) -> tuple[int, ...]:
        """Ids of a word's pieces, at least one."""
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        found: list[int] = []
        start = 0
        while start < len(plain):
            last = min(len(plain), start + self._longest)
            end = next((e for e in range(last, start, -1) if self._piece(plain, start, e) in self.ids), None)
            if end is None:
                return (self.unknown,)
            found.append(self.ids[self._piece(plain, start, end)])
            start = end
        return tuple(found[:MOST_PIECES]) or (self.unknown,)

    def _piece(self, word: str, start: int, end: int) -> str:
        return word[start:end] if start == 0 else f"##{word[start:end]}"
