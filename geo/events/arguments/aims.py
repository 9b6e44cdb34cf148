"""What an event is aimed at, and what a passage says was not: "the strikes were not against ISIS", "hit rebels rather than ISIS"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.events.arguments.naming import CLAUSES, clean
from geo.events.attribution.cast import known_actor
from geo.lexicon.aiming import aiming_words
from geo.lexicon.triggers import triggers
from geo.model import DeniedTarget
from geo.syntax import Sentence

_OBJECTS = ("dobj", "obj")
_SUBJECTS = ("nsubj", "nsubjpass")
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


def aims(sentence: Sentence, anchors: Sequence[int], places: frozenset[int]) -> Aims:
    """The aims of a trigger; words that name places are left out of a target."""
    denied: list[list[int]] = []
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
    if denied and target is None and (positive := _said_before_contrast(sentence, anchors, places)) is not None:
        target = positive
    found = {sentence.original(run): clean(sentence.words(run)) for run in denied}
    return Aims(target, tuple(DeniedTarget(said, span) for span, said in sorted(found.items()) if said), only_target)


def denies_targets(sentence: Sentence) -> int | None:
    """The token by which a sentence without an event goes on about targets: "None of the targets belonged to al-Nusra"."""
    words = aiming_words()
    for token in sentence.tokens:
        if token.lemma in words.things and (of_them := _denied_owner(sentence, token.i)) and _fights_or_suffers(sentence, of_them):
            return token.i
    return None


# --- what is aimed at -------------------------------------------------------------------------------------------------------


def _aimed_at(sentence: Sentence, anchors: Sequence[int]) -> Iterator[tuple[int, bool]]:
    """Heads of what a trigger is aimed at, the surest first, each with whether that is denied."""
    words = aiming_words()
    for anchor in sorted(anchors, key=lambda a: sentence.tokens[a].lemma in words.harming):  # who was hurt is not what was aimed at
        token = sentence.tokens[anchor]
        predicate = _predicate(sentence, anchor)
        if predicate is not None:
            verb, negated = predicate
            for i in _objects(sentence, verb, anchors):
                yield i, negated
        if token.pos in {"VERB", "AUX"}:
            of_itself = any(sentence.tokens[a].pos not in {"VERB", "AUX"} and _predicate_is(sentence, a, anchor) for a in anchors)
            if of_itself:  # "the raids did not target ISIS": told with the raids
                continue
            for c in sentence.children[anchor]:
                if sentence.tokens[c].dep in {*_OBJECTS, "nsubjpass"} and c not in anchors and not _is_weapon(sentence, anchor, c):
                    yield c, False
        for child in sentence.children[anchor]:
            c = sentence.tokens[child]
            if c.dep == "prep" and c.lower in words.at and (pobj := sentence.child(child, "pobj")) is not None:
                if pobj not in anchors:
                    yield pobj, False
    for anchor in anchors:
        owned = _denied_owner(sentence, anchor)
        if owned:
            yield owned[-1], True


def _predicate(sentence: Sentence, anchor: int) -> tuple[int, bool] | None:
    """The verb that says what a noun trigger was aimed at, and whether it denies it: "most of the strikes were not against …"."""
    top = anchor
    if sentence.tokens[anchor].pos in {"VERB", "AUX"}:
        if sentence.tokens[anchor].dep not in {"relcl", "acl"}:
            return None
        top = sentence.tokens[anchor].head  # "the missiles that hit A were not aimed at troops"
    while sentence.tokens[top].dep == "pobj" and sentence.tokens[sentence.tokens[top].head].lower == "of":
        above = sentence.tokens[sentence.tokens[top].head].head
        if sentence.tokens[above].lower not in aiming_words().shares and sentence.tokens[above].pos != "NUM":
            return None
        top = above
    subject = sentence.tokens[top]
    verb = subject.head
    if subject.dep not in _SUBJECTS or sentence.tokens[verb].lemma not in aiming_words().verbs:
        return None
    if top != anchor and sentence.tokens[anchor].pos == "VERB" and sentence.tokens[verb].lemma == "be":
        return None  # "the men who attacked the post were …"
    nobody = subject.lower in aiming_words().none or any(sentence.tokens[c].lower in {"no", "neither"} for c in sentence.children[top])
    return verb, nobody or _negated(sentence, verb)


def _predicate_is(sentence: Sentence, anchor: int, verb: int) -> bool:
    found = _predicate(sentence, anchor)
    return found is not None and found[0] == verb


def _negated(sentence: Sentence, verb: int) -> bool:
    """Whether a verb is denied outright; "not only", "not mainly" deny nothing."""
    for child in sentence.children[verb]:
        token = sentence.tokens[child]
        if token.dep == "neg" or token.lower in {"never", "n't"}:
            after = sentence.tokens[child + 1] if child + 1 < len(sentence.tokens) else None
            return after is None or after.lower not in aiming_words().softening
    return False


def _objects(sentence: Sentence, verb: int, anchors: Sequence[int]) -> list[int]:
    found = [c for c in sentence.children[verb] if sentence.tokens[c].dep in _OBJECTS and c not in anchors]
    for child in sentence.children[verb]:
        token = sentence.tokens[child]
        if token.dep == "prep" and token.lower in {*aiming_words().at, "against"} - {"of"}:
            found += [c for c in sentence.children[child] if sentence.tokens[c].dep == "pobj"]
    return found


def _is_weapon(sentence: Sentence, anchor: int, i: int) -> bool:
    """ "Fired 40 drones": what is fired is not aimed at."""
    table = triggers()
    fired = sentence.tokens[anchor].lemma in aiming_words().sending
    lemma = sentence.tokens[i].lemma
    return fired and (lemma in aiming_words().sent or any(lemma in words for words in table.weapons.values()))


def _denied_owner(sentence: Sentence, thing: int) -> list[int]:
    """The owner whose the things hit are said not to have been: "none of the targets belonged to al-Nusra"."""
    words = aiming_words()
    if sentence.tokens[thing].lemma not in words.things:
        return []
    top = thing
    if sentence.tokens[top].dep == "pobj" and sentence.tokens[sentence.tokens[top].head].lower == "of":
        top = sentence.tokens[sentence.tokens[top].head].head
    subject = sentence.tokens[top]
    if subject.dep not in _SUBJECTS or sentence.tokens[subject.head].lemma not in words.owning:
        return []
    nobody = subject.lower in words.none or any(sentence.tokens[c].lower in {"no", "neither"} for c in sentence.children[top])
    if not (nobody or _negated(sentence, subject.head)):
        return []
    for child in sentence.children[subject.head]:
        if sentence.tokens[child].dep in {"prep", "agent"} and sentence.tokens[child].lower in {"to", "by"}:
            pobj = sentence.child(child, "pobj")
            if pobj is not None:
                return _phrase(sentence, min(sentence.subtree(pobj, without=CLAUSES | {"prep"})))
    return []


# --- what is set against it --------------------------------------------------------------------------------------------------


def _contrasted(sentence: Sentence, anchors: Sequence[int]) -> tuple[list[list[int]], int | None]:
    """What is set aside ("… rather than ISIS"), and the object that stands in its place where the verb itself was denied
    ("is not targeting ISIL but attacking the opposition")."""
    found: list[list[int]] = []
    instead: int | None = None
    for anchor in anchors:
        if sentence.tokens[anchor].pos not in {"VERB", "AUX"} or not _negated(sentence, anchor):
            continue
        objects = _objects(sentence, anchor, anchors)
        other = next((c for c in sentence.children[anchor] if sentence.tokens[c].dep == "conj" and sentence.tokens[c].pos == "VERB"), None)
        but = any(sentence.tokens[c].lower == "but" for c in sentence.children[anchor])
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


def _told_apart(sentence: Sentence, i: int) -> list[list[int]]:
    """ "Targets that are not ISIS"."""
    for child in sentence.children[i]:
        token = sentence.tokens[child]
        if token.dep == "relcl" and token.lemma in {"be", "belong"} and _negated(sentence, child):
            told = next((c for c in sentence.children[child] if sentence.tokens[c].dep in {"attr", "acomp"}), None)
            phrase = _phrase(sentence, min(sentence.subtree(told, without=CLAUSES | {"prep"}))) if told is not None else []
            if _fights_or_suffers(sentence, phrase):
                return _members(sentence, phrase)
    return []


def _markers(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Where a phrase is set aside, as (the word that does it, the phrase): "rather than", "instead of", "not", "but not"."""
    tokens = sentence.tokens
    for k, token in enumerate(tokens):
        before = tokens[k - 1].lower if k else ""
        if (before, token.lower) in {("rather", "than"), ("instead", "of"), ("opposed", "to")}:
            opens = k - 1
        elif token.lower == "not" and before in {",", "and", "but", "–", "—", "-"} and _of_a_name(sentence, k):
            opens = k - 1 if before in {"and", "but"} else k
        else:
            continue
        start = k + 1
        while start < len(tokens) and (tokens[start].lower in aiming_words().at or tokens[start].tag == "VBG"):
            start += 1
        if start < len(tokens):
            yield opens, start


