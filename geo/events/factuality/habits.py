"""What is told of in general: a habit, a charge, a kind of crime. "Responsible for roadside bombings" reports no bombing."""

from __future__ import annotations

from collections.abc import Iterable

from geo.events.triggers.coded import Coded
from geo.lexicon.modality import modality_words
from geo.syntax import CLAUSES, Sentence, Token

_OF_ITS_OWN = frozenset({"DATE", "TIME", "CARDINAL"})  # entities that make a deed one of its own
_INSIDE = CLAUSES | {"acl", "appos", "conj", "cc"}
_PLURAL = frozenset({"NNS", "NNPS"})
_ROW = 3  # deeds in a row, from which they are kinds: 3 of 3 such rows in 120 texts of MUC-4; two may be what a day brought
_LINKS = frozenset({"ADP", "SCONJ"})


def habit(sentence: Sentence, coded: Coded) -> str | None:
    """The word by which a trigger is told of in general; None where one event, or some, are reported."""
    token = coded.word
    if token.is_noun:
        return _kind_of_deed(sentence, coded, token)
    return _usual(sentence, token) or _charged(sentence, coded, token)


def _kind_of_deed(sentence: Sentence, coded: Coded, token: Token) -> str | None:
    """ "Such attacks"; "charged with murder", "an end to kidnappings", "responsible for roadside bombings"."""
    words = modality_words().habitual
    inside = sentence.subtree(token, without=_INSIDE)
    if sentence.has(token, "nummod") or _apart(sentence, inside):
        return None
    general = next((t for t in sentence.below(token, "amod", "predet", "det") if t.lower in words.general), None)
    if general is not None and not _placed(sentence, inside) and not sentence.has(token, "det"):
        return general.text
    if sentence.has(token, "det", "poss", "relcl", "acl") or (token.tag not in _PLURAL and sentence.has(token, "amod")):
        return None
    if (listed := _listed(sentence, token)) is not None:
        return listed
    return _general(sentence, _over(sentence, token), coded, placed=_placed(sentence, inside))


def _listed(sentence: Sentence, token: Token) -> str | None:
    """ "In the form of arrests, murders and attacks": kinds of deeds, named in a row, of which nothing happens in the sentence."""
    first = sentence.first_conjunct(token)
    row = sentence.conjuncts(first)
    bare = all(t.tag in _PLURAL and not sentence.has(t, "det", "poss", "nummod", "relcl", "acl") for t in row)
    if len(row) < _ROW or not bare or first.dep != "pobj" or _placed(sentence, sentence.subtree(first)):
        return None
    return first.text


def _usual(sentence: Sentence, token: Token) -> str | None:
    """ "Those who murder priests": what is done again and again. "Regularly shelled" tells of a campaign, which is reported."""
    present = token.tag in {"VBP", "VBZ"} and token.dep == "relcl" and not sentence.has(token, "aux", "auxpass")
    inside = sentence.subtree(token)
    return token.text if present and not _apart(sentence, inside) and not _placed(sentence, inside) else None


def _charged(sentence: Sentence, coded: Coded, token: Token) -> str | None:
    """ "Responsible for planting bombs", "accused of attacking convoys": of bare things, many and unnamed."""
    inside = sentence.subtree(token)
    if token.tag != "VBG" or token.dep != "pcomp" or _apart(sentence, inside):
        return None
    things = sentence.objects(token, passive=False)
    if not things or not all(i.tag in _PLURAL and not sentence.has(i, "det", "poss") for i in things):
        return None
    return _general(sentence, sentence.head(sentence.head(token)), coded, placed=_placed(sentence, inside))


def _general(sentence: Sentence, over: Token | None, coded: Coded, *, placed: bool) -> str | None:
    """The word over a deed, where it makes a habit or a charge of it."""
    words = modality_words().habitual
    if over is None or over in coded.anchors:
        return None
    return over.text if over.lemma in words.role or (over.lemma in words.over and not placed) else None


def _over(sentence: Sentence, token: Token) -> Token | None:
    """The word whose object a noun is, itself or behind a preposition; None for a subject."""
    first = sentence.first_conjunct(token)
    if first.dep not in {"pobj", "dobj", "obj", "attr"}:
        return None
    above = sentence.head(first)
    return sentence.head(above) if above.pos in _LINKS else above


def _apart(sentence: Sentence, indices: Iterable[Token]) -> bool:
    """Whether a number or a day makes it an event of its own."""
    return any(i.entity in _OF_ITS_OWN for i in indices)


def _placed(sentence: Sentence, indices: Iterable[Token]) -> bool:
    return any(i.tag in {"NNP", "NNPS"} for i in indices)
