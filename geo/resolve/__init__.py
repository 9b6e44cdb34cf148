"""Mentions and candidates → Resolutions: ranked, each with reasons that a person can read."""

from geo.resolve.containment import contains
from geo.resolve.derived import outline_of
from geo.resolve.lookup import Located, find_one, locate
from geo.resolve.positions import COORDINATES
from geo.resolve.rank import resolve
from geo.resolve.ranker import Ranker
from geo.resolve.vicinity import vicinity_kind, vicinity_shape, with_vicinity

__all__ = [
    "COORDINATES",
    "Located",
    "Ranker",
    "contains",
    "find_one",
    "locate",
    "outline_of",
    "resolve",
    "vicinity_kind",
    "vicinity_shape",
    "with_vicinity",
]
