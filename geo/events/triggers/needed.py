"""Which passages need their grammar: those that may report an event, and those that must be read along with them.

Parsing is the slow part of reading an article, so it is spent only where a word of the lexicon stands. The words are met by
stem, generously: a passage parsed in vain costs time, a passage missed costs an event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from geo.events.triggers.headlines import ends_openly, opens_with_date
from geo.lexicon.headlines import headline_words
from geo.lexicon.locating import locating_words
from geo.lexicon.quantities import quantity_words
from geo.lexicon.speech import speech
from geo.lexicon.statements import statement_words
from geo.lexicon.triggers import irregular_forms, triggers
from geo.model import Reading

_BEFORE = 2  # passages before an event that may introduce its speaker or its doer
_AFTER = 2  # passages after it that may count on, list its places or say whose words they were
_NAME = re.compile(r"[^\W\d_][\w'’-]+")
_QUOTES = re.compile(r"[\"“”]")


def needed(reading: Reading) -> frozenset[int]:
    """Indices of the passages whose grammar `extract` asks for."""
    texts = [reading.repaired[p.reading.start : p.reading.end] for p in reading.passages]
    reporting = [k for k, text in enumerate(texts) if may_report(text)]
    wanted = set(reporting)
    for k in reporting:
        for beside in (*range(max(0, k - _BEFORE), k), *range(k + 1, min(len(texts), k + 1 + _AFTER))):
            if beside not in wanted and _tells_along(texts[beside], after=beside > k):
                wanted.add(beside)
    wanted |= _quotations(texts, wanted)
    wanted |= _full_names(texts, wanted)
    return frozenset(reading.passages[k].index for k in wanted)


def may_report(text: str) -> bool:
    """Whether a stem of the lexicon's triggers stands in the text, with the company that its entry asks for."""
    lower = text.lower()
    if ends_openly(text) and (_headline().search(lower) or opens_with_date(text)):
        return True
    return any(words.search(lower) and (company is None or company.search(lower)) for words, company in (*_patterns(), *_stating()))


def _tells_along(text: str, *, after: bool) -> bool:
    lower = text.lower()
    return bool(_speaking().search(lower) or (_counting() if after else _standing()).search(lower))


def _quotations(texts: Sequence[str], wanted: set[int]) -> set[int]:
    """The rest of a quotation that holds a wanted passage: its speaker is told at its beginning or its end."""
    found: set[int] = set()
    stretch: list[int] = []
    inside = False
    for k, text in enumerate(texts):
        marks = len(_QUOTES.findall(text))
        if inside or marks:
            stretch.append(k)
        inside ^= marks % 2 == 1
        if not inside and stretch:
            around = {*stretch, *range(max(0, stretch[0] - 1), stretch[0]), *range(k + 1, min(len(texts), k + 2))}
            if any(s in wanted for s in stretch):
                found |= {s for s in around if _speaking().search(texts[s].lower())} | set(stretch)
            stretch = []
    return found


def _full_names(texts: Sequence[str], wanted: set[int]) -> set[int]:
    """The passages that give the full names of people whom a wanted passage calls by surname."""
    surnames: set[str] = set()
    given: dict[str, int] = {}
    for k, text in enumerate(texts):
        names = list(_NAME.finditer(text))
        for before, name in zip([None, *names], names, strict=False):
            if not name[0][0].isupper():
                continue
            if before is not None and before[0][0].isupper() and text[before.end() : name.start()] == " ":
                given.setdefault(name[0].removesuffix("'s").removesuffix("’s"), k)
            elif k in wanted:
                surnames.add(name[0].removesuffix("'s").removesuffix("’s"))
    return {given[name] for name in surnames if name in given}


def stems(lemma: str) -> list[str]:
    """Patterns for the forms of a word: "strike" → strik…, struck; "raid" → raid…."""
    last = lemma.split()[-1]
    lead = re.escape(lemma[: len(lemma) - len(last)]).replace(r"\ ", r"[\s-]+")
    stem = last[:-1] if len(last) > 3 and last[-1] in "ey" else last
    forms = [rf"{lead}{re.escape(stem)}\w*"]
    forms += [rf"{lead}{re.escape(form)}" for form in irregular_forms().get(last, ())]
    return forms


def _pattern(lemmas: Iterable[str]) -> re.Pattern[str]:
    forms = sorted({form for lemma in lemmas for form in stems(lemma)})
    return re.compile(rf"\b(?:{'|'.join(forms)})")


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...]:
    """By entry of the lexicon: its words, and the company that must stand beside them."""
    free: set[str] = set()
    kept: list[tuple[re.Pattern[str], re.Pattern[str] | None]] = []
    for entry in triggers().entries:
        words = entry.verbs | entry.nouns
        if entry.company and not entry.place_object:
            kept.append((_pattern(words), _pattern(entry.company)))
        else:
            free |= words
    return ((_pattern(free), None), *kept)


@lru_cache(maxsize=1)
def _stating() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...]:
    """The same for statements that are events of their own."""
    words = statement_words()
    stance = words.stand_adjectives | words.stand_nouns | words.stand_verbs | {"no"}
    with_company = tuple((_pattern([verb]), _pattern(company)) for verb, company in words.company.items())
    quoted = re.compile('^\\s*["“‘]')  # "'Give the list', she said"
    return ((_pattern(words.acts), None), (_pattern(words.saying), _pattern(stance)), (_pattern(words.saying), quoted), *with_company)


@lru_cache(maxsize=1)
def _headline() -> re.Pattern[str]:
    words = headline_words()
    return _pattern(set[str]().union(*words.deeds.values(), *words.weapons.values(), words.generic, words.casualties))


@lru_cache(maxsize=1)
def _speaking() -> re.Pattern[str]:
    return _pattern({*speech().verbs, "according"})


@lru_cache(maxsize=1)
def _standing() -> re.Pattern[str]:
    return _pattern(locating_words().platforms)


@lru_cache(maxsize=1)
def _counting() -> re.Pattern[str]:
    numbers = "|".join(sorted(quantity_words().numbers))
    return re.compile(rf"\d|:\s*$|\b(?:{numbers}|distance|range|them|lie|lies|are in|is in)\b")
