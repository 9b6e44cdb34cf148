"""Looking names up in compiled gazetteers: exact, folded, by article, by consonants, by part of a name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from geo.gazetteer import areas, names, schema
from geo.gazetteer.catalogue import BUILTIN
from geo.gazetteer.compiled_file import CompiledFile
from geo.gazetteer.key_filter import hashed
from geo.gazetteer.spellings import alike
from geo.model import Candidate, LonLat, Match, Place

_BY_KEY = "SELECT p.*, m.written, m.kind FROM name m JOIN place p ON p.n = m.place WHERE m.key = ?"
_LAND_ROUND = (
    "SELECT p.*, a.wkb FROM area a JOIN place p ON p.id = a.id WHERE a.west <= ? AND a.east >= ? AND a.south <= ? AND a.north >= ? "
    "AND p.feature IN ('PCLI', 'ADM1', 'ADM2') AND p.id NOT LIKE 'dateline:%'"  # ours are drawn too roughly to say what lies in them
)
PART_SIMILARITY = 0.75  # a name that fits but for its generic word ranks between a good and a poor spelling
LEAST_VILLAGES = 500  # GeoNames lists more in every country that wars are told of; a table of bases or camps has fewer
MOST_SPELLINGS = 6000  # spellings that are compared
MOST_ASKED = 500  # skeletons in one question; older SQLite takes no more than 999 values
MOST_ALIKE = 200  # spellings of those whose places are read
_RANK = {Match.EXACT: 0, Match.FOLDED: 1, Match.ARTICLE: 2, Match.SKELETON: 3, Match.PART: 4}


class Gazetteer:
    """Places by their names, from one or several compiled files, the first having priority. Open one in each thread.

    A place that stands in several files is one candidate: the first file's facts, the first outline, everybody's names.

    >>> from geo.gazetteer import open_default
    >>> [c.place.id for c in open_default(added=False).exact("Kafr Zita")]
    ['geonames:168620']
    """

    def __init__(self, files: Sequence[CompiledFile]) -> None:
        self._files = tuple(files)
        self._exact = lru_cache(maxsize=20_000)(self._look_up)
        self._goes_on = lru_cache(maxsize=20_000)(self._prefix)
        self._first = lru_cache(maxsize=50_000)(self._read_place)
        self._shape = lru_cache(maxsize=256)(self._read_outline)
        self._waters = lru_cache(maxsize=64)(self._coastal_waters)
        self._countries: dict[str, Place] | None = None
        self._capitals: dict[str, Place] | None = None
        self._by_name = {f.name: f for f in reversed(self._files)}
        # Files behind the first that draw outlines: an earlier one may know a place's facts but not its shape.
        self._drawing = tuple(f for f in self._files[1:] if f.outlined())

    @classmethod
    def open(cls, paths: Sequence[Path]) -> Gazetteer:
        """Open compiled gazetteers. Raises GazetteerError where one is missing, damaged or of another version."""
        return cls([CompiledFile(p) for p in paths])

    def close(self) -> None:
        for file in self._files:
            file.db.close()

    @property
    def gazetteers(self) -> tuple[str, ...]:
        """Names of the gazetteers that are open, in order of priority."""
        return tuple(f.name for f in self._files)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that are open, in order of priority; what another process needs to open the same."""
        return tuple(f.path for f in self._files)

    @property
    def versions(self) -> tuple[str, ...]:
        """The gazetteers that are open, each with what tells one making of it from another: "SY@1f0c9a"."""
        return tuple(f"{f.name}@{f.made_from}" for f in self._files)

    def count_of(self, country: str) -> int:
        """How many places the open gazetteers hold in a country (ISO code), each file counted by itself."""
        return sum(f.rows("SELECT count(*) FROM place WHERE country = ?", (country,))[0][0] for f in self._files)

    def has_villages(self, country: str) -> bool:
        """Whether an added gazetteer holds a country's places in any number, whatever it is called."""
        asked = "SELECT 1 FROM place WHERE country = ? LIMIT 1 OFFSET ?"
        return any(f.name == country or f.rows(asked, (country, LEAST_VILLAGES)) for f in self._files if f.name != BUILTIN)

    # --- by name ------------------------------------------------------------------------------------------------------

    def exact(self, name: str) -> tuple[Candidate, ...]:
        """Places called so, case, diacritics, hyphens and apostrophes apart; most populous first."""
        return self._exact(name)

    def _look_up(self, name: str) -> tuple[Candidate, ...]:
        key = names.fold(name)
        if not key:
            return ()
        found = self._under(key, name)
        if not found:
            for longer in names.spelt_out(key):
                found += self._under(longer, name, Match.FOLDED)
        return self._best(found)

    def _under(self, key: str, name: str, how: Match | None = None, similarity: float = 1.0) -> list[Candidate]:
        found: list[Candidate] = []
        asked = hashed(key)
        for position, file in enumerate(self._files):
            if not file.may_hold(asked):
                continue
            for row in file.rows(_BY_KEY, (key,)):
                written, kind = row[schema.PLACE_COLUMNS :]
                if (kind == "abbreviation" or (kind != "name" and written.isupper())) and _letters_differ(written, name):
                    continue
                match = how or (Match.EXACT if written == name else Match.FOLDED)
                found.append(Candidate(self._preferred(file.place(row), position), written, match, similarity, kind))
        return found

    def _preferred(self, place: Place, position: int) -> Place:
        """The place as the gazetteers in their order give it; `position` is that of the file it was read from."""
        if position == 0 and (place.area is not None or not self._drawing):
            return place
        return self._first(place.id) or place

    def _read_place(self, place_id: str) -> Place | None:
        """The facts of the first gazetteer that has the place, with the outline of the first that draws it."""
        place = next((p for p in (f.by_id(place_id) for f in self._files) if p is not None), None)
        if place is None or place.area is not None:
            return place
        drawn = next((f.by_id(place_id) for f in self._drawing if place_id in f.outlined()), None)
        if drawn is None:
            return place
        return replace(place, area=drawn.area, bbox=drawn.bbox, extent_km=drawn.extent_km, note=place.note or drawn.note)

    def find(self, name: str, *, fuzzy: bool = True, limit: int = 60, countries: Collection[str] | None = None) -> tuple[Candidate, ...]:
        """Places that the written name may mean, best first; with `countries` (ISO codes) only those in them.

        First those called so; then those called so but for the Arabic article, which may be added, dropped or glued
        ("Alhbit" for Al Habit); with `fuzzy` then those with the same consonants, by likeness, and those whose name is
        this one with a generic word ("al-Sayyad" for Tall as Sayyad): both leave the identity in doubt.
        """
        key = names.fold(name)
        if not key:
            return ()
        sure = list(self.exact(name))
        bare = names.without_articles(key)
        for variant in names.article_variants(key):
            sure += self._under(variant, name, Match.ARTICLE)
        forms = tuple(dict.fromkeys((key, bare, names.unglued(key) or bare)))
        for form in forms:
            for other in self._keys(schema.BARE + form):
                sure += self._under(other, name, Match.ARTICLE)
        found = self._best(_within(sure, countries))[:limit]
        if fuzzy:
            # Parts of names first: there are few, and a short name has hundreds of others alike.
            parts = self._best(_within(self._parts(forms, name), countries))[: limit // 3]
            others = self._alike(forms, name, countries, limit - len(found) - len(parts))
            found = self._best([*found, *parts, *others])[:limit]
        return found

    def _parts(self, forms: Iterable[str], name: str) -> list[Candidate]:
        found: list[Candidate] = []
        for form in forms:
            shorter = names.without_division_word(form)
            if shorter is not None:
                found += self._under(shorter, name, Match.PART, PART_SIMILARITY)
            if len(form) >= 4:
                for other in self._keys(schema.PART + form):
                    found += self._under(other, name, Match.PART, PART_SIMILARITY)
        return found

    def _alike(self, forms: Sequence[str], name: str, countries: Collection[str] | None, wanted: int) -> list[Candidate]:
        scored: dict[str, float] = {}
        for form in forms:
            for other, score in alike(form, self._spellings).items():
                scored[other] = max(score, scored.get(other, 0.0))
        found: list[Candidate] = []
        for other, score in sorted(scored.items(), key=lambda item: (-item[1], item[0]))[:MOST_ALIKE]:
            if len(found) >= wanted:
                break
            # Below 1: the same letters are for exact matches alone.
            called = self._under(other, name, Match.SKELETON, round(min(score, 0.99), 3))
            found += _within([c for c in called if c.name_kind == "name"], countries)
        return found

    def _spellings(self, bones: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        asked = [hashed(schema.BONES + b) for b in bones]
        for file in self._files:
            held = [b for b, h in zip(bones, asked, strict=True) if file.may_hold(h)]
            for some in (held[i : i + MOST_ASKED] for i in range(0, len(held), MOST_ASKED)):
                question = f"SELECT name_key, light FROM skeleton WHERE key IN ({','.join('?' * len(some))}) LIMIT ?"
                found.update(file.rows(question, (*some, MOST_SPELLINGS)))
        return found

    def _keys(self, key: str) -> Iterable[str]:
        asked = hashed(key)
        for file in self._files:
            if file.may_hold(asked):
                for (other,) in file.rows("SELECT name_key FROM variant WHERE key = ?", (key,)):
                    yield other

    def starts(self, words: str) -> bool:
        """Whether some name begins with these whole words and goes on with another: `starts("Khan")`, for Khan Shaykhun."""
        return self._goes_on(names.fold(words))

    def _prefix(self, key: str) -> bool:
        if not key:
            return False
        low, high = f"{key} ", f"{key}!"  # "!" follows the space in the order of keys
        asked = hashed(schema.BEGINNING + key)
        question = "SELECT 1 FROM name WHERE key >= ? AND key < ? LIMIT 1"
        return any(f.may_hold(asked) and f.rows(question, (low, high)) for f in self._files)

    def longest(self, words: Sequence[str]) -> int:
        """How many of these words, from the first on, make the longest name of the gazetteer; 0 where none does.

        Stops where no name goes on, so that an ordinary word costs two look-ups.

        >>> from geo.gazetteer import open_default
        >>> open_default(added=False).longest(["Khan", "Shaykhun", "and", "Idlib"])
        2
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
        """Places whose names begin so, those called so first, then the most populous: for typing."""
        key = names.fold(prefix)
        if not key:
            return ()
        found: list[Candidate] = []
        for position, file in enumerate(self._files):
            for table, kind_column in (("prominent", "'name'"), ("name", "m.kind")) if len(key) > 2 else (("prominent", "'name'"),):
                rows = file.rows(
                    f"SELECT p.*, m.written, {kind_column} FROM (SELECT * FROM {table} WHERE key >= ? AND key < ? LIMIT 4000) m "
                    "JOIN place p ON p.n = m.place ORDER BY m.key != ?, p.prominence DESC LIMIT ?",
                    (key, key + "\U0010ffff", key, limit * 3),
                )
                for row in rows:
                    written, kind = row[schema.PLACE_COLUMNS :]
                    if kind not in ("adjective", "demonym"):
                        found.append(Candidate(self._preferred(file.place(row), position), written, Match.FOLDED, 1.0, kind))
        merged: dict[str, Candidate] = {}
        for c in found:
            merged.setdefault(c.place.id, c)
        order = sorted(merged.values(), key=lambda c: (names.fold(c.matched_name) != key, -self._prominence(c.place), c.place.name))
        return tuple(order[:limit])

    def _best(self, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
        """One candidate for each place and kind of name, the best way in which it met the name; best first."""
        kept: dict[tuple[str, str], Candidate] = {}
        for c in found:
            known = kept.get((c.place.id, c.name_kind))
            if known is None or (_RANK[c.how], -c.similarity) < (_RANK[known.how], -known.similarity):
                kept[(c.place.id, c.name_kind)] = c
        return tuple(sorted(kept.values(), key=self._order))

    def _order(self, c: Candidate) -> tuple[int, float, float, str]:
        # Exact and folded count alike: a report that writes Hamah for Ḩamāh is not less sure. Skeleton and part go by likeness.
        return min(max(_RANK[c.how], 1), 3), -c.similarity, -self._prominence(c.place), c.place.id

    def _prominence(self, place: Place) -> float:
        """What a bare name mostly means: as counted when the gazetteer was compiled."""
        known = self._by_name[place.gazetteer].prominence.get(place.id) if place.gazetteer in self._by_name else None
        return known if known is not None else next((f.prominence[place.id] for f in self._files if place.id in f.prominence), 0.0)

    # --- by id and by point -------------------------------------------------------------------------------------------

    def place(self, place_id: str) -> Place | None:
        """The place of that id, from the first gazetteer that has it."""
        return self._first(place_id)

    def country(self, code: str) -> Place | None:
        """The country of an ISO 3166-1 alpha-2 code."""
        return self._by_country().get(code)

    def countries(self) -> tuple[Place, ...]:
        """All countries that have outlines."""
        return tuple(self._by_country().values())

    def capital(self, code: str) -> Place | None:
        """The capital of the country of an ISO 3166-1 alpha-2 code: the place that the first gazetteer marks as one."""
        if self._capitals is None:  # a look through all places, so once for all countries
            self._capitals = {}
            for file in reversed(self._files):
                places = map(file.place, file.rows("SELECT p.* FROM place p WHERE p.feature = 'PPLC'"))
                self._capitals |= {place.country: place for place in places if place.country is not None}
        return self._capitals.get(code)

    def _by_country(self) -> dict[str, Place]:
        if self._countries is None:  # a look through all areas, so once for all countries
            self._countries = {}
            for file in reversed(self._files):
                rows = file.rows("SELECT p.* FROM area a JOIN place p ON p.id = a.id WHERE p.feature = 'PCLI'")
                self._countries |= {place.country: place for place in map(file.place, rows) if place.country is not None}
        return self._countries

    def divisions(self, country: str) -> tuple[Place, ...]:
        """The first-level divisions of a country that have outlines (second-level ones where only those are known)."""
        found: list[Place] = []
        for file in self._files:
            rows = file.rows(
                "SELECT p.* FROM area a JOIN place p ON p.id = a.id WHERE p.country = ? "
                "AND p.feature IN ('ADM1', 'ADM2') AND p.id NOT LIKE 'dateline:%'",
                (country,),
            )
            found += [file.place(row) for row in rows]
        first = [p for p in found if p.feature == "ADM1"]
        return tuple(first or found)

    def containing(self, lonlat: LonLat) -> tuple[Place, ...]:
        """The divisions and countries that hold a point, smallest first."""
        point = shapely.Point(lonlat)
        found: list[tuple[float, Place]] = []
        for file in self._files:
            for row in file.rows(_LAND_ROUND, (lonlat.lon, lonlat.lon, lonlat.lat, lonlat.lat)):
                shape = _shape(row[schema.PLACE_COLUMNS])
                if shape.intersects(point):
                    found.append((shape.area, file.place(row)))
        return tuple(p for _, p in sorted(found, key=lambda item: item[0]))

    def areas_in(self, bounds: tuple[float, float, float, float], features: Collection[str]) -> tuple[Place, ...]:
        """The places of these feature codes whose outlines' boxes meet a box of west, south, east and north degrees."""
        west, south, east, north = bounds
        found: dict[str, Place] = {}
        marks = ", ".join("?" * len(features))
        for file in self._files:
            box = "a.west <= ? AND a.east >= ? AND a.south <= ? AND a.north >= ?"
            asked = f"SELECT p.* FROM area a JOIN place p ON p.id = a.id WHERE p.feature IN ({marks}) AND {box}"
            for row in file.rows(asked, (*features, east, west, north, south)):
                place = file.place(row)
                found.setdefault(place.id, place)
        return tuple(found.values())

    def inside(self, lonlat: LonLat) -> str | None:
        """Where a point lies, as "Idlib, Syria"; None at sea."""
        return ", ".join(dict.fromkeys(p.name for p in self.containing(lonlat))) or None

    # --- areas --------------------------------------------------------------------------------------------------------

    def outline(self, place: Place) -> BaseGeometry | None:
        """The place's outline in lon/lat degrees, where one is known: countries, divisions, seas, regions."""
        return self._shape(place.area) if place.area else None

    def _read_outline(self, area: str) -> BaseGeometry | None:
        for file in self._files:
            for (wkb,) in file.rows("SELECT wkb FROM area WHERE id = ?", (area,)):
                return _shape(wkb)
        return None

    def coast(self, place: Place) -> BaseGeometry | None:
        """The waters off a country's (or division's) coast, 22 km (12 nautical miles) out; None where it has no coast."""
        return self._waters(place) if place.area else None

    def _coastal_waters(self, place: Place) -> BaseGeometry | None:
        outline = self.outline(place)
        return areas.coastal_waters(outline, self._land_round(place, outline)) if outline is not None else None

    def airspace(self, place: Place) -> BaseGeometry | None:
        """The area under a country's airspace: its land and the waters off its coast."""
        outline, waters = self.outline(place), self.coast(place)
        if outline is None or waters is None:
            return outline
        return areas.joined(outline, waters)

    def border(self, place: Place, other: Place | None = None) -> BaseGeometry | None:
        """A band of 10 km either side of a country's land border, with one neighbour or with all; None where there is none."""
        outline = self.outline(place)
        if outline is None:
            return None
        shape = self.outline(other) if other is not None else None
        if other is not None and shape is None:
            return None
        line = areas.border_line(outline, [shape] if shape is not None else self._land_round(place, outline))
        return areas.strip_round(line, areas.BORDER_KM) if line is not None else None

    def part_of(self, place: Place, modifier: str) -> BaseGeometry | None:
        """The part of a place's outline that "western", "northern", "south-east" or "central" means.

        None where the place has no outline, or the word means no side.
        """
        outline = self.outline(place)
        return areas.part(outline, modifier) if outline is not None else None

    def _land_round(self, place: Place, outline: BaseGeometry) -> list[BaseGeometry]:
        """Outlines of the countries about a place, and for a division its sisters; not the place itself."""
        west, south, east, north = outline.bounds
        margin = 1.0
        found: list[BaseGeometry] = []
        for file in self._files:
            for row in file.rows(_LAND_ROUND, (east + margin, west - margin, north + margin, south - margin)):
                other = file.place(row)
                sister = place.feature != "PCLI" and other.country == place.country and other.feature == place.feature
                abroad = other.feature == "PCLI" and other.country != place.country
                if other.id != place.id and (abroad or sister):
                    found.append(_shape(row[schema.PLACE_COLUMNS]))
        return found


def _shape(wkb: bytes) -> BaseGeometry:
    return shapely.from_wkb(wkb)


def _within(found: Iterable[Candidate], countries: Collection[str] | None) -> Iterable[Candidate]:
    return found if countries is None else [c for c in found if c.place.country in countries]


def _letters_differ(written: str, name: str) -> bool:
    """Whether `name` is not this abbreviation: capitals must be written so, points apart ("U.S." and "US", but not "us")."""
    return written.replace(".", "") != name.replace(".", "").strip()
