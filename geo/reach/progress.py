"""Long drawings in steps: after each one it is told how far the work is, and before each one it may be stopped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from geo.errors import Cancelled
from geo.model import IsCancelled, OnProgress

WORDS = "Measuring the shore"


_Part = TypeVar("_Part")


def in_steps(parts: Sequence[_Part], on_progress: OnProgress | None, cancelled: IsCancelled | None) -> Iterator[_Part]:
    """The parts one after another. Raises Cancelled."""
    for done, part in enumerate(parts):
        stop_if(cancelled)
        if on_progress is not None:
            on_progress(done, len(parts), WORDS)
        yield part
    if on_progress is not None:
        on_progress(len(parts), len(parts), WORDS)


def stop_if(cancelled: IsCancelled | None) -> None:
    """Raises Cancelled where the work is not wanted any more."""
    if cancelled is not None and cancelled():
        raise Cancelled("Cancelled.")
