"""A phrase named: a known actor, a country by any word for it, a state's forces, else its words."""

from __future__ import annotations

from collections.abc import Sequence

from geo.events.attribution.cast import Cast
from geo.lexicon.actors import actors
from geo.lexicon.speech import speech
from geo.syntax import Sentence

_SUBJECTS = ("nsubj", "nsubjpass")
CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "appos"})
_SINGULAR = frozenset({"he", "she"})
_POSSESSIVES = frozenset({"its", "their"})


def describe(sentence: Sentence, i: int, cast: Cast) -> tuple[str | None, str | None]:
    """The name and party of the phrase headed by token i: a known actor, a country by any word for it, else its words."""
    indices = _phrase(sentence, i)
    words = sentence.words(indices)
    token = sentence.tokens[i]
    if token.text in cast.countries and of_several(sentence, i, [i], cast):
        whole = sentence.words([k for k in indices if k >= i] if len(indices) > 1 else _joined(sentence, i))
        return clean(whole), None
    if token.pos == "ADJ" and token.text in cast.countries:  # "Russian airstrikes"
        return cast.countries[token.text], cast.countries[token.text]
    if token.pos in {"ADJ", "DET"} or (token.pos == "NUM" and sentence.child(i, "prep") is None):  # "at least a few", "only two"
        return None, None
    if token.pos == "PRON" or token.lower in _POSSESSIVES:
        return _pronoun(sentence, i, cast)
    if (state := _of_state(sentence, indices, cast)) is not None:
        return state
    of = sentence.child(i, "prep")
    if token.pos == "NUM" and of is not None and (pobj := sentence.child(of, "pobj")) is not None:
        return describe(sentence, pobj, cast)
    body = cast.known(sentence.words(without_hyphened(sentence, indices, helped=False)))
    if body is not None:
        return body.name, body.party
    if (country := _country(sentence, i, indices, cast)) is not None:
        if _armed_opposition(sentence, indices) or of_several(sentence, i, indices, cast):
            return clean(words), None
        return country, country
    possessor = next((t.i for t in sentence.below(i) if t.lower in _POSSESSIVES), None)
    if possessor is not None and (named := _pronoun(sentence, possessor, cast))[1] is not None:
        return named
    if token.entity == "PERSON" or token.text in cast.full_names:
        name = cast.full(clean(words))
        return name, cast.party_of.get(name)
    if (owned := _by_owner(sentence, i, clean(words), cast)) is not None:
        return owned
    if (group := _group_before(sentence, i, indices, cast)) is not None:
        return group
    text = clean(words)
    return (text, None) if any(c.isalpha() for c in text) else (None, None)


def _phrase(sentence: Sentence, i: int) -> list[int]:
    """The tokens of one doer: of a coordination the first, and nothing of where the report was written."""
    indices = sentence.subtree(i, without=CLAUSES | {"prep", "punct"} if sentence.tokens[i].pos != "PROPN" else CLAUSES)
    joined = [c for c in sentence.children[i] if sentence.tokens[c].dep == "conj" and c > i]
    one = any(t.lower in {"a", "an"} for t in sentence.below(i))
    if joined and not (one and not sentence.has(joined[0], "det")):
        # "Turkish forces and the PKK" are two; "an Afghan police and assistance force patrol" is one.
        other = {k for c in joined for k in sentence.subtree(c)}
        indices = [k for k in indices if k not in other and not (sentence.tokens[k].dep == "cc" and sentence.tokens[k].head == i)]
    closed = max((k for k in indices if k < i and sentence.tokens[k].text in {")", ":"}), default=None)
    if closed is not None:  # "(Dakar) - Malian soldiers": where it was written is no part of them
        indices = [k for k in indices if k > closed and not (k == closed + 1 and sentence.tokens[k].text in {"-", "–", "—"})]
    return indices


def _country(sentence: Sentence, i: int, indices: Sequence[int], cast: Cast) -> str | None:
    """The head first: in a damaged "Washington CNN Russia launched" the doer is the last word."""
    country = next((cast.countries[t.text] for k in (i, *indices) for t in (sentence.tokens[k],) if t.text in cast.countries), None)
    if country is not None:
        return country
    words = sentence.words(list(indices))
    return next((name for word, name in cast.countries.items() if " " in word and word in words), None)


def _by_owner(sentence: Sentence, i: int, words: str, cast: Cast) -> tuple[str | None, str | None] | None:
    """ "A helicopter belonging to the army", "ships from the Caspian Sea fleet", "jets of the coalition": whose stands behind them."""
    token = sentence.tokens[i]
    belonging = next((t.i for t in sentence.below(i) if t.lemma == "belong"), None)
    owner = sentence.child(belonging, "prep") if belonging is not None else None
    if owner is not None and (pobj := sentence.child(owner, "pobj")) is not None:
        return describe(sentence, pobj, cast)
    for child in sentence.below(i):
        if child.lower not in {"from", "of"} or (pobj := sentence.child(child.i, "pobj")) is None:
            continue
        found = cast.known(sentence.words(sentence.subtree(pobj, without=CLAUSES)))
        if found is not None:
            return found.name, found.party
        if child.lower == "of" and token.lemma in actors().shares:  # "units of the armed forces"
            whole, party = describe(sentence, pobj, cast)
            if whole is not None:
                return (whole if party is not None else f"{words} of {whole}"), party
    return None


