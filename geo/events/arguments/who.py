"""Who acts: the doers of a trigger, as a careful reader names them; nobody where the sentence does not tell it for certain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from geo.events.arguments.doers import Doer, can_act, each_once, is_side, named, phrase_before, side_in
from geo.events.attribution.cast import Cast, known_body
from geo.lexicon.actors import actors
from geo.lexicon.aiming import aiming_words
from geo.lexicon.grammar import grammar_words
from geo.lexicon.places import place_words
from geo.lexicon.responsibility import responsibility_words
from geo.model import EventType, Responsibility, Stance
from geo.syntax import OBJECTS, Sentence, Token

_BY_WITHIN = 14  # words between a deed and "by", where the tree has lost what belongs to it
_PASSED_OVER = frozenset({"ADV", "AUX", "PART"})  # between a doer and his deed: "the army also", "troops have"


def doers_of(sentence: Sentence, anchors: Sequence[Token], cast: Cast, kind: EventType | None = None) -> tuple[Doer, ...]:
    """The doers of a trigger, the first of the sentence first; of a clash both sides, of "Russian and Syrian jets" both."""
    acting = [a for a in anchors if not (a.lemma in aiming_words().witnessing and a.pos == "VERB" and len(anchors) > 1)]
    for tell in (_of_tree, _before_noun):  # but for "the group reports clashes": who tells of it does not do it
        for anchor in acting:
            if found := [*tell(sentence, anchor, anchors, cast)]:
                against = _other_side(sentence, anchors, cast) if kind is EventType.ARMED_CLASH else ()
                return each_once([*found, *against])
    for tell in (_agents_told, _doings, _causes, _right_before):
        if found := [d for anchor in anchors for d in tell(sentence, anchor, anchors, cast)]:
            against = _other_side(sentence, anchors, cast) if kind is EventType.ARMED_CLASH else ()
            return each_once([*found, *against])
    return each_once(_other_side(sentence, anchors, cast)) if kind is EventType.ARMED_CLASH else ()


def said_to_have_done(sentence: Sentence, doers: Sequence[Doer]) -> tuple[Responsibility, ...]:
    """The doers as whoever tells of the deed gives them."""
    told: list[Responsibility] = []
    for doer in doers:
        words = set(doer.name.lower().split())
        supposed = bool(words & responsibility_words().doubtful) or bool(words & {"or", "either"})
        stance = Stance.SUSPECTS if supposed else Stance.SAYS
        if not doer.several:
            told.append(Responsibility(doer.name, doer.party, stance, None, sentence.original(list(doer.tokens))))
    return tuple(told)


# --- where doers stand ------------------------------------------------------------------------------------------------------


def _doers(sentence: Sentence, token: Token, cast: Cast) -> list[Token]:
    """Heads of the phrases that the tree gives a deed as its doers."""
    found: list[Token] = []
    if (accused := _accused(sentence, token)) is not None:
        found.append(accused)
    if token.lemma in aiming_words().undergoing and not (
        token.lemma in aiming_words().self_moving and sentence.object(token, passive=False)
    ):
        return found
    if token.is_verb:
        agent = sentence.child(token, "agent")
        if agent is not None and (pobj := sentence.child(agent, "pobj")) is not None:
            found.append(pobj)
        if not _passive(sentence, token):
            subject = _subject(sentence, token)
            if subject is not None:
                found.append(subject)
        return found
    for c in sentence.below(token):
        if c.dep == "poss" and c.lower in {"its", "their"} and (subject := _clause_subject(sentence, token)) is not None:
            found.append(subject)
        if c.entity in {"DATE", "TIME"} or c.text in cast.towns:  # "Wednesday's strikes", "Aleppo's bombing"
            continue
        if c.dep == "poss" or (c.dep in {"amod", "compound", "nmod"} and c.entity in {"NORP", "ORG"}):
            found.append(c)
        elif c.dep in {"prep", "agent"} and c.lower in aiming_words().owned_by and (pobj := sentence.child(c, "pobj")) is not None:
            if c.lower != "from" or not pobj.capitalised or known_body(sentence.words(sentence.subtree(pobj))) is not None:
                found.append(pobj)
    return found


def _clause_subject(sentence: Sentence, i: Token) -> Token | None:
    """The subject of the verb that a noun hangs on, where it is a name or a noun: "the coalition reduced its attacks"."""
    for up in sentence.ancestors(i):
        if up.is_verb:
            subject = sentence.subject(up, passive=False)
            return subject if subject is not None and subject.pos != "PRON" and i not in sentence.subtree(subject) else None
    return None


def _passive(sentence: Sentence, token: Token) -> bool:
    bare = token.tag == "VBN" and sentence.child(token, "aux", "auxpass") is None  # "six people killed", "11 drones shot down"
    joined = (
        token.dep == "conj" and sentence.child(sentence.head(token), "nsubjpass") is None
    )  # "seized and burned": has its doer before it
    return sentence.child(token, "nsubjpass", "auxpass") is not None or (
        bare and not joined and sentence.child(token, "dobj", "obj", "nsubj") is None
    )


def _subject(sentence: Sentence, token: Token) -> Token | None:
    """The subject of a verb or of the clause that it hangs on: "opened fire, killing nine"."""
    subject = sentence.subject(token, passive=False)
    above = token
    while subject is None and above.dep in {"xcomp", "conj", "advcl", "pcomp"} and not above.is_root:
        above = sentence.head(above)
        if above.pos == "ADP":  # "focused on destroying"
            above = sentence.head(above)
        if not above.is_verb:
            break
        subject = sentence.subject(above, passive=False) if above.lemma not in aiming_words().undergoing else None
    if subject is None and token.dep in {"relcl", "acl"} and (token.tag != "VBN" or sentence.object(token, passive=False) is not None):
        subject = sentence.head(token)
        above = sentence.head(subject)
        if token.dep == "acl" and subject.dep in OBJECTS and subject.lemma not in actors().acting:
            subject = sentence.subject(above, passive=False)  # "won a victory overrunning A"
    if subject is not None and subject.lower in grammar_words().relative and token.dep == "relcl":
        subject = sentence.head(token)
    return subject


def _accused(sentence: Sentence, anchor: Token) -> Token | None:
    """ "Accused the militia of shelling A": the object of the verb over "of"."""
    prep = sentence.head(anchor)
    above = sentence.head(prep)
    if prep.lower not in aiming_words().accused_of:
        return None
    if above.dep in OBJECTS and sentence.head(above).lemma in aiming_words().accusing:  # "of" hung on the accused
        return above
    return sentence.object(above) if above.lemma in aiming_words().accusing else None


def _of_tree(sentence: Sentence, anchor: Token, anchors: Sequence[Token], cast: Cast) -> Iterator[Doer]:
    for phrase in _doers(sentence, anchor, cast):
        yield from named(sentence, phrase, anchors, cast)


def _before_noun(sentence: Sentence, token: Token, anchors: Sequence[Token], cast: Cast) -> Iterator[Doer]:
    """The side among the words before a noun: "in regime barrel bomb attacks", "rebel shelling" (which may be taken for a verb)."""
    if not token.is_noun and token.tag != "VBG":
        return
    run = phrase_before(sentence, token)
    people = max((k for k in run if k.tag == "NNS" and k.lower not in actors().rebels), default=None)
    run = [k for k in run if people is None or k > people]  # "two police officers hurt": people, and no word that tells whose deed it is
    if run and (side := side_in(sentence, run, cast)) is not None:
        yield side


def _agents_told(sentence: Sentence, anchor: Token, anchors: Sequence[Token], cast: Cast) -> Iterator[Doer]:
    """ "By" a side further on, which the tree has hung elsewhere: "killed and fifty others hurt by army shells"."""
    for before, token in pairwise((anchor, *sentence.following(anchor, _BY_WITHIN - 1))):
        if token is sentence.tokens[-1]:
            return
        if token.text in {";", ":"} or (token.tag in {"VBD", "VBZ"} and token.lemma not in aiming_words().harming and token.pos == "VERB"):
            return
        if token.lower != "by" or before.lemma in aiming_words().no_agent:
            continue
        above = sentence.head(token)
        if above.pos == "VERB" and above not in anchors and above.lemma not in aiming_words().harming:
            continue
        yield from _side_after(sentence, token, anchors, cast)
        return


def _side_after(sentence: Sentence, at: Token, anchors: Sequence[Token], cast: Cast) -> Iterator[Doer]:
    """The sides that the phrase after a preposition names, by its head or by the words before its head."""
    head = sentence.child(at, "pobj")
    if head is None:
        return
    found = [d for d in named(sentence, head, anchors, cast) if is_side(d, sentence)]
    if not found and (run := phrase_before(sentence, head)) and (side := side_in(sentence, run, cast)) is not None:
        found = [side]
    yield from found


def _doings(sentence: Sentence, token: Token, anchors: Sequence[Token], cast: Cast) -> Iterator[Doer]:
    """Who does what a noun names: "the army launched an offensive", "troops entered A in an advance", "raids carried out by jets of A"."""
    if not token.is_noun:
        return
    words = aiming_words()
    for child in sentence.below(token):
        agent = sentence.child(child, "agent") if child.dep in {"acl", "relcl"} else None
        if agent is not None and child.lemma in words.doing:
            phrase = sentence.child(agent, "pobj")
            yield from named(sentence, phrase, anchors, cast) if phrase is not None else ()
            return
    above = sentence.head(token)
    through = above
    if above.pos == "ADP":
        through = sentence.head(above)
        part_of = through.lemma == "part" and not through.is_root  # "as part of an offensive"
        through = sentence.head(sentence.head(through)) if part_of else through
    entered = above.pos == "ADP" and above.lower in words.within and token.lemma in words.advances
    if (
        through.pos != "VERB"
        or through.lemma in words.undergoing
        or not (entered or (through.lemma in words.doing and (token.dep in OBJECTS or above.lower in {"with", "on"})))
    ):
        return
    yield from (
        d for p in _doers(sentence, through, cast) for d in named(sentence, p, anchors, cast) if entered is False or is_side(d, sentence)
    )


def _causes(sentence: Sentence, token: Token, anchors: Sequence[Token], cast: Cast) -> Iterator[Doer]:
    """The doer of what it came of: "killed in Russian strikes", "wounded when government troops opened fire"."""
    below = [token, *(c for c in sentence.below(token) if c.dep in {"dobj", "obj", "nsubjpass", "nsubj", "attr"})]
    for up in below:
        for c in sentence.below(up):
            if (
                c.dep in {"prep", "agent"}
                and c.lower in aiming_words().caused
                and (noun := sentence.child(c, "pobj")) is not None
                and noun not in anchors
            ):
                for head in sentence.conjuncts(noun):
                    if head.lemma in place_words().heads:
                        continue  # "killed in the Iraqi capital": where, and by nobody
                    yield from _before_noun(sentence, head, anchors, cast)
                    for by in sentence.below(head):
                        if by.lower == "by":
                            yield from _side_after(sentence, by, anchors, cast)
            elif c.dep == "advcl" and token.lemma in aiming_words().harming and sentence.has_word(c, aiming_words().caused_when):
                for phrase in _doers(sentence, c, cast):
                    yield from (d for d in named(sentence, phrase, anchors, cast) if is_side(d, sentence))


def _right_before(sentence: Sentence, token: Token, anchors: Sequence[Token], cast: Cast) -> Iterator[Doer]:
    """The phrase that ends straight before an active verb, where a lost comma has made it a part of what stands before it."""
    if token.pos != "VERB" or token.tag not in {"VBD", "VBZ", "VBP"} or _passive(sentence, token):
        return
    if token.lemma in aiming_words().undergoing - aiming_words().self_moving:
        return
    deed = token
    while (before := sentence.before(deed)) is not None and before.pos in _PASSED_OVER:
        deed = before
    run = phrase_before(sentence, deed)
    if run and can_act(sentence, run[-1]) and (side := side_in(sentence, run, cast)) is not None and run[-1] not in anchors:
        yield side


def _other_side(sentence: Sentence, anchors: Sequence[Token], cast: Cast) -> Sequence[Doer]:
    """Whom one fights with: "clashes with the army", "battling ISIS"."""
    found: list[Doer] = []
    words = aiming_words()
    for anchor in anchors:
        near = sentence.following(anchor, _BY_WITHIN) if anchor.pos == "NOUN" else ()
        between = next((t for t in near if t.lower == "between"), None)
        if between is not None and (phrase := sentence.child(between, "pobj")) is not None:
            found += [d for d in named(sentence, phrase, anchors, cast) if is_side(d, sentence)]
        above = sentence.below(sentence.head(anchor)) if anchor.dep == "nsubj" else ()  # "clashes erupted between A and B"
        for c in (*sentence.below(anchor), *above):
            meets = c.lower in words.meeting or (anchor.lemma in words.fighting and c.lower == "against")
            phrase = sentence.child(c, "pobj") if c.dep == "prep" and meets else None
            if c.dep in OBJECTS and anchor.lemma in words.fighting:
                phrase = c
            if phrase is not None:
                found += [d for d in named(sentence, phrase, anchors, cast) if is_side(d, sentence)]
    return found
