"""A phrase named: a known actor, a country by any word for it, a state's forces, else its words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from geo.events.attribution.cast import Cast
from geo.lexicon.actors import actors
from geo.lexicon.grammar import grammar_words
from geo.lexicon.speech import speech
from geo.syntax import Sentence, Token

CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "appos"})
_SINGULAR = frozenset({"he", "she"})
_POSSESSIVES = frozenset({"its", "their"})


def describe(sentence: Sentence, token: Token, cast: Cast) -> tuple[str | None, str | None]:
    """The name and party of the phrase headed by a token: a known actor, a country by any word for it, else its words."""
    indices = _phrase(sentence, token)
    words = sentence.words(indices)
    if token.text in cast.countries and of_several(sentence, token, [token], cast):
        whole = sentence.words([k for k in indices if k >= token] if len(indices) > 1 else _joined(sentence, token))
        return clean(whole), None
    if token.pos == "ADJ" and token.text in cast.countries:  # "Russian airstrikes"
        return cast.countries[token.text], cast.countries[token.text]
    if token.pos in {"ADJ", "DET"} or (token.pos == "NUM" and sentence.child(token, "prep") is None):  # "at least a few", "only two"
        return None, None
    if token.pos == "PRON" or token.lower in _POSSESSIVES:
        return _pronoun(sentence, token, cast)
    if (state := _of_state(sentence, indices, cast)) is not None:
        return state
    of = sentence.child(token, "prep")
    if token.pos == "NUM" and of is not None and (pobj := sentence.child(of, "pobj")) is not None:
        return describe(sentence, pobj, cast)
    body = cast.known(sentence.words(without_hyphened(sentence, indices, helped=False)))
    if body is not None:
        return body.name, body.party
    if (country := _country(sentence, token, indices, cast)) is not None:
        if _armed_opposition(sentence, indices) or of_several(sentence, token, indices, cast):
            return clean(words), None
        return country, country
    possessor = next((t for t in sentence.below(token) if t.lower in _POSSESSIVES), None)
    if possessor is not None and (named := _pronoun(sentence, possessor, cast))[1] is not None:
        return named
    if token.entity == "PERSON" or token.text in cast.full_names:
        name = cast.full(clean(words))
        return name, cast.party_of.get(name)
    if (owned := _by_owner(sentence, token, clean(words), cast)) is not None:
        return owned
    if (group := _group_before(sentence, token, indices, cast)) is not None:
        return group
    text = clean(words)
    return (text, None) if any(c.isalpha() for c in text) else (None, None)


def _phrase(sentence: Sentence, i: Token) -> list[Token]:
    """The tokens of one doer: of a coordination the first, and nothing of where the report was written."""
    indices = sentence.subtree(i, without=CLAUSES | {"prep", "punct"} if i.pos != "PROPN" else CLAUSES)
    joined = [c for c in sentence.below(i) if c.dep == "conj" and c > i]
    one = sentence.has_word(i, {"a", "an"})
    if joined and not (one and not sentence.has(joined[0], "det")):
        # "Turkish forces and the PKK" are two; "an Afghan police and assistance force patrol" is one.
        other = {k for c in joined for k in sentence.subtree(c)}
        indices = [k for k in indices if k not in other and not (k.dep == "cc" and sentence.head(k) is i)]
    closed = max((k for k in indices if k < i and k.text in {")", ":"}), default=None)
    if closed is not None:  # "(Dakar) - Malian soldiers": where it was written is no part of them
        after = sentence.after(closed)
        indices = [k for k in indices if k > closed and not (k is after and k.text in {"-", "–", "—"})]
    return indices


def _country(sentence: Sentence, i: Token, indices: Sequence[Token], cast: Cast) -> str | None:
    """The head first: in a damaged "Washington CNN Russia launched" the doer is the last word."""
    country = next((cast.countries[t.text] for t in (i, *indices) if t.text in cast.countries), None)
    if country is not None:
        return country
    words = sentence.words(list(indices))
    return next((name for word, name in cast.countries.items() if " " in word and word in words), None)


def _by_owner(sentence: Sentence, token: Token, words: str, cast: Cast) -> tuple[str | None, str | None] | None:
    """ "A helicopter belonging to the army", "ships from the Caspian Sea fleet", "jets of the coalition": whose stands behind them."""
    belonging = next((t for t in sentence.below(token) if t.lemma == "belong"), None)
    owner = sentence.child(belonging, "prep") if belonging is not None else None
    if owner is not None and (pobj := sentence.child(owner, "pobj")) is not None:
        return describe(sentence, pobj, cast)
    for child in sentence.below(token):
        if child.lower not in {"from", "of"} or (pobj := sentence.child(child, "pobj")) is None:
            continue
        found = cast.known(sentence.words(sentence.subtree(pobj, without=CLAUSES)))
        if found is not None:
            return found.name, found.party
        if child.lower == "of" and token.lemma in actors().shares:  # "units of the armed forces"
            whole, party = describe(sentence, pobj, cast)
            if whole is not None:
                return (whole if party is not None else f"{words} of {whole}"), party
    return None


def _group_before(sentence: Sentence, i: Token, indices: Sequence[Token], cast: Cast) -> tuple[str | None, str | None] | None:
    """ "The jihadist group said it had shot down a jet": the group that was named before."""
    if i.lemma not in speech().bodies or not sentence.has_word(i, grammar_words().definite):
        return None
    if any(k.capitalised and k > min(indices) for k in indices):
        return None
    return cast.group_before(sentence.passage.index)


def _of_state(sentence: Sentence, indices: Sequence[Token], cast: Cast) -> tuple[str, str] | None:
    """ "The army", "regime forces": the forces of the state that the article tells of, named as its."""
    table = actors()
    kept = without_hyphened(sentence, indices)
    if any(k.text in cast.countries for k in kept):  # "the Syrian army" says itself whose it is
        return None
    for token in kept:
        before, after = sentence.before(token), sentence.after(token)
        word = f"{token.lower} {after.lower}" if after is not None and after in kept else token.lower
        word = word if word in table.army else token.lower
        word = word if word not in {f"{w}s" for w in table.rule} else word[:-1]  # "the regimes helicopter": a lost apostrophe
        named = token.capitalised and before is not None and before in kept and before.pos == "PROPN"  # "the Arakan Army" is its own
        if named or word not in table.rule | table.army | table.troops:
            continue
        country = cast.state_of(word, sentence.passage.index)
        return (f"{country}'s {clean(sentence.words(kept))}", country) if country is not None else None
    return None


def without_hyphened(sentence: Sentence, indices: Sequence[Token], *, helped: bool = True) -> list[Token]:
    """The words of a phrase but for those of a hyphenated one that make a side no doer: "rebel-held", "anti-IS"; `helped`: "US-backed"."""
    table = actors()
    out: set[Token] = set()
    for hyphen in indices:
        before, after = sentence.before(hyphen), sentence.after(hyphen)
        if hyphen.text not in {"-", "–"} or before is None or after is None:
            continue
        no_doer = after.lower in table.owned or before.lower in table.against
        if no_doer or (helped and (after.lower in table.helped or before.lower == "pro")):
            out |= {before, hyphen, after}
            out |= {t for t in sentence.subtree(before) if t < hyphen} if after.lower in table.owned else set()
    return [k for k in indices if k not in out]


def of_several(sentence: Sentence, i: Token | None, indices: Sequence[Token], cast: Cast) -> bool:
    """ "An Afghan and coalition force", "Syrian or Russian jets", "an Afghan-led force": more hands than one country's."""
    own = {cast.countries[k.text] for k in indices if k is not i and k.text in cast.countries}
    if len(own) > 1:
        return True
    for token in indices:
        if token.text not in cast.countries or cast.countries[token.text] == token.text:  # "Russia and Iran" are two that act
            continue
        after, then = sentence.lower_after(token), sentence.lower_after(token, 2)
        if i is not None and _joins_another(sentence, token, i):
            return True
        if after in actors().joining or (after == "-" and then in actors().shared):
            return True
    return False


