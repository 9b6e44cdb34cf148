"""What a verb takes: ground, people or things. "Captured a town", "captured a commander" and "captured rifles" are three."""

from __future__ import annotations

from geo.lexicon import sense_words, triggers
from geo.syntax import SUBJECTS, UNDERGOING, Sentence, Token

_TOLD_OF = frozenset({"acl", "relcl"})


def takes_place(sentence: Sentence, token: Token) -> bool:
    words = sense_words()
    for i in (*sentence.objects(token.i), *_shared_objects(sentence, token)):
        taken = sentence.tokens[i]
        named = taken.pos == "PROPN" and (taken.entity not in {"ORG", "DATE"} or token.lemma in words.surely_ground)
        if named or taken.lemma in words.ground:
            return True
    return False


def takes_people(sentence: Sentence, token: Token) -> bool:
    """Whether the verb's object, or who a participle says it of, is people: "captured a commander", "a commander captured in A"."""
    objects = [*sentence.objects(token.i), *_shared_objects(sentence, token)]
    if not objects and token.tag == "VBN" and token.dep in _TOLD_OF | {"conj", "ROOT"}:
        objects = [token.head] if token.dep in _TOLD_OF else [t.i for t in sentence.below(token.i, "nsubj")]
    return any(is_people(sentence, i) for i in objects)


def of_people(sentence: Sentence, token: Token) -> bool:
    """The same of a noun: "the capture of a commander"."""
    return any(is_people(sentence, i) for i in sentence.governed(token.i, "of"))


def is_people(sentence: Sentence, i: int) -> bool:
    words, token = triggers(), sentence.tokens[i]
    if token.lemma == "one" or token.pos == "NUM":  # "two of the gunmen"
        of = sentence.preposition(i)
        return of is not None and is_people(sentence, of)
    return token.entity == "PERSON" or token.lemma in words.people | words.on_foot | words.civilians


def takes_things(sentence: Sentence, token: Token) -> bool:
    """Whether the verb's object is carried away: "seized 9 kilograms of opium"."""
    return any(_is_thing(sentence, k) for i in sentence.objects(token.i) for k in sentence.conjuncts(i))


def _is_thing(sentence: Sentence, i: int) -> bool:
    """Whether what is seized is carried away: weapons, drugs, money."""
    words = triggers()
    of = sentence.preposition(i, "of")
    heads = {*sentence.lemmas([i] if of is None else [i, of])}
    return bool(heads & words.goods) or any(heads & words.weapons[sort] for sort in words.weapons)


def _shared_objects(sentence: Sentence, token: Token) -> list[int]:
    """ "A was occupied in May and retaken in June": the object of the first verb is that of the second."""
    if token.dep != "conj" or sentence.has(token.i, *UNDERGOING, *SUBJECTS):
        return []
    return [t.i for t in sentence.below(token.head, "nsubjpass")]
