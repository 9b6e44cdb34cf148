"""Of what type a trigger is: by its entry in the lexicon, its weapon, and by who does it to whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo.events.triggers.coded import Coded
from geo.events.triggers.sides import TYPE_OF_WEAPON, against_fighters, both_fight, by_sides, on_the_ground, seeks_out, weapon
from geo.lexicon.modality import modality_words
from geo.lexicon.senses import sense_words
from geo.lexicon.triggers import Trigger, triggers
from geo.model import EventType
from geo.syntax import CLAUSES, Sentence, Token, lemmas

_WITHIN = frozenset({"relcl", "ccomp", "advcl", "acl", "conj", "appos"})
_SUBJECT_ABOVE = frozenset({"xcomp", "conj", "advcl", "acl", "relcl"})


@dataclass(frozen=True, slots=True)
class Case:
    """A trigger whose type is asked for, with the words that may tell it."""

    sentence: Sentence
    token: Token
    entry: Trigger
    anchors: tuple[Token, ...]
    noun: bool
    own: Sequence[str]  # lemmas of its phrase
    words: Sequence[Token]  # its clause: the doer's and the tool's word decide there, not across "but" or "while"

    @property
    def clause(self) -> list[str]:
        return lemmas(self.words)

    @staticmethod
    def of(sentence: Sentence, token: Token, entry: Trigger, anchors: tuple[Token, ...], *, noun: bool) -> Case:
        own = [t for t in phrase_of(sentence, token) if t is not token]
        support = [t for a in anchors if a is not token for t in clause_of(sentence, a)]
        clause = support or clause_of(sentence, token)
        return Case(sentence, token, entry, anchors, noun, lemmas(own), clause)


@dataclass(frozen=True, slots=True)
class Kind:
    type: EventType
    why: str  # after the trigger's own word
    generic: bool = False
    casualty: bool | None = None  # None: as the entry has it


def kind_of(sentence: Sentence, token: Token, entry: Trigger, anchors: tuple[Token, ...], *, noun: bool) -> Coded:
    """The trigger with the type that the first of the rules gives it, else its entry's."""
    case = Case.of(sentence, token, entry, anchors, noun=noun)
    kind = next((k for rule in _RULES if (k := rule(case)) is not None), None) or Kind(entry.type, "", casualty=entry.casualty)
    quoted = f"{token.text} {sentence.particle(token)}" if entry.particles else token.text
    casualty = entry.casualty if kind.casualty is None else kind.casualty
    return Coded(token, anchors, kind.type, kind.generic, casualty, noun, (f'"{quoted}"{kind.why}',))


def phrase_of(sentence: Sentence, i: Token) -> list[Token]:
    """The trigger's own noun phrase or, for a verb, its objects and adverbials; no clause below it."""
    return sentence.subtree(i, without=_WITHIN)


def clause_of(sentence: Sentence, i: Token) -> list[Token]:
    """The clause that token i heads or stands in: its verb with subject, objects, adverbials and infinitives."""
    head = sentence.verb_over(i)
    found = sentence.subtree(head, without=CLAUSES)
    for below in sentence.below(head, "advcl"):  # "…, using long-range missiles" names the weapon of the clause it hangs on
        if below.lemma in sense_words().wielding:
            found += sentence.subtree(below, without=CLAUSES)
    if sentence.subject(head) is None and head.dep in _SUBJECT_ABOVE:
        above = sentence.head(head)
        subject = sentence.subject(above) if head.dep != "relcl" else above
        if subject is not None:
            found += sentence.subtree(subject, without=CLAUSES)
    return found


# --- the rules, the most telling first -----------------------------------------------------------------------------------------


def _of_the_war(case: Case) -> Kind | None:
    """ "The conflict has killed 300,000", "displaced since the war began": what a whole war has done."""
    if case.noun or (not case.entry.casualty and case.entry.type is not EventType.DISPLACEMENT):
        return None
    words, sentence, verb = modality_words().habitual, case.sentence, case.token
    subject = sentence.subject(verb, passive=False)
    if case.entry.casualty and subject is not None and subject.lemma in words.wars and not _dated(sentence, verb):
        return Kind(EventType.BACKGROUND, " by a whole war")
    if not sentence.has_auxiliary(verb, modality_words().small.perfect):
        return None
    since = [t for t in sentence.below(verb, "prep", "advcl", "mark") if t.lower in words.since or sentence.mark(t) in words.since]
    within = since + sentence.prepositions(verb, "in", "during")
    if any(not words.wars.isdisjoint(lemmas(sentence.subtree(t))) for t in within):
        return Kind(EventType.BACKGROUND, " in a whole war")
    return None


