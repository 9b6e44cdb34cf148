"""What stands beside a verb or noun and sets its mood: auxiliaries, marks and negations."""

from __future__ import annotations

from geo.lexicon import modality_words, speech, triggers
from geo.model import Modality
from geo.syntax import Sentence

VERBS = frozenset({"VERB", "AUX"})
INFINITIVE = frozenset({"to"})
CASUALTIES = frozenset(verb for entry in triggers().entries if entry.casualty for verb in entry.verbs) - {
    "destroy",
    "demolish",
    "torch",
    "burn",
}
_NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "without", "hardly", "nt"})
_NOBODY = frozenset({"nobody", "none", "neither", "nothing"})
_AFTER_NOT = frozenset({"only", "just", "merely", "simply", "least"})
_NO_MORE = frozenset({"fewer", "less", "more", "other", "later"})


def mood_of(sentence: Sentence, verb: int) -> tuple[Modality, str] | None:
    """What a verb's auxiliaries and the mark of its clause make of it: "will", "could", "if"."""
    words = modality_words()
    for child in sentence.children[verb]:
        word = sentence.tokens[child]
        if word.dep == "aux" and word.lower in words.planned.auxiliaries:
            return Modality.PLANNED, word.text
        if word.dep == "aux" and word.lower in {"would", "'d", "’d"} and word.tag == "MD":
            return (Modality.PLANNED if _foretold(sentence, verb) else Modality.HYPOTHETICAL), word.text
        if word.dep == "aux" and word.lower in words.hypothetical.auxiliaries:
            return Modality.HYPOTHETICAL, word.text
        if word.dep in {"mark", "advmod"} and word.lower in words.hypothetical.marks and word.i < verb:
            return Modality.HYPOTHETICAL, word.text
    if (mark := mark_of(sentence, verb)) == "should":  # "should rebels attack"
        return Modality.HYPOTHETICAL, mark
    return None


def mark_of(sentence: Sentence, verb: int) -> str | None:
    first = sentence.child(verb, "mark")
    return sentence.tokens[first].lower if first is not None else None


def _foretold(sentence: Sentence, verb: int) -> bool:
    """ "Said the army would storm A": what was going to be, told in the past; with "if" beside it, it is only supposed."""
    head = sentence.first_conjunct(verb)
    above = sentence.tokens[sentence.tokens[head].head]
    supposed = any(t.lower in modality_words().hypothetical.marks for t in sentence.tokens)
    told = sentence.tokens[head].dep == "ccomp" and above.lemma in speech().verbs | {"vow", "pledge", "promise", "swear", "threaten"}
    return told and sentence.tokens[verb].lemma != "be" and not supposed


def has_aux(sentence: Sentence, verb: int, words: frozenset[str]) -> bool:
    return any(sentence.tokens[c].dep == "aux" and sentence.tokens[c].lower in words for c in sentence.children[verb])


def own_tense(sentence: Sentence, verb: int) -> bool:
    """Whether a coordinated verb is a clause of its own, which the first one's "will" or "not" does not reach."""
    if sentence.child(verb, "nsubj", "nsubjpass") is not None or sentence.child(verb, "aux") is not None:
        return True
    return (
        sentence.tokens[verb].tag in {"VBD", "VBZ", "VBP"} and sentence.tokens[sentence.tokens[verb].head].tag != sentence.tokens[verb].tag
    )


def is_definite(sentence: Sentence, noun: int) -> bool:
    """ "The attack", "Monday's attack", "their strikes": what is known to have been."""
    return any(
        sentence.tokens[c].lower in {"the", "this", "that", "these", "those", "its", "their", "his", "her"}
        or (sentence.tokens[c].dep == "poss" and sentence.tokens[c].entity in {"DATE", "TIME"})
        or (sentence.tokens[c].dep == "amod" and sentence.tokens[c].lower in {"recent", "latest", "last", "earlier", "previous", "deadly"})
        for c in sentence.children[noun]
    )


def negated(sentence: Sentence, i: int) -> bool:
    return negation(sentence, i) is not None


def negation(sentence: Sentence, i: int) -> str | None:
    """The word that negates token i itself: "not", "no", "without", or a subject that is nobody."""
    tokens = sentence.tokens
    for child in sentence.children[i]:
        token = tokens[child]
        if token.lower == "longer" and child and tokens[child - 1].lower == "no":
            return "no longer"
        if (token.dep in {"neg", "det", "advmod", "cc"} and token.lower in _NEGATIONS) or (
            token.dep == "preconj" and token.lower == "neither"
        ):
            after = tokens[child + 1].lower if child + 1 < len(tokens) else ""
            if after in _AFTER_NOT or (token.lower == "no" and after in _NO_MORE) or (token.dep == "cc" and child > i):
                continue
            return token.text
    subject = sentence.child(i, "nsubj", "nsubjpass")
    if subject is not None and tokens[i].pos in VERBS:
        if tokens[subject].lower in _NOBODY:
            return tokens[subject].text
        for c in sentence.children[subject]:
            no = tokens[c]
            if (
                no.lower in {"no", "neither"}
                and no.dep in {"det", "preconj", "neg"}
                and tokens[no.i + 1].lower not in _NO_MORE | _AFTER_NOT
            ):
                return no.text
    head = tokens[tokens[i].head]
    if tokens[i].dep in {"acl", "relcl"} and tokens[head.head].lower == "without":  # "without a shot being fired"
        return tokens[head.head].text
    if tokens[i].dep in {"pobj", "pcomp"} and head.lower == "without":
        return head.text
    return None
