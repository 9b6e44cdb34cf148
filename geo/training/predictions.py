"""Dateline run over a corpus, its predictions stored: end to end, and on the annotated spans.

A run goes on where an earlier one of the same models and code ended. Models that have seen a corpus are no measure of it: of each
corpus the fold that left it out is run, and headlines of events, on which nothing was trained, by the fold `all`.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from geo import pipeline
from geo.gazetteer import Gazetteer, library, open_default
from geo.model import Article, Mention, Resolution
from geo.reading import read
from geo.recognise import Recogniser
from geo.resolve import resolve
from geo.training import protocol, store
from geo.training.protocol import Record
from geo.training.spans import gold_article

_LIBRARY = Path(__file__).parents[1]
_CODE = ("articles", "gazetteer", "reading", "recognise", "resolve", "lexicon", "model")
_CODE_OF_EVENTS = ("events", "pipeline", "syntax")


@dataclass(frozen=True, slots=True)
class Models:
    """The recogniser's and resolver's files of a fold; None for those that are shipped."""

    recogniser: Path | None = None
    resolver: Path | None = None

    @classmethod
    def of_fold(cls, fold: str) -> Models:
        folder = store.build_folder() / "models" / fold
        return cls(folder / "recogniser.onnx", folder / "resolver.onnx")

    @property
    def missing(self) -> tuple[Path, ...]:
        return tuple(p for p in (self.recogniser, self.resolver) if p is not None and not p.exists())


def fold_of(corpus: str) -> str:
    return corpus if corpus in protocol.CORPORA else "all"


def predict(corpus: str, out: Path, models: Models, *, dumps: Sequence[Path] = (), sample: int | None = None) -> int:
    """Store what is missing of a corpus's predictions at `out`; returns how many documents were read anew.

    `dumps`: gazetteers of countries to be used beside the built-in one; `sample`: only so many documents, spread evenly.
    """
    events = corpus == protocol.HEADLINES
    stored = store.begin(out, fingerprint(corpus, models, dumps, sample))
    missing = [r for r in _chosen(corpus, sample) if str(r["id"]) not in stored]
    if not missing:
        return 0
    recogniser = _recogniser(models)
    with closing(open_default(extra=dumps, added=False)) as gazetteer, open(out, "a", encoding="utf-8") as lines:
        for record in missing:
            predicted = _headline(record, recogniser, gazetteer) if events else _document(record, recogniser, models.resolver, gazetteer)
            lines.write(json.dumps(predicted, ensure_ascii=False) + "\n")
            lines.flush()
    return len(missing)


def fingerprint(corpus: str, models: Models, dumps: Sequence[Path] = (), sample: int | None = None) -> str:
    """Of all that predictions depend on: corpus, models, code, word lists and gazetteers."""
    digest = hashlib.sha256(f"{corpus} {sample} {library.builtin().name} {[p.name for p in dumps]}".encode())
    code = _CODE + (_CODE_OF_EVENTS if corpus == protocol.HEADLINES else ())
    files = [*_files(_LIBRARY / name for name in code), *sorted((_LIBRARY.parent / "resources" / "lexicon").glob("*"))]
    shipped = sorted((_LIBRARY.parent / "resources" / "models").glob("*"))
    for path in (*files, *(shipped if None in (models.recogniser, models.resolver) else ())):
        digest.update(path.read_bytes())
    for model in (models.recogniser, models.resolver):
        if model is not None and model.exists():
            digest.update(model.read_bytes())
    return digest.hexdigest()


def _files(parts: Iterator[Path]) -> list[Path]:
    return [f for part in parts for f in (sorted(part.rglob("*.py")) if part.is_dir() else [part])]


def _chosen(corpus: str, sample: int | None) -> Sequence[Record]:
    records = list(protocol.corpus(corpus))
    if sample is None or sample >= len(records):
        return records
    return [records[k * len(records) // sample] for k in range(sample)]


def _recogniser(models: Models) -> Recogniser:
    return Recogniser(models.recogniser)


def _document(record: Record, recogniser: Recogniser, resolver: Path | None, gazetteer: Gazetteer) -> store.Record:
    """One document's places, each step with its CPU seconds, and the resolver's answers on the annotated spans."""
    article = _article(record)
    clock = [time.process_time()]
    reading = read(article)
    clock.append(time.process_time())
    mentions = recogniser.recognise(reading, gazetteer)
    clock.append(time.process_time())
    resolutions = resolve(mentions, gazetteer, model=resolver)
    clock.append(time.process_time())
    steps = {name: round(b - a, 5) for name, (a, b) in zip(("read", "recognise", "resolve"), pairwise(clock), strict=True)}
    found: store.Record = {"id": article.id, "toponyms": _toponyms(mentions, resolutions), "cpu_s": steps}
    if any(t.get("lat") is not None for t in record["toponyms"]):
        given = gold_article(record, gazetteer).mentions
        found["gold"] = _toponyms(given, resolve(given, gazetteer, model=resolver))
    return found


def _headline(record: Record, recogniser: Recogniser, gazetteer: Gazetteer) -> store.Record:
    """One headline's places, with the roles that its events give them."""
    begun = time.process_time()
    analysis = pipeline.analyse(_article(record), gazetteer, recogniser)
    spent_s = round(time.process_time() - begun, 5)
    return {"id": str(record["id"]), "toponyms": _toponyms(analysis.mentions, analysis.resolutions), "cpu_s": {"analyse": spent_s}}


def _article(record: Record) -> Article:
    text = str(record["text"])
    day = str(record.get("pub_date") or record.get("date") or "")
    return Article(
        str(record["id"]),
        text,
        hashlib.sha256(text.encode()).hexdigest(),
        title=record.get("title"),
        publisher=record.get("source"),
        published=date.fromisoformat(day) if day else None,
        language="en",
    )


def _toponyms(mentions: Sequence[Mention], resolutions: Sequence[Resolution]) -> list[store.Record]:
    return [
        store.toponym(m.span.start, m.span.end, m.text, r.place, kind=m.kind.value, role=m.role.value, score=round(m.score, 4))
        for m, r in zip(mentions, resolutions, strict=True)
    ]
