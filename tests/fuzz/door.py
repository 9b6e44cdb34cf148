"""A door: one way by which input enters the program, with what to put in and what the program calls to read it."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from mutation import Rng


@dataclass(frozen=True, slots=True)
class Case:
    """One mutated input: a file's content and ending, and what is said beside it (options, typed text)."""

    data: bytes
    ending: str = ".txt"
    words: str = ""


class Door(ABC):
    """`name` is what `--reader` takes. A `share` of n runs an nth of the cases: where one takes long."""

    name: str
    share = 1
    batch = 250

    def case(self, seed: int, number: int) -> Case:
        """The case of a number, the same whenever it is asked for."""
        return self.make(random.Random(f"{seed}/{self.name}/{number}"))

    @abstractmethod
    def make(self, rng: Rng) -> Case: ...

    def prepare(self) -> None:  # noqa: B027
        """Once, before the children are forked: what they can share."""

    def open(self, folder: Path) -> None:  # noqa: B027 - most need nothing
        """Once in each child, before the limits are set: what takes long and is no part of a case."""

    @abstractmethod
    def read(self, case: Case, folder: Path) -> None:
        """What the command does with such an input. Raises errors of geo.errors, and nothing else."""

    def wordless(self, case: Case, message: str) -> str | None:
        """What a message lacks: it names the file, and says what to do."""
        if case.data and self.file_name(case) not in message:
            return "does not name the file"
        return None if message.count(". ") or "? " in message else "does not say what to do"

    def file_name(self, case: Case) -> str:
        return f"mutated{case.ending}"

    def written(self, case: Case, folder: Path) -> Path:
        """The case as a file."""
        path = folder / self.file_name(case)
        path.write_bytes(case.data)
        return path
