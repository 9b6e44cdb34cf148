"""Score `dateline parse` on MUC-4: news from Latin America in capitals, with the incidents of each text as its template tells them.

    python tests/eval/score_muc.py [--split tst|dev] [--every N] [--parsed FILE] [--json] [--misses] [--list]

Of the incidents with a place below the country, how many have it (the finest one, or the town round it) among the places of a
physical event, reported or ended; of all incidents, how many have their country there, by name or round such a place. And how many
texts with an incident of a type have an event that can be it. `--misses` tells where each place is lost: its name is not recognised,
found as no place, or listed by no event. `--list` prints what is drawn in texts without a template, to be read: MUC's templates leave
out what the military do and what is not of its eight countries, so that an event there may well be right.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring import SHARED, Record, complain_of_missing, dateline, json_lines, mentions_of, parsed, physical, ratio, table

CORPUS = SHARED / "corpora" / "muc4.jsonl"
# The countries that the templates name.
CODES = {
    "ARGENTINA": "AR", "BOLIVIA": "BO", "BRAZIL": "BR", "CHILE": "CL", "COLOMBIA": "CO", "COSTA RICA": "CR", "CUBA": "CU",
    "ECUADOR": "EC", "EL SALVADOR": "SV", "GUATEMALA": "GT", "HONDURAS": "HN", "MEXICO": "MX", "NICARAGUA": "NI", "PANAMA": "PA",
    "PARAGUAY": "PY", "PERU": "PE", "SPAIN": "ES", "UNITED STATES": "US", "URUGUAY": "UY", "VENEZUELA": "VE",
}  # fmt: skip
# Which of the program's types an incident of the template may be told as.
TYPES = {
    "ATTACK": {
        "Attack on civilians", "Armed clash", "Missile or artillery attack", "Air or drone strike", "Ground offensive",
        "Bombing or explosive",
    },
    "BOMBING": {"Bombing or explosive", "Missile or artillery attack", "Air or drone strike", "Destruction of property"},
    "KIDNAPPING": {"Abduction"},
    "ARSON": {"Destruction of property"},
}  # fmt: skip
_WIDE = re.compile(r"DEPARTMENT|PROVINCE|REGION|STATE|COUNTRY|AREA")


@dataclass(frozen=True, slots=True)
class Incident:
    text: str
    type: str
    country: str
    place: frozenset[str]  # folded names any of which is its place: the finest, or the town round it; none where only the country is told


def folded(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.replace("-", " ")).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^\w\s]", "", letters).lower().split())


def incidents(record: Record) -> Iterator[Incident]:
    """The incidents of a text whose place the template tells, once each."""
    seen: set[Incident] = set()
    for event in record["events"]:
        where = _where(event["location"][0]) if event["location"] else None
        for kind in event["type"] if where is not None else ():
            incident = Incident(record["id"], kind, *where)
            if incident not in seen:
                seen.add(incident)
                yield incident


def _where(location: str) -> tuple[str, frozenset[str]] | None:
    """ "EL SALVADOR: SAN MIGUEL (DEPARTMENT): SAN LUIS DE LA REINA (TOWN)" as the country and the names of its place."""
    one = re.split(r"\)\)? / \(?(?=[A-Z .]+:)", location)[0].lstrip("?( ")  # of two readings the first
    country, *inner = (part.strip() for part in one.split(":"))
    code = CODES.get(re.split(r" / | - ", country)[0].strip("() "))
    if code is None:
        return None
    names: set[str] = set()
    for depth, part in enumerate(inner):
        if depth == len(inner) - 1 or not _WIDE.search(part):
            names |= {folded(n) for n in re.split(r" / | - ", re.sub(r"\([^)]*\)?", "", part))}
    return code, frozenset(names - {""})


def attached(record: Record, incident: Incident) -> tuple[bool, bool]:
    """Whether an event lists the incident's place, and a place in its country."""
    listed = [m for e in physical(record) for m, _ in mentions_of(record, e)]
    return (
        any(named(m, incident) for m in listed),
        any(m["place"] is not None and m["place"]["country"] == incident.country for m in listed),
    )


def named(mention: Record, incident: Incident) -> bool:
    forms = [folded(mention["text"]), folded(mention["place"]["name"]) if mention["place"] else ""]
    return any(re.search(rf"\b{re.escape(name)}\b", form) for name in incident.place for form in forms if form)


