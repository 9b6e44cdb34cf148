"""What is found damaged in a project, named as a person knows it, as far as it can still be read."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from geo.project.seals import ANALYSIS, ARTICLE, JUDGEMENT, REMOVAL, UNDO, Row, Table

_PLAIN = 80  # characters of a name in a message


@dataclass(frozen=True, slots=True)
class Finding:
    """A damaged part, named as a person knows it. `lost`: it cannot be had back from this file."""

    what: str
    why: str
    lost: bool = True

    def __str__(self) -> str:
        return f"{self.what}: {self.why}"


def named(table: Table, key: object, versions: Iterable[Row]) -> str:
    """A row as a person knows it, as far as it can still be read."""
    row = next(iter(versions), None)
    name = plain_line(str(key))
    match table.name:
        case ARTICLE.name:
            title = _title(row[3]) if row is not None and len(row) == 4 else ""
            return f'article "{name}"' + (f" ({title})" if title else "")
        case ANALYSIS.name:
            return f'what was found in article "{name}"'
        case JUDGEMENT.name:
            told = f" ({plain_line(row[1])}, by {plain_line(row[4])}, {plain_line(row[5])})" if row is not None and len(row) == 6 else ""
            return f"decision {name}{told}"
        case UNDO.name:
            told = f" (decision {plain_line(row[1])}, {plain_line(row[3])})" if row is not None and len(row) == 4 else ""
            return f"undoing or redoing {name}{told}"
        case REMOVAL.name:
            return f"note {name} that something was removed for good"
        case _:
            return f'setting "{name}"'


def _title(record: object) -> str:
    with contextlib.suppress(ValueError, TypeError, AttributeError, RecursionError):
        return plain_line(json.loads(str(record)).get("title") or "")
    return ""


def plain_line(value: object) -> str:
    """A value for a line of text: nothing that a terminal would obey, and not too long."""
    text = "".join(c if c.isprintable() else "?" for c in str(value))
    return text if len(text) <= _PLAIN else f"{text[: _PLAIN - 1]}…"
