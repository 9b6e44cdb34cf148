"""Date expressions, kept as said and read against the article's own date; without one, no year is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from geo.events.dates import find, stated
from geo.model import Analysis, Article, EventMention, Reading, Span, When
from geo.syntax import Sentence

_HEAD = 120  # characters of a text in which it may date itself


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression of a sentence with the token it begins at."""

    when: When
    token: int


def expressions(sentence: Sentence, reading: Reading, published: date | None) -> list[Expression]:
    """The date expressions of a sentence, in order, resolved where `published` allows it."""
    start, end = sentence.passage.reading
    text = reading.repaired[start:end]
    found: list[Expression] = []
    for f in find(text, published):
        token = next((t.i for t in sentence.tokens if t.end > start + f.key), None)
        if token is not None:
            span = reading.original(start + f.start, start + f.end)
            found.append(Expression(When(text[f.start : f.end], span, *f.meant), token))
    return found


def interpret(said: str, span: Span | None, published: date | None) -> When:
    """What an expression means for an article of that date; start and end stay None where it cannot be told.

    A weekday is the last one up to the article's date, as newspapers use it. A day without a year takes the latest
    year that does not lie after the article's date; without an article date it stays open.
    """
    found = find(said, published)
    return When(said, span, *found[0].meant) if found else When(said, span, precision="unknown")


def nearest(sentence: Sentence, anchors: Sequence[int], found: Sequence[Expression], speech: frozenset[str]) -> When | None:
    """The expression that dates a trigger: the one that hangs on it, else the only one that dates no speech verb."""
    best: tuple[int, Expression] | None = None
    for expression in found:
        if expression.token in anchors:
            return expression.when
        for steps, up in enumerate(sentence.ancestors(expression.token)):
            if up in anchors:
                if best is None or steps < best[0]:
                    best = (steps, expression)
                break
            if sentence.tokens[up].lemma in speech and sentence.tokens[up].pos == "VERB":
                break
    if best is not None:
        return best[1].when
    governors = {up for a in anchors for up in sentence.ancestors(a) if sentence.tokens[up].lemma not in speech}
    for expression in found:
        for up in sentence.ancestors(expression.token):
            if up in governors and sentence.tokens[up].pos in {"VERB", "AUX", "NOUN"}:
                return expression.when
            if sentence.tokens[up].lemma in speech:
                break
    return None


def stated_date(reading: Reading) -> date | None:
    """The date that an article without one gives itself: a day with month and year within its first line; else None."""
    return next(stated(reading.repaired[:_HEAD]), None)


def redate(analysis: Analysis, article: Article) -> Analysis:
    """The analysis with every date expression read anew against the article's date, after a person has set it."""

    def anew(event: EventMention) -> EventMention:
        if event.when is None or not find(event.when.said, None):  # "a day after": hangs on another event
            return event
        return replace(event, when=interpret(event.when.said, event.when.span, article.published))

    return replace(analysis, events=tuple(anew(e) for e in analysis.events))
