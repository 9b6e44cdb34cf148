"""The one presenter between library and views: what is open, what is selected, what is being done."""

from desktop.session.digest import EMPTY, Digest, EventRow
from desktop.session.drafts import Draft, Wanted
from desktop.session.library import Library, Snapshot, unsaved_projects
from desktop.session.presenter import Selection, Session
from desktop.session.ranges import Inside, RangeEntry, Ring

__all__ = [
    "EMPTY",
    "Digest",
    "Draft",
    "EventRow",
    "Inside",
    "Library",
    "RangeEntry",
    "Ring",
    "Selection",
    "Session",
    "Snapshot",
    "Wanted",
    "unsaved_projects",
]
