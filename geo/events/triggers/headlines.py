"""Headlines and one-line reports, read by their words in order: their trees mislead ("Shells target A" is parsed as a noun).

A passage is read so where it does not end as a sentence does. What the tree told of it stays; triggers and places that the
tree lost are added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.events.triggers.coded import Coded
from geo.events.triggers.objects import headline_takes_people
from geo.lexicon.headlines import headline_words
from geo.lexicon.places import place_words
from geo.model import ATTACKS, EventPlace, EventType, Kind, Mention, Part, Reading, Resolution, Role, Span
from geo.resolve import contains
from geo.syntax import Sentence, Token

_ENDS = (".", "!", "?", ":", ";", '"', "”", "’", "'", ")", "]")
_LONGEST = 60  # words; a damaged paragraph without full stops is no headline
_TYPE_REACH = 4  # words round a generic deed in which a weapon tells its type
_ENTRY = re.compile(
    r"\s*(?:(?:around|about|on|circa)\s+)?(?:[A-Z][a-z]+\.?\s+\d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+|\d{4}-\d{2}-\d{2})"
    r"(?:\s*(?:[-–/]|or|to|and)\s*(?:[A-Z][a-z]+\s+)?\d{1,2}(?:st|nd|rd|th)?)?(?:,?\s+\d{4})?(?:\s*\([^)]{1,30}\))?"
    r"\s*(?P<mark>[:–-])\s*(?:\([^)]{1,12}\)\s*)?",
    re.IGNORECASE,
)


def is_headline(sentence: Sentence) -> bool:
    """Whether the passage ends as no sentence does, and is short enough for a line."""
    tokens = sentence.tokens
    return 2 < len(tokens) <= _LONGEST and ends_openly(tokens[-1].text)


def ends_openly(text: str) -> bool:
    """Whether no mark of a sentence's end stands at the end."""
    return not text.rstrip().endswith(_ENDS)


def opens_with_date(text: str) -> bool:
    """Whether the passage may be a dated line of a list."""
    return _ENTRY.match(text) is not None


def flat_triggers(sentence: Sentence, found: Sequence[Coded]) -> list[Coded]:
    """The triggers of a headline in text order: those that the tree gave, and those that it lost."""
    taken = {a for c in found for a in c.anchors}
    out = list(found)
    for token in sentence.tokens:
        if token in taken or _in_name(sentence, token):
            continue
        coded = _deed(sentence, token)
        if coded is None:
            continue
        beside = next((k for k, c in enumerate(out) if _adjoin(sentence, c, token)), None)
        if beside is not None:
            out[beside] = _joined(out[beside], coded)
        else:
            out.append(coded)
        taken.add(token)
    out.sort(key=lambda c: c.word)
    return _without_effects(sentence, out)


def _deed(sentence: Sentence, token: Token) -> Coded | None:
    words, forms = headline_words(), _forms(token)
    quoted = (f'"{token.text}" in a headline',)
    downward = sentence.lower_after(token) in words.downward
    near = (*sentence.preceding(token, 3), *sentence.following(token, 3))
    landing = downward or any(_forms(t) & words.landing for t in near)
    for kind, lemmas in words.deeds.items():
        if forms & lemmas and not (kind is EventType.TERRITORY and "fall" in forms and landing):
            if kind is EventType.TERRITORY and headline_takes_people(sentence, token):
                kind = EventType.ARREST
            return Coded(token, (token,), kind, False, kind is EventType.LOSSES, token.is_noun, quoted)
    if forms & words.generic:
        near = (*sentence.preceding(token, _TYPE_REACH), token, *sentence.following(token, _TYPE_REACH - 1))
        kind = next((k for t in near for k, lemmas in words.weapons.items() if _forms(t) & lemmas), None)
        return Coded(token, (token,), kind or EventType.AIR_STRIKE, kind is None, False, token.is_noun, quoted)
    for kind, lemmas in words.weapons.items():
        follows = sentence.following(token, 2)
        if forms & lemmas and token.tag in {"NNS", "NN", "NNPS"} and any(t.lower in words.aimed for t in follows):
            return Coded(token, (token,), kind, False, False, True, quoted)
    if forms & words.casualties:
        return Coded(token, (token,), EventType.LOSSES, False, True, True, quoted)
    return None


