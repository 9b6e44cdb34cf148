"""Mentions and candidates → Resolutions: ranked, each with reasons that a person can read."""

from geo.resolve.derived import outline_of
from geo.resolve.lookup import Located, find_one, locate
from geo.resolve.rank import contains, resolve

__all__ = ["Located", "contains", "find_one", "locate", "outline_of", "resolve"]
