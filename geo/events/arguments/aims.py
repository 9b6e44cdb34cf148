"""What an event is aimed at, and what a passage says was not: "the strikes were not against ISIS", "hit rebels rather than ISIS"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.events.arguments.naming import CLAUSES, clean
from geo.events.attribution.cast import known_actor
from geo.lexicon.aiming import aiming_words
from geo.lexicon.grammar import grammar_words
from geo.lexicon.triggers import triggers
from geo.model import DeniedTarget
from geo.syntax import SUBJECTS, UNDERGOING, Sentence, Token

_NEVER_TARGETS = frozenset({"DATE", "TIME", "PERCENT", "QUANTITY"})
_NAMING = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "DET", "PART"})
_JOINTS = frozenset({"-", "–", "'", "’", "'s", "’s"})


@dataclass(frozen=True, slots=True)
class Aims:
    """`target` is what it was aimed at, in the text's words; `denied` is what it is said not to have been aimed at.

    `only_target` tells that the passage's "not" is of the target alone: what happened stands.
    """

    target: str | None
    denied: tuple[DeniedTarget, ...] = ()
    only_target: bool = False


def aims(sentence: Sentence, anchors: Sequence[Token], places: frozenset[Token]) -> Aims:
    """The aims of a trigger; words that name places are left out of a target."""
    denied: list[list[Token]] = []
    target: str | None = None
    only_target = False
    for i, against in _aimed_at(sentence, anchors):
        if against:
            phrase = _phrase(sentence, min(sentence.subtree(i, without=CLAUSES | {"prep"})))
            if _fights_or_suffers(sentence, phrase):
                denied += _members(sentence, phrase)
                only_target = True
            continue
        denied += _told_apart(sentence, i)
        if target is None:
            target = _words(sentence, i, places)
    contrasted, instead = _contrasted(sentence, anchors)
    denied += contrasted
    if instead is not None and (words := _words(sentence, instead, places)) is not None:
        target, only_target = words, True
    denied += _absent(sentence, anchors)
    found = {sentence.original(run): clean(sentence.words(run)) for run in denied}
    return Aims(target, tuple(DeniedTarget(said, span) for span, said in sorted(found.items()) if said), only_target)


def denies_targets(sentence: Sentence) -> Token | None:
    """The token by which a sentence without an event goes on about targets: "None of the targets belonged to al-Nusra"."""
    words = aiming_words()
    for token in sentence.tokens:
        if token.lemma in words.things and (of_them := _denied_owner(sentence, token)) and _fights_or_suffers(sentence, of_them):
            return token
    return None


# --- what is aimed at -------------------------------------------------------------------------------------------------------


def _aimed_at(sentence: Sentence, anchors: Sequence[Token]) -> Iterator[tuple[Token, bool]]:
    """Heads of what a trigger is aimed at, the surest first, each with whether that is denied."""
    words = aiming_words()
    for anchor in sorted(anchors, key=lambda a: a.lemma in words.harming):  # who was hurt is not what was aimed at
        predicate = _predicate(sentence, anchor)
        if predicate is not None:
            verb, negated = predicate
            for i in _objects(sentence, verb, anchors):
                yield i, negated
        if anchor.is_verb:
            of_itself = any(not a.is_verb and _predicate_is(sentence, a, anchor) for a in anchors)
            if of_itself:  # "the raids did not target ISIS": told with the raids
                continue
            for c in sentence.below(anchor):
                if c.dep in UNDERGOING and c not in anchors and not _is_weapon(anchor, c):
                    yield c, False
        for pobj in sentence.governed(anchor, *words.at):
            if pobj not in anchors:
                yield pobj, False
    for anchor in anchors:
        owned = _denied_owner(sentence, anchor)
        if owned:
            yield owned[-1], True


def _predicate(sentence: Sentence, anchor: Token) -> tuple[Token, bool] | None:
    """The verb that says what a noun trigger was aimed at, and whether it denies it: "most of the strikes were not against …"."""
    top = anchor
    if anchor.is_verb:
        if anchor.dep not in {"relcl", "acl"}:
            return None
        top = sentence.head(anchor)  # "the missiles that hit A were not aimed at troops"
    while top.dep == "pobj" and sentence.head(top).lower == "of":
        above = sentence.head(sentence.head(top))
        if above.lower not in aiming_words().shares and above.pos != "NUM":
            return None
        top = above
    verb = sentence.head(top)
    if top.dep not in SUBJECTS or verb.lemma not in aiming_words().verbs:
        return None
    if top is not anchor and anchor.pos == "VERB" and verb.lemma == "be":
        return None  # "the men who attacked the post were …"
    nobody = top.lower in aiming_words().none or sentence.has_word(top, {"no", "neither"})
    return verb, nobody or _negated(sentence, verb)


def _predicate_is(sentence: Sentence, anchor: Token, verb: Token) -> bool:
    found = _predicate(sentence, anchor)
    return found is not None and found[0] is verb


def _negated(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb is denied outright; "not only", "not mainly" deny nothing."""
    no = next((t for t in sentence.below(verb) if t.dep == "neg" or t.lower in {"never", "n't"}), None)
    return no is not None and sentence.lower_after(no) not in aiming_words().softening


