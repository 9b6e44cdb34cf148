"""Full-text search over whole articles: SQLite's FTS5 over folded text, with the passages that match.

The index lives in memory alone and is made of the articles that are there: it is never a part of a project's file, so nothing of a
removed article can stay behind in it.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from geo.model import Article, Span

LISTED = 50  # articles whose passages are looked for; more are counted
_WORD = re.compile(r"[^\W_]+")
_ASKED = re.compile(r'"([^"]*)"?|([^\s"]+)')
_AROUND = 60  # characters of the text before and after a match that are shown with it
# Letters that do not decompose, and Arabic ones that are written for one another; the stretching stroke is none.
_ALIKE = {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ـ": ""}


@dataclass(frozen=True, slots=True)
class Found:
    """An article in which all that was asked for stands. `matches` are in the order of its text."""

    article: str
    matches: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`articles` holds the ids of all that match, the best first; `found` the first of them with their matches."""

    articles: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()


class _Folding(dict[int, str]):
    """Each character as it is searched for: small, without marks above and below it, figures as 0 to 9."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code)).casefold()
        plain = "".join(_ALIKE.get(c, c) for c in parts if not unicodedata.category(c).startswith("M"))
        plain = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in plain)
        self[code] = plain
        return plain


_FOLDING = _Folding()


def folded(text: str) -> str:
    """ "Ḩamāh" and "HAMAH" alike → "hamah"; also what is written in Arabic or Cyrillic letters."""
    return text.translate(_FOLDING)


class ArticleIndex:
    """Articles by the words that stand in them. Not safe for use by several threads at once."""

    def __init__(self, articles: Iterable[Article] = ()) -> None:
        self._articles: dict[str, Article] = {}
        self._numbers: dict[str, int] = {}
        self._connection = self._empty()
        self.show(articles)

    def show(self, articles: Iterable[Article]) -> None:
        """Holds these articles and no others; only what is new is read. Where one has gone, the index is made anew."""
        wanted = {a.id: a for a in articles}
        if any(wanted.get(a) is None or not _same(wanted[a], known) for a, known in self._articles.items()):
            self._connection.close()
            self._connection, self._articles, self._numbers = self._empty(), {}, {}
        new = [a for key, a in wanted.items() if key not in self._articles]
        rows: list[tuple[int, str, str]] = []
        for article in new:
            number = len(self._numbers)
            self._numbers[article.id] = number
            rows.append((number, folded(article.title or ""), folded(article.text)))
        with self._connection:
            self._connection.executemany("INSERT INTO texts (rowid, title, body) VALUES (?, ?, ?)", rows)
        self._articles = wanted

    def search(self, query: str, *, beginning: bool = False, listed: int = LISTED) -> Answer:
        """Articles that hold every word of the query and every "phrase in quotation marks"; `word*` is the beginning of a word.

        `beginning`: the last word may be one that is still being typed.
        """
        asked = _asked(query, beginning)
        if not asked:
            return Answer()
        wanted = " AND ".join(part.match for part in asked)
        rows: list[tuple[int]] = self._connection.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, 4.0, 1.0), rowid", (wanted,)
        ).fetchall()
        names = list(self._numbers)
        ids = tuple(names[number] for (number,) in rows)
        pattern = re.compile("|".join(part.pattern for part in sorted(asked, key=lambda part: -len(part.pattern))))
        return Answer(ids, tuple(Found(a, tuple(_matches(self._articles[a].text, pattern))) for a in ids[:listed]))

    @staticmethod
    def _empty() -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        # Contentless: the text itself stands in the article and nowhere else.
        connection.execute("CREATE VIRTUAL TABLE texts USING fts5(title, body, content='', tokenize='unicode61 remove_diacritics 0')")
        return connection


def around(text: str, match: Span, lead: int = _AROUND) -> tuple[str, str, str]:
    """What stands before a match, the match, and what stands behind it, cut at words; `lead` is the most before it."""
    start, end = max(0, match.start - lead), min(len(text), match.end + _AROUND)
    before, behind = text[start : match.start], text[match.end : end]
    if start > 0:
        before = "…" + before.partition(" ")[2]
    if end < len(text):
        behind = behind.rpartition(" ")[0] + "…"
    return " ".join(before.split()) + " " * before[-1:].isspace(), match.of(text), " " * behind[:1].isspace() + " ".join(behind.split())


@dataclass(frozen=True, slots=True)
class _Part:
    match: str  # for FTS5
    pattern: str  # for the folded text


def _asked(query: str, beginning: bool) -> list[_Part]:
    parts: list[_Part] = []
    pieces = list(_ASKED.finditer(query))
    for at, m in enumerate(pieces):
        written = m[1] if m[1] is not None else m[2]
        words = _WORD.findall(folded(written))
        if not words:
            continue
        typed = beginning and at == len(pieces) - 1 and not (len(m[0]) > 1 and m[0].endswith('"'))
        open_end = typed or (m[1] is None and written.endswith("*"))
        between = r"[\W_]+".join(map(re.escape, words))
        tail = r"[^\W_]*" if open_end else ""
        parts.append(_Part(f'"{" ".join(words)}"{" *" if open_end else ""}', rf"(?<![^\W_]){between}{tail}(?![^\W_])"))
    return parts


def _matches(text: str, pattern: re.Pattern[str]) -> list[Span]:
    plain = folded(text)
    if len(plain) == len(text) and all(len(_FOLDING[ord(c)]) == 1 for c in set(text)):
        return [Span(*m.span()) for m in pattern.finditer(plain)]
    at = [k for k, c in enumerate(text) for _ in _FOLDING[ord(c)]]  # where each folded character comes from
    return [Span(at[m.start()], at[m.end() - 1] + 1) for m in pattern.finditer(plain)]


def _same(a: Article, b: Article) -> bool:
    return a.text_sha256 == b.text_sha256 and a.title == b.title
