"""What a verb takes: ground, people or things. "Captured a town", "captured a commander" and "captured rifles" are three."""

from __future__ import annotations

from geo.lexicon.senses import sense_words
from geo.lexicon.triggers import triggers
from geo.syntax import CLAUSES, SUBJECTS, UNDERGOING, Sentence, Token, lemmas

_TOLD_OF = frozenset({"acl", "relcl"})


def takes_place(sentence: Sentence, token: Token) -> bool:
    words = sense_words()
    for taken in (*sentence.objects(token), *_shared_objects(sentence, token)):
        named = taken.pos == "PROPN" and (taken.entity not in {"ORG", "DATE"} or token.lemma in words.surely_ground)
        if named or taken.lemma in words.ground:
            return True
    return False


def takes_people(sentence: Sentence, token: Token) -> bool:
    """Whether the verb's object, or who a participle says it of, is people: "captured a commander", "a commander captured in A"."""
    objects = [*sentence.objects(token), *_shared_objects(sentence, token)]
    if not objects and token.tag in {"VBN", "VBD"} and token.dep in _TOLD_OF | {"conj", "ROOT"}:
        objects = [sentence.head(token)] if token.dep in _TOLD_OF else sentence.below(token, "nsubj")
    if not objects and (aux := sentence.child(token, "auxpass")) is not None and (before := sentence.before(aux)) is not None:
        objects = [before]  # a subject that the tree hung elsewhere
    return any(is_people(sentence, i) for i in objects)


def of_people(sentence: Sentence, token: Token) -> bool:
    """The same of a noun: "the capture of a commander"."""
    return any(is_people(sentence, t) for of in sentence.prepositions(token, "of") for t in sentence.below(of, "pobj"))


def is_people(sentence: Sentence, i: Token) -> bool:
    words, token = triggers(), i
    if token.lemma == "one" or token.pos == "NUM":  # "two of the gunmen"
        of = sentence.preposition(i)
        return of is not None and is_people(sentence, of)
    known = words.people | words.on_foot | words.civilians
    if token.entity == "PERSON" or token.lemma in known or token.lemma.rpartition("-")[2] in known:
        return True
    # "A Movement of A facilitator": the tree takes the name before a person's rank for what is captured.
    named = token.pos == "PROPN" and token.lemma not in sense_words().ground
    return named and not words.people.isdisjoint(lemmas(sentence.subtree(i, without=CLAUSES | {"acl", "appos"})))


def headline_takes_people(sentence: Sentence, token: Token) -> bool:
    """The same in a headline, whose tree misleads: "Force captures Taliban commander", "Taliban commander captured"."""
    words, ground = triggers().people, sense_words().ground
    after = [t.lemma for t in sentence.following(token)]
    first = next((lemma for lemma in after if lemma in words | ground), None)
    if first is None and token.is_noun and token.i:  # "confirms commander's capture"
        first = next((t.lemma for t in sentence.preceding(token, 2) if t.lemma in words), None)
    return first is not None and first in words


def takes_things(sentence: Sentence, token: Token) -> bool:
    """Whether the verb's object is carried away: "seized 9 kilograms of opium"."""
    return any(_is_thing(sentence, k) for i in sentence.objects(token) for k in sentence.conjuncts(i))


def _is_thing(sentence: Sentence, i: Token) -> bool:
    """Whether what is seized is carried away: weapons, drugs, money."""
    words = triggers()
    of = sentence.preposition(i, "of")
    heads = {*lemmas([i] if of is None else [i, of])}
    return bool(heads & words.goods) or any(heads & words.weapons[sort] for sort in words.weapons)


def _shared_objects(sentence: Sentence, token: Token) -> list[Token]:
    """ "A was occupied in May and retaken in June": the object of the first verb is that of the second."""
    if token.dep != "conj" or sentence.has(token, *UNDERGOING, *SUBJECTS):
        return []
    return sentence.below(sentence.head(token), "nsubjpass")
