"""Score `dateline parse` on articles that were kept aside: `held_out`, since used to develop, or `blind`, which was not.

    python tests/eval/score_held_out.py [PARSED.jsonl] [--set held_out|blind] [--json] [--verbose]

A row for each article: pins found of those expected (within the tolerance of the annotation, on an event of a fitting
type), areas found, false pins and false areas (drawn, though the annotation neither expects nor tolerates them), names
drawn that must never be, facts of the launch, further quantities, speakers, dates.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scoring import (
    ASIDE,
    HELD_OUT_GOLD,
    Record,
    complain_of_missing,
    dateline,
    distance_km,
    drawn,
    is_spot,
    mentions_of,
    parsed,
    physical,
    ratio,
    same_speaker,
    same_unit,
    same_value,
    shown,
    table,
    within,
)

MISSILE = "Missile or artillery attack"
COUNTS = ("pins", "areas", "launch", "quantities", "speakers", "dates")  # found of expected
FAULTS = ("false pins", "false areas", "never drawn")  # should be none


@dataclass
class Score:
    """Found and expected by kind, faults by kind, and a line for each miss."""

    file: str
    found: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    expected: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    faults: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FAULTS, 0))
    misses: list[str] = field(default_factory=list)

    def expect(self, kind: str, met: bool, miss: str) -> None:
        self.expected[kind] += 1
        self.found[kind] += met
        if not met:
            self.misses.append(f"{kind}: {miss}")

    def fault(self, kind: str, what: str) -> None:
        self.faults[kind] += 1
        self.misses.append(f"{kind}: {what}")


def load_gold(path: Path = HELD_OUT_GOLD) -> list[Record]:
    articles: list[Record] = json.loads(path.read_text(encoding="utf-8"))["articles"]
    return articles


def is_pin(mention: Record, pin: Record) -> bool:
    """A pin is right by its point; where the point is a nearest fit, a neighbour may lie closer, so the name must meet too."""
    if pin.get("uncertain") and pin["said"] not in mention["text"] and mention["text"] not in pin["said"]:
        return False
    return is_spot(mention["place"]) and within(mention["place"], pin["lat"], pin["lon"], pin["km"])


def is_area(mention: Record, area: Record) -> bool:
    """An area is right by country and point, as far as the annotation gives them; a division is no country and no sea."""
    place = mention["place"]
    if is_spot(place) or (place.get("feature") == "ADM1") != ("ADM1" in area["features"]):
        return False
    if area["country"] is not None and place.get("country") not in (area["country"], None if "km" in area else area["country"]):
        return False
    return "km" not in area or within(place, area["lat"], area["lon"], area["km"])


def is_tolerated(mention: Record, text: str, tolerated: Sequence[str | Record]) -> bool:
    """A bare name is tolerated as an area only ("Hama" is never the city here); an entry with `spot` as a pin too."""
    for entry in tolerated:
        full: Record = {"said": entry} if isinstance(entry, str) else entry
        if _named(mention, text, full) and (full.get("spot") or not is_spot(mention["place"])):
            return True
    return False


def _named(mention: Record, text: str, entry: Record) -> bool:
    """Whether the mention is the one that an entry names, in the stretch that the entry gives if it gives one."""
    said, name = mention["text"].strip(), entry["said"]
    if said != name and name not in said.split() and said not in name.split():
        return False
    if "in" not in entry:
        return True
    start = text.index(entry["in"])
    return start <= mention["start"] < start + len(entry["in"])


def score_article(gold: Record, record: Record, text: str) -> Score:
    score = Score(gold["file"])
    events = physical(record)
    types_of: dict[int, set[str]] = {}
    for event in events:
        for place in event["places"]:
            types_of.setdefault(place["mention"], set()).add(event["type"])
    placed = [(m, types_of.get(i, set())) for i, m in enumerate(record["mentions"]) if m["role"] == "event" and m.get("place")]

    for pin in gold["pins"]:
        here = [types for m, types in placed if is_pin(m, pin)]
        near = [shown(m) for m in record["mentions"] if m["text"] in pin["said"] or pin["said"] in m["text"]]
        fits = any(types & set(pin["types"]) for types in here)
        what = "of type " + "/".join(sorted(set().union(*here))) if here else "; ".join(near) or "not recognised"
        score.expect("pins", fits, f"{pin['said']} -> {what}")
    for area in gold["areas"]:
        here = [types for m, types in placed if is_area(m, area)]
        what = "only of type " + "/".join(sorted(set().union(*here))) if here else "not drawn"
        score.expect("areas", any(types & set(area["types"]) for types in here), f"{area['said'][0]} for {area['types']} {what}")

    for mention in drawn(record):
        banned = next((n for n in gold["never"] if _named_never(mention, text, n)), None)
        if banned is not None:
            score.fault("never drawn", f"{shown(mention)} ({banned['why']})")
        elif not (
            any(is_pin(mention, p) for p in gold["pins"])
            or any(is_area(mention, a) for a in gold["areas"])
            or is_tolerated(mention, text, gold["tolerated"])
        ):
            score.fault("false pins" if is_spot(mention["place"]) else "false areas", shown(mention))

    _score_launch(gold, record, events, score)
    for wanted in gold["quantities"]:
        met = any(same_value(q["value"], wanted["value"]) and same_unit(q["unit"], wanted["unit"]) for e in events for q in e["quantities"])
        score.expect("quantities", met, f"{wanted['value']} {wanted['unit']}")
    for wanted in gold["speakers"]:
        here = _events_in(events, text, wanted)
        said = sorted({e["attribution"]["speaker"] for e in here if e["attribution"]})
        what = f"has {said}" if here else "no such event"
        met = any(same_speaker(s, wanted["speaker"]) for s in said)
        score.expect("speakers", met, f"{wanted['speaker'][0]} for '{wanted['in']}': {what}")
    for wanted in gold["dates"]:
        here = _events_in(events, text, wanted)
        dates = [((e["date"] or {}).get("start"), (e["date"] or {}).get("end")) for e in here]
        met = any(start == wanted["start"] and (end or start) == wanted["end"] for start, end in dates)
        score.expect("dates", met, f"{wanted['start']} for '{wanted['in']}': {'has ' + str(dates) if here else 'no such event'}")
    return score


def _named_never(mention: Record, text: str, entry: Record) -> bool:
    return mention["text"].strip() == entry["said"] and _named(mention, text, entry)


def _events_in(events: list[Record], text: str, wanted: Record) -> list[Record]:
    """The events of the wanted types whose passage holds the wanted words."""
    start = text.index(wanted["in"])
    end = start + len(wanted["in"])
    return [e for e in events if e["type"] in wanted["types"] and e["start"] < end and start < e["end"]]


def _score_launch(gold: Record, record: Record, events: list[Record], score: Score) -> None:
    wanted = gold["launch"]
    if wanted is None:
        return
    launches = [e for e in events if e["type"] == MISSILE]
    places = [(m, part) for e in launches for m, part in mentions_of(record, e) if m.get("place")]

    def is_sea(mention: Record) -> bool:
        return not is_spot(mention["place"]) and distance_km(mention["place"]["lat"], mention["place"]["lon"], 41.67, 50.67) < 700

    if "origin" not in wanted["optional"]:
        found = [m["place"]["name"] for m, part in places if part == "origin"]
        score.expect("launch", any(is_sea(m) for m, part in places if part == "origin"), f"origin {wanted['origin']}: has {found}")
    if "target" not in wanted["optional"]:
        found = [m["place"]["name"] for m, part in places if part == "target"]
        is_target = any(not is_spot(m["place"]) and m["place"].get("country") == "SY" for m, part in places if part == "target")
        score.expect("launch", is_target, f"target {wanted['target']}: has {found}")
    has = [(q["value"], q["unit"]) for e in launches for q in e["quantities"]]
    for quantity in wanted["quantities"]:
        met = any(same_value(value, quantity["value"]) and same_unit(unit, quantity["unit"]) for value, unit in has)
        score.expect("launch", met, f"{quantity['value']} {quantity['unit']}: has {has}")


def score_all(records: dict[str, Record], folder: Path = ASIDE["held_out"]) -> list[Score]:
    """The scores of a set, given its folder, which holds `articles` and `gold.json`."""
    golds = load_gold(folder / "gold.json")
    complain_of_missing(records, (gold["file"] for gold in golds))
    return [score_article(gold, records[gold["file"]], (folder / "articles" / gold["file"]).read_text(encoding="utf-8")) for gold in golds]


def total(scores: Sequence[Score], kind: str) -> tuple[int, int]:
    return sum(s.found[kind] for s in scores), sum(s.expected[kind] for s in scores)


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("parsed", nargs="?", type=Path, help="output of `dateline parse` on the set's articles; - for standard input")
    options.add_argument("--set", choices=sorted(ASIDE), default="held_out", help="which set of articles (default: held_out)")
    options.add_argument("--json", action="store_true", help="the totals as one JSON object")
    options.add_argument("--verbose", action="store_true", help="also what was missed, by article")
    chosen = options.parse_args(arguments)
    folder = ASIDE[chosen.set]
    if chosen.parsed is None:
        text = dateline("parse", folder / "articles")
    else:
        text = sys.stdin.read() if str(chosen.parsed) == "-" else chosen.parsed.read_text(encoding="utf-8")
    scores = score_all(parsed(text), folder)
    if chosen.json:
        totals: dict[str, object] = {kind: list(total(scores, kind)) for kind in COUNTS}
        totals |= {kind: sum(s.faults[kind] for s in scores) for kind in FAULTS}
        print(json.dumps(totals))
        return 0
    rows = [(s.file, *(f"{s.found[k]}/{s.expected[k]}" for k in COUNTS), *(s.faults[k] for k in FAULTS)) for s in scores]
    rows.append(("all", *(ratio(*total(scores, k)) for k in COUNTS), *(sum(s.faults[k] for s in scores) for k in FAULTS)))
    print(table(rows, ("article", *COUNTS, *FAULTS)))
    if chosen.verbose:
        for score in scores:
            print(f"\n{score.file}")
            print("\n".join(f"  {line}" for line in score.misses))
    return 0


if __name__ == "__main__":
    sys.exit(main())
