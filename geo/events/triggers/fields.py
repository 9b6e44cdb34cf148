"""Words of war that tell of no war: sport, markets, weather, accidents, figures of speech, strikes of workers.

A false event draws a false pin, so a trigger is dropped where what acts or what is acted on belongs to another field, where its
sentence speaks of another field only, and where the whole report does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.events.triggers.coded import CLAUSE_EDGES, SUBJECTS, Coded
from geo.events.triggers.sides import weapon
from geo.lexicon import Fields, field_words, triggers
from geo.model import EventClass, EventType
from geo.syntax import Sentence, Token

_OBJECTS = frozenset({"dobj", "obj", "nsubjpass"})
_ON = frozenset({"on", "against", "for", "of", "over", "with", "to"})
_BY = frozenset({"in", "by", "from", "of", "during", "after", "when"})
_INSIDE = CLAUSE_EDGES | {"relcl", "acl", "appos"}
_TELLING = 2  # different words of another field in one sentence
_REPORT_SHARE = 0.3  # of a report's sentences that speak of another field, from which the report is of it
_REPORT_WAR = 0.15  # and of war no more than this
_AIMED = frozenset(  # types of which an object of another field ("hit a record low") makes a figure of speech
    {EventType.AIR_STRIKE, EventType.MISSILE_ATTACK, EventType.ARMED_CLASH, EventType.GROUND_OFFENSIVE, EventType.EXPLOSIVE}
    | {EventType.ATTACK_ON_CIVILIANS, EventType.TERRITORY, EventType.DESTRUCTION, EventType.LOSSES}
)


def in_field(sentences: Sequence[Sentence], coded: Sequence[Sequence[Coded]]) -> list[list[Coded]]:
    """The triggers that tell of fighting; strikes of workers are made protests."""
    words = field_words()
    other = [max((len(_words(s) & field) for field in words.fields.values()), default=0) for s in sentences]
    war = [_of_war(s, words) for s in sentences]
    read = [k for k, s in enumerate(sentences) if s.tokens]
    elsewhere = len(read) >= 3 and sum(other[k] >= 1 and not war[k] for k in read) >= _REPORT_SHARE * len(read)
    elsewhere = elsewhere and sum(war[k] for k in read) <= _REPORT_WAR * len(read)
    out: list[list[Coded]] = []
    for k, (sentence, found) in enumerate(zip(sentences, coded, strict=True)):
        kept: list[Coded] = []
        for c in found:
            if c.type.event_class is not EventClass.PHYSICAL:
                kept.append(c)
            elif (labour := _by_workers(sentence, c, words)) is not None:
                kept.append(labour)
            elif not (_borrowed(sentence, c, words) or ((other[k] >= _TELLING or elsewhere) and not war[k])):
                kept.append(c)
        out.append(kept)
    return out


def _words(sentence: Sentence) -> set[str]:
    return {form for t in sentence.tokens if not t.capitalised or t.i == 0 for form in (t.lemma, t.lower)}


def _of_war(sentence: Sentence, words: Fields) -> bool:
    """Whether the sentence has a word of war of its own; a trigger's own verb ("bombarded the goal") is none."""
    return any(t.lemma in words.war or t.lower in words.war for t in sentence.tokens)


def _by_workers(sentence: Sentence, coded: Coded, words: Fields) -> Coded | None:
    """ "A general strike", "teachers went on strike": work is laid down, nothing is struck."""
    token = sentence.tokens[coded.word]
    if token.lemma != "strike" or not coded.noun:
        return None
    beside = {sentence.tokens[c].lemma for c in sentence.children[token.i]} | {sentence.tokens[c].lower for c in sentence.children[token.i]}
    above = sentence.tokens[token.head]
    idle = above.lower == "on" and sentence.tokens[above.head].lemma in {"go", "be", "remain", "stay"}
    if not (beside & words.labour or idle) or weapon([sentence.tokens[i].lemma for i in sentence.subtree(token.i, without=_INSIDE)]):
        return None
    return replace(coded, type=EventType.PROTEST, generic=False, reasons=('"strike" of those who work',))


def _borrowed(sentence: Sentence, coded: Coded, words: Fields) -> bool:
    """Whether who acts, what is acted on, or the kind of thing shows that nobody fought."""
    if coded.type in {EventType.PROTEST, EventType.ARREST, EventType.ABDUCTION}:
        return False
    for anchor in coded.anchors:
        token = sentence.tokens[anchor]
        kinds = _kinds(sentence, token) & words.kinds if token.pos in {"NOUN", "PROPN"} else set[str]()
        if kinds and (kinds != {"gas"} or token.lemma in {"explosion", "blast"}):
            return True
        if coded.casualty and _befallen(sentence, token, words):
            return True
        doers = _heads(sentence, token, SUBJECTS if sentence.child(anchor, "nsubjpass") is None else frozenset({"agent"}))
        if doers and all(d.lemma in words.doers or d.lower in words.doers for d in doers) and not _armed(sentence, doers):
            return True
        if coded.type not in _AIMED or token.lemma in {"fall", "explode", "leave", "open", "exchange", "trade", "return"}:
            continue
        objects = _heads(sentence, token, _OBJECTS) or _after(sentence, token)
        if objects and token.lemma != "set" and all(o.lemma in words.objects for o in objects):  # a fire is fought, and set
            return True
    return _other_senses(sentence, coded)


