"""A column of place names → places, beside what the table has: identifiers, coordinates, score, and what else a name may mean."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geo.articles.tables import Rows, rows_of
from geo.errors import ArticleError, Cancelled, PlaceNotFound
from geo.gazetteer import Gazetteer
from geo.model import IsCancelled, LonLat, Match, OnProgress
from geo.recognise import typed_position
from geo.resolve import Located, find_one, locate
from geo.safe_text import cell_text

ADDED = (
    "place_state", "place_id", "place_name", "place_lat", "place_lon", "place_country", "place_admin1", "place_feature", "place_score",
    "place_others",
)  # fmt: skip
MATCHED, REVIEW, NOTHING = "matched", "review", "nothing found"
# Score from which a name alone is taken for its first place: of 1,400 names of LGL and GeoVirus .96 of those from here on are right within
# 25 km or inside, .75 between .8 and .9.
SURE = 0.9
_OTHERS = 4  # that are shown beside the first
_BY_NAME = frozenset({Match.EXACT, Match.FOLDED, Match.ARTICLE})  # of 21 that only sound alike none was right


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A table with what was found, as bytes of a CSV file, and how many rows are in each state."""

    data: bytes
    states: Mapping[str, int]


def reconcile(
    data: bytes,
    path: Path,
    gazetteer: Gazetteer,
    column: str,
    *,
    near: str | None = None,
    country: str | None = None,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> Reconciled:
    """Every row of a table with the places that the name in `column` may mean; the table's own cells stay as they are.

    `near` is a column with a place's name or coordinates, which pulls the row's candidates, or with a country, which holds them; `country`
    an ISO 3166-1 code for all rows, or a column of such codes. A name that is surely one place is "matched"; one that may be several, or is
    only spelt alike, is for "review".
    Raises ArticleError where the file is no table or has no such column, Cancelled.
    """
    rows = rows_of(data, path)
    name_at, near_at = _column(rows, column, path), _column(rows, near, path) if near else None
    country_at = rows.columns.index(country) if country in rows.columns else None
    taken = set(rows.columns)

    @lru_cache(maxsize=100_000)
    def found(name: str, beside: str, code: str | None) -> tuple[Located, ...]:
        if not name:
            return ()
        near, within = _beside(beside, gazetteer)
        return locate(name, gazetteer, near=near, country=code or within) or locate(name, gazetteer, near=near, country=code)

    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=rows.delimiter, lineterminator="\r\n")
    writer.writerow([*rows.columns, *(name if name not in taken else f"{name}_2" for name in ADDED)])
    states: Counter[str] = Counter()
    for number, row in enumerate(rows.cells):
        if cancelled and cancelled():
            raise Cancelled("Looking up places was cancelled; nothing was written.")
        if on_progress and number % 100 == 0:
            on_progress(number, len(rows.cells), path.name)
        code = _cell(row, country_at) if country_at is not None else country
        answer = found(" ".join(_cell(row, name_at).split()), _cell(row, near_at), code or None)
        added = _told(answer)
        states[added[0]] += 1
        padded = [*row, *[""] * (len(rows.columns) - len(row))]
        writer.writerow([*padded[: len(rows.columns)], *added])
    if on_progress:
        on_progress(len(rows.cells), len(rows.cells), path.name)
    return Reconciled(held.getvalue().encode("utf-8", "replace"), dict(states))


def _told(found: tuple[Located, ...]) -> tuple[str, ...]:
    if not found:
        return (NOTHING, *[""] * (len(ADDED) - 1))
    first = found[0]
    place = first.place
    state = MATCHED if first.score >= SURE and first.how in _BY_NAME else REVIEW
    others = "; ".join(f"{_words(f)} {f.score:.2f}" for f in found[1 : 1 + _OTHERS])
    return (
        state,
        place.id,
        cell_text(place.name),
        f"{place.position.lat:.5f}",
        f"{place.position.lon:.5f}",
        place.country or "",
        cell_text(place.admin1 or ""),
        place.feature,
        f"{first.score:.3f}",
        cell_text(others),
    )


def _words(found: Located) -> str:
    place = found.place
    where = ", ".join(part for part in (place.admin1, place.country) if part)
    return f"{place.name} ({place.feature}{', ' if where else ''}{where}) {place.id}"


def _beside(words: str, gazetteer: Gazetteer) -> tuple[LonLat | None, str | None]:
    """Where what stands beside a name is, and the country that it is, if it is one; a name that is no place says nothing."""
    if not words.strip():
        return None, None
    typed = typed_position(words)
    if typed is not None:
        return typed.position, None
    try:
        place = find_one(words, gazetteer)
    except PlaceNotFound:
        return None, None
    return (None, place.country) if place.feature.startswith("PCL") else (place.position, None)


def _column(rows: Rows, name: str, path: Path) -> int:
    if name not in rows.columns:
        raise ArticleError(path, f'it has no column "{name}" (its columns: {", ".join(rows.columns)[:200]})', "Name one of them.")
    return rows.columns.index(name)


def _cell(row: tuple[str, ...], at: int | None) -> str:
    return row[at] if at is not None and at < len(row) else ""
