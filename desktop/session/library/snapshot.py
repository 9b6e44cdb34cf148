"""What views read of an open project, made anew with each change in the library's thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from desktop.session.digest import EMPTY, Digest
from desktop.session.drafts import NOWHERE, Spots
from desktop.session.library.ranges import RangeEntry
from geo.model import Corpus, Failure
from geo.pipeline import MissingDump
from geo.project import Finding
from geo.project.purging import Removed
from geo.views.scene import Scene


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
    read_only: str = ""  # why nothing can be changed: somebody else writes to the project, or its file may only be read
    can_take_over: bool = False  # by a person who knows that the window on another machine is gone
    notice: str = ""  # what was not done, and what a person must know of the file
    missing: tuple[MissingDump, ...] = ()  # countries of which a list of villages would help

    @property
    def worth_keeping(self) -> bool:
        """Whether closing without saving would lose work: articles of the user's own, or judgements."""
        return self.path is None and (self.judged or any(not a.sample for a in self.corpus.articles))


EMPTY_SNAPSHOT = Snapshot()
