"""The reports of `blind3` as annotated and as the program reads them, joined event by event; `score_blind3` scores what was joined."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from scoring import REPORTED, ROOT, Record, overlaps

if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

FOLDER = Path(__file__).parent / "blind3"
HALVES = ("dev", "test")


@dataclass(frozen=True)
class Miss:
    kind: str
    file: str
    passage: str
    said: str
    right: str


@dataclass
class Score:
    """Right and all by figure, faults by kind, and what was missed."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)

    def expect(self, kind: str, met: bool, file: str, passage: str, said: object, right: object) -> bool:
        self.all[kind] += 1
        self.right[kind] += met
        if not met:
            self.misses.append(Miss(kind, file, passage, str(said), str(right)))
        return met

    def fault(self, kind: str, file: str, passage: str, said: object, right: object) -> None:
        self.faults[kind] += 1
        self.misses.append(Miss(kind, file, passage, str(said), str(right)))

    def value(self, kind: str) -> float:
        return self.right[kind] / self.all[kind] if self.all[kind] else 1.0


@dataclass
class Outcome:
    """What the program gives for one half: `parse` by file, the events of `events --json`, families of reprints."""

    records: dict[str, Record]
    events: list[Record]
    families: list[list[str]]


@dataclass
class Read:
    """An article as annotated and as the program read it; `pairs` joins annotated events to the program's."""

    gold: Record
    record: Record
    text: str
    pairs: list[tuple[Record, Record]] = field(default_factory=list)
    spare: list[Record] = field(default_factory=list)  # events of the program that were joined to none

    def sentence(self, start: int, end: int) -> str:
        """The line's part round a passage, for a person."""
        a = max(self.text.rfind("\n", 0, start) + 1, start - 160)
        b = self.text.find("\n", end)
        return self.text[a : min(b if b >= 0 else len(self.text), end + 160)]


# --- running ---------------------------------------------------------------------------------------------------------


def load_gold() -> Record:
    gold: Record = json.loads((FOLDER / "gold.json").read_text(encoding="utf-8"))
    return gold


def run(gold: Record) -> dict[str, Outcome]:
    """What `parse` and `events` give for each half; every article is read once, in this process, for both."""
    from geo.cli.records import article_record, event_record
    from geo.gazetteer import open_default
    from geo.pipeline import corpus, take_in
    from geo.views.book import Book

    outcomes: dict[str, Outcome] = {}
    gazetteer = open_default(added=False)
    for half in HALVES:
        taken = take_in([FOLDER / "articles" / a["file"] for a in gold["articles"] if a["half"] == half], gazetteer)
        if taken.failures:
            raise RuntimeError("; ".join(f.message for f in taken.failures))
        together = corpus(taken.articles, taken.analyses)
        book = Book(together)
        outcomes[half] = Outcome(
            {a.id: article_record(a, analysis) for a, analysis in zip(taken.articles, taken.analyses, strict=True)},
            [event_record(e, book) for e in together.events],
            [list(family) for family in together.families],
        )
    return outcomes


# --- joining what was annotated to what was found ------------------------------------------------------------------------


def in_play(record: Record) -> list[Record]:
    return [e for e in record["events"] if e["class"] in ("physical", "background")]


def drawn_event(event: Record) -> bool:
    return event["class"] == "physical" and event["modality"] in REPORTED


def on_trigger(event: Record, wanted: Record) -> bool:
    return any(overlaps(event["trigger"]["start"], event["trigger"]["end"], a, b) for a, b in wanted["triggers"])


def in_passage(event: Record, stretch: Record) -> bool:
    return overlaps(event["trigger"]["start"], event["trigger"]["end"], stretch["start"], stretch["end"])


def pair(read: Read) -> None:
    """Join each annotated event to at most one event whose trigger stands in its passage: by trigger, then type, then modality."""
    wanted, found = read.gold["events"], in_play(read.record)
    fits = [
        (4 * on_trigger(e, w) + 2 * (e["type"] in w["types"]) + (e["modality"] in w["modalities"]) - 0.5 * w["optional"], i, j)
        for i, w in enumerate(wanted)
        for j, e in enumerate(found)
        if in_passage(e, w)
    ]
    joined_w, joined_e = set[int](), set[int]()
    for _, i, j in sorted(fits, key=lambda f: (-f[0], f[1], f[2])):
        if i not in joined_w and j not in joined_e:
            joined_w.add(i)
            joined_e.add(j)
            read.pairs.append((wanted[i], found[j]))
    read.spare = [e for j, e in enumerate(found) if j not in joined_e]
