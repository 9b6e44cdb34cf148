"""Runs the window where there is no display: Qt draws in memory, and Chromium's complaints about the missing screen are kept back."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Said at each start without a screen or a system bus; none of it matters to a picture. All else is passed on.
_COMPLAINTS = re.compile(
    r"QRhi|Failed to create RHI|QVulkanInstance|createPlatformVulkanInstance|GBM is not supported|GPUInfo not initialized"
    r"|Failed to connect to the bus|Sandboxing disabled by user|propagateSizeHints"
)


def run(*arguments: str) -> int:
    """Run Python with these arguments and without a display; returns its exit status."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, errors="replace")
    assert process.stderr is not None
    for line in process.stderr:
        if not _COMPLAINTS.search(line):
            print(line, end="", file=sys.stderr, flush=True)
    return process.wait()
