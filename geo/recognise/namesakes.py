"""What is called after a place and lies elsewhere: brigades, accords, firms, teams, ships; and words that only look like places.

A name in such a name is no place of an event. Where the thing acts (a brigade) or is known by a place (Dayton), the name stays a
mention of the organisation; where it stands for no place at all (a ship, letters behind a person's name), it is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.lexicon.actors import actors
from geo.lexicon.places import place_words
from geo.model import Kind, Role
from geo.recognise.known_names import AREA, CITY, COUNTRY, DEMONYM, DIVISION, NONE, ORGANISATION
from geo.recognise.lines import APOSTROPHES, HYPHENS, PARTICLES, Line, Named, head_word

QUOTES = frozenset("'\"‘’“”«")
_LONGEST_ACTOR = 7  # words; "Syrian Observatory for Human Rights" has five
_WELL_KNOWN = (COUNTRY, DIVISION, CITY, AREA, ORGANISATION)  # whose name tells something of what is called after them
_LETTERS = re.compile(r"(?:[A-Za-z]{1,4}\.){2,}")  # M.S., U.S.M.C.


def of_no_place(line: Line) -> set[int]:
    """Words that name no place at all: armed groups, media and firms that the tables know, letters behind a person's name."""
    table, things = actors(), place_words().namesakes.things
    found = _letters_behind(line)
    words = line.words
    for k in range(len(words)):
        if not (words[k].capitalised or line.opens_name(k)):
            continue
        for end in range(min(len(words), k + _LONGEST_ACTOR), k, -1):
            text = line.text(k, end)
            actor = table.by_name.get(text)
            if (actor is not None and actor.kind == "armed group") or text in table.media or text in things:
                found.update(range(k, end))
                break
    return found


def _letters_behind(line: Line) -> set[int]:
    """ "Jane Harper, M.S., R.D., who …": degrees and orders. "Jackson, M.S." names a state: one word, or a known place's whole name."""
    words, found = line.words, set[int]()
    for k in range(2, len(words)):
        if words[k - 1].text != "," or not words[k].capitalised:
            continue
        end = k + 1  # "Ph.D." falls into four words
        while end < len(words) and line.glued(end) and words[end].text != ",":
            end += 1
        letters = "".join(w.text for w in words[k:end])
        degree = _LETTERS.fullmatch(letters) is not None or letters.replace(".", "").lower() in place_words().namesakes.letters
        if degree and (k - 2 in found or _person_before(line, k - 1)):
            found.update(range(k, end))
    return found


def _person_before(line: Line, end: int) -> bool:
    """Whether a run of two or three capitals that no one name of the gazetteer covers ends here."""
    start = end
    while start > 0 and line.words[start - 1].text.isalpha() and line.words[start - 1].capitalised:
        start -= 1
    whole = line.known[start] != NONE and all(c != NONE and c % 2 == 0 for c in line.known[start + 1 : end])
    return 2 <= end - start <= 4 and not whole


def vessels(lines: Sequence[Line]) -> frozenset[str]:
    """Names that the article gives to ships: "the frigate Hama", "MV Aden Star", "the Kursk submarine"."""
    found: set[str] = set()
    for line in lines:
        for k in range(1, len(line.words)):
            if line.opens_name(k) and (_vessel_before(line, k) or _vessel_behind(line, k)):
                found.add(line.text(k, line.run(k)))
    return frozenset(found)


def of_vessels(line: Line, names: frozenset[str]) -> set[int]:
    """Words that name a ship of the article: beside the word for one, and wherever "the" stands before its name alone."""
    found: set[int] = set()
    for k in range(1, len(line.words)) if names else ():
        if not line.opens_name(k):
            continue
        end = line.run(k)
        alone = end == len(line.words) or head_word(line.words[end]) is None  # "the Kursk region"
        if _vessel_before(line, k) or (line.words[k - 1].lower == "the" and alone and line.text(k, end) in names):
            found.update(range(k, end))
    return found


def _vessel_before(line: Line, k: int) -> bool:
    before = k - 2 if k > 1 and line.words[k - 1].text in QUOTES else k - 1
    return line.words[before].lower in place_words().vessels


