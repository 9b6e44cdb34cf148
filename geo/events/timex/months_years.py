"""Months and years: "in early May", "since 2011"."""

from __future__ import annotations

import re
from datetime import date

from geo.events.timex.forms import LONG_MONTH, Form, form
from geo.events.timex.reckoning import Meant, around, is_month, month_number

FORMS: list[Form] = []
_form = form(FORMS)


_THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_PART = r"(?:(?P<part>early|mid|late)(?:\s+in)?[\s-]+)?"


@_form(
    rf"\b(?:in|during|throughout|since|until|by|of|last|from|earlier\s+in|beginning\s+of|end\s+of)\s+{_PART}(?P<k>(?P<m>{LONG_MONTH}))\b(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?(?!\s+\d)"
)
@_form(rf"\b(?P<part>early|mid|late)[\s-]+(?P<k>(?P<m>{LONG_MONTH}))\b(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?(?!\s+\d)")
@_form(rf"\b(?P<k>(?P<m>{LONG_MONTH}))\s+(?P<y>(?:19|20)\d\d)\b")
def _of_month(m: re.Match[str], published: date | None) -> Meant | None:
    if not is_month(m["m"]) or (m[0].lower().startswith(("of ", "beginning", "end")) and not m["y"]):
        return None
    month, year = month_number(m["m"]), int(m["y"]) if m["y"] else None
    if year is None:
        if published is None:
            return None, None, "month"
        year = published.year if month <= published.month else published.year - 1
        if m[0].lower().startswith("last ") and month == published.month:
            year -= 1
    first, last = around(date(year, month, 1), "month")
    if "part" in m.re.groupindex and m["part"]:
        low, high = _THIRDS[m["part"].lower()]
        first, last = first.replace(day=low), last.replace(day=min(high, last.day))
    elif published is not None and first <= published < last:
        last = published  # of what has happened
    return first, last, "month"


@_form(rf"\b(?:in|during|throughout|since|until|by|from)\s+{_PART}(?P<k>(?P<y>(?:19|20)\d\d))\b(?![-–/]\d|\s*(?:people|km|miles))")
@_form(r"\b(?P<part>early|mid|late)[\s-]+(?P<k>(?P<y>(?:19|20)\d\d))\b")
def _of_year(m: re.Match[str], _published: date | None) -> Meant:
    year = int(m["y"])
    if m["part"]:
        low, high = _OF_YEAR[m["part"].lower()]
        return date(year, low, 1), around(date(year, high, 1), "month")[1], "year"
    return date(year, 1, 1), date(year, 12, 31), "year"
