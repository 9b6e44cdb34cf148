"""Counts as reports write them, and damaged numbers that are flagged where a reader sees them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.cli import main
from geo.model import Analysis, Article

Tell = Callable[..., tuple[Article, Analysis]]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Rebels killed 12 and wounded 30 in Taiz.", [(12, "person", "="), (30, "person", "=")]),
        ("The bombing of Taiz left 12 dead, 30 wounded.", [(12, "person", "="), (30, "person", "=")]),
        ("Jets killed 12 people in Taiz; the toll later rose to 45.", [(12, "person", "="), (45, "person", "=")]),
        ("Dozens were killed when rockets hit Taiz.", [(24, "person", ">")]),
        ("Dozens of rockets hit Sderot.", [(24, "rocket", ">")]),
        ("A dozen shells hit Kherson.", [(12, "shell", "=")]),
        ("Some 2,000 soldiers attacked Goma.", [(2000, "soldier", "≈")]),
        ("Up to 30 drones struck Odesa.", [(30, "drone", "<")]),
        ("Two hundred and twelve people were wounded in the shelling of Gaza.", [(212, "person", "=")]),
        ("Two shells fell on the edge of Khiam and no one was hurt.", [(2, "shell", "=")]),
        ("Drones killed scores of people near Maungdaw.", [(40, "person", ">")]),
        ("Artillery fired 155mm shells at Izium at 10 p.m. on 24 January.", []),
        ("Gunmen robbed a bank in Sidon of $40 million and killed two guards.", [(2, "guard", "=")]),
    ],
)
def test_counts_are_read_with_unit_and_comparator(tell: Tell, text: str, counts: list[tuple[float, str, str]]) -> None:
    _, analysis = tell(text)
    found = [(q.value, q.unit, q.comparator.value) for e in analysis.events for q in e.quantities]
    assert sorted(found) == sorted(counts)


@pytest.mark.parametrize(
    "text", ["Between 10 and 12 missiles hit Homs.", "10 to 12 missiles hit Homs.", "Jets fired 10-12 missiles at Homs."]
)
def test_a_range_has_two_ends(tell: Tell, text: str) -> None:
    _, analysis = tell(text)
    [q] = [q for e in analysis.events for q in e.quantities]
    assert (q.value, q.upper, q.unit) == (10, 12, "missile")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Jets hit 1 500 targets in Homs on Monday.", "blank inside"),
        ("Ships fired 26missiles at Syria on Monday.", "joined to a word"),
        ("A fraction  35  of the airstrikes in Syria hit the group on Monday.", "lost characters"),
    ],
)
def test_a_damaged_number_is_flagged_and_not_mended(text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "scrape.txt"
    file.write_text(text, encoding="utf-8")
    assert main(["events", str(file), "--json", "--builtin-only"]) == 0
    checks = [c for e in json.loads(capsys.readouterr().out)["events"] for c in e["checks"]]
    assert any(c["kind"] == "number" and not c["agrees"] and said in c["says"] for c in checks)


def test_a_healthy_number_is_not_doubted(tell: Tell) -> None:
    _, analysis = tell("Four ships fired 26 missiles at Syria, 1,500 km (930 miles) away, in the 1990s.")
    assert [q.doubt for e in analysis.events for q in e.quantities if q.doubt] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A shell hit a bus in Kutum. The clinic counted 24 dead.", 24),
        ("A bomb went off in Quetta on Monday. Seven children were among the dead.", 7),
        ('"Nine people were killed and 30 others injured in the attack on Goma" he said.', 30),
        ("Rebel fire on Goma killed 112 people said the governor.", 112),
        ("Scores of villagers were wounded in the raid on Kutum.", 40),
    ],
)
def test_a_toll_is_kept_whoever_tells_it_and_in_a_sentence_of_its_own(tell: Tell, text: str, value: int) -> None:
    _, analysis = tell(text)
    assert value in {q.value for e in analysis.events for q in e.quantities}, [(e.type.value, e.quantities) for e in analysis.events]


def test_a_toll_after_what_harmed_nobody_is_no_event(tell: Tell) -> None:
    _, analysis = tell("Ministers met in Geneva on Monday. The clinic counted 24 dead.")
    assert not [e for e in analysis.events if e.type.event_class.value == "physical"]
