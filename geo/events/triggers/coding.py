"""Which words of a sentence report an event, and of what type. Words and weapons come from resources/lexicon/triggers.toml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from geo.events.triggers.coded import CLAUSE_EDGES, SUBJECTS, Coded
from geo.events.triggers.fields import in_field
from geo.events.triggers.headlines import flat_triggers, is_headline
from geo.events.triggers.objects import of_people, takes_people, takes_place, takes_things
from geo.events.triggers.same import merge_same
from geo.events.triggers.sides import TYPE_OF_WEAPON, against_fighters, both_fight, by_sides, on_the_ground, seeks_out, unstated, weapon
from geo.lexicon import Trigger, triggers
from geo.model import ASSAULTS, ATTACKS, STRIKES, EventType
from geo.syntax import Sentence, Token

_VERBS = frozenset({"VERB", "AUX"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_CARRIERS = frozenset(
    {"campaign", "series", "wave", "number", "round", "spate", "string", "barrage", "dozen", "score", "hundred", "operation"}
)
_BOMBING = frozenset({"bomb", "bombard"})  # whatever is bombed, it is an attack
_FOLLOWS = 2  # passages within which a generic verb goes on with what was told before
_TAKEN_UP = frozenset({"strike", "bombardment", "salvo"})  # nouns that "the" refers back with


def code(sentences: Sequence[Sentence]) -> list[list[Coded]]:
    """For each sentence the events that it reports, in order; generic ones ("the strikes") take the article's type."""
    coded = [merge_same(sentence, _triggers(sentence)) for sentence in sentences]
    coded = [flat_triggers(s, found) if is_headline(s) else found for s, found in zip(sentences, coded, strict=True)]
    return _settle_generic(sentences, in_field(sentences, coded))


def _triggers(sentence: Sentence) -> list[Coded]:
    table = triggers()
    found: list[Coded] = []
    taken: set[int] = set()
    for token in sentence.tokens:
        if token.i in taken:
            continue
        coded = _noun(sentence, token) if token.pos in _NOUNS else _verb(sentence, token) if token.pos in _VERBS else None
        if coded is None and _shot_dead(sentence, token):
            kind = EventType.ARMED_CLASH if against_fighters(sentence, (token.i + 1,)) else EventType.ATTACK_ON_CIVILIANS
            coded = Coded(token.i, (token.i, token.i + 1), kind, False, False, False, ('"shot dead"',))
        if coded is None and token.pos == "ADJ" and token.dep in {"ROOT", "acl", "advcl"}:
            coded = _verb(sentence, token)
        if coded is None:
            continue
        if coded.noun and (_beside_mission(sentence, token) or _is_talk(sentence, token) or _is_name(sentence, token)):
            continue
        found.append(coded)
        taken.update(coded.anchors)
    # A light verb whose object is a trigger of its own is that trigger's support, not an event beside it.
    supported = {a for c in found if c.noun for a in c.anchors if a != c.word}
    return [c for c in found if not (not c.noun and c.word in supported and sentence.tokens[c.word].lemma in table.light_verbs)]


def _shot_dead(sentence: Sentence, token: Token) -> bool:
    """ "A sniper shot dead a boy": the parser takes "shot" for a noun that "is dead"."""
    return (
        token.pos in _NOUNS
        and token.lower == "shot"
        and token.i + 1 < len(sentence.tokens)
        and sentence.tokens[token.i + 1].lower == "dead"
    )


def _noun(sentence: Sentence, token: Token) -> Coded | None:
    table = triggers()
    compounds = [sentence.tokens[c] for c in sentence.children[token.i] if sentence.tokens[c].dep in {"compound", "amod", "nmod", "poss"}]
    pairs = {f"{c.lemma} {token.lemma}" for c in compounds} | {token.lemma}
    if token.i and sentence.tokens[token.i - 1].pos in {"NOUN", "ADJ", "PROPN"}:
        pairs.add(f"{sentence.tokens[token.i - 1].lemma} {token.lemma}")
    for entry in table.entries:
        if not entry.nouns & pairs:
            continue
        if entry.company and not _company(sentence, token, entry.company):
            continue
        if entry.people_object and not of_people(sentence, token):
            continue
        if token.lemma in {"ground", "territory"} and token.dep not in {"dobj", "obj", "nsubjpass"}:
            continue  # "clashes were taking place on the ground"
        carrier = _carrier(sentence, token)
        anchors = tuple(
            dict.fromkeys(
                (token.i, *carrier, *(_support(sentence, sentence.tokens[carrier[-1]]) if carrier else _support(sentence, token)))
            )
        )
        return _coded(sentence, token, entry, anchors, noun=True)
    return None


