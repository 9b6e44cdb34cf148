"""Date expressions, kept as said and read against the article's own date; without one, no year is invented."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from geo.model import Analysis, Article, EventMention, Reading, Span, When
from geo.syntax import Sentence

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}
_HEAD = 120  # characters of a text in which it may date itself
DAYS = {"hour": 0, "day": 1, "week": 7, "month": 30, "year": 365}
_MONTH_WORD = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<{d}>\d{{1,2}})(?:st|nd|rd|th)?"
_CALENDAR = (
    rf"(?:{_DAY.format(d='d1')}\s+(?P<m1>{_MONTH_WORD})(?:,?\s+(?P<y1>\d{{4}}))?"
    rf"|(?P<m2>{_MONTH_WORD})\s+{_DAY.format(d='d2')}\b(?:,?\s+(?P<y2>\d{{4}}))?"
    rf"|(?P<iso>\d{{4}}-\d{{2}}-\d{{2}}))"
)
_ORDINAL = r"(?:st|nd|rd|th)?"
_NUMBER = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,2})"
_RANGE = (
    rf"(?:between\s+|from\s+)?\b(?P<a1>\d{{1,2}}){_ORDINAL}\s*(?:and|to|-|–)\s*(?P<b1>\d{{1,2}}){_ORDINAL}\s+(?P<rm1>{_MONTH_WORD})"
    rf"(?:,?\s+(?P<ry1>\d{{4}}))?"
    rf"|\b(?P<rm2>{_MONTH_WORD})\s+(?P<a2>\d{{1,2}}){_ORDINAL}\s*(?:and|to|-|–)\s*(?P<b2>\d{{1,2}}){_ORDINAL}\b(?:,?\s+(?P<ry2>\d{{4}}))?"
)
_WIDE = (
    r"\bin\s+(?:(?:early|mid|late)[\s-]+)?(?P<month>january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\b(?:,?\s+(?P<month_year>\d{4}))?(?!\s+\d)"
    r"|\bin\s+(?:early\s+|late\s+)?(?P<year>(?:19|20)\d{2})\b"
    rf"|\b(?P<ago>{_NUMBER})\s+(?P<ago_unit>day|week|month|year)s?\s+ago\b"
)
_EXPRESSION = re.compile(
    rf"(?P<since>\b(?:since|from|beginning|starting)\s+)?(?:\b(?:on|early|late)\s+)*(?:"
    rf"(?P<range>{_RANGE})|(?P<wide>{_WIDE})"
    rf"|(?P<calendar>\b{_CALENDAR}(?!\w))"
    rf"|\b(?P<weekday>{'|'.join(_WEEKDAYS)})(?:'s|’s)?\b"
    rf"|\b(?P<relative>today|yesterday|tonight|last night|this morning|last week|last month|last year|this week|this month)\b)"
    rf"(?P<until>\s+(?:until|to|through)\s+(?:today|now))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression of a sentence with the token it begins at."""

    when: When
    token: int


def expressions(sentence: Sentence, reading: Reading, published: date | None) -> list[Expression]:
    """The date expressions of a sentence, in order, resolved where `published` allows it."""
    start, end = sentence.passage.reading
    found: list[Expression] = []
    for m in _EXPRESSION.finditer(reading.repaired[start:end]):
        said = m[0].strip()
        lead = len(m[0]) - len(m[0].lstrip())
        span = reading.original(start + m.start() + lead, start + m.end())
        key = max(m.start(name) for name in ("range", "wide", "calendar", "weekday", "relative"))
        token = next((t.i for t in sentence.tokens if t.end > start + key), None)
        if token is not None:
            found.append(Expression(interpret(said, span, published), token))
    return found


def interpret(said: str, span: Span | None, published: date | None) -> When:
    """What an expression means for an article of that date; start and end stay None where it cannot be told.

    A weekday is the last one up to the article's date, as newspapers use it. A day without a year takes the latest
    year that does not lie after the article's date; without an article date it stays open.
    """
    m = _EXPRESSION.search(said)
    if m is None:
        return When(said, span, precision="unknown")
    start: date | None = None
    end: date | None = None
    precision = "day"
    if m["range"]:
        start, end = _range(m, published)
    elif m["wide"]:
        start, end, precision = _wide(m, published)
    elif m["calendar"]:
        start = _calendar(m, published)
    elif m["weekday"]:
        if published is not None:
            start = published - timedelta(days=(published.weekday() - _WEEKDAYS.index(m["weekday"].lower())) % 7)
    elif published is not None:
        start, end, precision = _relative(m["relative"].lower(), published)
    elif "week" in m["relative"].lower() or "month" in m["relative"].lower() or "year" in m["relative"].lower():
        precision = m["relative"].lower().split()[-1]
    if start is not None and end is None:
        end = published if (m["since"] or m["until"]) and published is not None and published >= start else start
    return When(said, span, start, end, precision)


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
    for m in _EXPRESSION.finditer(reading.repaired[:_HEAD]):
        if m["calendar"] and (m["y1"] or m["y2"] or m["iso"]):
            return _calendar(m, None)
    return None


