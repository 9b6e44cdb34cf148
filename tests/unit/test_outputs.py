"""No command writes over what it reads, whatever the path's spelling; another kind of file needs --force."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from geo import pipeline
from geo.cli import main
from geo.errors import ExportError
from geo.export.kinds import Kind, kind_of
from geo.model import Corpus
from geo.project import Project

STORY = "Rockets hit a market in Aleppo, Syria, on 3 March 2016. Six people were killed, a doctor said.\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text(STORY)
    (tmp_path / "in" / "deep" / "b.html").write_text(f"<html><body><p>{STORY}</p></body></html>")
    Project.create(tmp_path / "case.gpkg").close()
    return tmp_path


def linked(path: Path) -> Path:
    link = path.parent.parent / f"symbolic{path.suffix}"
    link.symlink_to(path)
    return link


def hard(path: Path) -> Path:
    link = path.parent.parent / f"hard{path.suffix}"
    os.link(path, link)
    return link


SPELLINGS: dict[str, Callable[[Path], str]] = {
    "as given": str,
    "by ..": lambda p: f"{p.parent}/../{p.parent.name}/./{p.name}",
    "doubled slashes": lambda p: f"{p.parent}//{p.name}/".rstrip("/"),
    "relative": os.path.relpath,
    "symbolic link": lambda p: str(linked(p)),
    "hard link": lambda p: str(hard(p)),
    "descriptor": lambda p: f"/proc/self/fd/{os.open(p, os.O_RDONLY)}",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("force", [False, True])
def test_an_article_is_never_written_over(case: Path, capsys: pytest.CaptureFixture[str], spelling: str, force: bool) -> None:
    article = case / "in" / "a.txt"
    out = SPELLINGS[spelling](article)
    for inputs in ([str(article)], [str(case / "in")]):
        assert main(["map", *inputs, "-o", out, *(["--force"] if force else [])]) == 1
        assert "one of the files that are read" in capsys.readouterr().err
    assert article.read_text() == STORY


@pytest.mark.parametrize("ending", ["", "-wal", "-journal", "-shm"])
def test_a_project_and_what_stands_beside_it_are_never_written_over(case: Path, capsys: pytest.CaptureFixture[str], ending: str) -> None:
    project = case / "case.gpkg"
    before = project.read_bytes()
    for command in ("export", "map"):
        assert main([command, str(project), "-o", f"{project}{ending}", "--force"]) == 1
        assert "one of the files that are read" in capsys.readouterr().err
    assert (project.read_bytes(), os.path.exists(f"{project}-wal")) == (before, False)


def test_a_range_is_not_written_over_a_gazetteer_or_a_project(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dump = case / "XX.txt"
    dump.write_text("1\tTallmarq\tTallmarq\t\t35.5\t36.5\tP\tPPL\tSY\t\t\t\t\t\t0\t\t0\t\t2026-01-01\n")
    before = dump.read_bytes()
    assert main(["range", "36.2,37.1", "50km", "--gazetteer", str(dump), "-o", str(dump), "--force"]) == 1
    assert main(["range", "36.2,37.1", "50km", "-o", str(case / "case.gpkg")]) == 1
    said = capsys.readouterr().err
    assert "one of the files that are read" in said
    assert "a Dateline project of that name" in said
    assert dump.read_bytes() == before
    Project.open(case / "case.gpkg").close()


def test_another_kind_of_file_needs_force_and_the_same_kind_is_replaced(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = str(case / "in" / "a.txt")
    report = case / "report.csv"
    report.write_bytes((case / "case.gpkg").read_bytes())
    before = report.read_bytes()
    assert main(["export", article, "-o", str(report)]) == 1
    assert "a Dateline project of that name" in capsys.readouterr().err
    assert report.read_bytes() == before
    assert main(["export", article, "-o", str(report), "--force"]) == 0
    assert report.read_bytes().startswith(b"event_id_cnty,")
    project = str(case / "case.gpkg")  # nothing is read with it, so it is quick
    for name in ("again.geojson", "again.gpkg", "again.csv", "again.kml", "again.kmz", "again.parquet"):
        for _ in range(2):
            assert main(["export", project, "-o", str(case / name)]) == 0, name
    for _ in range(2):
        assert main(["map", project, "-o", str(case / "map.html")]) == 0
    page = case / "saved.html"
    page.write_text("<html><p>Somebody's article</p></html>")
    assert main(["map", article, "-o", str(page)]) == 1
    assert page.read_text() == "<html><p>Somebody's article</p></html>"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", None),
        (b"  \n", None),
        (b"%PDF-1.7", Kind.PDF),
        (b"\x89PNG\r\n", Kind.PICTURE),
        (b"PAR1....", Kind.PARQUET),
        (b"PK\x03\x04rubbish", Kind.ZIP),
        (b"SQLite format 3\0rubbish", Kind.DATABASE),
        (b'\xef\xbb\xbf {"type": "FeatureCollection", "features": []}', Kind.GEOJSON),
        (b'{"id": "1", "text": "x"}\n', Kind.JSON),
        (b"<?xml version='1.0'?><kml xmlns='x'/>", Kind.KML),
        (b"<?xml version='1.0'?><svg/>", Kind.XML),
        (b"<!DOCTYPE html><p>x", Kind.WEB_PAGE),
        (b"date,place\n2016,Homs\n", Kind.TEXT),
        (b"\x00\x01\x02", Kind.OTHER),
    ],
)
def test_a_kind_is_told_by_content(tmp_path: Path, content: bytes, kind: Kind | None) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    assert kind_of(file) is kind


def test_standard_output_is_no_input(case: Path) -> None:
    article = case / "in" / "a.txt"
    with article.open("ab") as end:
        done = subprocess.run([sys.executable, "-m", "geo.cli", "parse", str(article)], stdout=end, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1
    assert "which is read" in done.stderr
    assert article.read_text() == STORY


def test_dateline_s_own_files_are_no_outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_DATA", str(tmp_path))
    for name in ("gazetteers/builtin-1.sqlite", "unsaved/a.gpkg", "settings.json", "settings.ini", "dateline.log"):
        with pytest.raises(ExportError, match="own folder"):
            pipeline.check_output(tmp_path / name, [], force=True)
    pipeline.check_output(tmp_path / "map.html", [])
    assert pipeline.sources_of(Corpus()) == []
