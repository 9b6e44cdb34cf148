"""A day told once for what several sentences tell: "Soldiers raided a village on Friday. During the raid two men were detained."

A sentence goes on with the day of one before it where it takes up what was done or who did it there ("the raid", "the patrol"),
tells of it in the simple past of its own clause, says no time of its own and does not turn to something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from geo.events.timex.heads import ReportDay, in_dateline, in_words
from geo.events.timex.relative import Told, refers_to_another
from geo.events.timex.when import Expression, nearest
from geo.lexicon.dates import date_words
from geo.lexicon.speech import speech
from geo.lexicon.tables import any_of
from geo.model import EventClass, EventMention, Reading, When
from geo.syntax import Sentence, Token

REACH = 4  # sentences back; measured on 389 articles, right and wrong days of 1: 50, 2; of 2: 74, 2; of 4: 93, 4; of 8: 99, 4
OF_THE_REPORT = "no time is told: the day that the report gives itself"  # how the reason of such a day begins
_HELD = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj", "agent", "prep", "xcomp", "advcl", "pcomp"})


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence that says when something was done, and the lemmas of what it was and of who did it."""

    when: When
    named: frozenset[str]


def continued(
    sentences: Sequence[Sentence], reading: Reading, told: Told, days: Sequence[Sequence[Expression]], events: Sequence[EventMention]
) -> list[EventMention]:
    """The events with the days of sentences that they go on from, in the same order. `told` belongs to `events`, `days` to `sentences`."""
    out = list(events)
    dated: dict[int, list[int]] = {}
    for k, (position, _) in enumerate(told):
        dated.setdefault(position, []).append(k)
    for k, (position, coded) in enumerate(told):
        event, sentence = out[k], sentences[position]
        if not _wants_a_day(event) or days[position] or not _in_the_past(sentence, coded.word) or not _goes_straight_on(sentence, reading):
            continue
        if coded.word.tag in {"NNS", "NNPS"}:  # "families fled from the air strikes": more of them than that day's
            continue
        for before in range(position - 1, max(-1, position - 1 - REACH), -1):
            if days[before]:
                here = [events[j] for j in dated.get(before, ()) if events[j].modality.happened]
                source = _told_by(sentences[before], reading, days[before], here)
                if source is not None and _taken_up(sentence) & source.named:
                    when = source.when
                    reason = f'"{when.said}" of the sentence that it goes on from'
                    out[k] = replace(event, when=replace(when, inferred=True, carried=when.span), reasons=(*event.reasons, reason))
                break
            if not _goes_straight_on(sentences[before], reading):
                break
    return out


def of_the_report(
    day: ReportDay,
    sentences: Sequence[Sentence],
    reading: Reading,
    told: Told,
    days: Sequence[Sequence[Expression]],
    events: Sequence[EventMention],
) -> list[EventMention]:
    """What a report with a day in its dateline tells, where it names no time at all, is taken to be of that day.

    Measured where annotators gave such reports a day: 13 of 15 military releases and 17 of 21 of MUC-4 are of the dateline's, and
    for 35 of 40 more of MUC-4 it is the last on which it can have been. A publisher's day, or one of a page's head, is none of these.
    """
    if day.own is None or day.day is None or any(days) or not in_dateline(reading, day.own):
        return list(events)
    span = reading.original(day.own.start, day.own.end)
    when = When(reading.repaired[day.own.start : day.own.end], span, day.day, day.day, "day", inferred=True, carried=span)
    out = list(events)
    for k, (position, coded) in enumerate(told):
        sentence = sentences[position]
        if _wants_a_day(out[k]) and _in_the_past(sentence, coded.word) and _goes_straight_on(sentence, reading):
            out[k] = replace(out[k], when=when, reasons=(*out[k].reasons, f"{OF_THE_REPORT}, {in_words(day.day)}"))
    return out


