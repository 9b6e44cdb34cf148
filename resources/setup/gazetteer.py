"""Compiles the built-in gazetteer, with a progress bar; does nothing where it is compiled."""

from __future__ import annotations

import sys

from geo.errors import GeoError
from geo.gazetteer import open_default

WIDTH = 30


def show(done: int, total: int, what: str) -> None:
    """One line that is rewritten on a terminal; elsewhere a line for each tenth."""
    share = min(1.0, done / total) if total else 0.0
    if sys.stdout.isatty():
        bar = ("█" * round(share * WIDTH)).ljust(WIDTH, "░")
        print(f"\r\x1b[KCompiling the gazetteer {bar} {share:4.0%} {what[:40]}", end="", flush=True)
        shown["line"] = -1
    elif int(share * 10) > shown["tenth"]:
        shown["tenth"] = int(share * 10)
        print(f"Compiling the gazetteer: {share:.0%} {what}", flush=True)


shown = {"tenth": -1, "line": 0}


def main() -> int:
    try:
        open_default(on_progress=show).close()
    except GeoError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    if shown["line"]:
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
