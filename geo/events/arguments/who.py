"""Who acts; pronouns only where what they stand for is certain."""

from __future__ import annotations

from collections.abc import Sequence

from geo.events.attribution.cast import Cast
from geo.lexicon import actors, aiming_words, locating_words, speech, triggers
from geo.syntax import Sentence

_SUBJECTS = ("nsubj", "nsubjpass")
CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "appos"})
_GOVERNMENT = frozenset({"government", "regime", "official", "officials", "minister", "ministry", "president"})
_WITNESSING = frozenset({"see", "report", "witness", "involve", "escalate", "intensify", "continue"})
_SIDES = frozenset({"government", "regime", "rebel", "army", "opposition", "insurgent", "militant", "coalition"})
_SINGULAR = frozenset({"he", "she"})
_POSSESSIVES = frozenset({"its", "their"})


def actor_of(sentence: Sentence, anchors: Sequence[int], cast: Cast) -> tuple[str | None, str | None]:
    """The doer of a trigger as (name, party); (None, None) where the sentence does not tell it for certain."""
    for anchor in anchors:
        for phrase in _doers(sentence, anchor):
            if sentence.tokens[phrase].lemma in triggers().never_aimed_at:  # "the missiles travelled"
                continue
            if phrase in anchors:  # "the strikes hit": the happening is not its own doer
                continue
            if not _can_act(sentence, phrase):
                continue
            if sentence.tokens[anchor].lemma in _WITNESSING and sentence.tokens[anchor].pos == "VERB" and len(anchors) > 1:
                continue  # "the group reports clashes": who tells of it does not do it
            name, party = describe(sentence, phrase, cast)
            if name is not None and name not in actors().media:  # who prints it does not do it
                return name, party
    return None, None


def _can_act(sentence: Sentence, i: int) -> bool:
    """Whether a phrase can do anything: not who was hurt, a time, a building, the shell that was fired, the head of a live entry."""
    token = sentence.tokens[i]
    words = aiming_words()
    if token.lemma in words.no_doers or token.lower in words.no_doers or token.entity in {"DATE", "TIME", "PERCENT", "QUANTITY"}:
        return False
    if i + 1 < len(sentence.tokens) and sentence.tokens[i + 1].text == ":":
        return False
    weapons = triggers().weapons
    fired = any(token.lemma in weapons[sort] for sort in ("chemical", "planted", "missile", "explosive"))
    return not fired or token.lemma in locating_words().platforms or token.capitalised


def _accused(sentence: Sentence, anchor: int) -> int | None:
    """ "Accused the militia of shelling A": the object of the verb over "of"."""
    prep = sentence.tokens[sentence.tokens[anchor].head]
    verb = prep.head
    if prep.lower not in {"of", "for", "with"} or sentence.tokens[verb].lemma not in aiming_words().accusing:
        return None
    return sentence.child(verb, "dobj", "obj", "nsubjpass")


def _doers(sentence: Sentence, anchor: int) -> list[int]:
    """Heads of the phrases that may name the doer, the surest first."""
    token = sentence.tokens[anchor]
    found: list[int] = []
    passive = sentence.child(anchor, "nsubjpass", "auxpass") is not None
    bare = token.tag == "VBN" and sentence.child(anchor, "aux", "auxpass") is None  # "six people killed", "11 drones shot down"
    joined = token.dep == "conj" and sentence.child(token.head, "nsubjpass") is None  # "seized and burned": has its doer before it
    passive = passive or (bare and not joined and sentence.child(anchor, "dobj", "obj") is None)
    if (accused := _accused(sentence, anchor)) is not None:
        found.append(accused)
    if token.lemma in aiming_words().undergoing:
        return found
    if token.pos in {"VERB", "AUX"}:
        agent = sentence.child(anchor, "agent")
        if agent is not None and (pobj := sentence.child(agent, "pobj")) is not None:
            found.append(pobj)
        if not passive:
            subject = sentence.child(anchor, "nsubj")
            above = anchor
            while subject is None and sentence.tokens[above].dep in {"xcomp", "conj", "advcl"} and sentence.tokens[above].head != above:
                above = sentence.tokens[above].head
                if sentence.tokens[above].pos not in {"VERB", "AUX"}:
                    break
                subject = sentence.child(above, "nsubj") if sentence.tokens[above].lemma not in aiming_words().undergoing else None
            if subject is None and token.dep in {"relcl", "acl"} and token.tag != "VBN":
                subject = token.head
            if subject is not None and sentence.tokens[subject].lower in {"that", "which", "who"} and token.dep == "relcl":
                subject = token.head
            if subject is not None:
                found.append(subject)
    else:
        for child in sentence.children[anchor]:
            c = sentence.tokens[child]
            if c.entity in {"DATE", "TIME"}:  # "Wednesday's strikes"
                continue
            if c.dep == "poss" or (c.dep in {"amod", "compound", "nmod"} and (c.lower in _SIDES or c.entity in {"NORP", "GPE", "ORG"})):
                found.append(child)
            elif (
                c.dep in {"prep", "agent"} and c.lower in {"by", "from", "between"} and (pobj := sentence.child(child, "pobj")) is not None
            ):
                if c.lower != "from" or not sentence.tokens[pobj].capitalised:
                    found.append(pobj)
    return found


