"""`--screenshot` opens the window on articles of the user's own, saves its picture, and ends without asking anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_a_picture_of_unsaved_articles_is_taken_and_the_program_ends(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "one.txt").write_text("Jets struck Kafr Zita and Hama on Wednesday, activists said. Syria kept silent.", encoding="utf-8")
    picture = tmp_path / "window.png"
    command = [sys.executable, "-m", "desktop.app", "--screenshot", str(picture), str(articles)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert picture.read_bytes().startswith(b"\x89PNG")
