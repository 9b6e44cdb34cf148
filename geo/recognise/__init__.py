"""Passages → Mentions: which words name a place, of what kind, and what the sentence says about it."""

from geo.recognise.recogniser import Recogniser

__all__ = ["Recogniser"]
