"""Sentences that only go on about what was told: "Fifty-five of them …" after "57 raids", "The distance was 1,500 km" after a launch,
"None of the targets belonged to …" after an attack, "The clinic counted 24 dead" after what harmed them.
"""

from __future__ import annotations

from collections.abc import Sequence

from geo.events.arguments.aims import denies_targets
from geo.events.arguments.casualties import of_harmed
from geo.events.arguments.quantities import OF_THEM, Counted
from geo.events.triggers.coded import Coded
from geo.lexicon.quantities import quantity_words
from geo.model import ATTACKS, EventType
from geo.syntax import Sentence, Token

_HARMING = ATTACKS | {EventType.ARMED_CLASH, EventType.ATTACK_ON_CIVILIANS}  # of which a toll may be told in a sentence of its own
_WITHIN = 2  # passages back that a sentence may go on from


def with_going_on(
    text: str, sentences: Sequence[Sentence], coded: Sequence[Sequence[Coded]], counted: Sequence[Sequence[Counted]]
) -> tuple[tuple[Coded, ...], ...]:
    """The triggers of each sentence; one that only goes on has a mention of the same happening."""
    out = [tuple(found) for found in coded]
    for position in range(1, len(sentences)):
        before = next((p for p in range(position - 1, max(-1, position - 1 - _WITHIN), -1) if out[p]), None)
        if out[position] or before is None:
            continue
        lead = out[before][-1]
        counts = counted[before] if before == position - 1 else ()
        word = _going_on(text, sentences[position], lead.type, counted[position], counts)
        if word is not None:
            out[position] = (Coded(word, (word,), lead.type, True, False, True, ("counts on from the sentence before",)),)
    return tuple(out)


def _going_on(text: str, sentence: Sentence, kind: EventType, counted: Sequence[Counted], before: Sequence[Counted]) -> Token | None:
    """The word by which a sentence goes on about a happening of a kind; `before` are the counts of the sentence just before."""
    them = next((c.token for c in counted if c.quantity.unit == OF_THEM), None)
    if them is not None and any(c.quantity.unit != OF_THEM for c in before):
        return them
    if kind is EventType.MISSILE_ATTACK and any(t.lemma in quantity_words().reached for t in sentence.tokens):
        far = next((c.token for c in counted if c.distance), None)
        if far is not None:
            return far
    if kind in ATTACKS and (belied := denies_targets(sentence)) is not None:
        return belied
    if kind not in _HARMING:
        return None
    return next((c.token for c in counted if of_harmed(text, c.quantity, sentence.passage.span)), None)
