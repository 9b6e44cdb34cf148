"""Distances that an article states: their value, comparator and kind, and whether the conversion beside one is right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from geo.lexicon.distances import distance_words
from geo.lexicon.quantities import quantity_words
from geo.model import Comparator, Reading, Span
from geo.units import LENGTH_M

_DIGITS = r"\d{1,3}(?:[,\u00a0\u2009\u202f ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NEAR = 70  # characters either side in which words say what sort a distance is
_CONVERSION_SHARE = 0.02  # "1,500 kilometers (930 miles)" is rounded by 0.2 %; more than this is an error of somebody's
_AFTER = 24  # characters behind a distance in which they still do


class DistanceKind(StrEnum):
    FLOWN = "flown"
    STRAIGHT = "straight line"
    RANGE = "a system's range"
    SEPARATION = "separation"  # of two things that move; tied to no place
    OFFSET = "offset"  # where a place lies, "10 km north of"; part of the place's precision
    EXTENT = "extent"  # a size or a height


@dataclass(frozen=True, slots=True)
class Conversion:
    """The same distance in another unit, as the article gives it. `agrees`: within two percent, or what it was rounded to."""

    said: str
    metres: float
    agrees: bool


@dataclass(frozen=True, slots=True)
class StatedDistance:
    """A distance as stated. `upper_m` is the greater of "1,500 to 2,000 km"; `step_m` what the figure was rounded to."""

    span: Span
    passage: int
    said: str
    metres: float
    comparator: Comparator
    kind: DistanceKind
    step_m: float
    upper_m: float | None = None
    conversion: Conversion | None = None


def stated_distances(reading: Reading) -> tuple[StatedDistance, ...]:
    """Every distance of an article, in order. A conversion in brackets, or left bare by a bad scrape, is part of its distance."""
    found: list[StatedDistance] = []
    for passage in reading.passages:
        start, end = passage.reading
        text = reading.repaired[start:end]
        skip = 0
        for m in _pattern().finditer(text):
            if m.start() < skip:
                continue
            stated, stop = _stated(reading, passage.index, start, text, m)
            skip = stop
            if stated is not None:
                found.append(stated)
    return tuple(found)


def _stated(reading: Reading, passage: int, start: int, text: str, m: re.Match[str]) -> tuple[StatedDistance | None, int]:
    value, step = _value(m["n"])
    if value is None or value <= 0:
        return None, m.end()
    metre = LENGTH_M[_plain(m["unit"])]
    if m["unit"] == "m" and re.match(r"\s*(?:people|dollars|euros|pounds|tons)\b", text[m.end() :]):
        return None, m.end()  # "5 m people" counts millions
    metres, stop = value * metre, m.end()
    upper: float | None = None
    if m["n2"]:
        second, second_step = _value(m["n2"])
        if second is not None and second > value:
            upper, step = second * metre, max(step, second_step)
    conversion = None
    beside = _conversion().match(text, stop)
    if beside is not None:
        other, other_step = _value(beside["n"])
        other_metre = LENGTH_M[_plain(beside["unit"])]
        if other is not None and other_metre != metre and _alike(metres, other * other_metre):
            also = other * other_metre
            wrong = abs((upper or metres) - also) if upper and abs(upper - also) < abs(metres - also) else abs(metres - also)
            agrees = wrong <= max(_CONVERSION_SHARE * metres, other_step * other_metre / 2)
            conversion = Conversion(text[beside.start("n") : beside.end("unit")], also, agrees)
            stop = beside.end()
    sign, begin = _comparator(text, m.start())
    kind = _kind(text, begin, m.start(), stop, sign)
    span = reading.original(start + m.start(), start + stop)
    said = " ".join(text[begin:stop].split())
    return StatedDistance(span, passage, said, metres, sign, kind, step * metre, upper, conversion), stop


def _alike(a: float, b: float) -> bool:
    """Whether two distances side by side can be meant as one: a wrong conversion is off by some, another distance by much."""
    return 0.4 < a / b < 2.5


def _kind(text: str, begin: int, number: int, stop: int, sign: Comparator) -> DistanceKind:
    """By the words round it: what stands nearest decides, and "at a range of" is a distance, no range."""
    words = distance_words()
    before, after = text[max(0, begin - _NEAR) : number].lower(), text[stop : stop + _NEAR].lower()
    soon = after[:_AFTER]
    if _has(words.height, soon) or re.search(r"\b(?:altitude|height|depth)s? of(?: \w+){0,2} ?$", before):
        return DistanceKind.EXTENT
    if _ends_with(words.closeness, before) and _has(words.moving, text.lower()) and not re.match(r"\s*(?:of|from)\b", soon):
        return DistanceKind.SEPARATION
    if _ends_with(words.closeness, before) and re.match(r"\s*of\b", soon):
        near = after[: after.find(",") if "," in after else None]
        return DistanceKind.SEPARATION if _has(words.moving, near) else DistanceKind.OFFSET
    if _has(words.extent, after[:14]) and not soon.lstrip(" -").startswith(("long-range", "range")):
        return DistanceKind.EXTENT
    if re.match(r"\s*(?:to the )?(" + "|".join(words.bearing) + r")\b", soon):
        return DistanceKind.OFFSET
    if _has(words.fired_at, before[-40:]):
        return DistanceKind.STRAIGHT
    if re.match(r"[\s-]*range\b", soon):
        return DistanceKind.RANGE
    if re.match(r"\s*(?:\w+ )?(?:away|apart|distant|off)\b", soon):
        return DistanceKind.STRAIGHT
    marks = [(_last(words.flown, before), DistanceKind.FLOWN), (_last(words.range, before), DistanceKind.RANGE)]
    marks.append((_last(words.straight, before), DistanceKind.STRAIGHT))
    at, kind = max(marks, key=lambda mark: mark[0])
    if at >= 0:
        return kind
    if _has(words.flown, after[:40]):
        return DistanceKind.FLOWN
    return DistanceKind.OFFSET if re.match(r"\s*(?:from|of)\b", soon) else DistanceKind.STRAIGHT


def _has(words: tuple[str, ...], text: str) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in words)


def _ends_with(words: tuple[str, ...], text: str) -> bool:
    return any(re.search(rf"\b{re.escape(word)}(?: (?:about|some|a|the))?\s*$", text.rstrip()) for word in words)


def _last(words: tuple[str, ...], text: str) -> int:
    return max((m.start() for word in words for m in re.finditer(rf"\b{re.escape(word)}\b", text)), default=-1)


def _comparator(text: str, at: int) -> tuple[Comparator, int]:
    before = text[:at].lower().rstrip(" \t\n~≈>")
    if re.search(r"[~≈]\s*$", text[:at]):
        return Comparator.ABOUT, at
    if re.search(r">\s*$", text[:at]):
        return Comparator.MORE, at
    for words, sign in sorted(quantity_words().comparators.items(), key=lambda item: -len(item[0])):
        if before.endswith(words) and (len(before) == len(words) or not before[-len(words) - 1].isalpha()):
            return Comparator(sign), len(before) - len(words)
    return Comparator.EXACT, at


def _value(text: str) -> tuple[float | None, float]:
    """A number in figures or words, and the step that it was rounded to: 1,500 to 100, 930 to 10, 937 to 1."""
    if text[:1].isdigit():
        plain = re.sub(r"[^\d.]", "", text)
        value = float(plain)
        if "." in plain:
            return value, 10.0 ** -len(plain.partition(".")[2])
        return value, 10.0 ** (len(plain) - len(plain.rstrip("0"))) if value else 1.0
    numbers = quantity_words().numbers
    total, current = 0, 0
    for word in re.split(r"[\s-]+", text.lower()):
        if word in {"a", "an"}:
            current = max(current, 1)
        elif word in numbers and numbers[word] >= 100:
            current = max(current, 1) * numbers[word]
            if numbers[word] >= 1000:
                total, current = total + current, 0
        elif word in numbers:
            current += numbers[word]
        elif word != "and":
            return None, 1.0
    value = float(total + current)
    digits = f"{value:.0f}"
    return (value, 10.0 ** (len(digits) - len(digits.rstrip("0")))) if value else (None, 1.0)


def _plain(unit: str) -> str:
    return re.sub(r"[\s-]+", " ", unit.lower()).rstrip(".")


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = "|".join(sorted((w for w in quantity_words().numbers), key=len, reverse=True))
    in_words = rf"(?:(?:a|an|{words})(?:[\s-]+(?:and\s+)?(?:{words}))*)"
    number = rf"(?:{_DIGITS}|{in_words})"
    return re.compile(
        rf"(?<![\w.,])(?P<n>{number})(?:\s*(?:-|–|to|and)\s*(?P<n2>{_DIGITS}))?[\s\u00a0-]*(?P<unit>{_units()})\b(?!\s*(?:per|an)\s+hour|\s*/\s*h|ph)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _conversion() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:[(\[/–—-]|,\s*or\b|\bor\b)?\s*(?:about|some|roughly|around|approximately|approx\.?|nearly|over|more than)?\s*"
        rf"(?P<n>{_DIGITS})[\s-]*(?P<unit>{_units()})\b\.?\s*[)\]]?",
        re.IGNORECASE,
    )


def _units() -> str:
    return "|".join(sorted((re.escape(u).replace("\\ ", r"[\s-]+") for u in LENGTH_M), key=len, reverse=True))
