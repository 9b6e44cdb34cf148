"""Mentions and candidates → Resolutions: ranked, each with reasons that a person can read."""

from geo.resolve.derived import outline_of
from geo.resolve.rank import resolve

__all__ = ["outline_of", "resolve"]
