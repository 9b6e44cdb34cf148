"""What the library's thread owns: the gazetteer and the project. Every method runs in that thread but the one that waits.

Each change gives a snapshot: corpus, lists, scene and history as they are after it. A project that was never saved
lives in Dateline's own folder and holds every change, so that a crash loses nothing.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from desktop.session import sample
from desktop.session.digest import EMPTY, Digest, digest
from desktop.session.drafts import NOWHERE, Draft, Spots, Wanted
from desktop.session.ranges import RangeEntry, Ranges, corpus_spots
from desktop.session.wishes import NOBODY, Wishes
from geo import export, pipeline
from geo import gazetteer as gazetteers
from geo.errors import Cancelled, GazetteerError, GeoError, ProjectChanged, ProjectError, ProjectInUse
from geo.export.scene_json import bulk_of, scene_json
from geo.files import COMPANIONS, private_folder
from geo.gazetteer import Gazetteer
from geo.leaving_out import LeaveOut, leave_out_of
from geo.locking import holder_of
from geo.model import (
    Analysis,
    Article,
    Candidate,
    Changes,
    Corpus,
    Event,
    Failure,
    IsCancelled,
    Judgement,
    JudgementKind,
    LonLat,
    OnProgress,
    Place,
)
from geo.own_folder import UNSAVED
from geo.pipeline import JudgedDistance
from geo.project import Backup, Drawing, DrawingKind, Finding, Keep, Project, backups, drawing_value, drawings, grades
from geo.project.drawings import DRAWING_KINDS
from geo.project.purging import Removed, refusal
from geo.views import drawn_rows
from geo.views.scene import Scene

log = logging.getLogger(__name__)

# Judgements that change no article and no event.
APART = frozenset({JudgementKind.GRADE_SOURCE, JudgementKind.GRADE_STATEMENT}) | DRAWING_KINDS


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that views read. `path` is None while the project was never saved; `scene` is None while nothing is open."""

    corpus: Corpus = field(default_factory=Corpus)
    digest: Digest = EMPTY
    scene: Scene | None = None
    scene_content: tuple[bytes, bytes] | None = None  # its JSON and its bulk, as the map's page takes them
    ranges: tuple[RangeEntry, ...] = ()
    spots: Spots = NOWHERE
    path: Path | None = None
    undo_text: str | None = None
    redo_text: str | None = None
    judged: bool = False
    damage: tuple[Finding, ...] = ()  # what of the file is damaged; then it is only read
    unkept: str = ""  # why no backup could be made
    removed: tuple[Removed, ...] = ()  # notes of what was removed for good
    refused: tuple[Failure, ...] = ()  # articles that were not added, since they had been removed with a mark
    changes: Changes = field(default_factory=Changes)
    read_only: str = ""  # why nothing can be changed: somebody else writes to the project, or its file may only be read
    can_take_over: bool = False  # by a person who knows that the window on another machine is gone
    notice: str = ""  # what was not done, and what a person must know of the file
    missing: tuple[pipeline.MissingDump, ...] = ()  # countries of which a list of villages would help

    @property
    def worth_keeping(self) -> bool:
        """Whether closing without saving would lose work: articles of the user's own, or judgements."""
        return self.path is None and (self.judged or any(not a.sample for a in self.corpus.articles))


EMPTY_SNAPSHOT = Snapshot()


class _MustCompileError(Exception):
    """A gazetteer reported progress: it is being compiled."""


