"""What happened, who says so and where: triggers, arguments, claims, and events over all articles."""

from geo.events.arguments.casualties import befell_of
from geo.events.arguments.typed_number import TypedNumber, typed_number
from geo.events.certainty import CERTAIN, SUGGESTED
from geo.events.claims.carried import DATE, PLACE, Carried, carried_of
from geo.events.coreference.by_hand import Decided, Decisions
from geo.events.extract import Extracted, extract
from geo.events.ledger import merge, merged
from geo.events.reuse.originals import dated_by_originals
from geo.events.reuse.reprints import Reprints, reprints
from geo.events.timex.heads import as_reported
from geo.events.timex.offered import OfferedDay, offered_days
from geo.events.timex.redating import redate
from geo.events.timex.typed import Typed, TypedDate, typed_date
from geo.events.timex.when import date_words_in, interpret

__all__ = [
    "CERTAIN",
    "DATE",
    "PLACE",
    "SUGGESTED",
    "Carried",
    "Decided",
    "Decisions",
    "Extracted",
    "OfferedDay",
    "Reprints",
    "Typed",
    "TypedDate",
    "TypedNumber",
    "as_reported",
    "befell_of",
    "carried_of",
    "date_words_in",
    "dated_by_originals",
    "extract",
    "interpret",
    "merge",
    "merged",
    "offered_days",
    "redate",
    "reprints",
    "typed_date",
    "typed_number",
]
