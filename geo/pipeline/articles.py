"""Articles taken in, analysed one by one, and brought together into the corpus a user sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geo.articles import gather
from geo.errors import Cancelled, GeoError
from geo.events import dated_by_originals, extract, merge, redate, reprints
from geo.gazetteer import Gazetteer
from geo.model import Analysis, Article, Corpus, Failure, IsCancelled, Judgement, OnProgress, Resolution
from geo.project import corrected, decided, grades, rejected_events, rejected_mentions
from geo.reading import read
from geo.recognise import Recogniser
from geo.resolve import resolve

_RECOGNISER = Recogniser()


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
) -> TakenIn:
    """Files and folders → articles and their analyses. What cannot be read is named among the failures; the rest goes on.

    `known` are articles already in the project: an input with the same text and id is passed over, one with the same text
    and another id is marked as a duplicate. Raises Cancelled, with nothing half-done behind it.
    """
    gathered = gather(inputs, on_progress=on_progress, cancelled=cancelled)
    articles = _distinct(gathered.articles, known)
    analyses: list[Analysis] = []
    failures = list(gathered.failures)
    for done, article in enumerate(articles):
        if cancelled is not None and cancelled():
            raise Cancelled(f"Cancelled after {done} of {len(articles)} articles; none was kept.")
        if on_progress is not None:
            on_progress(done, len(articles), article.title or article.id)
        analysis, failure = analysed(article, gazetteer)
        analyses.append(analysis)
        if failure is not None:
            failures.append(failure)
    if on_progress is not None:
        on_progress(len(articles), len(articles), "")
    return TakenIn(articles, tuple(analyses), tuple(failures))


def analysed(article: Article, gazetteer: Gazetteer) -> tuple[Analysis, Failure | None]:
    """The analysis; an article on which the program itself fails is kept with nothing found and named, and the rest goes on."""
    try:
        return analyse(article, gazetteer), None
    except GeoError:
        raise
    except Exception as error:  # a fault of the program must not cost the user the other articles
        what = (
            f"{article.id}: it was taken in but not analysed, by a fault of Dateline ({type(error).__name__}: {error}). Please report it."
        )
        return Analysis(article.id, (), (), (), ()), Failure(article.id, what)


def parse(inputs: Sequence[Path], gazetteer: Gazetteer, on_failure: Callable[[Failure], None]) -> Iterator[tuple[Article, Analysis]]:
    """Articles with their analyses one by one, in input order; what cannot be read goes to `on_failure`."""
    gathered = gather(inputs)
    for failure in gathered.failures:
        on_failure(failure)
    for article in gathered.articles:
        analysis, failure = analysed(article, gazetteer)
        if failure is not None:
            on_failure(failure)
        yield article, analysis


def analyse(article: Article, gazetteer: Gazetteer, recogniser: Recogniser = _RECOGNISER) -> Analysis:
    """Everything the program finds in one article; an article that is not in English is kept with nothing found."""
    reading = read(article)
    passages = tuple(p.span for p in reading.passages)
    if not article.analysed:
        return Analysis(article.id, passages, (), (), ())
    mentions = recogniser.recognise(reading, gazetteer)
    resolutions = resolve(mentions, gazetteer)
    found = extract(article, reading, mentions, resolutions, _country_names(resolutions, gazetteer))
    return Analysis(article.id, passages, found.mentions, resolutions, found.events, gazetteer.versions)


def _country_names(resolutions: Sequence[Resolution], gazetteer: Gazetteer) -> dict[str, str]:
    """Names of the countries that the article's places lie in, by ISO code."""
    codes = {r.place.country for r in resolutions if r.place is not None and r.place.country}
    found = {code: gazetteer.country(code) for code in codes}
    return {code: place.name for code, place in found.items() if place is not None}


def corpus(articles: Sequence[Article], analyses: Iterable[Analysis], judgements: Sequence[Judgement] = ()) -> Corpus:
    """The corpus that a user sees: analyses corrected by the judgements in force, and the events over all articles."""
    articles, corrected_analyses = corrected(articles, tuple(analyses), judgements, redate)
    by_article = {a.article: a for a in corrected_analyses}
    out = rejected_events(judgements)
    copied = reprints(articles, by_article)
    by_article = dated_by_originals(articles, by_article, copied)
    return Corpus(
        tuple(articles),
        by_article,
        merge(articles, by_article, out, decided(judgements), copied),
        out,
        rejected_mentions(judgements),
        grades(judgements),
        reprints=copied.groups,
        families=copied.families,
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
