"""The ledger of the seed articles: who confirms what, what is never fused, what disagrees, what was reckoned up.

Articles 000, 001 and 002 are versions of one report; 003 and 004 are reports of their own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

import pytest
from scoring import REPORTED, SEED_GOLDS, SEEDS, Record, json_lines, merged

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the seed articles are not here ({SEEDS})")

VERSIONS = {"000", "001", "002"}


@cache
def events() -> list[Record]:
    return merged(SEEDS)


def named(event: Record) -> set[str]:
    return {p["name"] for p in event["places"]}


def the(type: str, place: str, modality: str = "reported") -> Record:
    """The event of a type at a place that most articles report."""
    found = [
        e
        for e in events()
        if e["type"] == type and any(place in name for name in named(e)) and any(c["modality"] == modality for c in e["claims"])
    ]
    assert found, f"no {type} at {place}: {[(e['type'], named(e)) for e in events()]}"
    return max(found, key=lambda e: e["sources"]["articles"])


def articles(event: Record) -> set[str]:
    return {a[:3] for a in event["articles"]}


def test_the_launch_has_five_articles_three_origins_two_speakers_and_one_party() -> None:
    launch = the("Missile or artillery attack", "Caspian")
    sources = launch["sources"]
    assert {k: sources[k] for k in ("articles", "origins", "speakers", "parties")} == {
        "articles": 5,
        "origins": 3,
        "speakers": 2,
        "parties": 1,
    }, sources
    assert {name.split()[-1] for name in sources["speaker_names"]} == {"Shoigu", "Putin"}
    assert sources["party_names"] == ["Russia"]


def test_the_strikes_on_the_towns_are_said_by_the_observatory_in_two_origins() -> None:
    strikes = the("Air or drone strike", "Kafr Z")
    assert "003" in articles(strikes)
    assert articles(strikes) & VERSIONS
    assert "004" not in articles(strikes)
    assert (strikes["sources"]["origins"], strikes["sources"]["parties"]) == (2, 1), strikes["sources"]
    assert strikes["sources"]["speaker_names"] == ["Syrian Observatory for Human Rights"]


@pytest.mark.parametrize(
    ("type", "place", "least"),
    [
        ("Airspace violation", "Turkish airspace", 3),
        ("Interception or diversion", "Syria", 3),
        ("Deployment or build-up", "western Syria", 3),
        ("Deployment or build-up", "coast", 2),
    ],
)
def test_versions_of_one_report_are_one_origin(type: str, place: str, least: int) -> None:
    event = the(type, place)
    assert event["sources"]["articles"] >= least
    assert event["sources"]["origins"] == len(articles(event) - VERSIONS) + bool(articles(event) & VERSIONS)


def test_no_event_counts_a_version_as_confirmation() -> None:
    for event in events():
        here = articles(event)
        assert event["sources"]["articles"] == len(here)
        assert event["sources"]["origins"] <= len(here - VERSIONS) + bool(here & VERSIONS), event["label"]


def test_launch_and_air_strikes_flotilla_and_ships_off_the_coast_are_not_fused() -> None:
    for event in events():
        names = named(event)
        from_sea = any("Caspian" in n for n in names)
        assert not (from_sea and any("Kafr" in n or "Idlib" in n or "Hama" in n for n in names)), names
        assert not (from_sea and any("coast" in n for n in names)), names


def test_the_air_campaign_is_one_event_of_all_articles_and_the_two_build_ups_are_two() -> None:
    campaigns = [
        e
        for e in events()
        if e["type"] == "Air or drone strike" and any(c["modality"] in REPORTED for c in e["claims"]) and named(e) == {"Syria"}
    ]
    assert [sorted(articles(e)) for e in campaigns] == [["000", "001", "002", "003", "004"]]
    assert campaigns[0]["sources"]["origins"] == 3
    western = the("Deployment or build-up", "western Syria")
    whole = [e for e in events() if e["type"] == "Deployment or build-up" and named(e) == {"Syria"}]
    assert len(whole) == 1
    assert {c["speaker"] for c in western["claims"] if "speaker" in c}.isdisjoint(c.get("speaker") for c in whole[0]["claims"])


def test_unharmed_civilians_of_the_launch_and_targeted_ones_of_the_strikes_are_a_soft_disagreement() -> None:
    launch = the("Missile or artillery attack", "Caspian")
    [found] = [d for d in launch["disagreements"] if d["field"] == "civilians"]
    assert found["strength"] == "soft"
    assert "scopes differ" in found["why"]
    own = [v for v in found["values"] if v["claims"]]
    assert [v["value"] for v in own] == ["not harmed"]
    others = [v for v in found["values"] if v.get("elsewhere")]
    by_id = {e["id"]: e for e in events()}
    for value in others:
        for at in value["elsewhere"]:
            other = by_id[at["event"]]
            assert other["type"] == "Air or drone strike"
            assert other["claims"][at["claim"]]["value"] == value["value"] == "targeted"


def test_the_figures_of_the_launch_do_not_contradict_each_other() -> None:
    launch = the("Missile or artillery attack", "Caspian")
    assert [d for d in launch["disagreements"] if d["field"] not in ("civilians", "target")] == []
    assert [c["agrees"] for c in launch["checks"] if c["kind"] == "conversion"] == [True]


def test_the_share_is_reckoned_against_the_counts() -> None:
    says = [c["says"] for e in events() for c in e["checks"] if c["kind"] == "share" and c["agrees"]]
    assert any("2 of 57" in s and "3.5%" in s for s in says), says


def test_mentions_are_merged_as_annotated() -> None:
    """Triggers that stand on the annotated passages of two physical events are in two events, those of one in one."""
    passages: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
    for folder in SEED_GOLDS:
        for event in json_lines(folder / "events.jsonl"):
            if event["class"] == "physical":
                for s in event["supporting"]:
                    passages[s["file"]].append((s["start"], s["end"], event["id"], event["type"]))
    right = found = 0
    truth: Counter[str] = Counter()
    for event in events():
        met: Counter[str] = Counter()
        for claim in event["claims"]:
            if claim["field"] == "type" and claim["modality"] in REPORTED:
                on = [p for p in passages[claim["article"]] if p[0] <= claim["start"] < p[1] and p[3] == claim["value"]]
                if on:
                    met[min(on, key=lambda p: p[1] - p[0])[2]] += 1
        truth += met
        found += _pairs(met.total())
        right += sum(map(_pairs, met.values()))
    wanted = sum(map(_pairs, truth.values()))
    print(f"merging against the annotation: precision {right}/{found}, recall {right}/{wanted}, {truth.total()} mentions")
    assert right >= 0.90 * found
    assert right >= 0.90 * wanted


def _pairs(n: int) -> int:
    return n * (n - 1) // 2
