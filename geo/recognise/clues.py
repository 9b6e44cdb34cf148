"""What the sentence says about a name beside the name: its sort, its container, its list, and how far off the thing lies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from geo.lexicon.places import place_words, whereabouts
from geo.model import Clues, Kind, Mention, Reading, Role
from geo.recognise.lines import Line, Named, head_word, plural, singular
from geo.recognise.positions import stated_position
from geo.recognise.whereabouts import displacement_of, with_whereabouts
from geo.recognise.words import Word

_BETWEEN_LIST = re.compile(
    r"^\s*(?:[,;]\s*(?:and|or|as well as)?|and|or|&|as well as)\s*(?:(?:the|in|neighbou?ring|nearby|adjacent)\s+)*"
    r"(?:(?:town|village|city|suburb|district)s?\s+of\s+)?(?:the\s+)?$"
)
_CONTAINED = re.compile(
    r"^(?:'s|’s)?,?\s*(?:an?\s+)?(?:(?:small|smaller|nearby)\s+)?"
    r"(?:towns?|cit(?:y|ies)|villages?|suburbs?|province|governorate|countryside|region|district|area)?s?,?\s*(?:in|of)\s+(?:the\s+)?"
    r"(?:(?:northern|southern|eastern|western|central|north|south|east|west|northwest|northeast|southwest|southeast|"
    r"northwestern|northeastern|southwestern|southeastern|countryside of|province of|governorate of|region of|state of|"
    r"neighbou?ring|rural|greater)[\s-]*)*+$"  # for good: "northwest" is also "north" and "west", two to the power of their number of ways
)
_FRONTED = re.compile(
    r"^(?:\s+(?:province|governorate|region|district))?(?:,\s*(?:the\s+)?(?:town|village|city|settlement|district)\s+(?:of\s+)?"
    r"|,?\s*(?:the\s+)?(?:towns|villages|cities|settlements|districts)\s+(?:of\s+)?)$"
)
_SORT = (
    r"(?:\s+(?:towns?|cit(?:y|ies)|villages?|suburbs?|neighbou?rhoods?|districts?|sub-?districts?|areas?|camps?|provinces?|governorates?|"
    r"count(?:y|ies)|countryside|states?|regions?))*"
)
# Between a country's adjective and a name: "the Yemeni port city of Hodeidah", "the northern Iraqi town, Sinjar".
_OF_COUNTRY = re.compile(
    r"^\s+(?:(?:port|border|coastal|frontier|resort|market|holy|ancient|capital|northern|southern|eastern|western|central)\s+)*"
    r"(?:capital|towns?|cit(?:y|ies)|villages?|ports?|provinces?|governorates?|regions?|districts?|states?|islands?|enclaves?|strongholds?),?\s+(?:of\s+)?(?:the\s+)?$"
)
_COMMA = re.compile(rf"^{_SORT},\s*$", re.IGNORECASE)  # also "Sinjar district, Nineveh"
_BRACKET = re.compile(rf"^{_SORT}\s*\(\s*$", re.IGNORECASE)


def add_clues(reading: Reading, found: Sequence[Named]) -> tuple[Mention, ...]:
    """Mentions in text order, each with its clues; containers and groups refer to positions in the result."""
    groups = _groups(reading, found)
    containers = _containers(reading, found, groups)
    out: list[Mention] = []
    for k, named in enumerate(found):
        clues = Clues(
            head=named.area_head or named.head or _urban(named),
            modifier=named.side or _modifier(named),
            containers=containers[k],
            group=groups[k],
            displacement=displacement_of(reading, named),
            stated=stated_position(reading, named),
        )
        out.append(replace(_mention(reading, named), clues=clues))
    return with_whereabouts(reading, found, out)


def _mention(reading: Reading, named: Named) -> Mention:
    words = named.line.words
    span = reading.original(words[named.start].start, words[named.end - 1].end)
    index = named.line.passage.index
    return Mention(reading.article, span, span.of(reading.text), index, named.kind, named.role, named.score, event=round(named.event, 3))


def head_after(line: Line, end: int, start: int | None = None) -> str | None:
    """ "province" of "Hama province"; of "Hama and Idlib provinces" for both."""
    words = line.words
    j = end
    while j < len(words):
        word = words[j]
        if (head := head_word(word)) is not None:
            if j == end and word.lower in whereabouts().plurals and not _listed(words, start):
                return "countryside"  # "three Homs villages" lie in the province
            if j + 1 < len(words) and words[j + 1].lower == "of" and plural(word):
                return None  # "the Hama towns of A": the towns are A's
            return head if j == end or plural(word) else None
        passing = word.text in {",", "-"} or word.lower in {"and", "or", "neighboring", "neighbouring", "nearby"}
        if not (passing or line.opens_name(j)) or j - end > 8 or (j == end and word.capitalised):
            return None
        j += 1
    return None


def _listed(words: Sequence[Word], start: int | None) -> bool:
    """Whether a name that begins here is one of a list: "Morek and Kafr Zita towns" are both towns."""
    return start is None or (start > 0 and words[start - 1].lower in {"and", ",", "or", "&"})


def head_before(line: Line, start: int) -> str | None:
    """ "town" of "the town of Hama", "city" of "the port city Tartus"; of "the towns of A, B and C" the list's own rule tells."""
    words = line.words
    k = start - 1
    if k > 0 and words[k].lower in {"of", "called", "named"}:
        k -= 1
        if k > 0 and words[k - 1].capitalised and not plural(words[k]):
            return None  # "Saraqib town of Idlib": the town is Saraqib
    elif k >= 0 and words[k].capitalised:
        return None
    return head_word(words[k]) if k >= 0 and not words[k].capitalised else None


