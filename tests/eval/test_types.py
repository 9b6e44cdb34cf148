"""Types of events against the sub-event labels of `case2021.jsonl`, through the command line."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from scoring import SHARED, dateline, parsed, physical, ratio

from geo.lexicon.crosswalks import acled_sub_events, plover
from geo.model import EventType

CORPUS = SHARED / "corpora" / "case2021.jsonl"
# The labels of the measure. ACLED counts an offensive in which no place changes hands as an armed clash.
CONFLICT = [
    "ARMED_CLASH", "AIR_STRIKE", "ART_MISS_ATTACK", "REM_EXPLOS", "GRENADE", "SUIC_BOMB", "ABDUCT_DISSAP", "CHEM_WEAP",
    "GOV_REGAINS_TERIT", "NON_STATE_ACTOR_OVERTAKES_TER", "NON_VIOL_TERRIT_TRANSFER", "ARREST", "ATTACK",
]  # fmt: skip
SAME = {EventType.GROUND_OFFENSIVE.value: EventType.ARMED_CLASH.value}
FLOOR = 0.78


def test_every_type_has_a_plover_code_or_says_that_there_is_none() -> None:
    assert set(plover()) == set(EventType)


@pytest.mark.skipif(not CORPUS.exists(), reason="needs the development corpora in ../shared")
def test_the_first_event_of_a_text_has_the_type_of_its_label(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [r for r in map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines()) if r["type"] in CONFLICT]
    file = tmp_path / "case.jsonl"
    file.write_text("\n".join(json.dumps({"id": str(r["id"]), "text": r["text"]}) for r in rows), encoding="utf-8")
    records = parsed(dateline("parse", file, "--builtin-only"))
    right: Counter[str] = Counter()
    for row in rows:
        events = physical(records[str(row["id"])])
        found = events[0]["type"] if events else None
        right[row["type"]] += SAME.get(found or "", found) == acled_sub_events()[row["type"]].value
    with capsys.disabled():
        print(f"\ncase2021, conflict types: {ratio(sum(right.values()), len(rows))}")
    asked = Counter(r["type"] for r in rows)
    assert sum(right.values()) / len(rows) >= FLOOR, {label: f"{right[label]}/{n}" for label, n in asked.items()}
