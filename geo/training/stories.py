# pyright: basic
"""Learns which incidents of two articles are one: `python -m geo.training.stories [--ship]` (`make stories`).

The noted articles of tests/eval/incidents are read by the program as it is; the notes say which of its mentions are one incident, and
which incidents one story. What the program found of two incidents becomes the features of geo/events/coreference/likeness, and a logistic
regression learns from them. Analyses are kept under build/stories, so that a second run goes on where the first one ended. The same
notes and the same analyses give the same weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import pickle
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.assets import asset
from geo.errors import GeoError
from geo.events import reprints
from geo.events.coreference.blocking import Geography
from geo.events.coreference.by_hand import Decided
from geo.events.coreference.candidates import candidates
from geo.events.coreference.incidents import Incident, by_incident, incident
from geo.events.coreference.likeness import FEATURES, Likeness, likeliest
from geo.events.coreference.nodes import nodes
from geo.gazetteer import open_default
from geo.model import Analysis, Article
from geo.pipeline.analysis import analysed
from geo.training import protocol, regression, store

Floats = NDArray[np.float64]
Note = Mapping[str, Any]

JOIN, SUGGEST = 0.35, 0.2  # best F1 of stories on the shared gold, flat from .3 to .5; half of the joins of an even chance are asked about
RIDGE = 20.0  # F1 of the folds is flat from 5 to 40
# Weights of what reports hardly ever show together, where a regression drawn to nothing would learn nothing; the data pull at them.
PRIOR = {"nested, day and doer": 3.5, "count, doer and type": 4.0, "same origin": 3.0, "other origin": -3.0}
NOTES = Path(__file__).resolve().parents[2] / "tests" / "eval" / "incidents" / "training.jsonl"
FOLDS = 5
LEAST_ARTICLES = 3  # in which a word must stand to have a weight of its own


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of incidents: their features, whether they are one story, and the articles that tell them."""

    features: Floats
    same: Floats
    articles: list[tuple[str, str]]


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="geo.training.stories", description=(__doc__ or "").splitlines()[0])
    options.add_argument("--notes", type=Path, default=NOTES, help="the noted articles")
    options.add_argument("--ship", action="store_true", help="write the model into resources/models")
    given = options.parse_args(arguments)
    noted = list(articles_of([json.loads(line) for line in given.notes.read_text(encoding="utf-8").splitlines()]))
    found = read_all([article for _, article in noted])
    told = with_incidents(noted, found)
    pairs, words, rarest = pairs_of(noted, told)
    for row in folds(pairs):
        print(row)
    weights, intercept = fitted(pairs.features, pairs.same)
    folder = asset("models") if given.ship else store.build_folder() / "stories"
    write(Path(str(folder)) / "stories.json", weights, intercept, words, rarest)
    return 0


# --- what the program finds in the articles -------------------------------------------------------------------------------


def articles_of(notes: Iterable[Note]) -> Iterable[tuple[Note, Article]]:
    """The notes with their articles. Raises GeoError where a corpus holds another text than the one that was noted."""
    corpora: dict[str, dict[str, Any]] = {}
    for note in notes:
        name = note["corpus"].removesuffix(".jsonl")
        if name not in corpora:
            corpora[name] = {str(r["id"]): r for r in protocol.corpus(name)}
        record = corpora[name].get(note["id"], {"text": ""})
        text = record["text"][: note.get("end")]
        told = hashlib.sha256(text.encode()).hexdigest()
        if told != note["text_sha256"]:
            raise GeoError(f"{name}: the text of {note['id']} is not the one that was noted. Put the corpus of the notes there.")
        published = date.fromisoformat(note["date"]) if note.get("date") else None
        yield note, Article(note["id"], text, told, title=record.get("title") or None, published=published)


def read_all(articles: Sequence[Article]) -> list[Analysis]:
    """The program's analysis of each article; those that are stored are not made again."""
    folder = store.build_folder() / "stories" / "analyses"
    folder.mkdir(parents=True, exist_ok=True)
    out: list[Analysis] = []
    with closing(open_default(added=False)) as gazetteer:
        for article in articles:
            kept = folder / f"{article.text_sha256}.pickle"
            if not kept.exists():
                beside = kept.with_suffix(".part")
                beside.write_bytes(pickle.dumps(analysed(article, gazetteer)[0]))
                beside.replace(kept)
            out.append(pickle.loads(kept.read_bytes()))  # our own file, made by the line above
    return out


def with_incidents(noted: Sequence[tuple[Note, Article]], found: Iterable[Analysis]) -> list[Analysis]:
    """The analyses with every event mention given the incident of the notes that it tells of; None where that is not clear."""
    out: list[Analysis] = []
    for (note, _), analysis in zip(noted, found, strict=True):
        first: dict[str, str] = {}
        events = []
        for mention in analysis.events:
            key = incident_of(note, mention.trigger, mention.span)
            events.append(replace(mention, incident=first.setdefault(key, mention.id) if key is not None else None))
        out.append(replace(analysis, events=tuple(events)))
    return out


