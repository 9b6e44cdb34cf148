"""Score `dateline events` on the real articles of `incidents`, whose texts lie in the development corpora.

    python tests/eval/score_notes.py [--json] [--misses] [--corpus muc4.jsonl]

The figures are those of the shared tools' `score_incidents.py` (its docstring tells them): incidents found, events right, pieces,
type, places, day, doer (as a party or as the article words it), numbers, stories, disputes. Below them stand the events of class
physical, reported or ended, that were seen in the articles where nothing of the kind is told. `--misses` also lists what was seen in
those and which incidents were not found.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from incident_notes import NotedArticle, article_of, guided, have_corpora, notes
from scoring import REPORTED, SHARED, Record, dateline, json_lines, table

QUIET_ARTICLES, QUIET_EVENTS = "quiet articles", "physical events in quiet articles"


def worded(record: Record) -> Record:
    """A record whose doers are also named as the article words them: the scorer knows the parties of one war, and of others only names."""
    by = [
        [*(i.get("by") or ()), *({**b, "party": b["text"]} for b in i.get("by") or () if b["party"] != "unknown")]
        for i in record["incidents"]
    ]
    return {**record, "incidents": [{**i, "by": b} for i, b in zip(record["incidents"], by, strict=True)]}


def written(path: Path, records: Iterable[Record]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return path


def line_of(article: NotedArticle, text: str) -> Record:
    known = {"title": article.title, "date": article.date}
    return {"id": article.key, "text": text} | {k: v for k, v in known.items() if v}


def scored(events: Path, gold: Path, articles: Path, misses: Path) -> Record:
    tool = SHARED / "tools" / "score_incidents.py"
    command = [sys.executable, tool, events, gold, articles, "--json", "--misses", misses]
    figures: Record = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout)
    return figures


def seen_in(events: Sequence[Record], texts: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Physical events, reported or ended, that these articles tell of: (article, type, first trigger) for each, in the article's order."""
    first: dict[tuple[str, str], tuple[int, int, str]] = {}
    for event in events:
        for claim in event["claims"] if event["class"] == "physical" else ():
            if claim["field"] == "type" and claim["article"] in texts and claim["modality"] in REPORTED:
                told = (claim["start"], claim["end"], event["type"])
                first[claim["article"], event["id"]] = min(told, first.get((claim["article"], event["id"]), told))
    return [(article, type, texts[article][start:end]) for (article, _), (start, end, type) in sorted(first.items())]


def score(corpus: str | None = None) -> tuple[Record, list[tuple[str, str, str]], list[Record]]:
    """The figures, what was seen in quiet articles, and the incidents that were not found."""
    kept = [note for note in notes() if corpus in (None, note["corpus"])]
    articles = [article_of(note) for note in kept]
    gold = [guided(note, article) for note, article in zip(kept, articles, strict=True)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        printed = dateline("events", written(folder / "articles.jsonl", (line_of(a, a.text) for a in articles)), "--json")
        (events := folder / "events.json").write_text(printed, encoding="utf-8")
        counted = written(folder / "counted.jsonl", (line_of(a, a.counted) for a in articles))
        figures = scored(events, written(folder / "gold.jsonl", gold), counted, folder / "misses.jsonl")
        misses = json_lines(folder / "misses.jsonl")
        # Of this gold only the doers: two names of one doer would look like a dispute.
        figures["by"] = scored(events, written(folder / "worded.jsonl", map(worded, gold)), counted, folder / "again.jsonl")["by"]
    quiet = {article.key: article.counted for note, article in zip(kept, articles, strict=True) if note["quiet"]}
    seen = seen_in(json.loads(printed)["events"], quiet)
    return figures | {QUIET_ARTICLES: len(quiet), QUIET_EVENTS: len(seen)}, seen, misses


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--json", action="store_true", help="the figures as one JSON object")
    options.add_argument("--misses", action="store_true", help="also what was seen in quiet articles, and incidents not found")
    options.add_argument("--corpus", help="only the articles of one corpus, e.g. events/isaf.dev.jsonl")
    chosen = options.parse_args(arguments)
    if not have_corpora():
        sys.exit(f"The corpora are not in {SHARED}. Set DATELINE_SHARED to the folder that holds corpora and tools.")
    figures, seen, misses = score(chosen.corpus)
    print(json.dumps(figures) if chosen.json else table([(k, v) for k, v in figures.items()], ("figure", "")))
    if chosen.misses:
        print("\n".join(json.dumps(m, ensure_ascii=False) for m in misses))
        print("\n".join(f"quiet {article}: {type} on {text!r}" for article, type, text in seen))
    return 0


if __name__ == "__main__":
    sys.exit(main())
