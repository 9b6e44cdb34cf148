"""The open project in the library's thread: what its file holds, and the snapshot that views have of it.

A project that was never saved lives in Dateline's own folder and holds every change, so that a crash loses nothing.
"""

from __future__ import annotations

import gc
import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from desktop.session.digest import digest
from desktop.session.library.gazetteer import OpenGazetteer
from desktop.session.library.ranges import Ranges, corpus_spots
from desktop.session.library.snapshot import Snapshot
from geo import pipeline
from geo.errors import GeoError, ProjectError
from geo.events import CERTAIN
from geo.export.scene_json import bulk_of, scene_json
from geo.files import COMPANIONS, private_folder
from geo.gazetteer import Gazetteer
from geo.leaving_out import LeaveOut
from geo.locking import holder_of
from geo.model import Analysis, Article, Corpus, Event, Judgement, JudgementKind
from geo.own_folder import UNSAVED
from geo.pipeline import JudgedDistance
from geo.project import Answer, ArticleIndex, Drawing, Keep, Project, backups, drawings, grades
from geo.project.drawings import DRAWING_KINDS
from geo.project.purging import refusal
from geo.views import drawn_rows

log = logging.getLogger(__name__)

# Judgements that change no article and no event.
APART = frozenset({JudgementKind.GRADE_SOURCE, JudgementKind.GRADE_STATEMENT}) | DRAWING_KINDS


LISTED = 7  # articles of an answer whose matches are looked for: the palette has room for no more


