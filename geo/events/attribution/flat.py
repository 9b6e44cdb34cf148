"""Speakers read off the order of words, where the tree has lost them: "…, Mohamed Hussein, a police officer, told Reuters"."""

from __future__ import annotations

from collections.abc import Sequence

from geo.lexicon.places import place_words
from geo.lexicon.speech import speech
from geo.syntax import Sentence

_BREAKS = frozenset({",", '"', "“", "”", "''", "``", ";", ":", "(", ")", "–", "—"})
_INSIDE = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "PART"})
_OPENING = frozenset({"a", "an", "the", "its", "their", "his", "her", "one", "two", "another", "some", "local"})


def before_verb(sentence: Sentence, verb: int) -> tuple[list[int], list[int]] | None:
    """(the speaker's words, the words of an apposition to them) that stand before a speech verb; None where none do."""
    tokens = sentence.tokens
    if verb and tokens[verb - 1].text == ",":
        last, before = _segment(sentence, verb - 2)
        named, _ = _segment(sentence, before)
        if not last or not named:
            return None
        if _is_description(sentence, last):
            name = _name_at_end(sentence, named) or _noun_phrase(sentence, named)
            if name and sentence.tokens[name[-1]].capitalised:
                return name, last
        description = _noun_phrase(sentence, named)
        if _is_name(sentence, last) and description:
            return last, description
        return None
    run = _noun_phrase(sentence, _segment(sentence, verb - 1)[0])
    return (run, []) if run else None


def _segment(sentence: Sentence, end: int) -> tuple[list[int], int]:
    """The tokens between breaks that end at a token, and the token before the break."""
    run: list[int] = []
    i = end
    while i >= 0 and sentence.tokens[i].text not in _BREAKS:
        run.insert(0, i)
        i -= 1
    return run, i - 1


def _noun_phrase(sentence: Sentence, segment: Sequence[int]) -> list[int]:
    """The noun phrase at the end of a segment; in damaged text, where it has swallowed what stood before, the name at its end."""
    tokens = sentence.tokens
    run: list[int] = []
    for k in reversed(segment):
        token = tokens[k]
        belongs = token.pos in _INSIDE or token.text in {"-", "'s", "’s", "al", "."} or token.lower in {"of", "for", "and"}
        if not belongs or token.lower in {"that", "not"}:
            break
        run.insert(0, k)
    while run and (tokens[run[0]].pos not in _INSIDE or tokens[run[0]].text in {"'s", "’s"}):
        run.pop(0)
    if not run or tokens[run[-1]].pos not in {"NOUN", "PROPN"}:
        return []
    whole = len(run) == len(segment) or tokens[run[0]].lower in _OPENING
    name = _name_at_end(sentence, run)
    if name and (not whole or len(run) - len(name) > 5):
        return name
    return run


def _name_at_end(sentence: Sentence, segment: Sequence[int]) -> list[int]:
    run: list[int] = []
    for k in reversed(segment):
        token = sentence.tokens[k]
        small = token.lower in speech().name_joints or token.text in {"-", ".", "'", "’"}
        if not (token.capitalised or small):
            break
        run.insert(0, k)
    while run and not sentence.tokens[run[0]].capitalised:
        run.pop(0)
    after_of = run and run[0] and sentence.tokens[run[0] - 1].lower in {"of", "for"}  # "the Observatory for Human Rights" is one name
    return run if _is_name(sentence, run) and not after_of else []


def _is_name(sentence: Sentence, run: Sequence[int]) -> bool:
    """Two capitalised words or more of which the parser takes none for a place or a day."""
    tokens = [sentence.tokens[k] for k in run]
    capitals = [t for t in tokens if t.capitalised]
    if len(capitals) < 2 or any(t.entity in {"GPE", "LOC", "DATE", "FAC", "NORP"} for t in tokens):
        return False
    return all(t.capitalised or t.lower in speech().name_joints or t.text in {"-", ".", "'", "’"} for t in tokens)


def _is_description(sentence: Sentence, run: Sequence[int]) -> bool:
    """Whether words say who somebody is: "a police officer", "head of the Civil Defence"."""
    first = sentence.tokens[run[0]]
    offices = speech().offices | place_words().titles | speech().private
    office = any(sentence.tokens[k].lemma in offices for k in run)
    verb = any(sentence.tokens[k].pos in {"VERB", "AUX"} and sentence.tokens[k].tag in {"VBD", "VBZ", "VBP"} for k in run)
    return not verb and (office or first.lower in _OPENING) and len(run) <= 14