def incident_of(note: Note, trigger: Iterable[int], passage: Iterable[int]) -> str | None:
    """The key of the noted incident that a trigger stands in a mention of; else the only one that its passage tells of."""
    (start, end), (first, last) = trigger, passage
    at = [(i["key"], m) for i in note["incidents"] for m in i["mentions"] if len(m) == 2]  # a third item marks a title
    hit = {key for key, m in at if m[0] < end and start < m[1]} or {key for key, m in at if first <= m[0] < last}
    return hit.pop() if len(hit) == 1 else None


# --- pairs ----------------------------------------------------------------------------------------------------------------


def pairs_of(noted: Sequence[tuple[Note, Article]], told: Sequence[Analysis]) -> tuple[Pairs, dict[str, float], float]:
    """The pairs that the program would compare and of which the notes know both, with the weights of words."""
    articles = {article.id: article for _, article in noted}
    analyses = {a.article: a for a in told}
    copied = reprints(list(articles.values()), analyses)
    given, places = nodes(list(articles.values()), analyses, frozenset(), copied, Decided())
    incidents = [incident(group, articles) for group in by_incident(given)]
    words, rarest = weights_of_words(incidents)
    likeness = Likeness(geography := Geography(places), words, rarest, copied, articles)
    stories = _stories({str(note["id"]): note for note, _ in noted}, incidents)
    compared = candidates(incidents, geography, likeness)
    best = likeliest(incidents, compared, likeness)
    features, same, ids = [], [], []
    for i, j in compared:
        a, b = incidents[i], incidents[j]
        if not (a.node.happened and stories[i] and stories[j]) or a.articles & b.articles:
            continue
        features.append(likeness.of(a, b, likeliest=(i, j) in best))
        same.append(float(bool(stories[i] & stories[j])))
        ids.append((min(a.articles), min(b.articles)))
    return Pairs(np.array(features), np.array(same), ids), words, rarest


def _stories(notes: Mapping[str, Note], incidents: Sequence[Incident]) -> list[frozenset[str]]:
    out: list[frozenset[str]] = []
    for told in incidents:
        stories: set[str] = set()
        for mention in told.node.mentions:
            key = incident_of(notes[mention.article], mention.trigger, mention.span)
            known = [i for i in notes[mention.article]["incidents"] if i["key"] == key]
            stories |= {i["story"] for i in known if i["status"] in ("reported", "ended") and not i.get("background")}
        out.append(frozenset(stories))
    return out


def weights_of_words(incidents: Sequence[Incident]) -> tuple[dict[str, float], float]:
    """The logarithm of one over the share of articles in whose incidents a word stands, and that of a word never met."""
    by_article: dict[str, set[str]] = defaultdict(set)
    for told in incidents:
        for article in told.articles:
            by_article[article].update(told.words)
    n = len(by_article)
    counted = Counter(word for words in by_article.values() for word in words)
    return {w: math.log((n + 1) / (c + 0.5)) for w, c in counted.items() if c >= LEAST_ARTICLES}, math.log((n + 1) / 1.5)


# --- the regression -------------------------------------------------------------------------------------------------------


def fitted(features: Floats, same: Floats, ridge: float = RIDGE) -> tuple[Floats, float]:
    """Weights and intercept for the features as they are; a ridge over standardised ones draws each weight to its prior."""
    found = regression.fitted(features, same, ridge, prior=np.array([PRIOR.get(name, 0.0) for name in FEATURES]))
    weights = found.weight / found.scale
    return weights, found.bias - float(weights @ found.mean)


def folds(pairs: Pairs) -> Iterable[str]:
    """Each fifth of the articles scored by a model that saw none of it: how many pairs of a probability are one story."""
    numbers = {article: k % FOLDS for k, article in enumerate(sorted({a for pair in pairs.articles for a in pair}))}
    out: list[tuple[float, float]] = []
    for fold in range(FOLDS):
        inside = np.array([numbers[a] == fold or numbers[b] == fold for a, b in pairs.articles])
        weights, intercept = fitted(pairs.features[~inside], pairs.same[~inside])
        tested = np.array([numbers[a] == fold for a, _ in pairs.articles])  # each pair once
        scores = 1 / (1 + np.exp(-(pairs.features[tested] @ weights + intercept)))
        out += list(zip(scores.tolist(), pairs.same[tested].tolist(), strict=True))
    yield f"{len(out)} pairs, {sum(s for _, s in out):.0f} of one story"
    for low, high in ((0, 0.05), (0.05, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        inside = [(p, s) for p, s in out if low <= p < high]
        if inside:
            mean, share = (sum(x) / len(inside) for x in zip(*inside, strict=True))
            yield f"probability {low:.2f}-{min(high, 1):.2f}: {len(inside)} pairs, mean {mean:.2f}, one story {share:.2f}"


def write(path: Path, weights: Floats, intercept: float, words: Mapping[str, float], rarest: float) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    record: dict[str, Any] = {
        "features": FEATURES,
        "weights": [round(float(w), 4) for w in weights],
        "intercept": round(intercept, 4),
        "join": JOIN,
        "suggest": SUGGEST,
        "rarest": round(rarest, 3),
        "words": {word: round(weight, 2) for word, weight in sorted(words.items())},
    }
    path.write_text(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
