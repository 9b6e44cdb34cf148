"""Whether a trigger is a noun that takes up what is known to have been."""

from __future__ import annotations

from geo.lexicon.modality import modality_words
from geo.syntax import Sentence, Token


def is_definite(sentence: Sentence, noun: Token) -> bool:
    """ "The attack", "Monday's attack", "their strikes": what is known to have been."""
    words = modality_words().small
    return any(
        t.lower in words.definite or (t.dep == "poss" and t.entity in {"DATE", "TIME"}) or (t.dep == "amod" and t.lower in words.known)
        for t in sentence.below(noun)
    )
