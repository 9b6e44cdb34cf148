"""Score what date expressions mean on TimeBank, AQUAINT and TempEval-3 (TIMEX3; for measuring only, nothing is made from them).

    python tests/eval/score_timex.py [--json] [--misses]

Of the gold expressions of type DATE or TIME that mean a day, each read against its document's creation time: how many the grammar
reads as that day, as another, leaves open or does not see. A bound ("until Friday") is right where its day is.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from scoring import SHARED, Record, json_lines, table

from geo.events.timex.dates import Found, find

CORPUS = SHARED / "corpora" / "events" / "timex.dev.jsonl"
COUNTS = ("right", "wrong", "open", "unseen")
_A_DAY = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)(?:T.*)?")


def gold_days(document: Record) -> list[tuple[int, int, str]]:
    """Start, end and day of the document's expressions that mean a day."""
    expressions = ((t["start"], t["end"], _A_DAY.fullmatch(t["value"])) for t in document["timexes"] if t["type"] in {"DATE", "TIME"})
    return [(start, end, day["day"]) for start, end, day in expressions if day is not None]


def judged(found: Sequence[Found], start: int, end: int, day: str) -> str:
    """Which of COUNTS the reading of one gold expression is."""
    here = next((f for f in found if f.start < end and start < f.end), None)
    if here is None:
        return "unseen"
    first, last, precision = here.meant
    if first is None and last is None:
        return "open"
    return "right" if precision == "day" and day in {str(first), str(last)} else "wrong"


def score(document: Record, misses: list[str] | None = None) -> Counter[str]:
    text: str = document["text"]
    found = find(text, date.fromisoformat(document["dct"]))
    counts: Counter[str] = Counter()
    for start, end, day in gold_days(document):
        how = judged(found, start, end, day)
        counts[how] += 1
        if misses is not None and how != "right":
            said = " ".join(text[max(0, start - 60) : end + 40].split())
            misses.append(f"{how:7} {day}  {document['id']}: {said}")
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="the totals as one JSON object")
    parser.add_argument("--misses", action="store_true", help="also every expression that was not read right")
    given = parser.parse_args()
    by_corpus: dict[str, Counter[str]] = {}
    misses: list[str] = []
    for document in json_lines(CORPUS):
        by_corpus.setdefault(document["corpus"], Counter()).update(score(document, misses))
    by_corpus["all"] = sum(by_corpus.values(), Counter())
    figures = {name: {k: c[k] for k in COUNTS} | {"share right": round(c["right"] / c.total(), 3)} for name, c in by_corpus.items()}
    if given.json:
        print(json.dumps(figures))
    else:
        print(table([(name, *row.values()) for name, row in figures.items()], ("corpus", *COUNTS, "share right")))
    if given.misses:
        print("\n".join(misses))


if __name__ == "__main__":
    main()
