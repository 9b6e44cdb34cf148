"""`dateline gazetteer apply`: what a gazetteer that was added knows better is taken over into a project, on the command line."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import pytest
from data_home import make_data_home

from geo import pipeline
from geo.cli import main
from geo.gazetteer import Gazetteer
from geo.model import Article, JudgementKind
from geo.project import Project

TEXT = "Jets bombed the village of Tallmarq on Monday. Rebels shelled the village of Tallmarq on Thursday."


@pytest.fixture
def case(tmp_path: Path, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> Path:
    article = Article("a.txt", TEXT, hashlib.sha256(TEXT.encode()).hexdigest(), language="en")
    project = Project.create(tmp_path / "case.gpkg")
    project.add([article], [pipeline.analyse(article, gazetteer)])
    project.write_layers(pipeline.corpus(project.articles(), project.analyses()), pipeline.outlines(gazetteer))
    project.close()
    make_data_home(tmp_path / "home", monkeypatch)
    fields = [
        "9900001",
        "Tallmarq",
        "Tallmarq",
        "",
        "35.9",
        "36.4",
        "P",
        "PPL",
        "SY",
        "",
        "",
        "",
        "",
        "",
        "100",
        "",
        "",
        "Asia/Damascus",
        "2020-01-01",
    ]
    (tmp_path / "XX.txt").write_text("\t".join(fields) + "\n", encoding="utf-8")
    return project.path


def places(path: Path) -> list[str | None]:
    project = Project.open(path)
    try:
        (analysis,) = project.analyses()
        return [
            r.place.id if r.place else None for r, m in zip(analysis.resolutions, analysis.mentions, strict=True) if m.text == "Tallmarq"
        ]
    finally:
        project.close()


def test_places_are_listed_first_and_then_resolved_again(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert places(case) == [None, None]
    assert main(["gazetteer", "apply", str(case), "--dry-run"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["gazetteer", "add", str(tmp_path / "XX.txt")]) == 0
    capsys.readouterr()
    assert main(["gazetteer", "apply", str(case), "--dry-run"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown == ["a.txt: Tallmarq, no place yet: XX, added or changed since, has places of this name"] * 2
    assert places(case) == [None, None]
    assert main(["gazetteer", "apply", str(case)]) == 0
    assert "2 stale place names, 1 article resolved again" in capsys.readouterr().err
    assert places(case) == ["geonames:9900001"] * 2
    with sqlite3.connect(case) as layers:
        assert ("Tallmarq",) in layers.execute("SELECT place FROM events").fetchall(), "the layers still say what they said before"
    layers.close()
    assert main(["gazetteer", "apply", str(case), "--dry-run"]) == 0
    assert capsys.readouterr().out == ""


def test_what_a_person_decided_is_never_stale(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = Project.open(case)
    mentions = [m for m in project.analyses()[0].mentions if m.text == "Tallmarq"]
    subject = {"article": "a.txt", "start": mentions[0].span.start, "end": mentions[0].span.end}
    project.judge(JudgementKind.REJECT_MENTION, subject, {})
    project.close()
    assert main(["gazetteer", "add", str(tmp_path / "XX.txt")]) == 0
    capsys.readouterr()
    assert main(["gazetteer", "apply", str(case), "--dry-run"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_project_that_is_not_there_is_named_and_the_rest_is_done(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gazetteer", "apply", str(tmp_path / "absent.gpkg"), str(case)]) == 1
    said = capsys.readouterr().err
    assert "absent.gpkg: there is no such file" in said
    assert f"{case}: 0 stale place names" in said
    assert main(["gazetteer", "apply"]) == 2
