"""The formats that articles are taken in from, each with its endings, its reader and its limit.

A new format is a reader in a file of its own and one entry here: what is taken in, what messages, help and the window's
file dialog name, and how large a file may be all follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.articles import books, documents, feeds, mail, office
from geo.articles.documents import Document, Entry
from geo.articles.limits import MAX_PDF_BYTES, MAX_RECORDS_BYTES, MAX_TEXT_BYTES
from geo.articles.records import records
from geo.articles.tables import table
from geo.errors import ArticleError

Reader = Callable[[bytes, Path], Iterator[Document | Entry | ArticleError]]


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
    Format((".mhtml", ".mht"), _one(mail.web_archive), MAX_PDF_BYTES),
    Format((".pdf",), _one(documents.pdf), MAX_PDF_BYTES),
    Format((".docx",), _one(office.docx), MAX_PDF_BYTES),
    Format((".odt",), _one(office.odt), MAX_PDF_BYTES),
    Format((".epub",), _one(books.epub), MAX_PDF_BYTES),
    Format((".eml",), _one(mail.mail), MAX_PDF_BYTES),
    Format((".mbox",), mail.mailbox, MAX_RECORDS_BYTES),
    Format((".rss", ".atom", ".xml"), feeds.feed, MAX_RECORDS_BYTES),
    Format((".csv", ".tsv"), table, MAX_RECORDS_BYTES),
    Format((".jsonl", ".ndjson", ".json"), records, MAX_RECORDS_BYTES),
)
FORMAT_OF = {ending: taken for taken in FORMATS for ending in taken.endings}
USUAL = ", ".join(taken.endings[0] for taken in FORMATS[:-1]) + f" and {FORMATS[-1].endings[0]}"
"""The formats as a user is told of them: ".txt, .md, … and .jsonl"."""

# Documents that a user may believe to be taken in: named where they lie in a folder. Other kinds (pictures, sheets) are passed over.
UNREAD_DOCUMENTS = frozenset((".doc", ".rtf", ".msg", ".pages", ".warc", ".wacz", ".xlsx", ".xls", ".ods"))
