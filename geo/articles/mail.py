"""Mails, mailboxes and web archives of one page: files in the form of RFC 5322 and MIME."""

from __future__ import annotations

import contextlib
import email
import email.policy
import re
from collections.abc import Iterator
from datetime import date
from email.errors import MessageError
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Any

from geo import __version__
from geo.articles import documents
from geo.articles.documents import Document, Entry
from geo.articles.front_matter import read_date
from geo.articles.limits import MAX_TEXT_BYTES, MEGABYTE
from geo.articles.markup import text_of
from geo.errors import ArticleError

_REMEDY = "Save the message again, or save its text as .txt."
_BETWEEN = re.compile(rb"^From [^\r\n]*\r?\n(?=[!-9;-~]+:)", re.MULTILINE)  # the line before each message of a mailbox (RFC 4155)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def mail(data: bytes, path: Path) -> Document:
    """A saved message: its words, its subject as the title, who sent it as the publisher, and the day of its Date header."""
    return _document(_message(data, path), str(path))


def mailbox(data: bytes, path: Path) -> Iterator[Entry | ArticleError]:
    """The messages of a mailbox, each an article of its own; one without words is named, and the rest goes on."""
    starts = list(_BETWEEN.finditer(data))
    if not starts:
        raise ArticleError(path, "it is no mailbox", 'Each message of a mailbox begins with a line "From …".')
    ends = [*(m.start() for m in starts[1:]), len(data)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        source = _QUOTED_FROM.sub(rb"\1", data[start.end() : end])
        where = f"message {number}"
        try:
            message = _message(source, path)
            found = _document(message, f"{path}, {where}")
        except ArticleError as error:
            yield error
            continue
        identifier = str(message["Message-ID"] or "").strip(" <>\r\n\t")
        yield Entry(identifier or f"{path.name}:{number}", where, source, found)


def web_archive(data: bytes, path: Path) -> Document:
    """The page that a browser saved as one file (MHTML): its main part, read as any web page is."""
    message = _message(data, path)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    body = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(body, bytes):
        raise ArticleError(path, "it holds no page", "Save the page again, as HTML or PDF.")
    charset = page.get_content_charset()
    if charset:
        with contextlib.suppress(LookupError, UnicodeDecodeError):  # else found out by the reader of pages
            body = b"\xef\xbb\xbf" + body.decode(charset).encode("utf-8", "replace")
    found = documents.html(body, path)
    address = found.address or _header(message, "Snapshot-Content-Location") or _header(page, "Content-Location")
    return Document(found.text, found.extractor, found.extractor_version, found.title, found.publisher, found.published, address)


def _message(data: bytes, path: Path) -> EmailMessage:
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        if not message.keys():
            raise ArticleError(path, "it has no headers of a message", _REMEDY)
    except (MessageError, ValueError, RecursionError, LookupError) as error:
        raise ArticleError(path, f"the message is damaged ({type(error).__name__})", _REMEDY) from error
    return message


def _document(message: EmailMessage, where: str) -> Document:
    try:
        text = _words(message)
    except Exception as error:  # damaged headers make the email package raise nearly anything
        raise ArticleError(where, f"the message is damaged ({type(error).__name__})", _REMEDY) from error
    if not text.strip():
        raise ArticleError(where, "the message holds no text", "Take its attachments in as files of their own.")
    if len(text) > MAX_TEXT_BYTES:
        raise ArticleError(where, f"its text is longer than {MAX_TEXT_BYTES // MEGABYTE} MB", "Split it.")
    return Document(
        text, "mail", __version__, _header(message, "Subject"), _sender(message), _day(message), _header(message, "Archived-At")
    )


def _words(message: EmailMessage) -> str:
    """The plain text of a message, or that of its HTML; attachments are named after it."""
    body = message.get_body(preferencelist=("plain", "html"))
    words = ""
    if body is not None:
        content = str(body.get_content())
        words = text_of(content) if body.get_content_type() == "text/html" else content.replace("\r\n", "\n")
    names = [name for part in message.iter_attachments() if (name := part.get_filename())]
    attached = f"\n\n[Attached: {', '.join(names)}]" if names and words.strip() else ""
    return words.strip() + attached


def _header(message: Message[Any, Any], name: str) -> str | None:
    try:
        return " ".join(str(message[name] or "").split()).strip("<>") or None
    except Exception:  # as above
        return None


def _sender(message: EmailMessage) -> str | None:
    words = _header(message, "From")
    if words is None:
        return None
    name = re.sub(r"\s*<[^<>]*>?\s*$", "", words).strip(' "')
    return name or words


def _day(message: EmailMessage) -> date | None:
    """The day that the sender's clock showed; a Date header that cannot be read gives none."""
    words = _header(message, "Date")
    return read_date(words) if words else None