def _group_before(sentence: Sentence, i: int, indices: Sequence[int], cast: Cast) -> tuple[str | None, str | None] | None:
    """ "The jihadist group said it had shot down a jet": the group that was named before."""
    if sentence.tokens[i].lemma not in speech().bodies or not any(t.lower in {"the", "this", "that"} for t in sentence.below(i)):
        return None
    if any(sentence.tokens[k].capitalised and k > min(indices) for k in indices):
        return None
    return cast.group_before(sentence.passage.index)


def _of_state(sentence: Sentence, indices: Sequence[int], cast: Cast) -> tuple[str, str] | None:
    """ "The army", "regime forces": the forces of the state that the article tells of, named as its."""
    table = actors()
    kept = without_hyphened(sentence, indices)
    if any(sentence.tokens[k].text in cast.countries for k in kept):  # "the Syrian army" says itself whose it is
        return None
    for k in kept:
        token = sentence.tokens[k]
        word = f"{token.lower} {sentence.tokens[k + 1].lower}" if k + 1 in kept else token.lower
        word = word if word in table.army else token.lower
        word = word if word not in {f"{w}s" for w in table.rule} else word[:-1]  # "the regimes helicopter": a lost apostrophe
        if word not in table.rule | table.army | table.troops or (
            token.capitalised and k - 1 in kept and sentence.tokens[k - 1].pos == "PROPN"
        ):
            continue  # "the Arakan Army" is its own
        country = cast.state_of(word, sentence.passage.index)
        return (f"{country}'s {clean(sentence.words(kept))}", country) if country is not None else None
    return None


def without_hyphened(sentence: Sentence, indices: Sequence[int], *, helped: bool = True) -> list[int]:
    """The words of a phrase but for those of a hyphenated one that make a side no doer: "rebel-held", "anti-IS"; `helped`: "US-backed"."""
    table = actors()
    out: set[int] = set()
    tokens = sentence.tokens
    for k in indices:
        if tokens[k].text not in {"-", "–"} or not 0 < k < len(tokens) - 1:
            continue
        before, after = tokens[k - 1].lower, tokens[k + 1].lower
        if after in table.owned or before in table.against or (helped and (after in table.helped or before == "pro")):
            out |= {k - 1, k, k + 1}
            out |= {j for j in sentence.subtree(k - 1) if j < k} if after in table.owned else set()
    return [k for k in indices if k not in out]


def of_several(sentence: Sentence, i: int, indices: Sequence[int], cast: Cast) -> bool:
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
        if _joins_another(sentence, k, i):
            return True
        if after in actors().joining or (after == "-" and then in actors().shared):
            return True
    return False


def _joins_another(sentence: Sentence, demonym: int, head: int) -> bool:
    """ "Afghan National Security and International Assistance forces": another's name stands between a demonym and the head of both."""
    one = any(sentence.tokens[c].lower in {"a", "an"} for c in sentence.children[head])
    last = max((c for c in sentence.children[head] if sentence.tokens[c].dep == "conj"), default=head) if one else head
    joints = (k for k in range(demonym + 1, last - 1) if sentence.tokens[k].lower in actors().joining)
    return any(sentence.tokens[k + 1].capitalised or sentence.tokens[k + 1].lower in actors().shared for k in joints)


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
            subject = sentence.child(up, *_SUBJECTS)
            if subject is None or i in sentence.subtree(subject) or sentence.tokens[subject].pos == "PRON":
                continue
            if sentence.tokens[up].lemma in speech().verbs or sentence.tokens[subject].dep == "nsubj":
                name, party = describe(sentence, subject, cast)
                if party is not None or sentence.tokens[up].lemma in speech().verbs:
                    return name, party
        before = {cast.countries[t.text] for t in sentence.tokens[:i] if t.text in cast.countries}
        root = next((t.i for t in sentence.tokens if t.head == t.i), i)
        subject = sentence.child(root, *_SUBJECTS)
        if not before and subject is not None and sentence.tokens[subject].text in cast.countries:
            before = {cast.countries[sentence.tokens[subject].text]}  # "Even as its ships fired, Russia said …"
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
    root = next((t.i for t in sentence.tokens if t.head == t.i), None)
    subject = sentence.child(root, *_SUBJECTS) if root is not None else None
    if subject is None:
        return
    token = sentence.tokens[subject]
    name, party = describe(sentence, subject, cast)
    if name is not None and (party is not None or token.lower in actors().rebels):
        cast.last_subject = (sentence.passage.index, token.tag in {"NNS", "NNPS"} or token.lower == "they", name, party)


def clean(words: str) -> str:
    text = " ".join(words.split()).strip(" ,;:.\"“”'")
    for word in ("which ", "the ", "The ", "its ", "their ", "Its ", "Their "):
        text = text.removeprefix(word)
    return text
