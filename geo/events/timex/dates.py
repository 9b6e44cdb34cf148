"""What date expressions mean for an article of a given date: a grammar of forms, each with its reading.

A reading that is not certain is left open: "05/10/2015" is the tenth of May or the fifth of October, "a few days ago" is no
day, and without an article's date no year is invented. Weekdays are read as newspapers use them, the last one up to the
article's date; the next one where the words before say that it is to come. A day without a year that lies shortly ahead is that
day: what happened cannot be of it, which `dating` sees to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from geo.events.timex import counted_days, months_years, numbered, weekdays
from geo.events.timex.forms import Form, Read
from geo.events.timex.reckoning import MONTHS, WORDS, Meant


@dataclass(frozen=True, slots=True)
class Found:
    """A date expression in a text: from `start` to `end`, its telling word at `key`, and what it means."""

    start: int
    end: int
    key: int
    meant: Meant
    stated: bool  # with its own year: good without any other date


FORMS: tuple[Form, ...] = (*numbered.FORMS, *weekdays.FORMS, *counted_days.FORMS, *months_years.FORMS)


def find(text: str, published: date | None) -> list[Found]:
    """The date expressions of a text in order, none overlapping: of two at one place the longer one."""
    options: list[tuple[int, int, int, re.Match[str], Read]] = []
    for number, (pattern, read) in enumerate(FORMS):
        options += ((m.start(), -m.end(), number, m, read) for m in pattern.finditer(text))
    found: list[Found] = []
    free = 0
    for start, _, _, m, read in sorted(options, key=lambda o: o[:3]):
        if start < free:
            continue
        meant = read(m, published)
        if meant is None:  # "in a march 12 people were hurt"
            continue
        whole = _with_bounds(text, m, meant, published)
        free = m.end() if whole is None else whole.end
        if whole is not None:
            found.append(whole)
    return found


_BOUND = re.compile(
    r"\b(?P<word>since|from|beginning|starting|as\s+of|until|till|up\s+to|before)\s+(?:on\s+|from\s+|in\s+)?(?:the\s+)?$|\bon\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_UP_TO_NOW = re.compile(r"\s+(?:until|till|to|through|up\s+to)\s+(?:today|now|this\s+day|the\s+present)\b", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:(?:fierc|heavi|bigg|larg|high|strong|bloodi|deadli|great|long|low|small|hard|sharp|grav|lat)est|worst|first|most\s+\w+|only)\b[^.;:]{0,45}$",
    re.IGNORECASE,
)
_LOOKS_BACK = re.compile(r"since\b|(?:in|for|over)\s+(?:the\s+)?(?:last|past)\b", re.IGNORECASE)


def _with_bounds(text: str, m: re.Match[str], meant: Meant, published: date | None) -> Found | None:
    """The expression with "since", "until" or "on" before it; None where it only measures: "the fiercest since March"."""
    start, end = m.start(), m.end()
    if text[end - 1 : end] == "." and text[start:end].rstrip(".").lower().endswith(MONTHS):  # the sentence's, not "Sept."
        end -= 1
    key = m.start("k") if "k" in m.re.groupindex and m["k"] is not None else start
    first, last, precision = meant
    stated = any(m[name] for name in m.re.groupindex if name.startswith("y")) or "iso" in m.re.groupindex
    bound = _BOUND.search(text, max(0, start - 24), start)
    inside = re.match(r"since|until|beginning", m[0], re.IGNORECASE)
    word = inside[0].lower() if inside else ""
    if bound is not None:
        start = bound.start()
        word = " ".join((bound["word"] or word).lower().split())
    if _LOOKS_BACK.match(text, start) and _COMPARED.search(text, max(0, start - 70), start):
        return None
    if word in WORDS.until:  # of its beginning nothing is told
        first, last = None, last if precision == "day" and word != "before" else None
        precision = precision if last is not None else "unknown"
    elif now := _UP_TO_NOW.match(text, end):
        end = now.end()
        word = word or "since"
    if word in WORDS.since and first is not None:
        last = published if published is not None and published >= first else None
        if word == "from" and published is None:
            last = meant[1]
    return Found(start, end, key, (first, last, precision), stated)


def stated(text: str) -> Iterator[date]:
    """The days of a text that carry their own month and year."""
    for found in find(text, None):
        first, last, precision = found.meant
        if found.stated and first is not None and first == last and precision == "day":
            yield first
