"""What the sentence says about a name beside the name: its sort, its container, its list, and how far off the thing lies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from geo.lexicon import place_words
from geo.model import Clues, Displacement, Kind, Mention, Reading, Span
from geo.recognise.scan import Found
from geo.syntax import Sentence

_BETWEEN_LIST = re.compile(
    r"^\s*(?:[,;]\s*(?:and|or|as well as)?|and|or|&|as well as)\s*(?:(?:the|in|neighbou?ring|nearby|adjacent)\s+)*"
    r"(?:(?:town|village|city|suburb|district)s?\s+of\s+)?(?:the\s+)?$"
)
_CONTAINED = re.compile(
    r"^(?:'s|’s)?,?\s*(?:an?\s+)?(?:(?:small|smaller|nearby)\s+)?"
    r"(?:towns?|cit(?:y|ies)|villages?|suburbs?|province|governorate|countryside|region|district|area)?s?,?\s*(?:in|of)\s+(?:the\s+)?"
    r"(?:(?:northern|southern|eastern|western|central|north|south|east|west|northwest|northeast|southwest|southeast|"
    r"northwestern|northeastern|southwestern|southeastern|countryside of|province of|governorate of|region of|state of|"
    r"neighbou?ring|rural|greater)[\s-]*)*$"
)
_FRONTED = re.compile(
    r"^(?:\s+(?:province|governorate|region|district))?,?\s*(?:the\s+)?(?:towns?|villages?|cit(?:y|ies)|settlements?|districts?)\s+(?:of\s+)?$"
)
_COMMA = re.compile(r"^,\s*$")
_BRACKET = re.compile(r"^\s*\(\s*$")
_BEARINGS = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270, "northwest": 315,
    "north-east": 45, "south-east": 135, "south-west": 225, "north-west": 315,
}  # fmt: skip
_KM = {"km": 1.0, "kilometre": 1.0, "kilometer": 1.0, "kms": 1.0, "mile": 1.609344, "mi": 1.609344}
_OFFSET = re.compile(
    r"(?<!in the )(?<!the )(?<!In the )"
    r"(?:(?:(?:about|some|around|roughly|nearly)\s+)?(?P<n>\d+(?:[.,]\d+)?)\s*(?P<unit>km|kms|kilomet(?:re|er)s?|miles?|mi)\s+)?"
    r"(?:(?:to\s+the\s+)?(?P<dir>north-?east|north-?west|south-?east|south-?west|north|south|east|west)\s+of"
    r"|(?P<from>from|outside|away from))\s+"
    r"(?:the\s+)?(?:(?:town|city|village|capital)\s+(?:of\s+)?)?$",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?P<words>near|close to|just outside|outside|around|on the outskirts of|in the vicinity of|on the edge of)\s+"
    r"(?:the\s+)?(?:(?:[a-z]+\s+)?(?:towns?|city|cities|villages?|capital|border|base)\s+(?:of\s+)?)?$",
    re.IGNORECASE,
)
_DIRECTION_REACH_KM = 30.0  # "north of X" without a distance: a reading of the words, stated to the user as such
_DISTANCE_SLACK = 0.25  # "10 km north of X" is taken to be right within a quarter


def add_clues(reading: Reading, found: Sequence[tuple[Sentence, Found]]) -> tuple[Mention, ...]:
    """Mentions in text order, each with its clues; containers and groups refer to positions in the result."""
    mentions = [_mention(reading, sentence, f) for sentence, f in found]
    groups = _groups(reading, found)
    containers = _containers(reading, found, groups)
    out: list[Mention] = []
    for k, (sentence, f) in enumerate(found):
        clues = Clues(
            head=f.area_head or f.head or _urban(sentence, f.start),
            modifier=_modifier(sentence, f.start),
            containers=containers[k],
            group=groups[k],
            displacement=_displacement(reading, sentence, f),
        )
        out.append(replace(mentions[k], clues=clues))
    return tuple(out)


def _mention(reading: Reading, sentence: Sentence, f: Found) -> Mention:
    span = reading.original(sentence.tokens[f.start].start, sentence.tokens[f.end - 1].end)
    return Mention(reading.article, span, span.of(reading.text), sentence.passage.index, f.kind, f.role, f.score)


def _gap(reading: Reading, left: tuple[Sentence, Found], right: tuple[Sentence, Found]) -> str | None:
    """The words between two names of one passage."""
    if left[0] is not right[0]:
        return None
    return reading.repaired[left[0].tokens[left[1].end - 1].end : right[0].tokens[right[1].start].start]


def _groups(reading: Reading, found: Sequence[tuple[Sentence, Found]]) -> list[int | None]:
    """Names joined by commas and "and" share a list, also over "and the village of"."""
    groups: list[int | None] = [None] * len(found)
    next_group = 0
    for k in range(1, len(found)):
        gap = _gap(reading, found[k - 1], found[k])
        if gap is None or Kind.DEMONYM in (found[k][1].kind, found[k - 1][1].kind):
            continue
        same_cue = found[k][1].list_id is not None and found[k][1].list_id == found[k - 1][1].list_id
        if same_cue or (gap.strip() not in {"", ","} and _BETWEEN_LIST.match(gap)) or _serial_comma(reading, found, k, gap):
            if groups[k - 1] is None:
                groups[k - 1] = next_group
                next_group += 1
            groups[k] = groups[k - 1]
    return groups


def _serial_comma(reading: Reading, found: Sequence[tuple[Sentence, Found]], k: int, gap: str) -> bool:
    """ "A, B and C": a lone comma joins A and B only where "and" joins the next; "Rome, Italy" is no list."""
    if gap.strip() != ",":
        return False
    for m in range(k + 1, len(found)):
        following = _gap(reading, found[m - 1], found[m])
        if following is None:
            return False
        if following.strip() == ",":
            continue
        return bool(re.match(r"^\s*,?\s*(?:and|or)\b", following)) and bool(_BETWEEN_LIST.match(following))
    return False


def _containers(reading: Reading, found: Sequence[tuple[Sentence, Found]], groups: Sequence[int | None]) -> list[tuple[int, ...]]:
    """Which later names contain earlier ones: "A and B in X province", "A, X", "A (X)"."""
    containers: list[tuple[int, ...]] = [()] * len(found)
    for k in range(len(found) - 1):
        gap = _gap(reading, found[k], found[k + 1])
        if gap is None or found[k + 1][1].kind is not Kind.LITERAL:
            continue
        in_list = groups[k] is not None and groups[k] == groups[k + 1]
        apposed = (_COMMA.match(gap) or _BRACKET.match(gap)) and not _belongs_elsewhere(found[k], found[k + 1])
        if in_list or not (_CONTAINED.match(gap) or apposed):
            continue
        outer = [m for m in range(k + 1, len(found)) if m == k + 1 or (groups[m] is not None and groups[m] == groups[k + 1])]
        if _COMMA.match(gap) and len(outer) > 1:
            continue
        inner = [m for m in range(k + 1) if m == k or (groups[m] is not None and groups[m] == groups[k])]
        for m in inner:
            containers[m] = tuple(dict.fromkeys((*containers[m], *outer)))
    for k in range(len(found) - 1):  # "the Hama towns of A and B", "in Idlib, the towns of C and D"
        gap = _gap(reading, found[k], found[k + 1])
        if gap is not None and found[k][1].kind is Kind.LITERAL and _FRONTED.match(gap):
            for m in range(k + 1, len(found)):
                if m == k + 1 or (groups[m] is not None and groups[m] == groups[k + 1]):
                    containers[m] = tuple(dict.fromkeys((*containers[m], k)))
    for k in range(len(found)):  # "A and B in X in Y": A lies in Y too
        containers[k] = tuple(dict.fromkeys((*containers[k], *(c2 for c in containers[k] for c2 in containers[c]))))
    return containers


def _belongs_elsewhere(inner: tuple[Sentence, Found], outer: tuple[Sentence, Found]) -> bool:
    """ "… in Syria, Moscow said", "in Rome, U.S. Defense Secretary …": what acts or qualifies another word contains nothing."""
    sentence, f = outer
    own = {*range(f.start, f.end), *range(inner[1].start, inner[1].end)}
    return any(
        sentence.tokens[i].dep in {"nsubj", "nsubjpass", "poss", "compound", "amod", "nmod"} and sentence.tokens[i].head not in own
        for i in range(f.start, f.end)
    )


def _urban(sentence: Sentence, start: int) -> str | None:
    """ "A market in Kharkiv", "the centre of Hit": what has markets and a centre is the town, not the province of its name."""
    before = sentence.tokens[max(0, start - 3) : start]
    if before and before[-1].lower in {"in", "of"} and any(t.lemma in place_words().urban for t in before[:-1]):
        return "city"
    return None


def _modifier(sentence: Sentence, start: int) -> str | None:
    words = place_words().modifiers
    if start and sentence.tokens[start - 1].lower in words:
        return sentence.tokens[start - 1].lower
    before = [t.lower for t in sentence.tokens[max(0, start - 4) : start]]
    if (
        len(before) >= 3
        and before[-1] == "of"
        and before[-2] in {"countryside", "part", "parts", "side", "suburbs"}
        and before[-3] in words
    ):
        return before[-3]
    if len(before) >= 4 and before[-1] == "of" and before[-2] in words and before[-3] == "the":  # "in the north of Hama"
        return before[-2]
    return None


def _displacement(reading: Reading, sentence: Sentence, f: Found) -> Displacement | None:
    start = sentence.tokens[f.start].start
    before = reading.repaired[max(sentence.tokens[0].start, start - 60) : start]
    if (m := _OFFSET.search(before)) and (m["dir"] or m["n"]):
        bearing = float(_BEARINGS[m["dir"].lower()]) if m["dir"] else None
        km = float(m["n"].replace(",", ".")) * _KM.get(m["unit"].lower().rstrip("s"), 1.0) if m["n"] else None
        reach = km * (1 + _DISTANCE_SLACK) if km is not None else _DIRECTION_REACH_KM
        return Displacement(m[0].strip(), _span(reading, start - len(before) + m.start(), start), round(reach, 1), bearing)
    if m := _NEAR.search(before):
        words = m["words"].lower().removeprefix("just ")
        reach = place_words().near_km.get(words, 10.0)
        return Displacement(m[0].strip(), _span(reading, start - len(before) + m.start(), start), reach)
    return None


def _span(reading: Reading, start: int, end: int) -> Span:
    return reading.original(start, max(end, start + 1))
