"""Phrases as doers: whom they name, whether such a thing can act, and the side that stands in the words before a deed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.events.arguments.naming import CLAUSES, clean, describe, of_several, without_hyphened
from geo.events.attribution.cast import Cast, known_body
from geo.lexicon.actors import actors
from geo.lexicon.aiming import aiming_words
from geo.lexicon.locating import locating_words
from geo.lexicon.triggers import triggers
from geo.syntax import Sentence, Token

_FORCES = frozenset({"force", "office", "armed group", "named"})


@dataclass(frozen=True, slots=True)
class Doer:
    """Who acts, whom he acts for where the text tells it, and the words that name him."""

    name: str
    party: str | None
    tokens: tuple[Token, ...]
    several: bool = False  # "Russian and Syrian jets", whose owners follow as doers of their own


def named_in(sentence: Sentence, phrase: Token, cast: Cast) -> tuple[Doer, ...]:
    """The doers that a phrase names by itself, whatever it stands for in its sentence."""
    return each_once([*named(sentence, phrase, (), cast)])


def named(sentence: Sentence, phrase: Token, anchors: Sequence[Token], cast: Cast) -> Iterator[Doer]:
    """The doers that a phrase and what is joined to it name."""
    for head in sentence.conjuncts(phrase):
        if head in anchors:  # "the strikes hit": the happening is not its own doer
            continue
        if not can_act(sentence, head):
            yield from _whose_fire(sentence, head, cast)
            continue
        name, party = describe(sentence, head, cast)
        if name is None or name in actors().media:  # who prints it does not do it
            continue
        if party is None and not _acts(sentence, head, cast):
            continue
        hands = [*_of_joint_hands(sentence, head, cast)]
        yield Doer(name, party, tuple(_own_words(sentence, head)), several=bool(hands))
        yield from hands


def _whose_fire(sentence: Sentence, head: Token, cast: Cast) -> Iterator[Doer]:
    """ "Rebel fire killed two", "hit by army shells": the side whose fire, shells or strikes they are."""
    table = triggers()
    weapons = {w for sort in table.weapons.values() for w in sort}
    if head.lemma in table.never_aimed_at | weapons | {"fire", "gunfire"} and (run := phrase_before(sentence, head)):
        side = side_in(sentence, run, cast)
        yield from [side] if side is not None else []


def _own_words(sentence: Sentence, head: Token) -> list[Token]:
    """The words of one name, without what is joined to it and what is said of it."""
    return sentence.subtree(head, without=CLAUSES | {"prep", "punct", "conj", "cc"})


def _of_joint_hands(sentence: Sentence, token: Token, cast: Cast) -> Iterator[Doer]:
    """ "Russian and Syrian jets" are two doers; "an Afghan and coalition force" is one, and no country's."""
    if token.tag not in {"NNS", "NNPS"}:
        return
    own = [k for k in _own_words(sentence, token) + [k for c in sentence.below(token) for k in sentence.conjuncts(c)] if k < token]
    named = [k for k in dict.fromkeys(own) if k.text in cast.demonyms]
    countries = {cast.countries[k.text]: k for k in named}
    if len(countries) == 2 and sentence.lower_before(max(countries.values())) == "and":
        yield from (Doer(country, country, (k,)) for country, k in countries.items())


def can_act(sentence: Sentence, token: Token) -> bool:
    """Whether a phrase can do anything: not who was hurt, a time, a building, the shell that was fired, the head of a live entry."""
    words = aiming_words()
    if token.lemma in triggers().never_aimed_at:  # "the missiles travelled"
        return False
    if token.lemma in words.no_doers or token.lower in words.no_doers or token.entity in {"DATE", "TIME", "PERCENT", "QUANTITY"}:
        return False
    if sentence.lower_after(token) == ":":
        return False
    weapons = triggers().weapons
    fired = any(token.lemma in weapons[sort] for sort in ("chemical", "planted", "missile", "explosive"))
    return not fired or token.lemma in locating_words().platforms or token.capitalised


def _acts(sentence: Sentence, token: Token, cast: Cast) -> bool:
    """Whether words that no table knows can name a doer: people, bodies and names that are no places'; vehicles belong to somebody."""
    table = actors()
    owned = any(c.dep == "poss" or c.text in cast.countries for c in sentence.below(token))
    if (token.lemma in table.vehicles and not owned) or sentence.child(token, "neg") is not None or sentence.has_word(token, {"no"}):
        return False
    if owned or token.pos == "PRON" or token.lemma in table.acting or token.lower in table.acting:
        return True
    if token.text in cast.towns or clean(sentence.words(_own_words(sentence, token))) in cast.towns:
        return False
    return token.capitalised and token.pos == "PROPN" and token.entity not in {"GPE", "LOC", "FAC", "EVENT", "DATE", "CARDINAL"}


def side_in(sentence: Sentence, run: Sequence[Token], cast: Cast) -> Doer | None:
    """The side that words right before a deed name: "Islamic State car bomb", "regime barrel bomb", "rebel rocket", "Russian air"."""
    table = actors()
    kept = without_hyphened(sentence, run, helped=False)
    words = sentence.words(kept)
    known = known_body(words) or cast.known(words)
    if known is not None and known.kind in _FORCES:
        return Doer(known.name, known.party, tuple(kept))
    demonyms = [k for k in kept if k.text in cast.demonyms]
    own = without_hyphened(sentence, kept)
    rebels = next((k for k in own if k.lower in table.rebels), None)
    if rebels is None and demonyms and demonyms[0] in own:
        if of_several(sentence, sentence.after(kept[-1]), kept, cast):
            return Doer(words, None, tuple(kept))
        country = cast.countries[demonyms[0].text]
        return Doer(country, country, (demonyms[0],))
    state = next((k for k in own if k.lower in table.rule | table.army), None)
    if state is not None:
        word = state.lower
        country = cast.state_of(word, sentence.passage.index)
        return Doer(f"{country}'s {word}", country, (state,)) if country else Doer(word, None, (state,))
    if rebels is not None:
        helped = [k for k in kept if k < rebels and k not in own]
        name = f"{sentence.words(helped)} {table.rebels[rebels.lower]}" if helped else table.rebels[rebels.lower]
        return Doer(name, None, (*helped, rebels))
    if len(own) < len(kept) and kept[-1].lemma in table.acting:  # "Turkish-led forces"
        return Doer(words, None, tuple(kept))
    return None


def is_side(doer: Doer, sentence: Sentence) -> bool:
    """Whether a phrase names a side for certain, so that it may be taken where the tree does not tie it to the deed."""
    table = actors()
    return doer.party is not None or any(k.lower in table.rebels or k.lower in table.rule | table.army | table.troops for k in doer.tokens)


def phrase_before(sentence: Sentence, end: Token) -> list[Token]:
    """The words of a noun phrase that stand straight before a word, without article."""
    run: list[Token] = []
    for token in reversed(sentence.preceding(end)):
        joint = token.text in {"-", "–", "'s", "’s", "'"} or (token.lower == "and" and bool(run) and token.i > 0)
        hyphened = token.tag in {"VBN", "VBG"} and sentence.lower_before(token) == "-"
        if not (joint or hyphened or token.pos in {"ADJ", "NOUN", "PROPN", "NUM"}):
            break
        run.insert(0, token)
    while run and run[0].lower == "and":
        run.pop(0)
    return run


def each_once(doers: Sequence[Doer]) -> tuple[Doer, ...]:
    return tuple({(d.party or d.name).casefold(): d for d in reversed(doers)}.values())[::-1]
