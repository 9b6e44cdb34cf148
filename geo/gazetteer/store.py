"""Looking names up in compiled gazetteers: exact, folded, by article, by consonants, by part of a name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from rapidfuzz.distance import OSA, JaroWinkler
from shapely.geometry.base import BaseGeometry

from geo.errors import GazetteerError
from geo.gazetteer import names
from geo.gazetteer.build import BARE, PART, SCHEMA_VERSION, SKELETON
from geo.model import Bbox, Candidate, LonLat, Match, Place

_BY_KEY = "SELECT p.*, m.written, m.kind FROM name m JOIN place p ON p.n = m.place WHERE m.key = ?"
_RANK = {Match.EXACT: 0, Match.FOLDED: 1, Match.ARTICLE: 2, Match.SKELETON: 3, Match.PART: 4}
LEAST_SIMILARITY = 0.5  # below this a spelling with the same consonants is another name
MOST_SPELLINGS = 400  # spellings of one skeleton that are compared


class _File:
    """One compiled gazetteer."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise GazetteerError(f"The gazetteer {path} is missing. Start Dateline again to compile it, or: dateline gazetteer add FILE")
        try:
            self.db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            meta = dict(self.db.execute("SELECT key, value FROM meta").fetchall())
        except sqlite3.Error as error:
            raise GazetteerError(f"The gazetteer {path} is damaged ({error}). Remove the file and start Dateline again.") from None
        if meta.get("schema") != str(SCHEMA_VERSION):
            raise GazetteerError(f"The gazetteer {path} is of another version. Add its source again: dateline gazetteer add FILE")
        self.path = path
        self.name = str(meta["gazetteer"])
        self._places: dict[int, Place] = {}

    def place(self, row: Sequence[Any]) -> Place:
        """The place of a row that begins with the columns of `place`."""
        known = self._places.get(row[0])
        if known is None:
            bbox = Bbox(row[10], row[11], row[12], row[13]) if row[10] is not None else None
            known = Place(
                row[1], row[2], LonLat(row[3], row[4]), row[5], row[6], row[7], row[8], row[9], bbox, row[14], self.name, row[15], bool(row[16])
            )
            if len(self._places) > 50_000:
                self._places.clear()
            self._places[row[0]] = known
        return known


