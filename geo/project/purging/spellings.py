"""Where a name stands in a text, however it is written there.

Case, accents, vowel signs, hyphens, hidden characters and line breaks do not count. A name is found as whole words, run into
the words beside it by a bad scrape, inside other words, in part, and spelt alike; which of these are meant, a person says.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from geo.errors import ProjectError
from geo.gazetteer.names import fold, is_arabic, is_cyrillic, words_of
from geo.gazetteer.skeletons import skeleton
from geo.model import Span

SHORTEST = 2  # letters or digits of a name; one letter would stand in every word
_BETWEEN = r"[\W_]{0,4}"  # what may stand between the words of a name: a space, a hyphen, a line break with an indent
_PARTICLES = words_of("al el ad an ar as at az bin ibn bint abu abou umm um abd de del da di la le von van der den dos das")
_SHORTEST_PART = 3
_SHORTEST_ALIKE = 4
# "Mohamad" and "Muhammad" are .63 alike with one skeleton, "Darwish" and "Darwisch" .88. What is alike is only ever offered, unticked.
_LIKENESS = 0.8
_LIKENESS_OF_SKELETONS = 0.5
_LAST_DIGITS = 7  # of a telephone number, that stay whether it is written with or without the codes before it


class How(StrEnum):
    """In which way a place of a text holds the name."""

    WHOLE = "as given"
    GLUED = "run into another word"
    INSIDE = "inside a word"
    LAST = "last name alone"
    PART = "part of the name"
    ALIKE = "spelt alike"


_ORDER = (How.WHOLE, How.GLUED, How.INSIDE, How.ALIKE, How.LAST, How.PART)


@dataclass(frozen=True, slots=True)
class Found:
    span: Span
    written: str  # as it stands in the text
    how: How


class Sought:
    """A name, a telephone number or any other words that are looked for. Raises ProjectError where it is too short."""

    def __init__(self, name: str) -> None:
        self.name = " ".join(name.split())
        self.tokens = tuple(_WORD.findall(plain(self.name)))
        letters = "".join(self.tokens)
        self.number = letters.isdigit()
        if self.number:
            letters = letters.lstrip("0")  # 00961 and +961 call the same
        if len(letters) < SHORTEST:
            raise ProjectError(f'"{self.name}" is too short to look for: it would stand in too many words. Give more of the name.')
        self.whole = len(self.tokens) > 1 or (self.number and len(letters) >= _LAST_DIGITS)  # too long to stand in a word by chance
        self._pattern = re.compile("|".join(self._forms(letters)))
        self._part = self._last_digits(letters)
        words = () if self.number or len(self.tokens) < 2 else self.tokens
        self._parts = frozenset(w for w in words if len(w) >= _SHORTEST_PART and w not in _PARTICLES and not w.isdigit())
        self._likeness: dict[tuple[str, str], bool] = {}

    def find(self, text: str, *, lower: bool = False) -> list[Found]:
        """Every place of the text that may hold the name, in order; no two overlap.

        Parts of it count where they are written as names are, with a capital if the script has them; with `lower` in any
        case, as in paths and addresses.
        """
        folded = Folded(text, lower=lower)
        found = [self._judged(folded, m.start(), m.end()) for m in self._pattern.finditer(folded.text)]
        words = [(m.start(), m.end()) for m in _WORD.finditer(folded.text)]
        found += self._alike(folded, words)
        found += self._in_part(folded, words)
        return _apart(found)

    def _forms(self, letters: str) -> Iterator[str]:
        if self.number:
            yield r"(?:(?<!\d)0{1,2}[\W_]{0,2})?" + r"[\W_]{0,3}".join(letters)
            return
        tokens = [re.escape(token) for token in self.tokens]
        yield _BETWEEN.join(tokens)
        if 1 < len(tokens) <= 3:
            yield _BETWEEN.join([tokens[-1], *tokens[:-1]])  # "DARWISH, Ahmad"

    def _last_digits(self, letters: str) -> re.Pattern[str] | None:
        if not self.number or len(letters) <= _LAST_DIGITS:
            return None
        return re.compile(r"(?<!\d)(?:\d[\W_]{0,2}){0,5}?" + r"[\W_]{0,3}".join(letters[-_LAST_DIGITS:]) + r"(?!\d)")

    def _judged(self, folded: Folded, start: int, end: int) -> Found:
        """A place that has all letters of the name: as whole words, run on, or inside a word."""
        text = folded.text
        before, after = text[start - 1 : start], text[end : end + 1]
        if self.number:
            inside = before.isdigit() or after.isdigit()
            return folded.found(*(_grown(text, start, end) if inside else (start, end)), How.INSIDE if inside else How.WHOLE)
        genitive = after == "s" and not text[end + 1 : end + 2].isalnum()
        left, right = not before.isalnum(), not after.isalnum() or genitive
        if left and right:
            return folded.found(start, end, How.WHOLE)
        if (left or folded.begins_anew(start)) and (right or folded.begins_anew(end)):
            return folded.found(start, end, How.GLUED)
        return folded.found(*_grown(text, start, end), How.INSIDE)

    def _in_part(self, folded: Folded, words: list[tuple[int, int]]) -> Iterator[Found]:
        if self._part is not None:
            for m in self._part.finditer(folded.text):
                yield folded.found(m.start(), m.end(), How.PART)
        if not self._parts:
            return
        for start, end in words:
            word = folded.text[start:end]
            stem = word if word in self._parts else word.removesuffix("s")
            if stem in self._parts and folded.like_a_name(start):
                yield folded.found(start, start + len(stem), How.LAST if stem == self.tokens[-1] else How.PART)

    def _alike(self, folded: Folded, words: list[tuple[int, int]]) -> Iterator[Found]:
        if self.number:
            return
        length = len(self.tokens)
        for i, (start, end) in enumerate(words):
            word = folded.text[start:end]
            if not folded.like_a_name(start):
                continue
            run = words[i : i + length]
            likes = [self._is_alike(folded.text[s:e], token) for (s, e), token in zip(run, self.tokens, strict=False)]
            same = [folded.text[s:e] == token for (s, e), token in zip(run, self.tokens, strict=False)]
            near = all(0 < b[0] - a[1] <= 4 for a, b in pairwise(run))
            if len(run) == length and near and any(likes) and all(x or y for x, y in zip(likes, same, strict=True)):
                yield folded.found(start, run[-1][1], How.ALIKE)
            elif length > 1 and any(self._is_alike(word, token) for token in self._parts):
                yield folded.found(start, end, How.ALIKE)

    def _is_alike(self, word: str, token: str) -> bool:
        known = self._likeness.get((word, token))
        if known is None:
            known = self._likeness[word, token] = _likeness(word, token)
        return known


def _likeness(word: str, token: str) -> bool:
    if word == token or min(len(word), len(token)) < _SHORTEST_ALIKE or word.isdigit() or token.isdigit():
        return False
    same_script = _script(word) == _script(token)
    likeness = OSA.normalized_similarity(word, token) if same_script else 1.0
    if same_script and likeness >= _LIKENESS:
        return True
    if likeness < _LIKENESS_OF_SKELETONS:
        return False
    bones = _skeleton(token)
    return len(bones) >= (2 if same_script else 3) and _skeleton(word) == bones


def _script(word: str) -> str:
    return "Arabic" if is_arabic(word) else "Cyrillic" if is_cyrillic(word) else "Latin"


@cache
def _skeleton(word: str) -> str:
    return skeleton(fold(word))


# --- texts as they are compared ------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+")
_DROPPED = frozenset("'`´’‘ʼʾʿ\u0640")
_BROKEN = re.compile(r"(?<=\w)[-\u2010\u00ad][ \t]*\r?\n[ \t]*(?=\w)")  # a word that a page breaks in two


def plain(text: str) -> str:
    """The text as names are compared: lower case, no accents, no apostrophes, digits of one script. Not of the same length.

    >>> plain("Ahmad DARWĪSH's ٠٣-١٢٣")
    'ahmad darwishs 03-123'
    """
    return Folded(text).text


class Folded:
    """A text as names are compared, with the way back: `at[k]` is the offset in the text of folded character k."""

    def __init__(self, text: str, *, lower: bool = False) -> None:
        self.original, self._lower = text, lower
        gone = {i for m in _BROKEN.finditer(text) for i in range(*m.span())}
        if not gone and text.isascii() and "'" not in text and "`" not in text:
            self.text, self.at = text.lower(), range(len(text))
            return
        letters: list[str] = []
        at: list[int] = []
        for i, character in enumerate(text):
            if i not in gone:
                made = _plain_letter(character)
                letters.append(made)
                at.extend([i] * len(made))
        self.text, self.at = "".join(letters), at

    def found(self, start: int, end: int, how: How) -> Found:
        first, last = self.at[start], self.at[end - 1] + 1
        while last < len(self.original) and unicodedata.combining(self.original[last]):
            last += 1
        return Found(Span(first, last), self.original[first:last], how)

    def begins_anew(self, k: int) -> bool:
        """Whether a word begins at folded character k although none ends before it: "EastDarwish", "said5"."""
        if not 0 < k < len(self.at):
            return False
        here, before = self.original[self.at[k]], self.original[self.at[k - 1]]
        return (here.isupper() and before.islower()) or here.isdigit() != before.isdigit()

    def like_a_name(self, k: int) -> bool:
        """Whether the word is written as a name: it begins with a capital, or its script has none."""
        return self._lower or not self.original[self.at[k]].islower()


@cache
def _plain_letter(character: str) -> str:
    if character.isascii():
        return "" if character in _DROPPED else character.lower()
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(int(digit))
    if character in _DROPPED or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return ""
    return fold(character) if character.isalnum() else character


def _grown(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole word round a stretch."""
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


def _apart(found: list[Found]) -> list[Found]:
    """Of places that overlap, the surest and longest."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda f: (_ORDER.index(f.how), f.span.start - f.span.end, f.span)):
        at = bisect_left(kept, each.span, key=lambda f: f.span)
        if not any(each.span.overlaps(k.span) for k in kept[max(0, at - 1) : at + 1]):
            kept.insert(at, each)
    return kept
