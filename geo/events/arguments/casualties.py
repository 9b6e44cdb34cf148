"""What befell the people that are counted, and whether a later count only goes on from an earlier one."""

from __future__ import annotations

import re
from datetime import date

from geo.lexicon.quantities import quantity_words
from geo.model import Claim, Quantity, Span

KILLED, HURT, TAKEN, DISPLACED = "killed", "wounded", "taken", "displaced"
_WORDS = {kind: "|".join(w.replace("*", r"\w*") for w in words) for kind, words in quantity_words().fates.items()}
_FATES = tuple((kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _WORDS.items())
_ANY = "|".join(_WORDS.values())
_OVER = "|".join(re.escape(w) for w in sorted(quantity_words().comparators, key=len, reverse=True))
_BOTH = re.compile(r"\bkill\w*\s+(?:and|or)\s+(?:wound|injur|hurt)\w*\s+$", re.IGNORECASE)
# "8 killed [58 injured]", "a child killed [7 people injured]": the word before the number is that of another number.
_TAKEN = re.compile(rf"(?:\d+|\ban?)\s+(?:\w+\s+){{0,2}}(?:{_ANY})\s+$", re.IGNORECASE)
# "20 were killed and at least [35 others] were injured": so is the verb before "and".
_TOLD_BEFORE = re.compile(rf"\b(?:{_ANY})\s*(?:,\s*)?(?:\b(?:and|while|but)\s+)(?:(?:{_OVER})\s+)?$", re.IGNORECASE)
# Of a thing nobody says so: what a number counts, whatever its noun, is people ("killed 14 jihadists", "six heads were killed").
_OF_PEOPLE = "|".join(w.replace("*", r"\w*") for w in quantity_words().of_people)
_DONE_TO = re.compile(rf"\b({_OF_PEOPLE})\s+(?:(?:{_OVER})\s+)?$", re.IGNORECASE)
_WITHIN = re.compile(r"\b(dead|wounded|injured|hurt|lives)\s*$", re.IGNORECASE)  # "20 dead", "17 lives"
_BEING = "|".join(quantity_words().being)
_DONE = re.compile(rf"\s+(?:(?:{_BEING})\s+){{1,3}}({_OF_PEOPLE})\b|\s*\b(dead|wounded|injured|hurt)\b", re.IGNORECASE)
_OWN = re.compile(rf"\s*(?:(?!(?:and|or)\b)\w+\s+){{0,2}}?({_ANY})\b", re.IGNORECASE)
_BESIDE = 40  # characters between a number of things and the word that they were destroyed
MOST_KILLED = 10_000  # in what is no whole war: of 113 larger tolls in 568 noted articles 113 are of one, of 12 from 1,500 on 4
MOST_DISPLACED = 1_400_000  # 39 of 39 larger numbers in the same articles, none of the 41 smaller ones but three
_NEAR = 160  # characters between a number and the word for what befell the people
_CLAUSE = re.compile(r"[.;:!?]\s|\band\s+(?=\w+ed\b|\w+ing\b)|,\s+(?=\w+ing\b)")
_REVISED = re.compile(
    r"\b(?:ris(?:en|es|ing)|rose|climb\w*|grow[ns]?|grew|increas\w+|revis\w+|updat\w+|correct\w+|earlier|previous\w*|initial\w*|at\s+first|first\s+"
    r"(?:spoke|said|reported|put|gave|counted)|up\s+from|down\s+from|so\s+far|new\s+toll|latest\s+(?:toll|count))\b",
    re.IGNORECASE,
)


def fate(text: str, number: Span, passage: Span) -> str | None:
    """What befell those whom a number counts, by the nearest word for it in its clause; None where nothing tells, or "killed and
    injured five" counts both."""
    if _BOTH.search(text, passage.start, number.start):
        return None
    told = _TAKEN.search(text, passage.start, number.start) or _TOLD_BEFORE.search(text, passage.start, number.start)
    if (own := _OWN.match(text, number.end, passage.end)) is not None and told is not None:
        return _kind(own[1])
    low, high = max(passage.start, number.start - _NEAR), min(passage.end, number.end + _NEAR)
    best: tuple[int, str] | None = None
    for kind, pattern in _FATES:
        for m in pattern.finditer(text, low, high):
            if m.end() <= number.start:
                between, gap = text[m.end() : number.start], number.start - m.end()
            elif m.start() >= number.end:
                between, gap = text[number.end : m.end()], m.start() - number.end  # with the word: ", wounding 80"
            else:
                between, gap = "", 0
            away = gap + 200 * len(_CLAUSE.findall(between)) + 40 * between.count(",")
            if best is None or away < best[0]:
                best = (away, kind)
    return best[1] if best is not None and best[0] < 200 else None


def _kind(word: str) -> str | None:
    return next((kind for kind, pattern in _FATES if pattern.fullmatch(word)), None)


def _done_to(text: str, number: Span, passage: Span) -> str | None:
    """What befell those whom a number counts by a noun that may be of people or of things, by the word right beside it."""
    if _BOTH.search(text, passage.start, number.start):
        return None
    own, before = _DONE.match(text, number.end, passage.end), _DONE_TO.search(text, passage.start, number.start)
    if own is not None and (before is None or _TAKEN.search(text, passage.start, number.start)):
        return _kind(own[1] or own[2])
    beside = before or _WITHIN.search(text, number.start, number.end)
    return _kind(beside[1]) if beside is not None else None


def of_harmed(text: str, quantity: Quantity, passage: Span) -> bool:
    """Whether a number counts people who were killed or hurt, in words close by: "24 dead", "six children were among the dead"."""
    near = Span(max(passage.start, quantity.span.start - _BESIDE), min(passage.end, quantity.span.end + _BESIDE))
    return quantity.unit in quantity_words().people and quantity.value > 0 and fate(text, quantity.span, near) in {KILLED, HURT}


def of_a_war(text: str, quantity: Quantity, passage: Span) -> bool:
    """Whether so many people were killed or driven out that it is the toll of a whole war: "more than 300,000 have been killed"."""
    if quantity.unit not in quantity_words().people:
        return False
    most = {KILLED: MOST_KILLED, DISPLACED: MOST_DISPLACED}.get(fate(text, quantity.span, passage) or "")
    return most is not None and quantity.value > most


def befell(text: str, number: Span, passage: Span, unit: str | None) -> str | None:
    """What a number counts, in the words of the JSON: killed, wounded, missing, captured, displaced; fired, destroyed, strikes.

    None where nothing near it tells, and for lengths and shares.
    """
    if unit in quantity_words().people:
        kind = fate(text, number, passage)
        return "captured" if kind == TAKEN else kind
    words = quantity_words()
    if unit is not None and unit not in words.strikes | words.fired and (done := _done_to(text, number, passage)) is not None:
        return "captured" if done == TAKEN else done
    near = text[max(passage.start, number.start - _BESIDE) : min(passage.end, number.end + _BESIDE)].lower()
    if unit is not None and unit not in words.strikes and any(word in near for word in words.destroyed):
        return "destroyed"
    return "fired" if unit in words.fired else "strikes" if unit in words.strikes else None


def befell_of(text: str, quantity: Quantity, passage: Span) -> str | None:
    """The same of a quantity of a passage, where no person says otherwise."""
    return quantity.befell or befell(text, quantity.span, passage, quantity.unit)


def breakdown(text: str, first: Span, rest: Span) -> str | None:
    """How a number is taken apart by what follows it: "all" of it ("12 killed: 5 women and 7 children"), "part" of it
    ("12 people, including 3 children"), or None."""
    between = text[first.end : rest.start]
    if len(between) > 60 or re.search(r"[.!?]\s", between):
        return None
    if re.search(r"\b(?:including|among\s+(?:them|whom)|of\s+(?:them|whom)|some\s+of)\b", between):
        return "part"
    return "all" if re.search(r":\s*$|[—–]\s*$|\s--?\s*$|\(\s*$|,\s+all\s+of\s+them\s*$", between) else None


def is_update(earlier: Claim, later: Claim, days: tuple[date | None, date | None], text: str, passage: Span) -> str | None:
    """Why the later count of people is the earlier one brought up to date; None where it need not be. `days` are their articles'."""
    if isinstance(earlier.value, str) or isinstance(later.value, str):
        return None
    told, after = days
    if told is not None and after is not None and after > told and later.value >= earlier.value:
        rose = f"the toll rose from {earlier.value:g} to {later.value:g} between the reports of {_said(told)} and {_said(after)}"
        return f"{rose}: an update, not a contradiction"
    if _REVISED.search(text, passage.start, passage.end):
        return "the report itself speaks of an earlier or a revised count: an update, not a contradiction"
    return None


def _said(day: date) -> str:
    return f"{day.day} {day:%B}"