def _forms(token: Token) -> frozenset[str]:
    """The word's possible lemmas, whatever part of speech the tagger took it for."""
    word = token.lower
    found = {word, token.lemma}
    for ending, instead in (("ies", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("d", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            found.add(word[: len(word) - len(ending)] + instead)
    return frozenset(found)


def _in_name(sentence: Sentence, token: Token) -> bool:
    """A capitalised word beside a capitalised one, past the first word, is part of a name ("Battle Hill"), save in a line of capitals."""
    if not token.capitalised or token.i == 0 or not any(t.text.islower() for t in sentence.tokens):
        return False
    beside = (*sentence.preceding(token, 1), *sentence.following(token, 1))
    return any(t.capitalised and t.i > 0 for t in beside)


def _adjoin(sentence: Sentence, coded: Coded, token: Token) -> bool:
    """ "Airstrikes target", "bombing hits", "explosion of mines": two words of one deed with nothing but small words between."""
    nearest = min(coded.anchors, key=lambda a: abs(a.i - token.i))
    between = sentence.between(nearest, token)
    return len(between) <= 2 and all(t.lower in headline_words().small or t.pos in {"ADJ", "ADV"} for t in between)


def _joined(one: Coded, other: Coded) -> Coded:
    weak = one.generic or one.casualty
    kind = other.type if weak and not (other.generic or other.casualty) else one.type
    return Coded(
        one.word,
        (*one.anchors, *other.anchors),
        kind,
        one.generic and other.generic,
        one.casualty and other.casualty,
        one.noun,
        (*one.reasons, *other.reasons),
    )


def _without_effects(sentence: Sentence, coded: list[Coded]) -> list[Coded]:
    """Casualties whose cause follows without a place between ("13 casualties in shelling on A") are the cause's, not an event beside it."""
    out: list[Coded] = []
    for k, c in enumerate(coded):
        if c.casualty and any(not other.casualty for other in coded):
            after = coded[k + 1] if k + 1 < len(coded) else None
            before = coded[k - 1] if k else None
            if after is not None and not _names_between(sentence, c.word, after.word):
                continue
            if before is not None and not before.casualty and not _named_soon(sentence, c.word):
                continue
        out.append(c)
    return out


def _names_between(sentence: Sentence, a: Token, b: Token) -> bool:
    return any(t.capitalised and t.i > 0 for t in sentence.between(a, b))


def _named_soon(sentence: Sentence, token: Token) -> bool:
    """Whether a preposition and a name follow: "7 casualties in A"."""
    following = sentence.following(token, 8)
    return any(t.lower in place_words().strong for t in following) and any(t.capitalised for t in following)


def flat_places(
    sentence: Sentence,
    coded: Sequence[Coded],
    mentions: Sequence[tuple[int, Mention]],
    attached: dict[int, tuple[int, Part]],
    actors: set[int],
    resolutions: Sequence[Resolution],
) -> None:
    """Give the places of a headline that the tree left alone to the last trigger before them, else to the first after them."""
    for index, mention in mentions:
        if index in attached or mention.kind is Kind.ORGANISATION or (mention.kind is Kind.DEMONYM and mention.clues.head is None):
            continue
        here = sentence.at(mention.span)
        place = resolutions[index].place
        if not here or not coded or any(i in c.anchors for c in coded for i in here):
            continue
        country = place is not None and place.feature.startswith("PCL")
        if _doer(sentence, here, country=country) or (country and index in actors) or (mention.role is Role.ACTOR and country):
            continue
        before = [k for k, c in enumerate(coded) if c.word < here[0]]
        which = before[-1] if before else 0
        if not before and _closed(sentence, here[-1], coded[0].word):
            continue
        actors.discard(index)
        kind = coded[which].type
        attached[index] = (which, Part.TARGET if kind in ATTACKS and before else Part.LOCATION)


def _doer(sentence: Sentence, here: Sequence[Token], *, country: bool) -> bool:
    """ "A forces shell …": the name belongs to who did it."""
    following = sentence.following(here[-1], 2)
    words = headline_words().doers
    named = following and (following[0].lower in words or following[0].lemma in words)
    owner = len(following) > 1 and following[0].text in {"'s", "’s", "'", "’"} and following[1].lemma in words
    return bool(named or owner) or (country and sentence.lower_before(here[0]) in headline_words().among)


def _closed(sentence: Sentence, a: Token, b: Token) -> bool:
    """Whether a new clause begins between the place and the trigger after it."""
    return any(t.text in {";", "…", ".."} for t in sentence.between(a, b))


def log_entry(sentence: Sentence, reading: Reading, mentions: Sequence[tuple[int, Mention]]) -> Span | None:
    """The date of a passage that is nothing but a date, a colon and a chain of places, as lists of incidents give them; else None."""
    start, end = sentence.passage.reading
    text = reading.repaired[start:end]
    m = _ENTRY.match(text)
    if m is None or not mentions or not sentence.tokens:
        return None
    rest = [t for t in sentence.tokens if t.start >= start + m.end()]
    if any(t.tag in {"VBD", "VBZ", "VBP", "MD"} and t.text.isascii() and t.text.islower() for t in rest):
        return None
    covered = {i for _, mention in mentions for i in sentence.at(mention.span)}
    words = place_words()
    known = {*words.heads, *words.areas, *words.modifiers, *words.urban, *words.locative}
    loose = [
        t
        for t in rest
        if t not in covered
        and t.text[:1].islower()
        and t.text.isascii()
        and t.lower not in known
        and t.lemma not in known
        and t.pos not in {"ADP", "DET", "CCONJ"}
    ]
    if len(loose) > 3 or not rest:
        return None
    first = next((t for t in sentence.tokens if t.end > start + len(text) - len(text.lstrip())), sentence.tokens[0])
    last = max((t for t in sentence.tokens if t.end <= start + m.start("mark")), default=first)
    return Span(first.span.start, last.span.end)


def entry_places(mentions: Sequence[tuple[int, Mention]], resolutions: Sequence[Resolution]) -> tuple[list[EventPlace], list[EventPlace]]:
    """The innermost place of a chain "A, B, C", by all the names that it has there; the rest are its containers.

    A name that does not lie in those behind it settles nothing.
    """
    chain = [index for index, mention in mentions if mention.kind is Kind.LITERAL]
    for at, index in enumerate(chain):
        place = resolutions[index].place
        if place is None:
            continue
        again = [k for k in chain[at + 1 :] if (other := resolutions[k].place) is not None and other.id == place.id]  # in two scripts
        areas = [resolutions[k].place for k in chain[at + 1 :] if k not in again]
        if all(contains(area, place) for area in areas if area is not None and area.bbox is not None):
            inner = [*(k for k in chain[:at] if resolutions[k].place is None), index, *again]
            return _located(inner), _located([k for k in chain if k not in inner])
    return _located(chain[:1]), _located(chain[1:])


def _located(numbers: Sequence[int]) -> list[EventPlace]:
    return [EventPlace(k, Part.LOCATION) for k in numbers]
