"""Days with a number: "5 May", "from 3 to 5 May", "05/10/2015", "on the 5th"; and the days that have a name of their own."""

from __future__ import annotations

import re
from datetime import date, timedelta

from geo.events.timex.forms import MONTH, NO_COUNT, ORDINAL, TO, WEEKDAY, YEAR, Form, form
from geo.events.timex.reckoning import AHEAD, NOT_TOLD, WEEKDAYS, Meant, day_of, is_month, latest, month_number, one_day, stretch
from geo.events.timex.upcoming import to_come

FORMS: list[Form] = []
_form = form(FORMS)


@_form(r"(?<![\d-])(?P<iso>\d{4}-\d{2}-\d{2})(?:T[\d:.]+Z?)?(?![\d-])")
def _iso(m: re.Match[str], _published: date | None) -> Meant:
    year, month, day = (int(part) for part in m["iso"].split("-"))
    return one_day(day_of(year, month, day))


@_form(r"(?<![\d/.])(?P<a>\d{1,2})(?P<mark>[/.])(?P<b>\d{1,2})(?P=mark)(?P<y>(?:19|20)\d\d)(?![\d/])")
def _in_figures(m: re.Match[str], _published: date | None) -> Meant:
    """ "13/10/2015" is certain and "05/10/2015" is not; with full stops the day comes first."""
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    day_first, month_first = day_of(year, b, a), day_of(year, a, b)
    if m["mark"] == "." or day_first == month_first or month_first is None:
        return one_day(day_first)
    return one_day(month_first) if day_first is None else NOT_TOLD


@_form(
    rf"(?:\b(?:between|from)\s+)?(?:the\s+)?\b(?P<a>\d{{1,2}}){ORDINAL}{TO}(?:the\s+)?(?P<b>\d{{1,2}}){ORDINAL}\s+(?:of\s+)?(?P<m>{MONTH}){YEAR.format(k=1)}"
)
@_form(
    rf"(?:\b(?:between|from)\s+)?\b(?P<m>{MONTH})\s+(?P<a>\d{{1,2}}){ORDINAL}{TO}(?P<b>\d{{1,2}}){ORDINAL}\b{NO_COUNT}{YEAR.format(k=1)}"
)
def _days_of_a_month(m: re.Match[str], published: date | None) -> Meant | None:
    if not is_month(m["m"]):
        return None
    month, year = month_number(m["m"]), int(m["y1"]) if m["y1"] else None
    first, last = int(m["a"]), int(m["b"])
    if first > last:
        return NOT_TOLD
    return stretch((month, first, year), (month, last, year), published)


@_form(
    rf"(?:\b(?:between|from)\s+)?\b(?P<a>\d{{1,2}}){ORDINAL}\s+(?:of\s+)?(?P<m>{MONTH}){YEAR.format(k=1)}{TO}(?P<b>\d{{1,2}}){ORDINAL}\s+(?:of\s+)?(?P<n>{MONTH}){YEAR.format(k=2)}"
)
@_form(
    rf"(?:\b(?:between|from)\s+)?\b(?P<m>{MONTH})\s+(?P<a>\d{{1,2}}){ORDINAL}{YEAR.format(k=1)}{TO}(?P<n>{MONTH})\s+(?P<b>\d{{1,2}}){ORDINAL}\b{NO_COUNT}{YEAR.format(k=2)}"
)
def _days_of_two_months(m: re.Match[str], published: date | None) -> Meant | None:
    if not (is_month(m["m"]) and is_month(m["n"])):
        return None
    late = int(m["y2"]) if m["y2"] else None
    early = int(m["y1"]) if m["y1"] else late if late is None or month_number(m["m"]) <= month_number(m["n"]) else late - 1
    return stretch((month_number(m["m"]), int(m["a"]), early), (month_number(m["n"]), int(m["b"]), late), published)


