"""Takes articles and names out of a project for good, to protect people: the one exception to the rule that nothing is overwritten."""

from geo.project.purging.carrying_out import Outcome, carry_out, contents_of, copied, copies_of, spoken_by_gazetteer
from geo.project.purging.notes import Removed, RemovedKind, refusal
from geo.project.purging.occurrences import Contents, Hit, Holder, hits
from geo.project.purging.rebuilding import delete_for_good
from geo.project.purging.remaining import Decided, Links, Remaining, Removal, added_links, decided_still, mention_links, remaining
from geo.project.purging.spellings import Found, How, Sought
from geo.project.purging.spellings import plain as folded
from geo.project.purging.traces import Telling, recent_projects, remove_leftovers, remove_traces, traces, unsaved_projects

__all__ = [
    "Contents",
    "Decided",
    "Found",
    "Hit",
    "Holder",
    "How",
    "Links",
    "Outcome",
    "Remaining",
    "Removal",
    "Removed",
    "RemovedKind",
    "Sought",
    "Telling",
    "added_links",
    "carry_out",
    "contents_of",
    "copied",
    "copies_of",
    "decided_still",
    "delete_for_good",
    "folded",
    "hits",
    "mention_links",
    "recent_projects",
    "refusal",
    "remaining",
    "remove_leftovers",
    "remove_traces",
    "spoken_by_gazetteer",
    "traces",
    "unsaved_projects",
]
