"""Score which event mentions of several articles are one event, on the conflict topics of ECB+ (Cybulska and Vossen 2014).

    python tests/eval/score_ecb.py [--topics 8 41] [--json] [--splits]

Gold are the event mentions of the annotated sentences, with their clusters over documents. Scored are those that the program found:
a gold mention is an event's where a claim of its type overlaps it. What it did not find is counted by itself, as `found`: these topics hold
many events that are none of a war ("said", "arrived"). The figures "all" count each of those as an event of its own.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from clusters import b_cubed, ceaf_e, conll, muc, pairwise
from scoring import SHARED, Record, dateline, json_lines

CORPUS = SHARED / "corpora" / "events" / "ecbplus.dev.jsonl"
CONFLICT = ("8", "41")  # riots and a bombing in Athens and Woodburn; raids on camps of refugees

Named = tuple[str, int, int]  # a mention: document, start, end


def groups(documents: Sequence[Record], events: Sequence[Record]) -> tuple[dict[Named, Hashable], dict[Named, Hashable]]:
    """Of the gold mentions the gold cluster, and of those that the program found its event."""
    told: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for event in events:
        for claim in event["claims"]:
            if claim["field"] == "type":
                told[claim["article"]].append((claim["start"], claim["end"], event["id"]))
    gold: dict[Named, Hashable] = {}
    found: dict[Named, Hashable] = {}
    for document in documents:
        annotated = {k for k, (_, _, used) in enumerate(document["sentences"]) if used}
        for mention in document["mentions"]:
            if mention["kind"] != "event" or mention["sentence"] not in annotated:
                continue
            named = (document["id"], mention["start"], mention["end"])
            gold[named] = mention["cluster"]
            over = [(min(e, named[2]) - max(s, named[1]), id) for s, e, id in told[document["id"]] if s < named[2] and named[1] < e]
            if over:
                found[named] = max(over)[1]
    return gold, found


def clusters(of: Mapping[Named, Hashable]) -> list[set[Hashable]]:
    made: dict[Hashable, set[Hashable]] = defaultdict(set)
    for mention, cluster in of.items():
        made[cluster].add(mention)
    return list(made.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--topics", nargs="+", default=list(CONFLICT), help="of ECB+; all of them with 'all'")
    parser.add_argument("--json", action="store_true", help="the figures as one JSON object")
    parser.add_argument("--splits", action="store_true", help="also pairs wrongly parted and wrongly joined, as document and offsets")
    given = parser.parse_args()
    documents = [d for d in json_lines(CORPUS) if given.topics == ["all"] or d["topic"] in given.topics]
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "ecb.jsonl"
        corpus.write_text("".join(json.dumps({"id": d["id"], "text": d["text"], "date": d["published"]}) + "\n" for d in documents))
        events = json.loads(dateline("events", corpus, "--json", "--builtin-only"))["events"]
    gold, found = groups(documents, events)
    key, response = clusters({m: gold[m] for m in found}), clusters(found)
    figures: dict[str, object] = {"documents": len(documents), "mentions": len(gold), "found": round(len(found) / len(gold), 3)}
    for name, measure in (("pairwise", pairwise), ("MUC", muc), ("B3", b_cubed), ("CEAF-e", ceaf_e)):
        figures[name] = [round(x, 3) for x in measure(key, response)]
    figures["CoNLL"] = round(conll(key, response), 3)
    whole, alone = clusters(gold), clusters({m: found.get(m, ("alone", m)) for m in gold})
    figures["all, pairwise"] = [round(x, 3) for x in pairwise(whole, alone)]
    figures["all, CoNLL"] = round(conll(whole, alone), 3)
    print(json.dumps(figures) if given.json else "\n".join(f"{name:13} {value}" for name, value in figures.items()))
    if given.splits:
        for a, b in combinations(found, 2):
            if (gold[a] == gold[b]) != (found[a] == found[b]):
                print("parted" if gold[a] == gold[b] else "joined", *a, *b)


if __name__ == "__main__":
    main()
