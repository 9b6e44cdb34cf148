"""The project file: originals, what was found in them, and what people decided. Judgements are appended, never overwritten."""

from geo.project.file import Project
from geo.project.judgements import corrected, rejected_events, rejected_mentions

__all__ = ["Project", "corrected", "rejected_events", "rejected_mentions"]
