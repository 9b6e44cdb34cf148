"""What the documents of the repository say is so."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import architecture
import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ("README.md", "MANUAL.md", "ARCHITECTURE.md", "GLOSSARY.md", "CONTRIBUTING.md")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_diagrams_are_drawn_from_the_imports() -> None:
    assert architecture.shown() == architecture.diagrams(), "Packages know one another in other ways now: run make architecture."


def test_arrows_that_a_longer_way_shows_are_left_out() -> None:
    assert architecture.reduced({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == {"a": {"b"}, "b": {"c"}, "c": set()}


@pytest.mark.parametrize("folder", ["geo", "geo/events", "desktop"])
def test_every_package_is_told_of(folder: str) -> None:
    document = text("ARCHITECTURE.md")
    here = (p for p in (ROOT / folder).iterdir() if (p / "__init__.py").exists() or (p.suffix == ".py" and p.name != "__init__.py"))
    missing = [p.stem for p in here if f"`{p.stem}`" not in document and f"`{p.name}`" not in document]
    assert missing == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_paths_and_targets_that_documents_name_exist(name: str) -> None:
    said = text(name)
    paths = re.findall(r"(?<![\w./-])((?:geo|desktop|resources|seeds|tests)/[\w./-]+)", said)
    missing = [path for path in paths if not (ROOT / path.rstrip("./")).exists() and not path.startswith("resources/map/vendor")]
    assert missing == []
    assert [link for link in re.findall(r"\]\(([^)#:]+)\)", said) if not (ROOT / link).exists()] == []
    makefile = text("Makefile")
    assert [target for target in re.findall(r"`make ([\w-]+)", said) if not re.search(rf"(?m)^{target}:", makefile)] == []


def test_what_the_glossary_calls_code_is_code() -> None:
    classes: set[str] = set()
    for path in (ROOT / "geo").rglob("*.py"):
        classes |= {node.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ClassDef)}
    rows = [row.split("|")[2] for row in text("GLOSSARY.md").splitlines() if row.startswith("| ")][1:]
    named = {name for row in rows for name in re.findall(r"`([A-Z]\w+)`", row)}
    assert named
    assert named - classes == set()


def test_hooks_fetch_nothing() -> None:
    hooks = text(".pre-commit-config.yaml")
    assert re.findall(r"repo: (\S+)", hooks) == ["local"]
    assert "://" not in hooks
    assert set(re.findall(r"language: (\S+)", hooks)) == {"system"}
