"""Score `dateline parse` on the five seed articles against their annotation.

    python tests/eval/score_seeds.py [PARSED.jsonl] [--json] [--verbose]

Without a file it runs `parse` on the seed articles itself. The gold is of two halves: article 001 beside the articles,
the other four (offsets and labels only) in `gold/`. Prints, in all and by article:

- mentions: every place name (strict spans), and those in role event (overlapping spans; containers such as "western Syria"
  and names annotated with a second possible role count neither way), and how many of these are the right place;
- events: physical ones found (an event mention on a supporting passage), with the right type, place and date, and the
  event mentions that rest on no annotated passage;
- claims with numbers: found where an event carries a quantity there; value, unit and exact span;
- speakers of physical events.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from scoring import (
    SEED_GOLDS,
    SEEDS,
    Record,
    complain_of_missing,
    dateline,
    in_box,
    json_lines,
    mentions_of,
    overlaps,
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

AREA_KM = 161.0  # the radius of the geoparsing literature, for centroids of areas; a box that holds the gold point counts too
TOWN_KM = 2.0
DOUBTFUL_KM = 5.0
SPOTS = ("town", "village", "city", "building/institution-metonym")
LISTED = ("meeting", "statement", "background")  # never drawn; 000 and 002 repeat statements that are annotated in 001 alone
NOT_OF_EVENTS = ("sources",)  # counts of sources are no quantity of an event


@dataclass
class Gold:
    """Both halves of the annotation, by file name."""

    places: dict[str, Record] = field(default_factory=dict)
    events: list[Record] = field(default_factory=list)
    claims: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    speakers: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))


def load_gold(folders: tuple[Path, ...] = SEED_GOLDS) -> Gold:
    gold = Gold()
    for folder in folders:
        gold.places |= {record["file"]: record for record in json_lines(folder / "places.jsonl")}
        gold.events += json_lines(folder / "events.jsonl")
        for claim in json_lines(folder / "claims.jsonl"):
            gold.claims[claim["file"]].append(claim)
        for speaker in json_lines(folder / "speakers.jsonl"):
            gold.speakers[speaker["file"]].append(speaker)
    return gold


def tolerance_km(name: str, kind: str | None) -> float | None:
    """How far a spot may lie off; None for areas, which are right by box or within AREA_KM."""
    if "sayyad" in name.lower():
        return DOUBTFUL_KM
    return TOWN_KM if kind in SPOTS else None


def right_place(place: Record | None, gold: Record) -> bool:
    if place is None or gold.get("lat") is None:
        return False
    name = str(gold.get("name") or gold.get("place"))
    km = tolerance_km(name, gold.get("kind") or gold.get("precision"))
    if km is not None:
        return within(place, gold["lat"], gold["lon"], max(km, 30.0 if gold.get("kind") == "city" else km))
    return in_box(place, gold["lat"], gold["lon"]) or within(place, gold["lat"], gold["lon"], AREA_KM)


def is_neutral(mention: Record) -> bool:
    """Annotated so that either role can be defended: it counts neither as found nor as missed."""
    return bool(mention.get("container")) or "role_alt" in mention or str(mention.get("note", "")).startswith("container")


@dataclass
class Score:
    """Counts by name; `misses` are lines for a person."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    misses: list[str] = field(default_factory=list)

    def add(self, name: str, condition: bool = True) -> bool:
        self.counts[name] += condition
        return condition

    def __add__(self, other: Score) -> Score:
        both = Score(misses=[*self.misses, *other.misses])
        for counts in (self.counts, other.counts):
            for name, number in counts.items():
                both.counts[name] += number
        return both


def score_mentions(gold: Record, record: Record, score: Score) -> None:
    # The gold marks "Turkish airspace" whole; the program marks "Turkish". They meet by overlap, as demonyms do.
    literal = {(m["start"], m["end"]) for m in gold["mentions"]}
    found = {(m["start"], m["end"]) for m in record["mentions"] if m["kind"] != "demonym"}
    score.counts["mentions gold"] += len(literal)
    score.counts["mentions found"] += len(found)
    score.counts["mentions right"] += len(literal & found)
    for start, end in sorted(literal - found):
        name = next(m["name"] for m in gold["mentions"] if m["start"] == start)
        score.misses.append(f"mention missed: {name} at {start}-{end}")
    for start, _ in sorted(found - literal):
        score.misses.append(f"mention not in gold: {next(shown(m) for m in record['mentions'] if m['start'] == start)}")

    everything = [*gold["mentions"], *(dict(a, role="event", name=a["place"]) for a in gold["adjectival"])]

    def partner(mention: Record) -> Record | None:
        return next((g for g in everything if overlaps(mention["start"], mention["end"], g["start"], g["end"])), None)

    events = [m for m in record["mentions"] if m["role"] == "event"]
    for mention in events:
        match = partner(mention)
        if match is not None and is_neutral(match):
            continue
        score.add("event mentions predicted")
        if not score.add("event mentions predicted right", match is not None and match["role"] == "event"):
            score.misses.append(f"drawn though it should not be: {shown(mention)}")
    for wanted in everything:
        if wanted["role"] != "event" or is_neutral(wanted):
            continue
        score.add("event mentions gold")
        hits = [m for m in events if overlaps(m["start"], m["end"], wanted["start"], wanted["end"])]
        if not score.add("event mentions recalled", bool(hits)):
            near = next((m for m in record["mentions"] if overlaps(m["start"], m["end"], wanted["start"], wanted["end"])), None)
            seen = f"only as {near['role']}" if near else "not at all"
            score.misses.append(f"not drawn: {wanted['name']} at {wanted['start']} (found {seen})")
        elif not score.add("event mentions at the right place", any(right_place(m.get("place"), wanted) for m in hits)):
            score.misses.append(f"drawn elsewhere: {wanted['name']}: {shown(hits[0])}")