def _gap(reading: Reading, left: Named, right: Named) -> str | None:
    """The words between two names of one passage."""
    if left.line is not right.line:
        return None
    return reading.repaired[left.line.words[left.end - 1].end : right.line.words[right.start].start]


def _groups(reading: Reading, found: Sequence[Named]) -> list[int | None]:
    """Names joined by commas and "and" share a list, also over "and the village of"."""
    groups: list[int | None] = [None] * len(found)
    next_group = 0
    for k in range(1, len(found)):
        gap = _gap(reading, found[k - 1], found[k])
        if gap is None or Kind.DEMONYM in (found[k].kind, found[k - 1].kind):
            continue
        same_cue = found[k].list_id is not None and found[k].list_id == found[k - 1].list_id
        if same_cue or (gap.strip() not in {"", ","} and _BETWEEN_LIST.match(gap)) or _serial_comma(reading, found, k, gap):
            if groups[k - 1] is None:
                groups[k - 1] = next_group
                next_group += 1
            groups[k] = groups[k - 1]
    return groups


def _serial_comma(reading: Reading, found: Sequence[Named], k: int, gap: str) -> bool:
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


def _containers(reading: Reading, found: Sequence[Named], groups: Sequence[int | None]) -> list[tuple[int, ...]]:
    """Which later names contain earlier ones: "A and B in X province", "A, X", "A (X)"."""
    containers: list[tuple[int, ...]] = [()] * len(found)
    for k in range(len(found) - 1):
        gap = _gap(reading, found[k], found[k + 1])
        if gap is None or found[k + 1].kind is not Kind.LITERAL:
            continue
        if found[k].kind is Kind.DEMONYM and _OF_COUNTRY.match(gap):
            for m in _list_from(groups, k + 1):
                containers[m] = (k,)
            continue
        in_list = groups[k] is not None and groups[k] == groups[k + 1]
        apposed = (_COMMA.match(gap) or _BRACKET.match(gap)) and not _belongs_elsewhere(found[k], found[k + 1])
        if in_list or not (_CONTAINED.match(gap) or apposed):
            continue
        outer = _list_from(groups, k + 1)
        if _COMMA.match(gap) and len(outer) > 1:
            continue
        for m in _list_to(groups, k):
            containers[m] = tuple(dict.fromkeys((*containers[m], *outer)))
    for k in range(len(found) - 1):  # "the Hama towns of A and B", "in Idlib, the towns of C and D"
        gap = _gap(reading, found[k], found[k + 1])
        if gap is not None and found[k].kind is Kind.LITERAL and _FRONTED.match(gap):
            for m in _list_from(groups, k + 1):
                containers[m] = tuple(dict.fromkeys((*containers[m], k)))
    for k in range(len(found)):  # "A and B in X in Y": A lies in Y too
        containers[k] = tuple(dict.fromkeys((*containers[k], *(c2 for c in containers[k] for c2 in containers[c]))))
    return containers


def _list_from(groups: Sequence[int | None], first: int) -> list[int]:
    """The names from one on that share its list, which stand together: alone where it has none."""
    end = first + 1
    while end < len(groups) and groups[first] is not None and groups[end] == groups[first]:
        end += 1
    return list(range(first, end))


def _list_to(groups: Sequence[int | None], last: int) -> list[int]:
    """The names up to one that share its list, in their order."""
    start = last
    while start > 0 and groups[last] is not None and groups[start - 1] == groups[last]:
        start -= 1
    return list(range(start, last + 1))


def _belongs_elsewhere(inner: Named, outer: Named) -> bool:
    """ "… in Syria, Moscow said", "in Rome, U.S. Defense Secretary …": what acts or qualifies another word contains nothing."""
    if outer.line is not inner.line or outer.kind is not Kind.LITERAL:
        return True
    words = outer.line.words
    follows = words[outer.end] if outer.end < len(words) else None
    if follows is None:
        return False
    qualifies = follows.capitalised or follows.text in {"'", "’"} or (follows.text[:1].isalpha() and outer.role is Role.ACTOR)
    return qualifies or follows.lower in {"said", "says", "has", "had", "will", "would", "is", "was", "officials", "officers", "police"}


def _urban(named: Named) -> str | None:
    """ "A market in Kharkiv", "the centre of Hit": what has markets and a centre is the town, not the province of its name."""
    before = named.line.words[max(0, named.start - 3) : named.start]
    urban = place_words().urban
    if before and before[-1].lower in {"in", "of"} and any(w.lower in urban or w.lower.removesuffix("s") in urban for w in before[:-1]):
        return "city"
    return None


def _modifier(named: Named) -> str | None:
    modifiers = place_words().modifiers
    words, start = named.line.words, named.start
    if start > 2 and words[start - 2].text in {"-"} and f"{words[start - 3].lower}-{words[start - 1].lower}" in modifiers:
        return f"{words[start - 3].lower}-{words[start - 1].lower}"
    if start and words[start - 1].lower in modifiers:
        return words[start - 1].lower
    before = [w.lower for w in words[max(0, start - 4) : start]]
    if (
        len(before) >= 3
        and before[-1] == "of"
        and singular(before[-2]) in {"countryside", "part", "parts", "side", "suburb", "suburbs"}
        and before[-3] in modifiers
    ):
        return before[-3]
    if len(before) >= 4 and before[-1] == "of" and before[-2] in modifiers and before[-3] == "the":  # "in the north of Hama"
        return before[-2]
    return None
