"""The record of an exported map as its page reads it: columns, not objects; texts and words that return are written once.

Offsets in passages are UTF-16 units here, as JavaScript counts; everywhere else Dateline counts code points.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geo.export.ledgers import PIECES, ledger_json
from geo.model import Modality
from geo.views.ledger import Piece
from geo.views.record import Cited, Record

DEFAULTS: tuple[Any, ...] = (-1, -1, -1, Modality.REPORTED.value, -1, -1, 0, [])
"""What a passage's row ends with where nothing else is to be said, as PASSAGE_DEFAULTS of page.schema.json."""


def record_json(record: Record) -> dict[str, Any]:
    """Columns, not objects; texts that several events quote and words that return are written once."""
    texts: dict[tuple[int, int, int, str], int] = {}
    words: dict[str, int] = {}

    def word(text: str | None) -> int:
        return -1 if text is None else words.setdefault(text, len(words))

    passages: list[list[list[Any]]] = []
    for quotes in record.passages:
        rows: list[list[Any]] = []
        for q in quotes:
            text = texts.setdefault((q.article, q.start, q.end, q.text), len(texts))
            offsets = utf16_offsets(q.text)
            marks = [n for span, kind, spot in q.highlights for n in (offsets[span.start], offsets[span.end], kind, spot)]
            row: list[Any] = [text, marks, word(q.speaker), word(q.relayed_by), word(q.said), q.modality.value]
            row += [word(q.grade or None), word(q.reason or None), int(q.elsewhere), _pieces(q.pieces)]
            for k in range(len(DEFAULTS) - 1, -1, -1):
                if row[2 + k] != DEFAULTS[k]:
                    break
                row.pop()
            rows.append(row)
        passages.append(rows)
    ledgers = [
        ledger_json(sheet, [utf16_offsets(q.text) for q in quotes], word)
        for sheet, quotes in zip(record.ledgers, record.passages, strict=True)
    ]
    return {
        "articles": [_article(article) for article in record.articles],
        "labels": [event.label for event in record.events],
        "types": [word(event.type) for event in record.events],
        "dates": [word(event.date) for event in record.events],
        "sources": [number for event in record.events for number in event.sources],
        "ledgers": ledgers,
        "texts": [part for text in texts for part in text],
        "words": list(words),
        "passages": passages,
    }


def _article(article: Cited) -> dict[str, Any]:
    return {
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published.isoformat() if article.published else None,
        "address": article.address,
        "sha256": article.sha256,
        "sample": article.sample,
    }


def _pieces(pieces: Sequence[Piece]) -> list[Any]:
    """How a copy differs from the first print: kind and words by turns."""
    return [part for piece in pieces for part in (PIECES.index(piece.kind), piece.text)]


def utf16_offsets(text: str) -> Sequence[int]:
    """For each code-point offset of the text, end included, the offset in UTF-16 units.

    >>> utf16_offsets("a😀b")[2]
    3
    """
    if text.isascii() or max(text) <= "\uffff":
        return range(len(text) + 1)
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + (2 if character > "\uffff" else 1))
    return offsets
