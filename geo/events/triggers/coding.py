"""Which words of a sentence report an event. What they need beside them stands in resources/lexicon/triggers.toml."""

from __future__ import annotations

from collections.abc import Sequence

from geo.events.triggers.coded import Coded
from geo.events.triggers.fields import in_field
from geo.events.triggers.headlines import flat_triggers, is_headline
from geo.events.triggers.kinds import clause_of, kind_of, phrase_of
from geo.events.triggers.objects import of_people, takes_people, takes_place, takes_things
from geo.events.triggers.same import merge_same
from geo.events.triggers.settling import settle_generic
from geo.events.triggers.sides import against_fighters
from geo.lexicon.senses import sense_words
from geo.lexicon.triggers import Trigger, triggers
from geo.model import EventType
from geo.syntax import CLAUSES, OBJECTS, SUBJECTS, UNDERGOING, Sentence, Token, lemmas

_NAMED = frozenset({"ORG", "PERSON", "PRODUCT", "WORK_OF_ART"})
_PREDICATES = frozenset({"ROOT", "acl", "advcl"})


def code(sentences: Sequence[Sentence]) -> list[list[Coded]]:
    """For each sentence the events that it reports, in order; generic ones ("the strikes") take the article's type."""
    coded = [merge_same(sentence, _triggers(sentence)) for sentence in sentences]
    coded = [flat_triggers(s, found) if is_headline(s) else found for s, found in zip(sentences, coded, strict=True)]
    return settle_generic(sentences, in_field(sentences, coded))


def _triggers(sentence: Sentence) -> list[Coded]:
    found: list[Coded] = []
    taken: set[Token] = set()
    for token in sentence.tokens:
        if token in taken or (coded := _trigger(sentence, token)) is None:
            continue
        if coded.noun and (_beside_mission(sentence, token) or _is_talk(sentence, token) or _is_name(token)):
            continue
        found.append(coded)
        taken.update(coded.anchors)
    # A light verb whose object is a trigger of its own is that trigger's support, not an event beside it.
    supported = {a for c in found if c.noun for a in c.anchors if a != c.word}
    light = triggers().light_verbs
    return [c for c in found if c.noun or c.word not in supported or c.word.lemma not in light]


def _trigger(sentence: Sentence, token: Token) -> Coded | None:
    coded = _noun(sentence, token) if token.is_noun else _verb(sentence, token) if token.is_verb else None
    if coded is None and (dead := _shot_dead(sentence, token)) is not None:
        kind = EventType.ARMED_CLASH if against_fighters(sentence, (dead,)) else EventType.ATTACK_ON_CIVILIANS
        return Coded(token, (token, dead), kind, False, False, False, ('"shot dead"',))
    if coded is None and token.pos == "ADJ" and token.dep in _PREDICATES:
        return _verb(sentence, token)
    return coded


def _shot_dead(sentence: Sentence, token: Token) -> Token | None:
    """ "A sniper shot dead a boy": the parser takes "shot" for a noun that "is dead"."""
    after = sentence.after(token)
    return after if token.is_noun and token.lower == "shot" and after is not None and after.lower == "dead" else None


def _noun(sentence: Sentence, token: Token) -> Coded | None:
    names = {f"{c.lemma} {token.lemma}" for c in sentence.modifiers(token)} | {token.lemma}
    before = sentence.before(token)
    if before is not None and (before.is_noun or before.pos == "ADJ"):
        names.add(f"{before.lemma} {token.lemma}")
    for entry in triggers().entries:
        if not entry.nouns & names:
            continue
        if entry.company and not _company(sentence, token, entry.company):
            continue
        if (entry.people_object and not of_people(sentence, token)) or (entry.taken_only and token.dep not in UNDERGOING):
            continue
        carrier = _carrier(sentence, token)
        support = _support(sentence, carrier[-1] if carrier else token)
        return kind_of(sentence, token, entry, tuple(dict.fromkeys((token, *carrier, *support))), noun=True)
    return None


def _verb(sentence: Sentence, token: Token) -> Coded | None:
    if token.dep in {"amod", "compound"} and not _behind_comma(sentence, token):  # "the targeted areas"
        return None
    for entry in triggers().entries:
        if token.lemma in entry.verbs and _verb_fits(sentence, token, entry):
            return kind_of(sentence, token, entry, (token,), noun=False)
    return None


def _verb_fits(sentence: Sentence, token: Token, entry: Trigger) -> bool:
    """Whether what an entry asks of its verbs is there."""
    if entry.company and not _in_company(sentence, token, entry):
        return False
    if entry.particles and sentence.particle(token) not in entry.particles:
        return False
    if entry.people_object and not takes_people(sentence, token):
        return False
    if entry.any_object:
        return sentence.object(token) is not None
    if entry.generic and not entry.company and not _fights(sentence, token):
        return False
    if entry.subjects and not _done_by(sentence, token, entry.subjects):
        return False
    if entry.state and _is_state(sentence, token):
        return False
    if not entry.objects and not entry.under:
        return True
    return _takes_one(sentence, token, entry.objects) or (bool(entry.under) and bool(sentence.prepositions(token, *entry.under)))


