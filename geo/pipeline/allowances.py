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

    News costs 0.06 CPU-seconds and 2 MB for each 1,000 characters (600 articles on a processor of 2023), the worst of the texts of
    tests/fuzz/bombs.py 0.6: what is over has found a fault of the program, or is no article. Slow machines need three times
    as long.
    """
    thousands = characters / _KILOBYTE
    return Allowance(20.0 + 0.6 * thousands, int(1_000 * _MEGABYTE + 0.15 * _MEGABYTE * thousands))


def for_file(size_bytes: int) -> Allowance:
    """For taking the text out of a file. PDFs of text cost most: 10 CPU-seconds for each of their megabytes."""
    megabytes = size_bytes / _MEGABYTE
    return Allowance(20.0 + 40.0 * megabytes, int(1_000 * _MEGABYTE + 20 * size_bytes))
