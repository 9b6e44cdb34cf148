"""Text and metadata of plain-text, HTML and PDF files. What HTML and PDF readers extract is derived, and the custody says so."""

from __future__ import annotations

import io
import logging
import re
import warnings
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from geo import __version__
from geo.articles.decode import decode
from geo.articles.front_matter import front_matter, read_date
from geo.articles.layout import joined, page_text, without_hyphens, without_margins
from geo.articles.limits import MAX_TEXT_BYTES, MEGABYTE
from geo.articles.page_facts import Update, page_facts
from geo.errors import ArticleError

_DECLARED_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,30})", re.IGNORECASE)
_SAVE_AS_TEXT = "Open it in a browser and save its text as .txt."
_WORD = re.compile(r"[^\W\d_]{2,}")
# Of what trafilatura's last resort makes of stray marks ("<<<>>><p") no more than a letter is left.
_FEWEST_WORDS = 2
_XML_ENCODING = re.compile(r"^\s*<\?xml[^>]*\?>")
# "Read more: …" and lists of headlines inside an article: paragraphs that are a link and little else tell of other articles.
_LINKS_ALONE = (
    "//*[self::p or self::li][count(.//a) = 1][string-length(normalize-space(.//a)) > 15]"
    "[string-length(normalize-space(.)) - string-length(normalize-space(.//a)) < 15]"
)
# Titles that programs give: "Microsoft Word - draft3.doc", "untitled".
_PROGRAM_TITLE = re.compile(
    r"^(?:microsoft |\W*(?:untitled|anonymous|unspecified)\b|document\d*$|layout \d|slide \d)|\.(?:docx?|indd|qxd|pptx?|pdf)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader found in a file."""

    text: str
    extractor: str
    extractor_version: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    address: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the articles that a file holds: a record, a message, an item of a feed."""

    id: str
    where: str  # in the file: "line 3", "message 2"
    source: bytes  # as it stands in the file
    document: Document


def plain_text(data: bytes, path: Path) -> Document:
    """The file decoded, its byte-order mark removed, nothing else changed; title, date and publisher from front matter."""
    decoded = decode(data, path)
    if not decoded.text.strip():
        raise ArticleError(path, "it holds no text", "Check that it was saved completely.")
    head = front_matter(decoded.text)
    extractor = "plain text" if decoded.encoding == "utf-8" else f"plain text, {decoded.encoding}"
    return Document(decoded.text, extractor, __version__, head.title, head.publisher, head.published, head.address, head.language)


def html(data: bytes, path: Path) -> Document:
    """The article in a web page, by trafilatura; it reads the bytes given and asks nothing of the network.

    Title, publisher, day and address are those that the page declares; trafilatura is asked for what it does not. Of a live page that
    declares its entries the text is theirs, each under its day.
    """
    # Imported here for it takes half a second, which a folder of text files need not wait for.
    import trafilatura

    markup = _XML_ENCODING.sub("", _markup(data, path))
    if not markup.strip():
        raise ArticleError(path, "it holds no text", "Check that the page was saved completely.")
    try:
        found: Any = trafilatura.bare_extraction(
            markup,
            with_metadata=True,
            include_comments=False,
            prune_xpath=_LINKS_ALONE,
            # Only dates that the page declares: a date guessed from its words or its copyright line would be invented.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except MemoryError:
        raise  # told by who limits it
    except Exception as error:  # hostile markup makes lxml and trafilatura raise nearly anything
        raise ArticleError(path, f"the page cannot be read ({type(error).__name__}: {error})", _SAVE_AS_TEXT) from error
    facts = page_facts(markup)
    text = _live(facts.updates) or (str(found.text or "").strip() if found is not None else "")
    if len(_WORD.findall(text)) < _FEWEST_WORDS:
        raise ArticleError(path, "no article text was found in the page", _SAVE_AS_TEXT)
    site = _tidy(found.sitename) if found is not None else None
    return Document(
        text,
        "declared entries of a live page" if facts.updates else "trafilatura",
        __version__ if facts.updates else version("trafilatura"),
        facts.title or (_tidy(found.title) if found is not None else None),
        facts.publisher or (site if site not in facts.segments else None),
        facts.published or (read_date(found.date) if found is not None and found.date else None),
        facts.address or (_tidy(found.url) if found is not None else None),
    )


def _live(updates: tuple[Update, ...]) -> str:
    """The entries of a live page as they are read: a line with the day, one with the headline, and the words."""
    entries: list[str] = []
    for update in updates:
        day = read_date(update.when) if update.when else None
        lines = [f"{day.day} {day:%B} {day.year}" if day is not None else update.when, update.title, update.text]
        entries.append("\n".join(line for line in lines if line))
    return "\n\n".join(entries)


def pdf(data: bytes, path: Path) -> Document:
    """The text of a PDF, by pypdf: columns one after the other, without what comes again at the head or foot of each page.

    The date of making is the file's, not the article's, and is not taken for it.
    """
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports each flaw of a damaged file on standard error
    remedy = "Open it in a PDF viewer and save it again, or copy its text into a .txt file."
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                raise ArticleError(path, "it is locked with a password", "Save a copy without the password.")
            pages: list[str] = []
            size = 0
            for page in reader.pages:
                pages.append(page_text(page))
                size += len(pages[-1])
                if size > MAX_TEXT_BYTES:
                    raise ArticleError(path, f"it holds more than {MAX_TEXT_BYTES // MEGABYTE} MB of text", "Split it.")
            title = _tidy(reader.metadata.title) if reader.metadata else None
    except (ArticleError, MemoryError):  # the latter is told by who limits it
        raise
    except (PyPdfError, RecursionError, Exception) as error:  # a damaged file makes pypdf raise nearly anything
        raise ArticleError(path, f"the PDF is damaged ({type(error).__name__})", remedy) from error
    text = without_hyphens(joined(without_margins(pages)))
    # Half characters, which damaged fonts give, can be neither stored nor printed.
    text = text.encode("utf-8", "replace").decode("utf-8")
    if not text.strip():
        raise ArticleError(path, "it holds pictures of pages and no text", "Run it through OCR first.")
    head = front_matter(text)
    if title and _PROGRAM_TITLE.search(title):
        title = None
    return Document(text, "pypdf", version("pypdf"), head.title or title, head.publisher, head.published, head.address, head.language)


def _markup(data: bytes, path: Path) -> str:
    declared = _DECLARED_CHARSET.search(data[:4_000])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and b"\x00" not in data:
        name = declared[1].decode("ascii").lower()
        name = "windows-1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name  # as browsers do
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass  # a page that declares a wrong encoding: find out
    return decode(data, path).text


def _tidy(value: object) -> str | None:
    return " ".join(str(value).split()) or None if value else None
