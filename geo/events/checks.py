"""Arithmetic on the claims of one event: conversions, parts of a whole, shares, and numbers that a scrape has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from geo.events.reprints import Reprints
from geo.model import Article, Check, Claim, EditKind, EventMention

_METRES = {"km": 1000.0, "mi": 1609.344, "nautical mile": 1852.0, "m": 1.0}
_ROUNDED = 0.025  # "1,500 km (930 miles)" is 932: reporters round, but no further
_TOGETHER = 3  # passages within which one speaker's counts are parts of one reckoning
_SHARE = "%"
_COUNTS = 8  # of one unit by one speaker; of more, chance sums are found


def checks(
    mentions: Sequence[EventMention], claims: Sequence[Claim], articles: Mapping[str, Article], found: Reprints
) -> tuple[Check, ...]:
    """Every reckoning that can be done on the claims of an event, and whether it comes out; indices are those of `claims`."""
    by_id = {m.id: m for m in mentions}
    made = [*_conversions(by_id, claims), *_sums_and_shares(by_id, claims), *_changed_numbers(claims, articles, found)]
    return tuple({check.says: check for check in reversed(made)}.values())[::-1]  # copies of a passage reckon alike


def metres(value: float, unit: str) -> float | None:
    """A length in metres; None where the unit is none of length."""
    return value * _METRES[unit] if unit in _METRES else None


def _conversions(by_id: Mapping[str, EventMention], claims: Sequence[Claim]) -> Iterator[Check]:
    for index, claim in enumerate(claims):
        if claim.unit not in _METRES or not isinstance(claim.value, float | int):
            continue
        given = next((q.conversion for q in by_id[claim.event_mention].quantities if q.span == claim.span and q.conversion), None)
        if given is None or given[1] not in _METRES:
            continue
        right = claim.value * _METRES[claim.unit] / _METRES[given[1]]
        agrees = abs(right - given[0]) <= max(_ROUNDED * right, 0.5)
        told = f"{_number(claim.value)} {claim.unit} are {_number(round(right, 1 if right < 100 else 0))} {given[1]}"
        yield Check("conversion", (index,), agrees, f"{told}: {'agrees' if agrees else 'does not agree'} with {_number(given[0])}")


def _sums_and_shares(by_id: Mapping[str, EventMention], claims: Sequence[Claim]) -> Iterator[Check]:
    """What an article counts in a few sentences: "57 raids, 55 on the one and two on the other", "3.5 per cent" of them."""
    counted: dict[tuple[str, str], list[int]] = defaultdict(list)
    shares: dict[str, list[int]] = defaultdict(list)
    for index, claim in enumerate(claims):
        if not isinstance(claim.value, float | int) or claim.unit is None or claim.unit in _METRES:
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


def _number(value: float | str) -> str:
    return f"{value:,.6g}" if isinstance(value, float | int) else value
