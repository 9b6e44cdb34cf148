"""The fields of records as exports usually call them, and the document that a record holds. What was taken for what is kept in custody."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, cast

from geo import __version__
from geo.articles.documents import Document, Entry
from geo.articles.front_matter import read_date
from geo.articles.limits import MAX_TEXT_BYTES, MEGABYTE
from geo.articles.markup import is_marked_up, text_of
from geo.errors import ArticleError

# The first that a record has is taken; names are compared without case and "_", "-" or " ".
TEXT = (
    "text", "full_text", "content", "content_text", "content_html", "body", "body_text", "article_body", "article_text", "article",
    "message", "caption", "notes", "description",
)  # fmt: skip
TITLE = ("title", "headline", "subject")
DAY = (
    "date", "published", "published_at", "published_date", "date_published", "publication_date", "publish_date", "pub_date", "created_at",
    "created", "timestamp", "datetime", "event_date", "seendate", "time",
)  # fmt: skip
PUBLISHER = ("publisher", "source", "site", "site_name", "outlet", "channel", "user", "from", "domain")
ADDRESS = ("address", "url", "link", "permalink", "web_url", "source_url")
IDENTIFIER = ("id", "id_str", "guid", "uuid", "tweet_id", "event_id_cnty")
_LANGUAGE = ("language", "lang")
_OWN = frozenset(("text", "title", "headline", "date", "published", "publisher", "source", "address", "url", "link"))
_MARKED_UP = frozenset(("contenthtml",))
_PLAIN = frozenset(("text", "fulltext", "contenttext"))
_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")  # since 1970, also in milliseconds; years have four digits and days eight

REMEDY = 'A record is one line such as {"id": "1", "text": "…", "title": "…", "date": "2015-10-07", "publisher": "…"}.'


def entry(value: object, source: bytes, where: str, name: str, place: str) -> Entry | ArticleError:
    """A record's article. `where` says where it is in the file ("line 3"), `name` is its id if it has none, `place` names it in errors."""
    if not isinstance(value, dict):
        return ArticleError(place, "this is not a record", REMEDY)
    record = Fields(cast("dict[str, Any]", value))
    text = record.text()
    if text is None:
        known = ", ".join(TEXT[:8])
        return ArticleError(place, 'the record has no "text"', f"{REMEDY} Its text may also be called {known}.")
    if not text.strip():
        return ArticleError(place, "its text is empty", "Take the record out, or give it its text.")
    if len(text) > MAX_TEXT_BYTES:
        return ArticleError(place, f"its text is longer than {MAX_TEXT_BYTES // MEGABYTE} MB", "Split it.")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        reason = f"its text holds half a character (a lone surrogate) at {error.start}"
        return ArticleError(place, reason, "Write the text again as valid UTF-8.")
    title, publisher, published, address = record.words(TITLE), record.words(PUBLISHER), record.day(), record.words(ADDRESS)
    language = record.words(_LANGUAGE)
    document = Document(text, record.told(), __version__, title, publisher, published, address, language[:2].lower() if language else None)
    return Entry(record.identifier() or name, where, source, document)


class Fields:
    """A record with its fields found by their usual names; remembers which were taken."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values: dict[str, tuple[str, Any]] = {_plain(key): (key, values[key]) for key in reversed(list(values))}
        self._taken: dict[str, str] = {}

    def text(self) -> str | None:
        """The text; a list of pieces joined, markup taken off. None where no field is one."""
        for name in TEXT:
            key, value = self._values.get(_plain(name), ("", None))
            words = flat(value)
            if words is None:
                continue
            self._taken["text"] = key
            marked = _plain(name) in _MARKED_UP or (_plain(name) not in _PLAIN and is_marked_up(words))
            return text_of(words) if marked else words
        return None

    def words(self, names: Sequence[str]) -> str | None:
        for name in names:
            key, value = self._values.get(_plain(name), ("", None))
            if isinstance(value, dict):
                inner = cast("dict[str, Any]", value)
                value = next((inner[k] for k in ("name", "title", "screen_name", "username", "id") if isinstance(inner.get(k), str)), None)
            if isinstance(value, str) and value.strip():
                self._taken[names[0]] = key
                return value.strip().encode("utf-8", "replace").decode("utf-8")
        return None

    def day(self) -> date | None:
        for name in DAY:
            key, value = self._values.get(_plain(name), ("", None))
            found = _day(value)
            if found is not None:
                self._taken["date"] = key
                return found
        return None

    def identifier(self) -> str | None:
        for name in IDENTIFIER:
            _, value = self._values.get(_plain(name), ("", None))
            if isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value).strip():
                return str(value).strip()
        return None

    def told(self) -> str:
        """How the fields were understood, where they are not called as Dateline calls them: "records (text: full_text)"."""
        other = [f"{meant}: {key}" for meant, key in self._taken.items() if _plain(key) not in _OWN]
        return f"records ({', '.join(other)})" if other else "jsonl"


def flat(value: object) -> str | None:
    """A text, or the pieces of one as Telegram exports them; None for anything else."""
    if isinstance(value, str):
        return value
    if not isinstance(value, list) or not value:
        return None
    words: list[str] = []
    for piece in cast("list[object]", value):
        said = cast("dict[str, object]", piece).get("text") if isinstance(piece, dict) else piece
        if not isinstance(said, str):
            return None
        words.append(said)
    return "".join(words)


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")


def _day(value: object) -> date | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)) or (isinstance(value, str) and _SECONDS.fullmatch(value.strip())):
        seconds = float(value)
        seconds /= 1000 if seconds >= 1e11 else 1
        try:
            return datetime.fromtimestamp(seconds, UTC).date() if seconds >= 1e8 else None
        except (OverflowError, ValueError, OSError):
            return None
    return read_date(value) if isinstance(value, str) else None
