"""The session: commands that views call, and signals from which they refresh. Lives in the GUI thread and never blocks.

A command queues work; its result comes back as a snapshot, which replaces the one before. Views read `snapshot` and
never change it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Signal

from desktop.platform.settings import Settings
from desktop.session.digest import EMPTY, Digest, EventRow
from desktop.session.doubts import Doubts
from desktop.session.drafting import Drafting
from desktop.session.gazetteers import Gazetteers
from desktop.session.library import EMPTY_SNAPSHOT, Library, Snapshot
from desktop.session.purging import Purging
from desktop.session.sample import is_sample
from desktop.work.jobs import Job, Jobs
from desktop.work.worker import ImportProcess, Request, TakenIn
from geo.errors import GeoError
from geo.events import Carried, carried_of
from geo.grades import Credibility, Reliability, Source, Statement
from geo.model import Analysis, Article, Candidate, Changes, Corpus, Event, Failure, JudgementKind, LonLat, Mention, Place, Span
from geo.pipeline import sources_of
from geo.project import Backup, Drawing, Finding, Keep, Scope, likeness, place_subject, source_subject, statement_subject

Names = frozenset[str]
NONE: Names = frozenset()


@dataclass(frozen=True, slots=True)
class Selection:
    """What is looked at. `mention` is an index into the article's Analysis.mentions; `span` the passage in focus, `claim` words of it."""

    event: str | None = None
    article: str | None = None
    span: Span | None = None
    mention: int | None = None
    claim: Span | None = None


