"""What a piece of work tells of itself: how far it is, what it touched, what it could not take in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

OnProgress = Callable[[int, int, str], None]
"""Called with (done, total, what is being done); total 0 means not known."""
IsCancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be taken in, and what to do about it."""

    source: str
    message: str
