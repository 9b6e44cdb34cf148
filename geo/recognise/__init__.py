"""Passages → Mentions: which words name a place, of what kind, and what the sentence says about it."""

from geo.recognise.pointed_out import pointed_out
from geo.recognise.recogniser import Recogniser
from geo.recognise.typed_position import TypedPosition, typed_position

__all__ = ["Recogniser", "TypedPosition", "pointed_out", "typed_position"]
