"""The scorers themselves: a perfect reading gets every point, an empty one none, a wrong pin is seen."""

from __future__ import annotations

from typing import Any

import pytest
import score_held_out
import score_timex
from score_held_out import COUNTS, FAULTS, load_gold, score_article
from scoring import HELD_OUT, Record, same_speaker, same_unit, same_value


def _perfect(gold: Record, text: str) -> Record:
    """A record as `parse` would write it, were it to agree with the annotation in everything."""
    mentions: list[Record] = []
    events: list[Record] = []

    def mention(said: str, lat: float, lon: float, feature: str, country: str | None) -> int:
        start = text.index(said)
        place: dict[str, Any] = {"name": said, "lat": lat, "lon": lon, "feature": feature, "country": country}
        mentions.append({"start": start, "end": start + len(said), "text": said, "kind": "literal", "role": "event", "place": place})
        return len(mentions) - 1

    def event(kind: str, start: int = 0, end: int | None = None, **more: Any) -> Record:
        base = {"id": str(len(events)), "type": kind, "class": "physical", "modality": "reported", "start": start, "end": end or len(text)}
        events.append(base | {"places": [], "quantities": [], "attribution": None, "date": None} | more)
        return events[-1]

    for pin in gold["pins"]:
        event(pin["types"][0])["places"].append({"mention": mention(pin["said"], pin["lat"], pin["lon"], "PPL", None), "part": "location"})
    for area in gold["areas"]:
        said = next(s for s in area["said"] if s in text)
        where = mention(said, area.get("lat", 35.0), area.get("lon", 38.0), area["features"][0], area["country"])
        event(area["types"][0])["places"].append({"mention": where, "part": area.get("part", "location")})
    if gold["launch"]:
        made = event(score_held_out.MISSILE)
        made["quantities"] = list(gold["launch"]["quantities"])
    event("Other")["quantities"] = list(gold["quantities"])
    for wanted in [*gold["speakers"], *gold["dates"]]:
        start = text.index(wanted["in"])
        made = event(wanted["types"][0], start, start + len(wanted["in"]))
        if "speaker" in wanted:
            made["attribution"] = {"speaker": wanted["speaker"][0]}
        else:
            made["date"] = {"start": wanted["start"], "end": wanted["end"]}
    return {"mentions": mentions, "events": events, "published": gold["published"]}


@pytest.mark.parametrize("gold", load_gold(), ids=lambda gold: gold["file"])
def test_a_perfect_reading_gets_every_point_and_an_empty_one_none(gold: Record) -> None:
    text = (HELD_OUT / gold["file"]).read_text(encoding="utf-8")
    perfect = score_article(gold, _perfect(gold, text), text)
    assert perfect.found == perfect.expected, perfect.misses
    assert not any(perfect.faults.values()), perfect.misses
    empty = score_article(gold, {"mentions": [], "events": [], "published": None}, text)
    assert not any(empty.found.values())
    assert empty.expected == perfect.expected
    assert set(perfect.found) == set(COUNTS)
    assert set(perfect.faults) == set(FAULTS)


def test_a_speakers_whereabouts_on_the_map_is_a_fault() -> None:
    gold = next(g for g in load_gold() if g["file"] == "01-flash.txt")
    text = (HELD_OUT / gold["file"]).read_text(encoding="utf-8")
    start = text.index("Rome")
    rome = {"name": "Rome", "lat": 41.9, "lon": 12.5, "feature": "PPLC", "country": "IT"}
    mention = {"start": start, "end": start + 4, "text": "Rome", "kind": "literal", "role": "event", "place": rome}
    score = score_article(gold, {"mentions": [mention], "events": [], "published": None}, text)
    assert score.faults["never drawn"] == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("warship", "ship", True),
        ("missiles", "cruise missile", True),
        ("kilometres", "km", True),
        ("km", "mi", False),
        ("ship", "target", False),
    ],
)
def test_units_are_the_same_where_they_count_the_same_thing(one: str, other: str, same: bool) -> None:
    assert same_unit(one, other) is same


@pytest.mark.parametrize(
    ("found", "accepted", "same"),
    [
        ("Russian Defence Minister Sergei Shoigu", "Shoigu", True),
        ("the Observatory", "Syrian Observatory for Human Rights", True),
        ("a senior Russian official", "a senior defense official", False),
        ("Carter", "Shoigu", False),
        (None, "Shoigu", False),
    ],
)
def test_speakers_are_the_same_where_they_share_a_telling_word(found: str | None, accepted: str, same: bool) -> None:
    assert same_speaker(found, [accepted]) is same


def test_a_number_is_a_number_however_it_is_written() -> None:
    assert same_value(26, 26.0)
    assert same_value("3.5", 3.5)
    assert not same_value(35, 3.5)
    assert not same_value(None, 26)


def test_each_reading_of_a_days_expression_is_counted_once() -> None:
    text = "They met on Tuesday, fled on 3 May, hide since yesterday and wait."
    days = {"Tuesday": "2021-09-14", "3 May": "2020-05-03", "yesterday": "2021-09-15", "wait": "2021-09-17", "met": "2021-W37"}
    timexes = [{"type": "DATE", "value": day, "start": text.index(said), "end": text.index(said) + len(said)} for said, day in days.items()]
    assert score_timex.score({"id": "a", "text": text, "dct": "2021-09-16", "timexes": timexes}) == {"right": 2, "wrong": 1, "unseen": 1}
