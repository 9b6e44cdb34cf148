"""Statements that are events of their own: a condemnation, a demand, a denial, a threat, an agreement; not every "said".

They are listed, never drawn. One a sentence: the first act of position that a person, a body or a state performs in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from geo.events.factuality.moods import negated
from geo.lexicon.modality import modality_words
from geo.lexicon.speech import speech
from geo.lexicon.statements import statement_words
from geo.model import Modality
from geo.syntax import UNDERGOING, Sentence, Token

_CONTENT = frozenset({"ccomp", "parataxis", "xcomp"})
_TO = frozenset({"to"})


def statement(sentence: Sentence, taken: Sequence[Token] = ()) -> Token | None:
    """The verb of the statement that a sentence reports, None where it reports none; verbs in `taken` tell other events."""
    for token in sentence.tokens:
        if token.pos != "VERB" or token in taken or token.dep in {"amod", "compound"} or (token.tag == "VBN" and token.dep == "acl"):
            continue
        if not (_acts(sentence, token) or _judges(sentence, token) or _takes_a_stand(sentence, token)):
            continue
        if _unreal(sentence, token) or not _spoken_by_someone(sentence, token):
            continue
        return token
    return None


def statement_modality(sentence: Sentence, verb: Token) -> Modality:
    """A denial is denied; whatever else is stated is reported."""
    if verb.lemma in modality_words().denied.verbs and not negated(sentence, verb):
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
    for child in sentence.below(token):
        below = child
        if below.dep in {"prep", "aux", "prt"} and below.lower in company:
            return True
        if below.dep == "prep" and (named := sentence.child(child, "pobj")) is not None:
            below = named
        elif below.dep not in UNDERGOING:
            continue
        compounds = [c.lemma for c in sentence.below(below) if c.dep == "compound"]
        if below.lemma in company or " ".join([*compounds, below.lemma]) in company:
            return True
    return False


def _judges(sentence: Sentence, token: Token) -> bool:
    """ "Called the strikes a mistake"; "a group called X" judges nothing."""
    if token.lemma not in statement_words().judging or (token.tag == "VBN" and sentence.subject(token, passive=False) is None):
        return False
    if sentence.child(token, "oprd") is not None:
        return True
    content = sentence.child(token, "ccomp")
    if content is not None:
        return not content.is_verb
    words = statement_words()
    judged = sentence.object(token, passive=False)  # "called the raid on A a mistake": the tree may give the mistake to A
    after = sentence.subtree(judged) if judged is not None else []
    return any(k.lemma in words.stand_nouns | words.stand_adjectives for k in after)


def _takes_a_stand(sentence: Sentence, token: Token) -> bool:
    """ "Said that it was ready to …", "told them that there had been no incidents", "'Give the list', she said"."""
    words = statement_words()
    content = _content(sentence, token) if token.lemma in words.saying else None
    if content is None:
        return False
    head = content
    if _no_such_thing(sentence, content) or head.lemma in words.stand_verbs:
        return True
    ascribed = sentence.child(content, "acomp", "attr", "oprd")
    about = ascribed.lemma if ascribed is not None else head.lemma if head.pos == "ADJ" else ""
    if about in words.stand_adjectives or about in words.stand_nouns:
        return True
    bare = head.tag == "VB" and sentence.child(content, "nsubj", "aux") is None
    return bare and head < token and sentence.tokens[0].text in {'"', "“", "‘"}


def _content(sentence: Sentence, verb: Token) -> Token | None:
    """What is said: the clause below the verb, or, where the quotation comes first, the clause over or beside it."""
    below = next((c for c in sentence.below(verb) if c.dep in _CONTENT), None)
    if below is None and verb.dep in {"parataxis", "ccomp"}:
        below = sentence.head(verb)
    return below if below is not None and (below.is_verb or below.pos == "ADJ") else None


def _no_such_thing(sentence: Sentence, verb: Token) -> bool:
    """ "There have been no incidents", "there would be no ground operation"."""
    if sentence.child(verb, "expl") is None:
        return False
    what = sentence.child(verb, "attr", "dobj", "nsubj")
    return what is not None and negated(sentence, what)


def _unreal(sentence: Sentence, token: Token) -> bool:
    """What is not stated but only may be, or is an infinitive of purpose: "refused to condemn", "to warn the public"."""
    marked = {c.lower for c in sentence.below(token) if c.dep in {"mark", "advmod"}}
    if marked & statement_words().open or (sentence.head(token).lower == "in" and token.dep == "pcomp"):
        return True
    modal = any(c.dep == "aux" and c.tag == "MD" for c in sentence.below(token))
    return modal or sentence.has_auxiliary(token, _TO) or (negated(sentence, token) and token.lemma not in {"agree", "condemn"})


def _spoken_by_someone(sentence: Sentence, verb: Token) -> bool:
    here = verb
    subject = sentence.subject(here, passive=False)
    while subject is None and here.dep in {"conj", "advcl", "xcomp"} and not here.is_root:
        here = sentence.head(here)
        subject = sentence.subject(here, passive=False)
    if subject is None:
        agent = sentence.child(verb, "agent")
        subject = sentence.child(agent, "pobj") if agent is not None else None
    return subject is not None and _speaks(subject)


def _speaks(token: Token) -> bool:
    words = statement_words()
    if token.pos == "PROPN" or token.lower in words.pronouns:
        return True
    return token.pos == "NOUN" and (token.lemma in words.speakers or token.lemma in speech().offices)
