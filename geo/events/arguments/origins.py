"""What "from" says of a place: where people come from is their home, and no place of what befell them or what they did."""

from __future__ import annotations

from collections.abc import Sequence

from geo.events.triggers.coded import Coded
from geo.events.triggers.objects import is_people
from geo.lexicon.locating import locating_words
from geo.lexicon.speech import speech
from geo.model import ATTACKS, EventType, Mention, Part, Resolution
from geo.syntax import Sentence, Token

# What is taken from a place happens there: "abducted from A".
_TAKEN = frozenset({EventType.ABDUCTION, EventType.ARREST, EventType.DISPLACEMENT})
# Of these "from" tells where it was done, never where it came from.
_DONE_THERE = frozenset({EventType.ABDUCTION, EventType.ARREST, EventType.ATTACK_ON_CIVILIANS, EventType.EXPLOSIVE, EventType.PROTEST})


def homes(
    sentence: Sentence, coded: Sequence[Coded], mentions: Sequence[tuple[int, Mention]], resolutions: Sequence[Resolution]
) -> frozenset[int]:
    """Mentions that tell where people come from: "two teachers from A were killed", "foreigners, who came from A, B and C"."""
    found = {i for i, m in mentions if _is_home(sentence, coded, m, country=_is_country(resolutions[i]))}
    lists = {m.clues.group for i, m in mentions if i in found} - {None}
    return frozenset(found | {i for i, m in mentions if m.clues.group in lists})


def _is_home(sentence: Sentence, coded: Sequence[Coded], mention: Mention, *, country: bool) -> bool:
    here = sentence.at(mention.span)
    if not here:
        return False
    head = next((i for i in here if sentence.head(i) not in here), here[-1])
    prep = sentence.head(sentence.first_conjunct(head))
    if prep.lower != "from":
        return False
    before = sentence.before(prep) or sentence.head(prep)  # the tree may hang "from" on the verb; the word before it tells whose home it is
    for i in {sentence.head(prep), before}:
        if any(i in c.anchors for c in coded) or not _of_people(sentence, i):
            continue
        if not country and i.dep != "nsubj" and any(c.type in _TAKEN for c in coded):
            return False  # "kidnapped twelve girls from A" tells where
        fires = i.dep == "nsubj" and any(sentence.head(i) in c.anchors and c.type in ATTACKS for c in coded)
        return not fires  # "militants from A fired rockets at B" tells where they fired from
    verb = sentence.head(prep)
    if verb.lemma not in locating_words().descending or not verb.is_verb:
        return False
    subject = sentence.subject(verb)
    return subject is not None and (subject.lower in speech().pronouns - {"it"} or _of_people(sentence, subject))


def _of_people(sentence: Sentence, i: Token) -> bool:
    return is_people(sentence, i) or i.lemma in locating_words().home_of


def _is_country(resolution: Resolution) -> bool:
    return resolution.place is not None and resolution.place.feature.startswith("PCL")


def part_left(coded: Coded, part: Part) -> Part:
    """The part of a place behind "from": of "abducted from A" the place where it happened."""
    return Part.LOCATION if part is Part.ORIGIN and coded.type in _DONE_THERE else part
