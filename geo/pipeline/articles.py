"""Articles taken in, analysed one by one, and brought together into the corpus a user sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geo.articles import gather, read_file
from geo.errors import ArticleError, Cancelled
from geo.events import CERTAIN, as_reported, dated_by_originals, merged, redate, reprints
from geo.gazetteer import Gazetteer
from geo.model import Analysis, Article, Corpus, Failure, IsCancelled, Judgement, OnProgress
from geo.pipeline.analysis import analysed
from geo.pipeline.worker import OverLimit, Worker
from geo.project import corrected, dated_by_person, decided, grades, rejected_events, rejected_mentions, reviews


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Articles with their analyses, and the inputs that could not be taken in."""

    articles: tuple[Article, ...]
    analyses: tuple[Analysis, ...]
    failures: tuple[Failure, ...]


def take_in(
    inputs: Sequence[Path],
    gazetteer: Gazetteer,
    *,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
    known: Sequence[Article] = (),
    worker: Worker | None = None,
) -> TakenIn:
    """Files and folders → articles and their analyses. What cannot be read is named among the failures; the rest goes on.

    `known` are articles already in the project: an input with the same text and id is passed over, one with the same text
    and another id is marked as a duplicate. With a `worker` what is over its limits is named and left out, too; without one it
    is read in this process. Raises Cancelled, with nothing half-done behind it.
    """

    def read(path: Path, base: Path | None) -> Iterator[Article | ArticleError]:
        return worker.read_file(path, base, cancelled) if worker is not None else read_file(path, base)

    def cancel_if_asked(done: int) -> None:
        if cancelled is not None and cancelled():
            raise Cancelled(f"Cancelled after {done} of {len(articles)} articles; none was kept.")

    gathered = gather(inputs, on_progress=on_progress, cancelled=cancelled, read=read)
    articles = _distinct(gathered.articles, known)
    kept: list[Article] = []
    analyses: list[Analysis] = []
    failures = list(gathered.failures)
    cancel_if_asked(0)
    if articles and on_progress is not None:
        on_progress(0, len(articles), articles[0].title or articles[0].id)
    for done, (article, analysis, failure) in enumerate(_each_analysed(articles, gazetteer, worker, cancelled), start=1):
        if analysis is not None:
            kept.append(article)
            analyses.append(analysis)
        if failure is not None:
            failures.append(failure)
        cancel_if_asked(done)
        if on_progress is not None:
            on_progress(done, len(articles), (articles[done].title or articles[done].id) if done < len(articles) else "")
    if not articles and on_progress is not None:
        on_progress(0, 0, "")
    return TakenIn(tuple(kept), tuple(analyses), tuple(failures))


def parse(
    inputs: Sequence[Path], gazetteer: Gazetteer, on_failure: Callable[[Failure], None], worker: Worker | None = None
) -> Iterator[tuple[Article, Analysis]]:
    """Articles with their analyses one by one, in input order; what cannot be read goes to `on_failure`."""
    gathered = gather(inputs, read=worker.read_file if worker is not None else read_file)
    for failure in gathered.failures:
        on_failure(failure)
    for article, analysis, failure in _each_analysed(gathered.articles, gazetteer, worker, None):
        if failure is not None:
            on_failure(failure)
        if analysis is not None:
            yield article, analysis


def _each_analysed(
    articles: Sequence[Article], gazetteer: Gazetteer, worker: Worker | None, cancelled: IsCancelled | None
) -> Iterator[tuple[Article, Analysis | None, Failure | None]]:
    """Articles in their order, without an analysis where one was over its limits, or had the text of one that was."""
    over: dict[str, str] = {}  # digest of a text → the article that had it
    for article in articles:
        if (first := over.get(article.text_sha256)) is not None:
            yield article, None, Failure(article.id, f"{article.id}: it has the text of {first}; left out.")
            continue
        try:
            analysis, failure = worker.analyse(article, gazetteer, cancelled) if worker is not None else analysed(article, gazetteer)
        except (OverLimit, MemoryError) as error:
            over[article.text_sha256] = article.id
            why = error if isinstance(error, OverLimit) else OverLimit(article.id, "reading it needs more memory than there is")
            yield article, None, Failure(article.id, str(why))
            continue
        yield article, analysis, failure


def corpus(
    articles: Sequence[Article], analyses: Iterable[Analysis], judgements: Sequence[Judgement] = (), certain: float = CERTAIN
) -> Corpus:
    """The corpus that a user sees: analyses corrected by the judgements in force, and the events over all articles.

    `certain` is how likely right a place must be for it not to be called uncertain.
    """
    articles, corrected_analyses, edits = corrected(articles, tuple(analyses), judgements, redate)
    by_article = {a.article: a for a in corrected_analyses}
    out = rejected_events(judgements)
    by_person = dated_by_person(judgements)
    told = [a if a.id in by_person else as_reported(a) for a in articles]
    copied = reprints(told, by_article)
    by_article = dated_by_originals(told, by_article, copied)
    ledger = merged(told, by_article, out, decided(judgements), copied, certain)
    return Corpus(
        tuple(articles),
        by_article,
        ledger.events,
        out,
        rejected_mentions(judgements),
        grades(judgements),
        reprints=copied.groups,
        suggestions=ledger.suggestions,
        families=copied.families,
        reviews=reviews(judgements, corrected_analyses, edits),
    )


def _distinct(articles: Sequence[Article], known: Sequence[Article]) -> tuple[Article, ...]:
    """New articles only, each with an id of its own; texts that the project holds already are marked as duplicates."""
    first: Mapping[str, str] = {a.text_sha256: a.duplicate_of or a.id for a in reversed(known)}
    taken = {a.id: a.text_sha256 for a in known}
    out: list[Article] = []
    for article in articles:
        if taken.get(article.id) == article.text_sha256:
            continue
        name, number = article.id, 2
        while name in taken:
            name, number = f"{article.id} ({number})", number + 1
        taken[name] = article.text_sha256
        out.append(replace(article, id=name, duplicate_of=first.get(article.text_sha256, article.duplicate_of)))
    return tuple(out)
