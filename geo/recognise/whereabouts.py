"""Where the text puts a thing in relation to a name: "10 km east of A", "on the outskirts of A", "between A and B", "A, west of B"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from geo.gazetteer import Gazetteer
from geo.lexicon.places import Whereabouts, place_words, whereabouts
from geo.model import Displacement, Kind, Mention, Reading, Role, Span
from geo.recognise.lines import HYPHENS, Line, Named

_BEARINGS = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270, "northwest": 315,
}  # fmt: skip
_KM = {"km": 1.0, "kilometre": 1.0, "kilometer": 1.0, "mile": 1.609344, "mi": 1.609344}
_SIDE = r"north[-\s]?east|north[-\s]?west|south[-\s]?east|south[-\s]?west|north|south|east|west"
_OFFSET = re.compile(
    r"(?<!in the )(?<!the )(?<!In the )"
    r"(?:(?:(?:about|some|around|roughly|nearly|just)\s+)?(?P<n>\d+(?:[.,]\d+)?)\s*-?\s*(?P<unit>km|kms|kilomet(?:re|er)s?|miles?|mi)\s+(?:\([^()]{1,30}\)\s+)?)?"
    rf"(?:(?:to\s+the\s+)?(?P<dir>{_SIDE})\s+of"
    r"|(?P<from>from|outside|away from))\s+"
    r"(?:the\s+)?(?:(?:[a-z-]+\s+)?(?:town|city|village|capital)\s+(?:of\s+)?)?$",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?P<words>near|close to|just outside|outside|around|in the vicinity of)\s+"
    r"(?:the\s+)?(?:(?:[a-z]+\s+)?(?:towns?|city|cities|villages?|capital|border|base)\s+(?:of\s+)?)?$",
    re.IGNORECASE,
)
_OUTSKIRTS = re.compile(
    rf"\b(?P<words>(?:the\s+)?(?:(?P<dir>{_SIDE})(?:ern)?\s+)?"
    r"(?:outskirts|edges?|periphery|fringes?|approaches)\s+(?:of|to))\s+"
    r"(?:the\s+)?(?:(?:[a-z-]+\s+)?(?:town|city|village|capital)\s+(?:of\s+)?)?$",
    re.IGNORECASE,
)
_PART = re.compile(r"-[a-z]+\s+$", re.IGNORECASE)  # "the rebel-held east of A" is a part of A
_DIRECTION_REACH_KM = 30.0  # "north of X" without a distance: a reading of the words, stated to the user as such
_DISTANCE_SLACK = 0.25  # "10 km north of X" is taken to be right within a quarter
_END_SCORE = 0.8  # of a name that the recogniser passed over, at one end of what lies between; swept from .4 to .99: no place changes
_LOOKED_AT = 70  # characters before a name; measured on 490 articles: 18 of 18 finds need 40 (tests/eval/sweep_windows.py)
_APPOSED = 50  # characters in "A, a small village about 10 km east of B" between A and 10; measured likewise: 34 of 34 finds need 30


def displacement_of(reading: Reading, named: Named) -> Displacement | None:
    """How far, and which way, the words before a name move the thing away from it."""
    start = named.line.words[named.start].start
    before = _before(reading, named)
    at = start - len(before)
    if (m := _OFFSET.search(before)) and (m["n"] or (m["dir"] and not _PART.search(before[: m.start()]))):
        km = float(m["n"].replace(",", ".")) * _KM.get(m["unit"].lower().rstrip("s"), 1.0) if m["n"] else None
        reach = km * (1 + _DISTANCE_SLACK) if km is not None else _DIRECTION_REACH_KM
        words = m[0].strip()
        return Displacement(words, _span(reading, at + m.start(), start), round(reach, 1), _bearing(m["dir"]), km=km)
    if m := _OUTSKIRTS.search(before):
        reach = place_words().near_km["on the outskirts of"]
        return Displacement(m["words"], _span(reading, at + m.start(), start), reach, _bearing(m["dir"]), outskirts=True)
    if m := _NEAR.search(before):
        reach = place_words().near_km.get(m["words"].lower().removeprefix("just "), 10.0)
        return Displacement(m[0].strip(), _span(reading, at + m.start(), start), reach)
    return None


def with_whereabouts(reading: Reading, found: Sequence[Named], mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions (one for each name, in order) with the clues that join two of them: `between` and `beside`."""
    out = list(mentions)
    for k in range(len(found) - 1):
        first, second = found[k], found[k + 1]
        if first.line is not second.line or Kind.LITERAL is not first.kind or Kind.LITERAL is not second.kind:
            continue
        stated = out[k + 1].clues.stated
        if stated is not None and stated.own and out[k].clues.displacement is not None:
            out[k + 1] = replace(out[k + 1], clues=replace(out[k + 1].clues, beside=k))
            continue
        gap = reading.repaired[first.line.words[first.end - 1].end : second.line.words[second.start].start]
        if _joins(reading, first, second, gap):
            out[k] = replace(out[k], clues=replace(out[k].clues, between=k + 1, displacement=None))
            out[k + 1] = replace(out[k + 1], clues=replace(out[k + 1].clues, between=k, displacement=None))
        elif _lies(out[k + 1].clues.displacement, gap):
            out[k] = replace(out[k], clues=replace(out[k].clues, beside=k + 1))
    return tuple(out)


