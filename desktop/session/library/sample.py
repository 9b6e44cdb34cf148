"""The sample, analysed once per installation: it is what a new user sees first, and should be there at once.

Only the sample is kept so. What a user takes in is written to the user's project and nowhere else.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import geo
from geo import gazetteer
from geo.assets import asset, sample_folder
from geo.errors import GeoError
from geo.files import beside, sweep
from geo.model import Analysis, Article
from geo.project import Project

log = logging.getLogger(__name__)

_TABLES = ("lexicon", "gazetteer", "models")


def is_sample(paths: Sequence[Path]) -> bool:
    try:
        return len(paths) == 1 and os.path.realpath(paths[0]) == os.path.realpath(sample_folder())
    except GeoError:
        return False


def recall(folder: Path, files: Sequence[Path], added: bool) -> tuple[tuple[Article, ...], tuple[Analysis, ...]] | None:
    """The sample as it was analysed before, by this program and with these gazetteers; None where it was not."""
    path = _path(folder, files, added)
    if path is None or not path.exists():
        return None
    try:
        project = Project.open(path)
        try:
            return project.articles(), project.analyses()
        finally:
            project.close()
    except (GeoError, ValueError, KeyError, TypeError) as error:
        # A kept copy that cannot be read is no loss: the sample is analysed anew.
        log.warning("the kept sample cannot be read: %s", error)
        return None


def keep(folder: Path, files: Sequence[Path], added: bool, articles: Sequence[Article], analyses: Sequence[Analysis]) -> None:
    path = _path(folder, files, added)
    if path is None or path.exists():
        return
    sweep(folder)
    copy = beside(path)
    try:
        project = Project.create(copy)
        try:
            project.add(articles, analyses)
        finally:
            project.close()
        for old in folder.glob("sample-*.gpkg"):
            old.unlink(missing_ok=True)
        copy.replace(path)
    except (GeoError, OSError) as error:
        log.warning("the sample could not be kept: %s", error)
        copy.unlink(missing_ok=True)


def _path(folder: Path, files: Sequence[Path], added: bool) -> Path | None:
    """Named by all that the analysis depends on; None where the user's own gazetteers take part in it."""
    if files or (added and gazetteer.listed()):
        return None
    digest = hashlib.blake2b(geo.__version__.encode(), digest_size=8)
    for file in sorted(sample_folder().rglob("*")):
        if file.is_file():
            digest.update(file.name.encode() + file.read_bytes())
    code = Path(geo.__file__).parent
    for file in sorted([*code.rglob("*.py"), *_resources()]):
        state = file.stat()
        digest.update(f"{file.name} {state.st_size} {state.st_mtime_ns}".encode())
    return folder / f"sample-{digest.hexdigest()}.gpkg"


def _resources() -> Iterable[Path]:
    for name in _TABLES:
        folder = asset(".") / name
        if folder.is_dir():
            yield from (file for file in folder.iterdir() if file.is_file())
