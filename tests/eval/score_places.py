"""Score `dateline parse` on the short reports of `places`, as they stand and damaged.

    python tests/eval/score_places.py [--json] [--verbose]

Strict and lenient recognition with demonyms left out, end-to-end F1 within 161 and 20 km (areas by containment). The damaged
forms are made from the same reports: `scraped` loses punctuation and breaks, `lower` and `upper` the letters' case.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from damage import scrape
from scoring import Record, dateline, json_lines, parsed, table

from geo.training.scores import Toponym, lenient, score, strict

REPORTS = Path(__file__).parent / "places" / "articles.jsonl"
_OPEN, _CLOSE = "\ue000", "\ue001"  # of no use in any text: they carry the spans through the damage
_MARK = re.compile(f"[{_OPEN}{_CLOSE}]")

FORMS: dict[str, Callable[[str], str]] = {"as written": str, "scraped": scrape, "lower": str.lower, "upper": str.upper}
_HAS_FORM_ALREADY = ("scrape-", "lower-", "upper-")  # written damaged by hand; damaged no further


@dataclass(frozen=True)
class PlacesScore:
    """Shares of one form of the reports."""

    reports: int
    precision: float
    recall: float
    strict: float
    lenient: float
    end_to_end_161: float
    end_to_end_20: float


def reports(form: str) -> list[Record]:
    """The annotated reports in one form."""
    whole = json_lines(REPORTS)
    if form == "as written":
        return whole
    return [_damaged(r, FORMS[form]) for r in whole if not r["id"].startswith(_HAS_FORM_ALREADY)]


def _damaged(report: Record, damage: Callable[[str], str]) -> Record:
    text, marked, at = report["text"], "", 0
    for t in report["toponyms"]:
        marked += text[at : t["start"]] + _OPEN + text[t["start"] : t["end"]] + _CLOSE
        at = t["end"]
    marked = damage(marked + text[at:])
    starts = [m.start() - n for n, m in enumerate(_MARK.finditer(marked))]
    plain = _MARK.sub("", marked)
    toponyms = [
        {**t, "start": start, "end": end, "text": plain[start:end]}
        for t, start, end in zip(report["toponyms"], starts[::2], starts[1::2], strict=True)
    ]
    return {"id": report["id"], "text": plain, "toponyms": toponyms}


def run(forms: Sequence[str] = tuple(FORMS)) -> dict[str, dict[str, Record]]:
    """`dateline parse` on all forms at once; for each form the records by id."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        lines = [{"id": f"{form}/{r['id']}", "text": r["text"]} for form in forms for r in reports(form)]
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        records = parsed(dateline("parse", path, "--builtin-only"))
    return {form: {id.split("/", 1)[1]: r for id, r in records.items() if id.startswith(f"{form}/")} for form in forms}


def score_form(form: str, records: Mapping[str, Record]) -> PlacesScore:
    gold = {r["id"]: tuple(_annotated(t) for t in r["toponyms"] if t.get("kind") != "demonym") for r in reports(form)}
    found = {id: tuple(_predicted(m) for m in records[id]["mentions"] if m["kind"] != "demonym") for id in gold}
    exact = score(found, gold, matcher=strict, areas=True)
    return PlacesScore(
        len(gold),
        exact.recognition.precision,
        exact.recognition.recall,
        exact.recognition.f1,
        score(found, gold, matcher=lenient).recognition.f1,
        exact.end_to_end.f1,
        score(found, gold, areas=True, within_km=20).end_to_end.f1,
    )


def _annotated(t: Record) -> Toponym:
    return Toponym(t["start"], t["end"], t.get("lat"), t.get("lon"), neutral=t.get("neutral", False))


def _predicted(mention: Record) -> Toponym:
    place = mention["place"] or {}
    box = place.get("bbox")
    return Toponym(mention["start"], mention["end"], place.get("lat"), place.get("lon"), tuple(box) if box else None)


def misses(form: str, records: Mapping[str, Record]) -> list[str]:
    """What was missed, invented or placed elsewhere, a line each."""
    lines: list[str] = []
    for report in reports(form):
        names = {(t["start"], t["end"]): t for t in report["toponyms"]}
        found = {(m["start"], m["end"]): m for m in records[report["id"]]["mentions"] if m["kind"] != "demonym"}
        for span, t in names.items():
            if t.get("kind") == "demonym" or t.get("neutral"):
                continue
            if span not in found:
                touching = [m["text"] for (s, e), m in found.items() if s < span[1] and span[0] < e]
                lines.append(f"{report['id']}: missed {t['text']!r}{f', has {touching}' if touching else ''}")
            elif t.get("lat") is not None and not _right(t, found[span]):
                place = found[span]["place"]
                lines.append(f"{report['id']}: {t['text']!r} is {place['name'] + ' ' + str(place['country']) if place else 'left open'}")
        for span, mention in found.items():
            if not any(span[0] < e and s < span[1] for s, e in names):
                lines.append(f"{report['id']}: invented {mention['text']!r}")
    return lines


def _right(annotated: Record, mention: Record) -> bool:
    one = {"a": (_annotated(annotated),)}
    return score({"a": (_predicted(mention),)}, one, areas=True).end_to_end.right == 1


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--json", action="store_true", help="the scores as one JSON object")
    options.add_argument("--verbose", action="store_true", help="also what was missed, by form")
    chosen = options.parse_args(arguments)
    records = run()
    scores = {form: score_form(form, records[form]) for form in FORMS}
    if chosen.json:
        print(json.dumps({form: vars(s) for form, s in scores.items()}))
        return 0
    fields = ("reports", "precision", "recall", "strict", "lenient", "end_to_end_161", "end_to_end_20")
    rows = [(form, s.reports, *(f"{getattr(s, name):.3f}" for name in fields[1:])) for form, s in scores.items()]
    print(table(rows, ("form", *fields)))
    if chosen.verbose:
        for form in FORMS:
            print(f"\n{form}")
            print("\n".join(f"  {line}" for line in misses(form, records[form])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
