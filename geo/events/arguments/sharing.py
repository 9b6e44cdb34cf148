"""Which trigger of a sentence a number belongs to, and what it counts there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.events.arguments.quantities import OF_THEM, Counted
from geo.events.triggers.coded import Coded
from geo.model import EventType, Quantity
from geo.syntax import Sentence

_DISTANT = frozenset({EventType.MISSILE_ATTACK, EventType.AIR_STRIKE, EventType.INTERCEPTION, EventType.ORDER, EventType.OPERATIONS})


def of_them(counted: Sequence[Sequence[Counted]]) -> tuple[tuple[Counted, ...], ...]:
    """The counts of each sentence, "fifty-five of them" with the unit of the first count in the sentence before."""
    out: list[tuple[Counted, ...]] = []
    for position, here in enumerate(counted):
        before = counted[position - 1] if position else ()
        unit = next((c.quantity.unit for c in before if not c.distance and c.quantity.unit not in {OF_THEM, "%"}), None)
        named = here if unit is None else [_counting(c, unit) for c in here]
        out.append(tuple(named))
    return tuple(out)


def shared_out(sentence: Sentence, coded: Sequence[Coded], counted: Sequence[Counted]) -> list[list[Quantity]]:
    """The quantities of each trigger, in its unit: each goes to the one that governs it, else to the nearest one of its clause, else
    to the only one."""
    shared: list[list[Quantity]] = [[] for _ in coded]
    for c in counted:
        which = _governing(sentence, coded, c)
        if which is None and len(coded) == 1:
            which = 0
        if which is not None and (not c.distance or coded[which].type in _DISTANT or len(coded) == 1):
            shared[which].append(_fit(c.quantity, coded[which]))
    return shared


def _counting(counted: Counted, unit: str) -> Counted:
    return replace(counted, quantity=replace(counted.quantity, unit=unit)) if counted.quantity.unit == OF_THEM else counted


def _governing(sentence: Sentence, coded: Sequence[Coded], counted: Counted) -> int | None:
    """The trigger over a number; where none is, the nearest one under the same word."""
    chain = [counted.token, *sentence.ancestors(counted.token)]
    over = next((k for up in chain for k, t in enumerate(coded) if up in t.anchors), None)
    if over is not None:
        return over
    for up in chain:
        below = [k for k, t in enumerate(coded) if any(up in sentence.chain(a) for a in t.anchors)]
        if below:
            return min(below, key=lambda k: min(abs(a.i - counted.token.i) for a in coded[k].anchors))
    return None


def _fit(quantity: Quantity, coded: Coded) -> Quantity:
    """ "twice" counts what the event is, and a launch of missiles is counted in missiles."""
    if quantity.unit == "launch" and coded.type is EventType.MISSILE_ATTACK:
        return replace(quantity, unit="missile")
    if quantity.unit != "time":
        return quantity
    return replace(quantity, unit="incursion" if coded.type is EventType.AIRSPACE_VIOLATION else "time")