def _objects(sentence: Sentence, verb: Token, anchors: Sequence[Token]) -> list[Token]:
    found = [t for t in sentence.objects(verb, passive=False) if t not in anchors]
    for prep in sentence.prepositions(verb, *({*aiming_words().at, "against"} - {"of"})):
        found += sentence.below(prep, "pobj")
    return found


def _is_weapon(anchor: Token, thing: Token) -> bool:
    """ "Fired 40 drones": what is fired is not aimed at."""
    table = triggers()
    fired = anchor.lemma in aiming_words().sending
    return fired and (thing.lemma in aiming_words().sent or any(thing.lemma in words for words in table.weapons.values()))


def _denied_owner(sentence: Sentence, thing: Token) -> list[Token]:
    """The owner whose the things hit are said not to have been: "none of the targets belonged to al-Nusra"."""
    words = aiming_words()
    if thing.lemma not in words.things:
        return []
    top = thing
    if top.dep == "pobj" and sentence.head(top).lower == "of":
        top = sentence.head(sentence.head(top))
    owning = sentence.head(top)
    if top.dep not in SUBJECTS or owning.lemma not in words.owning:
        return []
    nobody = top.lower in words.none or sentence.has_word(top, {"no", "neither"})
    if not (nobody or _negated(sentence, owning)):
        return []
    for child in sentence.below(owning):
        if child.dep in {"prep", "agent"} and child.lower in {"to", "by"}:
            pobj = sentence.child(child, "pobj")
            if pobj is not None:
                return _phrase(sentence, min(sentence.subtree(pobj, without=CLAUSES | {"prep"})))
    return []


# --- what is set against it --------------------------------------------------------------------------------------------------


def _contrasted(sentence: Sentence, anchors: Sequence[Token]) -> tuple[list[list[Token]], Token | None]:
    """What is set aside ("… rather than ISIS"), and the object that stands in its place where the verb itself was denied
    ("is not targeting ISIL but attacking the opposition")."""
    found: list[list[Token]] = []
    instead: Token | None = None
    for anchor in anchors:
        if not anchor.is_verb or not _negated(sentence, anchor):
            continue
        objects = _objects(sentence, anchor, anchors)
        other = next((c for c in sentence.below(anchor) if c.dep == "conj" and c.pos == "VERB"), None)
        but = sentence.has_word(anchor, {"but"})
        if objects and other is not None and but and (turned := _objects(sentence, other, ())):
            phrase = _phrase(sentence, min(sentence.subtree(objects[0], without=CLAUSES | {"prep", "conj"})))
            if _fights_or_suffers(sentence, phrase):
                found += _members(sentence, phrase)
                instead = turned[0]
    for _, start in _markers(sentence):
        if not _beside(sentence, start, anchors):
            continue
        phrase = _phrase(sentence, start)
        if _fights_or_suffers(sentence, phrase):
            found += _members(sentence, phrase)
    return found, instead


def _told_apart(sentence: Sentence, i: Token) -> list[list[Token]]:
    """ "Targets that are not ISIS"."""
    for clause in sentence.below(i, "relcl"):
        if clause.lemma in {"be", "belong"} and _negated(sentence, clause):
            told = sentence.child(clause, "attr", "acomp")
            phrase = _phrase(sentence, min(sentence.subtree(told, without=CLAUSES | {"prep"}))) if told is not None else []
            if _fights_or_suffers(sentence, phrase):
                return _members(sentence, phrase)
    return []


def _markers(sentence: Sentence) -> Iterator[tuple[Token, Token]]:
    """Where a phrase is set aside, as (the word that does it, the phrase): "rather than", "instead of", "not", "but not"."""
    at = aiming_words().at
    for before, token in pairwise(sentence.tokens):
        if (before.lower, token.lower) in {("rather", "than"), ("instead", "of"), ("opposed", "to")}:
            opens = before
        elif token.lower == "not" and before.lower in {",", "and", "but", "–", "—", "-"} and _of_a_name(sentence, token):
            opens = before if before.lower in {"and", "but"} else token
        else:
            continue
        start = next((t for t in sentence.following(token) if t.lower not in at and t.tag != "VBG"), None)
        if start is not None:
            yield opens, start


