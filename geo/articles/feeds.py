"""Feeds as they are saved: RSS 0.9 to 2.0, RDF and Atom. Each item is an article; what the feed only hints at is not fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from geo import __version__
from geo.articles.archive import Element, local, parsed
from geo.articles.documents import Document, Entry
from geo.articles.front_matter import read_date
from geo.articles.markup import is_marked_up, text_of
from geo.errors import ArticleError

_ITEMS = frozenset(("item", "entry"))
_TEXTS = ("encoded", "content", "description", "summary")  # the whole text before what only sums it up
_DAYS = ("pubDate", "published", "issued", "date", "created", "updated", "modified")


def feed(data: bytes, path: Path) -> Iterator[Entry | ArticleError]:
    """The items of a feed, with title, day, address, and the feed's own title as the publisher; one without words is named."""
    root = parsed(data.lstrip(), path)
    items = [e for e in root.iter() if local(e) in _ITEMS]
    if local(root) not in ("rss", "feed", "RDF") or not items:
        raise ArticleError(path, "it is no feed of articles", "Dateline reads RSS and Atom of what ends in .xml.")
    channel = root if local(root) == "feed" else next((e for e in root if local(e) == "channel"), root)
    publisher = _field(channel, "title")
    for number, item in enumerate(items, start=1):
        where = f"item {number}"
        title = _words(_field(item, "title"))
        text = next((words for name in _TEXTS if (words := _words(_field(item, name)))), "")
        if not text and not title:
            yield ArticleError(f"{path}, {where}", "it holds no text", "Open its page in a browser and save that.")
            continue
        day = next((found for name in _DAYS if (words := _field(item, name)) and (found := read_date(words))), None)
        address = _address(item)
        document = Document(
            f"{title}\n\n{text}".strip() if title and not text.startswith(title) else text or title,
            "feed",
            __version__,
            title or None,
            _words(_field(item, "source")) or publisher,
            day,
            address,
        )
        identifier = _field(item, "guid") or _field(item, "id") or address
        yield Entry(identifier or f"{path.name}:{number}", where, ElementTree.tostring(item, encoding="utf-8"), document)


def _field(element: Element, name: str) -> str | None:
    """The words of a child called so; XHTML inside Atom's content as it stands."""
    child = next((c for c in element if local(c) == name and (c.text or len(c))), None)
    if child is None:
        return None
    if len(child):
        return (child.text or "") + "".join(ElementTree.tostring(c, encoding="unicode") for c in child)
    return (child.text or "").strip() or None


def _words(field: str | None) -> str:
    if not field:
        return ""
    return text_of(field) if is_marked_up(field) else field.strip()


def _address(item: Element) -> str | None:
    links = [c for c in item if local(c) == "link"]
    best = next((c for c in links if c.get("rel", "alternate") == "alternate"), None)
    return ((best.get("href") or best.text or "").strip() or None) if best is not None else None
