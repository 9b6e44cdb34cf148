"""Statements that are events of their own: a condemnation, a demand, a denial, a threat, an agreement; not every "said".

They are listed, never drawn. One a sentence: the first act of position that a person, a body or a state performs in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from geo.events.factuality.moods import VERBS, negated
from geo.lexicon.modality import modality_words
from geo.lexicon.speech import speech
from geo.lexicon.statements import statement_words
from geo.model import Modality
from geo.syntax import Sentence, Token

_OBJECTS = ("dobj", "obj")
_CONTENT = frozenset({"ccomp", "parataxis", "xcomp"})
_TO = frozenset({"to"})
_OPEN_MARKS = frozenset({"if", "until", "unless", "before", "whether", "how", "where", "should"})


def statement(sentence: Sentence, taken: Sequence[int] = ()) -> int | None:
    """The verb of the statement that a sentence reports, None where it reports none; verbs in `taken` tell other events."""
    for token in sentence.tokens:
        if token.pos != "VERB" or token.i in taken or token.dep in {"amod", "compound"} or (token.tag == "VBN" and token.dep == "acl"):
            continue
        if not (_acts(sentence, token) or _judges(sentence, token) or _takes_a_stand(sentence, token)):
            continue
        if _unreal(sentence, token) or not _spoken_by_someone(sentence, token.i):
            continue
        return token.i
    return None


def statement_modality(sentence: Sentence, verb: int) -> Modality:
    """A denial is denied; whatever else is stated is reported."""
    if sentence.tokens[verb].lemma in modality_words().denied.verbs and not negated(sentence, verb):
        return Modality.DENIED
    content = _content(sentence, verb)
    return Modality.DENIED if content is not None and _no_such_thing(sentence, content) else Modality.REPORTED


def _acts(sentence: Sentence, token: Token) -> bool:
    words = statement_words()
    if token.lemma in words.acts:
        return True
    company = words.company.get(token.lemma)
    if company is None:
        return False
    for child in sentence.children[token.i]:
        below = sentence.tokens[child]
        if below.dep in {"prep", "aux", "prt"} and below.lower in company:
            return True
        if below.dep == "prep" and (named := sentence.child(child, "pobj")) is not None:
            below = sentence.tokens[named]
        elif below.dep not in {*_OBJECTS, "nsubjpass"}:
            continue
        compounds = [sentence.tokens[c].lemma for c in sentence.children[below.i] if sentence.tokens[c].dep == "compound"]
        if below.lemma in company or " ".join([*compounds, below.lemma]) in company:
            return True
    return False


def _judges(sentence: Sentence, token: Token) -> bool:
    """ "Called the strikes a mistake"; "a group called X" judges nothing."""
    if token.lemma not in statement_words().judging or (token.tag == "VBN" and sentence.child(token.i, "nsubj") is None):
        return False
    if sentence.child(token.i, "oprd") is not None:
        return True
    content = sentence.child(token.i, "ccomp")
    if content is not None:
        return sentence.tokens[content].pos not in VERBS
    words = statement_words()
    judged = sentence.child(token.i, *_OBJECTS)  # "called the raid on A a mistake": the tree may give the mistake to A
    after = sentence.subtree(judged) if judged is not None else []
    return any(sentence.tokens[k].lemma in words.stand_nouns | words.stand_adjectives for k in after)


def _takes_a_stand(sentence: Sentence, token: Token) -> bool:
    """ "Said that it was ready to …", "told them that there had been no incidents", "'Give the list', she said"."""
    words = statement_words()
    content = _content(sentence, token.i) if token.lemma in words.saying else None
    if content is None:
        return False
    head = sentence.tokens[content]
    if _no_such_thing(sentence, content) or head.lemma in words.stand_verbs:
        return True
    ascribed = sentence.child(content, "acomp", "attr", "oprd")
    about = sentence.tokens[ascribed].lemma if ascribed is not None else head.lemma if head.pos == "ADJ" else ""
    if about in words.stand_adjectives or about in words.stand_nouns:
        return True
    bare = head.tag == "VB" and sentence.child(content, "nsubj", "aux") is None
    return bare and head.i < token.i and sentence.tokens[0].text in {'"', "“", "‘"}


def _content(sentence: Sentence, verb: int) -> int | None:
    """What is said: the clause below the verb, or, where the quotation comes first, the clause over or beside it."""
    below = next((c for c in sentence.children[verb] if sentence.tokens[c].dep in _CONTENT), None)
    if below is None and sentence.tokens[verb].dep in {"parataxis", "ccomp"}:
        below = sentence.tokens[verb].head
    return below if below is not None and sentence.tokens[below].pos in VERBS | {"ADJ"} else None


def _no_such_thing(sentence: Sentence, verb: int) -> bool:
    """ "There have been no incidents", "there would be no ground operation"."""
    if sentence.child(verb, "expl") is None:
        return False
    what = sentence.child(verb, "attr", "dobj", "nsubj")
    return what is not None and negated(sentence, what)


def _unreal(sentence: Sentence, token: Token) -> bool:
    """What is not stated but only may be, or is an infinitive of purpose: "refused to condemn", "to warn the public"."""
    marked = {sentence.tokens[c].lower for c in sentence.children[token.i] if sentence.tokens[c].dep in {"mark", "advmod"}}
    if marked & _OPEN_MARKS or (sentence.tokens[token.head].lower == "in" and token.dep == "pcomp"):
        return True
    modal = any(sentence.tokens[c].dep == "aux" and sentence.tokens[c].tag == "MD" for c in sentence.children[token.i])
    return modal or sentence.has_auxiliary(token.i, _TO) or (negated(sentence, token.i) and token.lemma not in {"agree", "condemn"})


def _spoken_by_someone(sentence: Sentence, verb: int) -> bool:
    here = verb
    subject = sentence.child(here, "nsubj")
    while subject is None and sentence.tokens[here].dep in {"conj", "advcl", "xcomp"} and sentence.tokens[here].head != here:
        here = sentence.tokens[here].head
        subject = sentence.child(here, "nsubj")
    if subject is None:
        agent = sentence.child(verb, "agent")
        subject = sentence.child(agent, "pobj") if agent is not None else None
    return subject is not None and _speaks(sentence.tokens[subject])


def _speaks(token: Token) -> bool:
    words = statement_words()
    if token.pos == "PROPN" or token.lower in words.pronouns:
        return True
    return token.pos == "NOUN" and (token.lemma in words.speakers or token.lemma in speech().offices)
