"""Which event mentions people have made one event, and which they have taken apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

_NEITHER, _LEFT, _STAYED = -1, 0, 1


@dataclass(frozen=True, slots=True)
class Decided:
    """What is in force: mentions that are one event, and pairs of groups that are not. Ids are those of event mentions.

    The second group of a pair is None where the first is closed: nothing joins it but by hand.
    """

    together: tuple[frozenset[str], ...] = ()
    apart: tuple[tuple[frozenset[str], frozenset[str] | None], ...] = ()

    def sides(self, mention: str) -> tuple[int, ...]:
        """For each parting on which side the mention is held: 0 it left, 1 it stayed, -1 neither."""
        return tuple(
            _LEFT if mention in left else _STAYED if stayed is None or mention in stayed else _NEITHER for left, stayed in self.apart
        )


def parted(a: Sequence[int], b: Sequence[int]) -> bool:
    """Whether two mentions or events are held on opposite sides of any parting."""
    return any(x != y and x != _NEITHER and y != _NEITHER for x, y in zip(a, b, strict=True))


@dataclass(slots=True)
class Decisions:
    """Judgements taken in one after the other: a later one supersedes what an earlier one said of the same mentions."""

    _together: list[frozenset[str]] = field(default_factory=list[frozenset[str]])
    _apart: list[tuple[frozenset[str], frozenset[str] | None]] = field(default_factory=list[tuple[frozenset[str], frozenset[str] | None]])

    def join(self, mentions: Sequence[str]) -> None:
        """All of these are one event."""
        joined = frozenset(mentions)
        # Joining anything of both sides ends a parting; what the sides held together comes along.
        self._apart = [(a, b) for a, b in self._apart if not (a & joined and (joined - a if b is None else b & joined))]
        self._unite(joined)

    def split(self, leave: Sequence[str], stay: Sequence[str] | None) -> None:
        """Those that leave are an event of their own; `stay` are those that they leave, None where nothing is to join them."""
        left, stayed = frozenset(leave), None if stay is None else frozenset(stay) - frozenset(leave)
        self._take_out(left)
        self._unite(left)
        if stayed:
            self._unite(stayed)
        self._apart.append((left, stayed))

    def keep_apart(self, one: Sequence[str], other: Sequence[str]) -> None:
        """Nothing of the one is the event of the other. Unlike a split this does not say that a side is one event."""
        self._take_out(frozenset(one))
        self._apart.append((frozenset(one), frozenset(other) - frozenset(one)))

    def _take_out(self, mentions: frozenset[str]) -> None:
        """What was joined holds on within these mentions and among the others, not between."""
        parts = (part for group in self._together for part in (group & mentions, group - mentions))
        self._together = [part for part in parts if len(part) > 1]

    def _unite(self, mentions: frozenset[str]) -> None:
        touched = [g for g in self._together if g & mentions]
        self._together = [g for g in self._together if not g & mentions]
        united = mentions.union(*touched)
        if len(united) > 1:
            self._together.append(united)

    def decided(self) -> Decided:
        return Decided(tuple(self._together), tuple(self._apart))
