"""What happened, who says so and where: triggers, arguments, claims, and events over all articles."""

from geo.events.extract import Extracted, extract
from geo.events.ledger import merge
from geo.events.when import redate

__all__ = ["Extracted", "extract", "merge", "redate"]
