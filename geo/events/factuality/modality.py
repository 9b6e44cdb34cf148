"""Whether a sentence reports that something happened, or denies, plans or supposes it, or says that it is over.

From the trigger the tree is climbed. At each step the edge says whether what stands above touches what stands below: a relative
clause, "after …", "investigate the attack" do not; "plans to", "could", "no evidence of" do. The first word that decides is the reason.
"""

from __future__ import annotations

from geo.events.factuality.habits import habit
from geo.events.factuality.moods import CASUALTIES, INFINITIVE, mood_of, negated, negation, own_tense
from geo.events.triggers.coded import Coded
from geo.events.triggers.definite import is_definite
from geo.lexicon.modality import modality_words
from geo.model import EventType, Modality
from geo.syntax import UNDERGOING, Sentence, Token, lemmas

Verdict = tuple[Modality, str]
_NOTHING: Verdict = (Modality.REPORTED, "")  # decided: nothing above matters
_OBJECTS = frozenset({"dobj", "obj", "xcomp", "pcomp", "oprd", "attr", "nsubjpass", "acomp"})


def modality(sentence: Sentence, coded: Coded) -> tuple[Modality, str | None]:
    """The modality of a trigger and the word that decided it, None for reported."""
    if (asked := _asked(sentence, coded)) is not None:
        return Modality.HYPOTHETICAL, asked
    if (word := _disowned(sentence, coded)) is not None:
        return Modality.DENIED, word
    for anchor in _asserting(sentence, coded):
        above = _above(sentence, anchor, coded)
        own = negation(sentence, anchor)
        if own == "no longer":
            return Modality.ENDED, own
        urged = above is not None and above[0] is Modality.HYPOTHETICAL and sentence.has_auxiliary(anchor, INFINITIVE)
        if own is not None and not urged:  # "urged A not to bomb B" denies nothing
            return Modality.DENIED, own
        verb = anchor.is_verb
        if verb and (aim := _aimed_at(sentence, anchor)) is not None:
            return Modality.PLANNED, aim
        mood = mood_of(sentence, anchor) if verb and (above is None or above[0] is not Modality.DENIED) else None
        if (decided := mood or above) is not None:
            return decided[0], decided[1] or None
    for token in sentence.below(coded.word):
        if token.dep == "amod" and token.lemma in modality_words().planned.adjectives:
            return Modality.PLANNED, token.text
        if token.dep == "det" and token.lower == "any":  # "any further strike would be answered"
            return Modality.HYPOTHETICAL, token.text
        if token.dep == "amod" and token.lower in modality_words().unreal:
            return Modality.HYPOTHETICAL, token.text
    general = habit(sentence, coded)
    return (Modality.HABITUAL, general) if general is not None else (Modality.REPORTED, None)


def _aimed_at(sentence: Sentence, verb: Token) -> str | None:
    """ "The aim is liberating the towns": what an aim does is not done."""
    first = sentence.first_conjunct(verb)
    subject = sentence.subject(first, passive=False)
    if subject is None or first.tag != "VBG" or subject.lemma not in modality_words().planned.nouns:
        return None
    return subject.text


def _asserting(sentence: Sentence, coded: Coded) -> list[Token]:
    """The anchors whose mood is the event's: its word with what carries it, not what it did ("no one was killed when rockets hit A")."""
    deeds = [a for a in coded.anchors if coded.casualty or a.lemma not in CASUALTIES] or list(coded.anchors)
    word = coded.word if coded.word in deeds else deeds[0]
    above = {word, *sentence.ancestors(word)}
    carrying = [a for a in deeds if a in above or word is sentence.head(a)]
    below = [a for a in carrying if a not in above and a.dep in {"relcl", "acl"}]
    chosen = [a for a in carrying if a in above or a in below]
    return sorted(chosen, key=lambda a: (not a.is_verb, a != word))


def _asked(sentence: Sentence, coded: Coded) -> str | None:
    """ "Did A bomb B?": a question that yes or no answers; "who bombed B?" takes the deed for granted."""
    last = next((t for t in reversed(sentence.tokens) if not t.text.isspace() and t.text not in {'"', "”", "'", "’", ")"}), None)
    if last is None or last.text != "?" or any(t.lower in modality_words().small.wh for t in sentence.preceding(coded.word)):
        return None
    return last.text


