"""Removing articles and names for good: what would go, and taking it out of the project and of Dateline's own folder."""

from __future__ import annotations

import glob
import os
import re
import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geo.errors import Cancelled, GeoError, ProjectError
from geo.events import reprints
from geo.gazetteer import Gazetteer
from geo.model import Analysis, Article, Event, Failure, IsCancelled, Judgement, OnProgress
from geo.pipeline.analysis import analysed
from geo.pipeline.articles import corpus
from geo.pipeline.projects import write_layers
from geo.project import SET_ASIDE, Project, purging
from geo.project.backups import all_backups
from geo.project.purging import Contents, Decided, Hit, How, Links, Outcome, Remaining, Removal, Sought, Telling

SAME_TEXT = "has the same text"
REPRINTS = "reprints passages of it"
NOT_REACHED = (
    "Not reached: exports that were made before, copies of the project in other places, backups by other programs, snapshots of the "
    "disk, and the files from which articles were taken."
)
_LEAST_OF_WORD = 4  # characters of a title or a file's name that are looked for in the log: shorter ones stand in every line


@dataclass(frozen=True, slots=True)
class Doomed:
    """An article that would go, or (`why` is not empty) one that has much of its text and would stay."""

    article: str
    title: str | None
    events: int  # passages of it that tell of events
    decisions: int  # judgements about it
    file: str | None  # it was taken from, and stays
    why: str = ""


@dataclass(frozen=True, slots=True)
class PurgePreview:
    """What would be removed. `hits` are all places of the names, those that are meant ticked; `elsewhere` what else holds it, in words."""

    articles: tuple[Doomed, ...] = ()
    hits: tuple[Hit, ...] = ()
    elsewhere: tuple[str, ...] = ()
    marks: int = 0  # marks of articles that were removed before


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """What was removed. `notes` say what a person must know of what is left, `failures` what could not be done."""

    articles: int = 0
    places: int = 0
    decisions: int = 0
    read_again: int = 0
    elsewhere: tuple[str, ...] = ()  # what was cleaned beside the project
    notes: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()


def purge_preview(path: Path, articles: Sequence[str] = (), names: Sequence[str] = (), *, folder: Path | None = None) -> PurgePreview:
    """What would go if these articles (by id) and names were removed for good. `folder` is Dateline's own. Changes nothing.

    Raises ProjectError where an article is not in the project or a name is too short.
    """
    sought = [Sought(name) for name in names]
    contents, marks = _read(path)
    gone = _known(path, contents, articles)
    doomed = [_doomed(a, contents) for a in contents.articles if a.id in gone]
    elsewhere = _elsewhere(path, contents, gone, sought, (), folder) if folder is not None else ()
    found = tuple(hit for hit in purging.hits(contents, sought) if hit.article not in gone)
    return PurgePreview((*doomed, *_copies(contents, gone)), found, elsewhere, marks)