def _done_by(sentence: Sentence, token: Token, subjects: frozenset[str]) -> bool:
    doer = sentence.subject(token)
    if doer is None and token.dep in {"relcl", "acl"}:
        doer = sentence.head(token)
    elif doer is None and token.dep in {"advcl", "xcomp", "conj"}:
        doer = sentence.subject(sentence.head(token))
    return doer is not None and not subjects.isdisjoint(lemmas(sentence.subtree(doer, without=CLAUSES | {"acl"})))


def _is_state(sentence: Sentence, token: Token) -> bool:
    """ "Refugees displaced abroad", "remain displaced": nobody is said to have done it, nor when."""
    if token.tag != "VBN" or token.dep not in {"acl", "amod", "acomp", "oprd", "xcomp"} or sentence.agent(token) is not None:
        return False
    return not any(i.entity in {"DATE", "TIME"} for i in sentence.subtree(token))


def _takes_one(sentence: Sentence, token: Token, objects: frozenset[str]) -> bool:
    first = sentence.object(token, passive=False)
    return first is not None and not objects.isdisjoint(lemmas(sentence.subtree(first)))


def _behind_comma(sentence: Sentence, token: Token) -> bool:
    """Whether what the parser takes for a word before a noun is the sentence's verb: "a group, …, employed cruise missiles"."""
    return token.tag in {"VBD", "VBN"} and sentence.lower_before(token) == "," and sentence.head(token).i > token.i + 1


def _in_company(sentence: Sentence, token: Token, entry: Trigger) -> bool:
    """Whether the words that a verb needs beside it are there: one of its company, or a place name as its object.

    "Enter" and "take" need both, an armed doer and a place.
    """
    company = _company(sentence, token, entry.company)
    if not entry.place_object:
        return company
    if takes_people(sentence, token):
        return False
    place = takes_place(sentence, token)
    if takes_things(sentence, token):
        return False  # "seized 9 kilograms of opium in A district"
    return company and place if entry.both else company or place


def _carrier(sentence: Sentence, token: Token) -> list[Token]:
    """ "A campaign of air strikes", "a wave of attacks": the word that stands for the strikes in its sentence."""
    carriers, head = sense_words().carriers, sentence.head(token)
    if token.dep == "pobj" and head.lower == "of" and sentence.head(head).lemma in carriers:
        return [sentence.head(head)]
    return [head] if token.dep == "compound" and head.lemma in carriers else []


def _support(sentence: Sentence, token: Token) -> list[Token]:
    """The light verb that carries a noun trigger: "launched" of "launched a bombardment", "strikes were launched"."""
    above = sentence.first_conjunct(token)
    head = sentence.head(above)
    light = triggers().light_verbs
    if head.lemma in light and head.is_verb and above.dep in UNDERGOING | SUBJECTS:
        return [head]
    if above.dep == "pobj" and head.lower == "under" and sentence.head(head).lemma in sense_words().coming_under:
        return [sentence.head(head)]  # "came under attack"
    clause = sentence.child(token, "relcl", "acl")
    return [clause] if clause is not None and clause.lemma in light else []


def _company(sentence: Sentence, token: Token, company: frozenset[str]) -> bool:
    """Whether one of the words stands in the trigger's clause or phrase."""
    near = {*phrase_of(sentence, token), *clause_of(sentence, token)}
    near.update(t for t in sentence.ancestors(token) if t.is_noun)
    near.discard(token)
    words = {form for t in near for form in (t.lemma, t.lower, t.lower.rstrip("s"))}
    return bool(words & company)  # the plural too: at the head of a sentence "Rebels" passes for a name


def _fights(sentence: Sentence, token: Token) -> bool:
    """Whether a generic verb ("hit", "target") has a doer, an object or a tool that fights or is fought over."""
    told_of = token.dep in {"relcl", "acl"}
    table = triggers()
    words = table.fighting | table.on_foot
    if sentence.object(token) is None and not told_of and token.dep not in {"ROOT", "conj"}:
        doer = sentence.subject(token) if token.dep == "advcl" else None  # "after suicide bombers struck"
        return doer is not None and doer.tag in {"NN", "NNS"} and doer.lemma in words
    arguments = sentence.below(token, *SUBJECTS, *OBJECTS, "agent", "prep", "pobj")
    inside = (
        i
        for argument in (*arguments, *([sentence.head(token)] if told_of else []))
        for i in sentence.subtree(argument, without=CLAUSES | {"acl"})
    )
    return any(t.lemma in words or t.lower in words or t.entity in {"GPE", "NORP", "LOC"} for t in inside)


def _is_talk(sentence: Sentence, token: Token) -> bool:
    """ "the threat of strikes", "talks on the offensive": talk about events, not a report of one."""
    talk, head = triggers().talk, sentence.head(token)
    if token.dep == "compound" and head.is_noun and head.lemma not in sense_words().undertakings:
        return head is not token
    return head.lemma in talk or (head.pos == "ADP" and sentence.head(head).lemma in talk)


def _beside_mission(sentence: Sentence, token: Token) -> bool:
    """ "Attack and other missions": a kind of mission, not an attack."""
    return not sense_words().missions.isdisjoint(lemmas(sentence.conjuncts(token)[1:]))


def _is_name(token: Token) -> bool:
    """ "Strike" in the name of a unit or an operation is no report."""
    return token.capitalised and token.tag in {"NNP", "NNPS"} and token.i > 0 and token.entity in _NAMED
