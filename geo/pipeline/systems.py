"""The table of weapons that a user chooses from: the packaged one, or the user's own copy in the data folder."""

from __future__ import annotations

from pathlib import Path

from geo.errors import WeaponTableError
from geo.files import private_folder, write_beside
from geo.gazetteer import data_folder
from geo.weapons import Weapon, find_weapon, packaged_table, read_weapons

_NAME = "weapons.toml"


def weapons() -> tuple[Weapon, ...]:
    """All systems of the user's own table where there is one, else of the packaged one. Raises WeaponTableError."""
    own = data_folder() / _NAME
    return read_weapons(own if own.exists() else packaged_table())


def weapon(name: str) -> Weapon:
    """The system of a name. Raises WeaponNotFound: no range is guessed."""
    return find_weapon(name, weapons())


def weapons_file() -> Path:
    """The user's own table, to be opened in an editor; made as a copy of the packaged one where it is not there yet."""
    own = data_folder() / _NAME
    if not own.exists():
        private_folder(own.parent)
        write_beside(own, packaged_table().read_bytes(), lambda message: WeaponTableError(own, message), private=True)
    return own


def weapons_words() -> list[str]:
    """The table as lines for a person, with each figure's source, and where it can be edited."""
    lines: list[str] = []
    for system in weapons():
        lines.append(f"{system.name} ({', '.join(system.names[:4])}): {system.kind}" if system.names else f"{system.name}: {system.kind}")
        for figure in system.ranges:
            least = f"{figure.least_m / 1000:,.4g} to " if figure.least_m else ""
            note = f", {figure.note}" if figure.note else ""
            lines.append(f"  {least}{figure.distance_m / 1000:,.4g} km{note}  [{figure.source}]")
    lines.append("Ranges as published; where sources differ, all stand. To change them edit your own copy:")
    lines.append(f"  {data_folder() / _NAME}  (dateline range --edit-weapons makes it)")
    return lines
