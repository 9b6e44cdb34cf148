"""Date expressions, kept as said and read against the article's own date; without one, no year is invented."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from geo.events.timex.dates import Found, find, stated
from geo.events.timex.entries import EntryDay
from geo.events.timex.heads import ReportDay
from geo.lexicon.dates import date_words
from geo.model import Reading, Span, When
from geo.syntax import Sentence, Token

_PARAGRAPH = 800  # characters before a day in which its year may have been told
_BESIDE = 2  # words between a verb of speech and its own day: "confirmed today"
_DAY_AND_MONTH = re.compile(r"\d.*[a-z]{3}|[a-z]{3}.*\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression of a sentence with the token that tells it; a passage left unparsed has none."""

    when: When
    token: Token | None


def expressions(sentence: Sentence, reading: Reading, day: ReportDay) -> list[Expression]:
    """The date expressions of a sentence, in order, read against the report's day; the day that a text gives itself dates the report
    and nothing in it."""
    start, end = sentence.passage.reading
    text = reading.repaired[start:end]
    published = day.day
    found: list[Expression] = []
    for f in find(text, published):
        if day.own is not None and day.own.start < start + f.end and start + f.start < day.own.end:
            continue
        f = _of_the_year_told(f, text, reading.repaired[max(0, start - _PARAGRAPH) : start] + text[: f.start], published)
        token = next((t for t in sentence.tokens if t.end > start + f.key), None)
        span = reading.original(start + f.start, start + f.end)
        of_head = isinstance(day, EntryDay) and start + f.start <= day.start < start + f.end
        inferred = day.why is not None and f.meant[0] is not None and not f.stated and not of_head
        found.append(Expression(When(text[f.start : f.end], span, *f.meant, inferred=inferred), token))
    if isinstance(day, EntryDay) and len(found) > 1:  # the head of an entry yields to "yesterday"
        return [e for e in found if e.when.span != reading.original(day.start, day.start + len(day.said))]
    return found


def _of_the_year_told(found: Found, text: str, before: str, published: date | None) -> Found:
    """ "On 25 September", where the paragraph has just told of "19 September 2023": a day of that year."""
    said = text[found.start : found.end]
    if found.stated or not _DAY_AND_MONTH.search(said):
        return found
    told = list(stated(before.rpartition("\n")[2]))
    if not told or (published is not None and told[-1].year >= published.year):
        return found
    there = find(said, date(told[-1].year, 12, 31))
    return replace(found, meant=there[0].meant) if there and there[0].meant[0] is not None else found


def interpret(said: str, span: Span | None, published: date | None) -> When:
    """What an expression means for an article of that date; start and end stay None where it cannot be told.

    A weekday is the last one up to the article's date, as newspapers use it. A day without a year takes the latest
    year that does not lie after the article's date; without an article date it stays open.
    """
    found = find(said, published)
    return When(said, span, *found[0].meant) if found else When(said, span, precision="unknown")


def date_words_in(text: str) -> list[tuple[int, int]]:
    """Where a text tells dates, as far as it can be told without a report around it."""
    return [(f.start, f.end) for f in find(text, None)]


def nearest(sentence: Sentence, anchors: Sequence[Token], found: Sequence[Expression], speech: frozenset[str]) -> When | None:
    """The expression that dates a trigger: the one that hangs on it, else the only one that dates no speech verb."""
    best: tuple[int, When] | None = None
    here = [(e.token, e.when) for e in found if e.token is not None and not _of_another(sentence, e.token, anchors)]
    for token, when in here:
        if token in anchors:
            return when
        for steps, up in enumerate(sentence.ancestors(token)):
            if up in anchors:
                if best is None or steps < best[0]:
                    best = (steps, when)
                break
            if (_speaks(sentence, up, speech) and up.pos == "VERB") or _aside(sentence, up):
                break
    if best is not None:
        return best[1]
    governors = {up for a in anchors for up in sentence.ancestors(a) if not _speaks(sentence, up, speech)}
    for token, when in here:
        for up in sentence.ancestors(token):
            if up in governors and up.pos in {"VERB", "AUX", "NOUN"}:
                return when
            if _speaks(sentence, up, speech) or _aside(sentence, up):
                break
    tokens = [token for token, _ in here]
    return next((when for token, when in reversed(here) if _loosely(sentence, token, anchors, tokens, speech)), None)


def _loosely(sentence: Sentence, token: Token, anchors: Sequence[Token], found: Sequence[Token], speech: frozenset[str]) -> bool:
    """Whether an expression dates a trigger before it though it hangs on what stands between or behind: "arrested a man who made bombs
    in A, B district, yesterday", "killed ten near A Saturday the monitor said", "confirmed today the arrest of a man in A Sunday"."""
    trigger = min(anchors)
    if token < trigger:
        return False
    for up in sentence.ancestors(token):
        if _speaks(sentence, up, speech) and up.pos == "VERB":
            behind = any(c.dep in {"nsubj", "nsubjpass"} and min(sentence.subtree(c)) > token for c in sentence.below(up))
            nearer = any(t is not token and abs(t.i - up.i) <= _BESIDE < abs(token.i - up.i) for t in found)
            return (behind and trigger in sentence.subtree(up)) or (nearer and up < trigger and trigger in sentence.subtree(up))
        if _aside(sentence, up):
            closed = up < token and any(t.text == "," for t in sentence.between(up, token))
            return closed and trigger < up and trigger not in sentence.subtree(up)
    return False


def _speaks(sentence: Sentence, token: Token, speech: frozenset[str]) -> bool:
    """A verb of speech; "claimed the lives of ten" says nothing."""
    takes = {c.lemma for c in sentence.below(token)} if token.lemma == "claim" else frozenset[str]()
    return token.lemma in speech and not takes & date_words().lives


def _of_another(sentence: Sentence, token: Token, anchors: Sequence[Token]) -> bool:
    """ "Thursday's raids followed the bombing": the day of the raids alone."""
    head = sentence.head(token)
    return token.dep == "poss" and head not in anchors and head.is_noun and len(anchors) > 0


def _aside(sentence: Sentence, token: Token) -> bool:
    """ "The mayor, who left for the capital last month": a clause about somebody, with a date of its own."""
    return token.dep == "relcl" and token.is_verb
