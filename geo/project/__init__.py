"""The project file: originals, what was found in them, and what people decided. Judgements are appended, never overwritten."""

from geo.project.additions import AddedEvent, NamedPlace, event_subject, place_at, words_subject
from geo.project.backups import Backup, Keep
from geo.project.connecting import SET_ASIDE
from geo.project.drawings import Drawing, DrawingKind, drawing_value, drawings
from geo.project.edits import Given, edit_subject, edit_value
from geo.project.file import Decision, Project
from geo.project.findings import Finding
from geo.project.grading import grades, source_subject, statement_subject
from geo.project.judgements import corrected, dated_by_person, decided, rejected_events, rejected_mentions
from geo.project.placing import Scope, likeness, place_subject
from geo.project.records import plain
from geo.project.reviewing import review_value, reviews
from geo.project.searching import Answer, ArticleIndex, Found, around

__all__ = [
    "SET_ASIDE",
    "AddedEvent",
    "Answer",
    "ArticleIndex",
    "Backup",
    "Decision",
    "Drawing",
    "DrawingKind",
    "Finding",
    "Found",
    "Given",
    "Keep",
    "NamedPlace",
    "Project",
    "Scope",
    "around",
    "corrected",
    "dated_by_person",
    "decided",
    "drawing_value",
    "drawings",
    "edit_subject",
    "edit_value",
    "event_subject",
    "grades",
    "likeness",
    "place_at",
    "place_subject",
    "plain",
    "rejected_events",
    "rejected_mentions",
    "review_value",
    "reviews",
    "source_subject",
    "statement_subject",
    "words_subject",
]
