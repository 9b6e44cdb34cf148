"""A speaker's phrase taken apart: his name, his office, the body he holds it in, and the party he speaks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.events.arguments.naming import CLAUSES, clean
from geo.events.attribution.cast import Cast, holds
from geo.events.attribution.relays import is_media, known_medium
from geo.lexicon.grammar import grammar_words
from geo.lexicon.places import place_words
from geo.lexicon.speech import speech
from geo.syntax import Sentence, Token

_POSSESSIVE = frozenset({"'s", "’s"})
_WHOSE = frozenset({"of", "for"})  # prepositions after which the body of an office stands; others say where, when or with whom


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as far as the phrase tells."""

    name: str
    party: str | None = None
    role: str | None = None
    organisation: str | None = None
    person: bool = False


def in_office(sentence: Sentence, description: Sequence[Token], cast: Cast) -> tuple[str | None, str | None, str | None]:
    """Office, body and party told by a description: "the Kremlin's spokesman" → ("spokesman", "Kremlin", "Russia")."""
    kept = _behind_place(sentence, _without_whereabouts(sentence, description))
    if not kept:
        return None, None, None
    words = sentence.words(kept)
    head = next((k for k in kept if _is_office(sentence, k)), None)
    known = cast.known(words)
    if known is None and any(k.lower in {"its", "their"} for k in kept):  # "…, its spokesman, A B, said"
        known = cast.known(sentence.words(sentence.preceding(min(kept))))
    organisation = known.name if known is not None else None
    party = known.party if known is not None else None
    role = None
    if head is not None:
        run = [head]
        while (before := sentence.before(run[0])) is not None and before in kept and _qualifies(sentence, before, organisation, cast):
            run.insert(0, before)
        while (after := sentence.after(run[-1])) is not None and after in kept and _is_office(sentence, after):
            run.append(after)
        of = sentence.following(run[-1], 2)
        if len(of) > 1 and set(of) <= set(kept) and of[0].lower == "of" and of[1].lower in speech().portfolios:
            run += of  # "chief of staff", "Secretary of Defense"
        role = clean(sentence.words(run)).lower()
        if organisation is None:
            organisation = _body(sentence, kept, run, cast)
    if party is None:
        party = _state(sentence, kept, cast)
    return role, organisation, party


def _state(sentence: Sentence, kept: Sequence[Token], cast: Cast) -> str | None:
    """The country of a description; private people and bodies of a country's name speak for no state."""
    words = speech()
    if any(k.lemma in words.private or k.lower in words.private for k in kept):
        return None
    text = sentence.words(list(kept)) if kept else ""
    found = [country for word, country in cast.countries.items() if holds(text, word)]
    if found:
        return found[0]
    return None


def _without_whereabouts(sentence: Sentence, indices: Sequence[Token]) -> list[Token]:
    """The words but for "in Rome", "on Monday", "at a briefing": where he speaks says nothing of whom he speaks for."""
    given = set(indices)
    out: set[Token] = set()
    for token in indices:
        if token.pos == "ADP" and token.lower not in _WHOSE:
            out |= {t for t in sentence.subtree(token) if t in given}
        elif token.entity in {"DATE", "TIME"}:
            out.add(token)
    return [k for k in indices if k not in out]


def _behind_place(sentence: Sentence, kept: list[Token]) -> list[Token]:
    """The words behind a place that a lost comma ran into them: "in Rome US Defense Secretary A B", "in Brussels Belgium C said"."""
    if not kept or sentence.lower_before(kept[0]) not in speech().whereabouts or not kept[0].capitalised:
        return kept
    if not any(_is_office(sentence, k) for k in kept[1:]):
        return []
    return kept[1:]


def _is_office(sentence: Sentence, token: Token) -> bool:
    return token.lemma.rstrip(".") in speech().offices or token.lower.rstrip(".") in speech().offices


def _qualifies(sentence: Sentence, token: Token, organisation: str | None, cast: Cast) -> bool:
    """Whether the word before an office belongs to its name: "defence", "army", "deputy"; not a country, a body, an article."""
    if token.lower in grammar_words().opening or token.text in _POSSESSIVE or token.pos not in {"ADJ", "NOUN", "PROPN", "VERB"}:
        return False
    if token.text in cast.countries or token.entity in {"NORP", "GPE", "LOC", "PERSON"}:
        return False
    known = cast.known(token.text)
    return known is None and not (token.capitalised and organisation is not None and token.text in organisation)