@_form(rf"(?:\b(?P<wd>{WEEKDAY}),?\s+(?:the\s+)?)?\b(?P<d>\d{{1,2}}){ORDINAL}\s+(?:of\s+)?(?P<m>{MONTH}){YEAR.format(k=1)}(?![\w])")
@_form(rf"(?:\b(?P<wd>{WEEKDAY}),?\s+)?\b(?P<m>{MONTH})\s+(?:the\s+)?(?P<d>\d{{1,2}}){ORDINAL}\b{NO_COUNT}{YEAR.format(k=1)}")
def _calendar(m: re.Match[str], published: date | None) -> Meant | None:
    if not is_month(m["m"]):
        return None
    month, day = month_number(m["m"]), int(m["d"])
    weekday = WEEKDAYS.index(m["wd"].lower()) if m["wd"] else None
    if m["y1"]:
        return one_day(day_of(int(m["y1"]), month, day))
    if published is None:
        return (None, None, "day")
    if weekday is None and to_come(m):
        this_year = day_of(published.year, month, day)
        return one_day(this_year if this_year is not None and this_year >= published else day_of(published.year + 1, month, day))
    if weekday is not None:  # the weekday tells the year, or that the words are wrong
        years = [published.year, published.year - 1, published.year + 1]
        fitting = [d for y in years if (d := day_of(y, month, day)) is not None and d.weekday() == weekday]
        fitting = [d for d in fitting if -AHEAD <= (published - d).days <= 400]
        return one_day(fitting[0]) if fitting else NOT_TOLD
    return one_day(latest(month, day, published))


# The Levant's own months, of which these four are nobody else's.
_LEVANTINE = {("tishr", "awwal"): 10, ("tishr", "thani"): 11, ("kan", "awwal"): 12, ("kan", "thani"): 1}


@_form(
    r"\b(?P<d>\d{1,2})\s+(?P<name>tishr(?:een|in|ine)|kan(?:oun|un|oon))\s+(?:al|el|ath|at|ash|eth)[\s'’-]+(?P<which>awwal|aw?al|thani|tani)\b(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?"
)
def _levantine(m: re.Match[str], published: date | None) -> Meant:
    name = "tishr" if m["name"].lower().startswith("t") else "kan"
    month = _LEVANTINE[name, "awwal" if m["which"].lower().startswith("a") else "thani"]
    if m["y"]:
        return one_day(day_of(int(m["y"]), month, int(m["d"])))
    return one_day(latest(month, int(m["d"]), published)) if published is not None else (None, None, "day")


@_form(
    r"\b(?:on|by|since|until|early\s+on|late\s+on)\s+(?P<k>the\s+(?P<d>\d{1,2})(?:st|nd|rd|th))\b"
    r"(?!-|\s+(?!when|after|before|in\b|at\b|by\b|as\b|near|and\b|to\b|of\s+(?:this|the|last)\s+month|during|while|that\b)[\w-])"
)
def _day_alone(m: re.Match[str], published: date | None) -> Meant:
    """ "On the 5th": the last fifth there was."""
    if published is None:
        return (None, None, "day")
    here = day_of(published.year, published.month, int(m["d"]))
    if here is None or here > published:
        end = published.replace(day=1) - timedelta(days=1)
        here = day_of(end.year, end.month, int(m["d"]))
    return one_day(here)


@_form(
    r"\b(?:(?P<which>last|next)\s+)?(?P<k>(?P<name>Christmas(?:\s+(?P<c>Day|Eve))?|New\s+Year(?:'s|’s)?\s+(?P<n>Day|Eve)|Thanksgiving(?:\s+Day)?|Boxing\s+Day"
    r"|Election\s+Day))\b(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?(?!\s+(?-i:[A-Z]))"
)
def _named_day(m: re.Match[str], published: date | None) -> Meant | None:
    """ "On Christmas Day": the last one, or one that lies shortly ahead; those whose day a rule tells."""
    name = " ".join(m["name"].lower().split())
    if not m["name"][0].isupper() or (
        name == "christmas" and not re.search(r"\b(?:on|last|next)\s+$", m.string[: m.start("k")], re.IGNORECASE)
    ):
        return None
    if m["y"]:
        return one_day(_feast(name, int(m["y"])))
    if published is None:
        return (None, None, "day")
    near = [_feast(name, published.year + k) for k in (-1, 0, 1)]
    if m["which"]:
        ahead = m["which"].lower() == "next"
        fitting = [d for d in near if (d > published) == ahead and d != published]
        return one_day(min(fitting) if ahead else max(fitting))
    ahead = 366 if to_come(m) else AHEAD
    return one_day(max(d for d in near if (d - published).days <= ahead))


def _feast(name: str, year: int) -> date:
    november = date(year, 11, 1)
    if name.startswith("thanksgiving"):  # the fourth Thursday
        return november + timedelta(days=(3 - november.weekday()) % 7 + 21)
    if name.startswith("election"):  # the Tuesday after the first Monday
        return november + timedelta(days=(0 - november.weekday()) % 7 + 1)
    if name.startswith("new"):
        return date(year, 12, 31) if name.endswith("eve") else date(year, 1, 1)
    return date(year, 12, {"christmas eve": 24, "boxing day": 26}.get(name, 25))
