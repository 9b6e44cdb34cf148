"""The project file: what is put in comes out, what people decide is kept, and a crash or a bad file loses nothing."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import pipeline
from geo.errors import ProjectError
from geo.model import Analysis, Article, Corpus, JudgementKind, LonLat, Place, Role
from geo.project import Project
from geo.project.records import from_json, to_json
from geo.project.seals import META, seal

Tell = Callable[..., tuple[Article, Analysis]]

TEXT = "Russian jets struck Kafr Zita and Hama on Wednesday, according to the Syrian Observatory for Human Rights. Syria was silent."


@pytest.fixture
def told(tell: Tell) -> tuple[Article, Analysis]:
    return tell(TEXT, published=date(2015, 10, 8), publisher="Dateline test")


@pytest.fixture
def project(tmp_path: Path, told: tuple[Article, Analysis]) -> Project:
    made = Project.create(tmp_path / "case.gpkg")
    made.add([told[0]], [told[1]])
    return made


def corpus_of(project: Project) -> Corpus:
    return pipeline.corpus(project.articles(), project.analyses(), project.judgements())


def test_records_come_back_as_they_were(told: tuple[Article, Analysis]) -> None:
    article, analysis = told
    assert from_json(Article, to_json(article)) == article
    assert from_json(Analysis, to_json(analysis)) == analysis


def test_a_project_is_found_again_as_it_was_left(project: Project, told: tuple[Article, Analysis]) -> None:
    path = project.path
    project.close()
    again = Project.open(path)
    assert again.articles() == (told[0],)
    assert again.analyses() == (told[1],)
    again.close()
    assert sorted(p.name for p in path.parent.iterdir()) == ["case.gpkg"], "no companion file stays behind"


def test_a_rejected_event_is_gone_and_undo_brings_it_back(project: Project) -> None:
    before = corpus_of(project).events
    mentions = [m.id for m in before[0].mentions]
    project.judge(JudgementKind.REJECT_EVENT, {"events": mentions}, {})
    assert not any(m.id in mentions for e in corpus_of(project).events for m in e.mentions)
    assert project.undo_text == "Reject event"
    project.undo()
    assert corpus_of(project).events == before
    assert project.redo_text == "Reject event"
    project.redo()
    assert len(corpus_of(project).events) == len(before) - 1


def test_a_rejected_mention_is_no_place_of_the_event(project: Project, told: tuple[Article, Analysis]) -> None:
    mention = next(m for m in told[1].mentions if m.text == "Hama")
    project.judge(JudgementKind.REJECT_MENTION, {"article": "told", "start": mention.span.start, "end": mention.span.end}, {})
    corpus = corpus_of(project)
    assert [p.place.name for e in corpus.events for p in e.places] == ["Kafr Zaytā"]
    assert [m.role for m in corpus.analyses["told"].mentions if m.text == "Hama"] == [Role.CONTEXT]


def test_a_chosen_place_holds_and_says_who_chose_it(project: Project, told: tuple[Article, Analysis]) -> None:
    mention = next(m for m in told[1].mentions if m.text == "Kafr Zita")
    place = Place("person:1", "A field of ours", LonLat(36.6, 35.4), "PPL", country="SY", extent_km=0.5, gazetteer="person")
    subject = {"article": "told", "start": mention.span.start, "end": mention.span.end}
    project.judge(JudgementKind.PLACE_MENTION, subject, asdict(place), author="A. Analyst")
    names = [p.place.name for e in corpus_of(project).events for p in e.places]
    assert "A field of ours" in names
    assert "Kafr Zaytā" not in names
    assert project.judgements()[0].author == "A. Analyst"


def test_setting_the_date_reads_the_weekday_anew(tell: Tell, tmp_path: Path) -> None:
    article, analysis = tell(TEXT)
    project = Project.create(tmp_path / "undated.gpkg")
    project.add([article], [analysis])
    when = corpus_of(project).events[0].when
    assert when is not None
    assert (when.said, when.start) == ("on Wednesday", None)
    project.judge(JudgementKind.SET_ARTICLE, {"articles": ["told"]}, {"published": "2015-10-08", "publisher": "The Paper"})
    corpus = corpus_of(project)
    assert corpus.articles[0].publisher == "The Paper"
    when = corpus.events[0].when
    assert when is not None
    assert when.start == date(2015, 10, 7)
    project.undo()
    assert corpus_of(project).articles[0].published is None


def test_a_new_judgement_closes_the_way_back(project: Project) -> None:
    for title in ("one", "two"):
        project.judge(JudgementKind.SET_ARTICLE, {"articles": ["told"]}, {"title": title})
    project.undo()
    project.judge(JudgementKind.SET_ARTICLE, {"articles": ["told"]}, {"title": "three"})
    assert not project.redo()
    assert corpus_of(project).articles[0].title == "three"
    project.undo()
    assert corpus_of(project).articles[0].title == "one"
    assert [j.undone for j in project.judgements()] == [False, True, True]


def test_undo_twice_and_redo_twice_keep_their_order(project: Project) -> None:
    for title in ("one", "two", "three"):
        project.judge(JudgementKind.SET_ARTICLE, {"articles": ["told"]}, {"title": title})
    project.undo()
    project.undo()
    assert corpus_of(project).articles[0].title == "one"
    project.redo()
    assert corpus_of(project).articles[0].title == "two"
    project.redo()
    assert corpus_of(project).articles[0].title == "three"
    assert not project.redo()


@given(st.text("juurr", max_size=24))
@settings(max_examples=60, deadline=None)
def test_undo_and_redo_are_what_two_stacks_would_be(steps: str) -> None:
    """j judges, u undoes, r redoes; the rows must give the state that stacks in memory give."""
    with tempfile.TemporaryDirectory() as folder:
        project = Project.create(Path(folder) / "steps.gpkg")
        in_force: list[int] = []
        undone: list[int] = []
        for number, step in enumerate(steps, 1):
            if step == "j":
                project.judge(JudgementKind.SET_ARTICLE, {"articles": ["told"]}, {"title": str(number)})
                in_force.append(max(j.id for j in project.judgements()))
                undone.clear()
            else:
                start, end = (in_force, undone) if step == "u" else (undone, in_force)
                assert (project.undo() if step == "u" else project.redo()) or not start
                end.extend(start[-1:])
                del start[-1:]
            assert [j.id for j in project.judgements() if not j.undone] == in_force
            assert (project.undo_text is not None, project.redo_text is not None) == (bool(in_force), bool(undone))
        project.close()


@pytest.mark.parametrize(("steps", "left"), [("jujur", [2]), ("jjujuur", [1]), ("jujjuur", [2])])
def test_what_a_newer_judgement_closed_stays_closed(tmp_path: Path, steps: str, left: list[int]) -> None:
    project = Project.create(tmp_path / "steps.gpkg")
    for step in steps:
        if step == "j":
            project.judge(JudgementKind.SET_ARTICLE, {"articles": ["told"]}, {"title": "x"})
        elif step == "u":
            project.undo()
        else:
            project.redo()
    assert [j.id for j in project.judgements() if not j.undone] == left


def test_save_as_goes_on_in_the_new_file_and_leaves_the_old_one_whole(project: Project, tmp_path: Path) -> None:
    old = project.path
    project.save_as(tmp_path / "copy.gpkg")
    project.judge(JudgementKind.SET_ARTICLE, {"articles": ["told"]}, {"title": "new"})
    assert project.path.name == "copy.gpkg"
    assert Project.open(old).judgements() == ()


def test_a_crash_in_the_middle_of_a_change_loses_nothing_that_was_whole(project: Project, tmp_path: Path) -> None:
    path = project.path
    project.judge(JudgementKind.SET_ARTICLE, {"articles": ["told"]}, {"title": "kept"})
    project.close()
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from geo.project import Project
        project = Project.open(Path(sys.argv[1]))
        with project._transaction():
            project._connection.execute("DELETE FROM dateline_article")
            print("in the middle", flush=True)
            sys.stdin.read()
        """
    )
    child = subprocess.Popen([sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "in the middle"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    again = Project.open(path)
    assert len(again.articles()) == 1
    assert corpus_of(again).articles[0].title == "kept"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"no database at all, only words", "no Dateline project"), (b"", "no Dateline project"), (os.urandom(5000), "no Dateline project")],
)
def test_a_file_that_is_no_project_is_refused_in_words(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "wrong.gpkg"
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    with pytest.raises(ProjectError, match=said) as refused:
        Project.open(path)
    assert "wrong.gpkg" in str(refused.value)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest, "the file was touched"


def test_a_project_of_a_newer_version_is_not_opened(project: Project) -> None:
    path = project.path
    project.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE dateline_meta SET value = '99' WHERE key = 'version'")
        seal(connection, META, ["version"])
    connection.close()
    with pytest.raises(ProjectError, match="newer version"):
        Project.open(path)


def test_a_missing_file_and_a_taken_name_are_named(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no such file"):
        Project.open(tmp_path / "absent.gpkg")
    (tmp_path / "taken.gpkg").write_bytes(b"x")
    with pytest.raises(ProjectError, match="already"):
        Project.create(tmp_path / "taken.gpkg")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_named(project: Project, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(ProjectError, match="may write"):
        project.save_as(locked / "copy.gpkg")
    assert project.articles(), "the project is still open"


def test_saving_into_a_folder_that_is_not_there_keeps_the_project_open(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="absent does not exist"):
        project.save_as(tmp_path / "absent" / "copy.gpkg")
    assert project.articles()


def test_a_project_that_another_program_holds_is_named_and_nothing_is_half_written(project: Project) -> None:
    other = sqlite3.connect(project.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    project._connection.execute("PRAGMA busy_timeout = 50")
    with pytest.raises(ProjectError, match="Another program holds it"):
        project.judge(JudgementKind.SET_ARTICLE, {"articles": ["told"]}, {"title": "x"})
    other.execute("ROLLBACK")
    other.close()
    assert project.judgements() == ()
    project.judge(JudgementKind.SET_ARTICLE, {"articles": ["told"]}, {"title": "x"})
    assert len(project.judgements()) == 1


def test_a_full_disk_is_named_and_takes_all_or_nothing(project: Project, tell: Tell) -> None:
    (pages,) = project._connection.execute("PRAGMA page_count").fetchone()
    project._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    article, analysis = tell(TEXT * 50, id="long")
    with pytest.raises(ProjectError, match="Make room"):
        project.add([article], [analysis])
    assert [a.id for a in project.articles()] == ["told"]
    assert len(project.analyses()) == 1


def test_a_read_only_project_can_be_looked_at_and_says_that_it_cannot_be_written(project: Project) -> None:
    project._connection.execute("PRAGMA query_only = ON")  # what a file without permission to write does, root or not
    assert len(project.articles()) == 1
    with pytest.raises(ProjectError, match="cannot be written"):
        project.judge(JudgementKind.SET_ARTICLE, {"articles": ["told"]}, {"title": "x"})
