"""Between library and views: what is open, what is selected, what is being done."""

from desktop.session.digest import EMPTY, Digest, EventRow
from desktop.session.drafts import Draft, Wanted
from desktop.session.library import Library, Snapshot, unsaved_projects
from desktop.session.library.gazetteer import PERSON
from desktop.session.library.ranges import Inside, RangeEntry, Ring
from desktop.session.selection import Selection
from desktop.session.session import Session

__all__ = [
    "EMPTY",
    "PERSON",
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
