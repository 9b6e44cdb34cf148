"""Passages parsed into words with their grammar."""

from geo.syntax.parsing import parse, warm_up
from geo.syntax.sentence import CLAUSES, MODIFIERS, OBJECTS, SUBJECTS, UNDERGOING, Sentence, Token

__all__ = ["CLAUSES", "MODIFIERS", "OBJECTS", "SUBJECTS", "UNDERGOING", "Sentence", "Token", "parse", "warm_up"]
