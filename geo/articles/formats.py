"""The formats that articles are taken in from, each with its endings, its reader and its limit.

A new format is a reader in a file of its own and one entry here: what is taken in, what messages, help and the window's
file dialog name, and how large a file may be all follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.articles import documents
from geo.articles.documents import Document
from geo.articles.limits import MAX_PDF_BYTES, MAX_RECORDS_BYTES, MAX_TEXT_BYTES
from geo.articles.records import Record, records
from geo.errors import ArticleError

Reader = Callable[[bytes, Path], Iterator[Document | Record | ArticleError]]


@dataclass(frozen=True, slots=True)
class Format:
    endings: tuple[str, ...]  # lower case, the usual one first
    read: Reader
    max_bytes: int = MAX_TEXT_BYTES


def _one(read: Callable[[bytes, Path], Document]) -> Reader:
    """A reader of files that hold one article each."""

    def reader(data: bytes, path: Path) -> Iterator[Document]:
        yield read(data, path)

    return reader


PLAIN_TEXT = Format((".txt", ".text"), _one(documents.plain_text))
FORMATS = (
    PLAIN_TEXT,
    Format((".md", ".markdown"), _one(documents.plain_text)),
    Format((".html", ".htm", ".xhtml"), _one(documents.html)),
    Format((".pdf",), _one(documents.pdf), MAX_PDF_BYTES),
    Format((".jsonl", ".ndjson", ".json"), records, MAX_RECORDS_BYTES),
)
FORMAT_OF = {ending: taken for taken in FORMATS for ending in taken.endings}
USUAL = ", ".join(taken.endings[0] for taken in FORMATS[:-1]) + f" and {FORMATS[-1].endings[0]}"
"""The formats as a user is told of them: ".txt, .md, .html, .pdf and .jsonl"."""

# Documents that a user may believe to be taken in: named where they lie in a folder. Other kinds (pictures, sheets) are passed over.
UNREAD_DOCUMENTS = frozenset((".doc", ".docx", ".odt", ".rtf", ".epub", ".eml", ".msg", ".pages", ".mht", ".mhtml")) - FORMAT_OF.keys()
