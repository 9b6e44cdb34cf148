"""Backups are made where something changed, thinned by generations, give back what damage took, and are purged too."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from raw_bytes import files_with

from geo import pipeline
from geo.errors import ProjectError
from geo.gazetteer import Gazetteer
from geo.model import JudgementKind
from geo.pipeline import purge, purge_preview
from geo.project import Keep, Project
from geo.project.backups import LAST, back_up, backups_of, counted, folder_for, is_backup, kept

NAME = "Karim Haddad"
TEXTS = {
    "report.txt": "Title: Towns bombed\nDate: 2015-10-08\n\nJets bombed the town of Kafr Zita on Wednesday, Karim Haddad said.",
    "other.txt": "Rebels shelled Saraqib on Thursday, the ministry said.",
}
BEGUN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    taken = pipeline.take_in([folder], gazetteer)
    project = Project.create(tmp_path_factory.mktemp("made") / "case.gpkg")
    project.add(taken.articles, taken.analyses)
    project.close()
    shutil.rmtree(folder)
    return project.path


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Path:
    (tmp_path / "case").mkdir()
    return Path(shutil.copy(made, tmp_path / "case" / "case.gpkg"))


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATELINE_DATA", str(tmp_path / "own"))
    return tmp_path / "own"


def judge(path: Path, title: str) -> None:
    with closing(Project.open(path)) as project:
        project.judge(JudgementKind.SET_ARTICLE, {"articles": ["other.txt"]}, {"title": title}, author="A. Analyst")


def folder(case: Path, keep: Keep, own: Path) -> Path:
    found = folder_for(case, keep, own)
    assert found is not None
    return found


@pytest.mark.parametrize("keep", [Keep.BESIDE, Keep.OWN])
def test_a_backup_is_made_where_something_changed_and_opens(case: Path, own: Path, keep: Keep) -> None:
    where = folder(case, keep, own)
    first = back_up(case, where, BEGUN)
    assert first is not None
    assert back_up(case, where, BEGUN + timedelta(minutes=1)) is None, "nothing has changed"
    judge(case, "One")
    second = back_up(case, where, BEGUN + timedelta(minutes=2))
    assert [b.path for b in backups_of(case, own)] == [second, first]
    newest = counted(backups_of(case, own)[0])
    assert (newest.articles, newest.decisions, newest.made_at) == (2, 1, BEGUN + timedelta(minutes=2))
    assert is_backup(newest.path)
    assert not is_backup(case)
    assert first.stat().st_mode & 0o077 == where.stat().st_mode & 0o077 == 0
    with closing(Project.open(first)) as project:
        assert project.damage == ()
        assert len(project.articles()) == 2


def test_a_clock_set_back_makes_no_backup_the_older_one(case: Path, own: Path) -> None:
    where = folder(case, Keep.BESIDE, own)
    back_up(case, where, BEGUN)
    judge(case, "One")
    late = back_up(case, where, BEGUN - timedelta(days=400))
    assert backups_of(case, own)[0].path == late
    assert len(backups_of(case, own)) == 2


def test_generations_thin_out_with_age() -> None:
    there: frozenset[datetime] = frozenset()
    now = BEGUN
    for hour in range(24 * 60):
        now = BEGUN + timedelta(hours=hour)
        there = kept({*there, now})
        assert now in there
    ages = sorted(now - time for time in there)
    assert ages[:LAST] == [timedelta(hours=h) for h in range(LAST)]
    assert len({(now - age).date() for age in ages if age < timedelta(days=6)}) >= 6
    assert timedelta(days=21) < ages[-1] < timedelta(days=36)
    assert len(ages) <= LAST + 7 + 5


def test_a_damaged_project_is_not_backed_up_over_good_ones(case: Path, own: Path) -> None:
    where = folder(case, Keep.BESIDE, own)
    back_up(case, where, BEGUN)
    judge(case, "One")
    data = bytearray(case.read_bytes())
    size = int.from_bytes(data[16:18], "big")
    data[size : 2 * size] = bytes(size)
    case.write_bytes(data)
    with pytest.raises(ProjectError, match="no backup could be made"):
        back_up(case, where, BEGUN + timedelta(hours=1))
    assert len(backups_of(case, own)) == 1
    assert len(list(where.iterdir())) == 1, "no half copy stays"


def test_what_damage_took_is_taken_from_a_backup(case: Path, own: Path) -> None:
    judge(case, "One")
    with closing(Project.open(case)) as project:
        whole = project.articles(), project.analyses(), project.judgements()
    back_up(case, folder(case, Keep.BESIDE, own), BEGUN)
    with closing(sqlite3.connect(case)) as connection:
        connection.execute("UPDATE dateline_article SET record = replace(record, 'Wednesday', 'Sunday')")
        connection.execute("DELETE FROM dateline_judgement")
        connection.commit()
    with closing(Project.open(case)) as project:
        assert (project.articles(), project.analyses(), project.judgements()) == whole
        assert [(f.lost, f.why) for f in project.damage] == [(False, "it is damaged, and was taken from a backup")] * 2


@pytest.mark.parametrize("keep", [Keep.BESIDE, Keep.OWN])
def test_after_a_purge_no_backup_holds_the_name(case: Path, own: Path, gazetteer: Gazetteer, keep: Keep) -> None:
    where = folder(case, keep, own)
    back_up(case, where, BEGUN)
    judge(case, f"What {NAME} saw")
    back_up(case, where, BEGUN + timedelta(hours=1))
    broken = where / "2026-03-01-080000Z.gpkg"
    broken.write_bytes(case.read_bytes()[:9000])
    words = [NAME, "Haddad"]
    assert len({file for file, _ in files_with(where, words)}) >= 2, "nothing to remove: the test would prove nothing"
    assert "3 automatic backups" in purge_preview(case, names=[NAME], folder=own).elsewhere
    report = purge(case, gazetteer, names=[NAME], folder=own)
    assert "automatic backups" in report.elsewhere
    assert files_with(where, words) == files_with(case.parent, words) == []
    assert len(backups_of(case, own)) == 2, "those that can be are written anew; the broken one is deleted"
    for backup in backups_of(case, own):
        with closing(Project.open(backup.path)) as project:
            assert project.damage == ()
            assert "█" in project.articles()[1].text
