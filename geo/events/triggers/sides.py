"""What an attack is by its weapon, and, where none is named, by who attacks whom."""

from __future__ import annotations

from collections.abc import Sequence

from geo.events.triggers.coded import CLAUSE_EDGES, SUBJECTS
from geo.lexicon import actors, triggers
from geo.model import EventType
from geo.syntax import Sentence, Token

_ORDER = ("chemical", "planted", "missile", "air", "explosive")
TYPE_OF_WEAPON = {
    "chemical": EventType.CHEMICAL,
    "planted": EventType.EXPLOSIVE,
    "missile": EventType.MISSILE_ATTACK,
    "air": EventType.AIR_STRIKE,
    "explosive": EventType.EXPLOSIVE,
}
_OBJECTS = frozenset({"dobj", "obj", "nsubjpass"})
_FROM_ABOVE = frozenset({"strike", "bomb", "bombard", "bombardment", "pound", "pummel", "air war", "fall", "land", "rain", "hit", "target"})
_SEEKING = frozenset({"target"})
_AT = frozenset({"on", "against", "at", "upon", "of"})


def weapon(lemmas: Sequence[str]) -> str | None:
    """The sort of weapon that the words name, the most telling first."""
    table = triggers()
    words = set(lemmas)
    for sort in _ORDER:
        for word in lemmas:
            stem = word if word in table.weapons[sort] else word.rstrip("s")
            if stem in table.weapons[sort] and not table.weapons_not.get(stem, frozenset()) & words:
                return sort
    return None


def on_the_ground(own: Sequence[str], clause: Sequence[str]) -> bool:
    ground = triggers().weapons["ground"]
    return any(w in ground for w in own) or any(w in ground for w in clause)


def by_sides(sentence: Sentence, token: Token, anchors: Sequence[int]) -> EventType | None:
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


def seeks_out(sentence: Sentence, token: Token, anchors: Sequence[int]) -> bool:
    """Whether those on the ground go for somebody: "the force targeted a commander", "an operation targeting a leader"."""
    if token.lemma not in _SEEKING:
        return False
    doers, targets = _arguments(sentence, anchors)
    table = triggers()
    return bool(doers & table.seeking) and bool(targets & (table.people | table.sought)) and not targets & (table.civilians - table.people)


def unstated(sentence: Sentence, token: Token, anchors: Sequence[int]) -> EventType:
    """What an attack is of which neither sentence nor article tells the weapon: by its word, else by whom it met."""
    words = {token.lemma, *(sentence.tokens[a].lemma for a in anchors)}
    if words & _FROM_ABOVE:
        return EventType.AIR_STRIKE
    if "bombing" in words:
        return EventType.EXPLOSIVE
    table = triggers()
    targets = _arguments(sentence, anchors)[1]
    if targets & (table.civilians | table.unarmed) and not targets & table.armed:
        return EventType.ATTACK_ON_CIVILIANS
    return EventType.ARMED_CLASH


def both_fight(sentence: Sentence, anchors: Sequence[int]) -> bool:
    """Whether a fighting side is named as doer and another as victim: "the army killed dozens of militants"."""
    doers, targets = _arguments(sentence, anchors)
    armed = triggers().armed
    return bool(targets & armed) and bool(doers & armed or _armed_group(sentence, anchors))


def against_fighters(sentence: Sentence, anchors: Sequence[int]) -> bool:
    return bool(_arguments(sentence, anchors)[1] & triggers().armed)


def _arguments(sentence: Sentence, anchors: Sequence[int]) -> tuple[set[str], set[str]]:
    """Lemmas of who does it, and of what it is done to."""
    doers: set[str] = set()
    targets: set[str] = set()
    shared = [c for a in anchors if not _has_object(sentence, a) for c in sentence.conjuncts(a) if _has_object(sentence, c)]
    for anchor in (*anchors, *shared[:1]):  # "killed and wounded dozens"
        token = sentence.tokens[anchor]
        passive = sentence.child(anchor, "nsubjpass") is not None
        for child in sentence.children[anchor]:
            c = sentence.tokens[child]
            if c.dep in _OBJECTS:
                targets |= _lemmas(sentence, child)
            elif c.dep in SUBJECTS or c.dep == "agent" or (c.dep == "prep" and c.lower == "by"):
                doers |= _lemmas(sentence, child)
            elif c.dep == "prep" and c.lower in _AT:
                targets |= _lemmas(sentence, child)
            elif c.dep in {"compound", "poss", "amod", "nmod"} and token.pos not in {"VERB", "AUX"}:
                doers |= _lemmas(sentence, child)
        if token.dep in {"relcl", "acl"} and token.tag not in {"VBN"}:
            doers |= {sentence.tokens[token.head].lemma}
        elif token.dep in {"advcl", "xcomp", "conj"} and not passive and sentence.child(anchor, *SUBJECTS) is None:
            subject = sentence.child(token.head, "nsubj")
            if subject is not None:
                doers |= _lemmas(sentence, subject)
    return doers, targets


def _has_object(sentence: Sentence, i: int) -> bool:
    return sentence.child(i, *_OBJECTS) is not None


def _lemmas(sentence: Sentence, i: int) -> set[str]:
    return {sentence.tokens[k].lemma for k in sentence.subtree(i, without=CLAUSE_EDGES | {"relcl", "acl", "prep"})} | {
        sentence.tokens[k].lemma
        for c in sentence.children[i]
        if sentence.tokens[c].dep in {"prep", "pobj"}
        for k in sentence.subtree(c, without=CLAUSE_EDGES | {"relcl", "acl"})
    }


def _armed_group(sentence: Sentence, anchors: Sequence[int]) -> bool:
    """Whether a known armed group does it."""
    for anchor in anchors:
        for child in sentence.children[anchor]:
            c = sentence.tokens[child]
            if c.dep in {"nsubj", "agent", "poss", "compound", "nmod"} or (c.dep == "prep" and c.lower == "by"):
                words = sentence.words(sentence.subtree(child, without=CLAUSE_EDGES | {"relcl", "acl"}))
                if any(a.kind == "armed group" and any(name in words for name in a.names if len(name) > 2) for a in actors().actors):
                    return True
    return False
