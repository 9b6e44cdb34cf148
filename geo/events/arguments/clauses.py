"""Clauses that tell of a place what happened there, though it hangs above the event: "A was the scene of …", "A, where …"."""

from __future__ import annotations

from collections.abc import Sequence

from geo.events.triggers.coded import Coded
from geo.lexicon.locating import locating_words
from geo.lexicon.places import place_words
from geo.syntax import Sentence, Token


def scene_of(sentence: Sentence, head: Token, coded: Sequence[Coded]) -> int | None:
    """ "A was the scene of heavy fighting", "farms of A have been the scenes of clashes": the trigger whose place the subject is."""
    for token in sentence.chain(head):
        if token.is_verb:
            break
        if token.dep != "nsubj" or not sentence.head(token).is_verb:
            continue
        scenes = [t for t in sentence.below(sentence.head(token), "attr") if t.lemma in locating_words().scenes]
        governed = {n for t in scenes for n in sentence.governed(t, "of")}
        return next((k for k, c in enumerate(coded) if c.noun and not governed.isdisjoint(c.anchors)), None)
    return None


def clause_about(sentence: Sentence, head: Token, coded: Sequence[Coded]) -> int | None:
    """ "The A road, which was hit by raids", "the town of A, where three men were killed": the trigger of a clause about the name."""
    for k, c in enumerate(coded):
        verb = next((t for t in sentence.chain(c.word) if t.dep == "relcl"), None)
        if verb is None or not _names(sentence, head, sentence.head(verb)) or not _suffers(sentence, verb, c):
            continue
        return k
    return None


def _names(sentence: Sentence, head: Token, noun: Token) -> bool:
    """Whether a noun is the name itself, or what the name is the name of: "A road", "the town of A"."""
    if head is noun:
        return True
    above = sentence.head(head)
    if above is noun and head.dep in {"compound", "nmod", "appos"}:
        return above.lemma in {*place_words().heads, *locating_words().roads}
    return above.lower == "of" and sentence.head(above) is noun and noun.lemma in place_words().heads


def _suffers(sentence: Sentence, verb: Token, coded: Coded) -> bool:
    """Whether what a relative clause stands by is where it happened, or what it happened to."""
    if any(t.lower == "where" for t in sentence.below(verb, "advmod")):
        return True
    subject = sentence.subject(verb)
    if subject is None or subject.lower not in {"which", "that"}:
        return False
    under = "under" in {sentence.head(a).lower for a in coded.anchors} and verb.lemma in {"be", "come"}
    return under or subject.dep == "nsubjpass" or verb.lemma in locating_words().suffering