def score_events(gold: Gold, file: str, record: Record, score: Score) -> None:
    events = physical(record)
    explained: set[str] = set()
    for wanted in gold.events:
        passages = [s for s in wanted["supporting"] if s["file"] == file]
        if not passages:
            continue
        here = [e for e in events if any(overlaps(e["start"], e["end"], s["start"], s["end"]) for s in passages)]
        if wanted["class"] != "physical":
            continue
        explained |= {e["id"] for e in here}
        score.add("events gold")
        if not score.add("events found", bool(here)):
            score.misses.append(f"event missed: {wanted['id']} {wanted['label']}")
            continue
        typed = [e for e in here if e["type"] == wanted["type"]]
        if not score.add("events of the right type", bool(typed)):
            score.misses.append(f"event of another type: {wanted['id']} {wanted['type']}: found {sorted({e['type'] for e in here})}")
        named = [*gold.places[file]["mentions"], *gold.places[file]["adjectival"]]
        if any(wanted["id"] in m.get("event_ids", ()) for m in named):  # the article itself says where
            score.add("events with a place gold")
            places = [m.get("place") for e in typed for m, _ in mentions_of(record, e)]
            if not score.add("events at a right place", any(right_place(p, g) for p in places for g in wanted["places"])):
                names = sorted({p["name"] for p in places if p})
                score.misses.append(f"event elsewhere: {wanted['id']} wants {[g['name'] for g in wanted['places']]}, has {names}")
        if wanted["date"]:
            score.add("events with a date gold")
            dates = [e["date"] for e in typed or here]
            if not score.add("events with no wrong date", all(_date_allowed(d, wanted["date"], record["published"]) for d in dates)):
                score.misses.append(f"wrong date: {wanted['id']} wants {wanted['date']}, has {[d for d in dates if d]}")
    supporting = [s for e in gold.events if e["class"] == "physical" for s in e["supporting"] if s["file"] == file]
    for event in events:
        score.add("event mentions made")
        on_gold = any(overlaps(event["start"], event["end"], s["start"], s["end"]) for s in supporting)
        if not on_gold:
            score.add("event mentions on no annotated passage")
            score.misses.append(f"event on no annotated passage: {event['type']} at {event['start']}-{event['end']}")


def score_listed(gold: Gold, file: str, record: Record, score: Score) -> None:
    """Meetings, statements and background: found where annotated, and how many of those made stand on an annotated passage."""
    for kind in LISTED:
        wanted = [[s for s in e["supporting"] if s["file"] == file] for e in gold.events if e["class"] == kind]
        wanted = [passages for passages in wanted if passages]
        made = [e for e in record["events"] if e["class"] == kind]

        def meets(event: Record, passages: list[Record]) -> bool:
            return any(overlaps(event["start"], event["end"], s["start"], s["end"]) for s in passages)

        score.counts[f"{kind} gold"] += len(wanted)
        score.counts[f"{kind} found"] += sum(any(meets(e, passages) for e in made) for passages in wanted)
        score.counts[f"{kind} made"] += len(made)
        score.counts[f"{kind} on gold"] += sum(any(meets(e, passages) for passages in wanted) for e in made)


def _date_allowed(date: Record | None, gold: str, published: str | None) -> bool:
    """Without the article's own date a weekday stays as said: then any date would be an invention, unless the text gives it."""
    if date is None or date.get("start") is None:
        return True
    first, _, last = gold.partition("/")
    begins, ends = (None if first == ".." else first), last or first
    if not published:
        return False
    return (begins is None or date["start"] >= begins) and (date.get("end") or date["start"]) <= ends


