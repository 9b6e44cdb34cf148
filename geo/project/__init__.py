"""The project file: originals, what was found in them, and what people decided. Judgements are appended, never overwritten."""

from geo.project.backups import Backup, Keep
from geo.project.connecting import SET_ASIDE
from geo.project.drawings import Drawing, DrawingKind, drawing_value, drawings
from geo.project.file import Project
from geo.project.findings import Finding
from geo.project.grading import grades, source_subject, statement_subject
from geo.project.judgements import corrected, dated_by_person, decided, rejected_events, rejected_mentions
from geo.project.placing import Scope, likeness, place_subject
from geo.project.searching import Answer, ArticleIndex, Found, around

__all__ = [
    "SET_ASIDE",
    "Answer",
    "ArticleIndex",
    "Backup",
    "Drawing",
    "DrawingKind",
    "Finding",
    "Found",
    "Keep",
    "Project",
    "Scope",
    "around",
    "corrected",
    "dated_by_person",
    "decided",
    "drawing_value",
    "drawings",
    "grades",
    "likeness",
    "place_subject",
    "rejected_events",
    "rejected_mentions",
    "source_subject",
    "statement_subject",
]
