"""Our event types in the codes of others: PLOVER and ACLED."""

from __future__ import annotations

from functools import lru_cache

from geo.lexicon.tables import read_table
from geo.model import EventType


@lru_cache(maxsize=1)
def plover() -> dict[EventType, tuple[str, str]]:
    """PLOVER's event type and mode for each of ours; empty where it has none."""
    return {EventType(kind): (code[0], code[1]) for kind, code in read_table("plover.toml")["types"].items()}


@lru_cache(maxsize=1)
def acled_sub_events() -> dict[str, EventType]:
    """Our type for each of ACLED's sub-event types, by its abbreviation."""
    return {label: EventType(kind) for label, kind in read_table("acled.toml")["sub_events"].items()}