def purge(
    path: Path,
    gazetteer: Gazetteer,
    articles: Sequence[str] = (),
    names: Sequence[str] = (),
    *,
    chosen: Collection[str] | None = None,
    remember: bool = False,
    folder: Path | None = None,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> PurgeReport:
    """Remove articles and names from the project for good, then from Dateline's own `folder`. No program may have the project open.

    `chosen` are the keys of the places that are meant; without it those that the preview ticks. `remember` keeps a mark of
    each article, by which it is known when it is taken in again; see `geo.project.purging.notes` for what that gives away.
    Raises ProjectError, with nothing removed; Cancelled likewise.
    """
    sought = [Sought(name) for name in names]
    contents, _ = _read(path)
    gone = _known(path, contents, articles)
    hits = [hit for hit in purging.hits(contents, sought) if hit.article not in gone]
    if chosen is not None and not set(chosen) <= {hit.key for hit in hits}:
        raise ProjectError(f"{path}: the project was changed since you looked. Nothing was removed. Look once more.")
    meant = tuple(hit for hit in hits if (hit.ticked if chosen is None else hit.key in chosen))
    if not gone and not meant:
        raise ProjectError(f"{path}: the name was not found in the project. Try another spelling, or a part of it. Nothing was removed.")
    done = _purge(path, contents, Removal(gone, meant), sought, gazetteer, remember, on_progress, cancelled)
    held = gone | {hit.article for hit in meant}
    files = [a.custody.source for a in contents.articles if a.id in held and a.custody]
    kept = [f"Still there: {file}, from which an article was taken" for file in dict.fromkeys(files) if Path(file).exists()]
    if any(found.how is not How.ALIKE for s in sought for found in s.find(path.name, lower=True)):
        kept.append(f"The project's own name holds what you removed: rename {path.name}.")
    aside = sorted(path.parent.glob(f"{glob.escape(path.name)}-*.{SET_ASIDE}-*"))
    kept += [f"Still there: {file}, which lay beside the project and belongs to another file" for file in aside]
    forms = {purging.folded(hit.written) for hit in meant}
    more = _purge_folder(path, contents, gone, sought, forms, gazetteer, folder) if folder is not None else PurgeReport()
    return replace(done, elsewhere=more.elsewhere, notes=(*done.notes, *kept, *more.notes, NOT_REACHED), failures=more.failures)


# --- looking --------------------------------------------------------------------------------------------------------------


def _read(path: Path) -> tuple[Contents, int]:
    project = Project.open(path)
    try:
        if project.damage:
            raise ProjectError(
                f"{path}: the project is damaged, so nothing can be removed from it for good. Repair it into a new file (dateline project "
                "repair FILE -o NEW), remove it there, and delete this one."
            )
        return project.contents(), sum(note.mark is not None for note in project.removed())
    finally:
        project.close()


def _known(path: Path, contents: Contents, articles: Sequence[str]) -> frozenset[str]:
    known = [a.id for a in contents.articles]
    for article in articles:
        if article not in known:
            some = ", ".join(known[:5]) + (", …" if len(known) > 5 else "")
            raise ProjectError(f'{path}: there is no article "{article}" in it. It has: {some or "none"}. Nothing was removed.')
    return frozenset(articles)


def _doomed(article: Article, contents: Contents, why: str = "") -> Doomed:
    analysis = next((n for n in contents.analyses if n.article == article.id), None)
    decisions = sum(article.id in (row.subject.get("article"), *row.subject.get("articles", ())) for row in contents.rows)
    file = article.custody.source if article.custody else None
    return Doomed(article.id, article.title, len(analysis.events) if analysis else 0, decisions, file, why)


def _copies(contents: Contents, gone: frozenset[str]) -> list[Doomed]:
    """Articles that would stay and say the same."""
    if not gone:
        return []
    found = dict.fromkeys(purging.copies_of(contents.articles, gone), SAME_TEXT)
    for group in reprints(contents.articles, {n.article: n for n in contents.analyses}).groups:
        told = {p.article for p in group.passages}
        if told & gone:
            for article in told - gone:
                found.setdefault(article, REPRINTS)
    return [_doomed(a, contents, found[a.id]) for a in contents.articles if a.id in found]


# --- removing ---------------------------------------------------------------------------------------------------------------


def _purge(
    path: Path,
    contents: Contents,
    removal: Removal,
    sought: Sequence[Sought],
    gazetteer: Gazetteer,
    remember: bool = False,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> PurgeReport:
    removal = replace(removal, hits=(*removal.hits, *purging.copied(contents, removal.articles)))
    left = purging.remaining(contents, removal)
    analyses = _read_again(contents, left, gazetteer, on_progress, cancelled)
    project = Project.open(path)
    try:
        judgements, layers = project.judgements(), project.has_layers
    finally:
        project.close()
    decided = _decided(contents, removal, left, analyses, judgements)
    purging.remove_leftovers(path)
    notes = purging.carry_out(
        path,
        contents,
        removal,
        sought,
        Outcome(left, analyses, decided),
        remember=remember,
        layers=_layers(path, gazetteer) if layers else None,
    )
    if purging.spoken_by_gazetteer(analyses, sought):
        notes.append("A place of the gazetteer has the same name. Where the project still uses that place, its name stays.")
    return PurgeReport(len(removal.articles), len(removal.hits), len(decided.gone), len(left.touched), notes=tuple(notes))


def _read_again(
    contents: Contents, left: Remaining, gazetteer: Gazetteer, on_progress: OnProgress | None, cancelled: IsCancelled | None
) -> tuple[Analysis, ...]:
    """The analyses of what is left; articles that held a name are read anew."""
    known = {n.article: n for n in contents.analyses}
    made: list[Analysis] = []
    done = 0
    for article in left.articles:
        if article.id not in left.touched:
            made += [known[article.id]] if article.id in known else []
            continue
        if cancelled is not None and cancelled():
            raise Cancelled("Cancelled; nothing was removed.")
        if on_progress is not None:
            on_progress(done, len(left.touched), "Reading articles again")
        done += 1
        made.append(analysed(article, gazetteer)[0])
    if on_progress is not None:
        on_progress(done, done, "")
    return tuple(made)


def _decided(
    contents: Contents, removal: Removal, left: Remaining, analyses: Sequence[Analysis], judgements: Sequence[Judgement]
) -> Decided:
    """The judgements that stay; drawings begun from an event know it by its new id."""
    mentions = purging.mention_links(contents.analyses, analyses, left.renamed) | purging.added_links(contents, removal, left)
    if not any(row.value.get("event") for row in contents.rows):
        return purging.decided_still(contents, removal, left, analyses, Links(mentions, {}))
    before = corpus(contents.articles, contents.analyses, judgements).events
    lost = frozenset(event.id for event in before if not any(m.id in mentions for m in event.mentions))
    first = purging.decided_still(contents, removal, left, analyses, Links(mentions, {}, lost))
    rows = {row.id: row for row in first.rows}
    still = [replace(j, subject=rows[j.id].subject, value=rows[j.id].value) for j in judgements if j.id in rows]
    after = corpus(left.articles, analyses, still).events
    return purging.decided_still(contents, removal, left, analyses, Links(mentions, _events_now(before, after, mentions), lost))


def _events_now(before: Sequence[Event], after: Sequence[Event], mentions: dict[str, str]) -> dict[str, str]:
    told_by = {mention.id: event.id for event in after for mention in event.mentions}
    found: dict[str, str] = {}
    for event in before:
        now = next((told_by[mentions[m.id]] for m in event.mentions if mentions.get(m.id) in told_by), None)
        if now is not None:
            found[event.id] = now
    return found


def _layers(path: Path, gazetteer: Gazetteer) -> Callable[[sqlite3.Connection], None]:
    return lambda memory: write_layers(Project.within(path, memory), gazetteer)


# --- Dateline's own folder ---------------------------------------------------------------------------------------------------


def _telling(contents: Contents, gone: frozenset[str], sought: Sequence[Sought], forms: Collection[str]) -> Telling:
    """What of the log and of the settings tells of what is removed. Of an article the log may name id, title and file."""
    doomed = [a for a in contents.articles if a.id in gone]
    files = [Path(a.custody.source) for a in doomed if a.custody]
    words = {w for w in (*(a.id for a in doomed), *(a.title or "" for a in doomed), *(f.name for f in files)) if len(w) >= _LEAST_OF_WORD}
    folders = {str(file.parent) for file in files if file.is_absolute()}
    known = re.compile("|".join(rf"(?<!\w){re.escape(w)}(?!\w)" for w in sorted(words, key=len, reverse=True))) if words else None

    def named(text: str) -> bool:
        return any(_meant(found.how, s) or purging.folded(found.written) in forms for s in sought for found in s.find(text))

    def line(text: str) -> bool:
        return named(text) or (known is not None and known.search(text) is not None)

    def path(text: str) -> bool:
        return text in folders or named(text)

    return Telling(line, path)


def _meant(how: How, sought: Sought) -> bool:
    return how in (How.WHOLE, How.GLUED) or (how is How.INSIDE and sought.whole)


def _others(path: Path, folder: Path) -> list[Path]:
    return [other for other in purging.unsaved_projects(folder) if not _same(other, path)]


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _in_other(contents: Contents, from_: Contents, gone: frozenset[str], sought: Sequence[Sought], forms: Collection[str]) -> Removal:
    """The same articles and names in another project: articles by their text, names as they were meant in the first."""
    texts = {a.text_sha256 for a in from_.articles if a.id in gone}
    articles = frozenset(a.id for a in contents.articles if a.text_sha256 in texts)
    hits = (h for h in purging.hits(contents, sought) if h.article not in articles)
    return Removal(articles, tuple(h for h in hits if h.ticked or purging.folded(h.written) in forms))


def _elsewhere(
    path: Path, contents: Contents, gone: frozenset[str], sought: Sequence[Sought], forms: Collection[str], folder: Path
) -> tuple[str, ...]:
    found: list[str] = []
    copies = sum(_held_by_backup(other, contents, gone, sought, forms) for other in all_backups(path, folder))
    if copies:
        found.append(f"{copies} automatic backups" if copies > 1 else "an automatic backup")
    for other in _others(path, folder):
        try:
            held = _in_other(_read(other)[0], contents, gone, sought, forms)
        except ProjectError:
            continue  # open in another window, or no project: told where it is to be cleaned
        if held:
            found.append("a project that was never saved, in Dateline's own folder")
    found += purging.traces(folder, _telling(contents, gone, sought, forms))
    found += [f"{other}, which stays as it is" for other in _other_projects(path, contents, gone, sought, forms, folder)]
    return tuple(dict.fromkeys(found))


def _other_projects(
    path: Path, contents: Contents, gone: frozenset[str], sought: Sequence[Sought], forms: Collection[str], folder: Path
) -> list[Path]:
    """Projects of the recent list that hold the same: they are the user's own, so he is told and they are not touched."""
    found: list[Path] = []
    for other in purging.recent_projects(folder):
        try:
            if not _same(other, path) and _in_other(_read(other)[0], contents, gone, sought, forms):
                found.append(other)
        except (GeoError, sqlite3.Error, ValueError, KeyError, TypeError):
            continue  # it cannot be read, so nothing can be said of it
    return found


def _purge_folder(
    path: Path,
    contents: Contents,
    gone: frozenset[str],
    sought: Sequence[Sought],
    forms: Collection[str],
    gazetteer: Gazetteer,
    folder: Path,
) -> PurgeReport:
    cleaned: list[str] = []
    failures: list[Failure] = []
    others = [f"{other} holds it too and was not changed." for other in _other_projects(path, contents, gone, sought, forms, folder)]
    for other in _others(path, folder):
        try:
            held, _ = _read(other)
            removal = _in_other(held, contents, gone, sought, forms)
            if removal:
                _purge(other, held, removal, sought, gazetteer)
                cleaned.append("a project that was never saved")
        except GeoError as error:
            failures.append(Failure(str(other), f"Unsaved work in Dateline's own folder was not looked through: {error}"))
    for backup in all_backups(path, folder):
        try:
            if _purge_backup(backup, contents, gone, sought, forms, gazetteer):
                cleaned.append("automatic backups")
        except (GeoError, OSError) as error:
            failures.append(Failure(str(backup), f"{backup}: this backup may still hold it. Delete it yourself. ({error})"))
    try:
        cleaned += purging.remove_traces(folder, _telling(contents, gone, sought, forms))
    except GeoError as error:
        failures.append(Failure(str(folder), str(error)))
    return PurgeReport(elsewhere=tuple(dict.fromkeys(cleaned)), notes=tuple(others), failures=tuple(failures))


def _held_by_backup(backup: Path, from_: Contents, gone: frozenset[str], sought: Sequence[Sought], forms: Collection[str]) -> bool:
    """One that cannot be read may hold anything."""
    try:
        return bool(_in_other(_read(backup)[0], from_, gone, sought, forms))
    except GeoError:
        return True


def _purge_backup(
    backup: Path, from_: Contents, gone: frozenset[str], sought: Sequence[Sought], forms: Collection[str], gazetteer: Gazetteer
) -> bool:
    """The backup written anew without what was removed; one in which that cannot be done is deleted. Raises OSError."""
    try:
        held, _ = _read(backup)
        removal = _in_other(held, from_, gone, sought, forms)
        if removal:
            _purge(backup, held, removal, sought, gazetteer)
        return bool(removal)
    except GeoError:
        purging.delete_for_good(backup)
        return True