def _wants_a_day(event: EventMention) -> bool:
    return event.when is None and event.modality.happened and event.type.event_class is EventClass.PHYSICAL


def _told_by(sentence: Sentence, reading: Reading, days: Sequence[Expression], events: Sequence[EventMention]) -> _Told | None:
    if not sentence.tokens:  # it was left unparsed, since no word in it tells of an event
        return _told_in_words(reading.repaired[slice(*sentence.passage.reading)], days)
    found = ((v, w) for v in _main_verbs(sentence) if (w := nearest(sentence, (v,), days, speech().verbs)) is not None)
    verb, when = next(found, (None, None))
    if verb is None or when is None or when.start is None or when.precision != "day":
        return None
    named = {i.lemma for i in _held_by(sentence, verb)}
    if any(e.when is not None and e.when.span == when.span for e in events) or named & date_words().occasions:
        named |= date_words().occasions
    return _Told(when, frozenset(named))


def _told_in_words(text: str, days: Sequence[Expression]) -> _Told | None:
    when = days[0].when
    if len(days) > 1 or when.start is None or when.precision != "day":
        return None
    if text[text.find(when.said) + len(when.said) :].startswith(("'s", "’s")):
        return None
    named = frozenset(re.findall(r"\w+", text.lower()))
    if named & date_words().present:
        return None
    return _Told(when, named | date_words().occasions if named & date_words().occasions else named)


def _main_verbs(sentence: Sentence) -> list[Token]:
    """The verbs that say what was done: the root, or what somebody says was done."""
    root = sentence.root
    if root is None:
        return []
    verbs = [c for c in sentence.below(root) if c.dep == "ccomp"] if root.lemma in speech().verbs else [root]
    return [v for v in verbs if v.tag in {"VBD", "VBN"} and v.lemma != "be" and _simple_past(sentence, v)]


def _simple_past(sentence: Sentence, verb: Token) -> bool:
    """Not "has killed", "is scheduled" or "would attack"."""
    helpers = [c for c in sentence.below(verb) if c.dep in {"aux", "auxpass"}]
    return all(t.lemma != "have" and (t.tag == "VBD" or (t.lemma == "be" and t.tag in {"VBN", "VBG"})) for t in helpers)


def _held_by(sentence: Sentence, verb: Token) -> list[Token]:
    """The verb and the heads of its phrases: who did it, what, with whom, in the course of what."""
    found: list[Token] = []
    stack = [verb]
    while stack:
        i = stack.pop()
        found.append(i)
        if not i.is_noun or i == verb:
            stack += [c for c in sentence.below(i) if c.dep in _HELD]
        else:
            stack += [c for c in sentence.below(i) if c.dep == "conj"]
    return found


def _in_the_past(sentence: Sentence, word: Token) -> bool:
    """Whether a word stands in a clause of the simple past that is no clause about somebody ("who plans attacks")."""
    for i in sentence.chain(word):
        token = i
        if token.dep in {"relcl", "acl"}:
            return False
        if token.is_verb:
            if token.tag == "VBD" or (token.tag == "VBN" and (token.dep in {"ROOT", "conj"} or sentence.child(i, "auxpass") is not None)):
                return _simple_past(sentence, i)
            if token.tag not in {"VBG", "VBN"}:
                return False
    return False


def _goes_straight_on(sentence: Sentence, reading: Reading) -> bool:
    """Whether nothing in a sentence turns to another thing or another time."""
    text = reading.repaired[slice(*sentence.passage.reading)]
    return _turning().search(text) is None and not refers_to_another(text)


def _taken_up(sentence: Sentence) -> set[str]:
    """What a sentence names as known: "the raid", "this patrol"."""
    pointing = date_words().pointing
    return {t.lemma for t in sentence.tokens if t.pos == "NOUN" and sentence.has_word(t, pointing)}


@lru_cache(maxsize=1)
def _turning() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(sorted(date_words().turning))}\b", re.IGNORECASE)
