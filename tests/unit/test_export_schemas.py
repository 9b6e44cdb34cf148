"""The columns of every export are what people's scripts were written for."""

from __future__ import annotations

import difflib

import pytest
from export_schemas import GOLDEN, MANUAL, manual, schemas, shape, written


@pytest.fixture(scope="module")
def made() -> dict[str, object]:
    return schemas()


def test_no_column_comes_goes_or_changes_unseen(made: dict[str, object]) -> None:
    held = GOLDEN.read_text(encoding="utf-8")
    changed = "".join(difflib.unified_diff(held.splitlines(True), written(made).splitlines(True), "as held", "as made", n=1))
    assert not changed, f"The exports have other columns than before. If that is meant, run `make schemas` and commit it.\n{changed}"


def test_the_manual_tells_every_column(made: dict[str, object]) -> None:
    held = MANUAL.read_text(encoding="utf-8")
    assert held == manual(held, made), "The reference of columns in MANUAL.md is not what is exported: run `make schemas`."
    assert all(f"| `{name}` |" in held for name in ("event_id", "fatalities", "role"))


def test_rows_without_names_are_told_from_lists() -> None:
    assert shape({"points": [[1.5, 2], [3, 4]]}) == {"points": {"each": {"each": "number"}}}
    assert shape([[1, "a"], [2, None]]) == {"each": {"row": ["number", "null|string"]}}
    assert shape({"a/b.txt": {"n": 1}, "c": {"n": True}}) == {"by": {"n": "boolean|number"}}