def _kinds(sentence: Sentence, token: Token) -> set[str]:
    return {
        form
        for c in sentence.children[token.i]
        if sentence.tokens[c].dep in {"compound", "amod", "nmod", "poss"}
        for form in (sentence.tokens[c].lemma, sentence.tokens[c].lower)
    }


def _heads(sentence: Sentence, token: Token, deps: frozenset[str]) -> list[Token]:
    found: list[Token] = []
    for child in sentence.children[token.i]:
        below = sentence.tokens[child]
        if below.dep not in deps:
            continue
        named = sentence.child(child, "pobj") if below.dep == "agent" else child
        found += [sentence.tokens[k] for k in sentence.conjuncts(named)] if named is not None else []
    return found


def _after(sentence: Sentence, token: Token) -> list[Token]:
    """What a noun is aimed at: "the fight against cancer", "an attack on the budget"."""
    found: list[Token] = []
    for child in sentence.children[token.i]:
        if sentence.tokens[child].dep == "prep" and sentence.tokens[child].lower in _ON:
            named = sentence.child(child, "pobj")
            found += [sentence.tokens[k] for k in sentence.conjuncts(named)] if named is not None else []
    return found


def _armed(sentence: Sentence, doers: Sequence[Token]) -> bool:
    """ "A team of soldiers", "a bus laden with explosives": another field's doer in company of those who fight, or of a weapon."""
    table = triggers()
    lemmas = [sentence.tokens[k].lemma for d in doers for k in sentence.subtree(d.i, without=_INSIDE)]
    return weapon(lemmas) is not None or bool(set(lemmas) & (table.on_foot | table.armed))


def _befallen(sentence: Sentence, token: Token, words: Fields) -> bool:
    """ "Killed in a road accident", "died of cholera", "the flood killed 12"."""
    for child in sentence.children[token.i]:
        below = sentence.tokens[child]
        inside = sentence.subtree(child, without=_INSIDE)
        causing = below.dep in {"prep", "agent"} and below.lower in _BY
        if (causing or below.dep in {"nsubj", "advcl"}) and any(sentence.tokens[k].lemma in words.causes for k in inside):
            return weapon([sentence.tokens[k].lemma for k in inside]) is None and not _fought_over(sentence, inside)
    return False


def _fought_over(sentence: Sentence, inside: Sequence[int]) -> bool:
    """ "In a fire started by shelling", "in the cross fire": fighting had a part in it."""
    table = triggers()
    return any(
        sentence.tokens[k].lemma in table.armed
        or sentence.tokens[k].lower in {"crossfire", "friendly", "cross", "opened", "enemy", "small-arms"}
        for k in inside
    )


def _other_senses(sentence: Sentence, coded: Coded) -> bool:
    """Verbs that mean something else with what stands beside them: "fired the minister", "stormed out", "fell on a village"."""
    token = sentence.tokens[coded.word]
    if token.pos not in {"VERB", "AUX"}:
        return False
    particle = next((sentence.tokens[c].lower for c in sentence.children[token.i] if sentence.tokens[c].dep == "prt"), "")
    if token.lemma in {"shell", "storm", "hit", "strike"} and particle in {"out", "off", "up", "back"}:
        return token.lemma != "hit" or particle != "back"
    if token.lemma == "fire":
        objects = _heads(sentence, token, _OBJECTS)
        return any(o.entity == "PERSON" or o.lemma in _OFFICES for o in objects)
    if token.lemma == "explode":
        subjects = _heads(sentence, token, frozenset({"nsubj"}))
        himself = any(t.lower in {"himself", "herself", "themselves", "itself"} for t in sentence.tokens)
        return bool(subjects) and not himself and all(s.lemma in _BURSTING for s in subjects)
    if token.lemma == "deploy":
        objects = _heads(sentence, token, _OBJECTS)
        return bool(objects) and all(o.lemma in _UNARMED_DEPLOYED for o in objects)
    return False


_OFFICES = frozenset(
    {"minister", "chief", "coach", "manager", "staff", "employee", "worker", "director", "aide", "general", "adviser", "governor"}
)
_BURSTING = frozenset(
    {"striker", "player", "crowd", "anger", "row", "sale", "debate", "demand", "population", "scandal", "audience", "fan", "price"}
)
_UNARMED_DEPLOYED = frozenset(
    {"referee", "technology", "software", "satellite", "vaccine", "app", "airbag", "doctor", "medic", "teacher", "volunteer", "rescuer"}
    | {
        "firefighter",
        "team",
        "observer",
        "monitor",
        "expert",
        "nurse",
        "engineer",
        "resource",
        "system",
        "tool",
        "model",
        "network",
        "fund",
    }
)
