"""Days counted from the article's own: "yesterday", "two weeks ago", "for the third day running"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from geo.events.timex.forms import NUMBER, WEEKDAY, Form, form
from geo.events.timex.reckoning import COUNTS, DAYS, NOT_TOLD, WORDS, Meant, around, count, last_weekday, one_day

FORMS: list[Form] = []
_form = form(FORMS)


@_form(
    r"\b(?P<k>earlier\s+today|later\s+today|today|yesterday|tonight|tomorrow|last\s+night|overnight|this\s+(?:morning|afternoon|evening)"
    r"|the\s+day\s+before\s+yesterday)\b(?:\s+(?:morning|afternoon|evening|night))?"
)
def _beside_today(m: re.Match[str], published: date | None) -> Meant:
    if published is None:
        return (None, None, "day")
    words = " ".join(m["k"].lower().split())
    if words == "overnight":
        return published - timedelta(days=1), published, "day"
    back = {"yesterday": 1, "last night": 1, "the day before yesterday": 2, "tomorrow": -1}.get(words, 0)
    return one_day(published - timedelta(days=back))


@_form(r"\b(?:(?P<part>earlier|later|early|late)\s+)?(?P<k>(?P<which>this|last|next)\s+(?P<unit>week|month|year))\b(?!\s+(?:ago|end))")
def _this_or_last(m: re.Match[str], published: date | None) -> Meant:
    unit, which, part = m["unit"].lower(), m["which"].lower(), (m["part"] or "").lower()
    if published is None:
        return None, None, unit
    first, last = around(published, unit)
    if which == "last":
        first, last = around(first - timedelta(days=1), unit)
    elif which == "next":
        first, last = around(last + timedelta(days=1), unit)
    elif part == "later":
        first = published
    else:
        last = published
    return first, last, unit


@_form(
    rf"\b(?P<n>{NUMBER}|a\s+few|several|some|many)\s+(?P<unit>day|night|week|fortnight|month|year)s?\s+ago\b|\b(?P<bare>days|weeks|months|years)\s+ago\b"
)
def _ago(m: re.Match[str], published: date | None) -> Meant:
    if m["bare"] or m["n"].lower().split()[-1] in WORDS.vague:
        return NOT_TOLD
    unit = m["unit"].lower()
    if published is None:
        return None, None, "week" if unit == "fortnight" else "day" if unit == "night" else unit
    back = published - timedelta(days=count(m["n"]) * DAYS[unit])
    if unit in {"day", "night"}:
        return one_day(back)
    if unit in {"week", "fortnight"}:
        return back - timedelta(days=3), back + timedelta(days=3), "week"
    if unit == "month":
        months = published.year * 12 + published.month - 1 - count(m["n"])
        return (*around(date(months // 12, months % 12 + 1, 1), "month"), "month")
    return (*around(date(published.year - count(m["n"]), 1, 1), "year"), "year")


@_form(
    rf"\b(?:in|over|during|within|for|throughout)\s+(?P<k>the\s+(?:last|past)\s+(?:(?P<n>{NUMBER}|few|several)\s+)?(?P<unit>hour|day|night|week|fortnight|month|year)s?)\b"
)
def _in_the_past(m: re.Match[str], published: date | None) -> Meant:
    number = (m["n"] or "one").lower()
    if published is None or number in WORDS.vague:
        return NOT_TOLD
    days = -(-count(number) // 24) if m["unit"].lower() == "hour" else count(number) * DAYS[m["unit"].lower()]
    return published - timedelta(days=days), published, "day"


_RUNNING = r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,3}(?:st|nd|rd|th))"


@_form(
    rf"\bfor\s+(?:a|the)\s+(?P<n>{_RUNNING})\s+(?:(?:consecutive|straight|successive)\s+)?(?P<k>day|night|week)\b(?:\s+(?:running|in\s+a\s+row))?"
    rf"(?:,?\s+on\s+(?P<wd>{WEEKDAY}))?"
)
def _running(m: re.Match[str], published: date | None) -> Meant:
    """ "For the third day running": from two days before the day that the article tells of."""
    if published is None:
        return (None, None, "day")
    last = last_weekday(m["wd"], published) if m["wd"] else published
    number = int(re.sub(r"\D", "", m["n"])) if m["n"][0].isdigit() else COUNTS[m["n"].lower()]
    return last - timedelta(days=(number - 1) * DAYS[m["k"].lower()]), last, "day"
