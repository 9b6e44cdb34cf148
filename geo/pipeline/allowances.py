"""What reading one thing may cost. Both bounds grow with its size and no faster, so that no article can cost the others."""

from __future__ import annotations

from dataclasses import dataclass

_KILOBYTE = 1_000
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """Seconds of processor time, and bytes of memory beyond what the reader holds at rest."""

    cpu_s: float
    memory_bytes: int


def for_article(characters: int) -> Allowance:
    """For analysing a text.

    News costs 0.16 CPU-seconds for each 1,000 characters, at most 0.28, and 37 MB in all (119 articles, on one busy core); the worst
    of the texts of tests/fuzz/bombs.py 0.66. What is over has found a fault of the program, or is no article, also on a
    machine three times as slow.
    """
    thousands = characters / _KILOBYTE
    return Allowance(20.0 + 1.0 * thousands, int(1_000 * _MEGABYTE + 0.15 * _MEGABYTE * thousands))


def for_file(size_bytes: int) -> Allowance:
    """For taking the text out of a file. Of tests/fuzz/bombs.py a PDF of 146 KB that unfolds to 60 MB costs most: 10 CPU-seconds."""
    megabytes = size_bytes / _MEGABYTE
    return Allowance(20.0 + 40.0 * megabytes, int(1_000 * _MEGABYTE + 20 * size_bytes))
