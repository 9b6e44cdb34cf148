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
from geo.articles.limits import MAX_TEXT_BYTES, MEGABYTE
from geo.errors import ArticleError

_DECLARED_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,30})", re.IGNORECASE)
_SAVE_AS_TEXT = "Open it in a browser and save its text as .txt."
_WORD = re.compile(r"[^\W\d_]{2,}")
# Of what trafilatura's last resort makes of stray marks ("<<<>>><p") no more than a letter is left.
_FEWEST_WORDS = 2
_XML_ENCODING = re.compile(r"^\s*<\?xml[^>]*\?>")
# Titles that programs give: "Microsoft Word - draft3.doc", "untitled".
_PROGRAM_TITLE = re.compile(r"^(?:microsoft |untitled|document\d*$|layout \d|slide \d)|\.(?:docx?|indd|qxd|pptx?|pdf)$", re.IGNORECASE)


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


def plain_text(data: bytes, path: Path) -> Document:
    """The file decoded, its byte-order mark removed, nothing else changed; title, date and publisher from front matter."""
    decoded = decode(data, path)
    if not decoded.text.strip():
        raise ArticleError(path, "it holds no text", "Check that it was saved completely.")
    head = front_matter(decoded.text)
    extractor = "plain text" if decoded.encoding == "utf-8" else f"plain text, {decoded.encoding}"
    return Document(decoded.text, extractor, __version__, head.title, head.publisher, head.published, head.address, head.language)


def html(data: bytes, path: Path) -> Document:
    """The article in a web page, by trafilatura; it reads the bytes given and asks nothing of the network."""
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
            # Only dates that the page declares: a date guessed from its words or its copyright line would be invented.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except MemoryError:
        raise  # told by who limits it
    except Exception as error:  # hostile markup makes lxml and trafilatura raise nearly anything
        raise ArticleError(path, f"the page cannot be read ({type(error).__name__}: {error})", _SAVE_AS_TEXT) from error
    text = str(found.text or "").strip() if found is not None else ""
    if found is None or len(_WORD.findall(text)) < _FEWEST_WORDS:
        raise ArticleError(path, "no article text was found in the page", _SAVE_AS_TEXT)
    return Document(
        text,
        "trafilatura",
        version("trafilatura"),
        _tidy(found.title),
        _tidy(found.sitename),
        read_date(found.date) if found.date else None,
        _tidy(found.url),
    )


def pdf(data: bytes, path: Path) -> Document:
    """The text of a PDF, by pypdf. The date of making is the file's, not the article's, and is not taken for it."""
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
                pages.append(page.extract_text().strip())
                size += len(pages[-1])
                if size > MAX_TEXT_BYTES:
                    raise ArticleError(path, f"it holds more than {MAX_TEXT_BYTES // MEGABYTE} MB of text", "Split it.")
            title = _tidy(reader.metadata.title) if reader.metadata else None
    except (ArticleError, MemoryError):  # the latter is told by who limits it
        raise
    except (PyPdfError, RecursionError, Exception) as error:  # a damaged file makes pypdf raise nearly anything
        raise ArticleError(path, f"the PDF is damaged ({type(error).__name__})", remedy) from error
    text = "\n".join(page for page in pages if page)
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
