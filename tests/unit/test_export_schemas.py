"""The columns of every export are what people's scripts were written for."""

from __future__ import annotations

import difflib

from export_schemas import GOLDEN, shape, written


def test_no_column_comes_goes_or_changes_unseen() -> None:
    held = GOLDEN.read_text(encoding="utf-8")
    changed = "".join(difflib.unified_diff(held.splitlines(True), written().splitlines(True), "as held", "as made", n=1))
    assert not changed, f"The exports have other columns than before. If that is meant, run `make schemas` and commit it.\n{changed}"


def test_rows_without_names_are_told_from_lists() -> None:
    assert shape({"points": [[1.5, 2], [3, 4]]}) == {"points": {"each": {"each": "number"}}}
    assert shape([[1, "a"], [2, None]]) == {"each": {"row": ["number", "null|string"]}}
    assert shape({"a/b.txt": {"n": 1}, "c": {"n": True}}) == {"by": {"n": "boolean|number"}}
