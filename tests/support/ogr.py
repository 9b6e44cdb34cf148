"""What GDAL, which is not ours, reads in a file that Dateline wrote."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def ogrinfo(path: Path) -> str:
    """The summary of every layer; skips where GDAL is absent, and fails where it has anything to complain of."""
    program = shutil.which("ogrinfo")
    if program is None:
        pytest.skip("needs ogrinfo")
    done = subprocess.run([program, "-al", "-so", str(path)], capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == ""
    assert "Warning" not in done.stdout
    return done.stdout
