"""Killed at any moment of what it does, the program loses nothing that it acknowledged, and leaves nothing half-written.

Each deed is first done whole, which tells how long it takes; then by processes that are killed at moments spread over that time. A few
moments here; `make torture` takes more (DATELINE_KILLS, for each deed).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from geo import gazetteer as gazetteers
from geo import pipeline
from geo.gazetteer import Gazetteer
from geo.model import Analysis, Article, JudgementKind
from geo.pipeline import purging
from geo.project import Project

from .test_gazetteer_added import ROWS

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that are forked")

MOMENTS = int(os.environ.get("DATELINE_KILLS", "2"))
NAME = "Karim Haddad"
TEXT = f"Rebels shelled Saraqib on Wednesday, {NAME} said. Jets bombed the town of Kafr Zita."
Tell = Callable[..., tuple[Article, Analysis]]
Say = Callable[[str], None]


@dataclass
class Bench:
    """A folder with a project of one article and one decision, and what was acknowledged to the world outside."""

    folder: Path
    gazetteer: Gazetteer
    told: tuple[Article, Analysis]
    more: tuple[tuple[Article, ...], tuple[Analysis, ...]]

    @property
    def case(self) -> Path:
        return self.folder / "case.gpkg"


def note(project: Project, title: str) -> None:
    project.judge(JudgementKind.SET_ARTICLE, {"articles": ["told"]}, {"title": title})


def edit(bench: Bench, say: Say) -> None:
    project = Project.open(bench.case)
    for number in range(12):
        note(project, str(number))
        say(f"title {number}")
        if number % 4 == 3:
            project.judgements()
            project.undo()
            say(f"undone {number}")
    project.close()


def save(bench: Bench, say: Say) -> None:
    project = Project.open(bench.case)
    note(project, "before")
    say("title before")
    pipeline.projects.write_layers(project, bench.gazetteer)
    project.make_whole()
    say("saved")
    project.close()


def save_as(bench: Bench, say: Say) -> None:
    project = Project.open(bench.case)
    note(project, "before")
    say("title before")
    project.save_as(
        bench.folder / "other.gpkg", lambda copy: pipeline.projects.write_layers(Project.within(bench.case, copy), bench.gazetteer)
    )
    say("other")
    note(project, "after")
    say("other after")
    project.close()


def take_in(bench: Bench, say: Say) -> None:
    project = Project.open(bench.case)
    project.add(*bench.more)
    say("added")
    project.close()


def export(bench: Bench, say: Say) -> None:
    project = Project.open(bench.case)
    corpus = pipeline.corpus(project.articles(), project.analyses(), project.judgements())
    project.close()
    for ending in ("geojson", "csv", "gpkg"):
        pipeline.export(corpus, bench.gazetteer, bench.folder / f"events.{ending}")
        say(f"exported {ending}")


def purge(bench: Bench, say: Say) -> None:
    purging.analysed = lambda article, _: (Analysis(article.id, (), (), (), ()), None)  # type: ignore[assignment]
    purging.purge(bench.case, bench.gazetteer, names=[NAME])
    say("purged")


def add_gazetteer(bench: Bench, say: Say) -> None:
    os.environ["DATELINE_DATA"] = str(bench.folder / "data")
    dump = bench.folder / "SY.txt"
    gazetteers.add(dump)
    say("gazetteer")


DEEDS = (edit, save, save_as, take_in, export, purge, add_gazetteer)


def killed(deed: Callable[[Bench, Say], None], bench: Bench, after_s: float | None) -> tuple[list[str], float]:
    """Does it in another process, which is killed after a time; what that had acknowledged by then, and how long it lived."""
    reading, writing = os.pipe()
    begun = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            deed(bench, lambda words: os.write(writing, f"{words}\n".encode()) and None)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    if after_s is not None:
        time.sleep(after_s)
        os.kill(pid, signal.SIGKILL)
    said = b""
    while block := os.read(reading, 4096):
        said += block
    os.close(reading)
    _, status = os.waitpid(pid, 0)
    lived = time.perf_counter() - begun
    assert after_s is not None or status == 0, f"{deed.__name__} fails, killed or not"
    return said.decode().splitlines(), lived


def held(path: Path) -> tuple[list[object], list[str], list[str]]:
    """Titles that were given in order, those of them in force, and the articles; the file is sound and has nothing beside it."""
    project = Project.open(path)
    try:
        assert project.notes == ()
        assert project._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        judgements = project.judgements()
        analysed = {a.article for a in project.analyses()}
        articles = [a.id for a in project.articles()]
        assert analysed == set(articles)
        return [j.value["title"] for j in judgements], [str(j.value["title"]) for j in judgements if not j.undone], articles
    finally:
        project.close()


def check(bench: Bench, said: list[str]) -> None:
    titles, in_force, articles = held(bench.case)
    acknowledged = ["first", *(words.removeprefix("title ") for words in said if words.startswith("title "))]
    assert titles[: len(acknowledged)] == acknowledged
    assert len(titles) <= len(acknowledged) + 1
    for words in said:
        assert not words.startswith("undone ") or words.removeprefix("undone ") not in in_force
    assert len(articles) in (1, 1 + len(bench.more[0])), "articles are taken in all or none"
    assert "added" not in said or len(articles) > 1
    other = bench.folder / "other.gpkg"
    if other.exists():
        titles, _, _ = held(other)
        assert titles[:2] == ["first", "before"]
        assert "other after" not in said or titles[2:] == ["after"]
    assert other.exists() or "other" not in said
    for ending in ("geojson", "csv", "gpkg"):
        exported = bench.folder / f"events.{ending}"
        assert exported.exists() or f"exported {ending}" not in said
        if exported.exists():
            if ending != "gpkg":
                assert exported.read_bytes() == (bench.folder / f"whole.{ending}").read_bytes()
            else:
                with contextlib.closing(sqlite3.connect(exported)) as opened:
                    assert opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    if "purged" in said:
        assert NAME.encode() not in bench.case.read_bytes()
    listed = [added.name for added in gazetteers.listed()]
    assert listed in ([], ["SY"])
    assert listed or "gazetteer" not in said
    gazetteers.open_default().close()


@pytest.mark.parametrize("deed", DEEDS)
def test_killed_at_any_moment_nothing_is_lost(
    deed: Callable[[Bench, Say], None], tmp_path: Path, gazetteer: Gazetteer, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tell(TEXT)
    more = [tell(f"Army artillery shelled Talbiseh on day {n}.", id=f"more-{n}") for n in range(5)]
    original = tmp_path / "original"
    bench = Bench(original, gazetteer, told, (tuple(a for a, _ in more), tuple(n for _, n in more)))
    (original / "data" / "gazetteers").mkdir(parents=True)
    compiled = gazetteers.library.builtin()
    os.link(compiled, original / "data" / "gazetteers" / compiled.name)
    (original / "SY.txt").write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    project = Project.create(bench.case)
    project.add([told[0]], [told[1]])
    note(project, "first")
    project.close()

    def copy(name: str) -> Bench:
        shutil.copytree(original, tmp_path / name, ignore=shutil.ignore_patterns("data"))
        shutil.copytree(original / "data", tmp_path / name / "data", copy_function=os.link)
        monkeypatch.setenv("DATELINE_DATA", str(tmp_path / name / "data"))
        return Bench(tmp_path / name, gazetteer, told, bench.more)

    whole = copy("whole")
    said, took_s = killed(deed, whole, None)
    assert said, "the deed acknowledges nothing: the test would prove nothing"
    for ending in ("geojson", "csv"):
        if (made := whole.folder / f"events.{ending}").exists():
            shutil.copy(made, original / f"whole.{ending}")
            shutil.copy(made, whole.folder / f"whole.{ending}")
    check(whole, said)
    for moment in range(MOMENTS):
        one = copy(f"killed-{moment}")
        said, _ = killed(deed, one, took_s * (moment + 0.5) / MOMENTS)
        check(one, said)
        shutil.rmtree(one.folder)


def test_a_copy_that_is_taken_at_any_moment_holds_all_that_was_saved(tmp_path: Path, gazetteer: Gazetteer, tell: Tell) -> None:
    """As a backup program takes it, while another process decides and saves without a pause."""
    told = tell(TEXT)
    case, copy, saved = tmp_path / "case.gpkg", tmp_path / "copy.gpkg", tmp_path / "saved"
    project = Project.create(case)
    project.add([told[0]], [told[1]])
    project.close()
    pid = os.fork()
    if pid == 0:
        try:
            writer, made = Project.open(case), 0
            while True:
                for _ in range(4):
                    note(writer, f"{made}{'x' * 300}")
                    made += 1
                pipeline.projects.write_layers(writer, gazetteer)
                (tmp_path / "next").write_text(str(made), encoding="ascii")
                os.replace(tmp_path / "next", saved)
        finally:
            os._exit(1)
    try:
        while not saved.exists():
            time.sleep(0.01)
        for _ in range(20 * MOMENTS):
            least = int(saved.read_text(encoding="ascii"))
            shutil.copyfile(case, copy)
            titles, _, articles = held(copy)
            assert len(titles) >= least
            assert articles == ["told"]
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
