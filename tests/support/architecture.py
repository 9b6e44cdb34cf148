"""The diagrams of ARCHITECTURE.md, drawn from the imports. `make architecture` draws them anew; a test compares.

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


def known(top: str | None = None) -> Graph:
    """Which part knows which: desktop, and the packages and modules right under geo; with `top` those right under that package."""
    graph = grimp.build_graph("geo", "desktop", cache_dir=None)
    part_of = (lambda module: _inner(module, top)) if top else _part
    found: Graph = {}
    for module in graph.modules:
        if (part := part_of(module)) is not None:
            told = {part_of(other) for other in graph.find_modules_directly_imported_by(module)}
            found.setdefault(part, set()).update(other for other in told if other not in (None, part))
    return found


def _part(module: str) -> str | None:
    names = module.split(".")
    part = "desktop" if names[0] == "desktop" else names[1] if len(names) > 1 else None
    return None if part in FOUNDATION else part


def _inner(module: str, top: str) -> str | None:
    return module.removeprefix(f"{top}.").split(".")[0] if module.startswith(f"{top}.") else None


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


def diagram(top: str | None = None) -> str:
    arrows = [f"    {part} --> {other}" for part, others in sorted(reduced(known(top)).items()) for other in sorted(others)]
    return "\n".join(["flowchart TD", *arrows, ""])


def diagrams() -> list[str]:
    """In the order of the document: the whole, and the inside of the window."""
    return [diagram(), diagram("desktop")]


def shown() -> list[str]:
    return _BLOCK.findall(DOCUMENT.read_text(encoding="utf-8"))


def main() -> None:
    fresh = iter(diagrams())
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(_BLOCK.sub(lambda _: next(fresh), text), encoding="utf-8")


if __name__ == "__main__":
    main()
