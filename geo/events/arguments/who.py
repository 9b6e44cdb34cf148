"""Who acts: the doers of a trigger, as a careful reader names them; nobody where the sentence does not tell it for certain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo.events.arguments.doers import Doer, can_act, each_once, is_side, named, phrase_before, side_in
from geo.events.attribution.cast import Cast, known_body
from geo.lexicon.actors import actors
from geo.lexicon.aiming import aiming_words
from geo.lexicon.places import place_words
from geo.lexicon.responsibility import responsibility_words
from geo.model import EventType, Responsibility, Stance
from geo.syntax import Sentence, Token

_WITNESSING = frozenset({"see", "report", "witness", "involve", "escalate", "intensify", "continue"})
_CAUSED = frozenset({"in", "by", "from", "during", "after", "amid", "following"})  # "killed in Russian strikes"
_WHEN = frozenset({"when", "as", "after", "while"})  # "killed when government troops opened fire"
_NO_AGENT = frozenset({"follow", "back", "support", "lead", "accompany", "hold", "control", "surround", "carry", "say", "report", "mark"})
_BY_WITHIN = 14  # words between a deed and "by", where the tree has lost what belongs to it
_PASSED_OVER = frozenset({"ADV", "AUX", "PART"})  # between a doer and his deed: "the army also", "troops have"


def doers_of(sentence: Sentence, anchors: Sequence[int], cast: Cast, kind: EventType | None = None) -> tuple[Doer, ...]:
    """The doers of a trigger, the first of the sentence first; of a clash both sides, of "Russian and Syrian jets" both."""
    acting = [a for a in anchors if not (sentence.tokens[a].lemma in _WITNESSING and sentence.tokens[a].pos == "VERB" and len(anchors) > 1)]
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


def _doers(sentence: Sentence, anchor: int, cast: Cast) -> list[int]:
    """Heads of the phrases that the tree gives a deed as its doers."""
    token = sentence.tokens[anchor]
    found: list[int] = []
    if (accused := _accused(sentence, anchor)) is not None:
        found.append(accused)
    if token.lemma in aiming_words().undergoing and not (
        token.lemma in aiming_words().self_moving and sentence.child(anchor, "dobj", "obj")
    ):
        return found
    if token.pos in {"VERB", "AUX"}:
        agent = sentence.child(anchor, "agent")
        if agent is not None and (pobj := sentence.child(agent, "pobj")) is not None:
            found.append(pobj)
        if not _passive(sentence, token):
            subject = _subject(sentence, token)
            if subject is not None:
                found.append(subject)
        return found
    for child in sentence.children[anchor]:
        c = sentence.tokens[child]
        if c.dep == "poss" and c.lower in {"its", "their"} and (subject := _clause_subject(sentence, anchor)) is not None:
            found.append(subject)
        if c.entity in {"DATE", "TIME"} or c.text in cast.towns:  # "Wednesday's strikes", "Aleppo's bombing"
            continue
        if c.dep == "poss" or (c.dep in {"amod", "compound", "nmod"} and c.entity in {"NORP", "ORG"}):
            found.append(child)
        elif c.dep in {"prep", "agent"} and c.lower in {"by", "between", "from"} and (pobj := sentence.child(child, "pobj")) is not None:
            if c.lower != "from" or not sentence.tokens[pobj].capitalised or known_body(sentence.words(sentence.subtree(pobj))) is not None:
                found.append(pobj)
    return found


def _clause_subject(sentence: Sentence, i: int) -> int | None:
    """The subject of the verb that a noun hangs on, where it is a name or a noun: "the coalition reduced its attacks"."""
    for up in sentence.ancestors(i):
        if sentence.tokens[up].pos in {"VERB", "AUX"}:
            subject = sentence.child(up, "nsubj")
            return (
                subject if subject is not None and sentence.tokens[subject].pos != "PRON" and i not in sentence.subtree(subject) else None
            )
    return None


def _passive(sentence: Sentence, token: Token) -> bool:
    bare = token.tag == "VBN" and sentence.child(token.i, "aux", "auxpass") is None  # "six people killed", "11 drones shot down"
    joined = token.dep == "conj" and sentence.child(token.head, "nsubjpass") is None  # "seized and burned": has its doer before it
    return sentence.child(token.i, "nsubjpass", "auxpass") is not None or (
        bare and not joined and sentence.child(token.i, "dobj", "obj", "nsubj") is None
    )


def _subject(sentence: Sentence, token: Token) -> int | None:
    """The subject of a verb or of the clause that it hangs on: "opened fire, killing nine"."""
    subject = sentence.child(token.i, "nsubj")
    above = token.i
    while subject is None and sentence.tokens[above].dep in {"xcomp", "conj", "advcl", "pcomp"} and sentence.tokens[above].head != above:
        above = sentence.tokens[above].head
        if sentence.tokens[above].pos == "ADP":  # "focused on destroying"
            above = sentence.tokens[above].head
        if sentence.tokens[above].pos not in {"VERB", "AUX"}:
            break
        subject = sentence.child(above, "nsubj") if sentence.tokens[above].lemma not in aiming_words().undergoing else None
    if subject is None and token.dep in {"relcl", "acl"} and (token.tag != "VBN" or sentence.child(token.i, "dobj", "obj") is not None):
        subject = token.head
        above = sentence.tokens[subject].head
        if token.dep == "acl" and sentence.tokens[subject].dep in {"dobj", "obj"} and sentence.tokens[subject].lemma not in actors().acting:
            subject = sentence.child(above, "nsubj")  # "won a victory overrunning A"
    if subject is not None and sentence.tokens[subject].lower in {"that", "which", "who"} and token.dep == "relcl":
        subject = token.head
    return subject


def _accused(sentence: Sentence, anchor: int) -> int | None:
    """ "Accused the militia of shelling A": the object of the verb over "of"."""
    prep = sentence.tokens[sentence.tokens[anchor].head]
    above = sentence.tokens[prep.head]
    if prep.lower not in {"of", "for", "with"}:
        return None
    if above.dep in {"dobj", "obj"} and sentence.tokens[above.head].lemma in aiming_words().accusing:  # "of" hung on the accused
        return above.i
    return sentence.child(above.i, "dobj", "obj", "nsubjpass") if above.lemma in aiming_words().accusing else None


def _of_tree(sentence: Sentence, anchor: int, anchors: Sequence[int], cast: Cast) -> Iterator[Doer]:
    for phrase in _doers(sentence, anchor, cast):
        yield from named(sentence, phrase, anchors, cast)


def _before_noun(sentence: Sentence, anchor: int, anchors: Sequence[int], cast: Cast) -> Iterator[Doer]:
    """The side among the words before a noun: "in regime barrel bomb attacks", "rebel shelling" (which may be taken for a verb)."""
    token = sentence.tokens[anchor]
    if token.pos not in {"NOUN", "PROPN"} and token.tag != "VBG":
        return
    run = phrase_before(sentence, anchor)
    people = max((k for k in run if sentence.tokens[k].tag == "NNS" and sentence.tokens[k].lower not in actors().rebels), default=-1)
    run = [k for k in run if k > people]  # "two police officers hurt": people, and no word that tells whose deed it is
    if run and (side := side_in(sentence, run, cast)) is not None:
        yield side


def _agents_told(sentence: Sentence, anchor: int, anchors: Sequence[int], cast: Cast) -> Iterator[Doer]:
    """ "By" a side further on, which the tree has hung elsewhere: "killed and fifty others hurt by army shells"."""
    for k in range(anchor + 1, min(anchor + _BY_WITHIN, len(sentence.tokens) - 1)):
        token = sentence.tokens[k]
        if token.text in {";", ":"} or (token.tag in {"VBD", "VBZ"} and token.lemma not in aiming_words().harming and token.pos == "VERB"):
            return
        if token.lower != "by" or sentence.tokens[k - 1].lemma in _NO_AGENT:
            continue
        above = sentence.tokens[token.head]
        if above.pos == "VERB" and above.i not in anchors and above.lemma not in aiming_words().harming:
            continue
        yield from _side_after(sentence, k, anchors, cast)
        return


def _side_after(sentence: Sentence, at: int, anchors: Sequence[int], cast: Cast) -> Iterator[Doer]:
    """The sides that the phrase after a preposition names, by its head or by the words before its head."""
    head = sentence.child(at, "pobj")
    if head is None:
        return
    found = [d for d in named(sentence, head, anchors, cast) if is_side(d, sentence)]
    if not found and (run := phrase_before(sentence, head)) and (side := side_in(sentence, run, cast)) is not None:
        found = [side]
    yield from found


def _doings(sentence: Sentence, anchor: int, anchors: Sequence[int], cast: Cast) -> Iterator[Doer]:
    """Who does what a noun names: "the army launched an offensive", "troops entered A in an advance", "raids carried out by jets of A"."""
    token = sentence.tokens[anchor]
    if token.pos not in {"NOUN", "PROPN"}:
        return
    words = aiming_words()
    for child in sentence.children[anchor]:
        agent = sentence.child(child, "agent") if sentence.tokens[child].dep in {"acl", "relcl"} else None
        if agent is not None and sentence.tokens[child].lemma in words.doing:
            phrase = sentence.child(agent, "pobj")
            yield from named(sentence, phrase, anchors, cast) if phrase is not None else ()
            return
    above = sentence.tokens[token.head]
    through = above
    if above.pos == "ADP":
        through = sentence.tokens[above.head]
        part_of = through.lemma == "part" and through.head != through.i  # "as part of an offensive"
        through = sentence.tokens[sentence.tokens[through.head].head] if part_of else through
    entered = above.pos == "ADP" and above.lower in {"in", "during", "of"} and token.lemma in words.advances
    if (
        through.pos != "VERB"
        or through.lemma in words.undergoing
        or not (entered or (through.lemma in words.doing and (token.dep in {"dobj", "obj"} or above.lower in {"with", "on"})))
    ):
        return
    yield from (
        d for p in _doers(sentence, through.i, cast) for d in named(sentence, p, anchors, cast) if entered is False or is_side(d, sentence)
    )


def _causes(sentence: Sentence, anchor: int, anchors: Sequence[int], cast: Cast) -> Iterator[Doer]:
    """The doer of what it came of: "killed in Russian strikes", "wounded when government troops opened fire"."""
    token = sentence.tokens[anchor]
    below = [anchor, *(c for c in sentence.children[anchor] if sentence.tokens[c].dep in {"dobj", "obj", "nsubjpass", "nsubj", "attr"})]
    for up in below:
        for child in sentence.children[up]:
            c = sentence.tokens[child]
            if (
                c.dep in {"prep", "agent"}
                and c.lower in _CAUSED
                and (noun := sentence.child(child, "pobj")) is not None
                and noun not in anchors
            ):
                for head in sentence.conjuncts(noun):
                    if sentence.tokens[head].lemma in place_words().heads:
                        continue  # "killed in the Iraqi capital": where, and by nobody
                    yield from _before_noun(sentence, head, anchors, cast)
                    for by in sentence.children[head]:
                        if sentence.tokens[by].lower == "by":
                            yield from _side_after(sentence, by, anchors, cast)
            elif (
                c.dep == "advcl"
                and token.lemma in aiming_words().harming
                and any(sentence.tokens[m].lower in _WHEN for m in sentence.children[child])
            ):
                for phrase in _doers(sentence, child, cast):
                    yield from (d for d in named(sentence, phrase, anchors, cast) if is_side(d, sentence))


def _right_before(sentence: Sentence, anchor: int, anchors: Sequence[int], cast: Cast) -> Iterator[Doer]:
    """The phrase that ends straight before an active verb, where a lost comma has made it a part of what stands before it."""
    token = sentence.tokens[anchor]
    if token.pos != "VERB" or token.tag not in {"VBD", "VBZ", "VBP"} or _passive(sentence, token):
        return
    if token.lemma in aiming_words().undergoing - aiming_words().self_moving:
        return
    k = anchor - 1
    while k >= 0 and sentence.tokens[k].pos in _PASSED_OVER:
        k -= 1
    run = phrase_before(sentence, k + 1)
    if run and can_act(sentence, run[-1]) and (side := side_in(sentence, run, cast)) is not None and run[-1] not in anchors:
        yield side


def _other_side(sentence: Sentence, anchors: Sequence[int], cast: Cast) -> Sequence[Doer]:
    """Whom one fights with: "clashes with the army", "battling ISIS"."""
    found: list[Doer] = []
    for anchor in anchors:
        near = sentence.tokens[anchor + 1 : anchor + 1 + _BY_WITHIN] if sentence.tokens[anchor].pos == "NOUN" else ()
        between = next((t.i for t in near if t.lower == "between"), None)
        if between is not None and (phrase := sentence.child(between, "pobj")) is not None:
            found += [d for d in named(sentence, phrase, anchors, cast) if is_side(d, sentence)]
        head = sentence.tokens[anchor].head
        above = sentence.children[head] if sentence.tokens[anchor].dep == "nsubj" else ()  # "clashes erupted between A and B"
        for child in (*sentence.children[anchor], *above):
            c = sentence.tokens[child]
            meets = {"with", "between", "against"} if sentence.tokens[anchor].lemma in aiming_words().fighting else {"with", "between"}
            phrase = sentence.child(child, "pobj") if c.dep == "prep" and c.lower in meets else None
            if c.dep in {"dobj", "obj"} and sentence.tokens[anchor].lemma in aiming_words().fighting:
                phrase = child
            if phrase is not None:
                found += [d for d in named(sentence, phrase, anchors, cast) if is_side(d, sentence)]
    return found
