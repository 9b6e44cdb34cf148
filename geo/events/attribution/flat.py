"""Speakers read off the order of words, where the tree has lost them: "…, Mohamed Hussein, a police officer, told Reuters"."""

from __future__ import annotations

from collections.abc import Sequence

from geo.lexicon.grammar import grammar_words
from geo.lexicon.places import place_words
from geo.lexicon.speech import speech
from geo.syntax import Sentence, Token

_BREAKS = frozenset({",", '"', "“", "”", "''", "``", ";", ":", "(", ")", "–", "—"})
_INSIDE = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "PART"})


def before_verb(sentence: Sentence, verb: Token) -> tuple[list[Token], list[Token]] | None:
    """(the speaker's words, the words of an apposition to them) that stand before a speech verb; None where none do."""
    words = sentence.preceding(verb)
    if words and words[-1].text == ",":
        last, before = _segment(words[:-1])
        named, _ = _segment(before)
        if not last or not named:
            return None
        if _is_description(sentence, last):
            name = _name_at_end(sentence, named) or _noun_phrase(sentence, named)
            if name and name[-1].capitalised:
                return name, last
        description = _noun_phrase(sentence, named)
        if _is_name(sentence, last) and description:
            return last, description
        return None
    run = _noun_phrase(sentence, _segment(words)[0])
    return (run, []) if run else None


def _segment(words: Sequence[Token]) -> tuple[list[Token], Sequence[Token]]:
    """What stands behind the last break, and what stands before it."""
    cut = max((k for k, t in enumerate(words) if t.text in _BREAKS), default=-1)
    return list(words[cut + 1 :]), words[: max(cut, 0)]


def _noun_phrase(sentence: Sentence, segment: Sequence[Token]) -> list[Token]:
    """The noun phrase at the end of a segment; in damaged text, where it has swallowed what stood before, the name at its end."""
    run: list[Token] = []
    for token in reversed(segment):
        belongs = token.pos in _INSIDE or token.text in {"-", "'s", "’s", "al", "."} or token.lower in speech().within_names
        if not belongs or token.lower in {"that", "not"}:
            break
        run.insert(0, token)
    while run and (run[0].pos not in _INSIDE or run[0].text in {"'s", "’s"}):
        run.pop(0)
    if not run or not run[-1].is_noun:
        return []
    whole = len(run) == len(segment) or run[0].lower in grammar_words().opening
    name = _name_at_end(sentence, run)
    if name and (not whole or len(run) - len(name) > 5):
        return name
    return run


def _name_at_end(sentence: Sentence, segment: Sequence[Token]) -> list[Token]:
    run: list[Token] = []
    for token in reversed(segment):
        small = token.lower in speech().name_joints or token.text in {"-", ".", "'", "’"}
        if not (token.capitalised or small):
            break
        run.insert(0, token)
    while run and not run[0].capitalised:
        run.pop(0)
    after_of = bool(run) and sentence.lower_before(run[0]) in {"of", "for"}  # "the Observatory for Human Rights" is one name
    return run if _is_name(sentence, run) and not after_of else []


def _is_name(sentence: Sentence, run: Sequence[Token]) -> bool:
    """Two capitalised words or more of which the parser takes none for a place or a day."""
    capitals = [t for t in run if t.capitalised]
    if len(capitals) < 2 or any(t.entity in {"GPE", "LOC", "DATE", "FAC", "NORP"} for t in run):
        return False
    return all(t.capitalised or t.lower in speech().name_joints or t.text in {"-", ".", "'", "’"} for t in run)


def _is_description(sentence: Sentence, run: Sequence[Token]) -> bool:
    """Whether words say who somebody is: "a police officer", "head of the Civil Defence"."""
    first = run[0]
    offices = speech().offices | place_words().titles | speech().private
    office = any(k.lemma in offices for k in run)
    verb = any(k.is_verb and k.tag in {"VBD", "VBZ", "VBP"} for k in run)
    return not verb and (office or first.lower in grammar_words().opening) and len(run) <= 14
