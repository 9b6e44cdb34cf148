"""An event's ledger as the exported map carries it: columns of numbers into the record's words and passages.

Voices point to passages of the event, so that the page can open the very words; what stands against the event in another
one brings that passage along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.export.leave_out import Blotter
from geo.model import Span
from geo.sheets.ledger import Account, Dispute, Ledger, Line, PieceKind, Standing, Told, Voice

STANDINGS = (Standing.AGREED, Standing.SINGLE, Standing.APART)
PIECES = tuple(PieceKind)
Word = Callable[[str | None], int]


@dataclass(frozen=True, slots=True)
class At:
    """Where a voice is heard: the number of a passage of the event, and the claim's words in it in UTF-16 units (0, 0: not in it)."""

    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A ledger with where each of its voices is heard."""

    ledger: Ledger
    at: Mapping[tuple[str, Span, Span], At]  # by article, passage and claim
    passages: Mapping[tuple[str, Span], int]
    articles: Mapping[str, int]
    events: Mapping[str, int]  # numbers of the events of the scene, by id

    def to_json(self, word: Word, blotter: Blotter) -> dict[str, Any]:
        """Empty parts are left out."""
        ledger = self.ledger
        known = {badge.kind: badge for badge in ledger.badges}

        def said(text: str) -> int:
            return word(blotter.text(text))

        parts: dict[str, Any] = {
            "disputes": [self._dispute(d, said, word) for d in ledger.disputes],
            "lines": [self._line(line, said, word) for line in ledger.lines],
            "checks": [[int(c.agrees), said(c.says)] for c in ledger.checks],
            "reasons": [said(reason) for reason in ledger.reasons],
            "origins": [[self.articles[a] for a in group if a in self.articles] for group in known["origins"].groups],
            "speakers": [said(name) for name in known["speakers"].items],
            "parties": [said(name) for name in known["parties"].items],
            "accounts": [self._account(account) for account in ledger.accounts],
        }
        return {name: part for name, part in parts.items() if part}

    def _line(self, line: Line, said: Callable[[str], int], word: Word) -> list[Any]:
        voices = self._voices(line.voices, word, said)
        return [
            STANDINGS.index(line.standing),
            word(line.field),
            said(line.value),
            said(line.note) if line.note else word(None),
            voices,
            *([said(line.carried)] if line.carried else []),
        ]

    def _dispute(self, dispute: Dispute, said: Callable[[str], int], word: Word) -> list[Any]:
        sides: list[list[Any]] = []
        for side in dispute.sides:
            others = [part for event, label in side.elsewhere for part in (said(label), self.events.get(event, -1))]
            sides.append([said(side.value), self._voices(side.voices, word, said), *([others] if others else [])])
        return [word(dispute.field), int(dispute.direct), said(dispute.why), sides]

    def _voices(self, voices: Sequence[Voice], word: Word, said: Callable[[str], int]) -> list[int]:
        """Five numbers for each: passage, start, end, speaker, grade."""
        out: list[int] = []
        for voice in voices:
            at = self.at.get((voice.article, voice.passage, voice.span))
            if at is not None:
                speaker = said(voice.speaker) if voice.speaker else -1
                out += [at.passage, at.start, at.end, speaker, word(voice.grade.code or None)]
        return out

    def _account(self, account: Account) -> list[int]:
        """Numbers of passages: the first print and its copies."""
        return [self.passages[(told.article, told.span)] for told in (account.first, *account.copies)]


def voices_of(ledger: Ledger) -> Iterator[Voice]:
    """Every voice of a ledger, those of other events that stand against it among them."""
    for line in ledger.lines:
        yield from line.voices
    for dispute in ledger.disputes:
        for side in dispute.sides:
            yield from side.voices


def pieces_json(told: Told) -> list[Any]:
    """How a copy differs from the first print: kind and words by turns."""
    return [part for piece in told.pieces for part in (PIECES.index(piece.kind), piece.text)]
