"""Articles and project files given together, as one corpus."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from geo.errors import GeoError, ProjectError
from geo.events import CERTAIN
from geo.gazetteer import Gazetteer
from geo.model import Analysis, Article, Corpus, Failure, Judgement
from geo.pipeline.articles import corpus, take_in
from geo.pipeline.drawings import draw
from geo.pipeline.outputs import outlines
from geo.pipeline.ranges import default_ranges
from geo.pipeline.worker import Worker
from geo.project import Answer, ArticleIndex, Project, corrected, drawings
from geo.project.purging import refusal
from geo.views import Drawn, drawn_rows

PROJECT_SUFFIX = ".gpkg"
DAMAGED = "the project is damaged. Take what is sound into a new file: dateline project repair FILE -o NEW"


def corpus_of(
    inputs: Sequence[Path], gazetteer: Gazetteer, worker: Worker | None = None, certain: float = CERTAIN
) -> tuple[Corpus, tuple[Failure, ...]]:
    """The corpus of articles and of at most one project, with what could not be taken in.

    A project comes with what people decided in it; articles given beside it are added to what it holds, in memory alone. `certain` is how
    likely right a place must be for it not to be called uncertain.
    """
    projects = [path for path in inputs if path.suffix.casefold() == PROJECT_SUFFIX]
    if len(projects) > 1:
        names = ", ".join(path.name for path in projects)
        raise ProjectError(f"{names}: one project at a time. Run the command once for each.")
    articles: tuple[Article, ...] = ()
    analyses: tuple[Analysis, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    failures: list[Failure] = []
    for path in projects:
        try:
            project = Project.open(path)
        except ProjectError as error:
            failures.append(Failure(str(path), str(error)))
            continue
        try:
            articles, analyses, judgements = project.articles(), project.analyses(), project.judgements()
            failures += [Failure(str(path), note) for note in project.notes]
            failures += [Failure(str(path), f"{path}: {finding}") for finding in project.damage]
            if project.damage:
                failures.append(Failure(str(path), f"{path}: {DAMAGED}"))
        finally:
            project.close()
    others = [path for path in inputs if path not in projects]
    if others or not projects:
        taken = take_in(others, gazetteer, known=articles, worker=worker)
        again = _removed_before(projects, taken.articles) if not failures else {}
        failures += [*taken.failures, *(refusal(a, again[a.id]) for a in taken.articles if a.id in again)]
        articles = (*articles, *(a for a in taken.articles if a.id not in again))
        analyses = (*analyses, *(n for n in taken.analyses if n.article not in again))
    return corpus(articles, analyses, judgements, certain), tuple(failures)


def write_layers(project: Project, gazetteer: Gazetteer) -> None:
    """Write the layers of a project that other programs read, from what it holds now, with all that is drawn in it."""
    judgements = project.judgements()
    told = corpus(project.articles(), project.analyses(), judgements)
    drawn: list[Drawn] = list(default_ranges(told, gazetteer))
    for drawing in drawings(judgements):
        try:
            drawn.extend(draw(drawing, gazetteer))
        except GeoError:
            continue  # its origin's gazetteer was removed: the window says so where the drawing is listed
    project.write_layers(told, outlines(gazetteer), drawn_rows(drawn))


def search_project(path: Path, query: str) -> tuple[Answer, dict[str, Article]]:
    """Every article of a project in which the words of `query` stand, with all matches, and the articles by id. Raises ProjectError."""
    project = Project.open(path)
    try:
        articles = corrected(project.articles(), (), project.judgements(), lambda analysis, _: analysis).articles
    finally:
        project.close()
    return ArticleIndex(articles).search(query, listed=len(articles)), {a.id: a for a in articles}


def _removed_before(projects: Sequence[Path], articles: Sequence[Article]) -> dict[str, datetime]:
    """Articles that were removed from the project for good, with a mark by which they are known."""
    if not projects or not articles:
        return {}
    project = Project.open(projects[0])
    try:
        return project.known_again(articles)
    finally:
        project.close()