def redate(analysis: Analysis, article: Article) -> Analysis:
    """The analysis with every date expression read anew against the article's date, after a person has set it."""

    def anew(event: EventMention) -> EventMention:
        if event.when is None or _EXPRESSION.search(event.when.said) is None:  # "a day after": hangs on another event
            return event
        return replace(event, when=interpret(event.when.said, event.when.span, article.published))

    return replace(analysis, events=tuple(anew(e) for e in analysis.events))


def _calendar(m: re.Match[str], published: date | None) -> date | None:
    if m["iso"]:
        return _date(*(int(part) for part in m["iso"].split("-")))
    day = int(m["d1"] or m["d2"])
    word = (m["m1"] or m["m2"]).lower().rstrip(".")
    month = _month(word)
    if m["y1"] or m["y2"]:
        return _date(int(m["y1"] or m["y2"]), month, day)
    if published is None:
        return None
    this_year = _date(published.year, month, day)
    return this_year if this_year is None or this_year <= published else _date(published.year - 1, month, day)


def _range(m: re.Match[str], published: date | None) -> tuple[date | None, date | None]:
    """ "Between 4 and 6 September", "October 7-8": both days; none where the year is open."""
    k = "1" if m["a1"] else "2"
    month = _month(m[f"rm{k}"])
    year = int(m[f"ry{k}"]) if m[f"ry{k}"] else None
    if year is None:
        if published is None:
            return None, None
        last = _date(published.year, month, int(m[f"b{k}"]))
        year = published.year if last is None or last <= published else published.year - 1
    return _date(year, month, int(m[f"a{k}"])), _date(year, month, int(m[f"b{k}"]))


def _wide(m: re.Match[str], published: date | None) -> tuple[date | None, date | None, str]:
    """A month, a year, or so many days, weeks, months or years ago."""
    if m["year"]:
        return date(int(m["year"]), 1, 1), date(int(m["year"]), 12, 31), "year"
    if m["month"]:
        month = _month(m["month"])
        if not m["month_year"] and published is None:
            return None, None, "month"
        year = int(m["month_year"]) if m["month_year"] else (published or date.min).year
        if not m["month_year"] and published is not None and month > published.month:
            year -= 1
        following = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), following - timedelta(days=1), "month"
    unit = m["ago_unit"].lower()
    if published is None:
        return None, None, unit
    back = published - timedelta(days=count(m["ago"]) * DAYS[unit])
    if unit == "day":
        return back, back, "day"
    if unit == "week":
        return back - timedelta(days=3), back + timedelta(days=3), "week"
    if unit == "month":
        first = back.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1), "month"
    return date(back.year, 1, 1), date(back.year, 12, 31), "year"


def count(word: str) -> int:
    """ "a" and "one" → 1, "12" → 12."""
    if word.isdigit():
        return int(word)
    return _COUNTS.get(word.lower(), 1)


def _month(word: str) -> int:
    return next(k for k, name in enumerate(_MONTHS, 1) if name.startswith(word.lower()[:3]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # "31 June": the text is wrong, and stays as said
        return None


def _relative(words: str, published: date) -> tuple[date, date, str]:
    if words in {"today", "tonight", "this morning"}:
        return published, published, "day"
    if words in {"yesterday", "last night"}:
        return published - timedelta(days=1), published - timedelta(days=1), "day"
    monday = published - timedelta(days=published.weekday())
    if words == "this week":
        return monday, published, "week"
    if words == "last week":
        return monday - timedelta(days=7), monday - timedelta(days=1), "week"
    if words == "last year":
        return date(published.year - 1, 1, 1), date(published.year - 1, 12, 31), "year"
    first = published.replace(day=1)
    if words == "this month":
        return first, published, "month"
    end = first - timedelta(days=1)
    return end.replace(day=1), end, "month"
