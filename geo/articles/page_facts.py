"""What a web page declares of its article: title, publisher, day, address, and the entries of a live page.

Extractors guess where a page declares nothing, and guess wrong: the first thing like a date, half of a headline as the publisher. What the
page says of itself comes first: schema.org's JSON-LD, the Open Graph and Dublin Core names in use, then `itemprop` and the heading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from typing import Any, cast

from geo.articles.front_matter import read_date
from geo.articles.markup import text_of

_ARTICLES = re.compile(r"(?:Article|BlogPosting|Report|Posting)$")  # schema.org's NewsArticle, ReportageNewsArticle, LiveBlogPosting …
_DAY_NAMES = (
    "article:published_time", "og:article:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "parsely-pub-date", "sailthru.date", "pubdate", "publish-date", "publishdate", "publication_date", "article.published", "dc.date",
    "date",
)  # fmt: skip
_SITE_NAMES = ("og:site_name", "application-name", "dc.publisher", "publisher", "article:publisher")
_SEPARATOR = re.compile(r"\s+[|–—·»:-]+\s+|\s*\|\s*")  # before the name of a site; a hyphen inside a word is none
_LONGEST_SITE = 5  # words: longer tails of titles are part of the headline


@dataclass(frozen=True, slots=True)
class Update:
    """An entry of a live page."""

    when: str | None  # as the page declares it
    title: str | None
    text: str


@dataclass(frozen=True, slots=True)
class PageFacts:
    title: str | None
    publisher: str | None
    published: date | None
    address: str | None
    updates: tuple[Update, ...]
    segments: frozenset[str]  # of the page's title: what an extractor takes for a publisher may be one


def page_facts(markup: str) -> PageFacts:
    page = _Page()
    try:
        page.feed(markup)
        page.close()
    except (AssertionError, ValueError):  # html.parser on hostile declarations
        pass
    nothing: dict[str, Any] = {}
    linked = next(_linked(page.scripts), nothing)
    heading = " ".join(page.heading.split()) or None
    shown = _words(linked.get("headline")) or page.named(("og:title", "twitter:title")) or " ".join(page.title.split()) or heading
    site = _named(linked.get("publisher")) or page.named(_SITE_NAMES)
    if site is not None and site.startswith(("http:", "https:", "@")):
        site = None
    title, tail = _without_site(shown, heading, site)
    if site is None:
        site = tail or _without_site(" ".join(page.title.split()) or None, heading, None)[1]
    day = _day(linked.get("datePublished")) or page.day()
    address = _words(linked.get("url")) or page.named(("og:url",)) or page.canonical
    segments = frozenset(part.strip() for part in _SEPARATOR.split(" ".join(page.title.split())) if part.strip())
    updates = tuple(_updates(linked))
    return PageFacts(title, site, day, address if address and address.startswith("http") else None, updates, segments)


class _Page(HTMLParser):
    """The declarations of a page's head, and its first heading."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title, self.heading = "", ""
        self.canonical: str | None = None
        self.scripts: list[str] = []
        self._metas: dict[str, str] = {}
        self._times: list[str] = []
        self._into: str | None = None

    def named(self, names: tuple[str, ...]) -> str | None:
        return next((words for name in names if (words := " ".join(self._metas.get(name, "").split()))), None)

    def day(self) -> date | None:
        said = [self._metas[name] for name in _DAY_NAMES[:3] if name in self._metas] + self._times
        said += [self._metas[name] for name in _DAY_NAMES[3:] if name in self._metas]
        return next((found for words in said if (found := read_date(words)) is not None), None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "meta":
                name = (given.get("property") or given.get("name") or given.get("itemprop") or "").lower()
                self._metas.setdefault(name, given.get("content", ""))
            case "time" if "datepublished" in given.get("itemprop", "").lower() or "pubdate" in given:
                self._times.append(given.get("datetime", ""))
            case "link" if given.get("rel", "").lower() == "canonical":
                self.canonical = self.canonical or given.get("href")
            case "script" if "ld+json" in given.get("type", "").lower():
                self.scripts.append("")
                self._into = "script"
            case "title" if not self.title:
                self._into = "title"
            case "h1" if not self.heading:
                self._into = "h1"
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        if tag == self._into:
            self._into = None

    def handle_data(self, data: str) -> None:
        match self._into:
            case "script":
                self.scripts[-1] += data
            case "title":
                self.title += data
            case "h1":
                self.heading += data
            case _:
                pass


def _linked(scripts: list[str]) -> Iterator[dict[str, Any]]:
    """The articles that JSON-LD declares, a live page before one of its entries."""
    for script in scripts:
        try:
            document = json.loads(script)
        except (ValueError, RecursionError):
            continue
        stack: list[object] = [document]
        while stack:
            value = stack.pop(0)
            if isinstance(value, list):
                stack += cast("list[object]", value)
            elif isinstance(value, dict):
                item = cast("dict[str, Any]", value)
                kinds = item.get("@type")
                if any(
                    isinstance(k, str) and _ARTICLES.search(k)
                    for k in (cast("list[object]", kinds) if isinstance(kinds, list) else [kinds])
                ):
                    yield item
                stack += [item[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if isinstance(item.get(name), (dict, list))]


def _updates(linked: dict[str, Any]) -> Iterator[Update]:
    listed = linked.get("liveBlogUpdate")
    for value in cast("list[object]", listed if isinstance(listed, list) else []):
        if isinstance(value, dict):
            item = cast("dict[str, Any]", value)
            if text := _words(item.get("articleBody")):
                yield Update(_words(item.get("datePublished")), _words(item.get("headline")), text)


def _without_site(title: str | None, heading: str | None, site: str | None) -> tuple[str | None, str | None]:
    """A title without the site's name behind it, and that name: told by the site's own, by the heading, or by being short and last."""
    if title is None:
        return None, None
    cuts = list(_SEPARATOR.finditer(title))
    for cut in cuts:
        head, tail = title[: cut.start()].strip(), title[cut.end() :].strip()
        if head and tail and ((site and _same(tail, site)) or (heading and _same(head, heading))):
            return head, tail if len(tail.split()) <= _LONGEST_SITE else None
    if cuts and "|" not in title and ":" in cuts[-1][0]:
        return title, None
    if cuts and site is None:
        head, tail = title[: cuts[-1].start()].strip(), title[cuts[-1].end() :].strip()
        if len(tail.split()) <= _LONGEST_SITE < len(head.split()) and tail[:1].isupper():
            return head, tail
    return title, None


def _same(a: str, b: str) -> bool:
    return a.casefold().strip(" .") == b.casefold().strip(" .")


def _named(value: object) -> str | None:
    if isinstance(value, list):
        value = next(iter(cast("list[object]", value)), None)
    return _words(cast("dict[str, Any]", value).get("name")) if isinstance(value, dict) else _words(value)


def _words(value: object) -> str | None:
    return (text_of(value).strip() or None) if isinstance(value, str) else None


def _day(value: object) -> date | None:
    return read_date(value) if isinstance(value, str) else None
