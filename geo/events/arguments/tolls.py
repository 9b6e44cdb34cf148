"""What a number counts, read by the words beside it where the tree gives it no noun: "12 dead, 30 wounded", "the toll rose to 45"."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import dropwhile, takewhile

from geo.events.arguments.numerals import Numeral
from geo.lexicon.quantities import quantity_words
from geo.model import Span
from geo.syntax import Sentence, Token

PERSON = "person"
_GLUED = re.compile(r"[a-z]{4,}")
_OVER = r"(?:at least|about|around|some|nearly|almost|more than|over|up to|as many as|another|a further)"


def harmed_after(text: str, numeral: Numeral) -> int | None:
    """Where the wording of "12 dead", "others were wounded" ends that follows a number; None where none does."""
    m = _harmed_after().match(text, numeral.end)
    return m.end() if m is not None else None


def harmed_before(text: str, numeral: Numeral) -> bool:
    """Whether a toll or a verb of harm stands before: "killed 12", "a toll of 45"."""
    before = text[: numeral.start]
    return _toll_before().search(before) is not None or _harmed_before().search(before) is not None


def hurt_beside(text: str, counted: Span) -> bool:
    """Whether what a count's words stand beside is harm: "1,102 people" of "killed 1,102 people, said …", "30 others injured"."""
    return _harmed_after().match(text, counted.end) is not None or _harmed_before().search(text[: counted.start]) is not None


def glued_unit(text: str, numeral: Numeral) -> tuple[str, int] | None:
    """ "26missiles": what is joined to the number, and where it ends."""
    m = _GLUED.match(text, numeral.end)
    if m is None:
        return None
    noun = m[0].removesuffix("s")
    return quantity_words().same.get(noun, noun), m.end()


def noun_after(sentence: Sentence, at: int) -> Token | None:
    """The thing counted by a number that ends at `at` (in the repaired text): the head of the noun phrase right after it."""
    following = [t for t in sentence.tokens if t.start >= at]
    if following and following[0].lower == "of":
        del following[0]
    phrase = dropwhile(lambda t: (t.pos in {"ADJ", "DET"} or t.tag in {"PRP$", "VBN"}) and t.text.islower(), following)
    nouns = list(takewhile(lambda t: t.pos == "NOUN" and t.text.islower(), phrase))
    last = nouns[-1] if nouns else None
    return last if last is not None and last.lemma not in quantity_words().not_counted else None


@lru_cache(maxsize=1)
def _harmed_after() -> re.Pattern[str]:
    people = r"(?:people|persons|others|of them|more|other people|men|women|children)"
    aux = r"(?:were|was|are|is|have been|had been|had|have|reported|feared|left|confirmed|also)"
    harm = "dead|killed|wounded|injured|hurt|missing|displaced|arrested|detained|kidnapped|abducted|slain|martyred|unaccounted for"
    return re.compile(rf"\s+(?:{people}\s+)?(?:{aux}\s+){{0,3}}(?:{harm})\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _harmed_before() -> re.Pattern[str]:
    verbs = "kill|wound|injur|hurt|captur|arrest|detain|releas|abduct|kidnap|displac|evacuat|execut|behead|freed|leav|claim"
    return re.compile(rf"\b(?:{verbs})(?:ed|ing|s|es|e)?\s+(?:{_OVER}\s+)?$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _toll_before() -> re.Pattern[str]:
    people = "dead|deaths|victims|casualties|people killed|wounded|injured"
    told = rf"(?:toll|number of (?:the )?(?:{people})|death count|deaths|casualties|fatalities)"
    verbs = r"(?:to|at|of|reached|is|was|exceeded|passed|topped)"
    return re.compile(rf"\b{told}\b[^.;,]{{0,80}}?\s*\b{verbs}\s+(?:{_OVER}\s+)?$|\b{told}\s*:\s*$", re.IGNORECASE)