def _joins_another(sentence: Sentence, demonym: Token, head: Token) -> bool:
    """ "Afghan National Security and International Assistance forces": another's name stands between a demonym and the head of both."""
    one = sentence.has_word(head, {"a", "an"})
    last = max(sentence.below(head, "conj"), default=head) if one else head
    between = sentence.between(demonym, last) if demonym < last else ()
    joined = (after for joint, after in pairwise(between) if joint.lower in actors().joining)
    return any(t.capitalised or t.lower in actors().shared for t in joined)


def _joined(sentence: Sentence, i: Token) -> list[Token]:
    """The words from a demonym to what is joined to it: "Afghan and coalition" of "Afghan and coalition strikes"."""
    below = sentence.below(i)
    return [i, *(k for c in below if c > i for k in sentence.subtree(c))] if below else [i, *sentence.following(i, 2)]


def _armed_opposition(sentence: Sentence, indices: Sequence[Token]) -> bool:
    return any(k.lower in actors().opposition for k in indices)


def _pronoun(sentence: Sentence, i: Token, cast: Cast) -> tuple[str | None, str | None]:
    """ "Russia says it fired": the subject of the speech verb above; "its warships": the country named before, if it is one only."""
    lower = i.lower
    if lower in grammar_words().bodies:
        for up in sentence.ancestors(i):
            subject = sentence.subject(up)
            if subject is None or i in sentence.subtree(subject) or subject.pos == "PRON":
                continue
            if up.lemma in speech().verbs or subject.dep == "nsubj":
                name, party = describe(sentence, subject, cast)
                if party is not None or up.lemma in speech().verbs:
                    return name, party
        before = {cast.countries[t.text] for t in sentence.preceding(i) if t.text in cast.countries}
        if len(before) == 1:
            country = before.pop()
            return country, country
        if lower in {"it", "they"} and cast.last_subject is not None and not before:
            passage, plural, name, party = cast.last_subject
            if passage == sentence.passage.index - 1 and plural is (lower == "they"):
                return name, party
    if lower in {"we", "our"} and cast.last_speaker is not None and cast.last_speaker.party:
        return cast.last_speaker.party, cast.last_speaker.party
    return None, None


def remember_subject(sentence: Sentence, cast: Cast) -> None:
    """Whom "it" or "they" at the head of the next sentence may stand for: the subject of this one, where it names a side."""
    cast.meet_groups(sentence)
    root = sentence.root
    subject = sentence.subject(root) if root is not None else None
    if subject is None:
        return
    name, party = describe(sentence, subject, cast)
    if name is not None and (party is not None or subject.lower in actors().rebels):
        cast.last_subject = (sentence.passage.index, subject.tag in {"NNS", "NNPS"} or subject.lower == "they", name, party)


def clean(words: str) -> str:
    text = " ".join(words.split()).strip(" ,;:.\"“”'")
    for word in ("which ", "the ", "The ", "its ", "their ", "Its ", "Their "):
        text = text.removeprefix(word)
    return text
