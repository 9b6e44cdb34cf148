"""One file looked at from all sides, in seconds: `make check FILE=geo/units.py`. Formats it, checks style and types, runs its tests.

Its tests are those that import it, the closest first, and no more than a few: `make test` runs all. A file that is not Python
(a word list, a golden schema) is checked by the tests that mention its name; a file of the page by the page's own checks.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_TESTS = 3  # files; with ruff and pyright they end within 20 seconds on two cores
TESTS = ("tests/unit", "tests/gui")
PAGE = ROOT / "resources" / "map"


def tests_of(file: Path) -> list[Path]:
    """The test files of a file: itself, those that import it, or those that mention its name; the closest first.

    A test is the closer, the fewer other modules it imports.
    """
    if file.name.startswith("test_"):
        return [file]
    found: list[tuple[int, Path]] = []
    wanted = _names_of(file) if file.suffix == ".py" else frozenset[str]()
    for folder in TESTS:
        for test in sorted((ROOT / folder).rglob("test_*.py")):
            source = test.read_text(encoding="utf-8")
            imported = imports(ast.parse(source), test)
            imported |= frozenset().union(*(imports(ast.parse(s.read_text(encoding="utf-8")), s) for s in _supports(imported)))
            if (wanted & imported) if wanted else file.name in source:
                found.append((len({name.rpartition(".")[0] for name in imported if name.startswith(("geo", "desktop"))}), test))
    return [test for _, test in sorted(found)]


def imports(tree: ast.AST, file: Path) -> frozenset[str]:
    """What a file imports, in full: modules, and each name that is taken from one."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = list(file.relative_to(ROOT).parts[: -node.level]) if node.level else []
            module = ".".join([*package, *([node.module] if node.module else [])])
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def _supports(imported: frozenset[str]) -> list[Path]:
    """The files of tests/support that a test imports: what they import, it tests too."""
    return [path for path in (ROOT / "tests" / "support" / f"{name}.py" for name in sorted(imported)) if path.exists()]


def module_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _names_of(file: Path) -> frozenset[str]:
    """The module, and what its packages hand on of it: `geo.articles.gather` is tested as `from geo.articles import gather`."""
    module = module_of(file)
    names = {module}
    for folder in file.parents:
        init = folder / "__init__.py"
        if folder == ROOT or not init.exists() or init == file:
            break
        tree = ast.parse(init.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == module:
                names |= {f"{module_of(init)}.{alias.name}" for alias in node.names}
    return frozenset(names)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not (file := Path(arguments[0]).resolve()).is_file():
        print("Say which file: make check FILE=geo/units.py", file=sys.stderr)
        return 2
    python = [sys.executable, "-m"]
    steps: list[list[str]] = []
    if file.suffix == ".py":
        steps = [[*python, "ruff", "format", str(file)], [*python, "ruff", "check", str(file)]]
        if file.relative_to(ROOT).parts[0] in ("geo", "desktop"):
            steps.append([*python, "pyright", str(file)])
    if file.is_relative_to(PAGE) and file.suffix in (".js", ".ts", ".css", ".json"):
        steps.append([sys.executable, str(PAGE / "build.py"), "--check"])
    tests = tests_of(file)
    chosen = [str(test.relative_to(ROOT)) for test in tests[:MOST_TESTS]]
    if chosen:
        print(f"{len(chosen)} of {len(tests)} files of tests: {' '.join(chosen)}", flush=True)
        steps.append([*python, "pytest", "-x", "-m", "not bench and not long", *chosen])
    elif not file.is_relative_to(PAGE):
        print("No test imports or mentions it. Write one, or find which tests use what it does.")
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    return max((subprocess.run(step, cwd=ROOT, env=environment, check=False).returncode for step in steps), default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
