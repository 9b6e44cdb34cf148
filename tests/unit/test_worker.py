"""A poisoned article costs itself only: the worker ends, the article is named and left out, and the rest goes on."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo import pipeline
from geo.articles import read
from geo.errors import Cancelled
from geo.gazetteer import Gazetteer
from geo.model import Failure
from geo.pipeline.allowances import Allowance
from geo.pipeline.worker import Limits, Worker

NEWS = "Rockets hit the town of Rastan in Homs province on Monday, the army said."
LONG = "Rockets hit Hama, Homs, Aleppo and Idlib on Monday. " * 400  # no bomb; the tests' limits make it one

AMPLE = Allowance(60.0, 2_000_000_000)
pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no timers")


def limits(poisoned: Allowance) -> Limits:
    """Ample limits for short things, and others for what is longer than any article of these tests but LONG."""
    return Limits(of_file=lambda size: AMPLE, of_article=lambda size: poisoned if size > 5_000 else AMPLE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    for name, text in (("a.txt", NEWS), ("b.txt", LONG), ("c.txt", NEWS.replace("Rastan", "Talbiseh")), ("d.txt", LONG)):
        (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize(
    ("poisoned", "why"),
    [
        pytest.param(Allowance(0.05, 2_000_000_000), "took more than 0 s of processor time", id="time"),
        pytest.param(
            Allowance(60.0, 100_000),
            "needed more than 0 MB of memory",
            id="memory",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="the address space is limited on Linux alone"),
        ),
    ],
)
def test_an_article_over_its_limits_is_named_and_left_out_and_the_rest_goes_on(
    folder: Path, gazetteer: Gazetteer, poisoned: Allowance, why: str
) -> None:
    with Worker(limits(poisoned)) as worker:
        taken = pipeline.take_in([folder], gazetteer, worker=worker)
    assert [a.id for a in taken.articles] == ["a.txt", "c.txt"]
    assert [[m.text for m in a.mentions][:1] for a in taken.analyses] == [["Rastan"], ["Talbiseh"]]
    assert [f.source for f in taken.failures] == ["b.txt", "d.txt"]
    assert why in taken.failures[0].message
    assert "left out" in taken.failures[0].message
    assert "it has the text of b.txt" in taken.failures[1].message


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as worker:
        yield worker


def test_a_worker_finds_what_this_process_finds(folder: Path, gazetteer: Gazetteer, worker: Worker) -> None:
    failures: list[Failure] = []
    there = list(pipeline.parse([folder / "a.txt", folder / "c.txt"], gazetteer, failures.append, worker))
    here = list(pipeline.parse([folder / "a.txt", folder / "c.txt"], gazetteer, failures.append))
    assert [analysis for _, analysis in there] == [analysis for _, analysis in here]
    assert [article.text_sha256 for article, _ in there] == [article.text_sha256 for article, _ in here]
    assert failures == []


def test_files_that_cannot_be_read_are_named_as_without_a_worker(tmp_path: Path, gazetteer: Gazetteer, worker: Worker) -> None:
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.4\nnothing of the kind")
    (tmp_path / "two.jsonl").write_text(f'{{"id": "1", "text": "{NEWS}"}}\n{{"id": "2"}}\n')
    inputs = [tmp_path / "torn.pdf", tmp_path / "none.txt", tmp_path / "two.jsonl"]
    there, here = pipeline.take_in(inputs, gazetteer, worker=worker), pipeline.take_in(inputs, gazetteer)
    assert [f.message for f in there.failures] == [f.message for f in here.failures]
    assert [a.id for a in there.articles] == ["1"]


def test_a_worker_that_the_system_ends_costs_the_article_it_read(folder: Path, gazetteer: Gazetteer, worker: Worker) -> None:
    ended: list[int] = []

    def end_it() -> bool:  # asked while the worker reads
        if not ended:
            ended.append(worker.process_id)
            os.kill(ended[0], signal.SIGKILL)
        return False

    (article,) = read(folder / "b.txt")
    with pytest.raises(pipeline.OverLimit, match=r"b\.txt: the system stopped its reading"):
        worker.analyse(article, gazetteer, end_it)
    taken = pipeline.take_in([folder / "a.txt"], gazetteer, worker=worker)
    assert [a.id for a in taken.articles] == ["a.txt"]
    assert worker.process_id != ended[0]


def test_cancelling_does_not_wait_for_the_article(folder: Path, gazetteer: Gazetteer, worker: Worker) -> None:
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > 2

    with pytest.raises(Cancelled):
        pipeline.take_in([folder / "b.txt"], gazetteer, worker=worker, cancelled=cancelled)
