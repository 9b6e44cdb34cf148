"""Signs of damage in one word: run-ons, lost hyphens, lost apostrophes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from geo.reading.repaired import Insertion, Mark
from geo.reading.words import DamageWords, damage_words

_FOLLOWING_LOWER = re.compile(r"\s+[a-z]")
_NEXT_WORD = re.compile(r"\s+([^\W\d_]+)")
_PLURAL_ENDINGS = ("an", "ist", "ite", "ese", "er", "or", "ee", "ant", "ent", "man", "yan", "on")
_NAME_ENDINGS = ("an", "ish", "ese", "ern", "udi", "aqi", "eli", "aeda", "aida")
_LOST_IN_YS = re.compile(r"[A-Za-z]{2,}[bcdfghjklmnpqrstvwxz]ys")
_NUMBER = re.compile(
    r"(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(one|two|three|four|five|six|seven|eight|nine)", re.IGNORECASE
)
_SHORT_SECONDS = frozenset(
    ("It", "He", "In", "We", "As", "At", "If", "On", "So", "No", "My", "To", "Im", "Is", "By", "An", "Of", "Mr", "Ms", "Dr")
)
_DAYS = frozenset(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))


@dataclass(frozen=True, slots=True)
class Finding:
    """A sign of damage: what to insert, its weight as evidence, and whether it can be read in no other way."""

    insertions: tuple[Insertion, ...]
    weight: float = 1.0
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The article's words: a half of a run-on that stands alone elsewhere speaks for the run-on."""

    counts: Counter[str]
    lower: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, counts: Counter[str]) -> Surroundings:
        return cls(counts, frozenset(word for word in counts if word.islower()))

    def knows(self, word: str) -> bool:
        return self.counts[word] > 0

    def names(self, word: str) -> bool:
        """Whether the word is capitalised here and never written in lower case."""
        return self.counts[word] > 0 and word.lower() not in self.lower


def word_findings(text: str, at: int, word: str, surroundings: Surroundings) -> Iterator[Finding]:
    """The signs of damage in the word that stands at text[at:]."""
    words = damage_words()
    if word in words.keep or (word.endswith("s") and word[:-1] in words.keep):
        return
    if word.isalpha() and (word.islower() or word.istitle()):
        yield from _whole(text, at, word, surroundings, words)
        return
    pieces = _pieces(word, words, surroundings)
    if len(pieces) == 1:
        yield from _whole(text, at, word, surroundings, words)
        return
    offset = at
    for left, right in zip(pieces, [*pieces[1:], ""], strict=True):
        yield from _whole(text, offset, left, surroundings, words, alone=False)
        offset += len(left)
        if right:
            joined = _join(text, offset, left, right, surroundings, words)
            if joined is not None:
                yield joined


def _pieces(word: str, words: DamageWords, surroundings: Surroundings) -> list[str]:
    """The word cut where a lower-case letter or a figure meets a capital, and where an acronym meets a capitalised word."""
    if _acronym_compound(word, words):
        return [word]
    cuts = [i for i in range(1, len(word)) if _cut(word, i, words)]
    pieces = _with_name_starts([word[a:b] for a, b in zip([0, *cuts], [*cuts, len(word)], strict=True)], words)
    joined: list[str] = []
    while pieces:
        # Names that carry a capital inside stay whole: the longest run of pieces that the lists know.
        for n in range(min(3, len(pieces)), 1, -1):
            whole = "".join(pieces[:n])
            if whole in words.keep or (whole.endswith("s") and whole[:-1] in words.keep):
                pieces[:n] = [whole]
                break
        if len(pieces) > 1 and not _may_part(pieces[0], pieces[1], words, surroundings, last=len(pieces) == 2):
            pieces[:2] = [pieces[0] + pieces[1]]
            continue
        joined.append(pieces.pop(0))
    last = _acronym_with_article(joined[-1], words, surroundings)
    return [*joined[:-1], *last]


