"""What date expressions mean for an article of a given date: a grammar of forms, each with its reading.

A reading that is not certain is left open: "05/10/2015" is the tenth of May or the fifth of October, "a few days ago" is no
day, and without an article's date no year is invented. Weekdays are read as newspapers use them, the last one up to the
article's date; the next one where the words before say that it is to come. A day without a year that lies shortly ahead is that
day: what happened cannot be of it, which `dating` sees to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "a couple of": 2, "couple of": 2, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
DAYS = {"hour": 0, "day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}
_AHEAD = 60  # days after the article's date in which a day without a year is of what is to come, not of last year
_OPEN = "unknown"

Meant = tuple[date | None, date | None, str]
"""First and last day, None where they cannot be told, and how precise the words are: day, week, month, year or unknown."""
_NOT_TOLD: Meant = (None, None, _OPEN)


@dataclass(frozen=True, slots=True)
class Found:
    """A date expression in a text: from `start` to `end`, its telling word at `key`, and what it means."""

    start: int
    end: int
    key: int
    meant: Meant
    stated: bool  # with its own year: good without any other date


_Read = Callable[["re.Match[str]", date | None], Meant | None]
_FORMS: list[tuple[re.Pattern[str], _Read]] = []

_WD = rf"(?:{'|'.join(WEEKDAYS)})"
_MON = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_LONG_MON = rf"(?:{'|'.join(_MONTHS)})"
_NUM = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:a\s+)?couple\s+of|\d{1,3})"
_Y = r"(?:,?\s+(?:of\s+)?(?P<y{k}>(?:19|20)\d\d)\b(?!\s*(?:people|[-–]\d)))?"
_TO = r"\s*(?:to|until|till|through|and|-|–|—)\s*"
_ORD = r"(?:st|nd|rd|th)?"
_NO_COUNT = (
    r"(?![\d%]|[:.,]\d|\s+(?:people|persons|civilians|soldiers|fighters|militants|others|men|women|children|houses|homes|times|km|miles)\b)"
)


def _form(pattern: str) -> Callable[[_Read], _Read]:
    def take(read: _Read) -> _Read:
        _FORMS.append((re.compile(pattern, re.IGNORECASE), read))
        return read

    return take


def find(text: str, published: date | None) -> list[Found]:
    """The date expressions of a text in order, none overlapping: of two at one place the longer one."""
    options: list[tuple[int, int, int, re.Match[str], _Read]] = []
    for number, (pattern, read) in enumerate(_FORMS):
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
    if text[end - 1 : end] == "." and text[start:end].rstrip(".").lower().endswith(_MONTHS):  # the sentence's, not "Sept."
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
    if word in {"until", "till", "up to", "before"}:  # of its beginning nothing is told
        first, last = None, last if precision == "day" and word != "before" else None
        precision = precision if last is not None else _OPEN
    elif now := _UP_TO_NOW.match(text, end):
        end = now.end()
        word = word or "since"
    if word in {"since", "from", "beginning", "starting", "as of"} and first is not None:
        last = published if published is not None and published >= first else None
        if word == "from" and published is None:
            last = meant[1]
    return Found(start, end, key, (first, last, precision), stated)


# --- days with a number ---------------------------------------------------------------------------------------------------


@_form(r"(?<![\d-])(?P<iso>\d{4}-\d{2}-\d{2})(?:T[\d:.]+Z?)?(?![\d-])")
def _iso(m: re.Match[str], _published: date | None) -> Meant:
    year, month, day = (int(part) for part in m["iso"].split("-"))
    return _one(day_of(year, month, day))


@_form(r"(?<![\d/.])(?P<a>\d{1,2})(?P<mark>[/.])(?P<b>\d{1,2})(?P=mark)(?P<y>(?:19|20)\d\d)(?![\d/])")
def _in_figures(m: re.Match[str], _published: date | None) -> Meant:
    """ "13/10/2015" is certain and "05/10/2015" is not; with full stops the day comes first."""
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    day_first, month_first = day_of(year, b, a), day_of(year, a, b)
    if m["mark"] == "." or day_first == month_first or month_first is None:
        return _one(day_first)
    return _one(month_first) if day_first is None else _NOT_TOLD


@_form(
    rf"(?:\b(?:between|from)\s+)?(?:the\s+)?\b(?P<a>\d{{1,2}}){_ORD}{_TO}(?:the\s+)?(?P<b>\d{{1,2}}){_ORD}\s+(?:of\s+)?(?P<m>{_MON}){_Y.format(k=1)}"
)
@_form(rf"(?:\b(?:between|from)\s+)?\b(?P<m>{_MON})\s+(?P<a>\d{{1,2}}){_ORD}{_TO}(?P<b>\d{{1,2}}){_ORD}\b{_NO_COUNT}{_Y.format(k=1)}")
def _days_of_a_month(m: re.Match[str], published: date | None) -> Meant | None:
    if not _is_month(m["m"]):
        return None
    month, year = month_number(m["m"]), int(m["y1"]) if m["y1"] else None
    first, last = int(m["a"]), int(m["b"])
    if first > last:
        return _NOT_TOLD
    return _stretch((month, first, year), (month, last, year), published)


@_form(
    rf"(?:\b(?:between|from)\s+)?\b(?P<a>\d{{1,2}}){_ORD}\s+(?:of\s+)?(?P<m>{_MON}){_Y.format(k=1)}{_TO}(?P<b>\d{{1,2}}){_ORD}\s+(?:of\s+)?(?P<n>{_MON}){_Y.format(k=2)}"
)
@_form(
    rf"(?:\b(?:between|from)\s+)?\b(?P<m>{_MON})\s+(?P<a>\d{{1,2}}){_ORD}{_Y.format(k=1)}{_TO}(?P<n>{_MON})\s+(?P<b>\d{{1,2}}){_ORD}\b{_NO_COUNT}{_Y.format(k=2)}"
)
def _days_of_two_months(m: re.Match[str], published: date | None) -> Meant | None:
    if not (_is_month(m["m"]) and _is_month(m["n"])):
        return None
    late = int(m["y2"]) if m["y2"] else None
    early = int(m["y1"]) if m["y1"] else late if late is None or month_number(m["m"]) <= month_number(m["n"]) else late - 1
    return _stretch((month_number(m["m"]), int(m["a"]), early), (month_number(m["n"]), int(m["b"]), late), published)


@_form(rf"(?:\b(?P<wd>{_WD}),?\s+(?:the\s+)?)?\b(?P<d>\d{{1,2}}){_ORD}\s+(?:of\s+)?(?P<m>{_MON}){_Y.format(k=1)}(?![\w])")
@_form(rf"(?:\b(?P<wd>{_WD}),?\s+)?\b(?P<m>{_MON})\s+(?:the\s+)?(?P<d>\d{{1,2}}){_ORD}\b{_NO_COUNT}{_Y.format(k=1)}")
def _calendar(m: re.Match[str], published: date | None) -> Meant | None:
    if not _is_month(m["m"]):
        return None
    month, day = month_number(m["m"]), int(m["d"])
    weekday = WEEKDAYS.index(m["wd"].lower()) if m["wd"] else None
    if m["y1"]:
        return _one(day_of(int(m["y1"]), month, day))
    if published is None:
        return (None, None, "day")
    if weekday is None and _to_come(m):
        this_year = day_of(published.year, month, day)
        return _one(this_year if this_year is not None and this_year >= published else day_of(published.year + 1, month, day))
    if weekday is not None:  # the weekday tells the year, or that the words are wrong
        years = [published.year, published.year - 1, published.year + 1]
        fitting = [d for y in years if (d := day_of(y, month, day)) is not None and d.weekday() == weekday]
        fitting = [d for d in fitting if -_AHEAD <= (published - d).days <= 400]
        return _one(fitting[0]) if fitting else _NOT_TOLD
    return _one(_latest(month, day, published))


# The Levant's own months, of which these four are nobody else's.
_LEVANTINE = {("tishr", "awwal"): 10, ("tishr", "thani"): 11, ("kan", "awwal"): 12, ("kan", "thani"): 1}


@_form(
    r"\b(?P<d>\d{1,2})\s+(?P<name>tishr(?:een|in|ine)|kan(?:oun|un|oon))\s+(?:al|el|ath|at|ash|eth)[\s'’-]+(?P<which>awwal|aw?al|thani|tani)\b(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?"
)
def _levantine(m: re.Match[str], published: date | None) -> Meant:
    name = "tishr" if m["name"].lower().startswith("t") else "kan"
    month = _LEVANTINE[name, "awwal" if m["which"].lower().startswith("a") else "thani"]
    if m["y"]:
        return _one(day_of(int(m["y"]), month, int(m["d"])))
    return _one(_latest(month, int(m["d"]), published)) if published is not None else (None, None, "day")


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
    return _one(here)


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
        return _one(_feast(name, int(m["y"])))
    if published is None:
        return (None, None, "day")
    near = [_feast(name, published.year + k) for k in (-1, 0, 1)]
    if m["which"]:
        ahead = m["which"].lower() == "next"
        fitting = [d for d in near if (d > published) == ahead and d != published]
        return _one(min(fitting) if ahead else max(fitting))
    ahead = 366 if _to_come(m) else _AHEAD
    return _one(max(d for d in near if (d - published).days <= ahead))


def _feast(name: str, year: int) -> date:
    november = date(year, 11, 1)
    if name.startswith("thanksgiving"):  # the fourth Thursday
        return november + timedelta(days=(3 - november.weekday()) % 7 + 21)
    if name.startswith("election"):  # the Tuesday after the first Monday
        return november + timedelta(days=(0 - november.weekday()) % 7 + 1)
    if name.startswith("new"):
        return date(year, 12, 31) if name.endswith("eve") else date(year, 1, 1)
    return date(year, 12, {"christmas eve": 24, "boxing day": 26}.get(name, 25))


# --- weekdays ---------------------------------------------------------------------------------------------------------------

_OF_DAY = r"(?:\s+(?:morning|afternoon|evening|night|noon|lunchtime|midnight|(?:at\s+)?dawn|(?:at\s+)?dusk))?"


@_form(
    rf"\b(?:(?:from|between)\s+)?(?:early\s+|late\s+)?(?P<k>(?P<a>{_WD})){_OF_DAY}\s*(?:to|until|till|through|-|–)\s*(?:early\s+|late\s+)?(?P<b>{_WD})\b"
)
@_form(rf"\bbetween\s+(?P<k>(?P<a>{_WD})){_OF_DAY}\s+and\s+(?P<b>{_WD})\b")
def _from_weekday_to_weekday(m: re.Match[str], published: date | None) -> Meant:
    if published is None:
        return (None, None, "day")
    last = _weekday(m["b"], published)
    first = _weekday(m["a"], last - timedelta(days=1))
    return first, last, "day"


@_form(
    rf"\b(?:overnight|(?:in|during|on)\s+the\s+night)\s+(?:(?P<into>into|to)|(?:from|of|on)?)\s*(?P<k>(?P<a>{_WD}))(?:\s*(?:to|into|and|-|–)\s*(?P<b>{_WD}))?\b"
)
def _night(m: re.Match[str], published: date | None) -> Meant:
    """ "Overnight into Tuesday" and "overnight Monday": the night between the two."""
    if published is None:
        return (None, None, "day")
    day = timedelta(days=1)
    if m["into"] or m["b"]:
        last = _weekday(m["b"] or m["a"], published)
        return last - day, last, "day"
    first = _weekday(m["a"], published)
    return first, min(first + day, max(published, first)), "day"


@_form(
    rf"\b(?:(?P<which>last|next|this\s+coming|coming)\s+)?(?:(?:early|late|mid|overnight)\s+(?:on\s+)?)?(?P<k>(?P<wd>{_WD}))(?:'s|’s)?\b{_OF_DAY}"
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
        return _one(monday + timedelta(days=number + shift))
    if m["past"]:
        return _one(_weekday(m["wd"], published) - timedelta(days=7))
    if which in {"next", "coming", "this coming"}:
        ahead = (number - published.weekday()) % 7 or 7
        return _one(published + timedelta(days=ahead))
    if which == "last":  # said on the day itself it is a week ago
        return _one(_weekday(m["wd"], published - timedelta(days=1)))
    if _to_come(m):
        return _one(published + timedelta(days=(number - published.weekday()) % 7))
    return _one(_weekday(m["wd"], published))


# What says that the day named next in its clause is to come; a day that belongs to a thing ("Monday's attack") is not asked for it.
_COMING = re.compile(
    r"\b(?:will|shall|would|won't|is\s+to|are\s+to|to\s+be|set\s+to|due|scheduled|slated|likely\s+to|expected|plans?\s+to|planned\s+(?:for|to)|planning\s+to"
    r"|going\s+to|about\s+to|as\s+(?:early|soon)\s+as|until|till|deadline|payable|effective|upcoming)\b[^,;:.!?\u201c\u201d\"–—]*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:!?\u201c\u201d\"–—]|[.]\s|\b(?:who|which|that|after|when|where|because|following|since|said|says|saying|told|added|killed|captured|seized|had(?:\s+been\s+due)?|was|were|ended)\b",
    re.IGNORECASE,
)
_CLAUSE_REACH = 90
_HOUR = re.compile(r"\(?\b[0-2]?\d(?:[:.][0-5]\d)?\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?\s*$", re.IGNORECASE)


def _to_come(m: re.Match[str]) -> bool:
    """ "Talks are set to resume Monday", "payable Jan. 3"."""
    if m[0].endswith(("'s", "’s")):
        return False
    before = _HOUR.sub("", m.string[max(0, m.start() - _CLAUSE_REACH) : m.start()])
    bounds = [b.end() for b in _CLAUSE.finditer(before)]
    return _COMING.search(before, bounds[-1] if bounds else 0) is not None


@_form(rf"\b(?:the\s+)?(?P<k>day)\s+(?P<way>before|after)\s+(?:last\s+)?(?P<wd>{_WD})\b")
def _beside_weekday(m: re.Match[str], published: date | None) -> Meant:
    if published is None:
        return (None, None, "day")
    return _one(_weekday(m["wd"], published) + timedelta(days=-1 if m["way"].lower() == "before" else 1))


@_form(
    r"\b(?:at|over|during|on|throughout|by)\s+(?:the\s+)?(?P<which>last\s+|past\s+|this\s+)?weekend\b|\b(?P<alone>last|the\s+past|this)\s+weekend\b"
)
def _weekend(m: re.Match[str], published: date | None) -> Meant:
    if published is None:
        return (None, None, "day")
    which = ((m["which"] or m["alone"] or "").lower().split() or [""])[-1]
    now = published.weekday() >= 5
    if which == "this" and not now:  # the last or the next, who knows
        return _NOT_TOLD
    sunday = published + timedelta(days=6 - published.weekday() - (0 if now and which != "last" else 7))
    return sunday - timedelta(days=1), min(sunday, published), "day"


# --- told from the article's own day ----------------------------------------------------------------------------------------


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
    return _one(published - timedelta(days=back))


@_form(r"\b(?:(?P<part>earlier|later|early|late)\s+)?(?P<k>(?P<which>this|last|next)\s+(?P<unit>week|month|year))\b(?!\s+(?:ago|end))")
def _this_or_last(m: re.Match[str], published: date | None) -> Meant:
    unit, which, part = m["unit"].lower(), m["which"].lower(), (m["part"] or "").lower()
    if published is None:
        return None, None, unit
    first, last = _around(published, unit)
    if which == "last":
        first, last = _around(first - timedelta(days=1), unit)
    elif which == "next":
        first, last = _around(last + timedelta(days=1), unit)
    elif part == "later":
        first = published
    else:
        last = published
    return first, last, unit


@_form(
    rf"\b(?P<n>{_NUM}|a\s+few|several|some|many)\s+(?P<unit>day|night|week|fortnight|month|year)s?\s+ago\b|\b(?P<bare>days|weeks|months|years)\s+ago\b"
)
def _ago(m: re.Match[str], published: date | None) -> Meant:
    if m["bare"] or m["n"].lower().split()[-1] in {"few", "several", "some", "many"}:
        return _NOT_TOLD
    unit = m["unit"].lower()
    if published is None:
        return None, None, "week" if unit == "fortnight" else "day" if unit == "night" else unit
    back = published - timedelta(days=count(m["n"]) * DAYS[unit])
    if unit in {"day", "night"}:
        return _one(back)
    if unit in {"week", "fortnight"}:
        return back - timedelta(days=3), back + timedelta(days=3), "week"
    if unit == "month":
        months = published.year * 12 + published.month - 1 - count(m["n"])
        return (*_around(date(months // 12, months % 12 + 1, 1), "month"), "month")
    return (*_around(date(published.year - count(m["n"]), 1, 1), "year"), "year")


@_form(
    rf"\b(?:in|over|during|within|for|throughout)\s+(?P<k>the\s+(?:last|past)\s+(?:(?P<n>{_NUM}|few|several)\s+)?(?P<unit>hour|day|night|week|fortnight|month|year)s?)\b"
)
def _in_the_past(m: re.Match[str], published: date | None) -> Meant:
    number = (m["n"] or "one").lower()
    if published is None or number in {"few", "several"}:
        return _NOT_TOLD
    days = -(-count(number) // 24) if m["unit"].lower() == "hour" else count(number) * DAYS[m["unit"].lower()]
    return published - timedelta(days=days), published, "day"


_RUNNING = r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,3}(?:st|nd|rd|th))"


@_form(
    rf"\bfor\s+(?:a|the)\s+(?P<n>{_RUNNING})\s+(?:(?:consecutive|straight|successive)\s+)?(?P<k>day|night|week)\b(?:\s+(?:running|in\s+a\s+row))?"
    rf"(?:,?\s+on\s+(?P<wd>{_WD}))?"
)
def _running(m: re.Match[str], published: date | None) -> Meant:
    """ "For the third day running": from two days before the day that the article tells of."""
    if published is None:
        return (None, None, "day")
    last = _weekday(m["wd"], published) if m["wd"] else published
    number = int(re.sub(r"\D", "", m["n"])) if m["n"][0].isdigit() else _COUNTS[m["n"].lower()]
    return last - timedelta(days=(number - 1) * DAYS[m["k"].lower()]), last, "day"


# --- months and years -------------------------------------------------------------------------------------------------------

_THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_PART = r"(?:(?P<part>early|mid|late)(?:\s+in)?[\s-]+)?"


@_form(
    rf"\b(?:in|during|throughout|since|until|by|of|last|from|earlier\s+in|beginning\s+of|end\s+of)\s+{_PART}(?P<k>(?P<m>{_LONG_MON}))\b(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?(?!\s+\d)"
)
@_form(rf"\b(?P<part>early|mid|late)[\s-]+(?P<k>(?P<m>{_LONG_MON}))\b(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?(?!\s+\d)")
@_form(rf"\b(?P<k>(?P<m>{_LONG_MON}))\s+(?P<y>(?:19|20)\d\d)\b")
def _of_month(m: re.Match[str], published: date | None) -> Meant | None:
    if not _is_month(m["m"]) or (m[0].lower().startswith(("of ", "beginning", "end")) and not m["y"]):
        return None
    month, year = month_number(m["m"]), int(m["y"]) if m["y"] else None
    if year is None:
        if published is None:
            return None, None, "month"
        year = published.year if month <= published.month else published.year - 1
        if m[0].lower().startswith("last ") and month == published.month:
            year -= 1
    first, last = _around(date(year, month, 1), "month")
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
        return date(year, low, 1), _around(date(year, high, 1), "month")[1], "year"
    return date(year, 1, 1), date(year, 12, 31), "year"


# --- reckoning --------------------------------------------------------------------------------------------------------------


def count(word: str) -> int:
    """ "a" and "one" → 1, "third" → 3, "12" → 12."""
    return int(word) if word.isdigit() else _COUNTS.get(" ".join(word.lower().split()), 1)


def _one(day: date | None) -> Meant:
    return (day, day, "day") if day is not None else _NOT_TOLD  # "31 June": the text is wrong, and stays as said


def _is_month(word: str) -> bool:
    """Whether the word is the month and not "a march" or "they may"."""
    return word[0].isupper() or word.lower().rstrip(".") not in {"may", "march", "mar"}


def month_number(word: str) -> int:
    """ "Sept." → 9."""
    return next(k for k, name in enumerate(_MONTHS, 1) if name.startswith(word.lower()[:3]))


def day_of(year: int, month: int, day: int) -> date | None:
    """The day of these figures; None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(name: str, up_to: date) -> date:
    """The last such weekday up to a day."""
    return up_to - timedelta(days=(up_to.weekday() - WEEKDAYS.index(name.lower())) % 7)