def _vessel_behind(line: Line, k: int) -> bool:
    """ "The Kursk submarine", "the Lincoln aircraft carrier"; "the Russian warship" and "a Gaza aid ship" name none."""
    if line.words[k - 1].lower != "the" or _adjectival(line, k) or _country(line, k):
        return False
    end = line.run(k)
    behind = [w for w in line.words[end : end + 2] if not w.capitalised]
    return bool(behind) and (behind[0].lower in place_words().vessels or [w.lower for w in behind] == ["aircraft", "carrier"])


def called_after(line: Line) -> set[int]:
    """Words that only name a unit, an accord, a firm or a team: "the 36th Odesa Brigade", "the Dayton peace accords", "Leeds United"."""
    found: set[int] = set()
    for start, end in _runs(line):
        own = _own_part(line, start, end)
        head = _thing(line, own, end)
        if head is not None:
            found.update(range(own, min(head, end)))
        if own < end and _after_of(line, own):
            found.update(range(own, end))
    return found


def as_organisations(found: Sequence[Named], called: set[int]) -> list[Named]:
    """The names, those that lie in what is called after them as organisations; of little known places (Golani, in Romania) none."""
    kept: list[Named] = []
    for n in found:
        if n.kind is Kind.DEMONYM or not called.issuperset(range(n.start, n.end)):
            kept.append(n)
        elif (n.line.known[n.start] + 1) // 2 in _WELL_KNOWN:
            kept.append(replace(n, kind=Kind.ORGANISATION, role=Role.ACTOR, head=None, area_head=None))
    return kept


def _runs(line: Line) -> Iterator[tuple[int, int]]:
    k = 0
    while k < len(line.words):
        if not line.opens_name(k):
            k += 1
            continue
        end = line.run(k)
        yield k, end
        k = end


def _own_part(line: Line, start: int, end: int) -> int:
    """Where a thing's own name begins in a run: behind "Israeli" and "Aleppo-based"."""
    qualifying = [
        k + 1
        for k in range(start + 1, end)
        if line.words[k - 1].text in HYPHENS and line.words[k].text.islower() and line.words[k].lower not in PARTICLES
    ]
    start = max(qualifying, default=start)
    return next((k for k in range(start, end) if not _adjectival(line, k)), end)


def _thing(line: Line, start: int, end: int) -> int | None:
    """Where the word stands for what the run names, in the run as its last or behind it; None where it names a place."""
    words, table = line.words, place_words().namesakes
    if start >= end:
        return None
    if end - start > 1 and (words[start].lower in table.clubs or words[end - 1].lower in table.firms) and not _one_name(line, end - 1):
        return end
    k = next((k for k in range(start + 1, end) if words[k].lower in table.units or (k == end - 1 and words[k].lower in table.accords)), end)
    if k == end:
        if k + 1 < len(words) and words[k].text in HYPHENS and words[k + 1].text.isdigit():
            k += 2  # "Dnipro-1 regiment"
        while k < len(words) and words[k].lower in table.between:
            k += 1
    if k >= len(words) or words[k].text in APOSTROPHES or _one_name(line, k):
        return None
    word = words[k].lower
    if word in table.accords and not _country(line, start):
        return k
    if word not in table.units:
        return None
    division = word == "division" and k == end and line.known[start] != NONE  # "Chittagong division" is one of a state
    return None if division and words[k - 1].lower not in table.between else k


def _one_name(line: Line, k: int) -> bool:
    """Whether the gazetteer holds a name that goes on over word k: "Rajshahi Division" is a place."""
    return line.known[k] != NONE and line.known[k] % 2 == 0


def _after_of(line: Line, k: int) -> bool:
    """ "The Treaty of Versailles"."""
    return (
        k > 1
        and line.words[k - 1].lower == "of"
        and line.words[k - 2].capitalised
        and line.words[k - 2].lower in place_words().namesakes.named_after
    )


def _adjectival(line: Line, k: int) -> bool:
    return (line.known[k] + 1) // 2 == DEMONYM


def _country(line: Line, k: int) -> bool:
    return (line.known[k] + 1) // 2 == COUNTRY
