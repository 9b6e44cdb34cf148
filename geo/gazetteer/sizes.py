"""How much of a source is read: what is larger is refused in words, before it takes the memory of the machine."""

from __future__ import annotations

from pathlib import Path

from geo.errors import GazetteerError

MEGABYTE = 1_000_000
# Of a dump, unpacked, or a table. Chosen, not measured: several times what the largest country's dump should need.
MOST_BYTES = 600 * MEGABYTE
# Chosen far above what text or coordinates are packed to; what shrinks more than this was made to.
MOST_PACKING, PACKED_FREELY = 50, 20 * MEGABYTE
# Places and their names, which are held in memory until all are read: 877 MB at the most where six million names belong to few
# places (tests/fuzz/huge_files.py, "400 MB of names").
MOST_NAMES = 6_000_000


def check(file: Path) -> None:
    """Raises GazetteerError where a file is larger than is read."""
    size = file.stat().st_size
    if size > MOST_BYTES:
        raise too_large(file, f"it has {size // MEGABYTE:,} MB, and no more than {MOST_BYTES // MEGABYTE:,} MB are read")


def too_large(file: Path, why: str) -> GazetteerError:
    return GazetteerError(f"{file} is too large for a gazetteer: {why}. Divide it, by country for example, and add the parts.")


def too_many_names(file: Path) -> GazetteerError:
    return too_large(file, f"it holds more than {MOST_NAMES:,} places and names")
