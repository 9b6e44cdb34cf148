"""Words of war that tell of no war: sport, markets, weather, accidents, figures of speech, strikes of workers.

A false event draws a false pin, so a trigger is dropped where what acts or what is acted on belongs to another field, where its
sentence speaks of another field only, and where the whole report does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from geo.events.triggers.coded import Coded
from geo.events.triggers.sides import weapon
from geo.lexicon.fields import Fields, field_words
from geo.lexicon.triggers import triggers
from geo.model import EventClass, EventType
from geo.syntax import CLAUSES, SUBJECTS, UNDERGOING, Sentence, Token, lemmas

_INSIDE = CLAUSES | {"acl", "appos"}
_VEHICLES = frozenset({"air", "missile"})  # the sorts of weapons to which aircraft and ships are counted
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
        disaster = not war[k] and all(c.casualty for c in found) and not words.disasters.isdisjoint(_words(sentence))
        for c in found:
            if c.type.event_class is not EventClass.PHYSICAL:
                kept.append(c)
            elif (labour := _by_workers(sentence, c, words)) is not None:
                kept.append(labour)
            elif not (disaster or _borrowed(sentence, c, words) or ((other[k] >= _TELLING or elsewhere) and not war[k])):
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
    token = coded.word
    if token.lemma != "strike" or not coded.noun:
        return None
    beside = {form for t in sentence.below(token) for form in (t.lemma, t.lower)}
    above = sentence.head(token)
    idle = above.lower == "on" and sentence.head(above).lemma in words.idle
    if not (beside & words.labour or idle) or weapon(lemmas(sentence.subtree(token, without=_INSIDE))):
        return None
    return replace(coded, type=EventType.PROTEST, generic=False, reasons=('"strike" of those who work',))


def _borrowed(sentence: Sentence, coded: Coded, words: Fields) -> bool:
    """Whether who acts, what is acted on, or the kind of thing shows that nobody fought."""
    if any(_recorded(sentence, anchor, words) for anchor in coded.anchors):
        return True
    if coded.type in {EventType.PROTEST, EventType.ARREST, EventType.ABDUCTION}:
        return False
    for anchor in coded.anchors:
        token = anchor
        if (
            _of_other_kind(sentence, token, words)
            or (coded.casualty and _befallen(sentence, token, words))
            or _done_by_others(sentence, token, words)
            or (coded.type in _AIMED and _done_to_others(sentence, token, words))
        ):
            return True
    return any(other(sentence, coded.word, words) for other in _OTHER_SENSES if coded.word.is_verb)


def _of_other_kind(sentence: Sentence, token: Token, words: Fields) -> bool:
    """ "Heart attack", "price war", "gas explosion"; a gas attack is one."""
    if not token.is_noun:
        return False
    kinds = {form for t in sentence.modifiers(token) for form in (t.lemma, t.lower)} & words.kinds
    return bool(kinds) and (kinds != {"gas"} or token.lemma in words.bursts)


def _done_by_others(sentence: Sentence, token: Token, words: Fields) -> bool:
    """ "The storm hit the coast", "the striker attacked"."""
    doers = _heads(sentence, token, SUBJECTS if not sentence.has(token, "nsubjpass") else frozenset({"agent"}))
    if not doers and token.tag == "VBG" and token.dep in {"advcl", "conj"}:  # "a quake struck, killing five"
        doers = _heads(sentence, sentence.head(token), frozenset({"nsubj"}))
    return bool(doers) and all(d.lemma in words.doers or d.lower in words.doers for d in doers) and not _armed(sentence, doers)


def _recorded(sentence: Sentence, token: Token, words: Fields) -> bool:
    """ "Cameras captured the man", "was caught on video"."""
    if not token.is_verb or sentence.object(token) is None:
        return False
    by = [sentence.agent(token)] if sentence.is_passive(token) else [sentence.subject(token)]
    recording = [i for i in (*by, *sentence.governed(token, "on")) if i is not None]
    return any(i.lemma in words.recorders or i.lower.rstrip("s") in words.recorders for i in recording)


def _done_to_others(sentence: Sentence, token: Token, words: Fields) -> bool:
    """ "Hit a record low", "an attack on the budget"."""
    if token.lemma in words.any_object | words.setting:
        return False
    objects = _heads(sentence, token, UNDERGOING) or _aimed(sentence, token, words)
    return bool(objects) and all(o.lemma in words.objects for o in objects)


def _heads(sentence: Sentence, token: Token, deps: frozenset[str]) -> list[Token]:
    found: list[Token] = []
    for below in sentence.below(token, *deps):
        named = sentence.child(below, "pobj") if below.dep == "agent" else below
        found += sentence.conjuncts(named) if named is not None else []
    return found


def _aimed(sentence: Sentence, token: Token, words: Fields) -> list[Token]:
    """What a noun is aimed at: "the fight against cancer", "an attack on the budget"."""
    return [k for named in sentence.governed(token, *words.aimed) for k in sentence.conjuncts(named)]


def _armed(sentence: Sentence, doers: Sequence[Token]) -> bool:
    """ "A team of soldiers", "a bus laden with explosives": another field's doer in company of those who fight, or of a weapon."""
    table = triggers()
    words = [t.lemma for d in doers for t in sentence.subtree(d, without=_INSIDE)]
    return weapon(words) is not None or bool(set(words) & (table.on_foot | table.armed))