def _verb(sentence: Sentence, token: Token) -> Coded | None:
    table = triggers()
    if token.dep in {"amod", "compound"} and not _behind_comma(sentence, token):  # "the targeted areas"
        return None
    if token.lemma == "shoot" and any(
        sentence.tokens[c].dep == "prt" and sentence.tokens[c].lower == "down" for c in sentence.children[token.i]
    ):
        return Coded(token.i, (token.i,), EventType.INTERCEPTION, False, False, False, ('"shot down"',))
    for entry in table.entries:
        if token.lemma not in entry.verbs:
            continue
        if entry.company and not _in_company(sentence, token, entry):
            continue
        if entry.people_object and not takes_people(sentence, token):
            continue
        bombed = token.lemma in _BOMBING and _has_a(sentence, token, "dobj", "obj", "nsubjpass")
        if entry.generic and not entry.company and not bombed and not _fights(sentence, token):
            continue
        if (
            token.lemma == "fly"
            and entry.type is EventType.OPERATIONS
            and not _has_object(sentence, token, {"mission", "sortie", "patrol", "aircraft"})
            and not _over(sentence, token)
        ):
            continue
        return _coded(sentence, token, entry, (token.i,), noun=False)
    return None


def _behind_comma(sentence: Sentence, token: Token) -> bool:
    """Whether what the parser takes for a word before a noun is the sentence's verb: "a group, …, employed cruise missiles"."""
    return token.tag in {"VBD", "VBN"} and token.i > 0 and sentence.tokens[token.i - 1].text == "," and token.head > token.i + 1


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
    return company and place if "take" in entry.verbs else company or place


def _coded(sentence: Sentence, token: Token, entry: Trigger, anchors: tuple[int, ...], *, noun: bool) -> Coded:
    table = triggers()
    own = [sentence.tokens[i].lemma for i in _phrase(sentence, token.i) if i != token.i]
    support = [i for a in anchors if a != token.i for i in _clause(sentence, a)]
    # The doer's or the tool's word decides only in the trigger's own clause, not across "but" or "while".
    clause = [sentence.tokens[i].lemma for i in (support or _clause(sentence, token.i))]
    if entry.casualty:
        sort = weapon(clause)
        if sort is not None and entry.type is EventType.LOSSES:  # "a rocket killed a soldier": the cause is named
            kind = TYPE_OF_WEAPON[sort]
            return Coded(token.i, anchors, kind, False, False, noun, (f'"{token.text}" with {sort} weapons',))
        if entry.type is EventType.LOSSES and token.lemma == "kill" and both_fight(sentence, anchors):
            return Coded(token.i, anchors, EventType.ARMED_CLASH, False, True, noun, (f'"{token.text}", and both sides fight',))
        if token.lemma in {"kill", "wound", "injure"} and any(
            sentence.tokens[i].lemma in table.civilians
            for c in sentence.children[token.i]
            if sentence.tokens[c].dep in {"dobj", "obj", "nsubjpass"}
            for i in sentence.subtree(c, without=CLAUSE_EDGES)
        ):
            return Coded(
                token.i, anchors, EventType.ATTACK_ON_CIVILIANS, False, True, noun, (f'"{token.text}" of people not said to fight',)
            )
    if noun and token.lemma == "attack" and sentence.tokens[token.head].lemma in {"repel", "repulse", "thwart", "beat"}:
        return Coded(token.i, anchors, EventType.GROUND_OFFENSIVE, False, False, noun, (f'"{token.text}" was repelled',))
    if entry.generic:
        told = [sentence.tokens[i].lemma for i in _told_of(sentence, token)] if noun else []
        sort = weapon(own) or weapon(clause) or weapon(told)
        if sort is not None:
            kind = TYPE_OF_WEAPON[sort]
            return Coded(token.i, anchors, kind, False, entry.casualty, noun, (f'"{token.text}" with {sort} weapons',))
        if seeks_out(sentence, token, anchors):
            kind = EventType.GROUND_OFFENSIVE
            return Coded(token.i, anchors, kind, False, entry.casualty, noun, (f'"{token.text}" on the ground, to seek out',))
        if (sided := by_sides(sentence, token, anchors)) is not None:
            return Coded(token.i, anchors, sided, False, entry.casualty, noun, (f'"{token.text}", by who attacks whom',))
        if noun and token.lemma in {"attack", "raid"} and on_the_ground(own, clause):
            return Coded(token.i, anchors, EventType.GROUND_OFFENSIVE, False, entry.casualty, noun, (f'"{token.text}" on the ground',))
        return Coded(token.i, anchors, entry.type, True, entry.casualty, noun, (f'"{token.text}" without a weapon named',))
    if entry.by_sides and against_fighters(sentence, anchors):
        return Coded(token.i, anchors, EventType.ARMED_CLASH, False, entry.casualty, noun, (f'"{token.text}" of those who fight',))
    if entry.type is EventType.GROUND_OFFENSIVE and token.lemma in {"attack", "storm", "assault"}:
        if (sided := by_sides(sentence, token, anchors)) is not None:
            return Coded(token.i, anchors, sided, False, False, noun, (f'"{token.text}", by who attacks whom',))
    return Coded(token.i, anchors, entry.type, False, entry.casualty, noun, (f'"{token.text}"',))


