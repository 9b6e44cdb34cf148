"""Where packaged resources are: inside the wheel under geo/, in a checkout beside it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from geo.errors import MissingAsset


def asset(*parts: str) -> Path:
    """Path of a packaged resource, as in `asset("lexicon", "triggers.toml")`.

    Raises MissingAsset where the installation lacks it.
    """
    path = _root("resources").joinpath(*parts)
    if not path.exists():
        raise MissingAsset(f"{path} is missing. In a checkout run: make setup; else install Dateline again.")
    return path


def sample_folder() -> Path:
    """The sample corpus that the program opens first."""
    path = _root("seeds")
    if not path.exists():
        raise MissingAsset(f"{path} is missing. Install Dateline again.")
    return path


def _root(name: str) -> Path:
    package = Path(str(files("geo")))
    packaged = package / name
    return packaged if packaged.exists() else package.parent / name