class Session(QObject):
    changed = Signal(object)  # Changes: the snapshot is a new one
    selected = Signal(object)  # Selection
    project_changed = Signal()  # path or name
    failed = Signal(object)  # list[Failure]: inputs that could not be taken in
    erred = Signal(str, str)  # what was tried, why it did not work
    importing_changed = Signal()
    imported = Signal(int, int)  # an import is over: articles taken in (-1: none, it was cancelled or failed), failures
    exported = Signal(object)  # Path
    saved = Signal(object)  # Path: all of the project is in that file, and on the disk
    candidates_found = Signal(str, object)  # query, tuple[Candidate, ...]
    draft_changed = Signal(object)  # Draft, or None where nothing is set up any more
    draft_failed = Signal(object)  # GeoError
    distances_judged = Signal(object, object)  # Event, tuple[JudgedDistance, ...]

    def __init__(self, library: Library, settings: Settings, importer: ImportProcess | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs = Jobs(self)
        self.settings = settings
        self.snapshot: Snapshot = EMPTY_SNAPSHOT
        self.selection = Selection()
        self.failures: tuple[Failure, ...] = ()
        self.closed = False
        self._library = library
        library.keep = settings.backups
        self._importer = importer or ImportProcess()
        self._own_importer = importer is None
        self.gazetteers = Gazetteers(library, self._importer, self.jobs, settings, self)
        self.gazetteers.resolved.connect(self._take)
        self._articles: dict[str, Article] = {}
        self._importing = False
        self._waiting: list[tuple[Path, ...]] = []
        self.drafting = Drafting(self, library)
        self.doubts = Doubts(self)
        self.purging = Purging(library, self._importer, self.jobs, self)
        self.purging.purged.connect(self._purged)

    # --- what is open ---------------------------------------------------------------------------------------------

    @property
    def corpus(self) -> Corpus:
        return self.snapshot.corpus

    @property
    def digest(self) -> Digest:
        return self.snapshot.digest

    def article(self, article_id: str) -> Article | None:
        return self._articles.get(article_id)

    def analysis(self, article_id: str) -> Analysis | None:
        return self.corpus.analyses.get(article_id)

    def row(self, event_id: str | None) -> EventRow | None:
        index = self.digest.index_of.get(event_id) if event_id else None
        return None if index is None else self.digest.rows[index]

    # --- files ----------------------------------------------------------------------------------------------------

    def warm_up(self) -> None:
        """Opens the gazetteer, which is compiled where this machine has not done so yet."""
        self._queue("Opening the gazetteer", lambda _: self._library.prepare_if_compiled(), self._compile_unless)

    def _compile_unless(self, opened: object) -> None:
        if opened:
            return
        # In the other process: in a thread of this one it would make the window stall for half a minute.
        request = Request((), self._library.files, self._library.added)
        job = Job("Preparing the gazetteer", lambda job: self._importer.prepare(request, job.report, job.is_cancelled), visible=True)
        job.succeeded.connect(self._open_gazetteer)
        job.failed.connect(self._open_gazetteer)  # which meets the same fault and tells it
        self.jobs.start(job)

    def _open_gazetteer(self, _result: object) -> None:
        self._queue("Opening the gazetteer", lambda _: self._library.prepare(), lambda _: None)

    def new_project(self, discard: bool = True) -> None:
        """Closes what is open. `discard`: one that was never saved is deleted, else it stays to be recovered."""
        self._replace("New project", lambda: self._library.new(discard))

    def open_project(self, path: Path, discard: bool = True, take_over: bool = False) -> None:
        def opened(snapshot: object) -> None:
            if cast(Snapshot, snapshot).path is not None:  # a backup is opened as a copy
                self.settings.remember_project(path)
            self._take(snapshot, fresh=True)

        self._queue(f"Opening {path.name}", lambda _: self._library.open(path, discard, take_over), opened, visible=True)

    def recover_project(self, path: Path, discard: bool = True) -> None:
        """Goes on with a project that was never saved, after a crash."""
        self._replace("Recovering", lambda: self._library.recover(path, discard))

    def list_backups(self, listed: Callable[[tuple[Backup, ...]], None]) -> None:
        """Has the backups of the open project told to `listed`."""

        def told(found: object) -> None:
            listed(cast("tuple[Backup, ...]", found))

        self._queue("Looking for backups", lambda _: self._library.backups(), told)

    def check_project(self, checked: Callable[[tuple[Finding, ...]], None]) -> None:
        """Has the open project's file looked through, and what was found told to `checked`."""

        def told(found: object) -> None:
            checked(cast("tuple[Finding, ...]", found))

        self._queue("Checking the project", lambda _: self._library.check(), told, visible=True)

    def repair_project(self, path: Path) -> None:
        """Writes what is sound of the open project into a new file, and opens that one."""

        def repaired(snapshot: object) -> None:
            self.settings.remember_project(path)
            self._take(snapshot, fresh=True)

        self._queue(f"Writing {path.name}", lambda _: self._library.repair(path), repaired, visible=True)

    def keep_backups(self, keep: Keep) -> None:
        """Says where backups go from now on; those that were made stay."""
        self.settings.backups = self._library.keep = keep

    def save(self) -> None:
        def saved(snapshot: object) -> None:
            self._take(snapshot)
            self.saved.emit(self.snapshot.path)

        self._queue("Saving", lambda _: self._library.save(), saved)

    def save_as(self, path: Path) -> None:
        def saved(snapshot: object) -> None:
            self.settings.remember_project(path)
            self._take(snapshot)
            self.saved.emit(path)

        self._queue(f"Saving {path.name}", lambda _: self._library.save_as(path), saved, visible=True)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """A single project is opened, all else is taken in."""
        if len(paths) == 1 and paths[0].suffix.casefold() == ".gpkg":
            self.open_project(paths[0])
        else:
            self.import_paths(paths)

    def expect_import(self) -> None:
        """The user is about to choose articles: the language model is loaded meanwhile."""
        self._importer.warm_up()

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Takes in files and folders in the background; one import after another."""
        if paths:
            self._waiting.append(tuple(paths))
            self._next_import()

    @property
    def importing(self) -> bool:
        return self._importing or bool(self._waiting)

    def _next_import(self) -> None:
        if self._importing or not self._waiting:
            return
        self._importing = True
        self.importing_changed.emit()
        inputs = self._waiting.pop(0)
        if is_sample(inputs) and not self.corpus.articles:
            job = self._queue("Opening the sample", self._recall_sample, lambda snapshot: self._recalled(inputs, snapshot), complain=False)
            job.failed.connect(lambda _: self._analyse(inputs))
            job.cancelled.connect(self._import_over)
        else:
            self._analyse(inputs)

    def _recall_sample(self, job: Job) -> Snapshot | None:
        return self._library.add_sample()

    def _recalled(self, inputs: tuple[Path, ...], snapshot: object) -> None:
        if snapshot is None:
            self._analyse(inputs)
        else:
            self.failures = ()
            self._take(snapshot, fresh=True)
            self._import_over(taken=len(self.corpus.articles))

    def _analyse(self, inputs: tuple[Path, ...]) -> None:
        names = inputs[0].name if len(inputs) == 1 else f"{len(inputs)} inputs"

        def analyse(job: Job) -> TakenIn:
            self._library.wait_until_prepared(job.is_cancelled)
            # The texts stay here: to tell what is known, their hashes do.
            known = tuple(replace(article, text="") for article in self.corpus.articles)
            return self._importer.take_in(Request(inputs, self._library.files, self._library.added, known), job.report, job.is_cancelled)

        job = Job(f"Reading {names}", analyse, visible=True, cancellable=True)
        job.succeeded.connect(lambda result: self._analysed(inputs, result))
        job.failed.connect(lambda error: self._import_over(job.title, error))
        job.cancelled.connect(lambda: self._import_over())
        self.jobs.start(job)

    def _analysed(self, inputs: tuple[Path, ...], result: object) -> None:
        assert isinstance(result, TakenIn)
        self.failures = result.failures
        if result.failures:
            self.failed.emit(list(result.failures))
        before = len(self.corpus.articles)

        def added(snapshot: object) -> None:
            self._take(snapshot, fresh=before == 0)
            if self.snapshot.refused:
                self.failures = (*self.failures, *self.snapshot.refused)
                self.failed.emit(list(self.failures))
            self._import_over(taken=len(self.corpus.articles) - before)
            if before == 0 and is_sample(inputs) and not result.failures:
                self._queue("Keeping the sample", lambda _: self._library.keep_sample(result.articles, result.analyses), lambda _: None)

        if not result.articles:
            self._import_over(taken=0)
            return
        job = self._queue(
            "Adding articles", lambda _: self._library.add(result.articles, result.analyses), added, visible=True, complain=False
        )
        job.failed.connect(lambda error: self._import_over(job.title, error))

    def _import_over(self, what: str = "", error: object = None, taken: int | None = None) -> None:
        self._importing = False
        self.importing_changed.emit()
        if error is not None:
            self._complain(what, error)
        self.imported.emit(-1 if taken is None else taken, len(self.failures) if taken is not None else 0)
        self._next_import()

    def files_read(self) -> list[Path]:
        """The files that articles were taken from, and gazetteers named on the command line: nothing may be written over them."""
        return [*sources_of(self.corpus), *self._library.files]

    def export_map(self, path: Path, articles: Names = NONE, places: Names = NONE, speakers: Names = NONE) -> None:
        """Writes the proof map, with the articles and places of these ids, and the speakers of these names, left out."""

        def write(_: Job) -> Path:
            return self._library.export_map(path, articles, places, speakers)

        self._queue(f"Writing {path.name}", write, self._exported, visible=True)

    def export_data(self, path: Path, articles: Names = NONE, places: Names = NONE, speakers: Names = NONE) -> None:
        """Writes the events, without what is left out; the ending of the file says in which format."""

        def write(_: Job) -> Path:
            return self._library.export_data(path, articles, places, speakers)

        self._queue(f"Writing {path.name}", write, self._exported, visible=True)

    # --- judgements -----------------------------------------------------------------------------------------------

    def reject_events(self, event_ids: Sequence[str]) -> None:
        mentions = self._mentions_of(event_ids, rejected=False)
        if mentions:
            self._judge(JudgementKind.REJECT_EVENT, {"events": mentions})

    def restore_events(self, event_ids: Sequence[str]) -> None:
        mentions = self._mentions_of(event_ids, rejected=True)
        if mentions:
            self._judge(JudgementKind.RESTORE_EVENT, {"events": mentions})

    def reject_mention(self, article: str, span: Span) -> None:
        self._judge(JudgementKind.REJECT_MENTION, _mention_subject(article, span))

    def carried(self, event_id: str | None) -> tuple[Carried, ...]:
        """Places and days that other passages of its incident lend an event."""
        row = self.row(event_id)
        return carried_of(row.event, self._articles, self.corpus.analyses) if row is not None and row.event is not None else ()

    def refuse_carried(self, carried: Carried) -> None:
        """Says that a carried place or day is not the event's."""
        subject = {**_mention_subject(carried.article, carried.words), "events": list(carried.mentions), "field": carried.field}
        self._judge(JudgementKind.REFUSE_CARRIED, subject)

    def restore_mention(self, article: str, span: Span) -> None:
        self._judge(JudgementKind.RESTORE_MENTION, _mention_subject(article, span))

    def alike(self, article_id: str, mention: int) -> tuple[tuple[str, int], ...]:
        """(article, index) of every mention that is the same name as this one, in the order of the articles."""
        analysis = self.analysis(article_id)
        if analysis is None:
            return ()
        wanted = likeness(analysis.mentions[mention])
        name = analysis.mentions[mention].text.casefold()
        listed = ((a.article, i, m) for a in self.corpus.analyses.values() for i, m in enumerate(a.mentions))
        # Cheap first: a project holds tens of thousands of names.
        return tuple((a, i) for a, i, m in listed if m.text.casefold() == name and likeness(m) == wanted)

    def place_mention(self, article: str, mention: Mention, place: Place, scope: Scope = Scope.MENTION) -> None:
        """Says which place a mention is, or every mention of its name."""
        subject = place_subject(article, mention, scope)
        self._queue("Placing", lambda _: self._library.place(subject, place, self.settings.author), self._take)

    def place_mention_at(self, article: str, mention: Mention, position: LonLat, scope: Scope = Scope.MENTION) -> None:
        """Says where a mention is by a point of the map, for places that no gazetteer holds."""
        subject = place_subject(article, mention, scope)
        self._queue("Placing", lambda _: self._library.place_at(subject, mention.text, position, self.settings.author), self._take)

    def grade_source(self, source: Source, grade: Reliability | None) -> None:
        """Says how reliable a source is; None takes the grade back."""
        self._judge(JudgementKind.GRADE_SOURCE, source_subject(source), {"grade": grade})

    def grade_statement(self, statement: Statement, grade: Credibility | None) -> None:
        """Says how credible a passage or a claim is; None takes the grade back."""
        self._judge(JudgementKind.GRADE_STATEMENT, statement_subject(statement), {"grade": grade})

    def split_event(self, event_id: str, mentions: Sequence[str]) -> None:
        """Takes event mentions out of an event, to be an event of their own."""
        row = self.row(event_id)
        stay = [m.id for m in row.mentions if m.id not in mentions] if row is not None else []
        if row is not None and not row.rejected and mentions and stay:
            self._judge(JudgementKind.SPLIT_EVENT, {"events": list(mentions), "from": stay})

    def join_events(self, event_ids: Sequence[str]) -> None:
        """Says that several events are one."""
        mentions = self._mentions_of(event_ids, rejected=False)
        if len(event_ids) > 1 and mentions:
            self._judge(JudgementKind.JOIN_EVENTS, {"events": mentions})

    def keep_apart(self, event_id: str, other: str) -> None:
        """Says that two events are not one."""
        mentions, others = self._mentions_of([event_id], rejected=False), self._mentions_of([other], rejected=False)
        if mentions and others:
            self._judge(JudgementKind.KEEP_APART, {"events": mentions, "from": others})

    def set_article(self, articles: Sequence[str], values: Mapping[str, str | date | None]) -> None:
        """Sets "published", "publisher" or "title" of articles; None makes it unknown."""
        plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
        if articles and plain:
            self._judge(JudgementKind.SET_ARTICLE, {"articles": list(articles)}, plain)

    def undo(self) -> None:
        self._queue("Undoing", lambda _: self._library.undo(), self._take)

    def redo(self) -> None:
        self._queue("Redoing", lambda _: self._library.redo(), self._take)

    # --- ranges ---------------------------------------------------------------------------------------------------

    def judge_distances(self, event: Event) -> None:
        """Holds the distances that an event's articles state against geometry; they come with `distances_judged`."""
        self._queue("Distances", lambda _: self._library.judge_distances(event), lambda judged: self.distances_judged.emit(event, judged))

    def draw_range(self, origin: str, distance: str) -> None:
        """Keeps a range at once."""
        author = self.settings.author
        self._queue(f"Range of {distance} from {origin}", lambda _: self._library.draw_range(origin, distance, author), self._take)

    def keep_drawing(self, drawing: Drawing) -> None:
        """Keeps what was set up in the project."""
        author = self.settings.author
        self._queue("Keeping what was drawn", lambda _: self._library.keep_drawing(drawing, author), self._take)

    def remove_drawing(self, drawing_id: str) -> None:
        author = self.settings.author
        self._queue("Removing what was drawn", lambda _: self._library.remove_drawing(drawing_id, author), self._take)

    def show_range(self, range_id: str, shown: bool) -> None:
        self._queue("Ranges", lambda _: self._library.show_range(range_id, shown), self._take)

    # --- looking --------------------------------------------------------------------------------------------------

    def search_places(self, query: str) -> None:
        """Candidates for a name or the beginning of one; they come with `candidates_found`."""

        def found(result: object) -> None:
            self.candidates_found.emit(query, result)

        self._queue("Searching places", lambda _: self._library.search(query), found)

    def select(self, selection: Selection) -> None:
        if selection != self.selection:
            self.selection = selection
            self.selected.emit(selection)

    def select_event(self, event_id: str | None, passage: int = 0) -> None:
        """Selects an event and its passage of that number."""
        row = self.row(event_id)
        if row is None:
            self.select(Selection())
            return
        passages = row.passages
        article, span = passages[passage % len(passages)] if passages else (None, None)
        self.select(Selection(event=row.id, article=article, span=span))

    def select_claim(self, event_id: str, article: str, passage: Span, claim: Span | None = None) -> None:
        """Opens a passage of an event with a claim's own words in focus."""
        self.select(Selection(event=event_id, article=article, span=passage, claim=claim))

    def select_article(self, article_id: str) -> None:
        keep = self.selection.event if self.selection.article == article_id else None
        self.select(Selection(event=keep, article=article_id, span=self.selection.span if keep else None))

    def select_mention(self, article_id: str, mention: int) -> None:
        """Selects a place name in an article, and the event it belongs to where there is one."""
        analysis = self.analysis(article_id)
        if analysis is None or not 0 <= mention < len(analysis.mentions):
            return
        event_id = self._event_with(analysis, article_id, mention)
        span = analysis.passages[analysis.mentions[mention].passage] if analysis.passages else None
        self.select(Selection(event=event_id, article=article_id, span=span, mention=mention))

    def step_event_passage(self, by: int) -> None:
        """Goes to the next or the previous passage of the selected event."""
        row = self.row(self.selection.event)
        if row is None or not row.passages:
            return
        here = (self.selection.article, self.selection.span)
        passages = row.passages
        index = passages.index(here) if here in passages else -1 if by > 0 else 0
        self.select_event(row.id, (index + by) % len(passages))

    # --- end ------------------------------------------------------------------------------------------------------

    def close(self, discard: bool = False) -> None:
        """Ends all work and closes the project; `discard` deletes one that was never saved."""
        if self.closed:
            return
        self.closed = True
        self.drafting.close()
        self.jobs.cancel_all()
        if self._own_importer:
            self._importer.close()
        self.jobs.shut_down(lambda: self._library.close(discard=discard))

    # --- inside ---------------------------------------------------------------------------------------------------

    def _queue(
        self, title: str, work: Callable[[Job], object], done: Callable[[object], None], *, visible: bool = False, complain: bool = True
    ) -> Job:
        job = Job(title, work, visible=visible)
        job.succeeded.connect(done)
        if complain:
            job.failed.connect(lambda error: self._complain(title, error))
        return self.jobs.queue(job)

    def _replace(self, title: str, work: Callable[[], Snapshot]) -> None:
        self._queue(title, lambda _: work(), lambda snapshot: self._take(snapshot, fresh=True))

    def _judge(self, kind: JudgementKind, subject: Mapping[str, object], value: Mapping[str, object] | None = None) -> None:
        author = self.settings.author
        self._queue(str(kind), lambda _: self._library.judge(kind, subject, value or {}, author), self._take)

    def _take(self, snapshot: object, fresh: bool = False) -> None:
        assert isinstance(snapshot, Snapshot)
        path_before, row_before = self.snapshot.path, self.row(self.selection.event)
        self.snapshot = snapshot
        self.drafting.spots = snapshot.spots
        self._articles = {article.id: article for article in snapshot.corpus.articles}
        if fresh or self._selection_gone(row_before):
            self.selection = Selection()
        self.changed.emit(snapshot.changes)
        self.selected.emit(self.selection)
        if fresh or path_before != snapshot.path:
            self.project_changed.emit()
        if snapshot.notice:
            self.erred.emit("The project", snapshot.notice)

    def _selection_gone(self, before: EventRow | None) -> bool:
        chosen = self.selection
        if chosen.article is not None and chosen.article not in self._articles:
            return True
        if chosen.event is not None and self.row(chosen.event) is None:
            # What is read stays open: with the event that tells it now, or, where it was rejected, with none.
            self.selection = replace(chosen, event=self._event_of(before, chosen))
        return False

    def _event_of(self, before: EventRow | None, chosen: Selection) -> str | None:
        """The event in force that has the passage in focus of an event that was split, joined or told anew."""
        ids = {m.id for m in before.mentions if (m.article, m.span) == (chosen.article, chosen.span)} if before is not None else set()
        if not ids:
            return None
        return next((row.id for row in self.digest.rows if not row.rejected and any(m.id in ids for m in row.mentions)), None)

    def _mentions_of(self, event_ids: Sequence[str], rejected: bool) -> list[str]:
        rows = (self.row(event_id) for event_id in event_ids)
        return [m.id for row in rows if row is not None and row.rejected is rejected for m in row.mentions]

    def _event_with(self, analysis: Analysis, article_id: str, mention: int) -> str | None:
        ids = {e.id for e in analysis.events if any(p.mention == mention for p in e.places)}
        current = self.row(self.selection.event)
        if current is not None and any(m.id in ids for m in current.mentions):
            return current.id
        return next((row.id for row in self.digest.rows if not row.rejected and any(m.id in ids for m in row.mentions)), None)

    def _exported(self, path: object) -> None:
        self.exported.emit(path)

    def _purged(self, snapshot: object, _report: object) -> None:
        self.failures = ()  # they name files
        self.failed.emit([])
        self.settings.read_again()
        self._take(snapshot)

    def _complain(self, what: str, error: object) -> None:
        if isinstance(error, GeoError):
            self.erred.emit(what, str(error))
        else:
            cause = f"{type(error).__name__}: {error}"
            self.erred.emit(what, f"Something went wrong that Dateline did not foresee ({cause}). The log holds the details.")


def _mention_subject(article: str, span: Span) -> dict[str, object]:
    return {"article": article, "start": span.start, "end": span.end}


__all__ = ["EMPTY", "Candidate", "Changes", "Selection", "Session"]