class OpenProject:
    """`home` is Dateline's own folder. `file` is None while nothing is open."""

    def __init__(self, home: Path, gazetteer: OpenGazetteer) -> None:
        self.home = home
        self.folder = home / UNSAVED  # of projects that were never saved
        self.gazetteer = gazetteer
        self.file: Project | None = None
        self.saved = False
        self.keep = Keep.NONE  # where backups go; the session says it
        self.certain = CERTAIN  # how likely right a place must be to be shown as certain; the session says it, too
        self.read_only = ""
        self.can_take_over = False
        self.ranges = Ranges()
        self.drawings: tuple[Drawing, ...] = ()
        # What the project holds, as the program found it: judgements do not change it, so it is read once.
        self.record: tuple[tuple[Article, ...], tuple[Analysis, ...]] | None = None
        self.corpus = Corpus()
        self.shaped_by: object = None  # the record and the judgements that articles and events of the corpus come from
        self.judged: dict[str, tuple[JudgedDistance, ...]] = {}  # by event: what its articles state of distances
        self.layers_behind = False
        self._index = ArticleIndex()
        self._missed: tuple[pipeline.MissingDump, ...] = ()
        self._missed_in: tuple[object, object] | None = None  # the analyses and the gazetteers of which they are

    def articles(self) -> tuple[Article, ...]:
        """The articles of the open project, as they were taken in."""
        return self.found()[0] if self.file is not None else ()

    def stale(self) -> tuple[pipeline.Stale, ...]:
        """The mentions of the open project whose gazetteers have changed since they were resolved; not those a person placed."""
        if self.file is None:
            return ()
        placed = {(a.article, r.mention) for a in self.corpus.analyses.values() for r in a.resolutions if r.by_person}
        return tuple(s for s in pipeline.stale(self.found()[1], self.gazetteer.opened()) if (s.article, s.mention) not in placed)

    def found(self) -> tuple[tuple[Article, ...], tuple[Analysis, ...]]:
        if self.record is None:
            project = self.begun()
            self.record = project.articles(), project.analyses()
        return self.record

    def add(self, articles: Sequence[Article], analyses: Sequence[Analysis]) -> Snapshot:
        project = self.begun()
        again = project.known_again(articles)
        known = {a.id for a in self.articles()}
        refused = tuple(refusal(a, again[a.id]) for a in articles if a.id in again and a.id not in known)
        out = again.keys() - known
        project.add([a for a in articles if a.id not in out], [n for n in analyses if n.article not in out])
        self.read_anew()
        return replace(self.snapshot(), refused=refused)

    def judge(self, kind: JudgementKind, subject: Mapping[str, object], value: Mapping[str, object], author: str) -> Snapshot:
        self.begun().judge(kind, subject, value, author=author)
        return self.snapshot()

    def judge_each(
        self, kind: JudgementKind, decisions: Sequence[tuple[Mapping[str, object], Mapping[str, object]]], author: str
    ) -> Snapshot:
        """Several judgements of one kind, (subject, value) each, and one snapshot after them."""
        for subject, value in decisions:
            self.begun().judge(kind, subject, value, author=author)
        return self.snapshot()

    def with_certain(self, share: float) -> Snapshot:
        """The open project, with another limit from which places are shown as certain."""
        self.certain = share
        return self.snapshot()

    def read_anew(self) -> None:
        """The file holds other articles or judgements than those that were read."""
        self.record = self.shaped_by = None

    def forget(self) -> None:
        """Keeps nothing of what the file held."""
        self.read_anew()
        self.ranges, self.drawings, self.judged = Ranges(), (), {}
        self._missed, self._missed_in = (), None  # they hold names
        self._index = ArticleIndex()

    def snapshot(self) -> Snapshot:
        # Millions of small objects are made here and kept: looking through them for cycles would stall the window.
        gc.disable()
        try:
            return self._build_snapshot()
        finally:
            gc.freeze()
            gc.enable()

    def _build_snapshot(self) -> Snapshot:
        project = self.begun()
        judgements = project.judgements()
        corpus = self._corrected(judgements)
        if corpus.events is not self.corpus.events:
            self.judged = {}
        self.corpus = corpus
        self.layers_behind = True
        gazetteer = self.gazetteer.opened()
        summary = digest(self.corpus)
        self.drawings = drawings(judgements)
        ranges = self.ranges.entries(self.corpus, gazetteer, summary.place_names, self.drawings)
        drawing = pipeline.drawing(self.corpus, gazetteer, ranges=[each for r in ranges if r.shown for each in r.drawn], record=False)
        bulk = bulk_of(drawing)
        return Snapshot(
            corpus=self.corpus,
            digest=summary,
            scene=drawing,
            scene_content=(scene_json(drawing, bulk).encode(), bulk.data()),
            ranges=ranges,
            spots=corpus_spots(self.corpus),
            path=project.path if self.saved else None,
            undo_text=project.undo_text,
            redo_text=project.redo_text,
            judged=any(not j.undone for j in judgements),
            damage=project.damage,
            removed=project.removed(),
            read_only=self.read_only,
            can_take_over=self.can_take_over,
            missing=self._missing(gazetteer),
        )

    def _missing(self, gazetteer: Gazetteer) -> tuple[pipeline.MissingDump, ...]:
        """Looked for anew where analyses or gazetteers are others; the sample needs none."""
        of = (self.corpus.analyses, gazetteer)
        if self._missed_in is None or self._missed_in[0] is not of[0] or self._missed_in[1] is not of[1]:
            self._missed_in = of
            own = {a.id for a in self.corpus.articles if not a.sample}
            self._missed = pipeline.missing_dumps((a for a in self.corpus.analyses.values() if a.article in own), gazetteer)
        return self._missed

    def search(self, query: str) -> Answer:
        """Articles of the open project in which the words stand; those with their matches that a list has room for."""
        self._index.show(self.corpus.articles)
        return self._index.search(query, beginning=True, listed=LISTED)

    def event(self, event_id: str) -> Event:
        return next(event for event in self.corpus.events if event.id == event_id)

    def _corrected(self, judgements: Sequence[Judgement]) -> Corpus:
        """The corpus as the judgements make it. Grades and drawings change no event: merging thousands of articles anew is spared."""
        shaping = self.found(), [j.id for j in judgements if not j.undone and j.kind not in APART], self.certain
        if self.shaped_by is not None and shaping == self.shaped_by:
            return replace(self.corpus, grades=grades(judgements))
        self.shaped_by = shaping
        return pipeline.corpus(*self.found(), judgements, self.certain)

    def begun(self) -> Project:
        """The open project; a new one in Dateline's own folder where none is open."""
        if self.file is None:
            private_folder(self.folder)
            path = self.folder / f"{uuid.uuid4().hex[:12]}.gpkg"
            self.file, self.saved = Project.create(path), False
        return self.file

    def leave(self, discard: bool) -> None:
        """Closes the file in good order; one that was never saved is deleted with `discard`, else it stays to be recovered."""
        project, self.file = self.file, None
        if project is None:
            self.forget()
            return
        path = project.path
        ours = not self.read_only
        try:
            if (self.saved or not discard) and ours:
                self.write_layers(project)
        except ProjectError:
            if not project.lost:  # else all that was decided is in its file, and the layers can wait
                log.warning("the layers for other programs could not be written")
            else:
                private_folder(self.folder)
                project.save_as(self.folder / f"{uuid.uuid4().hex[:12]}.gpkg", found=self.record)  # offered when the window opens next
                ours = False
        finally:
            project.close()
            self.read_only, self.can_take_over = "", False
            self.forget()
        if self.saved and ours:
            self.back_up(project)
        if not self.saved and discard:
            self.forget_unsaved(path)

    def write_layers(self, project: Project) -> None:
        if self.layers_behind and not project.damage:
            self.layers_into(project)
            self.layers_behind = False

    def layers_into(self, project: Project) -> None:
        gazetteer = self.gazetteer.opened()
        drawn = self.ranges.for_export(self.corpus, gazetteer, LeaveOut(), self.drawings, hidden=True)
        project.write_layers(self.corpus, pipeline.outlines(gazetteer), drawn_rows(drawn))

    def back_up(self, project: Project) -> str:
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

    def forget_unsaved(self, path: Path) -> None:
        for leftover in (path, *(Path(f"{path}{ending}") for ending in COMPANIONS)):
            leftover.unlink(missing_ok=True)


def unsaved_projects(folder: Path) -> tuple[Path, ...]:
    """Projects that a crash left behind, newest first; those that another window has open are not among them."""
    found = [path for path in (folder / UNSAVED).glob("*.gpkg") if holder_of(path) is None]
    return tuple(sorted(found, key=lambda p: p.stat().st_mtime, reverse=True))
