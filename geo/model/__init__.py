"""The nouns of Dateline: frozen records that travel from report to map. No input or output here.

Offsets are Unicode code points of `Article.text`, end exclusive. Coordinates are degrees of WGS84, longitude
first. Distances carry their unit in the name (`_m`, `_km`).
"""

from __future__ import annotations

from geo.model.corpus import Analysis, Corpus
from geo.model.happenings import (
    AIMED_ATTACKS,
    ASSAULTS,
    ATTACKS,
    CASUALTY_CAUSES,
    STRIKES,
    Attribution,
    Comparator,
    DeniedTarget,
    EventClass,
    EventMention,
    EventPlace,
    EventType,
    Modality,
    Part,
    Quantity,
    Responsibility,
    Stance,
    When,
)
from geo.model.judgements import Judgement, JudgementKind
from geo.model.ledger import Check, Claim, Disagreement, Edit, EditKind, Elsewhere, Event, EventLocation, Join, Reprint, Reprinted, Sources
from geo.model.operations import Changes, Failure, IsCancelled, OnProgress
from geo.model.places import Bbox, Candidate, Clues, Displacement, Kind, LonLat, Match, Mention, Place, Ranked, Resolution, Role
from geo.model.ranges import Reach, Verdict
from geo.model.texts import Article, Custody, Passage, Reading, Span

__all__ = [
    "AIMED_ATTACKS",
    "ASSAULTS",
    "ATTACKS",
    "CASUALTY_CAUSES",
    "STRIKES",
    "Analysis",
    "Article",
    "Attribution",
    "Bbox",
    "Candidate",
    "Changes",
    "Check",
    "Claim",
    "Clues",
    "Comparator",
    "Corpus",
    "Custody",
    "DeniedTarget",
    "Disagreement",
    "Displacement",
    "Edit",
    "EditKind",
    "Elsewhere",
    "Event",
    "EventClass",
    "EventLocation",
    "EventMention",
    "EventPlace",
    "EventType",
    "Failure",
    "IsCancelled",
    "Join",
    "Judgement",
    "JudgementKind",
    "Kind",
    "LonLat",
    "Match",
    "Mention",
    "Modality",
    "OnProgress",
    "Part",
    "Passage",
    "Place",
    "Quantity",
    "Ranked",
    "Reach",
    "Reading",
    "Reprint",
    "Reprinted",
    "Resolution",
    "Responsibility",
    "Role",
    "Sources",
    "Span",
    "Stance",
    "Verdict",
    "When",
]