def _body(sentence: Sentence, kept: Sequence[Token], office: Sequence[Token], cast: Cast) -> str | None:
    """A body that no table knows: "spokesman for the Tigray Bureau", "Loikaw General Hospital's director"."""
    last = office[-1]
    after = [k for k in kept if k > last]
    if after and after[0].lower in _WHOSE:
        run = after[1:]
    else:
        run = [k for k in kept if k < office[0] and k.pos == "PROPN" and k.entity not in {"PERSON", "NORP"}]
    text = clean(sentence.words(run)) if run else ""
    text = text.removesuffix("'s").removesuffix("’s")
    if text in cast.countries:
        return None
    return text if any(w[:1].isupper() for w in text.split()) and len(text.split()) <= 8 else None


# --- whole phrases -----------------------------------------------------------------------------------------------------------


def untitled(sentence: Sentence, run: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """A name's run cut into titles and name: "Mayor Oleksandr Senkevych" → ([Mayor], [Oleksandr, Senkevych])."""
    cut = 0
    while cut < len(run) - 1 and (
        run[cut].lower in place_words().titles or _is_office(sentence, run[cut]) or run[cut].lower in speech().before_titles
    ):
        cut += 1
    if cut == len(run) - 1 and len(run) > 1 and all(k.lower in speech().before_titles for k in run[:cut]):
        cut = 0
    return list(run[:cut]), list(run[cut:])


def is_name(sentence: Sentence, run: Sequence[Token]) -> bool:
    """Whether a run of words can be a person's name: capitalised throughout but for "al-", "bin", "van"."""
    if not run or not run[0].text[:1].isalpha():
        return False
    capitals = sum(k.capitalised for k in run)
    small = [k for k in run if not k.capitalised]
    return capitals > 0 and all(t.lower in speech().name_joints or t.text in {"-", "'", "’", "."} for t in small)


def speaker_of(sentence: Sentence, i: Token, cast: Cast) -> Speaker | None:
    """The speaker whose phrase is headed by a token."""
    whole = sentence.subtree(i, without=CLAUSES - {"appos"})
    own = sentence.subtree(i, without=CLAUSES)
    below = [sentence.subtree(a, without=CLAUSES) for a in sentence.below(i, "appos")]
    if any(k.lower in speech().our for k in own):  # "according to our data" names nobody
        return None
    named = _personal_run(sentence, own, i, cast)
    if named:
        description = [k for k in whole if k not in named]
        return _person(sentence, named, description, cast)
    for run in below:  # "Syria's ambassador to Russia, Riad Haddad", "the regional governor, Oleksandr Brest"
        inner = _personal_run(sentence, run, None, cast)
        if inner:
            return _person(sentence, inner, [k for k in whole if k not in inner], cast)
    return _unnamed(sentence, i, own, cast)


def speaker_of_words(sentence: Sentence, run: Sequence[Token], description: Sequence[Token], cast: Cast) -> Speaker | None:
    """The speaker named by a run of words that the tree does not hold together."""
    split = next((n for n in range(2, len(run) - 1) if run[n].lower in {"the", "a"} and _is_named(sentence, run[n - 1])), None)
    if split is not None:  # "Gen Ali Ayyoub the army's chief of staff said": a scrape lost the commas
        description = [*run[split:], *description]
        run = run[:split]
    if (last := run[-1].text) in cast.full_names and run[-1].capitalised and len(run) > 1:
        known = _as_known(sentence, run, cast)
        if last != sentence.words(list(run)) and not _is_office(sentence, run[-1]):
            return _person(sentence, known, [*[k for k in run if k not in known], *description], cast)
    titles, name = untitled(sentence, list(run))
    words = clean(sentence.words(name))
    capitals = [k for k in name if k.capitalised]
    listed = cast.known(sentence.words(list(run)))
    personal = listed is None and is_name(sentence, name) and not is_media(words)
    personal = personal and name[-1].lower not in place_words().organisation_last
    known_person = words.split()[-1] in cast.full_names if words else False
    if personal and (known_person or len(capitals) >= 2 or titles):
        return _person(sentence, name, [*titles, *description], cast)
    head = run[-1]
    of = next((k for k in run if k.lower in {"of", "for"}), None)
    if of is not None and run.index(of):
        head = run[run.index(of) - 1]
    return _unnamed(sentence, head, list(run), cast)


def _is_named(sentence: Sentence, k: Token) -> bool:
    return k.capitalised and k.pos == "PROPN"


def _personal_run(sentence: Sentence, indices: Sequence[Token], head: Token | None, cast: Cast) -> list[Token]:
    """The words of a phrase that name a person: what the parser takes for one, or a known name after a title."""
    joints = {"'s", "’s"}
    people = [k for k in indices if k.entity == "PERSON" and k.text not in joints]
    if head is None:
        people = people[-1:] and _last_run(people)
    else:
        listed = cast.known(sentence.words(list(indices)))
        if listed is not None and not people and listed.kind != "office":
            return []
        people = [k for k in people if sentence.head(k) is head or k is head]
        if head not in people and head.text not in cast.full_names:
            people = []
        if not people and head.pos == "PROPN" and head.capitalised and head.lower not in place_words().organisation_last:
            # "Mayor Oleksandr Senkevych", of whom the parser makes an organisation: a title before him makes him a man.
            run = [k for k in indices if k <= head and k.pos == "PROPN" and k.dep in {"compound", "nsubj", "pobj", "dobj"}]
            titles, name = untitled(sentence, _last_run(run)) if run else ([], [])
            if titles and len(name) >= 2 and is_name(sentence, name):
                return name
        if people:
            run = [k for k in indices if min(people) <= k <= head] if head >= min(people) else people
            return untitled(sentence, run)[1] if is_name(sentence, run) else people
    return untitled(sentence, people)[1] if people else []


def _person(sentence: Sentence, named: Sequence[Token], description: Sequence[Token], cast: Cast) -> Speaker:
    named = _as_known(sentence, named, cast)
    name = cast.full(clean(sentence.words(list(named))))
    role, organisation, party = in_office(sentence, description, cast)
    before_role, before_body = cast.office_of.get(name, (None, None))
    party = party or cast.party_of.get(name)
    for noun in (role or "").split():
        held = cast.holders.setdefault(noun, [])
        if noun in speech().offices and name not in held:
            held.append(name)
    return Speaker(name, party, role or before_role, organisation or before_body, person=True)


def _as_known(sentence: Sentence, named: Sequence[Token], cast: Cast) -> Sequence[Token]:
    """The words of a name that the article gives in full elsewhere; what a damaged text ran into it is left out."""
    full = cast.full_names.get(named[-1].text, "").replace("-", " ").split()
    if not full:
        return named
    kept = 0
    while kept < min(len(full), len(named)) and named[-1 - kept].text == full[-1 - kept]:
        kept += 1
    return named[-kept:] if kept and "-" not in sentence.words(list(named)) else named


def _unnamed(sentence: Sentence, token: Token, indices: Sequence[Token], cast: Cast) -> Speaker | None:
    """An office, a body, a country, or people without a name, who stay what they are called."""
    if token.pos in {"ADJ", "DET"} and token.lower != "official":
        return None
    words = clean(sentence.words(list(indices)))
    if not any(c.isalpha() for c in words):
        return None
    role, organisation, party = in_office(sentence, indices, cast)
    if token.lemma in speech().anonymous:
        return Speaker(words, None)
    if party is None and token.lower in speech().of_state and token.lower != "office":
        party = _state(sentence, indices, cast)  # "the defence ministry in Moscow": where a ministry is, it is of
    known = cast.known(words)
    if is_media(words):  # "the Houthi-run al-Masirah television": a medium is itself, though it speaks for a side
        return Speaker(known_medium(words) or words, known.party if known is not None and known.kind != "medium" else None)
    if role is not None:
        return Speaker(
            _short(sentence, token, indices, words),
            party,
            role,
            organisation,
            person=token.tag in {"NN", "NNP"} and _is_office(sentence, token),
        )
    if known is not None and (token.pos == "PROPN" or known.kind != "office"):
        plain = token.pos == "PROPN" and not any(c.islower() for c in words[:1])
        return Speaker(words if plain or known.kind == "office" else known.name, known.party, None, known.name)
    if token.text in cast.countries or words in cast.countries:
        return Speaker(words, cast.countries.get(words) or cast.countries[token.text])
    body = token.capitalised and token.pos == "PROPN" and token.lower in place_words().organisation_last
    if body or (token.pos == "PROPN" and len(words.split()) > 2):
        own = party if _of_state(sentence, indices) else words
        return Speaker(words, own, None, words)
    return Speaker(words, party)


def _of_state(sentence: Sentence, indices: Sequence[Token]) -> bool:
    return any(k.lower in speech().of_state for k in indices)


def _short(sentence: Sentence, i: Token, indices: Sequence[Token], words: str) -> str:
    """An office with what it is the office of, and without where and when it spoke."""
    kept = _without_whereabouts(sentence, indices)
    return clean(sentence.words(kept)) if i in kept else words


def _last_run(indices: Sequence[Token]) -> list[Token]:
    run = [indices[-1]]
    for k in reversed(indices[:-1]):
        if k.i + 1 != run[0].i:
            break
        run.insert(0, k)
    return run
