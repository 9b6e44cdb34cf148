"""Names that stand where places stand, though no gazetteer has them as written: in lists with places, as what was struck, in bullets.

Each is kept only where the gazetteer knows a name like it in a country of the article; the resolver then says which, and how sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.gazetteer import Gazetteer
from geo.lexicon import place_words
from geo.model import Kind, Match, Role
from geo.recognise.masks import NAME_TAGS, Masks, adjectival, name_run, opens_name, phrase
from geo.recognise.scan import Found, head_after
from geo.syntax import Sentence

_ALIKE = 0.7  # similarity from which a spelling with the same consonants counts as the name of a place
_SCORE = 0.7
_SEPARATORS = frozenset({",", ";", "and", "or", "&", "as", "well", "also", "the", "then"})


def extend(sentence: Sentence, found: Sequence[Found], masks: Masks, gazetteer: Gazetteer) -> list[Found]:
    """The names found, with those that their sentence makes places; in order, none overlapping another."""
    names = [part for f in found for part in _parted(sentence, f, gazetteer)]
    covered = {k for f in names for k in range(f.start, f.end)}
    open_runs = _runs(sentence, covered, masks, gazetteer)
    for start, end in list(open_runs):
        if (_struck(sentence, start) or _bullet(sentence, start, end)) and likely_place(phrase(sentence, start, end), masks, gazetteer):
            names.append(_found(sentence, start, end, None))
            open_runs.remove((start, end))
    grown = True
    while grown:
        grown = False
        for start, end in list(open_runs):
            neighbour = next((f for f in names if f.kind is Kind.LITERAL and _joined(sentence, f, start, end)), None)
            if neighbour is not None and likely_place(phrase(sentence, start, end), masks, gazetteer):
                names.append(_found(sentence, start, end, neighbour))
                open_runs.remove((start, end))
                grown = True
    return sorted(names, key=lambda f: f.start)


def likely_place(name: str, masks: Masks, gazetteer: Gazetteer) -> bool:
    """Whether the gazetteer holds such a name, or one like it, in a country that the article names (in any, where it names none)."""
    for candidate in gazetteer.find(name, limit=30):
        if candidate.name_kind in {"demonym", "adjective"}:
            continue
        near = candidate.how is not Match.SKELETON or candidate.similarity >= _ALIKE
        if near and (not masks.countries or candidate.place.country in masks.countries):
            return True
    return False


def _found(sentence: Sentence, start: int, end: int, neighbour: Found | None) -> Found:
    head = head_after(sentence, end) or (neighbour.head if neighbour is not None and neighbour.list_id is not None else None)
    return Found(start, end, Kind.LITERAL, Role.CONTEXT, _SCORE, head, None, neighbour.list_id if neighbour is not None else None)


def _runs(sentence: Sentence, covered: set[int], masks: Masks, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """Runs of name words that nothing has claimed: no person with a title, no organisation, no demonym, no weekday."""
    tokens, words = sentence.tokens, place_words()
    runs: list[tuple[int, int]] = []
    i = 0
    while i < len(tokens):
        if i in covered or not opens_name(tokens, i) or masks.organisation(sentence, i) is not None:
            i += 1
            continue
        end = name_run(sentence, i)
        stop = next((k for k in range(i, end) if k in covered or masks.organisation(sentence, k) is not None), end)
        own = range(i, stop)
        bad = any(
            tokens[k].lower in words.never | words.titles
            or masks.titled(sentence, k)
            or tokens[k].text in masks.surnames
            or tokens[k].entity == "DATE"
            for k in own
        )
        acts = any(
            tokens[k].dep in {"nsubj", "nsubjpass"} and tokens[tokens[k].head].pos in {"VERB", "AUX"} and tokens[k].head > k for k in own
        )
        named = any(tokens[k].tag in NAME_TAGS for k in own)
        if stop > i and not bad and not acts and named and adjectival(gazetteer.exact(tokens[i].text)) is None:
            runs += _segments(sentence, i, stop, masks, gazetteer)
        i = max(stop, i + 1)
    return runs


def _segments(sentence: Sentence, start: int, end: int, masks: Masks, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """A run as it is, or parted into names where a scrape lost the commas: "Kafr Zeita Kafr Nabouda al-Lataminah"."""
    capitals = sum(sentence.tokens[k].capitalised for k in range(start, end))
    if capitals < 3 or likely_place(phrase(sentence, start, end), masks, gazetteer):
        return [(start, end)]
    parts: list[tuple[int, int]] = []
    i = start
    while i < end:
        ends = [
            j for j in range(min(end, i + 5), i, -1) if sentence.tokens[j - 1].capitalised and (j == end or opens_name(sentence.tokens, j))
        ]
        cut = next((j for j in ends if likely_place(phrase(sentence, i, j), masks, gazetteer)), None)
        if cut is None:
            return [(start, end)]
        parts.append((i, cut))
        i = cut
    return parts


def _struck(sentence: Sentence, i: int) -> bool:
    """Whether the name is what a striking word strikes, or is introduced by "called"."""
    tokens = sentence.tokens
    head = next((k for k in range(i, name_run(sentence, i)) if tokens[k].head not in range(i, name_run(sentence, i))), i)
    token = tokens[sentence.first_conjunct(head)]
    above = tokens[token.head]
    if above.i == token.i:
        return False
    if token.dep == "pobj" and above.pos == "ADP":
        governor = tokens[above.head]
        return above.lower in {"on", "of", "in", "near", "at", "into", "around", "outside"} and (
            governor.lemma in place_words().struck or governor.lemma in place_words().heads or above.lower not in {"on", "of"}
        )
    return token.dep in {"dobj", "obj", "nsubjpass", "oprd", "appos", "attr"} and (
        above.lemma in place_words().struck or above.lemma in place_words().heads
    )


def _bullet(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the passage is no more than a name, a remark in brackets aside: an item of a list."""
    rest = [t for t in sentence.tokens if not start <= t.i < end]
    before = [t for t in rest if t.i < start]
    after = [t for t in rest if t.i >= end]
    return (
        all(not t.text[:1].isalpha() for t in before) and (not after or after[0].text in {"(", ",", ".", ";", "–", "-"}) and len(rest) <= 14
    )


