"""Of what type the triggers are whose own sentence does not tell it: "the strikes", "the attack", "eleven targets were hit"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.events.triggers.coded import Coded
from geo.events.triggers.sides import unstated
from geo.lexicon.senses import sense_words
from geo.model import ASSAULTS, ATTACKS, STRIKES, EventType
from geo.syntax import Sentence, Token

FROM_ARTICLE = "type taken from the rest of the article"
_FOLLOWS = 2  # passages within which a generic verb goes on with what was told before
_FREE = frozenset({"ROOT", "ccomp", "conj", "relcl", "acl"})  # clauses that need no doer of their own


@dataclass(frozen=True, slots=True)
class _Told:
    """What an article tells by name."""

    only: EventType | None  # the kind of attack that it tells where it tells of one
    usual: EventType | None  # the kind of strike that it names most
    from_air: bool
    other: bool  # of attacks it tells mostly of others than strikes

    @staticmethod
    def of(coded: Sequence[Sequence[Coded]]) -> _Told:
        plain = [c for found in coded for c in found if not c.generic]
        strikes = Counter(c.type for c in plain if c.type in STRIKES)
        all_told = Counter(c.type for c in plain if not c.casualty and c.type in ATTACKS | ASSAULTS)
        commonest = {kind for kind, n in all_told.items() if n == max(all_told.values())}
        usual = strikes.most_common(1)[0][0] if strikes else None
        only = next(iter(all_told)) if len(all_told) == 1 else None
        return _Told(only, usual, EventType.AIR_STRIKE in strikes, bool(commonest) and not commonest & STRIKES)


def settle_generic(sentences: Sequence[Sentence], coded: Sequence[Sequence[Coded]]) -> list[list[Coded]]:
    """ "The strikes" are those that the article spoke of last; "Russia's strikes" those that it speaks of most."""
    told = _Told.of(coded)
    last: EventType | None = None
    last_at = -_FOLLOWS - 1  # position of the passage that spoke of it
    out: list[list[Coded]] = []
    for position, (sentence, found) in enumerate(zip(sentences, coded, strict=True)):
        settled: list[Coded] = []
        for c in found:
            if c.generic:
                kind = _settled(sentence, c, told, last, goes_on=position - last_at <= _FOLLOWS)
                why = FROM_ARTICLE if told.usual is not None else "type not stated"
                c = replace(c, type=kind, reasons=(*c.reasons, why))
            elif c.casualty and not c.noun and c.type is EventType.LOSSES and told.only in STRIKES and told.only is not None:
                c = replace(c, type=told.only, reasons=(*c.reasons, "the article tells of one kind of attack"))
            if c.type in ATTACKS or (told.usual is None and c.type in ASSAULTS and not c.casualty):
                last, last_at = c.type, position
            settled.append(c)
        out.append(settled)
    return out


def _settled(sentence: Sentence, c: Coded, told: _Told, last: EventType | None, *, goes_on: bool) -> EventType:
    word = c.word
    words = sense_words()
    kind = EventType.AIR_STRIKE if told.from_air else told.usual
    if word.lemma in words.any_attack and told.other:
        kind = None  # "the attack" in a report of other attacks than strikes
    if kind is None:
        return last if c.noun and last is not None and _pointed_at(sentence, c.word) else unstated(sentence, word, c.anchors)
    if c.noun and last is not None and word.lemma in words.taken_up and _pointed_at(sentence, c.word):
        return last
    if not c.noun and last is not None and last in STRIKES and goes_on and not _fresh_doer(sentence, c.word):
        return last  # "Eleven targets were hit" goes on with the strikes of the sentence before
    return kind


def _pointed_at(sentence: Sentence, i: Token) -> bool:
    return any(t.lower in sense_words().pointing for t in sentence.below(i))


def _fresh_doer(sentence: Sentence, verb: Token) -> bool:
    """Whether the verb has an active subject that could be another attacker: "Russia hit", not "targets were hit"."""
    subject = sentence.subject(verb, passive=False)
    if subject is None:
        return verb.dep not in _FREE and not sentence.has(verb, "nsubjpass")
    return subject.lemma not in sense_words().own_deeds