def _dated(sentence: Sentence, verb: Token) -> bool:
    return any(i.entity in {"DATE", "TIME"} for p in sentence.prepositions(verb, "on", "at") for i in sentence.subtree(p))


def _by_cause(case: Case) -> Kind | None:
    """ "A rocket killed a soldier": the cause is named; "a pilot died" names none."""
    if not case.entry.casualty or case.entry.type is not EventType.LOSSES:
        return None
    suffers = case.sentence.objects(case.token) or [t for t in case.sentence.below(case.token, "nsubj") if not case.noun]
    hurt = {i for s in suffers for i in case.sentence.subtree(s, without=CLAUSES | {"acl"})}
    others = [i for i in case.words if i not in hurt]
    if (sort := weapon(lemmas(others))) is None:
        return None
    return Kind(TYPE_OF_WEAPON[sort], f" with {sort} weapons", casualty=False)


def _by_both_sides(case: Case) -> Kind | None:
    if case.entry.type is EventType.LOSSES and case.token.lemma in sense_words().killing and both_fight(case.sentence, case.anchors):
        return Kind(EventType.ARMED_CLASH, ", and both sides fight", casualty=True)
    return None


def _of_civilians(case: Case) -> Kind | None:
    if not case.entry.casualty or case.token.lemma not in sense_words().harming:
        return None
    hurt = (i for o in case.sentence.objects(case.token) for i in case.sentence.subtree(o, without=CLAUSES))
    if triggers().civilians.isdisjoint(lemmas([*hurt])):
        return None
    return Kind(EventType.ATTACK_ON_CIVILIANS, " of people not said to fight", casualty=True)


def _fended_off(case: Case) -> Kind | None:
    words, above = sense_words(), case.sentence.head(case.token)
    if case.noun and case.token.lemma in words.any_attack and above.lemma in words.fending_off:
        return Kind(EventType.GROUND_OFFENSIVE, " was repelled", casualty=False)
    return None


def _by_weapon(case: Case) -> Kind | None:
    if not case.entry.generic:
        return None
    told = lemmas(_told_of(case.sentence, case.token)) if case.noun else []
    sort = weapon(case.own) or weapon(case.clause) or weapon(told)
    return Kind(TYPE_OF_WEAPON[sort], f" with {sort} weapons") if sort is not None else None


def _by_search(case: Case) -> Kind | None:
    if case.entry.generic and seeks_out(case.sentence, case.token, case.anchors):
        return Kind(EventType.GROUND_OFFENSIVE, " on the ground, to seek out")
    return None


def _by_sides(case: Case) -> Kind | None:
    storms = case.entry.type is EventType.GROUND_OFFENSIVE and case.token.lemma in sense_words().storming
    if not case.entry.generic and not storms:
        return None
    sided = by_sides(case.sentence, case.token, case.anchors)
    return Kind(sided, ", by who attacks whom", casualty=case.entry.casualty and not storms) if sided is not None else None


def _on_the_ground(case: Case) -> Kind | None:
    foot = case.entry.generic and case.noun and case.token.lemma in sense_words().on_foot
    return Kind(EventType.GROUND_OFFENSIVE, " on the ground") if foot and on_the_ground(case.own, case.clause) else None


def _unstated(case: Case) -> Kind | None:
    return Kind(case.entry.type, " without a weapon named", generic=True) if case.entry.generic else None


def _of_those_who_fight(case: Case) -> Kind | None:
    if case.entry.by_sides and against_fighters(case.sentence, case.anchors):
        return Kind(EventType.ARMED_CLASH, " of those who fight")
    return None


_RULES: tuple[Callable[[Case], Kind | None], ...] = (
    _of_the_war,
    _by_cause,
    _by_both_sides,
    _of_civilians,
    _fended_off,
    _by_weapon,
    _by_search,
    _by_sides,
    _on_the_ground,
    _unstated,
    _of_those_who_fight,
)


def _told_of(sentence: Sentence, token: Token) -> list[Token]:
    """The relative clause of a noun, "the bombing in which a suicide attacker …": it may name the weapon."""
    clause = sentence.child(token, "relcl")
    return sentence.subtree(clause, without=CLAUSES) if clause is not None else []
