"""Places that were resolved by gazetteers which have changed since: which ones, why, and resolving them again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from geo.errors import Cancelled
from geo.events import redate
from geo.gazetteer import Gazetteer
from geo.model import Analysis, Article, Failure, IsCancelled, Mention, OnProgress, Place, Resolution
from geo.pipeline.analysis import analyse
from geo.pipeline.projects import write_layers
from geo.pipeline.worker import OverLimit, Worker
from geo.project import Project, corrected
from geo.resolve import COORDINATES

_MOVED_DEG = 0.0005  # some 50 m: less is rounding


@dataclass(frozen=True, slots=True)
class Stale:
    """A mention whose place should be looked up again. `place` is what it was resolved to, if to anything."""

    article: str
    mention: int  # index into Analysis.mentions
    place: Place | None
    why: str


def stale(analyses: Iterable[Analysis], gazetteer: Gazetteer) -> tuple[Stale, ...]:
    """The mentions whose gazetteers have changed since they were resolved, in the order of the articles.

    A place is stale where its gazetteer is gone, lacks it now, or says something else of it; a mention without a sure place
    where a gazetteer that was added (or made anew) since holds places of its name. What a person decided is never stale.
    """
    changes = _Changes(gazetteer)
    found: list[Stale] = []
    for analysis in analyses:
        if analysis.gazetteers == gazetteer.versions:
            continue
        since = frozenset(gazetteer.versions) - frozenset(analysis.gazetteers) if analysis.gazetteers else frozenset[str]()
        for resolution in analysis.resolutions:
            if resolution.by_person:
                continue
            why = changes.of(resolution, analysis.mentions[resolution.mention], since)
            if why is not None:
                found.append(Stale(analysis.article, resolution.mention, resolution.place, why))
    return tuple(found)


def stale_in(project: Project, gazetteer: Gazetteer) -> tuple[Stale, ...]:
    """The stale mentions of a project; not those that a person placed or rejected."""
    articles, analyses = project.articles(), project.analyses()
    told = corrected(articles, analyses, project.judgements(), redate).analyses
    decided = {(a.article, r.mention) for a in told for r in a.resolutions if r.by_person}
    return tuple(s for s in stale(analyses, gazetteer) if (s.article, s.mention) not in decided)


def resolve_project_again(project: Project, gazetteer: Gazetteer, *, on_progress: OnProgress | None = None) -> tuple[str, ...]:
    """Analyse anew the articles that have stale mentions, and keep that in the project, with its layers; ids of the articles."""
    ids = {s.article for s in stale_in(project, gazetteer)}
    articles = [a for a in project.articles() if a.id in ids]
    if articles:
        project.add(articles, resolve_again(articles, gazetteer, on_progress=on_progress))
        if project.has_layers:
            write_layers(project, gazetteer)
    return tuple(a.id for a in articles)


class _Changes:
    """Compares places with what the gazetteer says now, each place once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._open = frozenset(gazetteer.gazetteers)
        self._known: dict[Place, str | None] = {}

    def of(self, resolution: Resolution, mention: Mention, since: frozenset[str]) -> str | None:
        place = resolution.place
        if place is not None:
            if place not in self._known:
                self._known[place] = self._difference(place)
            if self._known[place] is not None:
                return self._known[place]
        if since and (place is None or resolution.uncertain):
            names = {version.rpartition("@")[0] for version in since}
            newer = next((c.place.gazetteer for c in self._gazetteer.exact(mention.text) if c.place.gazetteer in names), None)
            if newer is not None:
                return f"{newer}, added or changed since, has places of this name"
        return None

    def _difference(self, place: Place) -> str | None:
        base, _, derived = place.id.partition("#")
        if base.startswith(("person:", COORDINATES)):
            return None
        now = self._gazetteer.place(base)
        if now is None:
            return f"{place.gazetteer} was removed" if place.gazetteer not in self._open else f"{place.gazetteer} has it no longer"
        if derived:
            return None  # drawn anew from the outline whenever it is shown
        if abs(now.position.lon - place.position.lon) > _MOVED_DEG or abs(now.position.lat - place.position.lat) > _MOVED_DEG:
            return f"{now.gazetteer} gives it another position"
        if (now.name, now.feature, now.country) != (place.name, place.feature, place.country):
            return f"{now.gazetteer} calls it {now.name} ({now.feature})"
        return None


def resolve_again(
    articles: Sequence[Article],
    gazetteer: Gazetteer,
    *,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
    worker: Worker | None = None,
    on_failure: Callable[[Failure], None] | None = None,
) -> tuple[Analysis, ...]:
    """These articles analysed anew with the gazetteers of today; what people decided holds on, since it refers to article and span.

    With a `worker`, an article over its limits has no new analysis, and `on_failure` hears of it. Raises Cancelled, with nothing
    half-done behind it.
    """
    made: list[Analysis] = []
    for done, article in enumerate(articles):
        if cancelled is not None and cancelled():
            raise Cancelled(f"Cancelled after {done} of {len(articles)} articles; none was changed.")
        if on_progress is not None:
            on_progress(done, len(articles), article.title or article.id)
        if worker is None:
            made.append(analyse(article, gazetteer))
            continue
        try:
            analysis, failure = worker.analyse(article, gazetteer, cancelled)
        except OverLimit as error:
            failure = Failure(article.id, str(error))
        else:
            made.append(analysis)
        if failure is not None and on_failure is not None:
            on_failure(failure)
    if on_progress is not None:
        on_progress(len(articles), len(articles), "")
    return tuple(made)
