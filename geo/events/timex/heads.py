"""The day that a text gives itself: in its dateline, or alone in its head, as "Published 9 July 2014" and "AFP Friday 9 Jul 2014" do.

A day of a sentence ("On 4 April 2017 jets bombed …") tells when something happened, not when the report was written: what a
preposition governs, or what its sentence goes on behind, is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from geo.events.timex.dates import stated
from geo.events.timex.reckoning import day_of, month_number
from geo.lexicon.dates import head_words
from geo.lexicon.tables import any_of
from geo.model import Article, Reading
from geo.reading import read
from geo.reading.datelines import dateline_end

READ_AGAINST = "read against"  # how the reason of a day begins that is not read against the publisher's
HEAD = 320  # characters with titles, bylines and buttons before a report: measured in 388 scraped ones, the last such day begins at 191
_DATELINE = 200  # characters of a text in which its dateline may begin, after a title or the number of a release
_PIVOT = 69  # two digits from which a year is of the last century, as POSIX reads them

_DAY, _YEAR = r"(?P<d{k}>\d{{1,2}})(?:st|nd|rd|th)?", r"(?P<y{k}>(?:19|20)\d\d)(?!\d)"
_MON = r"(?P<m{k}>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{{0,6}})\.?"
_GAP = r"[\s,/-]{{0,3}}"  # of "Apr 152017" a scrape lost the blank
_CLOCK = r"[0-2]?\d[:.]?[0-5]\d(?:\s*(?:GMT|UTC|[AP]\.?M\.?))?"
_STANDING = re.compile(
    rf"(?<![\w/.-])(?P<clock>{_CLOCK}[\s,|-]{{1,3}})?(?P<wd>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}}\.?,?\s+(?:the\s+)?)?(?:"
    + rf"{_DAY}(?:\s+of)?{_GAP}\b{_MON}{_GAP}{_YEAR}".format(k=1)
    + rf"|{_MON}\s{_GAP}{_DAY}{_GAP}{_YEAR}".format(k=2)
    + r"|(?P<a>\d{1,2})(?P<mark>[-./])(?P<b>\d{1,2})(?P=mark)(?P<y3>(?:19|20)\d\d)(?!\d)"
    + r"|(?P<y4>(?:19|20)\d\d)(?P<dash>[-/])(?P<m4>\d\d)(?P=dash)(?P<d4>\d\d)(?:T[\d:.]+Z?)?(?!\d))",
    re.IGNORECASE,
)
_LINE_BEGINS = re.compile(r"(?:^|\n)[\s*•|-]*$")
_LINE_ENDS = re.compile(r"[^\S\n]*\n")
_CAPITALS = re.compile(r"\b[A-Z]{2,}[)\]|,:–—-]{0,2}\s*$")
# What may stand behind: nothing more, a mark, a new sentence. A full stop or a small letter shows that a sentence goes on or ends there.
_BREAKS = re.compile(r"\s*(?:$|\n|[|–—)]|-\s|[\"“‘'(]?[A-Z0-9])")
_POST = re.compile(r"\(?@\w+\)?[^\S\n]*$")  # a quoted post's own day
_CLOCK_BEHIND = re.compile(rf"[\s,|(–—-]{{0,3}}{_CLOCK}\b(?!\s+[a-z])")
_OF_AN_ENTRY = re.compile(r"[^\S\n]*:")
_YEAR_OF_TWO = re.compile(
    r"\b(?:(?P<d>\d{1,2}) (?P<m>[A-Za-z]{3,9})|(?P<m2>[A-Za-z]{3,9})\.? (?P<d2>\d{1,2}))\.?,? '?(?P<year>\d{2})\b(?![:.\d])"
)


# A release's number, which tells the year and month of a head that gives only the day: "May 15: …", "2010-05-CA-061".
_NUMBER = re.compile(r"\b(?P<y>20\d\d)-(?P<m>[01]\d)-[A-Z]{1,3}-\d{2,4}\b")
_NUMBERED_DAY = re.compile(
    r"(?:^|\n|\()[^\S\n]*(?:" + rf"{_MON}\s+{_DAY}".format(k=1) + rf"|{_DAY}\s+{_MON}".format(k=2) + r")(?=\s*[:)])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day that a text gives itself, from `start` to `end` of what was read, and the `other` that its figures may mean as well."""

    day: date
    start: int
    end: int
    other: date | None = None