class Gazetteer:
    """Places by their names, from one or several compiled files, the first having priority. Open one in each thread.

    >>> from geo.gazetteer import open_default
    >>> [c.place.id for c in open_default(added=False).exact("Kafr Zita")]
    ['geonames:168620']
    """

    def __init__(self, files: Sequence[_File]) -> None:
        self._files = tuple(files)
        self._exact = lru_cache(maxsize=20_000)(self._look_up)
        self._starts = lru_cache(maxsize=20_000)(self._prefix)

    @classmethod
    def open(cls, paths: Sequence[Path]) -> Gazetteer:
        """Open compiled gazetteers. Raises GazetteerError where one is missing, damaged or of another version."""
        return cls([_File(p) for p in paths])

    def close(self) -> None:
        for file in self._files:
            file.db.close()

    # --- by name ------------------------------------------------------------------------------------------------------

    def exact(self, name: str) -> tuple[Candidate, ...]:
        """Places called so, case, diacritics, hyphens and apostrophes apart; most populous first."""
        return self._exact(name)

    def _look_up(self, name: str) -> tuple[Candidate, ...]:
        key = names.fold(name)
        return _best(self._under(key, name)) if key else ()

    def _under(self, key: str, name: str, how: Match | None = None, similarity: float = 1.0) -> list[Candidate]:
        found: list[Candidate] = []
        for file in self._files:
            for row in file.db.execute(_BY_KEY, (key,)):
                written, kind = row[17], row[18]
                if kind == "abbreviation" and not _same_case(written, name):
                    continue
                match = how or (Match.EXACT if written == name else Match.FOLDED)
                found.append(Candidate(file.place(row), written, match, similarity, kind))
        return found

    def find(self, name: str, *, fuzzy: bool = True, limit: int = 60) -> tuple[Candidate, ...]:
        """Places that the written name may mean, best first: called so; called so but for the article; with `fuzzy` also those
        with the same consonants, and those whose name is this one with a generic word before it ("Tall as Sayyad").
        """
        key = names.fold(name)
        if not key:
            return ()
        found = list(self.exact(name))
        variants = names.article_variants(key)
        for variant in variants:
            found += self._under(variant, name, Match.ARTICLE)
        bare = names.without_articles(key)
        for variant in {bare, key, names.unglued(key) or bare}:
            for other in self._keys(BARE + variant):
                found += self._under(other, name, Match.ARTICLE)
        if fuzzy:
            found += self._alike(key, name)
        return _best(found)[:limit]

    def _alike(self, key: str, name: str) -> list[Candidate]:
        forms = dict.fromkeys((key, names.unglued(key) or key))
        found: list[Candidate] = []
        scored: dict[str, float] = {}
        for form in forms:
            for bones in dict.fromkeys((names.skeleton(form),)):
                if len(bones) < 2:
                    continue
                for other in self._keys(SKELETON + bones):
                    score = likeness(form, other)
                    if score >= LEAST_SIMILARITY and score > scored.get(other, 0.0):
                        scored[other] = score
        best = sorted(scored.items(), key=lambda item: -item[1])[:80]
        for other, score in best:
            found += [c for c in self._under(other, name, Match.SKELETON, round(score, 3)) if c.name_kind == "name"]
        for form in forms:
            bare = names.without_articles(form)
            if len(bare) >= 4:
                for other in self._keys(PART + bare):
                    found += self._under(other, name, Match.PART, round(len(bare) / len(other), 3))
        return found

    def _keys(self, key: str) -> Iterable[str]:
        for file in self._files:
            for (other,) in file.db.execute("SELECT name_key FROM variant WHERE key = ? LIMIT ?", (key, MOST_SPELLINGS)):
                yield other

    def starts(self, words: str) -> bool:
        """Whether some name begins with these words and goes on with another word: `starts("Khan")`, for Khan Shaykhun."""
        return self._starts(names.fold(words))

    def _prefix(self, key: str) -> bool:
        if not key:
            return False
        low, high = f"{key} ", f"{key}!"  # "!" follows the space
        return any(f.db.execute("SELECT 1 FROM name WHERE key >= ? AND key < ? LIMIT 1", (low, high)).fetchone() for f in self._files)

    def longest(self, words: Sequence[str]) -> int:
        """How many of these words, from the first on, make the longest name of the gazetteer; 0 where none does.

        Stops at the first prefix that no name goes on from, so ordinary words cost one or two look-ups.
        """
        best = 0
        for n in range(1, len(words) + 1):
            written = " ".join(words[:n])
            if self._exact(written):
                best = n
            if not self.starts(written):
                break
        return best

    def complete(self, prefix: str, limit: int = 20) -> tuple[Candidate, ...]:
        """Places whose names begin so, most populous first: for typing."""
        key = names.fold(prefix)
        if not key:
            return ()
        found: list[Candidate] = []
        for file in self._files:
            rows = file.db.execute(
                "SELECT p.*, m.written, m.kind FROM (SELECT * FROM name WHERE key >= ? AND key < ? LIMIT 3000) m JOIN place p ON p.n = m.place "
                "WHERE m.kind != 'adjective' AND m.kind != 'demonym' ORDER BY m.key != ?, p.population DESC LIMIT ?",
                (key, key + "\U0010ffff", key, limit * 3),
            )
            found += [Candidate(file.place(r), r[17], Match.FOLDED, 1.0, r[18]) for r in rows]
        merged = _merged(found)
        merged.sort(key=lambda c: (names.fold(c.matched_name) != key, -c.place.population))
        return tuple(merged[:limit])

    # --- by id and by point -------------------------------------------------------------------------------------------

    def place(self, place_id: str) -> Place | None:
        for file in self._files:
            row = file.db.execute("SELECT * FROM place WHERE id = ?", (place_id,)).fetchone()
            if row:
                return file.place(row)
        return None

    def outline(self, place: Place) -> BaseGeometry | None:
        """The place's outline in lon/lat degrees, where one is known: countries, divisions, seas, regions."""
        return self._outline(place.area) if place.area else None

    def _outline(self, area: str) -> BaseGeometry | None:
        for file in self._files:
            row = file.db.execute("SELECT wkb FROM area WHERE id = ?", (area,)).fetchone()
            if row:
                return shapely.from_wkb(row[0])
        return None

    def containing(self, lonlat: LonLat) -> tuple[Place, ...]:
        """The divisions and countries that hold a point, smallest first."""
        point = shapely.Point(lonlat)
        found: list[tuple[float, Place]] = []
        for file in self._files:
            rows = file.db.execute(
                "SELECT p.*, a.wkb FROM area a JOIN place p ON p.id = a.id WHERE a.west <= ? AND a.east >= ? AND a.south <= ? AND a.north >= ? "
                "AND p.feature IN ('PCLI', 'ADM1', 'ADM2')",
                (lonlat.lon, lonlat.lon, lonlat.lat, lonlat.lat),
            )
            for row in rows:
                shape = shapely.from_wkb(row[17])
                if shape.intersects(point):
                    found.append((shape.area, file.place(row)))
        return tuple(p for _, p in sorted(found, key=lambda item: item[0]))

    def inside(self, lonlat: LonLat) -> str | None:
        """Where a point lies, as "Idlib, Syria"; None at sea."""
        return ", ".join(p.name for p in self.containing(lonlat)) or None


def likeness(a: str, b: str) -> float:
    """How alike two folded spellings are, 0 to 1: edit distance and common beginning of their transliteration-blind forms."""
    x, y = names.light(a), names.light(b)
    return 0.5 * OSA.normalized_similarity(x, y) + 0.5 * JaroWinkler.similarity(x, y)


def _same_case(written: str, name: str) -> bool:
    return written.replace(".", "") == name.replace(".", "").strip()


def _merged(found: Iterable[Candidate]) -> list[Candidate]:
    """One candidate a place: how it met the name best, in the first gazetteer that has it."""
    kept: dict[tuple[str, str], Candidate] = {}
    for c in found:
        where = (c.place.id, c.name_kind)
        known = kept.get(where)
        if known is None:
            kept[where] = c
        elif (_RANK[c.how], -c.similarity) < (_RANK[known.how], -known.similarity):
            kept[where] = Candidate(known.place, c.matched_name, c.how, c.similarity, c.name_kind)
    return list(kept.values())


def _best(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    # Exact and folded count alike: a report that writes Hamah for Ḩamāh is not less sure.
    return tuple(
        sorted(
            _merged(found),
            key=lambda c: (max(_RANK[c.how], 1), -c.similarity, _FEATURE_RANK.get(c.place.feature, 1), -c.place.population, c.place.id),
        )
    )


_FEATURE_RANK = {"PCLI": 0, "SEA": 0, "CONT": 0, "OCN": 0}
