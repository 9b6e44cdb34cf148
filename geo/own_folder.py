"""Dateline's own folder: settings, log, projects never saved, compiled gazetteers. Nobody's business but its user's."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import platformdirs

from geo.files import narrow, private_folder, sweep

VARIABLE = "DATELINE_DATA"
UNSAVED = "unsaved"
GAZETTEERS = "gazetteers"
SETTINGS = "settings.json"
OLD_SETTINGS = "settings.ini"
"""Of earlier versions, written by Qt, which makes Python objects of what stands in it: read as plain text, and only once."""
LOG = "dateline.log"
LOGS = (LOG, f"{LOG}.1")
_FOLDERS = (UNSAVED, GAZETTEERS, "backups")
_FILES = (SETTINGS, f"{SETTINGS}.damaged*", OLD_SETTINGS, *LOGS, "weapons.toml", "sample-*.gpkg")


def data_folder() -> Path:
    """Where Dateline keeps its own files: the environment's DATELINE_DATA, else the user's data folder. Not yet made."""
    given = os.environ.get(VARIABLE)
    return Path(given) if given else platformdirs.user_data_path("dateline", appauthor=False)


def is_own(path: Path) -> bool:
    """Whether a file is one that Dateline keeps for itself, by whatever way it is reached."""
    home, real = Path(os.path.realpath(data_folder())), Path(os.path.realpath(path))
    if any(real.is_relative_to(home / name) for name in _FOLDERS):
        return True
    return real.parent == home and any(real.match(name) for name in _FILES)


def tidy(folder: Path | None = None) -> None:
    """Make all that is there its owner's alone, as earlier versions did not, and delete what killed runs left behind.

    Never raises: a folder that cannot be mended is told of by what writes there.
    """
    home = folder or data_folder()
    if not home.is_dir():
        return
    with contextlib.suppress(OSError):
        private_folder(home)
        sweep(home)
        for name in _FILES:
            for file in home.glob(name):
                narrow(file)
    for name in _FOLDERS:
        for here, _, files in os.walk(home / name):
            with contextlib.suppress(OSError):
                private_folder(Path(here))
                sweep(Path(here))
            for file in files:
                narrow(Path(here, file))
