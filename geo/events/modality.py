"""Whether a sentence reports that something happened, or denies, plans or supposes it, or says that it is over."""

from __future__ import annotations

from geo.events.coded import Coded
from geo.lexicon import modality_words
from geo.model import Modality
from geo.syntax import Sentence

_NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "without"})
_OCCURRING = frozenset(
    {
        "spread",
        "be",
        "happen",
        "occur",
        "plan",
        "prepare",
        "begin",
        "start",
        "continue",
        "follow",
        "take",
        "resume",
        "launch",
        "expect",
        "schedule",
    }
)
_UNPROVEN = frozenset(
    {"allegation", "rumour", "rumor", "accusation", "threat", "fear", "risk", "prospect", "possibility", "danger", "warning"}
)
_WARNING = frozenset({"warn", "urge", "caution", "call", "appeal", "threaten"})
_AIMS = frozenset({"aim", "goal", "objective", "purpose", "plan", "intention", "task", "interest"})


def modality(sentence: Sentence, coded: Coded) -> tuple[Modality, str | None]:
    """The modality of a trigger and the word that decided it, None for reported."""
    words = modality_words()
    for anchor in coded.anchors:
        if (negation := _negation(sentence, anchor)) is not None:
            return Modality.DENIED, negation
    verbs = [a for a in coded.anchors if sentence.tokens[a].pos in {"VERB", "AUX"}]
    for anchor in verbs or list(coded.anchors):
        for i in (anchor, *_governors(sentence, anchor)):
            verdict = _of_verb(sentence, i, anchor)
            if verdict is not None:
                return verdict
    if (word := _disowned(sentence, coded)) is not None:
        return Modality.DENIED, word
    if (doubt := _unproven(sentence, coded.word)) is not None:
        return Modality.HYPOTHETICAL, doubt
    if (aim := _aim(sentence, coded.word)) is not None:
        return Modality.PLANNED, aim
    for child in sentence.children[coded.word]:
        token = sentence.tokens[child]
        if token.dep == "amod" and token.lemma in words.planned_adjectives:
            return Modality.PLANNED, token.text
    return Modality.REPORTED, None


def _disowned(sentence: Sentence, coded: Coded) -> str | None:
    """ "Denied reports that jets had struck X", "called claims of shelling false", "claims that … are untrue"."""
    words = modality_words()
    for anchor in coded.anchors:
        for up in sentence.ancestors(anchor):
            noun = sentence.tokens[up]
            misread = sentence.tokens[noun.head].lemma in words.denied_verbs  # "denied A's reports that": taken for a verb
            if noun.lemma not in words.denied_nouns or not (noun.pos == "NOUN" or misread):
                if noun.pos in {"VERB", "AUX"} and up not in coded.anchors and noun.dep not in {"acl", "relcl", "ccomp", "xcomp"}:
                    break
                continue
            over = sentence.tokens[noun.head]
            while over.pos == "ADP" and over.head != over.i:
                over = sentence.tokens[over.head]
            if over.lemma in words.denied_verbs:
                return over.text
            for child in (*sentence.children[over.i], *sentence.children[up]):
                if sentence.tokens[child].lemma in words.denied_adjectives:
                    return sentence.tokens[child].text
            break
    return None


def _unproven(sentence: Sentence, word: int) -> str | None:
    """ "Allegations about strikes on X", "warned against an offensive in X": the noun over it leaves open whether it happened."""
    here = word
    for up in sentence.ancestors(word):
        token = sentence.tokens[up]
        if token.pos == "NOUN" and token.lemma in _UNPROVEN:
            return token.text
        if token.pos == "VERB":
            prep = sentence.tokens[here]
            return token.text if token.lemma in _WARNING and prep.dep == "prep" and prep.lower in {"against", "of", "for"} else None
        here = up
    return None


def _aim(sentence: Sentence, word: int) -> str | None:
    """ "The aim is liberating the towns", "rather than fighting terrorism": what is wanted, or set against what is done."""
    here = word
    for up in sentence.ancestors(word):
        token = sentence.tokens[up]
        if sentence.tokens[here].dep in {"relcl", "ccomp", "advcl", "parataxis"}:
            return None
        here = up
        if token.lower == "than":
            return token.text
        if token.lemma == "be" and token.pos in {"AUX", "VERB"}:
            subject = sentence.child(up, "nsubj")
            if subject is not None and sentence.tokens[subject].lemma in _AIMS and word not in sentence.subtree(subject):
                return sentence.tokens[subject].text
            return None
        if token.lemma in _AIMS and token.pos == "NOUN":
            return token.text
    return None