def describe(sentence: Sentence, i: int, cast: Cast) -> tuple[str | None, str | None]:
    """The name and party of the phrase headed by token i: a known actor, a country by any word for it, else its words."""
    indices = sentence.subtree(i, without=CLAUSES | {"prep", "punct"} if sentence.tokens[i].pos != "PROPN" else CLAUSES)
    closed = max((k for k in indices if k < i and sentence.tokens[k].text in {")", ":"}), default=None)
    if closed is not None:  # "(Dakar) - Malian soldiers": where it was written is no part of them
        indices = [k for k in indices if k > closed and not (k == closed + 1 and sentence.tokens[k].text in {"-", "–", "—"})]
    words = sentence.words(indices)
    token = sentence.tokens[i]
    if token.text in cast.countries and _of_several(sentence, i, [i], cast):
        whole = sentence.words([k for k in indices if k >= i] if len(indices) > 1 else _joined(sentence, i))
        return clean(whole), None
    if token.pos == "ADJ" and token.text in cast.countries:  # "Russian airstrikes"
        return cast.countries[token.text], cast.countries[token.text]
    if token.pos in {"ADJ", "DET"} or (token.pos == "NUM" and sentence.child(i, "prep") is None):  # "at least a few", "only two"
        return None, None
    if token.pos == "PRON" or token.lower in _POSSESSIVES:
        return _pronoun(sentence, i, cast)
    body = cast.known(words)
    known = (body.name, body.party) if body is not None else None
    possessor = next((c for c in sentence.children[i] if sentence.tokens[c].lower in _POSSESSIVES), None)
    of = sentence.child(i, "prep")
    if token.pos == "NUM" and of is not None and (pobj := sentence.child(of, "pobj")) is not None:
        return describe(sentence, pobj, cast)
    # The head first: in a damaged "Washington CNN Russia launched" the doer is the last word.
    country = next((cast.countries[t.text] for k in (i, *indices) for t in (sentence.tokens[k],) if t.text in cast.countries), None)
    if country is None:
        country = next((name for word, name in cast.countries.items() if " " in word and word in words), None)
    if known is not None:
        return known
    if country is not None:
        if _armed_opposition(sentence, indices) or _of_several(sentence, i, indices, cast):
            return clean(words), None
        return country, country
    if possessor is not None:
        name, party = _pronoun(sentence, possessor, cast)
        if party is not None:
            return name, party
    if token.entity == "PERSON" or token.text in cast.full_names:
        name = cast.full(clean(words))
        return name, cast.party_of.get(name)
    # "Ships from the Caspian Sea fleet", "jets of the coalition": whose they are stands behind them.
    for child in sentence.children[i]:
        if sentence.tokens[child].lower in {"from", "of"} and (pobj := sentence.child(child, "pobj")) is not None:
            found = cast.known(sentence.words(sentence.subtree(pobj, without=CLAUSES)))
            if found is not None:
                return found.name, found.party
    text = clean(words)
    return (text, None) if any(c.isalpha() for c in text) else (None, None)


def _of_several(sentence: Sentence, i: int, indices: Sequence[int], cast: Cast) -> bool:
    """ "An Afghan and coalition force", "Syrian or Russian jets", "an Afghan-led force": more hands than one country's."""
    own = {cast.countries[sentence.tokens[k].text] for k in indices if k != i and sentence.tokens[k].text in cast.countries}
    if len(own) > 1:
        return True
    for k in indices:
        token = sentence.tokens[k]
        if token.text not in cast.countries or cast.countries[token.text] == token.text:  # "Russia and Iran" are two that act
            continue
        after = sentence.tokens[k + 1].lower if k + 1 < len(sentence.tokens) else ""
        then = sentence.tokens[k + 2].lower if k + 2 < len(sentence.tokens) else ""
        if after in actors().joining or (after == "-" and then in actors().shared):
            return True
    return False


def _joined(sentence: Sentence, i: int) -> list[int]:
    """The words from a demonym to what is joined to it: "Afghan and coalition" of "Afghan and coalition strikes"."""
    return [i, *(k for c in sentence.children[i] if c > i for k in sentence.subtree(c))] if len(sentence.children[i]) else [i, i + 1, i + 2]


def _armed_opposition(sentence: Sentence, indices: Sequence[int]) -> bool:
    words = {"rebel", "rebels", "opposition", "insurgents", "militants", "factions", "fighters", "activists", "kurds", "kurdish"}
    return any(sentence.tokens[k].lower in words for k in indices)


def _pronoun(sentence: Sentence, i: int, cast: Cast) -> tuple[str | None, str | None]:
    """ "Russia says it fired": the subject of the speech verb above; "its warships": the country named before, if it is one only."""
    lower = sentence.tokens[i].lower
    if lower in {"it", "its", "they", "their"}:
        for up in sentence.ancestors(i):
            if (
                sentence.tokens[up].lemma in speech().verbs
                and (subject := sentence.child(up, *_SUBJECTS)) is not None
                and i not in sentence.subtree(subject)
            ):
                name, party = describe(sentence, subject, cast)
                return name, party
        before = {cast.countries[t.text] for t in sentence.tokens[:i] if t.text in cast.countries}
        root = next((t.i for t in sentence.tokens if t.head == t.i), i)
        subject = sentence.child(root, *_SUBJECTS)
        if not before and subject is not None and sentence.tokens[subject].text in cast.countries:
            before = {cast.countries[sentence.tokens[subject].text]}  # "Even as its ships fired, Russia said …"
        if len(before) == 1:
            country = before.pop()
            return country, country
    if lower in {"we", "our"} and cast.last_speaker is not None and cast.last_speaker.party:
        return cast.last_speaker.party, cast.last_speaker.party
    return None, None


def clean(words: str) -> str:
    text = " ".join(words.split()).strip(" ,;:.\"“”'")
    for word in ("the ", "The ", "its ", "their ", "Its ", "Their "):
        text = text.removeprefix(word)
    return text
