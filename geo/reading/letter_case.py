"""Capitals read as if they were written in both cases: which words of "KIDNAPPED IN SAN LUIS DE LA REINA" are a name.

Grammar and names are told by their letters' case, so that a paragraph in capitals (a wire's text, a headline) is read with its case
restored, and every letter keeps its place; the article that is shown and quoted stays as it is. A log-linear model over the word, its
neighbours, its ends and the cases before it chooses (after Lita et al. 2003, "tRuEcasIng"); `geo.training.truecaser` makes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining, normalize
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from geo.assets import asset
from geo.reading.sentences import sentences

LOWER, TITLE, UPPER, START = range(4)  # START, of a word before: it opened a sentence, and its capital says nothing
BUCKETS = 1 << 18  # of hashed features
Weights = NDArray[np.int8]  # a row for each bucket: the three cases, and bits of the sorts of words (see marks)
# What a word is to the model: met in the texts that it learnt from, else part of a town's or a person's name, or strange.
MET, NAMED, STRANGE = "", "!", "?"
_EDGE = "<>"

_WORD = re.compile(r"[^\W\d_]+")
_ENDED = re.compile(r"[.!?…:]+[\"'”’»)\]*]*\s+[\"'“‘«(\[*-]*\Z")
_SCOTTISH = re.compile(r"(Mc)([a-z])(?=[a-z]{2})")
# Measured on nine corpora: lines of one or two words in capitals are codes, page marks and hubs (598 of them); of 349 of 3 to 12 words
# the 15 with one word of 4 letters, or none, are hubs, hours and sums.
LEAST_WORDS = 3
LEAST_LONG_WORDS, _LONG = 2, 4
# Share of lower-case letters ("McALLEN", "al-ASSAD", "13th"). Measured there: of 45,104 lines none lies between .00 and .03, and
# above it are headings with a month or an aside in both cases.
MOST_LOWER = 0.03


class CasedWord(NamedTuple):
    """A run of letters, in lower case without accents, and the signs beside it."""

    start: int
    end: int
    lower: str
    glued: str  # the sign or figure that touches it before, or nothing
    sign: str  # the nearest sign before it, blanks aside
    opens: bool  # the word may open a sentence

    def moved(self, by: int) -> CasedWord:
        return self._replace(start=self.start + by, end=self.end + by)


def with_case(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """The text with those of its stretches that are all capitals in both cases; every character keeps its place."""
    capitals = [(start, end) for start, end in stretches if in_capitals(text, start, end)]
    if not capitals:
        return text
    words = [words_of(text, start, end) for start, end in capitals]
    pieces: list[str] = []
    done = 0
    for (start, end), own, cases in zip(capitals, words, _agreed(words), strict=True):
        pieces += (text[done:start], _restored(text[start:end], [w.moved(-start) for w in own], cases))
        done = end
    return "".join([*pieces, text[done:]])


def in_capitals(text: str, start: int, end: int) -> bool:
    """Whether a paragraph is written in capitals, and is more than a few initials."""
    if text[start:end].islower():
        return False
    words = _WORD.findall(text, start, end)
    lower = sum(c.islower() for w in words for c in w)
    return (
        len(words) >= LEAST_WORDS
        and lower <= MOST_LOWER * sum(map(len, words))
        and sum(len(w) >= _LONG and w.isupper() for w in words) >= LEAST_LONG_WORDS
    )


def _restored(text: str, words: Sequence[CasedWord], cases: Sequence[int]) -> str:
    # Where sentences begin is found in a text in which whatever may open one is a capital; what opens none is then as it is elsewhere.
    trial = _cased(text, words, [TITLE if w.opens and case == LOWER else case for w, case in zip(words, cases, strict=True)])
    begun = sorted((start for start, _ in sentences(trial, 0, len(trial))), reverse=True)
    settled: list[int] = []
    for word, case in zip(words, cases, strict=True):
        opens = False
        while begun and word.start >= begun[-1]:
            begun.pop()
            opens = True
        settled.append(TITLE if opens and case == LOWER else case)
    return _cased(text, words, settled)


def _cased(text: str, words: Sequence[CasedWord], cases: Sequence[int]) -> str:
    pieces: list[str] = []
    done = 0
    for word, case in zip(words, cases, strict=True):
        written = text[word.start : word.end]
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in written)
        if case == TITLE:
            written = _SCOTTISH.sub(lambda m: m[1] + m[2].upper(), written[0] + lower[1:])
        elif case == LOWER:
            written = lower
        pieces += (text[done : word.start], written)
        done = word.end
    return "".join([*pieces, text[done:]])


def words_of(text: str, start: int, end: int) -> list[CasedWord]:
    """The words of text[start:end] without their case."""
    found: list[CasedWord] = []
    done = start
    for match in _WORD.finditer(text, start, end):
        gap = text[done : match.start()]
        opens = not found or _ENDED.search(gap) is not None
        found.append(CasedWord(match.start(), match.end(), plain(match[0]), gap[-1:].strip(), gap.strip()[-1:], opens))
        done = match.end()
    return found


def plain(word: str) -> str:
    """In lower case and without accents, for capitals are often written without."""
    lower = word.lower()
    return lower if lower.isascii() else "".join(c for c in normalize("NFKD", lower) if not combining(c))


def features(words: Sequence[CasedWord], sorts: Sequence[str], k: int) -> tuple[list[int], list[str]]:
    """Hashed features of word k that hold whatever stands before it, and those that `bucket_after` joins with the cases before it."""
    word, sign, glued, sort = words[k].lower, words[k].sign, words[k].glued, sorts[k]
    last = k + 1 == len(words)
    before = sorts[k - 1] or words[k - 1].lower if k else _EDGE
    after = _EDGE if last else sorts[k + 1] or words[k + 1].lower
    sign_after = "" if last else words[k + 1].sign
    touching = "" if last or words[k + 1].start > words[k].end + len(words[k + 1].glued) else words[k + 1].glued
    own = sort or word
    length = min(len(word), 8)
    vowel = any(c in "aeiouy" for c in word)
    fixed = (
        f"w{sort + word[-4:] if sort else word}", f"p{before} {own}", f"n{own} {after}", f"P{before}", f"N{after}", f"3{word[-3:]}",
        f"4{word[-4:]}", f"b{word[:4]}", f"g{glued}{touching}{length}", f"s{sign} {sign_after} {length}", f"v{length}{vowel}{sort}",
        f"m{word[-3:]} {after[-3:]}", f"t{before} {sort} {after}",
    )  # fmt: skip
    later = (f"d{sign}{sort}", f"D{own}", f"3{word[-3:]}", f"N{after}", f"l{length}{glued}")
    return [bucket(f) for f in fixed], list(later)


def bucket_after(feature: str, case: int, case_before: int) -> int:
    """The feature of a word with the cases of the word before it and of the one before that."""
    return bucket(f"{case}{case_before if feature[0] in 'dN' else ''}|{feature}")


def bucket(feature: str) -> int:
    return crc32(feature.encode()) & (BUCKETS - 1)


def marks(word: str, sort: str) -> list[int]:
    """The two rows whose last column has the bit of a sort where a word is of it; some words that are not have both by chance."""
    return [bucket(f"{sort}{word}"), bucket(f"{word}{sort}")]


def sort_of(weights: Weights, word: str) -> str:
    if (weights[marks(word, "w"), 3] & 1).all():
        return MET
    return NAMED if (weights[marks(word, "g"), 3] & 2).all() else STRANGE


@lru_cache(maxsize=1)
def _weights() -> Weights:
    return np.load(asset("models", "truecaser.npy"), allow_pickle=False)


def likelihoods(weights: Weights, words: Sequence[CasedWord]) -> tuple[list[str], list[NDArray[np.int32]]]:
    """Of each word its sort, and how much speaks for each case, with the likeliest cases before it."""
    sorts = [sort_of(weights, w.lower) for w in words]
    case = case_before = START
    scores: list[NDArray[np.int32]] = []
    for k, word in enumerate(words):
        fixed, later = features(words, sorts, k)
        rows = weights[[*fixed, *(bucket_after(f, case, case_before) for f in later)], :3]
        scores.append(rows.sum(axis=0, dtype=np.int32))
        case_before, case = case, START if word.opens else int(scores[-1].argmax())
    return sorts, scores


def _agreed(stretches: Sequence[Sequence[CasedWord]]) -> list[list[int]]:
    """The case of each word; a word that was not met has one case in the whole article, that for which most speaks."""
    told = [likelihoods(_weights(), words) for words in stretches]
    together: dict[str, NDArray[np.int32]] = {}
    for words, (sorts, scores) in zip(stretches, told, strict=True):
        for word, sort, score in zip(words, sorts, scores, strict=True):
            if sort != MET and not word.opens:
                together[word.lower] = together.get(word.lower, 0) + score
    return [
        [int((together.get(word.lower, score) if sort else score).argmax()) for word, sort, score in zip(words, sorts, scores, strict=True)]
        for words, (sorts, scores) in zip(stretches, told, strict=True)
    ]
