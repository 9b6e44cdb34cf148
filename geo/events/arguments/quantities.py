"""Counts, distances and shares with unit, comparator and span; a quantity with its conversion in brackets is one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from geo.events.arguments.numerals import DIGITS as _DIGITS
from geo.events.arguments.numerals import Numeral, doubt_of, in_words, no_counts, numerals
from geo.events.arguments.tolls import PERSON, glued_unit, harmed_after, harmed_before, noun_after
from geo.lexicon.dates import calendar_words
from geo.lexicon.quantities import quantity_words
from geo.model import Comparator, Quantity, Reading, Span
from geo.syntax import UNDERGOING, Sentence, Token

OF_THEM = "of them"  # the unit of "fifty-five of them": what the sentence before counted
_PERCENT = re.compile(rf"(?P<n>{_DIGITS})\s*(?:%|per\s?cent\b|percent\b)")
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_LEADING = re.compile(r"(?:\d{1,3}\s\d{3}(?![\d,])|\d{1,3},\d{1,2}\s\d{1,2}(?!\d)|\d[\d,.]*\d|\d)")


@dataclass(frozen=True, slots=True)
class Counted:
    """A quantity with the token it hangs on."""

    quantity: Quantity
    token: Token
    distance: bool


def quantities(sentence: Sentence, reading: Reading) -> list[Counted]:
    """All quantities of a sentence, in order, none overlapping another."""
    start, end = sentence.passage.reading
    text = reading.repaired[start:end]
    found: list[Counted] = []
    taken: list[tuple[int, int]] = []
    for pattern, unit_of in ((_distance(), _distance_unit), (_PERCENT, _percent_unit)):
        for m in pattern.finditer(text):
            sign, begin = _comparator(text, m.start("n"))
            conversion = None
            if "cn" in m.groupdict() and m["cn"]:
                conversion = (_number(m["cn"]), quantity_words().distance[m["cunit"].lower()])
            elif m.groupdict().get("unit") is None and pattern is not _PERCENT:
                continue
            a, b = start + m.start("n"), start + m.end()
            token = next((t for t in sentence.tokens if t.start <= a < t.end or t.start == a), None)
            if token is None:
                continue
            unit = unit_of(m)
            quantity = Quantity(_number(m["n"]), unit, sign, reading.original(a, b), text[begin : m.end()], conversion)
            found.append(Counted(quantity, token, pattern is not _PERCENT))
            taken.append((a, b))
    taken += [(start + a, start + b) for a, b in no_counts(text)]
    written = [n for n in numerals(text) if not any(a < start + n.end and start + n.start < b for a, b in taken)]
    for token in sentence.tokens:
        if any(a <= token.start < b for a, b in taken):
            continue
        counted = _count(sentence, token, reading, text, start)
        if counted is not None:
            numeral = next((n for n in written if start + n.start <= token.start < start + n.end), None)
            if numeral is not None and counted.quantity.unit == OF_THEM and harmed_after(text, numeral) is not None:
                continue  # "12 dead, 30 wounded": left to the words beside it
            if numeral is not None:
                written.remove(numeral)
                taken.append((start + numeral.start, start + numeral.end))
                counted = _as_written(counted, numeral, reading, start)
            found.append(counted)
    found += [c for n in written if (c := _by_order(sentence, n, reading, text, start)) is not None]
    return sorted((_doubted(c, reading) for c in found), key=lambda c: c.quantity.span.start)


def _as_written(counted: Counted, numeral: Numeral, reading: Reading, start: int) -> Counted:
    """The number as its words give it, where the tree saw a part of it: "two hundred and twelve", "10 to 12"."""
    q = counted.quantity
    first = reading.original(start + numeral.start, start + numeral.end).start
    span = Span(min(first, q.span.start), q.span.end)
    return replace(counted, quantity=replace(q, value=numeral.value, upper=numeral.upper, span=span))


def _by_order(sentence: Sentence, numeral: Numeral, reading: Reading, text: str, start: int) -> Counted | None:
    """A number that the tree ties to nothing, with what the words beside it say that it counts."""
    token = next((t for t in sentence.tokens if t.end > start + numeral.start), None)
    if token is None or token.entity in {"TIME", "ORDINAL"} or _is_date(sentence, token):
        return None
    unit, end = PERSON, harmed_after(text, numeral)
    if end is None and (glued := glued_unit(text, numeral)) is not None:
        unit, end = glued
    if end is None and (noun := noun_after(sentence, start + numeral.end)) is not None:
        unit, end = _unit(sentence, noun) or noun.lemma, noun.end - start
    if end is None:
        following = next((t for t in sentence.tokens if t.start >= start + numeral.end), None)
        if (following is not None and following.pos in {"NOUN", "PROPN", "ADJ", "NUM", "SYM"}) or not harmed_before(text, numeral):
            return None
        end = numeral.end
    sign, begin = _comparator(text, numeral.start)
    sign = numeral.comparator or sign if sign is Comparator.EXACT else sign
    span = reading.original(start + numeral.start, start + end)
    return Counted(Quantity(numeral.value, unit, sign, span, text[begin:end], upper=numeral.upper), token, False)


def _doubted(counted: Counted, reading: Reading) -> Counted:
    """The quantity with what speaks against its number, if anything does; the number itself is never mended."""
    span = counted.quantity.span
    number = _LEADING.match(reading.text, span.start, span.end)
    if number is None:
        return counted
    doubt = doubt_of(reading, number.start(), number.end())
    return replace(counted, quantity=replace(counted.quantity, doubt=doubt)) if doubt else counted


def _count(sentence: Sentence, token: Token, reading: Reading, text: str, start: int) -> Counted | None:
    """A number with the thing it counts: "26 missiles", "four of its warships", "26 cruise missile strikes", "twice"."""
    if token.lower in _TIMES:
        quantity = Quantity(_TIMES[token.lower], "time", Comparator.EXACT, token.span, token.text)
        return Counted(quantity, token, False)
    if token.lower in {"no", "zero"} and token.dep in {"det", "nummod"}:
        return _none(sentence, token, reading)
    if token.pos != "NUM" and token.tag != "CD":
        return None
    if token.entity in {"DATE", "TIME", "ORDINAL", "PERSON"} or _is_date(sentence, token):
        return None
    value = _value(sentence, token)
    if value is None:
        return None
    head = sentence.head(token)
    if token.dep in {"compound", "nummod", "quantmod"} and head.tag == "CD":  # "fifty" of "fifty - five", "two" of "two dozen"
        return None
    if head.is_noun and token.dep in {"nummod", "amod", "compound", "npadvmod"} and token < head:
        unit, last = _unit(sentence, head), head
    else:
        of = next((c for c in sentence.below(token) if c.lower == "of"), None)
        pobj = sentence.child(of, "pobj") if of is not None else None
        if pobj is None and _of_people(head, token):  # "wounding more than 60"
            first = _first_word(sentence, token)
            sign, begin = _comparator(text, first.start - start)
            said = text[begin : token.end - start]
            return Counted(Quantity(value, "person", sign, reading.original(first.start, token.end), said), token, False)
        if pobj is None and token.dep == "pobj" and _numbered(sentence, head):  # "put the number at 19"
            sign, begin = _comparator(text, token.start - start)
            said = text[begin : token.end - start]
            return Counted(Quantity(value, OF_THEM, sign, reading.original(token.start, token.end), said), token, False)
        if pobj is None and token.dep in {"nsubj", "nsubjpass"} and head.pos in {"AUX", "VERB"}:  # "only two were against"
            sign, begin = _comparator(text, _first_word(sentence, token).start - start)
            a = _first_word(sentence, token).start
            return Counted(Quantity(value, OF_THEM, sign, reading.original(a, token.end), text[begin : token.end - start]), token, False)
        if pobj is None:
            return None
        unit, last = _unit(sentence, pobj), pobj
    if unit is None or last.lemma in quantity_words().not_counted:
        return None
    first = _first_word(sentence, token)
    sign, begin = _comparator(text, first.start - start)
    a, b = first.start, last.end
    return Counted(Quantity(value, unit, sign, reading.original(a, b), text[begin : b - start]), token, False)


def _none(sentence: Sentence, token: Token, reading: Reading) -> Counted | None:
    """ "No civilians were harmed": a count of people or of casualties that is nought."""
    head = sentence.head(token)
    if head.lemma not in quantity_words().nought or head < token:
        return None
    span = reading.original(token.start, head.end)
    unit = _unit(sentence, head) or head.lemma
    return Counted(Quantity(0.0, unit, Comparator.EXACT, span, sentence.words(sentence.stretch(token, head))), token, False)


def _of_people(head: Token, token: Token) -> bool:
    return head.lemma in quantity_words().harming and token.dep in UNDERGOING


def _numbered(sentence: Sentence, prep: Token) -> bool:
    """ "Put the number at 19", "raised the toll to 40"."""
    verb = sentence.head(prep)
    counted = sentence.object(verb, passive=False)
    return prep.lower in {"at", "to"} and counted is not None and counted.lemma in quantity_words().totals


def _unit(sentence: Sentence, head: Token) -> str | None:
    """The counted thing in the singular, brought to one name: "cruise missile strikes" and "missiles" are both missile."""
    same = quantity_words().same
    if head.pos == "PRON":
        return OF_THEM
    compounds = [c.lemma for c in sentence.below(head) if c.dep == "compound" and c < head and not c.capitalised]
    for k in range(len(compounds) + 1):
        name = " ".join([*compounds[k:], head.lemma])
        if name in same:
            return same[name]
    if compounds and compounds[-1].islower():
        return f"{compounds[-1]} {head.lemma}"
    return head.lemma


def _first_word(sentence: Sentence, token: Token) -> Token:
    numbers = quantity_words().numbers
    before = sentence.before(token)
    while before is not None and before.end >= token.start - 1 and (before.text == "-" or (before.tag == "CD" and before.lower in numbers)):
        token, before = before, sentence.before(before)
    return token


def _value(sentence: Sentence, token: Token) -> float | None:
    """The number that ends at this token; "fifty-five" may be one token or three."""
    text, following = token.lower, sentence.lower_after(token)
    if re.fullmatch(_DIGITS, text):
        return _number(text) * (quantity_words().numbers[following] if following in quantity_words().multiples else 1)
    first = _first_word(sentence, token)
    words = re.split(r"[\s-]+", " ".join(t.lower for t in sentence.stretch(first, token)))
    value = in_words([w for w in words if w])
    many = (
        following in quantity_words().multiples and token.lower not in quantity_words().multiples
    )  # "two dozen": the tagger takes "dozen" for a noun
    return value * quantity_words().numbers[following] if value is not None and many else value


def _is_date(sentence: Sentence, token: Token) -> bool:
    near = [word.rstrip(".") for word in (sentence.lower_before(token), sentence.lower_after(token))]
    if any(word in calendar_words().short_months for word in near):
        return True
    return token.text.isdigit() and len(token.text) == 4 and 1800 <= int(token.text) <= 2100


def _comparator(text: str, at: int) -> tuple[Comparator, int]:
    """The comparator right before position `at`, and where the wording begins."""
    before = text[:at].lower().rstrip()
    for words, sign in sorted(quantity_words().comparators.items(), key=lambda item: -len(item[0])):
        if before.endswith(words) and (len(before) == len(words) or not before[-len(words) - 1].isalpha()):
            return Comparator(sign), len(before) - len(words)
    return Comparator.EXACT, at


@lru_cache(maxsize=1)
def _distance() -> re.Pattern[str]:
    units = "|".join(sorted((re.escape(u) for u in quantity_words().distance), key=len, reverse=True))
    return re.compile(
        rf"(?P<n>{_DIGITS})[\s-]*(?P<unit>{units})\b"
        rf"(?:\s*[(\[]\s*(?:about\s+|some\s+|roughly\s+)?(?P<cn>{_DIGITS})[\s-]*(?P<cunit>{units})\b\s*[)\]])?",
        re.IGNORECASE,
    )


def _distance_unit(m: re.Match[str]) -> str:
    return quantity_words().distance[m["unit"].lower()]


def _percent_unit(_: re.Match[str]) -> str:
    return "%"


def _number(text: str) -> float:
    return float(text.replace(",", ""))