def with_ends_of_roads(line: Line, found: Sequence[Named], gazetteer: Gazetteer) -> list[Named]:
    """The names of a line, with "Kharkiv" and "Izium" of "the Kharkiv-Izium road" apart, where the gazetteer knows both."""
    words, out = line.words, list(found)
    for k in range(1, len(words) - 2):
        if words[k].text not in HYPHENS or not line.glued(k) or not words[k - 1].capitalised or not words[k + 1].capitalised:
            continue
        start, end = k - 1, k + 2
        while start > 0 and words[start - 1].capitalised and not line.glued(start):
            start -= 1
        here = [n for n in out if n.start < end and start < n.end]
        own = all(start <= n.start and n.end <= end for n in here)
        road = any(w.lower.removesuffix("s") in whereabouts().roads for w in words[end : end + 2])
        if not road or not own or gazetteer.exact(line.text(start, end)):
            continue
        if gazetteer.exact(line.text(start, k)) and gazetteer.exact(line.text(k + 1, end)):
            ends = [Named(line, a, b, Kind.LITERAL, Role.CONTEXT, _END_SCORE) for a, b in ((start, k), (k + 1, end))]
            out = [n for n in out if n not in here] + ends
    return sorted(out, key=lambda n: n.start)


def _joins(reading: Reading, first: Named, second: Named, gap: str) -> bool:
    """Whether the two names are the ends of what something lies between."""
    patterns, before = _patterns(), _before(reading, first)
    if _qualifies_people(second) or Role.ACTOR in (first.role, second.role):
        return False
    if patterns.between.search(before) and patterns.to_and.match(gap):
        return not patterns.mutual.search(before)
    if patterns.road_from.search(before) and patterns.to_and.match(gap):
        return True
    behind = reading.repaired[second.line.words[second.end - 1].end :][:_LOOKED_AT]
    return bool(patterns.dash.match(gap) and patterns.road_after.match(behind))


def _lies(displacement: Displacement | None, gap: str) -> bool:
    """Whether all between two names is "10 km east of", perhaps with what the first one is."""
    if displacement is None or (displacement.bearing_deg is None and displacement.km is None):
        return False
    lead, found, rest = gap.rpartition(displacement.words)
    return len(lead) <= _APPOSED and bool(found) and not rest.strip() and _patterns().apposed.match(lead) is not None


def _qualifies_people(named: Named) -> bool:
    """ "Clashes between Misrata and Zintan militias": what fights, not what is fought between."""
    line, end = named.line, named.end
    return end < len(line.words) and line.words[end].lower in whereabouts().people


class _Patterns:
    """The patterns that the lexicon's words make."""

    def __init__(self, words: Whereabouts) -> None:
        def any_of(several: frozenset[str]) -> str:
            return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(several, key=len, reverse=True))

        heads = any_of(frozenset(h for h, sort in place_words().heads.items() if sort in {"settlement", "site"}) | words.plurals)
        called = rf"(?:the\s+)?(?:(?:[a-z-]+\s+)?(?:{heads})\s+(?:of\s+)?)?"
        road = rf"(?:{any_of(words.roads)})s?"
        self.between = re.compile(rf"\bbetween\s+{called}$", re.IGNORECASE)
        self.mutual = re.compile(rf"\b(?:{any_of(words.mutual)})\s+(?:[a-z-]+\s+){{0,2}}between\s+{called}$", re.IGNORECASE)
        self.road_from = re.compile(
            rf"\b(?:{road}|{any_of(words.on_the_way)})\s+(?:(?:that|which)\s+)?(?:(?:{any_of(words.leading)})\s+)?(?:from\s+)?{called}$",
            re.IGNORECASE,
        )
        self.to_and = re.compile(rf"^(?:\s+(?:{heads}))?\s+(?:to|and|with|towards?|into)\s+{called}$", re.IGNORECASE)
        self.dash = re.compile(r"^\s?[-‑–—/]\s?$")
        self.road_after = re.compile(rf"^\s+(?:[a-z]+\s+)?{road}\b")
        self.apposed = re.compile(rf"^\s*(?:{heads})?\s*[,(–—-]?\s*(?:(?:{any_of(words.lying)}|{heads})\s+)*$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    return _Patterns(whereabouts())


def _before(reading: Reading, named: Named) -> str:
    words = named.line.words
    start = words[named.start].start
    return reading.repaired[max(_opening(named.line), start - _LOOKED_AT) : start]


def _opening(line: Line) -> int:
    return line.words[0].start


def _bearing(side: str | None) -> float | None:
    return float(_BEARINGS[re.sub(r"[-\s]", "", side.lower())]) if side else None


def _span(reading: Reading, start: int, end: int) -> Span:
    return reading.original(start, max(end, start + 1))
