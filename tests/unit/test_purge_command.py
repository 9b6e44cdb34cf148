"""`dateline purge`, as a person types it: looked at first, done, and gone from Dateline's own folder too."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from data_home import make_data_home
from raw_bytes import files_with

from geo import pipeline
from geo.cli import main
from geo.gazetteer import Gazetteer
from geo.model import Article
from geo.project import Project

NAME = "Karim Haddad"
TEXTS = {
    "report.txt": "Title: Seen by Karim Haddad\n\nJets bombed the town of Kafr Zita on Wednesday, Karim Haddad said. Haddad is a nurse.",
    "other.txt": "Rebels shelled Saraqib, the Observatory said. General Haddad left. Kareem Haddad and the Haddadists met.",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    taken = pipeline.take_in([folder], gazetteer)
    project = Project.create(tmp_path_factory.mktemp("made") / "case.gpkg")
    project.add(taken.articles, taken.analyses)
    project.close()
    return project.path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make_data_home(tmp_path / "home", monkeypatch)


@pytest.fixture
def case(made: Path, tmp_path: Path, home: Path) -> Path:
    (tmp_path / "case").mkdir()
    return Path(shutil.copy(made, tmp_path / "case" / "case.gpkg"))


def articles(path: Path) -> dict[str, Article]:
    project = Project.open(path)
    try:
        return {a.id: a for a in project.articles()}
    finally:
        project.close()


def purge(*arguments: object) -> int:
    return main(["purge", *map(str, arguments), "--builtin-only"])


def test_a_dry_run_shows_what_would_go_and_removes_nothing(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert purge(case, "--name", NAME, "--dry-run") == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == f'"{NAME}": 4 places to be removed, 2 like it to stay'
    assert [line for line in shown if line.startswith("  [")] == [
        "  [x]    3  Karim Haddad  (as given)",
        "  [x]    1  Haddad  (last name alone)",
        "  [ ]    1  Haddad  (last name alone)",
        "  [ ]    1  Kareem Haddad  (spelt alike)",
    ]
    assert any("report.txt, title: …Seen by [Karim Haddad]…" in line for line in shown)
    assert NAME in articles(case)["report.txt"].text


def test_a_name_is_removed_and_other_spellings_only_where_they_are_named(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert purge(case, "--name", NAME, "--also", "kareem haddad") == 0
    said = capsys.readouterr().err
    assert f"{case}: 5 places removed for good" in said
    assert "Not reached: exports" in said
    assert files_with(case.parent, ["Karim", "Kareem"]) == []
    assert articles(case)["other.txt"].text.endswith("General Haddad left. █████████████ and the Haddadists met.")


def test_a_spelling_can_be_kept(case: Path) -> None:
    assert purge(case, "--name", NAME, "--keep", "Haddad") == 0
    assert articles(case)["report.txt"].text.endswith("████████████ said. Haddad is a nurse.")


def test_a_name_can_be_given_where_no_history_of_the_shell_keeps_it(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{NAME}\n\nObservatory\n"))
    assert purge(case, "--name", "-") == 0
    assert files_with(case.parent, ["Karim", "Observatory"]) == []


def test_an_article_is_removed_with_what_says_it_again_named(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert purge(case, "--article", "report.txt", "--dry-run") == 0
    assert capsys.readouterr().out.startswith("article report.txt (Seen by Karim Haddad): events in 1 passage, 0 decisions about it")
    assert purge(case, "--article", "report.txt") == 0
    assert f"{case}: 1 article removed for good" in capsys.readouterr().err
    assert list(articles(case)) == ["other.txt"]
    assert files_with(case.parent, ["Karim", "a nurse", "report.txt"]) == []
    assert main(["events", str(case), "--builtin-only", "--json"]) == 0
    assert "Saraqib" in capsys.readouterr().out


def test_an_article_removed_with_a_mark_is_left_out_when_it_is_given_again(
    case: Path, made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = tmp_path / "again.txt"
    again.write_text(TEXTS["report.txt"], encoding="utf-8")
    assert purge(case, "--article", "report.txt", "--remember") == 0
    capsys.readouterr()
    assert main(["events", str(case), str(again), "--builtin-only", "--json"]) == 1
    told = capsys.readouterr()
    assert "Kafr Zita" not in told.out
    assert "removed for good from this project" in told.err
    assert purge(case, "--forget-marks") == 0
    assert main(["events", str(case), str(again), "--builtin-only", "--json"]) == 0
    assert "Kafr Zita" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([], 2, "say what to remove"),
        (["--name", "Nobody At All"], 1, '"Nobody At All" was not found'),
        (["--name", "K"], 1, "too short"),
        (["--article", "absent.txt"], 1, 'no article "absent.txt" in it. It has: other.txt, report.txt'),
        (["--name", NAME, "--also", "Bashir"], 1, 'No place is written "Bashir"'),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    case: Path, arguments: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert purge(case, *arguments) == status
    assert said in capsys.readouterr().err
    assert NAME in articles(case)["report.txt"].text


def test_settings_log_and_unsaved_work_are_cleaned_too(case: Path, made: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "unsaved").mkdir()
    unsaved = Path(shutil.copy(made, home / "unsaved" / "0123.gpkg"))
    kept, gone = case.parent / "case.gpkg", case.parent / "Karim Haddad's.gpkg"
    settings = {"author": "me", "last_folder": f"{home}/Karim Haddad", "recent": [str(kept), str(gone)], "state": {"geometry": "S2FyaW0="}}
    (home / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    (home / "settings.json.damaged").write_text(f"{{{gone}", encoding="utf-8")
    (home / "settings.ini").write_text(f"[General]\nlast_folder={home}/Karim Haddad\n", encoding="utf-8")
    (home / "dateline.log").write_text("INFO Reading Karim Haddad.txt failed\nINFO map painted\n", encoding="utf-8")
    assert purge(case, "--name", NAME, "--dry-run") == 0
    assert "also in Dateline's log" in capsys.readouterr().out
    assert purge(case, "--name", NAME) == 0
    assert "also removed from a project that was never saved" in capsys.readouterr().err
    assert files_with(home, [NAME]) == []
    assert (home / "dateline.log").read_text() == "INFO map painted\n"
    left = {"author": "me", "recent": [str(kept)], "state": {"geometry": "S2FyaW0="}}
    assert json.loads((home / "settings.json").read_text()) == left
    assert "█" in articles(unsaved)["report.txt"].text


def test_unsaved_work_that_another_window_holds_is_named_and_the_rest_is_done(
    case: Path, made: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "unsaved").mkdir()
    held = sqlite3.connect(shutil.copy(made, home / "unsaved" / "0123.gpkg"), isolation_level=None)
    held.execute("PRAGMA journal_mode = WAL")
    held.execute("BEGIN")
    held.execute("SELECT * FROM dateline_article").fetchall()
    assert purge(case, "--name", NAME) == 1
    said = capsys.readouterr().err
    assert "0123.gpkg: another program has it open" in said
    assert files_with(case.parent, ["Karim"]) == []
    held.close()


def test_another_project_of_the_recent_ones_is_named_and_not_touched(
    case: Path, made: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Path(shutil.copy(made, case.parent.parent / "older.gpkg"))
    (home / "settings.ini").write_text(f'[General]\nrecent="{other}\\n{case}"\n', encoding="utf-8")  # of an earlier version
    assert purge(case, "--name", NAME) == 0
    assert f"{other} holds it too and was not changed" in capsys.readouterr().err
    assert NAME in articles(other)["report.txt"].text
