"""Opens the window on a folder of articles; without a display it makes the proof map and a picture of the window instead.

python resources/setup/run.py [PATH …]
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import headless

ROOT = Path(__file__).resolve().parents[2]
MAP = ROOT / "build" / "map.html"
PICTURE = ROOT / "build" / "window.png"


def has_display() -> bool:
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def without_display(paths: list[str]) -> int:
    print("There is no display here, so the proof map and a picture of the window are made instead.", flush=True)
    MAP.parent.mkdir(exist_ok=True)
    for result in (MAP, PICTURE):
        result.unlink(missing_ok=True)
    status = headless.run("-m", "geo.cli", "map", *paths, "-o", str(MAP))
    # Status 1: some inputs failed and were named; the map of the others is there.
    if not MAP.exists():
        return status or 1
    status = headless.run("-m", "desktop.app", "--screenshot", str(PICTURE), *paths)
    if not PICTURE.exists():
        print("The picture of the window could not be made; the reason stands above.", file=sys.stderr)
        return status or 1
    print(f"Proof map: {MAP.relative_to(ROOT)}\nPicture of the window: {PICTURE.relative_to(ROOT)}")
    return 0


def main(paths: list[str]) -> int:
    if not has_display():
        return without_display(paths)
    return subprocess.run([sys.executable, "-m", "desktop.app", *paths], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["seeds"]))