def _above(sentence: Sentence, anchor: Token, coded: Coded) -> Verdict | None:
    """What the words over an anchor make of it; None where nothing decides."""
    here, noun = anchor, not anchor.is_verb
    beside = modality_words().small.beside
    settled = noun and is_definite(sentence, anchor)
    for token in sentence.ancestors(anchor):
        if (token.pos == "ADP" or token.dep == "agent") and token.lower != "than":
            if token.lower in beside and here.dep in {"pobj", "pcomp"}:
                return None
        elif token.is_noun:
            verdict = _under_noun(sentence, here, token, settled=settled)
            if verdict is not None:
                return None if verdict is _NOTHING else verdict
            noun, settled = True, False
        elif token.is_verb or token.pos == "ADJ" or token.lower == "than":
            if token in coded.anchors and here.dep not in {"conj", "advcl", "ccomp", "relcl"}:
                verdict = mood_of(sentence, token)  # the light verb that carries a noun: its mood is the event's
                if verdict is None and (no := negation(sentence, token)) is not None:
                    verdict = (Modality.DENIED, no)
            else:
                verdict = _under_verb(sentence, here, token, anchor, noun=noun, settled=settled)
            if verdict is not None:
                return None if verdict is _NOTHING else verdict
            noun = settled = False
        here = token
    return None


def _under_noun(sentence: Sentence, edge: Token, token: Token, *, settled: bool) -> Verdict | None:
    words = modality_words()
    infinitive = edge.dep in {"acl", "relcl"} and sentence.has_auxiliary(edge, INFINITIVE) and sentence.subject(edge, passive=False) is None
    if edge.dep in {"relcl", "appos", "conj", "nmod", "poss"} and not infinitive:
        return _NOTHING if edge.dep in {"relcl", "appos"} else None
    if edge.dep == "acl" and not infinitive and not sentence.mark(edge) and edge.tag in {"VBG", "VBN"}:
        return _NOTHING  # "the planes bombing A"
    if token.lemma in words.shares:
        return _NOTHING
    if token.lemma in words.proofs and negated(sentence, token):
        return Modality.DENIED, token.text
    if token.lemma in words.undone.nouns and infinitive:
        return Modality.DENIED, token.text
    if token.lemma in words.ended.nouns and edge.dep == "prep":
        return _NOTHING if _wanted(sentence, token) else (Modality.ENDED, token.text)
    if settled and token.lemma not in words.mood_verbs.doubted:
        return None
    if token.lemma in words.mood_verbs.cases and sentence.lower_before(token) != "in":
        return None
    if token.lemma in words.planned.nouns:
        return Modality.PLANNED, token.text
    if token.lemma in words.hypothetical.nouns:
        return Modality.HYPOTHETICAL, token.text
    if infinitive and token.pos == "NOUN":  # "an operation to retake A"
        return Modality.PLANNED, token.text
    return None


def _under_verb(sentence: Sentence, edge: Token, token: Token, anchor: Token, *, noun: bool, settled: bool) -> Verdict | None:
    """What a verb or adjective makes of what hangs on it by `edge`; `_NOTHING` where it closes the matter."""
    words = modality_words()
    if token.lower == "than":
        return Modality.PLANNED, token.text
    perceived = token.lemma in words.mood_verbs.perceived
    if perceived and edge.dep in _OBJECTS | {"ccomp"}:
        return _NOTHING  # "they could hear shelling"
    if edge.dep in {"relcl", "parataxis", "appos"}:
        return _NOTHING
    if edge.dep == "conj":
        return None if own_tense(sentence, edge) else _mood_or_no(sentence, token)
    if edge.dep in {"ccomp", "csubj", "csubjpass"}:
        return _under_clause(sentence, edge, token)
    if edge.dep == "advcl":
        if not sentence.has_auxiliary(edge, INFINITIVE) or edge < token:
            return _NOTHING
        return (Modality.PLANNED, token.text) if token.lemma in words.moving else _mood_or_no(sentence, token)
    if edge.dep in {"nsubj", "nsubjpass"} and not noun:
        return _NOTHING
    if edge.dep == "nsubj" or (edge.dep == "nsubjpass" and token.lemma not in words.bringing_about):
        if token.lemma not in words.occurring and not _adjective_of(sentence, token):
            return _NOTHING
    preposition = edge.lower if edge.pos == "ADP" else ""
    if preposition in words.small.causing and token.lemma in CASUALTIES:
        return _NOTHING
    if preposition in words.small.asking_for and token.lemma in words.calling and not settled:
        return Modality.HYPOTHETICAL, token.text
    if (decided := _of_lemma(sentence, edge, token, settled=settled)) is not None:
        return decided
    if noun and edge.dep not in {"nsubj", "nsubjpass", "xcomp"} and token.lemma not in words.bringing_about:
        return _NOTHING if settled or negated(sentence, token) or perceived else mood_of(sentence, token)
    return _mood_or_no(sentence, token)


