"""Who claims a deed, denies it, is blamed for it or suspected of it, and who says so.

A charge stands in the sentence that tells of the deed ("the blast, which the army blamed on rebels") or in one that only goes on
about it ("Rebels denied any role"); it becomes a record of the deed's mention, and never a deed of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from geo.events.arguments.doers import named_in, phrase_before, side_in
from geo.events.arguments.naming import describe
from geo.events.attribution.cast import Cast
from geo.events.attribution.speakers import speaker_of
from geo.lexicon.grammar import grammar_words
from geo.lexicon.responsibility import responsibility_words
from geo.model import EventClass, EventMention, Modality, Responsibility, Span, Stance
from geo.syntax import OBJECTS, Sentence, Token

_GOES_BACK = 2  # passages between a deed and a sentence that only says whose it was
_ACTED = frozenset({Stance.SAYS, Stance.CLAIMS})


@dataclass(frozen=True, slots=True)
class Charge:
    """One voice on who did it; `word` is the verb or the word that says so."""

    word: Token
    held: Responsibility


def charges(sentence: Sentence, cast: Cast) -> list[Charge]:
    """What a sentence says of responsibility, in order."""
    words = responsibility_words()
    found: list[Charge] = []
    for token in sentence.tokens:
        if token.is_verb:
            if token.lemma in words.claiming:
                found += _claimed(sentence, token, cast)
            elif token.lemma in words.denying:
                found += _denied(sentence, token, cast)
            elif token.lemma in words.blaming | words.laying | words.holding:
                found += _blamed(sentence, token, cast)
            elif token.lemma in words.suspecting:
                found += _suspected(sentence, token, cast)
        if token.lower in words.behind and token.pos in {"ADJ", "ADP", "ADV"}:
            found += _was_behind(sentence, token, cast)
        elif token.lemma in words.signs:
            found += _bears_signs(sentence, token, cast)
    return sorted(found, key=lambda c: c.word)


def with_responsibility(
    events: Sequence[EventMention], sentences: Sequence[Sentence], told: Mapping[int, Sequence[Charge]]
) -> list[EventMention]:
    """The events with the charges of their own sentences and of those that only go on about them; `told` is by position."""
    made = list(events)
    for position, heard in sorted(told.items()):
        sentence = sentences[position]
        for charge in heard:
            k = _meant(sentence, charge, made)
            if k is not None:
                made[k] = _charged(made[k], charge.held, own=made[k].passage == sentence.passage.index)
    return made


def _meant(sentence: Sentence, charge: Charge, events: Sequence[EventMention]) -> int | None:
    """Which event a charge is about: the nearest in its own clause, else in its sentence, else the last one told before."""
    physical = [k for k, e in enumerate(events) if e.type.event_class is EventClass.PHYSICAL]
    here = [k for k in physical if events[k].passage == sentence.passage.index]
    if here:
        below = set(sentence.subtree(charge.word, without=frozenset({"relcl"})))  # not what is only told of the accused
        at = charge.word.span.start
        inside = [k for k in here if below & set(sentence.at(events[k].trigger))]
        return min(inside or here, key=lambda k: abs(events[k].trigger.start - at))
    before = [k for k in physical if 0 < sentence.passage.index - events[k].passage <= _GOES_BACK]
    return max(before, key=lambda k: (events[k].passage, -events[k].trigger.start)) if before else None


def _charged(event: EventMention, held: Responsibility, *, own: bool) -> EventMention:
    """The event with one voice more; a bare "X did it" gives way to the same doer with a speaker or a stance of his own."""
    kept = tuple(
        r
        for r in event.responsibility
        if _who(r) != _who(held) or (r.stance, r.speaker) not in {(Stance.SAYS, None), (held.stance, held.speaker)}
    )
    event = replace(event, responsibility=(*kept, held))
    if own and event.actor is None and held.stance in _ACTED and event.modality is not Modality.DENIED:
        return replace(event, actor=held.actor, actor_party=held.party)
    return event


def _who(held: Responsibility) -> str:
    return (held.party or held.actor).casefold()


# --- the ways to say so -----------------------------------------------------------------------------------------------------


def _claimed(sentence: Sentence, verb: Token, cast: Cast) -> Iterator[Charge]:
    """ "X claimed responsibility", "X claimed the attack", "an attack claimed by X", "responsibility was claimed by X"."""
    words = responsibility_words()
    object_ = sentence.object(verb)
    of_deed = verb.lemma in words.claiming_deeds
    owned = object_ is not None and object_.lemma in words.owned
    deed = object_ is not None and of_deed and object_.lemma in words.deeds
    clause = sentence.child(verb, "ccomp")
    if object_ is None and clause is not None and clause.tag == "VBG":  # "claims the attack …, killing 17"
        object_ = sentence.subject(clause, passive=False)
        deed = object_ is not None and of_deed and object_.lemma in words.deeds
    passed = of_deed and verb.tag == "VBN" and sentence.head(verb).lemma in words.deeds
    if not (owned or deed or passed):
        return
    agent = sentence.child(verb, "agent")
    subject = sentence.child(agent, "pobj") if agent is not None else None if passed else _subject(sentence, verb)
    if subject is None or (subject.dep == "nsubjpass" and agent is None):
        return
    yield from _own(sentence, verb, subject, Stance.CLAIMS, cast)


def _denied(sentence: Sentence, verb: Token, cast: Cast) -> Iterator[Charge]:
    """ "X denied any role", "X rejected the accusation", "X denies that its jets bombed A", "X denied being behind it"."""
    words = responsibility_words()
    subject = _subject(sentence, verb)
    object_ = sentence.object(verb, passive=False)
    clause = sentence.child(verb, "xcomp", "ccomp", "pcomp")
    if subject is None:
        return
    if object_ is not None and object_.lemma in words.shares | words.charges | words.owned:
        yield from _own(sentence, verb, subject, Stance.DENIES, cast)
    elif clause is not None and (other := sentence.subject(clause)) is not None and other.pos != "PRON":
        for name, party, span in _accused(sentence, other, cast):  # "A denies that B did it"
            yield Charge(verb, Responsibility(name, party, Stance.DENIES, _voice(sentence, subject, cast), span))
    elif clause is not None:
        yield from _own(sentence, verb, subject, Stance.DENIES, cast)


def _blamed(sentence: Sentence, token: Token, cast: Cast) -> Iterator[Charge]:
    """ "A blamed X for it", "A blamed it on X", "A accused X of it", "A held X responsible", each also in the passive."""
    words = responsibility_words()
    on = next((sentence.child(c, "pobj") for c in sentence.below(token) if c.lower in {"on", "to"}), None)
    passive = sentence.child(token, "auxpass", "nsubjpass") is not None or (token.tag == "VBN" and token.dep == "acl")
    agent = sentence.child(token, "agent")
    speaker = (sentence.child(agent, "pobj") if agent is not None else None) if passive else _subject(sentence, token)
    accused = sentence.child(token, *(("nsubjpass",) if passive else OBJECTS))
    if token.lemma in words.holding:
        blamed = any(k.lower in words.behind | {"accountable", "liable"} for k in sentence.subtree(token))
        if not blamed:
            return
    elif token.lemma in words.laying and on is not None:
        accused = on
    elif token.lemma not in words.blaming:
        return
    voice = _voice(sentence, speaker, cast) if speaker is not None else None
    for name, party, span in _accused(sentence, accused, cast) if accused is not None else ():
        yield Charge(token, Responsibility(name, party, Stance.SAYS, voice, span))


def _suspected(sentence: Sentence, verb: Token, cast: Cast) -> Iterator[Charge]:
    """ "A suspects X", "X is suspected of it"."""
    passive = sentence.child(verb, "auxpass", "nsubjpass") is not None
    accused = sentence.child(verb, *(("nsubjpass",) if passive else OBJECTS))
    speaker = None if passive else _subject(sentence, verb)
    if accused is None:
        return
    for name, party, span in _accused(sentence, accused, cast):
        yield Charge(
            verb, Responsibility(name, party, Stance.SUSPECTS, _voice(sentence, speaker, cast) if speaker is not None else None, span)
        )


def _was_behind(sentence: Sentence, word: Token, cast: Cast) -> Iterator[Charge]:
    """ "X was behind the raid", "X has been responsible for attacks", said by whoever says the sentence; supposed: a suspicion."""
    words = responsibility_words()
    verb = sentence.head(word)
    if verb.lemma != "be" or sentence.child(verb, "neg") is not None:
        return
    subject = _subject(sentence, verb)
    above = {up.lemma for up in sentence.ancestors(word)}
    if subject is None or above & words.denying or sentence.has_word(verb, words.open):
        return
    supposed = above & words.supposing or any(c.tag == "MD" for c in sentence.below(verb))
    voice = next(
        (
            _voice(sentence, s, cast)
            for up in sentence.ancestors(verb)
            if (s := sentence.subject(up, passive=False)) is not None and s is not subject
        ),
        None,
    )
    for name, party, span in _accused(sentence, subject, cast):
        yield Charge(word, Responsibility(name, party, Stance.SUSPECTS if supposed else Stance.SAYS, voice, span))


def _bears_signs(sentence: Sentence, word: Token, cast: Cast) -> Iterator[Charge]:
    """ "It bears the hallmarks of X"."""
    of = next((c for c in sentence.below(word) if c.lower == "of"), None)
    accused = sentence.child(of, "pobj") if of is not None else None
    for name, party, span in _accused(sentence, accused, cast) if accused is not None else ():
        voice = next(
            (
                _voice(sentence, s, cast)
                for up in sentence.ancestors(word)
                if (s := sentence.subject(up, passive=False)) is not None and up.lemma in responsibility_words().supposing | {"say"}
            ),
            None,
        )
        yield Charge(word, Responsibility(name, party, Stance.SUSPECTS, voice, span))


# --- who ------------------------------------------------------------------------------------------------------------------


def _subject(sentence: Sentence, verb: Token) -> Token | None:
    """The subject of a verb, or of the verb that it is joined to or depends on."""
    for up in sentence.chain(verb):
        subject = sentence.subject(up)
        if subject is not None:
            relative = subject.lower in grammar_words().relative and up.dep == "relcl"
            return sentence.head(up) if relative else subject
        if up.dep not in {"xcomp", "conj", "aux", "ccomp", "advcl"}:
            return None
    return None


def _own(sentence: Sentence, verb: Token, subject: Token, stance: Stance, cast: Cast) -> Iterator[Charge]:
    """Whoever speaks of himself: the doer is the speaker. "No group has claimed it" names nobody."""
    words = responsibility_words()
    phrase = sentence.subtree(subject)
    if any(k.lower in words.nobody for k in phrase) or sentence.child(verb, "neg") is not None:
        return
    told = [*_accused(sentence, subject, cast)]
    if (
        not told and (side := side_in(sentence, phrase_before(sentence, verb), cast)) is not None
    ):  # a lost comma has given the verb another subject
        told = [(side.name, side.party, sentence.original(list(side.tokens)))]
    for name, party, span in told:
        yield Charge(
            verb,
            Responsibility(
                name,
                party,
                stance,
                name,
                Span(min(span.start, verb.span.start), max(span.end, verb.span.end)),
            ),
        )


def _accused(sentence: Sentence, phrase: Token, cast: Cast) -> Iterator[tuple[str, str | None, Span]]:
    """The doers that a phrase names, each with its words."""
    for doer in named_in(sentence, phrase, cast):
        if not doer.several:
            yield doer.name, doer.party, sentence.original(list(doer.tokens))


def _voice(sentence: Sentence, token: Token, cast: Cast) -> str | None:
    """The speaker's name, as everywhere."""
    if token.lower in {"he", "she"} and cast.last_person is not None:
        return cast.last_person.speaker
    if token.lower in {"it", "they"} and cast.last_body is not None:
        return cast.last_body.speaker
    if token.lower in grammar_words().relative or token.pos == "PRON":
        return None
    speaker = speaker_of(sentence, token, cast)
    return speaker.name if speaker is not None else describe(sentence, token, cast)[0]