def _with_name_starts(pieces: list[str], words: DamageWords) -> list[str]:
    """ "Mc" and its like go with what follows: said|McCain, LaGrange."""
    joined: list[str] = []
    for piece in pieces:
        if joined and joined[-1] in words.name_starts and piece[1:2].islower():
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _cut(word: str, i: int, words: DamageWords) -> bool:
    if not word[i].isupper():
        return False
    if word[i - 1].islower():
        return True
    if word[i - 1].isdigit():
        return word[:i].isdigit() and word[i + 1 : i + 2].islower() and len(word) - i >= 3
    # An acronym and a word: "ISIS|The", "ISIS|Im"; the last capital is the word's.
    acronym = word[:i]
    run = len(acronym) - len(acronym.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    if run < 2 or not word[i + 1 : i + 2].islower():
        return False
    rest = word[i:]
    second = re.match(r"[A-Z][a-z]+", rest)
    if second is None or _acronym_compound(acronym[-run:] + rest, words):
        return False
    # "LGAs" is a plural, no "LG" and "As".
    return len(second.group()) >= 3 or (second.group() in _SHORT_SECONDS and not second.group().endswith("s"))


def _may_part(left: str, right: str, words: DamageWords, surroundings: Surroundings, last: bool) -> bool:
    """Whether two pieces can be words at all: "iPhone", "PhD", "JoAnn" and "DoD" cannot be cut."""
    if left.isdigit():
        return True
    if len(left) < 2 and not left.isupper():
        return False
    if left in words.articles or left.lower() in words.sure_articles:
        return len(right) >= 3
    if len(left) == 2 and left.istitle():
        return False
    if right in ("A", "I"):  # "SyriaA ministry spokesman"; what follows is looked at where they are joined
        return last and len(left) >= 3 and left[1:].islower()
    if right.isupper():
        return len(right) >= 2 and len(left) >= 3 and not left.istitle()
    if len(left) == 1:
        return False
    if left.isupper() and not (left in words.acronyms or surroundings.knows(left) or surroundings.knows(right)):
        return right in words.sure_openers or right in words.spaced_openers  # "REDcard" is no "RE" and "Dcard"
    return len(right) >= 3 or right in _SHORT_SECONDS


def _acronym_with_article(piece: str, words: DamageWords, surroundings: Surroundings) -> list[str]:
    """ "ISISA" as ISIS and A, where the shorter is an acronym and the longer is none; "SISA" too, an ISIS that lost a letter."""
    if len(piece) < 4 or not piece.isupper() or piece[-1] not in "AI" or piece in words.acronyms or surroundings.counts[piece] > 1:
        return [piece]
    acronym = piece[:-1]
    known = acronym in words.acronyms or surroundings.knows(acronym)
    if not known:
        known = any(len(a) == len(acronym) + 1 and acronym in (a[1:], a[:-1]) and surroundings.knows(a) for a in words.acronyms)
    return [acronym, piece[-1]] if known else [piece]


def _join(text: str, at: int, left: str, right: str, surroundings: Surroundings, words: DamageWords) -> Finding | None:
    """What was lost between two glued pieces; `at` is where the right one begins."""
    hyphen = (Insertion(at, Mark.HYPHEN, "-"),)
    if left.lower() in words.sure_articles:
        return Finding(hyphen, 1.0 if left.islower() else 0.5)
    if left in words.articles:
        return Finding(hyphen, 0.5)
    if left.lower() in words.prefixes:
        return Finding(hyphen, 0.5)
    if f"{left}-{right}" in words.pairs:
        return Finding(hyphen)
    if right in ("A", "I"):
        if not _FOLLOWING_LOWER.match(text, at + 1):
            return None
        return Finding((Insertion(at, Mark.STOP, ". "),), 1.0 if left.isupper() else 0.7)
    if left in words.place_starts and right[1:2].islower():
        return Finding(hyphen, 0.5)
    if left.istitle() and right.istitle() and right not in words.spaced_openers and surroundings.counts[left + right] > 1:
        return Finding(hyphen, 0.0)  # a run-on does not come twice: a double name that lost its hyphen, or a trade name
    if left.isdigit():
        return Finding((Insertion(at, Mark.STOP, ". "),), 0.0)  # mended with the rest; alone it is a footnote's number
    after = _NEXT_WORD.match(text, at + len(right))
    if after and after.group(1) in words.between and left[0].isupper() and not left[-1].isdigit():
        return Finding(hyphen, 0.5)
    return Finding((Insertion(at, Mark.STOP, ". "),), *_run_on_weight(left, right, surroundings, words))


def _run_on_weight(left: str, right: str, surroundings: Surroundings, words: DamageWords) -> tuple[float, bool]:
    if right in words.sure_openers and len(left) >= 3 and (left.islower() or surroundings.knows(left)):
        return 1.0, True
    if right in words.sure_openers or right in words.spaced_openers or right in _DAYS:
        return 1.0, False
    if left.islower():
        return 1.0 if surroundings.knows(left) or surroundings.knows(right) else 0.7, False
    if surroundings.knows(left) and surroundings.knows(right):
        return 1.0, False
    return 0.5 if surroundings.knows(left) or surroundings.knows(right) else 0.3, False


def _acronym_compound(word: str, words: DamageWords) -> bool:
    acronym = re.match(r"[A-Z]{2,}(?=[a-z])", word)
    return acronym is not None and word[acronym.end() :] in (*words.name_suffixes, *words.doubtful_suffixes)


def _whole(text: str, at: int, word: str, surroundings: Surroundings, words: DamageWords, alone: bool = True) -> Iterator[Finding]:
    """Signs within a word that is no run-on: lost hyphens and apostrophes. `alone` is False for a piece of a run-on."""
    hyphens = _lost_hyphens(word, surroundings, words)
    if hyphens:
        # "ceasefire" and "antigovernment" are words as well, so they are mended with the rest but prove nothing.
        closed_too = word.lower() in words.closed_too or _NUMBER.fullmatch(word) or word.lower().startswith(words.lower_prefixes)
        weight = 0.0 if closed_too else 1.0
        yield Finding(tuple(Insertion(at + i, Mark.HYPHEN, "-") for i in hyphens), weight)
        return
    apostrophe = _lost_apostrophe(text[max(0, at - 20) : at], word, surroundings, words)
    if apostrophe and text[at + len(word) : at + len(word) + 1] not in ("'", "’"):
        soft = word in words.soft_contractions or word.lower() in words.soft_contractions or not alone
        yield Finding((Insertion(at + apostrophe, Mark.APOSTROPHE, "'"),), 0.3 if soft else 0.7)


def _lost_hyphens(word: str, surroundings: Surroundings, words: DamageWords) -> tuple[int, ...]:
    lower = word.lower()
    if lower in words.compounds and (word.islower() or word.istitle()):
        return words.compounds[lower]
    if number := _NUMBER.fullmatch(word):
        return (len(number.group(1)),)
    if word.islower():
        for prefix in words.lower_prefixes:
            if word.startswith(prefix) and word[len(prefix) :] in words.after_prefix and (prefix != "counter"):
                return (len(prefix),)
    for suffix in (*words.name_suffixes, *words.doubtful_suffixes):
        if not word.endswith(suffix) or len(word) < len(suffix) + 2:
            continue
        first = word[: -len(suffix)]
        if first in words.plain_first_halves:
            return (len(first),)
        if word in words.not_compounds or not first[0].isupper():
            continue
        known = first in words.acronyms or first in words.possessors or surroundings.names(first) or first.endswith(_NAME_ENDINGS)
        if first.isupper() or known or (suffix in words.name_suffixes[:17] and len(first) >= 5 and first.istitle()):
            return (len(first),)
    return ()


def _lost_apostrophe(before: str, word: str, surroundings: Surroundings, words: DamageWords) -> int:
    """Where the word lost its apostrophe, 0 where it lost none."""
    if word in words.contractions:
        return words.contractions[word]
    if word[:1].isupper() and word.lower() in words.contractions and word[1:].islower():
        return words.contractions[word.lower()]
    if len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return 0
    if word in words.possessive_plurals or (_LOST_IN_YS.fullmatch(word) and word.islower()):  # "the ministrys": a plural would end in -ies
        return len(word) - 1
    if f"{before.rsplit(maxsplit=1)[-1]} {word[:-1]}" in words.possessor_phrases if before.strip() else False:
        return len(word) - 1
    if not word[0].isupper():
        return 0
    bare = word[:-1]
    if bare in words.possessors:
        return len(bare)
    if bare in words.plural_nouns or bare.endswith(_PLURAL_ENDINGS) or not bare.istitle():
        return 0
    # A name that the article also writes without the "s"; twice, for a plural is as common as a possessive.
    return len(bare) if surroundings.names(bare) and surroundings.counts[bare] >= 2 and word.lower() not in surroundings.lower else 0
