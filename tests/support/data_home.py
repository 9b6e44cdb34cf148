"""Data folders of the tests' own, with the built-in gazetteer that is compiled already."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from geo.gazetteer import library


def take_over_compiled(theirs: Path, ours: Path) -> None:
    """Copies the user's newest built-in gazetteer into the tests' data folder, where it is not: compiling takes a minute of processor time.

    A copy and no link, for tests damage it. Its name tells what it is made from, so that a stale one is not used.
    """
    compiled = max((theirs / "gazetteers").glob("builtin-*.sqlite"), key=lambda path: path.stat().st_mtime, default=None)
    if compiled is None or (target := ours / "gazetteers" / compiled.name).exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    copying = target.with_name(f".{target.name}.{os.getpid()}.part")
    shutil.copy(compiled, copying)
    copying.replace(target)


def make_data_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`folder` as DATELINE_DATA. The built-in gazetteer is linked into it, not compiled again."""
    compiled = library.builtin()
    (folder / "gazetteers").mkdir(parents=True)
    try:
        os.link(compiled, folder / "gazetteers" / compiled.name)
    except OSError:  # another disk
        shutil.copyfile(compiled, folder / "gazetteers" / compiled.name)
    monkeypatch.setenv("DATELINE_DATA", str(folder))
    return folder
