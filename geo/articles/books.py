"""Books: the chapters of an .epub in the order in which they are read."""

from __future__ import annotations

import posixpath
from pathlib import Path
from urllib.parse import unquote

from geo import __version__
from geo.articles.archive import Archive, Element, first, local
from geo.articles.decode import decode
from geo.articles.documents import Document
from geo.articles.front_matter import read_date
from geo.articles.limits import MAX_TEXT_BYTES, MEGABYTE
from geo.articles.markup import text_of
from geo.errors import ArticleError

_REMEDY = "Save it as PDF or text."


def epub(data: bytes, path: Path) -> Document:
    """The text of a book (EPUB 2 and 3) with the title, publisher, day and language that it states."""
    archive = Archive.of(data, path)
    container = archive.tree("META-INF/container.xml")
    names = [e.get("full-path") for e in container.iter() if local(e) == "rootfile"] if container is not None else []
    package = archive.tree(names[0]) if names and names[0] else None
    if package is None:
        raise ArticleError(path, "it is no book in the form of EPUB", _REMEDY)
    chapters: list[str] = []
    size = 0
    for name in _spine(package, posixpath.dirname(names[0] or "")):
        part = archive.part(name)
        if part is not None:
            chapters.append(text_of(decode(part, path).text))
            size += len(chapters[-1])
        if size > MAX_TEXT_BYTES:
            raise ArticleError(path, f"it holds more than {MAX_TEXT_BYTES // MEGABYTE} MB of text", "Split it.")
    text = "\n\n".join(chapter for chapter in chapters if chapter)
    if not text:
        raise ArticleError(path, "it holds no text", _REMEDY)
    day, language = first(package, "date"), first(package, "language")
    return Document(
        text,
        "epub",
        __version__,
        first(package, "title"),
        first(package, "publisher") or first(package, "creator"),
        read_date(day) if day else None,
        None,
        language[:2].lower() if language else None,
    )


def _spine(package: Element, folder: str) -> list[str]:
    """The names of the chapters in the archive."""
    hrefs = {e.get("id"): e.get("href") for e in package.iter() if local(e) == "item"}
    order = [hrefs.get(e.get("idref")) for e in package.iter() if local(e) == "itemref"]
    return [posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0]))) for href in order if href]