def _befallen(sentence: Sentence, token: Token, words: Fields) -> bool:
    """ "Killed in a road accident", "died of cholera", "the flood killed 12"."""
    for below in sentence.below(token, "prep", "agent", "nsubj", "advcl"):
        if below.dep in {"prep", "agent"} and below.lower not in words.befalling:
            continue
        inside = sentence.subtree(below, without=_INSIDE)
        told = lemmas(inside)
        if not words.causes.isdisjoint(told):
            armed = weapon(told)
            driven = armed in _VEHICLES and not words.accidents.isdisjoint(told)
            return (armed is None or driven) and not _fought_over(sentence, inside, words)
    return False


def _fought_over(sentence: Sentence, inside: Sequence[Token], words: Fields) -> bool:
    """ "In a fire started by shelling", "in the cross fire": fighting had a part in it."""
    return any(k.lemma in triggers().armed or k.lower in words.fought for k in inside)


# --- verbs that mean something else with what stands beside them ------------------------------------------------------------------


def _with_particle(sentence: Sentence, token: Token, words: Fields) -> bool:
    """ "Stormed out", "struck up"; to hit back is to hit."""
    particle = sentence.particle(token)
    return token.lemma in words.with_particle and particle in words.particles and f"{token.lemma} {particle}" not in words.hitting_back


def _dismissed(sentence: Sentence, token: Token, words: Fields) -> bool:
    """ "Fired the minister"."""
    return token.lemma == "fire" and any(o.entity == "PERSON" or o.lemma in words.offices for o in _heads(sentence, token, UNDERGOING))


def _burst_out(sentence: Sentence, token: Token, words: Fields) -> bool:
    """ "The crowd exploded"; who blows himself up does explode."""
    if token.lemma != "explode" or any(t.lower in words.reflexive for t in sentence.tokens):
        return False
    subjects = _heads(sentence, token, frozenset({"nsubj"}))
    return bool(subjects) and all(s.lemma in words.bursting for s in subjects)


def _deployed_unarmed(sentence: Sentence, token: Token, words: Fields) -> bool:
    """ "Deployed a team of doctors"."""
    objects = _heads(sentence, token, UNDERGOING) if token.lemma == "deploy" else []
    return bool(objects) and all(o.lemma in words.unarmed_deployed for o in objects)


_OTHER_SENSES: tuple[Callable[[Sentence, Token, Fields], bool], ...] = (_with_particle, _dismissed, _burst_out, _deployed_unarmed)
