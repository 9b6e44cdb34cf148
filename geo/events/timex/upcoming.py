"""Whether a day is to come: "talks are set to resume Monday"."""

from __future__ import annotations

import re

from geo.lexicon.dates import calendar_words
from geo.lexicon.tables import any_of

# What says that the day named next in its clause is to come; a day that belongs to a thing ("Monday's attack") is not asked for it.
_COMING = re.compile(rf"\b{any_of(calendar_words().coming)}\b[^,;:.!?\u201c\u201d\"–—]*$", re.IGNORECASE)
_CLAUSE = re.compile(rf"[,;:!?\u201c\u201d\"–—]|[.]\s|\b{any_of(calendar_words().clauses)}\b", re.IGNORECASE)
_CLAUSE_REACH = 90  # characters; swept 30, 60, 90, 180: share of days right .915, .920, .920, .920
_HOUR = re.compile(r"\(?\b[0-2]?\d(?:[:.][0-5]\d)?\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?\s*$", re.IGNORECASE)


def to_come(m: re.Match[str]) -> bool:
    """ "Talks are set to resume Monday", "payable Jan. 3"."""
    if m[0].endswith(("'s", "’s")):
        return False
    before = _HOUR.sub("", m.string[max(0, m.start() - _CLAUSE_REACH) : m.start()])
    bounds = [b.end() for b in _CLAUSE.finditer(before)]
    return _COMING.search(before, bounds[-1] if bounds else 0) is not None
