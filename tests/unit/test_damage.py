"""Damage to a project is noticed, costs no more than what was damaged, is named, and is not the end.

The long form of the first tests, with 200 flips and 10,000 mutations, is tests/fuzz/flip_project.py.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from geo.cli.main import main
from geo.errors import ProjectError
from geo.gazetteer import Gazetteer
from geo.project import Project
from geo.project.repair import check, repair


@pytest.fixture(scope="module")
def fuzz() -> ModuleType:
    spec = importlib.util.spec_from_file_location("flip_project", Path(__file__).parent.parent / "fuzz" / "flip_project.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["flip_project"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(fuzz: ModuleType, tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Path:
    return fuzz.small_project(tmp_path_factory.mktemp("damage") / "case.gpkg", gazetteer)


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "case.gpkg"))


def change(path: Path, statement: str, *values: object) -> None:
    """As damage does it: behind the back of the digests."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(statement, values).rowcount == 1
        connection.commit()


@pytest.mark.parametrize("damage", ["flipped", "torn"])
def test_no_damage_comes_back_silently(fuzz: ModuleType, made: Path, tmp_path: Path, damage: str) -> None:
    counts = fuzz.damage_runs(made, getattr(fuzz, damage), 30, 7, tmp_path)
    assert counts["silent"] == counts["traceback"] == 0, counts
    assert sum(count for what, count in counts.items() if what.startswith("noticed")) >= 4, counts


def test_no_record_of_a_strangers_hand_gives_a_traceback(fuzz: ModuleType, made: Path, tmp_path: Path) -> None:
    counts = fuzz.mutation_runs(made, 60, 7, tmp_path)
    assert counts["traceback"] == 0, counts
    assert counts["noticed, part lost"] >= 10, counts


def test_one_changed_letter_costs_that_article_and_it_is_named(case: Path) -> None:
    with opened_closing(case) as before:
        names, decisions = [a.id for a in before.articles()], before.judgements()
    change(case, "UPDATE dateline_article SET record = replace(record, 'Twelve', 'Eleven') WHERE id = 'report-0-0.txt'")
    with opened_closing(case) as after:
        assert [a.id for a in after.articles()] == names[1:]
        assert after.judgements() == decisions
        assert [str(f) for f in after.damage] == ['article "report-0-0.txt" (Report 0): it was changed or damaged']


def test_a_changed_decision_is_named_with_who_made_it_and_when(case: Path) -> None:
    change(case, 'UPDATE dateline_judgement SET value = \'{"title": "Forged"}\' WHERE id = 4')
    with opened_closing(case) as project:
        (finding,) = project.damage
        assert finding.what.startswith("decision 4 (set article, by B. Analyst, 20")
        assert [j.id for j in project.judgements()][:5] == [1, 2, 3, 5, 6]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM dateline_undo WHERE id = 1", "undoing or redoing 1: it is missing"),
        ("UPDATE dateline_undo SET undone = 0 WHERE id = 1", "undoing or redoing 1"),
        ("DELETE FROM dateline_analysis WHERE article = 'report-0-1.txt'", 'what was found in article "report-0-1.txt": it is missing'),
        (
            "INSERT INTO dateline_judgement SELECT 99, kind, subject, value, author, made_at FROM dateline_judgement WHERE id = 1",
            "did not write it",
        ),
        ("DELETE FROM dateline_chain WHERE id = (SELECT max(id) FROM dateline_chain)", "the last 1 of"),
        ("UPDATE dateline_article SET position = 9 WHERE id = 'report-0-0.txt'", 'article "report-0-0.txt"'),
        ("UPDATE dateline_meta SET value = 'x' WHERE key = 'removal_salt'", 'setting "removal_salt"'),
        ("UPDATE dateline_removal SET removed_at = '2001-01-01T00:00:00+00:00'", "note 1 that something was removed"),
    ],
)
def test_what_was_taken_out_put_in_or_altered_is_said(case: Path, statement: str, said: str) -> None:
    change(case, statement)
    with opened_closing(case) as project:
        assert any(said in str(finding) for finding in project.damage), project.damage


