"""The gazetteers that a command reads, opened; a bar on standard error while they are compiled; its output, looked at first."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo import gazetteer as gazetteers
from geo import pipeline
from geo.export.kinds import Kind
from geo.gazetteer import Gazetteer
from geo.safe_text import terminal_line


def opened(given: argparse.Namespace) -> Gazetteer:
    return gazetteers.open_default(extra=given.gazetteer, added=not given.builtin_only, on_progress=progress)


def check_output(given: argparse.Namespace, writes: Kind | None = None) -> None:
    """Before anything is read: raises ExportError where the output would destroy what is read, or a file of another kind."""
    pipeline.check_output(given.output, _read_by(given), force=given.force, writes=writes)


def refuse_own_input(given: argparse.Namespace) -> None:
    """Raises ExportError where standard output is one of the inputs: `dateline parse a.jsonl >> a.jsonl` has no end."""
    pipeline.refuse_stream(1, _read_by(given))


def _read_by(given: argparse.Namespace) -> list[Path]:
    return [*getattr(given, "inputs", []), *given.gazetteer]


def progress(done: int, total: int, what: str) -> None:
    """A bar on standard error, where a person looks on; silent in a pipe but for the end."""
    if not sys.stderr.isatty():
        return
    width = 30
    filled = round(width * done / total) if total else 0
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (width - filled)}] {terminal_line(what[:40]):<40}")
    if total and done >= total:
        sys.stderr.write("\n")
    sys.stderr.flush()
