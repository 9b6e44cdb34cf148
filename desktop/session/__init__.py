"""The one presenter between library and views: what is open, what is selected, what is being done."""

from desktop.session.digest import EMPTY, Digest, EventRow
from desktop.session.library import Library, Snapshot, unsaved_projects
from desktop.session.presenter import Selection, Session
from desktop.session.ranges import RangeEntry

__all__ = ["EMPTY", "Digest", "EventRow", "Library", "RangeEntry", "Selection", "Session", "Snapshot", "unsaved_projects"]