def _of_a_name(sentence: Sentence, negation: int) -> bool:
    """Whether "not" sets a noun aside and denies no verb; "IS" is taken for one."""
    after = sentence.tokens[negation + 1] if negation + 1 < len(sentence.tokens) else None
    named = after is not None and after.capitalised and known_actor(after.text) is not None
    return named or sentence.tokens[sentence.tokens[negation].head].pos not in {"VERB", "AUX"}


def _beside(sentence: Sentence, start: int, anchors: Sequence[int]) -> bool:
    """Whether no other clause's verb stands between a trigger and what is set aside."""
    last = max((a for a in anchors if a < start), default=None)
    if last is None:  # "Instead of ISIS, the jets hit rebels"
        return start <= 3
    words = aiming_words()
    between = sentence.tokens[last + 1 : start]
    return not any(t.pos == "VERB" and t.tag != "VBG" and t.lemma not in words.verbs and t.i not in anchors for t in between)


def _said_before_contrast(sentence: Sentence, anchors: Sequence[int], places: frozenset[int]) -> str | None:
    for anchor in anchors:
        if _negated(sentence, anchor):
            continue
        for i in _objects(sentence, anchor, anchors):
            return _words(sentence, i, places)
    return None


def _absent(sentence: Sentence, anchors: Sequence[int]) -> list[list[int]]:
    """Who is said not to be where it was hit: "there are no rebel positions in the bombed valley"."""
    words = aiming_words()
    for token in sentence.tokens:
        if token.lemma not in words.presence or token.dep not in {"attr", "dobj", "nsubj", "obj"}:
            continue
        if not any(sentence.tokens[c].lower == "no" for c in sentence.children[token.i]):
            continue
        verb = token.head
        if sentence.tokens[verb].lemma not in {"be", "have", "exist", "remain"}:
            continue
        if not any(verb in sentence.ancestors(a) or a in sentence.ancestors(verb) for a in anchors):
            continue
        owner = [c for c in sentence.children[token.i] if sentence.tokens[c].dep in {"compound", "amod", "nmod", "poss"}]
        run = sorted({k for c in owner for k in sentence.subtree(c)})
        subject = sentence.child(verb, "nsubj")
        if sentence.tokens[verb].lemma == "have" and subject is not None:
            run = sentence.subtree(subject, without=CLAUSES)
        if run and known_actor(sentence.words(run)) is not None:
            return [run]
    return []


