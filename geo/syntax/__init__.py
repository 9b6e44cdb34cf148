"""Passages parsed into words with their grammar."""

from geo.syntax.parsing import parse, warm_up
from geo.syntax.sentence import CLAUSES, MODIFIERS, OBJECTS, SUBJECTS, UNDERGOING, Sentence, Token, lemmas

__all__ = ["CLAUSES", "MODIFIERS", "OBJECTS", "SUBJECTS", "UNDERGOING", "Sentence", "Token", "lemmas", "parse", "warm_up"]
