"""What a passage says of civilians: that they were harmed, that they were targeted, or that they were not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from geo.lexicon.civilians import civilian_words
from geo.model import Span

FIELD = "civilians"
HARMED, TARGETED, SPARED = "harmed", "targeted", "not harmed"

_BEFORE, _AFTER = 9, 6  # words in which the deed is looked for: "attacking the opposition and civilians", "civilians were hurt"
_DENIED_WITHIN = 4  # words before the deed or the people
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_CLAUSE_END = re.compile(r"[;:.]|,\s*(?:and|but|while)\b|\bbut\b")


def said_of_civilians(text: str, passage: Span) -> Iterator[tuple[Span, str]]:
    """Each statement of a passage: its words' span and "harmed", "targeted" or "not harmed"."""
    words = [(m.group().lower().replace("’", "'"), m.start(), m.end()) for m in _WORD.finditer(text, *passage)]
    taken = -1
    for k, (word, start, end) in enumerate(words):
        if not _people().fullmatch(word) or k <= taken:
            continue
        low = max((m.end() for m in _CLAUSE_END.finditer(text, passage.start, start)), default=passage.start)
        high = next((m.start() for m in _CLAUSE_END.finditer(text, end, passage.end)), passage.end)
        deed = _deed(words, k, low, high)
        if deed is None:
            continue
        at, value = deed
        first, last = min(k, at), max(k, at)
        denied = next(
            (j for j in range(last, max(-1, first - _DENIED_WITHIN - 1), -1) if words[j][1] >= low and _denies(words[j][0])), None
        )
        if denied is not None:
            first, last, value = min(first, denied), max(last, denied), SPARED
        taken = last
        yield Span(words[first][1], words[last][2]), value


def _deed(words: list[tuple[str, int, int]], k: int, low: int, high: int) -> tuple[int, str] | None:
    """The word that tells what happens to the people at word k: the nearest one, first what follows straight on."""
    known = civilian_words()
    after = [j for j in range(k + 1, min(len(words), k + 1 + _AFTER)) if words[j][2] <= high]
    before = [j for j in range(k - 1, max(-1, k - 1 - _BEFORE), -1) if words[j][1] >= low]
    for j in (*after[:3], *before, *after[3:]):
        word = words[j][0]
        if word in {"unharmed", "unhurt"}:
            return j, SPARED
        if word.startswith(known.casualties) and abs(j - k) <= 2 and j > k:
            return j, HARMED
        if word.startswith(known.harming):
            return j, HARMED
        if word.startswith(known.targeting) and j < k:
            return j, TARGETED
    return None


def _denies(word: str) -> bool:
    return word in civilian_words().denying or word.endswith("n't")


@lru_cache(maxsize=1)
def _people() -> re.Pattern[str]:
    return re.compile("|".join(civilian_words().people))