def _phrase(sentence: Sentence, i: int) -> list[int]:
    """The trigger's own noun phrase or, for a verb, its objects and adverbials; no clause below it."""
    return sentence.subtree(i, without=frozenset({"relcl", "ccomp", "advcl", "acl", "conj", "appos"}))


def _clause(sentence: Sentence, i: int) -> list[int]:
    """The clause that token i heads or stands in: its verb with subject, objects, adverbials and infinitives."""
    head = i
    while sentence.tokens[head].pos not in _VERBS and sentence.tokens[head].head != head:
        head = sentence.tokens[head].head
    found = sentence.subtree(head, without=CLAUSE_EDGES)
    for child in sentence.children[head]:  # "…, using long-range missiles" names the weapon of the clause it hangs on
        if sentence.tokens[child].dep == "advcl" and sentence.tokens[child].lemma in {"use", "employ", "fire"}:
            found += sentence.subtree(child, without=CLAUSE_EDGES)
    if sentence.child(head, *SUBJECTS) is None and sentence.tokens[head].dep in {"xcomp", "conj", "advcl", "acl", "relcl"}:
        above = sentence.tokens[head].head
        subject = sentence.child(above, *SUBJECTS) if sentence.tokens[head].dep != "relcl" else above
        if subject is not None:
            found += sentence.subtree(subject, without=CLAUSE_EDGES)
    return found


def _told_of(sentence: Sentence, token: Token) -> list[int]:
    """The relative clause of a noun, "the bombing in which a suicide attacker …": it may name the weapon."""
    clause = sentence.child(token.i, "relcl")
    return sentence.subtree(clause, without=CLAUSE_EDGES) if clause is not None else []


def _carrier(sentence: Sentence, token: Token) -> list[int]:
    """ "A campaign of air strikes", "a wave of attacks": the word that stands for the strikes in its sentence."""
    head = sentence.tokens[token.head]
    if token.dep == "pobj" and head.lower == "of" and sentence.tokens[head.head].lemma in _CARRIERS:
        return [head.head]
    if token.dep == "compound" and head.lemma in _CARRIERS:
        return [head.i]
    return []


def _support(sentence: Sentence, token: Token) -> list[int]:
    """The light verb that carries a noun trigger: "launched" of "launched a bombardment", "strikes were launched"."""
    above = sentence.tokens[sentence.first_conjunct(token.i)]
    head = sentence.tokens[above.head]
    light = triggers().light_verbs
    if head.lemma in light and head.pos in _VERBS and above.dep in {"dobj", "obj", "nsubj", "nsubjpass"}:
        return [head.i]
    if above.dep == "pobj" and head.lemma == "out" and sentence.tokens[head.head].lemma in light:
        return [head.head]
    if above.dep == "pobj" and head.lower == "under" and sentence.tokens[head.head].lemma in {"come", "be", "remain"}:
        return [head.head]  # "came under attack"
    clause = sentence.child(token.i, "relcl", "acl")
    if clause is not None and sentence.tokens[clause].lemma in light:
        return [clause]
    return []


def _company(sentence: Sentence, token: Token, company: frozenset[str]) -> bool:
    """Whether one of the words stands in the trigger's clause or phrase."""
    near = {*_phrase(sentence, token.i), *_clause(sentence, token.i)}
    near.update(i for i in sentence.ancestors(token.i) if sentence.tokens[i].pos in _NOUNS)
    near.discard(token.i)
    words = {form for i in near for t in (sentence.tokens[i],) for form in (t.lemma, t.lower, t.lower.rstrip("s"))}
    return bool(words & company)  # the plural too: at the head of a sentence "Rebels" passes for a name


def _fights(sentence: Sentence, token: Token) -> bool:
    """Whether a generic verb ("hit", "target") has a doer, an object or a tool that fights or is fought over."""
    words = triggers().fighting
    arguments = [c for c in sentence.children[token.i] if sentence.tokens[c].dep in {*SUBJECTS, "dobj", "obj", "agent", "prep", "pobj"}]
    if token.dep in {"relcl", "acl"}:
        arguments.append(token.head)
    named = 0
    for argument in arguments:
        for i in sentence.subtree(argument, without=CLAUSE_EDGES | {"relcl", "acl"}):
            t = sentence.tokens[i]
            if t.lemma in words or t.lower in words or t.entity in {"GPE", "NORP", "LOC"}:
                named += 1
                break
    if sentence.child(token.i, "dobj", "obj", "nsubjpass") is None and token.dep not in {"relcl", "acl", "ROOT", "conj"}:
        return False
    return named >= 1


