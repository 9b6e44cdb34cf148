"""Weekdays as newspapers use them: the last one up to the article's date, or the next where the words say so."""

from __future__ import annotations

import re
from datetime import date, timedelta

from geo.events.timex.forms import WEEKDAY, Form, form
from geo.events.timex.reckoning import NOT_TOLD, WEEKDAYS, WORDS, Meant, last_weekday, one_day
from geo.events.timex.upcoming import to_come

FORMS: list[Form] = []
_form = form(FORMS)


_OF_DAY = r"(?:\s+(?:morning|afternoon|evening|night|noon|lunchtime|midnight|(?:at\s+)?dawn|(?:at\s+)?dusk))?"


@_form(
    rf"\b(?:(?:from|between)\s+)?(?:early\s+|late\s+)?(?P<k>(?P<a>{WEEKDAY})){_OF_DAY}\s*(?:to|until|till|through|-|–)\s*(?:early\s+|late\s+)?(?P<b>{WEEKDAY})\b"
)
@_form(rf"\bbetween\s+(?P<k>(?P<a>{WEEKDAY})){_OF_DAY}\s+and\s+(?P<b>{WEEKDAY})\b")
def _from_weekday_to_weekday(m: re.Match[str], published: date | None) -> Meant:
    if published is None:
        return (None, None, "day")
    last = last_weekday(m["b"], published)
    first = last_weekday(m["a"], last - timedelta(days=1))
    return first, last, "day"


@_form(
    rf"\b(?:overnight|(?:in|during|on)\s+the\s+night)\s+(?:(?P<into>into|to)|(?:from|of|on)?)\s*(?P<k>(?P<a>{WEEKDAY}))(?:\s*(?:to|into|and|-|–)\s*(?P<b>{WEEKDAY}))?\b"
)
def _night(m: re.Match[str], published: date | None) -> Meant:
    """ "Overnight into Tuesday" and "overnight Monday": the night between the two."""
    if published is None:
        return (None, None, "day")
    day = timedelta(days=1)
    if m["into"] or m["b"]:
        last = last_weekday(m["b"] or m["a"], published)
        return last - day, last, "day"
    first = last_weekday(m["a"], published)
    return first, min(first + day, max(published, first)), "day"


@_form(
    rf"\b(?:(?P<which>last|next|this\s+coming|coming)\s+)?(?:(?:early|late|mid|overnight)\s+(?:on\s+)?)?(?P<k>(?P<wd>{WEEKDAY}))(?:'s|’s)?\b{_OF_DAY}"
    r"(?:\s+(?:of\s+)?(?P<week>last|next|this)\s+week\b|\s+(?P<past>a|last)\s+week\s+ago\b)?"
)
def _on_weekday(m: re.Match[str], published: date | None) -> Meant:
    if published is None:
        return (None, None, "day")
    which, week = " ".join((m["which"] or "").lower().split()), (m["week"] or "").lower()
    number = WEEKDAYS.index(m["wd"].lower())
    monday = published - timedelta(days=published.weekday())
    if week:
        shift = {"last": -7, "this": 0, "next": 7}[week]
        return one_day(monday + timedelta(days=number + shift))
    if m["past"]:
        return one_day(last_weekday(m["wd"], published) - timedelta(days=7))
    if which in WORDS.next:
        ahead = (number - published.weekday()) % 7 or 7
        return one_day(published + timedelta(days=ahead))
    if which == "last":  # said on the day itself it is a week ago
        return one_day(last_weekday(m["wd"], published - timedelta(days=1)))
    if to_come(m):
        return one_day(published + timedelta(days=(number - published.weekday()) % 7))
    return one_day(last_weekday(m["wd"], published))


@_form(rf"\b(?:the\s+)?(?P<k>day)\s+(?P<way>before|after)\s+(?:last\s+)?(?P<wd>{WEEKDAY})\b")
def _beside_weekday(m: re.Match[str], published: date | None) -> Meant:
    if published is None:
        return (None, None, "day")
    return one_day(last_weekday(m["wd"], published) + timedelta(days=-1 if m["way"].lower() == "before" else 1))


@_form(
    r"\b(?:at|over|during|on|throughout|by)\s+(?:the\s+)?(?P<which>last\s+|past\s+|this\s+)?weekend\b|\b(?P<alone>last|the\s+past|this)\s+weekend\b"
)
def _weekend(m: re.Match[str], published: date | None) -> Meant:
    if published is None:
        return (None, None, "day")
    which = ((m["which"] or m["alone"] or "").lower().split() or [""])[-1]
    now = published.weekday() >= 5
    if which == "this" and not now:  # the last or the next, who knows
        return NOT_TOLD
    sunday = published + timedelta(days=6 - published.weekday() - (0 if now and which != "last" else 7))
    return sunday - timedelta(days=1), min(sunday, published), "day"
