"""Who speaks and who acts, sentence by sentence: what "he", "it" and "the group" stand for depends on what was told before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo.events.arguments.doers import Doer
from geo.events.arguments.naming import remember_subject
from geo.events.arguments.read_doers import read_doers
from geo.events.arguments.who import doers_of
from geo.events.attribution.attributed import attribution
from geo.events.attribution.cast import Cast
from geo.events.attribution.quotes import remember_person, remember_speaker, speakers_of_quotes
from geo.events.attribution.responsibility import Charge, charges
from geo.events.attribution.statements import statement
from geo.events.incidents.reader import Sheet
from geo.events.triggers.coded import Coded
from geo.model import Attribution, EventClass, Reading
from geo.syntax import Sentence, Token


@dataclass(frozen=True, slots=True)
class Voice:
    """Who tells of a trigger, and who did it."""

    said: Attribution | None
    doers: tuple[Doer, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a sentence tells of speakers and doers."""

    voices: tuple[Voice, ...]  # by trigger
    stated: tuple[Token, Voice] | None  # the verb of a statement that is an event of its own
    charges: tuple[Charge, ...]


def heard(
    sentences: Sequence[Sentence],
    triggers: Sequence[Sequence[Coded]],
    cast: Cast,
    reading: Reading,
    sheet: Callable[[], Sheet] | None = None,
) -> tuple[Heard, ...]:
    """What each sentence tells; the cast learns from one for the next. `sheet` asks the reader for doers where the grammar has none."""
    quoted = speakers_of_quotes(sentences, cast, reading)
    cast.forget_who_spoke()
    out: list[Heard] = []
    for position, sentence in enumerate(sentences):
        found = triggers[position]
        if not found:
            remember_speaker(sentence, cast)
        voices: list[Voice] = []
        for c in found:
            said = attribution(sentence, c.anchors, cast) or quoted.get(position)
            doers = doers_of(sentence, c.anchors, cast, c.type)
            if not doers and sheet is not None and c.type.event_class is EventClass.PHYSICAL:
                doers = read_doers(sheet(), sentence, c.word, cast)
            voices.append(Voice(said, doers))
        verb = statement(sentence, [a for c in found for a in c.anchors])
        stated: tuple[Token, Voice] | None = None
        if verb is not None:
            said = attribution(sentence, (verb,), cast) or quoted.get(position)
            stated = verb, Voice(said, doers_of(sentence, (verb,), cast))
        out.append(Heard(tuple(voices), stated, tuple(charges(sentence, cast))))
        remember_person(sentence, cast)
        remember_subject(sentence, cast)
    return tuple(out)
