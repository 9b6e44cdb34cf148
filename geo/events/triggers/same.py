"""When two triggers of one sentence tell of one happening."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from geo.events.triggers.coded import Coded
from geo.events.triggers.definite import is_definite
from geo.lexicon.senses import sense_words
from geo.model import ASSAULTS, ATTACKS, EventType
from geo.syntax import CLAUSES, Sentence, Token


def merge_same(sentence: Sentence, coded: list[Coded]) -> list[Coded]:
    """One happening told by two verbs is one event: "fired 26 missiles, hitting 11 targets"; "strikes that hit"."""
    out: list[Coded] = []
    for c in coded:
        for k, other in enumerate(out):
            if _same(sentence, other, c):
                lead, follow = (other, c) if (not other.generic and not other.casualty) or c.generic or c.casualty else (c, other)
                if _repelled(sentence, other, c) or _repelled(sentence, c, other):
                    kind, generic = EventType.GROUND_OFFENSIVE, False
                elif lead.casualty is not follow.casualty:  # "killed when jets struck": the deed tells the type
                    deed = follow if lead.casualty else lead
                    kind, generic = deed.type, deed.generic
                else:
                    kind = lead.type if not lead.generic else follow.type if not follow.generic else lead.type
                    generic = lead.generic and follow.generic
                out[k] = replace(
                    lead,
                    anchors=tuple(dict.fromkeys((*lead.anchors, *follow.anchors))),
                    type=kind,
                    generic=generic,
                    casualty=lead.casualty and follow.casualty,
                    reasons=(*lead.reasons, *follow.reasons),
                )
                break
        else:
            out.append(c)
    return out


def _same(sentence: Sentence, a: Coded, b: Coded) -> bool:
    """Whether two triggers of one sentence tell of one happening: one hangs on the other, and their types agree."""
    types_agree = (
        a.type is b.type
        or (a.casualty and b.casualty)
        or (a.generic and b.type in ATTACKS)
        or (b.generic and a.type in ATTACKS)
        or (a.casualty and b.type in ATTACKS | ASSAULTS)
        or (b.casualty and a.type in ATTACKS | ASSAULTS)
    )
    if _repelled(sentence, a, b) or _repelled(sentence, b, a):
        return True
    if not types_agree or _opposed(sentence, a, b):
        return False
    if _takes_up(sentence, a, b):
        return True
    words = sense_words()
    for first, second in ((a, b), (b, a)):
        beside = words.beside
        if second.casualty:  # "died after bombers struck" tells the cause, "one was killed while two were hurt" the rest of a toll
            beside = words.beside - (words.tolling if first.casualty else words.causing)
        others = frozenset(second.anchors)
        if _subordinate(sentence, first.anchors, others, beside):
            continue
        for anchor in first.anchors:
            for up in sentence.ancestors(anchor):
                if up in others:
                    return True
                token = up
                if token.lower in beside and token.pos in {"ADP", "SCONJ", "VERB"}:
                    break
                if token.dep == "ccomp" or token.lemma in words.telling:
                    break
        # "The strikes appear to have hit X": the noun is the subject of the verb that carries the other.
        if first.noun and not second.noun and _subject_holds(sentence, second.word, first.word):
            return True
    # Two noun triggers of one type without a verb between them ("the strikes and the raids") are one.
    return a.type is b.type and a.noun and b.noun and b.word.dep == "conj"


def _takes_up(sentence: Sentence, first: Coded, again: Coded) -> bool:
    """ "As the attacks on A escalate, … to take part in the attacks": a bare "the attacks" later in a sentence is what it told before."""
    word = again.word
    if not (first.noun and again.noun and first.word < again.word) or not is_definite(sentence, again.word):
        return False
    if word.lemma != first.word.lemma or word.tag != first.word.tag:
        return False
    return not sentence.has(again.word, "prep", "acl", "relcl", "amod", "poss", "compound")


def _repelled(sentence: Sentence, verb: Coded, attack: Coded) -> bool:
    """ "Repelled an attack": one fight, told by both words."""
    return verb.word.lemma in sense_words().resisting and attack.noun and attack.word in sentence.objects(verb.word)


def _subordinate(sentence: Sentence, anchors: Sequence[Token], others: Set[Token], beside: frozenset[str]) -> bool:
    """ "Jets struck X after a rocket hit Y": what stands under "after" or "as" is another happening."""
    seen: set[Token] = set()  # a way up that another anchor has gone led to nothing
    for anchor in anchors:
        for i in sentence.chain(anchor):
            if i in others or i in seen:
                break
            seen.add(i)
            opening = sentence.below(i, "mark", "advmod", "prep") if i.dep in {"advcl", "ccomp"} else []
            if any(t.lower in beside for t in opening):
                return True
    return False


def _subject_holds(sentence: Sentence, verb: Token, noun: Token) -> bool:
    here = verb
    while here.dep in {"xcomp", "conj"} and sentence.subject(here) is None and not here.is_root:
        here = sentence.head(here)
    subject = sentence.subject(here)
    return subject is not None and noun in sentence.subtree(subject, without=CLAUSES)


def _opposed(sentence: Sentence, a: Coded, b: Coded) -> bool:
    """Whether the two have places or doers of their own: "shelling by X in concert with air strikes by Y" are two."""
    return not (a.type is b.type or a.generic or b.generic or a.casualty or b.casualty)
