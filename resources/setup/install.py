"""Installs Dateline into the environment that runs this: `python resources/setup/install.py [--dev | --train]`.

Every package comes in exactly the release of resources/setup/pins, checked by its hash; nothing is resolved or built here but Dateline
itself. Does nothing where it was installed from the same lists before.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PINS = ROOT / "resources" / "setup" / "pins"
PIP = (sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input", "--root-user-action=ignore")
LEVELS = ("run", "dev", "train")  # each holds those before it
OLDEST_NODE = 18


def pip(*arguments: str) -> None:
    done = subprocess.run([*PIP, *arguments], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit("The packages could not be installed; the reason stands above. Once it is dealt with, run the same command again.")


def install_list(name: str, *options: str) -> None:
    pip("--no-deps", "--require-hashes", "--only-binary", ":all:", *options, "-r", str(PINS / f"{name}.txt"))


def stamp(level: str) -> Path:
    return Path(sys.prefix) / f".dateline-{level}"


def fingerprint() -> str:
    """Of what decides what is installed: the lists, and where the checkout is."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (ROOT / "pyproject.toml", *sorted(PINS.glob("*.txt")), Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_installed(level: str) -> bool:
    enough = (stamp(each) for each in LEVELS[LEVELS.index(level) :])
    return any(path.exists() and path.read_text() == fingerprint() for path in enough)


def lacks_node() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return True
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip().lstrip("v")
    return not told[:1].isdigit() or int(told.split(".")[0]) < OLDEST_NODE


def torch() -> str:
    """Which torch training takes: of its builds, with and without a graphics card, each machine has its own, so no list has hashes."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    return next(requirement for requirement in extras["train"] if requirement.startswith("torch=="))


def main(arguments: Sequence[str]) -> int:
    level = "train" if "--train" in arguments else "dev" if "--dev" in arguments else "run"
    if is_installed(level):
        return 0
    print("Installing Dateline and what it needs (the first time 1.5 GB, some minutes) …", flush=True)
    install_list("dev" if level == "train" else level)
    pip("--no-deps", "--no-build-isolation", "--editable", ".")
    if level == "run" and lacks_node():
        install_list("node")
    if level == "train":
        install_list("train", "--no-binary", "names", "--no-build-isolation")  # names has no wheel; setuptools is there by now
        pip(torch())
    stamp(level).write_text(fingerprint())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
