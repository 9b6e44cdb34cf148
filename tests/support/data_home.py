"""A data folder of a test's own, with the built-in gazetteer that is compiled already."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from geo.gazetteer import library


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
