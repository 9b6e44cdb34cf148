"""Where names stand in a project: in the articles, in what people decided, and in tables that other programs put there.

What the program found in the articles is not gone through: it is made again from the texts that are left.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, cast
from urllib.parse import unquote

from geo.model import Analysis, Article, Span
from geo.project.purging.spellings import Found, How, Sought

CONTEXT = 36  # characters of a text that are shown on either side
At = tuple[str | int, ...]


class Holder(StrEnum):
    """What of a project holds a name."""

    TEXT = "text"
    TITLE = "title"
    PUBLISHER = "publisher"
    ADDRESS = "address"
    FILE = "file it came from"
    ID = "id"
    DECISION = "decision"
    AUTHOR = "author of a decision"
    TABLE = "table of another program"


@dataclass(frozen=True, slots=True)
class Row:
    """A judgement as it is stored."""

    id: int
    kind: str
    subject: dict[str, Any]
    value: dict[str, Any]
    author: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a table that Dateline does not write."""

    table: str
    column: str
    row: int
    value: str | int | bytes


@dataclass(frozen=True, slots=True)
class Contents:
    """All of a project in which a name can stand. Articles and analyses in the order in which they were taken in."""

    articles: tuple[Article, ...] = ()
    analyses: tuple[Analysis, ...] = ()
    rows: tuple[Row, ...] = ()
    cells: tuple[Cell, ...] = ()

    def article(self, article_id: str) -> Article | None:
        return next((a for a in self.articles if a.id == article_id), None)


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that holds a name. `at` is the way to its field: ("article", number, …), ("row", id, …), ("cell", table, column, row)."""

    at: At
    holder: Holder
    written: str
    how: How
    name: str  # the one that was looked for
    before: str  # what stands round it
    after: str
    span: Span  # in the field
    article: str | None = None  # id
    ticked: bool = True  # whether it is meant unless a person says otherwise

    @property
    def key(self) -> str:
        """The same each time while the project stays as it is."""
        return f"{'/'.join(map(str, self.at))}:{self.span.start}-{self.span.end}"


_FIELDS: tuple[tuple[Holder, Callable[[Article], str | None]], ...] = (
    (Holder.TEXT, lambda a: a.text),
    (Holder.TITLE, lambda a: a.title),
    (Holder.PUBLISHER, lambda a: a.publisher),
    (Holder.ADDRESS, lambda a: unquote(a.address) if a.address else None),
    (Holder.FILE, lambda a: unquote(a.custody.source) if a.custody else None),
    (Holder.ID, lambda a: unquote(a.id)),
)


_PATHS = frozenset({Holder.ADDRESS, Holder.FILE, Holder.ID})


def hits(contents: Contents, names: Sequence[Sought]) -> tuple[Hit, ...]:
    """Every place that may hold one of the names; where several are at one place, the first of them."""
    found: dict[At, list[Hit]] = {}
    for sought in names:
        for hit in list(_hits(contents, sought)):
            here = found.setdefault(hit.at, [])
            if not any(known.span.overlaps(hit.span) for known in here):
                here.append(hit)
    return tuple(hit for here in found.values() for hit in here)


def _hits(contents: Contents, sought: Sought) -> Iterator[Hit]:
    for number, article in enumerate(contents.articles):
        here = [
            hit for holder, of in _FIELDS for hit in _in_field(("article", number, holder.name), holder, of(article), sought, article.id)
        ]
        # "General Darwish" is Ahmad Darwish where the article has his whole name; elsewhere it may be another.
        named = any(hit.how in (How.WHOLE, How.GLUED) for hit in here)
        yield from (replace(hit, ticked=True) if named and hit.how is How.LAST else hit for hit in here)
    known = {a.id for a in contents.articles}
    for row in contents.rows:
        yield from _in_field(("row", row.id, "author"), Holder.AUTHOR, row.author, sought)
        for path, text in strings({"subject": row.subject, "value": row.value}):
            if text not in known:
                yield from _in_field(("row", row.id, *path), Holder.DECISION, text, sought, _article_of(row))
    for cell in contents.cells:
        for text in _readings(cell.value):
            yield from _in_field(("cell", cell.table, cell.column, cell.row), Holder.TABLE, text, sought)


def _in_field(at: At, holder: Holder, text: str | None, sought: Sought, article: str | None = None) -> Iterator[Hit]:
    for found in sought.find(text, lower=holder in _PATHS) if text else ():
        start, end = found.span
        assert text is not None
        yield Hit(
            at=at,
            holder=holder,
            written=found.written,
            how=found.how,
            name=sought.name,
            before=text[max(0, start - CONTEXT) : start],
            after=text[end : end + CONTEXT],
            span=found.span,
            article=article,
            ticked=_sure(found, sought),
        )


def _sure(found: Found, sought: Sought) -> bool:
    return found.how in (How.WHOLE, How.GLUED) or (found.how is How.INSIDE and sought.whole)


def strings(value: object, path: At = ()) -> Iterator[tuple[At, str]]:
    """Every string of a JSON value with the way to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in cast(Mapping[str, object], value).items():
            yield from strings(inner, (*path, key))
    elif isinstance(value, Sequence):
        for k, inner in enumerate(cast(Sequence[object], value)):
            yield from strings(inner, (*path, k))


def _article_of(row: Row) -> str | None:
    article = row.subject.get("article")
    return article if isinstance(article, str) else None


def _readings(value: str | int | bytes) -> tuple[str, ...]:
    """What a value of another program's table may say."""
    if isinstance(value, bytes):
        return tuple(value.decode(encoding, "replace") for encoding in ("utf-8", "utf-16-le"))
    return (str(value),)


def row_of(id: int, kind: str, subject: str, value: str, author: str) -> Row:
    return Row(id, kind, json.loads(subject), json.loads(value), author)


def holding(contents: Contents, probes: Collection[str]) -> tuple[Hit, ...]:
    """Values of other programs' tables in which one of the strings stands: what they copied of an article that goes."""
    return tuple(
        Hit(("cell", cell.table, cell.column, cell.row), Holder.TABLE, "", How.WHOLE, "", "", "", Span(0, 0))
        for cell in contents.cells
        if any(probe in text for text in _readings(cell.value) for probe in probes)
    )