def _has_a(sentence: Sentence, token: Token, *deps: str) -> bool:
    return sentence.child(token.i, *deps) is not None


def _over(sentence: Sentence, token: Token) -> bool:
    """ "Jets flew over the town": the doer flies, and over something."""
    return any(sentence.tokens[c].dep == "prep" and sentence.tokens[c].lower == "over" for c in sentence.children[token.i])


def _has_object(sentence: Sentence, token: Token, nouns: set[str]) -> bool:
    return any(
        sentence.tokens[i].lemma in nouns for c in (sentence.child(token.i, "dobj", "obj"),) if c is not None for i in sentence.subtree(c)
    )


def _is_talk(sentence: Sentence, token: Token) -> bool:
    """ "the threat of strikes", "talks on the offensive": talk about events, not a report of one."""
    talk = triggers().talk
    head = sentence.tokens[token.head]
    if token.dep == "compound" and head.pos in _NOUNS and head.lemma not in {"campaign", "operation", "wave", "mission"}:
        return head.i != token.i
    if head.pos == "ADP" and sentence.tokens[head.head].lemma in talk:
        return True
    return head.lemma in talk


def _beside_mission(sentence: Sentence, token: Token) -> bool:
    """ "Attack and other missions": a kind of mission, not an attack."""
    return any(sentence.tokens[k].lemma in {"mission", "flight", "duty"} for k in sentence.conjuncts(token.i)[1:])


def _is_name(sentence: Sentence, token: Token) -> bool:
    """ "Strike" in the name of a unit or an operation is no report."""
    return (
        token.capitalised and token.tag in {"NNP", "NNPS"} and token.i > 0 and token.entity in {"ORG", "PERSON", "PRODUCT", "WORK_OF_ART"}
    )


def _settle_generic(sentences: Sequence[Sentence], coded: list[list[Coded]]) -> list[list[Coded]]:
    """ "The strikes" are those that the article spoke of last; "Russia's strikes" those that it speaks of most."""
    explicit = Counter(c.type for found in coded for c in found if not c.generic and c.type in STRIKES)
    usual = explicit.most_common(1)[0][0] if explicit else None
    told = Counter(c.type for found in coded for c in found if not c.generic and not c.casualty and c.type in ATTACKS | ASSAULTS)
    commonest = {kind for kind, n in told.items() if n == max(told.values())}
    last: EventType | None = None
    last_at = -_FOLLOWS - 1  # position of the passage that spoke of it
    out: list[list[Coded]] = []
    for position, (sentence, found) in enumerate(zip(sentences, coded, strict=True)):
        settled: list[Coded] = []
        for c in found:
            if c.generic:
                kind = EventType.AIR_STRIKE if EventType.AIR_STRIKE in explicit else usual
                if sentence.tokens[c.word].lemma == "attack" and commonest and not commonest & STRIKES:
                    kind = None  # "the attack" in a report of other attacks than strikes
                if kind is None:
                    again = c.noun and last is not None and _definite(sentence, c.word)
                    kind = last if again and last is not None else unstated(sentence, sentence.tokens[c.word], c.anchors)
                elif c.noun and last is not None and sentence.tokens[c.word].lemma in _TAKEN_UP and _definite(sentence, c.word):
                    kind = last
                elif not c.noun and last in STRIKES and position - last_at <= _FOLLOWS and not _fresh_doer(sentence, c.word):
                    kind = last  # "Eleven targets were hit" goes on with the strikes of the sentence before
                why = "type taken from the rest of the article" if explicit else "type not stated"
                c = replace(c, type=kind, reasons=(*c.reasons, why))
            if c.type in ATTACKS or (usual is None and c.type in ASSAULTS and not c.casualty):
                last, last_at = c.type, position
            settled.append(c)
        out.append(settled)
    return out


def _definite(sentence: Sentence, i: int) -> bool:
    return any(sentence.tokens[k].lower in {"the", "that", "this", "these", "those"} for k in sentence.children[i])


def _fresh_doer(sentence: Sentence, verb: int) -> bool:
    """Whether the verb has an active subject that could be another attacker: "Russia hit", not "targets were hit"."""
    subject = sentence.child(verb, "nsubj")
    if subject is None:
        return sentence.tokens[verb].dep not in {"ROOT", "ccomp", "conj", "relcl", "acl"} and sentence.child(verb, "nsubjpass") is None
    return sentence.tokens[subject].lemma not in {"missile", "rocket", "strike", "shell", "they", "it", "that", "which"}
