"""Title, date and publisher that stand at the top of a text; dates as people write them, never completed by guessing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime

_FENCED = re.compile(r"\s*---[ \t]*(?:\r\n|\r|\n)(?P<block>.*?)(?:\r\n|\r|\n)---[ \t]*(?:\r\n|\r|\n|$)", re.DOTALL)
_KEY_VALUE = re.compile(r"^[ \t]*(?P<key>[A-Za-z][A-Za-z _-]{1,30}?)[ \t]*:[ \t]*(?P<value>.*?)[ \t]*$")
_HEADER_LINE = re.compile(
    r"[ \t]*(?P<key>title|headline|date|published|publisher|source|url|address|link|author|byline|language|by)[ \t]*:"
    r"[ \t]*(?P<value>[^\r\n]*)(?:\r\n|\r|\n|$)",
    re.IGNORECASE,
)
_BLANK = re.compile(r"[ \t]*(?:\r\n|\r|\n)|\s*$")
_HEADING = re.compile(r"\s*#[ \t]+(?P<title>[^\r\n]+)")
_FIELDS = {
    "title": "title", "headline": "title",
    "date": "published", "published": "published", "publication date": "published",
    "publisher": "publisher", "source": "publisher", "site": "publisher", "sitename": "publisher",
    "url": "address", "address": "address", "link": "address",
    "language": "language", "lang": "language",
}  # fmt: skip
# Front matter is short; a "---" much later is a rule between paragraphs.
MAX_FRONT_MATTER = 8_000
LONGEST_DATE = 400  # characters; what is longer is a text in a field for a date

_MONTHS = {name: n for n, names in enumerate((
    ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
    ("july", "jul"), ("august", "aug"), ("september", "sep", "sept"), ("october", "oct"), ("november", "nov"), ("december", "dec"),
), start=1) for name in names}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH})\b\.?,?\s+(\d{{4}})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
_ISO = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    address: str | None = None
    language: str | None = None
    end: int = 0  # where the text proper begins, in code points


def front_matter(text: str) -> FrontMatter:
    """What stands between `---` lines at the top, or on header lines ("Title: …") before a blank line; else a Markdown heading's title."""
    fenced = _FENCED.match(text, 0, MAX_FRONT_MATTER)
    if fenced:
        pairs = [_KEY_VALUE.match(line) for line in fenced["block"].splitlines()]
        fields = {pair["key"].strip().lower(): _unquoted(pair["value"]) for pair in pairs if pair}
        if fields:
            return _from_fields(fields, fenced.end())
    headers, end = _header_lines(text)
    if headers:
        return _from_fields(headers, end)
    heading = _HEADING.match(text, 0, MAX_FRONT_MATTER)
    return FrontMatter(title=heading["title"].strip(" #\t") or None) if heading else FrontMatter()


def body_start(text: str) -> int:
    """Offset at which the text proper begins, after any front matter."""
    return front_matter(text).end


def read_date(words: str) -> date | None:
    """The date that `words` give in full: ISO, "7 October 2015", "Oct. 7, 2015", "Wed, 07 Oct 2015 10:00 GMT", "25.10.2015".

    None where day, month or year is missing, or where day and month cannot be told apart ("07/10/2015"): nothing is guessed.

    >>> read_date("Wednesday, October 7, 2015")
    datetime.date(2015, 10, 7)
    >>> read_date("7 October") is None
    True
    """
    words = words.strip()[:LONGEST_DATE]
    if match := _ISO.search(words):
        return _date(int(match[1]), int(match[3]), int(match[4]))
    if match := _DAY_FIRST.search(words):
        return _date(int(match[3]), _MONTHS[match[2].lower()], int(match[1]))
    if match := _MONTH_FIRST.search(words):
        return _date(int(match[3]), _MONTHS[match[1].lower()], int(match[2]))
    if match := _NUMERIC.search(words):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "." or first > 12 or first == second:  # with points the day comes first everywhere
            return _date(year, second, first)
        return _date(year, first, second) if second > 12 else None
    if match := _COMPACT.search(words):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    try:
        return parsedate_to_datetime(words).date() if re.search(r"\d{4}", words) else None
    except (ValueError, TypeError, IndexError):
        return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _header_lines(text: str) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    at = len(text) - len(text.lstrip())
    while at < MAX_FRONT_MATTER and (line := _HEADER_LINE.match(text, at)):
        fields[line["key"].lower()] = _unquoted(line["value"])
        at = line.end()
    # Without a blank line after them these are the first words of the article ("Source: the ministry said").
    if not fields or not _BLANK.match(text, at):
        return {}, 0
    return fields, at


def _from_fields(fields: dict[str, str], end: int) -> FrontMatter:
    found: dict[str, str] = {}
    for key, value in fields.items():
        name = _FIELDS.get(key.replace("_", " ").replace("-", " "))
        if name and value:
            found.setdefault(name, value)
    language = found.get("language", "")[:2].lower() or None
    published = read_date(found["published"]) if "published" in found else None
    return FrontMatter(found.get("title"), found.get("publisher"), published, found.get("address"), language, end)


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1].strip() if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
