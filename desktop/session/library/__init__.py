"""The library's side of the session: gazetteer, project and judgements, all in one thread."""

from desktop.session.library.library import Library
from desktop.session.library.open_project import unsaved_projects
from desktop.session.library.snapshot import EMPTY_SNAPSHOT, Snapshot

__all__ = ["EMPTY_SNAPSHOT", "Library", "Snapshot", "unsaved_projects"]
