"""Numbers say where they are from: an inventory of the constants by which the program judges, and of those without a word on them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
JUDGES = ("geo/reading", "geo/recognise", "geo/resolve", "geo/events")  # where a number decides what is found, resolved or merged
MOST_UNEXPLAINED = 9
MOST_UNMEASURED = 131
"""Lower them when a number got its reason or its measurement; they are never raised."""

# What a reason that rests on a measurement speaks of: a sweep, a count out of many, a score on a corpus.
_MEASURED = re.compile(
    r"\b(?:best|sweep|swept|measured|F1|precision|recall|corpus|corpora|percent|[\d,.]+ (?:of|in|to) [\d,.]+|\d+ %)", re.IGNORECASE
)
_SELF_EVIDENT = (0, 1, -1, 0.0, 1.0, -1.0)


def constants(source: str) -> Iterator[tuple[int, str, str]]:
    """Numbers with a name at the head of a module or class: line, name, and the words beside, above or below it."""
    lines = source.splitlines()
    tree = ast.parse(source)
    bodies = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))]
    for body in bodies:
        for at, node in enumerate(body):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, ast.AnnAssign) else None
            if not isinstance(target, ast.Name) or not target.id.isupper() or not _is_judgement(node.value):
                continue
            beside = "".join(line.partition("#")[2] for line in lines[node.lineno - 1 : node.end_lineno])
            first = node.lineno - 2
            while first >= 0 and lines[first].startswith("#"):
                first -= 1
            above = " ".join(line.lstrip("# ") for line in lines[first + 1 : node.lineno - 1])
            after = body[at + 1] if at + 1 < len(body) else None
            told = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
            yield node.lineno, target.id, " ".join(f"{beside} {above} {told}".split())


def _is_judgement(value: ast.expr | None) -> bool:
    if isinstance(value, ast.UnaryOp):
        value = value.operand
    if isinstance(value, ast.Call):  # timedelta(days=10)
        return bool(value.keywords) and all(_is_judgement(k.value) for k in value.keywords)
    return isinstance(value, ast.Constant) and type(value.value) in (int, float) and value.value not in _SELF_EVIDENT


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("LEAST = 0.62  # best F1 on a corpus", "best F1 on a corpus"),
        ("# Beyond these nobody answers.\nMOST = 12", "Beyond these nobody answers."),
        ('MOST = 12\n"""Places, in kilometres."""', "Places, in kilometres."),
        ("MOST = 12", ""),
        ("DAYS = timedelta(days=10)", ""),
    ],
)
def test_a_reason_may_stand_beside_above_or_below(source: str, words: str) -> None:
    [(_, _, told)] = constants(source)
    assert told == words


def test_numbers_without_a_reason_only_become_fewer() -> None:
    unexplained: list[str] = []
    unmeasured: list[str] = []
    for path in (path for folder in JUDGES for path in sorted((ROOT / folder).rglob("*.py"))):
        for line, name, told in constants(path.read_text(encoding="utf-8")):
            where = f"  {path.relative_to(ROOT).as_posix()}:{line}  {name}  {told[:80]}"
            if not told:
                unexplained.append(where)
            elif not _MEASURED.search(told):
                unmeasured.append(where)
    assert len(unexplained) <= MOST_UNEXPLAINED, "These numbers say nothing of themselves:\n" + "\n".join(unexplained)
    assert len(unmeasured) <= MOST_UNMEASURED, "These numbers say what they mean, and no measurement:\n" + "\n".join(unmeasured)