def _joined(sentence: Sentence, f: Found, start: int, end: int) -> bool:
    """Whether only commas and "and" stand between a place and the run, as in a list."""
    gap = range(f.end, start) if f.end <= start else range(end, f.start)
    words = [sentence.tokens[k].lower for k in gap]
    if not words:
        return f.list_id is not None or len(phrase(sentence, start, end).split()) > 1  # a list that lost its commas
    if any(w not in _SEPARATORS and sentence.tokens[k].lemma not in place_words().heads and w not in {"of", "village"}
                        for k, w in zip(gap, words, strict=True)):  # fmt: skip
        return False
    # A lone comma joins a list only where the list goes on: "Kafr Zita, Morek and Taiz", not "in Rome, Carter said".
    if words == [","]:
        follow = sentence.tokens[max(f.end, end)].lower if max(f.end, end) < len(sentence.tokens) else ""
        lead = sentence.tokens[min(f.start, start) - 1].lower if min(f.start, start) else ""
        return follow in {",", "and", "or", "&", "as"} or lead in {",", "and"}
    return any(w in {"and", "or", "&", ";"} or w == "," for w in words)


def _parted(sentence: Sentence, f: Found, gazetteer: Gazetteer) -> list[Found]:
    """ "Kafr Zita Kafr Nabudeh", of a list that lost its commas, parted after each name that the gazetteer knows."""
    if f.kind is not Kind.LITERAL or f.end - f.start < 3 or gazetteer.exact(phrase(sentence, f.start, f.end)):
        return [f]
    for cut in range(f.end - 1, f.start, -1):
        whole = sentence.tokens[cut - 1].capitalised and sentence.tokens[cut].capitalised  # never at a hyphen, "As-Sayyad" is one
        if whole and cut - f.start >= 2 and gazetteer.exact(phrase(sentence, f.start, cut)):
            return [replace(f, end=cut), *_parted(sentence, replace(f, start=cut), gazetteer)]
    return [f]
