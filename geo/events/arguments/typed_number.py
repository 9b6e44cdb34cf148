"""A number that a person types, pastes or selects: how many, of what, and what befell them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.events.arguments.casualties import befell
from geo.events.arguments.numerals import numerals
from geo.lexicon.quantities import quantity_words
from geo.model import Comparator, Span

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_JOINING = frozenset({"and", "or"})  # what follows is counted by another number
_PERSON = "person"


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """ "at least 12 people killed": a value with its comparator, the unit in the singular, and what befell those counted."""

    value: float
    upper: float | None  # of a range
    comparator: Comparator
    unit: str
    befell: str | None


def typed_number(text: str) -> TypedNumber | None:
    """What the first number of a text counts; None where there is none.

    >>> typed_number("at least 12 people killed")
    TypedNumber(value=12.0, upper=None, comparator=<Comparator.MORE: '>'>, unit='person', befell='killed')
    >>> typed_number("1,500 kilometres").unit
    'km'
    """
    found = numerals(text)
    if not found:
        return None
    number = found[0]
    behind = text[number.end : found[1].start] if len(found) > 1 else text[number.end :]
    unit, span = _unit(behind), Span(number.start, number.end)
    fate = befell(text, span, Span(0, number.end + len(behind)), unit)
    return TypedNumber(number.value, number.upper, number.comparator or _comparator(text[: number.start]), unit, fate)


def _comparator(before: str) -> Comparator:
    said = " ".join(before.lower().split())
    words = sorted(quantity_words().comparators.items(), key=lambda item: -len(item[0]))
    return next((Comparator(sign) for word, sign in words if re.search(rf"\b{re.escape(word)}$", said)), Comparator.EXACT)


def _unit(behind: str) -> str:
    """The thing counted: the last of the nouns right behind the number; people where only what befell them is told."""
    words = quantity_words()
    if behind.lstrip().startswith("%"):
        return "%"
    told: list[str] = []
    for m in _WORD.finditer(behind):
        word = m[0].lower()
        if word in _JOINING or word in words.being or _befalls(word) or (told and behind[: m.start()].rstrip().endswith((",", ".", ";"))):
            break
        told.append(word)
    for length in range(min(2, len(told)), 0, -1):  # "nautical miles", "cruise missiles"
        said = " ".join(told[:length])
        if said in words.distance:
            return words.distance[said]
    for length in range(min(2, len(told)), 0, -1):
        known = _singular(" ".join(told[-length:]))
        if known in words.same or known in words.people or known in words.fired | words.strikes:
            return words.same.get(known, known)
    return _singular(told[-1]) if told else _PERSON


def _befalls(word: str) -> bool:
    fates = (w for many in quantity_words().fates.values() for w in many)
    return any(word.startswith(w[:-1]) if w.endswith("*") else word == w for w in fates)


def _singular(words: str) -> str:
    """ "missiles" → missile, "women" → woman."""
    known = quantity_words()
    listed = known.people | known.fired | known.strikes | known.same.keys()
    if words in known.same:
        return words
    options = (
        words[:-3] + "man" if words.endswith("men") else "",
        words[:-3] + "y" if words.endswith("ies") else "",
        words.removesuffix("ren"),
    )
    options = (*options, words.removesuffix("s"), words.removesuffix("es"))
    return next((o for o in options if o in listed), words.removesuffix("s") if not words.endswith("ss") else words)
