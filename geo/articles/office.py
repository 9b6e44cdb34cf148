"""Word processors' documents: .docx and .odt. Their text as it is shown: without deletions that are tracked and without comments."""

from __future__ import annotations

from pathlib import Path

from geo import __version__
from geo.articles.archive import Archive, Element, first, local
from geo.articles.documents import Document
from geo.articles.front_matter import front_matter
from geo.articles.limits import MAX_TEXT_BYTES, MEGABYTE
from geo.errors import ArticleError

_LEFT_OUT = {
    ".docx": frozenset(("del", "moveFrom", "Fallback", "pict", "instrText", "delText", "commentReference", "rPr", "pPr")),
    ".odt": frozenset(("tracked-changes", "annotation", "annotation-end", "deletion", "note-citation", "desc", "title", "forms")),
}
_PARAGRAPHS = frozenset(("p", "h"))
_WORDS = {".docx": frozenset(("t",)), ".odt": None}


def docx(data: bytes, path: Path) -> Document:
    """A document of Word (ECMA-376). The days that the file was made and changed are the file's, and not taken for the article's."""
    archive = Archive.of(data, path)
    body = archive.tree("word/document.xml")
    if body is None:
        raise ArticleError(path, "it is no document of Word", "Save it as PDF or text.")
    lines = _lines(body, ".docx")
    for notes in ("word/footnotes.xml", "word/endnotes.xml"):
        if (root := archive.tree(notes)) is not None:
            lines += _lines(root, ".docx")
    return _document(lines, first(archive.tree("docProps/core.xml"), "title"), "docx", path)


def odt(data: bytes, path: Path) -> Document:
    """A text document of LibreOffice (ISO/IEC 26300)."""
    archive = Archive.of(data, path)
    content = archive.tree("content.xml")
    body = next((e for e in content.iter() if local(e) == "text" and "office" in e.tag), None) if content is not None else None
    if body is None:
        raise ArticleError(path, "it is no text document of LibreOffice", "Save it as PDF or text.")
    return _document(_lines(body, ".odt"), first(archive.tree("meta.xml"), "title"), "odt", path)


def _document(lines: list[str], title: str | None, extractor: str, path: Path) -> Document:
    text = "\n".join(lines)
    if not text.strip():
        raise ArticleError(path, "it holds no text", "If it holds pictures of pages, run it through OCR first.")
    if len(text) > MAX_TEXT_BYTES:
        raise ArticleError(path, f"it holds more than {MAX_TEXT_BYTES // MEGABYTE} MB of text", "Split it.")
    head = front_matter(text)
    return Document(text, extractor, __version__, head.title or title, head.publisher, head.published, head.address, head.language)


def _lines(root: Element, kind: str) -> list[str]:
    """The paragraphs in the order in which they are read, those of tables and boxes among them; what is inside one stands after it."""
    lines: list[str] = []
    stack = [root]
    while stack:
        element = stack.pop()
        name = local(element)
        if name in _LEFT_OUT[kind]:
            continue
        if name not in _PARAGRAPHS:
            stack += reversed(element)
            continue
        words: list[str] = []
        boxes = _collect(element, words, kind)
        lines += [line for part in "".join(words).split("\n") if (line := part.strip(" "))]
        stack += reversed(boxes)
    return lines


def _collect(paragraph: Element, words: list[str], kind: str) -> list[Element]:
    """Adds the words of a paragraph; gives the paragraphs that stand inside it, in boxes and notes."""
    inside: list[Element] = []
    only = _WORDS[kind]
    stack: list[tuple[Element, bool]] = [(paragraph, False)]
    while stack:
        element, done = stack.pop()
        name = local(element)
        if done:
            if only is None and element is not paragraph and element.tail:
                words.append(element.tail)
            continue
        if element is not paragraph and name in _PARAGRAPHS:
            inside.append(element)
            continue
        stack.append((element, True))
        if name in _LEFT_OUT[kind]:
            continue
        match name:
            case "tab":
                words.append("\t")
            case "br" | "line-break" | "cr":
                words.append("\n")
            case "s":
                words.append(" ")
            case _ if (only is None or name in only) and element.text:
                words.append(element.text)
            case _:
                pass
        stack += [(child, False) for child in reversed(element)]
    return inside
