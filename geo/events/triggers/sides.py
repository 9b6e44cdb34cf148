"""What an attack is by its weapon, and, where none is named, by who attacks whom."""

from __future__ import annotations

from collections.abc import Sequence

from geo.lexicon.actors import actors
from geo.lexicon.senses import sense_words
from geo.lexicon.triggers import triggers
from geo.model import EventType
from geo.syntax import CLAUSES, MODIFIERS, SUBJECTS, UNDERGOING, Sentence, Token, lemmas

TYPE_OF_WEAPON = {  # the most telling first
    "chemical": EventType.CHEMICAL,
    "planted": EventType.EXPLOSIVE,
    "missile": EventType.MISSILE_ATTACK,
    "air": EventType.AIR_STRIKE,
    "explosive": EventType.EXPLOSIVE,
}
_CLAUSES = CLAUSES | {"acl"}


def weapon(lemmas: Sequence[str]) -> str | None:
    """The sort of weapon that the words name, the most telling first."""
    table = triggers()
    words = set(lemmas)
    for sort in TYPE_OF_WEAPON:
        for word in lemmas:
            stem = word if word in table.weapons[sort] else word.rstrip("s")
            if stem in table.weapons[sort] and not table.weapons_not.get(stem, frozenset()) & words:
                return sort
    return None


def on_the_ground(own: Sequence[str], clause: Sequence[str]) -> bool:
    ground = triggers().weapons["ground"]
    return any(w in ground for w in own) or any(w in ground for w in clause)


def by_sides(sentence: Sentence, token: Token, anchors: Sequence[Token]) -> EventType | None:
    """A clash where fighters on foot attack what fights, an attack on civilians where they attack what does not; else None.

    "Gunmen attacked a village", "Taliban attacks on police posts". None where nobody on foot is said to attack.
    """
    doers, targets = _arguments(sentence, anchors)
    table = triggers()
    if not (doers & table.on_foot or _armed_group(sentence, anchors)):
        return None
    if targets & table.armed:
        return EventType.ARMED_CLASH
    if targets & (table.civilians | table.unarmed):
        return EventType.ATTACK_ON_CIVILIANS
    return None


def seeks_out(sentence: Sentence, token: Token, anchors: Sequence[Token]) -> bool:
    """Whether those on the ground go for somebody: "the force targeted a commander", "an operation targeting a leader"."""
    if token.lemma not in sense_words().seeking:
        return False
    doers, targets = _arguments(sentence, anchors)
    table = triggers()
    return bool(doers & table.seeking) and bool(targets & (table.people | table.sought)) and not targets & (table.civilians - table.people)


def unstated(sentence: Sentence, token: Token, anchors: Sequence[Token]) -> EventType:
    """What an attack is of which neither sentence nor article tells the weapon: by its word, else by whom it met."""
    words = {token.lemma, *lemmas(anchors)}
    if words & sense_words().from_above:
        return EventType.AIR_STRIKE
    if words & sense_words().planted:
        return EventType.EXPLOSIVE
    table = triggers()
    targets = _arguments(sentence, anchors)[1]
    if targets & (table.civilians | table.unarmed) and not targets & table.armed:
        return EventType.ATTACK_ON_CIVILIANS
    return EventType.ARMED_CLASH


def both_fight(sentence: Sentence, anchors: Sequence[Token]) -> bool:
    """Whether a fighting side is named as doer and another as victim: "the army killed dozens of militants"."""
    doers, targets = _arguments(sentence, anchors)
    armed = triggers().armed
    return bool(targets & armed) and bool(doers & armed or _armed_group(sentence, anchors))


def against_fighters(sentence: Sentence, anchors: Sequence[Token]) -> bool:
    return bool(_arguments(sentence, anchors)[1] & triggers().armed)


def _arguments(sentence: Sentence, anchors: Sequence[Token]) -> tuple[set[str], set[str]]:
    """Lemmas of who does it, and of what it is done to."""
    doers: set[str] = set()
    targets: set[str] = set()
    shared = [c for a in anchors if sentence.object(a) is None for c in sentence.conjuncts(a) if sentence.object(c) is not None]
    for anchor in (*anchors, *shared[:1]):  # "killed and wounded dozens"
        for c in sentence.below(anchor):
            if c.dep in UNDERGOING or (c.dep == "prep" and c.lower in sense_words().at):
                targets |= _lemmas(sentence, c)
            elif c.dep in SUBJECTS or _is_by(c) or (c.dep in MODIFIERS and not anchor.is_verb):
                doers |= _lemmas(sentence, c)
        doers |= _doers_above(sentence, anchor)
    return doers, targets


def _doers_above(sentence: Sentence, token: Token) -> set[str]:
    """ "Gunmen who attacked A", "opened fire, killing nine": the doer hangs on the word above."""
    if token.dep in {"relcl", "acl"} and token.tag != "VBN":
        return {sentence.head(token).lemma}
    if token.dep in {"advcl", "xcomp", "conj"} and sentence.subject(token) is None:
        subject = sentence.subject(sentence.head(token), passive=False)
        return _lemmas(sentence, subject) if subject is not None else set()
    return set()


def _is_by(token: Token) -> bool:
    return token.dep == "agent" or (token.dep == "prep" and token.lower == "by")


def _lemmas(sentence: Sentence, i: Token) -> set[str]:
    """Those of a phrase with what its own prepositions bring, and nothing further down."""
    own = sentence.subtree(i, without=_CLAUSES | {"prep"})
    below = [k for c in sentence.below(i, "prep", "pobj") for k in sentence.subtree(c, without=_CLAUSES)]
    return {*lemmas(own), *lemmas(below)}


def _armed_group(sentence: Sentence, anchors: Sequence[Token]) -> bool:
    """Whether a known armed group does it."""
    groups = [name for a in actors().actors if a.kind == "armed group" for name in a.names if len(name) > 2]
    for anchor in anchors:
        for c in sentence.below(anchor):
            if c.dep in {"nsubj", "poss", "compound", "nmod"} or _is_by(c):
                words = sentence.words(sentence.subtree(c, without=_CLAUSES))
                if any(name in words for name in groups):
                    return True
    return False