def _latest(month: int, day: int, published: date) -> date | None:
    """The latest such day up to the article's, or the one that lies shortly ahead."""
    here = day_of(published.year, month, day)
    if here is not None and here <= published:
        near = day_of(published.year + 1, month, day)
        return near if near is not None and (near - published).days <= _AHEAD < (published - here).days else here
    if here is not None and (here - published).days <= _AHEAD:
        return here
    return day_of(published.year - 1, month, day)


def _stretch(first: tuple[int, int, int | None], last: tuple[int, int, int | None], published: date | None) -> Meant:
    """From one day of a year to another, each (month, day, year or None); the year from the article's date where it is not told."""
    year = last[2] if last[2] is not None else first[2]
    if year is None:
        if published is None:
            return (None, None, "day")
        end = _latest(last[0], last[1], published)
        if end is None:  # it may still be going on
            start = _latest(first[0], first[1], published)
            if start is None or (published - start).days > _AHEAD:
                return (None, None, "day")
            end = day_of(start.year + (last[0] < first[0]), last[0], last[1])
        if end is None:
            return _NOT_TOLD
        year = end.year
    began = first[2] if first[2] is not None else year - (first[0] > last[0])
    start, stop = day_of(began, first[0], first[1]), day_of(year, last[0], last[1])
    return (start, stop, "day") if start is not None and stop is not None and start <= stop else _NOT_TOLD


def _around(day: date, unit: str) -> tuple[date, date]:
    """The week (from Monday), month or year that a day lies in."""
    if unit == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    if unit == "month":
        first = day.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return date(day.year, 1, 1), date(day.year, 12, 31)


def stated(text: str) -> Iterator[date]:
    """The days of a text that carry their own month and year."""
    for found in find(text, None):
        first, last, precision = found.meant
        if found.stated and first is not None and first == last and precision == "day":
            yield first
