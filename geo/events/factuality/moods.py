"""What stands beside a verb or noun and sets its mood: auxiliaries, marks and negations."""

from __future__ import annotations

from geo.lexicon.modality import modality_words
from geo.lexicon.speech import speech
from geo.lexicon.triggers import triggers
from geo.model import Modality
from geo.syntax import Sentence, Token

INFINITIVE = modality_words().small.infinitive
CASUALTIES = (
    frozenset(verb for entry in triggers().entries if entry.casualty for verb in entry.verbs) - modality_words().mood_verbs.of_things
)


def mood_of(sentence: Sentence, verb: Token) -> tuple[Modality, str] | None:
    """What a verb's auxiliaries and the mark of its clause make of it: "will", "could", "if"."""
    words = modality_words()
    for word in sentence.below(verb, "aux", "mark", "advmod"):
        if word.dep == "aux":
            if word.lower in words.planned.auxiliaries:
                return Modality.PLANNED, word.text
            if word.lower in words.small.conditional and word.tag == "MD":
                return (Modality.PLANNED if _foretold(sentence, verb) else Modality.HYPOTHETICAL), word.text
            if word.lower in words.hypothetical.auxiliaries:
                return Modality.HYPOTHETICAL, word.text
        elif word.lower in words.hypothetical.marks and word < verb:
            return Modality.HYPOTHETICAL, word.text
    mark = sentence.mark(verb)
    return (Modality.HYPOTHETICAL, mark) if mark == "should" else None  # "should rebels attack"


def _foretold(sentence: Sentence, verb: Token) -> bool:
    """ "Said the army would storm A": what was going to be, told in the past; with "if" beside it, it is only supposed."""
    words = modality_words()
    head = sentence.first_conjunct(verb)
    supposed = any(t.lower in words.hypothetical.marks for t in sentence.tokens)
    told = head.dep == "ccomp" and sentence.head(head).lemma in speech().verbs | words.mood_verbs.vowing
    return told and verb.lemma != "be" and not supposed


def own_tense(sentence: Sentence, verb: Token) -> bool:
    """Whether a coordinated verb is a clause of its own, which the first one's "will" or "not" does not reach."""
    if sentence.subject(verb) is not None or sentence.has(verb, "aux"):
        return True
    return verb.tag in {"VBD", "VBZ", "VBP"} and sentence.head(verb).tag != verb.tag


def negated(sentence: Sentence, i: Token) -> bool:
    return negation(sentence, i) is not None


def negation(sentence: Sentence, i: Token) -> str | None:
    """The word that negates token i itself: "not", "no", "without", or a subject that is nobody."""
    own = _no_below(sentence, i)
    if own is not None:
        return own
    if i.is_verb and (subject := sentence.subject(i)) is not None and (nobody := _nobody(sentence, subject)) is not None:
        return nobody
    head = sentence.head(i)
    if i.dep in {"acl", "relcl"} and sentence.head(head).lower == "without":  # "without a shot being fired"
        return sentence.head(head).text
    return head.text if i.dep in {"pobj", "pcomp"} and head.lower == "without" else None


def _no_below(sentence: Sentence, i: Token) -> str | None:
    words = modality_words().small
    for token in sentence.below(i):
        if token.lower == "longer" and sentence.lower_before(token) == "no":
            return "no longer"
        if token.lower not in words.negations or not (
            token.dep in {"neg", "det", "advmod", "cc"} or (token.dep == "preconj" and token.lower == "neither")
        ):
            continue
        after = sentence.lower_after(token)
        more = token.lower == "no" and after in words.no_more
        if not (after in words.after_not or more or (token.dep == "cc" and token > i)):
            return token.text
    return None


def _nobody(sentence: Sentence, subject: Token) -> str | None:
    """ "Nobody was killed", "no one", "neither side attacked"."""
    words = modality_words().small
    if subject.lower in words.nobody:
        return subject.text
    for no in sentence.below(subject, "det", "preconj", "neg"):
        if no.lower in words.noone and sentence.lower_after(no) not in words.no_more | words.after_not:
            return no.text
    return None