@dataclass(frozen=True, slots=True)
class ReportDay:
    """The day against which a report's "Tuesday" is read. `why` is said where it is not simply the publisher's."""

    day: date | None
    why: str | None = None
    own: OwnDay | None = None


def report_day(article: Article, reading: Reading) -> ReportDay:
    """The day that the text gives itself, else the publisher's. What a person says of the day stands above this: see `redate`."""
    published = article.published
    own = own_day(reading)
    if own is None:
        return ReportDay(published)
    if published is None:
        if own.other is not None:  # "05/10/2015" is of May or of October
            return ReportDay(None, None, own)
        return ReportDay(own.day, f"{READ_AGAINST} the day that the article gives itself, {in_words(own.day)}", own)
    if published in (own.day, own.other):
        return ReportDay(published, None, own)
    if own.other is not None and abs(published - own.other) < abs(published - own.day):
        own = OwnDay(own.other, own.start, own.end, own.day)
    why = f"{READ_AGAINST} {in_words(own.day)}, which the text gives itself; the publisher says {in_words(published)}"
    return ReportDay(own.day, why, own)


def report_day_of(article: Article) -> ReportDay:
    """The same, read from the head alone: for an article whose reading is not at hand."""
    return report_day(article, head_of(article.text[: 2 * HEAD], article.language))


@lru_cache(maxsize=4096)
def head_of(text: str, language: str | None) -> Reading:
    return read(Article("", text, "", language=language))


def as_reported(article: Article) -> Article:
    """The article as of the day that it gives itself: what news it brings is as old as that, whatever the publisher's page says."""
    return replace(article, published=report_day_of(article).day)


def in_words(day: date) -> str:
    """ "9 July 2014"."""
    return f"{day.day} {day:%B %Y}"


def own_day(reading: Reading) -> OwnDay | None:
    """The day that a text gives itself; where its head has several, the first that no "updated" stands before."""
    found = list(_standing(reading.repaired))
    told = next((own for own, changed in found if not changed), None) or _of_dateline(reading) or _of_number(reading.repaired)
    return told or next((own for own, _ in found), None)


def _standing(text: str) -> Iterator[tuple[OwnDay, bool]]:
    """The days that stand alone in the head of a text, and whether each is only that of a change."""
    words = _words()
    head = text[: HEAD + 60]
    for m in _STANDING.finditer(head):
        if m.start() > HEAD or (own := _meant(m)) is None:
            continue
        before, behind = head[: m.start()], head[m.end() :]
        changed, labelled = words.changed.search(before) is not None, words.label.search(before) is not None
        if changed or labelled or (words.periodical.search(before) and _LINE_ENDS.match(behind)):
            yield own, changed
            continue
        if not (_BREAKS.match(behind) or words.behind.match(behind)) or _OF_AN_ENTRY.match(behind) or words.caption.match(behind):
            continue
        if _POST.search(before):
            continue
        shown = m["clock"] or (m["wd"] and not before.rstrip().endswith(","))
        shown = shown or words.agency(before) or any(p.match(behind) for p in (_CLOCK_BEHIND, _LINE_ENDS, words.agency_behind))
        if _LINE_BEGINS.search(before) or (shown and not words.governs.search(before)):
            yield own, False


def _meant(m: re.Match[str]) -> OwnDay | None:
    span = m.span()
    if m["a"]:
        a, b, year = int(m["a"]), int(m["b"]), int(m["y3"])
        day_first, month_first = day_of(year, b, a), day_of(year, a, b)
        if day_first is None or month_first is None:
            only = day_first or month_first
            return OwnDay(only, *span) if only is not None else None
        # All 51 heads of the 388 with hyphens or full stops whose order is plain put the day first; slashes are used both ways.
        other = month_first if m["mark"] == "/" and month_first != day_first else None
        return OwnDay(day_first, *span, other)
    k = next(k for k in (1, 2, 4) if m[f"y{k}"])
    month = int(m["m4"]) if k == 4 else month_number(m[f"m{k}"])
    day = day_of(int(m[f"y{k}"]), month, int(m[f"d{k}"])) if 1 <= month <= 12 else None
    return OwnDay(day, *span) if day is not None else None