def _of_lemma(sentence: Sentence, edge: Token, token: Token, *, settled: bool) -> Verdict | None:
    """What the verb's or adjective's own meaning makes of its object, infinitive or, where it is passive, its subject."""
    words = modality_words()
    lemma, reached = token.lemma, edge.dep in _OBJECTS or edge.dep == "prep" or edge.pos == "ADP"
    if lemma == "be" and edge.dep in {"xcomp", "ccomp", "attr"} and (subject := sentence.subject(token, passive=False)) is not None:
        if subject.lemma in words.planned.nouns and not settled:  # "the aim is to launch an offensive"
            return Modality.PLANNED, subject.text
    if lemma in words.denied.verbs and reached:
        return _denial(sentence, token)
    if lemma in words.confirming and edge.dep in _OBJECTS and negated(sentence, token):
        return Modality.HYPOTHETICAL, token.text
    phrasal = f"{lemma} {sentence.particle(token)}"
    if (lemma in words.undone.verbs or phrasal in words.undone.particles) and edge.dep in _OBJECTS | {"prep"}:
        return None if negated(sentence, token) else (Modality.DENIED, token.text)
    verbs = words.mood_verbs
    if lemma in verbs.preventing and ((edge.dep in UNDERGOING and lemma not in verbs.stopping) or edge.lower == "from"):
        return _prevented(sentence, token)
    if lemma in words.ended.verbs and (edge.dep in _OBJECTS or edge.dep == "nsubj"):
        return _NOTHING if _wanted(sentence, token) or negated(sentence, token) else (Modality.ENDED, token.text)
    if token.pos == "ADJ" or edge.dep in {"nsubj", "nsubjpass"}:
        decided = _of_adjective(sentence, token)
        if decided is not None:
            return decided
    if not reached:
        return None
    passive = edge.dep == "nsubjpass"
    if lemma in words.planned.verbs and token.is_verb and not (passive and lemma in verbs.ordered):
        if lemma in verbs.going_to and not (edge.dep == "xcomp" and token.tag == "VBG"):
            return None
        return (Modality.DENIED, token.text) if negated(sentence, token) else (Modality.PLANNED, token.text)
    if lemma in words.moving and edge.dep == "xcomp":
        return Modality.PLANNED, token.text
    if lemma in words.hypothetical.verbs and not (settled and edge.dep != "xcomp"):
        return Modality.HYPOTHETICAL, token.text
    return None


def _under_clause(sentence: Sentence, edge: Token, token: Token) -> Verdict | None:
    """A finite clause under a verb: most verbs that take one leave it as it is."""
    words = modality_words()
    if token.lemma in words.denied.verbs:
        if sentence.object(token, passive=False) is not None and not sentence.mark(edge):
            return _NOTHING  # "disputes the account Russia has carried out 57 raids": two sentences that a scrape made one
        return _denial(sentence, token)
    if token.lemma in words.confirming and negated(sentence, token):
        return Modality.HYPOTHETICAL, token.text
    if token.lemma in words.supposing:
        return (Modality.PLANNED if token.lemma in words.planned.verbs else Modality.HYPOTHETICAL), token.text
    if token.lemma in words.ended.verbs | words.undone.verbs | words.mood_verbs.preventing and edge.tag == "VBG":
        return _of_lemma(sentence, edge, token, settled=False)
    if (adjective := sentence.child(token, "acomp", "attr", "oprd")) is not None:
        if adjective.lemma in words.denied.adjectives or (adjective.lemma in words.mood_verbs.true and negated(sentence, token)):
            return Modality.DENIED, adjective.text
        if adjective.lemma in words.hypothetical.adjectives | words.mood_verbs.possible:
            return Modality.HYPOTHETICAL, adjective.text
        if adjective.lemma in words.proofs and negated(sentence, adjective):
            return Modality.DENIED, adjective.text
    return _NOTHING


def _denial(sentence: Sentence, verb: Token) -> Verdict:
    """ "Neither confirmed nor denied" leaves it open; "did not deny" denies nothing."""
    words = modality_words()
    if not words.confirming.isdisjoint(lemmas(sentence.conjuncts(sentence.first_conjunct(verb)))):
        if any(t.lower in words.small.denials for t in sentence.preceding(verb)):
            return Modality.HYPOTHETICAL, verb.text
    return _NOTHING if negated(sentence, verb) else (Modality.DENIED, verb.text)


