"""What a verb takes: ground, people or things. "Captured a town", "captured a commander" and "captured rifles" are three."""

from __future__ import annotations

from geo.lexicon import triggers
from geo.syntax import Sentence, Token

_OBJECTS = frozenset({"dobj", "obj", "nsubjpass"})
_SURELY_GROUND = frozenset({"occupy", "overrun", "recapture", "retake", "liberate"})  # whatever the tagger takes a name for
_GROUND = frozenset(  # what can be taken, beside what has a name
    {"town", "city", "village", "region", "district", "station", "base", "airport", "hill", "province", "area", "territory", "crossing"}
    | {"bridge", "port", "neighbourhood", "neighborhood", "airfield", "outpost", "stronghold", "capital", "suburb"}
)


def takes_place(sentence: Sentence, token: Token) -> bool:
    for c in (*sentence.children[token.i], *_shared_objects(sentence, token)):
        child = sentence.tokens[c]
        if child.dep not in {"dobj", "obj", "nsubjpass"}:
            continue
        named = child.pos == "PROPN" and (child.entity not in {"ORG", "DATE"} or token.lemma in _SURELY_GROUND)
        if named or child.lemma in _GROUND:
            return True
    return False


def takes_people(sentence: Sentence, token: Token) -> bool:
    """Whether the verb's object, or who a participle says it of, is people: "captured a commander", "a commander captured in A"."""
    objects = [c for c in (*sentence.children[token.i], *_shared_objects(sentence, token)) if sentence.tokens[c].dep in _OBJECTS]
    if not objects and token.tag == "VBN" and token.dep in {"acl", "relcl", "conj", "ROOT"}:
        objects = (
            [token.head] if token.dep in {"acl", "relcl"} else [c for c in sentence.children[token.i] if sentence.tokens[c].dep == "nsubj"]
        )
    return any(is_people(sentence, i) for i in objects)


def of_people(sentence: Sentence, token: Token) -> bool:
    """The same of a noun: "the capture of a commander"."""
    below = (sentence.child(c, "pobj") for c in sentence.children[token.i] if sentence.tokens[c].lower == "of")
    return any(i is not None and is_people(sentence, i) for i in below)


def is_people(sentence: Sentence, i: int) -> bool:
    words, token = triggers(), sentence.tokens[i]
    if token.lemma == "one" or token.pos == "NUM":  # "two of the gunmen"
        of = sentence.child(i, "prep")
        below = sentence.child(of, "pobj") if of is not None else None
        return below is not None and is_people(sentence, below)
    return token.entity == "PERSON" or token.lemma in words.people | words.on_foot | words.civilians


def _is_thing(sentence: Sentence, i: int) -> bool:
    """Whether what is seized is carried away: weapons, drugs, money."""
    words = triggers()
    of = sentence.child(i, "prep")
    below = sentence.child(of, "pobj") if of is not None and sentence.tokens[of].lower == "of" else None
    heads = {sentence.tokens[k].lemma for k in (i, below) if k is not None}
    return bool(heads & words.goods) or any(heads & words.weapons[sort] for sort in words.weapons)


def _shared_objects(sentence: Sentence, token: Token) -> list[int]:
    """ "A was occupied in May and retaken in June": the object of the first verb is that of the second."""
    if token.dep != "conj" or any(sentence.tokens[c].dep in {"dobj", "obj", "nsubjpass", "nsubj"} for c in sentence.children[token.i]):
        return []
    return [c for c in sentence.children[token.head] if sentence.tokens[c].dep == "nsubjpass"]


def takes_things(sentence: Sentence, token: Token) -> bool:
    """Whether the verb's object is carried away: "seized 9 kilograms of opium"."""
    return any(_is_thing(sentence, c) for c in sentence.children[token.i] if sentence.tokens[c].dep in _OBJECTS)
