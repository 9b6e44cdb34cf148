"""One compiled gazetteer as it is opened: its rows as places, its filter of keys, its outlines."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geo.errors import GazetteerError
from geo.gazetteer import schema, soundness
from geo.gazetteer.key_filter import KeyFilter, hashed
from geo.model import Bbox, LonLat, Place

MOST_PLACES_KEPT = 50_000  # in memory; then the cache starts anew


class CompiledFile:
    """One compiled gazetteer, open for reading, by one thread at a time.

    Raises GazetteerError where the file is missing, damaged or of another version.
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise GazetteerError(f"The gazetteer {path} is missing. Start Dateline again to compile it, or: dateline gazetteer add FILE")
        try:
            self.db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            meta = dict(self.db.execute("SELECT key, value FROM meta").fetchall())
            bits = self.db.execute("SELECT bits FROM filter").fetchone() if meta.get("schema") == str(schema.VERSION) else None
        except sqlite3.Error as error:
            raise GazetteerError(f"The gazetteer {path} is damaged ({error}). Remove the file and start Dateline again.") from None
        if meta.get("schema") != str(schema.VERSION):
            raise GazetteerError(f"The gazetteer {path} is of another version. Add its source again: dateline gazetteer add FILE")
        self.path = path
        self.name = str(meta.get("gazetteer", path.stem))
        self.made_from = str(meta.get("made_from", ""))
        self._filter = KeyFilter(bits[0]) if bits else None
        self._outlined: frozenset[str] | None = None
        self._places: dict[int, Place] = {}
        self.prominence: dict[str, float] = {}  # of the places read so far, by id

    def rows(self, question: str, values: Sequence[object] = ()) -> list[Any]:
        """The answer to a question. Raises GazetteerError where the file turns out to be damaged: the next start makes it anew."""
        try:
            return self.db.execute(question, values).fetchall()
        except sqlite3.DatabaseError as error:
            soundness.doubt(self.path)
            raise GazetteerError(f"The gazetteer {self.path} is damaged ({error}). Start Dateline again: it is then made anew.") from None

    def place(self, row: Sequence[Any]) -> Place:
        """The place of a row that begins with the columns of `place`."""
        known = self._places.get(row[0])
        if known is None:
            bbox = Bbox(row[10], row[11], row[12], row[13]) if row[10] is not None else None
            at = LonLat(row[3], row[4])
            feature, country, admin1, population, extent_km = row[5:10]
            known = Place(
                row[1], row[2], at, feature, country, admin1, population, extent_km, bbox, row[14], self.name, row[15], bool(row[16]),
                tuple(row[18].split(schema.IDENTIFIER_BREAK)) if row[18] else (),
            )  # fmt: skip
            if len(self._places) > MOST_PLACES_KEPT:
                self._places.clear()
                self.prominence.clear()
            self._places[row[0]] = known
            self.prominence[known.id] = row[17]
        return known

    def may_hold(self, key_hash: int) -> bool:
        """Whether a key of that hash may be in this file: False is certain."""
        return self._filter is None or self._filter.may_hold(key_hash)

    def outlined(self) -> frozenset[str]:
        """Ids of the places that have an outline here."""
        if self._outlined is None:
            self._outlined = frozenset(i for (i,) in self.rows("SELECT id FROM area"))
        return self._outlined

    def by_id(self, place_id: str) -> Place | None:
        if not self.may_hold(hashed(schema.ID + place_id)):
            return None
        found = self.rows("SELECT * FROM place WHERE id = ?", (place_id,))
        return self.place(found[0]) if found else None