def _prevented(sentence: Sentence, verb: Token) -> Verdict:
    """ "Police foiled an attack"; where those who fight foil one, it was fought off; where it could not be prevented, it happened."""
    words = modality_words().mood_verbs
    doer = sentence.subject(verb, passive=False)
    if negated(sentence, verb) or _failed(sentence, verb):
        return _NOTHING
    if verb.lemma in words.foiling and doer is not None and doer.lemma in words.armed_doers:
        target = sentence.object(verb, passive=False)
        if target is not None and target.lemma in words.assaults:
            return _NOTHING
    return Modality.HYPOTHETICAL, verb.text


def _of_adjective(sentence: Sentence, up: Token) -> Verdict | None:
    words = modality_words()
    token = up if up.pos == "ADJ" else _adjective_of(sentence, up)
    if token is None:
        return None
    copula = token if token.pos != "ADJ" else sentence.head(token)
    if token.lemma in words.mood_verbs.fault:
        return _NOTHING
    if token.lemma in words.mood_verbs.unable:
        return Modality.DENIED, token.text
    if token.lemma in words.mood_verbs.able:
        past = copula.tag == "VBD" and not negated(sentence, copula)
        return _NOTHING if past else (Modality.HYPOTHETICAL, token.text)
    if token.lemma in words.planned.adjectives:
        no = negated(sentence, copula) or negated(sentence, token)
        return (Modality.DENIED if no else Modality.PLANNED), token.text
    if token.lemma in words.hypothetical.adjectives:
        return Modality.HYPOTHETICAL, token.text
    return None


def _adjective_of(sentence: Sentence, verb: Token) -> Token | None:
    """The adjective that a copula ascribes to its subject: "an attack is imminent"."""
    if verb.lemma not in modality_words().mood_verbs.copulas:
        return None
    return sentence.child(verb, "acomp", "oprd")


def _mood_or_no(sentence: Sentence, verb: Token) -> Verdict | None:
    mood = mood_of(sentence, verb)
    if mood is not None:
        return mood
    no = negation(sentence, verb)
    return (Modality.DENIED, no) if no is not None else None


def _wanted(sentence: Sentence, i: Token) -> bool:
    """Whether the end of something is only wanted, planned or failed to come: then the thing goes on."""
    coded = Coded(i, (i,), EventType.OTHER, False, False, False)
    verdict = mood_of(sentence, i) or _above(sentence, i, coded)
    return verdict is not None and verdict[0] in {Modality.PLANNED, Modality.HYPOTHETICAL, Modality.DENIED}


def _failed(sentence: Sentence, verb: Token) -> bool:
    words, above = modality_words(), sentence.head(verb)
    return verb.dep == "xcomp" and above.lemma in words.undone.verbs | words.mood_verbs.unable


def _disowned(sentence: Sentence, coded: Coded) -> str | None:
    """ "Denied reports that jets had struck X", "called claims of shelling false", "claims that … are untrue"."""
    words = modality_words()
    for anchor in coded.anchors:
        for noun in sentence.ancestors(anchor):
            misread = sentence.head(noun).lemma in words.denied.verbs  # "denied A's reports that": taken for a verb
            if noun.lemma not in words.announcing or not (noun.pos == "NOUN" or misread):
                if noun.is_verb and noun not in coded.anchors and noun.dep not in {"acl", "relcl", "ccomp", "xcomp"}:
                    break
                continue
            over = _over(sentence, noun)
            if over.lemma in words.denied.verbs and not negated(sentence, over):
                return over.text
            for beside in (*sentence.below(over), *sentence.below(noun), *sentence.below(sentence.head(over))):
                if beside.lemma in words.denied.adjectives:
                    return beside.text
            if over.lemma in words.denied.adjectives:
                return over.text
            called = (
                [t for t in (over, *sentence.following(over)) if t.lemma in words.denied.adjectives]
                if over.lemma in words.mood_verbs.naming
                else []
            )
            if called:  # "called reports of an attack on A fake": taken for a name with A
                return called[0].text
            break
    return None


def _over(sentence: Sentence, noun: Token) -> Token:
    over = sentence.head(noun)
    while over.pos == "ADP" and not over.is_root:
        over = sentence.head(over)
    return over
