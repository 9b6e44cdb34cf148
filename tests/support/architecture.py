"""The diagram of ARCHITECTURE.md, drawn from the imports. `make architecture` draws it anew; a test compares.

An arrow says "knows". One that a longer way shows too is left out (a transitive reduction), and so is what everything may know: the
model, errors, files and the like.
"""

from __future__ import annotations

import re
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "ARCHITECTURE.md"
# What stands below all; named in the text under the diagram.
FOUNDATION = frozenset(
    {"model", "errors", "files", "assets", "locking", "grades", "units", "offline", "safe_text", "own_folder", "own_settings", "lexicon"}
)
_BLOCK = re.compile(r"(?<=```mermaid\n).*?(?=```)", re.DOTALL)

Graph = dict[str, set[str]]


def known() -> Graph:
    """Which part knows which: desktop, and the packages and modules right under geo."""
    graph = grimp.build_graph("geo", "desktop", cache_dir=None)
    found: Graph = {}
    for module in graph.modules:
        if (part := _part(module)) is not None:
            told = {_part(other) for other in graph.find_modules_directly_imported_by(module)}
            found.setdefault(part, set()).update(other for other in told if other not in (None, part))
    return found


def _part(module: str) -> str | None:
    names = module.split(".")
    part = "desktop" if names[0] == "desktop" else names[1] if len(names) > 1 else None
    return None if part in FOUNDATION else part


def reduced(graph: Graph) -> Graph:
    """Without the arrows that a longer way shows.

    >>> reduced({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == {"a": {"b"}, "b": {"c"}, "c": set()}
    True
    """

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            for other in graph[waiting.pop()] - seen:
                seen.add(other)
                waiting.append(other)
        return seen

    below = {part: reached(part) for part in graph}
    return {part: {o for o in others if not any(o in below[via] for via in others - {o})} for part, others in graph.items()}


def diagram() -> str:
    arrows = [f"    {part} --> {other}" for part, others in sorted(reduced(known()).items()) for other in sorted(others)]
    return "\n".join(["flowchart TD", *arrows, ""])


def shown() -> str:
    found = _BLOCK.search(DOCUMENT.read_text(encoding="utf-8"))
    return found[0] if found else ""


def main() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(_BLOCK.sub(lambda _: diagram(), text, count=1), encoding="utf-8")


if __name__ == "__main__":
    main()
