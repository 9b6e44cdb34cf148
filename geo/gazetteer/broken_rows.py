"""Rows that cannot be read: each costs itself and is counted, until they are so many that the file must be something else."""

from __future__ import annotations

from dataclasses import dataclass

from geo.errors import GazetteerError

# Of GeoNames' towns 30 % lie beyond 90 degrees east or west, where latitude and longitude exchanged are seen to be so. A tenth tells
# an exchanged pair of columns from rows that were mistyped; fewer than three rows tell nothing.
EXCHANGED_SHARE, EXCHANGED_LEAST = 0.1, 3


class Misplaced(GazetteerError):
    """A position that is none. `exchanged`: it would be one with latitude and longitude the other way round."""

    def __init__(self, message: str, lat: float, lon: float) -> None:
        super().__init__(message)
        self.exchanged = abs(lat) <= 180 and abs(lon) <= 90


@dataclass(slots=True)
class BrokenRows:
    """How many rows were read and how many were not; `first` says what is wrong with the first that was not."""

    read: int = 0
    broken: int = 0
    exchanged: int = 0  # of the broken: whose latitude and longitude would fit the other way round
    first: GazetteerError | None = None
    first_exchanged: GazetteerError | None = None

    def add(self, error: GazetteerError) -> None:
        """Count a broken row. Raises its error once a hundred more are broken than read: no need to read such a file to its end."""
        self.broken += 1
        self.first = self.first or error
        if isinstance(error, Misplaced) and error.exchanged:
            self.exchanged += 1
            self.first_exchanged = self.first_exchanged or error
        if self.broken > self.read + 100:
            raise self.first

    def settle(self) -> None:
        """At the end of the file. Raises the first error where most rows are broken, or two columns seem to be exchanged."""
        if self.first is not None and self.broken > self.read:
            raise self.first
        enough = max(EXCHANGED_LEAST, EXCHANGED_SHARE * (self.read + self.broken))
        if self.first_exchanged is not None and self.exchanged >= enough:
            raise self.first_exchanged
