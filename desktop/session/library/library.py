"""What the library's thread owns. Every method runs in that thread but `gazetteer.wait_until_prepared`.

Each change gives a snapshot: corpus, lists, scene and history as they are after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.session.library import sample
from desktop.session.library.drawings import Drawings
from desktop.session.library.files import ProjectFiles
from desktop.session.library.gazetteer import OpenGazetteer
from desktop.session.library.judging import Judgements
from desktop.session.library.open_project import OpenProject
from desktop.session.library.snapshot import Snapshot
from geo.model import Analysis, Article


class Library:
    """`folder` is Dateline's own; `files` are gazetteers named on the command line; `added` says whether those added for good count."""

    def __init__(self, folder: Path, files: Sequence[Path] = (), added: bool = True) -> None:
        self.gazetteer = OpenGazetteer(files, added)
        self.project = OpenProject(folder, self.gazetteer)
        self.files = ProjectFiles(self.project)
        self.judgements = Judgements(self.project)
        self.drawings = Drawings(self.project)

    def add_sample(self) -> Snapshot | None:
        """The sample as it was analysed before; None where that has to be done now."""
        kept = sample.recall(self.project.home, self.gazetteer.files, self.gazetteer.added)
        return self.project.add(*kept) if kept is not None else None

    def keep_sample(self, articles: Sequence[Article], analyses: Sequence[Analysis]) -> None:
        sample.keep(self.project.home, self.gazetteer.files, self.gazetteer.added, articles, analyses)

    def close(self, discard: bool) -> None:
        """Leaves the project in good order; with `discard` one that was never saved is deleted."""
        self.project.leave(discard)
        self.gazetteer.close()
