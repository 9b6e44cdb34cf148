"""Whether something is within a distance of something else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    IN = "in"
    OUT = "out"
    DEPENDS = "depends"


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a target is within a distance of an origin: always, never, or depending on the launch point.

    The shares are of the origin's area (of a line's length, of the number of points): from how much of it the whole target
    is in reach, wherever its precision leaves it, and from how much of it some of the target is.
    """

    verdict: Verdict
    least_m: float
    greatest_m: float
    share_least: float = 0.0
    share_greatest: float = 1.0