class Library:
    """`folder` is Dateline's own; `files` are gazetteers named on the command line; `added` says whether those added for good count."""

    def __init__(self, folder: Path, files: Sequence[Path] = (), added: bool = True) -> None:
        self.home = folder
        self._folder = folder / UNSAVED
        self.files = tuple(files)
        self.added = added
        self._gazetteer: Gazetteer | None = None
        self._prepared = threading.Event()
        self._failure: Exception | None = None
        self._project: Project | None = None
        self._saved = False
        self.keep = Keep.NONE  # where backups go; the session says it
        self._read_only = ""
        self._can_take_over = False
        self._ranges = Ranges()
        self._wishes = Wishes()
        self._drawings: tuple[Drawing, ...] = ()
        self._judged: dict[str, tuple[JudgedDistance, ...]] = {}
        self._judged_events: object = None  # the events of which these are
        # What the project holds, as the program found it: judgements do not change it, so it is read once.
        self._record: tuple[tuple[Article, ...], tuple[Analysis, ...]] | None = None
        self._corpus = Corpus()
        self._shaped_by: object = None  # the record and the judgements that articles and events of the corpus come from
        self._layers_behind = False
        self._missed: tuple[pipeline.MissingDump, ...] = ()
        self._missed_in: tuple[object, object] | None = None  # the analyses and the gazetteers of which they are

    # --- gazetteer ------------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Opens the gazetteer; where nobody has compiled it, it is compiled here, which takes long. Raises GazetteerError."""
        if self._gazetteer is None:
            try:
                self._accept(gazetteers.open_default(extra=self.files, added=self.added))
            except Exception as error:
                self._failure = error
                self._prepared.set()
                raise

    def prepare_if_compiled(self) -> bool:
        """Opens the gazetteer where that takes milliseconds. False where it must be compiled first. Raises GazetteerError."""

        def compiling(_done: int, _total: int, _what: str) -> None:
            raise _MustCompileError

        if self._gazetteer is None:
            try:
                self._accept(gazetteers.open_default(extra=self.files, added=self.added, on_progress=compiling))
            except _MustCompileError:
                return False
        return True

    def _accept(self, gazetteer: Gazetteer) -> None:
        self._gazetteer, self._failure = gazetteer, None
        self._prepared.set()

    def wait_until_prepared(self, cancelled: IsCancelled) -> None:
        """From another thread: waits for the gazetteer. Raises Cancelled, GazetteerError."""
        while not self._prepared.wait(0.05):
            if cancelled():
                raise Cancelled("Cancelled before the gazetteer was ready.")
        if self._failure is not None:
            raise GazetteerError(str(self._failure))

    def reopen(self) -> None:
        """Opens the gazetteers anew, after one was added, removed or put in another place. Raises GazetteerError."""
        fresh = gazetteers.open_default(extra=self.files, added=self.added)
        if self._gazetteer is not None:
            self._gazetteer.close()
        self._accept(fresh)

    def articles(self) -> tuple[Article, ...]:
        """The articles of the open project, as they were taken in."""
        return self._found()[0] if self._project is not None else ()

    def stale(self) -> tuple[pipeline.Stale, ...]:
        """The mentions of the open project whose gazetteers have changed since they were resolved; not those a person placed."""
        if self._project is None:
            return ()
        placed = {(a.article, r.mention) for a in self._corpus.analyses.values() for r in a.resolutions if r.by_person}
        return tuple(s for s in pipeline.stale(self._found()[1], self._opened()) if (s.article, s.mention) not in placed)

    def _found(self) -> tuple[tuple[Article, ...], tuple[Analysis, ...]]:
        if self._record is None:
            project = self._begun()
            self._record = project.articles(), project.analyses()
        return self._record

    def search(self, query: str) -> tuple[Candidate, ...]:
        """Places that a name, or a name beginning so, may mean; the exact ones first."""
        gazetteer = self._opened()
        found: dict[str, Candidate] = {}
        for candidate in (*gazetteer.exact(query), *gazetteer.complete(query, 20), *gazetteer.find(query, limit=20)):
            found.setdefault(candidate.place.id, candidate)
        return tuple(found.values())[:40]

    # --- projects -------------------------------------------------------------------------------------------------

    def new(self, discard: bool) -> Snapshot:
        """Nothing open. `discard`: one that was never saved is deleted, else it stays to be recovered."""
        self._leave(discard)
        return Snapshot(changes=Changes(events=True, judgements=True))

    def open(self, path: Path, discard: bool, take_over: bool = False) -> Snapshot:
        """To be read where somebody else writes to it. `take_over`: also where that is on another machine, whose window is gone."""
        if backups.is_backup(path):
            return self.open_backup(path, discard)
        own = self._project is not None and self._project.path.resolve() == path.resolve()
        if own:  # its lock is ours
            self._leave(discard)
        project = Project.open(path)  # before another that is open is left: if it fails, that one stays
        why, can_take_over = "", False
        try:
            project.claim(take_over=take_over)
        except ProjectInUse as error:
            why, can_take_over = str(error), error.elsewhere
        except ProjectError as error:
            why = str(error)
        if not own:
            self._leave(discard)
        self._project, self._saved = project, True
        self._read_only, self._can_take_over = why, can_take_over
        opened = self._snapshot(Changes(frozenset(a.id for a in self.articles()), events=True, judgements=True))
        return replace(opened, notice=" ".join(project.notes))

    def backups(self) -> tuple[Backup, ...]:
        """The backups of the open project, newest first, with what is in each; those that cannot be read are left out."""
        found: list[Backup] = []
        for backup in backups.backups_of(self._project.path, self.home) if self._project is not None and self._saved else ():
            with contextlib.suppress(GeoError):
                found.append(backups.counted(backup))
        return tuple(found)

    def open_backup(self, path: Path, discard: bool) -> Snapshot:
        """A copy of a backup as a project that is not saved yet: the backup stays as it is."""
        self._folder.mkdir(parents=True, exist_ok=True)
        copy = self._folder / f"{uuid.uuid4().hex[:12]}.gpkg"
        backups.copy_out(path, copy)
        snapshot = self.recover(copy, discard)
        return replace(snapshot, judged=True)

    def repair(self, path: Path) -> Snapshot:
        """Writes what is sound of the open, damaged project into a new file, and goes on with that one."""
        pipeline.repair_project(self._begun().path, path, self._opened)
        return self.open(path, discard=False)

    def check(self) -> tuple[Finding, ...]:
        """What of the open project's file is damaged now."""
        project = self._begun()
        return project.damage or pipeline.check_project(project.path).findings

    def recover(self, path: Path, discard: bool) -> Snapshot:
        project = Project.open(path)
        try:
            project.claim()
        except ProjectError:
            project.close()
            raise
        self._leave(discard)
        self._project, self._saved = project, False
        return self._snapshot(Changes(frozenset(a.id for a in project.articles()), events=True, judgements=True))

    def save(self) -> Snapshot:
        """Writes the layers that other programs read, where they are behind; the rest is written at each change."""
        project = self._begun()
        self._write_layers(project)
        project.make_whole()
        return replace(self._snapshot(Changes()), unkept=self._back_up(project))

    def save_as(self, path: Path) -> Snapshot:
        """Nothing is asked of the file that is open but to be read: it may be full, read-only, gone, or another's by now."""
        project = self._begun()
        before, damaged = project.path, bool(project.damage)
        project.save_as(path, lambda copy: self._layers_into(Project.within(path, copy)), self._found())
        if not self._saved and not damaged:  # one that is damaged is left: more may be had from it
            self._forget_unsaved(before)
        self._saved, self._read_only, self._can_take_over = True, "", False
        self._layers_behind = False
        return replace(self._snapshot(Changes()), unkept=self._back_up(project))

    def add(self, articles: Sequence[Article], analyses: Sequence[Analysis]) -> Snapshot:
        project = self._begun()
        again = project.known_again(articles)
        known = {a.id for a in self.articles()}
        refused = tuple(refusal(a, again[a.id]) for a in articles if a.id in again and a.id not in known)
        out = again.keys() - known
        changes = project.add([a for a in articles if a.id not in out], [n for n in analyses if n.article not in out])
        self._record = self._shaped_by = None
        return replace(self._snapshot(changes), refused=refused)

    def add_sample(self) -> Snapshot | None:
        """The sample as it was analysed before; None where that has to be done now."""
        kept = sample.recall(self.home, self.files, self.added)
        return self.add(*kept) if kept is not None else None

    def keep_sample(self, articles: Sequence[Article], analyses: Sequence[Analysis]) -> None:
        sample.keep(self.home, self.files, self.added, articles, analyses)

    def close(self, discard: bool) -> None:
        """Leaves the project in good order; with `discard` one that was never saved is deleted."""
        self._leave(discard)
        if self._gazetteer is not None:
            self._gazetteer.close()
            self._gazetteer = None

    # --- removing for good -----------------------------------------------------------------------------------------

    def project_file(self) -> Path | None:
        """The file of the open project, also of one that was never saved."""
        return self._project.path if self._project is not None else None

    def purge(self, carry_out: Callable[[Path], object]) -> tuple[Snapshot, object]:
        """Closes the project while `carry_out` writes its file anew, and opens it again, whatever comes of it."""
        project = self._begun()
        path = project.path
        before = frozenset(a.id for a in self.articles())
        project.close()
        # Nothing of what was removed may be seen again from here, and nothing be written meanwhile.
        self._record = self._shaped_by = None
        self._ranges, self._judged, self._judged_events = Ranges(), {}, None
        try:
            done = carry_out(path)
        finally:
            self._project = Project.open(path)
            self._project.claim()
        changes = Changes(before | {a.id for a in self._project.articles()}, events=True, judgements=True)
        return self._snapshot(changes), done

    def forget_marks(self) -> None:
        """Keeps no mark of articles that were removed."""
        self._begun().forget_marks()

    # --- judgements -----------------------------------------------------------------------------------------------

    def judge(self, kind: JudgementKind, subject: Mapping[str, object], value: Mapping[str, object], author: str) -> Snapshot:
        return self._snapshot(self._begun().judge(kind, subject, value, author=author))

    def place(self, subject: Mapping[str, object], place: Place, author: str) -> Snapshot:
        """`subject` says which mentions: see `geo.project.place_subject`."""
        return self.judge(JudgementKind.PLACE_MENTION, subject, asdict(place), author)

    def place_at(self, subject: Mapping[str, object], name: str, position: LonLat, author: str) -> Snapshot:
        """A place of the user's own, by a point of the map."""
        around = self._opened().containing(position)
        country = next((p.country for p in around if p.country), None)
        admin1 = next((p.name for p in around if p.feature == "ADM1"), None)
        place = Place(
            id=f"person:{position.lat:.5f},{position.lon:.5f}",
            name=name,
            position=LonLat(round(position.lon, 5), round(position.lat, 5)),
            feature="PPL",
            country=country,
            admin1=admin1,
            gazetteer="person",
            note="Placed by a click on the map",
        )
        return self.place(subject, place, author)

    def undo(self) -> Snapshot:
        return self._stepped(self._begun().undo)

    def redo(self) -> Snapshot:
        return self._stepped(self._begun().redo)

    def _stepped(self, step: Callable[[], Changes | None]) -> Snapshot:
        try:
            return self._snapshot(step() or Changes())
        except ProjectChanged as error:
            self._record = self._shaped_by = None
            return replace(self._snapshot(Changes(events=True, judgements=True)), notice=str(error))

    # --- ranges and exports ---------------------------------------------------------------------------------------

    def judge_distances(self, event: Event) -> tuple[JudgedDistance, ...]:
        """The distances that an event's articles state of it, judged; kept until the events change."""
        if self._judged_events is not self._corpus.events:
            self._judged_events, self._judged = self._corpus.events, {}
        if event.id not in self._judged:
            told = frozenset(event.articles)
            articles = tuple(a for a in self._corpus.articles if a.id in told)
            analyses = {a.id: self._corpus.analyses[a.id] for a in articles if a.id in self._corpus.analyses}
            # The other articles say nothing of it: reading them all would take long in a large project.
            small = Corpus(articles, analyses, (event,))
            self._judged[event.id] = tuple(d for d in pipeline.distances(small, self._opened()) if d.event == event.id)
        return self._judged[event.id]

    def draft(self, wanted: Wanted, on_progress: OnProgress | None = None, cancelled: IsCancelled | None = None) -> Draft:
        """What a form asks for; of a range only the origin and the numbers, its shape follows. Raises GeoError."""
        return self._wishes.draft(wanted, self._opened(), on_progress, cancelled)

    def launch_area_of_event(self, event_id: str, on_progress: OnProgress, cancelled: IsCancelled) -> Draft:
        """From where the targets of an event could all be reached. Raises RangeError, Cancelled."""
        return self._wishes.launch_area_of_event(self._event(event_id), self._corpus, self._opened(), on_progress, cancelled)

    def tracks_of_event(self, event_id: str) -> Draft:
        return self._wishes.tracks_of_event(self._event(event_id), self._opened())

    def draw_range(self, origin: str, distance: str, author: str) -> Snapshot:
        """A range of the user's own, kept at once. Raises PlaceNotFound, RangeError."""
        drawing = Drawing(uuid.uuid4().hex[:8], DrawingKind.RANGE, NOBODY)
        return self.keep_drawing(self.draft(Wanted(drawing, origin, distance)).drawing, author)

    def keep_drawing(self, drawing: Drawing, author: str) -> Snapshot:
        """Keeps what was set up, in the place of what had its id."""
        known = any(each.id == drawing.id for each in self._drawings)
        kind = JudgementKind.REDRAW if known else JudgementKind.DRAW
        return self.judge(kind, {"drawing": drawing.id}, drawing_value(drawing), author)

    def remove_drawing(self, drawing_id: str, author: str) -> Snapshot:
        return self.judge(JudgementKind.ERASE, {"drawing": drawing_id}, {}, author)

    def show_range(self, range_id: str, shown: bool) -> Snapshot:
        self._ranges.show(range_id, shown)
        return self._snapshot(Changes())

    def export_map(self, path: Path, articles: frozenset[str], places: frozenset[str], speakers: frozenset[str] = frozenset()) -> Path:
        """Writes the proof map with the ranges that are shown. Raises ExportError."""
        gazetteer, leave_out = self._opened(), leave_out_of(self._corpus, articles, places, speakers)
        ranges = self._ranges.for_export(self._corpus, gazetteer, leave_out, self._drawings)
        export.proof_map(pipeline.drawing(self._corpus, gazetteer, ranges=ranges, leave_out=leave_out), path)
        return path

    def export_data(
        self,
        path: Path,
        articles: frozenset[str] = frozenset(),
        places: frozenset[str] = frozenset(),
        speakers: frozenset[str] = frozenset(),
    ) -> Path:
        """Writes the events, and the ranges that are shown, in the format of the ending. Raises ExportError."""
        gazetteer, leave_out = self._opened(), leave_out_of(self._corpus, articles, places, speakers)
        drawn = self._ranges.for_export(self._corpus, gazetteer, leave_out, self._drawings)
        pipeline.export(self._corpus, gazetteer, path, drawn, leave_out)
        return path

    # --- inside ---------------------------------------------------------------------------------------------------

    def _snapshot(self, changes: Changes) -> Snapshot:
        # Millions of small objects are made here and kept: looking through them for cycles would stall the window.
        gc.disable()
        try:
            return self._build_snapshot(changes)
        finally:
            gc.freeze()
            gc.enable()

    def _build_snapshot(self, changes: Changes) -> Snapshot:
        project = self._begun()
        if self._record is None:
            self._record = project.articles(), project.analyses()
        judgements = project.judgements()
        self._corpus = self._corrected(judgements)
        self._layers_behind = True
        gazetteer = self._opened()
        summary = digest(self._corpus)
        self._drawings = drawings(judgements)
        ranges = self._ranges.entries(self._corpus, gazetteer, summary.place_names, self._drawings)
        drawing = pipeline.drawing(self._corpus, gazetteer, ranges=[each for r in ranges if r.shown for each in r.drawn], record=False)
        bulk = bulk_of(drawing)
        return Snapshot(
            corpus=self._corpus,
            digest=summary,
            scene=drawing,
            scene_content=(scene_json(drawing, bulk).encode(), bulk.data()),
            ranges=ranges,
            spots=corpus_spots(self._corpus),
            path=project.path if self._saved else None,
            undo_text=project.undo_text,
            redo_text=project.redo_text,
            judged=any(not j.undone for j in judgements),
            damage=project.damage,
            removed=project.removed(),
            changes=changes,
            read_only=self._read_only,
            can_take_over=self._can_take_over,
            missing=self._missing(gazetteer),
        )

    def _missing(self, gazetteer: Gazetteer) -> tuple[pipeline.MissingDump, ...]:
        """Looked for anew where analyses or gazetteers are others; the sample needs none."""
        of = (self._corpus.analyses, gazetteer)
        if self._missed_in is None or self._missed_in[0] is not of[0] or self._missed_in[1] is not of[1]:
            self._missed_in = of
            own = {a.id for a in self._corpus.articles if not a.sample}
            self._missed = pipeline.missing_dumps((a for a in self._corpus.analyses.values() if a.article in own), gazetteer)
        return self._missed

    def _event(self, event_id: str) -> Event:
        return next(event for event in self._corpus.events if event.id == event_id)

    def _corrected(self, judgements: Sequence[Judgement]) -> Corpus:
        """The corpus as the judgements make it. Grades and drawings change no event: merging thousands of articles anew is spared."""
        assert self._record is not None
        shaping = self._record, [j.id for j in judgements if not j.undone and j.kind not in APART]
        if self._shaped_by is not None and shaping == self._shaped_by:
            return replace(self._corpus, grades=grades(judgements))
        self._shaped_by = shaping
        return pipeline.corpus(*self._record, judgements)

    def _opened(self) -> Gazetteer:
        if self._gazetteer is None:
            self.prepare()
        assert self._gazetteer is not None
        return self._gazetteer

    def _begun(self) -> Project:
        """The open project; a new one in Dateline's own folder where none is open."""
        if self._project is None:
            private_folder(self._folder)
            path = self._folder / f"{uuid.uuid4().hex[:12]}.gpkg"
            self._project, self._saved = Project.create(path), False
        return self._project

    def _leave(self, discard: bool) -> None:
        project, self._project = self._project, None
        found = self._record
        self._record = self._shaped_by = None
        self._ranges = Ranges()
        self._drawings = ()
        if project is None:
            return
        path = project.path
        ours = not self._read_only
        try:
            if (self._saved or not discard) and ours:
                self._write_layers(project)
        except ProjectError:
            if not project.lost:  # else all that was decided is in its file, and the layers can wait
                log.warning("the layers for other programs could not be written")
            else:
                private_folder(self._folder)
                project.save_as(self._folder / f"{uuid.uuid4().hex[:12]}.gpkg", found=found)  # offered when the window opens next
                ours = False
        finally:
            project.close()
            self._read_only, self._can_take_over = "", False
        if self._saved and ours:
            self._back_up(project)
        if not self._saved and discard:
            self._forget_unsaved(path)

    def _write_layers(self, project: Project) -> None:
        if self._layers_behind and not project.damage:
            self._layers_into(project)
            self._layers_behind = False

    def _layers_into(self, project: Project) -> None:
        gazetteer = self._opened()
        drawn = self._ranges.for_export(self._corpus, gazetteer, LeaveOut(), self._drawings, hidden=True)
        project.write_layers(self._corpus, pipeline.outlines(gazetteer), drawn_rows(drawn))

    def _back_up(self, project: Project) -> str:
        """Keeps a copy of a sound project where it has changed. Returns why it could not be; nothing else depends on it."""
        folder = backups.folder_for(project.path, self.keep, self.home)
        if folder is None or project.damage:
            return ""
        try:
            backups.back_up(project.path, folder)
        except GeoError as error:
            log.warning("no backup could be made")
            return str(error)
        return ""

    def _forget_unsaved(self, path: Path) -> None:
        for leftover in (path, *(Path(f"{path}{ending}") for ending in COMPANIONS)):
            leftover.unlink(missing_ok=True)


def unsaved_projects(folder: Path) -> tuple[Path, ...]:
    """Projects that a crash left behind, newest first; those that another window has open are not among them."""
    found = [path for path in (folder / UNSAVED).glob("*.gpkg") if holder_of(path) is None]
    return tuple(sorted(found, key=lambda p: p.stat().st_mtime, reverse=True))
