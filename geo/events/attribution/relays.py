"""Who passed it on: "told Reuters", "via state television", "on Twitter", "cited by SANA", "RT quoted X as saying"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from geo.events.arguments.naming import CLAUSES, clean
from geo.events.attribution.cast import holds
from geo.lexicon.actors import actors
from geo.lexicon.speech import speech
from geo.syntax import Sentence, Token

_CARRYING = frozenset({"pobj", "dobj", "obj", "dative", "agent", "appos", "conj", "npadvmod"})


def is_media(words: str) -> bool:
    """Whether words name a medium: one that is known, or by what it is ("state television", "Khaama news agency")."""
    if known_medium(words) is not None:
        return True
    lower = words.lower()
    return any(sort in lower and holds(lower, sort) for sort in speech().media)


def known_medium(words: str) -> str | None:
    """The medium of the table of actors whose longest name stands in the words; of names as long as one another the first."""
    if _any_medium().search(words) is None:  # asked of every phrase: one search in place of as many as there are media
        return None
    standing = sorted((name for name in actors().media if holds(words, name)), key=lambda name: (words.find(name), name))
    return max(standing, key=len, default=None)


@lru_cache(maxsize=1)
def _any_medium() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, actors().media)))


def relay(sentence: Sentence, verb: Token, speaker: Sequence[Token]) -> str | None:
    """The medium to which, or through which, the speaker of a verb speaks; None where the sentence names none beside him."""
    words = speech()
    reach = {verb, *(t for t in sentence.tokens if t.lemma in words.passing_on)}
    given = set(speaker)
    for token in sentence.tokens:
        if token in given or token.dep not in _CARRYING or token.pos not in {"NOUN", "PROPN", "X"}:
            continue
        text = _medium(sentence, token)
        if text is None:
            continue
        above = sentence.head(sentence.first_conjunct(token))
        if above.pos in {"ADP", "SCONJ"} or above.dep in {"prep", "agent", "dative"}:
            if above.lower not in words.relaying:
                continue
            above = sentence.head(above)
        chain = sentence.chain(above)[:3]
        if any(k in reach or k.lemma in words.passing_on for k in chain):
            return text
    return None


def _medium(sentence: Sentence, token: Token) -> str | None:
    """The name of the medium headed by a token, by its shortest form that names it."""
    run = [k for k in sentence.subtree(token, without=CLAUSES | {"prep", "conj", "cc", "punct"}) if k <= token or k.pos == "PROPN"]
    text = clean(sentence.words(run))
    known = known_medium(text)
    if known is not None:
        return known
    if token.text in speech().social:
        return token.text
    return text if is_media(text) or token.lower in speech().any_media else None
