"""The program as it is started: from a command line, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

from geo.gazetteer import Gazetteer

ROOT = Path(__file__).parent.parent.parent


def start(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "desktop.app", *map(str, arguments)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("QTWEBENGINE_")}  # as a user starts it
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=170)


def test_a_picture_of_the_window_is_written_and_the_program_ends(gazetteer: Gazetteer, articles_folder: Path, tmp_path: Path) -> None:
    picture = tmp_path / "window.png"
    done = start("--screenshot", picture, "--size", "1100x700", articles_folder)
    assert done.returncode == 0, done.stderr
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1100, 700)
    colours = {image.pixelColor(x, y).name() for x in range(280, 780, 9) for y in range(90, 500, 9)}
    assert len(colours) > 20, "the map is in the picture"
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        assert "root" in done.stderr, "that Chromium's sandbox is left out is said"


def test_where_nothing_can_be_read_the_program_says_what_and_ends_with_1(gazetteer: Gazetteer, tmp_path: Path) -> None:
    done = start("--screenshot", tmp_path / "window.png", tmp_path / "missing.txt")
    assert done.returncode == 1
    assert "missing.txt" in done.stderr
    assert not (tmp_path / "window.png").exists()
