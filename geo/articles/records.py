"""Articles in JSON: one object a line (JSON Lines), a list of them, or an export that wraps them (Telegram, Twitter, JSON Feed)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from geo.articles.decode import decode
from geo.articles.documents import Entry
from geo.articles.fields import REMEDY, entry, flat
from geo.errors import ArticleError

_LISTS = ("messages", "articles", "items", "tweets", "posts", "results", "statuses", "data")
_TWITTER_ARCHIVE = re.compile(rb"^\s*window\.YTD\.\w+\.part\d+\s*=\s*")


def records(data: bytes, path: Path) -> Iterator[Entry | ArticleError]:
    """The records of a file; a line that is none is given as the error that names it, and the rest goes on.

    A `.json` file may also hold one object, a list of them, or an export with a list inside. Raises ArticleError where it holds none.
    """
    empty = True
    for found in _each(data, path):
        empty = False
        yield found
    if empty:
        raise ArticleError(path, "it holds no records", "Each line must be a JSON object with a text.")


def _each(data: bytes, path: Path) -> Iterator[Entry | ArticleError]:
    if path.suffix.lower() == ".json" and (whole := _whole(data, path)) is not None:
        for number, (value, source) in enumerate(whole, start=1):
            yield entry(value, source, f"record {number}", f"{path.name}:{number}", f"{path}, record {number}")
        return
    for number, line in _lines(data, path):
        where = f"line {number}"
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield ArticleError(f"{path}, {where}", f"this is not JSON ({error})", REMEDY)
            continue
        yield entry(value, line, where, f"{path.name}:{number}", f"{path}, {where}")


def _lines(data: bytes, path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        data = decode(data, path).text.encode("utf-8", "surrogatepass")
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            yield number, line.removesuffix(b"\r")


def _whole(data: bytes, path: Path) -> list[tuple[object, bytes]] | None:
    """The records of a `.json` file that is one document; None where it is JSON Lines after all."""
    try:
        document = cast("object", json.loads(decode(_TWITTER_ARCHIVE.sub(b"", data, count=1), path).text))
    except (ValueError, RecursionError):
        return None
    return [(value, json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")) for value in _held(document)]


def _held(document: object) -> list[object]:
    """The records that an export holds, each with the name of what it was posted in where it has no source of its own."""
    if isinstance(document, list):
        return [_post(value) for value in cast("list[object]", document)]
    if not isinstance(document, dict):
        return [document]
    export = cast("dict[str, Any]", document)
    if isinstance(chats := export.get("chats"), dict):  # all chats of a Telegram account
        listed = cast("dict[str, Any]", chats).get("list")
        return [record for chat in cast("list[object]", listed if isinstance(listed, list) else []) for record in _held(chat)]
    if flat(export.get("text")) is not None:
        return [export]
    listed = next((export[name] for name in _LISTS if isinstance(export.get(name), list)), None)
    if listed is None:
        return [export]
    name = next((export[key] for key in ("name", "title") if isinstance(export.get(key), str)), None)
    if "messages" in export:
        return _messages(export, name)
    named = {"publisher": name} if name else {}
    return [{**named, **cast("dict[str, Any]", p)} if isinstance(p := _post(v), dict) else p for v in cast("list[object]", listed)]


def _messages(export: dict[str, Any], name: str | None) -> list[object]:
    """The messages of a Telegram chat or channel. What only tells of members, and pictures without words, are none."""
    found: list[object] = []
    for value in cast("list[object]", export["messages"]):
        message = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
        words = flat(message.get("text"))
        if message.get("type", "message") != "message" or words is None or not words.strip():
            continue
        record = {**message, "text": words, "publisher": name or message.get("from")}
        record["id"] = f"{name}/{message['id']}" if name and "id" in message else message.get("id")
        found.append(record)
    return found


def _post(value: object) -> object:
    """A tweet of an account's own archive is wrapped once more."""
    if not isinstance(value, dict):
        return value
    post = cast("dict[str, Any]", value)
    return cast("object", post["tweet"]) if isinstance(post.get("tweet"), dict) else post