def _of_a_name(sentence: Sentence, negation: Token) -> bool:
    """Whether "not" sets a noun aside and denies no verb; "IS" is taken for one."""
    after = sentence.after(negation)
    named = after is not None and after.capitalised and known_actor(after.text) is not None
    return named or not sentence.head(negation).is_verb


def _beside(sentence: Sentence, start: Token, anchors: Sequence[Token]) -> bool:
    """Whether no other clause's verb stands between a trigger and what is set aside."""
    last = max((a for a in anchors if a < start), default=None)
    if last is None:  # "Instead of ISIS, the jets hit rebels"
        return start.i <= 3
    words = aiming_words()
    between = sentence.between(last, start)
    return not any(t.pos == "VERB" and t.tag != "VBG" and t.lemma not in words.verbs and t not in anchors for t in between)


def _absent(sentence: Sentence, anchors: Sequence[Token]) -> list[list[Token]]:
    """Who is said not to be where it was hit: "there are no rebel positions in the bombed valley"."""
    words = aiming_words()
    for token in sentence.tokens:
        if token.lemma not in words.presence or token.dep not in {"attr", "dobj", "nsubj", "obj"}:
            continue
        if not sentence.has_word(token, {"no"}):
            continue
        verb = sentence.head(token)
        if verb.lemma not in words.existing:
            continue
        if not any(verb in sentence.ancestors(a) or a in sentence.ancestors(verb) for a in anchors):
            continue
        run = [t for owner in sentence.modifiers(token) for t in sentence.subtree(owner)]
        if run and known_actor(sentence.words(run)) is not None:
            return [run]
    return []


# --- phrases -----------------------------------------------------------------------------------------------------------------


def _phrase(sentence: Sentence, start: Token) -> list[Token]:
    """The run of nouns, names and their attributes that begins at a token, "ISIS or al-Qaeda" whole."""
    run: list[Token] = []
    for token in (start, *sentence.following(start)):
        after = sentence.after(token)
        joins = token.lower in grammar_words().joining and after is not None and after.pos in {"NOUN", "PROPN", "ADJ"}
        initials = token.text.isupper() and len(token.text) > 1  # "IS", which the tagger takes for a verb
        if token.pos in _NAMING or token.text in _JOINTS or joins or initials or token.tag in {"VBN", "NNS", "NNP"}:
            run.append(token)
        else:
            break
    while run and run[-1].pos not in {"NOUN", "PROPN", "ADJ"} and not run[-1].text.isupper():
        run.pop()
    return run


def _members(sentence: Sentence, phrase: Sequence[Token]) -> list[list[Token]]:
    """The phrase cut at its "or" and "and"."""
    runs: list[list[Token]] = [[]]
    for k in phrase:
        if k.lower in grammar_words().joining:
            runs.append([])
        elif runs[-1] or k.pos != "DET":
            runs[-1].append(k)
    return [run for run in runs if run]


def _fights_or_suffers(sentence: Sentence, phrase: Sequence[Token]) -> bool:
    """Whether a phrase names somebody who can be aimed at: a known side, fighters, civilians."""
    if not phrase:
        return False
    table = triggers()
    people = table.armed | table.civilians | table.unarmed
    words = sentence.words(list(phrase))
    return known_actor(words) is not None or any(k.lemma in people or k.lower in people for k in phrase)


def _words(sentence: Sentence, token: Token, places: frozenset[Token]) -> str | None:
    """The words of what is aimed at; None where they name no thing: a place alone, a length, a count."""
    of = sentence.child(token, "prep")
    if token.lemma in aiming_words().shares_of_people and of is not None and of.lower == "of":
        people = sentence.child(of, "pobj")
        return _words(sentence, people, places) if people is not None else None
    if token.lower == "place":  # "took place"
        return None
    if token.entity in _NEVER_TARGETS or token.lemma in aiming_words().no_targets or token.pos in {"PRON", "NUM"}:
        return None
    if token.lemma in triggers().never_aimed_at:
        return None
    end = min((opens for opens, _ in _markers(sentence) if opens > token), default=None)
    indices = [k for k in sentence.subtree(token, without=CLAUSES | {"prep"}) if k not in places and (end is None or k < end)]
    return (clean(sentence.words(indices)) or None) if token in indices else None
