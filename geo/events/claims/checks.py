"""Arithmetic on the claims of one event: conversions, parts of a whole, shares, and numbers that a scrape has changed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from geo.events.arguments.casualties import breakdown, fate
from geo.events.reuse.reprints import Reprints
from geo.lexicon.quantities import quantity_words
from geo.model import Article, Check, Claim, EditKind, EventMention
from geo.units import convert, metres

_ROUNDED = 0.025  # "1,500 km (930 miles)" is 932: reporters round, but no further
_TOGETHER = 3  # passages within which one speaker's counts are parts of one reckoning
_SHARE = "%"
_BEHIND = re.compile(r"\s*(?:\(|\[|/)\s*|,?\s+or\s+")
_LISTED = re.compile(r"[\s,]*(?:and\s+)?(?:[a-z-]+\s+){0,2}")
_COUNTS = 8  # of one unit by one speaker; of more, chance sums are found


def checks(
    mentions: Sequence[EventMention], claims: Sequence[Claim], articles: Mapping[str, Article], found: Reprints
) -> tuple[Check, ...]:
    """Every reckoning that can be done on the claims of an event, and whether it comes out; indices are those of `claims`."""
    by_id = {m.id: m for m in mentions}
    made = [
        *_conversions(by_id, claims, articles),
        *_breakdowns(by_id, claims, articles),
        *_sums_and_shares(by_id, claims),
        *_changed_numbers(claims, articles, found),
        *_doubted_numbers(by_id, claims),
    ]
    return tuple({check.says: check for check in reversed(made)}.values())[::-1]  # copies of a passage reckon alike


def _conversions(by_id: Mapping[str, EventMention], claims: Sequence[Claim], articles: Mapping[str, Article]) -> Iterator[Check]:
    for index, claim in enumerate(claims):
        if claim.unit is None or not isinstance(claim.value, float | int):
            continue
        given = next((q.conversion for q in by_id[claim.event_mention].quantities if q.span == claim.span and q.conversion), None)
        indices: tuple[int, ...] = (index,)
        if given is None:  # told as two quantities: "300 acres (121 hectares)"
            other = _in_brackets(index, claims, articles[claim.article].text)
            if other is None:
                continue
            given, indices = (float(claims[other].value), str(claims[other].unit)), (index, other)
        options = convert(claim.value, claim.unit, given[1])
        if not options:
            continue
        told_as = given[0]
        right = min(options, key=lambda value, told_as=told_as: abs(value - told_as))
        agrees = abs(right - given[0]) <= max(_ROUNDED * abs(right), 0.5)
        told = f"{_number(claim.value)} {claim.unit} are {_number(round(right, 1 if abs(right) < 100 else 0))} {given[1]}"
        yield Check("conversion", indices, agrees, f"{told}: {'agrees' if agrees else 'does not agree'} with {_number(given[0])}")


def _in_brackets(index: int, claims: Sequence[Claim], text: str) -> int | None:
    """The claim that stands in brackets, or after a stroke, right behind another, and measures the same."""
    claim = claims[index]
    for other in range(len(claims)):
        c = claims[other]
        if c.event_mention != claim.event_mention or isinstance(c.value, str) or c.unit is None or c.span.start < claim.span.end:
            continue
        if _BEHIND.fullmatch(text[claim.span.end : c.span.start]) and convert(1.0, claim.unit or "", c.unit):
            return other
    return None


def _sums_and_shares(by_id: Mapping[str, EventMention], claims: Sequence[Claim]) -> Iterator[Check]:
    """What an article counts in a few sentences: "57 raids, 55 on the one and two on the other", "3.5 per cent" of them."""
    counted: dict[tuple[str, str], list[int]] = defaultdict(list)
    shares: dict[str, list[int]] = defaultdict(list)
    for index, claim in enumerate(claims):
        if not isinstance(claim.value, float | int) or claim.unit is None or metres(1.0, claim.unit) is not None:
            continue
        if claim.unit == _SHARE:
            shares[claim.article].append(index)
        else:
            counted[claim.article, claim.unit].append(index)
    for (article, unit), indices in counted.items():
        if not 2 <= len(indices) <= _COUNTS:
            continue
        passages = [by_id[claims[i].event_mention].passage for i in indices]
        if max(passages) - min(passages) > _TOGETHER:
            continue
        ranked = sorted(indices, key=lambda i: float(claims[i].value), reverse=True)
        total, parts = ranked[0], ranked[1:]
        for size in (2, 3):
            for chosen in combinations(parts, size):
                if sum(float(claims[i].value) for i in chosen) == float(claims[total].value):
                    told = " and ".join(_number(claims[i].value) for i in chosen)
                    yield Check("sum", (total, *chosen), True, f"{told} make {_number(claims[total].value)} {unit}")
        for share in shares.get(article, ()):
            if abs(by_id[claims[share].event_mention].passage - passages[0]) > _TOGETHER:
                continue
            yield from _share(claims, share, total, parts, unit)


def _breakdowns(by_id: Mapping[str, EventMention], claims: Sequence[Claim], articles: Mapping[str, Article]) -> Iterator[Check]:
    """ "12 killed: 5 women and 8 children": the parts make the whole; "12, including 3 children": they are no more than it."""
    people = [i for i, c in enumerate(claims) if c.unit in quantity_words().people and not isinstance(c.value, str)]
    for total in people:
        whole = claims[total]
        text, passage = articles[whole.article].text, by_id[whole.event_mention].span
        after = [i for i in people if claims[i].event_mention == whole.event_mention and claims[i].span.start >= whole.span.end]
        after.sort(key=lambda i: claims[i].span.start)
        if not after or (kind := breakdown(text, whole.span, claims[after[0]].span)) is None:
            continue
        befell = fate(text, whole.span, passage)
        parts = [after[0]]
        for i in after[1:]:
            between = text[claims[parts[-1]].span.end : claims[i].span.start]
            if not _LISTED.fullmatch(between) or fate(text, claims[i].span, passage) not in (None, befell):
                break
            parts.append(i)
        values = [float(claims[i].value) for i in parts]
        made, told = sum(values), " and ".join(_number(v) for v in values)
        if kind == "part" and made <= float(whole.value):
            continue  # nothing to reckon
        if kind == "all" and len(parts) < 2 and made < float(whole.value):
            continue  # only the first of the parts was understood
        agrees = made == float(whole.value)
        than = (
            ""
            if agrees
            else f", not {_number(whole.value)}"
            if kind == "all"
            else f", more than the {_number(whole.value)} they are part of"
        )
        yield Check("sum", (total, *parts), agrees, f"{told} make {_number(made)} {'people' if agrees else 'in all'}{than}")


def _share(claims: Sequence[Claim], share: int, total: int, parts: Sequence[int], unit: str) -> Iterator[Check]:
    said = float(claims[share].value)
    whole = float(claims[total].value)
    if not parts or whole <= 0:
        return
    decimals = len(f"{said:g}".partition(".")[2])
    for part in parts:
        right = 100 * float(claims[part].value) / whole
        if abs(right - said) <= 0.5 * 10**-decimals + 1e-9:
            told = f"{_number(claims[part].value)} of {_number(whole)} {unit}"
            yield Check("share", (share, part, total), True, f"{told} are {right:.{decimals}f}%: agrees with {said:g}%")
            return
    for part in parts:
        right = 100 * float(claims[part].value) / whole
        if abs(right * 10 - said) <= 0.5 * 10 ** -max(0, decimals - 1):
            told = f"{_number(claims[part].value)} of {_number(whole)} {unit} are {right:.1f}%"
            yield Check("share", (share, part, total), False, f"{told}, not {said:g}%: a decimal point may be lost")
            return
    if len(parts) == 1:
        right = 100 * float(claims[parts[0]].value) / whole
        told = f"{_number(claims[parts[0]].value)} of {_number(whole)} {unit} are {right:.1f}%"
        yield Check("share", (share, parts[0], total), False, f"{told}: does not agree with {said:g}%")


def _changed_numbers(claims: Sequence[Claim], articles: Mapping[str, Article], found: Reprints) -> Iterator[Check]:
    """Numbers that another copy of the passage writes otherwise with the same digits: "35" where the source has "3.5%"."""
    for index, claim in enumerate(claims):
        if not isinstance(claim.value, float | int):
            continue
        for group in found.of(claim.article, claim.span):
            first = group.passages[0]
            here = next(p for p in group.passages if p.article == claim.article)
            for edit in here.edits:
                if edit.kind is EditKind.NUMBER and edit.here.overlaps(claim.span) and first.article in articles:
                    source, copy = edit.first.of(articles[first.article].text), edit.here.of(articles[claim.article].text)
                    yield Check("number", (index,), False, f"“{copy}” stands where another copy of the passage has “{source}”")


def _doubted_numbers(by_id: Mapping[str, EventMention], claims: Sequence[Claim]) -> Iterator[Check]:
    """Numbers that the reading itself doubts: blanks inside, joined to a word, between signs of lost characters."""
    for index, claim in enumerate(claims):
        doubt = next((q.doubt for q in by_id[claim.event_mention].quantities if q.span == claim.span and q.doubt), None)
        if doubt is not None and isinstance(claim.value, float | int):
            yield Check("number", (index,), False, f"{doubt}: read as {_number(claim.value)}")


def _number(value: float | str) -> str:
    return f"{value:,.6g}" if isinstance(value, float | int) else value
