"""`dateline reconcile`: a table's column of names gets places beside it; the table itself stays as it was."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from geo.cli import main
from geo.safe_text import cell_text

TABLE = (
    "id,town,province,note\n1,Khan Shaykhun,Idlib,first\n2,Springfield,,=1+1\n"
    "3,Qwertzopolis,,third\n4,Tripoli,Lebanon,\n5,Tripoli,Libya,\n6\n"
)


def ran(folder: Path, table: str, *arguments: str) -> list[dict[str, str]]:
    source, out = folder / "in.csv", folder / "out.csv"
    source.write_text(table, encoding="utf-8")
    assert main(["reconcile", str(source), "-o", str(out), "--builtin-only", *arguments]) == 0
    return list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"), newline="")))


def test_each_name_gets_a_place_and_what_is_doubtful_is_for_review(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rows = ran(tmp_path, TABLE, "--column", "town", "--near", "province")
    assert [r["place_state"] for r in rows] == ["matched", "review", "review", "matched", "matched", "nothing found"]
    assert [(r["place_name"], r["place_country"]) for r in (rows[0], rows[3], rows[4])] == [
        ("Khān Shaykhūn", "SY"),
        ("Tripoli", "LB"),
        ("Tripoli", "LY"),
    ]
    assert abs(float(rows[0]["place_lat"]) - 35.44) < 0.05
    assert rows[1]["place_others"].count(";") >= 2
    assert [r["note"] for r in rows[:3]] == ["first", "=1+1", "third"]
    assert list(rows[0])[:4] == ["id", "town", "province", "note"]
    assert "out.csv: 3 matched, 1 nothing found, 2 review" in capfd.readouterr().err


def test_a_country_holds_for_all_rows_or_is_a_column(tmp_path: Path) -> None:
    table = "town;cc\nTripoli;LB\nTripoli;LY\n"
    assert [r["place_country"] for r in ran(tmp_path, "town,x\nTripoli,1\n", "--column", "town", "--country", "LB")] == ["LB"]
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(table, encoding="utf-8")
    assert main(["reconcile", str(source), "--column", "town", "--country", "cc", "-o", str(out), "--builtin-only", "--force"]) == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"), newline=""), delimiter=";"))
    assert [r["place_country"] for r in rows] == ["LB", "LY"]


def test_a_missing_column_and_the_table_itself_as_output_are_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.csv"
    source.write_text(TABLE, encoding="utf-8")
    assert main(["reconcile", str(source), "--column", "city", "-o", str(tmp_path / "out.csv")]) == 1
    assert 'in.csv: it has no column "city" (its columns: id, town, province, note). Name one of them.' in capfd.readouterr().err
    assert main(["reconcile", str(source), "--column", "town", "-o", str(source), "--force"]) == 1
    assert source.read_text(encoding="utf-8") == TABLE


@pytest.mark.parametrize("text", ["=1+1", " =1+1", "\u200b=1+1", "\u2060\ufeff@x", "＝1", "\t-1", "|x"])
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert cell_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Hama", "a=1", "\u200bHama", "35.4"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert cell_text(text) == text
