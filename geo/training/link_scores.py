# pyright: basic
"""How well the linker does on texts that it has not seen, asked as anybody would: through `geo.events.arguments.trigger_places.places_of`.

    python -m geo.training.link_scores [--limit N]    every fold that is trained (see geo.training.linker)

Prints precision, recall and F1 of the places of verbs (`event_location.jsonl`), for several values of FAVOUR, and the accuracy
of the kinds of short reports (`case2021.jsonl`), each text read by the model that left it out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.events.arguments.linking import Asked, Linker
from geo.events.arguments.trigger_places import places_of
from geo.model import Span
from geo.recognise.words import split_words
from geo.training import protocol
from geo.training.link_data import FOLDS, Linked, Told, fold_of, load_linked, load_told
from geo.training.linker import folder_of

TRIED = (0.5, 0.75, 1.0, 1.25)
# The conflict types of the measure; ACLED counts an offensive in which no place changes hands as an armed clash.
CONFLICT = frozenset(
    {"ARMED_CLASH", "AIR_STRIKE", "ART_MISS_ATTACK", "REM_EXPLOS", "GRENADE", "SUIC_BOMB", "ABDUCT_DISSAP", "CHEM_WEAP"}
    | {"GOV_REGAINS_TERIT", "NON_STATE_ACTOR_OVERTAKES_TER", "NON_VIOL_TERRIT_TRANSFER", "ARREST", "ATTACK"}
)


@dataclass(slots=True)
class Tally:
    """Counts of spans: found and right, found and wrong, missed; `met` counts what overlaps, from either side."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    found_met: int = 0
    gold_met: int = 0

    def add(self, found: set[tuple[int, int]], gold: frozenset[tuple[int, int]]) -> None:
        self.right += len(found & gold)
        self.wrong += len(found - gold)
        self.missed += len(gold - found)
        self.found_met += sum(any(a < y and x < b for x, y in gold) for a, b in found)
        self.gold_met += sum(any(a < y and x < b for a, b in found) for x, y in gold)

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.right + self.wrong), self.right / max(1, self.right + self.missed)
        p, r = self.found_met / max(1, self.right + self.wrong), self.gold_met / max(1, self.right + self.missed)
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1(precision, recall):.3f}   overlapping F1 {f1(p, r):.3f}"


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def places(record: Linked, model: Path, favour: float) -> set[tuple[int, int]]:
    """The spans that the library gives for a record."""
    return {(p.span.start, p.span.end) for p in places_of(record.text, Span(*record.verb), favour=favour, model=model)}


def kinds_right(told: Sequence[Told], model: Path) -> list[bool]:
    """Whether the likeliest kind of each report is its own."""
    linker = Linker.load(model)
    answers = linker.scores([Asked(split_words(t.text), []) for t in told], "kinds")
    return [linker.facts["kinds"][int(a.argmax())] == t.kind for t, a in zip(told, answers, strict=True)]


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="geo.training.link_scores", description=(__doc__ or "").splitlines()[0])
    options.add_argument("--corpora", type=Path, default=protocol.corpora_folder())
    options.add_argument("--limit", type=int, help="records a fold, for a quick look")
    given = options.parse_args(arguments)
    folds = [fold for fold in range(FOLDS) if (folder_of(str(fold)) / "linker.onnx").exists()]
    if not folds:
        print("No fold is trained. Train them: python -m geo.training.linker --fold 0", file=sys.stderr)
        return 1
    linked, told = load_linked(given.corpora), load_told(given.corpora)
    tallies = {favour: (Tally(), Tally()) for favour in TRIED}
    right: list[tuple[Told, bool]] = []
    for fold in folds:
        model = folder_of(str(fold)) / "linker.onnx"
        records = [r for r in linked if fold_of(r.text) == fold][: given.limit]
        for record in records:
            for favour, (every, placed) in tallies.items():
                found = places(record, model, favour)
                every.add(found, record.places)
                if record.places:
                    placed.add(found, record.places)
        short = [t for t in told if fold_of(t.text) == fold]
        right += zip(short, kinds_right(short, model), strict=True)
    print(f"folds {', '.join(map(str, folds))} of {FOLDS}")
    for favour, (every, placed) in tallies.items():
        print(f"favour {favour:.2f}   all verbs {every}   verbs with a place {placed}")
    conflict = [hit for t, hit in right if t.label in CONFLICT]
    print(f"kinds of reports: {sum(h for _, h in right) / len(right):.3f} of {len(right)}")
    print(f"of these conflict: {sum(conflict) / len(conflict):.3f} of {len(conflict)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
