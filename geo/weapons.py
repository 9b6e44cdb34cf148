"""Weapon systems with the ranges that were published of them, each with its source. Chosen by name, never guessed from a text."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from geo.assets import asset
from geo.errors import WeaponNotFound, WeaponTableError


@dataclass(frozen=True, slots=True)
class PublishedRange:
    """One figure as published. `least_m`: nearer is not reached, where that was published too."""

    distance_m: float
    title: str
    publisher: str
    year: int | None = None
    least_m: float = 0.0
    note: str | None = None

    @property
    def source(self) -> str:
        """ "US Navy: Tomahawk Cruise Missile, Fact File, 2021"."""
        return f"{self.publisher}: {self.title}{f', {self.year}' if self.year is not None else ''}"


@dataclass(frozen=True, slots=True)
class Weapon:
    """A system; `ranges` stand in the order of the table and may differ, since sources do."""

    name: str
    names: tuple[str, ...]
    kind: str
    ranges: tuple[PublishedRange, ...]


def packaged_table() -> Path:
    """The table that comes with the program; a user's copy begins as this."""
    return asset("weapons", "weapons.toml")


def read_weapons(path: Path) -> tuple[Weapon, ...]:
    """The systems of a table, in its order. Raises WeaponTableError, naming the entry and what is wrong with it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:  # no text, no TOML, a number of five thousand digits, a list within a list …
        raise WeaponTableError(path, f"it cannot be read ({error})") from error
    entries = table.get("weapon")
    if not isinstance(entries, list):
        raise WeaponTableError(path, "it has no [[weapon]] entries")
    return tuple(_weapon(path, number, entry) for number, entry in enumerate(cast("list[Any]", entries), 1))


def find_weapon(name: str, weapons: Sequence[Weapon]) -> Weapon:
    """The system of a name: case, blanks and hyphens do not count. Raises WeaponNotFound, with near names.

    >>> find_weapon("himars", read_weapons(packaged_table())).name
    'M142 HIMARS'
    """
    asked = _folded(name)
    for weapon in weapons:
        if asked in {_folded(n) for n in (weapon.name, *weapon.names)}:
            return weapon
    near = [w.name for w in weapons if asked and any(asked in _folded(n) or _folded(n) in asked for n in (w.name, *w.names))]
    raise WeaponNotFound(name, tuple(near))


def _folded(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _weapon(path: Path, number: int, entry: Any) -> Weapon:
    where = f"entry {number}"
    if not isinstance(entry, dict):
        raise WeaponTableError(path, f"{where} is no table")
    fields = cast("dict[str, Any]", entry)
    name = fields.get("name")
    if not isinstance(name, str) or not name.strip():
        raise WeaponTableError(path, f"{where} has no name")
    names, ranges = fields.get("names", []), fields.get("ranges", [])
    if not isinstance(names, list) or not all(isinstance(n, str) for n in cast("list[Any]", names)):
        raise WeaponTableError(path, f'the other names of "{name}" are no list of texts')
    if not isinstance(ranges, list) or not ranges:
        raise WeaponTableError(path, f'"{name}" has no ranges')
    found = tuple(_published(path, name, r) for r in cast("list[Any]", ranges))
    return Weapon(name, tuple(cast("list[str]", names)), str(fields.get("kind", "")), found)


def _published(path: Path, name: str, entry: Any) -> PublishedRange:
    fields: Mapping[str, Any] = cast("dict[str, Any]", entry) if isinstance(entry, dict) else {}
    km, least = fields.get("km"), fields.get("least_km", 0)
    title, publisher, year = fields.get("title"), fields.get("publisher"), fields.get("year")
    if not _number(km) or not _number(least) or not 0 <= float(least) < float(cast(float, km)):
        raise WeaponTableError(path, f'a range of "{name}" has no km greater than zero, or a least_km that is not below it')
    if not isinstance(title, str) or not isinstance(publisher, str) or not title.strip() or not publisher.strip():
        raise WeaponTableError(path, f'a range of "{name}" has no title and publisher to say where it was published')
    if year is not None and not isinstance(year, int):
        raise WeaponTableError(path, f'the year of a range of "{name}" is no whole number')
    note = fields.get("note")
    return PublishedRange(
        float(cast(float, km)) * 1000, title, publisher, year, float(least) * 1000, str(note) if note is not None else None
    )


def _number(value: object) -> bool:
    try:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value * 1000)
    except OverflowError:  # a whole number beyond all floats
        return False
