"""What a pronoun or a bare title stands for, where it is certain: "he said", "the minister added", "the Britain-based monitor"."""

from __future__ import annotations

from geo.events.arguments.naming import CLAUSES
from geo.events.attribution.cast import Cast
from geo.lexicon.actors import actors
from geo.lexicon.grammar import grammar_words
from geo.lexicon.speech import speech
from geo.model import Attribution
from geo.syntax import Sentence, Token

_HE = frozenset({"he", "she"})
_PLURAL = frozenset({"NNS", "NNPS"})


def resolved(sentence: Sentence, token: Token, cast: Cast) -> Attribution | None:
    """Who a subject stands for that only points back; None where it names somebody itself or the article leaves it open."""
    if token.lower in _HE:
        return cast.last_person
    if token.lower == "it":
        return cast.last_body
    if token.lower == "they":
        last = cast.last_speaker
        return last if last is not None and _many(last.speaker) else None
    if not token.is_noun or not _points_back(sentence, token):
        return None
    noun = token.lemma
    holders = cast.holders.get(noun, [])
    if len(holders) == 1:
        name = holders[0]
        role, body = cast.office_of.get(name, (None, None))
        return Attribution(name, token.span, None, cast.party_of.get(name), role, body)
    for last in (cast.last_speaker, cast.last_person, cast.last_body):
        if last is not None and noun in {w.lower().rstrip("s") for w in f"{last.speaker} {last.role or ''}".split()}:
            return last
    last = cast.last_body
    if noun in speech().bodies and last is not None and cast.last_speaker is last and _fits(noun, last):
        return last
    return None


def _points_back(sentence: Sentence, i: Token) -> bool:
    """ "The minister", "the Britain-based group": definite, and with nothing that names anybody."""
    tokens = sentence.subtree(i, without=CLAUSES | {"prep"})
    if tokens[0].lower not in grammar_words().definite or sentence.child(i, "appos") is not None:
        return False
    if sentence.has_word(i, {"of", "for"}):
        return False
    based = any(t.lower == "based" for t in tokens)
    return based or not any(t.capitalised for t in tokens[1:])


def _fits(noun: str, last: Attribution) -> bool:
    """Whether a noun can mean the body that spoke last."""
    known = actors().by_name.get(last.speaker)
    if known is not None:
        kinds = actors().nouns.get(noun)
        return known.kind in kinds if kinds is not None else known.kind != "office"
    return noun in {w.lower() for w in last.speaker.split()} or noun in speech().any_body


def _many(speaker: str) -> bool:
    last = speaker.split()[-1] if speaker.split() else ""
    return last.endswith("s") and last[:1].islower()