def lost(record: Record, text: str, incident: Incident) -> str:
    """Where the place of an incident was lost on the way."""
    if not any(f" {name} " in f" {folded(text)} " for name in incident.place):
        return "not in the text by this name"
    found = [m for m in record["mentions"] if named(m, incident)]
    if not found:
        return "not recognised"
    if all(m["place"] is None for m in found):
        return "no place found for the name"
    return "listed by no event" if physical(record) else "no event at all"


def texts(split: str, every: int) -> list[Record]:
    return [r for r in json_lines(CORPUS) if r["split"].startswith(split)][::every]


def score(records: dict[str, Record], gold: Sequence[Record]) -> tuple[list[tuple[str, str]], Counter[str], list[tuple[Incident, str]]]:
    counts: Counter[str] = Counter()
    misses: list[tuple[Incident, str]] = []
    for text in gold:
        record = records[text["id"]]
        told = list(incidents(text))
        counts["without template"] += not text["events"]
        counts["seen without template"] += not text["events"] and bool(physical(record))
        counts["events without template"] += 0 if text["events"] else len(physical(record))
        types = {e["type"] for e in physical(record)}
        for kind in {i.type for i in told} & set(TYPES):
            counts[f"{kind} told"] += 1
            counts[f"{kind} seen"] += bool(types & TYPES[kind])
        for incident in told:
            place, country = attached(record, incident)
            counts["incidents"] += 1
            counts["country"] += country
            counts["with place"] += bool(incident.place)
            counts["place"] += place
            if incident.place and not place:
                misses.append((incident, lost(record, text["text"], incident)))
    rows = [
        ("incident's place attached", ratio(counts["place"], counts["with place"])),
        ("incident's country attached", ratio(counts["country"], counts["incidents"])),
        *((f"{k.lower()} seen, of texts that tell one", ratio(counts[f"{k} seen"], counts[f"{k} told"])) for k in TYPES),
        ("texts without a template in which an event is seen", ratio(counts["seen without template"], counts["without template"])),
        ("events seen in them", str(counts["events without template"])),
    ]
    return rows, counts, misses


def drawn_without_template(records: dict[str, Record], gold: Sequence[Record]) -> Iterator[str]:
    for text in gold:
        for event in () if text["events"] else physical(records[text["id"]]):
            trigger = text["text"][event["trigger"]["start"] : event["trigger"]["end"]]
            passage = " ".join(text["text"][event["start"] : event["end"]].split())
            where = ", ".join(m["text"] for m, _ in mentions_of(records[text["id"]], event))
            yield f"{text['id']}  {event['type']}  on {trigger!r}  at [{where}]\n    {passage}"


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--split", default="tst", help="tst (the figure) or dev (to develop with); a longer beginning takes a part")
    options.add_argument("--every", type=int, default=1, help="only every so many texts")
    options.add_argument("--parsed", type=Path, help="take what `parse` wrote into this file before")
    options.add_argument("--json", action="store_true", help="the counts as one JSON object")
    options.add_argument("--misses", action="store_true", help="also where each place was lost")
    options.add_argument("--list", action="store_true", help="also the events seen in texts without a template, to be read")
    chosen = options.parse_args(arguments)
    if not CORPUS.exists():
        sys.exit(f"There is no {CORPUS}. Set DATELINE_SHARED to the folder that holds corpora and tools.")
    gold = texts(chosen.split, chosen.every)
    records = parsed(chosen.parsed.read_text(encoding="utf-8")) if chosen.parsed else _parse(gold)
    complain_of_missing(records, (r["id"] for r in gold))
    rows, counts, misses = score(records, gold)
    print(json.dumps(counts) if chosen.json else table(rows, (f"{len(gold)} texts of {chosen.split}", "")))
    if chosen.misses:
        print("\n".join(f"{n:4}  {why}" for why, n in Counter(why for _, why in misses).most_common()))
        print("\n".join(f"{i.text}  {i.type}  {' | '.join(sorted(i.place))}: {why}" for i, why in misses))
    if chosen.list:
        print("\n".join(drawn_without_template(records, gold)))
    return 0


def _parse(gold: Sequence[Record]) -> dict[str, Record]:
    with tempfile.TemporaryDirectory() as name:
        articles = Path(name) / "muc4.jsonl"
        articles.write_text("".join(json.dumps({"id": r["id"], "text": r["text"]}) + "\n" for r in gold), encoding="utf-8")
        return parsed(dateline("parse", articles, "--builtin-only"))


if __name__ == "__main__":
    sys.exit(main())
