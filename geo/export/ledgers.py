"""An event's ledger as the exported map carries it: columns of numbers into the record's words and passages.

Voices point to passages of the event, so that the page can open the very words; what stands against the event in another
one brings that passage along.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from geo.views.ledger import Account, Dispute, Line, PieceKind, Standing, Voice
from geo.views.record import Sheet

STANDINGS = (Standing.AGREED, Standing.SINGLE, Standing.APART)
PIECES = tuple(PieceKind)
Word = Callable[[str | None], int]


def ledger_json(sheet: Sheet, offsets: Sequence[Sequence[int]], word: Word) -> dict[str, Any]:
    """Empty parts are left out. `offsets` turn code points of each passage into the page's units, `word` texts into numbers."""
    encoder = _Encoder(sheet, offsets, word)
    ledger = sheet.ledger
    known = {badge.kind: badge for badge in ledger.badges}
    parts: dict[str, Any] = {
        "disputes": [encoder.dispute(d) for d in ledger.disputes],
        "lines": [encoder.line(line) for line in ledger.lines],
        "checks": [[int(c.agrees), word(c.says)] for c in ledger.checks],
        "reasons": [word(reason) for reason in ledger.reasons],
        "origins": [[sheet.articles[a] for a in group if a in sheet.articles] for group in known["origins"].groups],
        "speakers": [word(name) for name in known["speakers"].items],
        "parties": [word(name) for name in known["parties"].items],
        "accounts": [encoder.account(account) for account in ledger.accounts],
    }
    return {name: part for name, part in parts.items() if part}


@dataclass(frozen=True, slots=True)
class _Encoder:
    sheet: Sheet
    offsets: Sequence[Sequence[int]]
    word: Word

    def line(self, line: Line) -> list[Any]:
        word = self.word
        voices = self._voices(line.voices)
        carried = [word(line.carried)] if line.carried else []
        return [STANDINGS.index(line.standing), word(line.field), word(line.value), word(line.note or None), voices, *carried]

    def dispute(self, dispute: Dispute) -> list[Any]:
        word = self.word
        sides: list[list[Any]] = []
        for side in dispute.sides:
            others = [part for event, label in side.elsewhere for part in (word(label), self.sheet.events.get(event, -1))]
            sides.append([word(side.value), self._voices(side.voices), *([others] if others else [])])
        return [word(dispute.field), int(dispute.direct), word(dispute.why), sides]

    def _voices(self, voices: Sequence[Voice]) -> list[int]:
        """Five numbers for each: passage, start, end, speaker, grade."""
        out: list[int] = []
        for voice in voices:
            heard = self.sheet.at.get((voice.article, voice.passage, voice.span))
            if heard is not None:
                units = self.offsets[heard.passage]
                start, end = (units[heard.words.start], units[heard.words.end]) if heard.words is not None else (0, 0)
                out += [heard.passage, start, end, self.word(voice.speaker or None), self.word(voice.grade.code or None)]
        return out

    def account(self, account: Account) -> list[int]:
        """Numbers of passages: the first print and its copies."""
        return [self.sheet.passages[(told.article, told.span)] for told in (account.first, *account.copies)]