# --- phrases -----------------------------------------------------------------------------------------------------------------


def _phrase(sentence: Sentence, start: int) -> list[int]:
    """The run of nouns, names and their attributes that begins at a token, "ISIS or al-Qaeda" whole."""
    tokens = sentence.tokens
    run: list[int] = []
    for k in range(start, len(tokens)):
        token = tokens[k]
        joins = token.lower in {"or", "and", "nor"} and k + 1 < len(tokens) and tokens[k + 1].pos in {"NOUN", "PROPN", "ADJ"}
        initials = token.text.isupper() and len(token.text) > 1  # "IS", which the tagger takes for a verb
        if token.pos in _NAMING or token.text in _JOINTS or joins or initials or token.tag in {"VBN", "NNS", "NNP"}:
            if token.tag == "VBN" and (k + 1 == len(tokens) or tokens[k + 1].pos not in {"NOUN", "PROPN"}):
                break
            run.append(k)
        else:
            break
    while run and tokens[run[-1]].pos not in {"NOUN", "PROPN", "ADJ"} and not tokens[run[-1]].text.isupper():
        run.pop()
    return run


def _members(sentence: Sentence, phrase: Sequence[int]) -> list[list[int]]:
    """The phrase cut at its "or" and "and"."""
    runs: list[list[int]] = [[]]
    for k in phrase:
        if sentence.tokens[k].lower in {"or", "and", "nor"}:
            runs.append([])
        elif runs[-1] or sentence.tokens[k].pos != "DET":
            runs[-1].append(k)
    return [run for run in runs if run]


def _fights_or_suffers(sentence: Sentence, phrase: Sequence[int]) -> bool:
    """Whether a phrase names somebody who can be aimed at: a known side, fighters, civilians."""
    if not phrase:
        return False
    table = triggers()
    people = table.armed | table.civilians | table.unarmed
    words = sentence.words(list(phrase))
    return known_actor(words) is not None or any(sentence.tokens[k].lemma in people or sentence.tokens[k].lower in people for k in phrase)


def _words(sentence: Sentence, i: int, places: frozenset[int]) -> str | None:
    """The words of what is aimed at; None where they name no thing: a place alone, a length, a count."""
    token = sentence.tokens[i]
    of = sentence.child(i, "prep")
    if token.lemma in aiming_words().shares_of_people and of is not None and sentence.tokens[of].lower == "of":
        people = sentence.child(of, "pobj")
        return _words(sentence, people, places) if people is not None else None
    if token.lower == "place":  # "took place"
        return None
    if token.entity in _NEVER_TARGETS or token.lemma in aiming_words().no_targets or token.pos in {"PRON", "NUM"}:
        return None
    if token.lemma in triggers().never_aimed_at:
        return None
    end = min((opens for opens, _ in _markers(sentence) if opens > i), default=len(sentence.tokens))
    indices = [k for k in sentence.subtree(i, without=CLAUSES | {"prep"}) if k not in places and k < end]
    return (clean(sentence.words(indices)) or None) if i in indices else None