def score_claims(claims: list[Record], record: Record, score: Score) -> None:
    quantities = [q for e in record["events"] for q in e["quantities"]]
    for claim in claims:
        if claim["kind"] != "numeric" or claim["unit"] in NOT_OF_EVENTS:
            continue
        score.add("numbers gold")
        here = [q for q in quantities if overlaps(q["start"], q["end"], claim["start"], claim["end"])]
        if not score.add("numbers found", bool(here)):
            score.misses.append(f"number missed: {claim['value']} {claim['unit']} at {claim['start']} ({claim['event']})")
            continue
        values = [claim["value"], claim.get("literal", "").rstrip("%")]
        if not score.add("numbers of the right value", any(same_value(q["value"], v) for q in here for v in values)):
            score.misses.append(f"number differs: wants {claim['value']}, has {[q['value'] for q in here]}")
        if not score.add("numbers of the right unit", any(same_unit(q["unit"], claim["unit"]) for q in here)):
            score.misses.append(f"unit differs: wants {claim['unit']}, has {[q['unit'] for q in here]}")
        # A qualifier ("about", "of them") may stand in or out of the span: two words of tolerance at either end.
        score.add(
            "numbers with the right span", any(abs(q["start"] - claim["start"]) <= 14 and abs(q["end"] - claim["end"]) <= 14 for q in here)
        )


def score_speakers(gold: Gold, file: str, record: Record, score: Score) -> None:
    kinds = {e["id"]: e for e in gold.events}
    for wanted in gold.speakers[file]:
        event = kinds.get(wanted["event"] or "")
        if event is None or event["class"] != "physical":
            continue
        here = [e for e in physical(record) if overlaps(e["start"], e["end"], wanted["start"], wanted["end"])]
        if not here:  # the attribution stands in a sentence of its own: ask the event's passages in this article
            passages = [s for s in event["supporting"] if s["file"] == file]
            here = [e for e in physical(record) if any(overlaps(e["start"], e["end"], s["start"], s["end"]) for s in passages)]
        score.add("speakers gold")
        said = sorted({e["attribution"]["speaker"] for e in here if e["attribution"]})
        if not score.add("speakers right", any(same_speaker(s, [wanted["speaker"]]) for s in said)):
            score.misses.append(f"speaker: wants {wanted['speaker']} ({wanted['event']}) at {wanted['start']}, has {said}")


def score_article(gold: Gold, file: str, record: Record) -> Score:
    score = Score()
    score_mentions(gold.places[file], record, score)
    score_events(gold, file, record, score)
    score_listed(gold, file, record, score)
    score_claims(gold.claims[file], record, score)
    score_speakers(gold, file, record, score)
    return score


ROWS = (  # label, part, whole
    ("mention precision", "mentions right", "mentions found"),
    ("mention recall", "mentions right", "mentions gold"),
    ("role event precision", "event mentions predicted right", "event mentions predicted"),
    ("role event recall", "event mentions recalled", "event mentions gold"),
    ("role event at the place", "event mentions at the right place", "event mentions recalled"),
    ("events found", "events found", "events gold"),
    ("events, type", "events of the right type", "events gold"),
    ("events, place", "events at a right place", "events with a place gold"),
    ("events, no wrong date", "events with no wrong date", "events with a date gold"),
    ("events beside the gold", "event mentions on no annotated passage", "event mentions made"),
    *((f"{kind} found", f"{kind} found", f"{kind} gold") for kind in LISTED),
    *((f"{kind} on gold", f"{kind} on gold", f"{kind} made") for kind in LISTED),
    ("numbers found", "numbers found", "numbers gold"),
    ("numbers, value", "numbers of the right value", "numbers gold"),
    ("numbers, unit", "numbers of the right unit", "numbers gold"),
    ("numbers, span", "numbers with the right span", "numbers gold"),
    ("speakers right", "speakers right", "speakers gold"),
)


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("parsed", nargs="?", type=Path, help="output of `dateline parse` on the seed articles; - for standard input")
    options.add_argument("--json", action="store_true", help="the totals as one JSON object")
    options.add_argument("--verbose", action="store_true", help="also what was missed, by article")
    chosen = options.parse_args(arguments)
    if not SEEDS.is_dir():
        print(f"{SEEDS} is absent: nothing to score.", file=sys.stderr)
        return 2
    if chosen.parsed is None:
        text = dateline("parse", SEEDS)
    else:
        text = sys.stdin.read() if str(chosen.parsed) == "-" else chosen.parsed.read_text(encoding="utf-8")
    records = parsed(text)
    gold = load_gold()
    complain_of_missing(records, gold.places)
    scores = {file: score_article(gold, file, records[file]) for file in sorted(gold.places)}
    total = sum(scores.values(), Score())
    if chosen.json:
        print(json.dumps({label: [total.counts[part], total.counts[whole]] for label, part, whole in ROWS}))
        return 0
    rows = [
        (label, ratio(total.counts[part], total.counts[whole]), *(f"{s.counts[part]}/{s.counts[whole]}" for s in scores.values()))
        for label, part, whole in ROWS
    ]
    print(table(rows, ("", "all five", *(file[:3] for file in scores))))
    if chosen.verbose:
        for file, score in scores.items():
            print(f"\n{file}")
            print("\n".join(f"  {line}" for line in score.misses))
    return 0


if __name__ == "__main__":
    sys.exit(main())