def _of_dateline(reading: Reading) -> OwnDay | None:
    """ "BOGOTA, 11 Jan 90 (EFE) --": the day of a dateline, whose year wire services write in two digits."""
    text = reading.repaired
    starts = [p.reading[0] for p in reading.passages if p.reading[0] <= _DATELINE]
    for start in starts:
        end = dateline_end(text, start, min(len(text), start + 160))
        if end == start:
            continue
        line = text[start:end]
        day = next(stated(line), None)
        if day is None and (m := _YEAR_OF_TWO.search(line)) is not None:
            year = int(m["year"])
            day = next(stated(f"{m['d'] or m['d2']} {m['m'] or m['m2']} {(2000 if year < _PIVOT else 1900) + year}"), None)
        if day is not None:
            return OwnDay(day, start, end)
    return None


def in_dateline(reading: Reading, own: OwnDay) -> bool:
    """Whether the day that a text gives itself stands in its dateline: "KABUL, Afghanistan (Oct. 5, 2011)"."""
    text = reading.repaired
    line = text.rfind("\n", 0, own.start) + 1
    starts = [line, *(p.reading[0] for p in reading.passages if line <= p.reading[0] <= own.start)]
    return any(own.start < dateline_end(text, start, min(len(text), start + _DATELINE)) for start in starts)


def _of_number(text: str) -> OwnDay | None:
    """ "May 15: Operations in the North" over the number 2010-05-CA-061."""
    head = text[: HEAD + 60]
    number = _NUMBER.search(head)
    for m in _NUMBERED_DAY.finditer(head) if number is not None else ():
        k = 1 if m["m1"] else 2
        month = month_number(m[f"m{k}"])
        if number is not None and month == int(number["m"]) and (day := day_of(int(number["y"]), month, int(m[f"d{k}"]))) is not None:
            return OwnDay(day, *m.span())
    return None


@dataclass(frozen=True, slots=True)
class _Words:
    label: re.Pattern[str]
    periodical: re.Pattern[str]
    changed: re.Pattern[str]
    governs: re.Pattern[str]
    named_before: re.Pattern[str]
    agency_behind: re.Pattern[str]
    caption: re.Pattern[str]
    behind: re.Pattern[str]

    def agency(self, before: str) -> bool:
        return _CAPITALS.search(before) is not None or self.named_before.search(before) is not None


@lru_cache(maxsize=1)
def _words() -> _Words:
    words = head_words()

    linked = r"(?:\s+(?:on|at|of|date|time|publication)){0,2}\s*[:|–-]?\s*\(?$"
    return _Words(
        label=re.compile(rf"\b(?=[A-Z])(?i:{any_of(words.labels)}){linked}"),
        periodical=re.compile(rf"\b{any_of(words.periodicals)}\s+(?:of|for|from|on)\s+(?:the\s+)?$", re.IGNORECASE),
        changed=re.compile(rf"\b{any_of(words.changed)}{linked}", re.IGNORECASE),
        governs=re.compile(rf"\b{any_of(words.governing)}\s*[,(]?\s*$", re.IGNORECASE),
        named_before=re.compile(rf"\b{any_of(words.agencies)}[)\]|,:–—-]{{0,2}}\s*$"),
        agency_behind=re.compile(
            rf"[\s,|(–—-]{{0,3}}(?:[A-Z][\w'’-]+[\s,(]{{1,2}}){{0,2}}(?:[A-Z]{{2,}}(?=[\s)–—-]|$)|{any_of(words.agencies)}\b)"
        ),
        caption=re.compile(rf"\.?\s*[(\[][^)\]\n]{{0,40}}\b{any_of(words.captions)}\b", re.IGNORECASE),
        behind=re.compile(rf"\s*\(?{any_of(words.behind)}\b", re.IGNORECASE),
    )