def _governors(sentence: Sentence, i: int) -> list[int]:
    """The verbs and adjectives that govern token i's clause, as far as they change what it asserts."""
    found: list[int] = []
    here = i
    for up in sentence.ancestors(i):
        dep = sentence.tokens[here].dep
        token = sentence.tokens[up]
        if dep == "ccomp" and sentence.child(up, "dobj", "obj") is not None and sentence.child(here, "mark") is None:
            break  # "disputes the account Russia has carried out 57 raids": two sentences that a scrape made one
        # A speech verb over a finite clause does not touch it; a subject is outside the verb's own mood only when passive.
        if dep in {"ccomp", "parataxis", "relcl", "conj", "appos"} and token.lemma not in modality_words().denied_verbs:
            if dep != "conj":
                break
        elif dep == "advcl" and sentence.child(here, "mark") is None and sentence.child(here, "aux") is None:
            break  # "…, hitting 11 targets": hangs on, but the mood of the main verb is not its own
        elif dep.startswith("nsubj") and token.lemma in _OCCURRING:
            pass  # "fighting could spread", "no operation is planned": the noun's own verb says whether it is
        elif dep == "advcl" or dep.startswith("nsubj"):
            break
        if token.pos in {"VERB", "AUX", "ADJ"}:
            found.append(up)
        here = up
    return found


def _of_verb(sentence: Sentence, i: int, anchor: int) -> tuple[Modality, str] | None:
    words = modality_words()
    token = sentence.tokens[i]
    for child in sentence.children[i]:
        word = sentence.tokens[child]
        if word.dep == "aux" and word.lower in words.planned_auxiliaries:
            return Modality.PLANNED, word.text
        if word.dep == "aux" and word.lemma in words.hypothetical_auxiliaries | {"would"} and word.lower != "can":
            return Modality.HYPOTHETICAL, word.text
        if word.dep == "mark" and word.lower in words.hypothetical_marks:
            return Modality.HYPOTHETICAL, word.text
        if word.dep == "neg" and i != anchor and token.lemma not in words.denied_verbs:
            return Modality.DENIED, word.text
    if token.tag == "VBN" and token.lemma in words.planned_verbs and i != anchor and sentence.child(i, "nsubjpass") is not None:
        return Modality.PLANNED, token.text
    if i == anchor:
        return None
    if token.lemma in words.denied_verbs:
        return Modality.DENIED, token.text
    if token.pos == "ADJ" and token.lemma in words.planned_adjectives:
        return Modality.PLANNED, token.text
    if token.pos == "ADJ" and token.lemma in words.hypothetical_adjectives:
        return Modality.HYPOTHETICAL, token.text
    if token.pos == "VERB" and token.lemma in words.planned_verbs and _infinitive_below(sentence, i, anchor):
        return Modality.PLANNED, token.text
    if token.pos == "VERB" and token.lemma in words.hypothetical_verbs and i != anchor:
        return Modality.HYPOTHETICAL, token.text
    if token.pos == "VERB" and token.lemma in words.ended_verbs:
        return Modality.ENDED, token.text
    return None


def _infinitive_below(sentence: Sentence, verb: int, anchor: int) -> bool:
    """Whether the anchor is what is planned: an infinitive or an object of the planning verb."""
    path = [anchor, *sentence.ancestors(anchor)]
    below = path[path.index(verb) - 1] if verb in path and path.index(verb) else anchor
    return sentence.tokens[below].dep in {"xcomp", "dobj", "obj", "prep", "ccomp", "pcomp"}


def _negation(sentence: Sentence, i: int) -> str | None:
    for child in sentence.children[i]:
        token = sentence.tokens[child]
        if (token.dep in {"neg", "det", "advmod"} and token.lower in _NEGATIONS) or (token.dep == "preconj" and token.lower == "neither"):
            return token.text
    head = sentence.tokens[sentence.tokens[i].head]
    if sentence.tokens[i].dep == "pobj" and head.lower == "without":
        return head.text
    return None
