"""How long a project of 5,000 articles takes to fill, open, judge in and save. Prints; asserts no time.

make bench        or        python -m pytest tests/bench/bench_project.py -m bench -s
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from geo import pipeline
from geo.model import Analysis, Article, JudgementKind
from geo.project import Project

pytestmark = pytest.mark.bench

ARTICLES = 5_000
REPRINTS = 20  # of each text
TOWNS = ("Kafr Zita", "Khan Shaykhun", "Morek", "al-Latamneh", "Saraqib", "Talbiseh", "Rastan", "Jisr al-Shughur", "Latakia", "Tartus")
TEXT = (
    "Russian jets struck {0} and {1} on Wednesday, according to the Syrian Observatory for Human Rights. "
    "Government forces shelled the town of {2}. Fierce clashes followed near {3}, the Observatory said.\n"
)


def test_a_project_of_5000_articles(
    tell: Callable[..., tuple[Article, Analysis]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    many: list[tuple[Article, Analysis]] = []
    for week in range(ARTICLES // REPRINTS):
        towns = [TOWNS[(week // step) % len(TOWNS)] for step in (1, 3, 7, 11)]
        article, analysis = tell(TEXT.format(*towns), published=date(2011, 10, 6) + timedelta(weeks=week), publisher="Dateline test")
        for reprint in range(REPRINTS):
            name = f"article-{week:03}-{reprint:02}"
            mentions = tuple(replace(m, article=name) for m in analysis.mentions)
            events = tuple(replace(e, article=name, id=f"{name}:{e.id}") for e in analysis.events)
            many.append((replace(article, id=name), replace(analysis, article=name, mentions=mentions, events=events)))

    @contextmanager
    def timed(what: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        with capsys.disabled():
            print(f"{what}: {time.perf_counter() - begun:.2f} s")

    path = tmp_path / "large.gpkg"
    project = Project.create(path)
    with capsys.disabled():
        mentions, events = (sum(len(getattr(n, kind)) for _, n in many) for kind in ("mentions", "events"))
        print(f"\n{ARTICLES} articles, {mentions} mentions, {events} event mentions")
    with timed("add all in one transaction"):
        project.add([a for a, _ in many], [n for _, n in many])
    with timed("100 judgements"):
        for number in range(100):
            project.judge(JudgementKind.SET_ARTICLE, {"articles": [many[number][0].id]}, {"title": str(number)})
    with timed("100 undone"):
        for _ in range(100):
            project.undo()
    with timed("close"):
        project.close()
    with timed("open"):
        project = Project.open(path)
    with timed("read articles and analyses"):
        articles, analyses = project.articles(), project.analyses()
    with timed("apply judgements and merge events"):
        corpus = pipeline.corpus(articles, analyses, project.judgements())
    with timed("write layers"):
        project.write_layers(corpus)
    with timed("save as"):
        project.save_as(tmp_path / "copy.gpkg")
    project.close()
    with capsys.disabled():
        print(f"file: {path.stat().st_size / 1e6:.0f} MB")
    assert len(corpus.articles) == ARTICLES
