"""Score the program on the 36 reports of `blind3`, which it had never read when they were annotated.

    python tests/eval/score_blind3.py [--json] [--misses]

The reports are in two fixed halves. Of `dev` the failures may be read (`--misses`); of `test` only the totals are ever shown, so
that its figures stay those of unseen articles. Figures are right of all:

- events: physical ones of the program that stand on annotated passages (precision; "doubles" are second ones on a passage) and
  annotated ones that were found (recall); of those found, how many have the right type, date and modality, and how many have all
  their places and none besides; history is right as background, or as an event with its own date;
- links of event and place (recall of those of all annotated events, found or not), their part, and whether the place is the right
  one where the gazetteers gave one;
- mentions in role event; quantities (value and unit, then comparator and the event they are given to); actors, targets, speakers;
- merging: pairs of mentions in one event (recall of all annotated pairs, found or not); origins of events told by several
  articles; expected disagreements;
- quiet: sentences of reports of other things (sport, weather, courts, museums) from which no event is drawn;
- faults: events in such reports, and on passages where nothing physical is told; a speaker where nobody is said to speak.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from reading_blind3 import FOLDER, HALVES, Miss, Outcome, Read, Score, drawn_event, in_passage, in_play, load_gold, pair, run
from scoring import REPORTED, Record, distance_km, in_box, is_spot, overlaps, ratio, same_unit, same_value, table

COMPARATORS = {"=": "=", "~": "≈", ">": ">", "<": "<"}
PRONOUNS = ("it", "he", "she", "they", "them", "who", "which")
SAME_NAMES = (("israel defense forces", "israeli military israeli army"),)  # what the program may call them by
GENERIC = ("person", "people", "civilian", "casualty")  # units that fit anybody counted
FIGURES = (
    "events P", "events R", "type", "date", "modality", "history", "places", "links P", "links R", "part", "pins",
    "role event P", "role event R", "quantities P", "quantities R", "comparator", "quantity's event", "actor", "target", "speakers",
    "merging P", "merging R", "origins", "disagreements", "reprints", "meetings P", "meetings R", "statements R", "quiet",
)  # fmt: skip
FAULTS = ("doubles", "control", "never", "speaker of nobody", "actor of nobody", "false disagreements")


# --- whether an answer is right ---------------------------------------------------------------------------------------


def says(found: str | None, accepted: Iterable[str]) -> bool:
    """Whether an answer holds one of the accepted words; a pronoun must be the whole answer."""
    if not found:
        return False
    low = found.casefold().strip()
    low = next((f"{low} {other}" for name, other in SAME_NAMES if name in low), low)
    return any(low == word if word in PRONOUNS else word.casefold() in low for word in accepted)


def right_place(place: Record, wanted: Record) -> bool:
    if wanted["area"]:
        near = distance_km(place["lat"], place["lon"], wanted["lat"], wanted["lon"]) <= wanted["km"]
        return not is_spot(place) and (near or in_box(place, wanted["lat"], wanted["lon"]))
    return distance_km(place["lat"], place["lon"], wanted["lat"], wanted["lon"]) <= wanted["km"]


def right_date(date: Record | None, accepted: list[list[str]]) -> bool:
    """A day, month or year as annotated; of several accepted ones also the stretch from the first to the last."""
    if date is None or not date["start"]:
        return False
    span = [date["start"], date["end"] or date["start"]]
    days = sorted(d for period in accepted for d in period)
    return span in accepted or span == [days[0], days[-1]]


# --- scoring an article -------------------------------------------------------------------------------------------------


def score_events(read: Read, score: Score) -> None:
    file = read.gold["file"]
    found_of = {id(w): e for w, e in read.pairs}
    for wanted in read.gold["events"]:
        event = found_of.get(id(wanted))
        passage = read.sentence(wanted["start"], wanted["end"])
        if wanted["optional"]:
            continue
        asked = f"{'/'.join(wanted['types'])} on {read.text[slice(*wanted['triggers'][0])]!r}"
        if not score.expect("events R", event is not None, file, passage, "nothing", asked) or event is None:
            for place in wanted["places"]:
                score.expect("links R", False, file, passage, "no event", place["said"])
            continue
        score_found(read, wanted, event, passage, score)
    for event in read.spare:
        if not drawn_event(event):
            continue
        passage = read.sentence(event["trigger"]["start"], event["trigger"]["end"])
        what = f"{event['type']} on {read.text[event['trigger']['start'] : event['trigger']['end']]!r}"
        if any(in_passage(event, w) for w in read.gold["events"]):
            score.fault("doubles", file, passage, what, "one event is told here, found already")
            score.expect("events P", True, file, passage, what, "")
            continue
        score.expect("events P", False, file, passage, what, "no event")
        banned = next((n for n in read.gold["never"] if in_passage(event, n)), None)
        if banned is not None:
            score.fault("never", file, passage, what, banned["why"])
        if read.gold["style"].startswith("control"):
            score.fault("control", file, passage, what, "no event: the report is of other things")
    for _, event in read.pairs:
        if drawn_event(event):
            score.expect("events P", True, file, "", "", "")


def score_found(read: Read, wanted: Record, event: Record, passage: str, score: Score) -> None:
    """Type, date, modality, places, actor, target and speaker of an annotated event that was found."""
    file = read.gold["file"]
    past = event["class"] == "background"
    if wanted["history"]:
        fits = past or (bool(wanted["dates"]) and right_date(event["date"], wanted["dates"]))
        score.expect("history", fits, file, passage, f"{event['type']} of {told_date(event)}", f"background, or of {wanted['dates']}")
    score.expect("type", event["type"] in wanted["types"], file, passage, event["type"], "/".join(wanted["types"]))
    if past:
        return
    if wanted["dates"] and not wanted["history"]:
        score.expect("date", right_date(event["date"], wanted["dates"]), file, passage, told_date(event), wanted["dates"])
    if not wanted["history"]:
        right = "/".join(wanted["modalities"])
        score.expect("modality", event["modality"] in wanted["modalities"], file, passage, event["modality"], right)
    score_links(read, wanted, event, passage, score)
    for key in ("actor", "target"):
        if wanted[key]:
            score.expect(key, says(event[key], wanted[key]), file, passage, event[key], "/".join(wanted[key]))
    if event["actor"] and not wanted["actor"] and not wanted["history"] and event["type"] != "Displacement":
        score.fault("actor of nobody", file, passage, event["actor"], "nobody is said to do it")
    speaker = event["attribution"] and event["attribution"]["speaker"]
    if wanted["speaker"]:
        score.expect("speakers", says(speaker, wanted["speaker"]), file, passage, speaker, "/".join(wanted["speaker"]))
    elif speaker and not wanted["history"]:
        score.fault("speaker of nobody", file, passage, speaker, "nobody is said to say it")


def told_date(event: Record) -> str:
    date = event["date"]
    return f"{date['start']}..{date['end']}" if date else "no date"


def score_links(read: Read, wanted: Record, event: Record, passage: str, score: Score) -> None:
    file = read.gold["file"]
    linked = [(read.record["mentions"][p["mention"]], p["part"]) for p in event["places"]]
    whole = True

    def meets(mention: Record, place: Record) -> bool:
        named = mention["text"].strip().casefold()
        said = place["said"].casefold()
        near = place["start"] is not None and overlaps(mention["start"], mention["end"], place["start"], place["end"])
        return near or named == said or said.endswith(f" {named}") or named.endswith(f" {said}")

    for place in wanted["places"]:
        if not place["required"]:
            continue
        part, mention = next(((p, m) for m, p in linked if meets(m, place)), (None, None))
        had = [m["text"] for m, _ in linked]
        if not score.expect("links R", mention is not None, file, passage, f"places {had}", place["said"]) or mention is None:
            whole = False
            continue
        score.expect("part", part in place["parts"], file, passage, f"{place['said']} as {part}", "/".join(place["parts"]))
        if mention["place"] is not None:
            at = mention["place"]
            seen = f"{place['said']} -> {at['name']} {at['feature']} {at['country']} {at['lat']:.2f},{at['lon']:.2f}"
            where = f"{place['lat']},{place['lon']}" + (" an area" if place["area"] else f" within {place['km']:g} km")
            whole &= score.expect("pins", right_place(at, place), file, passage, seen, where)
    for mention, part in linked:
        if not any(place["parts"] or not place["required"] for place in wanted["places"] if meets(mention, place)):
            whole = False
            score.expect("links P", False, file, passage, f"{mention['text']} as {part}", [p["said"] for p in wanted["places"]])
        else:
            score.expect("links P", True, file, passage, "", "")
    if any(p["required"] for p in wanted["places"]):
        score.expect("places", whole, file, passage, [m["text"] for m, _ in linked], [p["said"] for p in wanted["places"] if p["required"]])


def score_roles(read: Read, score: Score) -> None:
    """Mentions in role event: asked for, allowed (containers, optional events, history), and all others."""
    file = read.gold["file"]
    asked, allowed = list[Record](), list[Record]()
    for event in read.gold["events"]:
        real = not event["optional"] and not event["history"] and set(event["modalities"]) & set(REPORTED)
        for place in event["places"]:
            if place["start"] is not None:
                (asked if real and place["required"] else allowed).append(place)
    seen = [m for m in read.record["mentions"] if m["role"] == "event"]
    for place in asked:
        met = any(overlaps(m["start"], m["end"], place["start"], place["end"]) for m in seen)
        score.expect("role event R", met, file, read.sentence(place["start"], place["end"]), "not in role event", place["said"])
    for mention in seen:
        here = [p for p in (*asked, *allowed) if overlaps(mention["start"], mention["end"], p["start"], p["end"])]
        if here and not any(p in asked for p in here):
            continue
        passage = read.sentence(mention["start"], mention["end"])
        score.expect("role event P", bool(here), file, passage, f"{mention['text']} drawn", "not to be drawn by this passage")


def unit_fits(unit: str | None, accepted: Iterable[str]) -> bool:
    low = (unit or "").casefold()
    return any(same_unit(low, u) or low.split(" ")[-1:] == u.casefold().split(" ")[-1:] for u in accepted) or (
        low in GENERIC and any(u in GENERIC for u in accepted)
    )


def score_quantities(read: Read, score: Score) -> None:
    file = read.gold["file"]
    groups_of = {id(e): w["group"] for w, e in read.pairs}
    found: dict[tuple[int, int], list[tuple[Record, Record]]] = defaultdict(list)
    for event in in_play(read.record):
        for q in event["quantities"]:
            found[q["start"], q["end"]].append((q, event))
    owned = [(q, e) for e in read.gold["events"] for q in e["quantities"]]
    body = read.text.index("\n---\n") if read.text.startswith("---\n") else 0
    for wanted, owner in owned:
        if wanted["start"] < body:  # of a title, which the text repeats
            continue
        here = [x for (a, b), xs in found.items() if overlaps(a, b, wanted["start"], wanted["end"]) for x in xs]
        right = [x for x in here if same_value(x[0]["value"], wanted["value"]) and unit_fits(x[0]["unit"], wanted["units"])]
        passage = read.sentence(wanted["start"], wanted["end"])
        had = [f"{q['value']} {q['unit']}" for q, _ in here] or "nothing"
        asked = f"{wanted['value']:g} {'/'.join(wanted['units'])}"
        if score.expect("quantities R", bool(right), file, passage, had, asked):
            signs = {q["comparator"] for q, _ in right}
            sign = COMPARATORS[wanted["comparator"]]
            score.expect("comparator", sign in signs, file, passage, f"{asked}: {signs}", sign)
            events = {groups_of.get(id(e)) for _, e in right}
            score.expect("quantity's event", owner["group"] in events, file, passage, f"{asked} of {events}", owner["group"])
    for (start, end), xs in found.items():
        met = any(overlaps(start, end, w["start"], w["end"]) for w, _ in owned)
        said = f"{xs[0][0]['value']} {xs[0][0]['unit']} ({read.text[start:end]!r})"
        score.expect("quantities P", met, file, read.sentence(start, end), said, "no quantity of an event")


def score_talk(read: Read, score: Score) -> None:
    file = read.gold["file"]
    for kind, name in (("meeting", "meetings"), ("statement", "statements")):
        found = [e for e in read.record["events"] if e["class"] == kind]
        for wanted in read.gold[name]:
            met = any(in_passage(e, wanted) or overlaps(e["start"], e["end"], wanted["start"], wanted["end"]) for e in found)
            score.expect(f"{name} R", met, file, read.sentence(wanted["start"], wanted["end"]), "nothing", kind)
        if kind == "meeting":
            for event in found:
                met = any(overlaps(event["start"], event["end"], w["start"], w["end"]) for w in read.gold[name])
                passage = read.sentence(event["trigger"]["start"], event["trigger"]["end"])
                said = f"meeting on {read.text[event['trigger']['start'] : event['trigger']['end']]!r}"
                score.expect("meetings P", met, file, passage, said, "no meeting")


# --- scoring what holds between articles ---------------------------------------------------------------------------------


def score_merging(reads: Mapping[str, Read], outcome: Outcome, gold: Record, score: Score) -> None:
    merged_of: dict[tuple[str, int], Record] = {}
    for event in outcome.events:
        for claim in event["claims"]:
            if claim["field"] == "type":
                merged_of[claim["article"], claim["start"]] = event
    nodes: list[tuple[str, str, Record, str]] = []
    asked: list[tuple[str, str, str | None]] = []  # group, passage and event of those that must be found: only they must be in one event
    for file, read in reads.items():
        found = {k: e for k, wanted in enumerate(read.gold["events"]) for w, e in read.pairs if w is wanted}
        for k, wanted in enumerate(read.gold["events"]):
            event = found.get(k)
            merged = merged_of.get((file, event["trigger"]["start"])) if event is not None else None
            told = f"{file}: {read.sentence(wanted['start'], wanted['end'])} [{read.text[slice(*wanted['triggers'][0])]}]"
            if merged is not None and not wanted["history"]:
                nodes.append((wanted["group"], merged["id"], merged, told))
            if not wanted["optional"] and not wanted["history"]:
                asked.append((wanted["group"], told, merged["id"] if merged is not None else None))
    for (a, m, first, p), (b, n, _, q) in combinations(nodes, 2):
        file = f"{p.split(':')[0]} + {q.split(':')[0]}"
        if m == n and [a, b] not in gold["alike"] and [b, a] not in gold["alike"]:
            score.expect(
                "merging P",
                a == b,
                file,
                f"{p}\n    {q}",
                f"one event, {first['label']!r}: {'; '.join(first['reasons'][:3])}",
                f"{a} and {b}",
            )
    for (a, p, m), (b, q, n) in combinations(asked, 2):
        if a == b:
            file = f"{p.split(':')[0]} + {q.split(':')[0]}"
            score.expect("merging R", m is not None and m == n, file, f"{p}\n    {q}", f"events {m} and {n}", f"one, {a}")
    events_of: dict[str, list[Record]] = defaultdict(list)
    for group, _, merged, _ in nodes:
        if merged not in events_of[group]:
            events_of[group].append(merged)
    for wanted in gold["groups"]:
        if not set(wanted["articles"]) <= set(reads):
            continue
        best = max(events_of[wanted["group"]], key=lambda e: len(set(e["articles"]) & set(wanted["articles"])), default=None)
        had = (best["articles"], best["sources"]["origins"]) if best else None
        met = best is not None and set(best["articles"]) == set(wanted["articles"]) and best["sources"]["origins"] == wanted["origins"]
        score.expect("origins", met, "+".join(wanted["articles"]), wanted["group"], had, (wanted["articles"], wanted["origins"]))
    expected: set[str] = set()
    here = {e["group"] for r in reads.values() for e in r.gold["events"]}
    for wanted in gold["disagreements"]:
        if wanted["group"] not in here:
            continue
        expected.add(wanted["group"])
        told = [
            (d["field"], [v["value"] for v in d["values"]], d["strength"]) for e in events_of[wanted["group"]] for d in e["disagreements"]
        ]
        score.expect(
            "disagreements",
            any(_disagrees(t, wanted) for t in told),
            wanted["group"],
            f"{wanted['fields']}",
            told or "none",
            wanted["values"],
        )
    groups_of: dict[str, set[str]] = defaultdict(set)
    for group, id, _, _ in nodes:
        groups_of[id].add(group)
    for event in outcome.events:
        for d in event["disagreements"]:
            if d["strength"] == "direct" and not groups_of[event["id"]] & expected:
                values = [v["value"] for v in d["values"]]
                score.fault(
                    "false disagreements",
                    ", ".join(event["articles"]),
                    event["label"],
                    f"{d['field']}: {values}, {d['why']}",
                    "none expected",
                )
    pairs = {frozenset(p) for family in outcome.families for p in combinations(family, 2)}
    wanted_pairs = {frozenset(f) for f in gold["reprints"] if set(f) <= set(reads)}
    for couple in pairs | wanted_pairs:
        score.expect(
            "reprints", couple in pairs and couple in wanted_pairs, "+".join(sorted(couple)), "", couple in pairs, couple in wanted_pairs
        )


def _disagrees(told: tuple[str, list[object], str], wanted: Record) -> bool:
    """Whether a disagreement is in one of the fields and, where numbers are asked for, holds both of them."""
    name, values, _ = told
    if "quantity" in wanted["fields"]:
        words = " ".join(map(str, values))
        return all(v in words for v in wanted["values"])
    return any(f in name for f in wanted["fields"])


def score_quiet(read: Read, score: Score) -> None:
    """Sentences of a report of other things; an event that is allowed there (history) does no harm."""
    if not read.gold["style"].startswith("control"):
        return
    allowed = [e for w, e in read.pairs]
    found = [e for e in read.record["events"] if drawn_event(e) and e not in allowed]
    for sentence in re.finditer(r"[^.!?\n][^.!?\n]*(?:[.!?](?=\S)[^.!?\n]*)*[.!?]?", read.text):
        if len(sentence.group()) > 20:
            loud = any(sentence.start() <= e["trigger"]["start"] < sentence.end() for e in found)
            score.expect("quiet", not loud, read.gold["file"], sentence.group(), "an event", "none")


def score_half(half: str, gold: Record, outcome: Outcome) -> Score:
    score = Score()
    reads: dict[str, Read] = {}
    for article in gold["articles"]:
        if article["half"] == half:
            text = (FOLDER / "articles" / article["file"]).read_text(encoding="utf-8")
            reads[article["file"]] = read = Read(article, outcome.records[article["file"]], text)
            pair(read)
            for part in (score_events, score_roles, score_quantities, score_talk, score_quiet):
                part(read, score)
    score_merging(reads, outcome, gold, score)
    return score


def scores() -> dict[str, Score]:
    gold = load_gold()
    outcomes = run(gold)
    return {half: score_half(half, gold, outcomes[half]) for half in HALVES}


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--json", action="store_true", help="the totals as one JSON object")
    options.add_argument(
        "--misses", action="store_true", help="also what was missed in the dev half, as JSON lines; of the test half never"
    )
    chosen = options.parse_args(arguments)
    found = scores()
    if chosen.json:
        print(json.dumps({h: {f: [s.right[f], s.all[f]] for f in FIGURES} | {f: s.faults[f] for f in FAULTS} for h, s in found.items()}))
    else:
        rows: list[tuple[object, ...]] = [(f, *(ratio(found[h].right[f], found[h].all[f]) for h in HALVES)) for f in FIGURES]
        rows += [(f"faults: {f}", *(found[h].faults[f] for h in HALVES)) for f in FAULTS]
        print(table(rows, ("figure", *HALVES)))
    if chosen.misses:
        print("\n".join(json.dumps(vars_of(m), ensure_ascii=False) for m in found["dev"].misses))
    return 0


def vars_of(miss: Miss) -> dict[str, str]:
    return {"kind": miss.kind, "file": miss.file, "passage": miss.passage, "said": miss.said, "right": miss.right}


if __name__ == "__main__":
    sys.exit(main())