def test_a_damaged_digest_costs_nothing(case: Path) -> None:
    with opened_closing(case) as before:
        decisions = before.judgements()
    change(case, "UPDATE dateline_chain SET digest = replace(digest, substr(digest, 1, 4), 'zzzz') WHERE id = 5")
    with opened_closing(case) as project:
        assert project.judgements() == decisions
        assert [f.lost for f in project.damage] == [False]


def test_nothing_is_written_into_a_damaged_file_before_it_was_saved_elsewhere(case: Path) -> None:
    change(case, "UPDATE dateline_judgement SET author = 'Somebody' WHERE id = 2")
    bytes_before = case.read_bytes()
    project = Project.open(case)
    for attempt in (project.undo, lambda: project.add(project.articles(), ()), lambda: project.save_as(case)):
        with pytest.raises(ProjectError, match="damaged"):
            attempt()
    project.save_as(case.with_name("mended.gpkg"))
    assert project.damage == ()
    assert project.undo()
    project.close()
    assert case.read_bytes() == bytes_before
    assert check(case.with_name("mended.gpkg")).sound


def test_a_project_without_digests_opens_and_gets_them(case: Path) -> None:
    with closing(sqlite3.connect(case)) as old:
        old.executescript("DROP TABLE dateline_digest; DROP TABLE dateline_chain")
        old.execute("UPDATE dateline_meta SET value = '3' WHERE key = 'version'")
        old.commit()
    with opened_closing(case) as project:
        assert project.damage == ()
        decisions = len(project.judgements())
    change(case, "UPDATE dateline_judgement SET author = 'Somebody' WHERE id = 2")
    with opened_closing(case) as project:
        assert len(project.damage) == 1
        assert len(project.judgements()) == decisions - 1


# --- repair -----------------------------------------------------------------------------------------------------------------


def test_repair_takes_all_that_is_sound_and_leaves_the_file_alone(case: Path) -> None:
    with opened_closing(case) as project:
        names, decisions = {article.id for article in project.articles()}, len(project.judgements())
    data = bytearray(case.read_bytes())
    size = int.from_bytes(data[16:18], "big")
    at = data.index(b"Soldiers attacked Morek") // size * size
    data[at : at + size] = bytes(size)  # a page of zeros
    case.write_bytes(data)
    new = case.with_name("new.gpkg")
    report = repair(case, new)
    assert case.read_bytes() == data
    assert any("report-0-2.txt" in finding.what and finding.lost for finding in report.findings)
    with opened_closing(new) as project:
        assert project.damage == ()
        kept = {article.id for article in project.articles()}
        lost = {name for name in names if any(f'article "{name}"' in f.what and f.lost for f in report.findings)}
        assert kept | lost == names, "each article is there, or is named"
        assert len(project.judgements()) == report.decisions == decisions
    with pytest.raises(ProjectError, match="already"):
        repair(case, new)


def test_the_command_says_what_is_damaged_and_repairs(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["project", "check", str(case)]) == 0
    assert "sound, with 3 articles" in capsys.readouterr().out
    change(case, "DELETE FROM dateline_analysis WHERE article = 'report-0-1.txt'")
    assert main(["project", "check", str(case), "--json"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["findings"] == [{"what": 'what was found in article "report-0-1.txt"', "why": "it is missing", "lost": True}]
    assert f'{case}: what was found in article "report-0-1.txt": it is missing' in err
    new = case.with_name("new.gpkg")
    assert main(["project", "repair", str(case), "-o", str(new), "--builtin-only"]) == 1
    with opened_closing(new) as project:
        assert len(project.analyses()) == 3, "an article whose analysis was lost is read again"
    assert main(["project", "check", str(new)]) == 0
    assert main(["project", "repair", str(case)]) == 2


def test_a_damaged_project_is_read_by_the_other_commands_and_they_say_so(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(case, "UPDATE dateline_article SET record = replace(record, 'Twelve', 'Eleven') WHERE id = 'report-0-0.txt'")
    assert main(["events", str(case), "--json", "--builtin-only"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["events"]
    assert 'article "report-0-0.txt" (Report 0): it was changed or damaged' in err


def opened_closing(path: Path) -> closing[Project]:
    return closing(Project.open(path))
