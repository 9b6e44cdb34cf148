"""The gazetteers that a command reads, opened; a bar on standard error while they are compiled."""

from __future__ import annotations

import argparse
import sys

from geo import gazetteer as gazetteers
from geo.gazetteer import Gazetteer


def opened(given: argparse.Namespace) -> Gazetteer:
    return gazetteers.open_default(extra=given.gazetteer, added=not given.builtin_only, on_progress=progress)


def progress(done: int, total: int, what: str) -> None:
    """A bar on standard error, where a person looks on; silent in a pipe but for the end."""
    if not sys.stderr.isatty():
        return
    width = 30
    filled = round(width * done / total) if total else 0
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (width - filled)}] {what[:40]:<40}")
    if total and done >= total:
        sys.stderr.write("\n")
    sys.stderr.flush()
